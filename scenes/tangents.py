"""Tangents: a secant turns into the tangent, and the slope depends on the point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from manim import VGroup

from calculus.evaluate import sign_of
from calculus.function import Function
from calculus.nudge import NudgeRow, NudgeTable, nudge_table
from calculus.shown import Shown, shown
from scenes import terms
from scenes.base import LessonScene
from scenes.layout import Box
from scenes.ledger import Table, table_height
from scenes.motion import Drive, Trace, appear, dim, light, vanish
from scenes.parameters import FunctionParameter, NudgeName, Nudges, Points
from scenes.tangent_stage import SlopePlots, TangentStage
from scenes.text import coloured, math, scale_to_fit
from scenes.theme import Role

_LAW = 1.6  # height of the derivative's formula above the list of slopes, Manim units

# One step along the tangent, by the sign of the slope; the first time it is said in full.
_STEPS = {
    True: {
        1: "Along the tangent, one across is {s} up.",
        0: "Along the tangent, all is level.",
        -1: "Along the tangent, one across is {s} down.",
    },
    False: {
        1: "Here, one across is {s} up.",
        0: "Here, all is level.",
        -1: "Here, one across is {s} down.",
    },
}
_CHECKS = {
    1: "Nudge {w} by {h} and {J} rises by {rise}: about {s:plain} times the nudge.",
    0: "Nudge {w} by {h} and {J} moves by {rise}: about {s:plain} times the nudge.",
    -1: "Nudge {w} by {h} and {J} falls by {rise}: about {s:plain} times the nudge.",
}


@dataclass(frozen=True)
class TangentFacts:
    """What the story is about.

    Attributes:
        function: The function.
        tables: One for each point, in the order given, with the nudges in the order given.
    """

    function: Function
    tables: tuple[NudgeTable, ...]


class TangentScene(LessonScene):
    """A secant turns into the tangent; the slope depends on where you stand."""

    function: FunctionParameter = "J(w) = w**2"
    points: Annotated[Points, "where its slope is found"] = (3, 2, -3)
    nudges: Annotated[Nudges, "how the secant closes in"] = (1, 0.1, 0.01, 0.001)
    nudge_name: NudgeName = "delta"

    facts: TangentFacts

    @classmethod
    def compute(cls, given: Any) -> TangentFacts:
        tables = tuple(nudge_table(given.function, at, given.nudges) for at in given.points)
        return TangentFacts(given.function, tables)

    @property
    def title(self) -> str:
        return self.say("The slope of {f}", f=terms.definition(self.facts.function)).text

    def construct(self) -> None:
        function, tables = self.facts.function, self.facts.tables
        first, *others = tables
        self.w, self.J = terms.name(function.variable), terms.name(function.name)
        self.dw = terms.nudge(function.variable, self.given.nudge_name)
        self.dJ = terms.change(function.name)
        self.stage = TangentStage(self, function, tables)

        self.meet_the_function(first)
        self.secant_becomes_tangent(first)
        slopes = self._open_list_of_slopes()
        self.rise_over_run(first, slopes.lines[0], first=True)
        for table, line in zip(others, slopes.lines[1:], strict=True):
            self.ride_to(table)
            self.rise_over_run(table, line, first=False)
        if others:
            self.all_tangents()
        self.clear_the_stage()
        plots = self.slope_draws_a_curve()
        self.formula_explains(plots)

    def meet_the_function(self, table: NudgeTable) -> None:
        self.chapter("The function")
        function = terms.definition(self.facts.function)
        self.heading = self.show_title("The slope of {f}", f=function)
        with self.beat("Here is {J}.", kind="setup", J=function):
            self.play(appear(self.stage.plot.axes))
            self.play(Trace(self.stage.curve))
        with self.beat(
            "Stand where {w} {a:equals} and {J} {v:equals}.",
            w=self.w, a=shown(table.at), J=self.J, v=shown(table.rows[0].value),
        ):  # fmt: skip
            self.play(appear(self.stage.guides), appear(self.stage.dot))

    def secant_becomes_tangent(self, table: NudgeTable) -> None:
        self.chapter("From secant to tangent")
        stage = self.stage
        rows = [(shown(row.nudge), shown(row.quotient)) for row in table.rows]
        records = self._table((math(self.dw.typst), math(terms.over(self.dJ, self.dw).typst)), rows)
        self.shown_on_screen(*rows[0])
        with self.beat(
            "A secant goes through this point and a second one, {h} further on.", h=rows[0][0]
        ):
            self.play(vanish(stage.guides), appear(stage.second))
            self.play(Trace(stage.line))
        with self.beat("Its slope is {q}.", kind="result", q=rows[0][1]):
            self.play(appear(stage.badge, records.head))
            self.play(appear(records.lines[0]))
        sentence = "Bring the second point closer, to {h}: the slope is {q}."
        for (h, quotient), line in list(zip(rows, records.lines, strict=True))[1:]:
            self.shown_on_screen(h, quotient)
            with self.beat(sentence, h=h, q=quotient):
                self.play(Drive(stage.plot, h=h.number, run_time=1.6))
                self.play(appear(line))
            sentence = "Closer still, {h}: the slope is {q}."
        slope = shown(table.slope)
        limit = self.formula(
            "(dif {J})/(dif {w}) = lim_({dw} -> {zero}) ({dJ})/({dw}) {s:equals}",
            J=self.J, w=self.w, dw=self.dw, dJ=self.dJ, s=slope, zero=shown(0), role=Role.SLOPE,
        )  # fmt: skip
        box = self.regions.side.parts(table_height(len(rows)))[1]
        scale_to_fit(limit, box.width).place(box.left, box.top - 0.85, anchor=-1)
        with self.beat(
            "In the limit the secant becomes the tangent, and its slope is {s}.",
            kind="result", poster=1, s=slope,
        ):  # fmt: skip
            self.play(Drive(stage.plot, h=0.0, run_time=1.4), vanish(stage.second))
            self.play(appear(limit))
        self.play(vanish(records, limit), run_time=0.4)

    def rise_over_run(self, table: NudgeTable, line: VGroup, first: bool) -> None:
        """Take a step along the tangent, and check it with a nudge."""
        stage = self.stage
        labels = stage.step_labels(table)
        row = min(table.rows, key=lambda row: abs(row.nudge.number))
        size, rise = shown(abs(table.slope.value)), shown(abs(row.rise.value))
        direction = sign_of(table.slope.value)
        self.add(stage.across, stage.up)
        with self.beat(_STEPS[first][direction], kind="result", poster=1, s=size):
            self.play(Drive(stage.plot, across=1.0, run_time=0.8))
            self.play(Drive(stage.plot, up=1.0, run_time=0.8))
            self.play(appear(labels, line))
        check = self._nudge_check(table, row)
        with self.beat(
            _CHECKS[direction],
            w=self.w, h=shown(abs(row.nudge.value)), J=self.J, rise=rise, s=size,
        ):  # fmt: skip
            self.play(appear(check))
        self.play(vanish(labels, check), Drive(stage.plot, across=0.0, up=0.0), run_time=0.4)

    def _nudge_check(self, table: NudgeTable, row: NudgeRow) -> VGroup:
        """Return what a nudge does here, beside the slope: ΔJ = 0.006001 ≈ 6 · 0.001."""
        box = self.regions.side.parts(table_height(len(self.facts.tables)))[1]
        exactly = row.rise.value == table.slope.value * row.nudge.value
        nudge = self.formula("{dw} {h:equals}", dw=self.dw, h=shown(row.nudge), role=Role.INPUT)
        rise = self.formula(
            f"{{dJ}} {{rise:equals}} {'=' if exactly else 'approx'} "
            f"{coloured(Role.SLOPE, '{s}')} dot {coloured(Role.INPUT, '{h}')}",
            dJ=self.dJ, rise=shown(row.rise), s=terms.factor(shown(table.slope)),
            h=terms.factor(shown(row.nudge)), role=Role.OUTPUT,
        )  # fmt: skip
        scale_to_fit(rise, box.width)
        return VGroup(
            nudge.place(box.left, box.top - 0.75, anchor=-1),
            rise.place(box.left, box.top - 1.35, anchor=-1),
        )

    def ride_to(self, table: NudgeTable) -> None:
        self.chapter("Other points")
        ghost = self.stage.ghost(self.stage.plot["x"])
        self.add(ghost)
        with self.beat(
            "Ride along the curve to where {w} {a:equals}: here the slope is {s}.",
            w=self.w, a=shown(table.at), s=shown(table.slope),
        ):  # fmt: skip
            self.play(
                dim(ghost), Drive(self.stage.plot, x=table.at.number, run_time=2.2), run_time=2.2
            )

    def all_tangents(self) -> None:
        self.chapter("Same function, different slopes")
        stage, tables = self.stage, self.facts.tables
        ghosts = [stage.ghost(table.at.number) for table in tables]
        labels = [stage.coordinates(table) for table in tables]
        sentence = (
            "One function, {n} points: the slope depends on where you stand."
            if len({table.slope.value for table in tables}) > 1
            else "One function, {n} points, and the same slope at all of them."
        )
        self.play(vanish(stage.line, stage.dot, stage.badge), run_time=0.4)
        with self.beat(sentence, kind="result", poster=3, n=shown(len(tables))):
            self.play(*(appear(ghost) for ghost in ghosts))
            self.play(*(appear(label) for label in labels))

    def clear_the_stage(self) -> None:
        """Take everything away but the title."""
        rest = [mobject for mobject in self.mobjects if mobject is not self.heading]
        self.play(*(vanish(mobject) for mobject in rest), run_time=0.6)

    def slope_draws_a_curve(self) -> SlopePlots:
        self.chapter("The slope as a function")
        plots = SlopePlots(self, self.facts.function, self.stage.plot.window)
        slope, box = terms.body(self.facts.function.derivative), self.regions.side.parts(_LAW)[0]
        law = self.formula(
            "(dif {J})/(dif {w}) = {slope}",
            J=self.J, w=self.w, slope=slope, role=Role.SLOPE, size=self.theme.title,
        )  # fmt: skip
        scale_to_fit(law, box.width).place(box.left, box.top - 0.75, anchor=-1)
        known = [plots.slope_dot(table) for table in self.facts.tables]
        with self.beat("Write the slopes we know under the curve, each below its point."):
            self.play(appear(plots.upper.axes, plots.curve))
            self.play(appear(plots.lower.axes))
            self.play(appear(*known))
        self.add(plots.trail)
        with self.beat("While a point rides along, its slope draws a curve of its own."):
            self.play(appear(plots.riders), run_time=0.4)
            self.play(Drive(plots.upper, x=plots.end), Drive(plots.lower, x=plots.end), run_time=5)
        with self.beat("That curve is the derivative: {slope}.", kind="result", slope=slope):
            self.play(vanish(plots.riders), Drive(plots.lower, x=plots.lower.window.right))
            self.play(appear(law))
        return plots

    def formula_explains(self, plots: SlopePlots) -> None:
        tables = self.facts.tables
        rows = [(shown(table.at), shown(table.slope)) for table in tables]
        headings = math(self.w.typst), math(terms.derivative(self.J, self.w).typst)
        answers = self._table(headings, rows, self.regions.side.parts(_LAW)[1])
        marks = [plots.mark(table) for table in tables]
        self.play(appear(answers.head), run_time=0.4)
        for (a, slope), mark, line in zip(rows, marks, answers.lines, strict=True):
            with self.beat("Where {w} {a:equals}, it says {s}.", w=self.w, a=a, s=slope):
                self.play(appear(mark, line))
        with self.beat(
            "One formula holds the slopes of all the tangents.", kind="conclusion", poster=2
        ):
            self.play(light(*marks))

    def _open_list_of_slopes(self) -> Table:
        slopes = self._table(
            (
                math(self.w.typst),
                math(terms.applied(self.facts.function).typst),
                self.say("slope").markup,
            ),
            [
                (shown(table.at), shown(table.rows[0].value), shown(table.slope))
                for table in self.facts.tables
            ],
        )
        self.play(appear(slopes.head), run_time=0.4)
        return slopes

    def _table(
        self, headings: tuple[str, ...], rows: Sequence[Sequence[Shown]], box: Box | None = None
    ) -> Table:
        """Return a table in the side panel: an input, perhaps a value, and a slope."""
        box = box or self.regions.side.parts(table_height(len(rows)))[0].inset(top=0.3)
        roles = (Role.INPUT, Role.OUTPUT, Role.SLOPE)
        picked = roles if len(headings) == len(roles) else (Role.INPUT, Role.SLOPE)
        return Table(box, headings, picked, rows, self.theme)
