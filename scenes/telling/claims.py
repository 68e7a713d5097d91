"""What a sentence claims beyond its numbers: a record beside it, for checks to work out anew.

"The second point is steeper" is true or false of numbers that are on record, and so is every
other comparison, count or verdict. A beat that says one carries the claim, in whatever language it
is told; `checks.claims` computes it again from the expressions of the numbers, and
`checks/sentences.toml` lists which sentence claims what. Nothing here knows Manim.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Literal

import sympy as sp

from calculus.digits import sign_of
from calculus.quantity import Quantity
from scenes.picture.meaning import Formula
from scenes.words.wording import Wordable

Numbers = tuple[Quantity, ...]

NEAR = sp.Rational(1, 20)
"""Share by which a number may miss another and still be about that: a twentieth."""

Place = Literal["minimum", "maximum", "level"]


@dataclass(frozen=True)
class Claim:
    """The base of all claims."""

    def record(self) -> dict[str, Any]:
        """Return the claim as it is written down, ready for JSON."""
        return {"claim": type(self).__name__} | {
            part.name: _written(getattr(self, part.name)) for part in fields(self)
        }


# Comparisons of numbers.


@dataclass(frozen=True)
class Descending(Claim):
    """Each number is smaller in size than the one before: steeper, nearer, shrinking."""

    numbers: Numbers


@dataclass(frozen=True)
class NeverDescending(Claim):
    """No number is smaller in size than the one before."""

    numbers: Numbers


@dataclass(frozen=True)
class Equal(Claim):
    """All numbers are the same."""

    numbers: Numbers


@dataclass(frozen=True)
class Different(Claim):
    """Some of the numbers differ."""

    numbers: Numbers


@dataclass(frozen=True)
class Opposite(Claim):
    """Two numbers have different signs; `equal`: and the same size."""

    numbers: Numbers
    equal: bool = False


@dataclass(frozen=True)
class Sign(Claim):
    """A number is above 0 (1), is 0, or is below 0 (-1)."""

    number: Quantity
    sign: int


@dataclass(frozen=True)
class Size(Claim):
    """A number compared in size with another: "<", "=" or ">"."""

    number: Quantity
    relation: Literal["<", "=", ">"]
    other: Quantity


@dataclass(frozen=True)
class Times(Claim):
    """A number is so many times another, in size: exactly, or within a twentieth of that."""

    number: Quantity
    factor: Quantity
    other: Quantity
    exactly: bool


@dataclass(frozen=True)
class FarLess(Claim):
    """A number is at most a twentieth of another, in size."""

    number: Quantity
    other: Quantity


@dataclass(frozen=True)
class Approach(Claim):
    """Quotients of nudges that are all of different size, and their limit.

    Attributes:
        nudges: The nudges.
        quotients: The quotient of each.
        limit: What they are compared with.
        closer: Whether each smaller nudge gives a quotient that is nearer.
    """

    nudges: Numbers
    quotients: Numbers
    limit: Quantity
    closer: bool


# What functions do.


@dataclass(frozen=True)
class Limit(Claim):
    """The difference quotients of a function at a point tend to a number."""

    of: Formula
    at: Quantity
    limit: Quantity


@dataclass(frozen=True)
class QuotientLaw(Claim):
    """The difference quotient at a point is a number, plus so many times the nudge, always."""

    of: Formula
    at: Quantity
    slope: Quantity
    nudges: int


@dataclass(frozen=True)
class Straight(Claim):
    """A function is a straight line, or it is not."""

    of: Formula
    straight: bool


@dataclass(frozen=True)
class Derivative(Claim):
    """One formula is the derivative of another, wherever both have values."""

    of: Formula
    derivative: Formula


@dataclass(frozen=True)
class LooksStraight(Claim):
    """How much a curve bends in a window: hardly to be seen, or plainly.

    Attributes:
        of: The curve.
        left: Where the window begins, in axis units.
        right: Where it ends.
        height: How high it is.
        straight: Whether the curve hardly leaves its chord.
    """

    of: Formula
    left: float
    right: float
    height: float
    straight: bool


@dataclass(frozen=True)
class Hidden(Claim):
    """Whether two points of a curve hide each other in a window.

    Attributes:
        of: The curve.
        at: The first point.
        by: How far the second one is.
        scale: Manim units for one axis unit, across and up.
        hidden: A dot on one covers the other's middle; else the dots don't touch.
    """

    of: Formula
    at: Quantity
    by: Quantity
    scale: tuple[float, float]
    hidden: bool


@dataclass(frozen=True)
class Magnified(Claim):
    """One window is so many times as wide as another, and more than once."""

    whole: float
    part: float
    times: Quantity


@dataclass(frozen=True)
class Stationary(Claim):
    """Where the slope is 0: at a minimum, at a maximum, or on neither."""

    of: Formula
    at: Quantity
    kind: Place


@dataclass(frozen=True)
class Valley(Claim):
    """A function falls up to a point and rises after it: that is its only minimum."""

    of: Formula
    at: Quantity


@dataclass(frozen=True)
class Area(Claim):
    """The area between a curve and the axis, negative below it; `within`: off by no more."""

    of: Formula
    start: Quantity
    end: Quantity
    area: Quantity
    within: Quantity | None = None


# What descents do.


@dataclass(frozen=True)
class Multiplies(Claim):
    """Each step of a descent multiplies the distance to a point by a factor.

    Attributes:
        of: What is descended.
        rate: The learning rate.
        fixed: The point.
        factor: The factor.
    """

    of: Formula
    rate: Quantity
    fixed: Quantity
    factor: Quantity


@dataclass(frozen=True)
class Constant(Claim):
    """The slope of a function is the same everywhere, and not 0."""

    of: Formula


@dataclass(frozen=True)
class Arrives(Claim):
    """So many steps lead nearer to a point than a bound, and fewer don't."""

    of: Formula
    start: Quantity
    rate: Quantity
    goal: Quantity
    within: Quantity
    steps: int


