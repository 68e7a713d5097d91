"""What sentences claim about functions of two variables, and descents on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from calculus.quantity import Quantity
from scenes.picture.meaning_of_maps import Heights
from scenes.telling.claims import Claim

Pair = tuple[Quantity, Quantity]


@dataclass(frozen=True)
class Steepest(Claim):
    """Straight against the gradient a function falls by so much for each unit of way."""

    of: Heights
    at: Pair
    falls: Quantity


@dataclass(frozen=True)
class Turns(Claim):
    """At two places a function has gradients of different directions."""

    of: Heights
    at: Pair
    other: Pair


@dataclass(frozen=True)
class Level(Claim):
    """All slopes are 0: at the bottom of a bowl, on a top, on a saddle, or that is all."""

    of: Heights
    at: Pair
    kind: Literal["bottom", "top", "saddle", "level"]


@dataclass(frozen=True)
class Separate(Claim):
    """The slope of a function along each variable does not depend on the other one."""

    of: Heights


@dataclass(frozen=True)
class Stretched(Claim):
    """A quadratic function has one minimum, and bends far more across its valley than along."""

    of: Heights


@dataclass(frozen=True)
class Settles(Claim):
    """Whether a descent on a quadratic function comes to rest, from wherever it starts."""

    of: Heights
    rate: Quantity
    momentum: Quantity
    settles: bool
