"""Points of simple shapes, for objects whose shape is computed anew for every frame.

Manim wants four control points for each cubic Bézier curve; straight pieces are curves
with evenly spaced points. Every function returns an array of shape (4n, 3).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

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
_OUT_OF_SIGHT = 40.0  # Manim units from the middle of a frame, whatever its shape
_FAR = 1e9  # heights of a strip beyond it: there a curve leaves it upright
_SHARES = np.linspace(0, 1, 4)[None, :, None]  # of a straight piece, at its control points
_ALIKE = 0.02  # of its size, that an outline may differ from one that is the same
_PIECES = 6  # straight ones for each curve of an outline that is cut


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
    """Return a dashed line, as far as it may be seen; dash and gap are lengths in Manim units."""
    a, b = np.asarray(start, float), np.asarray(end, float)
    length = float(np.linalg.norm(b - a))
    if not 1e-9 <= length < np.inf:
        return NOTHING
    along = (b - a) / length
    pitch, passes = dash + gap, -float(a @ along)  # where it is nearest to the middle of the frame
    first = max(0.0, (passes - _OUT_OF_SIGHT) // pitch * pitch)
    begin = np.arange(first, min(length, passes + _OUT_OF_SIGHT), pitch)
    finish = np.minimum(begin + dash, length)
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


def arrow(
    start: ArrayLike, end: ArrayLike, width: float = 0.04, head: float = 0.2, pointed: float = 1.0
) -> Points:
    """Return the outline of an arrow; a short one has a smaller head.

    Args:
        start: Where it starts.
        end: Where its tip is.
        width: Thickness of the shaft, in Manim units.
        head: Length of the head, in Manim units.
        pointed: How much of the head there is: without, it is a bar.
    """
    a, b = np.asarray(start, float), np.asarray(end, float)
    length = float(np.linalg.norm(b - a))
    if not 1e-6 <= length < np.inf:
        return NOTHING
    along = (b - a) / length
    across = np.array([-along[1], along[0], 0])
    head = min(head, length * 0.6)
    neck, half = b - pointed * head * along, across * min(width, head / 3) / 2
    wide = half + pointed * (across * head * 0.42 - half)
    corners: Sequence[Points] = [
        a + half, a - half, neck - half, neck - wide, b, neck + wide, neck + half
    ]  # fmt: skip
    return polyline(corners, closed=True)


def contours(outline: Points) -> list[int]:
    """Return where the closed curves of an outline begin, and after them its length."""
    curves = outline.reshape(-1, 4, 3)
    breaks = np.abs(curves[1:, 0] - curves[:-1, 3]).max(axis=1, initial=0) > 1e-6
    return [0, *(4 * (np.flatnonzero(breaks) + 1)).tolist(), len(outline)]


def letters(outline: Points) -> list[Points]:
    """Split the outline of a text into letters: closed curves that lie over one another."""
    starts = contours(outline)
    found: list[Points] = []
    for start, end in pairwise(starts):
        part = outline[start:end]
        if found and _overlap(part[:, 0], found[-1][:, 0]):
            found[-1] = np.vstack([found[-1], part])
        else:
            found.append(part)
    return found


def places_of(shape: Points, outline: Points) -> Iterator[slice]:
    """Give the parts of an outline that are a shape, moved and perhaps scaled."""
    wanted, count = _normal(shape), len(shape)
    for start in contours(outline)[:-1]:
        part = outline[start : start + count]
        if len(part) == count and np.abs(_normal(part) - wanted).max() < _ALIKE:
            yield slice(start, start + count)


def cut(outline: Points, bottom: float, top: float) -> Points:
    """Return what of a filled outline lies between two heights.

    What lies beyond is pressed flat on the edge, where it covers nothing.
    """
    heights = outline[:, 1]
    if not len(outline) or (heights.min() >= bottom and heights.max() <= top):
        return outline
    if heights.max() <= bottom or heights.min() >= top:
        return NOTHING
    t = np.linspace(0, 1, _PIECES + 1)[None, :, None]
    a, b, c, d = (outline[i::4, None] for i in range(4))
    way = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
    way[:, :, 1] = np.clip(way[:, :, 1], bottom, top)
    return segments(way[:, :-1].reshape(-1, 3), way[:, 1:].reshape(-1, 3))


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


def ended(starts: Points, ends: Points, left: float, bottom: float) -> tuple[Points, Points]:
    """Cut a line off where it first is right of one place and above another.

    Args:
        starts: Where its pieces start in the frame, from the left on, shape (n, 3).
        ends: Where they end.
        left: The one place.
        bottom: The other.

    Returns:
        Starts and ends of the pieces before that.
    """
    corner, start, way = np.array([left, bottom]), starts[:, :2], (ends - starts)[:, :2]
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = (corner - start) / way
    stays = np.where((way < 0) | (start >= corner), -np.inf, np.inf)
    enters = np.where(way > 0, shares, stays).max(axis=1, initial=0)
    meets = enters < np.where(way < 0, shares, np.inf).min(axis=1, initial=1)
    if not meets.any():
        return starts, ends
    first = int(np.argmax(meets))
    last = starts[first] + enters[first] * (ends[first] - starts[first])
    return starts[: first + 1], np.vstack([ends[:first], last])


def _overlap(some: Points, others: Points) -> bool:
    return bool(some.min() < others.max() and others.min() < some.max())


def _normal(shape: Points) -> Points:
    """Return a shape moved to the origin and scaled to the size of 1."""
    low = shape.min(axis=0)
    normal: Points = (shape - low) / max(float(np.ptp(shape, axis=0).max()), 1e-9)
    return normal
