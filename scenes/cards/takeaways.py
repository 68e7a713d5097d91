"""Thoughts to take away: each is read, shown by something that moves, and kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, TypeAlias

from manim import Animation, VMobject

from calculus.errors import LessonError
from scenes.cards.card import Card
from scenes.cards.deck import DeckScene, Read, fits, inside, nowhere
from scenes.cards.exhibits import Exhibit
from scenes.cards.facts import DeckFacts
from scenes.cards.showing import Showing
from scenes.cards.stage import Places
from scenes.look.text import NumberText, Text
from scenes.look.theme import LAYER
from scenes.picture.carrying import Carry, Merge
from scenes.picture.layout import Box
from scenes.picture.motion import Drive, vanish
from scenes.settings import kind as kinds
from scenes.settings.decks import Side, side_of
from scenes.settings.kind import RefusedError
from scenes.settings.parameters import Parameters
from scenes.telling.beats import Kind
from scenes.telling.subject import Subject
from scenes.words.wording import Wordable

MessagesLike: TypeAlias = str | Sequence[str]
Messages: TypeAlias = tuple[tuple[Side, Exhibit | None], ...]

_ROOM = 0.22  # Manim units around what is drawn
_BEHIND = LAYER["grid"] - 1  # of the card that something is drawn on
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


@dataclass(frozen=True)
class TakeawayFacts(DeckFacts):
    """What the story is about.

    Attributes:
        exhibits: What each thought is shown by.
    """

    exhibits: tuple[Exhibit | None, ...] = ()

    def known(self) -> Subject:
        """Return what others may know of the story."""
        written = [text for one in self.exhibits if one is not None for text in one.written]
        return Subject(written=(*super().known().written, *written))


class TakeawayScene(DeckScene[TakeawayFacts]):
    """Thoughts to take away, each shown by something that moves."""

    messages: Annotated[MessagesLike, MESSAGES] = (
        "The derivative is the slope: how far up for one step across."
        " | tangent of J(w) = w**2 at 3",
        "You can look formulas up. | formulas of a**2, a**3, ln(a)",
        "A derivative measures sensitivity: how strongly the output reacts to its input."
        " | bars of J(w) = w**2 at 3 by 0.001",
    )

    taught: ClassVar[Mapping[str, str]] = {
        "The derivative is the slope: how far up for one step across.": "U13.1",
        "On a line the slope is the same everywhere. On $a**2$, $a**3$ and $ln(a)$ it changes.": (
            "U13.2"
        ),
        "You can look formulas up.": "U13.3",
        "The chain rule makes the backward pass cheap: every edge is walked once.": "U13.4",
        "A derivative measures sensitivity: how strongly the output reacts to its input.": "U13.5",
    }

    @classmethod
    def compute(cls, given: Parameters) -> TakeawayFacts:
        sides, exhibits = zip(*given.messages, strict=True)
        deck = DeckFacts.of("messages", tuple((side,) for side in sides), {})
        return TakeawayFacts(deck.deck, {}, exhibits)

    @property
    def title(self) -> str:
        return self.say("To take away").text

    def construct(self) -> None:
        self.chapter("Thoughts")
        count = len(self.facts.deck)
        self.showing: Showing | None = None
        spots = Places.with_pictures(self.regions, count)
        self.open("To take away", spots, asks=False, at=spots.open)
        with self.beat("Here are {n} thoughts to take away.", kind="setup", n=count):
            for card in self.sheets:
                self.play(card.turn(0.4))
        for i, ((side,), exhibit) in enumerate(
            zip(self.facts.deck, self.facts.exhibits, strict=True)
        ):
            self.tell(i, side, exhibit)
        self.chapter("All of them")
        self.close("These are the thoughts to take away.")

    def tell(self, i: int, side: Side, exhibit: Exhibit | None) -> None:
        """Read a thought, and show it."""
        card, text = self.sheets[i], self.paragraph(side, inside(self.spots.card))
        card.write((2,), text)
        self.seen = {}
        kind: Kind = "action" if exhibit else "result"
        said = self.facts.sentence(side, self.digits)
        with self.beat(said, kind=kind, teaches=self.taught.get(side.source, "")) as score:
            self.add(text)
            others = zip(self.sheets[1:], self.spots.slots[1:], strict=True)
            self.deal(i, *(Drive(one, 0.8, box=slot) for one, slot in others if i == 0))
            self.write(card, text, side, score)
        self.read = Read(i, side, text, [(card, text)])
        if exhibit is None:
            return
        place = self.spots.below
        assert place is not None
        panel = Card(self.theme, nowhere(place), place)
        self.showing = Showing(self, exhibit, place.inset(*[_ROOM] * 4))
        with self.beat(exhibit.sentence(self.digits), kind="result") as score:
            self.play(Drive(card, 0.5, box=self.spots.card))
            self.add(panel.panel.set_z_index(_BEHIND))
            self.play(panel.go(place, 0.6))
            self.showing.show(score)
        self.read.all.append((panel, None))

    def put_away(self, next_one: int | None = None, *also: Animation) -> None:
        """Take away what was shown, and put the card where it lay."""
        shown, self.showing = self.showing, None
        parts = [part for part in (shown.parts if shown else ()) if part is not shown.result]  # type: ignore[union-attr]
        if parts:
            self.play(vanish(*parts, run_time=0.3))
        self._result = shown.result if shown else None
        super().put_away(next_one, *also)
        if self._result is not None:
            self.remove(self._result)

    def _kept(self, read: Read, slot: Box) -> tuple[VMobject, Animation]:
        """Return what is kept of a thought: what was found, or else a formula of its own."""
        source = self._result
        if isinstance(source, NumberText):
            kept = source.copy()
            if fits(kept, slot):
                return kept, Carry(source, kept)
        elif isinstance(source, Text):
            formula = source.copy()
            if fits(formula, slot):
                return formula, Merge(source, into=formula, dims=1.0)
        return super()._kept(read, slot)

    def _topics(self, i: int) -> Iterable[Wordable]:
        """Give what its exhibit found: a formula of the thought would seem to be what that is."""
        exhibit = self.facts.exhibits[i]
        return super()._topics(i) if exhibit is None else [exhibit.topic(self.digits)]
