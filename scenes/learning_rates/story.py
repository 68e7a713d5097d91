"""Small multiples: the same descent with several learning rates, all stepping together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any

from manim.utils.rate_functions import ease_in_quad, linear

from calculus.descent import Descent, check_effort, descend
from calculus.digits import sign_of
from calculus.errors import LessonError
from calculus.quantity import Quantity
from calculus.stationary import only_minimum
from record.figure import Figure
from scenes.base import LessonScene
from scenes.landscape.distance import ALPHA, distance_said
from scenes.landscape.outcomes import (
    check_slope,
    check_steps,
    claims,
    in_the_valley,
    story,
)
from scenes.landscape.walk import POINTS
from scenes.learning_rates.panel import RatePanel
from scenes.learning_rates.stage import RateCard, RatesStage, over_panel
from scenes.picture.carrying import Carry, Merge, Unfold, bring
from scenes.picture.motion import Drive, Pulse, appear, dim, light, vanish
from scenes.settings.lists import require_few
from scenes.settings.parameters import FunctionParameter, LearningRates, Number, Parameters, Steps
from scenes.telling.claims import Claim
from scenes.telling.explorable import descending
from scenes.telling.subject import Subject
from scenes.words import terms
from scenes.words.wording import Clause, Enumeration

_FEWEST, _MOST = 2, 8  # learning rates in one picture
_HOOK = 3.0  # steps of the ball with the least rate before there are panels
_WATCHED = 9.0  # seconds for all steps after the second
_RUN, _PACES = 2.4, (0.8, 0.7, 0.5)  # seconds of a run, and how much of it each takes
_FOLDED = 0.2  # height of a panel before it unfolds, Manim units
_ON = 1.0  # seconds for all steps after those that are worked out one by one
_MANY, _ON_AND_ON = 60, 0.4  # of them: so many go faster and faster, for a share of the sentence


@dataclass(frozen=True)
class LearningRatesFacts:
    """What the story is about.

    Attributes:
        descents: One for each learning rate.
        valley: Where the curve is least, if it falls up to there and rises after it.
    """

    descents: tuple[Descent, ...]
    valley: Quantity | None

    def known(self) -> Subject:
        """Return what others may know of the story."""
        return Subject.of_functions(
            self.descents[0].function, rates=[descent.learning_rate for descent in self.descents]
        )

    def explorable(self, given: Parameters) -> Figure:
        """Return what people can explore."""
        return descending(self.descents[0].function, given.start, given.learning_rates, given.steps)


class LearningRatesScene(LessonScene[LearningRatesFacts]):
    """The same hill with several learning rates."""

    function: Annotated[FunctionParameter, "what is descended"] = "J(w) = w**2"
    start: Annotated[Number, "where the ball starts"] = 3
    learning_rates: LearningRates = (0.01, "1/4", "1/2", 0.9, 1, 1.1)
    steps: Steps = 8

    @classmethod
    def compute(cls, given: Parameters) -> LearningRatesFacts:
        rates = given.learning_rates
        if not _FEWEST <= len(rates) <= _MOST:
            rule = f"are {_FEWEST} to {_MOST}, to be compared in one picture"
            raise LessonError("learning_rates", rule, f"{len(rates)} of them", "0.1, 0.5, 1")
        require_few("learning_rates", rates, _MOST)
        check_effort(given.function, given.steps, len(rates))
        descents = tuple(descend(given.function, given.start, r, given.steps) for r in rates)
        check_steps(descents, "learning_rates", given.steps)
        check_slope(descents)
        return LearningRatesFacts(descents, only_minimum(given.function))

    @property
    def title(self) -> str:
        function = terms.definition(self.facts.descents[0].function)
        return self.say("Learning rates on {f}", f=function).text

    def construct(self) -> None:
        self.chapter(
            "One valley, several learning rates"
            if self.facts.valley
            else "One curve, several learning rates"
        )
        self.stage = RatesStage(self, self.facts.descents)
        self.panels = self.stage.panels
        self.meet_the_panels()
        self.step_together()
        for i in range(len(self.panels)):
            self.judge(i)
        self.conclude()

    def meet_the_panels(self) -> None:
        """Let the balls of the least and the largest rate go; then there is a hill for each."""
        stage, panels = self.stage, self.panels
        order = sorted(panels, key=lambda panel: panel.descent.learning_rate.number)
        least, most = order[0], order[-1]
        for panel in panels:
            panel.yield_to(stage.title)
        for panel in (least, most):
            panel.set(t=POINTS)  # no arrow is drawn, so the ball starts at once
        self.add(least.picture, most.ball, stage.title)
        with self.beat(
            "The same valley, the same start, and {n} learning rates. Which of them arrive?"
            if self.facts.valley
            else "The same curve, the same start, and {n} learning rates. Which of them arrive?",
            kind="question", n=len(panels), claims=self._valley(),
        ):  # fmt: skip
            leaves = most.walk.to(1.0, 1.4, zoomed=True)
            self.play(least.walk.to(_HOOK, 2.2, zoomed=True), leaves)
            names = dict(zip((least, most), stage.name_the_balls(least, most), strict=True))
            self.play(appear(*names.values()), run_time=0.4)
            self.hide_numbers()
            moves: list[Any] = [panel.walk.to(0.0, 1.2, zoomed=True) for panel in (least, most)]
            others: list[Any] = []
            for panel, cell in zip(panels, stage.cells, strict=True):
                label, name = over_panel(panel.label, cell), names.get(panel)
                if name is None:
                    folded = replace(cell, top=cell.bottom + _FOLDED)
                    panel.set(frame=folded, area=folded)
                    others += [panel.into(cell), appear(label)]
                else:
                    moves += [panel.into(cell), Carry(name, label, dims=0)]
            self.add(most.picture)
            self.play(*moves, run_time=1.0)
            self.add(*(panel.picture for panel in panels))
            if others:
                self.play(*others, run_time=0.6)

    def hide_numbers(self) -> None:
        """Let no panel have numbers at its edges."""
        for panel in self.panels:
            panel.set(taken=(self.regions.frame,))

    def step_together(self) -> None:
        self.chapter("All together")
        last = max(panel.walk.total for panel in self.panels)
        with self.beat("Let them all take their steps together."):
            self.go_on(min(last, 2), 2.0, 0.7)
        if last < 3:
            return
        with self.beat(
            "Watch each of them for a while: they tell very different stories."
            if self._stories > 1
            else "Watch each of them for a while."
        ):
            gone = [panel for panel in self.panels if panel.leaves and panel.leaves <= last]
            if gone:
                self.play(*(panel.surface(0.7) for panel in gone))
            self.go_on(last, min(0.5 * (last - 2), _WATCHED), 0.5)

    def go_on(self, steps: int, seconds: float, share: float | None, *more: Any) -> None:
        """Let all balls go on until so many steps have been taken."""
        self.play(*(panel.to(steps, seconds) for panel in self.panels), *more, share=share)

    def judge(self, i: int) -> None:
        """Let the panel of a learning rate grow and play its run again; say what it shows."""
        stage, panel, pace = self.stage, self.panels[i], _PACES[min(i, len(_PACES) - 1)]
        descent, card, line, walk = panel.descent, stage.card(i), stage.line, panel.walk
        if i == 0:
            self.chapter("Who arrives?")
        with self.beat(
            "With {alpha} {a:equals}, the ball {story}.", answers=True, claims=claims(descent),
            alpha=ALPHA, a=descent.learning_rate, story=story(descent), teaches="U9.9",
        ):  # fmt: skip
            opening = appear(*card.opening)
            grows = panel.into(stage.hero, under=False, beside=card.values)
            if i == 0:
                self.open_the_line(
                    grows, panel.to(0.0, 1.0), Carry(panel.label, card.alpha), opening
                )
            else:
                panel.rest()
                self.add(panel.picture)
                enters = Carry(line.numbers[i], card.alpha, dims=1)
                self.play(grows, *self.close(i - 1), enters, opening, run_time=0.8)
            self.open = card
            panel.set(taken=())
            self.add(walk.arrows, walk.ghosts)
            self.run_again(panel, card, pace)
            if (left := stage.last_seen(panel)) is not None:
                card.left = left
                panel.yield_to(left)
                self.play(bring(panel.away, left), run_time=0.6)
            law = [] if card.law is None else [Merge(card.alpha, into=card.law, dims=1)]
            self.play(*law, appear(card.word), run_time=0.6)
            word, is_same = line.words[i], card.word.source == line.words[i].source
            self.play(Unfold(card.word, word) if is_same else appear(word), run_time=0.6)

    def run_again(self, panel: RatePanel, card: RateCard, pace: float) -> None:
        """Let the ball take its steps, and as many more as it takes until its fate is seen."""
        total, leaves = panel.walk.total, panel.leaves
        for k in sorted({total, leaves or 0, panel.ends}):
            before = int(panel.walk.taken)
            if k > before:
                single = max(0, min(k, total) - before) / total
                seconds = max(pace * _RUN * single, _ON if k > total else 0.3)
                is_long = k - max(before, total) > _MANY
                rate, steps = ease_in_quad if is_long else linear, range(before + 1, k + 1)
                count = [card.count.to(steps, seconds, rate)] if card.count else []
                goes = panel.to(k, seconds).set_rate_func(rate)
                self.play(goes, *count, share=_ON_AND_ON if is_long else None)
            if k == leaves:
                self.play(panel.surface(0.7))

    def open_the_line(self, *opening: Any) -> None:
        """Let all panels but the first shrink to the dots of their learning rates meanwhile."""
        line, others = self.stage.line, self.panels[1:]
        labels = [panel.label for panel in self.panels]
        self.play(
            *opening,
            *(panel.into(line.at(i)) for i, panel in enumerate(others, 1)),
            *(Carry(a, b, dims=0) for a, b in zip(labels, line.numbers, strict=True)),
            appear(line.axis, line.ties),
            run_time=1.0,
        )
        self.remove(*(panel.picture for panel in others))
        self.add(line.dots)

    def close(self, i: int) -> list[Any]:
        """Return what lets the panel that was talked about shrink to its dot, if there is one."""
        if i < 0:
            return []
        panel, card, line = self.panels[i], self.open, self.stage.line
        self.remove(panel.walk.arrows, panel.walk.ghosts)
        panel.set(taken=(self.regions.frame,))
        shrinks = panel.into(line.at(i))
        return [shrinks, vanish(*card.parts), Drive(line, **{f"landed {i}": 1.0})]

    def conclude(self) -> None:
        stage, line, panels = self.stage, self.stage.line, self.panels
        claimed = [claim for descent in self.facts.descents for claim in claims(descent)]
        if stage.law is None:
            claimed += self._valley()
            with self.beat(self._moral(), kind="conclusion", poster=3, claims=claimed):
                self.show_all()
            return
        known = (one.factor for one in self.facts.descents if one.factor is not None)
        sizes = [sign_of(abs(factor) - 1) for factor in known]
        firsts = [stage.first(i) for i in range(len(panels))]
        told = sorted(range(len(panels)), key=line.places.__getitem__)
        parts = (Clause("{w}", {"w": firsts[i].numbers[0]}) for i in told)
        start = self.digits.as_given(self.facts.descents[0].start)
        with self.beat(
            "One step from {start} leads to {places}.", teaches="U9.9",
            start=start, places=Enumeration((*parts,)),
        ):  # fmt: skip
            for panel in panels:
                panel.rest(first=True)
            self.show_all()
            self.go_on(1, 1.2, 0.2)
            for k, i in enumerate(told):
                at = None if k else "places"
                self.play(bring(panels[i].ball, firsts[i]), at=at, share=0.4 / len(told))
        with self.beat(
            "Algebra settles it: each step multiplies {d} by a factor of its own.",
            kind="result", claims=claimed, d=distance_said(self.facts.descents[0], self.digits),
        ):  # fmt: skip
            if stage.unfolded is not None:
                self.play(appear(stage.unfolded), run_time=0.4)
                self.play(Merge(stage.unfolded, into=stage.law, dims=0))
            self.play(Pulse(stage.law), run_time=0.4)
            factors = [stage.factor(i) for i in range(len(panels))]
            pairs = zip(panels, factors, strict=True)
            self.play(vanish(*firsts), run_time=0.3)  # factors take their places
            self.play(*(Merge(panel.label, into=one, dims=1) for panel, one in pairs))
        with self.beat(
            "Below {one} in size it draws the ball in, at {one} it bounces, above it escapes.",
            kind="conclusion", poster=3, claims=claimed, one=1, teaches="U9.9",
        ):  # fmt: skip
            self.play(dim(*factors))
            if stage.draws_in is not None:
                self.play(Merge(stage.law, into=stage.draws_in, dims=0))
            self.add(line.zones)
            draws = Drive(line, 2.0, zones=1.0).set_rate_func(linear)
            fates = [[i for i, of in enumerate(sizes) if of == sign] for sign in (-1, 0, 1)]
            groups = [group for group in fates if group]
            last = max(panel.walk.total for panel in panels)
            for group in groups:
                lit = light(*(factors[i] for i in group))
                goes = [panels[i].to(last, 1.2) for i in group]
                judges = [Drive(panels[i], judged=1.0) for i in group]
                more = [draws] if group is groups[0] else []
                self.play(lit, *goes, *judges, *more, share=0.6 / len(groups))

    def show_all(self) -> None:
        """Let all panels grow out of their dots, where their balls have come to."""
        panels, last, stage = self.panels, len(self.panels) - 1, self.stage
        closing = self.close(last)
        stage.line.set(alone=1.0)
        again = [stage.line.words[i] for i in stage.line.again]
        self.add(*(panel.picture for panel in panels))
        grows = [panel.into(stage.small_box(i), 1.0) for i, panel in enumerate(panels)]
        rates = [Carry(stage.line.numbers[i], stage.rate(i), dims=1) for i in range(len(panels))]
        self.play(*closing[1:], vanish(stage.title, *again), *grows, *rates, run_time=1.0)

    def _valley(self) -> tuple[Claim, ...]:
        return in_the_valley(self.facts.descents[0].function, self.facts.valley)

    @property
    def _stories(self) -> int:
        """How many different ones are told."""
        return len({story(descent).template for descent in self.facts.descents})

    def _moral(self) -> str:
        """Return what follows where no algebra settles it."""
        if self._stories == 1:
            return "With all these learning rates the ball meets the same fate."
        return (
            "The same valley, the same start: the learning rate alone makes the difference."
            if self.facts.valley
            else "The same curve, the same start: the learning rate alone makes the difference."
        )
