"""The cost along the weight alone, and a nudge of it."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from scenes.base import LessonScene
from scenes.cross_entropy.data import Data
from scenes.cross_entropy.facts import CrossEntropyFacts
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.layout import pen
from scenes.picture.placing import Obstacles
from scenes.picture.triangle import NudgeTriangle
from scenes.picture.window import Window
from scenes.picture.world import World
from scenes.words import terms

_AROUND = 4.0  # how far the farthest score is moved at both ends
_TALL, _WIDE = 0.45, 0.5  # of the window, that a triangle takes at most


class Slice(World):
    """The cost as a curve over the weight, with a tangent, and the triangle of a nudge.

    Attributes:
        line: The curve.
        nudging: The triangle.
        rider: The tangent, and the point where it touches.
        there: The point after the nudge.
    """

    compared = False

    def __init__(self, scene: LessonScene[CrossEntropyFacts], data: Data) -> None:
        self._facts = facts = scene.facts
        pane, function = data.places.right, facts.along
        way = _AROUND / float(np.abs(data.xs).max())
        heights = function.sample(data.weight + way * np.linspace(-1, 1, 41))
        top, low = float(heights.max()), float(heights.min())
        room = 0.15 * (top - low)
        window = Window(data.weight - way, low - room, data.weight + way, top + room)
        state = {**NudgeTriangle.STATE, "area": pane.area, "frame": pane.frame,
                 "x": data.weight, "h": facts.nudge.number}  # fmt: skip
        names = "$display(w)$", "$display(J)$"
        super().__init__(scene.regions, window, scene.theme, names=names, state=state)
        self.line = self.curve(function)
        self.nudging = NudgeTriangle(self, function)
        self.there = self.dot(self.nudging.end, Role.OUTPUT, on=function)
        self.rider = VGroup(
            self.straight(self.nudging.touching, Role.SLOPE, pen(6), of=function),
            self.dot(self.nudging.start, Role.FUNCTION, on=function),
        )

    @property
    def close_up(self) -> Window:
        """The window in which the triangle is large."""
        window, base, rise = self.window, abs(self["h"]), abs(self._facts.rise.number)
        factor = min(_WIDE * window.width / base, _TALL * window.height / rise if rise else np.inf)
        (x0, y0), (x1, y1) = self.nudging.start(self), self.nudging.end(self)
        size = window.width / factor, window.height / factor
        return Window.around((x0 + x1) / 2, (y0 + y1) / 2, *size)

    def labels(self, scene: LessonScene[CrossEntropyFacts]) -> tuple[Text, Text]:
        """Return what is written at the sides of the triangle, in the window as it is."""
        base = terms.change("w"), self._facts.nudge
        height = terms.change("J"), self._facts.rise
        obstacles = Obstacles.of(self.area, self.line, *self.rider, self.there)
        return self.nudging.measured(scene, base, height, obstacles)
