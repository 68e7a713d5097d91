"""The pictures of the nudge story: the stage that zooms, and triangles side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from calculus.function import Function
from calculus.nudge import NudgeRow, NudgeTable
from calculus.quantity import quantity
from scenes.base import LessonScene
from scenes.look.text import Text, math, scale_to_fit
from scenes.look.theme import Role
from scenes.nudge.ledger import Names
from scenes.nudge.triangle import NudgeTriangle
from scenes.picture.framing import CloseUps, overview
from scenes.picture.layout import Box
from scenes.picture.meaning import Formula
from scenes.picture.motion import Scale
from scenes.picture.placing import Obstacles
from scenes.picture.plot import DOT_RADIUS, MARGINS, Plot, stroke
from scenes.picture.shapes import circle
from scenes.picture.window import Window
from scenes.telling.claims import Hidden, LooksStraight, Magnified, Sentence, Straight

_MOST_TILES = 3  # triangles side by side
_TILE = 1.4  # width over height of a drawing area that suits a triangle and its labels
_LEAST_TILE = 1.2  # Manim units: the least height of such an area among three
_HEADING = 0.5  # room for a line over a tile, Manim units
_SPARE = 0.3  # between two texts in one line, Manim units
_AROUND = 0.25  # of a label beside the height: from the height, and to what comes next
_BEYOND = 0.35  # how far a label may reach over the right end of the axes, Manim units
_LOOKS = 101  # places at which a curve is looked at
_STRAIGHT = 0.03  # of the window's height: a curve that leaves its chord by less looks straight
_NAMED, _BARE = "{name} {value:equals}", "{value}"  # what the labels of the sides say


class TriangleView:
    """A plot of a function with a nudge triangle.

    Attributes:
        plot: The plot; its state is that of a `NudgeTriangle`.
        curve: The graph.
        triangle: The triangle.
        dot: The point before the nudge.
        moved_dot: The point after the nudge.
    """

    def __init__(
        self, scene: LessonScene, function: Function, box: Box, window: Window, row: NudgeRow
    ) -> None:
        self._scene = scene
        self._names = names = Names(function, scene.given.nudge_name)
        state = NudgeTriangle.STATE | {"x": row.at.number, "h": Scale(row.nudge.number)}
        axes = math(names.x.typst), math(names.fx.typst)
        self.plot = Plot(box, window, axes, scene.theme, state=state)
        self.curve = self.plot.curve(function)
        self.triangle = NudgeTriangle(self.plot, function)
        self.dot = self.plot.dot(self.triangle.start, Role.FUNCTION, on=function)
        self.moved_dot = self.plot.dot(self.triangle.end, Role.OUTPUT, on=function)

    @property
    def picture(self) -> VGroup:
        """All that is drawn."""
        return VGroup(self.plot.axes, self.curve, self.triangle.sides, self.dot, self.moved_dot)

    def room(self, rows: Sequence[NudgeRow], form: str = _NAMED) -> float:
        """Return the share of the plot's width that the labels of the height want beside it."""
        widest = max(self._sides(row, form, self.plot.theme.body)[1].width for row in rows)
        beyond = _BEYOND if all(row.nudge.number > 0 for row in rows) else 0.0
        return (widest + _AROUND - beyond) / self.plot.area.width

    def side_labels(self, row: NudgeRow, form: str = _NAMED) -> VGroup:
        """Return the labels of the triangle's sides, outside of it as it is now."""
        within = self.plot.area.inset(0.12, 0.05, -_BEYOND, 0)
        labels = self.triangle.labelled(
            lambda size: self._sides(row, form, size),
            Obstacles.of(within, self.curve, self.dot, self.moved_dot),
        )
        return VGroup(*labels)

    def _sides(self, row: NudgeRow, form: str, size: float) -> tuple[Text, Text]:
        write, names, digits = self._scene.formula, self._names, self._scene.digits
        return (
            write(form, size, Role.INPUT, name=names.dx, value=digits.as_given(row.nudge)),
            write(form, size, Role.OUTPUT, name=names.df, value=digits.brief(row.rise)),
        )


