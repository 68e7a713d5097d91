"""Numbers by what they are computed from, in words: "slope of J(w) = w**2 at 3"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import sympy as sp

from calculus.errors import LessonError
from calculus.expression import source, variables
from calculus.function import Function
from calculus.grammar import parse_expression
from calculus.graph import Graph
from calculus.line import difference_quotient, nudge_name, rise
from calculus.names import hint
from calculus.quantity import Quantity, evaluated, quantity
from calculus.walk import Walk

NEEDS = {
    "value": ("at",), "slope": ("at",), "rise": ("at", "by"), "ratio": ("at", "by"),
    "step": ("at", "by"), "gradient": ("at", "by"), "edges": (), "walks": (),
    "nudges": (), "round": (),
}  # fmt: skip
"""What is computed, and what it needs: where, and by how much, or with respect to what.

A step is where gradient descent leads from a place, by a learning rate. Of a graph, edges are all,
walks those on all paths, nudges those of a forward pass for each input and of one without a nudge,
and round those of one forward pass and the backward pass.
"""

_OF_GRAPHS = "gradient", "edges", "walks", "nudges", "round"
_EXAMPLES = {"at": " at 3", "by": " by 0.001"}
_FORM = re.compile(r"\s*(\w+)\s+of\s+(.+?)(?:\s+at\s+(.+?))?(?:\s+by\s+(.+?))?\s*", re.DOTALL)
_GRAPH = "gradient of J = 3*(a + b*c) at a=5, b=3, c=2 by c"


@dataclass(frozen=True)
class Computation:
    """How a number is found; formulas are written as Python has them.

    Attributes:
        what: a key of `NEEDS`, or nothing for an expression.
        of: a function such as "J(w) = w**2", a graph such as "J = 3*(a + b*c)", or the expression.
        at: a number; for a gradient, one for each input: "a=5, b=3".
        by: the nudge, or the learning rate; for a gradient, a name.
    """

    what: str
    of: str
    at: str = ""
    by: str = ""

    @classmethod
    def parse(cls, text: str) -> Computation:
        """Read what is to be computed.

        Raises:
            LessonError: for words that mean nothing, or where something is missing.

        >>> Computation.parse("ratio of J(w) = w**2 at 3 by 0.001")
        Computation(what='ratio', of='J(w) = w**2', at='3', by='0.001')
        >>> Computation.parse("3.001**2 - 9").what
        ''
        """
        found = _FORM.fullmatch(text)
        if found is None:
            return cls("", _read(text))
        what, of, *where = found.groups(default="")
        if what not in NEEDS:
            rule = f"is {', '.join(NEEDS)} of something, or an expression{hint(what, NEEDS)}"
            raise LessonError("computation", rule, text, _example("slope"))
        for part, given in zip(("at", "by"), where, strict=True):
            if bool(given) is not (part in NEEDS[what]):
                rule = f"says {part} what, for {what}" if not given else f"has no {part} for {what}"
                raise LessonError("computation", rule, text, _example(what))
        at, by = where
        if what in _OF_GRAPHS:
            graph = Graph.parse(of)
            inputs = ", ".join(f"{name}={number}" for name, number in _inputs(at))
            return cls(what, f"{graph.output} = {source(graph.formula)}", inputs, by)
        return cls(what, Function.parse(of).source, *(one and _read(one) for one in where))

    @property
    def source(self) -> str:
        """The text that `parse` reads."""
        at, by = (f" {name} {text}" if text else "" for name, text in self._where)
        return f"{self.what} of {self.of}{at}{by}" if self.what else self.of

    @property
    def _where(self) -> tuple[tuple[str, str], ...]:
        return ("at", self.at), ("by", self.by)

    def uses(self, names: Mapping[str, Quantity]) -> tuple[str, ...]:
        """Which of some names it is computed with."""
        texts = [self.at, self.by] if self.what else [self.of]
        if self.what == "gradient":
            texts = [text for _, text in _inputs(self.at)]
        found = [name for text in texts for name in re.findall(r"[A-Za-z_]\w*", text)]
        return tuple(dict.fromkeys(name for name in found if name in names))

    def found(self, names: Mapping[str, Quantity]) -> Quantity:
        """Compute the number, exactly.

        Args:
            names: numbers that it may use by their names.

        Raises:
            LessonError: for what cannot be read, or has no value.

        >>> Computation.parse("slope of J(w) = w**2 at a").found({"a": quantity(3)}).value
        6
        >>> Computation.parse("walks of J = 3*(a + b*c)").found({}).value
        8
        """
        match self.what:
            case "":
                is_given = re.fullmatch(r"-?[\d.]+", self.of)
                return quantity(self.of) if is_given else _exact(self.of, names)
            case "edges" | "walks" | "nudges" | "round":
                graph = Graph.parse(self.of)
                visits = graph.visits().values()
                passes = {"nudges": len(graph.inputs) + 1, "round": 2}.get(self.what, 1)
                return quantity(sum(visits) if self.what == "walks" else passes * len(visits))
            case "gradient":
                graph = Graph.parse(self.of)
                inputs = {name: _exact(text, names).value for name, text in _inputs(self.at)}
                gradients = graph.backward(graph.forward(inputs)).gradients
                if self.by not in gradients:
                    rule = f"is by a name of the graph{hint(self.by, gradients)}"
                    raise LessonError("gradient", rule, self.by, " or ".join(gradients))
                return gradients[self.by]
        function, at = Function.parse(self.of), _exact(self.at, names).value
        if self.what == "value":
            return function.at(at)
        if self.what == "slope":
            return function.derivative_at(at)
        nudge: sp.Expr = _exact(self.by, names).value
        if self.what == "step":
            walk = Walk(function, nudge)
            return walk.landing(walk.start(at))
        formula = rise(function) if self.what == "rise" else difference_quotient(function)
        return evaluated(formula, {function.variable: at, nudge_name(function): nudge})


def _exact(text: str, names: Mapping[str, Quantity]) -> Quantity:
    """The value of an expression with names in it."""
    expression = parse_expression(text, names=tuple(names))
    for name in variables(expression):
        if name not in names:
            rule = f"uses numbers that are known by then{hint(name, names)}"
            raise LessonError("expression", rule, name, ", ".join(names) or "a number")
    return evaluated(expression, {name: known.value for name, known in names.items()})


def _read(text: str) -> str:
    """An expression as Python has it."""
    return source(parse_expression(text))


def _inputs(text: str) -> Iterator[tuple[str, str]]:
    """The inputs of a graph with their numbers, as text."""
    for part in text.split(",") if text else ():
        name, equals, number = part.partition("=")
        if not equals:
            raise LessonError("gradient", "has a number for each input", part.strip(), _GRAPH)
        yield name.strip(), _read(number)


def _example(what: str) -> str:
    if what in _OF_GRAPHS:
        return _GRAPH if what == "gradient" else f"{what} of J = 3*(a + b*c)"
    return f"{what} of J(w) = w**2{''.join(_EXAMPLES[part] for part in NEEDS[what])}"
