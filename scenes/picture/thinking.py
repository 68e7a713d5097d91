"""A ring that is seen to run out while there is time to think."""

from __future__ import annotations

from collections.abc import Iterable

from manim import Mobject, VMobject

from scenes.look.theme import Role, Theme
from scenes.picture.layout import Box
from scenes.picture.meaning import Backdrop, Grid, Ticks, claim_of
from scenes.picture.motion import RunOut
from scenes.picture.placing import Obstacles, box_of, clearest
from scenes.picture.plot import stroke
from scenes.picture.shapes import circle

_RADIUS, _WIDTH = 0.2, 4.0  # in Manim units, and of its stroke


def think(safe: Box, theme: Theme, present: Iterable[Mobject], seconds: float) -> RunOut:
    """Let a ring run out in a free corner of a box, or where its edges are freest."""
    inner = safe.inset(*[_RADIUS] * 4)
    across = inner.right, inner.left, *(inner.left + k * inner.width / 8 for k in range(1, 8))
    places = [(x, y) for x in across for y in (inner.top, inner.bottom)]  # the corners first
    ring = stroke(theme[Role.NEUTRAL], _WIDTH, "label")
    ring.set_points(circle([0, 0, 0], _RADIUS))
    family = (part for each in present for part in each.get_family())  # groups have no points
    parts = [part for part in family if isinstance(part, VMobject) and len(part.points)]
    rows = [box_of(part) for part in parts if isinstance(claim_of(part), Ticks)]
    seen = [part for part in parts if not isinstance(claim_of(part), Backdrop | Grid | Ticks)]
    place = clearest(ring, places, Obstacles.of(safe, *seen).filling(rows))
    return RunOut(ring.move_to((*place, 0)), run_time=seconds)
