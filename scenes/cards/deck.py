"""What stories with a deck of cards have in common: each is read, answered and put away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log
from typing import ClassVar

from manim import Animation, VMobject

from scenes.cards.card import Card, nowhere
from scenes.cards.facts import too_long
from scenes.cards.scene import CardScene, Facts
from scenes.cards.showing import Showing
from scenes.cards.stage import ROOM, Spots, Stack, grids, inside, kept, shorter, ways
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.compose import fit, rest_of
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
from scenes.telling.score import Score

_AROUND = 0.15  # Manim units around the texts at the end
_SHAPE = 2.2  # width over height of a card at the end, as nearly as there is room for
_SEEN = 2.7  # Manim units: the longer side of a card that is seen alone
_TICK = 0.4  # radius of a tick, of the shorter side of its card
_BESIDE = 0.25  # Manim units between the title, cards that are kept, and which one is read
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

    deck: ClassVar[str]
    """The parameter that the cards are."""
    on_card: ClassVar[int] = 1
    """How many sides stand on a card in the end, one under the other."""
    below: ClassVar[int] = 0
    """How many there are on a card under it, at most."""
    taught: ClassVar[Mapping[str, str]] = {}
    """What of the curriculum a question teaches, by the question."""

    showing: Showing
    panel: Card

    def open(self, title: str, asks: bool = True) -> None:
        """Lay all cards down, face down.

        Args:
            title: The title.
            asks: Whether there is a ring, which runs down after questions.
        """
        self.asks = asks
        self.lines = [[*map(self.lines_of, sides)] for sides in self.facts.deck]
        self.stacks, self.spots = self._spots()
        alone = [front.size(inside(self.spots.card)) or SIZES[-1] for front, *_ in self.lines]
        self.front = min(alone) if self.on_card > 1 else self.spots.size
        self.laid = max(grids(self.regions.body, len(self.lines)), key=self._worth)
        self.sheets = [Card(self.theme, box, self.spots.card) for box in self.laid]
        self.ring = Ring(self.theme, *self.spots.ring)
        self.read: Read | None = None
        self.ticks: list[VMobject] = []
        self.add(*(card.panel for card in self.sheets))
        name, self.counter = self.show_title(title), self._counter(0)
        strip = rest_of(self.regions.title, name, _BESIDE, True)
        self.slots = kept(rest_of(strip, self.counter, _BESIDE, True), len(self.sheets))

    def _spots(self) -> tuple[list[Stack], Spots]:
        """Return what can be read together, and where; what was read before leaves first."""
        on, is_drawn = self.on_card, any(self.facts.exhibits) or not self.asks
        for first in range(on):
            stacks = [Stack(some[first:on], some[on : on + self.below]) for some in self.lines]
            places = ways(self.regions, is_drawn, any(one.below for one in stacks))
            if found := Spots.all(places, stacks):
                return stacks, self.best(found)
        raise too_long(self.deck, chain(*(sides[: on + self.below] for sides in self.facts.deck)))

    def _worth(self, boxes: Sequence[Box]) -> tuple[float, ...]:
        """Return how well cards could be seen and read that lie side by side."""
        wide, high = boxes[0].width, boxes[0].height
        return max(wide, high) > _SEEN, self._last_size(boxes), -abs(log(wide / high / _SHAPE))

    def _last_size(self, boxes: Sequence[Box]) -> float:
        """Return the font size of all first sides in some boxes, or 0."""
        rooms = [box.inset(*[_AROUND] * 4) for box in boxes]
        pairs = zip(self.lines, rooms, strict=True)
        return min(front.size(room, _LAST) or 0.0 for (front, *_), room in pairs)

    def _counter(self, i: int) -> Text:
        """Return what says which card it is."""
        said = self.say("{i} of {n}", i=i + 1, n=len(self.sheets))
        text = Text(said.markup, self.theme.body, Role.NEUTRAL, self.theme)
        text.numbers = said.numbers
        return fit(text, self.regions.title, 1, 0)

    def front_of(self, side: Side) -> Paragraph:
        """Return the first side of a card, as it is read at first."""
        return self.paragraph(side, inside(self.spots.card), most=self.front)

    def ask(self, i: int, side: Side) -> Paragraph:
        """Deal a card while its question is asked; then the ring runs."""
        card, question = self.sheets[i], self.front_of(side)
        card.write((1,), question)
        self.seen = {}
        said, teaches = self.facts.sentence(side, self.digits), self.taught.get(side.source, "")
        with self.beat(said, kind="question", teaches=teaches) as score:
            self.add(question)
            self.deal(i)
            self.write(card, question, side, score)
        return question

    def deal(self, i: int, *also: Animation, to: Box | None = None) -> None:
        """Bring a card up to be read, while the one that has been read goes where it is kept."""
        comes = self.sheets[i].go(to or self.spots.whole)
        if self.read is not None:
            self.put_away(i, comes, *also)
            return
        rest = zip(self.sheets[1:], self.slots[1:], strict=True)
        others = [Drive(one, 0.8, box=slot) for one, slot in rest]
        come = [self.counter, *([self.ring.picture] if self.asks else [])]
        self.play(comes, *also, *others, appear(*come, run_time=0.8))

    def put_away(self, next_one: int, *also: Animation) -> None:
        """Put the card that has been read where it is kept, with a tick on it."""
        assert self.read is not None
        slot, card = self.slots[self.read.place], self.sheets[self.read.place]
        tick = stroke(self.theme[Role.TEXT], pen(8), "label")
        claim(tick, Detail())
        tick.set_points(polyline([*slot.centre, 0] + _TICK * shorter(slot) * tick_of(1.0)))
        self.ticks.append(tick)
        before, self.counter = self.counter, self._counter(next_one)
        ready = self._ready(self.read.showing is None or not self.asks)
        moves = Trace(tick, 0.6), card.go(slot), Roll(before, self.counter), ready, *also
        self._leave([], *moves)
        card.keep(tick, slot)

    def _leave(self, others: Sequence[VMobject], *moves: Animation) -> None:
        """Move what has been read away, after what it was shown by and some others have gone."""
        read = self.read
        assert read is not None
        shown = [] if read.showing is None else read.showing.parts
        if gone := [*shown, *others]:
            self.play(vanish(*gone, run_time=0.3))
        more = [one for one, _ in read.all if one is not self.sheets[read.place]]
        self.play(*moves, *(one.go(nowhere(one.place)) for one in more))
        for _, text in read.all:
            if text is not None:
                self.remove(text, *chain.from_iterable(text.figures.values()))
        self.remove(*(one.panel for one in more))
        self.read = None

    def _ready(self, is_there: bool) -> Animation:
        """Let the ring be whole again, which may have made room for a picture."""
        if is_there:
            return Drive(self.ring, 0.6, left=1.0, ticked=0.0)
        self.ring.set(left=1.0, ticked=0.0)
        return appear(self.ring.picture, run_time=0.6)

    def open_picture(self, i: int) -> list[Animation]:
        """Return what opens a card for what another is shown by, which has room around it."""
        exhibit, place = self.facts.exhibit(i), self.spots.picture
        if exhibit is None or place is None:
            return []
        self.showing = Showing(self, exhibit, place.inset(*[ROOM] * 4))
        self.panel = self.panel_in(place)
        return [self.panel.go(place)]

    def answer_with(self, i: int, *moves: Animation) -> None:
        """Let an answer come, and where the ring is what it will be shown by."""
        if opens := self.open_picture(i):
            self.play(*moves, *opens, vanish(self.ring.picture, run_time=0.3))
            self.showing.begin()
        else:
            self.play(*moves)

    def shown(self, i: int) -> Showing | None:
        """Return what an answer is shown by, if it is."""
        return None if self.facts.exhibit(i) is None else self.showing

    def illustrate(self, i: int, answer: Side | None = None) -> None:
        """Show what a card is shown by, unless its answer said all that and it was shown then."""
        exhibit = self.facts.exhibit(i)
        if exhibit is not None and self.read is not None:
            self.read.all.append((self.panel, None))
            self.read.showing = self.showing
            if answer is not None and self.facts.is_said(i, answer):
                return
            said = exhibit.sentence(self.digits, self.theme.partial)
            with self.beat(said, kind="result") as score:
                self.showing.show(score)

    def open_below(
        self, i: int, side: Side, kind: Kind = "action", answers: bool | Answer = False
    ) -> Paragraph:
        """Let a second card slide out below, and say what it says; that may be an answer."""
        place = self.spots.below
        assert place is not None
        card = Card(self.theme, nowhere(place), place)
        text = self.paragraph(side, inside(place), most=self.spots.size)
        card.write((1,), text)
        whole = bool(answers) and self.facts.is_said(i, side)
        with self.beat(self.facts.sentence(side, self.digits), kind=kind, answers=answers) as score:
            up = Drive(self.sheets[i], 0.5, box=self.spots.card)
            self.play(up)  # first there is room
            self.add(card.panel, text)
            comes = card.go(place, 0.6)
            if answers:
                self.answer_with(i, comes)
            else:
                self.play(comes)
            self.write(card, text, side, score, self.shown(i) if answers else None, whole)
            if answers:
                self.answered(i, side, score)
        if self.read is not None:
            self.read.all.append((card, text))
        return text

    def answered(self, i: int, side: Side, score: Score) -> None:
        """Tick what has been answered, or where the ring is show what was said."""
        if self.facts.exhibit(i) is None:
            self.play(Drive(self.ring, 0.5, ticked=1.0))
        elif self.facts.is_said(i, side):
            self.showing.show(score)

    def close(self, sentence: str) -> None:
        """Show all cards, side by side."""
        with self.beat(sentence, kind="conclusion", poster=1):
            fronts = [*self._fronts()]
            all_of_them = [*zip(self.sheets, self.laid, fronts, strict=True)]
            for card, box, text in all_of_them:
                card.place = box
                card.write((round(card.state["turn"]) + 1,), text, at_once=True)
            self.add(*fronts)
            ring = [one for one in self.mobjects if one is self.ring.picture]
            moves = [card.go(box, 1.2, [text]) for card, box, text in all_of_them]
            self._leave([*self.ticks, *ring], moves.pop())
            if moves:
                self.play(*moves)

    def _fronts(self) -> Iterator[Paragraph]:
        """Give what stands on the cards at the end, in one size: first sides, or numbers."""
        size = self._last_size(self.laid)
        for i, (box, sides) in enumerate(zip(self.laid, self.facts.deck, strict=True), start=1):
            if size:
                yield self.paragraph(sides[0], box.inset(*[_AROUND] * 4), most=size, come=False)
            else:
                number = self.digits.shown(i)
                figure = Figure("i", number, Role.NEUTRAL)
                yield Paragraph(number.text, [figure], box, self.theme, most=_LAST)
