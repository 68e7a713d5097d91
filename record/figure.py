"""What of a scene can be explored: the kind of figure, and what it is of, as exact text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_COLOUR = re.compile("#[0-9A-Fa-f]{6}")


@dataclass(frozen=True)
class Figure:
    """A figure that people can move themselves.

    Attributes:
        kind: What can be done with it: "nudge", "tangents", "functions", "descent", "surface",
            "fit", "chain".
        given: What it is of, by name, in the grammar of lessons: "function": "f(a) = a**2".
        places: Decimals that its numbers have at most.
        decimal: What stands before the decimals: "." or ",".
        colours: The scene's colours by role, and of its surfaces: ``#rrggbb``.
    """

    kind: str
    given: Mapping[str, str]
    places: int = 9
    decimal: str = "."
    colours: Mapping[str, str] = field(default_factory=dict)

    def check(self) -> None:
        """Make sure that it can be drawn.

        Raises:
            ValueError: It can't.
        """
        if self.decimal not in (".", ",") or not all(map(_COLOUR.fullmatch, self.colours.values())):
            raise ValueError("a figure of which nothing is said")
