"""Steps to put in order: they are shuffled, go to their places one by one, and are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise, product
from random import Random
from typing import Annotated, Any, Self

import numpy as np
from manim import Animation, LaggedStart, VGroup

from calculus.computation import Computation
from calculus.errors import LessonError
from scenes.cards.card import Card, nowhere
from scenes.cards.exhibits import KINDS
from scenes.cards.facts import DeckFacts, require_usable, too_long
from scenes.cards.scene import CardScene
from scenes.cards.showing import Showing
from scenes.cards.stage import EASE, ROOM, Spot, shorter, split
from scenes.look.theme import Role, Theme
from scenes.picture.compose import fit
from scenes.picture.countdown import Ring
from scenes.picture.layout import Box
from scenes.picture.motion import Drive, Pulse, appear, vanish
from scenes.picture.paragraph import SIZES, Lines
from scenes.settings.decks import VALUES, Deck, DeckLike, Side, ValuesLike, deck, one_side
from scenes.settings.kinds import whole_number
from scenes.settings.parameters import Parameters
from scenes.telling.answers import Answer, Order
from scenes.telling.claims import Sentence
from scenes.telling.score import Score
from scenes.words.wording import Clause

_STEPS = deck(
    (3, 6), (2,), "steps in their order, each with an example, and perhaps with a picture",
    "nudge | by {h} || measure | it moves || divide | that is all", each="step", longest=40,
    pictures=KINDS,
)  # fmt: skip
_SETTING = one_side("what the examples of steps start from", "$J(w) = w**2$, and $w$ is {a}.")
_SECONDS = whole_number(3, 60, "seconds to think", "12")
_SEED = whole_number(0, 999, "which order they are shuffled into", "1")
_HIGHEST, _GAP, _READ = 1.6, 0.08, 0.8  # of a row, between rows, and of the width beside the ring
_SPLITS = 0.5, 0.44, 0.0  # of a row, for a step beside its example, or over it
_LOW, _HIGH = 0.62, 0.95  # of what says what examples start from, in a line or in two
_FIRST = 28.0  # font size that comes before what examples start from
_RING, _SMALL = 0.8, 0.3  # radii
_BESIDE = 0.2  # Manim units beside rows
_BACKS = 0.7  # share of a sentence in which cards turn their backs
_INSET, _LINE, _COUNT = 0.2, 0.03, 0.5  # Manim units: beside a text, over it, and for its number
_LIFTED = 100  # by so much the z-index of a card that slides over others is higher
_TELLS = (
    "First: {step}. Here {example}.",
    "Next: {step}. Here {example}.",
    "Last: {step}. Here {example}.",
)


@dataclass(frozen=True)
class OrderFacts(DeckFacts):
    """What the story is about.

    Attributes:
        order: Which step lies in each row at first, counted from 0.
        setting: What examples start from, if that is said.
    """

    order: tuple[int, ...] = ()
    setting: Side | None = None

    @property
    def sides(self) -> Iterator[Side]:
        """All texts."""
        yield from super().sides
        yield from (self.setting,) if self.setting else ()

    @classmethod
    def shuffled(
        cls, deck: Deck, values: Mapping[str, Computation], seed: int, setting: Side | None
    ) -> Self:
        """Shuffle steps so that none is in its place, and none follows the right one.

        Raises:
            LessonError: Two of them are the same, or what makes a deck unusable.
        """
        texts = [sides[0].source for sides in deck]
        if len(set(texts)) < len(texts):
            again = next(text for text in texts if texts.count(text) > 1)
            raise LessonError("steps", "are all different", again, "another step")
        known = DeckFacts.of("steps", deck, values)
        if setting is not None:
            require_usable("setting", setting, known.values)
        chance, order = Random(seed), [*range(len(deck))]
        while any(place == step for place, step in enumerate(order)) or (
            len(order) > 3 and any(after == step + 1 for step, after in pairwise(order))
        ):
            chance.shuffle(order)
        return cls(known.deck, known.values, (), tuple(order), setting).illustrated("steps")


@dataclass(frozen=True)
class _Room:
    """Where things lie.

    Attributes:
        rows: The cards.
        split: Of the width of a row, for a step beside its example; 0 if it stands over that.
        setting: What examples start from, if that is said.
        stays: Whether that stays.
        picture: What shows them, if anything does.
        ring: The ring.
        size: Font size of all texts.
    """

    rows: tuple[Box, ...]
    split: float
    setting: Box | None
    stays: bool
    picture: Box | None
    ring: Spot
    size: float = 0.0

    @property
    def worth(self) -> tuple[float, ...]:
        """How well all can be read, and is there, and how large what is drawn is."""
        drawn = 0.0 if self.picture is None else shorter(self.picture)
        return min(self.size, _FIRST), self.stays, min(self.size, EASE), drawn

    def halves(self, row: Box, texts: Sequence[Lines], size: float) -> tuple[Box, Box]:
        """Return where a step and its example stand in a row, set in a font size."""
        inside = row.inset(_INSET + _COUNT, _LINE, _INSET, _LINE)
        if self.split:
            return inside.beside(self.split, _INSET)
        step, example = (text.height(size, inside.width) for text in texts)
        return inside.above(step / (step + example) if step + example < np.inf else 0.5, 0)

    def has_room(self, deck: Sequence[Sequence[Lines]], size: float) -> bool:
        """Return whether all texts fit in a font size."""
        return all(
            text.fit(size, box)
            for texts, row in zip(deck, self.rows, strict=True)
            for text, box in zip(texts, self.halves(row, texts, size), strict=True)
        )


class OrderScene(CardScene[OrderFacts]):
    """Steps in a wrong order: while a ring runs down they can be put right, and then they are."""

    room: _Room

    steps: Annotated[DeckLike, _STEPS] = (
        "nudge the input | $w$ becomes {x} | limit of J(w) = w**2 at a by h",
        "measure the output | $J$ moves by {r} | limit of J(w) = w**2 at a by h",
        "divide | the ratio is {q} | limit of J(w) = w**2 at a by h",
        "shrink the nudge | the ratio goes to {k} | limit of J(w) = w**2 at a by h",
        "update | $w$ becomes {b} | step of J(w) = w**2 at a by l",
    )
    values: Annotated[ValuesLike, VALUES] = {
        "a": 3, "h": 0.001, "x": "a + h", "r": "rise of J(w) = w**2 at a by h",
        "q": "ratio of J(w) = w**2 at a by h", "k": "slope of J(w) = w**2 at a", "l": 0.1,
        "b": "a - l*k",
    }  # fmt: skip
    setting: Annotated[str, _SETTING] = ""
    seconds: Annotated[int | str, _SECONDS] = 12
    seed: Annotated[int | str, _SEED] = 1

    @classmethod
    def prepare(cls, overrides: Mapping[str, object]) -> tuple[Parameters, Theme, OrderFacts]:
        # What a lesson's steps start from, other steps don't.
        own = {"setting": ""} if "steps" in overrides else {}
        return super().prepare({**own, **overrides})

    @classmethod
    def compute(cls, given: Parameters) -> OrderFacts:
        return OrderFacts.shuffled(given.steps, given.values, given.seed, given.setting)

    @property
    def title(self) -> str:
        return self.say("Put in order").text

    def construct(self) -> None:
        steps, setting = self.facts.deck, self.facts.setting
        self._lay()
        there, place = [card.panel for card in self.sheets], self.room.setting
        there.append(self.ring.picture)
        told = None if place is None else Card(self.theme, place, place)
        if told is not None:
            self.add(told.panel)
        if told is None or self.room.stays:
            self.add(*there)
        self.chapter("Out of order")
        self.show_title("Put in order")
        if told is not None and setting is not None:
            self.set_out(told, setting)
        with self.beat(
            "These steps are out of order. Put them right.", kind="question", teaches="U14.4"
        ):
            if told is not None and not self.room.stays:
                self.play(told.go(nowhere(told.place), 0.6))
                self.play(appear(*there, run_time=0.4))
            cards = [self.sheets[i] for i in self.facts.order]
            for card in cards:
                self.play(card.turn(0.5))
        self.chapter("In order")
        with self.exempt("motion.same", "each step is read out, however alike they are"):
            for i in range(len(steps)):
                self.put_right(i)
        self.chapter("From memory")
        self.recall()
        self.conclude()

    def set_out(self, card: Card, setting: Side) -> None:
        """Say what examples start from."""
        text = self.paragraph(setting, _inside(card.place))
        card.write((1,), text)
        with self.beat(self.facts.sentence(setting, self.digits), kind="setup") as score:
            self.add(text)
            self.play(card.turn(0.6))
            self.write(card, text, setting, score)

    @property
    def _corner(self) -> Spot:
        """Where a small ring is, and its radius."""
        title = self.regions.title
        return (title.right - _SMALL, title.centre[1]), _SMALL

    def _rooms(self) -> Iterator[_Room]:
        """Give how things may lie, over what examples start from or under it."""
        whole, said, is_drawn = self.regions.body, self.facts.setting, any(self.facts.exhibits)
        for stays in (True, False):
            body, setting = whole, None
            if said is not None and stays:
                strips = [whole.above(high / whole.height, _GAP) for high in (_LOW, _HIGH)]
                lines = self.lines_of(said)
                has_room = (one for one in strips if (lines.size(_inside(one[0])) or 0) >= EASE)
                setting, body = next(has_room, strips[-1])
            elif said is not None:
                setting = body.inset(_INSET, body.height / 4, _INSET, body.height / 4)
            ways = list[tuple[Box, Box | None, Spot]]()
            if is_drawn:
                ways += [(text, drawn, (drawn.centre, _RING)) for text, drawn in split(body)]
            elif self.regions.is_wide:
                text, rest = body.beside(_READ, _BESIDE)
                ways.append((text, None, (rest.centre, _RING)))
            else:
                ways.append((body, None, self._corner))
            for (area, picture, ring), share in product(ways, _SPLITS):
                rows = _rows(area, len(self.facts.deck))
                yield _Room(rows, share, setting, stays, picture, ring)

    def _lay(self) -> None:
        """Lay all cards down, face down and out of order."""
        deck = [(self.lines_of(step), self.lines_of(example)) for step, example in self.facts.deck]
        found = [
            replace(room, size=size)
            for room in self._rooms()
            if (size := next((one for one in SIZES if room.has_room(deck, one)), None))
        ]
        if not found:
            raise too_long("steps", chain.from_iterable(self.facts.deck))
        self.room = self.best(found)
        self.rows, self.ring = self.room.rows, Ring(self.theme, *self.room.ring)
        self.seen = {}
        self.now_in = [*self.facts.order]  # which step lies in each row
        self.sheets = [
            Card(self.theme, self.rows[self.now_in.index(i)], row)
            for i, row in enumerate(self.rows)
        ]
        size = self.room.size
        self.texts = [
            (self.paragraph(step, left, -1, size), self.paragraph(example, right, -1, size))
            for (step, example), row, texts in zip(self.facts.deck, self.rows, deck, strict=True)
            for left, right in [self.room.halves(row, texts, size)]
        ]
        for card, (step, example) in zip(self.sheets, self.texts, strict=True):
            card.write((1, 3), step, at_once=True)
            card.write((1, 3), example)
        self.numbers = [
            fit(self.formula("{i}", size, Role.NEUTRAL, i=i + 1), row.inset(left=_INSET), -1, 0)
            for i, row in enumerate(self.rows)
        ]
        self.showing: Showing | None = None
        self.add(*(step for step, _ in self.texts))

    def put_right(self, i: int) -> None:
        """Let a card slide to its place, while the others make room, and say what it says."""
        card, (_, text) = self.sheets[i], self.texts[i]
        step, example = self.facts.deck[i]
        last = len(self.sheets) - 1
        form = _TELLS[0 if i == 0 else -1 if i == last else 1]
        parts = {"step": self._clause(step), "example": self._clause(example)}
        claims = tuple(one.claim for side in (step, example) for one in self.facts.named(side))
        steps = tuple(self._clause(step) for step, _ in self.facts.deck)
        with self.beat(Sentence(form, parts, claims), answers=i == 0 and Order(steps)) as score:
            self.add(text)
            with self.exempt("layout.overlap", "a card slides over the others"):
                gone = [] if i else [vanish(self.ring.picture, run_time=0.3)]
                self.play(*self._slides(i), *gone)
            self._lift(i, -_LIFTED)
            self.play(appear(self.numbers[i]), run_time=0.3)
            card.keep(self.numbers[i], self.rows[i])
            self.illustrate(i, score)
            self.write(card, text, example, score)

    def illustrate(self, i: int, score: Score) -> None:
        """Show a step; what several are shown by goes on with each of them."""
        exhibit, place = self.facts.exhibit(i), self.room.picture
        if exhibit is None or place is None:
            return
        if self.showing is None:
            self.panel = self.panel_in(place)
            self.play(self.panel.go(place, 0.5))
        before, after = (self.facts.exhibit(k) for k in (i - 1, i + 1))
        if self.showing is None or before is None or before.source != exhibit.source:
            if self.showing is not None:
                self.play(vanish(*self.showing.left, run_time=0.3))
            self.showing = Showing(self, exhibit, place.inset(*[ROOM] * 4))
            self.showing.begin()
        self.showing.show(score, after is None or after.source != exhibit.source)

    def _slides(self, i: int) -> list[Animation]:
        """Return what brings a card to its place, over the others, which make room."""
        self._lift(i, _LIFTED)
        self.now_in.remove(i)
        self.now_in.insert(i, i)
        return [
            Drive(self.sheets[other], 0.8, box=self.rows[row])
            for row, other in enumerate(self.now_in)
        ]

    def _lift(self, i: int, by: float) -> None:
        """Put a card with all that is on it over the others, or back among them."""
        for part in VGroup(self.sheets[i].panel, *self.texts[i]).get_family()[1:]:
            part.set_z_index(part.z_index + by, family=False)

    def _clause(self, side: Side) -> Clause:
        said = self.facts.sentence(side, self.digits)
        return Clause(said.template, said.fields)

    def recall(self) -> None:
        """Ask what comes after the second step, and let the answer be seen."""
        rest = self.sheets[2:]
        second, third, *others = (self._clause(step) for step, _ in self.facts.deck[1:4])
        with self.beat(
            "Once more, from memory: what comes after “{step}”?", kind="question", step=second
        ):
            self.ring.set(left=1.0)
            if self.showing is not None:  # which had the room of the ring
                self.play(vanish(*self.showing.left), self.panel.go(nowhere(self.panel.place)))
                self.remove(self.panel.panel)
            self.play(appear(self.ring.picture), run_time=0.6)
            for card in rest:
                self.play(card.turn(), share=_BACKS / len(rest))
        said: dict[str, Any] = {"step": third, **({"then": others[0]} if others else {})}
        template = (
            "It is: {step}. After that: {then}." if others else "It is: {step}. That is the last."
        )
        first = self._clause(self.facts.deck[0][0])
        wrong = tuple(("other", step) for step in (first, *others))
        with self.beat(template, answers=Answer(third, wrong), **said):
            self.play(rest[0].turn(), Drive(self.ring, 0.6, ticked=1.0))
            for card in rest[1:]:
                self.play(card.turn(0.6))

    def conclude(self) -> None:
        """Go through all steps once more, with all the room there is."""
        with self.beat("That is the whole way, in order.", kind="conclusion", poster=1):
            self.play(vanish(self.ring.picture), run_time=0.3)
            wide = [replace(row, right=self.regions.body.right) for row in self.rows]
            moves = zip(self.sheets, wide, strict=True)
            self.play(*(Drive(card, 0.8, box=row) for card, row in moves))
            lines = (
                Pulse(VGroup(number, *some, *chain(*some[1].figures.values())))
                for number, some in zip(self.numbers, self.texts, strict=True)
            )
            self.play(LaggedStart(*lines, lag_ratio=0.4))


def _rows(area: Box, count: int) -> tuple[Box, ...]:
    """Return rows in the middle of an area, of a height that can be read."""
    high = min(area.height, count * (_HIGHEST + _GAP))
    spare = (area.height - high) / 2
    return replace(area, bottom=area.bottom + spare, top=area.top - spare).rows(count, _GAP)


def _inside(place: Box) -> Box:
    """Return a place for what examples start from, without the room around that."""
    return place.inset(_INSET, _LINE, _INSET, _LINE)
