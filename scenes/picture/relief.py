"""Lines of equal height on a surface: found on a grid, moved to where they are, and rounded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import floor, log10

import numpy as np
from numpy.typing import NDArray

from scenes.picture.shapes import Points
from scenes.picture.window import Window

Sample = Callable[[Points, Points], Points]
Ids = NDArray[np.int64]

_CELLS = 9000  # of the grid, in all
_NEARER = 8  # times that a place on the side of a cell is moved nearer to the height
_ROUND = 0.4  # of the way to the next height that is shown, by which one may be rounded
_CRUMB = 4  # places of a line beside a pole that the grid is too coarse for
_ARRIVED = 1e-2  # of the rise along such a side: farther off, there is a pole on it
_BEND, _HALVED = 6, 4  # degrees at a place from which on pieces beside it are halved; how often
_SHORT = 0.1  # cells: so short a piece of a line stays as it is


@dataclass(frozen=True)
class Relief:
    """Heights on a grid over a window.

    Attributes:
        sample: Gives heights at points.
        xs: The columns of the grid.
        ys: Its rows.
        heights: At its points, shape (rows, columns); NaN where there is none.
    """

    sample: Sample
    xs: Points
    ys: Points
    heights: Points

    @classmethod
    def of(cls, sample: Sample, window: Window, shape: float, finer: float = 1.0) -> Relief:
        """Measure the heights in a window.

        Args:
            sample: Gives heights at points.
            window: The window.
            shape: How many times as wide as high it is drawn.
            finer: How many times as large a part of it may be drawn.
        """
        cells = round(_CELLS * finer)
        across = round((cells * shape) ** 0.5)
        up = cells // across
        xs = np.linspace(window.left, window.right, across + 1)
        ys = np.linspace(window.bottom, window.top, up + 1)
        return cls(sample, xs, ys, sample(*np.meshgrid(xs, ys)))

    def levels(self, shares: Sequence[float], within: Window | None = None) -> list[float]:
        """Return heights below which about such shares of the ground lie, perhaps in a window.

        Each is as round as can be told from those beside it.
        """
        seen = np.isfinite(self.heights)
        if within is not None:
            across = (self.xs >= within.left) & (self.xs <= within.right)
            up = (self.ys >= within.bottom) & (self.ys <= within.top)
            seen &= up[:, None] & across
        known = self.heights[seen]
        if not known.size:
            return []
        found = np.quantile(known, [0, *shares])
        gaps = np.diff(found)
        near = _ROUND * np.minimum(gaps, np.append(gaps[1:], gaps[-1]))
        return [_rounded(*one) for one in zip(found[1:], near, strict=True)]

    def lines(self, level: float) -> list[Points]:
        """Return the lines of a height, each from end to end, shape (n, 2); closed ones meet."""
        above, known = self.heights > level, np.isfinite(self.heights)
        lying = known[:, 1:] & known[:, :-1] & (above[:, 1:] != above[:, :-1])
        standing = known[1:] & known[:-1] & (above[1:] != above[:-1])
        # Sides of cells that the line crosses, each with a number of its own.
        number = np.cumsum([*lying.ravel(), *standing.ravel()]) - 1
        flat = number[: lying.size].reshape(lying.shape)
        upright = number[lying.size :].reshape(standing.shape)
        places = self._places(np.argwhere(lying), np.argwhere(standing), level)
        links: dict[int, list[int]] = {}
        whole = known[1:, 1:] & known[1:, :-1] & known[:-1, 1:] & known[:-1, :-1]
        sides = lying[:-1], standing[:, 1:], lying[1:], standing[:, :-1]
        crossed = sum(side.astype(int) for side in sides)
        for j, i in np.argwhere(whole & (crossed > 0)):
            ids = flat[j, i], upright[j, i + 1], flat[j + 1, i], upright[j, i]
            found = [int(id) for id, side in zip(ids, sides, strict=True) if side[j, i]]
            if (
                len(found) == 4
                and (self.heights[j : j + 2, i : i + 2].mean() > level) != above[j, i]
            ):
                found = [found[3], *found[:3]]  # a pass: its middle tells which sides are joined
            for one, other in zip(found[::2], found[1::2], strict=True):
                if np.isfinite(places[[one, other]]).all():
                    links.setdefault(one, []).append(other)
                    links.setdefault(other, []).append(one)
        return [
            self._rounded_off(places[chain], level)
            for chain in _chains(links)
            if len(chain) > _CRUMB or chain[0] == chain[-1]
        ]

    def _rounded_off(self, way: Points, level: float) -> Points:
        """Return a line with more places where it bends, so that no corner of it is seen."""
        cell = np.array([self.xs[1] - self.xs[0], self.ys[1] - self.ys[0]])
        for _ in range(_HALVED):
            pieces = np.diff(way / cell, axis=0)
            along = np.arctan2(pieces[:, 1], pieces[:, 0])
            turns = np.diff(along, prepend=along[-1:], append=along[:1])
            if (way[0] != way[-1]).any():
                turns[[0, -1]] = 0
            bends = np.abs((turns + np.pi) % (2 * np.pi) - np.pi) > np.radians(_BEND)
            long = np.hypot(*pieces.T) > _SHORT
            found = np.flatnonzero((bends[1:] | bends[:-1]) & long)
            middle = (way[found] + way[found + 1]) / 2
            aside = pieces[found, ::-1] * [-0.5, 0.5] * cell
            between = self._between(middle - aside, middle + aside, level)
            known = np.isfinite(between).all(axis=1)
            if not known.any():
                break
            way = np.insert(way, found[known] + 1, between[known], axis=0)
        return way

    def _places(self, lying: Ids, standing: Ids, level: float) -> Points:
        """Return where the height is reached on sides of cells; NaN where a pole is."""
        starts = np.vstack([lying, standing])
        ends = np.vstack([lying + [0, 1], standing + [1, 0]])
        a, b = (np.column_stack([self.xs[at[:, 1]], self.ys[at[:, 0]]]) for at in (starts, ends))
        return self._between(a, b, level)

    def _between(self, a: Points, b: Points, level: float) -> Points:
        """Return where the height is reached between places, shape (n, 2); NaN if it is not."""
        low, high = (self.sample(at[:, 0], at[:, 1]) - level for at in (a, b))
        rise = np.where((low > 0) != (high > 0), np.abs(high - low), np.nan)
        for i in range(_NEARER):  # by turns where a straight line would be, and half way
            share = (
                low / np.where(low == high, 1, low - high) if i % 2 == 0 else np.full(len(a), 0.5)
            )
            middle = a + share[:, None] * (b - a)
            at = self.sample(middle[:, 0], middle[:, 1]) - level
            before = (at > 0) == (low > 0)
            a, low = np.where(before[:, None], middle, a), np.where(before, at, low)
            b, high = np.where(before[:, None], b, middle), np.where(before, high, at)
        share = low / np.where(low == high, 1, low - high)
        found: Points = a + share[:, None] * (b - a)
        off = np.abs(self.sample(found[:, 0], found[:, 1]) - level)
        found[~(off <= _ARRIVED * rise)] = np.nan
        return found


def _rounded(height: float, near: float) -> float:
    """Return a height rounded to a power of ten, twice or five times that: no farther off."""
    if not near > 0:
        return float(height)
    power = floor(log10(near))
    step = max(k * Decimal(10) ** power for k in (1, 2, 5) if k * 10.0**power <= near)
    return float(round(Decimal(float(height)) / step) * step)


def _chains(links: dict[int, list[int]]) -> Iterator[list[int]]:
    """Give the chains that links make; what is an end has one link, and closed ones have none."""
    left = dict(links)
    ends = [one for one, others in links.items() if len(others) == 1]
    for start in [*ends, *links]:
        chain, here = [start], start
        if start not in left:
            continue
        while True:
            others = [other for other in left.pop(here) if other in left]
            if not others:
                break
            here = others[0]
            chain.append(here)
        if len(chain) > 2 and chain[0] in links[chain[-1]]:
            chain.append(chain[0])
        if len(chain) > 1:
            yield chain
