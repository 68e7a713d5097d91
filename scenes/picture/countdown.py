"""A ring that is as long as the time that is left, and closes into a tick."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from scenes.look.theme import Role, Theme
from scenes.picture.layout import pen
from scenes.picture.meaning import Backdrop, Countdown, Detail, claim
from scenes.picture.motion import Picture
from scenes.picture.plot import stroke
from scenes.picture.shapes import NOTHING, Points, circle, polyline

_SIDES = 240  # straight pieces of a whole ring
_TICK = np.array([[-0.42, 0.02, 0], [-0.1, -0.32, 0], [0.5, 0.36, 0]])  # in radii


class Ring(Picture):
    """A ring around a place. In its state are ``left``, of the time, and how much is ``ticked``.

    Args:
        theme: The colours.
        centre: Its middle in the frame.
        radius: Manim units.

    Attributes:
        picture: All of it.
    """

    def __init__(self, theme: Theme, centre: tuple[float, float], radius: float) -> None:
        super().__init__(left=1.0, ticked=0.0)
        self._centre, self._radius = np.array([*centre, 0]), radius
        track = stroke(theme.rule, pen(4), "guide")
        track.set_points(circle(self._centre, radius))
        claim(track, Backdrop())
        rest = stroke(theme[Role.NEUTRAL], pen(12), "line")
        claim(rest, Countdown(radius, lambda: self.state["left"]))
        tick = stroke(theme[Role.TEXT], pen(12), "line")
        claim(tick, Detail())
        self.derive(rest, self._draw_rest)
        self.derive(tick, self._draw_tick)
        self.picture = VGroup(track, rest, tick)

    def _draw_rest(self, rest: VMobject) -> None:
        left = self["left"]
        angles = np.pi / 2 + 2 * np.pi * np.linspace(0, left, 1 + int(np.ceil(left * _SIDES)))
        rest.set_points(self._line(np.column_stack([np.cos(angles), np.sin(angles), 0 * angles])))

    def _draw_tick(self, tick: VMobject) -> None:
        tick.set_points(self._line(tick_of(self["ticked"])))

    def _line(self, corners: Points) -> Points:
        return polyline(self._centre + self._radius * corners) if len(corners) > 1 else NOTHING


def tick_of(share: float) -> Points:
    """Return the corners of a share of a tick in a circle of radius 1."""
    lengths = np.hypot(*np.diff(_TICK[:, :2], axis=0).T)
    ends = np.array([0, lengths[0], lengths.sum()]) / lengths.sum()
    if share <= 0:
        return NOTHING
    kept = [*(end for end in ends if end < share), share]
    return np.column_stack([np.interp(kept, ends, axis) for axis in _TICK.T])
