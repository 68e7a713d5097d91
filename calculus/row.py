"""What is known of a function of the grammar, and how its forms beside a bend are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sympy as sp

from calculus.digits import sign_of
from calculus.expression import Expression, Name, Negate, integer

X = Name("x")
"""The argument, in the conditions on it."""

ZERO, ONE = integer(0), integer(1)


@dataclass(frozen=True, slots=True)
class Condition:
    """What an argument must be, for a function to have a value.

    Attributes:
        of: an expression in `X`.
        relation: how its value is related to zero.
        rule: the same in words, for messages.
    """

    of: Expression
    relation: Literal[">", ">=", "!="]
    rule: str

    def holds(self, sign: int) -> bool:
        """Whether a value of that sign is related so."""
        return sign in {">": (1,), ">=": (0, 1), "!=": (-1, 1)}[self.relation]


Branch = Callable[[Sequence[Expression], Sequence[sp.Expr]], Expression]
"""From the arguments and their values at a point to the smooth form that holds around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A function.

    Attributes:
        builds: makes it in SymPy; of constants, the exact value.
        slope: its derivative by the first argument, given the others; in whose order it does
            not matter.
        samples: makes floats for drawing.
        encloses: makes an interval around its value from intervals of `calculus.intervals`.
        said: how it is read out in English, with {} for the arguments.
        several: whether it takes two arguments or more, instead of one.
        synonyms: what else authors call it.
        sympy: its class in SymPy, if `builds` isn't one.
        conditions: where it has a value.
        largest: size of its argument, at most, at which its value can be worked out.
        bends: zero where it bends or jumps, from the values of its arguments.
        branch: its form beside such a point.
        typst, plain: how it is written for Typst and in plain text, if not as `name({})`.
    """

    builds: Callable[..., sp.Expr]
    slope: Callable[..., sp.Expr]
    samples: Callable[..., Any]
    encloses: Callable[..., Any]
    said: str
    several: bool = False
    synonyms: tuple[str, ...] = ()
    sympy: type | None = None
    conditions: tuple[Condition, ...] = ()
    largest: int | None = None
    bends: Callable[..., sp.Expr] | None = None
    branch: Branch | None = None
    typst: str = ""
    plain: str = ""


def by_sign(
    above: Callable[[Expression], Expression],
    below: Callable[[Expression], Expression],
    zero: Expression = ZERO,
) -> Branch:
    """One form where the argument is above zero, another below, and a number where it is zero."""

    def branch(arguments: Sequence[Expression], values: Sequence[sp.Expr]) -> Expression:
        sign = sign_of(values[0])
        return zero if sign == 0 else (above if sign > 0 else below)(arguments[0])

    return branch


def constantly(value: Expression) -> Callable[[Expression], Expression]:
    """A form that doesn't depend on the argument."""
    return lambda _: value


def itself(argument: Any) -> Any:
    """The argument, unchanged."""
    return argument


def winner(best: Callable[..., sp.Expr]) -> Branch:
    """The argument whose value is the best one."""

    def branch(arguments: Sequence[Expression], values: Sequence[sp.Expr]) -> Expression:
        return arguments[list(values).index(best(*values))]

    return branch


def lead(best: Callable[..., sp.Expr]) -> Callable[..., sp.Expr]:
    """How far the second best of several values is from the best."""

    def distance(*values: sp.Expr) -> sp.Expr:
        others = list(values)
        others.remove(best(*values))
        return best(*values) - best(*others)

    return distance


def whole(value: sp.Expr) -> Expression:
    """An integer as a tree."""
    return Negate(integer(int(-value))) if value < 0 else integer(int(value))
