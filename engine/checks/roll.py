"""How long a way along a curve is, as it looks in the frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from engine.checks.axes import Scale
from engine.checks.view import Points

_PIECES = 512
_CLIFF, _STEEP = 0.05, 4.0  # Manim units that a ball may fall in one of them, and how steeply
_CUTS = 40  # halvings from one of them to a place as good as exact
_LASTS = 0.3  # share of its height that a cliff keeps there, and a steep slope does not

Height = Callable[[float], float]


def way(height: Height, scale: Scale, start: float, end: float) -> tuple[float, float]:
    """Return the length of a curve between two inputs, and how far that may be off.

    It is negative where the way leads to the left. Down a cliff a ball falls, and doesn't roll.
    """
    xs = np.linspace(start, end, _PIECES + 1).tolist()
    points = [scale.frame(x, height(x)) for x in xs]
    length = error = 0.0
    for (a, b, c), (x, y, z) in zip(_pairs(points), _pairs(xs), strict=True):
        cliffs = _is_cliff(height, scale, x, y, b - a), _is_cliff(height, scale, y, z, c - b)
        ways = [
            abs(float(step[0])) if cliff else float(np.hypot(*step))
            for step, cliff in zip((b - a, c - b), cliffs, strict=True)
        ]
        length += sum(ways)
        if not any(cliffs):  # one chord for both is shorter by four times the error
            error += sum(ways) - float(np.hypot(*(c - a)))
    return float(np.sign(end - start)) * length, error


def _pairs(things: list[Any]) -> Iterator[tuple[Any, Any, Any]]:
    """Give the ends of every two pieces, and what is between them."""
    return zip(things[:-2:2], things[1:-1:2], things[2::2], strict=True)


def _is_cliff(height: Height, scale: Scale, left: float, right: float, step: Points) -> bool:
    """Whether the curve jumps between two inputs, rather than being steep."""
    run, rise = np.abs(step)
    if rise < max(_CLIFF, _STEEP * run):
        return False
    low, high = height(left), height(right)
    first = abs(high - low)
    for _ in range(_CUTS):
        middle = (left + right) / 2
        at = height(middle)
        if abs(at - low) > abs(high - at):
            right, high = middle, at
        else:
            left, low = middle, at
    return abs(high - low) > _LASTS * first
