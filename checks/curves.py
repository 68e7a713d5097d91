"""Whether a drawn curve is the graph of its function: nothing beside it, nothing missing.

What is drawn is compared with values computed anew: the curve's pieces with the function near
them, and the function, all over the window, with the pieces near it. A steep piece is looked into
for a jump, which no line may cross.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from checks.axes import AxisScale
from checks.functions import height
from checks.memory import remembered
from checks.rules import Found, rule
from checks.view import Piece, Points
from scenes.picture.layout import Box
from scenes.picture.meaning import Curve

OFF = 0.03  # Manim units between a curve and what is drawn of it: half as wide as the pen
_DRAWN, _TRUE = 16, 48  # places at which what is drawn, and what should be, is measured
_AROUND = 120  # values that are looked at around a place where they differ
_STEEP, _TALL = 4.0, 0.1  # a line that may cross a jump: so steep, and Manim units high
_STEEPEST = 24  # such lines, the tallest, that are looked into
_JOINED = 1e-9  # Manim units between the end of a piece and the start of the next
_WITHIN = 1e-6  # Manim units: as far beside an upright line its jump would be
_CUTS = 45  # halvings from there, or from the width of a frame, to a place as good as exact
_TURNS = 4  # more of them on the way to a place, and no value is approached there
_LOST = 0.05  # Manim units: a rise that has become so small within them is no jump
_GOES_ON = 0.7  # of a rise in the eighth of a way: a logarithm has all of it there, a root a third
_GOLDEN = 0.6180339887498949


POINT = rule(
    "geometry.point", "points, dots and corners lie where the function has them", untrue=True
)


def curve(claim: Curve, piece: Piece, scale: AxisScale, still: bool) -> Iterator[Found]:
    """Say the first thing that is wrong with a drawn curve."""
    until = None if claim.until is None else claim.until()
    if wrong := _fault(claim, piece, scale, until, claim.plot.card, still):
        yield POINT, wrong


@remembered
def _fault(
    claim: Curve,
    piece: Piece,
    scale: AxisScale,
    until: float | None,
    card: Box | None,
    still: bool,
) -> str:
    pieces = piece.outline[:, :2].reshape(-1, 4, 2)[:, [0, 3]]
    drawn = _Drawn(claim, scale, pieces, until, card)
    body = claim.of.body
    for x, off in drawn.beside():
        where = f"{off:.3f} units beside {body}" if off < np.inf else f"where {body} has no value,"
        return (
            f"the curve is drawn {where} at {x:.6g}; choose points closer together, which show "
            "a smaller part of it, or another function"
        )
    for x in drawn.across():
        return (
            f"the curve is drawn across a jump of {body} at {x:.6g}; choose points on one side "
            "of it, or another function"
        )
    for x in drawn.missing() if still else ():
        return (
            f"the curve of {body} is not drawn at {x:.6g}, where it has a value; choose points "
            "closer together, or another function"
        )
    return ""


@dataclass(frozen=True)
class _Drawn:
    """A curve as it is drawn, and the function it claims to be.

    Attributes:
        claim: What it claims.
        scale: Of the axes it is drawn in.
        pieces: Start and end of its straight pieces in the frame, shape (n, 2, 2).
        until: The input at which it ends for now; None at the edge of the window.
        card: What lies over it.
    """

    claim: Curve
    scale: AxisScale
    pieces: Points
    until: float | None
    card: Box | None

    def beside(self) -> Iterator[tuple[float, float]]:
        """Give inputs at which something else than the curve is drawn, and how far off it is."""
        some = self.pieces[:: max(1, len(self.pieces) // _DRAWN)]
        shares = np.array([_share(i) for i in range(len(some))])[:, None]
        places = some[:, 0] + shares * (some[:, 1] - some[:, 0])
        for (x, y), ends in zip(places.tolist(), some[:, :, 0].tolist(), strict=True):
            if not self._is_inside(y):
                continue
            off = abs(self._true(x) - y)
            if not off <= OFF:
                off = self._off_around(x, y, ends)
            if off > OFF:
                yield self.scale.axis(np.array([x, y]))[0], off

    def across(self) -> Iterator[float]:
        """Give inputs at which a line crosses a jump."""
        chains = self._steep_lines
        for start, end in chains[np.argsort(-np.abs(np.ptp(chains[:, :, 1], axis=1)))][:_STEEPEST]:
            left, right = sorted((start[0], end[0]))
            aside = _WITHIN if right - left < 4 * _WITHIN else -_WITHIN
            jump = self._jump(left - aside, right + aside)
            if jump is not None:
                yield self.scale.axis(np.array([jump, 0.0]))[0]

    def missing(self) -> Iterator[float]:
        """Give inputs at which there should be a curve, and is none."""
        left, right = self.scale.left, self._right
        places = [left, *(left + (i + _share(i)) / _TRUE * (right - left) for i in range(_TRUE))]
        heights = [self._true(x) for x in places]
        ends = [self._end_between(*pair) for pair in _around_ends(places, heights)]
        pairs = [*zip(places, heights, strict=True), *((x, self._true(x)) for x in ends)]
        covered = min((x for x, y in pairs if self._is_under_a_card(x, y)), default=np.inf)
        for x, y in pairs:
            if x < covered and self._is_inside(y) and self._distance(x, y) > OFF:
                yield self.scale.axis(np.array([x, y]))[0]

    @property
    def _right(self) -> float:
        card = self.card
        end = self.scale.window.right if self.until is None else self.until
        right = min(float(self.scale.frame(end, 0.0)[0]), self.scale.right)
        if card is None or not len(self.pieces):
            return right
        x, y = self.pieces[-1, 1]  # it may go under the card there
        is_at = abs(x - card.left) < OFF if y > card.bottom + OFF else abs(y - card.bottom) < OFF
        return min(right, float(x)) if is_at and x > card.left - OFF else right

    def _true(self, x: float) -> float:
        """Return how high the curve is in the frame; NaN where it has no value."""
        at = self.scale.axis((x, 0.0))[0]
        try:
            if self.claim.within is not None:
                height(self.claim.within, at)
            return float(self.scale.level(height(self.claim.of, at)))
        except (ArithmeticError, ValueError):
            return np.nan

    def _is_under_a_card(self, x: float, y: float) -> bool:
        """Whether a place lies under a card at the right; from there on nothing is drawn."""
        card = self.card
        if card is None or card.left < (self.scale.left + self.scale.right) / 2:
            return False
        return x > card.left and card.bottom < y < self.scale.top

    def _in_sight(self, x: float) -> float:
        """Return how high the curve is, or the edge of the picture where it is beyond that."""
        return float(np.clip(self._true(x), self.scale.bottom - 1, self.scale.top + 1))

    def _is_inside(self, y: float) -> bool:
        return self._bottom + OFF < y < self.scale.top - OFF

    @cached_property
    def _bottom(self) -> float:
        """Where the curve ends below: at the edge of the picture, or at a card across it."""
        bottom, card = self.scale.bottom, self.card
        if card is None or card.left >= (self.scale.left + self.scale.right) / 2:
            return bottom
        return max(bottom, card.top)

    def _off_around(self, x: float, y: float, ends: list[float]) -> float:
        """Return how far a place on a piece is from what the curve goes through beside it."""
        shares = [2 * (i + _share(i)) / _AROUND - 1 for i in range(_AROUND)]
        places = [x + share * OFF for share in shares]
        places += [x + side * OFF / 2**i for i in range(_CUTS) for side in (-1, 1)]
        places += [end for end in ends if abs(end - x) < OFF]  # beside a pole all is very near
        places.sort()
        found = [self._true(place) for place in places]
        near = [value for value in found if np.isfinite(value)]
        near += [self._toward_an_end(*pair) for pair in _around_ends(places, found)]
        return max(0.0, min(near) - y, y - max(near)) if near else np.inf

    def _toward_an_end(self, one: float, other: float) -> float:
        """Return how high the curve is where its values end; infinite where it goes on and on.

        Beside the end of its domain a logarithm falls farther than the places between tell.
        """
        end, back = self._end_between(one, other), one - other  # both may be beside the end
        way = np.copysign(OFF, back if np.isnan(self._true(other)) else -back)
        far, near, nearer = (self._true(end + way / 8**k) for k in (1, 2, 3))
        if abs(nearer - near) > _GOES_ON * abs(near - far) > 0:
            return float(np.copysign(np.inf, nearer - near))
        return self._true(end)

    @cached_property
    def _steep_lines(self) -> Points:
        """Start and end of the lines that may cross a jump, shape (n, 2, 2)."""
        starts, ends = self.pieces[:, 0], self.pieces[:, 1]
        run, rise = (ends - starts).T
        way = np.where(np.abs(rise) > _STEEP * np.abs(run), np.sign(rise), 0)  # up, down or not
        goes_on = (np.abs(starts[1:] - ends[:-1]).max(axis=1) < _JOINED) & (way[1:] == way[:-1])
        begins = np.flatnonzero((way != 0) & ~np.append(False, goes_on))
        stops = np.flatnonzero((way != 0) & ~np.append(goes_on, False))
        lines = np.stack([starts[begins], ends[stops]], axis=1)
        tall: Points = lines[np.abs(lines[:, 1, 1] - lines[:, 0, 1]) > _TALL]
        return tall

    def _jump(self, left: float, right: float) -> float | None:
        """Return where between two places the curve jumps; None if it only climbs."""
        low, high = self._in_sight(left), self._in_sight(right)
        for _ in range(_CUTS):
            if abs(high - low) < _LOST:
                return None
            middle = (left + right) / 2
            at = self._in_sight(middle)
            if abs(at - low) < abs(high - at) or np.isnan(high):
                left, low = middle, at
            else:
                right, high = middle, at
        place = (left + right) / 2
        return None if self._is_wild(place, -1) or self._is_wild(place, 1) else place

    def _is_wild(self, x: float, side: int) -> bool:
        """Whether beside a place the curve comes to no rest, as sin(1/x) does: that is no jump."""
        nearer = [self._in_sight(x + side * _WITHIN / 2**i) for i in range(_CUTS // 2)]
        turns = np.diff(np.sign(np.diff(nearer)))
        return bool(np.ptp(nearer) > _TALL and np.count_nonzero(turns) > _TURNS)

    def _end_between(self, one: float, other: float) -> float:
        """Return the last place with a value on the way to one without, or from there."""
        inside, outside = (other, one) if np.isnan(self._true(one)) else (one, other)
        for _ in range(_CUTS):
            middle = (inside + outside) / 2
            inside, outside = (
                (inside, middle) if np.isnan(self._true(middle)) else (middle, outside)
            )
        return inside

    def _distance(self, x: float, y: float) -> float:
        """Return how far a place is from what is drawn."""
        starts, ways, lengths = self._ways
        off = np.array([x, y]) - starts
        share = np.clip((off * ways).sum(axis=1) / lengths, 0, 1)
        return float(np.hypot(*(off - share[:, None] * ways).T).min(initial=np.inf))

    @cached_property
    def _ways(self) -> tuple[Points, Points, Points]:
        """Where pieces start, where they lead, and the squares of their lengths."""
        starts, ways = self.pieces[:, 0], self.pieces[:, 1] - self.pieces[:, 0]
        return starts, ways, np.maximum((ways**2).sum(axis=1), 1e-18)


def _around_ends(places: list[float], heights: list[float]) -> list[tuple[float, float]]:
    """Return the neighbours between which a curve begins to have values, or ends to."""
    gone = np.isnan(heights)
    return [(places[i], places[i + 1]) for i in np.flatnonzero(gone[1:] != gone[:-1])]


def _share(i: int) -> float:
    """Return a share of a piece that is another for every number: a wave does not repeat so."""
    return 0.2 + 0.6 * ((i + 1) * _GOLDEN % 1)
