"""Places where a function may end or have no value, as floats: for drawing what lies between."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from calculus.expression import Binary, Expression, variables, walk
from calculus.function import Function
from calculus.sampling import Floats, sample

_PROBES = 2001  # places on the way at which the sign of a part is looked at
_HALVINGS = 60
_GROWN = 1e3  # times as large as it was seen from afar: beside a pole
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

    Beside the edges, those where a denominator is 0, and where any part has a pole: from one side
    to the other it changes its sign, and grows the nearer one looks.
    """
    low, high = sorted((start, end))
    places = {edge for edge in edges(function) if low <= edge <= high}
    xs = np.linspace(low, high, _PROBES)
    parts = {part for part in walk(function.expression) if variables(part)}
    below = {part.right for part in parts if isinstance(part, Binary) and part.operator == "/"}
    for part in parts:
        values = sample(part, {function.variable: xs})
        if part in below:
            places.update(xs[values == 0].tolist())
        found, sizes, before = _crossings(part, function.variable, xs, values)
        kept = sizes > _GROWN * before
        places.update((found if part in below else found[kept]).tolist())
    return tuple(sorted(places))


def _crossings(
    part: Expression, name: str, xs: Floats, values: Floats
) -> tuple[Floats, Floats, Floats]:
    """Where a part changes its sign, and how large it is beside that: near to it, and from afar."""
    at = np.flatnonzero(np.sign(values[1:]) * np.sign(values[:-1]) < 0)
    here, there, side = xs[at], xs[at + 1], values[at]
    for _ in range(_HALVINGS if len(at) else 0):
        middle = (here + there) / 2
        same = sample(part, {name: middle}) * side > 0
        here, there = np.where(same, middle, here), np.where(same, there, middle)
    before = np.maximum(np.abs(values[at]), np.abs(values[at + 1]))
    return there, np.abs(sample(part, {name: here})), before


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
