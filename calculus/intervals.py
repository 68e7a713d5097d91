"""Intervals of long floats, rounded outward at every operation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mpmath import MPContext
from mpmath.ctx_iv import MPIntervalContext

from calculus.digits import MAX_DIGITS

DIGITS = 200
"""Digits of the bounds, before any cancel."""

intervals = MPIntervalContext()
intervals.dps = DIGITS
_floats = MPContext()
_floats.dps = DIGITS + 10
_OUTWARD = intervals.mpf([-1, 1]) / intervals.mpf(10) ** DIGITS


class UnclearError(Exception):
    """The intervals do not tell whether there is a value, or what it is."""


def monotone(function: Callable[[Any, Any], Any]) -> Callable[[Any], Any]:
    """A function that only rises or only falls, of intervals: from its values at their ends.

    Args:
        function: of mpmath's context and a float in it.
    """

    def enclosed(argument: Any) -> Any:
        ends = (function(_floats, _floats.make_mpf(end)) for end in argument._mpi_)
        low, high = sorted(ends)
        around = intervals.make_mpf((low._mpf_, high._mpf_))
        return around + around * _OUTWARD

    return enclosed


def exponential(argument: Any) -> Any:
    """The exponential of an argument that makes no number of too many digits."""
    if not within(argument, MAX_DIGITS):
        raise UnclearError
    return intervals.exp(argument)


def logarithm(argument: Any, base: int = 0) -> Any:
    """The natural logarithm, or that to a whole base."""
    known = intervals.log(positive(argument))
    return known / intervals.log(base) if base else known


def root(argument: Any) -> Any:
    """The square root."""
    return intervals.sqrt(positive(argument))


def tangent(argument: Any) -> Any:
    """The tangent."""
    return intervals.sin(argument) / clear(intervals.cos(argument))


def hyperbolic_cosine(argument: Any) -> Any:
    """The hyperbolic cosine, which falls and rises."""
    return (exponential(argument) + exponential(-argument)) / 2


def arcsine(argument: Any) -> Any:
    """The arc sine of what lies between -1 and 1."""
    beside = intervals.sqrt(positive((1 - argument) * (1 + argument)))
    return arctangent(argument / beside)


def arccosine(argument: Any) -> Any:
    """The arc cosine of what lies between -1 and 1."""
    return 2 * arctangent(intervals.sqrt(positive((1 - argument) / positive(1 + argument))))


arctangent = monotone(lambda context, x: context.atan(x))


def largest(*arguments: Any) -> Any:
    """The maximum."""
    return intervals.mpf([max(one.a for one in arguments), max(one.b for one in arguments)])


def smallest(*arguments: Any) -> Any:
    """The minimum."""
    return -largest(*(-one for one in arguments))


def absolute(argument: Any) -> Any:
    """The absolute value."""
    return argument if sign(argument) > 0 else -argument


def sign(argument: Any) -> Any:
    """The sign of what lies on one side of 0."""
    return intervals.mpf(1 if clear(argument).a > 0 else -1)


def whole(argument: Any) -> Any:
    """The whole number below an interval that holds none itself."""
    low, high = (_floats.floor(_floats.make_mpf(end)) for end in argument._mpi_)
    if low != high or low == _floats.make_mpf(argument._mpi_[0]):
        raise UnclearError
    return intervals.mpf(int(low))


def clear(value: Any) -> Any:
    """An interval on one side of 0."""
    if not (value.a > 0 or value.b < 0):
        raise UnclearError
    return value


def positive(value: Any) -> Any:
    """An interval above 0."""
    if not value.a > 0:
        raise UnclearError
    return value


def within(value: Any, size: int) -> bool:
    """Whether an interval lies between a number and its negative."""
    return bool(value.a > -size and value.b < size)
