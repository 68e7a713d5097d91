"""What stories of a descent seen from above share: the card, the rule, and the walk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from manim import VMobject
from manim.utils.rate_functions import linear

from calculus.downhill import Downhill
from calculus.quantity import Quantity
from calculus.shown import Shown
from scenes.base import LessonScene
from scenes.landscape.chart import CostChart
from scenes.landscape.on_maps import costs_seen, landed, path_of, reached
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.carrying import Merge, Unfold, bring
from scenes.picture.layout import Box
from scenes.picture.motion import Drive, appear, vanish
from scenes.surface_descent.facts import SurfaceFacts
from scenes.surface_descent.stage import SurfaceStage

WALK = 5.0  # seconds, at most
_UNSEEN = 1.2  # seconds for all steps after the ball has left the map
_HIGHEST = 1e100  # costs beyond it are drawn as if they were so large
_DIGITS = 3  # of what a descent comes to, where it is rounded


class WalkingScene(LessonScene[SurfaceFacts]):
    """A ball on a map that goes by the plain rule, which stands on a card.

    Attributes:
        stage: What it draws with.
        on_card: What stands on the card.
        readings: The number of steps and the cost, once the walk is over.
        rule: The rule, as it stands on the card.
        path: The ball's way.
    """

    def set_up(self) -> None:
        """Prepare the map, and a card with nothing on it."""
        self.stage = SurfaceStage(self, self.facts)
        self.land = self.stage.terrain
        self.w, self.J = self.stage.names, self.stage.J
        self.on_card: list[VMobject] = []
        self.readings: list[VMobject] = []

    def lay(
        self,
        *parts: VMobject,
        stays: Sequence[VMobject] = (),
        gone: Sequence[VMobject] = (),
    ) -> None:
        """Make the card as high as some parts; what stood on it goes, and perhaps more."""
        left = [*(part for part in self.on_card if part not in stays), *gone]
        goes = [vanish(*left, run_time=0.4)] if left else []
        self.play(Drive(self.land, 0.4, foot=self.stage.foot(*parts)), *goes)
        self.on_card = [*stays]

    def grow(self, *parts: VMobject) -> Drive:
        """Let the card grow as high as what stands on it and what is just coming."""
        return Drive(self.land, 0.4, foot=self.stage.foot(*parts))

    def write_the_rule(self, *gone: VMobject) -> tuple[list[Text], Box]:
        """Write the rule on a card; return it with numbers, and the room for that."""
        stage = self.stage
        self.rule = stage.rule()
        rest = stage.fill(self.rule)
        filled = stage.filled_rule(rest)
        self.lay(self.rule[0], gone=gone)
        for k, line in enumerate(self.rule[:2], 1):
            grows = self.grow(*self.rule[:k])
            self.play(grows, Merge(stage.ball, into=line, dims=1.0), share=0.25)
        self.on_card += self.rule
        return filled, rest

    def tell_the_rate(self) -> None:
        """Write the learning rate under the rule, if it has room there."""
        for rate in self.rule[2:]:
            comes = Unfold(self.rule[0].part(Role.GRADIENT), into=rate)
            self.play(self.grow(*self.rule), comes, at="a")

    def land_it(
        self, filled: Sequence[Text], arrow: VMobject, answers: bool = False
    ) -> list[VMobject]:
        """Say where the first step leads, and let the ball go there; return what tells of it."""
        plain, height = self.facts.plain, self.stage.line_here
        right = answers and reached(plain.stops, *self.w, self.digits)
        with self.beat(
            landed(plain.stops, plain.surface.name, *self.w, self.digits), answers=right
        ):
            self.add(arrow)
            self.play(Drive(self.land, first=1.0), run_time=0.5)
            for k, at in enumerate(("a", "b"), 1):
                grows = self.grow(*self.rule, *filled[:k])
                self.play(grows, Merge(arrow, into=filled[k - 1], dims=1.0), at=at)
            self.play(appear(height), run_time=0.3)
            self.play(Drive(self.land, t=1.0), share=0.2)
            for cost in filled[2:]:
                grows = self.grow(*self.rule, *filled)
                self.play(grows, bring(self.stage.ball, cost), at="K")
        return [*filled, arrow, height]

    def walk(self, box: Box, gone: Sequence[VMobject]) -> None:
        """Take all steps of the plain rule, with the cost in a chart, and say where they lead.

        Args:
            box: The room for the chart.
            gone: What is no longer needed.
        """
        stage, land, way = self.stage, self.land, self.facts.plain
        last = way.stops[-1]
        self.path = path_of(land, way, "t", Role.TEXT)
        if last.k < 2:
            self.play(vanish(*gone))
            return
        shown = self.few(last.value)
        counter, cost, rest = stage.readings(shown, last.k, box)
        costs = np.clip([stop.value.number for stop in way.stops], -_HIGHEST, _HIGHEST)
        chart = CostChart(land, rest, [*costs], self.theme, self.J)
        self.add(self.path)
        with self.beat(
            "Step after step: after {n} steps the cost is {J}.",
            kind="result", poster=2, n=last.k, J=shown,
        ):  # fmt: skip
            self.lay(*self.rule, chart.axes, stays=self.rule, gone=gone)
            self.play(appear(chart.axes, counter, run_time=0.4))
            self.add(chart.line)
            for k, goes, share in self.roll(way, "t"):
                count = counter.to(range(int(land["t"]) + 1, k + 1), goes.run_time)
                self.play(goes, count, share=share)
            self.play(Merge(chart.line, into=cost, dims=1.0))
        self.readings = [counter, cost]
        self.on_card += [chart.axes, chart.line, *self.readings]

    def roll(self, way: Downhill, state: str) -> Iterator[tuple[int, Drive, float | None]]:
        """Give how a ball goes on to the end of a descent: fast where it has left the map.

        Args:
            way: The descent.
            state: The state of the map that says how many steps it has taken.

        Yields:
            After how many steps it arrives, how it goes there, and the share of the sentence that
            this takes, if it is seen.
        """
        seen, last = len(costs_seen(self.land, way)) - 1, way.stops[-1].k
        for k, seconds in (seen, min(0.3 * seen, WALK)), (last, _UNSEEN):
            if k > self.land[state]:
                goes = Drive(self.land, seconds, **{state: float(k)})
                goes.set_rate_func(linear)
                yield k, goes, None if k > seen else 0.6 if seen == last else 0.3

    def start_again(self) -> None:
        """Let the ball be at the start once more: it does not roll uphill."""
        goes = self.stage.ball, self.path
        self.play(vanish(*goes, run_time=0.3))
        self.land.set(t=0.0)
        self.play(appear(*goes, run_time=0.3))

    def few(self, value: Quantity) -> Shown:
        """Return a number in a few digits, where more say nothing."""
        return self.digits.brief(value, _DIGITS)
