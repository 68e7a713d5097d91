"""Small multiples: the same descent with several learning rates, all stepping together."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Annotated, Any

from manim import VGroup

from calculus.descent import Descent, Verdict, check_effort, descend
from calculus.shown import shown
from scenes import terms
from scenes.base import LessonScene
from scenes.descent_stage import ALPHA, distance_to_minimum
from scenes.hill import ROOM, Hill, Surroundings, window_around
from scenes.layout import Box
from scenes.motion import Drive, appear, dim, light
from scenes.parameters import FunctionParameter, LearningRates, Number, Steps
from scenes.text import Text, scale_to_fit
from scenes.theme import Role
from scenes.window import Window
from scenes.wording import Clause

_CRAWL = 0.9  # a factor above this makes so little way at each step that it looks like crawling
_BALL = 0.13
_LABEL = 30  # font size of a panel's labels: three stand in one line
_HEADER = 0.55  # height of a panel's label, Manim units
_SHAPE = 1.6  # width over height that suits a panel
_FARTHEST = 12.0  # a runaway ball is followed this many starting distances out

# What the ball does: as a fact, and as an appearance.
_STORIES = {
    "crawls": ("crawls down, in tiny steps", "seems to crawl down, in tiny steps"),
    Verdict.CONVERGES: ("glides down to the minimum", "seems to glide down"),
    Verdict.ONE_STEP: ("lands on the minimum in a single step", "seems to land at once"),
    Verdict.OSCILLATES: ("overshoots, but settles", "seems to overshoot, but settle"),
    Verdict.CYCLES: ("bounces back and forth for ever", "seems to bounce for ever"),
    Verdict.DIVERGES: ("overshoots more each time, and escapes", "seems to escape"),
    Verdict.STAYS: ("stays where it is", "seems to stay"),
    Verdict.UNDECIDED: ("is still on its way", "is still on its way"),
}
_LABELS = {
    "crawls": "crawls",
    Verdict.CONVERGES: "converges",
    Verdict.ONE_STEP: "one step",
    Verdict.OSCILLATES: "settles",
    Verdict.CYCLES: "cycles",
    Verdict.DIVERGES: "diverges",
    Verdict.STAYS: "stays",
    Verdict.UNDECIDED: "undecided",
}


@dataclass(frozen=True)
class LearningRatesFacts:
    """What the story is about: one descent for each learning rate."""

    descents: tuple[Descent, ...]


class LearningRatesScene(LessonScene):
    """The same hill with several learning rates."""

    function: Annotated[FunctionParameter, "the hill, a function of one variable"] = "J(w) = w**2"
    start: Annotated[Number, "where the ball starts"] = 3
    learning_rates: LearningRates = (0.01, "1/4", "1/2", 0.9, 1, 1.1)
    steps: Steps = 8

    facts: LearningRatesFacts

    @classmethod
    def compute(cls, given: Any) -> LearningRatesFacts:
        check_effort(given.function, given.steps, len(given.learning_rates))
        return LearningRatesFacts(
            tuple(
                descend(given.function, given.start, rate, given.steps)
                for rate in given.learning_rates
            )
        )

    @property
    def title(self) -> str:
        function = terms.definition(self.facts.descents[0].function)
        return self.say("Learning rates on {f}", f=function).text

    def construct(self) -> None:
        self._prepare()
        self.show_the_panels()
        self.step_together()
        for panel in self.panels:
            self.judge(panel)
        self.conclude()

    def _prepare(self) -> None:
        descents = self.facts.descents
        body, count = self.regions.body, len(descents)
        columns = min(
            range(1, count + 1),
            key=lambda n: (n * ceil(count / n) - count, abs(_shape(body, n, count) - _SHAPE)),
        )
        rows = ceil(count / columns)
        boxes = [cell for row in body.rows(rows, gap=0.3) for cell in row.columns(columns, gap=0.5)]
        self.panels = [
            _Panel(self, descent, box) for descent, box in zip(descents, boxes, strict=False)
        ]

    def show_the_panels(self) -> None:
        self.chapter("One hill, several learning rates")
        descents = self.facts.descents
        function = terms.definition(descents[0].function)
        self.show_title("How long a step? {f}", f=function)
        with self.beat(
            "The same hill, the same start, and {n} learning rates.",
            kind="setup", n=shown(len(descents)),
        ):  # fmt: skip
            self.play(*(appear(panel.still) for panel in self.panels))
            self.play(*(appear(panel.hill.ball) for panel in self.panels))

    def step_together(self) -> None:
        self.chapter("All together")
        most = max(len(descent.iterates) for descent in self.facts.descents)
        with self.beat("Let them all take their steps together."):
            self._step(1, 1.2)
            self._step(2, 1.0)
        with self.beat("Watch each of them for a while: they tell very different stories."):
            for k in range(3, most):
                self._step(k, 0.7)

    def _step(self, k: int, run_time: float) -> None:
        moves = [move for panel in self.panels if (move := panel.move(k)) is not None]
        if moves:
            self.play(*moves, run_time=run_time)
            self.hold(0.2)

    def judge(self, panel: _Panel) -> None:
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
            "With {alpha} {a:equals}, the ball {story}.",
            alpha=ALPHA, a=shown(descent.learning_rate), story=Clause(_story(descent)),
        ):  # fmt: skip
            self.play(appear(panel.verdict))

    def conclude(self) -> None:
        everything = [panel.everything for panel in self.panels]
        self.play(light(*everything), run_time=0.4)
        if not all(descent.proven for descent in self.facts.descents):
            with self.beat(
                "The learning rate alone decides: too small crawls, too large escapes.",
                kind="conclusion", poster=3,
            ):  # fmt: skip
                self.play(*(light(panel.verdict) for panel in self.panels))
            return
        factors = [panel.factor_label() for panel in self.panels]
        descent = self.facts.descents[0]
        with self.beat(
            "Algebra settles it: each step multiplies {d} by a factor of its own.",
            kind="result", d=distance_to_minimum(self, descent),
        ):  # fmt: skip
            self.play(appear(self._law(descent)))
            self.play(*(appear(factor) for factor in factors))
        with self.beat(
            "Below {one} in size it draws the ball in; above {one}, the ball escapes.",
            kind="conclusion", poster=3, one=shown(1),
        ):  # fmt: skip
            self.play(*(light(factor) for factor in factors))

    def _law(self, descent: Descent) -> Text:
        """Return what a step does for any learning rate, at the right of the title."""
        function, title = descent.function, self.regions.title
        curvature = shown(function.derivative.derivative_at(descent.start.value))
        law = self.formula(
            "{d} := ({one} - {c} {alpha}) {d}",
            d=terms.grouped(distance_to_minimum(self, descent)), one=shown(1),
            c=terms.factor(curvature), alpha=ALPHA, role=Role.GRADIENT,
        )  # fmt: skip
        self.shown_on_screen(curvature)
        return law.place(title.right, title.top - 0.55, anchor=1)


class _Panel:
    """One learning rate: its hill, its label and its verdict."""

    def __init__(self, scene: LearningRatesScene, descent: Descent, box: Box) -> None:
        self._scene = scene
        self.descent = descent
        start = descent.start.number
        self._around = Surroundings.of(descent)
        self.hill = Hill(
            box.inset(top=_HEADER),
            self._window([start]),
            None,
            scene.theme,
            function=descent.function,
            start=start,
            radius=_BALL,
            tick_labels="across",
        )
        self._box = box
        self.label = scene.formula(
            "{alpha} {a:equals}", alpha=ALPHA, a=shown(descent.learning_rate), size=_LABEL
        )
        self.label.place(box.left, box.top - 0.38, anchor=-1)
        self.still = VGroup(self.hill.axes, self.hill.line, self.label)
        self.verdict = self._at_the_right(scene.label(_LABELS[_kind(descent)], _LABEL, Role.SLOPE))
        self._ghosts: list[Any] = []

    @property
    def everything(self) -> VGroup:
        """All that is shown of the panel, for dimming."""
        shown_now = self._scene.get_mobject_family_members()
        verdict = [self.verdict] if self.verdict in shown_now else []
        return VGroup(self.still, self.hill.ball, *self._ghosts, *verdict)

    def move(self, k: int) -> Drive | None:
        """Return the roll to an iterate; None when the ball has stopped or is out of sight."""
        iterates = self.descent.iterates
        if k >= len(iterates):
            return None
        w = iterates[k].w.number
        if self._around.distance(w) > _FARTHEST or w == self.hill["w"]:
            return None
        ghost = self.hill.ghost(self.hill["w"])
        self._ghosts.append(ghost)
        self._scene.add(ghost)
        target: dict[str, Any] = {"w": w}
        if abs(w - self._around.middle) > 1.02 * self._seen():
            target["window"] = self._window([w])
        return Drive(self.hill, **target)

    def factor_label(self) -> Text:
        """Return what each step multiplies the distance by."""
        factor = self.descent.factor
        assert factor is not None, "only told when every verdict is proven"
        form = "times ({f})" if factor < 0 else "times {f}"
        label = self._scene.formula(form, f=shown(factor), role=Role.GRADIENT, size=_LABEL - 2)
        middle = (self.label.end + self.verdict.start) / 2
        scale_to_fit(label, self.verdict.start - self.label.end - 0.3)
        return label.place(middle, self.label.baseline)

    def _seen(self) -> float:
        """Return how far from the middle the window shows the hill."""
        return self.hill.window.width / 2 / ROOM

    def _window(self, places: list[float]) -> Window:
        """Return a window with the minimum in its middle."""
        places = [*places, *(self._around.mirrored(place) for place in places)]
        return window_around(self.descent.function, places, least=0.5 * self._around.reach)

    def _at_the_right(self, text: Text) -> Text:
        box = self._box
        scale_to_fit(text, box.width - self.label.width - 0.4)
        return text.place(self.hill.area.right, box.top - 0.38, anchor=1)


def _shape(body: Box, columns: int, count: int) -> float:
    """Return width over height of the panels in a grid of so many columns."""
    return body.width / columns / (body.height / ceil(count / columns))


def _kind(descent: Descent) -> Verdict | str:
    factor = descent.factor
    if descent.verdict is Verdict.CONVERGES and factor is not None and factor > _CRAWL:
        return "crawls"
    return descent.verdict


def _story(descent: Descent) -> str:
    fact, appearance = _STORIES[_kind(descent)]
    return fact if descent.proven else appearance
