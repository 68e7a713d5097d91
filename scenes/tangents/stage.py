"""What the tangent story draws with: a point on a curve with its secant or tangent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import sympy as sp
from manim import Mobject, VGroup, VMobject

from calculus.edges import slopes
from calculus.function import Function
from calculus.nudge import NudgeTable
from calculus.quantity import Quantity, quantity
from scenes.base import LessonScene
from scenes.look.text import NumberText, math, outlines
from scenes.look.theme import Role
from scenes.look.typesetting import EM_PER_FONT_SIZE
from scenes.picture.curves import Sight
from scenes.picture.framing import overview
from scenes.picture.meaning import Reads, claim
from scenes.picture.plot import Plot, filled
from scenes.picture.shapes import NOTHING, arrow
from scenes.picture.window import Window
from scenes.tangents.labels import TangentLabels
from scenes.tangents.ways import has_slopes, is_whole
from scenes.words import terms

_ROLLING_DIGITS = 4  # of a slope on its way, where it is steepest
_BADGE_WIDTH = 2.3  # room for the word and the number, at least, Manim units
_ZOOM = 1.5  # how much smaller a window has to be to be worth zooming in
# A step goes one across, or a power of ten where that has such a share of the window's width.
_SHORTEST_STEP, _LONGEST_STEP = 0.02, 0.7
_NEAR = 1e-8  # of a number: a second one so near has digits enough in common with it


class TangentStage:
    """The plot with a riding point, its secant or tangent, and a step along it.

    The plot's state: ``x`` where the point is, ``h`` how far the second point is (0 for the
    tangent), ``across`` and ``up`` the drawn share of the arrows of a step.

    Attributes:
        plot: The plot.
        run: How far a step goes across: one, or another power of ten.
        ghosts: Points with their tangents, which stay where they are.
        close_up: The window for what comes after the secants.
        line: The secant, or the tangent when the second point has arrived.
        badge: The slope of the line, rolling along.
    """

    def __init__(
        self, scene: LessonScene, function: Function, tables: Sequence[NudgeTable]
    ) -> None:
        self._scene = scene
        self._function = function
        self._tables = tables
        self.ghosts: list[VGroup] = []
        first = tables[0]
        self.run = _run_of(overview(function, tables))
        whole, self.close_up = _windows(function, tables, float(self.run))
        self.plot = Plot(
            scene.regions.stage,
            whole,
            (math(terms.name(function.variable).typst), math(terms.applied(function).typst)),
            scene.theme,
            state={
                "x": first.at.number,
                "h": first.rows[0].nudge.number,
                "across": 0.0,
                "up": 0.0,
            },
        )
        theme = scene.theme
        self.curve = self.plot.curve(function)
        self.dot = self.plot.dot(self.here, Role.FUNCTION, on=function)
        self.second = self.plot.dot(self.there, Role.INPUT, on=function)
        self.guides = self.plot.guides(self.here)
        self.line = self.plot.straight(
            lambda p: (*self.here(p), self.slope(p)),
            Role.SLOPE,
            of=function,
            reach=lambda p: float(p["h"]),
        )
        self.across = self.plot.derive(filled(theme[Role.INPUT], "line"), self._draw_across)
        self.up = self.plot.derive(filled(theme[Role.OUTPUT], "line"), self._draw_up)
        self.badge = self._slope_badge()

    def here(self, plot: Plot) -> tuple[float, float]:
        """Return the point, in axis coordinates."""
        return plot["x"], self._function.sample_at(plot["x"])

    def there(self, plot: Plot) -> tuple[float, float]:
        """Return the second point, in axis coordinates."""
        x = plot["x"] + plot["h"]
        return x, self._function.sample_at(x)

    def slope(self, plot: Plot) -> float:
        """Return the secant's slope, or the tangent's where the second point has arrived."""
        if plot["h"] == 0:
            return float(slopes(self._function, plot["x"]))
        (x0, y0), (x1, y1) = self.here(plot), self.there(plot)
        if abs(x1 - x0) < _NEAR * abs(x0) and abs(y1 - y0) < _NEAR * abs(y0):
            # Rounding leaves little of so small a rise.
            return float(slopes(self._function, (x0 + x1) / 2))
        return (y1 - y0) / (x1 - x0)

    def rise(self, table: NudgeTable) -> Quantity:
        """Return how far a step from a point goes up along its tangent."""
        return table.slope if self.run == 1 else quantity(table.slope.value * self.run)

    def step_labels(self, table: NudgeTable) -> VGroup:
        """Return the labels of the arrows of a step."""
        labels = self._labels(self.line, self.dot, self.across, self.up, self.badge, *self.ghosts)
        return labels.step(self._step(), self.run, self.rise(table))

    def leads_to(self, x: float, h: float) -> bool:
        """Say whether the point, and the second one, can ride along the curve to new places.

        They cannot where it has no value or jumps, or leaves the picture, as it does at a pole;
        nor can the tangent where there is no slope.
        """
        plot, curve, window = self.plot, self._function, self.plot.window
        around = replace(
            window, bottom=window.bottom - window.height, top=window.top + window.height
        )
        ways = [(plot["x"], x), (plot["x"] + plot["h"], x + h)]
        if not all(is_whole(curve, *way, Sight(around, plot.area)) for way in ways):
            return False
        return plot["x"] == x or has_slopes(curve, plot["x"], x, plot.area)

    def ghost(self, x: float) -> VGroup:
        """Return a point of the curve with its tangent, which stay where they are."""
        y, slope = self._function.sample_at(x), float(slopes(self._function, x))
        line = self.plot.straight(lambda _: (x, y, slope), Role.SLOPE, width=3, of=self._function)
        ghost = VGroup(line, self.plot.dot(lambda _: (x, y), Role.FUNCTION, on=self._function))
        self.ghosts.append(ghost)
        return ghost

    def coordinates(self) -> list[VGroup]:
        """Return the labels of all points and their slopes, beside the curve."""
        return self._labels(*self.ghosts).points(self._tables)

    def _labels(self, *drawn: Mobject) -> TangentLabels:
        return TangentLabels(self._scene, self.plot, self.curve, *drawn)

    def _slope_badge(self) -> VGroup:
        area, theme = self.plot.area, self._scene.theme
        word = self._scene.label("slope", role=Role.SLOPE)
        quotients = [row.quotient for row in self._tables[0].rows]
        slopes = [table.slope for table in self._tables]
        steepest = max(abs(slope.number) for slope in (*quotients, *slopes))
        order = int(np.floor(np.log10(steepest))) if steepest else 0
        self._rolling_places = int(np.clip(_ROLLING_DIGITS - 1 - order, 0, 9))
        shown = self._scene.digits.shown
        numbers = [shown(slope).marked_typst for slope in (*quotients, *slopes)]
        numbers.append(f"-{steepest:.{self._rolling_places}f}")  # the longest on its way
        em = theme.body * EM_PER_FONT_SIZE
        longest = em * max(outlines(math(text), theme).advance for text in numbers)
        widest = word.end - word.start + 0.25 + longest
        left = min(area.right - _BADGE_WIDTH, self._scene.regions.stage.right - widest)
        word.place(left, area.top + 0.18, anchor=-1)
        number = NumberText("-", theme.body, Role.SLOPE, theme)
        claim(number, Reads(self.plot, self.line))
        beside, baseline = word.end + 0.2, word.baseline

        def write(number: NumberText) -> None:
            source = self._slope_source()
            if source:
                number.write(source).place(beside, baseline, anchor=-1)
            else:
                number.clear_points()

        self.plot.derive(number, write)
        return VGroup(word, number)

    def _slope_source(self) -> str:
        """Return the slope as Typst: exact where the scene stops, rounded on the way.

        Nothing where there is none.
        """
        x, h = self.plot["x"], self.plot["h"]
        table = next((table for table in self._tables if table.at.number == x), None)
        if table is not None and h == 0:
            return self._scene.digits.shown(table.slope).marked_typst
        rows = table.rows if table is not None else ()
        row = next((row for row in rows if row.nudge.number == h), None)
        if row is not None:
            return self._scene.digits.shown(row.quotient).marked_typst
        slope = self.slope(self.plot)
        return f"{slope:.{self._rolling_places}f}" if np.isfinite(slope) else ""

    def _draw_across(self, shape: VMobject) -> None:
        start, corner, _ = self._step()
        share = self.plot["across"]
        shape.set_points(arrow(start, start + (corner - start) * share) if share else NOTHING)

    def _draw_up(self, shape: VMobject) -> None:
        _, corner, end = self._step()
        share = self.plot["up"]
        shape.set_points(arrow(corner, corner + (end - corner) * share) if share else NOTHING)

    def _step(self) -> np.ndarray:
        """Return the corners of one step across and the slope up, in the frame."""
        (x, y), run = self.here(self.plot), float(self.run)
        return self.plot.points([[x, y], [x + run, y], [x + run, y + self.slope(self.plot) * run]])


def _run_of(window: Window) -> sp.Rational:
    """Return how far a step goes across: the power of ten nearest to one that can be seen."""
    shares = {power: 10.0**power / window.width for power in range(-12, 13)}
    seen = [p for p, share in shares.items() if _SHORTEST_STEP < share < _LONGEST_STEP]
    return sp.Integer(10) ** min(seen, key=abs, default=0)


def _windows(function: Function, tables: Sequence[NudgeTable], run: float) -> tuple[Window, Window]:
    """Return a window that shows the first secant, and one for the points and the steps.

    They are the same unless the secant's second point lies far away.
    """
    near = overview(function, tables, above=0.4)
    second = tables[0].rows[0]
    whole = near.including(second.nudged_at.number, second.nudged_value.number, room=0.08)
    for table in tables:
        x, y, slope = table.at.number, table.rows[0].value.number, table.slope.number
        whole, near = (w.including(x + run, y + slope * run) for w in (whole, near))
    small = near.width * _ZOOM < whole.width or near.height * _ZOOM < whole.height
    return whole, near if small else whole
