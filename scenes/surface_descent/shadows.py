"""Where the stops of a descent are along one parameter: their shadows on a line."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from calculus.downhill import Downhill
from scenes.landscape.on_maps import place_of
from scenes.look.theme import Role
from scenes.picture.layout import pen, px
from scenes.picture.meaning import Around, claim
from scenes.picture.plot import filled, stroke
from scenes.picture.shapes import NOTHING, circle, dashed
from scenes.picture.terrain import Terrain

_STOPS = 6  # whose shadows can be told apart
_DOT = px(10)  # radius


def shadows(land: Terrain, way: Downhill, i: int, onto: float) -> VMobject:
    """Return the shadows of the first stops along a parameter, and lines from the stops to them.

    Args:
        land: The map.
        way: The descent.
        i: Which parameter.
        onto: Where the other one is on the line on which they fall.
    """
    colour = land.theme[Role.INPUT]
    stops = [place_of(stop) for stop in way.stops[:_STOPS]]
    pairs = [(at, (at[0], onto) if i == 0 else (onto, at[1])) for at in stops]

    def seen() -> list[tuple[np.ndarray, np.ndarray]]:
        window = land.seen.window
        inside = [ends for ends in pairs if all(window.contains(*end) for end in ends)]
        return [(land.point(*at), land.point(*shadow)) for at, shadow in inside]

    def draw_lines(lines: VMobject) -> None:
        lines.set_points(np.vstack([NOTHING, *(dashed(*ends) for ends in seen())]))

    def draw_dots(dots: VMobject) -> None:
        dots.set_points(np.vstack([NOTHING, *(circle(end, _DOT) for _, end in seen())]))

    parts = stroke(colour, pen(3), "guide"), filled(colour, "line")
    for part, draw in zip(parts, (draw_lines, draw_dots), strict=True):
        claim(part, Around(land))
        land.derive(part, draw)
    return VMobject().add(*parts)
