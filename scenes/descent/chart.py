"""What stands beside the hill of a descent: its values, on the same axis."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from scenes.landscape.distances import on_a_card
from scenes.landscape.land import Land
from scenes.landscape.walk import Walk
from scenes.look.text import Text, math
from scenes.look.theme import Role
from scenes.picture.bars import bar_outline
from scenes.picture.card import panel
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Around, claim
from scenes.picture.plot import filled, stroke
from scenes.picture.shapes import NOTHING, Points, circle, dashed, segments

_BAR, _PAST = 0.62, 0.45  # of the room for one, and how strongly lit it is
_ROOM, _NAMES = 0.25, 0.5  # at the sides, and for names
TOP = 0.2  # above the highest value
_DOT = px(11)


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
        super().__init__(ground, land.derive(on_a_card(floor, land), self._draw_floor), across, up)
        bars = on_a_card(filled(theme[Role.OUTPUT], "area", _PAST), land)
        self.marks = VGroup(land.derive(bars, lambda bars: self._draw_bars(bars, first)))
        for walk, role in ((first, Role.OUTPUT), (second, Role.VALUE)):
            if walk is not None:
                self.marks.add(*self._fall(walk, role))

    def _fall(self, walk: Walk, role: Role) -> tuple[VMobject, VMobject]:
        """Return the dots of a walk, and the line along which the last one comes."""
        land, theme = self._land, self._land.theme
        dots = on_a_card(filled(theme[role], "dot"), land)
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
            parts.append(bar_outline(np.array([x, foot, 0]), np.array([x, y, 0]), half))
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
