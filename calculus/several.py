"""A function of several variables, as an author writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Self

import sympy as sp

from calculus.definition import read_definition
from calculus.differentiate import derivative_formula, slope_at
from calculus.errors import ExpressionError
from calculus.expression import Expression, source
from calculus.quantity import Quantity, evaluated


@dataclass(frozen=True)
class Several:
    """A real function of two real variables or more.

    Attributes:
        name: what it is called, "J".
        variables: the names of its variables, in order.
        expression: its body, as written.

    >>> J = Several.parse("J(w, b, c) = w**2 + 3*w*b + c")
    >>> at = {"w": sp.Integer(2), "b": sp.Integer(1), "c": sp.Integer(0)}
    >>> J.at(at).value, J.partial_at("w", at).value, source(J.partial("b"))
    (10, 7, '3*w')
    """

    name: str
    variables: tuple[str, ...]
    expression: Expression

    @classmethod
    def parse(cls, text: str, *, thing: str = "function") -> Self:
        """Read a function such as "J(w, b) = w**2 + b**2".

        Args:
            text: a head that names the function and its variables, "=", and a body.
            thing: what an error calls it.

        Raises:
            ExpressionError: for anything else.
        """
        name, variables, expression = read_definition(text, thing)
        if len(variables) < 2:
            rule = "has two variables or more"
            raise ExpressionError(thing, rule, text, f"two names in {name}(…)")
        return cls(name, variables, expression)

    def at(self, point: Mapping[str, sp.Expr]) -> Quantity:
        """The exact value at a point.

        Raises:
            DomainError: where there is none.
        """
        return evaluated(self.expression, point)

    def partial(self, variable: str) -> Expression:
        """The derivative by one of the variables, as a formula.

        Raises:
            DerivativeError: if it cannot be written with real numbers.
        """
        return _partial(self.expression, variable)

    def partial_at(self, variable: str, point: Mapping[str, sp.Expr]) -> Quantity:
        """The exact slope along one of the variables at a point.

        Raises:
            DerivativeError: where there is none.
        """
        return slope_at(self.expression, variable, point)

    @property
    def body_source(self) -> str:
        """The body as text of the grammar: "w**2 + b**2"."""
        return source(self.expression)

    @property
    def source(self) -> str:
        """The whole as text of the grammar: "J(w, b) = w**2 + b**2"."""
        return f"{self.name}({', '.join(self.variables)}) = {self.body_source}"


@cache
def _partial(expression: Expression, variable: str) -> Expression:
    return derivative_formula(expression, variable)
