"""The ways that letters fly: arcs that leave text readable."""

from __future__ import annotations

from dataclasses import dataclass, replace

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

    def at(self, share: float, size: float = 1.0) -> Ink:
        """Return the letters a share of the way, blown up by a size."""
        here, there = centre_of(self.start.points), centre_of(self.end.points)
        bent = (np.exp(1j * self.turn * share) - 1) / (np.exp(1j * self.turn) - 1)
        along = complex(*(there - here)[:2]) * bent
        ratio = height_of(self.start.points) / height_of(self.end.points)
        scale = ratio ** (1 - share) * size
        centre = here + np.array([along.real, along.imag, 0])
        points = centre + (self.end.points - there) * scale
        ink = replace(self.start.toward(self.end, share), points=points)
        if self.over is None:
            return ink
        first, last = self.over
        ramp = first - _FADES, first, last, last + _FADES
        return ink.lit(float(np.interp(share, ramp, (1, _FAINT, _FAINT, 1))))


def clear_way(obstacles: Obstacles, start: Ink, end: Ink, *others: Way) -> Way:
    """Return the way that lies over least text, and over least of what flies meanwhile.

    Args:
        obstacles: The text that is to be read meanwhile.
        start: How the letters look where it starts.
        end: How they look where it ends.
        others: The ways of what flies at the same time.
    """

    def covered(way: Way) -> list[float]:
        return [obstacles.covered(box_around(way.at(share).points)) for share in _PROBES]

    def cost(way: Way) -> float:
        met = [
            box_around(way.at(share).points).meets(box_around(other.at(share).points))
            for share in _PROBES
            for other in others
        ]
        return sum(covered(way)) + _MET * sum(met)

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
