"""Bounds on a cost of a weight and a bias, and the proof of where a logistic one is lowest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias

import sympy as sp
from mpmath import MPContext
from mpmath.libmp import to_rational

from calculus.downhill import Pair
from calculus.enclosure import interval
from calculus.errors import LimitError
from calculus.functions import ROWS
from calculus.intervals import intervals
from calculus.quantity import Quantity, quantity
from calculus.walk import rounded

Bends: TypeAlias = tuple[Any, Any, Any]

_FLOATS = MPContext()
_FLOATS.dps = 100
_ROUNDS = 400  # of Newton's method
_ARRIVED = _FLOATS.mpf(10) ** -80
_FAR = 1000  # a score beyond which a probability is as good as 0 or 1
_TINY = intervals.mpf([0, 1]) / intervals.mpf(10) ** 430  # more than it is off by there
_TRIES, _FARTHER = 6, 10**6  # boxes that are searched for a lowest place, each so much wider
_NEAR = sp.Rational(1, 10**70)  # half the width of the first one, in sizes of its place


@dataclass(frozen=True)
class Bounds:
    """What the cost and its derivatives can be where w and b have bounds: all are intervals.

    Attributes:
        inputs: x of each example.
        labels: y of each.
        is_line: whether the model is w*x + b; else it is the sigmoid of that.
    """

    inputs: tuple[sp.Expr, ...]
    labels: tuple[sp.Expr, ...]
    is_line: bool

    def cost(self, w: Any, b: Any) -> Any:
        """The cost J."""
        scores = ((w * x + b, y) for x, y in self._pairs)
        if self.is_line:
            return self._mean((z - y) ** 2 / 2 for z, y in scores)
        return self._mean(_softplus(-z if y.a == 1 else z) for z, y in scores)

    def slopes(self, w: Any, b: Any) -> tuple[Any, Any]:
        """The derivatives of J by w and by b."""
        errors = [self._made(w * x + b) - y for x, y in self._pairs]
        by_input = (error * x for error, (x, _) in zip(errors, self._pairs, strict=True))
        return self._mean(by_input), self._mean(errors)

    def bends(self, w: Any, b: Any) -> Bends:
        """The second derivatives of a logistic J: by w twice, by both, by b twice."""
        made = [(x, self._made(w * x + b)) for x, _ in self._pairs]
        steep = [(x, p * (1 - p)) for x, p in made]
        first, mixed, second = (self._mean(x**k * s for x, s in steep) for k in (2, 1, 0))
        return first, mixed, second

    def lowest(self) -> Pair:
        """Where a logistic J is least: found by Newton's method, then proven.

        Raises:
            LimitError: if it cannot be proven.
        """
        place = self._found()
        centre = [interval(one) for one in place]
        inverse, slopes = _inverse(self.bends(*centre)), self.slopes(*centre)
        steps = [max(map(abs, ends(_row(row, slopes)))) for row in inverse]
        for i in range(_TRIES):
            sizes = [
                (4 * step + _NEAR * (1 + abs(one))) * _FARTHER**i
                for step, one in zip(steps, place, strict=True)
            ]
            if self._is_zero_within(centre, sizes):
                break
        else:
            rule = "have a lowest cost that can be worked out"
            raise LimitError("inputs", rule, f"{len(self.inputs)} of them", "others")
        found = (rounded(quantity(one), size) for one, size in zip(place, sizes, strict=True))
        first, second = (replace(quantity(one.value), error=one.error) for one in found)
        return first, second

    def _is_zero_within(self, centre: Sequence[Any], sizes: Sequence[sp.Expr]) -> bool:
        """Whether both slopes are 0 at a place that near to a centre: Krawczyk's test."""
        inverse = [[interval(middle(one)) for one in row] for row in _inverse(self.bends(*centre))]
        apart = [interval(size) * intervals.mpf([-1, 1]) for size in sizes]
        box = [one + way for one, way in zip(centre, apart, strict=True)]
        (a, m, c), slopes = self.bends(*box), self.slopes(*centre)
        for i, (row, way) in enumerate(zip(inverse, apart, strict=True)):
            left = int(i == 0) - _row(row, (a, m)), int(i == 1) - _row(row, (m, c))
            moved = _row(left, apart) - _row(row, slopes)
            if not (way.a < moved.a and moved.b < way.b):
                return False
        return True

    def _found(self) -> tuple[sp.Rational, sp.Rational]:
        """Where the slopes are nearly 0: steps of Newton's method, shortened where J rises."""
        pairs = [[_FLOATS.make_mpf(one._mpi_[0]) for one in pair] for pair in self._pairs]

        def cost(w: Any, b: Any) -> Any:
            scores = (w * x + b if y == 0 else -w * x - b for x, y in pairs)
            return sum(max(z, 0) + _FLOATS.log1p(_FLOATS.exp(-abs(z))) for z in scores)

        w, b = _FLOATS.mpf(0), _FLOATS.mpf(0)
        for _ in range(_ROUNDS):
            made = [(x, y, 1 / (1 + _FLOATS.exp(-w * x - b))) for x, y in pairs]
            bends = tuple(sum(x**k * p * (1 - p) for x, _, p in made) for k in (2, 1, 0))
            slopes = [sum(x**k * (p - y) for x, y, p in made) for k in (1, 0)]
            across, up = (_row(row, slopes) for row in _inverse(bends))
            if abs(across) + abs(up) < _ARRIVED * (1 + abs(w) + abs(b)):
                break
            now = cost(w, b)
            while cost(w - across, b - up) > now and abs(across) + abs(up) > _ARRIVED:
                across, up = across / 2, up / 2
            w, b = w - across, b - up
        return sp.Rational(*to_rational(w._mpf_)), sp.Rational(*to_rational(b._mpf_))

    @cached_property
    def _pairs(self) -> list[tuple[Any, Any]]:
        given = zip(self.inputs, self.labels, strict=True)
        return [(interval(x), interval(y)) for x, y in given]

    def _made(self, score: Any) -> Any:
        return score if self.is_line else _sigma(score)

    def _mean(self, terms: Iterable[Any]) -> Any:
        return sum(terms, intervals.mpf(0)) / len(self.inputs)


def around(known: Quantity) -> Any:
    """All that a number may be, as an interval."""
    return interval(known.value) + interval(known.error or sp.S.Zero) * intervals.mpf([-1, 1])


def ends(bounds: Any) -> tuple[sp.Rational, sp.Rational]:
    """The ends of an interval."""
    low, high = (sp.Rational(*to_rational(end)) for end in bounds._mpi_)
    return low, high


def middle(bounds: Any) -> sp.Rational:
    """The number in the middle of an interval."""
    low, high = ends(bounds)
    return (low + high) / 2


def _sigma(score: Any) -> Any:
    if abs(score).a < _FAR:
        return ROWS["sigma"].encloses(score)
    return 1 - _TINY if score.a > 0 else _TINY


def _softplus(score: Any) -> Any:
    if abs(score).a < _FAR:
        return ROWS["softplus"].encloses(score)
    return score + _TINY if score.a > 0 else _TINY


def _inverse(bends: Sequence[Any]) -> list[list[Any]]:
    a, m, c = bends
    area = a * c - m * m
    return [[c / area, -m / area], [-m / area, a / area]]


def _row(row: Sequence[Any], column: Sequence[Any]) -> Any:
    return row[0] * column[0] + row[1] * column[1]
