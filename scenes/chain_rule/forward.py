"""The first half of the chain rule story: values flow forward, and a nudge with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from calculus.expression import Binary, Expression, Name
from calculus.forward import ForwardPass, ForwardStep, GraphNudge
from calculus.graph import Graph
from calculus.quantity import Quantity
from calculus.shown import Shown
from calculus.worked import operands
from scenes.base import LessonScene
from scenes.chain_rule import facts as graph_facts
from scenes.chain_rule.stage import Calculation, GraphStage, line
from scenes.look.text import coloured
from scenes.look.theme import Role
from scenes.picture.motion import appear
from scenes.telling.claims import Sentence
from scenes.words import terms
from scenes.words.wording import Clause, Enumeration, Wordable, relation

FIRST = 3  # nodes that are told one by one in a large graph
MOST_NAMED = 4  # numbers in one sentence
_SIGNIFICANT = 6  # digits of a rounded number in a sentence


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
        if len(names) > 1:
            self._compute_at_once()
        stage.clear()

    def _compute_at_once(self) -> None:
        """Put the inputs into the whole formula."""
        form, fields = self._worked(self._graph.formula, self._forward.values[self._graph.output])
        with self._scene.beat(
            "The whole formula gives the same: {J} {v:equals}.",
            kind="result", J=self._J, v=fields["v"],
        ):  # fmt: skip
            self._stage.write(
                line(f"{{J}} {form}", J=self._J, **fields),
                line("{J} {v:equals}", J=self._J, **fields),
            )

    def _compute(self, step: ForwardStep) -> None:
        stage, node = self._stage, step.node
        value = stage.number(step.value)
        whole = terms.equation(node.name, node.formula)
        form, fields = self._worked(node.formula, step.value)
        fields["u"] = terms.name(node.name)
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
            "Next: {values}."
            if len(steps) <= MOST_NAMED
            else "Next come {n} nodes at once. Each needs only what stands before it.",
            values=_listed(values.items()), n=len(steps),
        ):  # fmt: skip
            edges = [(operand, step.node.name) for step in steps for operand in step.node.operands]
            stage.send(edges, Role.VALUE)
            self._scene.play(*(appear(stage.value(*at)) for at in values.items()))

    def nudge_an_input(self, nudged: GraphNudge) -> None:
        self._scene.chapter("A nudge")
        scene, stage, graph = self._scene, self._stage, self._graph
        b, h, J = terms.name(nudged.name), nudged.by, self._J
        moved = graph_facts.Moved.of(nudged)
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
        with scene.beat(
            moved.sentence, kind="result", answers=True, claims=moved.claims,
            J=J, rise=nudged.rises[graph.output], far=moved.far(scene.digits),
        ):  # fmt: skip
            stage.write(self._quotient(nudged))
        with scene.beat(graph_facts.others(len(graph.inputs)), kind="question"):
            stage.clear()
            changes = [
                stage.change_value(name, stage.number(before[name]), Role.VALUE)
                for name in nudged.reached
            ]
            scene.play(*(shade for change in changes for shade in change))

    def _quotient(self, nudged: GraphNudge) -> Calculation:
        """Return the rise over the nudge, with numbers that give the quotient."""
        quotient = self._scene.digits.shown(nudged.quotient)
        names: dict[str, Wordable] = {"J": self._J, "b": terms.name(nudged.name), "q": quotient}
        values = {"rise": nudged.rises[self._graph.output], "h": nudged.by}
        taken = operands(Binary("/", Name("rise"), Name("h")), values, quotient, self._in_full)
        if taken is None:
            result = coloured(Role.SLOPE, "{q:equals}")
            return line(f"(Delta {{J}})/(Delta {{b}}) {result}", **names)
        return line(
            f"(Delta {{J}})/(Delta {{b}}) {{r}} "
            f"{coloured(Role.OUTPUT, '{rise:plain}')}/{coloured(Role.INPUT, '{h:plain}')} "
            f"{coloured(Role.SLOPE, '{s} {q:plain}')}",
            r=relation(*taken.values()), s=relation(*taken.values(), quotient), **taken, **names,
        )  # fmt: skip

    def _worked(self, expression: Expression, value: Quantity) -> tuple[str, dict[str, Wordable]]:
        """Return what follows the name of a value: how it is worked out, or the value alone.

        Args:
            expression: A formula in the names of nodes.
            value: What it gives.

        Returns:
            A template and its fields.
        """
        result = self._stage.number(value)
        taken = self._stage.operands(expression, self._forward.values, result)
        if taken is not None:
            calculation = terms.calculation(expression, taken)
            if calculation.text != result.text:
                before = relation(*taken.values())
                after = relation(*taken.values(), result)
                return "{r} {e} {s} {v:plain}", {
                    "e": calculation, "r": before, "s": after, "v": result,
                }  # fmt: skip
        return "{v:equals}", {"v": result}

    def _in_full(self, value: Quantity, significant: int) -> Shown:
        """Show a number as sentences do, with at least as many digits."""
        return self._scene.digits.shown(value, significant=max(significant, _SIGNIFICANT))


def _listed(values: Iterable[tuple[str, Shown]]) -> Enumeration:
    """Return values with their names, as part of a sentence."""
    return Enumeration(
        tuple(
            Clause("{a} {v:equals}", {"a": terms.name(name), "v": value}) for name, value in values
        )
    )
