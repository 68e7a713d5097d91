"""What stories with a deck of cards have in common: each is read, answered and put away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import ClassVar

from manim import Animation, VMobject

from scenes.cards.card import Card, nowhere
from scenes.cards.scene import ROOM, CardScene, Facts
from scenes.cards.showing import Showing
from scenes.cards.stage import Places
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.compose import fit
from scenes.picture.countdown import Ring, tick_of
from scenes.picture.layout import Box, pen
from scenes.picture.meaning import Detail, claim
from scenes.picture.motion import Drive, Trace, appear, vanish
from scenes.picture.paragraph import SIZES, Figure, Paragraph
from scenes.picture.plot import stroke
from scenes.picture.rolling import Roll
from scenes.picture.shapes import polyline
from scenes.settings.decks import Side
from scenes.telling.answers import Answer
from scenes.telling.beats import Kind

_AROUND = 0.15  # Manim units around the texts at the end
_TICK = 0.2  # radius of a tick
_LAST = SIZES[3]  # largest font size of the texts at the end


@dataclass
class Read:
    """A card that has been read, until it is put away.

    Attributes:
        place: Which one.
        all: Everything that leaves, with the cards it is on.
        showing: What it was shown by, if it was.
    """

    place: int
    all: list[tuple[Card, Paragraph | None]]
    showing: Showing | None = None


class DeckScene(CardScene[Facts]):
    """A story that asks with cards, one after the other.

    Attributes:
        showing: What the last card that is shown by something is shown by.
        panel: What that is drawn on.
    """

    taught: ClassVar[Mapping[str, str]] = {}
    """What of the curriculum a question teaches, by the question."""

    showing: Showing
    panel: Card

    def open(
        self, title: str, spots: Places, read: Sequence[Sequence[Box]],
        asks: bool = True, at: Sequence[Box] = (),
    ) -> None:  # fmt: skip
        """Lay all cards down, face down.

        Args:
            title: The title.
            spots: Where things are.
            read: Where each side of a card is read; those of a group are set in one size.
            asks: Whether there is a ring, which runs down after questions.
            at: Where the cards lie; by default where they are kept.
        """
        self.asks, self.spots, places = asks, spots, [*chain(*read)]
        texts = [[*zip(some, places, strict=False)] for some in self.facts.deck]
        sizes = [[self.paragraph(*pair).font_size for pair in pairs] for pairs in texts]
        self.boxes: list[tuple[Box, float]] = []
        for group in read:
            first = len(self.boxes)
            least = min(chain(*(some[first : first + len(group)] for some in sizes)))
            self.boxes += [(box, least) for box in group]
        self.sheets = [Card(self.theme, slot, self.spots.card) for slot in at or spots.slots]
        self.ring = Ring(self.theme, *self.spots.ring)
        self.read: Read | None = None
        self.ticks: list[VMobject] = []
        self.add(*(card.panel for card in self.sheets), *([self.ring.picture] if asks else []))
        self.show_title(title)
        self.counter = self._counter(0)
        if asks:
            self.add(self.counter)

    def text(self, side: Side, i: int = 0) -> Paragraph:
        """Return a side of a card, set where the side of that number is read."""
        box, size = self.boxes[i]
        return self.paragraph(side, box, most=size)

    def _counter(self, i: int) -> Text:
        """Return what says which card it is."""
        said = self.say("{i} of {n}", i=i + 1, n=len(self.sheets))
        text = Text(said.markup, self.theme.body, Role.NEUTRAL, self.theme)
        text.numbers = said.numbers
        return fit(text, self.regions.title, 1, 0)

    def ask(self, i: int, side: Side) -> Paragraph:
        """Deal a card while its question is asked; then the ring runs."""
        card, question = self.sheets[i], self.text(side)
        card.write((1,), question)
        self.seen = {}
        said, teaches = self.facts.sentence(side, self.digits), self.taught.get(side.source, "")
        with self.beat(said, kind="question", teaches=teaches) as score:
            self.add(question)
            self.deal(i)
            self.write(card, question, side, score)
        return question

    def deal(self, i: int, *also: Animation, to: Box | None = None) -> None:
        """Bring a card up to be read, while the one that has been read goes where it lay."""
        comes = self.sheets[i].go(to or self.spots.whole)
        if self.read is None:
            self.play(comes, *also)
        else:
            self.put_away(i, comes, *also)

    def put_away(self, next_one: int | None = None, *also: Animation) -> None:
        """Put the card that has been read where it lay, with a tick on it."""
        read = self.read
        assert read is not None
        shown = read.showing
        if shown is not None:
            self.play(vanish(*shown.parts, run_time=0.3))
        slot, card = self.spots.slots[read.place], self.sheets[read.place]
        tick = stroke(self.theme[Role.TEXT], pen(8), "label")
        claim(tick, Detail())
        tick.set_points(polyline([*slot.centre, 0] + _TICK * tick_of(1.0)))
        self.ticks.append(tick)
        others: list[Animation] = [
            one.go(nowhere(one.place)) for one, _ in read.all if one is not card
        ]
        if next_one is not None:
            before, self.counter = self.counter, self._counter(next_one)
            others += [Roll(before, self.counter), self._ready(shown is None or not self.asks)]
        self.play(Trace(tick, 0.6), card.go(slot), *others, *also)
        card.keep(tick, slot)
        for one, text in read.all:
            if text is not None:
                self.remove(text, *chain.from_iterable(text.figures.values()))
            if one is not card:
                self.remove(one.panel)
        self.read = None

    def _ready(self, is_there: bool) -> Animation:
        """Let the ring be whole again, which may have made room for a picture."""
        if is_there:
            return Drive(self.ring, 0.6, left=1.0, ticked=0.0)
        self.ring.set(left=1.0, ticked=0.0)
        return appear(self.ring.picture, run_time=0.6)

    def open_picture(self, i: int, room: float = ROOM) -> list[Animation]:
        """Return what opens a card for what another is shown by, which has room around it."""
        exhibit, place = self.facts.exhibit(i), self.spots.picture
        if exhibit is None or place is None:
            return []
        self.showing = Showing(self, exhibit, place.inset(*[room] * 4))
        self.panel = self.panel_in(place)
        return [self.panel.go(place)]

    def answer_with(self, i: int, *moves: Animation) -> None:
        """Let an answer come, and where the ring is what it will be shown by."""
        if opens := self.open_picture(i):
            self.play(*moves, *opens, vanish(self.ring.picture, run_time=0.3))
            self.showing.begin()
        else:
            self.play(*moves)

    def illustrate(self, i: int) -> None:
        """Show what a card is shown by."""
        exhibit = self.facts.exhibit(i)
        if exhibit is not None and self.read is not None:
            self.read.all.append((self.panel, None))
            self.read.showing = self.showing
            with self.beat(exhibit.sentence(self.digits), kind="result") as score:
                self.showing.show(score)

    def open_below(
        self, i: int, side: Side, kind: Kind = "action", answers: bool | Answer = False
    ) -> Paragraph:
        """Let a second card slide out below, and say what it says; that may be an answer."""
        place = self.spots.below
        assert place is not None
        card, text = Card(self.theme, nowhere(place), place), self.text(side, -1)
        card.write((1,), text)
        with self.beat(self.facts.sentence(side, self.digits), kind=kind, answers=answers) as score:
            up = Drive(self.sheets[i], 0.5, box=self.spots.card)
            self.play(up)  # first there is room
            self.add(card.panel, text)
            comes = card.go(place, 0.6)
            if answers:
                self.answer_with(i, comes)
            else:
                self.play(comes)
            self.write(card, text, side, score)
            if answers:
                self.answered(i)
        if self.read is not None:
            self.read.all.append((card, text))
        return text

    def answered(self, i: int) -> None:
        """Tick what has been answered, unless a picture comes where the ring is."""
        if self.facts.exhibit(i) is None:
            self.play(Drive(self.ring, 0.5, ticked=1.0))

    def close(self, sentence: str) -> None:
        """Put the last card away, and show them all."""
        with self.beat(sentence, kind="conclusion", poster=1):
            self.put_away()
            self.remove(self.ring.picture)
            fronts = self._fronts()
            self.play(vanish(*self.ticks), run_time=0.3)
            for card, text, box in zip(self.sheets, fronts, self.spots.open, strict=True):
                card.place = box
                card.write((round(card.state["turn"]) + 1,), text, at_once=True)
            self.add(*fronts)
            all_of_them = zip(self.sheets, self.spots.open, fronts, strict=True)
            self.play(*(card.go(box, 1.0, [text]) for card, box, text in all_of_them))

    def _fronts(self) -> Sequence[Paragraph]:
        """Return what stands on the cards at the end, in one size: first sides, or numbers."""
        boxes = [box.inset(*[_AROUND] * 4) for box in self.spots.open]
        sides = [*zip((some[0] for some in self.facts.deck), boxes, strict=True)]
        size = min(self.paragraph(*pair, most=_LAST).font_size for pair in sides)
        texts = [self.paragraph(*pair, most=size, come=False) for pair in sides]
        if all(text.fits for text in texts):
            return texts
        numbers = [self.digits.shown(i) for i in range(1, len(boxes) + 1)]
        return [
            Paragraph(one.text, [Figure("i", one, Role.NEUTRAL)], box, self.theme, most=_LAST)
            for one, box in zip(numbers, self.spots.open, strict=True)
        ]


def inside(box: Box) -> Box:
    """Return a box without the room around a text."""
    return box.inset(ROOM, ROOM / 2, ROOM, ROOM / 2)
