"""Gradient descent on a function of two variables, with momentum or without."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import isfinite
from typing import TypeAlias

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from calculus.enclosure import enclosure
from calculus.errors import DerivativeError, DomainError, LessonError, LimitError
from calculus.evaluate import digits_of, sign_of
from calculus.expression import Binary, Expression, Name, Negate, degree, fresh_name
from calculus.grammar import NumberLike, parse_number
from calculus.quantity import Quantity, evaluated, quantity, recorded, to_float
from calculus.stationary import SOLVED
from calculus.surface import Surface
from calculus.symbolic import symbol, symbolic
from calculus.verdict import FURTHER, TELLING, Verdict
from calculus.walk import DECIMALS, RATES, RUNAWAY, TRUSTED, rounded, within_budget

MAX_STEPS = 200

_MOMENTA = ("beta", "momentum")
_WAYS = ("v", "u", "step")  # of what a step before has left
_ENDS = 1e-6  # of the first step: so short a step is the end; so many times as long, no end
Pair: TypeAlias = tuple[Quantity, Quantity]
Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of a descent.

    Attributes:
        k: how many steps led here, from 0.
        point: both inputs.
        value: the function there.
        gradient: its partial derivatives there.
        step: momentum times the step before, minus the learning rate times the gradient; the
            next point is point + step.
    """

    k: int
    point: Pair
    value: Quantity
    gradient: Pair
    step: Pair


@dataclass(frozen=True, slots=True)
class Mode:
    """A direction in which a descent on a quadratic function goes by itself.

    Attributes:
        curvature: the eigenvalue of the matrix of second derivatives.
        factors: what each step multiplies what is left of the way by: one factor, or with
            momentum two, perhaps complex.
        size: the size of the largest of them.
        active: whether the gradient at the start has a part in this direction.
    """

    curvature: sp.Expr
    factors: tuple[sp.Expr, ...]
    size: sp.Expr
    active: bool

    @property
    def overshoots(self) -> bool:
        """Whether it goes to and fro."""
        return any(not one.is_real or sign_of(one) < 0 for one in self.factors)


@dataclass(frozen=True, slots=True)
class Downhill:
    """A descent on a surface and what becomes of it.

    Attributes:
        surface: what is descended.
        learning_rate: α.
        momentum: β, what is kept of the step before.
        stops: the start and one more for each step, fewer if it was `stopped`.
        modes: of a quadratic function its two directions; else empty.
        verdict: what becomes of it.
        proven: whether that follows from algebra, or only from the stops.
        minimum: the one place where the function is least, if that is proven; else None.
        stopped: why it ended early; None if it did not.
    """

    surface: Surface
    learning_rate: Quantity
    momentum: Quantity
    stops: tuple[Stop, ...]
    modes: tuple[Mode, ...]
    verdict: Verdict
    proven: bool
    minimum: Pair | None
    stopped: str | None

    @property
    def phrase(self) -> str:
        """The verdict in words."""
        return self.verdict.phrase if self.proven else self.verdict.appearance


def descend(
    surface: Surface,
    start: tuple[NumberLike, NumberLike],
    learning_rate: NumberLike,
    steps: int,
    momentum: NumberLike = 0,
) -> Downhill:
    """Walk downhill: each step is a part of the one before, less the rate times the gradient.

    Exact up to a budget of digits; after that rounded, each number with a bound on its error.

    Args:
        surface: what is descended.
        start: both inputs.
        learning_rate: α, more than 0.
        steps: how many, from 1 to `MAX_STEPS`.
        momentum: β, from 0 to below 1.

    Raises:
        LessonError: for a rate, a momentum or a number of steps that cannot be used.
        DomainError: if the function has no value at the start.
        DerivativeError: if it has no slope there.

    >>> J = Surface.parse("J(x, y) = x**2 + 2*y**2")
    >>> way = descend(J, (-5, -2), "0.1", 20)
    >>> [place.value for place in way.stops[1].point], way.phrase
    ([-4, -6/5], 'converges')
    """
    rate, kept = parse_number(learning_rate, thing="learning rate"), _momentum(momentum)
    if sign_of(rate) <= 0:
        raise LessonError("learning rate", "is more than 0", str(learning_rate), "0.1")
    if not 1 <= steps <= MAX_STEPS:
        raise LessonError("steps", f"is a whole number from 1 to {MAX_STEPS}", str(steps), "20")
    walk = _Walk(surface, rate, kept)
    stops = [walk.start(start)]
    stopped = None
    while len(stops) <= steps and stopped is None:
        try:
            stops.append(walk.after(stops[-1]))
        except (DomainError, DerivativeError) as error:
            stopped = f"after {stops[-1].k} steps: {error.thing} {error.rule}"
        else:
            stopped = _out_of_bounds(stops[-1])
    quadratic = _Quadratic.of(surface)
    modes = quadratic.modes(stops[0], rate, kept) if quadratic else ()
    verdict = _proven(modes) if quadratic else _settled(stops)
    proven = verdict is not Verdict.UNDECIDED
    return Downhill(
        surface=surface,
        learning_rate=walk.known(walk.rate_name),
        momentum=walk.known(walk.kept_name),
        stops=tuple(stops),
        modes=modes,
        verdict=verdict if proven else _apparent(walk, stops),
        proven=proven,
        minimum=quadratic.minimum if quadratic else None,
        stopped=stopped,
    )


