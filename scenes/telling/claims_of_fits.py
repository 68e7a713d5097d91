"""What sentences claim about the descent of a model on its cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from calculus.quantity import Quantity
from scenes.picture.meaning_of_maps import Heights
from scenes.telling.claims import Claim, Numbers
from scenes.telling.claims_of_surfaces import Pair


@dataclass(frozen=True)
class Lowest(Claim):
    """A cost is least at a place, as far as its digits tell."""

    of: Heights
    at: Pair


@dataclass(frozen=True)
class Parted(Claim):
    """Labels 0 and 1 lie on the two sides of a threshold.

    Attributes:
        inputs: The inputs.
        labels: Their labels.
        how: "parted"; "touching" where some of both lie on it; "same" where there is one label.
    """

    inputs: Numbers
    labels: Numbers
    how: Literal["parted", "touching", "same"]


@dataclass(frozen=True)
class Goes(Claim):
    """How a cost goes in each step of a descent: it falls, it never rises, or not so."""

    of: Heights
    start: Pair
    rate: Quantity
    steps: int
    trend: Literal["falls", "never rises", "rises"]


@dataclass(frozen=True)
class Certain(Claim):
    """With a learning rate below a number, every step on a cost lowers it, for any labels.

    Attributes:
        inputs: The inputs of the examples.
        safe: The number.
        is_line: Whether a line is fitted, with half the mean square of the errors; else the
            mean cross-entropy of a sigmoid.
    """

    inputs: Numbers
    safe: Quantity
    is_line: bool


@dataclass(frozen=True)
class Pushed(Claim):
    """Near the lowest place a step multiplies the distance by a factor, above 1 in size.

    That is so in the direction in which the cost bends most.
    """

    of: Heights
    at: Pair
    rate: Quantity
    factor: Quantity
