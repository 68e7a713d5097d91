"""One learning rate, several places: steps are long where the output reacts strongly."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated

import numpy as np
from manim import Animation, VMobject

from scenes.base import LessonScene
from scenes.landscape.outcomes import in_the_valley
from scenes.picture.carrying import Merge, bring
from scenes.picture.diving import approach
from scenes.picture.motion import Drive, Pulse, Trace, appear, dim, light, vanish
from scenes.settings.parameters import (
    FunctionParameter,
    LearningRate,
    Nudge,
    NudgeName,
    Parameters,
    Points,
)
from scenes.step_sizes import sentences
from scenes.step_sizes.facts import Place, StepSizesFacts
from scenes.step_sizes.stage import StepSizesStage
from scenes.telling.answers import Answer
from scenes.words import terms

_PACES = 1.0, 0.7, 0.5  # of the first place, the second, and all others
_NUMBERS = 0.4  # Manim units that the numbers along the hill's foot are high
_TOLD, _LAST = 3, 4.0  # rounds that are told, and seconds for all others


class StepSizesScene(LessonScene[StepSizesFacts]):
    """The same learning rate makes different steps, as the output reacts differently."""

    function: Annotated[FunctionParameter, "what is descended"] = "J(w) = w**2"
    starts: Annotated[Points, "where steps are taken from (2 to 5)"] = (3, 2, -3, "0.1")
    learning_rate: LearningRate = 0.1
    nudge: Nudge = 0.001
    nudge_name: NudgeName = "epsilon"

    @classmethod
    def compute(cls, given: Parameters) -> StepSizesFacts:
        return StepSizesFacts.of(given.function, given.starts, given.learning_rate, given.nudge)

    @property
    def title(self) -> str:
        return self.say("Step sizes on {f}", f=terms.definition(self.facts.walk.function)).text

    def construct(self) -> None:
        facts = self.facts
        variable = facts.walk.function.variable
        self.stage = StepSizesStage(self, facts, terms.nudge(variable, self.given.nudge_name))
        self.land, self.board = self.stage.land, self.stage.board
        self.w, self.J = self.stage.w, self.stage.J
        self.lit: Collection[int] = range(len(facts.places))
        self.unlit: list[VMobject] = []
        self.steps = [step for step in self.board.steps if step is not None]
        self.chapter("Several places")
        self.meet_the_places()
        self.make_room()
        for i, place in enumerate(facts.places):
            self.step_from(i, place)
        self.compare()
        self.chapter("Sensitivity")
        self.nudge_all()
        self.read_the_bars()
        self.let_the_nudge_go()
        self.chapter("Over and over")
        self.go_on()

    def meet_the_places(self) -> None:
        stage, land, facts = self.stage, self.land, self.facts
        self.add(land.axes, land.under, land.line, stage.title)
        land.yield_to(stage.title)
        with self.beat(
            "One valley, one learning rate, and {n} places to stand."
            if facts.valley
            else "One curve, one learning rate, and {n} places to stand.",
            kind="setup", n=len(facts.places),
            claims=in_the_valley(facts.walk.function, facts.valley),
        ):  # fmt: skip
            for ball in land.balls:
                self.play(appear(ball, run_time=0.3), share=0.6 / len(land.balls))
        order = sorted(place.here.w.number for place in facts.places)
        with self.beat("Where is the step longest?", kind="question"):
            land.set(w=order[0])
            self.play(Trace(land.tangent, 0.6))
            for w in order[1:]:
                self.play(Drive(land, 2.4 / len(order), w=w))
            self.play(vanish(land.tangent))

    def make_room(self) -> None:
        """Let the hill move aside for the board."""
        stage, land = self.stage, self.land
        area, window = land.narrow
        self.play(vanish(stage.title), run_time=0.3)
        land.yield_to()
        self.play(Drive(land, 0.8, area=area, window=window))
        self.play(appear(stage.panel, self.board.axes), run_time=0.4)
        self.add(*land.arrows, *self.board.arrows)

    def step_from(self, i: int, place: Place) -> None:
        """Measure the slope at a place, make a step of it, and lay that beside the others."""
        stage, land, board, here = self.stage, self.land, self.board, place.here
        pace, number, step = _PACES[min(i, 2)], board.names[i], board.steps[i]
        land.restart(here.w.number)
        with self.beat(sentences.step(place, self.w), teaches="U9.4"):
            if i == 0:
                self.play(appear(*board.units[0]), run_time=0.4)
            self.play(Trace(land.drop, 0.4 * pace), Trace(land.tangent, 0.6 * pace))
            self.play(bring(land.drop, number), run_time=0.5)
            land.set(laid=0.0, factor=1.0, hung=1.0)
            label = stage.slope_label(here, *land.balls, above=_NUMBERS)
            land.yield_to(label)
            land.set(hung=0.0)
            self.add(land.bar)
            if not place.is_level:
                self.play(Drive(land, 0.8 * pace, hung=1.0))
            self.play(bring(land.bar if not place.is_level else land.balls[i], label))
            gone: list[VMobject] = [label, land.tangent, land.drop]
            if step is not None:
                for motion in land.bar.lies_down(0.85 * pace):
                    self.play(motion)
                self.play(land.bar.to(self.facts.walk.learning_rate.number, 0.8 * pace))
                self.play(Drive(land, 0.4 * pace, **{f"step {i}": 1.0}), vanish(land.bar))
                self.play(board.come(i, 0.9 * pace), Merge(label, into=step, dims=1.0))
            self.play(vanish(*gone), run_time=0.3)
            land.yield_to()

    def compare(self) -> None:
        """Let all arrows run out once more, and light the longest."""
        board, facts = self.board, self.facts
        longest = [i for i, place in enumerate(facts.places) if place in facts.steepest]
        right: bool | Answer = True
        if len(longest) == 1:
            places = facts.places
            wrong = (("other", one.here.w) for one in places if one not in facts.steepest)
            right = Answer(facts.steepest[0].here.w, tuple(wrong))
        with self.beat(
            sentences.longest(facts), kind="result", answers=right, poster=1, teaches="U9.4"
        ):
            self.play(Drive(board, 0.5, run=0.0), dim(*self.steps))
            self.play(Drive(board, run=1.0), share=0.4)
            self.play(light(*self.steps))
            self.look_at(longest)
            texts = [step for i in longest if (step := board.steps[i]) is not None]
            self.play(Pulse(*texts), share=0.3)

    def nudge_all(self) -> None:
        """Nudge every ball, and lay what comes out beside its step."""
        board, facts = self.board, self.facts
        with self.beat(
            "Nudge each ball by {h}, and watch how strongly {J} reacts.", h=facts.nudge, J=self.J
        ):
            self.look_at(range(len(facts.places)))
            # What is as long as a learning rate is no nudge: only one of them is there.
            self.unlit = [*board.units[0], *self.steps, *board.arrows]
            self.play(vanish(*self.unlit), run_time=0.3)
            self.play(appear(*board.units[1]), self.push())
            self.add(*board.bars)
            self.play(board.grow(), share=0.4)
            numbers = zip(board.bars, board.numbers, strict=True)
            self.play(*(bring(bar, number) for bar, number in numbers))

    def read_the_bars(self) -> None:
        """Say where a nudge comes out larger than it is, and where smaller."""
        facts, board = self.facts, self.board
        for place, said in sentences.reactions(facts, self.w, self.digits):
            i = facts.places.index(place)
            with self.beat(said, kind="result", teaches="U9.2"):
                self.look_at([i])
                board.set(grown=0.0)
                self.play(self.push(i), board.grow(1.5), share=0.3)
                self.play(Pulse(board.numbers[i]))

    def let_the_nudge_go(self) -> None:
        """Let the bars become the slopes: then they are as long as the steps."""
        board, facts = self.board, self.facts
        with self.beat(
            "So a derivative measures sensitivity: how much leverage {w} has, right here.",
            kind="result", w=self.w, poster=2, teaches="U9.6",
        ):  # fmt: skip
            self.look_at(range(len(facts.places)))
            pairs = zip(board.numbers, board.slopes, strict=True)
            become = [Merge(number, into=slope, dims=0) for number, slope in pairs]
            gone = vanish(*board.units[1])
            self.play(Drive(board, 1.2, limit=1.0), *become, gone, at=0.2)
            steps = zip(board.slopes, board.steps, strict=True)
            made = (Merge(slope, into=step, dims=1.0) for slope, step in steps if step is not None)
            self.play(appear(*board.units[0], *board.arrows), *made)
            self.play(Pulse(*board.slopes), share=0.3)

    def push(self, *which: int) -> Animation:
        """Return what nudges some balls, or all, and lets them go back."""
        return self.land.push(
            np.sign(self.facts.nudge.number), which or range(len(self.facts.places))
        )

    def look_at(self, lanes: Collection[int]) -> None:
        """Light some lanes with their balls, and turn the others down."""
        board, land = self.board, self.land
        parts = [
            [name, step, arrow, bar, number, ball]
            for name, step, arrow, bar, number, ball in zip(
                board.names, board.steps, board.arrows, board.bars, board.numbers, land.balls,
                strict=True,
            )
        ]  # fmt: skip
        there = self.get_mobject_family_members()
        seen = [[p for p in lane if p in there and p not in self.unlit] for lane in parts]
        change = [
            light(*lane) if i in lanes else dim(*lane)
            for i, lane in enumerate(seen)
            if (i in lanes) != (i in self.lit)
        ]
        self.lit = {*lanes}
        if change:
            self.play(*change, run_time=0.3)

    def go_on(self) -> None:
        """Let one ball measure and step, with nothing to be seen but what is around it."""
        stage, land, board, walk = self.stage, self.land, self.board, self.stage.walk
        i = next(i for i, place in enumerate(self.facts.places) if not place.is_level)
        area, window = stage.alone
        lanes = [
            *board.units[0],
            *board.names,
            *self.steps,
            *board.arrows,
            *board.bars,
            *board.slopes,
        ]
        self.play(vanish(stage.panel, board.axes, *lanes, *land.arrows), run_time=0.4)
        land.restart(walk.iterates[0].w.number)
        self.remove(land.balls[i])
        self.add(land.ball)
        others = [ball for ball in land.balls if ball is not land.balls[i]]
        glide: list[Animation] = [Drive(land, 0.8, area=area), vanish(*others)]
        for motion in approach(land, window, 0.8):
            self.play(motion, *glide)
            glide = []
        with self.beat("Measure the sensitivity, take a step, measure again.", teaches="U9.5"):
            self.play(vanish(land.axes), appear(stage.dark, stage.card, stage.loop), run_time=0.5)
            self.add(walk.arrows, walk.ghosts)
            for k in range(1, min(_TOLD, walk.last) + 1):
                self.play(Trace(land.tangent, 0.4))
                self.play(walk.to(k, 1.0), share=0.2)
        with self.beat(
            "Training is that loop, over and over.",
            kind="conclusion", poster=3, teaches="U9.6",
        ):  # fmt: skip
            if walk.taken < walk.last:
                self.play(walk.to(walk.last, _LAST), share=0.5)
            self.play(vanish(stage.dark), appear(land.axes))
