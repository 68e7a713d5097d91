"""Tangents: a secant turns into the tangent, and the slope depends on the point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from manim import Animation, VGroup, VMobject
from manim.utils.rate_functions import linear

from calculus.function import Function
from calculus.nudge import NudgeRow, NudgeTable, nudge_table
from scenes.base import LessonScene
from scenes.look.text import Text, math
from scenes.look.theme import Role
from scenes.picture.breaking import in_lines
from scenes.picture.card import Card
from scenes.picture.carrying import bring
from scenes.picture.compose import fit
from scenes.picture.motion import Drive, Pulse, Scale, Trace, appear, dim, light, vanish
from scenes.picture.table import Table
from scenes.settings.drawable import require_drawable
from scenes.settings.lists import require_few
from scenes.settings.parameters import FunctionParameter, NudgeName, Nudges, Parameters, Points
from scenes.tangents import sentences
from scenes.tangents.check import TangentCheck
from scenes.tangents.closeup import CloseUp
from scenes.tangents.explaining import explanations
from scenes.tangents.places import INSET, Places, table_card
from scenes.tangents.slopes import SlopePlots
from scenes.tangents.stage import TangentStage, chip
from scenes.telling.subject import Subject
from scenes.words import terms

MOST_LINES = 6  # of a table: more cannot be read in every shape of the picture


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
        self.boxes = Places.of(self.regions, max(len(tables), len(first.rows)))
        f, small = terms.definition(function), self.theme.small
        title = self.label("The slope of {f}", small, Role.NEUTRAL, f=f)
        self.heading = chip(title, self.boxes.title)
        self.stage = TangentStage(self, function, tables, self.boxes, self.heading)
        self.stage.clear()
        self.add(self.stage.plot.axes, self.stage.curve, self.heading)

        self.meet_the_function(first)
        self.secant_becomes_tangent(first)
        self.rise_over_run(first)
        self.check_with_a_nudge(first)
        self.list_the_slopes(others)
        self.formula_explains(self.slope_draws_a_curve())

    def meet_the_function(self, table: NudgeTable) -> None:
        self.chapter("The function")
        stage, plot = self.stage, self.stage.plot
        at, left = table.at.number, stage.first_input()
        with self.beat("Here is {J}.", kind="setup", J=terms.definition(self.facts.function)):
            plot.set(x=left)
            if stage.leads_to(at, 0.0):
                self.add(stage.line, stage.dot)
                self.play(Drive(plot, x=at, run_time=2.2))
            else:
                plot.set(x=at)
                self.play(appear(stage.dot))
        a = self.digits.as_given(table.at)
        labels = stage.place_labels(
            self.formula("{w} {a:equals}", w=self.w, a=a, role=Role.INPUT),
            self.formula("{J} {v:equals}", J=self.J, v=table.rows[0].value, role=Role.OUTPUT),
        )
        stage.clear(*labels)
        with self.beat(
            "Stand where {w} {a:equals} and {J} {v:equals}.",
            w=self.w, a=a, J=self.J, v=table.rows[0].value,
        ):  # fmt: skip
            self.play(vanish(stage.line), appear(stage.guides))
            self.play(bring(stage.dot, labels[0]), at="a")
            self.play(bring(*labels), at="v")
        self._place = VGroup(stage.guides, *labels)

    def secant_becomes_tangent(self, table: NudgeTable) -> None:
        self.chapter("From secant to tangent")
        stage, plot, (row, *_) = self.stage, self.stage.plot, table.rows
        headings = math(self.dw.typst), math(terms.over(self.dJ, self.dw).typst)
        cells = [(one.nudge, one.quotient) for one in table.rows]
        card, records = table_card(self, self.boxes.card, headings, cells)
        self.close_up = CloseUp(stage, table, self.boxes.lens)
        with self.beat(sentences.first_secant(row, self.digits), kind="question"):
            self.play(vanish(self._place))
            stage.clear()
            if stage.leads_to(plot["x"], row.nudge.number):
                self.add(stage.rod, stage.second)
                self.play(Drive(plot, h=Scale(row.nudge.number), run_time=1.2), share=0.25)
            else:
                plot.set(h=Scale(row.nudge.number))
                self.play(appear(stage.rod, stage.second))
            self.play(Trace(stage.line), share=0.2)
            self.play(appear(self.close_up))
        with self.beat("Its slope is {q}.", kind="result", answers=True, q=row.quotient):
            self.play(appear(stage.badge, card.panel, records.head))
            self._book(records, 0)
        for said, rows in sentences.next_secants(table.rows, self.digits):
            with self.beat(said):
                self._shrink(table, rows, records)
        form = "(dif {J})/(dif {w}) = lim_({dw} -> {zero}) ({dJ})/({dw})"
        names = {"J": self.J, "w": self.w, "dw": self.dw, "dJ": self.dJ, "zero": 0}
        whole, *parts = (
            self.formula(text, role=Role.SLOPE, **fields)
            for text, fields in (
                (f"{form} {{s:equals}}", names | {"s": table.slope}),
                (form, names),
                ("{s:equals}", {"s": table.slope}),
            )
        )
        limit = in_lines(whole, parts, self.boxes.card.inset(*[INSET] * 4))
        result = Card(self.boxes.card, self.theme, limit)
        with self.beat(sentences.limit(table), kind="result", poster=1):
            self._move(vanish(stage.rod), h=0.0, run_time=1.6, share=0.35)
            self.play(vanish(stage.second, self.close_up.second, card.panel, records))
            self.play(appear(result.panel, *limit[:-1]))
            self.play(bring(stage.badge[-1], limit[-1]))
        self._read: tuple[VMobject, ...] = result.panel, limit

    def _shrink(self, table: NudgeTable, rows: Sequence[NudgeRow], records: Table) -> None:
        """Let the second point come closer without a stop, and write down what it passes."""
        booked: list[Animation] = []
        for row in rows:
            self._move(*booked, h=row.nudge.number, share=0.75 / len(rows), evenly=len(rows) > 1)
            booked = self._booked(records, table.rows.index(row))
        self.play(*booked)

    def _book(self, records: Table, i: int) -> None:
        self.play(*self._booked(records, i))

    def _booked(self, records: Table, i: int) -> list[Animation]:
        """Return what writes down the slope of the line as it is now."""
        nudge, quotient = records.lines[i]
        stage = self.stage
        return [bring(stage.rod, nudge), bring(stage.badge[-1], quotient)]

    def rise_over_run(self, table: NudgeTable) -> None:
        """Take a step along the tangent."""
        stage = self.stage
        self._step = stage.across, stage.up
        self.add(*self._step)
        labels = stage.step_labels(table)
        stage.clear(*labels)
        with self.beat(sentences.step(stage.rise(table), stage.run), kind="result", poster=1):
            self.play(Drive(stage.plot, across=1.0, run_time=0.8), appear(labels[0]), share=0.2)
            if table.slope.number:  # else there is nothing to see of it
                self.play(Drive(stage.plot, up=1.0, run_time=0.8), share=0.2)
            for label in labels[1:]:
                self.play(bring(stage.badge[-1], label))
        self._read = *self._read, *labels

    def check_with_a_nudge(self, table: NudgeTable) -> None:
        """See in the lens what the smallest nudge does."""
        check = TangentCheck(self, table, (self.w, self.J), (self.dw, self.dJ))
        lines, rods = check.lines(self.boxes.card.inset(*[INSET] * 4)), self.close_up.rods
        card = Card(self.boxes.card, self.theme, lines)
        self.stage.plot.set(unit=Scale(check.row.nudge.number))
        with self.beat(check.sentence):
            self.play(vanish(*self._read), dim(*self._step), appear(card.panel))
            self.play(bring(self.stage.dot, lines[0]))
            if check.row.rise.number:
                self.play(rods.stack(), share=0.3)
            self.play(*(bring(rods, line) for line in lines[1:]))
        self._read = card.panel, lines

    def list_the_slopes(self, others: Sequence[NudgeTable]) -> None:
        """Ride from point to point, and leave a tangent with its step at each."""
        stage, tables = self.stage, self.facts.tables
        headings = (
            math(self.w.typst),
            math(terms.applied(self.facts.function).typst),
            self.say("slope").markup,
        )
        cells = [(table.at, table.rows[0].value, table.slope) for table in tables]
        card, slopes = table_card(self, self.boxes.read, headings, cells)
        self.play(vanish(*self._read, self.close_up), light(*self._step), run_time=0.4)
        self.play(appear(card.panel, slopes.head), run_time=0.4)
        self._list(slopes, 0)
        for i, table in enumerate(others, start=1):
            self.ride_to(table, slopes, i)
        stage.settle()
        self.remove(stage.line, stage.dot, stage.across, stage.up)
        self.slopes = VGroup(card.panel, slopes.head, *slopes.lines)
        self.labels = self.all_tangents(slopes) if others else ()

    def _list(self, slopes: Table, i: int) -> None:
        at, value, slope = slopes.lines[i]
        self.play(bring(self.stage.dot, at))
        self.play(bring(at, value), bring(self.stage.badge[-1], slope))

    def ride_to(self, table: NudgeTable, slopes: Table, i: int) -> None:
        self.chapter("Other points")
        stage = self.stage
        ghost = stage.settle()
        with self.beat(
            "Ride along the curve to where {w} {a:equals}: here the slope is {s}."
            if stage.leads_to(table.at.number, 0.0)
            else "Move on to where {w} {a:equals}: here the slope is {s}.",
            w=self.w, a=self.digits.as_given(table.at), s=table.slope,
        ):  # fmt: skip
            self._move(dim(ghost), x=table.at.number, run_time=2.2, share=0.5)
            stage.clear()
            self._list(slopes, i)

    def _move(
        self,
        *others: Animation,
        run_time: float = 1.0,
        share: float | None = None,
        evenly: bool = False,
        **target: float,
    ) -> None:
        """Move the point or the second one: along the curve if it leads there."""
        stage, plot = self.stage, self.stage.plot
        x, h = (target.get(name, plot[name]) for name in ("x", "h"))
        new = {"x": x, "h": Scale(h) if h else 0.0} | ({"unit": Scale(abs(h))} if h else {})
        if stage.leads_to(x, h):
            drive = Drive(plot, **new, window=stage.close_up, run_time=run_time)
            if evenly:
                drive.set_rate_func(linear)
            self.play(*others, drive, share=share)
            return
        movers = [stage.line, stage.badge, self.close_up]
        movers += [stage.dot, stage.across, stage.up] if x != plot["x"] else []
        movers += [stage.second, stage.rod] if h else []
        present = [one for one in movers if one in self.mobjects]
        self.play(*others, vanish(*present))
        plot.set(**new)
        if plot.window != stage.close_up:
            self.play(Drive(plot, window=stage.close_up, run_time=run_time))
        self.play(appear(*present))

    def all_tangents(self, slopes: Table) -> tuple[Text, ...]:
        """Light all of them, with their slopes; return these."""
        self.chapter("One function, several points")
        stage, labels = self.stage, self.stage.slope_labels()
        stage.clear(*labels)
        with self.beat(sentences.all_slopes(self.facts.tables), kind="result", poster=2):
            self.play(*(light(ghost) for ghost in stage.ghosts))
            for line, label in zip(slopes.lines, labels, strict=True):
                self.play(bring(line[-1], label))
        return labels

    def slope_draws_a_curve(self) -> SlopePlots:
        """Let the slope draw its curve, through the slopes that are known."""
        self.chapter("The slope as a function")
        stage, tables = self.stage, self.facts.tables
        self.law = self.formula(
            "(dif {J})/(dif {w}) = {slope}", J=self.J, w=self.w, role=Role.SLOPE,
            slope=terms.body(self.facts.function.derivative), size=self.theme.title,
        )  # fmt: skip
        places = self.boxes.with_law(self.law)
        fit(self.law, (places.law or places.answers).inset(*[INSET] * 4))
        self.lines = explanations(self, tables, places.answers)
        if places.law is None:
            self.cards = [Card(places.answers, self.theme, self.law, self.lines)]
        else:
            self.cards = [
                Card(places.law, self.theme, self.law),
                Card(places.answers, self.theme, self.lines),
            ]
        plots = SlopePlots(self, stage, tables, places)
        with self.beat("Write the slopes we know under the curve, each below its point."):
            self.play(vanish(self.slopes, *self.labels, stage.badge), plots.rise(1.4), share=0.3)
            self.play(appear(plots.lower.axes, plots.name))
            for i, (bar, dot, label) in enumerate(
                zip(plots.bars, plots.dots, plots.labels, strict=True)
            ):
                self.add(bar)
                self.play(plots.fall(i, 0.7))
                self.play(appear(dot, run_time=0.3), bring(bar, label))
        self.play(*(dim(ghost) for ghost in stage.ghosts), *(dim(bar) for bar in plots.bars))
        return self._ride_along(plots)

    def _ride_along(self, plots: SlopePlots) -> SlopePlots:
        stage = self.stage
        rider = VGroup(stage.line, stage.across, stage.up, stage.dot, *plots.rider)
        with self.beat(sentences.question(self.facts.function.derivative), kind="question"):
            stage.plot.set(x=plots.start)
            self.play(appear(rider, plots.trail), run_time=0.4)
            ways = Drive(plots.upper, x=plots.end), Drive(plots.lower, x=plots.end)
            self.play(*ways, run_time=5)
        slope = terms.body(self.facts.function.derivative)
        with self.beat(sentences.answer(self.facts.function, slope), kind="result", answers=True):
            right = plots.lower.seen.window.right
            self.play(vanish(rider), Drive(plots.lower, x=right))
            self.play(appear(self.cards[0].panel, self.law))
        return plots

    def formula_explains(self, plots: SlopePlots) -> None:
        """Put each point in the place of the variable; what comes out is the slope there."""
        parts = zip(self.facts.tables, self.lines, self.stage.ghosts, plots.bars, strict=True)
        old: list[Animation] = [appear(self.cards[-1].panel)] if len(self.cards) > 1 else []
        for i, (table, (calculation, result), ghost, bar) in enumerate(parts):
            a = self.digits.as_given(table.at)
            with self.beat("Where {w} {a:equals}, it says {s}.", w=self.w, a=a, s=table.slope):
                self.play(*old, light(ghost), light(bar))
                self.play(bring(ghost[-1], calculation), at="a")
                self.play(bring(calculation, result), at="s")
                self.play(bring(result, plots.labels[i]))
            old = [vanish(calculation, result)]
        with self.beat(
            "One formula holds the slopes of all the tangents.", kind="conclusion", poster=3
        ):
            self.play(Pulse(self.law, *plots.labels), share=0.3)
