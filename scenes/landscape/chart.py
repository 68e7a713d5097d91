"""A chart of the cost against the number of steps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VMobject

from scenes.look.text import math
from scenes.look.theme import Role, Theme
from scenes.picture.card import on_card
from scenes.picture.layout import Box, pen
from scenes.picture.meaning import Around, claim
from scenes.picture.meaning_of_maps import Trail
from scenes.picture.motion import Picture
from scenes.picture.plot import Plot, stroke
from scenes.picture.shapes import NOTHING, dashed, polyline
from scenes.picture.terrain import Place, followed
from scenes.picture.window import Window
from scenes.words.wording import Term

_LOW = 1.5  # Manim units: so low a chart has no room for names
_ROOM = 0.08  # of what lies between the costs, over and under them


class CostChart(Plot):
    """The cost against the number of steps.

    Args:
        land: The picture whose state ``t`` says how many have been taken.
        box: Where.
        costs: The costs that are shown, from the start.
        theme: The colours.
        name: Of the cost.
        lowest: The least cost that there can be; None where nobody knows it.

    Attributes:
        line: From cost to cost.
        floor: The least cost, as a dashed line.
    """

    def __init__(self, land: Picture, box: Box, costs: Sequence[float], theme: Theme,
                 name: Term, lowest: float | None = None) -> None:  # fmt: skip
        seen = [*costs, lowest] if lowest is not None else costs
        low, high, most = min(seen), max(seen), len(costs) - 1
        room = _ROOM * ((high - low) or 1.0)
        window = Window(-0.02 * most, low - room, 1.02 * most, high + room)
        names = (math("k"), math(name.typst)) if box.height > _LOW else None
        super().__init__(box, window, names, theme, tick_labels="across")
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
        self.floor = stroke(self.theme[Role.TEXT], pen(4), "guide")
        claim(self.floor, Around(self))
        if lowest is not None:
            ends = self.points([[window.left, lowest], [window.right, lowest]])
            self.floor.set_points(dashed(*ends))
        on_card(self.axes, self.line, self.floor)
