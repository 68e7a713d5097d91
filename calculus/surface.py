"""A function of two variables, as an author writes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from calculus.definition import read_definition
from calculus.errors import ExpressionError
from calculus.expression import substitute
from calculus.function import Function
from calculus.grammar import NumberLike, parse_number
from calculus.sampling import Floats, sample
from calculus.several import Several
from calculus.symbolic import expression_of


@dataclass(frozen=True)
class Surface(Several):
    """A real function of two real variables, which can be drawn.

    >>> Surface.parse("J(w, b) = w**2 + 3*w*b").along("w", -1).source
    'J(w) = w**2 + 3*w*(-1)'
    """

    @classmethod
    def parse(cls, text: str, *, thing: str = "function") -> Self:
        """Read a function such as "J(w, b) = w**2 + b**2".

        Raises:
            ExpressionError: for anything else.
        """
        name, variables, expression = read_definition(text, thing)
        if len(variables) != 2:
            rule = f"has two variables, not {len(variables)}"
            raise ExpressionError(thing, rule, text, f"two names in {name}(…)")
        return cls(name, variables, expression)

    def along(self, variable: str, other: NumberLike) -> Function:
        """The function of one variable that it is where the other one has a value."""
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
