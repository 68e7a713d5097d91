"""The chain rule: values flow forward through a computation graph, gradients backward."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from typing import Any

from manim import AnimationGroup, MoveAlongPath, VGroup, VMobject

from calculus.expression import Expression, Negate, Number, substitute
from calculus.graph import Graph
from calculus.backward import BackwardPass, BackwardStep
from calculus.forward import ForwardPass, ForwardStep, GraphNudge
from calculus.plain import plain
from calculus.shown import Shown, shown
from calculus.spoken import spoken
from calculus.typst import typst
from scenes import terms
from scenes.base import LessonScene
from scenes.graph_view import GraphView
from scenes.layout import Box
from scenes.motion import Trace, appear, dim, light, vanish
from scenes.parameters import GraphParameter, Inputs, Nudge
from scenes.shapes import segments
from scenes.text import Text, coloured, scale_to_fit
from scenes.theme import Role
from scenes.wording import Term

_STRIP = 1.25  # height of the strip for calculations under the graph, Manim units


@dataclass(frozen=True)
class ChainRuleFacts:
    """What the story is about.

    Attributes:
        graph: The computation graph.
        forward: Its values.
        backward: Its gradients, step by step.
        nudged: What a nudge of one input does.
        path: The path the chain rule is followed along, from that input or the deepest one.
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
    nudge: Nudge = 0.001

    facts: ChainRuleFacts

    @classmethod
    def compute(cls, given: Any) -> ChainRuleFacts:
        graph: Graph = given.graph
        forward = graph.forward(given.inputs)
        nudged = graph.nudge(forward, _deepest(graph), given.nudge)
        return ChainRuleFacts(
            graph, forward, graph.backward(forward), nudged, _followed_path(graph)
        )

    @property
    def title(self) -> str:
        return f"The chain rule on {self._formula_term().text}"

    def construct(self) -> None:
        self._prepare()
        self.split_the_formula()
        self.build_the_graph()
        self.run_forward()
        self.nudge_an_input()
        self.run_backward()
        self.follow_a_path()
        self.why_backward()

    # What the whole scene draws with.

    def _prepare(self) -> None:
        body = self.regions.body
        self.strip = Box(body.left, body.bottom, body.right, body.bottom + _STRIP)
        # The title leaves the middle of its line free: the graph may reach a little into it.
        stage = Box(body.left, self.strip.top + 0.05, body.right, body.top + 0.25)
        self.view = GraphView(self.facts.graph, stage, self.theme)
        self.J = terms.name(self.facts.graph.output)
        self.values: dict[str, Text] = {}
        self.gradients: dict[str, Text] = {}
        self.locals: dict[tuple[str, str], VGroup] = {}
        self.line: Text | None = None

    def _formula_term(self) -> Term:
        graph = self.facts.graph
        return _equation(graph.output, graph.formula)

    # The story.

    def split_the_formula(self) -> None:
        self.chapter("The graph")
        formula = self._formula_term()
        self.heading = self.show_title("Gradients flow backward")
        whole = self.formula("{f}", f=formula, size=1.5 * self.theme.title)
        scale_to_fit(whole, self.regions.body.width).move_to([0, 0.9, 0])
        with self.beat("Here is a formula: {f}.", kind="setup", f=formula):
            self.play(appear(whole))
        steps = [
            self.formula("{s}", s=_equation(node.name, node.expression), size=self.theme.title)
            for node in self.facts.graph.nodes
            if node.kind == "step"
        ]
        rows = VGroup(*steps).arrange(direction=[1, 0, 0], buff=0.9)
        scale_to_fit(rows, self.regions.body.width).move_to([0, -0.6, 0])
        with self.beat("A computer takes it in small steps, one operation at a time."):
            for step in steps:
                self.play(appear(step), run_time=0.7)
        self.play(vanish(whole, *steps))

    def build_the_graph(self) -> None:
        graph, view = self.facts.graph, self.view
        with self.beat("Each step becomes a node, with an edge from everything it needs."):
            self.play(*(appear(view.cards[name]) for name in graph.inputs))
            for node in graph.nodes:
                if node.kind != "step":
                    continue
                edges = [view.edges[operand, node.name] for operand in node.operands]
                self.play(
                    *(Trace(line) for line, _ in edges),
                    *(appear(head) for _, head in edges),
                    run_time=0.5,
                )
                self.play(appear(view.cards[node.name]), run_time=0.4)

    def run_forward(self) -> None:
        self.chapter("Forward")
        forward = self.facts.forward
        inputs = [(name, shown(forward.values[name])) for name in self.facts.graph.inputs]
        with self.beat(
            "Forward: " + _listed([f"{{n{_letter(i)}}} {{v{_letter(i)}:equals}}" for i in range(len(inputs))]) + ".",
            **{f"n{_letter(i)}": terms.name(name) for i, (name, _) in enumerate(inputs)},
            **{f"v{_letter(i)}": value for i, (_, value) in enumerate(inputs)},
        ):
            labels = [self._show_value(name, value) for name, value in inputs]
            self.play(*(appear(label) for label in labels))
        for step in forward.steps:
            self._compute_node(step)
        formula = self.facts.graph.formula
        result = shown(forward.values[self.facts.graph.output])
        with self.beat(
            "The whole formula gives the same: {J} {v:equals}.",
            kind="result", J=self.J, v=result,
        ):  # fmt: skip
            self._write(
                self.formula(
                    "{J} = {f} {v:equals}",
                    J=self.J, v=result,
                    f=_as_term(self._with_values(formula, forward)),
                )
            )  # fmt: skip
        self._clear()

    def nudge_an_input(self) -> None:
        self.chapter("A nudge")
        facts = self.facts
        nudged = facts.nudged
        b, output = terms.name(nudged.name), facts.graph.output
        h = shown(nudged.by)
        with self.beat(
            "Now nudge {b} by {h}. What will {J} do?", kind="question", b=b, h=h, J=self.J
        ):
            self._replace_value(nudged.name, shown(nudged.after.values[nudged.name]), Role.INPUT)
        new = shown(nudged.after.values[output])
        with self.beat(
            "The change runs forward, node by node, until {J} {v:equals}.", J=self.J, v=new
        ):
            for name in nudged.reached:
                if name == nudged.name:
                    continue
                node = facts.graph.node(name)
                sources = [operand for operand in node.operands if operand in nudged.reached]
                self._send([(source, name) for source in sources], Role.INPUT)
                self._replace_value(name, shown(nudged.after.values[name]), Role.INPUT)
        rise, quotient = shown(nudged.rises[output]), shown(nudged.quotient)
        with self.beat(
            "{J} moved by {rise}: {q} times the nudge.",
            kind="result", J=self.J, rise=rise, q=quotient,
        ):  # fmt: skip
            self._write(
                self.formula(
                    f"(Delta {{J}})/(Delta {{b}}) {{rise:relation}} {coloured(Role.OUTPUT, '{rise:plain}')}/"
                    f"{coloured(Role.INPUT, '{h}')} {coloured(Role.SLOPE, '{q:equals}')}",
                    J=self.J, b=b, rise=rise, h=h, q=quotient,
                )
            )  # fmt: skip
        with self.beat(
            "But that was one input. Must we run everything again for each of the others?",
            kind="question",
        ):
            self._clear()
            for name in nudged.reached:
                self._replace_value(name, shown(facts.forward.values[name]), Role.VALUE, 0.25)

    def run_backward(self) -> None:
        self.chapter("Backward")
        backward = self.facts.backward
        output = self.facts.graph.output
        one = shown(1)
        with self.beat(
            "No: start at the end. How fast does {J} change with itself? By a factor of {one}.",
            J=self.J, one=one,
        ):  # fmt: skip
            self.play(appear(self._show_gradient(output, one)))
            self._write(
                self.formula("(dif {J})/(dif {J}) = {one}", J=self.J, one=one, role=Role.GRADIENT)
            )
        for number, step in enumerate(backward.steps):
            self._step_back(step, first=number == 0)
        self._clear()

    def _step_back(self, step: BackwardStep, first: bool) -> None:
        source, target = step.edge.source, step.edge.target
        a, v = terms.name(source), terms.name(target)
        local, upstream = shown(step.local), shown(step.upstream)
        contribution, total = shown(step.contribution), shown(step.total)
        again = step.total.value != step.contribution.value or source in self.gradients
        numbers = {"upstream": upstream, "local": local, "p": contribution}
        sentence = (
            "One step back, to {a}: upstream {upstream} times local {local} is {p}."
            if first
            else "To {a}: upstream {upstream} times local {local} is {p}."
        )
        lit = self.view.lit(source, target, Role.GRADIENT, backward=True)
        label = self.formula(
            r"dif {v} \/ dif {a} {local:equals}", v=v, a=a, local=local, size=self.theme.small
        )
        pill = self.view.on_edge(source, target, label)
        equation = self.formula(
            f"(dif {{J}})/(dif {{a}}) = {coloured(Role.GRADIENT, '(dif {J})/(dif {v})')} dot "
            "(dif {v})/(dif {a}) = "
            f"{coloured(Role.GRADIENT, '{upstream}')} dot {{local}} "
            f"{coloured(Role.GRADIENT, '{p:equals}')}",
            J=self.J, a=a, v=v, upstream=upstream, local=local, p=contribution,
        )  # fmt: skip
        with self.beat(sentence, a=a, **numbers):
            self.play(Trace(lit, run_time=0.8), appear(pill))
            self._write(equation)
            self._send([(source, target)], Role.GRADIENT, backward=True)
            if not again:
                self.play(appear(self._show_gradient(source, contribution)))
        if again:
            self._add_up(source, contribution, total)
        self.locals[source, target] = pill
        self.play(vanish(lit), dim(pill[1]), run_time=0.3)

    def _add_up(self, name: str, contribution: Shown, total: Shown) -> None:
        """Let a further path's contribution be added to a node's gradient."""
        a = terms.name(name)
        before = self.gradients[name]
        earlier = self._gradient_value[name]
        with self.beat(
            "{a} has another path to {J}: the contributions add up to {total}.",
            kind="result", a=a, J=self.J, total=total,
        ):  # fmt: skip
            self._write(
                self.formula(
                    "(dif {J})/(dif {a}) = {earlier} + {p} {total:equals}",
                    J=self.J, a=a, earlier=earlier, p=_bracketed(contribution), total=total,
                    role=Role.GRADIENT,
                )
            )  # fmt: skip
            self.play(vanish(before), appear(self._show_gradient(name, total)))

    def follow_a_path(self) -> None:
        facts = self.facts
        path = facts.path
        if not path:
            return
        self.chapter("The chain")
        start, output = path[0], facts.graph.output
        edges = list(pairwise(path))
        factors = [
            next(s for s in facts.backward.steps if (s.edge.source, s.edge.target) == edge)
            for edge in edges
        ]
        gradient = shown(facts.backward.gradients[start])
        a = terms.name(start)
        others = [
            *(card for name, card in self.view.cards.items() if name not in path),
            *(label for name, label in self.values.items() if name not in path),
            *(label for name, label in self.gradients.items() if name not in path),
            *(edge for key, edge in self.view.edges.items() if key not in edges),
        ]
        lines = [self.view.lit(*edge, Role.GRADIENT) for edge in edges]
        product = " dot ".join(
            f"(dif {terms.name(s.edge.target).typst})/(dif {terms.name(s.edge.source).typst})"
            for s in factors
        )
        numbers = {f"f{_letter(i)}": _bracketed(shown(s.local)) for i, s in enumerate(factors)}
        values = " dot ".join(f"{{{name}}}" for name in numbers)
        with self.beat(
            "This is the chain rule: along the path from {a} to {J}, the local slopes multiply.",
            a=a, J=self.J,
        ):  # fmt: skip
            self.play(dim(*others), *(light(self.locals[edge][1]) for edge in edges))
            for line in lines:
                self.play(Trace(line, run_time=0.6))
            self._write(
                self.formula(
                    f"(dif {{J}})/(dif {{a}}) = {product} = {values} "
                    f"{coloured(Role.GRADIENT, '{g:equals}')}",
                    J=self.J, a=a, g=gradient, **numbers,
                )
            )  # fmt: skip
        nudged = facts.nudged
        moved, slope = shown(nudged.quotient), shown(facts.backward.gradients[nudged.name])
        agrees = (
            "And the nudge agrees: {J} moved {q} times as far as {b}, and its gradient is {g}."
            if moved.text == slope.text
            else "And the nudge comes close: {J} moved {q} times as far as {b}; its gradient is {g}."
        )
        with self.beat(
            agrees, kind="result", J=self.J, b=terms.name(nudged.name), q=moved, g=slope
        ):
            self.play(light(self.gradients[nudged.name]))
        self.play(
            vanish(*lines), light(*others), *(dim(self.locals[edge][1]) for edge in edges),
            run_time=0.4,
        )  # fmt: skip
        self._clear()

    def why_backward(self) -> None:
        self.chapter("Why backward")
        counts = self.facts.graph.multiplications()
        reused, apart = shown(counts.reused), shown(counts.path_by_path)
        with self.beat(
            "Path by path, the chain rule needs {apart} factors; backward, each of {reused} edges is used once.",
            kind="result", apart=apart, reused=reused,
        ):  # fmt: skip
            self._write(
                self.formula(
                    '"path by path:" {apart} "factors" quad quad "backward:" {reused}',
                    apart=apart, reused=reused,
                )
            )  # fmt: skip
        with self.beat(
            "One sweep back gives every slope at once. That is backpropagation.",
            kind="conclusion", poster=3,
        ):  # fmt: skip
            self._clear()
            self.play(
                *(vanish(pill) for pill in self.locals.values()),
                *(light(label) for label in (*self.values.values(), *self.gradients.values())),
            )

    # Pieces.

    def _compute_node(self, step: ForwardStep) -> None:
        node = step.node
        value = shown(step.value)
        with_values = _as_term(self._with_values(node.expression, self.facts.forward))
        u = terms.name(node.name)
        with self.beat("{u} = {e} {v:equals}.", u=u, e=with_values, v=value):
            self._send([(operand, node.name) for operand in node.operands], Role.VALUE)
            self._write(
                self.formula(
                    f"{{s}} = {coloured(Role.VALUE, '{e}')} {coloured(Role.VALUE, '{v:equals}')}",
                    s=_equation(node.name, node.expression), e=with_values, v=value,
                )
            )  # fmt: skip
            self.play(appear(self._show_value(node.name, value)))

    def _with_values(self, expression: Expression, forward: ForwardPass) -> Expression:
        """Put the shown values into an expression, in place of the names."""
        return substitute(
            expression,
            {name: _number(shown(value)) for name, value in forward.values.items()},
        )

    def _show_value(self, name: str, value: Shown, role: Role = Role.VALUE) -> Text:
        label = self.formula("{v}", v=value, role=role)
        self.values[name] = self.view.above(name, label)
        return label

    def _show_gradient(self, name: str, value: Shown) -> Text:
        label = self.formula("dif {a} {g:equals}", a=terms.name(name), g=value, role=Role.GRADIENT)
        self.gradients[name] = self.view.below(name, label)
        self._gradient_value = {**getattr(self, "_gradient_value", {}), name: value}
        return label

    def _replace_value(self, name: str, value: Shown, role: Role, run_time: float = 0.5) -> None:
        before = self.values[name]
        self.play(vanish(before), appear(self._show_value(name, value, role)), run_time=run_time)

    def _send(
        self, edges: Iterable[tuple[str, str]], role: Role, backward: bool = False
    ) -> None:
        """Let a dot travel along each edge."""
        journeys = []
        pulses: list[VMobject] = []
        for source, target in edges:
            way = self.view.way(source, target)
            pulse = self.view.pulse(role)
            pulses.append(pulse)
            journeys.append(
                MoveAlongPath(pulse, way.reverse_direction() if backward else way, run_time=0.8)
            )
        self.play(AnimationGroup(*journeys))
        self.remove(*pulses)

    def _write(self, line: Text) -> None:
        """Write a calculation into the strip, in place of the one before."""
        scale_to_fit(line, self.strip.width, self.strip.height)
        line.move_to([*self.strip.centre, 0])
        old = [vanish(self.line)] if self.line is not None else []
        self.play(*old, appear(line), run_time=0.5)
        self.line = line

    def _clear(self) -> None:
        if self.line is not None:
            self.play(vanish(self.line), run_time=0.3)
            self.line = None


