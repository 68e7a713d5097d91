"""A window on a function around its point, to one scale up and across, in any box of the frame."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from manim import VGroup, VMobject

from scenes.base import LessonScene
from scenes.derivative_table.facts import TableRow
from scenes.look.colour import blend
from scenes.look.text import Text, scale_to_fit
from scenes.look.theme import Role
from scenes.picture.layout import Box, pen
from scenes.picture.meaning import Frame, claim
from scenes.picture.motion import DIMMED, Drive, Scale, shade
from scenes.picture.nest import Nest
from scenes.picture.placing import Obstacles, along, clearest
from scenes.picture.plot import knocked_out, stroke
from scenes.picture.rods import BESIDE, Rods
from scenes.picture.shapes import polyline
from scenes.picture.triangle import NudgeTriangle
from scenes.picture.window import Window
from scenes.picture.world import World
from scenes.words.wording import Term

_STRIP = 0.7  # Manim units over a large window, for what is written there
_INSET = 0.12  # of what is sure to be seen, at the other sides
_CORNER, _FOOT, _MIDDLE = 0.3, 0.18, 0.5  # shares of a large window before the point and under it
_EDGE = 0.7  # how strong the edges are
_AHEAD = 0.32  # of a small window, from which a point rides in
_LOOKS = 41  # inputs on its way
_GAP, _CHIP = 0.1, 0.5  # at both sides of what is written over it, and its height


class RowWindow(World):
    """The window of a row: it is small among the others, or large while it is talked about.

    The state ``x`` says where the point is, ``h`` how far it is nudged, ``base``, ``height`` and
    ``stacked`` how much is drawn of the triangle and its rods.

    Args:
        scene: Where it is shown.
        row: The row.
        small: Its box among the others.
        large: Its box while it is talked about, with the strip over it.
        unit: How long an axis unit is where windows are compared, if they fill the large box.

    Attributes:
        row: The row.
        line: The graph.
        here: The point.
        there: The point after the nudge.
        tangent: The tangent at the point.
        picture: All of it that is there from the beginning.
    """

    def __init__(
        self, scene: LessonScene, row: TableRow, small: Box, large: Box, unit: float
    ) -> None:
        self.row, function, nudged = row, row.function, row.nudged
        self._scene, self._room = scene, large
        self._frame = large.inset(top=_STRIP)
        self._large, self._common = seen_in(large), unit
        self._unit, self.power = row.scale(self._large)
        area = _within(small)
        state = {
            "frame": small, "area": area, "x": nudged.at.number,
            "h": Scale(nudged.nudge.number), "base": 0.0, "height": 0.0, **Rods.STATE,
        }  # fmt: skip
        super().__init__(scene.regions, self._compared(area, area), scene.theme, state=state)
        self.line = self.curve(function)
        self.nudging, self.rods = NudgeTriangle(self, function), Rods(self, function)
        self.here = self.dot(self.nudging.start, Role.FUNCTION, on=function)
        self.there = self.dot(self.nudging.end, Role.OUTPUT, on=function)
        self.tangent = self.straight(self.nudging.touching, Role.SLOPE, pen(6), of=function)
        colour = blend(self.theme.background, self.theme[Role.NEUTRAL], _EDGE)
        edge = stroke(colour, pen(3), "axes")
        claim(edge, Frame(self))
        self.derive(edge, lambda edge: edge.set_points(polyline(self.frame.outline, closed=True)))
        self.picture = VGroup(self.axes, self.line, edge, self.here)

    @property
    def side(self) -> float:
        return min(self.frame.width, self.frame.height)

    @property
    def strip(self) -> Box:
        """What is over the window while it is large, for what is written there."""
        return replace(self._room, bottom=self._frame.top).inset(_GAP, _STRIP - _CHIP, _GAP)

    @property
    def windows(self) -> list[Window]:
        """The windows of the dive, ten times smaller each; the first is that of the large box."""
        nudged = self.row.nudged
        way, rise = np.sign(nudged.nudge.number), np.sign(nudged.rise.number)
        place = _MIDDLE - way * (_MIDDLE - _CORNER), _MIDDLE - rise * (_MIDDLE - _FOOT)
        whole = self._view(self._large, place)
        return [whole.zoomed(10.0**k, *self._point) for k in range(self.power + 1)]

    @property
    def _point(self) -> tuple[float, float]:
        nudged = self.row.nudged
        return nudged.at.number, nudged.value.number

    def _view(
        self, area: Box, place: tuple[float, float] = (_MIDDLE, _MIDDLE), unit: float | None = None
    ) -> Window:
        """Return what an area shows around the point, with an axis unit of some length."""
        unit = unit or self._unit
        return Window.around(*self._point, area.width / unit, area.height / unit, at=place)

    def _compared(self, area: Box, like: Box) -> Window:
        """Return what an area shows at the scale of all windows that are compared.

        Args:
            area: The area.
            like: That of another window, or its own, as it is where it shows as much as if large.
        """
        whole = self._large
        shrunk = min(like.width / whole.width, like.height / whole.height)
        return self._view(area, unit=self._common * shrunk)

    def ghost(self) -> VMobject:
        """Return the tangent at the point as a line that stays, faint."""
        x, y, slope = self.nudging.touching(self)
        line = self.straight(lambda _: (x, y, slope), Role.SLOPE, pen(6), of=self.row.function)
        shade(line, DIMMED)
        return line

    def name_tangents(self, there: float, ghost: VMobject, was: Text, found: Text) -> None:
        """Put a label beside the ghost, and one beside the tangent where the point will be."""
        state = dict(self.state)
        self.set(frame=self._frame, area=self._large, window=self._view(self._large), x=there)
        clear = Obstacles.of(self._large, self.line, self.here, self.tangent, ghost)
        for label, line in ((was, ghost), (found, self.tangent)):
            scale_to_fit(label, self._large.width)
            label.move_to((*clearest(label, along(label, line, _GAP), clear), 0))
            clear = clear.adding(label)
            knocked_out(label, self.paper)
        self.set(**state)

    # Where it is.

    def start(self) -> float:
        """Return an input from which the point can ride in; its own where none can be seen."""
        x, window = self._point[0], self.window
        for start in (x - _AHEAD * window.width, x + _AHEAD * window.width):
            way = np.linspace(x, start, _LOOKS)
            ys = self.row.function.sample(way)
            inside = [window.contains(*one, slack=-0.02) for one in zip(way, ys, strict=True)]
            if len(inside) > 2 and inside[1]:
                last = inside.index(False) - 1 if False in inside else _LOOKS - 1
                return float(way[last])
        return x

    def open(self, run_time: float = 0.8) -> Drive:
        """Let it grow until it fills the large box."""
        return Drive(self, run_time, frame=self._frame, area=self._large, window=self.windows[0])

    def into(self, box: Box, like: Box, run_time: float = 0.8) -> Drive:
        """Let it go into a box, with its point in the middle; it has no numbers there.

        Args:
            box: The box.
            like: The smallest box of those that are compared, for their scale.
            run_time: Seconds.
        """
        area = _within(box)
        window = self._compared(area, _within(like))
        return Drive(self, run_time, frame=box, area=area, window=window)

    def fill(self, run_time: float = 0.8) -> Drive:
        """Let it fill the large box but for the strip, with its point in the middle."""
        return Drive(
            self, run_time, frame=self._frame, area=self._large, window=self._view(self._large)
        )

    def fold(self, box: Box, run_time: float = 0.6) -> Drive:
        """Let it shrink into a box too small to be seen, as it is."""
        return Drive(self, run_time, frame=box, area=_within(box))

    def rest(self) -> None:
        """Let nothing be left of the nudge, of the dive, and of the numbers at the edges."""
        self.set(base=0.0, height=0.0, stacked=0.0, nest=Nest(), taken=(self._scene.regions.frame,))

    # What is written there.

    def side_labels(self, dx: Term, df: Term) -> tuple[Text, Text]:
        """Return the labels of base and height, outside of the triangle with its rods."""
        state, nudged = dict(self.state), self.row.nudged
        self.set(frame=self._frame, area=self._large, window=self.windows[-1])
        self.set(stacked=self.rods.quotient)
        texts = self.nudging.measured(
            self._scene, (dx, nudged.nudge), (df, nudged.rise),
            Obstacles.of(self._large, self.line, self.here, self.there, *self.rods), BESIDE,
        )  # fmt: skip
        self.set(**state)
        return texts


def seen_in(large: Box) -> Box:
    """Return where the window of a large box is seen for certain, under its strip."""
    return large.inset(top=_STRIP).inset(*[_INSET] * 4)


def _within(box: Box) -> Box:
    """Return where the window of a small box is seen for certain."""
    return box.inset(*[min(_INSET, box.width / 10, box.height / 10)] * 4)
