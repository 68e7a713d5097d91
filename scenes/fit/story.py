"""A model learns: two numbers walk downhill on a map, and a curve turns to the data."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from manim import Animation, VMobject
from manim.utils.rate_functions import linear

from calculus.digits import sign_of
from calculus.downhill import Downhill
from scenes.base import LessonScene
from scenes.fit.facts import FitFacts
from scenes.fit.sentences import Sentences
from scenes.fit.stage import DRIVEN, SLOWLY, FitStage
from scenes.landscape.chart import CostChart
from scenes.landscape.count import StepCount
from scenes.landscape.distance import ALPHA
from scenes.landscape.on_maps import costs_seen, first_step, path_of, place_of
from scenes.look.text import Text, scale_to_fit
from scenes.look.theme import Role
from scenes.picture.carrying import Merge, bring
from scenes.picture.compose import fit, in_column
from scenes.picture.motion import Drive, Pulse, Trace, appear, dim, light, vanish
from scenes.settings.choices import choice
from scenes.settings.examples import ExampleInputs, ExampleOutputs
from scenes.settings.parameters import (
    LearningRate,
    Notation,
    OtherRate,
    Parameters,
    Points,
    Steps,
)

_WALK, _SLOW = 6.0, 0.5  # seconds: of a walk at most, and of a step that is seen by itself
_LINE, _UNDER = 0.5, 0.8  # Manim units from the top to the number of steps, and under it
_SHARE = 0.5  # of the room for numbers, beside the chart


class FitScene(LessonScene[FitFacts]):
    """A model learns its weight and its bias by gradient descent, and its curve turns to data."""

    model: Annotated[
        str, choice("logistic", "linear", means="the sigmoid of w·x + b, or that line itself")
    ] = "logistic"
    inputs: ExampleInputs = (-2, -1, 0, 1, 2)
    labels: ExampleOutputs = (0, 1, 0, 1, 1)
    start: Annotated[Points, "the weight and the bias at first"] = (0, 0)
    learning_rate: LearningRate = 1
    steps: Steps = 20
    too_large: Annotated[OtherRate, "another learning rate, to see what it does"] = 10
    notation: Notation = "partial"

    @classmethod
    def compute(cls, given: Parameters) -> FitFacts:
        return FitFacts.of(
            given.model, given.inputs, given.labels, given.start, given.learning_rate,
            given.steps, given.too_large,
        )  # fmt: skip

    @property
    def title(self) -> str:
        return self.say("How a model learns").text

    def construct(self) -> None:
        facts = self.facts
        self.stage = FitStage(self)
        self.land, self.data = self.stage.land, self.stage.data
        self.said = Sentences(facts, self.stage.names, self.digits)
        self.left: list[VMobject] = []
        self.see_two_pictures()
        if facts.is_level:
            self.stay()
            return
        self.take_a_step()
        if facts.way.stops[-1].k > 1:
            self.walk()
        if facts.other is not None:
            self.try_another_rate(facts.other)
        self.conclude()

    def see_two_pictures(self) -> None:
        self.chapter("Two pictures of one model")
        stage, land, data = self.stage, self.land, self.data
        first = self.facts.way.stops[0]
        land.set(astray=0.12, risen=3.0)
        self.add(
            land.axes,
            land.contours,
            data.axes,
            data.errors,
            *data.dots,
            data.model,
            stage.ball,
            stage.title,
        )
        with self.beat(self.said.two_pictures(), kind="setup"):
            self.play(Drive(land, astray=1.0), share=0.8)
        land.set(astray=0.0)
        here = stage.at(first, Role.VALUE, given=True)
        there = stage.at(self.facts.bottom, Role.OUTPUT) if self.facts.bottom else []
        stage.columns(here, there) if there else stage.columns(here)
        with self.beat(self.said.start()):
            self.play(vanish(stage.title), run_time=0.3)
            land.yield_to(stage.ball)
            for text, at in zip(here, ("a", "b"), strict=False):
                self.play(bring(stage.ball, text), at=at)
            self.play(Merge(data.errors, into=here[2], dims=1.0), at="J")
        with self.beat(self.said.lowest(), kind="result" if there else "action"):
            self.play(Drive(land, risen=float(land.near)).set_rate_func(linear), share=0.55)
            if there:
                self.play(Trace(stage.mark, 0.5))
                for text, at in zip(there, ("a", "b"), strict=False):
                    self.play(bring(stage.mark, text), at=at)
                self.play(bring(stage.mark, there[2]))
        self.left = [*here, *there]

    def stay(self) -> None:
        """Tell of a start where the cost is least."""
        land = self.land
        with self.beat(self.said.level(), kind="conclusion", poster=3):
            self.play(Drive(land, astray=1.0), share=0.45)
            land.set(risen=0.0)
            self.play(Drive(land, risen=float(land.near)).set_rate_func(linear), share=0.45)

    def take_a_step(self) -> None:
        self.chapter("One step")
        stage, land = self.stage, self.land
        rule, slopes, rate, filled, brace = stage.rule()
        with self.beat(
            "Every step changes both. Both derivatives are taken first, at the old place.",
            teaches="U10.5",
        ):
            self.play(vanish(*self.left), run_time=0.3)
            for line in rule:
                self.play(Merge(stage.ball, into=line, dims=1.0), share=0.2)
            self.play(Trace(brace, 0.6))
            self.play(Pulse(*rule))
        arrow = first_step(land, self.facts.way, "first", beyond=0)
        with self.beat(self.said.question(), kind="question"):
            self.add(arrow)
            for slope, at in zip(slopes, ("g", "h"), strict=True):
                self.play(bring(stage.ball, slope), at=at)
            self.play(Drive(land, first=0.6), bring(stage.ball, rate), at="a")
        right = self.said.reached(self.facts.way)
        with self.beat(self.said.landed(), answers=right, kind="result", poster=1):
            self.play(Drive(land, first=1.0), run_time=0.4)
            for slope, line, at in zip(slopes, filled, ("a", "b"), strict=False):
                self.play(Merge(slope, into=line, dims=1.0), at=at)
            self.play(Drive(land, t=1.0), run_time=0.8)
            for cost in filled[2:]:
                self.play(bring(stage.ball, cost), at="K")
        self.left = [*rule, *slopes, rate, *filled, brace, arrow]

    def walk(self) -> None:
        self.chapter("Step after step")
        stage, land, facts = self.stage, self.land, self.facts
        way, last = facts.way, facts.way.stops[-1]
        lowest = facts.bottom.value.number if facts.bottom else None
        box = stage.inner
        side, rest = box.beside(_SHARE)
        counter = StepCount(self.theme, self.theme.body, last.k, first=1)
        counter.put(side.left, side.top - _LINE)
        chart = CostChart(land, rest, costs_seen(land, way), self.theme, stage.J, lowest)
        path = path_of(land, way, "t", Role.TEXT, beyond=0)
        with self.beat(self.said.again(), teaches="U10.5"):
            self.play(vanish(*self.left), run_time=0.3)
            self.play(appear(chart.axes, counter, run_time=0.4))
            self.add(path, chart.line)
            seconds = min(0.3 * last.k, _WALK)
            goes = Drive(land, seconds, t=float(last.k)).set_rate_func(linear)
            self.play(goes, counter.to(range(2, last.k + 1), seconds), share=0.6)
        costs = self.end_costs()
        said = self.said.trend()
        safe = [self._safe()] if said is not None and "safe" in said.fields else []
        listed = [*costs, *safe] if stage.is_roomy else costs
        fit(in_column(*listed, gap=0.25), side.inset(top=_UNDER))
        if not stage.is_roomy:
            strip = replace(side, bottom=side.top - _UNDER)
            for text in safe:
                fit(text, strip.inset(top=_UNDER / 4))
        with self.beat(self.said.end(), kind="result", poster=2, teaches="U10.7"):
            self.play(Merge(chart.line, into=costs[0], dims=1.0), at="J")
            if len(costs) > 1:
                self.play(Trace(chart.floor, 0.6))
                self.play(bring(chart.floor, costs[1]))
            self.play(Pulse(*costs))
        self.left = [chart.axes, chart.line, chart.floor, counter, *costs, *safe, path]
        if said is None:
            return
        with self.beat(said, kind="result", teaches="U10.7"):
            # The last cost isn't that of the steps before; an odometer runs on from what it shows.
            self.play(Drive(land, 0.5, t=0.0), counter.to([0], 0.5), dim(costs[0]))
            again = Drive(land, _WALK / 2, t=float(last.k)).set_rate_func(linear)
            self.play(again, counter.to(range(1, last.k + 1), _WALK / 2), share=0.5)
            self.play(light(costs[0]), run_time=0.3)
            for text in safe:
                if not stage.is_roomy:
                    self.play(vanish(counter), run_time=0.2)
                self.play(Merge(chart.line, into=text, dims=1.0), at="safe")

    def _safe(self) -> Text:
        """Return how the learning rate has to be, or is, so that every step lowers the cost."""
        safe, rate = self.said.safe, self.digits.as_given(self.facts.way.learning_rate)
        end = "{s:marked}" if safe.exact else "thick {s:marked}"
        if not self.said.is_safe:
            return self.formula("{alpha} < " + end, role=Role.GRADIENT, alpha=ALPHA, s=safe)
        form = "{alpha} {a:equals} < " + end
        return self.formula(form, role=Role.GRADIENT, alpha=ALPHA, a=rate, s=safe)

    def end_costs(self) -> list[Text]:
        """Return the cost in the end, and the lowest."""
        last, bottom, stage = self.facts.way.stops[-1], self.facts.bottom, self.stage
        if bottom is None:
            return [stage.cost(self.digits.brief(last.value), Role.VALUE)]
        cost, lowest = self.said.costs()
        return [stage.cost(cost, Role.VALUE), stage.cost(lowest, Role.OUTPUT, lowest=True)]

    def try_another_rate(self, other: Downhill) -> None:
        self.chapter("Another learning rate")
        stage, land, facts = self.stage, self.land, self.facts
        arrow = first_step(land, other, "leap", beyond=0)
        rate = stage.rate(other)
        there = [*stage.at(other.stops[1], Role.VALUE)[:2], stage.change(other)]
        shown = self.digits.beside_one(facts.factor.value) if facts.factor else None
        factor = [] if shown is None else stage.law(shown)
        stage.columns([rate, *there])
        for text, line in zip(factor, there, strict=False):
            scale_to_fit(text, stage.inner.width)
            text.place(line.start, line.baseline, anchor=-1)
        with self.beat(self.said.other_rate(other), kind="question"):
            self.play(vanish(*self.left), run_time=0.3)
            self.play(Drive(land, t=0.0), run_time=0.6)
            if stage.whole != land.window:
                self.play(Drive(land, window=stage.whole), share=0.2)
                self.play(Drive(land, risen=float(len(land.levels))), share=0.2)
            self.play(bring(stage.ball, rate), at="a")
        right = self.said.reached(other)
        with self.beat(self.said.leap(other), kind="result", answers=right, poster=1):
            self.add(arrow)
            self.play(Drive(land, leap=1.0), run_time=0.8)
            self.play(Drive(land, m=1.0), share=0.25)
            for text, at in zip(there, ("a", "b"), strict=False):
                self.play(bring(stage.ball, text), at=at)
            self.play(bring(stage.ball, there[2]), *self.why_it_rises(other), at="K")
        self.left = [rate, *there, arrow]
        if facts.factor is None or shown is None:
            return
        trail, distance = stage.trail(), stage.distance()
        with self.beat(self.said.factor(other, facts.factor, shown), kind="result"):
            self.start_again(Drive(land, window=stage.around), arrow, *there, beside=0.0)
            self.add(trail, distance)
            self.play(bring(distance, factor[1]))
            for k in range(1, SLOWLY + 1):
                self.play(Drive(land, _SLOW, beside=float(k)))
                if k == 1:
                    self.play(Merge(trail, into=factor[0], dims=1.0), at="f")
            ends = [] if facts.is_line else [dim(factor[0])]  # farther out it doesn't hold
            farther = Drive(land, beside=float(DRIVEN)).set_rate_func(linear)
            self.play(farther, *ends, share=0.25)
        self.left = [rate, *factor, trail, distance]

    def why_it_rises(self, way: Downhill) -> list[Animation]:
        """Turn down the examples to which a first step that costs more has brought the model."""
        if sign_of(way.stops[1].value.value - way.stops[0].value.value) <= 0:
            return []
        farther = self.data.is_farther(place_of(way.stops[0]))
        pairs = zip(self.data.dots, self.data.errors, farther, strict=True)
        return [dim(dot, error) for dot, error, is_farther in pairs if not is_farther]

    def start_again(self, glance: Drive, *gone: VMobject, **state: float | None) -> None:
        """Let the point be elsewhere, which would look like a step if it were seen to go there."""
        data, seen = self.data, [self.stage.ball, self.data.model, self.data.errors]
        self.play(vanish(*gone, *seen), light(*data.dots), run_time=0.3)
        self.land.set(**state)
        self.play(glance)
        self.play(appear(*seen), run_time=0.4)

    def conclude(self) -> None:
        stage, land, way = self.stage, self.land, self.facts.way
        last = float(way.stops[-1].k)
        with self.beat(
            "The same rule as on the hill, for two parameters at once: this is how a model learns.",
            kind="conclusion", poster=3,
        ):  # fmt: skip
            glance = Drive(land, window=stage.near, risen=float(land.near))
            self.start_again(glance, *self.left, m=0.0, t=0.0, beside=None)
            for line in stage.rule_alone():
                self.play(Merge(stage.ball, into=line, dims=1.0))
            self.add(path_of(land, way, "t", Role.TEXT, beyond=0))
            self.play(Drive(land, _WALK / 2, t=last).set_rate_func(linear), share=0.4)
