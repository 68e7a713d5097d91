"""Axes: from where to where they go, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from explore.grid import nice
from explore.writing import Pen

_SHOWN = 0.9  # of the heights: those farthest out would make all others look level
_MARGIN = 0.12  # of the heights, above and below
_TICKS = 5  # on the way up


def heights(
    ys: Iterable[float | None], start: float | None, share: float = _SHOWN
) -> tuple[float, float]:
    """Return the ends of an axis on which most of some heights lie, and one of them."""
    there = sorted(y for y in ys if y is not None)
    out = int(len(there) * (1 - share) / 2)
    inner = [*there[out : len(there) - out], start or 0.0]
    low, high = min(inner), max(inner)
    margin = _MARGIN * (high - low) or abs(low) / 2 or 1.0
    return low - margin, high + margin


def ticks(low: float, high: float, step: sp.Rational, pen: Pen) -> list[tuple[float, str]]:
    """Return the multiples of a step between two numbers, where they are drawn and written."""
    first, last = sp.ceiling(sp.Rational(low) / step), sp.floor(sp.Rational(high) / step)
    places = [k * step for k in range(int(first), int(last) + 1)]
    return [(float(place), pen.given(place)) for place in places]


def ticks_up(low: float, high: float, pen: Pen) -> list[tuple[float, str]]:
    """Return a few ticks of an axis."""
    return ticks(low, high, nice((high - low) / _TICKS), pen)
