"""Formulas whose letters turn into those of another: a straight d becomes a curly one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np

from calculus.errors import LessonError
from scenes.look.text import Text
from scenes.picture.flight import Ink, InPlace, inks_of, landing
from scenes.picture.shapes import NOTHING, Points, contours

_ALIKE = 1e-3  # Manim units: so little differ the outlines of the same letter


class Bend(InPlace):
    """Let a text become another: equal letters go to their places, the others fade over.

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
        self._looks = [*zip(inks_of(before), inks_of(after), strict=True)]
        self._ways = [[*zip(*pieces, strict=True)] for pieces in zip(starts, ends, strict=True)]

    def _inks(self, alpha: float) -> Iterator[Ink]:
        share = landing(alpha)
        for (start, end), ways in zip(self._looks, self._ways, strict=True):
            stays = [here + share * (there - here) for here, there in ways if _alike(here, there)]
            others = [way for way in ways if not _alike(*way)]
            yield replace(start.toward(end, share), points=_joined(stays))
            yield replace(start.lit(1 - share), points=_joined(here for here, _ in others))
            yield replace(end.lit(share), points=_joined(there for _, there in others))


def _outlines(ink: Ink) -> list[Points]:
    return [ink.points[a:b] for a, b in pairwise(contours(ink.points))]


def _joined(outlines: Iterable[Points]) -> Points:
    return np.vstack([NOTHING, *outlines])


def _alike(one: Points, other: Points) -> bool:
    """Whether two outlines are the same but for where they are."""
    if len(one) != len(other):
        return False
    return bool(np.allclose(one - one.mean(axis=0), other - other.mean(axis=0), atol=_ALIKE))
