"""Bars in lanes, one under the other, all from one line: how long they are, in pieces."""

from __future__ import annotations

from collections.abc import Callable
from math import floor

import numpy as np
from manim import VMobject

from scenes.look.theme import LAYER, Role
from scenes.picture.bars import bar_outline
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Around, Detail, Frame, Meaning, Span, claim
from scenes.picture.plot import Plot, TickLabels, filled, stroke
from scenes.picture.shapes import NOTHING, Points, polyline, segments
from scenes.picture.ticks import edge_label

HAIR = 1e-4  # half of a line's thickness, as a share of the height, but for its stroke
MOST = 16  # pieces that are counted; more are one bar
WHOLE = 1e-9  # of a piece: so little is left over by rounding alone
_NUMBERED = px(42)  # a piece as long as that has room for its number
_LARGER, _FILLED = 1.3, 0.78  # than at an edge, such a number; share of its piece, at most
_SLIVER = 0.02  # of a piece: so little more is not cut off from the last one, or less missing

Lane = tuple[float, float]
"""Of a bar: the height of its middle, and half of its thickness, as shares of the whole height."""

Ends = tuple[float, float, float, float]


class Lanes(Plot):
    """Bars from one line: across it goes by pieces, and up by shares of the whole height."""

    @property
    def area(self) -> Box:
        return self._box

    @property
    def unit(self) -> float:
        """How long a piece is, in Manim units."""
        return self.area.width / self.window.width

    def bar(self, role: Role, ends: Callable[[], Ends], half: Callable[[], float],
            share: Callable[[], float], hollow: bool = False,
            says: Meaning | None = None) -> VMobject:  # fmt: skip
        """Return a bar.

        Args:
            role: Its colour.
            ends: Gives its foot and its end, (x, y) each.
            half: Gives half of its thickness.
            share: Gives how much of it is drawn.
            hollow: Whether it is an outline.
            says: What it shows; that it has these ends, if nothing else is said.
        """

        def shape(bar: VMobject) -> None:
            x0, y0, x1, y1 = ends()
            foot, end = self.points([[x0, y0], [x1, y1]])
            end = foot + share() * (end - foot)
            bar.set_points(bar_outline(foot, end, half() * self.area.height))

        colour = self.theme[role]
        bar = stroke(colour, pen(4), "line") if hollow else filled(colour, "line", 0.95)
        claim(bar, says or Span(self, ends, share))
        return self.derive(bar, shape)

    def rail(self, y: float, share: Callable[[], float] = lambda: 1.0) -> VMobject:
        """Return the line that a bar grows along, there before anything is measured."""
        line = self.bar(Role.NEUTRAL, lambda: (self.window.left, y, self.window.right, y),
                        lambda: HAIR, share, hollow=True)  # fmt: skip
        return line.set_z_index(LAYER["axes"])

    def around(self, part: VMobject) -> VMobject:
        """Let a part belong to the bars, and stand back."""
        claim(part, Around(self))
        return part

    def seen_at(self, x: float) -> float:
        """Return the place nearest to one where bars can be."""
        return x

    def joints(self, end: float, until: float, lane: Lane) -> Points:
        """Return the cuts of a bar into pieces, as far as it has been measured."""
        if abs(end) > MOST:
            return NOTHING
        places = [np.copysign(k, end) for k in range(1, floor(until - _SLIVER) + 1)]
        places = [x for x in places if x == self.seen_at(x)]
        starts, ends = ([[x, lane[0] + side * lane[1]] for x in places] for side in (-1, 1))
        return segments(self.points(starts), self.points(ends)) if places else NOTHING

    def numerals(self, end: float, until: float, height: float) -> Points:
        """Return the numbers of the pieces of a bar, as far as it has been measured."""
        parts = [NOTHING]
        if abs(end) <= MOST and self.unit >= _NUMBERED:
            widest = edge_label(str(floor(abs(end) + _SLIVER)), self.theme)[1]
            size = min(_LARGER, _FILLED * self.unit / widest)
            for k in range(floor(min(until, abs(end)) + _SLIVER)):
                outline, width = edge_label(str(k + 1), self.theme)
                centre = np.array([width / 2, float(outline[:, 1].max()) / 2, 0])
                place = self.point(np.copysign(k + 0.5, end), height)
                parts.append(size * (outline - centre) + place)
        return np.vstack(parts)

    def _make_axes(self, names: tuple[str, ...] | None, tick_labels: TickLabels) -> VMobject:
        frame = stroke(self.theme[Role.NEUTRAL], 0, "axes", 0)
        frame.set_points(polyline(np.array(self.area.outline), closed=True))
        claim(frame, Frame(self))
        line = stroke(self.theme[Role.NEUTRAL], pen(3), "axes")
        claim(line, Detail())
        return VMobject().add(frame, self.derive(line, self._draw_line))

    def _draw_line(self, line: VMobject) -> None:
        """Draw the line that bars begin at."""
        raise NotImplementedError
