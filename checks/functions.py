"""Functions computed anew from their text, as floats for measuring."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from checks.axes import AxisScale
from checks.evaluator import mpf, real, slope, value
from scenes.picture.meaning import Formula
from scenes.picture.meaning_of_maps import Heights

_BESIDE = 20  # decimals: so near to a point a smooth curve is straight
_CORNER = 1e-6  # a difference between slopes on both sides, relative to them, that it has not


def value_at(of: Formula, x: Any) -> Any:
    """Return a function's value, from its text, as precise as the input."""
    return real(value(of.body, {of.variable: x}))


def slope_at(of: Formula, x: Any) -> Any:
    """Return a function's slope, from its text, as precise as the input."""
    return slope(lambda at: value(of.body, {of.variable: at}), x)


def slopes_at(of: Heights, x: Any, y: Any) -> tuple[Any, Any]:
    """Return the slopes of a function of two variables, from its text, along each of them."""
    at = dict(zip(of.variables, (x, y), strict=True))

    def along(name: str) -> Any:
        return real(slope(lambda moved: value(of.body, {**at, name: moved}), at[name]))

    first, second = map(along, of.variables)
    return first, second


@lru_cache(maxsize=20_000)
def height(of: Formula, x: float) -> float:
    """Return a function's value, from its text."""
    return float(value_at(of, mpf(x)))


@lru_cache(maxsize=20_000)
def gradient_at(of: Formula, x: float) -> float:
    """Return a function's slope, from its text."""
    return float(slope_at(of, mpf(x)))


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
    start, end = (value_at(of, mpf(x) + h) for h in (mpf(0), mpf(by)))
    return (end - start) / mpf(by)


def angle(scale: AxisScale, of: Formula, x: float) -> float:
    """Return how steep the curve looks at a point, in radians."""
    return float(np.arctan(scale.steepness(gradient_at(of, x))))
