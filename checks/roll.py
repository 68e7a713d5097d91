"""How long a way along a curve is, as it looks in the frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
    points = [scale.frame(x, height(x)) for x in xs]
    length = error = 0.0
    looks = _MOST
    steps = np.diff(points, axis=0)
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
    pairs = zip(falls[::2], falls[1::2], strict=True)
    for (a, b, c), (x, _, z), tip, cliffs in zip(
        _pairs(points), _pairs(xs), turned, pairs, strict=True
    ):
        ways = [
            abs(float(step[0])) if cliff else float(np.hypot(*step))
            for step, cliff in zip((b - a, c - b), cliffs, strict=True)
        ]
        left_out = sum(ways) - float(np.hypot(*(c - a)))
        if any(cliffs):
            length += sum(ways)
        elif left_out < _BENT and not (tip or any(map(_is_steep, (b - a, c - b)))):
            # One chord for both is shorter by four times the error.
            length, error = length + sum(ways), error + left_out
        else:
            more, unsure, looks = _halved(height, scale, x, z, looks, _FINELY if tip else 0)
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
    todo = [(start, end, _HALVINGS)]
    while todo and looks:
        looks -= 1
        left, right, deeper = todo.pop()
        middle = (left + right) / 2
        a, b, c = (scale.frame(x, height(x)) for x in (left, middle, right))
        halves, chord = np.hypot(*(b - a)) + np.hypot(*(c - b)), np.hypot(*(c - a))
        fine = halves - chord < _BENT / 100 and not any(map(_is_steep, (b - a, c - b)))
        if (fine and deeper <= _HALVINGS - least) or not deeper:
            length, error = length + float(halves), error + float(halves - chord)
        else:
            todo += [(left, middle, deeper - 1), (middle, right, deeper - 1)]
    return length, error, looks


def _is_steep(step: Points) -> bool:
    """Whether a curve may turn back within a piece of it, and nobody would notice."""
    run, rise = np.abs(step)
    return bool(rise > max(_TURN, _STEEP * run))


def _pairs(things: list[Any]) -> Iterator[tuple[Any, Any, Any]]:
    """Give the ends of every two pieces, and what is between them."""
    return zip(things[:-2:2], things[1:-1:2], things[2::2], strict=True)


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
