"""The hill: a ball rolls along the graph of a function."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import VGroup, VMobject

from calculus.descent import Descent
from calculus.function import Function
from scenes import meaning
from scenes.layout import Box
from scenes.plot import Plot, TickLabels, filled, stroke
from scenes.shapes import NOTHING, Points, arrow, circle, dashed, segments
from scenes.theme import Role, Theme
from scenes.window import Window

BALL_RADIUS = 0.17
ROOM = 1.2  # times as wide as what must be seen: a window around a hill
_SPOKES = 3
_ROLL_SAMPLES = 120  # pieces in which the length of the way is measured


class Hill(Plot):
    """A plot with a ball on its curve; the state ``w`` says where it touches the curve.

    The ball turns by the length of its way over its radius, as a rolling ball does. Where it
    is and how it is turned follow from ``w`` alone.
    """

    def __init__(
        self,
        box: Box,
        window: Window,
        names: tuple[str, str] | None,
        theme: Theme,
        *,
        function: Function,
        start: float,
        radius: float = BALL_RADIUS,
        tick_labels: TickLabels = "both",
    ) -> None:
        state = {"w": start, "arrow": 0.0}
        super().__init__(box, window, names, theme, tick_labels=tick_labels, state=state)
        self.function = function
        self._radius = radius
        self._origin = start
        self.line = self.curve(function)
        body = filled(theme[Role.VALUE], "dot")
        spokes = stroke(theme.background, 2.5, "dot")
        self.ball = VGroup(
            self.derive(body, lambda shape: shape.set_points(self._ball())),
            self.derive(spokes, lambda shape: shape.set_points(self._spokes())),
        )
        slope = function.derivative
        drop = stroke(theme[Role.INPUT], 2.5, "guide")
        self.drop = self.derive(drop, lambda line: line.set_points(self._drop()))
        self.tangent = self.straight(
            lambda plot: (plot["w"], function.sample_at(plot["w"]), slope.sample_at(plot["w"])),
            Role.SLOPE,
            width=3,
            of=function,
        )
        of = self._formula = meaning.Formula.of(function)
        meaning.claim(body, meaning.Ball(self, of, lambda: float(self["w"]), radius))
        meaning.claim(
            spokes, meaning.Spokes(self, of, start, lambda: float(self["w"]), radius, _SPOKES)
        )

    def touch(self, w: float | None = None) -> Points:
        """Return where the ball touches the curve, in the frame."""
        w = self["w"] if w is None else w
        return self.point(w, self.function.sample_at(w))

    def centre(self, w: float | None = None) -> Points:
        """Return the ball's centre, in the frame: one radius above the curve, at right angles."""
        w = self["w"] if w is None else w
        steepness = self.function.derivative.sample_at(w) * self._units_up / self._units_across
        normal = np.array([-steepness, 1.0, 0.0]) / np.hypot(steepness, 1.0)
        centre: Points = self.touch(w) + self._radius * normal
        return centre

    def ghost(self, w: float) -> VMobject:
        """Return the outline of the ball at a place where it has been."""
        line = stroke(self.theme[Role.VALUE], 2, "guide", 0.55)
        meaning.claim(line, meaning.Ball(self, self._formula, lambda: w, self._radius))
        return self.derive(
            line, lambda line: line.set_points(self._seen(circle(self.centre(w), self._radius)))
        )

    def step_arrow(self, start: float, length: float) -> VMobject:
        """Return an arrow along the axis; the state ``arrow`` says how much of it is drawn."""

        def shape(mobject: VMobject) -> None:
            y = self.area.bottom + 0.16
            begin, end = (self.point(w, 0)[0] for w in (start, start + length))
            end = begin + (end - begin) * self["arrow"]
            shown = abs(end - begin) > 1e-6
            mobject.set_points(
                arrow([begin, y, 0], [end, y, 0], width=0.07, head=0.24) if shown else NOTHING
            )

        whole = filled(self.theme[Role.GRADIENT], "line")
        meaning.claim(
            whole, meaning.Step(self, self._formula, start, length, lambda: float(self["arrow"]))
        )
        return self.derive(whole, shape)

    @property
    def _units_across(self) -> float:
        return self.area.width / self.window.width

    @property
    def _units_up(self) -> float:
        return self.area.height / self.window.height

    def _ball(self) -> Points:
        return self._seen(circle(self.centre(), self._radius))

    def _drop(self) -> Points:
        """Return a dashed line from where the ball touches the curve down to the axis."""
        touch = self.touch()
        area = self.area
        if not (area.left <= touch[0] <= area.right and touch[1] <= area.top):
            return NOTHING
        foot = touch.copy()
        foot[1] = self.area.bottom
        return dashed(foot, touch)

    def _spokes(self) -> Points:
        centre = self.centre()
        angles = self._angle() + np.arange(_SPOKES) * np.pi / _SPOKES
        out = 0.8 * self._radius * np.column_stack([np.cos(angles), np.sin(angles), 0 * angles])
        return self._seen(segments(centre - out, centre + out))

    def _angle(self) -> float:
        """Return how far the ball has turned since the start, in radians."""
        ws = np.linspace(self._origin, self["w"], _ROLL_SAMPLES)
        xs, ys = ws * self._units_across, self.function.sample(ws) * self._units_up
        way = float(np.hypot(np.diff(xs), np.diff(ys)).sum())
        return -way / self._radius * float(np.sign(self["w"] - self._origin))

    def _seen(self, points: Points) -> Points:
        """Return a shape, or nothing where its middle is outside the drawing area."""
        area = self.area
        x, y = (points.min(axis=0) + points.max(axis=0))[:2] / 2
        inside = area.left <= x <= area.right and y <= area.top + self._radius
        return points if inside else NOTHING


@dataclass(frozen=True)
class Surroundings:
    """What is around a descent's start.

    Attributes:
        middle: The minimum, or 0 where none is known; in axis units.
        reach: The start's distance from the middle, never quite 0.
    """

    middle: float
    reach: float

    @classmethod
    def of(cls, descent: Descent) -> Surroundings:
        """Return what is around a descent's start."""
        middle = 0.0 if descent.minimum is None else float(descent.minimum)
        return cls(middle, max(abs(descent.start.number - middle), 1e-6))

    def distance(self, w: float) -> float:
        """Return how far from the middle an input is, in reaches."""
        return abs(w - self.middle) / self.reach

    def mirrored(self, w: float) -> float:
        """Return the input as far away on the other side of the middle."""
        return 2 * self.middle - w


def window_around(function: Function, places: Sequence[float], least: float) -> Window:
    """Return a window in which a hill and all the given places on it are seen.

    Args:
        function: The hill.
        places: Inputs to be seen.
        least: The smallest distance between the edges and the middle, in axis units.
    """
    middle = (min(places) + max(places)) / 2
    half = max((max(places) - min(places)) / 2, least) * ROOM
    left, right = middle - half, middle + half
    values = function.sample(np.linspace(left, right, 200))
    values = values[np.isfinite(values)]
    here = function.sample(np.array(places, float))
    low = float(values.min())
    high = float(np.nanmax(here))
    high = max(high + 0.25 * (high - low), low + 1e-9)
    return Window(left, low - 0.06 * (high - low), right, high)
