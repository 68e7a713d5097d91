"""What draws the derivative: the curve above, and under it the slope at every point."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from calculus.edges import slopes
from calculus.function import Function
from calculus.nudge import NudgeTable
from scenes.base import LessonScene
from scenes.look.text import math
from scenes.look.theme import Role
from scenes.picture.layout import Box
from scenes.picture.plot import Place, Plot, TickLabels, stroke
from scenes.picture.shapes import NOTHING, Points, segments
from scenes.picture.window import Window
from scenes.words import terms

_HIGH = 0.5  # height over width from which a stage has room for two plots under each other
_BEYOND = 1.0  # how far slopes are shown beyond the known ones, in spans of those
_MANY = 20_001  # inputs at which is looked how steep a curve is where all known slopes are level
_POLE = 2.0  # times as steep from ten times as near: beside a pole
_USUAL, _BESIDE = 0.9, 4.0  # share of slopes that are less; times it, all that is shown of a pole
_LEVEL = 1e-4  # of the plot's height from its left to its right: slopes below are level
_SAMPLES = 200


class SlopePlots:
    """The curve above, and the slope at every point drawn below; the state ``x`` moves both.

    Attributes:
        upper: The plot of the function.
        lower: The plot of the slope, under it, with the same inputs.
        stacked: Whether the lower plot stands under the upper one, not beside it.
        end: How far both can be followed, an input.
        riders: The riding point, its tangent, and the point that draws.
        trail: The slope's curve, as far as it is drawn.
    """

    def __init__(
        self,
        scene: LessonScene,
        function: Function,
        tables: Sequence[NudgeTable],
        window: Window,
        stage: Box,
    ) -> None:
        self._theme = scene.theme
        self._function = function
        derivative = function.derivative
        self.stacked = stage.height > _HIGH * stage.width
        over, under = stage.rows(2, gap=0.05) if self.stacked else stage.columns(2, gap=0.3)
        below = _window_of(function, tables, window)
        seen = _inputs_seen(function, window, below)
        self.end = seen[1]
        x = math(terms.name(function.variable).typst)
        state = {"x": seen[0]}
        axes = x, math(terms.applied(function).typst)
        # The upper plot shares the ticks of the lower one.
        shared: TickLabels = "up" if self.stacked else "both"
        self.upper = Plot(over, window, axes, scene.theme, tick_labels=shared, state=state)
        self.lower = Plot(under, below, (x, scene.say("slope").markup), scene.theme, state=state)
        self.curve = self.upper.curve(function)
        self.trail = self.lower.curve(
            derivative, Role.SLOPE, until=lambda plot: plot["x"], within=function
        )

        def touch(plot: Plot) -> tuple[float, float]:
            return plot["x"], function.sample_at(plot["x"])

        def slope(plot: Plot) -> tuple[float, float]:
            return plot["x"], float(slopes(function, plot["x"]))

        self.riders = VGroup(
            self.upper.straight(
                lambda p: (*touch(p), slope(p)[1]), Role.SLOPE, width=3, of=function
            ),
            self.upper.dot(touch, Role.FUNCTION, on=function),
            self.lower.dot(slope, Role.SLOPE, on=derivative),
        )
        if self.stacked:
            link = stroke(scene.theme[Role.NEUTRAL], 2, "guide", 0.8)
            self.riders.add(link)
            self.lower.derive(link, lambda line: line.set_points(self._link(touch, slope)))

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
        if not self.stacked:
            return dots
        plumb = stroke(self._theme[Role.NEUTRAL], 2, "guide", 0.8)
        return VGroup(plumb.set_points(self._plumb(x, y, x, slope)), *dots)

    def _link(self, touch: Place, slope: Place) -> Points:
        """Return the line between the riding point and its slope, where both are to be seen."""
        (x, above), (_, below) = touch(self.lower), slope(self.lower)
        if self.upper.window.contains(x, above) and self.lower.window.contains(x, below):
            return self._plumb(x, above, x, below)
        return NOTHING

    def _plumb(self, x: float, y: float, x_below: float, slope: float) -> Points:
        """Return a line from a point of the curve down to its slope."""
        return segments([self.upper.point(x, y)], [self.lower.point(x_below, slope)])


def _window_of(function: Function, tables: Sequence[NudgeTable], like: Window) -> Window:
    """Return a window with the same inputs that shows the known slopes and those around them."""
    known = [0.0, *(table.slope.number for table in tables)]
    least, most = min(known), max(known)
    beyond, values = _BEYOND * (most - least), _steepness(function, like, _SAMPLES)
    if beyond < _LEVEL * like.height / like.width:  # level as far as can be seen
        values = _steepness(function, like, _MANY)
        usual, steepest = np.quantile(np.abs(values), (_USUAL, 1)) if len(values) else (0, 0)
        is_pole = steepest > _POLE * np.abs(values[::10]).max(initial=0)
        beyond = _BESIDE * usual if is_pole else np.inf
    low = max(min(least, *values), least - beyond)
    high = min(max(most, *values), most + beyond)
    room = 0.1 * (high - low) or 1.0
    return Window(like.left, low - room, like.right, high + room)


def _steepness(function: Function, window: Window, count: int) -> Points:
    """Return the slopes at so many inputs in a window, where there are any."""
    found = slopes(function, np.linspace(window.left, window.right, count))
    return found[np.isfinite(found)]


def _inputs_seen(function: Function, window: Window, slopes_seen: Window) -> tuple[float, float]:
    """Return the first and the last input where both curves are to be seen."""
    xs = np.linspace(window.left, window.right, _SAMPLES)
    above, below = function.sample(xs), slopes(function, xs)
    seen = (above >= window.bottom) & (above <= window.top)  # not where there is no value
    seen &= (below >= slopes_seen.bottom) & (below <= slopes_seen.top)
    inside = xs[seen] if seen.any() else xs
    return float(inside[0]), float(inside[-1])
