"""The chain rule: values flow forward through a computation graph, gradients backward."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from manim import RIGHT, VGroup

from calculus.backward import BackwardPass
from calculus.expression import Expression, substitute
from calculus.forward import ForwardPass, ForwardStep, GraphNudge
from calculus.graph import Graph
from calculus.shown import shown
from scenes import terms
from scenes.backward_story import BackwardStory
from scenes.base import LessonScene
from scenes.graph_stage import GraphStage, number
from scenes.motion import Trace, appear, vanish
from scenes.parameters import GraphParameter, Inputs, Nudge
from scenes.text import coloured, scale_to_fit
from scenes.theme import Role
from scenes.wording import Clause, Enumeration, Term, relation


@dataclass(frozen=True)
class ChainRuleFacts:
    """What the story is about.

    Attributes:
        graph: The computation graph.
        forward: Its values.
        backward: Its gradients, step by step.
        nudged: What a nudge of one input does.
        path: The only path from some input to the output; empty if every input has several.
    """

    graph: Graph
    forward: ForwardPass
    backward: BackwardPass
    nudged: GraphNudge
    path: tuple[str, ...]


class ChainRuleScene(LessonScene):
    """Values flow forward, a nudge ripples through, gradients flow backward."""

    graph: GraphParameter = "J = 3*(a + b*c)"
    inputs: Inputs = {"a": 5, "b": 3, "c": 2}
    nudge: Annotated[Nudge, "how far one input is nudged"] = 0.001

    facts: ChainRuleFacts

    @classmethod
    def compute(cls, given: Any) -> ChainRuleFacts:
        graph: Graph = given.graph
        forward = graph.forward(given.inputs)
        return ChainRuleFacts(
            graph,
            forward,
            graph.backward(forward),
            graph.nudge(forward, _deepest_input(graph), given.nudge),
            _single_path(graph),
        )

    @property
    def title(self) -> str:
        graph = self.facts.graph
        formula = terms.equation(graph.output, graph.formula)
        return self.say("The chain rule on {f}", f=formula).text

    def construct(self) -> None:
        facts = self.facts
        self.J = terms.name(facts.graph.output)
        self.stage = GraphStage(self, facts.graph, facts.backward.steps)

        self.split_the_formula()
        self.build_the_graph()
        self.run_forward()
        self.nudge_an_input(facts.nudged)
        back = BackwardStory(self, self.stage, facts.graph, facts.backward)
        back.sweep_back()
        if facts.path:
            back.follow_a_path(facts.path)
        back.compare_with_the_nudge(facts.nudged)
        back.why_backward()

    def split_the_formula(self) -> None:
        self.chapter("The graph")
        graph = self.facts.graph
        formula = terms.equation(graph.output, graph.formula)
        self.show_title("Gradients flow backward")
        whole = self.formula("{f}", f=formula, size=1.5 * self.theme.title)
        scale_to_fit(whole, self.regions.body.width).move_to((0, 0.9, 0))
        with self.beat("Here is a formula: {f}.", kind="setup", f=formula):
            self.play(appear(whole))
        steps = [
            self.formula("{s}", s=terms.equation(node.name, node.formula), size=self.theme.title)
            for node in graph.steps
        ]
        rows = VGroup(*steps).arrange(direction=RIGHT, buff=0.9)
        scale_to_fit(rows, self.regions.body.width).move_to((0, -0.6, 0))
        with self.beat("A computer takes it in small steps, one operation at a time."):
            for step in steps:
                self.play(appear(step), run_time=0.7)
        self.play(vanish(whole, *steps))

    def build_the_graph(self) -> None:
        graph, view = self.facts.graph, self.stage.view
        with self.beat("Each step becomes a node, with an edge from everything it needs."):
            self.play(*(appear(view.cards[name]) for name in graph.inputs))
            for node in graph.steps:
                edges = [view.edges[operand, node.name] for operand in node.operands]
                self.play(
                    *(Trace(line) for line, _ in edges),
                    *(appear(head) for _, head in edges),
                    run_time=0.5,
                )
                self.play(appear(view.cards[node.name]), run_time=0.4)

    def run_forward(self) -> None:
        self.chapter("Forward")
        forward, graph = self.facts.forward, self.facts.graph
        given = {name: number(forward.values[name]) for name in graph.inputs}
        values = Enumeration(
            tuple(
                Clause("{a} {v:equals}", {"a": terms.name(name), "v": value})
                for name, value in given.items()
            )
        )
        with self.beat("Forward: {values}.", values=values):
            self.play(*(appear(self.stage.value(name, value)) for name, value in given.items()))
        for step in forward.steps:
            self._compute(step)
        result = number(forward.values[graph.output])
        with self.beat(
            "The whole formula gives the same: {J} {v:equals}.",
            kind="result", J=self.J, v=result,
        ):  # fmt: skip
            self.stage.write(
                self.formula(
                    "{J} {r} {f} {v:equals}",
                    J=self.J, v=result, f=self._with_values(graph.formula),
                    r=relation(*given.values()),
                )
            )  # fmt: skip
        self.stage.clear()

    def _compute(self, step: ForwardStep) -> None:
        node, value = step.node, number(step.value)
        operands = [number(operand) for operand in step.operand_values]
        calculation = self._with_values(node.formula)
        sign = relation(*operands)
        with self.beat(
            "{u} {r} {e} {v:equals}." if calculation.text != value.text else "{u} {v:equals}.",
            u=terms.name(node.name), r=sign, e=calculation, v=value,
        ):  # fmt: skip
            self.stage.send([(operand, node.name) for operand in node.operands], Role.VALUE)
            self.stage.write(
                self.formula(
                    f"{{s}} {coloured(Role.VALUE, '{r} {e} {v:equals}')}",
                    s=terms.equation(node.name, node.formula), r=sign, e=calculation, v=value,
                )
            )  # fmt: skip
            self.play(appear(self.stage.value(node.name, value)))

    def nudge_an_input(self, nudged: GraphNudge) -> None:
        self.chapter("A nudge")
        stage, graph = self.stage, self.facts.graph
        b, h = terms.name(nudged.name), shown(nudged.by)
        after = {name: number(nudged.after.values[name]) for name in nudged.reached}
        with self.beat(
            "Now nudge {b} by {h}. What will {J} do?", kind="question", b=b, h=h, J=self.J
        ):
            self.play(*stage.change_value(nudged.name, after[nudged.name], Role.INPUT))
        with self.beat(
            "The change runs forward, node by node, until {J} {v:equals}.",
            J=self.J, v=after[graph.output],
        ):  # fmt: skip
            for name in nudged.reached[1:]:
                operands = graph.node(name).operands
                stage.send([(o, name) for o in operands if o in nudged.reached], Role.INPUT)
                self.play(*stage.change_value(name, after[name], Role.INPUT), run_time=0.5)
        rise, quotient = shown(nudged.rises[graph.output]), shown(nudged.quotient)
        with self.beat(
            "{J} moved by {rise}: {q} times the nudge.",
            kind="result", J=self.J, rise=rise, q=quotient,
        ):  # fmt: skip
            stage.write(
                self.formula(
                    f"(Delta {{J}})/(Delta {{b}}) {{rise:relation}} "
                    f"{coloured(Role.OUTPUT, '{rise:plain}')}/{coloured(Role.INPUT, '{h}')} "
                    f"{coloured(Role.SLOPE, '{q:equals}')}",
                    J=self.J, b=b, rise=rise, h=h, q=quotient,
                )
            )  # fmt: skip
        with self.beat(
            "But that was one input. Must we run everything again for each of the others?",
            kind="question",
        ):
            stage.clear()
            for name in nudged.reached:
                value = number(self.facts.forward.values[name])
                self.play(*stage.change_value(name, value, Role.VALUE), run_time=0.25)

    def _with_values(self, expression: Expression) -> Term:
        """Return a formula with the values, as they are shown, in place of the names."""
        values = self.facts.forward.values
        return terms.formula(
            substitute(
                expression, {name: terms.digits(number(value)) for name, value in values.items()}
            )
        )


def _deepest_input(graph: Graph) -> str:
    """Return the input with the longest path to the output; the first of several."""
    return max(graph.inputs, key=lambda name: max(map(len, graph.paths(name))))


def _single_path(graph: Graph) -> tuple[str, ...]:
    """Return the longest path of an input that has only one; the last of several."""
    single = [paths[0] for name in graph.inputs if len(paths := graph.paths(name)) == 1]
    return max(reversed(single), key=len, default=())
