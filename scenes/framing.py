"""Which windows a story about a function looks through."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

import numpy as np

from calculus.function import Function
from calculus.nudge import NudgeRow, NudgeTable
from scenes.window import Window

# A triangle's base takes this share of the window's width, the steepest rise this share of
# the height, and its corner stands so that there is room for the labels outside.
_BASE, _RISE = 0.3, 0.42
_CORNER = 0.24
BESIDE = 1 - _CORNER - _BASE  # share of the width that is left beside the height
_MARGIN = 0.07  # share of an overview kept free above and below
_SAMPLES = 400


def overview(function: Function, points: Sequence[float], slopes: Sequence[float]) -> Window:
    """Return a window that shows a function around some points.

    The origin of an axis is included when it is near; poles and runaway values are cut off.

    Args:
        function: The function.
        points: Where it is looked at; not empty.
        slopes: Its slopes there.
    """
    left, right = min(points), max(points)
    if left == right:
        half = 1.1 * max(1.0, abs(left))
        left, right = left - half, right + half
    else:
        room = 0.45 * (right - left)
        left, right = left - room, right + room
    span = right - left
    if 0 < left < 0.3 * span:
        left = -0.03 * span
    if 0 > right > -0.3 * span:
        right = 0.03 * span
    values = function.sample(np.linspace(left, right, _SAMPLES))
    values = values[np.isfinite(values)]
    here = function.sample(np.array(points, float))
    scale = max(float(np.ptp(here)), max(abs(s) for s in slopes) * span / 4, 1e-9)
    bottom = max(float(values.min()), float(here.min()) - 1.5 * scale)
    top = min(float(values.max()), float(here.max()) + scale)
    if top - bottom < 1e-9:
        bottom, top = bottom - 1, top + 1
    room = _MARGIN * (top - bottom)
    if 0 < bottom < 0.25 * (top - bottom):
        bottom = 0.0
    return Window(left, bottom - room, right, top + room)


class CloseUps:
    """Windows of one shape in which the triangles of all nudges can be compared.

    Every window is the same rectangle at another scale, so triangles seen through them at
    one zoom are true to each other, also at different points.
    """

    def __init__(self, tables: Sequence[NudgeTable], whole: Window) -> None:
        steepest = max(abs(row.quotient.number) for table in tables for row in table.rows)
        self._ratio = steepest * _BASE / _RISE if steepest else whole.height / whole.width
        self._whole = whole

    def window(self, row: NudgeRow) -> Window:
        """Return the window in which the triangle of a nudge is of a good size."""
        nudge = row.nudge.number
        width = abs(nudge) / _BASE
        corner = (_CORNER if nudge > 0 else 1 - _CORNER, 0.3 if row.rise.number >= 0 else 0.74)
        return Window.around(row.at.number, row.value.number, width, width * self._ratio, at=corner)

    def steps(self, nudge: float) -> int:
        """Return how many zooms by ten lead from the whole to the triangle of a nudge."""
        return max(1, round(log10(self._whole.width * _BASE / abs(nudge))))
