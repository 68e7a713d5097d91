"""A ring that is seen to run out while there is time to think."""

from __future__ import annotations

from collections.abc import Iterable

from manim import Mobject

from scenes.look.theme import Role, Theme
from scenes.picture.layout import Box
from scenes.picture.motion import RunOut
from scenes.picture.placing import Obstacles, clearest
from scenes.picture.plot import stroke
from scenes.picture.shapes import circle

_RADIUS, _WIDTH = 0.2, 4.0  # in Manim units, and of its stroke


def think(safe: Box, theme: Theme, present: Iterable[Mobject], seconds: float) -> RunOut:
    """Let a ring run out in the corner of a box that is freest of what is present."""
    inner = safe.inset(*[_RADIUS] * 4)
    corners = [(x, y) for x in (inner.right, inner.left) for y in (inner.top, inner.bottom)]
    ring = stroke(theme[Role.NEUTRAL], _WIDTH, "label")
    ring.set_points(circle([0, 0, 0], _RADIUS))
    place = clearest(ring, corners, Obstacles.of(safe, *present))
    return RunOut(ring.move_to((*place, 0)), run_time=seconds)
