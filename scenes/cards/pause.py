"""Tasks to pause for: a question, time to try it, and the answer below."""

from __future__ import annotations

from typing import Annotated, ClassVar

from calculus.errors import LessonError
from scenes.cards.deck import DeckScene, Read
from scenes.cards.exhibits import KINDS
from scenes.cards.facts import DeckFacts
from scenes.settings.decks import VALUES, DeckLike, ValuesLike, deck
from scenes.settings.kinds import whole_number
from scenes.settings.parameters import Parameters

_TASKS = deck(
    (1, 4), (2, 3), "questions to try, their answers, perhaps the number asked for, and a picture",
    "What is {a} plus {a}? | It is {k}. | {k}", each="task", pictures=KINDS,
)  # fmt: skip
_SECONDS = whole_number(3, 60, "seconds to try it", "10")


class PauseScene(DeckScene[DeckFacts]):
    """Tasks to pause for: each is asked, a ring runs down, and the answer comes below."""

    tasks: Annotated[DeckLike, _TASKS] = (
        "$J(w) = w**2$, and $w$ is {a}. Choose a nudge of your own. What is the ratio?"
        " | It is {k} plus your nudge. With {h}, for example, it is {q}.",
        "Take a calculator: what is {x} to the power {n}?"
        " | It is {v} plus {r} times {d}. That makes {y}. | {y}"
        " | ratio of f(a) = a**3 at b by d",
    )
    values: Annotated[ValuesLike, VALUES] = {
        "a": 3, "h": 0.1,
        "k": "slope of J(w) = w**2 at a", "q": "ratio of J(w) = w**2 at a by h",
        "b": 2, "d": 0.001, "n": 3, "x": "b + d", "y": "x**n", "v": "b**n",
        "r": "ratio of f(a) = a**3 at b by d",
    }  # fmt: skip
    seconds: Annotated[int | str, _SECONDS] = 10

    deck: ClassVar = "tasks"
    below: ClassVar = 1
    taught: ClassVar = {
        "$J(w) = w**2$, and $w$ is {a}. Choose a nudge of your own. What is the ratio?": "U14.2",
        "Take a calculator: what is {x} to the power {n}?": "U14.3",
    }

    @classmethod
    def compute(cls, given: Parameters) -> DeckFacts:
        facts = DeckFacts.of("tasks", given.tasks, given.values).illustrated("tasks")
        for i, sides in enumerate(facts.deck, start=1):
            for side in sides[2:]:
                if [side.template] != [f"{{{name}}}" for name in side.values]:
                    rule = "asks for one number, its name in braces"
                    raise LessonError(f"tasks, number {i}", rule, side.source, "{k}")
        return facts

    @property
    def title(self) -> str:
        return self.say("Pause and try").text

    def construct(self) -> None:
        self.chapter("Tasks to try")
        self.open("Pause and try")
        for i, (question, answer, *number) in enumerate(self.facts.deck):
            asked = self.ask(i, question)
            self.read = Read(i, [(self.sheets[i], asked)])
            right = self.facts.answer(number[0], self.digits) if number else True
            self.open_below(i, answer, "result", right)
            self.illustrate(i, answer)
        self.close("If you paused and tried it, you know it now.")
