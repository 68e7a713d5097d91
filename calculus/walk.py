"""The iterates of gradient descent: exact up to a budget of digits, bounded errors after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import sympy as sp

from calculus.enclosure import enclosure
from calculus.evaluate import count_digits, digits_of, evaluate
from calculus.expression import Binary, Expression, Name, Negate, fresh_name
from calculus.function import Function
from calculus.quantity import Quantity, evaluated, named, recorded

DIGIT_BUDGET = 60
"""Digits of an iterate, in numerator or denominator, up to which it stays exact."""

OPERATION_BUDGET = 6
"""Operations of an irrational iterate up to which it stays exact."""

DECIMALS = 60
"""Decimals to which an iterate over the budget is rounded; digits, if it is less than 1."""

SMALLEST = 400
"""Decimals in which the first digit of what is rounded must stand."""

SLACK = sp.Rational(1001, 1000)
"""On an error carried through one update, for the curvature over the width of the error."""

RUNAWAY = sp.Integer(10) ** 30
"""An iterate beyond this has run away: no picture and no number shows it any more."""

TRUSTED = sp.Rational(1, 10**12)
"""An error above this could show in the digits of a number."""

RATES = ("alpha", "eta", "rate")
"""What a learning rate is called in formulas: the first that is no variable."""

_ROUNDING = sp.Rational(1, 10**DECIMALS)


@dataclass(frozen=True, slots=True)
class Iterate:
    """One stop of a descent.

    Attributes:
        k: how many updates led here, from 0.
        w: the input.
        value: the function there.
        gradient: its derivative there.
        update: minus the learning rate times the gradient; the next input is w + update.
    """

    k: int
    w: Quantity
    value: Quantity
    gradient: Quantity
    update: Quantity


@dataclass(frozen=True)
class Walk:
    """A function and a learning rate: everything that leads from one iterate to the next."""

    function: Function
    rate: sp.Expr

    def start(self, point: sp.Expr) -> Iterate:
        """The first iterate.

        Raises:
            DomainError: if the function has no value there.
            DerivativeError: if it has no slope there.
        """
        variable = self.function.variable
        return self._iterate(0, named(variable, point))

    def after(self, iterate: Iterate) -> Iterate:
        """The next iterate.

        Raises:
            DomainError: if the function has no value there.
            DerivativeError: if it has no slope there.
        """
        return self._iterate(iterate.k + 1, self.landing(iterate))

    def landing(self, iterate: Iterate) -> Quantity:
        """Where the step from an iterate leads, whatever is there."""
        step = Binary("*", self._rate_name, iterate.gradient.formula)
        after = self._worked_out(Binary("-", Name(self.function.variable), step), iterate.w)
        return within_budget(after)

    @property
    def learning_rate(self) -> Quantity:
        """The learning rate, as it is called in the formulas."""
        return evaluated(self._rate_name, {self._rate_name.name: self.rate})

    @cached_property
    def _rate_name(self) -> Name:
        return Name(fresh_name(RATES, {self.function.variable}))

    def _iterate(self, k: int, w: Quantity) -> Iterate:
        if w.exact:
            gradient = self.function.derivative_at(w.value)
        else:
            gradient = self._worked_out(self.function.derivative.expression, w)
        return Iterate(
            k=k,
            w=w,
            value=self._worked_out(self.function.expression, w),
            gradient=gradient,
            update=self._worked_out(Negate(Binary("*", self._rate_name, gradient.formula)), w),
        )

    def _worked_out(self, expression: Expression, w: Quantity) -> Quantity:
        """An expression at an iterate; if that is not exact, with the error carried through."""
        values = {self.function.variable: w.value, self._rate_name.name: self.rate}
        if w.error is None:
            return evaluated(expression, values)
        ends = [{**values, self.function.variable: w.value + side * w.error} for side in (-1, 1)]
        (low, high), *bounds = (_bounds(expression, at) for at in (values, *ends))
        centre = (low + high) / 2
        spread = max(abs(bound - centre) for bound in (low, *(b for pair in bounds for b in pair)))
        return rounded(recorded(centre, expression, values), SLACK * spread)


def out_of_bounds(iterate: Iterate) -> str | None:
    """Why a descent ends at an iterate, if it does."""
    if abs(digits_of(iterate.w.value, DECIMALS)) > RUNAWAY:
        return f"after {iterate.k} steps it has run away"
    if iterate.w.error is not None and iterate.w.error > TRUSTED:
        return f"after {iterate.k} steps its rounding errors have grown too large"
    return None


def _bounds(
    expression: Expression, values: Mapping[str, sp.Expr]
) -> tuple[sp.Rational, sp.Rational]:
    """Two rationals that the value of an expression lies between, far closer than a rounding.

    Raises:
        DomainError: if it has no value.
    """
    bounds = enclosure(expression, values)
    if bounds is not None and bounds[1] - bounds[0] < _ROUNDING * _unit(min(map(abs, bounds))):
        return bounds
    value = digits_of(evaluate(expression, values), 2 * DECIMALS)
    return value, value


def within_budget(quantity: Quantity) -> Quantity:
    """The quantity itself, or rounded if it has grown too long."""
    value = quantity.value
    short = (
        count_digits(value) <= DIGIT_BUDGET
        if value.is_Rational
        else value.count_ops() <= OPERATION_BUDGET
    )
    return quantity if short or not quantity.exact else rounded(quantity, sp.Integer(0))


def rounded(quantity: Quantity, error: sp.Rational) -> Quantity:
    """The quantity to `DECIMALS` digits, with the error of rounding added to its own.

    What may be 0 for all that is known is 0.
    """
    value = digits_of(quantity.value, 2 * DECIMALS)
    if abs(value) <= error:
        value, error = sp.Integer(0), error + abs(value)
    unit = _unit(abs(value))
    units = sp.floor(value / unit + sp.Rational(1, 2))
    errors = sp.ceiling(error / unit) + 1
    return replace(quantity, value=units * unit, error=errors * unit)


def _unit(size: sp.Rational) -> sp.Rational:
    """The last decimal that is kept of a number."""
    above = count_digits(sp.floor(1 / size)) - 1 if 0 < size < 1 else 0
    return _ROUNDING / 10 ** min(above, SMALLEST)
