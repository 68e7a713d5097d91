"""Bars in pieces: how far an output moves, measured in nudges of the input."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

import numpy as np
from manim import VMobject

from scenes.look.text import Text
from scenes.look.theme import Role, Theme
from scenes.picture.bars import bar_outline
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Around, Detail, Frame, Span, claim
from scenes.picture.plot import Plot, TickLabels, filled, stroke
from scenes.picture.shapes import NOTHING, polyline, segments
from scenes.picture.ticks import edge_label
from scenes.picture.window import Window

MOST = 12  # pieces that are counted; more are one bar
_HALF = px(48)  # of a bar's thickness
_NUMBERED = px(42)  # a piece as long as that has room for its number
_GAP = px(24)  # between a bar and what is written beside it
_SLIVER = 0.02  # of a piece: so little more is not cut off from the last one
_SEEN = px(6)  # what is left over is seen if it is as long as that
_ROOM = 0.06  # of the whole length, at both ends
NUDGE, OUTPUT, LEFT, LOUPE = 3.0, 1.95, 1.05, 0.3  # heights of the bars, of 3.6

Ends = tuple[float, float, float, float]


class Pieces(Plot):
    """Two bars from one line: a nudge, always of one length, and what it does, in such pieces.

    Across the axis goes by nudges. The state says what is seen: ``way`` the sign of the nudge;
    ``nudged`` and ``grown`` the shares of the bars that are drawn; ``ratio`` how many nudges the
    output moves; ``pulled`` how far what is left over has been pulled out; and ``loupe`` how many
    times that is magnified, 0 without.

    Args:
        box: Where.
        slope: How many nudges the output moves in the limit.
        longest: The largest ratio, in size.
        theme: The colours.

    Attributes:
        nudge: The bar of the nudge.
        output: The bar of the output, and what is left over of it.
    """

    def __init__(self, box: Box, slope: float, longest: float, theme: Theme) -> None:
        self._slope = slope
        self._longest = max(longest, 1.0)
        state = {"way": 1.0, "ratio": slope, "nudged": 0.0, "grown": 0.0}
        state |= {"pulled": 0.0, "loupe": 0.0}
        super().__init__(box, self.window_for(1.0), None, theme, state=state)
        self.nudge = self._bar(Role.INPUT, lambda: (0, NUDGE, self["way"], NUDGE), "nudged")
        self.output = VMobject().add(
            self._bar(Role.OUTPUT, lambda: (0, OUTPUT, self._end, OUTPUT), "grown"),
            self.derive(self._around(stroke(theme.background, pen(3), "dot")), self._draw_joints),
            self.derive(self._around(filled(theme.background, "label")), self._draw_numbers),
            self._bar(Role.SLOPE, self._left, None),
            self._bar(Role.SLOPE, self._magnified, None),
            self.derive(self._around(stroke(theme[Role.SLOPE], pen(2), "guide")), self._draw_rays),
        )

    def window_for(self, way: float) -> Window:
        """Return the window that holds all bars on their side of the line."""
        low, high = min(0.0, self._slope * way, way), max(0.0, self._slope * way, way)
        far = self._longest if self._slope >= 0 else -self._longest
        low, high = min(low, far * way), max(high, far * way)
        room = _ROOM * (high - low)
        return Window(low - room, 0.0, high + room, 3.6)

    @property
    def area(self) -> Box:
        return self._box

    def loupe_for(self, ratio: float) -> float:
        """Return the power of ten that makes what is left over one to ten pieces; 0 if nothing."""
        left = abs(ratio - self._slope)
        if left * self._unit >= _SEEN * 10 or not left:
            return 0.0
        return float(10.0 ** np.floor(np.log10(0.9 * self._longest / left)))

    def above(self, height: float) -> float:
        """Return where a bar at a height ends, upward in the frame."""
        return float(self.point(0, height)[1]) + _HALF

    def beside_what_is_left(self, text: Text) -> Text:
        """Put a text beside what has been pulled out."""
        return self._beside(text, self._left())

    def beside_the_loupe(self, text: Text) -> Text:
        """Put a text beside what is magnified."""
        return self._beside(text, self._magnified())

    def _beside(self, text: Text, ends: Ends) -> Text:
        """Put a text beyond the end of a bar, or before it where it has no room there."""
        x0, y, x1, _ = ends
        left, right = sorted(float(self.point(x, y)[0]) for x in (x0, x1))
        beyond = right + _GAP + text.width <= self.area.right
        x = right + _GAP if beyond else left - _GAP
        base = float(self.point(0, y)[1]) - text.height / 2
        return text.place(x, base, anchor=-1 if beyond else 1)

    @property
    def _unit(self) -> float:
        return float(self.point(1, 0)[0] - self.point(0, 0)[0])

    @property
    def _end(self) -> float:
        return float(self["way"] * self["ratio"])

    def _left(self) -> Ends:
        height = OUTPUT + self["pulled"] * (LEFT - OUTPUT)
        start = self["way"] * self._slope
        return (start, height, self._end if self["pulled"] else start, height)

    def _magnified(self) -> Ends:
        left = self._end - self["way"] * self._slope
        return (0, LOUPE, self["loupe"] * left, LOUPE)

    def _bar(self, role: Role, ends: Callable[[], Ends], share: str | None) -> VMobject:
        def factor() -> float:
            return float(self[share]) if share else 1.0

        def shape(bar: VMobject) -> None:
            x0, y0, x1, y1 = ends()
            foot, end = self.points([[x0, y0], [x1, y1]])
            bar.set_points(bar_outline(foot, foot + factor() * (end - foot), _HALF))

        bar = filled(self.theme[role], "line", 0.95)
        claim(bar, Span(self, ends, factor))
        return self.derive(bar, shape)

    def _around(self, part: VMobject) -> VMobject:
        claim(part, Around(self))
        return part

    @property
    def _count(self) -> int:
        """How many whole pieces of the output are drawn."""
        return int(abs(self._end) * self["grown"] + 1e-9)

    @property
    def _side(self) -> float:
        return float(np.sign(self._end))

    def _draw_joints(self, joints: VMobject) -> None:
        if abs(self["ratio"]) > MOST:
            joints.set_points(NOTHING)
            return
        inside = range(1, ceil(abs(self._end) * self["grown"] - _SLIVER))
        at = self.points([[self._side * k, OUTPUT] for k in inside])
        up = np.array([0, _HALF, 0])
        joints.set_points(segments(at - up, at + up) if len(at) else NOTHING)

    def _draw_numbers(self, numbers: VMobject) -> None:
        parts = [NOTHING]
        if abs(self["ratio"]) <= MOST and self._unit >= _NUMBERED:
            for k in range(self._count):
                outline, width = edge_label(str(k + 1), self.theme)
                centre = np.array([width / 2, float(outline[:, 1].max()) / 2, 0])
                parts.append(outline - centre + self.point(self._side * (k + 0.5), OUTPUT))
        numbers.set_points(np.vstack(parts))

    def _draw_rays(self, rays: VMobject) -> None:
        """Draw lines from what is left over to where it is magnified."""
        if not self["loupe"]:
            rays.set_points(NOTHING)
            return
        x0, y0, x1, _ = self._left()
        m0, n0, m1, _ = self._magnified()
        down = np.array([0, _HALF, 0])
        starts, ends = self.points([[x0, y0], [x1, y0]]) - down, self.points([[m0, n0], [m1, n0]])
        rays.set_points(segments(starts, ends + down))

    def _make_axes(self, names: tuple[str, ...] | None, tick_labels: TickLabels) -> VMobject:
        frame = stroke(self.theme[Role.NEUTRAL], 0, "axes", 0)
        frame.set_points(polyline(np.array(self.area.outline), closed=True))
        claim(frame, Frame(self))
        line = stroke(self.theme[Role.NEUTRAL], pen(3), "axes")
        claim(line, Detail())
        return VMobject().add(frame, self.derive(line, self._draw_line))

    def _draw_line(self, line: VMobject) -> None:
        line.set_points(segments(self.points([[0, 1.4]]), self.points([[0, 3.6]])))
