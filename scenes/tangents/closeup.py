"""The lens of the tangent story: how high the second point stands, in nudges."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import numpy as np
from manim import VGroup, VMobject

from calculus.nudge import NudgeTable
from scenes.look.text import Text
from scenes.picture.compose import fit
from scenes.picture.layout import Box
from scenes.picture.lens import Lens
from scenes.picture.plot import knocked_out
from scenes.picture.rods import Rods
from scenes.settings.drawable import require_drawable, require_visible
from scenes.tangents.stage import TangentStage

_BEFORE, _BEYOND = 0.5, 0.5  # nudges beside the points
_ROOM = 0.16  # of the height, free above and below
_LESS = 4  # times as much as one point needs is shown of it at most, as another needs it


class CloseUp(VGroup):
    """A lens on the point and the second one, with the line through both.

    Its nudge is the world's ``unit``; while that keeps pace with ``h``, the second point keeps its
    place across, and its height is the slope.

    Args:
        stage: What it looks at.
        table: The point and its nudges.
        tables: All points: each is seen to the same scale, unless it is far less steep.
        box: Where.
        name: What its ruler measures.
        over: Where that is written.

    Attributes:
        lens: The lens.
        rods: How many nudges fit into the height.
        moving: What leaves when the second point arrives: this, and the sides of the triangle.
    """

    def __init__(
        self,
        stage: TangentStage,
        table: NudgeTable,
        tables: Sequence[NudgeTable],
        box: Box,
        name: Text,
        over: Box,
    ) -> None:
        function = table.function
        self.lens = lens = Lens(stage.plot, function, box, _reach(table, tables), nudge="unit")
        self.rods = Rods(lens, function)
        self.moving = VGroup(*(stage.part_of(lens, one) for one in ("base", "height", "second")))
        knocked_out(fit(name, over, up=0), stage.plot.theme.background)
        parts: Sequence[VMobject] = (
            lens.axes, lens.curve(function), stage.part_of(lens, "line"), self.rods, self.moving,
            stage.part_of(lens, "dot"), name,
        )  # fmt: skip
        super().__init__(*parts)

    def at_rest(self) -> CloseUp:
        """Return it without a second point."""
        return self.remove(self.moving)


def require_seen_closely(tables: Sequence[NudgeTable]) -> None:
    """Make sure that points can be drawn, and each with its nudges in a lens.

    Raises:
        LessonError: A number is too large for that, or a nudge too small.
    """
    require_drawable(tables)
    nudges = [row.nudge.value for row in tables[0].rows]
    for row in chain.from_iterable(table.rows for table in tables):
        h, rise = abs(row.nudge.number), abs(row.rise.number)
        far = max(abs(row.at.number) / h, abs(row.value.number) / max(h, rise))
        require_visible("nudges", row, far, nudges)


def _reach(table: NudgeTable, tables: Sequence[NudgeTable]) -> tuple[float, float, float, float]:
    """Return how much the lens shows, in nudges: left, bottom, right, top."""
    low, high = _heights(table)
    spans = [top - bottom for bottom, top in map(_heights, tables)]
    more = max(span for span in spans if span <= _LESS * (high - low)) - (high - low)
    low, high = (low - more, high) if -low > high else (low, high + more)
    room = _ROOM * max(high - low, 1.0)
    signs = _signs(table)
    left = 1 + _BEYOND if -1 in signs else _BEFORE
    right = 1 + _BEYOND if 1 in signs else _BEFORE
    return -left, low - room, right, high + room


def _signs(table: NudgeTable) -> set[int]:
    return {1 if row.nudge.number > 0 else -1 for row in table.rows}


def _heights(table: NudgeTable) -> tuple[float, float]:
    """Return the lowest and the highest place that a point and its nudges reach, in nudges."""
    slopes = [table.slope.number, *(row.quotient.number for row in table.rows)]
    heights = [0.0, *(sign * slope for sign in _signs(table) for slope in slopes)]
    heights += [np.copysign(1, height) for height in heights[1:]]  # a whole nudge is seen
    return float(min(heights)), float(max(heights))
