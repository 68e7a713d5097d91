"""What sentences claim about neurons: how an activation goes, as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.picture.meaning import Formula
from scenes.telling.claims import Claim


@dataclass(frozen=True)
class Between(Claim):
    """All values of a function lie between two numbers, and come near to both; None: no bound."""

    of: Formula
    low: int | None
    high: int | None


@dataclass(frozen=True)
class Highest(Claim):
    """A function has nowhere a larger value than at a place."""

    of: Formula
    at: int


@dataclass(frozen=True)
class FarOut(Claim):
    """What the values of a function go to, far to the left and far to the right."""

    of: Formula
    left: int
    right: int
