"""What stands on the card of a descent on a surface: slices of the cost, and a chart of it."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from calculus.downhill import Downhill, Stop
from calculus.function import Function
from scenes.look.theme import LAYER, Role, Theme
from scenes.picture.layout import Box, pen
from scenes.picture.meaning import Around, claim
from scenes.picture.meaning_of_maps import Trail
from scenes.picture.plot import Plot, stroke
from scenes.picture.shapes import NOTHING, polyline
from scenes.picture.terrain import Place, Terrain, followed
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
        _raise(self.axes, self.graph, self.spot, self.tangent)


class CostChart(Plot):
    """The cost against the number of steps.

    Args:
        land: The map, whose state ``t`` says how many have been taken.
        box: Where.
        way: The descent.
        seen: How many costs are shown.
        theme: The colours.

    Attributes:
        line: From cost to cost.
    """

    def __init__(self, land: Terrain, box: Box, way: Downhill, seen: int,
                 theme: Theme) -> None:  # fmt: skip
        costs = np.array([stop.value.number for stop in way.stops])[:seen]
        low, high = float(costs.min()), float(costs.max())
        room, most = 0.08 * ((high - low) or 1.0), len(costs) - 1
        window = Window(-0.02 * most, low - room, 1.02 * most, high + room)
        super().__init__(box, window, None, theme, tick_labels="across")
        ks = np.arange(len(costs))

        def places() -> list[Place]:
            t = min(float(land["t"]), most)
            ends = [*ks[: int(t) + 1], t]
            return followed([(float(k), float(np.interp(k, ks, costs))) for k in ends], window, 0.0)

        def shape(line: VMobject) -> None:
            now = self.points(places())
            line.set_points(polyline(now) if len(now) > 1 else NOTHING)

        line = stroke(self.theme[Role.OUTPUT], pen(7), "line")
        claim(line, Trail(self, places))
        self.line = land.derive(line, shape)
        _raise(self.axes, self.line)


def _raise(*parts: VMobject) -> None:
    """Let parts stand on a card that lies over the map."""
    for each in parts:
        for part in each.get_family():
            part.set_z_index(part.z_index + LAYER["card"], family=False)


def _around(function: Function, at: float, ends: tuple[float, float]) -> Window:
    """Return the window of a slice: as high as it takes to see the curve from end to end."""
    ys = function.sample(np.linspace(*ends, 101))
    ys = np.append(ys[np.isfinite(ys)], function.sample_at(at))
    low, high = float(ys.min()), float(ys.max())
    room = 0.1 * ((high - low) or 1.0)
    return Window(ends[0], low - room, ends[1], high + room)
