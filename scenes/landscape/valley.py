"""Where a descent takes place: the bottom it goes for, and how far around is worth seeing.

Nothing here is said or shown as a number: it only decides which part of a hill is in the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from calculus.descent import Descent
from calculus.errors import LessonError
from calculus.evaluate import sign_of
from calculus.function import Function

_NEAREST, _FARTHEST = 1e-4, 1e2  # where a bottom is looked for, in sizes of the start
_PROBES = 600  # places on the way there: each a fortieth further than the last
_HALVINGS = 50
_NEARLY = 1e-6  # of the last part of the way: a pole still lies as deep below as all before
_LEAP = 1e-3  # of that part of the way: so far apart are both sides of a cliff
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
    """Return the first minimum downhill: where the way down ends; None if none is near.

    That may be a corner, or where level ground begins, unless it goes on downhill from there.

    Args:
        function: The hill.
        start: Where to start looking, in axis units.
        slope: The slope there.
    """
    if slope == 0:
        return None
    side = np.sign(slope)
    reaches = np.geomspace(_NEAREST, _FARTHEST, _PROBES) * _size(start)
    places = start - side * np.concatenate([[0.0], reaches])
    slopes = function.derivative.sample(places) * side
    slopes[0] = abs(slope)
    usable = np.isfinite(slopes) & np.isfinite(function.sample(places))
    ends = np.flatnonzero(~usable | (slopes <= 0))
    if not len(ends) or not usable[ends[0]]:
        return None
    end = ends[0]
    after = slopes[end:][slopes[end:] != 0]
    if len(after) and not after[0] < 0:  # level for a while, then downhill again, or no value
        return None
    if slopes[end] == 0 and not _is_level(function, float(places[end])):
        return None
    here, there = float(places[end - 1]), float(places[end])
    for _ in range(_HALVINGS):
        middle = (here + there) / 2
        downhill = function.derivative.sample_at(middle) * side > 0
        here, there = (middle, there) if downhill else (here, middle)
    return there if _is_bottom(function, float(places[end - 1]), here, there) else None


def _is_level(function: Function, w: float) -> bool:
    """Say whether the slope is exactly 0, and not only too small for a float."""
    try:
        return sign_of(function.derivative_at(w).value) == 0
    except LessonError:
        return False


def _is_bottom(function: Function, before: float, here: float, there: float) -> bool:
    """Say whether the way down ends on the ground: not in a pole, and not at a cliff.

    Args:
        function: The hill.
        before: A place on the way down.
        here: The last place from which it leads down, as near as can be to the next.
        there: The first from which it doesn't.
    """
    nearly = here + _NEARLY * (before - here)
    high, low, end, beyond = function.sample(np.array([before, nearly, here, there]))
    drop = high - low
    return bool(low - end <= drop and abs(beyond - end) <= _LEAP * (high - end))


def _size(start: float) -> float:
    return max(abs(start), 1.0)
