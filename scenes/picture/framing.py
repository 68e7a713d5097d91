"""Which windows a story about a function looks through."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10

import numpy as np

from calculus.function import Function
from calculus.nudge import NudgeRow, NudgeTable
from scenes.picture.window import Window

# A triangle's base takes at most this share of the window's width, its height at most this
# share of the window's height; its corner stands so that there is room for the labels outside.
_MOST_BASE, _MOST_RISE = 0.42, 0.55
_LEAST_SIDE = 0.12  # share of the window for the longer side, before the zoom is rounded
_ROUNDING = 1e-9  # keeps a triangle that just fits from being taken for one that does not
_CORNER, _LEAST_CORNER = 0.24, 0.1  # shares of the width before the triangle
_FLOOR, _CEILING = 0.3, 0.74  # where the base is, in shares of the height: it rises, it falls
_MARGIN = 0.07  # share of an overview kept free above and below
_SAMPLES = 400
_LEVEL = 1e-6  # of a large value: half the height in which it is seen, where nothing rises


def overview(function: Function, tables: Sequence[NudgeTable], above: float = 1.0) -> Window:
    """Return a window that shows a function around some points.

    Poles and values that run away are cut off.

    Args:
        function: The function.
        tables: One for each point that is looked at; not empty.
        above: How much of the curve above the points is shown, in rises across the window.
    """
    points = [table.at.number for table in tables]
    left, right = min(points), max(points)
    if left == right:
        half = 1.1 * max(1.0, abs(left))
        left, right = left - half, right + half
    else:
        room = 0.32 * (right - left)
        left, right = left - room, right + room
    span = right - left
    here = np.array([table.rows[0].value.number for table in tables])
    values = np.append(here, function.sample(np.linspace(left, right, _SAMPLES)))
    values = values[np.isfinite(values)]
    # Where the curve is level at the points, what it does around them is looked at.
    around = float(np.median(np.abs(values - here.mean())))
    steepest = max(abs(table.slope.number) for table in tables)
    scale = max(float(np.ptp(here)), steepest * span / 4, around, 1e-9)
    size = max(1.0, float(np.abs(here).max()))
    if scale < _LEVEL * min(np.ptp(values), size):  # nearly everywhere it is level
        scale = float(np.ptp(values))
    bottom = max(float(values.min()), float(here.min()) - 1.5 * scale)
    top = min(float(values.max()), float(here.max()) + above * scale)
    if top - bottom < 1e-9:
        half = max(1.0, _LEVEL * abs(bottom))
        bottom, top = bottom - half, top + half
    room = _MARGIN * (top - bottom)
    if 0 < bottom < 0.25 * (top - bottom):
        bottom = 0.0
    return Window(left, bottom - room, right, top + room)


class CloseUps:
    """Windows of one shape that lead from the whole to the triangle of each nudge.

    Every window is the same rectangle at another scale, so slopes look the same at every zoom.
    A nudge is seen at one scale at all points, for its triangles to be compared; only where
    one would be lost beside a far steeper one, it has a scale of its own.

    Attributes:
        whole: The window that shows all points, unmagnified.
    """

    def __init__(self, tables: Sequence[NudgeTable], whole: Window) -> None:
        self._shape = whole.height / whole.width
        rows = [row for table in tables for row in table.rows]
        self._common: dict[float, float] = {}  # by nudge: the base's share of the width
        for row in rows:
            fits = min(self._common.get(row.nudge.number, _MOST_BASE), self._fits(row))
            self._common[row.nudge.number] = fits
        # The largest triangle must fit unmagnified.
        room = min(share * whole.width / abs(nudge) for nudge, share in self._common.items())
        self.whole = whole.zoomed(min(1.0, room), *whole.middle)
        self._widest = max(self._base(row) for row in rows)

    def _fits(self, row: NudgeRow) -> float:
        """Return the largest base that a nudge's triangle can have, as a share of the width."""
        steepness = abs(row.quotient.number)
        return min(_MOST_BASE, _MOST_RISE * self._shape / steepness) if steepness else _MOST_BASE

    def _base(self, row: NudgeRow) -> float:
        """Return the share of the width that the base of a nudge's triangle is to take."""
        common = self._common[row.nudge.number]
        rise = common * abs(row.quotient.number) / self._shape
        return common if max(common, rise) >= _LEAST_SIDE else self._fits(row)

    def magnification(self, row: NudgeRow) -> int:
        """Return how much a nudge's triangle is magnified: 1, 2 or 5 times a power of ten."""
        wanted = self._base(row) * self.whole.width / abs(row.nudge.number) * (1 + _ROUNDING)
        power = 10 ** max(0, floor(log10(wanted)))
        return max((digit * power for digit in (1, 2, 5) if digit * power <= wanted), default=1)

    def window(self, row: NudgeRow, magnification: int, room: float = 0.0) -> Window:
        """Return the window on the corner of a nudge's triangle, magnified so much.

        Args:
            row: The nudge.
            magnification: How much.
            room: Share of the width that is wanted beside the height, for its label; as much
                as the triangle leaves. It is the same for every nudge, so that the corner stays.
        """
        before = max(_LEAST_CORNER, min(_CORNER, 1 - self._widest - room))
        corner = (
            before if row.nudge.number > 0 else 1 - before,
            _FLOOR if row.rise.number >= 0 else _CEILING,
        )
        size = self.whole.width / magnification, self.whole.height / magnification
        return Window.around(row.at.number, row.value.number, *size, at=corner)
