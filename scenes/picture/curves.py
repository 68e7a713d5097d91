"""The graph of a function as a polyline: as fine as can be seen, and broken where it jumps.

Nothing is known here of a function but its values. Where a chord does not follow them it is cut
into finer ones, down to where a jump, a pole or a gap is narrower than anything one can see.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes.picture.layout import Box
from scenes.picture.shapes import Points
from scenes.picture.window import Window

Sample = Callable[[Points], Points]
Truths = NDArray[np.bool_]

PIECES = 240  # chords that a curve has at least: shorter than four pixels at 1080p
_FINE = 64  # chords in the place of one that does not follow the curve
_BLOCKS = 16, 4  # of them that one chord stands for where that is enough, the longest first
_OFF = 0.004  # Manim units between a curve and its chord: half a pixel at 1080p
_STEEP, _UNEVEN = 4.0, 0.2  # such a chord, and so far off it (a share of its rise): it may jump
_ROUNDS = 5  # of cutting in four: from the finest chord to what nobody sees, 1e-6 Manim units
_HALVINGS = 45  # of such a chord: to a place as good as exact
_BESIDE = 1e-3  # of a chord: so near to an edge there is no room for a chord that could break
_ASIDE, _ROUNDING = 1e-5, 1e-6  # of the window, and of the place itself: so near to a hole
_TURNS, _HARD = 4, 4  # more of them within one chord, and the pen covers all between them
_SLICES, _DEEP = 16, 8  # pieces at a time, and times: from nothing to the next number
_LASTS = 0.3  # share of its rise that a jump keeps down there, even in two; a steep curve does not


@dataclass(frozen=True)
class Sight:
    """A window of the plane, and how large it is seen.

    Attributes:
        window: The part of the plane.
        area: Where in the frame that is.
    """

    window: Window
    area: Box

    @property
    def across(self) -> float:
        """Manim units in an axis unit across."""
        return self.area.width / self.window.width

    @property
    def up(self) -> float:
        """Manim units in an axis unit upwards."""
        return self.area.height / self.window.height


def graph(
    sample: Sample, sight: Sight, right: float, edges: Sequence[float] = ()
) -> tuple[Points, Points]:
    """Return the corners of a polyline that follows a function from the left of a window.

    What turns more often than a pen can follow is drawn as the pen would: from the least to
    the greatest value.

    Args:
        sample: Gives the function's values at an array of inputs of any shape; NaN for none.
        sight: What is seen, and how large.
        right: The input at which the graph ends.
        edges: Inputs at which the function may end or have no value, as far as they are known.

    Returns:
        Inputs in order, and values; NaN where the line breaks off.
    """
    left = sight.window.left
    if right <= left:
        return np.zeros(0), np.zeros(0)
    corners = np.linspace(left, right, PIECES + 1)
    beside = _BESIDE * (right - left) / PIECES
    inside = [edge for edge in edges if left + beside < edge < right - beside]
    sample = _steadied(sample, inside, sight)
    for edge in inside:  # it takes the place of a corner that is it but for rounding
        corners = corners[np.abs(corners - edge) > beside]
    xs = _with_probes(np.union1d(corners, inside) if inside else corners)
    ys = sample(xs)
    coarse = _is_off(xs[None], ys[None], 1, sight)[0]
    if not coarse.any():
        return xs[::2], ys[::2]
    coarse[1:] |= coarse[:-1].copy()  # what is wild here may look tame beside it
    coarse[:-1] |= coarse[1:].copy()
    finer = _finer(sample, xs[:-2:2][coarse], xs[2::2][coarse], sight)
    return _in_order([(xs[::2], ys[::2]), *finer])


def _steadied(sample: Sample, edges: Sequence[float], sight: Sight) -> Sample:
    """Return a function's values, beside a hole those from a little farther off.

    Very near to a place where it would have to divide 0 by 0, rounding is all there is.
    """
    holes = []
    for edge in edges:
        aside = max(_ASIDE * sight.window.width, _ROUNDING * max(1.0, abs(edge)))
        left, middle, right = sample(edge + aside * np.array([-1.0, 0.0, 1.0]))
        if np.isnan(middle) and abs(right - left) * sight.up < _OFF:
            holes.append((edge, aside))
    if not holes:
        return sample

    def steady(xs: Points) -> Points:
        for edge, aside in holes:
            off = xs - edge
            near = (off != 0) & (np.abs(off) < aside)
            xs = np.where(near, edge + np.copysign(aside, off), xs)
        return sample(xs)

    return steady


def _finer(
    sample: Sample, starts: Points, ends: Points, sight: Sight
) -> list[tuple[Points, Points]]:
    """Return the corners within some chords that do not follow the curve."""
    xs = _with_probes(_cut(starts, ends, _FINE))
    ys = sample(xs)
    off = _is_off(xs, ys, 1, sight)
    band = _is_band(ys, off, sight)
    kept = np.zeros((len(xs), _FINE), bool)
    kept[:, :: _BLOCKS[0]] = True
    for block, finer in zip(_BLOCKS, (*_BLOCKS[1:], 1), strict=True):
        split = np.repeat(_is_off(xs, ys, block, sight), block, axis=1)
        kept[:, ::finer] |= split[:, ::finer]
    kept[:, 0] = False  # it is there already
    kept[band] = False
    off[band] = False
    half = slice(None, _FINE + 1), slice(_FINE, None)  # one line in each: a pen covers that
    spans = [_spans(xs[band, part], ys[band, part]) for part in half]
    found = [*spans, (xs[:, :-1:2][kept], ys[:, :-1:2][kept])]
    rows, pieces = np.nonzero(off)
    at = 2 * pieces
    return found + _hard(sample, xs[rows, at], xs[rows, at + 2], sight)


def _hard(
    sample: Sample, starts: Points, ends: Points, sight: Sight
) -> list[tuple[Points, Points]]:
    """Return the corners, and the breaks, within very short chords that still don't follow."""
    found: list[tuple[Points, Points]] = []
    for _ in range(_ROUNDS):
        if not len(starts):
            return found
        xs = _with_probes(_cut(starts, ends, 4))
        ys = sample(xs)
        off = _is_off(xs, ys, 1, sight) & _is_seen(ys, sight)
        wild = off.sum(axis=1) > 2
        off[wild] = False
        found += [_spans(xs[wild], ys[wild]), (xs[~wild, ::2].ravel(), ys[~wild, ::2].ravel())]
        rows, pieces = np.nonzero(off)
        starts, ends = xs[rows, 2 * pieces], xs[rows, 2 * pieces + 2]
    gone = np.isnan(sample(starts)), np.isnan(sample(ends))
    one = gone[0] != gone[1]
    if one.any():
        inside, outside = np.where(gone[0], (ends, starts), (starts, ends))[:, one]
        found.append(_to_an_end(sample, inside, outside))
        starts, ends = starts[~one], ends[~one]
    places = ((starts + ends) / 2)[jumps(sample, starts, ends)]
    return [*found, (places, np.full(len(places), np.nan))]


