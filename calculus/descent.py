"""Gradient descent on a function of one variable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sympy as sp

from calculus.enclosure import enclosure
from calculus.errors import DerivativeError, DomainError, LessonError, LimitError
from calculus.evaluate import digits_of, sign_of
from calculus.expression import walk as walk_through
from calculus.function import Function
from calculus.grammar import NumberLike, parse_number
from calculus.quantity import Quantity
from calculus.stationary import Place, place_of
from calculus.verdict import (
    Affine,
    Verdict,
    affine_update,
    apparent_verdict,
    goes_on,
    proven_verdict,
    stays_defined,
)
from calculus.walk import RUNAWAY, Iterate, Walk, out_of_bounds

__all__ = ["Descent", "Iterate", "Verdict", "descend", "steps_to"]

MAX_STEPS = 1000

MAX_EFFORT = 12_000
"""Parts of formulas that are worked out for a story; some ten thousand take a second."""

EVERY_STEP = 20
"""Parts that a step takes as long as, whatever the function."""

FIRST_STEPS = 8
"""How many more steps a descent takes as long as: its first ones are worked out exactly."""

_STANDSTILL = sp.Rational(1, 10**30)
"""What an update must take off a distance at least, as a part of it, to arrive in our lifetime."""

AHEAD = tuple(sp.Rational(2) ** power for power in range(-3, 4))
"""Where a minimum is looked for ahead of the last iterate, as multiples of the way come."""


@dataclass(frozen=True, slots=True)
class Descent:
    """A descent and what becomes of it.

    Attributes:
        function: what is descended.
        start: the first input.
        learning_rate: α.
        iterates: the start and one more for each step, fewer if it was `stopped`.
        verdict: what becomes of it.
        proven: whether that follows from algebra, or only from the iterates.
        factor: what each update multiplies the distance to the fixed point by, where the
            update is affine; None elsewhere.
        fixed: the fixed point of an affine update, if it has one; None elsewhere.
        minimum: the same if the function is least there; None elsewhere.
        stopped: why it ended early; None if it did not.
        beyond: where the next step leads, if there is no slope there; else None.
        place: what kind of place the last iterate is, if it is exact and the slope there is 0.
    """

    function: Function
    start: Quantity
    learning_rate: Quantity
    iterates: tuple[Iterate, ...]
    verdict: Verdict
    proven: bool
    factor: sp.Expr | None
    fixed: sp.Expr | None
    minimum: sp.Expr | None
    stopped: str | None
    beyond: Quantity | None = None
    place: Place | None = None

    @property
    def blocked(self) -> bool:
        """Whether the next step leads to where there is no slope."""
        return self.beyond is not None

    @property
    def phrase(self) -> str:
        """The verdict in words: "converges", or "appears to converge" if that is not proven."""
        return self.verdict.phrase if self.proven else self.verdict.appearance

    @property
    def speeds_up(self) -> bool:
        """Whether its steps go on to grow after those that are worked out."""
        last = self.iterates[-1].w.value
        return goes_on(self.function, self.learning_rate.value, last, growing=True)


def descend(
    function: Function, start: NumberLike, learning_rate: NumberLike, steps: int
) -> Descent:
    """Walk downhill: subtract the learning rate times the derivative, again and again.

    Exact up to a budget of digits; after that rounded, each number with a bound on its error.

    Args:
        function: what is descended.
        start: the first input.
        learning_rate: α, more than 0.
        steps: how many updates, from 1 to `MAX_STEPS`.

    Raises:
        LessonError: for a learning rate or a number of steps that cannot be used.
        DomainError: if the function has no value at the start.
        DerivativeError: if it has no slope there.

    >>> descent = descend(Function.parse("J(w) = w**2"), 3, "0.1", 2)
    >>> [iterate.w.value for iterate in descent.iterates], descent.phrase, descent.factor
    ([3, 12/5, 48/25], 'converges', 4/5)
    """
    rate = _learning_rate(learning_rate)
    if not 1 <= steps <= MAX_STEPS:
        raise LessonError("steps", f"is a whole number from 1 to {MAX_STEPS}", str(steps), "10")
    walk = Walk(function, rate)
    iterates = [walk.start(parse_number(start, thing="start"))]
    stopped, beyond = None, None
    while len(iterates) <= steps and stopped is None:
        try:
            iterates.append(walk.after(iterates[-1]))
        except (DomainError, DerivativeError) as error:
            stopped = f"after {iterates[-1].k} steps: {error.thing} {error.rule}"
            if not isinstance(error, LimitError):
                beyond = walk.landing(iterates[-1])
        else:
            stopped = out_of_bounds(iterates[-1])
    affine = affine_update(function, rate)
    if affine is not None and len(iterates) > 1:
        start, after = (iterate.w.value for iterate in iterates[:2])
        affine = affine if stays_defined(function, affine, start, after) else None
    verdict, proven = _verdict(walk, affine, iterates)
    return Descent(
        function=function,
        start=iterates[0].w,
        learning_rate=walk.learning_rate,
        iterates=tuple(iterates),
        verdict=verdict,
        proven=proven,
        factor=affine.factor if affine else None,
        fixed=affine.fixed if affine else None,
        minimum=affine.fixed if affine and affine.is_minimum else None,
        stopped=stopped,
        beyond=beyond,
        place=_place(function, iterates[-1]),
    )


def check_effort(function: Function, steps: int, walks: int) -> None:
    """Make sure that some descents on a function can be worked out within a second or two.

    Args:
        function: what is descended.
        steps: how many updates in each descent.
        walks: how many descents.

    Raises:
        LessonError: if the function is too long for so many steps.
        DerivativeError: if it has no derivative.
    """
    formulas = function.expression, function.derivative.expression
    parts = EVERY_STEP + sum(1 for formula in formulas for _ in walk_through(formula))
    most = MAX_EFFORT // (parts * walks) - FIRST_STEPS
    if most < 1:
        rule = f"is short enough for {walks} descents"
        raise LessonError("function", rule, function.source, "fewer learning rates")
    if steps > most:
        rule = f"is at most {most} for this function" + (walks > 2) * f" and {walks} descents"
        raise LessonError("steps", rule, str(steps), str(min(most, 10)))


def steps_to(
    function: Function,
    start: NumberLike,
    learning_rate: NumberLike,
    tolerance: NumberLike,
    limit: int = 10_000,
) -> int | None:
    """How many updates lead nearer to the minimum than the tolerance, worked out by algebra.

    None if the update is not affine, if it does not lead there, or if more than `limit`
    updates are needed.

    Raises:
        LessonError: for a learning rate or a tolerance that is not more than 0.

    >>> steps_to(Function.parse("J(w) = w**2"), 3, "0.1", "0.01")
    26
    """
    near = _tolerance(tolerance)
    affine = affine_update(function, _learning_rate(learning_rate))
    if affine is None or affine.fixed is None or not affine.is_minimum:
        return None
    distance = abs(parse_number(start, thing="start") - affine.fixed)
    factor = abs(affine.factor)
    if sign_of(distance - near) < 0:
        return 0
    if sign_of(factor) == 0:
        return 1
    if sign_of(1 - factor - _STANDSTILL) <= 0:
        return None
    # distance * factor**k is less than near from the first k above this on
    crossing = digits_of(sp.log(near / distance) / sp.log(factor), 30)
    steps = int(sp.floor(crossing)) + 1
    return steps if steps <= limit else None


def _place(function: Function, last: Iterate) -> Place | None:
    level = last.w.exact and sign_of(last.gradient.value) == 0
    return place_of(function, last.w.value) if level else None


def _verdict(
    walk: Walk, affine: Affine | None, iterates: Sequence[Iterate]
) -> tuple[Verdict, bool]:
    """The verdict, and whether it is proven."""
    last = iterates[-1].w.value
    if affine is not None:
        return proven_verdict(affine, iterates[0].gradient.value), True
    settled = _settled(iterates)
    if settled is not None:
        return settled, True
    if abs(digits_of(last, 30)) > RUNAWAY:
        return Verdict.DIVERGES, False
    updates = [iterate.update.value for iterate in iterates[:-1]]
    seems = apparent_verdict(updates, _minimum_ahead(walk.function, iterates))
    if seems is not Verdict.UNDECIDED:
        growing = seems is Verdict.DIVERGES
        seems = seems if goes_on(walk.function, walk.rate, last, growing) else Verdict.UNDECIDED
    return seems, False


def _settled(iterates: Sequence[Iterate]) -> Verdict | None:
    """The verdict if the exact iterates arrive somewhere or come back to where they were."""
    seen = set()
    for iterate in iterates:
        if not iterate.w.exact:
            return None
        if sign_of(iterate.update.value) == 0:
            arrivals = {0: Verdict.STAYS, 1: Verdict.ONE_STEP}
            return arrivals.get(iterate.k, Verdict.CONVERGES)
        if iterate.w.value in seen:
            return Verdict.CYCLES
        seen.add(iterate.w.value)
    return None


def _minimum_ahead(function: Function, iterates: Sequence[Iterate]) -> bool:
    """Whether the derivative changes sign ahead, in view of how far the descent has come."""
    last = iterates[-1]
    come = last.w.value - iterates[0].w.value
    downhill = sign_of(last.gradient.value)
    for distance in AHEAD:
        try:
            slope = _slope_sign(function, last.w.value + distance * come)
        except (DerivativeError, LimitError):
            continue
        if slope != downhill:
            return True
    return False


def _slope_sign(function: Function, point: sp.Expr) -> int:
    """The sign of the slope at a point, without its exact value where that is not needed.

    Raises:
        DerivativeError: if there is no slope.
    """
    at = {function.variable: point}
    slope = enclosure(function.derivative.expression, at)
    if slope is not None and slope[0] * slope[1] > 0 and enclosure(function.expression, at):
        return sign_of(slope[0])
    return sign_of(function.derivative_at(point).value)


def _learning_rate(given: NumberLike) -> sp.Expr:
    return _positive(given, "learning rate", "0.1")


def _tolerance(given: NumberLike) -> sp.Expr:
    return _positive(given, "tolerance", "0.01")


def _positive(given: NumberLike, thing: str, remedy: str) -> sp.Expr:
    value = parse_number(given, thing=thing)
    if sign_of(value) <= 0:
        raise LessonError(thing, "is more than 0", str(given), remedy)
    return value