@dataclass(frozen=True)
class Steps(Claim):
    """How the steps of a descent go, one after the other.

    Attributes:
        updates: The steps, in order.
        way: "one way", "back and forth", "turning" where one goes against the one before, or any.
        trend: "shrinking" or "growing" in the end, or any.
    """

    updates: Numbers
    way: Literal["", "one way", "back and forth", "turning"]
    trend: Literal["", "shrinking", "growing"]


@dataclass(frozen=True)
class Returns(Claim):
    """Of some places, the last one is where another was before, and they are not all the same."""

    places: Numbers


@dataclass(frozen=True)
class NoSlope(Claim):
    """A function has no slope at a place."""

    of: Formula
    at: Quantity


# What graphs are.


@dataclass(frozen=True)
class Walks(Claim):
    """How often edges are walked along all paths from the inputs to the output of a graph.

    Attributes:
        steps: What every step computes, by name, in order.
        walked: Edges along all paths, each as often as it is on one; 0 where that is not said.
        edges: Edges of the graph.
        again: How many of them are walked more than once.
    """

    steps: tuple[tuple[str, str], ...]
    walked: int
    edges: int
    again: int


@dataclass(frozen=True)
class Uses(Claim):
    """So many steps of a graph use a node."""

    steps: tuple[tuple[str, str], ...]
    node: str
    users: int


@dataclass(frozen=True)
class SingleOperations(Claim):
    """Every step of a graph is one operation."""

    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Product(Claim):
    """Numbers multiply to a result."""

    factors: Numbers
    result: Quantity


@dataclass(frozen=True)
class Sum(Claim):
    """Numbers add up to a result."""

    parts: Numbers
    result: Quantity


@dataclass(frozen=True)
class Sentence:
    """A sentence chosen by facts.

    Attributes:
        template: The words in English, with named fields.
        fields: What the fields hold.
        claims: What it claims.
    """

    template: str
    fields: Mapping[str, Wordable] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()


def is_near(value: sp.Expr, wanted: sp.Expr, size: sp.Expr) -> bool:
    """Whether a value is as wanted, up to a twentieth of a size."""
    return sign_of(abs(value - wanted) - NEAR * abs(size)) <= 0


def _written(value: Any) -> Any:
    """Write a part of a claim so that JSON holds it."""
    match value:
        case Quantity():
            return {"expression": value.expression, "where": dict(value.where)}
        case tuple():
            return [_written(part) for part in value]
        case _ if is_dataclass(value):
            return {part.name: getattr(value, part.name) for part in fields(value)}
        case _:
            return value
