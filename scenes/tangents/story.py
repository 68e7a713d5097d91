"""Tangents: a secant turns into the tangent, and the slope depends on the point."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

from manim import Animation, VGroup

from calculus.function import Function
from calculus.nudge import NudgeTable, nudge_table
from scenes.base import LessonScene
from scenes.look.text import math
from scenes.look.theme import Role
from scenes.picture.compose import fit
from scenes.picture.layout import Box
from scenes.picture.motion import Drive, Pulse, Trace, appear, dim, vanish
from scenes.picture.table import Table
from scenes.settings.drawable import require_drawable
from scenes.settings.lists import require_few
from scenes.settings.parameters import FunctionParameter, NudgeName, Nudges, Parameters, Points
from scenes.tangents import sentences
from scenes.tangents.check import TangentCheck
from scenes.tangents.panel import TangentPanel
from scenes.tangents.slopes import SlopePlots
from scenes.tangents.stage import TangentStage
from scenes.telling.subject import Subject
from scenes.words import terms

MOST_LINES = 6  # of a table: more cannot be read in every shape of the picture
_LIMIT, _CHECK = 1.1, 1.7  # heights of the limit and of the check with a nudge


@dataclass(frozen=True)
class TangentFacts:
    """What the story is about.

    Attributes:
        function: The function.
        tables: One for each point, in the order given, with the nudges in the order given.
    """

    function: Function
    tables: tuple[NudgeTable, ...]

    def known(self) -> Subject:
        """Return what others may know of the story."""
        return Subject.of_functions(self.function)


class TangentScene(LessonScene[TangentFacts]):
    """A secant turns into the tangent; the slope depends on where you stand."""

    function: FunctionParameter = "J(w) = w**2"
    points: Annotated[Points, "where its slope is found"] = (3, 2, -3)
    nudges: Annotated[Nudges, "how the secant closes in"] = (1, 0.1, 0.01, 0.001)
    nudge_name: NudgeName = "delta"

    @classmethod
    def compute(cls, given: Parameters) -> TangentFacts:
        for name in ("points", "nudges"):
            require_few(name, getattr(given, name), MOST_LINES)
        tables = tuple(nudge_table(given.function, at, given.nudges) for at in given.points)
        require_drawable(tables)
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
        self.panel = TangentPanel(self)
        self.stage = TangentStage(self, function, tables)

        self.meet_the_function(first)
        self.secant_becomes_tangent(first)
        slopes, rest = self._open_list_of_slopes()
        self.rise_over_run(first, slopes, rest)
        for table in others:
            self.ride_to(table)
            self.rise_over_run(table, slopes, rest)
        if others:
            self.all_tangents()
        self.clear_the_stage()
        plots, rest = self.slope_draws_a_curve()
        self.formula_explains(plots, rest)

    def meet_the_function(self, table: NudgeTable) -> None:
        self.chapter("The function")
        function = terms.definition(self.facts.function)
        self.heading = self.show_title("The slope of {f}", f=function)
        with self.beat("Here is {J}.", kind="setup", J=function):
            self.play(appear(self.stage.plot.axes))
            self.play(Trace(self.stage.curve))
        with self.beat(
            "Stand where {w} {a:equals} and {J} {v:equals}.",
            w=self.w, a=self.digits.as_given(table.at), J=self.J, v=table.rows[0].value,
        ):  # fmt: skip
            self.play(appear(self.stage.guides), appear(self.stage.dot))

    def secant_becomes_tangent(self, table: NudgeTable) -> None:
        self.chapter("From secant to tangent")
        stage = self.stage
        headings = math(self.dw.typst), math(terms.over(self.dJ, self.dw).typst)
        cells = [(row.nudge, row.quotient) for row in table.rows]
        records, rest = self.panel.table(headings, cells, _LIMIT)
        with self.beat(sentences.first_secant(table.rows[0], self.digits), kind="question"):
            self.play(vanish(stage.guides), appear(stage.second))
            self.play(Trace(stage.line))
        with self.beat("Its slope is {q}.", kind="result", answers=True, q=table.rows[0].quotient):
            self.play(appear(stage.badge, records.head))
            self.play(appear(records.lines[0]))
        was_closer = False
        for i, (before, row) in enumerate(pairwise(table.rows), start=1):
            with self.beat(sentences.next_secant(before, row, was_closer, self.digits)):
                self._move(h=row.nudge.number, run_time=1.6)
                self.play(appear(records.lines[i]))
            was_closer = abs(row.nudge.number) < abs(before.nudge.number)
        limit = self.formula(
            "(dif {J})/(dif {w}) = lim_({dw} -> {zero}) ({dJ})/({dw}) {s:equals}",
            J=self.J, w=self.w, dw=self.dw, dJ=self.dJ, s=table.slope, zero=0, role=Role.SLOPE,
        )  # fmt: skip
        fit(limit, rest)
        with self.beat(sentences.limit(table), kind="result", poster=1):
            self._move(vanish(stage.second), h=0.0, run_time=1.4)
            self.play(appear(limit))
        self.play(vanish(records, limit), run_time=0.4)

    def rise_over_run(self, table: NudgeTable, slopes: Table, rest: Box) -> None:
        """Take a step along the tangent, and check it with a nudge in the rest of the panel."""
        stage, line = self.stage, slopes.lines[self.facts.tables.index(table)]
        first = table is self.facts.tables[0]
        said = sentences.step(stage.rise(table), stage.run, first)
        self.add(stage.across, stage.up)
        with self.beat(said, kind="result", poster=1):
            self.play(Drive(stage.plot, across=1.0, run_time=0.8))
            self.play(Drive(stage.plot, up=1.0, run_time=0.8))
            labels = stage.step_labels(table)
            self.play(appear(labels, line))
        check = TangentCheck(self, table, (self.w, self.J), (self.dw, self.dJ))
        lines = check.lines(rest)
        with self.beat(check.sentence):
            self.play(appear(lines))
        self.play(vanish(labels, lines), Drive(stage.plot, across=0.0, up=0.0), run_time=0.4)

    def ride_to(self, table: NudgeTable) -> None:
        self.chapter("Other points")
        stage = self.stage
        ghost = stage.ghost(stage.plot["x"])
        self.add(ghost)
        with self.beat(
            "Ride along the curve to where {w} {a:equals}: here the slope is {s}."
            if stage.leads_to(table.at.number, 0.0)
            else "Move on to where {w} {a:equals}: here the slope is {s}.",
            w=self.w, a=self.digits.as_given(table.at), s=table.slope,
        ):  # fmt: skip
            self._move(dim(ghost), x=table.at.number, run_time=2.2)

    def _move(self, *others: Animation, run_time: float, **target: float) -> None:
        """Move the point or the second one: along the curve if it leads there."""
        stage, plot = self.stage, self.stage.plot
        x, h = (target.get(name, plot[name]) for name in ("x", "h"))
        if stage.leads_to(x, h):
            drive = Drive(plot, **target, window=stage.close_up, run_time=run_time)
            self.play(*others, drive, run_time=run_time)
            return
        movers = VGroup(stage.line, stage.badge)
        movers.add(*([stage.dot] if x != plot["x"] else []), *([stage.second] if h else []))
        self.play(*others, vanish(*movers))
        plot.set(**target)
        if plot.window != stage.close_up:
            self.play(Drive(plot, window=stage.close_up, run_time=run_time))
        self.play(appear(*movers))

    def all_tangents(self) -> None:
        self.chapter("One function, several points")
        stage, tables = self.stage, self.facts.tables
        self.play(vanish(stage.line, stage.dot, stage.badge, *stage.ghosts), run_time=0.4)
        ghosts = [stage.ghost(table.at.number) for table in tables]
        labels = stage.coordinates()
        with self.beat(sentences.all_slopes(tables), kind="result", poster=3):
            self.play(*(appear(ghost) for ghost in ghosts))
            self.play(*(appear(label) for label in labels))

    def clear_the_stage(self) -> None:
        """Take everything away but the title."""
        rest = [mobject for mobject in self.mobjects if mobject is not self.heading]
        self.play(*(vanish(mobject) for mobject in rest), run_time=0.6)

    def slope_draws_a_curve(self) -> tuple[SlopePlots, Box]:
        """Let the slope draw its curve; return its plots and the place left for a table."""
        self.chapter("The slope as a function")
        slope = terms.body(self.facts.function.derivative)
        law = self.formula(
            "(dif {J})/(dif {w}) = {slope}",
            J=self.J, w=self.w, slope=slope, role=Role.SLOPE, size=self.theme.title,
        )  # fmt: skip
        stage, rest = self.panel.law(law)
        plots = SlopePlots(
            self, self.facts.function, self.facts.tables, self.stage.plot.window, stage
        )
        known = [plots.slope_dot(table) for table in self.facts.tables]
        with self.beat(
            "Write the slopes we know under the curve, each below its point."
            if plots.stacked
            else "Write the slopes we know beside the curve, each at its own input."
        ):
            self.play(appear(plots.upper.axes, plots.curve))
            self.play(appear(plots.lower.axes))
            self.play(appear(*known))
        self.add(plots.trail)
        with self.beat(sentences.question(self.facts.function.derivative), kind="question"):
            self.play(appear(plots.riders), run_time=0.4)
            self.play(Drive(plots.upper, x=plots.end), Drive(plots.lower, x=plots.end), run_time=5)
        with self.beat(sentences.answer(self.facts.function, slope), kind="result", answers=True):
            self.play(vanish(plots.riders), Drive(plots.lower, x=plots.lower.window.right))
            self.play(appear(law))
        return plots, rest

    def formula_explains(self, plots: SlopePlots, rest: Box) -> None:
        tables = self.facts.tables
        headings = math(self.w.typst), math(terms.derivative(self.J, self.w).typst)
        cells = [(table.at, table.slope) for table in tables]
        answers, _ = self.panel.table(headings, cells, below=0.0, within=rest)
        marks = [plots.mark(table) for table in tables]
        self.play(appear(answers.head), run_time=0.4)
        for table, mark, line in zip(tables, marks, answers.lines, strict=True):
            a = self.digits.as_given(table.at)
            with self.beat("Where {w} {a:equals}, it says {s}.", w=self.w, a=a, s=table.slope):
                self.play(appear(mark, line))
        with self.beat(
            "One formula holds the slopes of all the tangents.", kind="conclusion", poster=2
        ):
            self.play(Pulse(*answers.lines))

    def _open_list_of_slopes(self) -> tuple[Table, Box]:
        """Show the headings of the list of slopes; return it and what is left of the panel."""
        headings = (
            math(self.w.typst),
            math(terms.applied(self.facts.function).typst),
            self.say("slope").markup,
        )
        cells = [(table.at, table.rows[0].value, table.slope) for table in self.facts.tables]
        slopes, rest = self.panel.table(headings, cells, _CHECK)
        self.play(appear(slopes.head), run_time=0.4)
        return slopes, rest
