"""Rational bounds around the value of an expression: much sooner than exact arithmetic.

Intervals of long floats, rounded outward at every operation. Where they do not tell whether
there is a value at all, there is no enclosure, and exact arithmetic has to decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import sympy as sp
from mpmath.libmp import to_rational

from calculus.digits import MAX_DIGITS, count_digits, digits_of
from calculus.expression import Binary, Call, Constant, Expression, Name, Negate, Number, children
from calculus.functions import ROWS
from calculus.intervals import (
    DIGITS,
    UnclearError,
    clear,
    exponential,
    intervals,
    logarithm,
    within,
)

_LONGEST_POWER = 60
"""Whole exponent up to which multiplying loses next to nothing."""

_OUTWARD = sp.Rational(1, 10 ** (DIGITS - 2))


def enclosure(
    expression: Expression,
    values: Mapping[str, sp.Expr],
    errors: Mapping[str, sp.Rational] = MappingProxyType({}),
) -> tuple[sp.Rational, sp.Rational] | None:
    """Bounds below and above the value of an expression at a point.

    None where there may be no value, and where `evaluate` may find too many digits.

    Args:
        expression: what is evaluated.
        values: of its variables.
        errors: how far some of them may be off; the bounds hold for all that they can be.

    >>> from calculus.expression import call
    >>> low, high = enclosure(call("sqrt", Name("a")), {"a": sp.Integer(2)})
    >>> low**2 < 2 < high**2, high - low < sp.Rational(1, 10**150)
    (True, True)
    """
    longest = max(count_digits(value) if value.is_Rational else 1 for value in values.values())
    if _digits(expression, longest) > MAX_DIGITS:
        return None
    try:
        value = _value(expression, _known(tuple(values.items()), tuple(errors.items())))
    except (UnclearError, ArithmeticError, ValueError):
        return None
    below, above = (sp.Rational(*to_rational(end)) for end in value._mpi_)
    return below, above


@lru_cache(maxsize=8)
def _known(
    values: tuple[tuple[str, sp.Expr], ...], errors: tuple[tuple[str, sp.Rational], ...]
) -> dict[Expression, Any]:
    """What is known at a point: at first the variables, later the parts of all formulas.

    A function, its derivative and the update of a descent are worked out at the same points
    and have parts in common.
    """
    around = {name: interval(error) * intervals.mpf([-1, 1]) for name, error in errors}
    return {Name(name): interval(value) + around.get(name, 0) for name, value in values}


@lru_cache(maxsize=256)
def interval(value: sp.Expr) -> Any:
    """The interval around an exact number."""
    if value.is_Rational:
        return intervals.mpf(int(value.p)) / int(value.q)
    near = digits_of(value, DIGITS)
    return interval(near * (1 - _OUTWARD)) + interval(near * _OUTWARD) * intervals.mpf([0, 2])


@lru_cache(maxsize=256)
def _digits(expression: Expression, longest: int) -> int:
    """At least the digits of the exact value, if it is rational."""
    match expression:
        case Name():
            return longest
        case Number(value):
            return count_digits(value)
        case Binary("**", base, Number(value)):
            return int(_digits(base, longest) * max(abs(value), 1)) + 1
        case _:
            return 1 + sum(_digits(child, longest) for child in children(expression))


def _value(expression: Expression, known: dict[Expression, Any]) -> Any:
    if expression not in known:
        known[expression] = _worked_out(expression, known)
    return known[expression]


def _worked_out(expression: Expression, known: dict[Expression, Any]) -> Any:
    match expression:
        case Number(value):
            return interval(value)
        case Constant(name):
            return intervals.pi if name == "pi" else intervals.e
        case Negate(operand):
            return -_value(operand, known)
        case Binary(operator, left, right):
            return _binary(operator, _value(left, known), _value(right, known), right)
        case Call(function, arguments):
            return _call(function, [_value(argument, known) for argument in arguments])
    raise KeyError(expression)


def _binary(operator: str, left: Any, right: Any, written: Expression) -> Any:
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / clear(right)
    if isinstance(written, Number) and written.value.is_Integer:
        if written.value > _LONGEST_POWER:
            raise UnclearError
        return left ** int(written.value)
    # A power of the size that `evaluate` refuses is left to it.
    return exponential(right * logarithm(left))


def _call(function: str, arguments: Sequence[Any]) -> Any:
    row = ROWS[function]
    if row.largest is not None and not within(arguments[0], row.largest):
        raise UnclearError
    return row.encloses(*arguments)
