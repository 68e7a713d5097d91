"""What stands on the card of a descent on a surface: slices of the cost."""

from __future__ import annotations

import numpy as np

from calculus.downhill import Stop
from calculus.function import Function
from scenes.look.theme import Role, Theme
from scenes.picture.card import on_card
from scenes.picture.layout import Box, pen
from scenes.picture.meaning import Around, claim
from scenes.picture.plot import Plot, stroke
from scenes.picture.shapes import polyline
from scenes.picture.terrain import Terrain
from scenes.picture.window import Window


class Slice(Plot):
    """How the cost goes along one variable alone, through the start.

    Args:
        land: The map.
        box: Where.
        function: The cost along the variable.
        stop: The start.
        i: Which variable: 0 across the map, 1 up.
        theme: The colours.

    Attributes:
        graph: Its curve.
        spot: The start.
        tangent: The tangent there.
        cut: The line on the map along which it goes.
    """

    def __init__(self, land: Terrain, box: Box, function: Function, stop: Stop, i: int,
                 theme: Theme) -> None:  # fmt: skip
        window, seen = land.window, land.seen.window
        ends = (window.left, window.right) if i == 0 else (window.bottom, window.top)
        at, height, slope = stop.point[i].number, stop.value.number, stop.gradient[i].number
        super().__init__(box, _around(function, at, ends), None, theme, tick_labels="across")
        self.graph = self.curve(function)
        self.spot = self.dot(lambda _: (at, height), Role.VALUE, on=function)
        self.tangent = self.straight(lambda _: (at, height, slope), Role.SLOPE, of=function)
        x, y = (one.number for one in stop.point)
        way = [[seen.left, y], [seen.right, y]] if i == 0 else [[x, seen.bottom], [x, seen.top]]
        self.cut = stroke(theme[Role.INPUT], pen(5), "guide")
        claim(self.cut, Around(land))
        self.cut.set_points(polyline(land.points(np.array(way))))
        on_card(self.axes, self.graph, self.spot, self.tangent)


def _around(function: Function, at: float, ends: tuple[float, float]) -> Window:
    """Return the window of a slice: as high as it takes to see the curve from end to end."""
    ys = function.sample(np.linspace(*ends, 101))
    ys = np.append(ys[np.isfinite(ys)], function.sample_at(at))
    low, high = float(ys.min()), float(ys.max())
    room = 0.1 * ((high - low) or 1.0)
    return Window(ends[0], low - room, ends[1], high + room)