@dataclass(frozen=True)
class _Walk:
    """All that leads from one stop to the next."""

    surface: Surface
    rate: sp.Expr
    kept: sp.Expr

    def start(self, start: tuple[NumberLike, NumberLike]) -> Stop:
        names = self.surface.variables
        given = zip(names, start, strict=True)
        values = {name: parse_number(value, thing=f"start, {name}") for name, value in given}
        first, second = (evaluated(Name(name), values) for name in names)
        return self._stop(0, (first, second), None)

    def after(self, stop: Stop) -> Stop:
        names = *self.surface.variables, *self.way_names
        known = dict(zip(names, (*stop.point, *stop.step), strict=True))
        landed = [
            within_budget(self._worked_out(Binary("+", Name(name), Name(way)), known))
            for name, way in zip(self.surface.variables, self.way_names, strict=True)
        ]
        return self._stop(stop.k + 1, (landed[0], landed[1]), stop.step)

    def known(self, name: str) -> Quantity:
        return evaluated(Name(name), self._constants)

    @cached_property
    def rate_name(self) -> str:
        return fresh_name(RATES, set(self.surface.variables))

    @cached_property
    def kept_name(self) -> str:
        return fresh_name(_MOMENTA, {*self.surface.variables, self.rate_name})

    @cached_property
    def way_names(self) -> tuple[str, str]:
        taken = {*self.surface.variables, self.rate_name, self.kept_name}
        name = fresh_name(_WAYS, {one.partition("_")[0] for one in taken} | taken)
        return f"{name}_1", f"{name}_2"

    @cached_property
    def _constants(self) -> dict[str, sp.Expr]:
        return {self.rate_name: self.rate, self.kept_name: self.kept}

    def _stop(self, k: int, point: Pair, before: Pair | None) -> Stop:
        at = dict(zip(self.surface.variables, point, strict=True))
        where = dict(zip(self.way_names, before, strict=True)) if before else {}
        exact = all(one.exact for one in point)
        gradient, step = [], []
        for name, way in zip(self.surface.variables, self.way_names, strict=True):
            partial = self.surface.partial(name)
            values = [one.value for one in point]
            slope = (
                self.surface.partial_at(name, *values) if exact else self._worked_out(partial, at)
            )
            taken = Binary("*", Name(self.rate_name), partial)
            kept = Binary("*", Name(self.kept_name), Name(way))
            whole = Binary("-", kept, taken) if before and self.kept else Negate(taken)
            gradient.append(slope)
            step.append(within_budget(self._worked_out(whole, {**at, **where})))
        return Stop(
            k=k,
            point=point,
            value=self._worked_out(self.surface.expression, at),
            gradient=(gradient[0], gradient[1]),
            step=(step[0], step[1]),
        )

    def _worked_out(self, expression: Expression, known: Mapping[str, Quantity]) -> Quantity:
        """An expression at known numbers; if they are not exact, with a bound on its error.

        Raises:
            DomainError: if it has no value.
        """
        values = self._constants | {name: one.value for name, one in known.items()}
        errors = {name: one.error for name, one in known.items() if one.error is not None}
        if not errors:
            return evaluated(expression, values)
        bounds = enclosure(expression, values, errors)
        if bounds is None:
            rule = "has a value that can be bounded"
            raise LimitError(self.surface.name, rule, "a number with errors", "fewer steps")
        low, high = bounds
        return rounded(recorded((low + high) / 2, expression, values), (high - low) / 2)


@dataclass(frozen=True)
class _Quadratic:
    """A quadratic function: its second derivatives, and where it is least if that is one place."""

    matrix: sp.Matrix
    minimum: Pair | None

    @classmethod
    def of(cls, surface: Surface) -> _Quadratic | None:
        degrees = [degree(surface.expression, name) for name in surface.variables]
        if any(power is None or power > SOLVED for power in degrees):
            return None
        symbols = [symbol(name) for name in surface.variables]
        whole = sp.Poly(symbolic(surface.expression), *symbols)
        if whole.total_degree() > 2:
            return None
        (a, b), (_, c) = sp.hessian(whole.as_expr(), symbols).tolist()
        matrix, minimum = sp.Matrix([[a, b], [b, c]]), None
        if sign_of(a) > 0 and sign_of(a * c - b**2) > 0:
            slopes = sp.Matrix([whole.diff(one).eval((0, 0)) for one in symbols])
            first, second = (quantity(place) for place in -matrix.inv() * slopes)
            minimum = first, second
        return cls(matrix, minimum)

    def modes(self, start: Stop, rate: sp.Expr, kept: sp.Expr) -> tuple[Mode, ...]:
        """Both directions, that of the larger eigenvalue first."""
        (a, b), (_, c) = self.matrix.tolist()
        middle, half = (a + c) / 2, sp.sqrt(((a - c) / 2) ** 2 + b**2)
        gradient = sp.Matrix([one.value for one in start.gradient])
        found = []
        for own, other in ((middle + half, middle - half), (middle - half, middle + half)):
            # This leaves the part in one direction, of a gradient in two that differ.
            part = self.matrix * gradient - other * gradient if sign_of(half) else gradient
            active = any(sign_of(along) != 0 for along in part)
            found.append(Mode(own, *_factors(own, rate, kept), active))
        return tuple(found)


