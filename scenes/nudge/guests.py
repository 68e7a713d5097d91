"""Triangles that come to the corner of the one that is drawn, to be compared with it."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from calculus.function import Function
from calculus.nudge import NudgeRow
from scenes.look.theme import Role
from scenes.picture.layout import pen
from scenes.picture.meaning import Around, Formula, Meaning, Stack, claim
from scenes.picture.plot import filled, stroke
from scenes.picture.rods import BESIDE, GAP, WIDTH, Rods
from scenes.picture.shapes import NOTHING, polyline
from scenes.picture.triangle import NudgeTriangle
from scenes.picture.world import World

_FAINT = 0.1  # how strongly one is filled that is alone


class Guest(VGroup):
    """A triangle of some steepness on the base of another.

    It slides there from the side as ``slid`` goes to 1.

    Args:
        plot: The world.
        host: The triangle whose corner and base it has.
        row: Its nudge; there are as many bases in its height as that has.
        place: Where it has as many rods as fit into its height, counted from the host's; without
            it has none.
        among: How many there are, one over the other.
    """

    def __init__(
        self,
        plot: World,
        host: NudgeTriangle,
        row: NudgeRow,
        place: int | None = None,
        among: int = 1,
    ) -> None:
        self._plot, self._host = plot, host
        self.at, self.quotient = row.at.number, row.quotient.number
        theme = plot.theme
        area = filled(theme[Role.SLOPE], "area", 2 * _FAINT / (1 + among))
        edge = stroke(theme[Role.SLOPE], pen(4), "line")
        super().__init__()
        for part in (area, edge):
            claim(part, Around(plot))
            self.add(plot.derive(part, lambda part: part.set_points(self._outline())))
        self._stacks = 0.0 if place is None else (place + 1) * BESIDE
        if place is not None:
            self.add(_Stack(self, place, plot, host.function))

    @property
    def beside(self) -> float:
        """What ``slid`` is where it stands beside the host; 1 where there is no room for that."""
        plot = self._plot
        (start, _, _), (end, _, _) = self._host.corners()[:2]
        wide = abs(end - start)
        edge = plot.area.left if end > start else plot.area.right
        room = abs(start - edge) - GAP
        away = min(room, wide + self._stacks + GAP)
        whole, _, _ = plot.point(plot.seen.window.width, 0) - plot.point(0, 0)
        return float(1 - away / whole) if room > wide + GAP else 1.0

    @property
    def base(self) -> tuple[float, float, float]:
        """The corner's place, and how long the base is, in axis coordinates."""
        plot, h = self._plot, float(self._plot["h"])
        x, y = self._host.start(plot)
        return x - (1 - plot["slid"]) * plot.seen.window.width * np.sign(h), y, h

    def _outline(self) -> np.ndarray:
        x, y, h = self.base
        corners = [[x, y], [x + h, y], [x + h, y + h * self.quotient]]
        return polyline(self._plot.points(corners), closed=True)


class _Stack(Rods):
    """As many rods as fit into the height of a guest, farther from it than the others'."""

    def __init__(self, guest: Guest, place: int, plot: World, function: Function) -> None:
        self._guest, self.aside = guest, self.aside + place * (WIDTH + GAP)
        super().__init__(plot, function)

    @property
    def base(self) -> tuple[float, float, float]:
        return self._guest.base

    @property
    def quotient(self) -> float:
        return self._guest.quotient

    @property
    def stacked(self) -> float:
        return abs(self.quotient)

    def _draw_count(self, reads: VMobject) -> None:
        """Leave that to the quotient, which stands there."""

    def _draw_numbers(self, numbers: VMobject) -> None:
        if self._plot["slid"] == 1:
            super()._draw_numbers(numbers)
        else:
            numbers.set_points(NOTHING)

    def _meaning(self) -> Meaning:
        guest, plot, of = self._guest, self._plot, Formula.of(self._function)
        ways = lambda: guest.at, lambda: plot["h"], lambda: guest.quotient, lambda: guest.base[1]
        return Stack(plot, of, *ways)
