"""Bars for the distance to a minimum: each step squeezes it by the same factor."""

from __future__ import annotations

from math import ceil

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
_ROWS, _MOST_ROWS = 6, 240  # distances that are shown by themselves, and at all
_MOST = 1e100  # distances beyond it are drawn as if they were so large
_FINE = 0.06  # Manim units from one bar to the next, in which no gap can be seen


def on_a_card(part: VMobject, land: Plot) -> VMobject:
    """Let a part stand back on a card over a picture."""
    claim(part, Around(land))
    return part.set_z_index(part.z_index + LAYER["card"])


class Distances(VGroup):
    """Bars for the distance to the minimum, each the one above carried down and squeezed.

    A state of the land says how many steps have been taken. Where they are very many, a bar stands
    for an odd number of them: so it is still on its side.

    Args:
        box: Where.
        land: The land.
        state: Of the land.
        factor: What each step multiplies the distance by.
        heading: What stands over them.
        steps: How many there are to be.
        over: Room for more over the heading, Manim units.

    Attributes:
        rows: How many bars there are under the first in the end; none comes after one that is 0.
    """

    def __init__(
        self, box: Box, land: Plot, state: str, factor: float, heading: Text, steps: int = _ROWS,
        over: float = 0.0,
    ) -> None:  # fmt: skip
        self._land, self._state, theme = land, state, land.theme
        self._each = 2 * ceil((ceil(steps / _MOST_ROWS) - 1) / 2) + 1
        self.rows = ceil(steps / self._each) if factor else 1
        self._inner = box.inset(_ROOM, _ROOM, _ROOM, _NAMES + over)
        self._pitch = self._inner.height / (self.rows + 1 if factor else _ROWS + 1)
        with np.errstate(over="ignore"):
            sizes = np.float64(factor) ** (self._each * np.arange(self.rows + 1))
        self._sizes = sizes = np.clip(sizes, -_MOST, _MOST)
        low, high = min(0.0, *sizes), max(0.0, *sizes)
        self._unit = self._inner.width / (high - low)
        self._zero = self._inner.left - low * self._unit
        heading.place(self._inner.left, self._inner.top + 0.14, anchor=-1)
        bars = on_a_card(filled(theme[Role.INPUT], "area", 0.9), land)
        line = on_a_card(stroke(theme[Role.NEUTRAL], pen(3), "axes"), land)
        x, inner = self._zero, self._inner
        line.set_points(segments([[x, inner.bottom, 0]], [[x, inner.top, 0]]))
        super().__init__(panel(box, theme), line, heading, land.derive(bars, self._draw))

    def _draw(self, bars: VMobject) -> None:
        pitch, now = self._pitch, min(self._land[self._state] / self._each, self.rows)
        half = min((0.32 if pitch > _FINE else 0.5) * pitch, px(24))
        parts = [NOTHING]
        for k in range(ceil(now) + 1):
            share, above = min(1.0, now - k + 1), max(k - 1, 0)
            down, squeezed = smooth(min(1.0, 2 * share)), smooth(max(0.0, 2 * share - 1))
            size = self._sizes[above] + squeezed * (self._sizes[k] - self._sizes[above])
            y = self._inner.top - (above + (k - above) * down + 0.5) * pitch
            foot = np.array([self._zero, y, 0])
            parts.append(bar_outline(foot, foot + [size * self._unit, 0, 0], half))
        bars.set_points(np.vstack(parts))
