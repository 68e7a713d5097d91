"""Functions computed anew from their text, as floats for measuring."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from checks.axes import AxisScale
from checks.evaluator import mpf, real, slope, value
from scenes.picture.meaning import Formula

_BESIDE = 20  # decimals: so near to a point a smooth curve is straight
_CORNER = 1e-6  # a difference between slopes on both sides, relative to them, that it has not


@lru_cache(maxsize=20_000)
def height(of: Formula, x: float) -> float:
    """Return a function's value, from its text."""
    return float(real(value(of.body, {of.variable: mpf(x)})))


@lru_cache(maxsize=20_000)
def gradient_at(of: Formula, x: float) -> float:
    """Return a function's slope, from its text."""
    return float(slope(lambda at: value(of.body, {of.variable: at}), mpf(x)))


@lru_cache(maxsize=20_000)
def has_corner(of: Formula, x: float) -> bool:
    """Say whether a function has different slopes on both sides of a point, from its text."""
    step = mpf(10) ** -_BESIDE
    left, right = (_difference(of, x, side * step) for side in (-1, 1))
    return bool(abs(right - left) > _CORNER * (1 + abs(left) + abs(right)))


def quotient(of: Formula, x: float, by: float) -> float:
    """Return a function's difference quotient, from its text."""
    return float(_difference(of, x, by))


@lru_cache(maxsize=20_000)
def _difference(of: Formula, x: float, by: float) -> Any:
    start, end = (real(value(of.body, {of.variable: mpf(x) + h})) for h in (mpf(0), mpf(by)))
    return (end - start) / mpf(by)


def angle(scale: AxisScale, of: Formula, x: float) -> float:
    """Return how steep the curve looks at a point, in radians."""
    return float(np.arctan(scale.steepness(gradient_at(of, x))))
