"""When figures are measured."""

from __future__ import annotations

from dataclasses import dataclass, field

from checks.axes import AxisScale, scale_of
from scenes.picture.meaning import Axes
from scenes.telling.subject import Subject


@dataclass(frozen=True)
class Moment:
    """When something is measured.

    Attributes:
        subject: What the scene is about.
        still: Whether nothing moves, so that nothing is half drawn.
    """

    subject: Subject
    still: bool
    _scales: dict[int, AxisScale] = field(default_factory=dict)

    def scale(self, plot: Axes) -> AxisScale:
        """Return the scale of a plot, which is read once."""
        if id(plot) not in self._scales:
            self._scales[id(plot)] = scale_of(plot)
        return self._scales[id(plot)]
