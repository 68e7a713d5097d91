"""The data of a fit, and the curve or line that a weight and a bias make, as they are now."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VGroup, VMobject

from scenes.base import LessonScene
from scenes.fit.facts import FitFacts
from scenes.landscape.on_maps import place_of
from scenes.look.theme import Role
from scenes.picture.curves import graph
from scenes.picture.layout import pen, px
from scenes.picture.meaning import Around, Curve, Formula, Spot, claim
from scenes.picture.motion import Picture
from scenes.picture.plot import Axis, filled, stroke
from scenes.picture.shapes import NOTHING, Points, circle, clipped, segments
from scenes.picture.terrain import Place
from scenes.picture.window import Window
from scenes.picture.world import Pane, World

_DOT = px(15)  # radius
_ROOM, _OVER = 0.12, 0.32  # of what lies between the data, seen beside and over them
_FARTHEST = 4.0  # times as far as labels reach is seen of the first model and the best
_INPUT = "x"


class Data(World):
    """The examples as dots, and the model as a curve.

    Args:
        scene: Where it is shown.
        pane: What it fills, and what of that shows all of the data.
        land: The map, by whose state it goes.
        place: Gives the weight and the bias there.

    Attributes:
        dots: The examples.
        model: What the weight and the bias make of any input.
        errors: From each example to the model.
    """

    def __init__(
        self,
        scene: LessonScene[FitFacts],
        pane: Pane,
        land: Picture,
        place: Callable[[], Place],
    ) -> None:
        self._facts, self._place = scene.facts, place
        examples = scene.facts.examples
        self._pairs = np.array(
            [[float(x), float(y)] for x, y in zip(examples.inputs, examples.labels, strict=True)]
        )
        state = {"frame": pane.frame, "area": pane.area}
        names = (f"${_INPUT}$", "$hat(y)$")
        super().__init__(scene.regions, self._around(), scene.theme, names=names, state=state)
        self._land = land
        score = f"w*{_INPUT} + b"
        self._called = score if self._facts.is_line else f"sigma({score})"
        self.dots = [self._dot(x, y) for x, y in self._pairs]
        self.yield_to(*self.dots)
        self.errors = VGroup(*(self._error(i) for i in range(len(self._pairs))))
        self.model = stroke(self.theme[Role.VALUE], self.curve_pen, "curve")
        land.derive(self.model, self._draw_model)

    def _around(self) -> Window:
        """Return what is seen: all data, and where a line starts and ends if that is near."""
        xs, ys = self._pairs.T
        low, high = (float(ys.min()), float(ys.max())) if self._facts.is_line else (0.0, 1.0)
        reach = (high - low) or abs(low) or 1.0
        stops = [self._facts.way.stops[0], *filter(None, [self._facts.bottom])]
        made = np.array([w * xs + b for w, b in map(place_of, stops)]).ravel()
        near = made[(made > low - _FARTHEST * reach) & (made < high + _FARTHEST * reach)]
        if self._facts.is_line and len(near):
            low, high = min(low, float(near.min())), max(high, float(near.max()))
        across, up = _ROOM * float(np.ptp(xs)), _OVER * ((high - low) or reach)
        return Window(float(xs.min()) - across, low - up, float(xs.max()) + across, high + up)

    def made(self, xs: Points) -> Points:
        """Return what the model makes of inputs."""
        w, b = self._place()
        scores = w * xs + b
        return scores if self._facts.is_line else 0.5 * (1 + np.tanh(scores / 2))

    def is_farther(self, before: Place) -> list[bool]:
        """Say of which examples the model is farther off than with another weight and bias."""
        xs, ys = self._pairs.T
        scores = np.array([w * xs + b for w, b in (before, self._place())])
        off = np.abs(scores - ys) if self._facts.is_line else scores * np.where(ys, -1, 1)
        return [bool(now > once) for once, now in off.T]

    def _scale(self, axis: Axis) -> tuple[Points, float]:
        """Say nothing of how long a unit is upwards: no slope is read here."""
        return NOTHING, 0.0

    def _colour(self, y: float) -> str:
        """Return the colour of a label."""
        return self.theme[Role.INPUT if y == 0 and not self._facts.is_line else Role.OUTPUT]

    def _dot(self, x: float, y: float) -> VMobject:
        dot = filled(self._colour(y), "dot")
        claim(dot, Spot(self, lambda: (x, y)))
        return self.derive(dot, lambda dot: dot.set_points(circle(self.point(x, y), _DOT)))

    def _error(self, i: int) -> VMobject:
        """Return the line from an example to the model."""
        x, y = self._pairs[i]
        line = stroke(self._colour(y), pen(4), "guide", 0.7)
        claim(line, Around(self))

        def draw(line: VMobject) -> None:
            window = self.seen.window
            end = np.clip(self.made(self._pairs[i, :1])[0], window.bottom, window.top)
            line.set_points(segments([self.point(x, y)], [self.point(x, end)]))

        return self._land.derive(line, draw)

    def _draw_model(self, line: VMobject) -> None:
        sight = self.seen
        xs, ys = graph(self.made, sight, sight.window.right)
        starts, ends = clipped(xs, ys, sight.window.bottom, sight.window.top)
        line.set_points(segments(self.points(starts), self.points(ends)))
        w, b = self._place()
        score = f"({w!r})*{_INPUT} + ({b!r})"
        body = score if self._facts.is_line else f"sigma({score})"
        claim(line, Curve(self, Formula(_INPUT, body), called=self._called))
