"""Rational bounds around the value of an expression: much sooner than exact arithmetic.

Intervals of long floats, rounded outward at every operation. Where they do not tell whether
there is a value at all, there is no enclosure, and exact arithmetic has to decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import sympy as sp
from mpmath.ctx_iv import MPIntervalContext
from mpmath.libmp import to_rational

from calculus.evaluate import MAX_ARGUMENT, MAX_DIGITS, count_digits, digits_of
from calculus.expression import Binary, Call, Constant, Expression, Name, Negate, Number, children

DIGITS = 200
"""Digits of the bounds, before any cancel."""

_LONGEST_POWER = 60
"""Whole exponent up to which multiplying loses next to nothing."""

_intervals = MPIntervalContext()
_intervals.dps = DIGITS
_OUTWARD = sp.Rational(1, 10 ** (DIGITS - 2))


class _UnclearError(Exception):
    """The intervals do not tell whether there is a value, or what it is."""


def enclosure(
    expression: Expression, values: Mapping[str, sp.Expr]
) -> tuple[sp.Rational, sp.Rational] | None:
    """Bounds below and above the value of an expression at a point.

    None where there may be no value, and where `evaluate` may find too many digits.

    >>> from calculus.expression import integer
    >>> low, high = enclosure(Call("sqrt", Name("a")), {"a": sp.Integer(2)})
    >>> low**2 < 2 < high**2, high - low < sp.Rational(1, 10**150)
    (True, True)
    """
    longest = max(count_digits(value) if value.is_Rational else 1 for value in values.values())
    if _digits(expression, longest) > MAX_DIGITS:
        return None
    try:
        value = _value(expression, _known(tuple(values.items())))
    except (_UnclearError, ArithmeticError, ValueError):
        return None
    below, above = (sp.Rational(*to_rational(end)) for end in value._mpi_)
    return below, above


@lru_cache(maxsize=8)
def _known(values: tuple[tuple[str, sp.Expr], ...]) -> dict[Expression, Any]:
    """What is known at a point: at first the variables, later the parts of all formulas.

    A function, its derivative and the update of a descent are worked out at the same points
    and have parts in common.
    """
    return {Name(name): _interval(value) for name, value in values}


@lru_cache(maxsize=256)
def _interval(value: sp.Expr) -> Any:
    if value.is_Rational:
        return _intervals.mpf(int(value.p)) / int(value.q)
    near = digits_of(value, DIGITS)
    return _interval(near * (1 - _OUTWARD)) + _interval(near * _OUTWARD) * _intervals.mpf([0, 2])


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
            return _interval(value)
        case Constant(name):
            return _intervals.pi if name == "pi" else _intervals.e
        case Negate(operand):
            return -_value(operand, known)
        case Binary(operator, left, right):
            return _binary(operator, _value(left, known), _value(right, known), right)
        case Call(function, argument):
            return _call(function, _value(argument, known))
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
            return left / _clear(right)
    if isinstance(written, Number) and written.value.is_Integer:
        if written.value > _LONGEST_POWER:
            raise _UnclearError
        return left ** int(written.value)
    # A power of the size that `evaluate` refuses is left to it.
    return _exp(right * _intervals.log(_positive(left)))


def _call(function: str, argument: Any) -> Any:
    if function not in ("ln", "sqrt", "abs", "sign") and not _lies_within(argument, MAX_ARGUMENT):
        raise _UnclearError
    match function:
        case "ln":
            return _intervals.log(_positive(argument))
        case "sqrt":
            return _intervals.sqrt(_positive(argument))
        case "exp":
            return _exp(argument)
        case "sin":
            return _intervals.sin(argument)
        case "cos":
            return _intervals.cos(argument)
        case "tan":
            return _intervals.sin(argument) / _clear(_intervals.cos(argument))
        case "tanh":
            power = _exp(-2 * argument)
            return (1 - power) / (1 + power)
        case "sigma":
            return 1 / (1 + _exp(-argument))
        case "abs":
            return argument if _clear(argument).a > 0 else -argument
        case _:
            return _intervals.mpf(1 if _clear(argument).a > 0 else -1)


def _exp(argument: Any) -> Any:
    """The exponential of an argument that makes no number of too many digits."""
    if not _lies_within(argument, MAX_DIGITS):
        raise _UnclearError
    return _intervals.exp(argument)


def _clear(value: Any) -> Any:
    """An interval on one side of 0."""
    if not (value.a > 0 or value.b < 0):
        raise _UnclearError
    return value


def _positive(value: Any) -> Any:
    """An interval above 0."""
    if not value.a > 0:
        raise _UnclearError
    return value


def _lies_within(value: Any, size: int) -> bool:
    return bool(value.a > -size and value.b < size)
