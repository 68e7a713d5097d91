"""The sigmoid beside the flow: where each representation becomes a score."""

from __future__ import annotations

from functools import partial

import numpy as np
from manim import VMobject

from calculus.function import Function
from scenes.look.theme import Role, Theme
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Around, Formula, Spot, claim
from scenes.picture.plot import Plot, filled, stroke
from scenes.picture.shapes import NOTHING, circle, segments
from scenes.picture.window import Window
from scenes.pipeline.facts import PipelineFacts

SIGMOID = Function.parse("p(z) = sigma(z)")
_LEAST, _BESIDE = 3.0, 1.15  # how far scores are seen in size at least, and beside the farthest
_DOT = px(10)
_NAMES = "$z$", "$sigma(z)$"  # of the axes, where it is so high (Manim units):
_ROOMY = 2.0


class Curve(Plot):
    """The sigmoid, and a dot for each example.

    The state says how much of the curve is ``drawn``, how far dots have ``fallen`` onto it from
    the line of representations, and the threshold ``t``.

    Args:
        box: Where.
        facts: What the story is about.
        theme: The colours.

    Attributes:
        parts: The axes, the curve, the threshold and the dots.
    """

    def __init__(self, box: Box, facts: PipelineFacts, theme: Theme) -> None:
        scores = [guess.score.number for guess in facts.guesses]
        far = max(_LEAST, *(_BESIDE * abs(score) for score in scores))
        state = {"drawn": 0.0, "fallen": 0.0, "t": 0.0}
        window = Window(-far, -0.1, far, 1.1)
        names = _NAMES if box.height > _ROOMY else None
        super().__init__(box, window, names, theme, tick_labels="both", state=state)
        line = self.curve(SIGMOID, Role.SLOPE, lambda plot: far * (2 * plot["drawn"] - 1))
        level = stroke(theme[Role.GRADIENT], pen(6), "guide")
        claim(level, Around(self))
        self.derive(level, self._draw_level)
        dots = [filled(theme[Role.VALUE], "dot") for _ in scores]
        for dot, guess in zip(dots, facts.guesses, strict=True):
            at = guess.score.number, guess.probability.number
            self.derive(dot, partial(self._draw_dot, z=at[0], p=at[1]))
        self.parts: list[VMobject] = [self.axes, line, level, *dots]

    def _draw_level(self, level: VMobject) -> None:
        t, window = self["t"], self.window
        ends = [self.point(x, t) for x in (window.left, window.right)]
        level.set_points(segments(ends[:1], ends[1:]) if t else NOTHING)

    def _draw_dot(self, dot: VMobject, z: float, p: float) -> None:
        y = p * float(np.clip(self["fallen"], 0, 1))
        on = Formula.of(SIGMOID) if self["fallen"] == 1 else None
        claim(dot, Spot(self, lambda: (z, y), on))
        dot.set_points(circle(self.point(z, y), _DOT))
