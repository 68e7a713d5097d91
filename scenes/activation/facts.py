"""What the story of a neuron is about: its score, its activation, and the slope of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, Self

import sympy as sp

from calculus.digits import sign_of
from calculus.errors import LessonError
from calculus.expression import Binary, Expression, Name, variables
from calculus.function import Function
from calculus.grammar import parse_expression
from calculus.nudge import NudgeTable, nudge_table
from calculus.quantity import Quantity, evaluated, named
from record.figure import Figure
from scenes.picture.meaning import Formula
from scenes.settings.kinds import number_text
from scenes.settings.lists import require_few
from scenes.settings.parameters import Parameters
from scenes.telling.claims import is_near
from scenes.telling.explorable import nudged
from scenes.telling.subject import Subject
from scenes.words import terms

MOST = 4  # weights, and points: more bars and labels have no room
FARTHEST = 100  # a score or a point: farther out no curve has a shape any more
LEAST, LARGEST = sp.Rational(1, 10**6), 10  # a nudge between them can be drawn and seen
VARIABLE, OUTPUT = "z", "a"

Area = Literal["box", "corner", ""]


@dataclass(frozen=True)
class Shape:
    """What is known of an activation. Each of it is a claim, and is worked out again.

    Attributes:
        low: No value is below it; None without such a bound.
        high: No value is above it.
        ends: What the slope goes to, far to the left and to the right.
        steepest: Where the slope is largest; None where that is nowhere.
        means: What its name stands for.
        law: How calculus writes its slope.
        by_output: The slope as a formula of the output.
        area: What the slope is the area of: a box of the output and what is missing to 1, or a
            unit square without the corner that is the square of the output.
        corner: Whether it has a corner at 0, and no slope there.
    """

    low: int | None
    high: int | None
    ends: tuple[int, int]
    steepest: int | None
    means: str
    law: str
    by_output: str
    area: Area = ""
    corner: bool = False


SHAPES: Mapping[str, Shape] = MappingProxyType({
    "sigma": Shape(
        0, 1, (0, 0), 0, "1/(1 + e**(-z))", "e**(-z)/(1 + e**(-z))**2", "a*(1 - a)", "box"
    ),
    "tanh": Shape(
        -1, 1, (0, 0), 0, "(e**z - e**(-z))/(e**z + e**(-z))", "1 - tanh(z)**2", "1 - a**2",
        "corner",
    ),
    "relu": Shape(0, None, (0, 1), None, "max(0, z)", "step(z)", "sign(a)", corner=True),
    "softplus": Shape(0, None, (0, 1), None, "ln(1 + e**z)", "sigma(z)", "1 - e**(-a)"),
})  # fmt: skip


@dataclass(frozen=True)
class ActivationFacts:
    """What the story is about.

    Attributes:
        activation: What the grammar calls the activation.
        function: The activation, as a function of the score.
        formula: How the score is made, from names.
        values: What these names stand for.
        parts: The products of weights and inputs, and the bias.
        score: What they add up to.
        output: What the activation makes of it.
        points: Other scores, and what it makes of these.
        nudged: A nudge where the slope is largest; without such a place, at the score.
    """

    activation: str
    function: Function
    formula: Expression
    values: Mapping[str, Quantity]
    parts: tuple[Quantity, ...]
    score: Quantity
    output: Quantity
    points: tuple[tuple[Quantity, Quantity], ...]
    nudged: NudgeTable

    @property
    def shape(self) -> Shape:
        """What is known of the activation."""
        return SHAPES[self.activation]

    @property
    def is_guess(self) -> bool:
        """Whether the output is a probability, and so a prediction."""
        return self.activation == "sigma"

    @property
    def is_close(self) -> bool:
        """Whether the nudge gives nearly the slope."""
        quotient, slope = self.nudged.rows[0].quotient.value, self.nudged.slope.value
        return is_near(quotient, slope, slope)

    def known(self) -> Subject:
        """Return what others may know of the story."""
        written = [terms.formula(self.formula), *map(terms.formula, self.laws)]
        subject = Subject.of_functions(self.function)
        return replace(subject, written=(*subject.written, *(one.typst for one in written)))

    def explorable(self, given: Parameters) -> Figure:
        """Return what people can explore."""
        points = [self.score.value, *given.points]
        return nudged("tangents", self.function, points, [given.nudge], "h")

    @property
    def laws(self) -> tuple[Expression, Expression]:
        """The formula of the slope, from calculus and by the output."""
        return parse_expression(self.shape.law), parse_expression(self.shape.by_output)

    def law(self, text: str) -> Formula:
        """Return a formula of the slope as one of the score: the output is put in."""
        return Formula(VARIABLE, text.replace(OUTPUT, f"{self.activation}({VARIABLE})"))

    @classmethod
    def of(
        cls,
        activation: str,
        weights: Sequence[sp.Expr],
        features: Sequence[sp.Expr],
        bias: sp.Expr,
        points: Sequence[sp.Expr],
        nudge: sp.Expr,
    ) -> Self:
        """Compute the score, and all that the activation makes of it.

        Raises:
            LessonError: Weights and inputs don't go together, there are too many, a number is
                too far out to be seen, or there is no slope at a point.
        """
        formula, values = _score(weights, features, bias)
        exact = {name: value.value for name, value in values.items()}
        parts = tuple(evaluated(part, exact) for part in _summands(formula))
        score = evaluated(formula, exact)
        _require_near("bias", score, bias - score.value)
        require_few("points", points, MOST)
        if SHAPES[activation].corner and not all(map(sign_of, points)):
            raise LessonError("points", f"are not 0, where {activation} has a corner", "0", "1")
        function = Function.named(OUTPUT, [parse_expression(f"{activation}({VARIABLE})")])[0]
        places = [named(VARIABLE, point) for point in points]
        for place in places:
            _require_near("points", place, sp.Integer(1))
        if sign_of(abs(nudge) - LEAST) < 0 or sign_of(abs(nudge) - LARGEST) > 0:
            rule = f"is {number_text(LEAST)} to {LARGEST} in size, so that it can be seen"
            raise LessonError("nudge", rule, number_text(nudge), "0.1")
        at = SHAPES[activation].steepest
        if at is None:
            at = score.value if sign_of(score.value) else points[0]
        return cls(
            activation, function, formula, values, parts, score, function.at(score.value),
            tuple((place, function.at(place.value)) for place in places),
            nudge_table(function, at, [nudge]),
        )  # fmt: skip


def _score(
    weights: Sequence[sp.Expr], features: Sequence[sp.Expr], bias: sp.Expr
) -> tuple[Expression, dict[str, Quantity]]:
    """Return the formula of the score, and what its names stand for."""
    count = len(weights)
    if len(features) != count:
        rule = f"are as many as the weights, of which there are {count}"
        few = [*features, *[sp.Integer(1)] * count][:count]
        raise LessonError("features", rule, f"{len(features)} of them", _listed(few))
    if count > MOST:
        rule = f"has at most {MOST} numbers here, so that all can be read"
        raise LessonError(
            "weights", rule, f"{count} of them", f"{MOST} weights and {MOST} features"
        )
    ends = [f"_{i}" for i in range(1, count + 1)] if count > 1 else [""]
    given = {f"{name}{end}": value for name, some in (("w", weights), ("x", features))
             for end, value in zip(ends, some, strict=True)}  # fmt: skip
    formula = parse_expression(" + ".join([*(f"w{end}*x{end}" for end in ends), "b"]))
    exact = given | {"b": bias}
    return formula, {name: evaluated(Name(name), exact) for name in variables(formula)}


def _summands(formula: Expression) -> list[Expression]:
    if isinstance(formula, Binary) and formula.operator == "+":
        return [*_summands(formula.left), formula.right]
    return [formula]


def _require_near(thing: str, number: Quantity, other: sp.Expr) -> None:
    if sign_of(abs(number.value) - FARTHEST) > 0:
        rule = (
            f"makes a score of at most {FARTHEST} in size"
            if thing == "bias"
            else f"are at most {FARTHEST} in size, so that the curve can be seen there"
        )
        raise LessonError(thing, rule, number_text(number.value), number_text(other))


def _listed(values: Sequence[sp.Expr]) -> str:
    return ", ".join(map(number_text, values))
