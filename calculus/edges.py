"""Places where a function may end or have no value, as floats: for drawing what lies between."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from calculus.expression import Binary, variables, walk
from calculus.function import Function
from calculus.sampling import Floats, sample

_PROBES = 2001  # places on the way at which a denominator's sign is looked at
_HALVINGS = 60
_BESIDE = 1e-12  # how far beside a point one looks for another slope, in sizes of the point
_TORN = 1e-3  # a difference between two slopes, relative to them, that no curve has so near


@lru_cache(maxsize=256)
def edges(function: Function) -> tuple[float, ...]:
    """The ends of the intervals that the domain consists of, as far as algebra finds them.

    >>> edges(Function.parse("f(a) = (a**2 - 1)/(a - 1)"))
    (1.0,)
    """
    return tuple(sorted({float(end) for end in _ends(function.domain)}))


def gaps(function: Function, start: float, end: float) -> tuple[float, ...]:
    """Places between two inputs where a function may have no value, found by looking as well.

    Beside the edges, those where a denominator changes its sign.
    """
    low, high = sorted((start, end))
    places = set(edges(function))
    for part in walk(function.expression):
        if isinstance(part, Binary) and part.operator == "/" and variables(part.right):
            xs = np.linspace(low, high, _PROBES)
            places.update(_crossings(sample(part.right, function.variable, xs), xs, function, part))
    return tuple(sorted(place for place in places if low <= place <= high))


def _crossings(values: Floats, xs: Floats, function: Function, fraction: Binary) -> Iterator[float]:
    """Where a denominator is 0: at a place looked at, or between two of them."""
    yield from xs[values == 0].tolist()
    for i in np.flatnonzero(values[1:] * values[:-1] < 0).tolist():
        here, there, side = float(xs[i]), float(xs[i + 1]), float(values[i])
        for _ in range(_HALVINGS):
            middle = (here + there) / 2
            at = float(sample(fraction.right, function.variable, np.array([middle]))[0])
            here, there = (middle, there) if at * side > 0 else (here, middle)
        yield there


def _ends(domain: sp.Set) -> Iterator[sp.Expr]:
    """The finite ends of all intervals that a set is made of."""
    match domain:
        case sp.Interval():
            yield from (end for end in (domain.start, domain.end) if end.is_finite)
        case sp.FiniteSet():
            yield from domain.args
        case sp.ConditionSet():
            yield from _ends(domain.base_set)
        case sp.Union() | sp.Intersection() | sp.Complement():
            for part in domain.args:
                yield from _ends(part)


def slopes(function: Function, points: ArrayLike) -> Floats:
    """Floats of the slope for drawing, one per point; NaN where there is none.

    The formula of the derivative may have a value where the function has none, as for ln(a)
    below 0, or between two slopes, as for abs(a) at 0.

    >>> slopes(Function.parse("f(a) = abs(a)"), np.array([-1.0, 0.0, 2.0])).tolist()
    [-1.0, nan, 1.0]
    """
    formula = function.derivative
    points = np.asarray(points, dtype=np.float64)
    found = formula.sample(points)
    beside = _BESIDE * np.maximum(np.abs(points), 1)
    apart = np.abs(formula.sample(points + beside) - formula.sample(points - beside))
    found[~(apart <= _TORN * (1 + np.abs(found)))] = np.nan
    found[np.isnan(function.sample(points))] = np.nan
    return found
