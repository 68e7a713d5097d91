"""Which windows a story about a function looks through."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10
from statistics import median_low

import numpy as np

from calculus.function import Function
from calculus.nudge import NudgeTable
from scenes.picture.layout import Box
from scenes.picture.window import Window

_MARGIN = 0.07  # share of an overview kept free above and below
_SAMPLES = 400
_ROUNDING = 1e-6  # of two digits: keeps what is as good as that from being enlarged
_LEVEL = 1e-6  # of a large value: half the height in which it is seen, where nothing rises


def overview(function: Function, tables: Sequence[NudgeTable], above: float = 1.0) -> Window:
    """Return a window that shows a function around the points of some tables, as `seen_around`."""
    stands = [(one.at.number, one.rows[0].value.number, one.slope.number) for one in tables]
    return seen_around(function, stands, above)


def seen_around(
    function: Function, stands: Sequence[tuple[float, float, float]], above: float = 1.0
) -> Window:
    """Return a window that shows a function around some points.

    Poles and values that run away are cut off.

    Args:
        function: The function.
        stands: Each point that is looked at, with its value and its slope; not empty.
        above: How much of the curve above the points is shown, in rises across the window.
    """
    left, right = min(x for x, _, _ in stands), max(x for x, _, _ in stands)
    if left == right:
        half = 1.1 * max(1.0, abs(left))
        left, right = left - half, right + half
    else:
        room = 0.32 * (right - left)
        left, right = left - room, right + room
    span = right - left
    here = np.array([value for _, value, _ in stands])
    values = np.append(here, function.sample(np.linspace(left, right, _SAMPLES)))
    values = values[np.isfinite(values)]
    # Where the curve is level at the points, what it does around them is looked at.
    around = float(np.median(np.abs(values - here.mean())))
    # A single point that is far steeper than the others doesn't make these flat.
    steep = median_low([abs(slope) for _, _, slope in stands])
    scale = max(float(np.ptp(here)), steep * span / 4, around, 1e-9)
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


def to_scale(window: Window, box: Box) -> Window:
    """Return a window, enlarged so that a number of two digits says by what heights are divided.

    Args:
        window: The window.
        box: Where it is seen.
    """
    divided = window.height / box.height / (window.width / box.width)
    longer = max(divided, 1 / divided)
    step = 10.0 ** (floor(log10(longer)) - 1)
    grow = ceil(longer / step - _ROUNDING) * step / longer
    across, up = (1.0, grow) if divided > 1 else (grow, 1.0)
    return Window.around(*window.middle, window.width * across, window.height * up)
