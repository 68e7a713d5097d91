"""The nudge triangle: base, height and the chord between the two points of the curve."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import numpy as np
from manim import VGroup

from calculus.edges import slopes
from calculus.function import Function
from calculus.quantity import Quantity
from scenes.look.text import LEAST_SIZE, Text
from scenes.look.theme import Role
from scenes.picture.layout import pen
from scenes.picture.placing import Obstacles, Place, box_of, clearest
from scenes.picture.plot import Plot, knocked_out
from scenes.words.wording import Term
from scenes.words.writing import Writing

_SIZES = 50, 42, 33, LEAST_SIZE  # font sizes of labels: the first that has room
_LABEL_GAP = 0.16  # between a side and its label, Manim units
_SLIDE = 0.08  # from one place to the next that a label tries


class NudgeTriangle:
    """A triangle on the graph of a function, in a plot.

    The plot's state says where it is and how much of it is drawn: ``x`` the point, ``h`` the
    nudge, ``base`` and ``height`` the drawn share of each side.

    Attributes:
        function: The function.
        base: The side along which the input grows.
        height: The side along which the function grows.
        chord: The line through both points of the curve, drawn between them.
        area: The inside.
    """

    STATE = {"x": 0.0, "h": 1.0, "base": 0.0, "height": 0.0}

    def __init__(self, plot: Plot, function: Function) -> None:
        self.plot, self.function = plot, function
        ways = lambda: float(plot["x"]), lambda: float(plot["h"])
        self.area, self.chord = (
            plot.triangle(function, part, *ways, width=pen(6)) for part in ("area", "chord")
        )
        self.base = plot.triangle(function, "base", *ways, lambda: float(plot["base"]))
        self.height = plot.triangle(function, "height", *ways, lambda: float(plot["height"]))

    def start(self, plot: Plot) -> tuple[float, float]:
        """Return the point before the nudge, in axis coordinates."""
        return plot["x"], self.function.sample_at(plot["x"])

    def end(self, plot: Plot) -> tuple[float, float]:
        """Return the point after the nudge, in axis coordinates."""
        x = plot["x"] + plot["h"]
        return x, self.function.sample_at(x)

    def through(self, plot: Plot) -> tuple[float, float, float]:
        """Return the secant through both points: the first, and the slope; level without one."""
        (x0, y0), (x1, y1) = self.start(plot), self.end(plot)
        return x0, y0, (y1 - y0) / (x1 - x0) if x1 != x0 else 0.0

    def touching(self, plot: Plot) -> tuple[float, float, float]:
        """Return the tangent before the nudge: a point of it, and its slope."""
        x, y = self.start(plot)
        return x, y, float(slopes(self.function, x))

    def corners(self) -> np.ndarray:
        """Return start, right angle and end in the frame, shape (3, 3)."""
        (x0, y0), (x1, y1) = self.start(self.plot), self.end(self.plot)
        return self.plot.points([[x0, y0], [x1, y0], [x1, y1]])

    def labelled(
        self, write: Callable[[float], tuple[Text, Text]], obstacles: Obstacles, aside: float
    ) -> tuple[Text, Text]:
        """Return labels of base and height, outside the triangle as it is now.

        They stand at the middle of their sides, or as near to it as there is room, and are set
        smaller only where they would lie over something else. What is behind them is knocked out.

        Args:
            write: Makes both labels in a font size.
            obstacles: What they keep clear of besides the triangle, and where they may be.
            aside: Room for what stands beside the height, Manim units.
        """
        obstacles = obstacles.adding(self.base, self.height, self.chord)
        for size in _SIZES:
            base, height = write(size)
            self.under(base, obstacles)
            both = obstacles.adding(base)
            height.move_to((*clearest(height, self._along_height(height, aside), both), 0))
            if not obstacles.covered(box_of(base)) + both.covered(box_of(height)):
                break
        for text in (base, height):
            knocked_out(text, self.plot.theme.background)
        return base, height

    def measured(
        self,
        scene: Writing,
        base: tuple[Term, Quantity],
        height: tuple[Term, Quantity],
        obstacles: Obstacles,
        aside: float = 0.0,
    ) -> tuple[Text, Text]:
        """Return labels of the whole triangle: how far the nudge goes, and what comes of it.

        Args:
            scene: Writes them.
            base: What the nudge is called, and the nudge.
            height: What the change is called, and the change.
            obstacles: What they keep clear of besides the triangle, and where they may be.
            aside: Room for what stands beside the height, Manim units.
        """
        digits, form, state = scene.tongue.digits, "{n} {v:equals}", dict(self.plot.state)
        nudge, change = digits.as_given(base[1]), digits.brief(height[1])
        self.plot.set(base=1.0, height=1.0)
        labels = self.labelled(
            lambda size: (
                scene.formula(form, size, Role.INPUT, n=base[0], v=nudge),
                scene.formula(form, size, Role.OUTPUT, n=height[0], v=change),
            ),
            obstacles,
            aside,
        )
        self.plot.set(**state)
        return labels

    def under(self, label: Text, obstacles: Obstacles, rows: int = 1) -> Text:
        """Put a label outside of the base, where there is room.

        Args:
            label: The label.
            obstacles: What is there already.
            rows: How many times its own height it may be away.
        """
        return label.move_to((*clearest(label, self._along_base(label, rows), obstacles), 0))

    def _along_base(self, label: Text, rows: int = 1) -> Iterator[Place]:
        """Give places at the base: outside, from its middle on; then at its other side; then back.

        A label longer than the base begins beyond the point at first: before that is the curve.
        """
        start, corner, end = self.corners()
        outside = -1 if end[1] >= corner[1] else 1
        ahead = 1 if corner[0] >= start[0] else -1
        middle = (start[0] + corner[0]) / 2
        first = max(ahead * middle, ahead * start[0] + _LABEL_GAP + label.width / 2)
        for way, row, side in product((1, -1), range(rows), (outside, -outside)):
            y = start[1] + side * (_LABEL_GAP + (row + 1 / 2) * label.height)
            for on in np.arange(0, label.width + _SLIDE, _SLIDE):
                yield ahead * (first + way * on), y

    def _along_height(self, label: Text, aside: float) -> Iterator[Place]:
        """Give places at the height: beside its middle, towards the base, away from it, behind."""
        start, corner, end = self.corners()
        ahead = 1 if corner[0] >= start[0] else -1
        towards = -1 if end[1] >= corner[1] else 1
        beside = corner[0] + ahead * (aside + _LABEL_GAP + label.width / 2)
        behind = corner[0] - ahead * label.width / 2
        middle = (corner[1] + end[1]) / 2
        reach = abs(end[1] - corner[1]) / 2 + 2 * label.height + _LABEL_GAP
        for side in (towards, -towards):
            for off in np.arange(0, reach, _SLIDE):
                yield beside, middle + side * off
        for off in np.arange(_LABEL_GAP, 4 * label.height, _SLIDE):
            yield behind, end[1] - towards * (label.height / 2 + off)

    @property
    def sides(self) -> VGroup:
        """All that is drawn, for dimming or taking away at once."""
        return VGroup(self.area, self.chord, self.base, self.height)
