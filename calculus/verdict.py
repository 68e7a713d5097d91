"""How a descent ends: proven by algebra where possible, else as it appears."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

import sympy as sp

from calculus.evaluate import digits_of, sign_of
from calculus.expression import degree
from calculus.function import Function
from calculus.symbolic import symbolic

SOLVED = 12
"""Highest degree of a derivative that is multiplied out to see whether it is a line."""

TELLING = 3
"""Fewest updates from which anything is read."""

STEADY = sp.Rational(1, 20)
"""By how much of itself an update has to change still, so as not to be on the way to a cycle."""


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
    derivative = function.derivative
    power = degree(derivative.expression, function.variable)
    if power is None or power > SOLVED:
        return None
    line = sp.Poly(symbolic(derivative.expression), function.symbol)
    if line.degree() > 1:
        return None
    slope, intercept = line.nth(1), line.nth(0)
    fixed = -intercept / slope if slope != 0 else None
    return Affine(1 - learning_rate * slope, fixed, sign_of(slope) > 0)


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
