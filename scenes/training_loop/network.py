"""A network as everybody draws it, and what passes through it on each way of the loop."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from manim import VGroup, VMobject

from scenes.look.theme import Role, Theme
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Passing, Sketch, claim
from scenes.picture.motion import Picture
from scenes.picture.plot import filled, stroke
from scenes.picture.shapes import NOTHING, Points, circle, segments

_LAYERS = 2, 4, 4, 1  # its units
_GAPS = len(_LAYERS) - 1
_UNIT, _MOST = 0.18, px(28)  # radius of a unit, of the way to the next, and at most
_FLAT = 4.0  # width over height, at most


class Network:
    """A network in the box that the state ``place`` of a picture says.

    The state ``turn`` counts the ways of the loop: on the first, colour runs from layer to layer,
    on the second back, and on the third along all lines at once, for each of them is changed.

    Args:
        picture: What has these states.
        roles: Colours of the ways.
        theme: The colours.

    Attributes:
        lines: The lines between units.
        rest: The units, and what passes through the lines.
    """

    def __init__(self, picture: Picture, roles: tuple[Role, ...], theme: Theme) -> None:
        self._picture, self._ways = picture, len(roles)
        lines = stroke(theme[Role.NEUTRAL], pen(2), "curve")
        self.lines = picture.derive(lines, lambda lines: lines.set_points(self._lines()))
        units = filled(theme[Role.FUNCTION], "dot")
        self.rest = VGroup(
            picture.derive(units, lambda units: units.set_points(self._units())),
            *(self._passing(way, stroke(theme[role], pen(4), "line"))
              for way, role in enumerate(roles)),
        )  # fmt: skip
        for part in (self.lines, units):
            claim(part, Sketch())

    def _passing(self, way: int, line: VMobject) -> VMobject:
        claim(line, Passing())

        def draw(line: VMobject) -> None:
            here = int(np.ceil(self._picture["turn"])) - 1
            come = self._picture["turn"] - here
            if here < -self._ways:  # nothing has passed yet
                line.set_points(NOTHING)
            elif way == here % self._ways:
                line.set_points(self._lines(way, 0.0, come))
            elif way == (here - 1) % self._ways and here > -self._ways:  # until the next is there
                line.set_points(self._lines((way + 1) % self._ways, come, 1.0))
            else:
                line.set_points(NOTHING)

        return self._picture.derive(line, draw)

    def _lines(self, way: int = -1, low: float = 0.0, high: float = 1.0) -> Points:
        """Return all lines, or what of them lies on a share of a way."""
        layers, ends = self._layers(), list[tuple[Points, Points]]()
        for gap, (some, others) in enumerate(pairwise(layers)):
            shares = [low, high]
            if way in (0, 1):  # one gap after the other
                first = gap if way == 0 else _GAPS - 1 - gap
                shares = [float(np.clip(_GAPS * share - first, 0, 1)) for share in shares]
            if shares[0] < shares[1]:
                pairs = [(a, b) if way != 1 else (b, a) for a in some for b in others]
                ends += [tuple(a + (b - a) * share for share in shares) for a, b in pairs]  # type: ignore[misc]
        return segments([a for a, _ in ends], [b for _, b in ends])

    def _units(self) -> Points:
        layers = self._layers()
        radius = min(_MOST, _UNIT * (layers[1][1] - layers[1][0])[1])
        return np.vstack([circle(place, radius) for layer in layers for place in layer])

    def _layers(self) -> list[list[Points]]:
        """Return where the units are, layer by layer."""
        box: Box = self._picture["place"]
        pitch = min(box.height, box.width) / (max(_LAYERS) - 1 + 2 * _UNIT)
        wide = min(box.width, _FLAT * box.height) - 2 * _UNIT * pitch
        middle = np.array([*box.centre, 0.0])
        return [
            [middle + [(i / _GAPS - 0.5) * wide, (j - (many - 1) / 2) * pitch, 0]
             for j in range(many)]
            for i, many in enumerate(_LAYERS)
        ]  # fmt: skip
