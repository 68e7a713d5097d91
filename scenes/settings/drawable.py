"""Numbers that a picture can show: floats beyond them overflow, or drown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, log10

import sympy as sp

from calculus.errors import LessonError
from calculus.nudge import NudgeRow, NudgeTable
from calculus.quantity import Quantity
from calculus.shown import shown
from scenes.settings.kinds import number_text

LARGEST, SMALLEST = 1e100, 1e-100
"""Between these, even products of a few numbers are floats."""

_FINEST = 1e-12
"""Of a place: a window must be larger, or the numbers of a drawing cannot tell its sides apart."""


def require_drawable(tables: Iterable[NudgeTable]) -> None:
    """Make sure that a picture can show points, their nudges and the values there.

    Raises:
        LessonError: A number is too large, or a nudge too small.
    """
    for table in tables:
        require_small("points", [table.at], "smaller numbers")
        for row in table.rows:
            require_small("nudges", [row.nudge], "0.001")
            if abs(row.nudge.number) < SMALLEST:
                rule = f"are {SMALLEST:g} or more in size, so that they can be drawn"
                raise LessonError("nudges", rule, shown(row.nudge).text, "0.001")
            values = [row.value, row.nudged_value, row.quotient, table.slope]
            require_small("function", values, "a function with smaller values there")


def require_small(thing: str, numbers: Iterable[Quantity], remedy: str) -> None:
    """Make sure that numbers are not too large to be drawn.

    Args:
        thing: The parameter that they come from.
        numbers: The numbers.
        remedy: What would work.

    Raises:
        LessonError: One of them is.
    """
    for number in numbers:
        if not abs(number.number) <= LARGEST:
            rule = f"has numbers of at most {LARGEST:g} in size, so that they can be drawn"
            raise LessonError(thing, rule, shown(number).text, remedy)


def require_visible(
    thing: str, row: NudgeRow, far: float, others: Sequence[sp.Rational] = ()
) -> None:
    """Make sure that a triangle can be drawn: its sides must not drown beside the point.

    Args:
        thing: The parameter that its nudge comes from.
        row: The nudge.
        far: How far the point is from the origin, in sides of what is drawn.
        others: Nudges that are there already, none of which is a remedy.

    Raises:
        LessonError: The nudge is too small for that.
    """
    if _FINEST * far <= 1:
        return
    larger = row.nudge.value * 10 ** ceil(log10(_FINEST * far))
    while larger in others:
        larger *= 2
    is_large = "are" if thing.endswith("s") else "is"
    rule = f"{is_large} large enough to be drawn at {number_text(row.at.value)}"
    raise LessonError(thing, rule, number_text(row.nudge.value), number_text(larger))
