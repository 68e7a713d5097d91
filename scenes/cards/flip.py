"""A deck to turn over: a question, time to think, and the answer on the back."""

from __future__ import annotations

from typing import Annotated, ClassVar

from scenes.cards.deck import DeckScene
from scenes.cards.facts import DeckFacts
from scenes.cards.stage import Places
from scenes.settings.decks import VALUES, DeckLike, ValuesLike, deck
from scenes.settings.kinds import whole_number
from scenes.settings.parameters import Parameters

_CARDS = deck(
    (1, 8), (2, 3), "fronts and backs, perhaps with something more to say",
    "What is a derivative? | A slope.",
)  # fmt: skip
_SECONDS = whole_number(1, 60, "seconds to think", "4")


class FlipCardsScene(DeckScene[DeckFacts]):
    """Cards with a question each: a ring runs down, and the card turns to its answer."""

    cards: Annotated[DeckLike, _CARDS] = (
        "$J(w) = w**2$: what does a nudge of {h} do at {a}?"
        " | $J$ moves by {r}: that is {q} times the nudge.",
        "What does gradient descent subtract from $w$?"
        " | The learning rate times the derivative. On $w**2$, {l} times {k}, so {a} becomes {b}.",
    )
    values: Annotated[ValuesLike, VALUES] = {
        "a": 3, "h": 0.001, "l": 0.1,
        "r": "rise of J(w) = w**2 at a by h", "q": "ratio of J(w) = w**2 at a by h",
        "k": "slope of J(w) = w**2 at a", "b": "a - l*k",
    }  # fmt: skip
    seconds: Annotated[int | str, _SECONDS] = 4

    taught: ClassVar = {
        "Informally, what is a derivative?": "U14.1",
        "Explain a derivative without a formula.": "U14.5",
    }

    @classmethod
    def compute(cls, given: Parameters) -> DeckFacts:
        return DeckFacts.of("cards", given.cards, given.values)

    @property
    def title(self) -> str:
        return self.say("Flip cards").text

    def construct(self) -> None:
        deck = self.facts.deck
        self.chapter("The deck")
        more = any(len(sides) > 2 for sides in deck)
        self.open("Flip cards", Places.of(self.regions, len(deck), more))
        for i, sides in enumerate(deck):
            self.ask(i, sides[0])
            self.turn_over(i, sides[1])
            for side in sides[2:]:
                self.open_below(i, side)
        self.close("That was the whole deck. Which card would you like to see again?")