def _deepest(graph: Graph) -> str:
    """Return the input with the longest path to the output; the first of several."""
    return max(graph.inputs, key=lambda name: max(map(len, graph.paths(name))))


def _followed_path(graph: Graph) -> tuple[str, ...]:
    """Return the longest path of an input that has only one, or nothing."""
    single = [paths[0] for name in graph.inputs if len(paths := graph.paths(name)) == 1]
    return max(reversed(single), key=len, default=())


def _equation(name: str, expression: Expression) -> Term:
    left = terms.name(name)
    return Term(
        f"{left.text} = {plain(expression)}",
        f"{left.typst} = {typst(expression)}",
        f"{left.speech} equals {spoken(expression)}",
    )


def _as_term(expression: Expression) -> Term:
    return Term(plain(expression), typst(expression), spoken(expression))


def _number(value: Shown) -> Expression:
    """Return a shown number as an expression, with the digits that are shown."""
    digits = Number(abs(value.quantity.value), value.text.lstrip("−"))
    return Negate(digits) if value.text.startswith("−") else digits


def _bracketed(value: Shown) -> Term:
    """Return a number as a factor or summand: in parentheses when it is negative."""
    typeset = f"({value.typst})" if value.text.startswith("−") else value.typst
    return Term(value.text, typeset, value.speech)


def _listed(parts: list[str]) -> str:
    """Join parts of a sentence: one, two and three."""
    return reduce(lambda a, b: f"{a}, {b}", parts[:-1]) + f" and {parts[-1]}" if parts[1:] else parts[0]


def _letter(index: int) -> str:
    """Name fields by letters: a digit has no place in a template."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(index))
