"""What stories with a deck of cards have in common: each is read, answered and put away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import ClassVar

from manim import Animation, VMobject

from scenes.cards.card import Card
from scenes.cards.scene import ROOM, CardScene, Facts
from scenes.cards.stage import Places
from scenes.look.text import LEAST_SIZE, NumberText, Text, scale_to_fit
from scenes.look.theme import Role
from scenes.picture.carrying import Carry, Merge
from scenes.picture.compose import fit
from scenes.picture.countdown import Ring, tick_of
from scenes.picture.layout import Box, pen
from scenes.picture.meaning import Detail, claim
from scenes.picture.motion import Drive, Trace, appear
from scenes.picture.paragraph import Paragraph
from scenes.picture.plot import stroke
from scenes.picture.rolling import Roll
from scenes.picture.shapes import polyline
from scenes.settings.decks import Side
from scenes.telling.answers import Answer
from scenes.telling.beats import Kind
from scenes.words.wording import Wordable, worded

_AROUND = 0.15  # Manim units around what is kept
_KEPT, _TICK = 32.0, 0.28  # font size of what is kept, and the radius of a tick
_LABEL = 0.35  # of a card's height, from its top, for what its question was about


@dataclass
class Read:
    """A card that has been read, until it is put away.

    Attributes:
        place: Which one.
        side: What was found out.
        text: The same, as it stands there.
        all: Everything that leaves, with the cards it is on.
    """

    place: int
    side: Side
    text: Paragraph
    all: list[tuple[Card, Paragraph | None]]


class DeckScene(CardScene[Facts]):
    """A story that asks with cards, one after the other."""

    taught: ClassVar[Mapping[str, str]] = {}
    """What of the curriculum a question teaches, by the question."""

    def open(self, title: str, spots: Places, asks: bool = True, at: Sequence[Box] = ()) -> None:
        """Lay all cards down, face down.

        Args:
            title: The title.
            spots: Where things are.
            asks: Whether there is a ring, which runs down after questions.
            at: Where the cards lie; by default where they are kept.
        """
        self.spots = spots
        self.sheets = [Card(self.theme, slot, self.spots.card) for slot in at or spots.slots]
        self.ring = Ring(self.theme, *self.spots.ring)
        self.read: Read | None = None
        self.counter = self._counter(0)
        self.add(*(card.panel for card in self.sheets), *([self.ring.picture] if asks else []))
        self.show_title(title)
        self.add(self.counter)

    def _counter(self, i: int) -> Text:
        """Return what says which card it is."""
        said = self.say("{i} of {n}", i=i + 1, n=len(self.sheets))
        text = Text(said.markup, self.theme.body, Role.NEUTRAL, self.theme)
        text.numbers = said.numbers
        return fit(text, self.regions.title, 1, 0)

    def ask(self, i: int, side: Side) -> Paragraph:
        """Deal a card while its question is asked; then the ring runs."""
        card, question = self.sheets[i], self.paragraph(side, inside(self.spots.card))
        card.write((1,), question)
        self.seen = {}
        said, teaches = self.facts.sentence(side, self.digits), self.taught.get(side.source, "")
        with self.beat(said, kind="question", teaches=teaches) as score:
            self.add(question)
            self.deal(i)
            self.write(card, question, side, score)
        return question

    def deal(self, i: int, *also: Animation) -> None:
        """Bring a card up, while the one that has been read goes where it lay."""
        comes = self.sheets[i].go(self.spots.whole)
        if self.read is None:
            self.play(comes, *also)
        else:
            self.put_away(i, comes, *also)

    def put_away(self, next_one: int | None = None, *also: Animation) -> None:
        """Put the card that has been read where it lay, with what was found out on it."""
        read = self.read
        assert read is not None
        slot, card = self.spots.slots[read.place], self.sheets[read.place]
        kept, comes = self._kept(read, slot)
        others: list[Animation] = [
            one.go(nowhere(one.place)) for one, _ in read.all if one is not card
        ]
        if next_one is not None:
            before, self.counter = self.counter, self._counter(next_one)
            ready = Drive(self.ring, 0.6, left=1.0, ticked=0.0)
            others += [Roll(before, self.counter), ready]
        self.play(comes, card.go(slot), *others, *also)
        card.keep(kept, slot)
        for one, text in read.all:
            if text is not None:
                self.remove(text, *chain.from_iterable(text.figures.values()))
            if one is not card:
                self.remove(one.panel)
        self.read = None

    def _kept(self, read: Read, slot: Box) -> tuple[VMobject, Animation]:
        """Return what is kept of a card, its last number or formula or a tick, and how it comes."""
        if best := self.facts.result(read.side):
            source = read.text.figures[best.name][-1]
            kept = NumberText(source.numbers[0], _KEPT, best.role, self.theme)
            if fits(kept, slot):
                return kept, Carry(source, kept)
        if read.side.formulas:
            formula = self.formula("{f}", _KEPT, f=[*read.side.formulas.values()][-1])
            if fits(formula, slot):
                return formula, Merge(read.text, into=formula)
        tick = stroke(self.theme[Role.TEXT], pen(8), "label")
        claim(tick, Detail())
        tick.set_points(polyline([*slot.centre, 0] + _TICK * tick_of(1.0)))
        return tick, Trace(tick, 0.6)

    def turn_over(self, i: int, side: Side) -> None:
        """Turn a card to its answer."""
        card, answer = self.sheets[i], self.paragraph(side, inside(self.spots.card))
        card.write((2,), answer)
        self.seen = {}
        with self.beat(self.facts.sentence(side, self.digits), answers=True) as score:
            self.add(answer)
            self.play(card.turn(), Drive(self.ring, 0.8, ticked=1.0))
            self.write(card, answer, side, score)
        self.read = Read(i, side, answer, [(card, answer)])

    def open_below(
        self, i: int, side: Side, kind: Kind = "action", answers: bool | Answer = False
    ) -> Paragraph:
        """Let a second card slide out below, and say what it says; that may be an answer."""
        place = self.spots.below
        assert place is not None
        card, text = Card(self.theme, nowhere(place), place), self.paragraph(side, inside(place))
        card.write((1,), text)
        with self.beat(self.facts.sentence(side, self.digits), kind=kind, answers=answers) as score:
            up = Drive(self.sheets[i], 0.5, box=self.spots.card)
            ticks = [Drive(self.ring, 0.5, ticked=1.0)] if answers else []
            self.play(up, *ticks)  # first there is room
            self.add(card.panel, text)
            self.play(card.go(place, 0.6))
            self.write(card, text, side, score)
        if self.read is not None:
            self.read.all.append((card, text))
        return text

    def close(self, sentence: str) -> None:
        """Put the last card away, and show what was found out on all of them."""
        with self.beat(sentence, kind="conclusion", poster=1):
            self.put_away()
            self.remove(self.ring.picture)
            opened = self.spots.open
            pairs = zip(self.sheets, opened, strict=True)
            self.play(*(Drive(card, 1.2, box=box) for card, box in pairs))
            self.play(appear(*map(self._label, range(len(opened)), opened)))

    def _label(self, i: int, box: Box) -> Text:
        """Return what a card is known by: the formula that it is about, or its number."""
        place = replace(box, bottom=box.top - _LABEL * box.height)
        for topic in self._topics(i):
            said = worded(topic, self.tongue)
            text = Text(said.markup, _KEPT, Role.NEUTRAL, self.theme)
            text.numbers = said.numbers
            if fits(text, place):
                return text
        number = self.formula("{i}", _KEPT, Role.NEUTRAL, i=i + 1)
        fits(number, place)
        return number

    def _topics(self, i: int) -> Iterable[Wordable]:
        """Give the formulas that a card is about, the best one first: of a question, the longest.

        A name that its longest formula is in says nothing without that.
        """
        formulas = self.facts.deck[i][0].formulas.values()
        return sorted(formulas, key=lambda term: len(term.text))[-1:]


def fits(text: Text | NumberText, box: Box) -> bool:
    """Put a text into the middle of a box, and say whether it can be read there."""
    scale_to_fit(text, box.width - 2 * _AROUND)
    text.move_to((*box.centre, 0))
    return text.font_size >= LEAST_SIZE


def inside(box: Box) -> Box:
    """Return a box without the room around a text."""
    return box.inset(*[ROOM] * 4)


def nowhere(place: Box) -> Box:
    """Return a box that has no size, in the middle of another."""
    x, y = place.centre
    return Box(x, y, x, y)