def _to_an_end(sample: Sample, inside: Points, outside: Points) -> tuple[Points, Points]:
    """Return the corners on the way to where there are no values any more, and a break there.

    Beside the end of a logarithm's domain the curve goes far down within what nobody sees.
    """
    found = []
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        ys = sample(middle)
        has = ~np.isnan(ys)
        found.append((middle[has], ys[has]))
        inside, outside = np.where(has, middle, inside), np.where(has, outside, middle)
    xs, ys = (np.concatenate(part) for part in zip(*found, strict=True))
    return np.append(xs, outside), np.append(ys, np.full(len(outside), np.nan))


def jumps(sample: Sample, starts: Points, ends: Points) -> Truths:
    """Say between which pairs of inputs a function jumps, or has no value.

    A jump keeps its rise between inputs as near as can be; a steep curve does not.
    """
    if not len(starts):
        return np.zeros(0, bool)
    ways = np.column_stack([starts, ends])
    rise = first = _rises(sample(ways))[:, 0]
    for _ in range(_DEEP):
        xs = _cut(ways[:, 0], ways[:, 1], _SLICES)
        rises = _rises(sample(xs))
        at = np.argmax(rises, axis=1)
        row = np.arange(len(xs))
        ways, rise = np.column_stack([xs[row, at], xs[row, at + 1]]), rises[row, at]
    found: Truths = ~np.isfinite(rise) | (rise > _LASTS * first)
    return found


