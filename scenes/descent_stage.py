"""What the descent story draws with: the hill on the left, rule, ledger and chart right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import VGroup, VMobject

from calculus.descent import Descent, Iterate
from calculus.shown import Shown, shown
from scenes import terms
from scenes.base import LessonScene
from scenes.hill import ROOM, Hill, Surroundings, window_around
from scenes.layout import Box
from scenes.ledger import Table
from scenes.motion import Drive, Picture, appear, vanish
from scenes.plot import filled, stroke
from scenes.shapes import NOTHING, circle, polyline
from scenes.text import Text, coloured, math, scale_to_fit
from scenes.theme import Role, Theme
from scenes.window import Window
from scenes.wording import Term, marked_speech, relation

ALPHA = terms.name("alpha")
_STAGE_SHARE = 0.53  # of the width; the ledger has five columns
_ROWS = 5  # iterates the ledger has room for
_PLACES = 3  # decimals, and digits where rounded, of a number in the ledger
_FARTHEST = 4.0  # a runaway ball is followed this many starting distances out
_RULE, _VALUES, _TABLE, _CHART = 0.5, 1.35, 1.0, 1.3  # where things hang in the side panel


def rounded(value: Any) -> Shown:
    """Return a number as the ledger shows it."""
    return shown(value, places=_PLACES, significant=_PLACES)


def distance_to_minimum(scene: LessonScene, descent: Descent) -> Term:
    """Return the distance to the minimum as a formula, w or w - m, and put m on record."""
    w = terms.name(descent.function.variable)
    if not descent.minimum:
        return w
    m = shown(descent.minimum)
    scene.shown_on_screen(m)
    marked = Term(m.marked, terms.factor(m).typst, lambda words: marked_speech(m, words))
    return terms.difference(w, marked)


class DescentStage:
    """The hill with its ball, and what is written beside it.

    Attributes:
        hill: The hill.
        ghosts: Where the ball has been.
    """

    def __init__(self, scene: LessonScene, descent: Descent, other_start: float | None) -> None:
        self._scene = scene
        self._descent = descent
        stage, side = scene.regions.split(_STAGE_SHARE)
        # In a flat panel the formulas and the chart are at the left and the ledger at the right.
        self._formulas, right = side.columns(2) if side.is_flat else (side, side)
        self._table = right if side.is_flat else side.inset(top=_TABLE, bottom=_CHART + 0.2)
        function = descent.function
        self.w, self.J = terms.name(function.variable), terms.name(function.name)
        self.slope = terms.derivative(self.J, self.w)
        self._rate = descent.learning_rate
        self._around = Surroundings.of(descent)
        self.whole = self._whole(other_start)
        self.hill = Hill(
            stage,
            self.whole,
            (math(self.w.typst), math(terms.applied(function).typst)),
            scene.theme,
            function=function,
            start=descent.start.number,
        )
        self.ghosts: list[VMobject] = []
        rows = [
            [rounded(q) for q in (it.k, it.w, it.value, it.gradient, it.update)]
            for it in descent.iterates[:_ROWS]
        ]
        self.ledger = self._ledger(rows)
        self.numbers = [number for row in rows for number in row]
        box = self._formulas
        self.chart = ValueChart(
            Box(box.left, box.bottom, box.right, box.bottom + _CHART),
            [iterate.value.number for iterate in descent.iterates],
            self.J,
            scene.theme,
        )

    def slope_label(self, slope: Shown) -> Text:
        """Return the slope under the ball."""
        label = self._scene.formula("{d} {s:equals}", d=self.slope, s=slope, role=Role.SLOPE)
        return self.above_the_hill(label)

    def rule(self) -> Text:
        """Return the rule of gradient descent."""
        rule = self._scene.formula(
            f"{{w}} := {{w}} - {{alpha}} thin {coloured(Role.SLOPE, '{d}')}",
            w=self.w, alpha=ALPHA, d=self.slope, size=self._scene.theme.title,
        )  # fmt: skip
        return self._put(rule, _RULE)

    def filled_rule(self, here: Iterate, there: Iterate) -> VGroup:
        """Return the step with its numbers, and where it leads."""
        alpha, slope = shown(self._rate), shown(here.gradient)
        step = self._scene.formula(
            f"{{change}} {{r}} - {{alpha}} dot {coloured(Role.SLOPE, '{s}')} {{r}} {{u:plain}}",
            change=terms.change(self.w.text), alpha=alpha, s=terms.factor(slope),
            u=shown(here.update), r=relation(alpha, slope, shown(here.update)),
            role=Role.GRADIENT,
        )  # fmt: skip
        new = self._scene.formula(
            f"{{name}} := {{w}} {coloured(Role.GRADIENT, '{sign} {u}')} {{new:equals}}",
            name=self.w, w=shown(here.w), sign=terms.sign("-" if here.update.number < 0 else "+"),
            u=shown(abs(here.update.value)), new=shown(there.w),
        )  # fmt: skip
        self._scene.shown_on_screen(slope)
        return VGroup(self._put(step, _VALUES), self._put(new, _VALUES + 0.8))

    def law(self, factor: Shown) -> VGroup:
        """Return what each step does to the distance to the minimum, and what follows."""
        write, size = self._scene.formula, self._scene.theme.title
        distance, f = terms.grouped(self.distance()), terms.factor(factor)
        if not self._descent.minimum:
            derivative = terms.body(self._descent.function.derivative)
            form = "{d} := {d} - {alpha} dot {slope} = {f} {d}"
            alpha = shown(self._rate)
            law = write(form, d=distance, slope=derivative, f=f, alpha=alpha)
        else:
            law = write("{d} := {f} dot {d}", d=distance, f=f)
        sign = {-1: "<", 0: "=", 1: ">"}[int(np.sign(abs(factor.number) - 1))]
        verdict = write(
            "abs({f}) {sign} {one}",
            f=factor, one=shown(1), sign=terms.sign(sign), role=Role.SLOPE, size=size,
        )  # fmt: skip
        return VGroup(self._put(law, 1.5), self._put(verdict, 2.4))

    def distance(self) -> Term:
        """Return the distance to the minimum as a formula: w, or w - m."""
        return distance_to_minimum(self._scene, self._descent)

    def above_the_hill(self, text: Text) -> Text:
        """Place a text at the top right of the hill."""
        area = self.hill.area
        return text.place(area.right, area.top + 0.18, anchor=1)

    def step(self, here: Iterate, there: Iterate, run_time: float, on_record: bool = True) -> None:
        """Show a step's arrow, roll, and write the new iterate down.

        Args:
            here: Where the ball is.
            there: Where it goes.
            run_time: Seconds for the roll.
            on_record: Whether the step belongs to the ledger and the chart.
        """
        arrow = self.hill.step_arrow(here.w.number, here.update.number)
        self.hill.set(arrow=1.0)
        self._scene.play(appear(arrow), run_time=min(0.3, run_time / 3))
        entries: list[Any] = [Drive(self.chart, k=float(there.k))] if on_record else []
        if on_record and there.k < _ROWS:
            entries.append(appear(self.ledger.lines[there.k]))
        self.roll(there, run_time, *entries)
        self._scene.play(vanish(arrow), run_time=0.2)

    def roll(self, there: Iterate, run_time: float, *meanwhile: Any) -> None:
        """Roll the ball to an iterate, leaving a ghost; the window follows a runaway."""
        ghost = self.hill.ghost(self.hill["w"])
        self.ghosts.append(ghost)
        self._scene.add(ghost)
        target: dict[str, Any] = {"w": there.w.number}
        if (wider := self._following(there.w.number)) is not None:
            target["window"] = wider
        self._scene.play(Drive(self.hill, **target), *meanwhile, run_time=run_time)

    def _whole(self, other_start: float | None) -> Window:
        """Return a window with both starts, the minimum, and iterates that don't run away."""
        start = self._descent.start.number
        places = [iterate.w.number for iterate in self._descent.iterates]
        near = [w for w in places if self._around.distance(w) <= ROOM]
        if other_start is not None:
            near.append(other_start)
        return window_around(
            self._descent.function,
            [start, self._around.middle, *near],
            least=0.25 * self._around.reach,
        )

    def _following(self, w: float) -> Window | None:
        """Return a wider window when the ball is about to leave this one."""
        window = self.hill.window
        if window.left < w < window.right or self._around.distance(w) > _FARTHEST:
            return None
        return window_around(self._descent.function, [w, self._around.mirrored(w)], least=0.0)

    def _ledger(self, rows: Sequence[Sequence[Shown]]) -> Table:
        return Table(
            self._table,
            [
                math(name)
                for name in (
                    "k",
                    self.w.typst,
                    self.J.typst,
                    self.slope.typst,
                    f"Delta {self.w.typst}",
                )
            ],
            (Role.NEUTRAL, Role.INPUT, Role.OUTPUT, Role.SLOPE, Role.GRADIENT),
            rows,
            self._scene.theme,
        )

    def _put(self, line: Text, below: float) -> Text:
        box = self._formulas
        scale_to_fit(line, box.width)
        return line.place(box.left, box.top - below, anchor=-1)


