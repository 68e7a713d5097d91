"""How long a way along a curve is, as it looks in the frame."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from engine.checks.axes import Scale

_PIECES = 512  # so many that even a corner, which one of them cuts, is of no account


def way(height: Callable[[float], float], scale: Scale, start: float, end: float) -> float:
    """Return the length of a curve between two inputs, negative where it leads to the left."""
    return float(np.sign(end - start) * _chords(height, scale, start, end, _PIECES))


def _chords(
    height: Callable[[float], float], scale: Scale, start: float, end: float, count: int
) -> float:
    points = [scale.frame(x, height(x)) for x in np.linspace(start, end, count + 1).tolist()]
    return sum(float(np.hypot(*(b - a))) for a, b in pairwise(points))