def _factors(
    curvature: sp.Expr, rate: sp.Expr, kept: sp.Expr
) -> tuple[tuple[sp.Expr, ...], sp.Expr]:
    """The factors of a direction, and the size of the largest: the roots of its two-step rule."""
    if sign_of(kept) == 0:
        factor = 1 - rate * curvature
        return (factor,), sp.Abs(factor)
    middle = (1 + kept - rate * curvature) / 2
    square = sp.expand(middle**2 - kept)
    factors = middle + sp.sqrt(square), middle - sp.sqrt(square)
    if sign_of(square) < 0:
        return factors, sp.sqrt(kept)
    return factors, sp.Abs(middle) + sp.sqrt(square)


def _proven(modes: Sequence[Mode]) -> Verdict:
    """What becomes of a descent with these directions."""
    active = [mode for mode in modes if mode.active]
    if not active:
        return Verdict.STAYS
    beyond = max(sign_of(mode.size - 1) for mode in active)
    if beyond > 0 or any(sign_of(mode.curvature) == 0 for mode in active):
        return Verdict.DIVERGES
    if beyond == 0:  # with momentum it only comes nearer and nearer to a cycle
        return Verdict.CYCLES if len(active[0].factors) == 1 else Verdict.UNDECIDED
    if all(sign_of(mode.size) == 0 for mode in active):
        return Verdict.ONE_STEP
    if any(mode.overshoots for mode in active):
        return Verdict.OSCILLATES
    return Verdict.CONVERGES


def _settled(stops: Sequence[Stop]) -> Verdict:
    """The verdict if the exact stops arrive somewhere or come back to where they were."""
    seen = set()
    for stop in stops:
        state = tuple(one.value for one in (*stop.point, *stop.step))
        if not all(one.exact for one in (*stop.point, *stop.step)):
            break
        if all(sign_of(one.value) == 0 for one in (*stop.step, *stop.gradient)):
            arrivals = {0: Verdict.STAYS, 1: Verdict.ONE_STEP}
            return arrivals.get(stop.k, Verdict.CONVERGES)
        if state in seen:
            return Verdict.CYCLES
        seen.add(state)
    return Verdict.UNDECIDED


def _apparent(walk: _Walk, stops: Sequence[Stop]) -> Verdict:
    """What a descent looks like, from where it is and by floats further on."""
    if _runs_away(stops[-1]):
        return Verdict.DIVERGES
    if len(stops) <= TELLING:
        return Verdict.UNDECIDED
    steps = [np.array([one.number for one in stop.step]) for stop in stops]
    place, step = np.array([one.number for one in stops[-1].point]), steps.pop()
    sizes = [float(np.hypot(*step))]
    slope = _slopes(walk.surface)
    rate, kept = to_float(walk.rate), to_float(walk.kept)
    for _ in range(FURTHER):
        place = place + step
        step = kept * step - rate * slope(place)
        sizes.append(float(np.hypot(*step)))
        if not isfinite(sizes[-1]):
            return Verdict.DIVERGES if sizes[-2] > sizes[0] else Verdict.UNDECIDED
    if sizes[-1] <= _ENDS * float(np.hypot(*steps[0])):
        turns = all(float(one @ other) < 0 for one, other in pairwise(steps[len(steps) // 2 :]))
        return Verdict.OSCILLATES if turns else Verdict.CONVERGES
    return Verdict.DIVERGES if sizes[-1] >= sizes[0] / _ENDS else Verdict.UNDECIDED


def _slopes(surface: Surface) -> Callable[[Floats], Floats]:
    """The gradient by floats; not a number where there is none."""
    names = surface.variables
    formulas = [symbolic(surface.partial(name)) for name in names]
    compiled = sp.lambdify([*map(symbol, names)], formulas, "numpy")

    def slope(place: Floats) -> Floats:
        with np.errstate(all="ignore"):
            return np.array(compiled(*place), float)

    return slope


def _out_of_bounds(stop: Stop) -> str | None:
    """Why a descent ends at a stop, if it does."""
    if _runs_away(stop):
        return f"after {stop.k} steps it has run away"
    lost = any(one.error is not None and one.error > TRUSTED for one in stop.point)
    return f"after {stop.k} steps its rounding errors have grown too large" if lost else None


def _runs_away(stop: Stop) -> bool:
    return any(abs(digits_of(one.value, DECIMALS)) > RUNAWAY for one in stop.point)


def _momentum(given: NumberLike) -> sp.Expr:
    value = parse_number(given, thing="momentum")
    if sign_of(value) >= 0 and sign_of(1 - value) > 0:
        return value
    raise LessonError("momentum", "is from 0 to below 1", str(given), "0.5")
