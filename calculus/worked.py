"""Calculations with numbers: how many digits their operands need so that they come out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import sympy as sp

from calculus.enclosure import enclosure
from calculus.errors import LessonError
from calculus.evaluate import digits_of, evaluate
from calculus.expression import Expression, Number, variables, walk
from calculus.quantity import Quantity
from calculus.shown import Shown

DIGITS = range(4, 11)
"""Significant digits of a rounded operand, at least and at most: nobody reads more of them."""

_COARSE = sp.Rational(1, 20)
"""How far a calculation may be off, whatever the digits of its result leave open.

Zeros at the end of a rounded number are left out, so that its last digit may be worth a lot.
"""

_EXACT = sp.Rational(1, 2000)
"""How far it may be off where rounded operands have an exact result: half of the 4th digit."""

_PRECISE = 30


def operands(
    expression: Expression,
    values: Mapping[str, Quantity],
    result: Shown,
    show: Callable[[Quantity, int], Shown],
) -> dict[str, Shown] | None:
    """The operands of a calculation, in as few digits as give its result as it is shown.

    Whoever computes with these digits gets a number that is rounded to the result: no logarithm
    of 0, no 1 - 1 that is not 0. No rounded operand looks like a number that is exact.

    Args:
        expression: The calculation.
        values: Its operands.
        result: What comes out.
        show: Shows an operand, rounded to so many significant digits where it is rounded.

    Returns:
        The operands by name; None where no number of `DIGITS` will do, so that only names can
        be written.

    >>> from calculus.grammar import parse_expression
    >>> from calculus.quantity import quantity
    >>> from calculus.shown import shown
    >>> difference, near = parse_expression("1 - a"), {"a": quantity("sigma(9)")}
    >>> show = lambda value, digits: shown(value, significant=digits)
    >>> operands(difference, near, shown("1 - sigma(9)"), show)["a"].text
    '0.999876605'
    >>> operands(difference, {"a": quantity("sigma(40)")}, shown("1 - sigma(40)"), show)
    """
    names = variables(expression)
    literals = {part.text for part in walk(expression) if isinstance(part, Number)}
    for digits in DIGITS:
        taken = {name: show(values[name], digits) for name in names}
        exact = literals | {number.text.lstrip("−") for number in taken.values() if number.exact}
        rounded = {number.text.lstrip("−") for number in taken.values() if not number.exact}
        if not rounded or (not rounded & exact and _gives(expression, taken, result)):
            return taken
    return None


def _gives(expression: Expression, taken: Mapping[str, Shown], result: Shown) -> bool:
    """Whether a calculation with these digits is rounded to the digits of a result."""
    values = {name: number.digits for name, number in taken.items()}
    bounds = enclosure(expression, values)
    try:
        value = bounds[0] if bounds else digits_of(evaluate(expression, values), _PRECISE)
    except LessonError:  # it is not defined, or too long
        return False
    true = digits_of(result.digits, _PRECISE)
    room = _EXACT * abs(true) if result.exact else min(result.unit / 2, _COARSE * abs(true))
    return bool(abs(value - true) <= room)
