"""A function of two variables, as an author writes it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import sympy as sp

from calculus.definition import read_definition
from calculus.differentiate import derivative_formula, slope_at
from calculus.errors import ExpressionError
from calculus.expression import Expression, source, substitute
from calculus.function import Function
from calculus.grammar import NumberLike, parse_number
from calculus.quantity import Quantity, evaluated
from calculus.sampling import Floats, sample
from calculus.symbolic import expression_of


@dataclass(frozen=True)
class Surface:
    """A real function of two real variables.

    Attributes:
        name: what it is called, "J".
        variables: the names of its variables, in order.
        expression: its body, as written.

    >>> J = Surface.parse("J(w, b) = w**2 + 3*w*b")
    >>> J.at(2, "1/2").value, J.partial_at("w", 2, "1/2").value, source(J.partial("b"))
    (7, 11/2, '3*w')
    """

    name: str
    variables: tuple[str, str]
    expression: Expression

    @classmethod
    def parse(cls, text: str, *, thing: str = "function") -> Surface:
        """Read a function such as "J(w, b) = w**2 + b**2".

        Args:
            text: a head that names the function and its two variables, "=", and a body.
            thing: what an error calls it.

        Raises:
            ExpressionError: for anything else.
        """
        name, variables, expression = read_definition(text, thing)
        if len(variables) != 2:
            rule = f"has two variables, not {len(variables)}"
            raise ExpressionError(thing, rule, text, f"two names in {name}(…)")
        return cls(name, (variables[0], variables[1]), expression)

    def at(self, first: NumberLike, second: NumberLike) -> Quantity:
        """The exact value at a point, with its origin.

        Raises:
            DomainError: where there is none.
        """
        return evaluated(self.expression, self._point(first, second))

    def partial(self, variable: str) -> Expression:
        """The derivative by one of the variables, as a formula.

        Raises:
            DerivativeError: if it cannot be written with real numbers.
        """
        return _partial(self, variable)

    def partial_at(self, variable: str, first: NumberLike, second: NumberLike) -> Quantity:
        """The exact slope along one of the variables at a point, with its origin.

        Raises:
            DerivativeError: where there is none.
        """
        return slope_at(self.expression, variable, self._point(first, second))

    def along(self, variable: str, other: NumberLike) -> Function:
        """The function of one variable that it is where the other one has a value.

        >>> Surface.parse("J(w, b) = w**2 + 3*w*b").along("w", -1).source
        'J(w) = w**2 + 3*w*(-1)'
        """
        (fixed,) = (name for name in self.variables if name != variable)
        value = expression_of(parse_number(other, thing=f"value of {fixed}"))
        return Function(self.name, variable, substitute(self.expression, {fixed: value}))

    def sample(self, xs: Floats, ys: Floats) -> Floats:
        """Floats for drawing, one for each point; NaN where there is no value."""
        return sample(self.expression, dict(zip(self.variables, (xs, ys), strict=True)))

    def gradients(self, xs: Floats, ys: Floats) -> tuple[Floats, Floats]:
        """Both partial derivatives as floats for drawing; NaN where there is none."""
        points = dict(zip(self.variables, (xs, ys), strict=True))
        first, second = (sample(self.partial(name), points) for name in self.variables)
        return first, second

    @property
    def body_source(self) -> str:
        """The body as text of the grammar: "w**2 + b**2"."""
        return source(self.expression)

    @property
    def source(self) -> str:
        """The whole as text of the grammar: "J(w, b) = w**2 + b**2"."""
        return f"{self.name}({', '.join(self.variables)}) = {self.body_source}"

    def _point(self, *point: NumberLike) -> dict[str, sp.Expr]:
        return {
            name: parse_number(value, thing=f"value of {name}")
            for name, value in zip(self.variables, point, strict=True)
        }


@cache
def _partial(surface: Surface, variable: str) -> Expression:
    return derivative_formula(surface.expression, variable)
