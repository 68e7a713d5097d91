"""Thoughts to take away: each is read, shown by something that moves, and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, ClassVar, TypeAlias

from calculus.errors import LessonError
from scenes.cards.deck import DeckScene, Read
from scenes.cards.exhibits import Exhibit
from scenes.cards.facts import DeckFacts
from scenes.picture.layout import Box
from scenes.settings import kind as kinds
from scenes.settings.decks import Side, Sides, side_of
from scenes.settings.kind import RefusedError
from scenes.settings.parameters import Parameters
from scenes.telling.beats import Kind

MessagesLike: TypeAlias = str | Sequence[str]
Messages: TypeAlias = tuple[tuple[Side, Exhibit | None], ...]

_FEWEST, _MOST, _LONGEST = 2, 6, 120


def _messages(value: object) -> Messages:
    texts = value.split("||") if isinstance(value, str) else value
    if not (isinstance(texts, tuple | list) and all(isinstance(one, str) for one in texts)):
        raise RefusedError("has a text for each message", value)
    if not _FEWEST <= len(texts) <= _MOST:
        raise RefusedError(f"has {_FEWEST} to {_MOST} messages", f"{len(texts)} of them")
    return tuple(_message(f"message {i}", text) for i, text in enumerate(texts, start=1))


def _message(name: str, text: str) -> tuple[Side, Exhibit | None]:
    words, _, picture = text.partition("|")
    try:
        exhibit = Exhibit.of(picture.strip()) if picture.strip() else None
    except (LessonError, RefusedError) as error:
        raise RefusedError(f"{name}: {error.rule}", error.got) from None
    return side_of(name, words.strip(), _LONGEST), exhibit


def _written(messages: Messages) -> str:
    return " || ".join(
        side.source if exhibit is None else f"{side.source} | {exhibit.source}"
        for side, exhibit in messages
    )


MESSAGES = kinds.Kind(
    "messages",
    "thoughts, each perhaps with what it is shown by",
    "Slopes add up. | formulas of a**2, a**2 + a || So do derivatives.",
    {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]},
    _messages,
    _written,
    f"{_FEWEST} to {_MOST}; after a bar tangent, bars, slopes, formulas or graph of …",
)


class TakeawayScene(DeckScene[DeckFacts]):
    """Thoughts to take away, each shown by something that moves."""

    messages: Annotated[MessagesLike, MESSAGES] = (
        "The derivative is the slope: how far up the tangent goes for one step across."
        " | tangent of J(w) = w**2 at 3",
        "You can look formulas up. | formulas of a**2, a**3, ln(a)",
        "A derivative measures sensitivity: how strongly the output reacts to its input."
        " | bars of J(w) = w**2 at 3 by 0.001",
    )

    deck: ClassVar = "messages"
    taught: ClassVar[Mapping[str, str]] = {
        "The derivative is the slope: how far up the tangent goes for one step across.": "U13.1",
        "On a line the slope is the same everywhere. On $a**2$, $a**3$ and $ln(a)$ it changes.": (
            "U13.2"
        ),
        "You can look formulas up.": "U13.3",
        "The chain rule and reuse make the backward pass cheap: every edge is walked once.": (
            "U13.4"
        ),
        "A derivative measures sensitivity: how strongly the output reacts to its input.": "U13.5",
    }

    @classmethod
    def compute(cls, given: Parameters) -> DeckFacts:
        sides, exhibits = zip(*given.messages, strict=True)
        deck = DeckFacts.of("messages", tuple(Sides((side,)) for side in sides), {})
        return replace(deck, exhibits=exhibits)

    @property
    def title(self) -> str:
        return self.say("To take away").text

    def construct(self) -> None:
        self.chapter("Thoughts")
        count = len(self.facts.deck)
        self.open("To take away", asks=False)
        with self.beat("Here are {n} thoughts to take away.", kind="setup", n=count):
            for card in self.sheets:
                self.play(card.turn())
        for i, ((side,), exhibit) in enumerate(
            zip(self.facts.deck, self.facts.exhibits, strict=True)
        ):
            self.tell(i, side, exhibit)
        self.chapter("All of them")
        self.close("These are the thoughts to take away.")

    def tell(self, i: int, side: Side, exhibit: Exhibit | None) -> None:
        """Read a thought, and show it."""
        card, text, place = self.sheets[i], self.front_of(side), self.spots.picture
        assert place is not None
        card.write((2,), text)
        self.seen = {}
        kind: Kind = "action" if exhibit else "result"
        to = self.spots.card if exhibit else Box.hull(self.spots.card, place)
        said = self.facts.sentence(side, self.digits)
        with self.beat(said, kind=kind, teaches=self.taught.get(side.source, "")) as score:
            self.add(text)
            opens = self.open_picture(i)
            self.deal(i, *opens, to=to)
            if opens:
                self.showing.begin()
            self.write(card, text, side, score)
        self.read = Read(i, [(card, text)])
        self.illustrate(i)
