"""How numbers come on screen: a picture should make the numbers that it states.

Nothing here knows Manim.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

from calculus.shown import Shown

Way = Literal["given", "fade", "carry", "merge", "unfold", "roll", "count"]
"""What is given fades in, too, but comes from no other number."""


@dataclass(frozen=True)
class Entrance:
    """How an object came on screen.

    Attributes:
        mobject: The object.
        way: How it came.
        sources: The numbers that its own came from.
    """

    mobject: Any
    way: Way = "fade"
    sources: tuple[Shown, ...] = ()


@runtime_checkable
class Brings(Protocol):
    """An animation that can bring something on."""

    def entrances(self) -> Iterator[Entrance]:
        """Give what it brought on when it was played, with all parts."""
        ...


@dataclass(frozen=True)
class Arrival:
    """How a number came on screen.

    Attributes:
        number: The number.
        way: How it came.
        sources: The numbers it came from; one that is carried comes from itself.
    """

    number: Shown
    way: Way
    sources: tuple[Shown, ...] = ()

    @classmethod
    def of(cls, number: Shown, entrance: Entrance) -> Arrival:
        """Return how a number came that an object shows."""
        quantity = number.quantity
        is_given = quantity.given or quantity.expression in dict(quantity.where)  # or named
        is_given = is_given and entrance.way == "fade"
        return cls(number, "given" if is_given else entrance.way, entrance.sources)
