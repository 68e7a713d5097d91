"""The ways that letters fly: arcs that leave text readable."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from scenes.picture.flight import Ink
from scenes.picture.layout import Box
from scenes.picture.placing import Obstacles, least
from scenes.picture.shapes import Points

_TURNS = np.pi / 2, -np.pi / 2, np.pi / 4, -np.pi / 4, 3 * np.pi / 4, -3 * np.pi / 4
"""Of arcs, the best first: 45° at the start."""
_PROBES = np.linspace(0.15, 0.85, 8)  # of a way, where it is looked whether it is clear
_FAINT, _FADES = 0.25, 0.15  # how strongly lit is what flies over text; share of a way before that
_MET = 20.0  # probes on text that count as much as what flies and is met


@dataclass(frozen=True)
class Way:
    """The way of some letters from one place to another, of another size perhaps.

    Attributes:
        start: How they look where it starts.
        end: How they look where it ends.
        turn: How much it turns, in radians; positive to the left.
        over: From which share of the way to which there is text below, if there is: meanwhile
            the letters are faint, so that this can be read on.
    """

    start: Ink
    end: Ink
    turn: float
    over: tuple[float, float] | None = None

    @cached_property
    def _ends(self) -> tuple[Points, Points, float]:
        """Where the middle is at the start and at the end, and how much larger they start."""
        start, end = self.start.points, self.end.points
        return centre_of(start), centre_of(end), height_of(start) / height_of(end)

    def at(self, share: float, size: float = 1.0) -> Ink:
        """Return the letters a share of the way, blown up by a size."""
        points = self._flown(self.end.points, share, size)
        ink = replace(self.start.toward(self.end, share), points=points)
        if self.over is None:
            return ink
        first, last = self.over
        ramp = first - _FADES, first, last, last + _FADES
        return ink.lit(float(np.interp(share, ramp, (1, _FAINT, _FAINT, 1))))

    @cached_property
    def boxes(self) -> list[Box]:
        """The boxes around the letters where it is looked whether the way is clear."""
        box = box_around(self.end.points)
        corners = np.array([(box.left, box.bottom, 0), (box.right, box.top, 0)])
        return [box_around(self._flown(corners, share, 1.0)) for share in _PROBES]

    def _flown(self, points: Points, share: float, size: float) -> Points:
        """Return points, given as they are at the end, a share of the way."""
        here, there, ratio = self._ends
        bent = (np.exp(1j * self.turn * share) - 1) / (np.exp(1j * self.turn) - 1)
        along = complex(*(there - here)[:2]) * bent
        centre = here + np.array([along.real, along.imag, 0])
        flown: Points = centre + (points - there) * (ratio ** (1 - share) * size)
        return flown


def clear_way(obstacles: Obstacles, start: Ink, end: Ink, *others: Way) -> Way:
    """Return the way that lies over least text, and over least of what flies meanwhile.

    Args:
        obstacles: The text that is to be read meanwhile.
        start: How the letters look where it starts.
        end: How they look where it ends.
        others: The ways of what flies at the same time.
    """
    flying = [[other.boxes[i] for other in others] for i in range(len(_PROBES))]

    def covered(way: Way) -> list[float]:
        return [*map(obstacles.covered, way.boxes)]

    def cost(way: Way) -> float:
        pairs = zip(way.boxes, flying, strict=True)
        met = sum(box.meets(other) for box, beside in pairs for other in beside)
        return sum(covered(way)) + _MET * met

    way = least((Way(start, end, turn) for turn in _TURNS), cost)
    over = _PROBES[np.array(covered(way)) > 0]
    return replace(way, over=(over[0], over[-1])) if len(over) else way


def box_around(points: Points) -> Box:
    """Return the box around some points."""
    (left, bottom), (right, top) = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    return Box(float(left), float(bottom), float(right), float(top))


def centre_of(points: Points) -> Points:
    """Return the middle of the box around some points."""
    centre: Points = (points.min(axis=0) + points.max(axis=0)) / 2
    return centre


def height_of(points: Points) -> float:
    """Return how high some points reach, which is more than nothing."""
    return max(float(np.ptp(points[:, 1])), 1e-6)