class ValueChart(Picture):
    """The value against the number of steps, growing with the state ``k``.

    Attributes:
        axes: The axes and their names.
        marks: Points and lines, up to the present step.
    """

    def __init__(self, box: Box, values: Sequence[float], name: Term, theme: Theme) -> None:
        super().__init__(k=1.0)
        area = box.inset(left=0.35, bottom=0.05, right=0.45, top=0.05)
        heights = np.clip(values, -1e12, 1e12)
        low, high = min(0.0, float(heights.min())), float(heights.max())
        shares = (heights - low) / max(high - low, 1e-12)
        steps = np.arange(len(values)) / max(len(values) - 1, 1)
        self._places = np.column_stack(
            [
                area.left + 0.1 + steps * (area.width - 0.2),
                area.bottom + 0.08 + shares * (area.height - 0.2),
                np.zeros(len(values)),
            ]
        )
        corners = [[area.left, area.top], [area.left, area.bottom], [area.right, area.bottom]]
        frame = stroke(theme[Role.NEUTRAL], 2.5, "axes")
        frame.set_points(polyline([[x, y, 0] for x, y in corners]))
        across = Text(math("k"), theme.small, Role.NEUTRAL, theme)
        up = Text(math(name.typst), theme.small, Role.OUTPUT, theme)
        self.axes = VGroup(
            frame,
            across.place(area.right + 0.12, area.bottom, anchor=-1),
            up.place(area.left - 0.12, area.top - 0.3, anchor=1),
        )
        line = stroke(theme[Role.OUTPUT], 3, "curve")
        dots = filled(theme[Role.OUTPUT], "dot")
        self.marks = VGroup(
            self.derive(line, lambda line: line.set_points(self._line())),
            self.derive(dots, lambda dots: dots.set_points(self._dots())),
        )

    def _reached(self) -> np.ndarray:
        return self._places[: int(self["k"] + 1e-9) + 1]

    def _line(self) -> np.ndarray:
        reached = self._reached()
        return polyline(reached) if len(reached) > 1 else NOTHING

    def _dots(self) -> np.ndarray:
        return np.vstack([circle(place, 0.055) for place in self._reached()])
