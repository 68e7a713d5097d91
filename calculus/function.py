"""A function of one variable, as an author writes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from calculus import symbolic as symbols
from calculus.definition import read_definition
from calculus.differentiate import derivative_formula, slope_at
from calculus.domain import domain_of
from calculus.errors import DomainError, ExpressionError, LessonError
from calculus.evaluate import evaluate
from calculus.expression import Expression, source, variables
from calculus.grammar import NumberLike, parse_number
from calculus.quantity import Quantity, recorded
from calculus.sampling import sample
from calculus.spoken import spoken
from calculus.typst import typst, typst_name
from calculus.vocabulary import ENGLISH, Vocabulary

_REMEMBERED = 1024  # points


@dataclass(frozen=True)
class Function:
    """A real function of one real variable.

    Attributes:
        name: what it is called, "f"; a derivative's name ends in "′".
        variable: the name of its variable, "a".
        expression: its body, as written.

    >>> f = Function.parse("f(a) = a**2")
    >>> f("2.001"), f.derivative.source, f.derivative_at(2).value
    (4004001/1000000, 'f′(a) = 2*a', 4)
    """

    name: str
    variable: str
    expression: Expression

    @classmethod
    def parse(cls, text: str, *, thing: str = "function") -> Function:
        """Read a function such as "f(a) = a**2".

        Args:
            text: a head that names the function and its one variable, "=", and a body.
            thing: what an error calls it.

        Raises:
            ExpressionError: for anything else.
        """
        name, variables, expression = read_definition(text, thing)
        if len(variables) > 1:
            rule = f"has one variable, not {len(variables)}"
            remedy = f"a number for {' and '.join(variables[1:])}, as in {name}({variables[0]}) = …"
            raise ExpressionError(thing, rule, text, remedy)
        variable = variables[0]
        return cls(name, variable, expression)

    @classmethod
    def named(cls, name: str, formulas: Sequence[Expression]) -> tuple[Function, ...]:
        """Functions of the one variable that some formulas have, all of one name.

        Raises:
            LessonError: if that is the variable's name.
        """
        (variable,) = variables(formulas[0])
        if name == variable:
            raise LessonError("name", "is not that of the variable", name, "J or f")
        return tuple(cls(name, variable, formula) for formula in formulas)

    @property
    def symbol(self) -> sp.Symbol:
        """The variable in SymPy."""
        return symbols.symbol(self.variable)

    @cached_property
    def symbolic(self) -> sp.Expr:
        """The body in SymPy, which may rearrange it."""
        return symbols.symbolic(self.expression)

    def __call__(self, at: NumberLike) -> sp.Expr:
        """The exact value at a point.

        Raises:
            DomainError: where there is none.
        """
        return self.at(at).value

    def at(self, point: NumberLike) -> Quantity:
        """The exact value at a point, with its origin.

        Raises:
            DomainError: where there is none.
        """
        values = {self.variable: parse_number(point, thing=f"value of {self.variable}")}
        return recorded(evaluate(self.expression, values), self.expression, values)

    def is_defined_at(self, point: NumberLike) -> bool:
        """Whether there is a real value at a point."""
        try:
            self.at(point)
        except DomainError:
            return False
        return True

    @cached_property
    def derivative(self) -> Function:
        """The derivative as a function.

        Raises:
            DerivativeError: if it cannot be written with real numbers.
        """
        formula = derivative_formula(self.expression, self.variable)
        return Function(f"{self.name}′", self.variable, formula)

    def derivative_at(self, point: NumberLike) -> Quantity:
        """The exact slope at a point, with its origin.

        Raises:
            DerivativeError: where there is none: at a corner, a pole, the end of the domain.
        """
        at = parse_number(point, thing=f"value of {self.variable}")
        return slope_at(self.expression, self.variable, {self.variable: at})

    @cached_property
    def domain(self) -> sp.Set:
        """The real numbers at which the function has a value."""
        return domain_of(self.expression, self.variable)

    def sample(self, xs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Floats for drawing, one per point of `xs`; NaN where there is no value."""
        return sample(self.expression, {self.variable: xs})

    def sample_at(self, x: float) -> float:
        """The float at one point, for drawing; NaN where there is no value."""
        return self._floats(x)

    @cached_property
    def _floats(self) -> Callable[[float], float]:
        """`sample_at`, which remembers: a picture asks for the same points again and again."""
        return lru_cache(_REMEMBERED)(lambda x: float(self.sample(np.array([x]))[0]))

    @property
    def body_source(self) -> str:
        """The body as text of the grammar: "a**2"."""
        return source(self.expression)

    @property
    def source(self) -> str:
        """The whole as text of the grammar: "f(a) = a**2"."""
        return f"{self.name}({self.variable}) = {self.body_source}"

    @property
    def body_typst(self) -> str:
        """The body for Typst: "a^2"."""
        return typst(self.expression)

    @property
    def typst(self) -> str:
        """The whole for Typst: "f(a) = a^2"."""
        name = typst_name(self.name)
        between = " " if "_" in name else ""  # or the subscript would take the parentheses
        return f"{name}{between}({typst_name(self.variable)}) = {self.body_typst}"

    @property
    def speech(self) -> str:
        """The whole in words: "f of A equals A squared"."""
        return self.said(ENGLISH)

    def said(self, words: Vocabulary) -> str:
        """The whole in the words of a language."""
        head = words.of.format(words.name(self.name), words.name(self.variable))
        return f"{head} {words.equals} {spoken(self.expression, words)}"
