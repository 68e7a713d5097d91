"""Gradient descent: a ball rolls down a hill, one step against the slope at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any

from manim import VMobject

from calculus.descent import Descent, Iterate, check_effort, descend, steps_to
from calculus.errors import DerivativeError, DomainError
from calculus.evaluate import sign_of
from calculus.shown import shown
from scenes import terms
from scenes.base import LessonScene
from scenes.descent_stage import ALPHA, DescentStage, rounded
from scenes.learning_rates import LearningRatesScene
from scenes.motion import Drive, Trace, appear, light, vanish
from scenes.parameters import FunctionParameter, LearningRate, Number, Steps
from scenes.wording import Clause

__all__ = ["DescentScene", "LearningRatesScene"]

_LONGEST = 60  # steps, beyond which nobody waits for the ball to arrive
_QUICK = 0.15  # seconds for one of those steps
_NEAR = "0.01"  # how near to the minimum counts as arrived, in units of the input

# What follows from the size of the factor, compared with 1.
_CONCLUSIONS = {
    -1: "In size that is below {one}, so it {phrase}: algebra, not luck.",
    0: "In size that is {one}, so it {phrase}: algebra, not luck.",
    1: "In size that is above {one}, so it {phrase}: algebra, not luck.",
}

Move = tuple[Iterate, Iterate]


@dataclass(frozen=True)
class DescentFacts:
    """What the story is about.

    Attributes:
        descent: The descent.
        mirrored: The descent from the opposite start; None where there is none to tell.
        arrival: Steps until the minimum is nearer than 0.01; None when that never happens.
        rest: The iterates after those of the descent, until it has arrived.
    """

    descent: Descent
    mirrored: Descent | None
    arrival: int | None
    rest: tuple[Iterate, ...]


class DescentScene(LessonScene):
    """A ball rolls downhill by gradient descent; every step is worked out."""

    function: Annotated[FunctionParameter, "the hill, a function of one variable"] = "J(w) = w**2"
    start: Annotated[Number, "where the ball starts"] = 3
    learning_rate: LearningRate = 0.1
    steps: Steps = 10

    facts: DescentFacts

    @classmethod
    def compute(cls, given: Any) -> DescentFacts:
        function, rate, steps = given.function, given.learning_rate, given.steps
        check_effort(function, steps, walks=2)
        descent = descend(function, given.start, rate, steps)
        try:
            mirrored = descend(function, -given.start, rate, steps) if given.start else None
        except (DomainError, DerivativeError):
            mirrored = None
        arrival = steps_to(function, given.start, rate, _NEAR, limit=_LONGEST)
        rest: tuple[Iterate, ...] = ()
        if arrival is not None and arrival > steps:
            rest = descend(function, given.start, rate, arrival).iterates[steps + 1 :]
        return DescentFacts(descent, mirrored, arrival, rest)

    @property
    def title(self) -> str:
        function = terms.definition(self.facts.descent.function)
        return self.say("Gradient descent on {f}", f=function).text

    def construct(self) -> None:
        descent, mirrored = self.facts.descent, self.facts.mirrored
        other_start = None if mirrored is None else mirrored.start.number
        self.stage = DescentStage(self, descent, other_start)
        moves = list(pairwise(descent.iterates))

        self.meet_the_hill(descent.iterates[0])
        self.take_the_first_step(*moves[0])
        self.open_the_ledger()
        if moves[1:]:
            self.take_more_steps(moves[1:])
        self.say_where_it_ends()
        self.close_the_ledger()
        if mirrored is not None and len(mirrored.iterates) > 1:
            self.start_from_the_other_side(list(pairwise(mirrored.iterates)))
        self.conclude()

    def meet_the_hill(self, first: Iterate) -> None:
        self.chapter("The hill")
        stage, hill = self.stage, self.stage.hill
        function = terms.definition(hill.function)
        self.show_title("Gradient descent on {f}", f=function)
        with self.beat(
            "Here is {J}, and a ball on it, where {w} {v:equals}.", kind="setup",
            J=function, w=stage.w, v=shown(first.w),
        ):  # fmt: skip
            self.play(appear(hill.axes))
            self.play(Trace(hill.line))
            self.play(appear(hill.ball, hill.drop))
        self.slope_label = stage.slope_label(shown(first.gradient))
        with self.beat("The slope under the ball is {s}.", s=shown(first.gradient)):
            self.play(Trace(hill.tangent))
            self.play(appear(self.slope_label))

    def take_the_first_step(self, here: Iterate, there: Iterate) -> None:
        self.chapter("One step")
        stage = self.stage
        arrow = stage.hill.step_arrow(here.w.number, here.update.number)
        self.add(arrow)
        with self.beat(
            "Gradient descent takes a step against the slope: {alpha} times as long as the slope.",
            alpha=ALPHA,
        ):
            self.play(appear(stage.rule()))
            self.play(Drive(stage.hill, arrow=1.0, run_time=1.0))
        values = stage.filled_rule(here, there)
        with self.beat(
            "With {alpha} {a:equals}, the step is {u}, and the new {w} {v:equals}.",
            alpha=ALPHA, a=shown(self.facts.descent.learning_rate), u=shown(here.update),
            w=stage.w, v=shown(there.w),
        ):  # fmt: skip
            for line in values:
                self.play(appear(line))
        with self.beat("So the ball rolls from {w} to {v}.", w=shown(here.w), v=shown(there.w)):
            stage.roll(there, 1.6, vanish(self.slope_label))
        self.play(vanish(values, arrow), run_time=0.4)

    def open_the_ledger(self) -> None:
        ledger, chart = self.stage.ledger, self.stage.chart
        self.shown_on_screen(*self.stage.numbers)
        self.play(appear(ledger.head, *ledger.lines[:2], chart.axes, chart.marks))

    def take_more_steps(self, moves: Sequence[Move]) -> None:
        self.chapter("Step after step")
        (here, there), *rest = moves
        with self.beat(
            "Here the slope is {s}, so the next step is {u} long.",
            s=rounded(here.gradient), u=rounded(abs(here.update.value)),
        ):  # fmt: skip
            self.stage.step(here, there, 1.4)
        shrinking = abs(there.update.number) < abs(here.update.number)
        sentence = (
            "As the slope shrinks, so does each step, with the same {alpha}."
            if shrinking
            else "The slope does not shrink, so the steps do not either, with the same {alpha}."
        )
        with self.beat(sentence, kind="result", alpha=ALPHA):
            for i, move in enumerate(rest):
                self.stage.step(*move, run_time=max(0.35, 1.0 - 0.15 * i))

    def say_where_it_ends(self) -> None:
        self.chapter("Where it ends")
        facts, stage = self.facts, self.stage
        last = facts.descent.iterates[-1]
        if facts.arrival is not None:
            near, n = shown(_NEAR), shown(facts.arrival)
            note = self.formula(
                "k = {n} : quad abs({d}) < {near}",
                n=n, near=near, d=stage.distance(), size=self.theme.small,
            )  # fmt: skip
            sentence = "Go on, and it comes closer than {near} to the minimum after {n} steps."
            fields: dict[str, Any] = {"near": near, "n": n}
        else:
            n, w = shown(last.k), rounded(last.w)
            note = self.formula(
                "k = {n} : quad {w} {v:equals}", n=n, w=stage.w, v=w, size=self.theme.small
            )
            phrase = Clause(facts.descent.phrase)
            sentence = "After {n} steps, {w} {v:equals}: it {phrase}."
            fields = {"n": n, "w": stage.w, "v": w, "phrase": phrase}
        with self.beat(sentence, kind="result", poster=2, **fields):
            self.play(vanish(stage.hill.tangent), run_time=0.3)
            for there in facts.rest:
                self.play(Drive(stage.hill, w=there.w.number, run_time=_QUICK), run_time=_QUICK)
            self.play(appear(stage.above_the_hill(note)))
        self.play(vanish(note), run_time=0.3)

    def close_the_ledger(self) -> None:
        stage = self.stage
        beside: list[VMobject] = [stage.ledger, stage.chart.axes, stage.chart.marks]
        self.play(vanish(*beside), run_time=0.5)

    def start_from_the_other_side(self, moves: Sequence[Move]) -> None:
        self.chapter("From the other side")
        stage, hill = self.stage, self.stage.hill
        self.play(vanish(hill.ball, hill.drop, *stage.ghosts), run_time=0.4)
        stage.ghosts.clear()
        first, second = moves[0]
        hill.set(w=first.w.number, arrow=0.0, window=stage.whole)
        values = stage.filled_rule(first, second)
        opposite = first.gradient.number * self.facts.descent.iterates[0].gradient.number < 0
        with self.beat(
            "Start at {w} instead: the slope is {s}, so the step goes the other way."
            if opposite
            else "Start at {w} instead: here the slope is {s}.",
            w=shown(first.w), s=shown(first.gradient),
        ):  # fmt: skip
            self.play(appear(hill.ball, hill.drop))
            self.play(Trace(hill.tangent), appear(values))
        with self.beat("The same rule, and the ball rolls again.", kind="result"):
            for i, move in enumerate(moves):
                stage.step(*move, run_time=max(0.3, 1.0 - 0.2 * i), on_record=False)
        self.play(vanish(values, hill.tangent), run_time=0.4)

    def conclude(self) -> None:
        self.chapter("Why it works")
        descent = self.facts.descent
        phrase = Clause(descent.phrase)
        if descent.factor is None or descent.minimum is None:
            with self.beat(
                "No map of the hill, only the slope underfoot, and {alpha}: it {phrase}.",
                kind="conclusion", poster=3, alpha=ALPHA, phrase=phrase,
            ):  # fmt: skip
                self.play(light(self.stage.hill.ball))
            return
        factor = shown(descent.factor)
        law, verdict = self.stage.law(factor)
        with self.beat(
            "Each step multiplies {d} by {f}.", kind="result", d=self.stage.distance(), f=factor
        ):
            self.play(appear(law))
        with self.beat(
            _CONCLUSIONS[sign_of(abs(descent.factor) - 1)],
            kind="conclusion", poster=3, phrase=phrase, one=shown(1),
        ):  # fmt: skip
            self.play(appear(verdict))
