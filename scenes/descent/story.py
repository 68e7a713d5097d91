"""Gradient descent: a ball rolls down a hill, one step against the slope at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

from manim import VGroup, VMobject

from calculus.descent import Descent, Iterate, Verdict, check_effort, descend, steps_to
from calculus.digits import magnitude, sign_of
from calculus.errors import DerivativeError, DomainError
from calculus.quantity import Quantity, quantity
from calculus.stationary import only_minimum
from scenes.base import LessonScene
from scenes.descent.stage import DescentStage, Move
from scenes.landscape.distance import ALPHA, distance_said
from scenes.landscape.outcomes import check_steps, claims, in_the_valley, leaps, phrase
from scenes.learning_rates import LearningRatesScene
from scenes.picture.meaning import Formula
from scenes.picture.motion import Drive, Trace, appear, light, vanish
from scenes.settings.parameters import FunctionParameter, LearningRate, Number, Parameters, Steps
from scenes.telling.claims import (
    Arrives,
    Descending,
    NeverDescending,
    Opposite,
    Sentence,
    Stationary,
)
from scenes.telling.subject import Subject
from scenes.words import terms
from scenes.words.wording import Wordable

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


@dataclass(frozen=True)
class DescentFacts:
    """What the story is about.

    Attributes:
        descent: The descent.
        mirrored: The descent from the opposite start; None where there is none to tell.
        arrival: Steps until the minimum is nearer than 0.01; None when that never happens.
        rest: The iterates after those of the descent, until it has arrived.
        valley: Where the curve is least, if it falls up to there and rises after it.
    """

    descent: Descent
    mirrored: Descent | None
    arrival: int | None
    rest: tuple[Iterate, ...]
    valley: Quantity | None

    def known(self) -> Subject:
        """Return what others may know of the story."""
        return Subject.of_functions(self.descent.function, rates=[self.descent.learning_rate])


class DescentScene(LessonScene[DescentFacts]):
    """A ball rolls downhill by gradient descent; every step is worked out."""

    function: Annotated[FunctionParameter, "what is descended"] = "J(w) = w**2"
    start: Annotated[Number, "where the ball starts"] = 3
    learning_rate: LearningRate = 0.1
    steps: Steps = 10

    @classmethod
    def compute(cls, given: Parameters) -> DescentFacts:
        function, rate, steps = given.function, given.learning_rate, given.steps
        check_effort(function, steps, walks=2)
        descent = descend(function, given.start, rate, steps)
        check_steps([descent], "learning_rate", steps)
        try:
            mirrored = descend(function, -given.start, rate, steps) if given.start else None
        except (DomainError, DerivativeError):
            mirrored = None
        # A step that no float holds is nothing to show for another start.
        if mirrored is not None and (leaps(mirrored) or not mirrored.iterates[0].update.number):
            mirrored = None
        arrival = steps_to(function, given.start, rate, _NEAR, limit=_LONGEST) or None
        rest: tuple[Iterate, ...] = ()
        if arrival is not None and arrival > steps:
            rest = descend(function, given.start, rate, arrival).iterates[steps + 1 :]
        return DescentFacts(descent, mirrored, arrival, rest, only_minimum(function))

    @property
    def title(self) -> str:
        function = terms.definition(self.facts.descent.function)
        return self.say("Gradient descent on {f}", f=function).text

    def construct(self) -> None:
        descent, mirrored = self.facts.descent, self.facts.mirrored
        self.stage = DescentStage(self, descent, mirrored)

        self.meet_the_hill(descent.iterates[0])
        if descent.verdict is Verdict.STAYS:
            self.stay(*descent.iterates[:2])
            return
        moves = _moves(descent)
        self.take_the_first_step(*moves[0])
        self.open_the_ledger()
        if moves[1:] and not self.stage.escaped:
            self.take_more_steps(moves[1:])
        self.say_where_it_ends()
        self.close_the_ledger()
        if mirrored is not None:
            self.start_from_the_other_side(_moves(mirrored))
        self.conclude()

    def meet_the_hill(self, first: Iterate) -> None:
        self.chapter("The valley" if self.facts.valley else "The curve")
        stage, hill = self.stage, self.stage.hill
        function = terms.definition(hill.function)
        self.show_title("Gradient descent on {f}", f=function)
        with self.beat(
            "Here is {J}, and a ball on it, where {w} {v:equals}.", kind="setup",
            J=function, w=stage.w, v=first.w,
        ):  # fmt: skip
            self.play(appear(hill.axes))
            self.play(Trace(hill.line))
            self.play(appear(hill.ball, hill.drop))
        self.slope_label = stage.slope_label(first)
        with self.beat("The slope under the ball is {s}.", s=first.gradient):
            self.play(Trace(hill.tangent))
            self.play(appear(self.slope_label))

    def take_the_first_step(self, here: Iterate, there: Iterate) -> None:
        self.chapter("One step")
        stage = self.stage
        stage.widen(there)
        arrow = stage.hill.step_arrow(here.w.number, here.update.number)
        self.add(arrow)
        with self.beat(
            "Gradient descent steps against the slope: its size times the learning rate, {alpha}.",
            alpha=ALPHA,
        ):
            self.play(appear(stage.panel.rule))
            self.play(Drive(stage.hill, arrow=1.0, run_time=1.0))
        values = self.work_out_the_step(here, there)
        with self.beat("So the ball rolls from {w} to {v}.", w=here.w, v=there.w):
            stage.roll(there, 1.6, vanish(self.slope_label))
        self.play(vanish(values, arrow), run_time=0.4)

    def work_out_the_step(self, here: Iterate, there: Iterate) -> VGroup:
        """Ask where a step leads, and work it out; return what is written for it."""
        stage, alpha = self.stage, self.facts.descent.learning_rate
        step, where = values = stage.filled_rule(here, there)
        with self.beat(
            "With {alpha} {a:equals}, the step is {u}. Where does it lead from {w} {v:equals}?",
            kind="question", alpha=ALPHA, a=alpha, u=here.update,
            w=stage.w, v=here.w,
        ):  # fmt: skip
            self.play(appear(step))
        with self.beat("The new {w} {v:equals}.", answers=True, w=stage.w, v=there.w):
            self.play(appear(where))
        return values

    def stay(self, here: Iterate, there: Iterate) -> None:
        """Tell of a ball that is where the hill is level."""
        self.chapter("One step")
        stage = self.stage
        with self.beat(
            "Gradient descent steps against the slope: its size times the learning rate, {alpha}.",
            alpha=ALPHA,
        ):
            self.play(appear(stage.panel.rule))
        self.work_out_the_step(here, there)
        with self.beat(
            "Where the curve is level there is no step: at the bottom, but also on a top.",
            kind="conclusion", poster=3, claims=claims(self.facts.descent),
        ):  # fmt: skip
            self.play(light(stage.hill.ball))

    def open_the_ledger(self) -> None:
        panel = self.stage.panel
        chart = panel.chart
        self.play(appear(panel.ledger.head, *panel.ledger.lines[:2], chart.axes, chart.marks))

    def take_more_steps(self, moves: Sequence[Move]) -> None:
        self.chapter("Step after step")
        (here, there), *rest = moves
        with self.beat(
            "Here the slope is {s}, so the next step is {u} long.",
            s=self.stage.rounded(here.gradient), u=self.stage.rounded(abs(here.update.value)),
        ):  # fmt: skip
            self.stage.step(here, there, 1.4)
        if not rest:
            return
        last = moves[-1][1].update
        arrived = () if sign_of(last.value) else (last,)  # that it moves no more counts as well
        with self.beat(trend([*(here.update for here, _ in moves), *arrived]), kind="result"):
            self.stage.walk(rest)

    def say_where_it_ends(self) -> None:
        self.chapter("Where it ends")
        facts, stage = self.facts, self.stage
        last = facts.descent.iterates[-1]
        if facts.arrival is not None:
            note = self.formula(
                "k = {n} : quad abs({d}) < {near}",
                n=facts.arrival, near=quantity(_NEAR), d=stage.distance(), size=self.theme.small,
            )  # fmt: skip
        else:
            note = self.formula(
                "k = {n} : quad {w} {v:equals}",
                n=last.k, w=stage.w, v=stage.rounded(last.w), size=self.theme.small,
            )  # fmt: skip
        said = self._ending(last)
        with self.beat(said, kind="result", poster=2):
            leap = self.settle(last)
            self.play(appear(stage.above_the_hill(note)))
        self.play(vanish(note, *leap), run_time=0.3)

    def _ending(self, last: Iterate) -> Sentence:
        """Return what is said of the last iterate."""
        facts, descent = self.facts, self.facts.descent
        if facts.arrival is None:
            template = (
                "After one step, {w} {v:equals}: it {phrase}."
                if last.k == 1
                else "After {n} steps, {w} {v:equals}: it {phrase}."
            )
            fields: dict[str, Wordable] = {
                "n": last.k, "w": self.stage.w, "v": self.stage.rounded(last.w),
                "phrase": phrase(descent),
            }  # fmt: skip
            return Sentence(template, fields, claims(descent))
        assert descent.minimum is not None
        near, goal = quantity(_NEAR), quantity(descent.minimum)
        if facts.arrival == 1:
            template = "A single step takes it closer than {near} to the minimum."
        elif facts.rest:
            template = "Go on, and it comes closer than {near} to the minimum after {n} steps."
        else:
            template = "After {n} steps, it is closer than {near} to the minimum."
        of, rate = Formula.of(descent.function), descent.learning_rate
        arrives = Arrives(of, descent.start, rate, goal, near, facts.arrival)
        least = Stationary(of, goal, "minimum")
        return Sentence(template, {"near": near, "n": facts.arrival}, (arrives, least))

    def settle(self, last: Iterate) -> list[VMobject]:
        """Let the ball go on until it has arrived; return the arrow of a step it cannot take."""
        hill = self.stage.hill
        if self.facts.descent.blocked:
            arrow = hill.step_arrow(last.w.number, last.update.number)
            self.play(appear(arrow))
            return [arrow]
        if not self.stage.escaped:
            self.play(vanish(hill.tangent), run_time=0.3)
        for there in self.facts.rest:
            self.play(Drive(hill, w=there.w.number, run_time=_QUICK), run_time=_QUICK)
        return []

    def close_the_ledger(self) -> None:
        stage = self.stage
        panel = stage.panel
        self.play(vanish(panel.ledger, panel.chart.axes, panel.chart.marks), run_time=0.5)

    def start_from_the_other_side(self, moves: Sequence[Move]) -> None:
        stage, hill = self.stage, self.stage.hill
        first, second = moves[0]
        slopes = self.facts.descent.iterates[0].gradient, first.gradient
        opposite = sign_of(slopes[0].value) * sign_of(slopes[1].value) < 0
        self.chapter("From the other side" if opposite else "Another start")
        stage.back_to_the_start(first)
        values = stage.filled_rule(first, second)
        with self.beat(
            "Start at {w} instead: the slope is {s}, so the step goes the other way."
            if opposite
            else "Start at {w} instead: here the slope is {s}.",
            claims=[Opposite(slopes)] if opposite else [],
            w=first.w, s=first.gradient,
        ):  # fmt: skip
            self.play(appear(hill.ball, hill.drop))
            self.play(Trace(hill.tangent), appear(values))
        with self.beat("The same rule, and the ball rolls again.", kind="result"):
            self.play(vanish(values), run_time=0.3)  # they are those of the first step
            self.stage.walk(moves, on_record=False)
        if not stage.escaped:
            self.play(vanish(hill.tangent), run_time=0.4)

    def conclude(self) -> None:
        self.chapter("Why it works")
        descent = self.facts.descent
        does = phrase(descent)
        if descent.factor is None or descent.minimum is None:
            with self.beat(
                "No map of the valley, only the slope underfoot, and {alpha}: it {phrase}."
                if self.facts.valley
                else "No map of the curve, only the slope underfoot, and {alpha}: it {phrase}.",
                kind="conclusion", poster=3, alpha=ALPHA, phrase=does,
                claims=claims(descent) + in_the_valley(descent.function, self.facts.valley),
            ):  # fmt: skip
                self.play(*(light(ghost) for ghost in self.stage.hill.ghosts.values()))
            return
        factor = self.digits.beside_one(descent.factor)
        law, verdict = self.stage.law(factor)
        with self.beat(
            "Each step multiplies {d} by {f}.",
            kind="result", claims=claims(descent), d=distance_said(descent, self.digits), f=factor,
        ):  # fmt: skip
            self.play(appear(law))
        with self.beat(
            _CONCLUSIONS[sign_of(abs(descent.factor) - 1)],
            kind="conclusion", poster=3, claims=claims(descent), phrase=does, one=1,
        ):  # fmt: skip
            self.play(appear(verdict))


def trend(updates: Sequence[Quantity]) -> Sentence:
    """Say how the steps of a descent go, compared with each other."""
    signs = {_shrinks(here, there) for here, there in pairwise(updates)}
    if signs == {1}:
        template = "As the slope shrinks, so does each step, with the same {alpha}."
        return Sentence(template, {"alpha": ALPHA}, (Descending(tuple(updates)),))
    if signs.isdisjoint({1, None}):
        template = "The slope does not shrink, so the steps do not either, with the same {alpha}."
        return Sentence(template, {"alpha": ALPHA}, (NeverDescending(tuple(updates)),))
    template = "The steeper the slope, the longer the step, with the same {alpha}."
    return Sentence(template, {"alpha": ALPHA})


def _shrinks(here: Quantity, there: Quantity) -> int | None:
    """Whether a step is shorter than the one before (1), as long (0) or longer (-1), if known."""
    gap = abs(here.value) - abs(there.value)
    unsure = (here.error or 0) + (there.error or 0)
    return None if unsure and magnitude(gap) <= unsure else sign_of(gap)


def _moves(descent: Descent) -> list[Move]:
    """Return the steps that lead somewhere: none are left once the ball has arrived."""
    steps = pairwise(descent.iterates)
    return [(here, there) for here, there in steps if sign_of(here.update.value)]
