"""The line of learning rates: a dot for each, what becomes of its ball, and zones of fates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from calculus.descent import Descent
from scenes.base import LessonScene
from scenes.landscape.outcomes import LABELS, outcome
from scenes.look.colour import faint
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Detail, Verdict, claim
from scenes.picture.motion import Picture
from scenes.picture.plot import filled, knocked_out, stroke
from scenes.picture.shapes import NOTHING, circle, polyline, segments

_ROW = 0.44  # Manim units that a row of labels takes
_OVER, _UNDER = 0.2, 0.34  # from the line to the baselines of the nearest ones
_BEYOND = 1.06  # times as far as the largest rate, or the edge: the end of the line
_SEEN = 2.0  # times as far as the largest rate, the edge may lie
_HALF, _RING, _DOT = px(10), px(13), px(10)
_BESIDE, _ASIDE = 0.25, 0.8  # between labels, and how far aside one is tied to its dot
_MOST_ROWS = 3
FATES = {-1: Role.OUTPUT, 0: Role.TEXT, 1: Role.NEUTRAL}
"""Colours of what a factor below 1 in size does, at 1 and above: draws in, bounces, escapes."""

_SEEN_BEHIND = 4.0, 3.1  # contrast of the zones: dots are seen on them, and they on the background
_ZONES = FATES[-1], FATES[1]


class RateLine(Picture):
    """An axis of learning rates with labels over and under it.

    Its state ``zones`` says how much of the zones is drawn, as a share; ``landed i`` whether the
    dot of a rate is filled; ``alone`` whether each word stands there once.

    Args:
        scene: Where it is shown.
        box: At the bottom of it.
        descents: One for each rate.
        edge: Up to which rate balls are drawn in; None where nobody knows.

    Attributes:
        axis: The line itself, with a ring for each rate.
        zones: Parts of it in the colours of fates.
        dots: What fills the rings.
        numbers: The rates, under the line.
        words: What becomes of the balls, over it.
        again: Which of them are there before.
        ties: Lines to labels that stand aside.
        places: Where the dots are, across.
        height: Where the line is, up.
        top: Where the highest label ends.
    """

    def __init__(
        self, scene: LessonScene, box: Box, descents: Sequence[Descent], edge: float | None
    ) -> None:
        super().__init__(zones=0.0, alone=0.0, **{f"landed {i}": 0.0 for i in range(len(descents))})
        self._theme = theme = scene.theme
        rates = [descent.learning_rate.number for descent in descents]
        far = max(rates)
        if edge is not None and edge < _SEEN * far:
            far = max(far, edge)
        start, end = box.left + _RING, box.right - _RING
        unit = (end - start) / (_BEYOND * far)
        self.places = [start + rate * unit for rate in rates]
        self._ends = start, end, end if edge is None else min(start + edge * unit, end)
        self.numbers = [
            scene.formula("{a}", a=descent.learning_rate, size=theme.small) for descent in descents
        ]
        self.words = [scene.label(LABELS[outcome(one)], theme.small, Role.TEXT) for one in descents]
        sources = [word.source for word in self.words]
        self.again = [i for i, source in enumerate(sources) if source in sources[:i]]
        for word in self.words:
            claim(word, Verdict())
        for text in (*self.numbers, *self.words):
            knocked_out(text, theme.background)
        rows = [_rows(texts, box.width) for texts in (self.numbers, self.words)]
        self.height = y = box.bottom + (rows[0] - 1) * _ROW + _UNDER + 0.24
        self.top = y + _OVER + rows[1] * _ROW
        self._spread(self.numbers, box, rows[0], y - _UNDER - 0.12, -_ROW)
        self._spread(self.words, box, rows[1], y + _OVER, _ROW)
        line = stroke(theme[Role.NEUTRAL], pen(4), "axes")
        rings = stroke(theme[Role.TEXT], pen(4), "line")  # seen before each zone, too
        line.set_points(segments([[start, y, 0]], [[end, y, 0]]))
        rings.set_points(np.vstack([circle([x, y, 0], _RING) for x in self.places]))
        rings.set_fill(theme.background, 1)
        self.axis = VGroup(line, rings)
        self.dots = VGroup(*(self._dot(theme[Role.TEXT], i) for i in range(len(rates))))
        self.zones = VGroup(*map(self._zone, _ZONES, range(2)))
        ties = stroke(theme[Role.NEUTRAL], pen(2), "guide", 0.6)
        claim(ties, Detail())
        self.ties = self.derive(ties, lambda ties: ties.set_points(self._ties()))

    def at(self, i: int) -> Box:
        """Return a box around the dot of a rate, too small to see what is in it."""
        x, y = self.places[i], self.height
        return Box(x - _DOT, y - _DOT, x + _DOT, y + _DOT)

    def _dot(self, colour: str, i: int) -> VMobject:
        def shape(dot: VMobject) -> None:
            size = _DOT * self[f"landed {i}"]
            dot.set_points(circle([self.places[i], self.height, 0], size) if size else NOTHING)

        dot = filled(colour, "dot")
        claim(dot, Detail())
        return self.derive(dot, shape)

    def _zone(self, role: Role, i: int) -> VMobject:
        def shape(zone: VMobject) -> None:
            start, end, edge = self._ends
            pen_at = start + self["zones"] * (end - start)
            left, right = (start, min(edge, pen_at)) if i == 0 else (edge, pen_at)
            half = _HALF / (1 + i)
            box = Box(left, self.height - half, right, self.height + half)
            zone.set_points(polyline(box.outline, closed=True) if right > left else NOTHING)

        zone = filled(faint(self._theme[role], self._theme.background, _SEEN_BEHIND[i]), "axes")
        claim(zone, Detail())
        return self.derive(zone, shape)

    def _spread(
        self, texts: Sequence[Text], box: Box, rows: int, baseline: float, step: float
    ) -> None:
        """Place texts near their dots, in so many rows."""
        order = sorted(range(len(texts)), key=self.places.__getitem__)
        for row in range(rows):
            some = [(texts[i], self.places[i]) for i in order[row::rows]]
            right = box.right
            lefts = [x - text.width / 2 for text, x in some]
            for k in reversed(range(len(some))):
                lefts[k] = min(lefts[k], right - some[k][0].width)
                right = lefts[k] - _BESIDE
            left = box.left
            for k, (text, _) in enumerate(some):
                lefts[k] = max(lefts[k], left)
                left = lefts[k] + text.width + _BESIDE
                text.place(0, baseline + row * step)
                text.shift((lefts[k] - text.get_left()[0], 0, 0))

    def _ties(self) -> np.ndarray:
        starts, ends = [], []
        for i, x in enumerate(self.places):
            is_there = self[f"landed {i}"] and not (self["alone"] and i in self.again)
            words = [self.words[i]] if is_there else []
            for text in (self.numbers[i], *words):
                middle, side = text.get_center()[0], np.sign(text.get_center()[1] - self.height)
                near = text.get_bottom()[1] if side > 0 else text.get_top()[1]
                if abs(middle - x) > _ASIDE or abs(near - self.height) > _ROW:
                    starts.append([x, self.height + side * _RING, 0])
                    ends.append([middle, near - side * 0.05, 0])
        return segments(starts, ends)


def _rows(texts: Sequence[Text], width: float) -> int:
    """Return how many rows texts need in a width; they shrink if there would be too many."""
    for rows in range(1, _MOST_ROWS + 1):
        needed = [sum(text.width + _BESIDE for text in texts[k::rows]) for k in range(rows)]
        if max(needed) <= width:
            return rows
    for text in texts:
        text.scale(width / max(needed))
    return _MOST_ROWS
