"""Numbers and rods that travel along the edges of a graph, and become another at a gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from manim import Animation, Group, Mobject, Scene, VMobject
from manim.utils.rate_functions import linear, smooth

from scenes.look.text import Placed
from scenes.picture.carrying import Merge, spoken, whole
from scenes.picture.flight import Ink, bump, inks_of, part_of
from scenes.picture.shapes import Points
from scenes.picture.ways import centre_of

_SWINGS = 3  # to both sides
_ON_THE_EDGE = 0.75  # of its time, in which a token has passed its edge
_SWELL, _NEAR = 0.3, 0.1  # how much larger it is in a gate, and how near to it, as shares


@dataclass(frozen=True)
class Load:
    """What travels along an edge.

    Attributes:
        source: What it is a copy of: a text, or a figure.
        way: Points on its way, shape (n, 3).
        gate: A point on the way where it becomes something else; None where it does not.
        leaves: What it is a copy of from there on; by default what it travels to.
    """

    source: VMobject
    way: Points
    gate: Points | None = None
    leaves: VMobject | None = None


class Stream(Merge):
    """Let operands travel along edges into a node, where they become its number.

    Args:
        loads: What travels.
        into: What they become; it comes on screen by it, or waits there.
        run_time: Seconds.
    """

    _MELTS, _MET = 0.76, 0.88

    def __init__(self, *loads: Load, into: Any, run_time: float = 1.2) -> None:
        self._loads = {load.source: load for load in loads}
        super().__init__(*self._loads, into=into, dims=1.0, run_time=run_time)

    def _ways(self, sources: Sequence[Mobject]) -> Sequence[_Road]:
        return [self._road(self._loads[source]) for source in sources]  # type: ignore[index]

    def _road(self, load: Load) -> _Road:
        before = self._letters(load.source)
        if load.gate is None:
            return _Road(before, before, load.way, 2.0)
        after = self._letters(load.leaves) if load.leaves is not None else self._result
        passed = np.linalg.norm(load.way - load.gate, axis=1).argmin()
        return _Road(before, after, load.way, float(_lengths(load.way)[passed]))

    def _flown(self, share: float) -> float:
        return smooth(share)

    def _letters(self, source: VMobject) -> Ink:
        """Return what of a source travels: of a text with one number, that."""
        is_text = isinstance(source, Placed) and isinstance(self.target, Placed)
        return spoken(source, self.target)[0] if is_text else whole(inks_of(source))


class Sway(Animation):
    """Let things sway to the right and back, each as far as it is said to; then they stand.

    Args:
        reaches: How far they sway.
        run_time: Seconds.
    """

    def __init__(self, reaches: Mapping[VMobject, float], run_time: float = 3.0) -> None:
        self._reaches = reaches
        super().__init__(Group(*reaches), run_time=run_time, rate_func=linear, introducer=True)

    def _setup_scene(self, scene: Scene) -> None:
        pass

    def interpolate_mobject(self, alpha: float) -> None:
        swing = np.sin(2 * np.pi * _SWINGS * smooth(alpha)) if alpha < 1 else 0.0
        for thing, before in zip(self._reaches, self.starting_mobject, strict=True):
            thing.points = before.points + [self._reaches[thing] * swing, 0, 0]


@dataclass(frozen=True)
class _Road:
    """The way of a load, and where its gate is, as a share of the way."""

    before: Ink
    after: Ink
    way: Points
    gate: float

    def at(self, share: float, size: float = 1.0) -> Ink:
        """Return the load a share of the way, blown up by a size."""
        lengths = _lengths(self.way)
        place = [float(np.interp(share, lengths, along)) for along in self.way.T]
        ink = self.before if share < self.gate else self.after
        inside = bump(part_of(share, self.gate - _NEAR, self.gate + _NEAR))
        points = ink.points - centre_of(ink.points)
        return replace(ink, points=place + points * size * (1 + _SWELL * inside))


def _lengths(way: Points) -> Points:
    """Return how far along a way each of its points lies, as a share."""
    steps = np.linalg.norm(np.diff(way, axis=0), axis=1)
    lengths: Points = np.concatenate([[0.0], np.cumsum(steps)])
    lengths /= lengths[-1]
    return lengths


def with_the_token(share: float) -> float:
    """Draw a line as a token goes along, which then has a way to its place."""
    return float(smooth(min(1.0, share / _ON_THE_EDGE)))


def as_it_goes(share: float) -> float:
    """Take a line back as a token goes along."""
    return 1 - with_the_token(share)
