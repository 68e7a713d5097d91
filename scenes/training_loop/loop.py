"""The loop of training: a ring with three stations, and a token that goes round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from manim import VGroup, VMobject

from scenes.look.text import Text
from scenes.look.theme import LAYER, Role, Theme
from scenes.picture.card import panel
from scenes.picture.compose import envelope
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Detail, Passing, Sketch, claim
from scenes.picture.motion import Picture
from scenes.picture.plot import filled, stroke
from scenes.picture.shapes import NOTHING, Points, circle, polyline
from scenes.training_loop.network import Network

STATIONS = 3
_ROLES = Role.OUTPUT, Role.SLOPE, Role.INPUT  # of the ways that end at each station
_TOKEN, _AROUND = px(20), px(18)  # radius, and what is kept free around a name
_FINE = 40  # straight pieces of a way from station to station
# Of the radius: half of what is written inside, across and up, and of the network there.
_ACROSS, _NETWORK = (0.88, 0.33), (0.8, 0.6)


class Loop(Picture):
    """A ring on which a token goes round, past three stations.

    The state ``turn`` counts stations: at 0 the token sets out for the first, at 3 it has come by
    all of them once. The way of this lap is coloured; below 0 only the network is. That is in the
    box ``place``.

    Args:
        box: Where.
        first: Where the network is at first.
        names: What the stations are called, in order.
        theme: The colours.

    Attributes:
        ring: The way.
        stations: The names, each on a chip.
        token: The token.
        across: The box for a line or two in the middle.
        network: What goes through the loop.
        inside: The box for that in the middle.
    """

    def __init__(self, box: Box, first: Box, names: Sequence[Text], theme: Theme) -> None:
        super().__init__(turn=-float(STATIONS), place=first)
        high = max(envelope(name).height for name in names) / 2 + _AROUND
        _, right, left = (envelope(name).width / 2 + _AROUND for name in names)
        widest = (box.width - left - right) / (2 * np.cos(np.pi / 6))
        self._radius = min(box.height / 2 - high, widest)
        aside = (left - right) / 2  # so that both lower names have room, however long
        self._centre = np.array([*box.centre, 0.0]) + np.array([aside, 0.0, 0.0])
        self.ring = stroke(theme[Role.NEUTRAL], pen(6), "curve")
        self.ring.set_points(circle(self._centre, self._radius))
        claim(self.ring, Sketch())
        ways = [stroke(theme[role], pen(12), "line") for role in _ROLES]
        self.ways = VGroup(*(self._way(way, station) for station, way in enumerate(ways)))
        self.stations = [self._station(name, i) for i, name in enumerate(names, start=1)]
        token = filled(theme[Role.TEXT], "dot")
        claim(token, Detail())
        self.token = self.derive(token, lambda token: token.set_points(circle(self._at(), _TOKEN)))
        self.across, self.inside = self._within(*_ACROSS), self._between_stations()
        self.network = Network(self, _ROLES, theme)

    def _within(self, wide: float, high: float) -> Box:
        """Return a box in the middle, so many radii to each side, and up and down."""
        (x, y, _), r = self._centre, self._radius
        return Box(x - wide * r, y - high * r, x + wide * r, y + high * r)

    def _between_stations(self) -> Box:
        """Return the box for the network: over the lower names where they reach too far inside."""
        box = self._within(*_NETWORK)
        right, left = map(envelope, self.stations[1:])
        free = min(right.left - self._centre[0], self._centre[0] - left.right)
        return box if free > box.width / 4 else replace(box, bottom=max(right.top, left.top))

    def _at(self, turn: float | None = None) -> Points:
        """Return where the token is after so many stations; it starts half a way before one."""
        now = self["turn"] if turn is None else turn
        angle = np.pi / 2 + (1 - 2 * now) * np.pi / STATIONS
        place: Points = self._centre + self._radius * np.array([np.cos(angle), np.sin(angle), 0])
        return place

    def _way(self, way: VMobject, station: int) -> VMobject:
        claim(way, Passing())

        def draw(way: VMobject) -> None:
            lap = STATIONS * np.floor(max(0.0, self["turn"] - 1e-9) / STATIONS)
            share = np.clip(self["turn"] - lap - station, 0, 1)
            turns = lap + station + np.linspace(0, share, _FINE)
            way.set_points(polyline([self._at(one) for one in turns]) if share else NOTHING)

        return self.derive(way, draw)

    def _station(self, name: Text, turn: int) -> VGroup:
        name.move_to(self._at(turn - 0.5)).set_z_index(LAYER["label"])
        around = envelope(name)
        return VGroup(panel(around.inset(*[-_AROUND] * 4), name.theme), name)
