"""The chain rule: values flow forward through a computation graph, gradients backward."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any

from manim import RIGHT, VGroup

from calculus.backward import BackwardPass, BackwardStep
from calculus.expression import Expression, substitute
from calculus.forward import ForwardPass, ForwardStep, GraphNudge
from calculus.graph import Graph
from calculus.shown import Shown, shown
from scenes import terms
from scenes.base import LessonScene
from scenes.graph_stage import GraphStage, number
from scenes.motion import Trace, appear, dim, light, vanish
from scenes.parameters import GraphParameter, Inputs, Nudge
from scenes.text import coloured, scale_to_fit
from scenes.theme import Role
from scenes.wording import Term, relation


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
        return f"The chain rule on {terms.equation(graph.output, graph.formula).text}"

    def construct(self) -> None:
        facts = self.facts
        self.J = terms.name(facts.graph.output)
        self.stage = GraphStage(self, facts.graph, facts.backward.steps)

        self.split_the_formula()
        self.build_the_graph()
        self.run_forward()
        self.nudge_an_input(facts.nudged)
        self.run_backward()
        if facts.path:
            self.follow_a_path(facts.path)
        self.compare_with_the_nudge(facts.nudged)
        self.why_backward()

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
        fields: dict[str, Any] = {
            f"n{_letters(i)}": terms.name(name) for i, name in enumerate(given)
        }
        fields |= {f"v{_letters(i)}": value for i, value in enumerate(given.values())}
        clauses = [f"{{n{_letters(i)}}} {{v{_letters(i)}:equals}}" for i in range(len(given))]
        with self.beat(f"Forward: {terms.enumeration(clauses)}.", **fields):
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

    def run_backward(self) -> None:
        self.chapter("Backward")
        output, one = self.facts.graph.output, shown(1)
        with self.beat(
            "No: start at the end. How fast does {J} change with itself? By a factor of {one}.",
            J=self.J, one=one,
        ):  # fmt: skip
            self.play(appear(self.stage.gradient(output, one)))
            self.stage.write(
                self.formula("(dif {J})/(dif {J}) = {one}", J=self.J, one=one, role=Role.GRADIENT)
            )
        gathered: dict[str, Shown] = {}
        for i, step in enumerate(self.facts.backward.steps):
            self._step_back(step, first=i == 0, earlier=gathered.get(step.edge.source))
            gathered[step.edge.source] = number(step.total)
        self.stage.clear()

    def _step_back(self, step: BackwardStep, first: bool, earlier: Shown | None) -> None:
        """Carry the gradient over one edge, and add it to what came over others."""
        stage, edge = self.stage, (step.edge.source, step.edge.target)
        a, v = (terms.name(name) for name in edge)
        upstream, local = number(step.upstream), number(step.local)
        contribution = number(step.contribution)
        lit = stage.view.lit(*edge, Role.GRADIENT, backward=True)
        # A further contribution is not the gradient yet, so its line has no left side.
        left = "(dif {J})/(dif {a}) = " if earlier is None else ""
        equation = self.formula(
            f"{left}{coloured(Role.GRADIENT, '(dif {J})/(dif {v})')} dot (dif {{v}})/(dif {{a}}) "
            f"{{r}} {coloured(Role.GRADIENT, '{upstream}')} dot {{local}} "
            f"{coloured(Role.GRADIENT, '{p:equals}')}",
            J=self.J, a=a, v=v, r=relation(upstream, local),
            upstream=terms.factor(upstream), local=terms.factor(local), p=contribution,
        )  # fmt: skip
        sentence = "To {a}: upstream {upstream} times local {local} is {p}."
        if first:
            sentence = f"One step back. {sentence}"
        with self.beat(sentence, a=a, upstream=upstream, local=local, p=contribution):
            self.play(Trace(lit, run_time=0.8), appear(stage.locals[edge]))
            stage.write(equation)
            stage.send([edge], Role.GRADIENT, backward=True)
            if earlier is None:
                self.play(appear(stage.gradient(edge[0], contribution)))
        if earlier is not None:
            self._accumulate(edge[0], earlier, contribution, number(step.total))
        self.play(vanish(lit), dim(stage.locals[edge][1]), run_time=0.3)

    def _accumulate(self, name: str, earlier: Shown, contribution: Shown, total: Shown) -> None:
        """Let a further path's contribution be added to a node's gradient."""
        a = terms.name(name)
        before = self.stage.gradients[name]
        with self.beat(
            "{a} has another path to {J}: the contributions add up to {total}.",
            kind="result", a=a, J=self.J, total=total,
        ):  # fmt: skip
            self.stage.write(
                self.formula(
                    "(dif {J})/(dif {a}) {r} {earlier} + {p} {total:equals}",
                    J=self.J, a=a, r=relation(earlier, contribution), total=total,
                    earlier=terms.factor(earlier), p=terms.factor(contribution),
                    role=Role.GRADIENT,
                )
            )  # fmt: skip
            self.play(vanish(before), appear(self.stage.gradient(name, total)))

    def follow_a_path(self, path: tuple[str, ...]) -> None:
        self.chapter("The chain")
        stage, a = self.stage, terms.name(path[0])
        edges = list(pairwise(path))
        steps = {(step.edge.source, step.edge.target): step for step in self.facts.backward.steps}
        slopes = [number(steps[edge].local) for edge in edges]
        names = " dot ".join(
            f"(dif {terms.name(target).typst})/(dif {terms.name(source).typst})"
            for source, target in edges
        )
        fields: dict[str, Any] = {
            f"f{_letters(i)}": terms.factor(slope) for i, slope in enumerate(slopes)
        }
        values = " dot ".join(f"{{{field}}}" for field in fields)
        others = stage.others(path, edges)
        factors = [stage.locals[edge][1] for edge in edges]
        lines = [stage.view.lit(*edge, Role.GRADIENT) for edge in edges]
        self.shown_on_screen(*slopes)
        with self.beat(
            "This is the chain rule: along the path from {a} to {J}, the local slopes multiply.",
            kind="result", poster=1, a=a, J=self.J,
        ):  # fmt: skip
            self.play(dim(*others), light(*factors))
            for line in lines:
                self.play(Trace(line, run_time=0.6))
            stage.write(
                self.formula(
                    f"(dif {{J}})/(dif {{a}}) = {names} {{r}} {values} "
                    f"{coloured(Role.GRADIENT, '{g:equals}')}",
                    J=self.J, a=a, r=relation(*slopes),
                    g=number(self.facts.backward.gradients[path[0]]), **fields,
                )
            )  # fmt: skip
        self.play(vanish(*lines), light(*others), dim(*factors), run_time=0.4)
        stage.clear()

    def compare_with_the_nudge(self, nudged: GraphNudge) -> None:
        stage, name = self.stage, nudged.name
        b, moved, slope = (
            terms.name(name),
            shown(nudged.quotient),
            shown(self.facts.backward.gradients[name]),
        )
        agree = nudged.quotient.value == self.facts.backward.gradients[name].value
        sentence = (
            "The nudge agrees: {J} moved {q} times as far as {b}, and the gradient of {b} is {g}."
            if agree
            else "The nudge came close: {J} moved {q} times as far as {b}; the gradient is {g}."
        )
        shown_together = self.formula(
            "(Delta {J})/(Delta {b}) {q:equals} quad quad (dif {J})/(dif {b}) {g:equals}",
            J=self.J, b=b, q=moved, g=slope,
        )  # fmt: skip
        with self.beat(sentence, kind="result", J=self.J, b=b, q=moved, g=slope):
            others = stage.others((name, self.facts.graph.output), [])
            self.play(dim(*others))
            stage.write(shown_together)
        self.play(light(*others), run_time=0.4)
        stage.clear()

    def why_backward(self) -> None:
        self.chapter("Why backward")
        stage, counts = self.stage, self.facts.graph.multiplications()
        reused, apart = shown(counts.reused), shown(counts.path_by_path)
        with self.beat(
            "Path by path takes {apart} factors; backward, each of {reused} edges is used once.",
            kind="result", apart=apart, reused=reused,
        ):  # fmt: skip
            stage.write(
                self.formula(
                    '"path by path:" {apart} quad quad "backward:" {reused}',
                    apart=apart, reused=reused,
                )
            )  # fmt: skip
        with self.beat(
            "One sweep back gives every slope at once. That is backpropagation.",
            kind="conclusion", poster=3,
        ):  # fmt: skip
            stage.clear()
            self.play(vanish(*stage.locals.values()))

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


def _letters(index: int) -> str:
    """Name a field by letters: a digit has no place in a template."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(index))
