"""The picture: a curve, and rectangles between it and the axis."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from scenes.kit import (
    Box,
    Formula,
    Plot,
    Role,
    Theme,
    Window,
    filled,
    math,
    meaning,
    shapes,
    terms,
)

from .facts import AreaFacts

_BESIDE, _ABOVE = 0.15, 0.12  # of the area's width and height: room around it


class AreaPicture:
    """A curve, and rectangles that meet it at a place of their width.

    The plot's state ``side`` says where: 0 at their left corners, 1 at their right ones.

    Attributes:
        plot: The axes.
        curve: The graph of the function.
    """

    def __init__(self, box: Box, theme: Theme, facts: AreaFacts) -> None:
        self._facts = facts
        function = facts.function
        names = terms.name(function.variable).typst, terms.applied(function).typst
        across, up = map(math, names)
        self.plot = Plot(box, _window(facts), (across, up), theme, state={"side": 0.0})
        self.curve = self.plot.curve(function)

    def bars(self, count: int) -> VGroup:
        """Return so many rectangles side by side."""
        ends = np.linspace(self._facts.start.number, self._facts.end.number, count + 1)
        return VGroup(*map(self._bar, ends[:-1], ends[1:]))

    def _bar(self, left: float, right: float) -> VMobject:
        plot, function = self.plot, self._facts.function
        colour = plot.theme[Role.OUTPUT]

        def shape(bar: VMobject) -> None:
            top = function.sample_at(left + plot["side"] * (right - left))
            corners = plot.points([[left, 0], [right, 0], [right, top], [left, top]])
            bar.set_points(shapes.polyline(corners, closed=True))

        bar = filled(colour, "area", 0.3).set_stroke(colour, 2)
        of, side = Formula.of(function), lambda: float(plot["side"])
        meaning.claim(bar, meaning.Bar(plot, of, float(left), float(right), side))
        return plot.derive(bar, shape)


def _window(facts: AreaFacts) -> Window:
    """Return the part of the plane that holds the area."""
    start, end = facts.start.number, facts.end.number
    ys = np.append(facts.function.sample(np.linspace(start, end, 400)), 0.0)
    across, up = _BESIDE * (end - start), _ABOVE * (float(np.ptp(ys)) or 1.0)
    return Window(start - across, float(ys.min()) - up, end + across, float(ys.max()) + up)
