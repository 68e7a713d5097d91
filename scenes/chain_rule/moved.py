"""How far the output of a graph moves, compared with a nudge of a node."""

from __future__ import annotations

from dataclasses import dataclass

from calculus.evaluate import sign_of
from calculus.forward import GraphNudge
from calculus.quantity import Quantity, size
from calculus.readable import Digits
from scenes.telling.claims import Claim, Sign, Times
from scenes.words import terms
from scenes.words.wording import Clause


@dataclass(frozen=True)
class Moved:
    """How far the output has moved.

    Attributes:
        quotient: The output's rise over the nudge.
        name: What was nudged.
        rise: The output's rise.
        by: The nudge.
    """

    quotient: Quantity
    name: str
    rise: Quantity
    by: Quantity

    @classmethod
    def of(cls, nudged: GraphNudge) -> Moved:
        """Say how far a nudge has moved the output."""
        rise = nudged.rises[nudged.before.graph.output]
        return cls(nudged.quotient, nudged.name, rise, nudged.by)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What is claimed of it."""
        sign = sign_of(self.quotient.value)
        if sign == 0:
            return (Sign(self.rise, 0),)
        return Times(self.rise, self.quotient, self.by, exactly=True), Sign(self.quotient, sign)

    @property
    def sentence(self) -> str:
        """What is said of it."""
        moves = sign_of(self.quotient.value) != 0
        return "{J} moved by {rise}: {far}." if moves else "{J} does not move."

    @property
    def question(self) -> str:
        """What is asked about it."""
        moves = sign_of(self.quotient.value) != 0
        return (
            "Nudge {b} a little, and {J} moves {far}. How?"
            if moves
            else "Nudge {b} a little, and {J} does not move. Why not?"
        )

    def far(self, digits: Digits) -> Clause:
        """How far it is, compared with the nudge: "2 times as far as b, the other way"."""
        size_, b = digits.shown(size(self.quotient)), terms.name(self.name)
        if size_.text != "1":
            clause = Clause("{q} times as far as {b}", {"q": size_, "b": b})
        elif size_.exact:
            clause = Clause("just as far as {b}", {"b": b})
        else:
            clause = Clause("about as far as {b}", {"b": b})
        if sign_of(self.quotient.value) < 0:
            return Clause("{far}, the other way", {"far": clause})
        return clause
