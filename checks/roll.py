"""How long a way along a curve is, as it looks in the frame."""

from __future__ import annotations

from collections.abc import Callable
from math import hypot
from typing import Any

import numpy as np

from checks.axes import AxisScale
from checks.view import Points

_PIECES = 512
_CLIFF, _STEEP = 0.005, 4.0  # Manim units that a ball may fall in one of them, and how steeply
_SUDDEN = 1.5  # times as far as in the piece before or after: perhaps it is a jump
_BENT = 1e-3  # Manim units that a chord leaves out of two pieces: there the way turns sharply
_TURN = 0.001  # Manim units: as much as a curve may turn back between two places
_SHARP, _FINELY = 0.1, 8  # radians from one of them to the next, and halvings there at least
_HALVINGS, _MOST = 24, 6000  # of such pieces, and looks at all of them: no more can be seen
_CUTS = 40  # halvings from one of them to a place as good as exact
_LASTS = 0.3  # share of its height that a cliff keeps there, and a steep slope does not

Height = Callable[[float], float]


def way(height: Height, scale: AxisScale, start: float, end: float) -> tuple[float, float]:
    """Return the length of a curve between two inputs, and how far that may be off.

    It is negative where the way leads to the left. Down a cliff a ball falls, and doesn't roll.
    """
    xs = np.linspace(start, end, _PIECES + 1).tolist()
    with np.errstate(over="ignore", invalid="ignore"):  # what leads out of the picture
        points = scale.frame(np.array(xs), np.array([height(x) for x in xs])).T
    length = error = 0.0
    looks = _MOST
    steps = np.diff(points, axis=0)
    lengths, runs = np.hypot(*steps.T).tolist(), np.abs(steps[:, 0]).tolist()
    chords = np.hypot(*(points[2::2] - points[:-2:2]).T).tolist()
    steep = _steep(steps).reshape(-1, 2).any(axis=1)
    turns = np.abs(np.diff(np.arctan2(steps[:, 1], np.abs(steps[:, 0])))) > _SHARP
    pieces = np.append(turns, False) | np.append(False, turns)
    turned = pieces.reshape(-1, 2).any(axis=1)
    rises = np.abs(steps[:, 1])
    beside = np.minimum(np.append(np.inf, rises[:-1]), np.append(rises[1:], np.inf))
    falls = [
        bool(sudden) and _is_cliff(height, left, right)
        for sudden, left, right in zip(
            (rises > _CLIFF) & (rises > _SUDDEN * beside), xs[:-1], xs[1:], strict=True
        )
    ]
    for i, (chord, x, z) in enumerate(zip(chords, xs[:-2:2], xs[2::2], strict=True)):
        pair = 2 * i, 2 * i + 1
        both = sum(runs[k] if falls[k] else lengths[k] for k in pair)
        left_out = both - chord
        if any(falls[k] for k in pair):
            length += both
        elif left_out < _BENT and not (turned[i] or steep[i]):
            # One chord for both is shorter by four times the error.
            length, error = length + both, error + left_out
        else:
            more, unsure, looks = _halved(height, scale, x, z, looks, _FINELY if turned[i] else 0)
            length, error = length + more, error + unsure
            if not looks:
                return length, np.inf
    return float(np.sign(end - start)) * length, error


def _halved(
    height: Height, scale: AxisScale, start: float, end: float, looks: int, least: int
) -> tuple[float, float, int]:
    """Return the length of a way that turns sharply, how far that may be off, and looks left.

    It is halved so many times at least, for the tip of a cusp not to be jumped over.
    """
    length = error = 0.0
    across, up = scale.units
    todo = [(start, height(start), end, height(end), _HALVINGS)]
    while todo and looks:
        looks -= 1
        left, low, right, high, deeper = todo.pop()
        middle = (left + right) / 2
        at = height(middle)
        rise, fall = (at - low) * up, (high - at) * up
        run = (middle - left) * across
        halves = hypot(run, rise) + hypot(run, fall)
        bent = halves - hypot(2 * run, rise + fall)
        steepest = max(abs(rise), abs(fall))
        fine = bent < _BENT / 100 and steepest <= max(_TURN, _STEEP * abs(run))
        if (fine and deeper <= _HALVINGS - least) or not deeper:
            length, error = length + halves, error + bent
        else:
            todo += [(left, low, middle, at, deeper - 1), (middle, at, right, high, deeper - 1)]
    return length, error, looks


def _steep(steps: Points) -> Any:
    """Say in which pieces, shape (n, 2), a curve may turn back, and nobody would notice."""
    run, rise = np.abs(steps).T
    return rise > np.maximum(_TURN, _STEEP * run)


def _is_cliff(height: Height, left: float, right: float) -> bool:
    """Whether the curve jumps between two inputs, rather than being steep."""
    low, high = height(left), height(right)
    first = abs(high - low)
    for _ in range(_CUTS):
        middle = (left + right) / 2
        at = height(middle)
        if abs(at - low) > abs(high - at):
            right, high = middle, at
        else:
            left, low = middle, at
    return abs(high - low) > _LASTS * first
