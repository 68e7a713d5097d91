"""The lens of the tangent story: how high the second point stands, in nudges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from calculus.nudge import NudgeTable
from scenes.picture.layout import Box
from scenes.picture.lens import Lens
from scenes.picture.rods import Rods
from scenes.tangents.stage import TangentStage

_BEFORE, _BEYOND = 0.5, 0.5  # nudges beside the points
_ROOM = 0.16  # of the height, free above and below


class CloseUp(VGroup):
    """A lens on the point and the second one, with the line through both.

    Its nudge is the world's ``unit``; while that keeps pace with ``h``, the second point keeps its
    place across, and its height is the slope.

    Args:
        stage: What it looks at.
        table: The point and its nudges.
        box: Where.

    Attributes:
        rods: How many nudges fit into the height.
        second: The second point.
    """

    def __init__(self, stage: TangentStage, table: NudgeTable, box: Box) -> None:
        function = table.function
        lens = Lens(stage.plot, function, box, _reach(table), nudge="unit")
        self.rods = Rods(lens, function)
        self.second = stage.part_of(lens, "second")
        parts: Sequence[VMobject] = (
            lens.axes, lens.curve(function), stage.part_of(lens, "line"), self.rods,
            self.second, stage.part_of(lens, "dot"),
        )  # fmt: skip
        super().__init__(*parts)


def _reach(table: NudgeTable) -> tuple[float, float, float, float]:
    """Return how much the lens shows, in nudges: left, bottom, right, top."""
    signs = {1 if row.nudge.number > 0 else -1 for row in table.rows}
    slopes = [table.slope.number, *(row.quotient.number for row in table.rows)]
    heights = [0.0, *(sign * slope for sign in signs for slope in slopes)]
    heights += [np.copysign(1, height) for height in heights[1:]]  # a whole nudge is seen
    low, high = min(heights), max(heights)
    room = _ROOM * max(high - low, 1.0)
    left = 1 + _BEYOND if -1 in signs else _BEFORE
    right = 1 + _BEYOND if 1 in signs else _BEFORE
    return -left, low - room, right, high + room
