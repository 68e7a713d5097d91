"""How long a way along a curve is, as it looks in the frame."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from engine.checks.axes import Scale

_FEWEST, _MOST = 32, 4096  # pieces
_NEAR = 0.0003  # of the length; corners need many pieces, smooth curves few


def way(height: Callable[[float], float], scale: Scale, start: float, end: float) -> float:
    """Return the length of a curve between two inputs, negative where it leads to the left.

    Chords of ever more pieces are used to extrapolate (Richardson), until they agree.
    """
    count = _FEWEST
    few, many = (_chords(height, scale, start, end, n) for n in (count, 2 * count))
    while many - few > _NEAR * many and 2 * count < _MOST:
        count *= 2
        few, many = many, _chords(height, scale, start, end, 2 * count)
    return float(np.sign(end - start) * (4 * many - few) / 3)


def _chords(
    height: Callable[[float], float], scale: Scale, start: float, end: float, count: int
) -> float:
    points = [scale.frame(x, height(x)) for x in np.linspace(start, end, count + 1).tolist()]
    return sum(float(np.hypot(*(b - a))) for a, b in pairwise(points))
