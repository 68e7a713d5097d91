"""A lens: a small frame in a world, enlarged in a box of its own, with a ruler of nudges."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from math import ceil, floor
from typing import Any

import numpy as np
from manim import VMobject

from calculus.function import Function
from scenes.look.theme import LAYER, Role
from scenes.picture.card import RADIUS, panel
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Around, Grid, claim
from scenes.picture.plot import AXES, Axis, Plot, TickLabels, knocked_out, stroke
from scenes.picture.shapes import NOTHING, Points, polyline, rounded, segments
from scenes.picture.ticks import edge_label
from scenes.picture.window import Window

_ROOM = px(20)  # between the ruler's numbers and the edge
_APART = px(56)  # from number to number, at least
_LEAST = px(14)  # the frame in the world is drawn at least so large
_FINEST = 1e-13  # of a place: in less, floats are not told apart


class Lens(Plot):
    """A plot that enlarges where a point of another plot is nudged, whatever the nudge.

    Its window is measured in nudges from the point ``x`` of the other plot's state: what is
    a nudge further on stays where it is while the nudge shrinks. It has the other plot's state,
    with its own nudge as ``h``, and everything made by it is redrawn with the other plot.

    Args:
        world: The plot it looks at.
        function: The function; the point is on its graph.
        box: Where the enlarged view is.
        reach: What it shows, in nudges from the point: left, bottom, right, top.
        nudge: The name of the nudge in the other plot's state.
    """

    def __init__(
        self,
        world: Plot,
        function: Function,
        box: Box,
        reach: tuple[float, float, float, float],
        nudge: str = "h",
    ) -> None:
        self._world, self._function, self._reach, self._nudge = world, function, reach, nudge
        super().__init__(box, self.window, None, world.theme, tick_labels="across")

    def __getitem__(self, name: str) -> Any:
        return self._world[self._nudge if name == "h" else name]

    def set(self, **state: Any) -> None:
        """Change some values of the other plot's state."""
        self._world.set(**state)

    @property
    def area(self) -> Box:
        """All of the box."""
        return self._box

    @property
    def window(self) -> Window:
        """The part of the plane that is enlarged now."""
        x = self["x"]
        y = self._function.sample_at(x)
        # The world may ride to where a nudge drowns in the numbers, once the lens has gone.
        h = max(abs(self["h"]), _FINEST * max(abs(x), abs(y)))
        left, bottom, right, top = self._reach
        return Window(x + left * h, y + bottom * h, x + right * h, y + top * h)

    def derive(self, mobject: VMobject, rule: Callable[[Any], None]) -> VMobject:
        """Draw an object over the panel, and again whenever the world changes."""
        return self._world.derive(mobject.set_z_index(mobject.z_index + LAYER["card"]), rule)

    def _make_axes(self, names: tuple[str, ...] | None, tick_labels: TickLabels) -> VMobject:
        theme, box = self.theme, self._box
        ruler = [stroke(theme.grid, pen(2), "grid") for _ in AXES]
        for axis, line in zip(AXES, ruler, strict=True):
            claim(line, Grid(self, axis, partial(self._values, axis)))
            self.derive(line, partial(self._draw_ruler, axis))
        frame, small = (stroke(theme[Role.TEXT], pen(3), "dot") for _ in range(2))
        hairs = stroke(theme[Role.NEUTRAL], pen(1.5), "guide")
        for part in (frame, small, hairs):
            claim(part, Around(self if part is frame else self._world))
        frame.set_points(rounded(box.left, box.bottom, box.right, box.top, RADIUS))
        self.rays = self._world.derive(hairs, self._draw_hairs)
        return VMobject().add(
            self._world.derive(small, lambda part: part.set_points(_rectangle(self._small()))),
            self.rays,
            panel(box, theme),
            *ruler,
            self.derive(self._tick_labels(), self._draw_numbers),
            frame.set_z_index(frame.z_index + LAYER["card"]),
        )

    def _steps(self, axis: Axis) -> range:
        """Return the whole nudges from the point that the ruler has lines at."""
        low, high = self._reach[axis == "up" :: 2]
        apart = (self._box.height if axis == "up" else self._box.width) / (high - low)
        every = next(n for n in _round_numbers() if n * apart >= _APART)
        return range(ceil(low / every) * every, floor(high / every) * every + 1, every)

    def _values(self, axis: Axis) -> tuple[float, ...]:
        x, h = self["x"], abs(self["h"])
        origin = x if axis == "across" else self._function.sample_at(x)
        return tuple(float(origin + k * h) for k in self._steps(axis))

    def _draw_ruler(self, axis: Axis, line: VMobject) -> None:
        line.set_points(self._lines_at(axis, self._values(axis)))

    def _draw_numbers(self, numbers: VMobject) -> None:
        parts, box = [NOTHING], self._box
        # At the side that is farther from what is nudged there, or where nothing is nudged now.
        before, beyond = -self._reach[0], self._reach[2]
        is_left = self["h"] > 0 if before == beyond else before < beyond
        left, aside = (box.left + _ROOM, 0) if is_left else (box.right - _ROOM, -1)
        for k, value in zip(self._steps("up"), self._values("up"), strict=True):
            points, width = edge_label(str(k), self.theme)
            height, y = float(points[:, 1].max()), float(self.point(0, value)[1])
            if box.bottom + height < y < box.top - height:
                parts.append(points + np.array([left + aside * width, y - height / 2, 0]))
        numbers.set_points(np.vstack(parts))

    def _tick_labels(self) -> VMobject:
        labels = super()._tick_labels().set_z_index(LAYER["dot"])  # over the curve
        return knocked_out(labels, self.theme.panel)

    def _small(self) -> Box:
        """Return the box of what is enlarged as it is in the world."""
        window = self.window
        low, high = self._world.points([[window.left, window.bottom], [window.right, window.top]])
        grow = np.maximum(_LEAST - (high - low), 0) / 2
        (left, bottom, _), (right, top, _) = low - grow, high + grow
        return Box(left, bottom, right, top)

    def _draw_hairs(self, hairs: VMobject) -> None:
        """Draw two lines from the small frame to the near side of the box."""
        small, box = self._small().corners, self._box.corners
        near = (2, 3) if self._box.left > small[2][0] else (0, 2)  # its right side, or its foot
        far = (0, 1) if near == (2, 3) else (1, 3)  # the box's left side, or its top
        hairs.set_points(segments([small[i] for i in near], [box[i] for i in far]))


def _round_numbers() -> Iterator[int]:
    """Yield 1, 2, 5, 10, 20, and so on."""
    for power in count():
        yield from (digit * 10**power for digit in (1, 2, 5))


def _rectangle(box: Box) -> Points:
    return polyline(box.outline, closed=True)
