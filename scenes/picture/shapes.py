"""Points of simple shapes, for objects whose shape is computed anew for every frame.

Manim wants four control points for each cubic Bézier curve; straight pieces are curves
with evenly spaced points. Every function returns an array of shape (4n, 3).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Points = NDArray[np.float64]
NOTHING: Points = np.zeros((0, 3))
# Control points of a quarter circle lie this far along the tangents (the usual cubic fit).
QUARTER = 0.5522847498


def _unit_circle() -> Points:
    angles = np.arange(4) * np.pi / 2
    out = np.column_stack([np.cos(angles), np.sin(angles), np.zeros(4)])
    side = np.column_stack([-np.sin(angles), np.cos(angles), np.zeros(4)])
    following = np.roll(out, -1, axis=0), np.roll(side, -1, axis=0)
    curves = np.stack(
        [out, out + QUARTER * side, following[0] - QUARTER * following[1], following[0]], axis=1
    )
    return curves.reshape(-1, 3)


_UNIT_CIRCLE = _unit_circle()
_FAR = 1e9  # heights of a strip beyond it: there a curve leaves it upright
_SHARES = np.linspace(0, 1, 4)[None, :, None]  # of a straight piece, at its control points


def segments(starts: ArrayLike, ends: ArrayLike) -> Points:
    """Return separate straight pieces; starts and ends have shape (n, 3).

    A piece from or to a point that has no place, a NaN, is left out.
    """
    start, end = np.asarray(starts, float), np.asarray(ends, float)
    if not len(start):
        return NOTHING
    placed = np.isfinite(start) & np.isfinite(end)
    if not placed.all():
        start, end = (points[placed.all(axis=1)] for points in (start, end))
    pieces: Points = start[:, None] + (end - start)[:, None] * _SHARES
    return pieces.reshape(-1, 3)


def polyline(corners: ArrayLike, closed: bool = False) -> Points:
    """Return straight pieces from corner to corner; corners have shape (n, 3)."""
    points = np.asarray(corners, float)
    if closed:
        points = np.vstack([points, points[:1]])
    return segments(points[:-1], points[1:])


def dashed(start: ArrayLike, end: ArrayLike, dash: float = 0.1, gap: float = 0.09) -> Points:
    """Return a dashed line; dash and gap are lengths in Manim units."""
    a, b = np.asarray(start, float), np.asarray(end, float)
    length = float(np.linalg.norm(b - a))
    if not 1e-9 <= length < np.inf:
        return NOTHING
    begin = np.arange(0, length, dash + gap)
    finish = np.minimum(begin + dash, length)
    along = (b - a) / length
    return segments(a + begin[:, None] * along, a + finish[:, None] * along)


def circle(centre: ArrayLike, radius: float) -> Points:
    """Return a circle; nothing where its centre has no place."""
    middle = np.asarray(centre, float)
    return middle + radius * _UNIT_CIRCLE if np.isfinite(middle).all() else NOTHING


def rounded(left: float, bottom: float, right: float, top: float, radius: float) -> Points:
    """Return a rectangle with round corners, from the upper right one leftwards, in Manim units."""
    radius = min(radius, (right - left) / 2, (top - bottom) / 2)
    inner = [(right, top), (left, top), (left, bottom), (right, bottom)]
    centres = [
        [
            x - np.copysign(radius, x - (left + right) / 2),
            y - np.copysign(radius, y - (bottom + top) / 2),
            0,
        ]
        for x, y in inner
    ]
    corners = [
        centre + radius * _UNIT_CIRCLE[4 * i : 4 * i + 4] for i, centre in enumerate(centres)
    ]
    sides = [polyline([corners[i - 1][-1], corners[i][0]]) for i in range(4)]
    return np.vstack([part for pair in zip(sides, corners, strict=True) for part in pair])


def arrow(start: ArrayLike, end: ArrayLike, width: float = 0.04, head: float = 0.2) -> Points:
    """Return the outline of an arrow; a short one has a smaller head.

    Args:
        start: Where it starts.
        end: Where its tip is.
        width: Thickness of the shaft, in Manim units.
        head: Length of the head, in Manim units.
    """
    a, b = np.asarray(start, float), np.asarray(end, float)
    length = float(np.linalg.norm(b - a))
    if not 1e-6 <= length < np.inf:
        return NOTHING
    along = (b - a) / length
    across = np.array([-along[1], along[0], 0])
    head = min(head, length * 0.6)
    neck = b - head * along
    half, wide = across * min(width, head / 3) / 2, across * head * 0.42
    corners: Sequence[Points] = [
        a + half, a - half, neck - half, neck - wide, b, neck + wide, neck + half
    ]  # fmt: skip
    return polyline(corners, closed=True)


def clipped(xs: Points, ys: Points, bottom: float, top: float) -> tuple[Points, Points]:
    """Cut a sampled curve to the strip between two heights.

    Args:
        xs: Sample positions, shape (n,).
        ys: Values there, shape (n,); no piece is drawn from or to a NaN.
        bottom: Lower edge of the strip.
        top: Upper edge of the strip.

    Returns:
        Starts and ends of the pieces that lie in the strip, each of shape (m, 2).
    """
    beyond = _FAR * (top - bottom)
    ys = np.clip(ys, bottom - beyond, top + beyond)  # or differences would be too large for floats
    starts, ends = np.column_stack([xs[:-1], ys[:-1]]), np.column_stack([xs[1:], ys[1:]])
    y0, y1 = starts[:, 1], ends[:, 1]
    seen = np.isfinite(y0) & np.isfinite(y1) & (np.maximum(y0, y1) >= bottom)
    seen &= np.minimum(y0, y1) <= top
    starts, ends = starts[seen], ends[seen]
    rise = ends[:, 1] - starts[:, 1]
    # A level piece meets no edge: it lies inside all the way.
    level = rise == 0
    rise[level] = 1
    with np.errstate(over="ignore"):  # where a piece rises by next to nothing, an edge is far away
        ways_to_edges = np.column_stack([bottom - starts[:, 1], top - starts[:, 1]])
        cuts = np.sort(ways_to_edges / rise[:, None])
    cuts[level] = 0, 1
    enter, leave = np.clip(cuts, 0, 1).T[:, :, None]
    way = ends - starts
    return starts + enter * way, starts + leave * way
