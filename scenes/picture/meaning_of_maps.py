"""What figures on a map claim to show: lines of equal height, arrows along gradients, ways."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from calculus.surface import Surface
from scenes.picture.meaning import Around, Axes, Here, Meaning


@dataclass(frozen=True)
class Heights:
    """A function of two variables as text: their names and its body."""

    variables: tuple[str, ...]
    body: str

    @classmethod
    def of(cls, surface: Surface) -> Self:
        """Return a function of two variables as text."""
        return cls(surface.variables, surface.body_source)


@dataclass(frozen=True)
class Contour(Around):
    """Lines on a map along which a function of two variables has one value, its level."""

    of: Heights
    level: Here
    name: ClassVar[str] = "a line of equal height"


@dataclass(frozen=True)
class Vector(Meaning):
    """An arrow on a map, from (x, y) to (x, y); `along` the gradient of a function, or against.

    Attributes:
        ends: Gives the foot, and where its tip will be.
        share: Gives how much of it is drawn.
        along: The function; None where it points anywhere.
    """

    plot: Axes
    ends: Callable[[], tuple[float, float, float, float]]
    share: Here
    along: Heights | None = None
    name: ClassVar[str] = "an arrow"


@dataclass(frozen=True)
class Rose(Meaning):
    """How fast a function of two variables changes in each direction from a place.

    Attributes:
        of: The function.
        at: Gives the place.
        unit: Gives how long a change of 1 for each unit of way is, in axis units.
    """

    plot: Axes
    of: Heights
    at: Callable[[], tuple[float, float]]
    unit: Here
    name: ClassVar[str] = "a rose of directions"


@dataclass(frozen=True)
class Trail(Meaning):
    """A line from place to place on a map."""

    plot: Axes
    places: Callable[[], Sequence[tuple[float, float]]]
    name: ClassVar[str] = "a path"
