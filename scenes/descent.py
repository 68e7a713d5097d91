"""Gradient descent: a ball rolls down a hill, one step against the slope at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import VGroup, VMobject

from calculus.descent import Descent, Iterate, descend, steps_to
from calculus.errors import DerivativeError, DomainError
from calculus.shown import Shown, shown
from scenes import terms
from scenes.base import LessonScene
from scenes.hill import Hill, window_around
from scenes.layout import Box
from scenes.ledger import Table
from scenes.motion import Drive, Picture, Trace, appear, dim, vanish
from scenes.parameters import FunctionParameter, LearningRate, Number as NumberParameter, Steps
from scenes.plot import filled, stroke
from scenes.shapes import NOTHING, circle, polyline
from scenes.text import Text, coloured, math, scale_to_fit
from scenes.theme import Role
from scenes.window import Window
from scenes.wording import Term

ALPHA = Term("α", "alpha", "alpha")
_NEAR = "0.01"  # how near to the minimum counts as arrived, in units of the input
_ROWS = 5  # iterates the ledger has room for
_LEDGER_PLACES = 3  # decimals of an iterate in the ledger, where it is rounded
_FARTHEST = 4.0  # a runaway ball is followed this many starting distances out


@dataclass(frozen=True)
class DescentFacts:
    """What the story is about.

    Attributes:
        descent: The descent.
        mirrored: The descent from the opposite start; None where there is none to tell.
        arrival: Steps until the minimum is nearer than 0.01; None when that never happens.
    """

    descent: Descent
    mirrored: Descent | None
    arrival: int | None


class DescentScene(LessonScene):
    """A ball rolls downhill by gradient descent; every step is worked out."""

    function: FunctionParameter = "J(w) = w**2"
    start: NumberParameter = 3
    learning_rate: LearningRate = 0.1
    steps: Steps = 10

    facts: DescentFacts

    @classmethod
    def compute(cls, given: Any) -> DescentFacts:
        descent = descend(given.function, given.start, given.learning_rate, given.steps)
        return DescentFacts(
            descent,
            _from_the_other_side(descent, given.steps),
            steps_to(given.function, given.start, given.learning_rate, _NEAR),
        )

    @property
    def title(self) -> str:
        return f"Gradient descent on {terms.definition(self.facts.descent.function).text}"

    def construct(self) -> None:
        self._prepare()
        self.meet_the_hill()
        first, *others = self._moves(self.facts.descent)
        self.take_the_first_step(*first)
        if others:
            self.take_more_steps(others)
        self.say_what_becomes_of_it()
        if self.facts.mirrored is not None:
            self.start_from_the_other_side(self.facts.mirrored)
        self.conclude()

    # What the whole scene draws with.

    def _prepare(self) -> None:
        descent = self.facts.descent
        function = descent.function
        self.w, self.J = terms.name(function.variable), terms.name(function.name)
        self.slope_name = Term(
            f"d{self.J.text}/d{self.w.text}",
            f"(dif {self.J.typst})/(dif {self.w.typst})",
            f"d {self.J.speech} by d {self.w.speech}",
        )
        body = self.regions.body
        self.stage, self.side = body.split(0.53)
        self.hill = Hill(
            self.stage,
            self._window(),
            function,
            descent.start.number,
            self.theme,
            names=(self.w.typst, terms.applied(function).typst),
        )
        self.ghosts: list[VMobject] = []

    def _window(self) -> Window:
        descent, mirrored = self.facts.descent, self.facts.mirrored
        start = descent.start.number
        middle = 0.0 if descent.minimum is None else float(descent.minimum)
        reach = max(abs(start - middle), 1e-6) * 1.2
        places = [w for w in _places(descent) if abs(w - middle) <= reach]
        if mirrored is not None:
            places.append(mirrored.start.number)
        return window_around(descent.function, [start, middle, *places], least=0.2 * reach)

    @staticmethod
    def _moves(descent: Descent) -> list[tuple[Iterate, Iterate]]:
        return list(zip(descent.iterates, descent.iterates[1:], strict=False))

    # The story.

    def meet_the_hill(self) -> None:
        self.chapter("The hill")
        descent = self.facts.descent
        function = terms.definition(descent.function)
        self.heading = self.show_title(f"Gradient descent on ${function.typst}$")
        hill, first = self.hill, descent.iterates[0]
        w, slope = shown(first.w), shown(first.gradient)
        with self.beat(
            "Here is {J}, and a ball on it, at {w} {v:equals}.", kind="setup",
            J=function, w=self.w, v=w,
        ):  # fmt: skip
            self.play(appear(hill.axes))
            self.play(Trace(hill.line))
            self.play(appear(hill.ball))
        label = self.formula("{d} {s:equals}", d=self.slope_name, s=slope, role=Role.SLOPE)
        self._beside_the_ball(label)
        with self.beat("The slope under the ball is {s}.", s=slope):
            self.play(Trace(hill.tangent))
            self.play(appear(label))
        self.slope_label = label

    def take_the_first_step(self, here: Iterate, there: Iterate) -> None:
        self.chapter("One step")
        side = self.side
        slope = rf"dif {self.J.typst} \/ dif {self.w.typst}"
        rule = self.formula(
            f"{{w}} := {{w}} - {{alpha}} thin {coloured(Role.SLOPE, slope)}",
            w=self.w, alpha=ALPHA, size=self.theme.title,
        )  # fmt: skip
        scale_to_fit(rule, side.width).place(side.left, side.top - 0.5, anchor=-1)
        with self.beat(
            "Gradient descent takes a step against the slope: alpha times as long as the slope."
        ):
            self.play(appear(rule))
        values = self._filled_rule(here, there)
        values.place(side.left, side.top - 1.35, anchor=-1)
        w, alpha = shown(here.w), shown(self.facts.descent.learning_rate)
        with self.beat(
            "With {alpha} {a:equals}, the new {w} {v:equals}.",
            alpha=ALPHA, a=alpha, w=self.w, v=shown(there.w),
        ):  # fmt: skip
            self.play(appear(values))
        arrow = self.hill.step_arrow(here.w.number, here.update.number)
        self.add(arrow)
        with self.beat(
            "So the ball rolls from {w} to {v}.", w=w, v=shown(there.w)
        ):
            self.play(Drive(self.hill, arrow=1.0, run_time=0.8))
            self._roll(there, 1.6, with_out=[self.slope_label])
        self.play(vanish(values, arrow), run_time=0.4)
        self.rule = rule

    def take_more_steps(self, moves: Sequence[tuple[Iterate, Iterate]]) -> None:
        self.chapter("Step after step")
        iterates = self.facts.descent.iterates
        self._open_ledger(iterates)
        (here, there), *rest = moves
        with self.beat(
            "Here the slope is {s}, so the next step is {u} long.",
            s=shown(here.gradient, **_ROUNDED), u=_length(here),
        ):  # fmt: skip
            self._quick_step(here, there, 1.4)
        shrinking = abs(there.update.number) < abs(here.update.number)
        sentence = (
            "As the slope shrinks, so does each step, with the same {alpha}."
            if shrinking
            else "The slope does not shrink, so the steps do not either, with the same {alpha}."
        )
        with self.beat(sentence, kind="result", alpha=ALPHA):
            for i, (before, after) in enumerate(rest):
                self._quick_step(before, after, max(0.35, 1.0 - 0.15 * i))

    def say_what_becomes_of_it(self) -> None:
        self.chapter("Where it ends")
        facts = self.facts
        descent = facts.descent
        last = descent.iterates[-1]
        if facts.arrival is not None and descent.minimum is not None:
            near, n = shown(_NEAR), shown(facts.arrival)
            area = self.hill.area
            count = self.formula(
                "k = {n} : quad abs({distance}) < {near}",
                n=n, near=near, distance=self._distance(), size=self.theme.small,
            ).place(area.right, area.top + 0.18, anchor=1)  # fmt: skip
            with self.beat(
                "It comes closer than {near} to the minimum after {n} steps.",
                kind="result", poster=2, near=near, n=n,
            ):  # fmt: skip
                self.play(vanish(self.hill.tangent), appear(count))
            self.play(vanish(count), run_time=0.3)
        else:
            with self.beat(
                "After {n} steps, {w} {v:equals}: it {phrase}.",
                kind="result", poster=2,
                n=shown(last.k), w=self.w, v=shown(last.w), phrase=terms.words(descent.phrase),
            ):  # fmt: skip
                self.play(vanish(self.hill.tangent))

    def start_from_the_other_side(self, mirrored: Descent) -> None:
        self.chapter("From the other side")
        self.play(
            vanish(self.ledger, *self.chart_parts, *self.ghosts, self.hill.ball), run_time=0.5
        )
        self.ghosts = []
        first, second = mirrored.iterates[:2]
        self.hill.set(w=first.w.number, arrow=0.0, window=self._window())
        values = self._filled_rule(first, second)
        values.place(self.side.left, self.side.top - 1.35, anchor=-1)
        with self.beat(
            "Start at {w} instead: the slope is {s}, so the step goes the other way.",
            w=shown(first.w), s=shown(first.gradient),
        ):  # fmt: skip
            self.play(appear(self.hill.ball))
            self.play(Trace(self.hill.tangent), appear(values))
        arrow = self.hill.step_arrow(first.w.number, first.update.number)
        self.add(arrow)
        with self.beat("The same rule, and the ball rolls down again."):
            self.play(Drive(self.hill, arrow=1.0, run_time=0.6))
            for i, (_, after) in enumerate(self._moves(mirrored)):
                self._roll(after, max(0.35, 1.1 - 0.15 * i))
        self.play(vanish(arrow, values, self.hill.tangent), run_time=0.4)

    def conclude(self) -> None:
        self.chapter("Why it works")
        descent = self.facts.descent
        side = self.side
        top = side.top - 1.7
        if self.facts.mirrored is None:
            self.play(vanish(self.ledger, *self.chart_parts), run_time=0.4)
        if descent.factor is None:
            with self.beat(
                "No map of the hill, only the slope underfoot, and {alpha}: it {phrase}.",
                kind="conclusion", poster=3, alpha=ALPHA, phrase=terms.words(descent.phrase),
            ):  # fmt: skip
                self.play(dim(*self.ghosts) if self.ghosts else appear(self.rule))
            return
        factor = shown(descent.factor)
        law = self._law(factor)
        scale_to_fit(law, side.width).place(side.left, top, anchor=-1)
        verdict = self.formula(
            "abs({f}) {sign} {one}",
            f=factor, one=shown(1), sign=_comparison(descent),
            role=Role.SLOPE, size=self.theme.title,
        ).place(side.left, top - 1.0, anchor=-1)  # fmt: skip
        with self.beat(
            "Each step multiplies the distance to the minimum by {f}.", kind="result", f=factor
        ):
            self.play(appear(law))
        with self.beat(
            "So it {phrase}: that is algebra, not watching.",
            kind="conclusion", poster=3, phrase=terms.words(descent.phrase),
        ):  # fmt: skip
            self.play(appear(verdict))

    # Pieces.

    def _law(self, factor: Shown) -> Text:
        distance = self._distance()
        if distance is not self.w:
            distance = Term(f"({distance.text})", f"({distance.typst})", distance.speech)
        return self.formula(
            "{d} := {f} dot {d}", d=distance, f=terms.factor(factor), size=self.theme.title
        )

    def _distance(self) -> Term:
        """Return the distance to the minimum as a formula: w, or w - m."""
        minimum = self.facts.descent.minimum
        if minimum is None or minimum == 0:
            return self.w
        m = shown(minimum)
        self.shown_on_screen(m)
        return Term(
            f"{self.w.text} − {m.marked}",
            f"{self.w.typst} - {terms.factor(m).typst}",
            f"{self.w.speech} minus {m.marked_speech}",
        )

    def _filled_rule(self, here: Iterate, there: Iterate) -> Text:
        w, slope = shown(here.w), shown(here.gradient)
        alpha = shown(self.facts.descent.learning_rate)
        line = self.formula(
            f"{{w}} - {{alpha}} dot {coloured(Role.SLOPE, '{s}')} {{new:equals}}",
            w=w, alpha=alpha, s=terms.factor(slope), new=shown(there.w),
        )  # fmt: skip
        self.shown_on_screen(slope)
        return scale_to_fit(line, self.side.width)

    def _open_ledger(self, iterates: Sequence[Iterate]) -> None:
        rows = [
            tuple(
                shown(q, **_ROUNDED)
                for q in (it.k, it.w, it.value, it.gradient, it.update)
            )
            for it in iterates[:_ROWS]
        ]
        side = self.side
        upper = side.inset(top=1.0, bottom=1.6)
        self.ledger = Table(
            upper,
            (
                "k",
                self.w.typst,
                self.J.typst,
                f"dif {self.J.typst} \\/ dif {self.w.typst}",
                f"Delta {self.w.typst}",
            ),
            (Role.NEUTRAL, Role.INPUT, Role.OUTPUT, Role.SLOPE, Role.GRADIENT),
            rows,
            self.theme,
        )
        for row in rows:
            self.shown_on_screen(*row)
        self.chart = _Chart(
            Box(side.left, side.bottom, side.right, side.bottom + 1.4), iterates, self.theme
        )
        name = self.formula("{J}", J=self.J, role=Role.OUTPUT)
        name.place(side.left + 0.12, side.bottom + 1.1)
        self.chart_parts = [self.chart.axes, self.chart.marks, name]
        self.play(
            appear(self.ledger.head, *self.ledger.lines[:2], *self.chart_parts),
        )

    def _quick_step(self, here: Iterate, there: Iterate, run_time: float) -> None:
        """Show the step's arrow, roll, and write the new iterate down."""
        arrow = self.hill.step_arrow(here.w.number, here.update.number)
        self.hill.set(arrow=1.0)
        self.play(appear(arrow), run_time=min(0.3, run_time / 3))
        entries = [appear(self.ledger.lines[there.k])] if there.k < _ROWS else []
        self._roll(there, run_time, with_in=[Drive(self.chart, k=float(there.k)), *entries])
        self.play(vanish(arrow), run_time=0.2)

    def _roll(
        self,
        there: Iterate,
        run_time: float,
        with_in: Sequence[Any] = (),
        with_out: Sequence[VMobject] = (),
    ) -> None:
        """Roll the ball to an iterate, leaving a ghost; the window follows a runaway."""
        ghost = self.hill.ghost(self.hill["w"])
        self.ghosts.append(ghost)
        self.add(ghost)
        target: dict[str, Any] = {"w": there.w.number}
        wider = self._following(there.w.number)
        if wider is not None:
            target["window"] = wider
        self.play(
            Drive(self.hill, **target),
            *with_in,
            *(vanish(mobject) for mobject in with_out),
            run_time=run_time,
        )

    def _following(self, w: float) -> Window | None:
        """Return a wider window when the ball is about to leave this one."""
        window = self.hill.window
        if window.left < w < window.right:
            return None
        descent = self.facts.descent
        middle = 0.0 if descent.minimum is None else float(descent.minimum)
        limit = _FARTHEST * max(abs(descent.start.number - middle), 1e-6)
        if abs(w - middle) > limit:
            return None
        return window_around(descent.function, [w, 2 * middle - w], least=0.0)

    def _beside_the_ball(self, label: Text) -> Text:
        """Place a label next to the ball, on the side away from the curve."""
        centre = self.hill.centre()
        side = -1 if self.hill.slope(self.hill["w"]) > 0 else 1
        label.move_to(centre + [side * (0.35 + label.width / 2), 0.25, 0])
        return label


