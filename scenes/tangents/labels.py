"""Where labels stand in the tangent story: beside what they belong to, where nothing else is."""

from __future__ import annotations

from collections.abc import Iterable

from manim import Mobject

from scenes.look.text import Text
from scenes.picture.placing import Obstacles, around, box_at, clearest
from scenes.picture.plot import knocked_out

GAP = 0.22  # between a thing and its label, Manim units
_RINGS = 6  # distances that are tried


def put_beside(
    labels: Iterable[tuple[Text, Mobject]], taken: Obstacles, background: str
) -> Obstacles:
    """Put labels beside what they belong to, where nothing else is; return what is taken then."""
    for label, thing in labels:
        x, y, _ = thing.get_center()
        far = [gap + side / 2 for gap, side in ((GAP, thing.width), (GAP, thing.height))]
        beside = [
            (x + right * (far[0] + label.width / 2), y + above * (far[1] + label.height / 2))
            for right, above in ((1, 0), (0, -1), (-1, 0), (0, 1))
        ]
        near = [*beside, *around(label, (float(x), float(y)), GAP, _RINGS)]
        inside = [place for place in near if taken.within.holds(box_at(place, label))]
        label.move_to((*clearest(label, inside or near, taken), 0.0))
        taken = taken.adding(knocked_out(label, background))
    return taken
