"""A deck to turn over: a question, time to think, and the answer on the back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from scenes.cards.deck import DeckScene, Read
from scenes.cards.exhibits import KINDS
from scenes.cards.facts import DeckFacts
from scenes.look.theme import Role
from scenes.picture.layout import Box
from scenes.picture.paragraph import Paragraph
from scenes.settings.choices import choice
from scenes.settings.decks import VALUES, DeckLike, Side, ValuesLike, deck
from scenes.settings.kinds import whole_number
from scenes.settings.parameters import Parameters
from scenes.telling.beats import Kind

_CARDS = deck(
    (1, 8), (2, 3), "fronts and backs, perhaps with something more to say, and with a picture",
    "What is a derivative? | A slope.", pictures=KINDS,
)  # fmt: skip
_SECONDS = whole_number(1, 60, "seconds to think", "4")
_OCCASION = choice("flip cards", "interview", means="what the deck is for")


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

    deck: ClassVar = "cards"
    on_card: ClassVar = 2
    below: ClassVar = 1
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
        self.open(self._title)
        for i, sides in enumerate(deck):
            self.ask(i, sides[0])
            self.turn_over(i, sides)
            self.illustrate(i, sides[1])
            for side in sides[2:]:
                self.open_below(i, side, "result")
        self.close("That was the whole deck. Which card would you like to see again?")

    def turn_over(self, i: int, sides: Sequence[Side]) -> None:
        """Turn a card to its answer, which stands under its question."""
        card = self.sheets[i]
        *before, (place, size) = self.spots.stacked(self.stacks[i])
        answer = self.paragraph(sides[1], place, most=size)
        again = [self._again(sides[0], *place) for place in before]
        for text in again:
            card.write((2,), text, at_once=True)
        card.write((2,), answer)
        self.seen = {}
        whole = self.facts.is_said(i, sides[1])
        kind: Kind = "result" if whole else "action"
        said = self.facts.sentence(sides[1], self.digits)
        with self.beat(said, kind=kind, answers=True) as score:
            self.add(answer, *again)
            self.answer_with(i, card.turn(again=again))
            self.write(card, answer, sides[1], score, self.shown(i), whole)
            self.answered(i, sides[1], score)
        self.read = Read(i, [(card, text) for text in (answer, *again)])

    def _again(self, side: Side, box: Box, most: float) -> Paragraph:
        return self.paragraph(side, box, most=most, role=Role.NEUTRAL, come=False)
