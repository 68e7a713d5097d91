"""What a function does when its input is nudged: the table behind every slope."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sympy as sp

from calculus.errors import DerivativeError, DomainError, LessonError
from calculus.evaluate import sign_of
from calculus.expression import Binary, Expression, Name, degree, rebuilt, substitute
from calculus.function import Function
from calculus.grammar import NumberLike, parse_number
from calculus.line import Line, difference_quotient, nudge_name, rise, tangent
from calculus.quantity import Quantity, evaluated
from calculus.symbolic import expression_of, source_of, symbol, symbolic

MULTIPLIED_OUT = 12
"""Highest degree of polynomials that are multiplied out for a short difference quotient."""

_SHARES = [sp.Rational(sign, size) for size in (2, 10, 100, 1000) for sign in (1, -1)]
"""Of a nudge that leads to where there is no value: other nudges, the likest first."""


@dataclass(frozen=True, slots=True)
class NudgeRow:
    """One nudge h of the input a, and what comes of it.

    Attributes:
        at: a.
        nudge: h.
        value: f(a).
        nudged_at: a + h.
        nudged_value: f(a + h).
        rise: f(a + h) - f(a).
        quotient: the rise over h.
        excess: the quotient minus the slope.
    """

    at: Quantity
    nudge: Quantity
    value: Quantity
    nudged_at: Quantity
    nudged_value: Quantity
    rise: Quantity
    quotient: Quantity
    excess: Quantity


@dataclass(frozen=True, slots=True)
class NudgeTable:
    """Nudges of one input, and the slope that their quotients approach.

    Attributes:
        function: f.
        at: the input a.
        rows: one for each nudge, in the order given.
        slope: the derivative at a.
        tangent: the line that touches the curve there.
        quotient_formula: the difference quotient at a, a formula in h.
        quotient_is_constant: whether it is the same for every h, proven by algebra.
        excess_is_nudge: whether it is the slope plus h for every h, proven by algebra.
    """

    function: Function
    at: Quantity
    rows: tuple[NudgeRow, ...]
    slope: Quantity
    tangent: Line
    quotient_formula: sp.Expr
    quotient_is_constant: bool
    excess_is_nudge: bool


def nudge_table(function: Function, at: NumberLike, nudges: Iterable[NumberLike]) -> NudgeTable:
    """Nudge the input of a function by each of the nudges.

    Raises:
        LessonError: for a nudge of 0.
        DomainError: where the function has no value at a, or at a nudged input.
        DerivativeError: where it has no slope at a, or one that its formula does not give.

    >>> table = nudge_table(Function.parse("f(a) = a**2"), 2, ["0.001"])
    >>> table.rows[0].quotient.value, table.slope.value, table.quotient_formula
    (4001/1000, 4, h + 4)
    """
    point = parse_number(at, thing=f"value of {function.variable}")
    function(point)
    line = tangent(function, point)
    if line.slope.expression != function.derivative.body_source:
        raise DerivativeError(
            f"slope of {function.source}",
            f"comes from {function.derivative.body_source}, which has no value there",
            f"{function.variable} = {source_of(point)}",
            "another point",
        )
    formula = _quotient_formula(function, point)
    proven = _is_small(function.expression, function.variable)
    excess = sp.expand(formula - line.slope.value) if proven else None
    return NudgeTable(
        function=function,
        at=line.touch[0],
        rows=tuple(_row(function, point, nudge, line.slope) for nudge in nudges),
        slope=line.slope,
        tangent=line,
        quotient_formula=formula,
        quotient_is_constant=excess == 0,
        excess_is_nudge=excess == symbol(nudge_name(function)),
    )


def _row(function: Function, point: sp.Expr, nudge: NumberLike, slope: Quantity) -> NudgeRow:
    step = parse_number(nudge, thing="nudge")
    if sign_of(step) == 0:
        raise LessonError("nudge", "is not 0", str(nudge), "0.001")
    values = {function.variable: point, nudge_name(function): step}

    def worked_out(expression: Expression) -> Quantity:
        return evaluated(expression, values)

    change, quotient = rise(function), difference_quotient(function)
    try:
        nudged_value = worked_out(change.left)
    except DomainError as error:
        raise error.but(remedy=_other_nudge(function, point, step)) from None
    variable, step_name = Name(function.variable), Name(nudge_name(function))
    return NudgeRow(
        at=worked_out(variable),
        nudge=worked_out(step_name),
        value=worked_out(function.expression),
        nudged_at=worked_out(Binary("+", variable, step_name)),
        nudged_value=nudged_value,
        rise=worked_out(change),
        quotient=worked_out(quotient),
        excess=worked_out(Binary("-", quotient, slope.formula)),
    )


def _other_nudge(function: Function, point: sp.Expr, step: sp.Expr) -> str:
    """A nudge that leads from a point to where the function has a value, much like another."""
    for share in _SHARES:
        if function.is_defined_at(point + share * step):
            return f"a nudge of {source_of(share * step)}"
    return "another nudge"


def _quotient_formula(function: Function, point: sp.Expr) -> sp.Expr:
    """The difference quotient at a point, as short as easily found."""
    change = symbolic(substitute(rise(function), {function.variable: expression_of(point)}))
    step = symbol(nudge_name(function))
    if _is_small(function.expression, function.variable):
        return sp.expand(sp.expand(change) / step)
    if _is_small(_with_products(function.expression), function.variable):
        return sp.cancel(change / step)
    return change / step


def _is_small(expression: Expression, name: str) -> bool:
    """Whether it is a polynomial of a low degree."""
    power = degree(expression, name)
    return power is not None and power <= MULTIPLIED_OUT


def _with_products(expression: Expression) -> Expression:
    """The expression with products for fractions: its degree bounds those above and below."""
    if isinstance(expression, Binary) and expression.operator == "/":
        expression = Binary("*", expression.left, expression.right)
    return rebuilt(expression, _with_products)
