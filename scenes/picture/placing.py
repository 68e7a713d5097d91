"""Places for labels: where nothing else is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from math import dist
from operator import itemgetter
from typing import TypeVar

import numpy as np
from manim import Mobject, VMobject
from numpy.typing import NDArray

from scenes.look.text import Placed
from scenes.picture.layout import Box

Option = TypeVar("Option")

Place = tuple[float, float]  # the centre of a label in the frame

_STEP = 0.05  # Manim units from one probe on a line to the next: less than a letter
_OUTSIDE = 150.0  # probes that a unit of length outside the allowed box counts for
_ROOM = 0.06  # Manim units kept free around a label
_MARGIN = 1.0  # Manim units around that box, beyond which nothing is in anybody's way


@dataclass(frozen=True)
class Obstacles:
    """What labels keep clear of.

    Attributes:
        within: The box that labels must stay in.
        probes: Points on everything that must not be covered, shape (n, 2).
    """

    within: Box
    probes: NDArray[np.float64]

    @classmethod
    def of(cls, within: Box, *mobjects: Mobject) -> Obstacles:
        """Return what is drawn as obstacles: lines by their course, text by its box."""
        parts = [np.empty((0, 2))]
        for mobject in mobjects:
            parts += [*_course(mobject, within)]
        return cls(within, np.vstack(parts))

    def adding(self, *mobjects: Mobject) -> Obstacles:
        """Return these obstacles and more."""
        more = Obstacles.of(self.within, *mobjects)
        return Obstacles(self.within, np.vstack([self.probes, more.probes]))

    def filling(self, boxes: Iterable[Box]) -> Obstacles:
        """Return these obstacles and boxes that are full of things."""
        return Obstacles(self.within, np.vstack([self.probes, *map(_grid, boxes)]))

    def covered(self, box: Box) -> float:
        """Return how bad a place for a label is: probes that it covers; 0 when it is clear."""
        x, y = self.probes.T
        inside = (
            (x > box.left - _ROOM)
            & (x < box.right + _ROOM)
            & (y > box.bottom - _ROOM)
            & (y < box.top + _ROOM)
        )
        within = self.within
        beyond = (
            max(0.0, within.left - box.left)
            + max(0.0, box.right - within.right)
            + max(0.0, within.bottom - box.bottom)
            + max(0.0, box.top - within.top)
        )
        return float(inside.sum()) + _OUTSIDE * beyond


def clearest(label: Mobject, places: Iterable[Place], obstacles: Obstacles) -> Place:
    """Return the first of some places where a label covers least.

    If it covers something at all of them, those from which it reaches out are tried farther in.

    Args:
        label: What is to be placed; it stays where it is.
        places: Centres to choose from, the best looking first; not empty.
        obstacles: What it must keep clear of.
    """
    size, places = box_of(label), [*places]
    inside = (_farther_in(place, size, obstacles.within) for place in places)
    return least(chain(places, inside), lambda place: obstacles.covered(_centred(size, place)))


def least(options: Iterable[Option], cost: Callable[[Option], float]) -> Option:
    """Return the first of some options whose cost is least; where one costs nothing, soon."""
    priced: list[tuple[float, Option]] = []
    for option in options:
        price = cost(option)
        if not price:
            return option
        priced.append((price, option))
    return min(priced, key=itemgetter(0))[1]


def along(label: Mobject, line: VMobject, gap: float) -> Iterator[Place]:
    """Give places for a label beside a straight line, from its end on; those at its ends last.

    Args:
        label: The label.
        line: What it belongs to.
        gap: Manim units between the line and the label's edge.
    """
    start, end = line.points[0], line.points[-1]
    away = label.width / 2 + gap, label.height / 2 + gap
    for share in (*np.linspace(0.9, 0.1, 17), 0.95, 1.0, 0.05, 0.0):
        x, y, _ = start + (end - start) * share
        for right, above in _BESIDE:
            yield float(x + right * away[0]), float(y + above * away[1])


def box_at(place: Place, label: Mobject) -> Box:
    """Return the box that a label fills when its centre is at a place."""
    return _centred(box_of(label), place)


def box_of(mobject: Mobject) -> Box:
    """Return the box around what is drawn."""
    points = mobject.get_points_defining_boundary()
    if not len(points):
        return Box(0.0, 0.0, 0.0, 0.0)
    (left, bottom, _), (right, top, _) = points.min(axis=0), points.max(axis=0)
    return Box(float(left), float(bottom), float(right), float(top))


def around(label: Mobject, point: Place, gap: float = 0.15, rings: int = 3) -> Iterator[Place]:
    """Give places for a label around a point, the nearest first.

    In each ring come above right, above left, below right, below left, right, left, above and
    below.

    Args:
        label: The label.
        point: What it belongs to.
        gap: Manim units between the point and the label's edge.
        rings: How many distances are tried, each a gap further.
    """
    for ring in range(1, rings + 1):
        across = label.width / 2 + ring * gap
        up = label.height / 2 + ring * gap
        for right, above in _DIRECTIONS:
            yield point[0] + right * across, point[1] + above * up


def nearest(label: Mobject, point: Place, gap: float = 0.15) -> list[Place]:
    """Return the places of `around`, those in which the label's middle is nearest first."""
    return sorted(around(label, point, gap), key=partial(dist, point))


