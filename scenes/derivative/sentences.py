"""What the derivative story says where that depends on the facts, with what it claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from calculus.digits import sign_of
from calculus.nudge import NudgeRow
from calculus.quantity import quantity, size
from calculus.readable import Digits
from scenes.derivative.facts import DerivativeFacts
from scenes.look.text import coloured
from scenes.look.theme import Role
from scenes.picture.meaning import Formula
from scenes.telling.approaching import approach
from scenes.telling.claims import (
    Claim,
    Different,
    FarLess,
    Limit,
    QuotientLaw,
    Sentence,
    Sign,
    Size,
    Times,
    is_near,
)
from scenes.words.wording import Clause, Enumeration, Term, Wordable

_TOGETHER = 4  # ratios that one sentence lists


class Sentences:
    """Chooses sentences by the facts.

    Args:
        facts: What the story is about.
        output: The name of the output.
        digits: How numbers are written.
    """

    def __init__(self, facts: DerivativeFacts, output: Term, digits: Digits) -> None:
        self._facts, self._table = facts, facts.table
        self._of = Formula.of(facts.table.function)
        self._J, self._digits = output, digits
        self._slope = size(facts.table.slope)

    def question(self, row: NudgeRow, x: Term, *, again: bool) -> Sentence:
        """Ask what a nudge does."""
        sign = sign_of(row.nudge.value)
        h = self._digits.as_given(abs(row.nudge.value))
        if again:
            return Sentence(
                "Would another nudge, {h}, say the same?",
                {"h": self._digits.as_given(row.nudge)},
            )
        template = (
            "Raise {w} by {h}. What does {J} do?"
            if sign > 0
            else "Lower {w} by {h}. What does {J} do?"
        )
        return Sentence(template, {"w": x, "h": h, "J": self._J}, (Sign(row.nudge, sign),))

    def move(self, row: NudgeRow) -> Sentence:
        """Say where the output goes."""
        sign = sign_of(row.rise.value)
        fields: dict[str, Wordable] = {"J": self._J}
        if not sign:
            return Sentence("{J} does not move at all.", fields, (Sign(row.rise, 0),))
        template = (
            "{J} becomes {moved}: it goes up by {rise}."
            if sign > 0
            else "{J} becomes {moved}: it goes down by {rise}."
        )
        fields |= {"moved": row.nudged_value, "rise": size(row.rise)}
        return Sentence(template, fields, (Sign(row.rise, sign),))

    def ratio(self, row: NudgeRow, *, again: bool) -> Sentence:
        """Say how many times the nudge that is."""
        q, k = size(row.quotient), self._slope
        sides = size(row.rise), k, size(row.nudge)
        shown = self._digits.brief(q)
        fields: dict[str, Wordable] = {"q": shown}
        if self._table.slope.value != 0 and sign_of(row.excess.value) == 0:
            exactly = Times(*sides, exactly=True)
            template = "That is exactly {q} times the nudge."
            return Sentence(template, fields, (exactly,))
        if self._is_near(row):
            template = "That is {q} times the nudge: roughly {k} to one."
            if again:
                before = self._digits.brief(size(self._facts.told[0].quotient))
                template = (
                    "Again {q} times the nudge: roughly {k} to one."
                    if shown.text == before.text
                    else "Now {q} times the nudge: roughly {k} to one."
                )
            fields["k"] = self._digits.brief(k)
            return Sentence(template, fields, (Times(*sides, exactly=False),))
        if is_near(row.rise.value, quantity(0).value, row.nudge.value):
            far = FarLess(row.rise, row.nudge)
            return Sentence("That is {q} times the nudge: far less than it.", fields, (far,))
        return Sentence("That is {q} times the nudge.", fields)

    def _is_near(self, row: NudgeRow) -> bool:
        """Whether the ratio is roughly the slope; nothing is near to 0."""
        slope = self._table.slope.value
        return slope != 0 and is_near(row.quotient.value, slope, slope)

    def left(self, row: NudgeRow) -> Sentence | None:
        """Say what the output moves beyond that, or short of it, where it is roughly that."""
        left, expected = self._facts.left(row), self._facts.expected(row)
        if sign_of(left.value) == 0 or not self._is_near(row):
            return None
        more = sign_of(abs(row.rise.value) - abs(expected.value)) > 0
        template = (
            "Not exactly: {left} is left over." if more else "Not exactly: {left} is missing."
        )
        compared = Size(row.rise, ">" if more else "<", expected)
        return Sentence(template, {"left": self._digits.brief(size(left))}, (compared,))

    def trials(self) -> Iterator[tuple[Sentence, Sequence[NudgeRow]]]:
        """List the ratios of the other nudges, a few in a sentence, with their rows."""
        rows = self._facts.trials
        for start in range(0, len(rows), _TOGETHER):
            some = rows[start : start + _TOGETHER]
            parts = tuple(
                Clause("{q} with {h}", {
                    "q": self._digits.brief(row.quotient), "h": self._digits.as_given(row.nudge),
                })
                for row in some
            )  # fmt: skip
            template = (
                "Further on: {ratios}." if start else "With other nudges the ratio is {ratios}."
            )
            yield Sentence(template, {"ratios": Enumeration(parts)}), some

    def law(self) -> Sentence:
        """Say what all ratios have to do with one number."""
        table, k = self._table, self._digits.brief(self._table.slope)
        fields: dict[str, Wordable] = {"k": k}
        if table.quotient_is_constant:
            law = QuotientLaw(self._of, table.at, table.slope, 0)
            return Sentence("Every nudge gives {k}. Nothing is ever left over.", fields, (law,))
        if table.excess_is_nudge:
            law = QuotientLaw(self._of, table.at, table.slope, 1)
            template = "The ratio is {k} plus the nudge: the smaller the nudge, the closer to {k}."
            return Sentence(template, fields, (law,))
        tends = self._tends
        found = approach(
            [row.nudge for row in table.rows], [row.quotient for row in table.rows], table.slope
        )
        if found is not None and found.closer:
            template = "The smaller the nudge, the closer the ratio comes to {k}."
            return Sentence(template, fields, (found, tends))
        return Sentence("As the nudge goes to zero, the ratio goes to {k}.", fields, (tends,))

    @property
    def law_formula(self) -> str:
        """The same as a formula of {J}, {e} and {k}."""
        ratio = "(Delta {J}) / {e}"
        if self._table.quotient_is_constant:
            return f"{ratio} {{k:equals}}"
        exact = f"{ratio} {{k:equals}} + {coloured(Role.VALUE, '{e}')}"
        return exact if self._table.excess_is_nudge else f"{ratio} -> thick {{k}}"

    def name(self, x: Term) -> Sentence:
        """Say what that number is called."""
        template = (
            "This number has a name: the derivative of {J} with respect to {w}. Here it is {k}."
        )
        fields: dict[str, Wordable] = {
            "J": self._J,
            "w": x,
            "k": self._digits.brief(self._table.slope),
        }
        return Sentence(template, fields, (self._tends,))

    def infinitely_small(self) -> Sentence | None:
        """Say that no nudge here was infinitely small, where each shows it."""
        table = self._table
        claims: list[Claim] = [Different((row.quotient, table.slope)) for row in table.rows]
        if not all(sign_of(row.excess.value) for row in table.rows):
            return None
        template = (
            "People speak of an infinitely small nudge. None of ours is: each leaves something."
        )
        return Sentence(template, {}, tuple(claims))

    def limit(self, nudge: Term) -> Sentence:
        """Say the precise word."""
        template = "The precise word is limit: what the ratio goes to as {e} goes to zero."
        return Sentence(template, {"e": nudge}, (self._tends,))

    def last(self) -> Sentence:
        """Invite to try."""
        if self._table.quotient_is_constant:
            law = QuotientLaw(self._of, self._table.at, self._table.slope, 0)
            return Sentence("Try a nudge of your own: they all give {k}.",
                            {"k": self._digits.brief(self._table.slope)}, (law,))  # fmt: skip
        template = "Try a nudge of your own. Small ones all come out near {k:plain}."
        return Sentence(template, {"k": self._digits.brief(self._table.slope)}, (self._tends,))

    @property
    def _tends(self) -> Limit:
        return Limit(self._of, self._table.at, self._table.slope)
