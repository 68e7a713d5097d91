"""Whether a dive into a world shows that it is the same place, at another scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import log10

import numpy as np

from checks.axes import AxisScale, scale_of
from checks.moment import Moment
from checks.rules import Rule, rule
from checks.view import NEAR, Eye, Piece, Points, View
from scenes.base import LessonScene
from scenes.picture.layout import Box
from scenes.picture.meaning import Around, Axes, Grid, Side, Straight

_DEEP = 0.999  # decades: what goes in less is no dive
_MIDWAY = 0.2  # decades in half of its time, at least
_LEAST_LINES = 6  # of a grid, that leave in a decade
_OPEN = 0.4  # seconds for which the frame is seen that becomes the screen
_SLACK = 0.01  # of decades, of a ratio, of a shape

Found = tuple[Rule, int, str]  # a rule, a beat, and what is wrong

FLOW = rule(
    "motion.flow",
    f"a story dives by powers of ten, into a frame that is seen for {_OPEN:g} seconds; "
    f"{_LEAST_LINES} lines of the grid leave in each decade, and slopes look alike all the way",
)


@dataclass(frozen=True)
class _Midway:
    """A world into which one goes: its scale, the values of its lines by axis, what is in it."""

    scale: AxisScale
    lines: dict[str, list[float]]
    framed: bool
    sloped: bool


class Dives:
    """Watches the worlds of a scene."""

    def __init__(self, eye: Eye) -> None:
        self._eye = eye
        self._before: dict[Axes, AxisScale] = {}  # when an animation begins
        self._midway: dict[Axes, _Midway] = {}
        self._stood: View | None = None  # what was seen when nothing moved
        self._moved = False
        self._known: dict[Axes, list[AxisScale]] = {}  # how large it has been shown

    def look(self, scene: LessonScene, view: View, moment: Moment) -> None:
        """Look at the middle of an animation, and at a later moment of what may be a dive."""
        self._midway = {}
        worlds = _worlds(view)
        before = self._before
        self._before = {w: before[w] if w in before else moment.scale(w) for w in worlds}
        for world, scale in self._before.items():
            self._known.setdefault(world, [scale])
        self._moved = not view.still
        if view.still:
            self._stood = view
            return
        scales = {world: moment.scale(world) for world in worlds}
        deeper = [w for w in worlds if _decades(self._before[w], scales[w]) > _MIDWAY]
        deeper = [w for w in deeper if max(_frames(view, w), default=0) < 1 - _SLACK]  # no lens
        moments = [view] if self._stood is None else [self._stood, view]
        for world in deeper:
            lines, sloped = _lines(view, world), _is_sloped(view, world)
            self._midway[world] = _Midway(scales[world], lines, False, sloped)
        if deeper and scene.duration > 2 * _OPEN:
            scene.update_to_time(scene.duration / 2 + _OPEN)
            moments.append(self._eye.view(scene.mobjects, view.still, view.background))
        for world in deeper:
            framed = any(_frames(a, world) and _frames(b, world) for a, b in pairwise(moments))
            self._midway[world] = replace(self._midway[world], framed=framed)

    def end(self, beat: int) -> Iterator[Found]:
        """Say what is wrong with the dives that have ended."""
        for world, midway in self._midway.items():
            before, after = self._before[world], scale_of(world)
            goes_back = any(abs(_decades(one, after)) < _SLACK for one in self._known[world])
            if _decades(before, after) > _DEEP and not goes_back:
                for message in _faults(before, midway, after):
                    yield FLOW, beat, message
        if self._moved:
            self._before = {world: scale_of(world) for world in self._before}
            for world, scale in self._before.items():
                self._known[world].append(scale)


def _faults(before: AxisScale, midway: _Midway, after: AxisScale) -> Iterator[str]:
    decades = _decades(before, after)
    if abs(decades - round(decades)) > _SLACK:
        yield f"a dive goes in by {10**decades:.4g}; take a power of ten"
    if not midway.framed:
        yield f"no frame is seen for {_OPEN:g} seconds before a dive; let dive() open it"
    ratios = [up / across for across, up in (s.units for s in (before, midway.scale, after))]
    if midway.sloped and max(ratios) > (1 + _SLACK) * min(ratios):
        yield "a dive changes how steep slopes look; take windows of one shape"
    window, left = after.window, min(1.0, _decades(midway.scale, after))
    gone = [v for v in midway.lines["across"] if not window.left <= v <= window.right]
    gone += [v for v in midway.lines["up"] if not window.bottom <= v <= window.top]
    if len(gone) < _LEAST_LINES * left - 1:
        yield f"{len(gone)} lines of the grid leave in a dive; show more of the grid"


def _decades(one: AxisScale, other: AxisScale) -> float:
    """Return how deep a dive is; none leads to a pane of another size, or from a world of none."""
    wide, other_wide = one.right - one.left, other.right - other.left
    if abs(wide - other_wide) > _SLACK * wide or not one.units[0] * other.units[0] > 0:
        return 0.0
    return log10(other.units[0] / one.units[0])


def _worlds(view: View) -> set[Axes]:
    claims = (piece.claim for piece in view.pieces)
    return {claim.plot for claim in claims if isinstance(claim, Grid)}


def _lines(view: View, world: Axes) -> dict[str, list[float]]:
    """Return where the lines of a grid are that are seen, by axis."""
    found: dict[str, list[float]] = {"across": [], "up": []}
    for piece in view.seen:
        match piece.claim:
            case Grid(plot=plot, axis=axis, values=values) if plot is world:
                found[axis] += values()
    return found


def _is_sloped(view: View, world: Axes) -> bool:
    claims = (piece.claim for piece in view.seen)
    return any(isinstance(one, Side | Straight) and one.plot is world for one in claims)


def _frames(view: View, world: Axes) -> list[float]:
    """Return how wide the closed outlines in a world are that aren't filled, as shares of it.

    A lens has one all around it.
    """
    plates = {id(piece.mobject) for piece in view.pieces if piece.kind == "area"}
    lines = [piece for piece in view.pieces if id(piece.mobject) not in plates]
    around = [piece for piece in lines if _is_around(piece, world)]
    grid = [piece.box for piece in around if isinstance(piece.claim, Grid)]
    if not grid:
        return []
    screen = Box.hull(*grid)
    return [p.box.width / screen.width for p in around if _is_closed(p.outline)]


def _is_around(piece: Piece, world: Axes) -> bool:
    claim = piece.claim
    return isinstance(claim, Around) and claim.plot is world


def _is_closed(outline: Points) -> bool:
    """Whether the first of some curves comes back to where it begins."""
    curves = outline.reshape(-1, 4, 3)
    breaks = np.abs(curves[1:, 0] - curves[:-1, 3]).max(axis=1) > NEAR
    last = int(np.argmax(breaks)) if breaks.any() else len(curves) - 1
    return last > 1 and bool(np.abs(curves[last, 3] - curves[0, 0]).max() < NEAR)
