"""A slope as an area: of a box as wide as the output, or of a square that lacks a corner."""

from __future__ import annotations

from functools import partial

import numpy as np
from manim import VMobject

from scenes.activation.facts import ActivationFacts
from scenes.base import LessonScene
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.layout import Box, pen
from scenes.picture.meaning import Detail, Formula, Frame, SlopeArea, claim
from scenes.picture.plot import Plot, TickLabels, filled, stroke
from scenes.picture.shapes import NOTHING, polyline, segments
from scenes.picture.window import Window
from scenes.words import terms

_UNDER, _BESIDE = 0.5, 0.15  # Manim units from a side to its name


class SlopeBox(Plot):
    """A unit square, and in it the area that is the slope at the riding point, the state ``x``.

    Attributes:
        filled: The area.
        names: Of its sides; or of that of the corner.
    """

    def __init__(self, scene: LessonScene[ActivationFacts], box: Box, x: float) -> None:
        self._facts, self._box_area = scene.facts, box
        super().__init__(box, Window(0, 0, 1, 1), None, scene.theme, state={"x": x})
        area = filled(self.theme[Role.SLOPE], "area", 0.8)
        of = Formula.of(scene.facts.function)
        claim(area, SlopeArea(self, of, lambda: float(self["x"])))
        self.filled = self.derive(area, self._draw)
        a = terms.name(scene.facts.function.name)
        names = ("{a}", "{one} - {a}") if self._facts.shape.area == "box" else ("abs({a})",)
        self.names = [
            self.derive(
                scene.formula(name, role=Role.SLOPE, a=a, **({"one": 1} if "one" in name else {})),
                partial(self._put, i),
            )
            for i, name in enumerate(names)
        ]

    @property
    def area(self) -> Box:
        return self._box_area

    @property
    def output(self) -> float:
        """What the activation makes of the riding point, without its sign."""
        return abs(self._facts.function.sample_at(self["x"]))

    def _put(self, i: int, name: Text) -> None:
        """Put a name to the middle of its side: under the box, or at its left."""
        a, box = self.output, self.area
        if i == 0:
            name.place(box.left + a / 2 * box.width, box.bottom - _UNDER)
        else:
            name.place(box.left - _BESIDE, box.bottom + (1 - a) / 2 * box.height - _BESIDE, 1)

    def _draw(self, area: VMobject) -> None:
        a = self.output
        if self._facts.shape.area == "box":
            boxes = [(0.0, 0.0, a, 1 - a)]
        else:  # over the square of the output, and beside it
            boxes = [(0.0, a, 1.0, 1.0), (a, 0.0, 1.0, a)]
        corners = [
            [[x0, y0], [x1, y0], [x1, y1], [x0, y1]]
            for x0, y0, x1, y1 in boxes
            if x1 > x0 and y1 > y0
        ]
        parts = [polyline(self.points(one), closed=True) for one in corners]
        area.set_points(np.vstack([NOTHING, *parts]))

    def _make_axes(self, names: tuple[str, ...] | None, tick_labels: TickLabels) -> VMobject:
        """Draw the square, and the line on which the corner of the box moves."""
        square = stroke(self.theme[Role.NEUTRAL], pen(3), "axes")
        square.set_points(polyline(np.array(self.area.outline), closed=True))
        claim(square, Frame(self))
        way = stroke(self.theme[Role.NEUTRAL], pen(3), "guide", 0.6)
        box = self.area
        if self._facts.shape.area == "box":
            way.set_points(segments([[box.left, box.top, 0]], [[box.right, box.bottom, 0]]))
        claim(way, Detail())
        return VMobject().add(square, way)
