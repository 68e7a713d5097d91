"""The lines of a grid at any scale: at 1 and 5 times the powers of ten, each among the next finer.

A level's lines are told apart by how far they are from each other in the frame, so a grid that is
zoomed never jumps: lines come closer, grow faint, and have gone before their level is left out.
"""

from __future__ import annotations

from decimal import Decimal
from math import ceil, floor, log10

_MOST_ZEROS = 9  # of a number, with its sign and point


def step(level: int) -> Decimal:
    """Return how far the lines of a level are from each other: 1, 5, 10, 50, … from level 0."""
    return Decimal(5 if level % 2 else 1).scaleb(level // 2)


def finest(unit: float, least: float) -> int:
    """Return the first level whose lines are far enough from each other.

    Args:
        unit: Manim units in a unit of the axis.
        least: Manim units from line to line, at least.
    """
    level = 2 * floor(log10(least / unit)) - 1
    while float(step(level)) * unit < least:
        level += 1
    return level


def multiples(level: int, low: float, high: float, alone: bool = False) -> tuple[Decimal, ...]:
    """Return where the lines of a level are between two values; those of its own if alone."""
    size = step(level)
    first, last = ceil(low / float(size) - 1e-9), floor(high / float(size) + 1e-9)
    coarser = 2 if level % 2 else 5  # each so manieth line is one of the next level
    return tuple(k * size for k in range(first, last + 1) if not (alone and k % coarser == 0))


def plain(value: Decimal) -> str:
    """Return a value with as few digits as it has; one with many zeros as 10 to a power.

    Example:
        >>> plain(Decimal("4.10")), plain(Decimal("1E+2")), plain(Decimal("5E-300"))
        ('4.1', '100', '5 × 10^-300')
    """
    least = value.normalize()
    text = f"{least:f}"
    if len(text) - len(least.as_tuple().digits) <= _MOST_ZEROS:
        return text
    return f"{least.scaleb(-least.adjusted()).normalize():f} × 10^{least.adjusted()}"
