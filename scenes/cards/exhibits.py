"""What a card is shown by: a tangent, a nudge, slopes, formulas, edges, or steps of descent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Self

import numpy as np
import sympy as sp

from calculus.computation import Computation
from calculus.digits import sign_of
from calculus.errors import LessonError
from calculus.expression import source
from calculus.function import Function
from calculus.grammar import parse_expression
from calculus.graph import Graph
from calculus.names import hint
from calculus.nudge import NudgeTable, nudge_table
from calculus.quantity import Quantity, quantity, size
from calculus.readable import Digits
from calculus.symbolic import source_of
from scenes.picture.meaning import Formula
from scenes.settings.drawable import require_drawable
from scenes.settings.kinds import FORMULAS
from scenes.settings.separators import cut
from scenes.telling.claims import Claim, Derivative, Limit, Product, Sentence, Sign
from scenes.telling.computed import Computed
from scenes.words import terms
from scenes.words.wording import Clause, Enumeration, Term, Wordable

KINDS = {
    "tangent": "tangent of J(w) = w**2 at 3", "bars": "bars of J(w) = w**2 at 3 by 0.001",
    "ratio": "ratio of J(w) = w**2 at 3 by 0.001", "limit": "limit of J(w) = w**2 at 3 by 0.001",
    "slopes": "slopes of 3*a, a**2 at 2, 5", "formulas": "formulas of a**2, a**3",
    "graph": "graph of J = 3*(a + b*c)", "passes": "passes of J = 3*(a + b*c)",
    "path": "path of J = 3*(a + b*c) at a=5, b=3, c=2 by c",
    "steps": "steps of J(w) = w**2 at 3 by 0.1", "step": "step of J(w) = w**2 at 3 by 0.1",
}  # fmt: skip
"""What a card can be shown by, each with an example."""

_FORM = re.compile(r"\s*(\w+)\s+of\s+(.+?)(?:\s+at\s+(.+?))?(?:\s+by\s+(.+?))?\s*")
_BEADS = 60  # that can be drawn
_MOST = 4  # functions, or slopes that multiply
_FEWEST = 2  # of these
_WALKED = {"graph": ("edges", "walks"), "passes": ("round", "nudges")}
"""How edges are walked: with a backward pass, and otherwise."""
_STEPS = {"steps": 3, "step": 1}  # of descent, so many
_FOUND = {"tangent": ("slope",), "bars": ("rise",), "ratio": ("rise", "ratio")}
_FOUND["limit"] = _FOUND["ratio"]  # and then those of a tenth of the nudge, and of none
_FINEST = 200  # such a share of all that is seen is the least step that can be
_NUDGE = "0.001"  # by which a tangent's function is nudged, to see what a picture has to show


@dataclass(frozen=True, eq=False)
class Exhibit:
    """Facts that a card is shown by.

    Attributes:
        kind: A key of `KINDS`.
        source: As it was written.
        functions: What it is about, if it isn't a graph.
        points: Where it is looked at; of steps the start, and the learning rate.
        numbers: What was found: for each function, of the graph, or where steps lead, in order.
        tables: Nudges of the function of a tangent or of bars.
        graph: The graph, as text.
        inputs: Its numbers, by name, where slopes on a path multiply.
        path: The nodes on that, the output last.
    """

    kind: str
    source: str
    functions: tuple[Function, ...] = ()
    points: tuple[sp.Expr, ...] = ()
    numbers: tuple[tuple[Quantity, Claim], ...] = ()
    tables: tuple[NudgeTable, ...] = ()
    graph: str = ""
    inputs: Mapping[str, Quantity] = field(default_factory=dict)
    path: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str, names: Mapping[str, Quantity] | None = None) -> Self:
        """Compute what is to be shown.

        Args:
            text: The words for it.
            names: Numbers that these may name.

        Raises:
            LessonError: Nothing is shown by that, or it cannot be computed.
            RefusedError: Its formulas cannot be shown together.
        """
        found = _FORM.fullmatch(text)
        kind = found[1] if found else text.strip()
        if found is None or kind not in KINDS:
            rule = f"is shown by {', '.join(KINDS)} of something{hint(kind, KINDS)}"
            raise LessonError("picture", rule, text, KINDS["tangent"])
        body, at, by = found[2], found[3] or "", found[4] or ""

        def number(text: str) -> Quantity:
            return Computation("", text).found(names or {})

        needs = KINDS[kind]
        if (" at " in needs) is not bool(at) or (" by " in needs) is not bool(by):
            raise LessonError("picture", f"says where, as {kind} do", text, needs)
        if kind == "path":
            inputs = {
                name.strip(): number(value)
                for name, _, value in (part.partition("=") for part in cut(at, ","))
            }
            return cls._of_path(text, Graph.parse(body), inputs, by)
        if kind in _WALKED:
            graph = Computation.parse(f"edges of {body}").of
            numbers = tuple(_number(what, graph) for what in _WALKED[kind])
            if numbers[1][0].value > _BEADS:
                rule = f"has at most {_BEADS} edges on all ways together"
                raise LessonError("picture", rule, text, needs)
            return cls(kind, text, numbers=numbers, graph=graph)
        if kind in _FOUND:
            function, nudge = Function.parse(body), number(by or _NUDGE)
            nudges = [nudge.value, nudge.value / 10] if kind == "limit" else [nudge.value]
            table = nudge_table(function, number(at).value, nudges)
            require_drawable([table])
            found_out = tuple(
                _number(what, function.source, table.at, nudge if by else None)
                for what in _FOUND[kind]
            )
            if kind == "limit":
                smaller = _number("ratio", function.source, table.at, table.rows[1].nudge)
                slope, claim = _number("slope", function.source, table.at)
                found_out += smaller, (slope, claim)
            return cls(kind, text, (function,), (table.at.value,), found_out, (table,))
        if kind in _STEPS:
            function, start, rate = Function.parse(body), number(at), number(by)
            steps = tuple(_steps(function, start, rate, text, _STEPS[kind]))
            return cls(kind, text, (function,), (start.value, rate.value), steps)
        formulas = FORMULAS.parse(body)
        functions = Function.named("f", formulas)
        if len(functions) > _MOST:
            raise LessonError("picture", f"has at most {_MOST} functions", text, needs)
        points = tuple(number(part).value for part in cut(at, ",")) if at else ()
        if at and len(points) != 2:
            raise LessonError("picture", "looks at two places", text, needs)
        slopes = tuple(
            _number("slope", function.source, quantity(point))
            for function in functions
            for point in points
        )
        for function in functions:
            _ = function.derivative
        return cls(kind, text, functions, points, slopes)

    @classmethod
    def _of_path(cls, text: str, graph: Graph, inputs: Mapping[str, Quantity], by: str) -> Self:
        """Compute slopes along the only path of a node, from the output back."""
        paths = graph.paths(by)
        if len(paths) != 1 or not _FEWEST <= len(paths[0]) - 1 <= _MOST:
            rule = f"is by a name with one path to the end, of {_FEWEST} to {_MOST} edges"
            raise LessonError("picture", rule, text, KINDS["path"])
        values = graph.forward({name: one.value for name, one in inputs.items()}).values
        whole = f"{graph.output} = {source(graph.formula)}"

        def slope(of: str, name: str, names: Sequence[str]) -> tuple[Quantity, Claim]:
            at = ", ".join(f"{one}={source_of(values[one].value)}" for one in names)
            found = Computation("gradient", of, at, name).found({})
            return found, Computed(found, "gradient", of, at, name, ())

        locals_ = []
        for name, after in [*pairwise(paths[0])][::-1]:
            node = graph.node(after)
            locals_.append(slope(f"{after} = {source(node.formula)}", name, node.operands))
        numbers = *locals_, slope(whole, by, graph.inputs)
        return cls("path", text, numbers=numbers, graph=whole, inputs=inputs, path=paths[0])

    def derivatives(self, partial: bool) -> list[Term]:
        """Return what slopes along a path are called, from the output back, and their product.

        Args:
            partial: Whether it is ∂ where something has several inputs, of which one moves.
        """
        graph = Graph.parse(self.graph)
        ways = [(after, name, graph.node(after).operands) for name, after in pairwise(self.path)]
        ways = [*ways[::-1], (self.path[-1], self.path[0], graph.inputs)]
        return [
            terms.derivative(
                terms.name(after), terms.name(name),
                terms.CURLY if partial and len({*inputs}) > 1 else terms.STRAIGHT,
            )
            for after, name, inputs in ways
        ]  # fmt: skip

    def sentence(self, digits: Digits, partial: bool = False) -> Sentence:
        """Say what is shown, with what that claims.

        Args:
            digits: How numbers are written.
            partial: As for `derivatives`.
        """
        values = [digits.shown(number) for number, _ in self.numbers]
        claims = tuple(claim for _, claim in self.numbers)
        places = [digits.as_given(point) for point in self.points]
        bodies = [terms.in_line(terms.body(function)) for function in self.functions]
        fields: dict[str, Wordable]
        match self.kind:
            case "tangent":
                slope = self.numbers[0][0]
                sign = sign_of(slope.value)
                template = {
                    1: "At {a}, {f} has the slope {s}: {up} up for one step across.",
                    0: "At {a}, {f} has the slope {s}: it is level there.",
                    -1: "At {a}, {f} has the slope {s}: {up} down for one step across.",
                }[sign]
                fields = {"a": places[0], "f": bodies[0], "s": values[0]}
                up: dict[str, Wordable] = {"up": digits.shown(size(slope))} if sign else {}
                return Sentence(template, {**fields, **up}, (*claims, Sign(slope, sign)))
            case "bars" | "ratio" | "limit":
                nudge = digits.as_given(self.tables[0].rows[0].nudge)
                fields = {"a": places[0], "h": nudge, "f": bodies[0], "rise": values[0]}
                if self.kind == "bars":
                    return Sentence("At {a}, a nudge of {h} moves {f} by {rise}.", fields, claims)
                fields["q"] = values[1]
                if self.kind == "ratio":
                    template = "At {a}, a nudge of {h} moves {f} by {rise}: {q} times the nudge."
                    return Sentence(template, fields, claims)
                fields |= {"p": values[2], "k": values[3]}
                (function,), (table,), (*_, (slope, _)) = self.functions, self.tables, self.numbers
                tends = Limit(Formula.of(function), table.at, slope)
                template = (
                    "At {a}, a nudge of {h} moves {f} by {rise}: {q} times the nudge. "
                    "For a tenth of it, {p} times; in the limit, {k}."
                )
                return Sentence(template, fields, (*claims, tends))
            case "step":
                fields = {"a": places[0], "l": places[1], "f": bodies[0], "p": values[0]}
                template = "On {f}, from {a}, with the learning rate {l}, a step leads to {p}."
                return Sentence(template, fields, claims)
            case "steps":
                first, second, third = values
                fields = {"a": places[0], "l": places[1], "f": bodies[0]}
                fields |= {"p": first, "q": second, "r": third}
                template = (
                    "On {f}, from {a}, with the learning rate {l}, "
                    "the steps lead to {p}, {q} and {r}."
                )
                return Sentence(template, fields, claims)
            case "graph" | "passes":
                fields = {"J": self.equation, "e": values[0], "t": values[1]}
                template = "In {J}, edges are walked {e} times instead of {t}."
                if self.numbers[0][0].value == self.numbers[1][0].value:
                    del fields["t"]
                    template = "In {J}, edges are walked {e} times either way."
                return Sentence(template, fields, claims)
            case "path":
                *slopes, _ = self.derivatives(partial)
                parts = tuple(
                    Clause("{a} {v:equals}", {"a": slope, "v": value})
                    for slope, value in zip(slopes, values[:-1], strict=True)
                )
                ends = {"J": terms.name(self.path[-1]), "c": terms.name(self.path[0])}
                fields = {**ends, "list": Enumeration(parts)}
                fields |= {"g": values[-1]}
                whole = Product(tuple(one for one, _ in self.numbers[:-1]), self.numbers[-1][0])
                template = "From {J} back to {c}, {list}: their product is {g}."
                return Sentence(template, fields, (*claims, whole))
            case "formulas":
                pairs = [(one, terms.in_line(terms.body(one.derivative))) for one in self.functions]
                parts = tuple(
                    Clause("{f} has the derivative {d}", {"f": body, "d": d})
                    for body, (_, d) in zip(bodies, pairs, strict=True)
                )
                laws = (Derivative(Formula.of(f), Formula.of(f.derivative)) for f in self.functions)
                return Sentence("For example, {list}.", {"list": Enumeration(parts)}, tuple(laws))
        parts = tuple(
            Clause("{s} and {t} for {f}", {"s": s, "t": t, "f": body})
            for s, t, body in zip(values[::2], values[1::2], bodies, strict=True)
        )
        fields = {"p": places[0], "r": places[1], "list": Enumeration(parts)}
        return Sentence("At {p} and {r}, the slopes are {list}.", fields, claims)

    @property
    def equation(self) -> Term:
        """The graph as an equation, in one line."""
        name, _, right = self.graph.partition("=")
        return terms.in_line(terms.equation(name.strip(), parse_expression(right)))

    @property
    def written(self) -> Sequence[str]:
        """Its formulas, as they are written."""
        formulas = [terms.body(one) for one in self.functions]
        formulas += [terms.body(one.derivative) for one in self.functions]
        formulas += [self.equation] if self.graph else []
        return [text for one in formulas for text in (one.typst, one.text)]


def _steps(
    function: Function, start: Quantity, rate: Quantity, text: str, count: int
) -> Iterator[tuple[Quantity, Claim]]:
    """Give where steps of gradient descent lead, each with the claim that it does."""
    if sign_of(rate.value) <= 0:
        raise LessonError("picture", "has a learning rate over 0", text, KINDS["steps"])
    places = [start]
    for _ in range(count):
        found, claim = _number("step", function.source, places[-1], rate)
        places.append(found)
        yield found, claim
    seen = [one.number for one in places]
    moves = [abs(after - before) for before, after in pairwise(seen)]
    if not np.isfinite(function.sample(np.array(seen))).all() or (
        _FINEST * min(moves) <= max(seen) - min(seen)
    ):
        rule = "goes by steps that can be seen beside each other"
        raise LessonError("picture", rule, text, KINDS["steps"])


def _number(
    what: str, of: str, at: Quantity | None = None, by: Quantity | None = None
) -> tuple[Quantity, Claim]:
    """Return a number, with the claim that it is what its words say."""
    where, step = ("" if one is None else source_of(one.value) for one in (at, by))
    found = Computation(what, of, where, step).found({})
    return found, Computed(found, what, of, where, step, ())