_BESIDE = ((1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1))
_DIRECTIONS = ((1, 1), (-1, 1), (1, -1), (-1, -1), (1, 0), (-1, 0), (0, 1), (0, -1))


def _course(mobject: Mobject, within: Box) -> Iterator[NDArray[np.float64]]:
    if isinstance(mobject, Placed):
        yield _filled(mobject)
        return
    if isinstance(mobject, VMobject) and len(mobject.points):
        a, b, c, d = _near(mobject.points[:, :2].reshape(-1, 4, 2), within).swapaxes(0, 1)
        longest = float(np.abs(np.diff([a, b, c, d], axis=0)).max(initial=0.0))
        t = np.linspace(0, 1, max(2, int(3 * longest / _STEP) + 1))[:, None, None]
        way = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
        yield way.reshape(-1, 2)
    for part in mobject.submobjects:
        yield from _course(part, within)


def _near(pieces: NDArray[np.float64], within: Box) -> NDArray[np.float64]:
    """Return the pieces of a line that are not far from a box, and of very long ones that part.

    Args:
        pieces: Four control points each; shape (n, 4, 2). Very long ones are taken for straight.
        within: The box.
    """
    low = np.array([within.left, within.bottom]) - _MARGIN
    high = np.array([within.right, within.top]) + _MARGIN
    meet = (pieces.min(axis=1) <= high) & (pieces.max(axis=1) >= low)
    pieces = pieces[meet.all(axis=1)]
    start, way = pieces[:, 0], pieces[:, 3] - pieces[:, 0]
    is_long = (np.abs(way) > 2 * (high - low)).any(axis=1).reshape(-1, 1, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.sort([(low - start) / way, (high - start) / way], axis=0)
    first = np.nan_to_num(ends[0], nan=0.0).max(axis=1).clip(0, 1)[:, None, None]
    last = np.nan_to_num(ends[1], nan=1.0).min(axis=1).clip(0, 1)[:, None, None]
    shares = first + (last - first) * np.linspace(0, 1, 4)[:, None]
    straight = start[:, None] + shares * way[:, None]
    return np.where(is_long, straight, pieces)


def _filled(text: Mobject) -> NDArray[np.float64]:
    """Return probes all over the box of a text."""
    return _grid(box_of(text))


def _grid(box: Box) -> NDArray[np.float64]:
    xs = np.arange(box.left, box.right + _STEP, _STEP)
    ys = np.arange(box.bottom, box.top + _STEP, _STEP)
    return np.stack(np.meshgrid(xs, ys, indexing="ij"), axis=-1).reshape(-1, 2)


def _farther_in(place: Place, size: Box, within: Box) -> Place:
    """Return the place nearest to another at which a box does not reach out of one it fits in."""
    room = within.inset(*[size.width / 2, size.height / 2] * 2)
    x, y = np.clip(place, [room.left, room.bottom], [room.right, room.top])
    return float(x), float(y)


def _centred(box: Box, place: Place) -> Box:
    x, y = box.centre
    return box.moved(place[0] - x, place[1] - y)
