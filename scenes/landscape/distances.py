"""Bars for the distance to a minimum: each step squeezes it by the same factor."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject
from manim.utils.rate_functions import smooth

from scenes.look.text import Text
from scenes.look.theme import LAYER, Role
from scenes.picture.bars import bar_outline
from scenes.picture.card import panel
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Around, claim
from scenes.picture.plot import Plot, filled, stroke
from scenes.picture.shapes import NOTHING, segments

_ROOM, _NAMES = 0.25, 0.5  # at the sides, and for the name
_ROWS = 6  # distances that are shown


def on_a_card(part: VMobject, land: Plot) -> VMobject:
    """Let a part stand back on a card over a picture."""
    claim(part, Around(land))
    return part.set_z_index(part.z_index + LAYER["card"])


class Distances(VGroup):
    """Bars for the distance to the minimum, each the one above carried down and squeezed.

    A state of the land says how many steps have been taken.
    """

    def __init__(self, box: Box, land: Plot, state: str, factor: float, heading: Text) -> None:
        self._land, self._state, theme = land, state, land.theme
        self._factor, self._inner = factor, box.inset(_ROOM, _ROOM, _ROOM, _NAMES)
        sizes = [factor**k for k in range(_ROWS + 1)]
        low, high = min(0.0, *sizes), max(0.0, *sizes)
        self._unit = self._inner.width / (high - low)
        self._zero = self._inner.left - low * self._unit
        heading.place(self._inner.left, self._inner.top + 0.14, anchor=-1)
        bars = on_a_card(filled(theme[Role.INPUT], "area", 0.9), land)
        line = on_a_card(stroke(theme[Role.NEUTRAL], pen(3), "axes"), land)
        x, inner = self._zero, self._inner
        line.set_points(segments([[x, inner.bottom, 0]], [[x, inner.top, 0]]))
        super().__init__(panel(box, theme), line, heading, land.derive(bars, self._draw))

    @property
    def rows(self) -> int:
        """How many there are in the end; none comes after one that is 0."""
        return _ROWS if self._factor else 1

    def _draw(self, bars: VMobject) -> None:
        parts, now = [NOTHING], min(self._land[self._state], self.rows)
        pitch = self._inner.height / (_ROWS + 1)
        for k in range(int(np.ceil(now)) + 1):
            share = min(1.0, now - k + 1) if k else 1.0
            down, squeezed = smooth(min(1.0, 2 * share)), smooth(max(0.0, 2 * share - 1))
            size = self._factor ** max(k - 1, 0)
            if k:
                size *= 1 + squeezed * (self._factor - 1)
            y = self._inner.top - (max(k - 1, 0) + (down if k else 0) + 0.5) * pitch
            left, right = self._zero, self._zero + size * self._unit
            half = min(0.32 * pitch, px(24))
            parts.append(bar_outline(np.array([left, y, 0]), np.array([right, y, 0]), half))
        bars.set_points(np.vstack(parts))
