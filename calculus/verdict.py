"""How a descent ends: proven by algebra where possible, else as it appears."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from math import isfinite, isnan

import sympy as sp

from calculus.evaluate import digits_of, sign_of
from calculus.function import Function
from calculus.stationary import slope_polynomial

TELLING = 3
"""Fewest updates from which anything is read."""

STEADY = sp.Rational(1, 20)
"""By how much of itself an update has to change still, so as not to be on the way to a cycle."""

FURTHER = 200
"""Steps by which it is looked further than is shown."""

NOTHING = 1e-9
"""Of the first such step: so short a step is the end, and rounding makes it shorter or longer."""


class Verdict(Enum):
    """What becomes of a descent, in words that follow "it"."""

    CONVERGES = "converges", "appears to converge"
    ONE_STEP = "arrives in one step", "appears to arrive in one step"
    OSCILLATES = "overshoots but settles", "appears to overshoot but settle"
    CYCLES = "cycles forever", "appears to cycle forever"
    DIVERGES = "diverges", "appears to diverge"
    STAYS = "stays where it is", "appears to stay where it is"
    UNDECIDED = "is undecided", "cannot be told from these steps"

    @property
    def phrase(self) -> str:
        """The words for a proven verdict."""
        return self.value[0]

    @property
    def appearance(self) -> str:
        """The words for a verdict that is read off the iterates."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Affine:
    """An update that multiplies the distance to a fixed point: w - m becomes factor (w - m).

    Attributes:
        factor: what the distance is multiplied by.
        fixed: the point m; None for a derivative that is never 0.
        is_minimum: whether the function has its minimum there.
    """

    factor: sp.Expr
    fixed: sp.Expr | None
    is_minimum: bool


def affine_update(function: Function, learning_rate: sp.Expr) -> Affine | None:
    """The update of a function whose derivative is a straight line; None for any other.

    >>> affine_update(Function.parse("J(w) = w**2"), sp.Rational(1, 10))
    Affine(factor=4/5, fixed=0, is_minimum=True)
    """
    line = slope_polynomial(function)
    if line is None or line.degree() > 1:
        return None
    slope, intercept = line.nth(1), line.nth(0)
    fixed = -intercept / slope if slope != 0 else None
    return Affine(1 - learning_rate * slope, fixed, sign_of(slope) > 0)


def stays_defined(function: Function, update: Affine, start: sp.Expr, after: sp.Expr) -> bool:
    """Whether a function has a value wherever a descent with an affine update will ever come.

    Args:
        function: what is descended.
        update: the update.
        start: the first input.
        after: the second.

    >>> function = Function.parse("J(w) = sqrt(w)**2")
    >>> update = affine_update(function, sp.Integer(1))
    >>> stays_defined(function, update, sp.Integer(100), sp.Integer(99))
    False
    """
    if function.domain == sp.S.Reals:
        return True
    if update.fixed is not None and sign_of(1 - sp.Abs(update.factor)) >= 0:
        places = start, after, update.fixed
        reach = sp.Interval(sp.Min(*places), sp.Max(*places))
    elif sign_of(update.factor) > 0:
        upwards = sign_of(after - start) > 0
        reach = sp.Interval(start, sp.oo) if upwards else sp.Interval(-sp.oo, start)
    else:
        reach = sp.S.Reals
    return reach.is_subset(function.domain) is True


def proven_verdict(update: Affine, gradient: sp.Expr) -> Verdict:
    """What becomes of a descent with an affine update and the given gradient at its start."""
    if sign_of(gradient) == 0:
        return Verdict.STAYS
    if update.fixed is None:
        return Verdict.DIVERGES
    inside = sign_of(1 - sp.Abs(update.factor))
    match sign_of(update.factor), inside:
        case 0, _:
            return Verdict.ONE_STEP
        case 1, 1:
            return Verdict.CONVERGES
        case -1, 1:
            return Verdict.OSCILLATES
        case -1, 0:
            return Verdict.CYCLES
        case _:
            return Verdict.DIVERGES


def goes_on(function: Function, rate: sp.Expr, w: sp.Expr, growing: bool) -> bool:
    """Whether the steps go on to grow, or to shrink, for as long as floats tell.

    Args:
        function: what is descended.
        rate: the learning rate.
        w: where it goes on.
        growing: whether they are expected to grow; they need not where there is no slope.

    >>> goes_on(Function.parse("J(w) = w**2/2"), sp.Rational(19, 10), sp.Integer(1), False)
    True
    >>> goes_on(Function.parse("J(w) = sqrt(w**2 + 1)"), sp.Integer(10), sp.Integer(9), False)
    False
    """
    place, factor = float(digits_of(w, 30)), float(digits_of(rate, 30))
    step = first = before = halfway = factor * function.derivative.sample_at(place)
    for k in range(FURTHER):
        halfway = step if k == FURTHER // 2 else halfway
        place -= step
        step = factor * function.derivative.sample_at(place)
        if not isfinite(step) or (growing and isnan(function.sample_at(place))):
            return growing
        if not growing and abs(step) <= NOTHING * abs(first):
            return True
        if abs(step) != abs(before) and (abs(step) > abs(before)) != growing:
            return False
        before = step
    return not growing or abs(step) >= (1 + float(STEADY)) * abs(halfway)  # else to a cycle


def apparent_verdict(updates: Sequence[sp.Expr], minimum_ahead: bool) -> Verdict:
    """What a descent looks like from the later half of its updates.

    Args:
        updates: the step from each iterate to the next.
        minimum_ahead: whether the derivative changes sign not far ahead of the last iterate.

    >>> apparent_verdict([sp.Integer(-4), sp.Integer(2), sp.Integer(-1)], False).appearance
    'appears to overshoot but settle'
    """
    if len(updates) < TELLING:
        return Verdict.UNDECIDED
    tail = [digits_of(update, 30) for update in updates[-max(TELLING, len(updates) // 2) :]]
    alternating = all(one * other < 0 for one, other in pairwise(tail))
    one_way = all(one * other > 0 for one, other in pairwise(tail))
    sizes = [abs(update) for update in tail]
    shrinking = all(one > other for one, other in pairwise(sizes))
    growing = all(one < other for one, other in pairwise(sizes))
    if shrinking and one_way and minimum_ahead:
        return Verdict.CONVERGES
    if shrinking and alternating and sizes[-1] <= (1 - STEADY) * sizes[-2]:
        return Verdict.OSCILLATES
    widest = sizes[-1] >= max(abs(digits_of(update, 30)) for update in updates)
    if growing and alternating and widest and sizes[-1] >= (1 + STEADY) * sizes[-2]:
        return Verdict.DIVERGES
    return Verdict.UNDECIDED
