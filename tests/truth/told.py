"""A lesson as it was told, without what the project knows about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tests.truth.arithmetic import Real, equal, real
from tests.truth.curve import Curve, Descent, descent
from tests.truth.graphs import Network
from tests.truth.hills import Fit, Hill
from tests.truth.jets import number
from tests.truth.plain import GREEK
from tests.truth.said import Number, Untrue, require
from tests.truth.sentences import Words, conjunction

DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "TrainingLoopScene": {
        "graph": "J = (w*x - y)**2", "inputs": "w=1, x=2, y=6", "trained": "w",
        "learning_rate": "0.1", "laps": "3",
    },
    "NudgeScene": {
        "function": "f(a) = a**2", "points": "2, 5", "nudges": "0.1, 0.01, 0.001",
    },
    "TangentScene": {
        "function": "J(w) = w**2", "points": "3, 2, -3", "nudges": "1, 0.1, 0.01, 0.001",
    },
    "DerivativeScene": {
        "function": "J(w) = w**2", "at": "3", "nudges": "0.001, 0.002",
        "trials": "1, 0.1, 0.01",
    },
    "DerivativeTableScene": {
        "functions": "w**2, w**3, w, 1/w, ln(w)", "name": "J", "at": "2", "nudge": "0.001",
    },
    "SymPyScene": {
        "functions": "w**2, w**3, w, 1/w", "name": "J", "at": "2", "also_at": "3",
        "nudge": "0.001",
    },
    "ChecklistScene": {
        "function": "J(w) = w**2", "at": "3", "nudge": "0.001", "learning_rate": "0.1",
        "graph": "J = 3*(a + b*c)", "inputs": "a=5, b=3, c=2",
    },
    "PipelineScene": {
        "inputs": "-2, -1, 0, 1, 2", "labels": "0, 1, 0, 1, 1", "weight": "1", "bias": "1/2",
        "thresholds": "0.5, 0.3, 0.7",
    },
    "NotationScene": {
        "single": "J(w) = w**2", "where": "1", "index": "j",
        "several": "J(w_1, w_2) = w_1**2 + w_1*w_2", "at": "w_1=3, w_2=2",
    },
    "ActivationScene": {
        "activation": "sigma", "weights": "1, -1", "features": "2, 1", "bias": "1/2",
        "points": "-2, 0, 2", "nudge": "0.1",
    },
    "FitScene": {
        "model": "logistic", "inputs": "-2, -1, 0, 1, 2", "labels": "0, 1, 0, 1, 1",
        "start": "0, 0", "learning_rate": "1", "steps": "20", "too_large": "10",
    },
    "CrossEntropyScene": {
        "inputs": "-2, -1, 0, 1, 2", "labels": "0, 1, 0, 1, 1", "weight": "0", "bias": "0",
        "nudge": "0.001",
    },
    "ChainRuleScene": {
        "graph": "J = 3*(a + b*c)", "inputs": "a=5, b=3, c=2", "nudge": "0.001",
    },
    "DescentScene": {
        "function": "J(w) = w**2", "start": "3", "learning_rate": "0.1", "steps": "10",
    },
    "StepSizesScene": {
        "function": "J(w) = w**2", "starts": "3, 2, -3, 0.1", "learning_rate": "0.1",
        "nudge": "0.001",
    },
    "LearningRatesScene": {
        "function": "J(w) = w**2", "start": "3",
        "learning_rates": "0.01, 1/4, 1/2, 0.9, 1, 1.1", "steps": "8",
    },
    "SurfaceDescentScene": {
        "function": "J(w_1, w_2) = w_1**2 + 2*w_2**2", "start": "-5, -2",
        "learning_rate": "0.1", "momentum": "0", "steps": "20",
    },
    "PauseScene": {
        "values": "a = 3; h = 0.1; k = slope of J(w) = w**2 at a; "
        "q = ratio of J(w) = w**2 at a by h; b = 2; d = 0.001; n = 3; x = b + d; y = x**n; "
        "v = b**n; r = ratio of f(a) = a**3 at b by d",
        "tasks": "$J(w) = w**2$, and $w$ is {a}. Choose a nudge of your own. What is the ratio? "
        "| It is {k} plus your nudge. With {h}, for example, it is {q}. "
        "|| Take a calculator: what is {x} to the power {n}? "
        "| It is {v} plus {r} times {d}. That makes {y}. | {y} | ratio of f(a) = a**3 at b by d",
    },
    "OrderScene": {
        "values": "a = 3; h = 0.001; x = a + h; r = x**2 - a**2; q = r/h; "
        "k = slope of J(w) = w**2 at a; l = 0.1; b = a - l*k",
    },
    "TakeawayScene": {
        "messages": "The derivative is the slope: how far up the tangent goes for one step across. "
        "| tangent of J(w) = w**2 at 3 || You can look formulas up. "
        "| formulas of a**2, a**3, ln(a) || A derivative measures sensitivity: how strongly the "
        "output reacts to its input. | bars of J(w) = w**2 at 3 by 0.001",
    },
    "FlipCardsScene": {
        "values": "a = 3; h = 0.001; l = 0.1; r = rise of J(w) = w**2 at a by h; "
        "q = ratio of J(w) = w**2 at a by h; k = slope of J(w) = w**2 at a; b = a - l*k",
        "cards": "$J(w) = w**2$: what does a nudge of {h} do at {a}? "
        "| $J$ moves by {r}: that is {q} times the nudge. | bars of J(w) = w**2 at a by h "
        "|| What does gradient descent subtract from $w$? "
        "| The learning rate times the derivative. On $w**2$, {l} times {k}, so {a} becomes {b}. "
        "| steps of J(w) = w**2 at a by l",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Beat:
    """What reaches the audience in one beat.

    Attributes:
        text: The caption.
        speech: What a voice says.
        shown: What comes on screen, in words.
        chapter: The chapter's name.
        numbers: The numbers on record: text with ≈, exact, expression, where, error.
        picture: What was measured in the picture when the beat ended.
    """

    text: str
    speech: str
    shown: str
    chapter: str
    numbers: tuple[tuple[str, bool, str, tuple[tuple[str, str], ...], str | None], ...]
    picture: Mapping[str, float] = field(default_factory=dict)


@dataclass
class Told:
    """A lesson while its sentences are heard one after another.

    Attributes:
        story: The name of the scene class.
        given: Its parameters, as text.
        beats: What was told.
        title: The title of the video.
        steps: The steps of a graph, by name.
        place: Which beat is being heard.
        point: The number of the point that the story is at.
        nudge: The number of the nudge that was heard last.
        row: The number of the function that was heard last, where there are several.
        heard: Whatever checks remember.
        later: Checks that wait for the end.
    """

    story: str
    given: dict[str, str]
    beats: tuple[Beat, ...] = ()
    title: str = ""
    steps: Mapping[str, str] = field(default_factory=dict)
    place: int = 0
    point: int = -1
    nudge: int = -1
    row: int = -1
    heard: dict[str, Any] = field(default_factory=dict)
    later: list[Callable[[], None]] = field(default_factory=list)

    def parameter(self, name: str) -> str:
        return str(self.given.get(name, DEFAULTS[self.story].get(name, "")))

    @property
    def beat(self) -> Beat:
        return self.beats[self.place]

    @property
    def language(self) -> str:
        return str(self.given.get("language", "en"))

    @property
    def places(self) -> int:
        """Decimals that were asked for, at most."""
        return int(self.given.get("places", 9))

    @cached_property
    def curves(self) -> list[Curve]:
        """The functions; a deck of cards, or a data set, has none of its own."""
        if self.story in (
            "CrossEntropyScene",
            "PipelineScene",
            "FitScene",
            "PauseScene",
            "FlipCardsScene",
            "OrderScene",
            "TakeawayScene",
        ):
            return []
        if self.story == "ActivationScene":
            return [Curve(f"a(z) = {self.parameter('activation')}(z)")]
        if self.story not in ("DerivativeTableScene", "SymPyScene"):
            return [Curve(self.parameter("function") or self.parameter("single"))]
        text, name = self.parameter("functions"), self.parameter("name")
        found = re.findall(r"[A-Za-z]\w*(?!\w*\s*\()", text)
        variable = next(one for one in found if one not in ("pi", "e"))
        return [Curve(f"{name}({variable}) = {body}") for body in separated(text)]

    @cached_property
    def hill(self) -> Hill | Fit:
        """The function of two variables; of a model that learns, its cost."""
        if self.story == "FitScene":
            inputs, labels = (tuple(numbers(self.parameter(name))) for name in ("inputs", "labels"))
            return Fit(inputs, labels, self.parameter("model") == "linear")
        return Hill(self.parameter("function"))

    @cached_property
    def starts(self) -> list[Real]:
        """Where a descent on it starts."""
        return numbers(self.parameter("start"))

    @property
    def curve(self) -> Curve:
        return self.curves[max(self.row, 0)]

    @cached_property
    def points(self) -> list[Real]:
        named = ("at", "points", "starts")
        return numbers(next(filter(None, map(self.parameter, named))))

    @cached_property
    def nudges(self) -> list[Real]:
        return numbers(self.parameter("nudges") or self.parameter("nudge"))

    @cached_property
    def falling(self) -> list[Real]:
        """The nudges, from the largest on."""
        return sorted(self.nudges, key=lambda h: -abs(real(h)))

    @cached_property
    def trials(self) -> list[Real]:
        """Nudges that are only tried, from the largest on; the other way than the first, last."""
        tried = numbers(self.parameter("trials"))
        others = [one for one in tried if not any(equal(one, told) for told in self.nudges)]
        way = self.nudges[0] > 0
        return sorted(others, key=lambda h: ((h > 0) != way, -abs(real(h))))

    @property
    def smallest(self) -> Real:
        """The nudge that is dived to."""
        return self.falling[-1]

    @property
    def zoomed(self) -> Real:
        """The nudge that points are compared by."""
        chosen = number(self.parameter("zoomed") or "0")
        return next((h for h in self.falling if equal(h, chosen)), self.smallest)

    @property
    def at(self) -> Real:
        """The point that the story is at."""
        return self.points[self.point]

    @cached_property
    def steps_shown(self) -> int:
        return int(self.parameter("steps"))

    @cached_property
    def start(self) -> Real:
        return number(self.parameter("start"))

    @cached_property
    def rates(self) -> list[Real]:
        return numbers(self.parameter("learning_rate") or self.parameter("learning_rates"))

    @cached_property
    def descents(self) -> list[Descent]:
        return [descent(self.curve, self.start, rate) for rate in self.rates]

    @cached_property
    def network(self) -> Network:
        pairs = (pair.partition("=") for pair in re.split("[,;]", self.parameter("inputs")))
        return Network(self.steps, {name.strip(): number(text) for name, _, text in pairs})

    def is_called(self, said: str, name: str) -> None:
        """Make sure that something is called by its name."""
        require(called(name) == said, f"{name} is called {said!r}")

    def listed(self, words: Words) -> list[tuple[str, Number]]:
        """A list of equations: a = 5, b ≈ 3 and c = 2."""
        found = []
        for part in self._parts(words):
            name, _, figure = part.partition(" ")
            if not figure:
                raise Untrue(f"no equation: {part!r}")
            found.append((name, Number(figure)))
        return found

    def enumerated(self, words: Words) -> list[Number]:
        """A list of numbers: 4, about 3.14159 and −6."""
        return [Number(part) for part in self._parts(words)]

    def _parts(self, words: Words) -> list[str]:
        *rest, last = re.split(f" {conjunction(self.language)} (?![=≈])", words)
        return [*", ".join(rest).split(", "), last] if rest else words.split(", ")


def numbers(text: str) -> list[Real]:
    """Numbers with commas or semicolons between them."""
    return [*map(number, separated(text))]


def separated(text: str) -> list[str]:
    """What stands between commas or semicolons that are in no parentheses."""
    parts, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character in ",;" and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return [part for part in parts if part.strip()]


def called(name: str) -> str:
    """A name as it stands on the screen: Greek letters are letters."""
    letters = {word: letter for letter, word in GREEK.items()}
    return letters.get(name, name)
