"""What the tangent story draws with: a point on a curve with its secant or tangent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from calculus.function import Function
from calculus.nudge import NudgeTable
from calculus.shown import shown
from scenes import terms
from scenes.base import LessonScene
from scenes.framing import overview
from scenes.meaning import Reads, claim
from scenes.plot import Plot, TickLabels, filled, stroke
from scenes.shapes import NOTHING, Points, arrow, segments
from scenes.text import Number, math
from scenes.theme import Role
from scenes.window import Window

_ROLLING_PLACES = 3  # decimals of a slope on its way
_BADGE_WIDTH = 2.3  # room for the word and the number, Manim units
_HIGH = 0.6  # height over width from which a stage has room for two plots under each other
_LABEL_GAP = 0.2  # between an arrow and its label, Manim units


class TangentStage:
    """The plot with a riding point, its secant or tangent, and a step along it.

    The plot's state: ``x`` where the point is, ``h`` how far the second point is (0 for the
    tangent), ``across`` and ``up`` the drawn share of the arrows of a step.

    Attributes:
        plot: The plot.
        line: The secant, or the tangent when the second point has arrived.
        badge: The slope of the line, rolling along.
    """

    def __init__(
        self, scene: LessonScene, function: Function, tables: Sequence[NudgeTable]
    ) -> None:
        self._scene = scene
        self._function = function
        self._tables = tables
        first = tables[0]
        whole = overview(function, tables, above=0.4)
        second = first.rows[0]
        whole = whole.including(second.nudged_at.number, second.nudged_value.number, room=0.08)
        for table in tables:  # the end of a step along each tangent
            x, y, slope = table.at.number, table.rows[0].value.number, table.slope.number
            whole = whole.including(x + 1, y + slope)
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
            return self._function.derivative.sample_at(plot["x"])
        (x0, y0), (x1, y1) = self.here(plot), self.there(plot)
        return (y1 - y0) / (x1 - x0)

    def step_labels(self, table: NudgeTable) -> VGroup:
        """Return the labels of the arrows of a step: one across, the slope up."""
        start, corner, end = self._step()
        across = self._scene.formula("{one}", one=shown(1), role=Role.INPUT)
        up = self._scene.formula("{s}", s=shown(table.slope), role=Role.OUTPUT)
        side = -1 if end[1] >= corner[1] else 1
        across.move_to((start + corner) / 2 + [0, side * (_LABEL_GAP + across.height / 2), 0])
        up.move_to((corner + end) / 2 + [_LABEL_GAP + up.width / 2, 0, 0])
        return VGroup(across, up)

    def ghost(self, x: float) -> VGroup:
        """Return a point of the curve with its tangent, which stay where they are."""
        y, slope = self._function.sample_at(x), self._function.derivative.sample_at(x)
        line = self.plot.straight(lambda _: (x, y, slope), Role.SLOPE, width=3, of=self._function)
        return VGroup(line, self.plot.dot(lambda _: (x, y), Role.FUNCTION, on=self._function))

    def coordinates(self, table: NudgeTable) -> VGroup:
        """Return the labels of a point and of its slope, beside the curve."""
        a, value = shown(table.at), shown(table.rows[0].value)
        # A comma between them could be taken for that of a decimal.
        form = "({a} thin ; {v})" if self._scene.theme.decimal_comma else "({a}, {v})"
        point = self._scene.formula(form, a=a, v=value)
        slope = self._scene.formula("{s}", s=shown(table.slope), role=Role.SLOPE)
        at = self.plot.point(a.number, value.number)
        outside = 1 if table.slope.number >= 0 else -1
        if at[0] + outside * (0.4 + point.width) < self.plot.area.left:
            # No room beside the axis: both stand inside the curve.
            point.move_to(at + np.array([0.3 + point.width / 2, 0.1, 0]))
            slope.place(point.start, point.baseline + 0.5, anchor=-1)
        else:
            point.move_to(at + np.array([outside * (0.25 + point.width / 2), -0.15, 0]))
            edge = point.start if outside > 0 else point.end
            slope.place(edge, point.baseline - 0.5, anchor=-outside)
        return VGroup(point, slope)

    def _slope_badge(self) -> VGroup:
        area, theme = self.plot.area, self._scene.theme
        word = self._scene.label("slope", role=Role.SLOPE)
        word.place(area.right - _BADGE_WIDTH, area.top + 0.18, anchor=-1)
        number = Number("-", theme.body, Role.SLOPE, theme)
        claim(number, Reads(self.plot, self.line))
        left, baseline = word.end + 0.2, word.baseline

        def write(number: Number) -> None:
            number.write(self._slope_source()).place(left, baseline, anchor=-1)

        self.plot.derive(number, write)
        return VGroup(word, number)

    def _slope_source(self) -> str:
        """Return the slope as Typst: exact where the scene stops, rounded on the way."""
        x, h = self.plot["x"], self.plot["h"]
        table = next((table for table in self._tables if table.at.number == x), None)
        if table is not None and h == 0:
            return shown(table.slope).marked_typst
        rows = table.rows if table is not None else ()
        row = next((row for row in rows if row.nudge.number == h), None)
        if row is not None:
            return shown(row.quotient).marked_typst
        return f"{self.slope(self.plot):.{_ROLLING_PLACES}f}"

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
        x, y = self.here(self.plot)
        return self.plot.points([[x, y], [x + 1, y], [x + 1, y + self.slope(self.plot)]])


class SlopePlots:
    """The curve above, and the slope at every point drawn below; the state ``x`` moves both.

    Attributes:
        upper: The plot of the function.
        lower: The plot of the slope, under it, with the same inputs.
        end: How far both can be followed, an input.
        riders: The riding point, its tangent, and the point that draws.
        trail: The slope's curve, as far as it is drawn.
    """

    def __init__(self, scene: LessonScene, function: Function, window: Window) -> None:
        self._theme = scene.theme
        self._function = function
        derivative = function.derivative
        stage = scene.regions.stage
        self._stacked = stage.height > _HIGH * stage.width
        over, under = stage.rows(2, gap=0.05) if self._stacked else stage.columns(2, gap=0.3)
        x = math(terms.name(function.variable).typst)
        state = {"x": window.left}
        axes = x, math(terms.applied(function).typst)
        # The upper plot shares the ticks of the lower one.
        shared: TickLabels = "up" if self._stacked else "both"
        self.upper = Plot(over, window, axes, scene.theme, tick_labels=shared, state=state)
        window = _window_of(derivative, window)
        self.lower = Plot(under, window, (x, scene.say("slope").markup), scene.theme, state=state)
        self.curve = self.upper.curve(function)
        self.trail = self.lower.curve(derivative, Role.SLOPE, until=lambda plot: plot["x"])

        def touch(plot: Plot) -> tuple[float, float]:
            return plot["x"], function.sample_at(plot["x"])

        def slope(plot: Plot) -> tuple[float, float]:
            return plot["x"], derivative.sample_at(plot["x"])

        self.riders = VGroup(
            self.upper.straight(
                lambda p: (*touch(p), slope(p)[1]), Role.SLOPE, width=3, of=function
            ),
            self.upper.dot(touch, Role.FUNCTION, on=function),
            self.lower.dot(slope, Role.SLOPE, on=derivative),
        )
        if self._stacked:
            link = stroke(scene.theme[Role.NEUTRAL], 2, "guide", 0.8)
            self.riders.add(link)
            self.lower.derive(
                link,
                lambda line: line.set_points(self._plumb(*touch(self.lower), *slope(self.lower))),
            )
        inside = [x for x in np.linspace(window.left, window.right, 200) if self._sees(x)]
        self.end = max(inside, default=window.right)

    def slope_dot(self, table: NudgeTable) -> VMobject:
        """Return the slope at a point, in the lower plot."""
        place = table.at.number, table.slope.number
        return self.lower.dot(lambda _: place, Role.SLOPE, on=self._function.derivative)

    def mark(self, table: NudgeTable) -> VGroup:
        """Return a point of the curve and its slope, joined by a line if it is straight below."""
        x, y, slope = table.at.number, table.rows[0].value.number, table.slope.number
        dots = VGroup(
            self.upper.dot(lambda _: (x, y), Role.FUNCTION, on=self._function),
            self.slope_dot(table),
        )
        if not self._stacked:
            return dots
        plumb = stroke(self._theme[Role.NEUTRAL], 2, "guide", 0.8)
        return VGroup(plumb.set_points(self._plumb(x, y, x, slope)), *dots)

    def _plumb(self, x: float, y: float, x_below: float, slope: float) -> Points:
        """Return a line from a point of the curve down to its slope."""
        return segments([self.upper.point(x, y)], [self.lower.point(x_below, slope)])

    def _sees(self, x: float) -> bool:
        """Say whether both plots show what happens at an input."""
        above, below = self._function.sample_at(x), self._function.derivative.sample_at(x)
        return self.upper.window.contains(x, above) and self.lower.window.contains(x, below)


def _window_of(function: Function, like: Window) -> Window:
    """Return a window with the same inputs, as high as the function's values there."""
    values = function.sample(np.linspace(like.left, like.right, 200))
    values = values[np.isfinite(values)]
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    room = 0.1 * max(high - low, 1e-9)
    return Window(like.left, low - room, like.right, high + room)
