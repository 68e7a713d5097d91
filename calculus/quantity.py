"""Numbers that know where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import sympy as sp

from calculus.evaluate import digits_of, evaluate, sign_of
from calculus.expression import Expression, Name, source, variables
from calculus.grammar import RECORDED, NumberLike, parse_expression, parse_number
from calculus.symbolic import source_of

_FLOAT_DIGITS = 20
"""More than a float holds."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, the formula it came from and the values that went in.

    Evaluating `expression` with `where` gives `value`, so that anybody can recompute it.

    Attributes:
        value: exact; a rational close by when `error` is set.
        expression: text of the grammar, such as "(a + h)**2 - a**2".
        where: names and their values as text of the grammar, such as ("h", "1/1000").
        error: bound on the distance to the true value; None for an exact one.
    """

    value: sp.Expr
    expression: str
    where: tuple[tuple[str, str], ...] = ()
    error: sp.Rational | None = None

    @property
    def formula(self) -> Expression:
        """The formula as a tree."""
        return _parsed(self.expression, tuple(name for name, _ in self.where))

    @property
    def inputs(self) -> dict[str, Expression]:
        """The values that went in as trees, by name."""
        return {name: _parsed(text, ()) for name, text in self.where}

    @property
    def given(self) -> bool:
        """Whether it comes from no formula: it was given as a number."""
        return not self.where and self.expression == str(self.value)

    @property
    def exact(self) -> bool:
        """Whether `value` is the true value."""
        return self.error is None

    @property
    def number(self) -> float:
        """The nearest float: for geometry."""
        return to_float(self.value)


@lru_cache(maxsize=256)
def _parsed(text: str, names: tuple[str, ...]) -> Expression:
    """A recorded expression; in a descent every step records the same ones."""
    return parse_expression(text, limits=RECORDED, names=names)


def to_float(value: sp.Expr) -> float:
    """The float nearest to an exact real constant; infinite where floats end.

    >>> to_float(sp.Rational(1, 4))
    0.25
    """
    return float(digits_of(value, _FLOAT_DIGITS))


def quantity(value: NumberLike | Quantity, *, thing: str = "number") -> Quantity:
    """A number given as such; a quantity stays what it is.

    Raises:
        ExpressionError: for what is not a real constant.

    >>> quantity("0.1")
    Quantity(value=1/10, expression='1/10', where=(), error=None)
    """
    if isinstance(value, Quantity):
        return value
    exact = parse_number(value, thing=thing)
    return Quantity(exact, source_of(exact))


def size(known: Quantity) -> Quantity:
    """A number without its sign.

    >>> size(quantity(-2)).expression
    'abs(-2)'
    """
    if sign_of(known.value) >= 0:
        return known
    return replace(known, value=-known.value, expression=f"abs({known.expression})")


def evaluated(expression: Expression, values: Mapping[str, sp.Expr]) -> Quantity:
    """The exact value of an expression, with its origin; unused values are left out.

    Raises:
        DomainError: where the expression has no value.

    >>> from calculus.grammar import parse_expression
    >>> evaluated(parse_expression("a + h"), {"a": sp.Integer(2), "h": sp.Rational(1, 1000)})
    Quantity(value=2001/1000, expression='a + h', where=(('a', '2'), ('h', '1/1000')), error=None)
    """
    return recorded(evaluate(expression, values), expression, values)


def named(name: str, value: sp.Expr) -> Quantity:
    """A number that formulas call by a name.

    >>> known = named("w", sp.Rational(1, 2))
    >>> known.value, known.expression, known.where
    (1/2, 'w', (('w', '1/2'),))
    """
    return evaluated(Name(name), {name: value})


def recorded(
    value: sp.Expr,
    expression: Expression,
    values: Mapping[str, sp.Expr],
    error: sp.Rational | None = None,
) -> Quantity:
    """A value that is known already, with the expression and the values it came from."""
    where = tuple((name, source_of(values[name])) for name in variables(expression))
    return Quantity(value, source(expression), where, error)
