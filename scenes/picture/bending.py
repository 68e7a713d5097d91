"""Formulas whose letters bend into those of another: a straight d becomes a curly one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np

from calculus.errors import LessonError
from scenes.look.text import Text
from scenes.picture.flight import Ink, InPlace, inks_of, landing
from scenes.picture.shapes import Points, contours, polyline

_CORNERS = 80  # of an outline on its way


class Bend(InPlace):
    """Let a text become another, each of its outlines the one that stands in its place there.

    ``self.play(Bend(straight, curly))``

    Args:
        before: A text, which leaves.
        after: A text that is composed in the same way, of other letters perhaps.
        run_time: Seconds.

    Raises:
        LessonError: It has more outlines, or fewer.
    """

    def __init__(self, before: Text, after: Text, run_time: float = 1.2) -> None:
        starts, ends = ([*map(_outlines, inks_of(text))] for text in (before, after))
        if [*map(len, starts)] != [*map(len, ends)]:
            rule, remedy = "leads to a text that is composed in the same way", "Merge(…)"
            raise LessonError("Bend", rule, after.source, remedy)
        super().__init__(after, before, "roll", before.numbers, run_time)
        self._ways = [
            [_alike(*pair) for pair in zip(*pieces, strict=True)]
            for pieces in zip(starts, ends, strict=True)
        ]
        self._looks = [*zip(inks_of(before), inks_of(after), strict=True)]

    def _inks(self, alpha: float) -> Iterator[Ink]:
        share = landing(alpha)
        for (start, end), ways in zip(self._looks, self._ways, strict=True):
            points = np.vstack([here + share * (there - here) for here, there in ways])
            yield replace(start.toward(end, share), points=points)


def _outlines(ink: Ink) -> list[Points]:
    return [ink.points[a:b] for a, b in pairwise(contours(ink.points))]


def _alike(one: Points, other: Points) -> tuple[Points, Points]:
    """Return two outlines with as many points each; those with as many keep their curves."""
    if len(one) == len(other):
        return one, other
    return _even(one), _even(other)


def _even(outline: Points) -> Points:
    """Return an outline as evenly spaced corners, from its highest point on."""
    corners = outline[::4]
    corners = np.roll(corners, -int(corners[:, 1].argmax()), axis=0)
    closed = np.vstack([corners, corners[:1]])
    way = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(closed[:, :2], axis=0).T))])
    at = np.linspace(0, way[-1], _CORNERS, endpoint=False)
    even = np.column_stack([np.interp(at, way, closed[:, i]) for i in range(3)])
    return polyline(even, closed=True)
