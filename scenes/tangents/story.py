"""Tangents: a secant turns into the tangent, and the slope depends on the point."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated

from manim import Animation, VGroup, VMobject
from manim.utils.rate_functions import linear

from calculus.nudge import NudgeRow, NudgeTable, nudge_table
from scenes.base import LessonScene
from scenes.look.text import Text, math
from scenes.look.theme import Role
from scenes.picture.card import Card
from scenes.picture.carrying import Merge, Unfold, bring
from scenes.picture.compose import envelope, fit, in_column, in_row
from scenes.picture.motion import Drive, Pulse, Scale, Trace, appear, dim, light, vanish
from scenes.picture.placing import box_of
from scenes.picture.table import Table
from scenes.settings.lists import require_few
from scenes.settings.parameters import FunctionParameter, NudgeName, Nudges, Parameters, Points
from scenes.tangents import sentences
from scenes.tangents.algebra import Algebra
from scenes.tangents.check import TangentCheck
from scenes.tangents.closeup import CloseUp, require_seen_closely
from scenes.tangents.explaining import explanations, limit_of
from scenes.tangents.facts import TangentFacts
from scenes.tangents.places import INSET, Places, table_card
from scenes.tangents.slopes import SlopePlots
from scenes.tangents.stage import TangentStage
from scenes.telling.answers import Answer, the_derivative
from scenes.words import terms
from scenes.words.wording import Wordable

_WRITTEN, _SHRUNK = 44, 0.56  # font size of algebra; what would have to be smaller is left out
_MOST_LINES = 6  # of a table: more cannot be read in every shape of the picture
_CHECKED = 3  # points at which a nudge is looked at closely
_TAUGHT = "U4.8 U5.1", "U4.8 U5.2", "U4.8 U5.3"  # of the curriculum, by each of them


class TangentScene(LessonScene[TangentFacts]):
    """A secant turns into the tangent; the slope depends on where you stand."""

    function: FunctionParameter = "J(w) = w**2"
    points: Annotated[Points, "where its slope is found"] = (3, 2, -3)
    nudges: Annotated[Nudges, "how the secant closes in"] = (1, 0.1, 0.01, 0.001)
    nudge_name: NudgeName = "delta"

    @classmethod
    def compute(cls, given: Parameters) -> TangentFacts:
        for name in ("points", "nudges"):
            require_few(name, getattr(given, name), _MOST_LINES)
        tables = tuple(nudge_table(given.function, at, given.nudges) for at in given.points)
        require_seen_closely(tables)
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
        self.boxes = Places.of(self.regions)
        self.stage = stage = TangentStage(self, function, tables, self.boxes)
        stage.clear()
        self.add(stage.plot.axes, stage.curve, stage.heading)

        self.meet_the_function(first)
        self.secant_becomes_tangent(first)
        self.rise_over_run(first)
        self.check_with_a_nudge(0)
        self.ride_on(others)
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
        label = stage.place(self.formula("{w} {a:equals}", 44, Role.INPUT, w=self.w, a=a))
        stage.clear(label)
        with self.beat("How steep is it where {w} {a:equals}?", kind="question", w=self.w, a=a):
            self.play(vanish(stage.line), Trace(stage.plumb, 0.6))
            self.play(bring(stage.dot, label), at="a")
        self._place = label

    def secant_becomes_tangent(self, table: NudgeTable) -> None:
        self.chapter("From secant to tangent")
        stage, plot, (row, *_) = self.stage, self.stage.plot, table.rows
        badge = stage.badge
        change = terms.over(self.dJ, self.dw)
        headings = [math(one.typst) for one in (self.dw, self.dJ, change)]
        cells = [(one.nudge, one.rise, one.quotient) for one in table.rows]
        roles = Role.INPUT, Role.OUTPUT, Role.SLOPE
        card, records = table_card(self, self.boxes.card, headings, roles, cells)
        self.close_up = close_up = self._close_up(table)
        self.fan = list[VMobject]()
        with self.beat(sentences.first_secant(row, change, self.digits)):
            stage.marks = stage.marks[1:]
            self.play(vanish(stage.heading), stage.make_room())
            stage.clear(self._place)
            if stage.leads_to(plot["x"], row.nudge.number):
                self.add(stage.rod, stage.height, stage.second)
                self.play(Drive(plot, h=Scale(row.nudge.number), run_time=1.2), share=0.2)
            else:
                plot.set(h=Scale(row.nudge.number))
                self.play(appear(stage.rod, stage.height, stage.second))
            stage.clear(stage.second, self._place)
            read = appear(close_up, card.panel, records.head)
            self.play(Trace(stage.line, 0.8), read, plot.cover(self.boxes.read))
            nudge, rise, quotient = records.lines[0]
            self.play(bring(stage.rod, nudge), bring(stage.risen, rise), dim(stage.plumb))
            self.play(appear(badge[0], badge.quotient), run_time=0.4)
            self.play(Merge(rise, nudge, into=badge.number, dims=1.0), at="change")
            self.play(bring(badge.number, quotient))
        for said, rows in sentences.next_secants(table.rows, self.digits):
            with self.beat(said, teaches="U4.4"):
                self._shrink(table, rows, records)
        names = {"J": self.J, "w": self.w, "dw": self.dw, "dJ": self.dJ}
        limit = limit_of(self, table.slope, names, self.boxes.card.inset(*[INSET] * 4))
        result = Card(self.boxes.card, self.theme, limit)
        said, right = sentences.limit(table), Answer(table.slope, (("value", row.value),))
        with self.beat(said, kind="result", poster=1, answers=right, teaches="U4.7"):
            self._move(vanish(stage.rod, stage.height, *self.fan), h=0.0, run_time=1.6, share=0.35)
            self.play(vanish(stage.second, close_up.moving, card.panel, records))
            self.play(vanish(badge.quotient), appear(badge.derivative, result.panel, *limit[:-1]))
            self.play(bring(badge.number, limit[-1]))
        self._read: tuple[VMobject, ...] = result.panel, limit

    def _close_up(self, table: NudgeTable) -> CloseUp:
        """Return a lens on a point."""
        ruler = self.formula("times {dw}", self.theme.small, Role.NEUTRAL, dw=self.dw)
        tables, boxes = self.facts.tables, self.boxes
        return CloseUp(self.stage, table, tables, boxes.lens, ruler, boxes.name)

    def _shrink(self, table: NudgeTable, rows: Sequence[NudgeRow], records: Table) -> None:
        """Let the second point come closer without a stop, and write down what it passes."""
        booked: list[Animation] = []
        for row in rows:
            i = table.rows.index(row)
            before = table.rows[i - 1]
            views = self.stage.plot, self.close_up.lens
            self.fan += [self.stage.past(view, before) for view in views]
            self.add(*self.fan)
            self._move(*booked, h=row.nudge.number, share=0.75 / len(rows), evenly=len(rows) > 1)
            booked = self._booked(records, i)
        self.stage.clear(self.stage.second)
        if booked:
            self.play(*booked)

    def _booked(self, records: Table, i: int) -> list[Animation]:
        """Return what writes down the secant as it is now, if there is a line for it."""
        if i >= len(records.lines):
            return []
        stage = self.stage
        sources = stage.rod, stage.risen, stage.badge.number
        return [bring(*ways) for ways in zip(sources, records.lines[i], strict=True)]

    def rise_over_run(self, table: NudgeTable) -> None:
        """Take a step along the tangent."""
        stage = self.stage
        self._step = stage.across, stage.up
        self.add(*self._step)
        labels = stage.step_labels(table, self.close_up.lens.rays)
        stage.clear(*labels)
        said = sentences.step(stage.rise(table), stage.run)
        with self.beat(said, kind="result", poster=1, teaches="U5.5"):
            self.play(Drive(stage.plot, across=1.0, run_time=0.8), appear(labels[0]), share=0.2)
            if table.slope.number:  # else there is nothing to see of it
                self.play(Drive(stage.plot, up=1.0, run_time=0.8), share=0.2)
            for label in labels[1:]:
                self.play(bring(stage.badge.number, label))
        self._read = *self._read, *labels

    def check_with_a_nudge(self, i: int) -> None:
        """See in the lens what the smallest nudge does at a point."""
        table, stage = self.facts.tables[i], self.stage
        check = TangentCheck(self, table, (self.w, self.J), (self.dw, self.dJ))
        lines = check.lines(self.boxes.card.inset(*[INSET] * 4))
        rods = self.close_up.rods
        card = Card(self.boxes.card, self.theme, lines)
        stage.plot.set(unit=Scale(check.row.nudge.number))
        with self.beat(check.sentence, teaches=_TAUGHT[i]):
            turn = [vanish(*self._read)] if self._read else [appear(self.close_up)]
            over = stage.plot.cover(self.boxes.read)
            self.play(*turn, dim(*self._step), appear(card.panel), over)
            self.play(bring(stage.dot, lines[0]))
            if check.row.rise.number:
                self.play(rods.stack(), share=0.3)
            self.play(*(bring(rods, line) for line in lines[1:]), at=0.4, share=0.5)
        self._read = card.panel, lines, self.close_up
        fall = sentences.fall(check.row, table.slope, self.digits)
        if fall is not None:
            down, up = turned = check.turned(box_of(card.panel).inset(*[INSET] * 4))
            with self.beat(fall, teaches="U5.3"):
                self.play(Merge(lines[-1], into=down), vanish(*lines), at="n")
                self.play(Unfold(down, into=up), at="m")
                self.play(Pulse(stage.badge.number), at="s")
            self._read = card.panel, *turned, self.close_up

    def ride_on(self, others: Sequence[NudgeTable]) -> None:
        """Ride from point to point, check the first ones, and leave a tangent with its step."""
        stage = self.stage
        self._read = *self._read, stage.plumb, self._place
        for i, table in enumerate(others, start=1):
            self.ride_to(table)
            if i < _CHECKED:
                self.close_up = self._close_up(table).at_rest()
                self.check_with_a_nudge(i)
        self._settle()
        self.remove(stage.line, stage.dot, stage.across, stage.up)

    def _settle(self) -> VGroup:
        """Let a point with its tangent and step stay, and what is read of it leave."""
        self.stage.marks = ()
        alone = self.stage.plot.uncover()
        self.play(vanish(*self._read), light(*self._step), alone, run_time=0.4)
        self._read = ()
        self.stage.plot.set(stacked=0.0)
        return self.stage.settle()

    def ride_to(self, table: NudgeTable) -> None:
        self.chapter("Other points")
        stage = self.stage
        ghost = self._settle()
        with self.beat(
            "Ride along to {w} {a:equals}: here the slope is {s}."
            if stage.leads_to(table.at.number, 0.0)
            else "Move on to {w} {a:equals}: here the slope is {s}.",
            w=self.w, a=self.digits.as_given(table.at), s=table.slope, teaches="U5.5",
        ):  # fmt: skip
            self._move(dim(ghost), x=table.at.number, run_time=2.2, share=0.5)
            stage.clear()

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
        stage.yield_on_the_way(window=stage.close_up)
        if stage.leads_to(x, h):
            drive = Drive(plot, **new, window=stage.close_up, run_time=run_time)
            if evenly:
                drive.set_rate_func(linear)
            self.play(*others, drive, share=share)
            return
        movers = [stage.line, stage.badge.number, self.close_up]
        movers += [stage.dot, stage.across, stage.up] if x != plot["x"] else []
        movers += [stage.second, stage.rod, stage.height] if h else []
        present = [one for one in movers if one in self.mobjects]
        self.play(*others, vanish(*present))
        plot.set(**new)
        if plot.window != stage.close_up:
            self.play(Drive(plot, window=stage.close_up, run_time=run_time))
        self.play(appear(*present))

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
        self.answers = places.answers
        self.lines = explanations(self, tables, self.answers)
        if places.law is None:
            self.cards = [Card(places.answers, self.theme, self.law, self.lines)]
        else:
            self.cards = [
                Card(places.law, self.theme, self.law),
                Card(places.answers, self.theme, self.lines),
            ]
        plots = SlopePlots(self, stage, tables, places)
        with self.beat(sentences.all_slopes(tables), poster=2, teaches="U5.4 U5.5"):
            leave = vanish(stage.badge[0], stage.badge.number, stage.badge.derivative)
            self.play(leave, *(light(ghost) for ghost in stage.ghosts), run_time=0.4)
            self.play(plots.rise(1.2))
            plots.settle()
            self.play(appear(plots.lower.axes), run_time=0.4)
            parts = zip(plots.bars, plots.dots, plots.labels, strict=True)
            for i, (bar, dot, label) in enumerate(parts):
                self.add(bar)
                self.play(plots.fall(i, 0.5 if i else 0.8))
                self.play(appear(dot), bring(bar, label), run_time=0.4)
        return self._ride_along(plots)

    def _ride_along(self, plots: SlopePlots) -> SlopePlots:
        stage, function = self.stage, self.facts.function
        rider = VGroup(stage.line, stage.across, stage.up, stage.dot, *plots.rider)
        with self.beat("While the point rides along, what does its slope draw?", kind="question"):
            stage.plot.set(x=plots.start)
            self.play(appear(rider), dim(*stage.ghosts, *plots.bars), run_time=0.4)
            self.add(plots.crumbs)
            self.play(*plots.ride(plots.end, passed=plots.end), run_time=3.8)
        worked, source = self._divide_out(rider, plots)
        said = sentences.answer(function, terms.body(function.derivative))
        with self.beat(said, kind="result", answers=the_derivative(function), teaches="U5.6"):
            self.play(vanish(*worked[1:]))
            self.add(plots.trail)
            self.play(plots.draw(2.0))
            law: list[Animation] = [appear(self.law)]
            if source is not None:
                law = [Unfold(source, into=self.law, dims=0), vanish(worked[0], run_time=0.2)]
            self.play(*plots.show(self.cards[0]), *law, vanish(plots.crumbs))
        return plots

    def _divide_out(
        self, rider: VMobject, plots: SlopePlots
    ) -> tuple[Sequence[VMobject], Text | None]:
        """Show why the slope is what it is, where a little algebra does.

        Args:
            rider: What stops riding.
            plots: Where.

        Returns:
            What is on screen then, the first of it behind all, and the slope that is left.
        """
        algebra = Algebra.of(self.facts.function, self.given.nudge_name)
        if algebra is None:
            return (rider, rider), None
        slope = terms.body(self.facts.function.derivative)
        change = terms.over(self.dJ, self.dw)
        room = self.answers.width - 3 * INSET
        steps = algebra.quotient, algebra.expanded
        narrow = [one for one in steps if self._line("{s}", s=one).width * _SHRUNK < room]
        if not narrow:
            return (rider, rider), None
        first = self._line("= {s}", s=narrow[0])
        fractions = [self._line("{change} = {s}", change=change, s=narrow[0])]
        if fractions[0].width > room and first.width < room and not self.answers.is_flat:
            fractions = [self._line("{change}", change=change), first]
        elif fractions[0].width > room:  # it is only said what this is
            fractions = [self._line("{s}", s=narrow[0])]
        fractions += [self._line("= {s}", s=s) for s in narrow[1 : 1 + (not self.answers.is_flat)]]
        kept = self._line("= {slope}", role=Role.SLOPE, slope=slope)
        gone = self._line("{gone}", role=Role.INPUT, gone=algebra.vanishing)
        left = self._line("-> {slope}", role=Role.SLOPE, slope=slope)
        together = in_row(kept, gone, left, gap=0.12)
        if together.width * _SHRUNK > room:
            together = in_column(in_row(kept, gone, gap=0.12), left)
        if together.width * _SHRUNK > room:
            together = in_column(kept, gone, left)
        card = Card(self.answers, self.theme, *fractions, together)
        with self.beat(algebra.sentence(change, self.facts.tables)):
            self.play(*plots.show(card), appear(fractions[0]), vanish(rider))
            for before, after in pairwise(fractions):
                self.play(Merge(before, into=after, dims=1.0), at=0.15)
            self.play(appear(kept, gone), at="quotient")
            self.play(dim(gone), Unfold(kept, into=left), at="dw", share=0.2)
        return (card.panel, *fractions, kept, gone), left

    def _line(self, template: str, role: Role = Role.TEXT, **fields: Wordable) -> Text:
        return self.formula(template, _WRITTEN, role, **fields)

    def formula_explains(self, plots: SlopePlots) -> None:
        """Put each point in the place of the variable; what comes out is the slope there."""
        stage = self.stage
        parts = zip(self.lines, stage.ghosts, plots.bars, plots.labels, strict=True)
        is_one_place = len({round(envelope(line).top, 3) for line in self.lines}) == 1
        old = plots.show(*self.cards[1:])
        with self.beat(sentences.put_in(self.facts.tables), teaches="U5.6"):
            for i, ((calculation, result), ghost, bar, label) in enumerate(parts):
                pace = {"run_time": 0.4} if i else {}
                self.play(*old, light(ghost), light(bar), run_time=0.3)
                self.play(bring(ghost[-1], calculation), **pace)
                self.play(bring(calculation, result), **pace)
                self.play(bring(result, label), **pace)
                old = [vanish(calculation, result)] if is_one_place else []
        with self.beat(
            "One formula holds the slopes of all the tangents.",
            kind="conclusion", poster=3, teaches="U5.6",
        ):  # fmt: skip
            self.play(*old, appear(*(rider := (stage.line, stage.dot, *plots.rider))))
            self.play(*plots.ride(plots.start), share=0.4)
            self.play(Pulse(self.law, *plots.labels), vanish(*rider), share=0.3)
