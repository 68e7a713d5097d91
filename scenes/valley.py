"""Where a descent takes place: the bottom it goes for, and how far around is worth seeing.

Nothing here is said or shown as a number: it only decides which part of a hill is in the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from calculus.descent import Descent
from calculus.function import Function

_NEAREST, _FARTHEST = 1e-4, 1e2  # where a bottom is looked for, in sizes of the start
_PROBES = 600  # places on the way there: each a fortieth further than the last
_HALVINGS = 50
_POLE = 1e3  # times as steep as ever on the way: no bottom, but a pole
_WALK = 10.0  # sizes of the start that a walk without a bottom is seen for


@dataclass(frozen=True)
class Surroundings:
    """What is around the start of descents.

    Attributes:
        middle: The bottom they go for; the start where there is none, in axis units.
        reach: How far it is from the start to the bottom, or to the end of the walk; above 0.
        has_bottom: Whether there is a bottom.
    """

    middle: float
    reach: float
    has_bottom: bool

    @classmethod
    def of(cls, descents: Sequence[Descent]) -> Surroundings:
        """Return what is around the start of descents on one hill from one place."""
        first = descents[0]
        start, slope = first.start.number, first.iterates[0].gradient.number
        bottom = (
            bottom_ahead(first.function, start, slope)
            if first.minimum is None
            else float(first.minimum)
        )
        if bottom is not None and bottom != start:
            return cls(bottom, abs(start - bottom), True)
        size = _size(start)
        ways = [abs(it.w.number - start) for descent in descents for it in descent.iterates]
        longest = max((way for way in ways if way <= _WALK * size), default=0.0)
        return cls(start, longest or 1.5 * size, False)

    def distance(self, w: float) -> float:
        """Return how far from the middle an input is, in reaches."""
        return abs(w - self.middle) / self.reach

    def around(self, *places: float) -> list[float]:
        """Return places with those as far away on the other side of the bottom.

        Without a bottom, with the start.
        """
        if self.has_bottom:
            return [*places, *(2 * self.middle - place for place in places)]
        return [self.middle, *places]


def bottom_ahead(function: Function, start: float, slope: float) -> float | None:
    """Return the first place downhill where the slope changes its sign; None if none is near.

    Args:
        function: The hill.
        start: Where to start looking, in axis units.
        slope: The slope there.
    """
    if slope == 0:
        return None
    reaches = np.geomspace(_NEAREST, _FARTHEST, _PROBES) * _size(start)
    places = start - np.sign(slope) * np.concatenate([[0.0], reaches])
    slopes = function.derivative.sample(places) * np.sign(slope)
    slopes[0] = abs(slope)
    usable = np.isfinite(slopes) & np.isfinite(function.sample(places))
    ends = np.flatnonzero(~usable | (slopes <= 0))
    if not len(ends) or not usable[ends[0]]:
        return None
    here, there = float(places[ends[0] - 1]), float(places[ends[0]])
    steepest = float(slopes[: ends[0]].max())
    for _ in range(_HALVINGS):
        middle = (here + there) / 2
        downhill = function.derivative.sample_at(middle) * np.sign(slope) > 0
        here, there = (middle, there) if downhill else (here, middle)
    at_the_end = abs(function.derivative.sample_at(here))
    return there if at_the_end <= _POLE * steepest else None


def _size(start: float) -> float:
    return max(abs(start), 1.0)