class NudgeStage(TriangleView):
    """The plot that zooms from the whole curve into a triangle, and out again.

    Attributes:
        whole: The window that shows all points.
        badge: The zoom that is shown now.
    """

    def __init__(
        self, scene: LessonScene, function: Function, tables: Sequence[NudgeTable], first: NudgeRow
    ) -> None:
        self._function = function
        self._closeups = CloseUps(tables, overview(function, tables))
        self.whole = self._closeups.whole
        super().__init__(scene, function, scene.regions.stage, self.whole, first)
        self._room = self.room([row for table in tables for row in table.rows])
        self.guides = self.plot.guides(self.triangle.start)
        self.badge = self.zoom_badge(1)

    @property
    def picture(self) -> VGroup:
        """All that is drawn."""
        return super().picture.add(self.badge)

    def ring(self) -> VMobject:
        """Return a ring around the point."""
        ring = stroke(self._scene.theme[Role.INPUT], 4, "line")
        return ring.set_points(circle(self.plot.point(*self.triangle.start(self.plot)), 0.3))

    def hides(self, row: NudgeRow) -> tuple[Hidden, ...]:
        """Return the claim that the point after a nudge lies over the one before; else nothing."""
        scale = self._scale(self.whole)
        apart = np.hypot(row.nudge.number * scale[0], row.rise.number * scale[1])
        return (self._hidden(row, scale, True),) if apart < DOT_RADIUS else ()

    def parts(self, row: NudgeRow) -> Hidden:
        """Return the claim that the points before and after a nudge are seen apart, magnified."""
        return self._hidden(row, self._scale(self.closeup(row)), False)

    def _hidden(self, row: NudgeRow, scale: tuple[float, float], hidden: bool) -> Hidden:
        return Hidden(Formula.of(self._function), row.at, row.nudge, scale, hidden)

    def _scale(self, window: Window) -> tuple[float, float]:
        """Return how many Manim units an axis unit takes in a window, across and up."""
        return self.plot.area.width / window.width, self.plot.area.height / window.height

    def magnified(self, row: NudgeRow) -> tuple[Magnified, ...]:
        """Return the claim that a nudge's triangle is seen magnified; nothing if it isn't."""
        times, part = self.zooms(row)[-1], self.closeup(row)
        claim = Magnified(self.whole.width, part.width, quantity(times))
        return (claim,) if times > 1 else ()

    def looks(self, row: NudgeRow, is_straight: bool) -> Sentence:
        """Say whether the curve looks straight where the nudge's triangle is."""
        of, window = Formula.of(self._function), self.closeup(row)
        if is_straight:
            template = "The line looks the same at every scale."
            return Sentence(template, claims=(Straight(of, straight=True),))
        xs = np.linspace(window.left, window.right, _LOOKS)
        ys = self._function.sample(xs)
        bend = np.abs(ys - np.linspace(ys[0], ys[-1], _LOOKS)).max() / window.height
        straight = bool(bend < _STRAIGHT)  # not where it has no value, either
        return Sentence(
            "At this scale the curve looks straight."
            if straight
            else "At this scale the curve still bends.",
            claims=(LooksStraight(of, window.left, window.right, window.height, straight),),
        )

    def zooms(self, row: NudgeRow) -> list[int]:
        """Return the magnifications, ten times more each, that lead to a nudge's triangle."""
        last = self._closeups.magnification(row)
        return [last // 10**i for i in range(len(str(last)) - 1, 0, -1) if last > 10**i] + [last]

    def closeup(self, row: NudgeRow, magnification: int | None = None) -> Window:
        """Return a window on a nudge's triangle; by default the one that suits it best."""
        if magnification is None:
            magnification = self._closeups.magnification(row)
        return self._closeups.window(row, magnification, self._room)

    def zoom_badge(self, zoom: int) -> Text:
        """Return the badge that says how much the picture is magnified."""
        badge = self._scene.formula("times {zoom:plain}", zoom=zoom, role=Role.NEUTRAL)
        area = self.plot.area
        return badge.place(area.right, area.top + 0.18, anchor=1)

    def tangent(self, table: NudgeTable) -> VGroup:
        """Return a point of the curve with its tangent; a straight line has no other."""
        x, y, slope = table.at.number, table.rows[0].value.number, table.slope.number
        dot = self.plot.dot(lambda _: (x, y), Role.FUNCTION, on=self._function)
        if table.quotient_is_constant:
            return VGroup(dot)
        line = self.plot.straight(lambda _: (x, y, slope), Role.SLOPE, width=3, of=self._function)
        return VGroup(line, dot)

    def small_pictures(self, rows: Sequence[NudgeRow], body: Box) -> list[VGroup]:
        """Return close-ups of nudges at one scale, as many as there is room for in a box."""
        boxes = tiles(len(rows), body)
        rows = rows[: len(boxes)]
        headings = [self._quotient(row) for row in rows]
        # Where the axis' name and the quotient don't fit side by side, that goes above.
        name = Text(math(self._names.fx.typst), self.plot.theme.body)
        room = boxes[0].width - MARGINS[0] + _BEYOND - name.width / 2 - _SPARE
        above = max(heading.width for heading in headings) > room
        return [
            self._small_picture(row, rows, box, heading, _HEADING if above else 0.0)
            for row, box, heading in zip(rows, boxes, headings, strict=True)
        ]

    def _small_picture(
        self, row: NudgeRow, rows: Sequence[NudgeRow], box: Box, heading: Text, above: float
    ) -> VGroup:
        view = TriangleView(
            self._scene, self._function, box.inset(top=above), self.closeup(row), row
        )
        window = self._closeups.window(
            row, self._closeups.magnification(row), view.room(rows, _BARE)
        )
        view.plot.set(base=1.0, height=1.0, window=window)
        area = view.plot.area
        scale_to_fit(heading, box.width)
        if above:
            half = heading.width / 2
            middle = min(max(area.centre[0], box.left + half), box.right - half)
            heading.place(middle, box.top - 0.32)
        else:
            right = max(area.right, min(box.right, area.left + heading.width + _SPARE))
            heading.place(right, area.top + 0.18, anchor=1)
        return VGroup(view.picture, view.side_labels(row, _BARE), heading)

    def _quotient(self, row: NudgeRow) -> Text:
        names = self._names
        return self._scene.formula(
            r"{df} \/ {dx} {q:equals}",
            df=names.df, dx=names.dx, q=self._scene.digits.brief(row.quotient), role=Role.SLOPE,
        )  # fmt: skip


def tiles(count: int, body: Box) -> tuple[Box, ...]:
    """Return boxes for so many plots, or for fewer where they would be too small.

    They stand side by side or one under another, whichever leaves more to each.
    """
    most = min(count, _MOST_TILES)
    for fewer in range(most, 1, -1):
        found = max(body.columns(fewer), body.rows(fewer), key=_size)
        if _size(found) >= _LEAST_TILE:
            return found
    return max(body.columns(2), body.rows(2), key=_size)


def _size(boxes: Sequence[Box]) -> float:
    """Return the height that a well-shaped drawing area in each of some boxes has."""
    across, up = MARGINS
    return min((boxes[0].width - across) / _TILE, boxes[0].height - up)
