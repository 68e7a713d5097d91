"""What sentences claim about examples, and about what guesses cost."""

from __future__ import annotations

from dataclasses import dataclass

from calculus.quantity import Quantity
from scenes.picture.meaning import Formula
from scenes.picture.meaning_of_maps import Heights
from scenes.telling.claims import Claim, Numbers
from scenes.telling.claims_of_surfaces import Pair


@dataclass(frozen=True)
class Average(Claim):
    """A number is the average of others."""

    numbers: Numbers
    result: Quantity


@dataclass(frozen=True)
class Partial(Claim):
    """The slope of a function of two variables along one of them, at a place."""

    of: Heights
    at: Pair
    along: str
    slope: Quantity


@dataclass(frozen=True)
class Punishes(Claim):
    """A cost of a probability is nothing at one end, and grows beyond any bound at the other.

    Attributes:
        of: The cost.
        right: Where it is nothing: 0 or 1.
    """

    of: Formula
    right: int


@dataclass(frozen=True)
class BothCases(Claim):
    """A formula with a label is one cost where the label is 1, and another where it is 0.

    Attributes:
        line: The formula.
        one: The cost for the label 1.
        zero: The cost for the label 0.
    """

    line: Heights
    one: Formula
    zero: Formula


@dataclass(frozen=True)
class Mistakes(Claim):
    """How many decisions are wrong, if they are yes from a score on that is a threshold.

    Attributes:
        scores: A score for each example.
        labels: Its label, 0 or 1.
        threshold: The threshold.
        alarms: Decisions yes where the label is 0.
        misses: Decisions no where it is 1.
    """

    scores: Numbers
    labels: Numbers
    threshold: Quantity
    alarms: int
    misses: int
