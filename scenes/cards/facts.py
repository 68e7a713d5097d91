"""What stories of cards are about: texts, and the numbers in them, each with its computation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from calculus.computation import Computation
from calculus.errors import LessonError
from calculus.names import hint
from calculus.quantity import Quantity
from calculus.readable import Digits
from calculus.shown import Shown
from calculus.symbolic import source_of
from scenes.cards.exhibits import KINDS, Exhibit
from scenes.look.theme import DARK, Role
from scenes.picture.paragraph import Part, widest
from scenes.settings.decks import Deck, Side
from scenes.settings.kind import RefusedError
from scenes.telling.answers import Answer
from scenes.telling.claims import Claim, Sentence
from scenes.telling.computed import Computed
from scenes.telling.subject import Subject
from scenes.words.wording import Wordable

ROOM = 5.3
"""Manim units for a line of a card in a picture of any shape."""

_ROLES = {
    "slope": Role.SLOPE, "ratio": Role.SLOPE, "gradient": Role.GRADIENT,
    "rise": Role.OUTPUT, "value": Role.OUTPUT,
}  # fmt: skip


@dataclass(frozen=True)
class Named:
    """A number that cards name.

    Attributes:
        name: Its name.
        quantity: The number.
        how: What it is computed by.
        used: The other numbers that it is computed with, by name.
    """

    name: str
    quantity: Quantity
    how: Computation
    used: Mapping[str, Quantity]

    @property
    def given(self) -> bool:
        """Whether it is stated, and not computed from anything."""
        return self.quantity.given and not self.how.what

    @property
    def role(self) -> Role:
        """Its colour."""
        return Role.INPUT if self.given else _ROLES.get(self.how.what, Role.VALUE)

    @property
    def claim(self) -> Claim:
        """That it is what its words say."""
        how = self.how
        names = tuple((name, source_of(one.value)) for name, one in self.used.items())
        return Computed(self.quantity, how.what, how.of, how.at, how.by, names)

    def shown(self, digits: Digits) -> Shown:
        """Return how it is written."""
        return digits.as_given(self.quantity) if self.given else digits.shown(self.quantity)


@dataclass(frozen=True)
class DeckFacts:
    """What a story of cards is about.

    Attributes:
        deck: The cards.
        values: The numbers that they name.
        exhibits: What each of them is shown by, if it is.
    """

    deck: Deck
    values: Mapping[str, Named]
    exhibits: tuple[Exhibit | None, ...] = ()

    @classmethod
    def of(cls, thing: str, deck: Deck, values: Mapping[str, Computation]) -> DeckFacts:
        """Compute all numbers.

        Args:
            thing: The parameter that the deck is.
            deck: The cards.
            values: What the numbers are computed by; each may use those before it.

        Raises:
            LessonError: A number cannot be computed, a card names none, or has a formula that is
                too long to be read.
        """
        known: dict[str, Quantity] = {}
        found: dict[str, Named] = {}
        for name, how in values.items():
            try:
                quantity = how.found(known)
            except LessonError as error:
                raise error.but(thing=f"values, {name}: {error.thing}") from None
            used = {one: known[one] for one in how.uses(known)}
            known[name], found[name] = quantity, Named(name, quantity, how, used)
        for i, sides in enumerate(deck, start=1):
            for side in sides:
                require_usable(f"{thing}, number {i}", side, found)
        return cls(deck, found)

    def illustrated(self, thing: str) -> Self:
        """Return the same with what cards are shown by, the words for which may name the numbers.

        Args:
            thing: The parameter that the deck is.

        Raises:
            LessonError: Nothing is shown by that.
        """
        known = {name: one.quantity for name, one in self.values.items()}
        exhibits = list[Exhibit | None]()
        for i, sides in enumerate(self.deck, start=1):
            try:
                exhibits.append(Exhibit.of(sides.picture, known) if sides.picture else None)
            except (LessonError, RefusedError) as error:
                remedy = KINDS[sides.picture.partition(" of ")[0]]
                raise LessonError(f"{thing}, number {i}", error.rule, error.got, remedy) from None
        return replace(self, exhibits=tuple(exhibits))

    def exhibit(self, i: int) -> Exhibit | None:
        """Return what a card is shown by, if it is."""
        return self.exhibits[i] if i < len(self.exhibits) else None

    def is_said(self, i: int, side: Side) -> bool:
        """Return whether a side says all numbers that its card is shown by."""
        exhibit = self.exhibit(i)
        found = {number.value for number, _ in exhibit.numbers} if exhibit else set()
        return bool(found) and found <= {one.quantity.value for one in self.named(side)}

    @property
    def sides(self) -> Iterator[Side]:
        """All texts."""
        yield from (side for sides in self.deck for side in sides)

    def known(self) -> Subject:
        """Return what others may know of the story."""
        formulas = (term for side in self.sides for term in side.formulas.values())
        written = [text for one in formulas for text in (one.typst, one.text)]
        written += (text for one in self.exhibits if one is not None for text in one.written)
        return Subject(written=tuple(written))

    def named(self, side: Side) -> Iterator[Named]:
        """Give the numbers of a side, in the order in which they are said."""
        yield from (self.values[name] for name in side.values)

    def come(self, side: Side) -> list[str]:
        """Return the names of the numbers of a side that are computed."""
        return [one.name for one in self.named(side) if not one.given]

    def answer(self, side: Side, digits: Digits) -> Answer:
        """Return the number of a side as an answer; for a slope, the value is a mistake."""
        (one,) = self.named(side)
        if one.how.what != "slope":
            return Answer(one.shown(digits))
        value = replace(one.how, what="value").found(one.used)
        return Answer(one.shown(digits), (("value", value),))

    def sentence(self, side: Side, digits: Digits) -> Sentence:
        """Return a side as a sentence, with what its numbers claim."""
        fields: dict[str, Wordable] = {one.name: one.shown(digits) for one in self.named(side)}
        claims = tuple(one.claim for one in self.named(side))
        return Sentence(side.template, {**side.formulas, **fields}, claims)


def require_usable(thing: str, side: Side, values: Mapping[str, Named]) -> None:
    """Make sure that the numbers of a side are known, and that it can be read.

    Raises:
        LessonError: One of them isn't, or a formula or a word is too long for a line.
    """
    for name in side.values:
        if name not in values:
            rule = f"names numbers of values{hint(name, values)}"
            remedy = ", ".join(f"{{{one}}}" for one in values) or f"values={name} = 3"
            raise LessonError(thing, rule, f"{{{name}}}", remedy)
    formulas = [f"${term.typst}$" for term in side.formulas.values()]
    words = side.template.split()
    for part in (*formulas, *words):
        wide = 0.0 if "{" in part else widest([part], DARK)
        if wide > ROOM:
            longest = _plain(side, part)
            rule = "has formulas and words short enough for a line of a card"
            most = int(len(longest) * ROOM / wide)
            got = f"{len(longest)} characters: {longest}"
            raise LessonError(thing, rule, got, f"{most} characters or less")


def too_long(thing: str, sides: Iterable[Side]) -> LessonError:
    """Return what is wrong with texts for which a frame has no room, whatever the layout."""
    longest = max((side.source for side in sides), key=len)
    rule = "are short enough to be read in a frame of this shape, beside their pictures"
    return LessonError(thing, rule, longest, f"{len(longest) // 2} characters on a side")


def _plain(side: Side, part: str) -> str:
    """Return a part of a side as plain text."""
    texts = {f"${term.typst}$": term.text for term in side.formulas.values()}
    return texts.get(part, part)


def parts_of(markup: str, names: Sequence[str], figures: Mapping[str, Part]) -> list[Part]:
    """Return words and numbers as a paragraph takes them.

    Args:
        markup: A sentence, with each of its fields between dollar signs.
        names: The fields, in the order in which they stand there.
        figures: The numbers, by name.
    """
    words = markup.split("$")
    parts: list[Part] = []
    for i, piece in enumerate(words):
        name = names[i // 2] if i % 2 else ""
        parts.append(figures.get(name, f"${piece}$") if i % 2 else piece)
    return [part for part in parts if part]