def _rises(ys: Points) -> Points:
    """Return how far it is from each value to the next; infinite from or to none."""
    return np.nan_to_num(np.abs(np.diff(ys, axis=1)), nan=np.inf)


def _is_off(xs: Points, ys: Points, block: int, sight: Sight) -> Truths:
    """Say which chords do not follow the curve.

    Args:
        xs: Rows of corners with a probe after each but the last, shape (m, 2n + 1).
        ys: Values there.
        block: How many pieces each chord stands for.
        sight: What is seen, and how large.

    Returns:
        Whether a chord is off, shape (m, n / block).
    """
    step = 2 * block
    x0, x1, y0, y1 = xs[:, :-1:step], xs[:, step::step], ys[:, :-1:step], ys[:, step::step]
    shape = (*x0.shape, step)
    inner, values = (of[:, :-1].reshape(shape)[..., 1:] for of in (xs, ys))
    with np.errstate(all="ignore"):
        run, rise = (x1 - x0) * sight.across, (y1 - y0) * sight.up
        share = (inner - x0[..., None]) / (x1 - x0)[..., None]
        apart = np.abs(values - y0[..., None] - share * (y1 - y0)[..., None]).max(axis=-1)
        apart = apart * sight.up
        rise = np.abs(rise)
        follows = apart * run <= _OFF * np.hypot(run, rise)
        follows &= (rise <= _STEEP * run) | (rise <= _OFF) | (apart <= _UNEVEN * rise)
        nowhere = np.isnan(y0) & np.isnan(y1) & np.isnan(values).all(axis=-1)
    found: Truths = ~(follows | nowhere)
    return found


def _is_seen(ys: Points, sight: Sight) -> Truths:
    """Say which chords, each with the probe in it, lie in the window or cross it."""
    ends = ys[:, :-1:2], ys[:, 1::2], ys[:, 2::2]
    least = np.fmin(np.fmin(*ends[:2]), ends[2])
    most = np.fmax(np.fmax(*ends[:2]), ends[2])
    found: Truths = (most >= sight.window.bottom) & (least <= sight.window.top)
    return found


def _is_band(ys: Points, off: Truths, sight: Sight) -> Truths:
    """Say in which rows a curve turns, or jumps, more often than a pen could follow."""
    with np.errstate(all="ignore"):
        rises = np.diff(ys, axis=1) * sight.up
        ways = np.where(np.abs(rises) > _OFF, np.sign(rises), 0)
        turns = (ways[:, 1:] * ways[:, :-1] < 0).sum(axis=1)
    found: Truths = (turns > _TURNS) | (off.sum(axis=1) > _HARD)
    return found


def _spans(xs: Points, ys: Points) -> tuple[Points, Points]:
    """Return, for each row, a line of its own from its least to its greatest value."""
    middles = (xs[:, 0] + xs[:, -1]) / 2
    none = np.full(len(xs), np.nan)
    least, most = np.fmin.reduce(ys, axis=1), np.fmax.reduce(ys, axis=1)
    return np.repeat(middles, 4), np.column_stack([none, least, most, none]).ravel()


def _cut(starts: Points, ends: Points, count: int) -> Points:
    """Return where pieces of equal length begin and end, shape (m, count + 1)."""
    shares = np.arange(count + 1) / count
    found: Points = starts[:, None] + (ends - starts)[:, None] * shares
    found[:, -1] = ends
    return found


def _with_probes(corners: Points) -> Points:
    """Put a probe between any two corners, here nearer to the one and there to the other.

    At even distances, a wave could have the same value at all of them.
    """
    pieces = corners.shape[-1] - 1
    share = 0.25 + 0.5 * (np.arange(1, pieces + 1) * 0.6180339887498949 % 1)
    found = np.empty((*corners.shape[:-1], 2 * pieces + 1))
    found[..., ::2] = corners
    found[..., 1::2] = corners[..., :-1] + share * np.diff(corners, axis=-1)
    return found


def _in_order(parts: Sequence[tuple[Points, Points]]) -> tuple[Points, Points]:
    xs = np.concatenate([part[0] for part in parts])
    ys = np.concatenate([part[1] for part in parts])
    order = np.argsort(xs, kind="stable")
    xs, ys = xs[order], ys[order]
    new = np.append(True, (xs[1:] != xs[:-1]) | (ys[1:] != ys[:-1]))
    return xs[new], ys[new]
