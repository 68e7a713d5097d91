"""How a model learns: the descent of a weight and a bias on their cost, and where that is lowest.

What is proven of the cost J: its second derivatives never exceed a matrix with the larger
eigenvalue L. So a step leads at most max(1, |1 - alpha*L|) times as far apart what was apart by a
rounding error, and below the learning rate 2/L every step lowers J.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, Literal, TypeAlias

import sympy as sp

from calculus.bounds_of_costs import Bounds, around, ends, middle
from calculus.carried import carried
from calculus.digits import digits_of, sign_of
from calculus.downhill import Downhill, Pair, Stop
from calculus.enclosure import interval
from calculus.errors import LimitError
from calculus.expression import Binary, Expression, Name, integer
from calculus.grammar import parse_expression
from calculus.logistic import BIAS, COST, WEIGHT, Examples
from calculus.quantity import Quantity, evaluated, named, quantity, recorded
from calculus.surface import Surface
from calculus.walk import DECIMALS, RUNAWAY, TRUSTED, rounded, within_budget

Parted: TypeAlias = Literal["same", "parted", "touching"]
Trend: TypeAlias = Literal["falls", "never rises", "rises"]

RATE = "alpha"
"""What the learning rate is called in formulas."""

FARTHEST = 10**8
"""A score beyond it has too many digits after the point once it is a probability."""

_NAMES = WEIGHT, BIAS
_LARGER = "((s + u)/2 + sqrt(((s - u)/2)**2 + t**2))"  # eigenvalue of [[s, t], [t, u]]
_FACTOR = f"1 - {RATE}*{_LARGER}"
_PLACES = "(q - t*r)/(s - t**2)", "(r*s - q*t)/(s - t**2)"  # of the lowest cost of a line
_OUTWARD = 1 + sp.Rational(1, 10**20)


@dataclass(frozen=True)
class LinearExamples(Examples):
    """Examples with any numbers as labels, for a line w*x + b: J is half the mean squared error.

    >>> [one.value for one in lowest(LinearExamples.of([1, 2], [300, 500]))]
    [200, 100]
    """

    def probability(self, i: int) -> Expression:
        """The prediction: the height of the line."""
        return self.score(i)

    def cost(self, i: int) -> Expression:
        """Half the square of the error."""
        return Binary("/", Binary("**", self.error(i), integer(2)), integer(2))

    @cached_property
    def surface(self) -> Surface:
        """J(w, b)."""
        return Surface(COST, _NAMES, self.mean_cost)


def descent(
    examples: Examples, start: tuple[sp.Expr, sp.Expr], rate: sp.Expr, steps: int
) -> Downhill:
    """Walk downhill: each step takes the learning rate times the slopes from w and b.

    Exact as long as slopes are known exactly; after that rounded, with bounds on all errors.
    Ends before it runs away, or errors have grown; but not before the first step.

    >>> way = descent(Examples.of([-2, -1, 0, 1, 2], [0, 1, 0, 1, 1]), (0, 0), sp.Integer(1), 20)
    >>> [one.value for one in way.stops[1].point], round(way.stops[-1].value.number, 6)
    ([2/5, 1/10], 0.484493)
    """
    walk, stopped = _Walk(examples, sp.sympify(rate)), False
    stops = [walk.start(start)]
    while len(stops) <= steps and not stopped:
        after = walk.after(stops[-1])
        lost = any((one.error or 0) > TRUSTED for one in after.point)
        stopped = lost or has_run_away(examples, after)
        if after.k == 1 or not stopped:
            stops.append(after)
    alpha, none = named(RATE, walk.rate), quantity(0)
    return Downhill(examples.surface, alpha, none, tuple(stops), (), lowest(examples), stopped)


def has_run_away(examples: Examples, stop: Stop) -> bool:
    """Whether no picture and no number shows a stop any more: a score there is too large."""
    w, b = (abs(digits_of(one.value, DECIMALS)) for one in stop.point)
    farthest = max(abs(digits_of(x, DECIMALS)) for x in examples.inputs)
    return bool(w * farthest + b > (RUNAWAY if isinstance(examples, LinearExamples) else FARTHEST))


def stop_at(examples: Examples, point: Pair) -> Stop:
    """The cost and its slopes at a place, perhaps a rounded one."""
    spread = sum((one.error or 0 for one in point), sp.Integer(0))
    return _Walk(examples, sp.Integer(1)).stop(0, point, spread)


def parted(examples: Examples) -> Parted | None:
    """Whether a threshold parts the labels, so that J has no lowest place; None if not.

    "same": there is only one label; "touching": both lie on the threshold itself.

    >>> [parted(Examples.of([1, 2, 3], labels)) for labels in ([0, 1, 1], [0, 1, 0], [1, 1, 1])]
    ['parted', None, 'same']
    """
    if isinstance(examples, LinearExamples):
        return None
    pairs = [*zip(examples.inputs, examples.labels, strict=True)]
    off, on = (
        sorted((x for x, y in pairs if y == label), key=lambda x: digits_of(x, DECIMALS))
        for label in (0, 1)
    )
    if not off or not on:
        return "same"
    widest = max(sign_of(on[0] - off[-1]), sign_of(off[0] - on[-1]))
    return {1: "parted", 0: "touching", -1: None}[widest]


@lru_cache(maxsize=8)  # many descents on one cost ask for the same
def lowest(examples: Examples) -> Pair | None:
    """Where J is least; exact for a line, else proven to far more digits than are shown.

    None where a threshold parts the labels.

    Raises:
        LimitError: if it cannot be proven.

    >>> place = lowest(Examples.of([-2, -1, 0, 1, 2], [0, 1, 0, 1, 1]))
    >>> [round(one.number, 5) for one in place], place[0].error < sp.Rational(1, 10**12)
    ([1.09043, 0.62269], True)
    """
    if isinstance(examples, LinearExamples):
        found = (within_budget(_worked_out(text, _means(examples))) for text in _PLACES)
        first, second = found
        return first, second
    if parted(examples):
        return None
    place = _bounds(examples).lowest()
    w, b = (quantity(0) if _is_mirrored(examples, same) else one
            for same, one in zip((True, False), place, strict=True))  # fmt: skip
    return w, b


def safe_rate(examples: Examples) -> Quantity:
    """The learning rate below which every step lowers J, wherever it starts: 2/L.

    >>> safe_rate(Examples.of([-2, -1, 0, 1, 2], [0, 1, 0, 1, 1])).value
    4
    """
    # A sigmoid is at most a quarter as steep as a line.
    above = 2 if isinstance(examples, LinearExamples) else 8
    return _worked_out(f"{above}/{_LARGER}", _means(examples))


def factor_at(examples: Examples, place: Pair, rate: sp.Expr) -> Quantity:
    """What a step multiplies the distance from the lowest place by, near it and the steepest way.

    Args:
        examples: the examples.
        place: where J is least.
        rate: the learning rate.
    """
    if isinstance(examples, LinearExamples):
        return _worked_out(_FACTOR, {**_means(examples), RATE: rate})
    bends = zip("stu", _bounds(examples).bends(*map(around, place)), strict=True)
    known = {name: _rounded(quantity(middle(bend)), bend) for name, bend in bends}
    given = {name: replace(quantity(one.value), error=one.error) for name, one in known.items()}
    return carried(parse_expression(_FACTOR), {**given, RATE: quantity(rate)}, COST)


def is_pushed(examples: Examples, way: Downhill) -> bool:
    """Whether a descent has a part in the direction in which J bends most at its lowest place.

    One that keeps to an axis by symmetry has none, if J bends most along the other axis.
    """
    assert way.minimum is not None
    if isinstance(examples, LinearExamples):
        s, t, u = (_means(examples)[name] for name in "stu")
        matrix, larger = sp.Matrix([[s, t], [t, u]]), _worked_out(_LARGER, _means(examples)).value
        gradient = sp.Matrix([one.value for one in way.stops[0].gradient])
        # This takes away the part in the other direction, whose eigenvalue is s + u - larger.
        part = matrix * gradient - (s + u - larger) * gradient
        return any(map(sign_of, part if sign_of(2 * larger - s - u) else gradient))
    across, _, up = _bounds(examples).bends(*map(around, way.minimum))
    moves = [any(stop.gradient[i].value for stop in way.stops) for i in range(2)]
    return (moves[0] or not across > up) and (moves[1] or not up > across)


def trend(way: Downhill, safe: Quantity) -> Trend | None:
    """How the cost goes along a descent, as far as that is proven.

    Args:
        way: the descent.
        safe: the learning rate below which every step lowers the cost.
    """
    signs = []
    for one, other in pairwise(stop.value for stop in way.stops):
        change = digits_of(other.value - one.value, DECIMALS)
        signs.append(sign_of(change) if abs(change) > (one.error or 0) + (other.error or 0) else 0)
    beside = sign_of(way.learning_rate.value - safe.value)
    if any(sign > 0 for sign in signs):
        return "rises"
    if all(signs) or (beside < 0 and not any(map(is_level, way.stops[:-1]))):
        return "falls"
    return "never rises" if beside <= 0 else None


def is_level(stop: Stop) -> bool:
    """Whether both slopes are 0 for certain."""
    return all(one.exact and not sign_of(one.value) for one in stop.gradient)


@dataclass(frozen=True)
class _Walk:
    """All that leads from one stop to the next."""

    examples: Examples
    rate: sp.Expr

    def start(self, start: tuple[sp.Expr, sp.Expr]) -> Stop:
        first, second = map(named, _NAMES, map(sp.sympify, start))
        return self.stop(0, (first, second), sp.Integer(0))

    def after(self, stop: Stop) -> Stop:
        """The next stop; once it is rounded, the errors of both numbers are bounds on the way."""
        values = {**_values(stop.point), RATE: self.rate}
        spread = self.wider * _spread(stop.point)
        slopes = _slopes(self.bounds, *_places(stop.point))
        landed = []
        for name, here, slope, bound in zip(_NAMES, stop.point, stop.gradient, slopes, strict=True):
            formula = Binary("-", Name(name), Binary("*", Name(RATE), self.formulas[name]))
            if here.exact and slope.exact:
                value = sp.expand(here.value - self.rate * slope.value)
                landed.append(within_budget(recorded(value, formula, values)))
            else:
                there = interval(here.value) - interval(self.rate) * bound
                landed.append(_rounded(recorded(middle(there), formula, values), there, spread))
        if not all(one.exact for one in landed):
            spread += sum((one.error or spread) - spread for one in landed)
            wide = _upward(spread)
            landed = [one if one.exact else replace(one, error=wide) for one in landed]
        point = landed[0], landed[1]
        return self.stop(stop.k + 1, point, _spread(point))

    def stop(self, k: int, point: Pair, spread: sp.Expr) -> Stop:
        """The stop at a point that is off by at most a spread, in any direction."""
        exactly = None if spread else self._exactly(point)
        if exactly is not None:
            cost, gradient = exactly
        else:
            values, at = _values(point), [interval(one.value) for one in point]
            slopes, found = _slopes(self.bounds, *_places(point)), self.bounds.cost(*at)
            first, second = (
                _rounded(
                    recorded(middle(one), self.formulas[name], values), one, self.bend * spread
                )
                for name, one in zip(_NAMES, slopes, strict=True)
            )
            gradient = first, second
            steepest = sum(max(map(abs, ends(one))) for one in slopes) + self.bend * spread
            formula = self.examples.surface.expression
            cost = _rounded(recorded(middle(found), formula, values), found, steepest * spread)
        first, second = (self._step(name, one) for name, one in zip(_NAMES, gradient, strict=True))
        return Stop(k, point, cost, gradient, (first, second))

    def _step(self, name: str, slope: Quantity) -> Quantity:
        """Minus the learning rate times a slope."""
        error = slope.error and slope.error * digits_of(self.rate, DECIMALS)
        return replace(slope, value=-self.rate * slope.value, error=error)

    def _exactly(self, point: Pair) -> tuple[Quantity, Pair] | None:
        """The cost and its slopes, exact where that is easy; None where they are too large."""
        try:
            if isinstance(self.examples, LinearExamples):
                values = _values(point)
                first, second = (evaluated(self.formulas[name], values) for name in _NAMES)
                return evaluated(self.examples.surface.expression, values), (first, second)
            cost, slopes = self.examples.costed(*point)
        except LimitError:
            return None
        return cost, (slopes[WEIGHT], slopes[BIAS])

    @cached_property
    def bounds(self) -> Bounds:
        return _bounds(self.examples)

    @cached_property
    def formulas(self) -> dict[str, Expression]:
        return {name: self.examples.slope(name) for name in _NAMES}

    @cached_property
    def bend(self) -> sp.Expr:
        """L, rounded upward."""
        return digits_of(2 / safe_rate(self.examples).value, DECIMALS) * _OUTWARD

    @cached_property
    def wider(self) -> sp.Expr:
        """How many times as far apart a step leads what was apart by an error, at most."""
        return max(sp.Integer(1), digits_of(self.rate, DECIMALS) * self.bend * _OUTWARD - 1)


def _bounds(examples: Examples) -> Bounds:
    return Bounds(examples.inputs, examples.labels, isinstance(examples, LinearExamples))


@lru_cache(maxsize=2)  # a stop and the step from it ask for the same
def _slopes(bounds: Bounds, w: sp.Expr, b: sp.Expr) -> tuple[Any, Any]:
    return bounds.slopes(interval(w), interval(b))


def _places(point: Pair) -> tuple[sp.Expr, sp.Expr]:
    return point[0].value, point[1].value


def _values(point: Pair) -> dict[str, sp.Expr]:
    return {name: one.value for name, one in zip(_NAMES, point, strict=True)}


def _means(examples: Examples) -> dict[str, sp.Expr]:
    """The averages of x*x, x, 1, x*y and y, as they are called in formulas."""
    ones = [sp.Integer(1)] * examples.count
    inputs, labels = examples.inputs, examples.labels
    factors = {
        "s": (inputs, inputs), "t": (inputs, ones), "u": (ones, ones),
        "q": (inputs, labels), "r": (ones, labels),
    }  # fmt: skip
    return {
        name: sp.expand(sum(one * other for one, other in zip(*pair, strict=True))) / len(ones)
        for name, pair in factors.items()
    }


def _is_mirrored(examples: Examples, same: bool) -> bool:
    """Whether the data are the same in a mirror at x = 0, with the same labels or the others.

    With the same ones J(-w, b) = J(w, b), so it is least where w = 0; else where b = 0.
    """
    pairs = [*zip(examples.inputs, examples.labels, strict=True)]
    seen = [(-x, y if same else 1 - y) for x, y in pairs]
    return Counter(pairs) == Counter(seen)


def _worked_out(text: str, known: Mapping[str, sp.Expr]) -> Quantity:
    return evaluated(parse_expression(text), known)


def _spread(point: Pair) -> sp.Rational:
    """How far off a point is at most, in any direction."""
    errors: list[sp.Rational] = [one.error for one in point if one.error is not None]
    return max(errors, default=sp.Integer(0))


def _rounded(known: Quantity, bounds: Any, more: sp.Expr = sp.S.Zero) -> Quantity:
    """The middle of bounds, rounded; with what it may be off by, and more."""
    low, high = ends(bounds)
    return rounded(known, (high - low) / 2 + more)


def _upward(error: sp.Expr) -> sp.Rational:
    """An error in few digits, not smaller."""
    unit = sp.Rational(1, 10 ** (2 * DECIMALS))
    return sp.ceiling(error / unit) * unit