class _Chart(Picture):
    """The value against the number of steps, growing with the state ``k``."""

    def __init__(self, box: Box, iterates: Sequence[Iterate], theme: Any) -> None:
        super().__init__(k=1.0)
        values = np.array([iterate.value.number for iterate in iterates])
        finite = np.clip(values, -1e12, 1e12)
        low, high = min(0.0, float(finite.min())), float(finite.max())
        self._area = box.inset(left=0.35, bottom=0.05, right=0.1, top=0.05)
        area = self._area
        steps = max(len(iterates) - 1, 1)
        shares = (finite - low) / max(high - low, 1e-12)
        self._places = np.column_stack(
            [
                area.left + 0.1 + np.arange(len(iterates)) / steps * (area.width - 0.2),
                area.bottom + 0.08 + shares * (area.height - 0.2),
                np.zeros(len(iterates)),
            ]
        )
        axes = stroke(theme[Role.NEUTRAL], 2.5, "axes")
        self.axes = VGroup(
            axes.set_points(
                polyline(
                    [
                        [area.left, area.top, 0],
                        [area.left, area.bottom, 0],
                        [area.right, area.bottom, 0],
                    ]
                )
            ),
            Text(math("k"), theme.small, Role.NEUTRAL, theme).place(
                area.right + 0.12, area.bottom, anchor=-1
            ),
        )
        line = stroke(theme[Role.OUTPUT], 3, "curve")
        dots = filled(theme[Role.OUTPUT], "dot")
        self.marks = VGroup(
            self.derive(line, lambda line: line.set_points(self._line())),
            self.derive(dots, lambda dots: dots.set_points(self._dots())),
        )

    def _shown(self) -> np.ndarray:
        return self._places[: int(np.floor(self["k"] + 1e-9)) + 1]

    def _line(self) -> np.ndarray:
        return polyline(self._shown()) if len(self._shown()) > 1 else NOTHING

    def _dots(self) -> np.ndarray:
        return np.vstack([circle(place, 0.055) for place in self._shown()])


_ROUNDED = {"places": _LEDGER_PLACES, "significant": _LEDGER_PLACES}


def _from_the_other_side(descent: Descent, steps: int) -> Descent | None:
    """Return the descent from the opposite start, if it is a different one that exists."""
    if descent.start.value == 0:
        return None
    try:
        return descend(
            descent.function, -descent.start.value, descent.learning_rate.value, steps
        )
    except (DomainError, DerivativeError):
        return None


def _places(descent: Descent) -> list[float]:
    return [iterate.w.number for iterate in descent.iterates]


def _length(iterate: Iterate) -> Shown:
    return shown(abs(iterate.update.value), **_ROUNDED)


def _comparison(descent: Descent) -> Term:
    size = abs(descent.factor) if descent.factor is not None else 1
    sign = "<" if size < 1 else "=" if size == 1 else ">"
    return Term(sign, sign, {"<": "below", "=": "equals", ">": "above"}[sign])
