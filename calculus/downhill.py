"""Gradient descent on a function of two variables, with momentum or without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import sympy as sp

from calculus.carried import carried
from calculus.descent import EVERY_STEP, FIRST_STEPS
from calculus.differentiate import slope_at
from calculus.errors import DerivativeError, DomainError, LessonError
from calculus.evaluate import digits_of, sign_of
from calculus.expression import Binary, Expression, Name, Negate, degree, fresh_name
from calculus.expression import walk as walk_through
from calculus.quantity import Quantity, evaluated, named, quantity
from calculus.stationary import SOLVED
from calculus.surface import Surface
from calculus.symbolic import symbol, symbolic
from calculus.walk import DECIMALS, RATES, RUNAWAY, TRUSTED, within_budget

MAX_EFFORT = 24_000
"""Parts of formulas that are worked out for a story, as `calculus.descent` counts them."""

_MOMENTA = ("beta", "momentum")
_WAYS = ("v", "u", "step")  # of what a step before has left
Pair: TypeAlias = tuple[Quantity, Quantity]
Level: TypeAlias = Literal["bottom", "top", "saddle", "level"]


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
        size: how large the factor is that what is left of the way is multiplied by in the long
            run; with momentum the larger one of two.
        active: whether the gradient at the start has a part in this direction.
    """

    curvature: sp.Expr
    size: sp.Expr
    active: bool


@dataclass(frozen=True, slots=True)
class Downhill:
    """A descent on a surface.

    Attributes:
        surface: what is descended.
        learning_rate: α.
        momentum: β, what is kept of the step before.
        stops: the start and one more for each step, fewer if it was `stopped`.
        modes: of a quadratic function its two directions; else empty.
        minimum: the one place where the function is least, if that is proven; else None.
        stopped: whether it ended early: it has run away, there is no slope, or errors have grown.
    """

    surface: Surface
    learning_rate: Quantity
    momentum: Quantity
    stops: tuple[Stop, ...]
    modes: tuple[Mode, ...]
    minimum: Pair | None
    stopped: bool

    @property
    def lasting(self) -> tuple[Mode, ...]:
        """The directions in which there is a way left for ever."""
        return tuple(one for one in self.modes if one.active and sign_of(one.size - 1) >= 0)

    @property
    def settles(self) -> bool | None:
        """Whether it comes to rest, also from beside its way, if algebra proves it or the contrary.

        None where it proves neither.
        """
        if self.lasting:
            return False
        below = all(sign_of(mode.size - 1) < 0 for mode in self.modes)
        return True if self.modes and below else None


def descend(
    surface: Surface,
    start: tuple[sp.Expr, sp.Expr],
    learning_rate: sp.Expr,
    steps: int,
    momentum: sp.Expr = sp.S.Zero,
) -> Downhill:
    """Walk downhill: each step is a part of the one before, less the rate times the gradient.

    Exact up to a budget of digits; after that rounded, each number with a bound on its error.

    Args:
        surface: what is descended.
        start: both inputs.
        learning_rate: α, more than 0.
        steps: how many.
        momentum: β, from 0 to below 1.

    Raises:
        DomainError: if the function has no value at the start.
        DerivativeError: if it has no slope there.

    >>> J = Surface.parse("J(x, y) = x**2 + 2*y**2")
    >>> way = descend(J, (sp.Integer(-5), sp.Integer(-2)), sp.Rational(1, 10), 20)
    >>> [place.value for place in way.stops[1].point], way.settles
    ([-4, -6/5], True)
    """
    walk = _Walk(surface, learning_rate, momentum)
    stops = [walk.start(start)]
    stopped = False
    while len(stops) <= steps and not stopped:
        try:
            stops.append(walk.after(stops[-1]))
        except (DomainError, DerivativeError):
            stopped = True
        else:
            stopped = _is_out_of_bounds(stops[-1])
    quadratic = _Quadratic.of(surface)
    return Downhill(
        surface=surface,
        learning_rate=walk.known(walk.rate_name),
        momentum=walk.known(walk.kept_name),
        stops=tuple(stops),
        modes=quadratic.modes(stops[0], learning_rate, momentum) if quadratic else (),
        minimum=quadratic.minimum if quadratic else None,
        stopped=stopped,
    )


def check_effort(surface: Surface, steps: int, walks: int) -> None:
    """Make sure that some descents can be worked out within a few seconds.

    Raises:
        LessonError: if the function is too long for so many steps.
        DerivativeError: if it has no derivative.
    """
    formulas = [surface.expression, *map(surface.partial, surface.variables)]
    parts = EVERY_STEP + sum(1 for formula in formulas for _ in walk_through(formula))
    most = MAX_EFFORT // (parts * walks) - FIRST_STEPS
    if most < 1:
        raise LessonError("function", "is short enough to be worked out", surface.source, "a sum")
    if steps > most:
        rule = f"is at most {most} for this function"
        raise LessonError("steps", rule, str(steps), str(min(most, 20)))


def level_at(surface: Surface, point: Pair) -> Level:
    """What kind of place it is where both slopes are 0, as far as second derivatives tell.

    >>> J = Surface.parse("J(x, y) = x**2 - y**2")
    >>> level_at(J, (quantity(0), quantity(0)))
    'saddle'
    """
    names = surface.variables
    values = {name: one.value for name, one in zip(names, point, strict=True)}
    try:
        (a, b), (_, c) = (
            [slope_at(surface.partial(one), other, values).value for other in names]
            for one in names
        )
    except (DerivativeError, DomainError):
        return "level"
    match sign_of(a * c - b**2), sign_of(a):
        case (-1, _):
            return "saddle"
        case (1, way):
            return "bottom" if way > 0 else "top"
        case _:
            return "level"


@dataclass(frozen=True)
class _Walk:
    """All that leads from one stop to the next."""

    surface: Surface
    rate: sp.Expr
    kept: sp.Expr

    def start(self, start: tuple[sp.Expr, sp.Expr]) -> Stop:
        first, second = map(named, self.surface.variables, start)
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
            values = {one: known.value for one, known in at.items()}
            slope = (
                self.surface.partial_at(name, values) if exact else self._worked_out(partial, at)
            )
            taken = Binary("*", Name(self.rate_name), slope.formula if exact else partial)
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
        constants = {name: self.known(name) for name in self._constants}
        return carried(expression, constants | dict(known), self.surface.name)


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
            found.append(Mode(own, _size(own, rate, kept), active))
        return tuple(found)


def _size(curvature: sp.Expr, rate: sp.Expr, kept: sp.Expr) -> sp.Expr:
    """The size of the larger root of the two-step rule of a direction."""
    middle = (1 + kept - rate * curvature) / 2
    square = sp.expand(middle**2 - kept)
    return sp.sqrt(kept) if sign_of(square) < 0 else sp.Abs(middle) + sp.sqrt(square)


def _is_out_of_bounds(stop: Stop) -> bool:
    lost = any(one.error is not None and one.error > TRUSTED for one in stop.point)
    return lost or any(abs(digits_of(one.value, DECIMALS)) > RUNAWAY for one in stop.point)
