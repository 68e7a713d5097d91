"""The first half of the chain rule story: values flow forward, and a nudge with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from calculus.expression import Expression, substitute
from calculus.forward import ForwardPass, ForwardStep, GraphNudge
from calculus.graph import Graph
from calculus.shown import Shown, shown
from scenes import terms
from scenes.base import LessonScene
from scenes.claims import Sentence
from scenes.graph_stage import GraphStage, line
from scenes.motion import appear
from scenes.text import coloured
from scenes.theme import Role
from scenes.wording import Clause, Enumeration, Term, Wordable, relation

FIRST = 3  # nodes that are told one by one in a large graph
MOST_NAMED = 4  # numbers in one sentence


class ForwardStory:
    """Tells how values flow through a graph, and what a nudge of an input does.

    Args:
        scene: The scene that tells it.
        stage: The graph, still without values.
        graph: The computation graph.
        forward: Its values.
        is_small: Whether every step has a beat of its own.
    """

    def __init__(
        self,
        scene: LessonScene,
        stage: GraphStage,
        graph: Graph,
        forward: ForwardPass,
        is_small: bool,
    ) -> None:
        self._scene = scene
        self._stage = stage
        self._graph = graph
        self._forward = forward
        self._is_small = is_small
        self._J = terms.name(graph.output)

    def run_forward(self) -> None:
        self._scene.chapter("Forward")
        stage, graph = self._stage, self._graph
        given = {name: stage.number(self._forward.values[name]) for name in graph.inputs}
        with self._scene.beat("Forward: {values}.", values=_listed(given.items())):
            self._scene.play(*(appear(stage.value(name, value)) for name, value in given.items()))
        steps = {step.node.name: step for step in self._forward.steps}
        names = [*steps]
        single = len(names) if self._is_small else FIRST
        for name in names[:single]:
            self._compute(steps[name])
        for group in stage.groups(names[single:], self._is_small):
            if len(group) == 1:
                self._compute(steps[group[0]])
            else:
                self._compute_layer([steps[name] for name in group])
        result = stage.number(self._forward.values[graph.output])
        with self._scene.beat(
            "The whole formula gives the same: {J} {v:equals}.",
            kind="result", J=self._J, v=result,
        ):  # fmt: skip
            stage.write(
                line(
                    "{J} {r} {f} {s} {v:plain}",
                    J=self._J, v=result, f=self._with_values(graph.formula),
                    r=relation(*given.values()), s=relation(*given.values(), result),
                ),
                line("{J} {v:equals}", J=self._J, v=result),
            )  # fmt: skip
        stage.clear()

    def _compute(self, step: ForwardStep) -> None:
        stage, node = self._stage, step.node
        value = stage.number(step.value)
        operands = [stage.number(operand) for operand in step.operand_values]
        calculation = self._with_values(node.formula)
        whole, u = terms.equation(node.name, node.formula), terms.name(node.name)
        fields: dict[str, Wordable] = {
            "u": u, "e": calculation, "v": value,
            "r": relation(*operands), "s": relation(*operands, value),
        }  # fmt: skip
        form = "{r} {e} {s} {v:plain}" if calculation.text != value.text else "{v:equals}"
        with self._scene.beat(Sentence(f"{{u}} {form}.", fields)):
            stage.send([(operand, node.name) for operand in node.operands], Role.VALUE)
            result = coloured(Role.VALUE, form)
            stage.write(
                line(f"{{whole}} {result}", whole=whole, **fields),
                line(f"{{u}} {result}", **fields),
                line(f"{{u}} {coloured(Role.VALUE, '{v:equals}')}", **fields),
            )
            self._scene.play(appear(stage.value(node.name, value)))

    def _compute_layer(self, steps: Sequence[ForwardStep]) -> None:
        """Compute the steps of a layer, which need only earlier ones, all at once."""
        stage = self._stage
        stage.clear()
        values = {step.node.name: stage.number(step.value) for step in steps}
        with self._scene.beat(
            "The next layer: {values}."
            if len(steps) <= MOST_NAMED
            else "The next layer has {n} nodes. Each needs only what stands before it.",
            values=_listed(values.items()), n=shown(len(steps)),
        ):  # fmt: skip
            edges = [(operand, step.node.name) for step in steps for operand in step.node.operands]
            stage.send(edges, Role.VALUE)
            self._scene.play(*(appear(stage.value(*at)) for at in values.items()))

    def nudge_an_input(self, nudged: GraphNudge) -> None:
        self._scene.chapter("A nudge")
        scene, stage, graph = self._scene, self._stage, self._graph
        b, h, J = terms.name(nudged.name), shown(nudged.by), self._J
        before = self._forward.values
        after = {
            name: stage.nudged(before[name], nudged.after.values[name]) for name in nudged.reached
        }
        with scene.beat("Now nudge {b} by {h}. What will {J} do?", kind="question", b=b, h=h, J=J):
            scene.play(*stage.change_value(nudged.name, after[nudged.name], Role.INPUT))
        with scene.beat(
            "The change runs forward, node by node, until {J} {v:equals}.",
            J=J, v=after[graph.output],
        ):  # fmt: skip
            for names in stage.groups(nudged.reached[1:], self._is_small):
                edges = [
                    (operand, name)
                    for name in names
                    for operand in graph.node(name).operands
                    if operand in nudged.reached
                ]
                stage.send(edges, Role.INPUT)
                changes = [stage.change_value(name, after[name], Role.INPUT) for name in names]
                scene.play(*(shade for change in changes for shade in change), run_time=0.5)
        rise, quotient = shown(nudged.rises[graph.output]), shown(nudged.quotient)
        with scene.beat(
            "{J} moved by {rise}: {q} times the nudge.", kind="result", answers=True,
            J=J, rise=rise, q=quotient,
        ):  # fmt: skip
            stage.write(
                line(
                    f"(Delta {{J}})/(Delta {{b}}) {{rise:relation}} "
                    f"{coloured(Role.OUTPUT, '{rise:plain}')}/{coloured(Role.INPUT, '{h}')} "
                    f"{coloured(Role.SLOPE, '{s} {q:plain}')}",
                    J=J, b=b, rise=rise, h=h, q=quotient, s=relation(rise, h, quotient),
                )
            )  # fmt: skip
        with scene.beat(
            "But that was one input. Must we run everything again for each of the others?"
            if len(graph.inputs) > 1
            else "With many inputs, must we run everything again for each of them?",
            kind="question",
        ):
            stage.clear()
            changes = [
                stage.change_value(name, stage.number(before[name]), Role.VALUE)
                for name in nudged.reached
            ]
            scene.play(*(shade for change in changes for shade in change))

    def _with_values(self, expression: Expression) -> Term:
        """Return a formula with the values, as they are shown, in place of the names."""
        values = self._forward.values
        return terms.formula(
            substitute(
                expression,
                {name: terms.digits(self._stage.number(value)) for name, value in values.items()},
            )
        )


def _listed(values: Iterable[tuple[str, Shown]]) -> Enumeration:
    """Return values with their names, as part of a sentence."""
    return Enumeration(
        tuple(
            Clause("{a} {v:equals}", {"a": terms.name(name), "v": value}) for name, value in values
        )
    )
