"""What classic mistakes lead to, exactly: a wrong sign, a factor, f instead of f′."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

import sympy as sp

from calculus.digits import sign_of
from calculus.errors import ExpressionError
from calculus.function import Function
from calculus.grammar import parse_expression
from calculus.quantity import Quantity, evaluated
from calculus.symbolic import expression_of

_PLACES = tuple(sp.Rational(n, 7) for n in (-23, -9, -2, 1, 4, 12, 27))
"""Where functions are compared."""


def wrong_numbers(
    right: Quantity, known: Iterable[tuple[str, Quantity]] = (), most: int = 3
) -> tuple[tuple[str, Quantity], ...]:
    """Numbers that are wrong, each with its mistake; no two are the same.

    Args:
        right: the right one.
        known: what mistakes of the story lead to; they come first, those of sign and factor after.
        most: how many.

    >>> from calculus.quantity import quantity
    >>> [(why, one.value) for why, one in wrong_numbers(quantity(6), [("value", quantity(9))])]
    [('value', 9), ('sign', -6), ('factor', 12)]
    >>> wrong_numbers(quantity(0), [("value", quantity(0))])
    ()
    """
    found: list[tuple[str, Quantity]] = []
    for why, one in (*known, *_usual(right)):
        if all(_differ(one, other) for other in (right, *(other for _, other in found))):
            found.append((why, one))
    return tuple(found[:most])


def wrong_derivatives(function: Function) -> tuple[tuple[str, Function], ...]:
    """Formulas that are not the derivative of a function: itself, a wrong sign, a wrong factor.

    >>> wrong = wrong_derivatives(Function.parse("f(a) = a**2"))
    >>> [(why, one.body_source) for why, one in wrong]
    [('function', 'a**2'), ('sign', '-2*a'), ('factor', 'a')]
    """
    right = function.derivative
    factor, _ = right.symbolic.as_coeff_Mul()
    less = right.symbolic / factor if factor not in (0, 1, -1) else 2 * right.symbolic
    found = [("function", replace(right, expression=function.expression))]
    with suppress(ExpressionError):  # few derivatives have no short form
        for why, one in (("sign", -right.symbolic), ("factor", less)):
            found.append((why, replace(right, expression=expression_of(one))))
    different: list[tuple[str, Function]] = []
    for why, wrong in found:
        if not any(_agree(wrong, one) for one in (right, *(one for _, one in different))):
            different.append((why, wrong))
    return tuple(different)


def _agree(one: Function, other: Function) -> bool:
    """Whether two functions are nowhere seen to differ."""
    return not any(
        sign_of(one(place) - other(place))
        for place in _PLACES
        if one.is_defined_at(place) and other.is_defined_at(place)
    )


def _usual(right: Quantity) -> Iterator[tuple[str, Quantity]]:
    for why, factor in (("sign", -1), ("factor", 2), ("factor", sp.Rational(1, 2))):
        error = None if right.error is None else abs(factor) * right.error
        expression = f"{factor}*({right.expression})"
        yield why, replace(right, value=factor * right.value, expression=expression, error=error)


def _differ(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers are certainly not the same."""
    unsure = (one.error or 0) + (other.error or 0)
    return sign_of(abs(one.value - other.value) - unsure) > 0


def uphill(at: Quantity, update: Quantity) -> Quantity:
    """Where a step against its direction leads: a descent that forgets the minus.

    >>> from calculus.quantity import quantity
    >>> uphill(quantity(3), quantity("-0.6")).value
    18/5
    """
    formula = parse_expression("w - u")
    moved = evaluated(formula, {"w": at.value, "u": update.value})
    unsure = [one.error for one in (at, update) if one.error is not None]
    return replace(moved, error=sum(unsure) if unsure else None)
