"""Triangles that come to the corner of the one that is drawn, to be compared with it."""

from __future__ import annotations

from math import ceil

import numpy as np
from manim import VGroup, VMobject

from scenes.look.theme import Role
from scenes.picture.bars import bar_outline
from scenes.picture.layout import pen
from scenes.picture.meaning import Around, Span, claim
from scenes.picture.plot import filled, stroke
from scenes.picture.rods import BESIDE, GAP, MOST, WIDTH
from scenes.picture.shapes import polyline, segments
from scenes.picture.triangle import NudgeTriangle
from scenes.picture.world import World

_FAINT = 0.1  # how strongly one is filled that is alone


class Guest(VGroup):
    """A triangle of some steepness on the base of another.

    It slides there from the side as ``slid`` goes to 1.

    Args:
        plot: The world.
        host: The triangle whose corner and base it has.
        quotient: Its height, in bases.
        among: How many there are, one over the other.
        place: Where it has as many rods as fit into its height, counted from the host's; without
            it has none.
    """

    def __init__(
        self,
        plot: World,
        host: NudgeTriangle,
        quotient: float,
        place: int | None = None,
        among: int = 1,
    ) -> None:
        self._plot, self._host, self._quotient = plot, host, quotient
        theme = plot.theme
        area = filled(theme[Role.SLOPE], "area", 2 * _FAINT / (1 + among))
        edge = stroke(theme[Role.SLOPE], pen(4), "line")
        for part in (area, edge):
            claim(part, Around(plot))
        super().__init__(
            plot.derive(area, lambda area: area.set_points(self._outline())),
            plot.derive(edge, lambda edge: edge.set_points(self._outline())),
        )
        if place is not None:
            rods = filled(theme[Role.INPUT], "line", 0.95)
            joints = stroke(theme.background, pen(3), "line")
            claim(rods, Span(plot, lambda: self._ends(place), lambda: 1.0))
            claim(joints, Around(plot))
            self.add(
                plot.derive(rods, lambda rods: self._draw_rods(rods, place)),
                plot.derive(joints, lambda joints: self._draw_joints(joints, place)),
            )

    @property
    def _corner(self) -> tuple[float, float, float]:
        """The corner's place, and how long the base is, in axis coordinates."""
        plot, h = self._plot, float(self._plot["h"])
        x, y = self._host.start(plot)
        return x - (1 - plot["slid"]) * plot.seen.window.width * np.sign(h), y, h

    def _outline(self) -> np.ndarray:
        x, y, h = self._corner
        corners = [[x, y], [x + h, y], [x + h, y + h * self._quotient]]
        return polyline(self._plot.points(corners), closed=True)

    def _ends(self, place: int) -> tuple[float, float, float, float]:
        x, y, h = self._corner
        aside = (BESIDE - WIDTH / 2 + place * (WIDTH + GAP)) / self._plot.seen.across
        at = x + h + np.sign(h) * aside
        return at, y, at, y + h * self._quotient

    def _draw_rods(self, rods: VMobject, place: int) -> None:
        x, y, _, top = self._ends(place)
        foot, end = self._plot.points([[x, y], [x, top]])
        rods.set_points(bar_outline(foot, end, WIDTH / 2))

    def _draw_joints(self, joints: VMobject, place: int) -> None:
        x, y, _, _ = self._ends(place)
        fit, way = abs(self._quotient), self._corner[2] * np.sign(self._quotient)
        whole = range(1, ceil(fit)) if fit < MOST + 1 else ()
        ends = [self._plot.point(x, y + k * way) for k in whole]
        half = np.array([WIDTH / 2, 0, 0])
        joints.set_points(segments([end - half for end in ends], [end + half for end in ends]))
