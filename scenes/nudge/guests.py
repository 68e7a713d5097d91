"""Triangles that come to the corner of the one that is drawn, to be compared with it."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from calculus.function import Function
from scenes.look.theme import Role
from scenes.nudge.triangle import NudgeTriangle
from scenes.picture.layout import pen
from scenes.picture.meaning import Around, Meaning, Span, claim
from scenes.picture.plot import filled, stroke
from scenes.picture.rods import GAP, WIDTH, Rods
from scenes.picture.shapes import polyline
from scenes.picture.world import World

_FAINT = 0.1  # how strongly one is filled that is alone


class Guest(VGroup):
    """A triangle of some steepness on the base of another.

    It slides there from the side as ``slid`` goes to 1.

    Args:
        plot: The world.
        host: The triangle whose corner and base it has.
        quotient: Its height, in bases.
        place: Where it has as many rods as fit into its height, counted from the host's; without
            it has none.
        among: How many there are, one over the other.
    """

    def __init__(
        self,
        plot: World,
        host: NudgeTriangle,
        quotient: float,
        place: int | None = None,
        among: int = 1,
    ) -> None:
        self._plot, self._host, self.quotient = plot, host, quotient
        theme = plot.theme
        area = filled(theme[Role.SLOPE], "area", 2 * _FAINT / (1 + among))
        edge = stroke(theme[Role.SLOPE], pen(4), "line")
        super().__init__()
        for part in (area, edge):
            claim(part, Around(plot))
            self.add(plot.derive(part, lambda part: part.set_points(self._outline())))
        if place is not None:
            self.add(_Stack(self, place, plot, host.function))

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

    def _meaning(self) -> Meaning:
        def ends() -> tuple[float, float, float, float]:
            x, y, h = self.base
            at = x + h + np.sign(h) * self.aside / self._plot.seen.across
            return at, y, at, y + h * self.quotient

        return Span(self._plot, ends, lambda: 1.0)
