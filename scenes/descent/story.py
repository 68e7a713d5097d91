"""Gradient descent: a ball rolls down a hill, one step against the slope at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from manim import Mobject, VMobject
from manim.utils.rate_functions import linear

from calculus.descent import Iterate, Verdict, check_effort, descend, steps_to
from calculus.digits import sign_of
from calculus.errors import DerivativeError, DomainError
from calculus.mistakes import uphill
from calculus.quantity import quantity
from calculus.stationary import only_minimum
from scenes.base import LessonScene
from scenes.descent.facts import CONCLUSIONS, NEAR, DescentFacts, ending, trend
from scenes.descent.stage import DescentStage, Values
from scenes.landscape.distance import ALPHA, distance_said
from scenes.landscape.outcomes import check_steps, claims, in_the_valley, leaps, phrase
from scenes.landscape.walk import Walk
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.carrying import Carry, Merge, Unfold, bring
from scenes.picture.diving import dive, surface
from scenes.picture.motion import Drive, Pulse, Trace, appear, dim, light, vanish
from scenes.picture.nest import Nest
from scenes.settings.parameters import FunctionParameter, LearningRate, Number, Parameters, Steps
from scenes.telling.answers import Answer
from scenes.telling.claims import Opposite
from scenes.words import terms

_LONGEST = 60  # steps, beyond which nobody waits for the ball to arrive
_LONGEST_WALK = 4.5  # seconds
_FASTER = 0.7  # the pace of what has been seen before


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
        # A step that no float holds, or that leads nowhere, is nothing to show for another start.
        if mirrored is not None and (
            leaps(mirrored) or len(mirrored.iterates) < 2 or not mirrored.iterates[0].update.number
        ):
            mirrored = None
        arrival = steps_to(function, given.start, rate, NEAR, limit=_LONGEST) or None
        rest: tuple[Iterate, ...] = ()
        if arrival is not None and arrival > steps:
            rest = descend(function, given.start, rate, arrival).iterates[steps + 1 :]
        return DescentFacts(descent, mirrored, arrival, rest, only_minimum(function))

    @property
    def title(self) -> str:
        function = terms.definition(self.facts.descent.function)
        return self.say("Gradient descent on {f}", f=function).text

    def construct(self) -> None:
        facts = self.facts
        descent, mirrored = facts.descent, facts.mirrored
        self.stage = DescentStage(self, descent, facts.rest, mirrored)
        self.land = self.stage.land
        self.leaves: list[VMobject] = []  # what stands at the end of the first walk
        self.meet_the_hill(descent.iterates[0])
        if descent.verdict is Verdict.STAYS:
            self.stay(*descent.iterates[:2])
            return
        first, second, *_ = descent.iterates
        self.take_the_first_step(first, second)
        walk = self.stage.walk
        if self.stage.steps > 1 and not (walk.escapes and walk.last == 1):
            self.take_more_steps()
        self.say_where_it_ends()
        if mirrored is not None:
            self.start_from_the_other_side(mirrored.iterates[0])
        self.conclude()

    def read(self, figure: Any, text: Text, *more: Any) -> None:
        """Let a number come from a figure that is as long as that."""
        figure.numbers = text.numbers
        self.play(Carry(figure, text, dims=1), *more)
        figure.numbers = ()

    def meet_the_hill(self, first: Iterate) -> None:
        self.chapter("The valley" if self.facts.valley else "The curve")
        stage, land = self.stage, self.land
        self.add(land.axes, land.ball, stage.title)
        self.standing = stage.at_the_axis(first)
        land.yield_to(stage.title, self.standing)
        with self.beat(
            "A ball on {J} cannot see ahead. What does it feel, where {w} {v:equals}?",
            kind="question", J=terms.definition(land.function), w=stage.w, v=first.w,
        ):  # fmt: skip
            self.play(Trace(ground := land.underfoot(), 0.8))  # all that the ball knows of
            self.play(appear(land.under, land.line), at=0.3, share=0.1)
            self.play(Trace(land.drop, 0.6), vanish(ground))
            self.read(land.drop, self.standing)
        right = Answer(first.gradient, (("value", first.value),))
        with self.beat("The slope under the ball is {s}.", answers=right, s=first.gradient):
            self.play(Trace(land.tangent, 0.7))
            self.hang_the_bar(first)

    def hang_the_bar(self, here: Iterate, pace: float = 1.0, *later: Mobject) -> None:
        """Let the slope under the ball hang down from it, and say how large it is.

        Args:
            here: Where the ball is.
            pace: Of the motion; 1 is slow.
            later: What will be written beside it, and has its place.
        """
        stage, land = self.stage, self.land
        land.set(laid=0.0, factor=1.0, hung=1.0)
        others = [self.standing] if self.standing in self.mobjects else []
        self.slope_label = stage.slope_label(here, *others, *later)
        land.yield_to(stage.title, self.slope_label, *others)
        land.set(hung=0.0)
        self.add(land.bar)
        self.play(Drive(land, 0.9 * pace, hung=1.0))
        self.read(land.bar if land.slope else land.ball, self.slope_label)

    def squeeze_the_bar(self, pace: float = 1.0, at: str | float | None = None) -> None:
        """Lay the bar on the axis, downhill in the end, and shrink it to the step."""
        land = self.land
        for motion in land.bar.lies_down(pace):
            self.play(motion)
        shrinks = land.bar.to(self.facts.descent.learning_rate.number, 0.9 * pace)
        if at is None:
            self.play(shrinks)
        else:  # the rate is told: it may leave the bar as it is, or that may be out of sight
            self.play(shrinks, Pulse(self.stage.rule), at=at, share=0.25)

    def point(self, walk: Walk, arrow: int) -> None:
        """Let the arrow of a step take the place of what is left of its bar."""
        self.add(walk.arrows)
        self.play(walk.to(arrow + 0.4, 0.4, zoomed=arrow == 0), vanish(self.land.bar))

    @contextmanager
    def state_the_rule(self) -> Iterator[None]:
        self.chapter("One step")
        with self.beat(
            "Gradient descent steps against the slope: its size times the learning rate, {alpha}.",
            alpha=ALPHA, teaches="U9.1",
        ):  # fmt: skip
            self.play(appear(self.stage.small_card, self.stage.rule))
            yield

    def take_the_first_step(self, here: Iterate, there: Iterate) -> None:
        stage = self.stage
        with self.state_the_rule():
            self.squeeze_the_bar(at=0.5)
            if stage.close_ups:
                self.look_closely(here)
            self.point(stage.walk, 0)
        values = self.work_out_the_step(here, there, stage.walk)
        with self.beat(
            "So the ball rolls from {w} to {v}.", w=here.w, v=there.w, teaches="U9.3 U9.8"
        ):
            self.play(vanish(self.slope_label, *values), run_time=0.3)
            self.open_the_chart()
            self.play(stage.walk.to(1, 1.2), stage.counter.to([1], 1.2), at="w", share=0.3)

    def look_closely(self, here: Iterate) -> None:
        """Dive to where a step can be seen that is too short for the whole hill."""
        stage, land = self.stage, self.land
        self.play(vanish(self.standing, self.slope_label), run_time=0.3)
        land.yield_to(stage.title)
        self.play(dive(land, *stage.close_ups, pace=0.7))
        self.standing = stage.at_the_axis(here)
        self.slope_label = stage.slope_label(here, self.standing)
        land.yield_to(stage.title, self.standing, self.slope_label)
        self.play(appear(self.standing, self.slope_label), run_time=0.3)

    def surface(self) -> None:
        """Let the whole hill be seen again."""
        if self.land.window != self.stage.whole:
            self.play(surface(self.land, self.stage.whole, pace=0.4))
            self.land.set(nest=Nest())

    def open_the_chart(self) -> None:
        stage = self.stage
        if stage.small_card is not stage.card:
            self.add(stage.small_card)
            self.play(vanish(stage.card), run_time=0.3)
        chart = [] if stage.close_ups else [stage.chart]  # it goes with the whole hill
        self.play(appear(*chart, stage.counter, run_time=0.3))
        self.add(*(one.marks for one in chart), stage.walk.ghosts)
        self.play(Drive(self.land, 0.7 if chart else 0.1, across=1.0))

    def open_the_card(self) -> None:
        """Let all of the card be there."""
        if self.stage.small_card is not self.stage.card:
            self.play(appear(self.stage.card), run_time=0.3)
            self.remove(self.stage.small_card)

    def work_out_the_step(self, here: Iterate, there: Iterate, walk: Walk) -> Values:
        """Ask where a step leads, and work it out; return what is written for it."""
        stage, alpha = self.stage, self.facts.descent.learning_rate
        step, where = values = stage.filled_rule(here, there)
        with self.beat(
            "With {alpha} {a:equals}, the step is {u}. Where does it lead from {w} {v:equals}?",
            kind="question", alpha=ALPHA, a=alpha, u=here.update,
            w=stage.w, v=here.w, teaches="U9.3",
        ):  # fmt: skip
            self.open_the_card()
            rate, slope = stage.operands(step, here)
            self.play(Unfold(stage.rule.part(Role.GRADIENT), into=rate), at="a")
            self.play(bring(self.slope_label, slope))
            self.play(Merge(rate, slope, into=step, dims=0))
        wrong = ("step", here.update), ("sign", uphill(here.w, here.update))
        right = Answer(there.w, wrong)
        with self.beat("The new {w} {v:equals}.", answers=right, w=stage.w, v=there.w):
            self.play(Merge(self.standing, walk.arrows[:1], into=where))
            arrived = stage.at_the_axis(there, where.numbers[-1])
            self.play(vanish(self.standing), run_time=0.2)
            self.land.yield_to(stage.title, arrived, self.slope_label)
            self.play(Carry(where, arrived))
            self.standing = arrived
        return values

    def stay(self, here: Iterate, there: Iterate) -> None:
        """Tell of a ball that is where the hill is level."""
        stage = self.stage
        with self.state_the_rule():
            self.play(Pulse(self.slope_label), at=0.4, share=0.3)
        self.work_out_the_step(here, there, stage.walk)
        with self.beat(
            "Where the curve is level there is no step: at the bottom, but also on a top.",
            kind="conclusion", poster=3, claims=claims(self.facts.descent),
        ):  # fmt: skip
            self.play(Trace(self.land.tangent, 0.8), share=0.3)
            self.play(Pulse(self.standing))

    def take_more_steps(self) -> None:
        self.chapter("Step after step")
        stage, walk = self.stage, self.stage.walk
        here = walk.iterates[1]
        with self.beat(
            "Here the slope is {s}, so the next step is {u} long.",
            s=stage.rounded(here.gradient), u=stage.rounded(abs(here.update.value)),
            teaches="U9.8",
        ):  # fmt: skip
            self.play(vanish(self.standing), run_time=0.2)
            self.land.yield_to(stage.title)
            label = stage.step_label(here)
            self.hang_the_bar(here, _FASTER, label)
            self.squeeze_the_bar(_FASTER)
            self.point(walk, 1)
            self.read(walk.arrows[1], label)
        # Only after the sentence: while it says "here", the ball is there.
        self.play(vanish(self.slope_label, label), walk.to(2, 0.8), stage.counter.to([2], 0.8))
        if stage.steps > 2:
            *moves, last = walk.iterates[1 : stage.steps + 1]
            # That it moves no more counts as well.
            told = moves if sign_of(last.update.value) else [*moves, last]
            said = trend([it.update for it in told])
            with self.beat(said, kind="result", teaches="U9.2 U9.8"):
                self.go_on(stage.steps, min(0.3 * (stage.steps - 2), _LONGEST_WALK), 0.6)

    def go_on(
        self, k: int, seconds: float, share: float | None = None, zoomed: bool = False
    ) -> None:
        """Let the ball take steps until it has taken so many."""
        stage = self.stage
        walk = stage.mirror if self.land["cross"] and stage.mirror else stage.walk
        done = int(walk.taken)
        if done < k:
            count = stage.counter.to(range(done + 1, k + 1), seconds)
            self.play(walk.to(k, seconds, zoomed), count, share=share)

    def say_where_it_ends(self) -> None:
        self.chapter("Where it ends")
        facts, stage, land = self.facts, self.stage, self.land
        last = facts.descent.iterates[-1]
        note = stage.note(last, None if facts.arrival is None else quantity(NEAR))
        said = ending(facts, stage.rounded(last.w))
        with self.beat(said, kind="result", poster=2, teaches="U9.8"):
            if stage.close_ups:
                self.surface()
            zooms = stage.zooms() if facts.arrival is not None else []
            chart = [stage.chart, stage.chart.marks] if zooms else []
            goal = [stage.goal] if zooms else []
            self.play(vanish(land.tangent, *chart), *map(appear, goal), run_time=0.3)
            for k, window in zooms:
                seconds = 0.08 * (k - stage.walk.taken) + 0.1
                self.go_on(k, seconds, zoomed=land.window != stage.whole)
                self.play(dive(land, window, pace=0.9))
            self.go_on(stage.walk.total, 0.8, zoomed=True)
            self.play(appear(note))
            if facts.descent.blocked:
                arrow = land.step_arrow(last.w.number, last.update.number)
                self.add(arrow)
                self.play(Drive(land, arrow=1.0))
                self.leaves.append(arrow)
        self.leaves += [note, *goal]

    def start_from_the_other_side(self, first: Iterate) -> None:
        stage, land, walk = self.stage, self.land, self.stage.mirror
        assert walk is not None
        slopes = self.facts.descent.iterates[0].gradient, first.gradient
        opposite = sign_of(slopes[0].value) * sign_of(slopes[1].value) < 0
        self.chapter("From the other side" if opposite else "Another start")
        with self.beat(
            "Start at {w} instead: the slope is {s}, so the step goes the other way."
            if opposite
            else "Start at {w} instead: here the slope is {s}.",
            claims=[Opposite(slopes)] if opposite else [],
            w=first.w, s=first.gradient, teaches="U9.4",
        ):  # fmt: skip
            walked = stage.walk.ghosts, stage.walk.arrows, land.ball, land.drop
            self.play(vanish(*walked, *self.leaves), run_time=0.3)
            self.surface()
            back = [] if stage.chart in self.mobjects else [stage.chart, stage.chart.marks]
            land.set(cross=1.0)
            self.play(stage.counter.to([0], 0.8), *map(appear, back))
            land.restart(first.w.number)
            self.standing = stage.at_the_axis(first)
            land.yield_to(stage.title, self.standing)
            self.play(appear(land.ball, land.drop), run_time=0.3)
            self.read(land.drop, self.standing, Trace(land.tangent, 0.7))
            self.hang_the_bar(first, _FASTER)
            self.squeeze_the_bar(_FASTER)
            self.point(walk, 0)
        with self.beat("The same rule, and the ball rolls again.", kind="result"):
            self.play(vanish(self.slope_label, self.standing), run_time=0.3)
            self.add(walk.ghosts)
            self.go_on(walk.total, min(0.2 * walk.total, _LONGEST_WALK), 0.5)
        self.play(vanish(land.tangent), run_time=0.4)

    def conclude(self) -> None:
        self.chapter("Why it works")
        descent, stage = self.facts.descent, self.stage
        does = phrase(descent)
        self.add(stage.walk.ghosts)
        if descent.factor is None or descent.minimum is None:
            with self.beat(
                "No map of the valley, only the slope underfoot, and {alpha}: it {phrase}."
                if self.facts.valley
                else "No map of the curve, only the slope underfoot, and {alpha}: it {phrase}.",
                kind="conclusion", poster=3, alpha=ALPHA, phrase=does,
                claims=claims(descent) + in_the_valley(descent.function, self.facts.valley),
            ):  # fmt: skip
                self.play(Trace(self.land.tangent, 0.8), share=0.3)
                self.play(Pulse(stage.rule))
            return
        self.look_back(stage.mirror or stage.walk)
        factor = self.digits.beside_one(descent.factor)
        law, verdict = stage.law(factor)
        bars, times = stage.distances(factor)
        with self.beat(
            "Each step multiplies {d} by {f}.",
            kind="result", claims=claims(descent), d=distance_said(descent, self.digits), f=factor,
            teaches="U9.3",
        ):  # fmt: skip
            self.open_the_card()
            self.play(appear(bars), run_time=0.4)
            self.play(Drive(self.land, 0.7, bars=1.0).set_rate_func(linear))
            self.read(bars, times)
            rest = Drive(self.land, 0.3 * bars.rows, bars=float(bars.rows))
            self.play(rest.set_rate_func(linear))
            self.play(Carry(times, law, dims=1))
        with self.beat(
            CONCLUSIONS[sign_of(abs(descent.factor) - 1)],
            kind="conclusion", poster=3, claims=claims(descent), phrase=does, one=1,
        ):  # fmt: skip
            self.play(Carry(law, verdict, dims=1), share=0.3)

    def look_back(self, walk: Walk) -> None:
        """Let the ball roll down once more, with no curve or trail but what is underfoot."""
        stage, land, valley = self.stage, self.land, self.facts.valley
        template = (
            "It never needed a map of the valley: the slope underfoot was enough."
            if self.facts.arrival is not None
            else "It has no map of the valley, only the slope underfoot."
        )
        with self.beat(template, claims=in_the_valley(land.function, valley), teaches="U9.5"):
            self.surface()
            seen, ground = (land.ball, land.drop, walk.arrows, walk.ghosts), land.underfoot()
            unseen = land.under, land.line, *({stage.walk.ghosts} - {*seen})
            gone = stage.chart, stage.chart.marks, stage.counter, *self.leaves, *seen, *unseen
            self.play(dim(land.axes), vanish(*(one for one in gone if one in self.mobjects)))
            land.set(**{walk.name: 0.0}, w=walk.place(0))
            self.play(appear(*seen, ground, land.tangent))
            self.play(walk.to(walk.total, 1.6, bool(stage.close_ups)), share=0.45)
            self.play(vanish(land.tangent, ground), appear(*unseen), light(land.axes))
