"""Formulas worked out with intervals, where digits are rounded: what a value may be at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from mpmath.ctx_iv import MPIntervalContext

from checks.evaluator import (
    ARITHMETIC,
    DIGITS,
    SPELLINGS,
    Environment,
    Tree,
    Value,
    called,
    mpf,
    named,
    real,
)

iv = MPIntervalContext()  # of our own: its precision is nobody else's business
iv.dps = DIGITS
_LAST = mpf(10) ** (10 - DIGITS)  # where the digits of a function end


def interval(tree: Tree, where: Environment) -> Any:
    """Return an interval that holds the value of a formula whose digits may be rounded.

    Raises:
        UnknownError: A variable or function has no value.
        ArithmeticError: The value is not defined.
    """
    match tree.kind:
        case "number":
            middle, radius = exactly(tree.value), exactly(tree.radius)
            return middle + iv.mpf([-1, 1]) * radius if tree.radius else middle
        case "name":
            found = named(tree.text, where, {"pi": iv.pi, "e": iv.e})
            return exactly(found)
        case "minus":
            return -interval(tree.parts[0], where)
        case "call":
            return _interval_of(tree.text, [interval(part, where) for part in tree.parts], where)
    left, right = (interval(part, where) for part in tree.parts)
    if tree.kind == "**":
        whole = tree.parts[1]
        if whole.kind == "number" and whole.value.denominator == 1 and not whole.radius:
            return left ** int(whole.value)
        return iv.exp(right * iv.log(left))
    return ARITHMETIC[tree.kind](left, right)


def exactly(number: Value) -> Any:
    """Return an interval around a number, as narrow as can be."""
    if isinstance(number, Fraction):
        return iv.mpf(number.numerator) / number.denominator
    return iv.mpf(number)


def _interval_of(name: str, arguments: Sequence[Any], where: Environment) -> Any:
    if name in where and callable(where[name]):
        return _between_ends(where[name], *arguments)
    name = SPELLINGS.get(name, name)
    if name in ("max", "min"):
        best = max if name == "max" else min
        return iv.mpf([best(one.a for one in arguments), best(one.b for one in arguments)])
    (argument,) = arguments
    if name == "abs":
        return abs(argument)
    if name == "cosh":
        return (iv.exp(argument) + iv.exp(-argument)) / 2
    if name in ("exp", "sin", "cos", "tan"):
        return getattr(iv, name)(argument)
    return _between_ends(lambda x: called(name, [x], {}), argument)


def _between_ends(function: Callable[[Any], Value], argument: Any) -> Any:
    """Return an interval around a function that only rises or only falls between near numbers."""
    ends = [real(function(mpf(end))) for end in (argument.a, argument.b)]
    return iv.mpf([min(ends), max(ends)]) * (1 + iv.mpf([-1, 1]) * _LAST)
