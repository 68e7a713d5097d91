"""The nudge triangle: base, height and the chord between the two points of the curve."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from calculus.function import Function
from scenes.meaning import Formula, Side, claim
from scenes.plot import Plot, filled, stroke
from scenes.shapes import NOTHING, polyline, segments
from scenes.text import Text
from scenes.theme import Role

_LABEL_GAP = 0.16  # between a side and its label, Manim units


class NudgeTriangle:
    """A triangle on the graph of a function, in a plot.

    The plot's state says where it is and how much of it is drawn: ``x`` the point, ``h`` the
    nudge, ``base`` and ``height`` the drawn share of each side.

    Attributes:
        base: The side along which the input grows.
        height: The side along which the function grows.
        chord: The line through both points of the curve, drawn between them.
        area: The inside.
    """

    STATE = {"x": 0.0, "h": 1.0, "base": 0.0, "height": 0.0}

    def __init__(self, plot: Plot, function: Function) -> None:
        self.plot = plot
        self._function = function
        theme = plot.theme
        self.area = plot.derive(filled(theme[Role.SLOPE], "area", 0.13), self._shape_area)
        self.chord = plot.derive(stroke(theme[Role.SLOPE], 3, "line"), self._shape_chord)
        self.base = plot.derive(stroke(theme[Role.INPUT], 7, "line"), self._shape_base)
        self.height = plot.derive(stroke(theme[Role.OUTPUT], 7, "line"), self._shape_height)
        parts = {"area": self.area, "chord": self.chord, "base": self.base, "height": self.height}
        for part, mobject in parts.items():
            claim(mobject, self._claim(part))

    def _claim(self, part: str) -> Side:
        plot, of = self.plot, Formula.of(self._function)
        drawn = part in ("base", "height")
        return Side(
            plot,
            of,
            part,
            lambda: float(plot["x"]),
            lambda: float(plot["h"]),
            lambda: float(plot[part]) if drawn else 1.0,
        )

    def start(self, plot: Plot) -> tuple[float, float]:
        """Return the point before the nudge, in axis coordinates."""
        return plot["x"], self._function.sample_at(plot["x"])

    def end(self, plot: Plot) -> tuple[float, float]:
        """Return the point after the nudge, in axis coordinates."""
        x = plot["x"] + plot["h"]
        return x, self._function.sample_at(x)

    def corners(self) -> np.ndarray:
        """Return start, right angle and end in the frame, shape (3, 3)."""
        (x0, y0), (x1, y1) = self.start(self.plot), self.end(self.plot)
        return self.plot.points([[x0, y0], [x1, y0], [x1, y1]])

    def below_base(self, label: Text) -> Text:
        """Keep a label outside the triangle, along its base."""

        def shape(label: Text) -> None:
            start, corner, end = self.corners()
            side = -1 if end[1] >= corner[1] else 1
            label.move_to((start + corner) / 2 + [0, side * (_LABEL_GAP + label.height / 2), 0])
            # A label longer than the base must not reach back over the point: the curve is there.
            ahead = np.sign(corner[0] - start[0])
            reach = ahead * (label.get_center()[0] - start[0]) - label.width / 2
            label.shift((ahead * max(0.0, _LABEL_GAP - reach), 0, 0))

        self.plot.derive(label, shape)
        return label

    def beside_height(self, label: Text) -> Text:
        """Keep a label outside the triangle, along its height."""

        def shape(label: Text) -> None:
            start, corner, end = self.corners()
            side = 1 if corner[0] >= start[0] else -1
            label.move_to((corner + end) / 2 + [side * (_LABEL_GAP + label.width / 2), 0, 0])

        self.plot.derive(label, shape)
        return label

    @property
    def sides(self) -> VGroup:
        """All that is drawn, for dimming or taking away at once."""
        return VGroup(self.area, self.chord, self.base, self.height)

    def _shape_base(self, line: VMobject) -> None:
        start, corner, _ = self.corners()
        self._draw(line, start, corner, self.plot["base"])

    def _shape_height(self, line: VMobject) -> None:
        _, corner, end = self.corners()
        self._draw(line, corner, end, self.plot["height"])

    def _shape_chord(self, line: VMobject) -> None:
        start, _, end = self.corners()
        self._draw(line, start, end, 1.0)

    def _shape_area(self, shape: VMobject) -> None:
        shape.set_points(polyline(self.corners(), closed=True))

    @staticmethod
    def _draw(line: VMobject, start: np.ndarray, end: np.ndarray, share: float) -> None:
        length = np.linalg.norm(end - start) * share
        piece = segments([start], [start + (end - start) * share]) if length > 1e-9 else NOTHING
        line.set_points(piece)
