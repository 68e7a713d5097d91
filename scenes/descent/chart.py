"""What stands beside the hill of a descent: its values on the same axis, and distances as bars."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject
from manim.utils.rate_functions import smooth

from scenes.descent.land import Land
from scenes.descent.walk import Walk
from scenes.look.text import Text, math
from scenes.look.theme import LAYER, Role
from scenes.picture.card import panel
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Around, claim
from scenes.picture.plot import filled, stroke
from scenes.picture.shapes import NOTHING, Points, circle, dashed, polyline, segments

_BAR, _PAST = 0.62, 0.45  # of the room for one, and how strongly lit it is
_ROOM, _NAMES = 0.25, 0.5  # at the sides, and for names
TOP = 0.2  # above the highest value
_DOT = px(11)
_ROWS = 6  # distances that are shown


def _on_a_card(part: VMobject, land: Land) -> VMobject:
    claim(part, Around(land))
    return part.set_z_index(part.z_index + LAYER["card"])


class ValueChart(VGroup):
    """The values of the iterates against the number of steps, each as high as on the hill.

    The state ``across`` of the land says how far the first is on its way from the ball.

    Args:
        box: Where.
        land: The hill, whose upward axis it shares.
        first: Its values are bars.
        second: Its values are dots.
        name: Of the value, Typst markup.

    Attributes:
        marks: What falls into it.
    """

    def __init__(
        self, box: Box, land: Land, first: Walk, second: Walk | None, count: int, name: str
    ) -> None:
        self._land, self._count = land, max(count, 1)
        theme = land.theme
        self._inner = box.inset(_ROOM, _NAMES, _ROOM, TOP)
        inner = self._inner
        floor = stroke(theme[Role.NEUTRAL], pen(3), "axes")
        across = Text(math("k"), theme.small, Role.NEUTRAL, theme)
        up = Text(math(name), theme.small, Role.OUTPUT, theme)
        across.place(inner.right, inner.bottom - 0.36, anchor=1)
        up.place(inner.left, inner.bottom - 0.36, anchor=-1)
        ground = panel(box, theme)
        super().__init__(ground, land.derive(_on_a_card(floor, land), self._draw_floor), across, up)
        bars = _on_a_card(filled(theme[Role.OUTPUT], "area", _PAST), land)
        self.marks = VGroup(land.derive(bars, lambda bars: self._draw_bars(bars, first)))
        for walk, role in ((first, Role.OUTPUT), (second, Role.VALUE)):
            if walk is not None:
                self.marks.add(*self._fall(walk, role))

    def _fall(self, walk: Walk, role: Role) -> tuple[VMobject, VMobject]:
        """Return the dots of a walk, and the line along which the last one comes."""
        land, theme = self._land, self._land.theme
        dots = _on_a_card(filled(theme[role], "dot"), land)
        guide = stroke(theme[role], pen(3), "guide")
        claim(guide, Around(land))
        return (
            land.derive(dots, lambda dots: self._draw_dots(dots, walk)),
            land.derive(guide, lambda line: self._draw_guide(line, walk)),
        )

    def _across(self, k: float) -> float:
        inner = self._inner
        each = inner.width / (self._count + 1)
        return inner.left + (min(k, self._count) + 0.5) * each

    def _height(self, w: float) -> float:
        return float(np.nan_to_num(self._land.touch(w)[1], nan=1e9, posinf=1e9, neginf=-1e9))

    def _bottom(self) -> float:
        zero = float(self._land.point(0, 0)[1])
        return min(max(zero, self._inner.bottom), self._inner.top)

    def _draw_floor(self, floor: VMobject) -> None:
        y = self._bottom()
        floor.set_points(segments([[self._inner.left, y, 0]], [[self._inner.right, y, 0]]))

    def _draw_bars(self, bars: VMobject, walk: Walk) -> None:
        parts, inner = [NOTHING], self._inner
        half = _BAR * inner.width / (self._count + 1) / 2
        for k in range(self._reached(walk)):
            y = float(np.clip(self._height(walk.place(k)), inner.bottom, inner.top))
            x, foot = self._across(k), self._bottom()
            corners = [[x - half, foot, 0], [x + half, foot, 0], [x + half, y, 0], [x - half, y, 0]]
            parts.append(polyline(corners, closed=True))
        bars.set_points(np.vstack(parts))

    def _reached(self, walk: Walk) -> int:
        """Return how many values of a walk stand in the chart."""
        return min(int(walk.taken), self._count) + 1 if self._is_there(walk) else 0

    def _is_there(self, walk: Walk) -> bool:
        return bool(self._land["cross" if walk.name == "other" else "across"] == 1)

    def _head(self, walk: Walk) -> Points:
        """Return where the value of the ball itself is by now."""
        t = walk.taken
        touch = self._land.touch(walk.at(t)[0])
        there = self._across(int(t) + walk.parts(t)[1])
        share = 1.0 if self._is_there(walk) else self._land["across"]
        return np.array([touch[0] + share * (there - touch[0]), touch[1], 0])

    def _draw_dots(self, dots: VMobject, walk: Walk) -> None:
        places = [
            np.array([self._across(k), self._height(walk.place(k)), 0])
            for k in range(self._reached(walk))
        ]
        if self._comes(walk):
            places.append(self._head(walk))
        seen = [at for at in places if self._inner.bottom <= at[1] <= self._inner.top]
        dots.set_points(np.vstack([NOTHING, *(circle(at, _DOT) for at in seen)]))

    def _draw_guide(self, line: VMobject, walk: Walk) -> None:
        head, touch = self._head(walk), self._land.touch(walk.at(walk.taken)[0])
        inside = self._inner.bottom <= touch[1] <= self._inner.top
        line.set_points(dashed(touch, head) if self._comes(walk) and inside else NOTHING)

    def _comes(self, walk: Walk) -> bool:
        """Whether the value of the ball itself is on its way into the chart."""
        begun = self._is_there(walk) or (walk.name == "t" and self._land["across"] > 0)
        return bool(begun and walk.taken < self._count)


class Distances(VGroup):
    """Bars for the distance to the minimum, each the one above carried down and squeezed.

    The state ``bars`` of the land says how many there are.
    """

    def __init__(self, box: Box, land: Land, factor: float, name: str) -> None:
        self._land, theme = land, land.theme
        self._factor, self._inner = factor, box.inset(_ROOM, _ROOM, _ROOM, _NAMES)
        sizes = [factor**k for k in range(_ROWS + 1)]
        low, high = min(0.0, *sizes), max(0.0, *sizes)
        self._unit = self._inner.width / (high - low)
        self._zero = self._inner.left - low * self._unit
        heading = Text(math(name), theme.small, Role.INPUT, theme)
        heading.place(self._inner.left, self._inner.top + 0.14, anchor=-1)
        bars = _on_a_card(filled(theme[Role.INPUT], "area", 0.9), land)
        line = _on_a_card(stroke(theme[Role.NEUTRAL], pen(3), "axes"), land)
        x, inner = self._zero, self._inner
        line.set_points(segments([[x, inner.bottom, 0]], [[x, inner.top, 0]]))
        super().__init__(panel(box, theme), line, heading, land.derive(bars, self._draw))

    @property
    def rows(self) -> int:
        """How many there are in the end; none comes after one that is 0."""
        return _ROWS if self._factor else 1

    def _draw(self, bars: VMobject) -> None:
        parts, now = [NOTHING], self._land["bars"]
        pitch = self._inner.height / (_ROWS + 1)
        for k in range(min(int(np.ceil(now)), _ROWS) + 1):
            share = min(1.0, now - k + 1) if k else 1.0
            down, squeezed = smooth(min(1.0, 2 * share)), smooth(max(0.0, 2 * share - 1))
            size = self._factor ** max(k - 1, 0)
            if k:
                size *= 1 + squeezed * (self._factor - 1)
            y = self._inner.top - (max(k - 1, 0) + (down if k else 0) + 0.5) * pitch
            left, right = self._zero, self._zero + size * self._unit
            half = min(0.32 * pitch, px(24))
            corners = [
                [left, y - half, 0],
                [right, y - half, 0],
                [right, y + half, 0],
                [left, y + half, 0],
            ]
            if abs(right - left) > 1e-6:
                parts.append(polyline(corners, closed=True))
        bars.set_points(np.vstack(parts))
