"""What the story of notation is about: a function of one variable, and one of several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import sympy as sp

from calculus.errors import DerivativeError, LessonError
from calculus.expression import Expression, source
from calculus.function import Function
from calculus.plain import plain
from calculus.quantity import Quantity, quantity
from calculus.several import Several
from calculus.symbolic import source_of
from calculus.typst import typst
from scenes.settings.drawable import require_small
from scenes.settings.kinds import number_text
from scenes.telling.subject import Subject

MOST = 4  # variables
_LONGEST = 24  # characters of a derivative


@dataclass(frozen=True)
class Partial:
    """The derivative by one of several variables.

    Attributes:
        variable: The variable.
        formula: The derivative.
        slope: What it is at the point.
    """

    variable: str
    formula: Expression
    slope: Quantity

    @property
    def is_plain(self) -> bool:
        """Whether the formula says no more than the number."""
        return source(self.formula) == source_of(self.slope.value)


@dataclass(frozen=True)
class NotationFacts:
    """What the story is about.

    Attributes:
        single: The function of one variable.
        where: Where it is looked at.
        slope: Its slope there.
        several: The function of several variables.
        point: The value of each of them.
        value: The function's value there.
        moved: The derivatives by the first two.
    """

    single: Function
    where: Quantity
    slope: Quantity
    several: Several
    point: Mapping[str, Quantity]
    value: Quantity
    moved: tuple[Partial, Partial]

    def known(self) -> Subject:
        """Return what others may know of the story."""
        one, several = Subject.of_functions(self.single), self.several
        formulas = [several.expression, *(partial.formula for partial in self.moved)]
        written = [form(formula) for formula in formulas for form in (plain, typst)]
        return Subject(
            functions=one.functions,
            steps=((several.name, source(several.expression)),),
            inputs={name: source_of(value.value) for name, value in self.point.items()},
            written=(*one.written, *written),
        )

    @property
    def held(self) -> tuple[str, ...]:
        """The variables that are held still all along."""
        return self.several.variables[2:]

    @classmethod
    def of(
        cls, single: Function, where: sp.Expr, several: Several, at: Mapping[str, sp.Expr]
    ) -> Self:
        """Differentiate both functions.

        Raises:
            LessonError: A function has too many variables or no slope, a number is missing, or a
                derivative is too long to be read.
        """
        _require_point(several, at)
        slope, value = single.derivative_at(where), several.at(at)
        first, second, *_ = (_partial(several, name, at) for name in several.variables)
        require_small("single", [single.at(where), slope], "a function with smaller values there")
        require_small("several", [value, first.slope, second.slope], "smaller numbers")
        point = {name: quantity(at[name]) for name in several.variables}
        return cls(single, quantity(where), slope, several, point, value, (first, second))


def _require_point(several: Several, at: Mapping[str, sp.Expr]) -> None:
    """Make sure that there are a few variables, and that each has a number.

    Raises:
        LessonError: There are more, or a number is missing or one too many.
    """
    names = several.variables
    if len(names) > MOST:
        rule = f"has two to {MOST} variables, to be seen beside each other"
        raise LessonError("several", rule, several.source, "fewer variables")
    if set(names) != set(at):
        rule = f"gives a number to each of {', '.join(names)}, and to nothing else"
        got = ", ".join(f"{name}={number_text(value)}" for name, value in at.items())
        known = {name: at.get(name, sp.Integer(1)) for name in names}
        remedy = ", ".join(f"{name}={number_text(value)}" for name, value in known.items())
        raise LessonError("at", rule, got, remedy)


def _partial(several: Several, name: str, at: Mapping[str, sp.Expr]) -> Partial:
    """Differentiate by one variable.

    Raises:
        LessonError: There is no derivative, or it is too long.
    """
    try:
        slope = several.partial_at(name, at)
    except DerivativeError as error:
        raise error.but(thing=f"derivative of {several.name} by {name}") from None
    formula = several.partial(name)
    if len(plain(formula)) > _LONGEST:
        rule = f"has derivatives of {_LONGEST} characters at most, so that they can be read"
        got = f"{len(plain(formula))} by {name}: {plain(formula)}"
        raise LessonError("several", rule, got, "a shorter formula")
    return Partial(name, formula, slope)
