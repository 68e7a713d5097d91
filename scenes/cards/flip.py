"""A deck to turn over: a question, time to think, and the answer on the back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress, product
from operator import itemgetter
from typing import Annotated, ClassVar

from scenes.cards.deck import DeckScene, Read, inside
from scenes.cards.exhibits import KINDS
from scenes.cards.facts import DeckFacts
from scenes.cards.stage import Places
from scenes.look.theme import Role
from scenes.picture.layout import Box
from scenes.picture.paragraph import Paragraph
from scenes.settings.choices import choice
from scenes.settings.decks import VALUES, DeckLike, Side, ValuesLike, deck
from scenes.settings.kinds import whole_number
from scenes.settings.parameters import Parameters

_CARDS = deck(
    (1, 8), (2, 3), "fronts and backs, perhaps with something more to say, and with a picture",
    "What is a derivative? | A slope.", pictures=KINDS,
)  # fmt: skip
_SECONDS = whole_number(1, 60, "seconds to think", "4")
_OCCASION = choice("flip cards", "interview", means="what the deck is for")
_AGAIN = 36.0  # font size at most of a question that has been read
_ASKED = 0.25, 0.34, 0.42, 0.5  # of a card, for its question: the first by which all have room
_FIRSTS, _WIDER = (0.54, 0.6, 0.66), (0.0, 0.05, 0.1)  # shares of what is read, of the picture
_LEAST = 2.9  # Manim units: no picture gets smaller for the sake of texts
_EASE = 36.0  # font size at which an answer is read with ease


class FlipCardsScene(DeckScene[DeckFacts]):
    """Cards with a question each: a ring runs down, and the card turns to its answer."""

    cards: Annotated[DeckLike, _CARDS] = (
        "$J(w) = w**2$: what does a nudge of {h} do at {a}?"
        " | $J$ moves by {r}: that is {q} times the nudge. | bars of J(w) = w**2 at a by h",
        "What does gradient descent subtract from $w$?"
        " | The learning rate times the derivative. On $w**2$, {l} times {k}, so {a} becomes {b}."
        " | steps of J(w) = w**2 at a by l",
    )
    values: Annotated[ValuesLike, VALUES] = {
        "a": 3, "h": 0.001, "l": 0.1,
        "r": "rise of J(w) = w**2 at a by h", "q": "ratio of J(w) = w**2 at a by h",
        "k": "slope of J(w) = w**2 at a", "b": "a - l*k",
    }  # fmt: skip
    seconds: Annotated[int | str, _SECONDS] = 4
    occasion: Annotated[str, _OCCASION] = "flip cards"

    taught: ClassVar = {
        "Informally, what is a derivative?": "U14.1",
        "Explain a derivative without a formula.": "U14.5",
    }

    @classmethod
    def compute(cls, given: Parameters) -> DeckFacts:
        return DeckFacts.of("cards", given.cards, given.values).illustrated("cards")

    @property
    def title(self) -> str:
        return self.say(self._title).text

    @property
    def _title(self) -> str:
        return "Interview" if self.given.occasion == "interview" else "Flip cards"

    def construct(self) -> None:
        deck = self.facts.deck
        self.chapter("The deck")
        _, spots, self.asked, answers = max(map(self._room, self._layouts()), key=itemgetter(0))
        below = [] if spots.below is None else [inside(spots.below)]
        self.open(self._title, spots, [[inside(spots.card)], [answers, *below]])
        for i, sides in enumerate(deck):
            self.ask(i, sides[0])
            self.turn_over(i, sides)
            self.illustrate(i)
            for side in sides[2:]:
                self.open_below(i, side)
        self.close("That was the whole deck. Which card would you like to see again?")

    def turn_over(self, i: int, sides: Sequence[Side]) -> None:
        """Turn a card to its answer, which stands under its question."""
        card, answer = self.sheets[i], self.text(sides[1], 1)
        texts = [answer]
        if self.asked is not None:
            texts.append(self._again(sides[0], self.asked))
            card.write((2,), texts[1], at_once=True)
        card.write((2,), answer)
        self.seen = {}
        with self.beat(self.facts.sentence(sides[1], self.digits), answers=True) as score:
            self.add(*texts)
            self.answer_with(i, card.turn(again=texts[1:]))
            self.write(card, answer, sides[1], score)
            self.answered(i)
        self.read = Read(i, [(card, text) for text in texts])

    def _again(self, side: Side, box: Box) -> Paragraph:
        return self.paragraph(side, box, most=_AGAIN, role=Role.NEUTRAL, come=False)

    def _layouts(self) -> list[Places]:
        """Return how things may be laid out, as they are best if all texts have room first."""
        count, more = len(self.facts.deck), any(len(sides) > 2 for sides in self.facts.deck)
        firsts = _FIRSTS if more else _FIRSTS[:1]
        if any(self.facts.exhibits):
            laid = [
                Places.with_pictures(self.regions, count, more, first, wider)
                for wider, first in product(_WIDER, firsts)
            ]
            sizes = (one.picture for one in laid if one.picture is not None)
            are_large = (min(box.width, box.height) > _LEAST for box in sizes)
            return [*compress(laid, are_large)] or laid[:1]
        return [Places.of(self.regions, count, more, first) for first in firsts]

    def _room(self, spots: Places) -> tuple[float, Places, Box | None, Box]:
        """Return how large all texts can be where a question stands over its answer, or 0."""
        deck = self.facts.deck
        more = [(side, inside(spots.below)) for some in deck for side in some[2:] if spots.below]
        for share in _ASKED:
            upper, lower = inside(spots.card).above(share, 0)
            texts = [
                self.paragraph(*pair) for pair in [*((some[1], lower) for some in deck), *more]
            ]
            if all(text.fits for text in [*texts, *(self._again(some[0], upper) for some in deck)]):
                least = min(text.font_size for text in texts)
                return min(least, _EASE), spots, upper, lower
        return 0.0, spots, None, inside(spots.card)
