"""Tangents: a secant turns into the tangent, and the slope depends on the point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import VGroup, VMobject

from calculus.function import Function
from calculus.nudge import NudgeTable, nudge_table
from calculus.shown import shown
from scenes import terms
from scenes.base import LessonScene
from scenes.framing import overview
from scenes.layout import Box
from scenes.ledger import Table
from scenes.motion import Drive, Trace, appear, dim, light, vanish
from scenes.parameters import FunctionParameter, Nudges, Points
from scenes.plot import Plot, filled, stroke
from scenes.shapes import NOTHING, arrow, segments
from scenes.text import Number, Text, math, scale_to_fit
from scenes.theme import Role
from scenes.window import Window

_ROLLING_PLACES = 3  # decimals of a slope on its way
_BADGE_WIDTH = 2.3  # room for the word and the number, Manim units


@dataclass(frozen=True)
class TangentFacts:
    """What the story is about.

    Attributes:
        function: The function.
        tables: One for each point, in the order given, with the nudges in the order given.
    """

    function: Function
    tables: tuple[NudgeTable, ...]

    @property
    def slopes(self) -> tuple[float, ...]:
        return tuple(table.slope.number for table in self.tables)

    @property
    def points(self) -> tuple[float, ...]:
        return tuple(table.at.number for table in self.tables)


class TangentScene(LessonScene):
    """A secant turns into the tangent; the slope depends on where you stand."""

    function: FunctionParameter = "J(w) = w**2"
    points: Points = (3, 2, -3)
    nudges: Nudges = (1, 0.1, 0.01, 0.001)

    facts: TangentFacts

    @classmethod
    def compute(cls, given: Any) -> TangentFacts:
        tables = tuple(nudge_table(given.function, at, given.nudges) for at in given.points)
        return TangentFacts(given.function, tables)

    @property
    def title(self) -> str:
        return f"The slope of {terms.definition(self.facts.function).text}"

    def construct(self) -> None:
        self._prepare()
        first, *others = self.facts.tables
        self.meet_the_function(first)
        self.secant_becomes_tangent(first)
        self.rise_over_run(first)
        for table in others:
            self.ride_to(table)
        if others:
            self.all_tangents()
        self.slope_draws_a_curve()
        self.formula_explains()

    # What the whole scene draws with.

    def _prepare(self) -> None:
        facts = self.facts
        function = facts.function
        self.w, self.J = terms.name(function.variable), terms.name(function.name)
        self.Jw = terms.applied(function)
        self.dw, self.dJ = terms.change(function.variable), terms.change(function.name)
        self.whole = overview(function, facts.points, facts.slopes)
        first = facts.tables[0]
        self.plot = Plot(
            self.regions.stage,
            self.whole,
            (self.w.typst, self.Jw.typst),
            self.theme,
            x=first.at.number, h=first.rows[0].nudge.number, across=0.0, up=0.0,
        )  # fmt: skip
        self.curve = self.plot.curve(function)
        self.dot = self.plot.dot(self._here, Role.FUNCTION)
        self.second = self.plot.dot(self._there, Role.INPUT)
        self.guides = self.plot.guides(self._here)
        self.line = self.plot.straight(lambda p: (*self._here(p), self._slope(p)), Role.SLOPE)
        self.across = self.plot.derive(filled(self.theme[Role.INPUT], "line"), self._draw_across)
        self.up = self.plot.derive(filled(self.theme[Role.OUTPUT], "line"), self._draw_up)
        self.badge = self._slope_badge()

    def _value(self, x: float) -> float:
        return float(self.facts.function.sample(np.array([x]))[0])

    def _here(self, plot: Plot) -> tuple[float, float]:
        return plot["x"], self._value(plot["x"])

    def _there(self, plot: Plot) -> tuple[float, float]:
        x = plot["x"] + plot["h"]
        return x, self._value(x)

    def _slope(self, plot: Plot) -> float:
        """Return the secant's slope, or the tangent's where the nudge is gone."""
        if plot["h"] == 0:
            return float(self.facts.function.derivative.sample(np.array([plot["x"]]))[0])
        (x0, y0), (x1, y1) = self._here(plot), self._there(plot)
        return (y1 - y0) / (x1 - x0)

    # The story.

    def meet_the_function(self, table: NudgeTable) -> None:
        self.chapter("The function")
        function = terms.definition(self.facts.function)
        self.heading = self.show_title(f"The slope of ${function.typst}$")
        a, value = shown(table.at), shown(table.rows[0].value)
        with self.beat("Here is {J}.", kind="setup", J=function):
            self.play(appear(self.plot.axes))
            self.play(Trace(self.curve))
        with self.beat(
            "Stand at {w} {a:equals}, where {J} {value:equals}.",
            w=self.w, a=a, J=self.J, value=value,
        ):  # fmt: skip
            self.play(appear(self.guides), appear(self.dot))

    def secant_becomes_tangent(self, table: NudgeTable) -> None:
        self.chapter("From secant to tangent")
        rows = [(shown(row.nudge), shown(row.quotient)) for row in table.rows]
        records = Table(
            self.regions.side.inset(top=0.3),
            (self.dw.typst, f"{self.dJ.typst} \\/ {self.dw.typst}"),
            (Role.INPUT, Role.SLOPE),
            rows,
            self.theme,
        )
        h, quotient = rows[0]
        self.shown_on_screen(h, quotient)
        with self.beat(
            "A secant goes through this point and a second one, {h} further on.", h=h
        ):
            self.play(vanish(self.guides), appear(self.second))
            self.play(Trace(self.line))
        with self.beat("Its slope is {q}.", kind="result", q=quotient):
            self.play(appear(self.badge, records.head))
            self.play(appear(records.lines[0]))
        for i, row in list(enumerate(table.rows))[1:]:
            h, quotient = rows[i]
            self.shown_on_screen(h, quotient)
            sentence = (
                "Bring the second point closer, to {h}: the slope is {q}."
                if i == 1
                else "Closer still, {h}: the slope is {q}."
            )
            with self.beat(sentence, h=h, q=quotient):
                self.play(Drive(self.plot, h=row.nudge.number, run_time=1.6))
                self.play(appear(records.lines[i]))
        slope = shown(table.slope)
        limit = self.formula(
            "(dif {J})/(dif {w}) = lim_({dw} -> {zero}) ({dJ})/({dw}) {s:equals}",
            J=self.J, w=self.w, dw=self.dw, dJ=self.dJ, s=slope, zero=shown(0), role=Role.SLOPE,
        )  # fmt: skip
        scale_to_fit(limit, self.regions.side.width)
        limit.place(self.regions.side.left, records.get_bottom()[1] - 0.9, anchor=-1)
        with self.beat(
            "In the limit the secant becomes the tangent, and its slope is {s}.",
            kind="result", poster=1, s=slope,
        ):  # fmt: skip
            self.play(Drive(self.plot, h=0.0, run_time=1.4), vanish(self.second))
            self.play(appear(limit))
        self.play(vanish(records, limit), run_time=0.4)
        self.points_table = Table(
            self.regions.side.inset(top=0.3),
            (self.w.typst, self.Jw.typst, '"slope"'),
            (Role.INPUT, Role.OUTPUT, Role.SLOPE),
            [
                (shown(t.at), shown(t.rows[0].value), shown(t.slope)) for t in self.facts.tables
            ],
            self.theme,
        )
        self.play(appear(self.points_table.head), run_time=0.4)

    def rise_over_run(self, table: NudgeTable) -> None:
        slope = table.slope
        one = shown(1)
        labels = self._step_labels(table)
        self.add(self.across, self.up)
        words = {
            1: "Along the tangent, one step across is {s} up.",
            0: "Along the tangent, one step across does not go up at all.",
            -1: "Along the tangent, one step across is {s} down.",
        }[int(np.sign(slope.number))]
        size = shown(abs(slope.value))
        self.shown_on_screen(one)
        with self.beat(words, kind="result", poster=1, s=size):
            self.play(Drive(self.plot, across=1.0, run_time=0.8))
            self.play(Drive(self.plot, up=1.0, run_time=0.8))
            self.play(appear(*labels))
        index = self.facts.tables.index(table)
        row = min(table.rows, key=lambda row: abs(row.nudge.number))
        self.shown_on_screen(shown(table.at), shown(row.value))
        direction = "rises" if row.rise.number > 0 else "falls" if row.rise.number < 0 else "moves"
        with self.beat(
            f"Nudge {{w}} by {{h}} and {{J}} {direction} by {{rise}}: about {{s}} times the nudge.",
            w=self.w, h=shown(row.nudge), J=self.J, rise=shown(_size(row.rise)), s=size,
        ):  # fmt: skip
            self.play(appear(self.points_table.lines[index]))
        self.play(vanish(*labels), Drive(self.plot, across=0.0, up=0.0), run_time=0.4)

    def ride_to(self, table: NudgeTable) -> None:
        self.chapter("Other points")
        ghost = self._ghost(float(self.plot["x"]))
        self.add(ghost)
        a, slope = shown(table.at), shown(table.slope)
        sentence = "Ride along the curve to {w} {a:equals}: here the slope is {s}."
        with self.beat(sentence, w=self.w, a=a, s=slope):
            self.play(
                dim(ghost), Drive(self.plot, x=table.at.number, run_time=2.2), run_time=2.2
            )
        self.rise_over_run(table)

    def all_tangents(self) -> None:
        self.chapter("Same function, different slopes")
        tables = self.facts.tables
        self.ghosts = [self._ghost(table.at.number) for table in tables]
        labels = [self._coordinates(table) for table in tables]
        different = len({table.slope.value for table in tables}) > 1
        sentence = (
            "One function, {n} points: the slope depends on where you stand."
            if different
            else "One function, {n} points, and the same slope at all of them."
        )
        self.play(vanish(self.line, self.dot, self.badge), run_time=0.4)
        with self.beat(sentence, kind="result", poster=3, n=shown(len(tables))):
            self.play(*(appear(ghost) for ghost in self.ghosts))
            self.play(*(appear(label) for label in labels))
        self.play(vanish(*labels), run_time=0.4)

    def slope_draws_a_curve(self) -> None:
        self.chapter("The slope as a function")
        function = self.facts.function
        derivative = function.derivative
        self.play(
            *(vanish(mobject) for mobject in list(self.mobjects) if mobject is not self.heading),
            run_time=0.6,
        )
        upper, lower = self.regions.stage.rows(2, gap=0.05)
        name = f"(dif {self.J.typst})/(dif {self.w.typst})"
        start = self.whole.left
        curve_plot = Plot(upper, self.whole, (self.w.typst, self.Jw.typst), self.theme, x=start)
        slope_plot = Plot(
            lower, _window_of(derivative, self.whole), (self.w.typst, '"slope"'), self.theme, x=start
        )

        def slope_at(plot: Plot) -> tuple[float, float]:
            return plot["x"], float(derivative.sample(np.array([plot["x"]]))[0])

        curve = curve_plot.curve(function)
        dot = curve_plot.dot(self._here, Role.FUNCTION)
        tangent = curve_plot.straight(
            lambda p: (*self._here(p), slope_at(p)[1]), Role.SLOPE, width=3
        )
        trail = slope_plot.curve(derivative, Role.SLOPE, until=lambda p: p["x"])
        pen = slope_plot.dot(slope_at, Role.SLOPE)
        law = self.formula(
            f"{name} = {{slope}}", slope=terms.body(derivative), role=Role.SLOPE,
            size=self.theme.title,
        )  # fmt: skip
        side = self.regions.side
        scale_to_fit(law, side.width)
        law.place(side.left, side.top - 0.75, anchor=-1)
        with self.beat("Now write the slope down at every point, under the curve."):
            self.play(appear(curve_plot.axes, curve))
            self.play(appear(slope_plot.axes))
        self.add(trail)
        with self.beat(
            "While the point rides along, its slope draws a curve of its own.", kind="result"
        ):
            self.play(appear(dot, tangent, pen), run_time=0.4)
            end = self.whole.right
            self.play(
                Drive(curve_plot, x=end, run_time=4.5), Drive(slope_plot, x=end, run_time=4.5)
            )
        with self.beat(
            "That curve is the derivative: {slope}.", kind="result", slope=terms.body(derivative)
        ):
            self.play(vanish(dot, tangent, pen), appear(law))
        self.pair = curve_plot, slope_plot

    def formula_explains(self) -> None:
        curve_plot, slope_plot = self.pair
        side = self.regions.side
        answers = Table(
            side.inset(top=1.6),
            (self.w.typst, f"dif {self.J.typst} \\/ dif {self.w.typst}"),
            (Role.INPUT, Role.SLOPE),
            [(shown(table.at), shown(table.slope)) for table in self.facts.tables],
            self.theme,
        )
        self.play(appear(answers.head), run_time=0.4)
        marks: list[VMobject] = []
        for table, answer in zip(self.facts.tables, answers.lines, strict=True):
            a, slope = shown(table.at), shown(table.slope)
            x, y, s = table.at.number, table.rows[0].value.number, table.slope.number
            mark = VGroup(
                curve_plot.dot(lambda _, p=(x, y): p, Role.FUNCTION),
                slope_plot.dot(lambda _, p=(x, s): p, Role.SLOPE),
                self._plumb(x, y, s),
            )
            with self.beat("At {w} {a:equals} it says {s}.", w=self.w, a=a, s=slope):
                self.play(appear(mark, answer))
            marks.append(mark)
        with self.beat(
            "One formula holds the slopes of all the tangents.", kind="conclusion", poster=2
        ):
            self.play(light(*marks))

    # Pieces.

    def _plumb(self, x: float, y: float, slope: float) -> VMobject:
        """Return a line from a point of the curve down to its slope."""
        upper, lower = self.pair
        line = stroke(self.theme[Role.NEUTRAL], 2, "guide", 0.8)
        return line.set_points(segments([upper.point(x, y)], [lower.point(x, slope)]))

    def _slope_badge(self) -> VGroup:
        area = self.plot.area
        word = self.label("slope", role=Role.SLOPE)
        word.place(area.right - _BADGE_WIDTH, area.top + 0.18, anchor=-1)
        number = Number("0", self.theme.body, Role.SLOPE, self.theme)
        left, baseline = word.end + 0.2, word.baseline

        def write(number: Number) -> None:
            number.write(self._slope_text()).place(left, baseline, anchor=-1)

        self.plot.derive(number, write)
        return VGroup(word, number)

    def _slope_text(self) -> str:
        """Return the slope as text: exact where the scene stops, rounded on the way."""
        x, h = self.plot["x"], self.plot["h"]
        for table in self.facts.tables:
            if x == table.at.number:
                if h == 0:
                    return shown(table.slope).marked_typst
                for row in table.rows:
                    if h == row.nudge.number:
                        return shown(row.quotient).marked_typst
        return f"{self._slope(self.plot):.{_ROLLING_PLACES}f}"

    def _draw_across(self, shape: VMobject) -> None:
        start, corner, _ = self._step()
        share = self.plot["across"]
        shape.set_points(arrow(start, start + (corner - start) * share) if share else NOTHING)

    def _draw_up(self, shape: VMobject) -> None:
        _, corner, end = self._step()
        share = self.plot["up"]
        shape.set_points(arrow(corner, corner + (end - corner) * share) if share else NOTHING)

    def _step(self) -> np.ndarray:
        """Return the corners of one step across and the slope up, in the frame."""
        x, y = self._here(self.plot)
        return self.plot.points([[x, y], [x + 1, y], [x + 1, y + self._slope(self.plot)]])

    def _step_labels(self, table: NudgeTable) -> tuple[Text, Text]:
        self.plot.set(x=table.at.number, h=0.0)
        start, corner, end = self._step()
        one = self.formula("{one:plain}", one=shown(1), role=Role.INPUT)
        up = self.formula("{s:plain}", s=shown(table.slope), role=Role.OUTPUT)
        side = -1 if end[1] >= corner[1] else 1
        one.move_to((start + corner) / 2 + [0, side * 0.32, 0])
        up.move_to((corner + end) / 2 + [0.2 + up.width / 2, 0, 0])
        return one, up

    def _ghost(self, x: float) -> VGroup:
        """Return a point of the curve with its tangent, which stay where they are."""
        y = self._value(x)
        slope = float(self.facts.function.derivative.sample(np.array([x]))[0])
        line = self.plot.straight(lambda _: (x, y, slope), Role.SLOPE, width=3)
        return VGroup(line, self.plot.dot(lambda _: (x, y), Role.FUNCTION))

    def _coordinates(self, table: NudgeTable) -> Text:
        """Return the label of a point, on the side where the curve isn't."""
        x, y = table.at.number, table.rows[0].value.number
        label = self.formula("({a:plain}, {v:plain})", a=shown(table.at), v=shown(table.rows[0].value))
        side = 1 if table.slope.number >= 0 else -1
        label.move_to(self.plot.point(x, y) + [side * (0.25 + label.width / 2), -0.15, 0])
        return label


def _size(quantity: Any) -> Any:
    return abs(quantity.value)


def _window_of(function: Function, like: Window) -> Window:
    """Return a window with the same inputs, as high as the function's values there."""
    values = function.sample(np.linspace(like.left, like.right, 200))
    values = values[np.isfinite(values)]
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    room = 0.1 * max(high - low, 1e-9)
    return Window(like.left, low - room, like.right, high + room)
