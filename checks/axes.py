"""The scale of a drawn plot, read off its axis lines and the window they frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from checks.view import Points, family
from scenes.picture.meaning import Axes, Frame, Grid, claim_of


@dataclass(frozen=True)
class AxisScale:
    """Where axis coordinates are in the frame.

    Attributes:
        left: Left end of the drawn axis, in Manim units.
        bottom: Lower end of the drawn axis, in Manim units.
        right: Right end of the drawn axis, in Manim units.
        top: Upper end of the drawn axis, in Manim units.
        window: What the axes say their ends are.
    """

    left: float
    bottom: float
    right: float
    top: float
    window: Any

    @property
    def units(self) -> tuple[float, float]:
        """How long a unit is in the frame, across and upwards, in Manim units."""
        window = self.window
        across = (self.right - self.left) / (window.right - window.left)
        return across, (self.top - self.bottom) / (window.top - window.bottom)

    def axis(self, point: Points | tuple[float, float]) -> tuple[float, float]:
        """Return the axis coordinates of a point of the frame."""
        window = self.window
        across, up = window.right - window.left, window.top - window.bottom
        return (
            float(window.left + (point[0] - self.left) / (self.right - self.left) * across),
            float(window.bottom + (point[1] - self.bottom) / (self.top - self.bottom) * up),
        )

    def frame(self, x: float | Points, y: float | Points) -> Points:
        """Return where a point of the plane is in the frame; or points, each in a column."""
        across = (x - self.window.left) / (self.window.right - self.window.left)
        return np.array([self.left + across * (self.right - self.left), self.level(y)])

    def level(self, y: float | Points) -> Any:
        """Return how high in the frame a height of the plane is; or heights."""
        up = (y - self.window.bottom) / (self.window.top - self.window.bottom)
        return self.bottom + up * (self.top - self.bottom)

    def steepness(self, slope: float) -> float:
        """Return how steep a slope looks in the frame."""
        across, up = self.units
        return float(slope * up / across)


def scale_of(plot: Axes) -> AxisScale:
    """Read the scale of a plot: off the lines of its grid where it is a world, or its frame."""
    parts = family([plot.axes])
    lines = [(part.points, c) for part in parts if isinstance(c := claim_of(part), Grid)]
    if lines:
        window = plot.seen.window
        left, right = _ends(lines, "across", 0, (window.left, window.right))
        bottom, top = _ends(lines, "up", 1, (window.bottom, window.top))
        return AxisScale(left, bottom, right, top, window)
    points = next(
        part.points for part in parts if isinstance(claim_of(part), Frame) and len(part.points)
    )
    low, high = points.min(axis=0), points.max(axis=0)
    return AxisScale(float(low[0]), float(low[1]), float(high[0]), float(high[1]), plot.window)


def _ends(
    lines: list[tuple[Points, Grid]], axis: str, side: int, ends: tuple[float, float]
) -> tuple[float, float]:
    """Return where the ends of what is seen are, by the first and the last line on an axis."""
    drawn = [
        (value, at)
        for points, grid in lines
        if grid.axis == axis
        for value, at in zip(grid.values(), points[::4, side].tolist(), strict=True)
    ]
    (low, start), (high, stop) = min(drawn), max(drawn)
    unit = np.divide(stop - start, high - low)  # of a single line it is nothing
    return float(start + (ends[0] - low) * unit), float(start + (ends[1] - low) * unit)
