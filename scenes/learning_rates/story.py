"""Small multiples: the same descent with several learning rates, all stepping together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from manim import VGroup

from calculus.descent import Descent, check_effort, descend
from calculus.errors import LessonError
from calculus.quantity import Quantity
from calculus.stationary import only_minimum
from scenes.base import LessonScene
from scenes.landscape.distance import ALPHA, distance_said, distance_to_minimum
from scenes.landscape.outcomes import (
    check_slope,
    check_steps,
    claims,
    in_the_valley,
    outcome,
    story,
)
from scenes.landscape.valley import Surroundings
from scenes.learning_rates.panels import Grid, RatePanel, put_in_the_hills
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.compose import fit
from scenes.picture.motion import Pulse, appear, dim, light
from scenes.settings.lists import require_few
from scenes.settings.parameters import FunctionParameter, LearningRates, Number, Parameters, Steps
from scenes.telling.claims import Claim
from scenes.telling.subject import Subject
from scenes.words import terms

_FACTOR, _LEAST = 28.0, 24.0  # font size of a factor: beside the labels, and at least there
_APART = 0.5  # between the title and the law
_SQUEEZED = 36 / 44  # how far the two may shrink: a title has 36 points at least
_LAW = 0.65  # height of the strip for a law that has no room beside the title
_FEWEST, _MOST = 2, 8  # learning rates in one picture
_WATCHED = 9.0  # seconds for all steps after the second


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
        function = terms.definition(self.facts.descents[0].function)
        wording = self.say("How long a step? {f}", f=function)
        title = Text(wording.markup, self.theme.title, Role.TEXT, self.theme)
        self._prepare(title)
        self.play(appear(title))
        self.show_the_panels()
        self.step_together()
        for panel in self.panels:
            self.judge(panel)
        self.conclude()

    def _prepare(self, title: Text) -> None:
        descents, body = self.facts.descents, self.regions.body
        self.panels = [RatePanel(self, descent) for descent in descents]
        self._law = self._make_law() if _has_law(descents) else None
        strip = self.regions.title
        fit(title, strip, up=0)
        if self._law is not None:
            room = (strip.width - _APART) / (title.width + self._law.width)
            if room >= _SQUEEZED:
                self._law.scale(min(1.0, room)).place(strip.right, title.baseline, anchor=1)
                title.scale(min(1.0, room)).place(strip.left, title.baseline, anchor=-1)
            else:
                body = body.inset(top=_LAW)
                self._law.place(body.left, body.top + 0.2, anchor=-1)
        grid = Grid.best(body, self.panels)
        around = Surroundings.of(descents)
        for panel, box in zip(self.panels, grid.boxes(body), strict=False):
            panel.settle(box, grid, around)

    def show_the_panels(self) -> None:
        with self.beat(
            "The same valley, the same start, and {n} learning rates. Which of them arrive?"
            if self.facts.valley
            else "The same curve, the same start, and {n} learning rates. Which of them arrive?",
            kind="question", n=len(self.panels), claims=self._valley(),
        ):  # fmt: skip
            self.play(*(appear(panel.still) for panel in self.panels))
            self.play(*(appear(panel.hill.ball) for panel in self.panels))

    def step_together(self) -> None:
        self.chapter("All together")
        last = max(len(descent.iterates) for descent in self.facts.descents) - 1
        with self.beat("Let them all take their steps together."):
            self._step(1, 1.2)
            self._step(2, 1.0)
        if last < 3:
            return
        with self.beat(
            "Watch each of them for a while: they tell very different stories."
            if len({outcome(descent) for descent in self.facts.descents}) > 1
            else "Watch each of them for a while."
        ):
            pace = min(0.9, _WATCHED / (last - 2))
            for k in range(3, last + 1):
                self._step(k, 0.78 * pace)

    def _step(self, k: int, run_time: float) -> None:
        wider = [zoom for panel in self.panels if (zoom := panel.widen(k)) is not None]
        if wider:
            self.play(*wider, run_time=0.5 * run_time)
        moves = [move for panel in self.panels if (move := panel.move(k)) is not None]
        if moves:
            self.play(*moves, run_time=run_time)
            self.hold(0.28 * run_time)

    def judge(self, panel: RatePanel) -> None:
        """Say what becomes of one of them."""
        if panel is self.panels[0]:
            self.chapter("Who arrives?")
            others = [other.everything for other in self.panels if other is not panel]
            self.play(dim(*others), run_time=0.4)
        else:
            before = self.panels[self.panels.index(panel) - 1]
            self.play(dim(before.everything), light(panel.everything), run_time=0.4)
        descent = panel.descent
        with self.beat(
            "With {alpha} {a:equals}, the ball {story}.", answers=True, claims=claims(descent),
            alpha=ALPHA, a=descent.learning_rate, story=story(descent),
        ):  # fmt: skip
            self.play(appear(panel.verdict))

    def conclude(self) -> None:
        everything = [panel.everything for panel in self.panels]
        self.play(light(*everything), run_time=0.4)
        claimed = [claim for descent in self.facts.descents for claim in claims(descent)]
        if self._law is None:
            claimed += self._valley()
            with self.beat(self._moral(), kind="conclusion", poster=3, claims=claimed):
                self.play(Pulse(*(panel.verdict for panel in self.panels)), share=0.3)
            return
        with self.beat(
            "Algebra settles it: each step multiplies {d} by a factor of its own.",
            kind="result", claims=claimed, d=distance_said(self.facts.descents[0], self.digits),
        ):  # fmt: skip
            self.play(appear(self._law))
            factors = self._place_factors()
            self.play(*(appear(factor) for factor in factors))
        with self.beat(
            "Below {one} in size it draws the ball in, at {one} it bounces, above it escapes.",
            kind="conclusion", poster=3, claims=claimed, one=1,
        ):  # fmt: skip
            self.play(Pulse(*factors), share=0.3)

    def _valley(self) -> tuple[Claim, ...]:
        return in_the_valley(self.facts.descents[0].function, self.facts.valley)

    def _moral(self) -> str:
        """Return what follows where no algebra settles it."""
        if len({outcome(descent) for descent in self.facts.descents}) == 1:
            return "With all these learning rates the ball meets the same fate."
        return (
            "The same valley, the same start: the learning rate alone makes the difference."
            if self.facts.valley
            else "The same curve, the same start: the learning rate alone makes the difference."
        )

    def _place_factors(self) -> list[Text] | list[VGroup]:
        """Return what each step multiplies by, placed between the labels, or in the hills."""
        factors = [panel.factor_label(_FACTOR) for panel in self.panels]
        pairs = list(zip(self.panels, factors, strict=True))
        room = min(panel.room / factor.width for panel, factor in pairs)
        if room * _FACTOR < _LEAST:
            return put_in_the_hills(pairs)
        for panel, factor in pairs:
            panel.put_beside(factor.scale(min(room, 1.0)))
        return factors

    def _make_law(self) -> Text:
        """Return what a step does for any learning rate."""
        descent = self.facts.descents[0]
        curvature = self.digits.shown(
            descent.function.derivative.derivative_at(descent.start.value)
        )
        one = curvature.number == 1 and curvature.exact
        return self.formula(
            "{d} := ({one} - {alpha}) {d}"
            if one
            else "{d} := {about} ({one} - {c} {alpha}) {d}",
            role=Role.GRADIENT, d=terms.grouped(distance_to_minimum(descent, self.digits)), one=1,
            c=terms.factor(curvature), alpha=ALPHA,
            about=terms.sign("" if curvature.exact else "approx"),
        )  # fmt: skip


def _has_law(descents: Sequence[Descent]) -> bool:
    """Whether algebra says what each step does to the distance to the minimum."""
    return all(d.factor is not None and d.minimum is not None for d in descents)
