"""Straight lines that touch a curve or cut it: tangents and secants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy as sp

from calculus.errors import LessonError
from calculus.expression import NUDGES, Binary, Name, fresh_name, substitute
from calculus.function import Function
from calculus.grammar import NumberLike, parse_number
from calculus.quantity import Quantity, evaluated
from calculus.spoken import spoken_of
from calculus.symbolic import symbol
from calculus.typst import typst_of


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line that meets a curve at a point.

    Attributes:
        variable: the name of the horizontal variable.
        slope: rise over run.
        intercept: the height at 0.
        touch: the point that it shares with the curve, across and up.
    """

    variable: str
    slope: Quantity
    intercept: Quantity
    touch: tuple[Quantity, Quantity]

    @property
    def symbolic(self) -> sp.Expr:
        """The height as a formula in SymPy."""
        return self.slope.value * symbol(self.variable) + self.intercept.value

    def __call__(self, at: NumberLike) -> sp.Expr:
        """The exact height at a point."""
        return self.slope.value * parse_number(at, thing=self.variable) + self.intercept.value

    @property
    def typst(self) -> str:
        """The height for Typst: "6 w - 9"."""
        return typst_of(self.symbolic)

    @property
    def speech(self) -> str:
        """The height in words: "six w minus nine"."""
        return spoken_of(self.symbolic)


def tangent(function: Function, at: NumberLike) -> Line:
    """The line that touches the curve at a point.

    Raises:
        DerivativeError: where there is none.

    >>> tangent(Function.parse("J(w) = w**2"), 3).typst
    '6 w - 9'
    """
    point = parse_number(at, thing=f"value of {function.variable}")
    slope = function.derivative_at(point)
    return _through(function, slope, {function.variable: point})


def secant(function: Function, at: NumberLike, nudge: NumberLike) -> Line:
    """The line through the points of a curve above `at` and above `at + nudge`.

    Raises:
        LessonError: for a nudge of 0.
        DomainError: where the function has no value at one of the two.

    >>> secant(Function.parse("J(w) = w**2"), 3, 1).typst
    '7 w - 12'
    """
    point = parse_number(at, thing=f"value of {function.variable}")
    step = parse_number(nudge, thing="nudge")
    if step == 0:
        raise LessonError("nudge", "is not 0", str(nudge), "0.001")
    name = nudge_name(function)
    values = {function.variable: point, name: step}
    return _through(function, evaluated(difference_quotient(function), values), values)


def nudge_name(function: Function) -> str:
    """What the nudge is called in formulas: h, or epsilon where the variable is called h."""
    return fresh_name(NUDGES, {function.variable})


def rise(function: Function) -> Binary:
    """The formula of the change: f(a + h) - f(a).

    >>> from calculus.expression import source
    >>> source(rise(Function.parse("f(a) = a**2")))
    '(a + h)**2 - a**2'
    """
    nudged = Binary("+", Name(function.variable), Name(nudge_name(function)))
    after = substitute(function.expression, {function.variable: nudged})
    return Binary("-", after, function.expression)


def difference_quotient(function: Function) -> Binary:
    """The formula of rise over run: (f(a + h) - f(a))/h."""
    return Binary("/", rise(function), Name(nudge_name(function)))


def _through(function: Function, slope: Quantity, values: Mapping[str, sp.Expr]) -> Line:
    """The line of a slope through the point of the curve."""
    variable = Name(function.variable)
    drop = Binary("*", slope.formula, variable)
    return Line(
        variable=function.variable,
        slope=slope,
        intercept=evaluated(Binary("-", function.expression, drop), values),
        touch=(evaluated(variable, values), evaluated(function.expression, values)),
    )
