"""The claim of a number that is named in words: "slope of J(w) = w**2 at 3"."""

from __future__ import annotations

from dataclasses import dataclass

from calculus.quantity import Quantity
from scenes.telling.claims import Claim


@dataclass(frozen=True)
class Computed(Claim):
    """A number is what is said of a function or a graph, or the value of an expression.

    Attributes:
        number: The number.
        what: Such as "slope" or "edges"; nothing for the value of an expression.
        of: "J(w) = w**2", "J = 3*(a + b*c)", or the expression.
        at: Where, as text; for a gradient, the inputs: "a=5, b=3".
        by: By how much, as text; a learning rate; for a gradient, with respect to what.
        names: What names in these texts stand for, as text.
    """

    number: Quantity
    what: str
    of: str
    at: str
    by: str
    names: tuple[tuple[str, str], ...]
