"""Nudge triangles: how far a function moves when its input is nudged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Annotated

from manim import Animation, VMobject

from calculus.nudge import NudgeRow, NudgeTable
from calculus.quantity import Quantity
from calculus.shown import Shown
from scenes.base import LessonScene
from scenes.look.theme import Role
from scenes.nudge import sentences
from scenes.nudge.counting import count_rods
from scenes.nudge.facts import NudgeFacts
from scenes.nudge.guests import Guest
from scenes.nudge.ledger import Names, NudgeLedger, Quotient
from scenes.nudge.others import OtherPoints
from scenes.nudge.square import Square
from scenes.nudge.stage import NudgeStage
from scenes.picture.carrying import Merge, Unfold, bring
from scenes.picture.diving import dive, surface
from scenes.picture.motion import Drive, Pulse, Scale, Trace, appear, vanish
from scenes.picture.rolling import Roll
from scenes.settings.parameters import (
    FunctionParameter,
    NudgeName,
    Nudges,
    Number,
    Parameters,
    Points,
)
from scenes.telling.answers import Answer
from scenes.telling.claims import Descending
from scenes.words import terms

_SPECK = 1e-3  # of a nudge: what is left of its triangle is not seen
_FASTER = 0.7  # times as long the same takes each time it is told again


class NudgeScene(LessonScene[NudgeFacts]):
    """Nudge the input, dive in, and see how many nudges fit into how far the function moved."""

    function: FunctionParameter = "f(a) = a**2"
    points: Annotated[Points, "where it is nudged"] = (2, 5)
    nudges: Annotated[Nudges, "how far"] = (0.1, 0.01, 0.001)
    zoomed: Annotated[Number, "the nudge that points are compared by; 0: the smallest"] = 0
    nudge_name: NudgeName = "delta"

    @classmethod
    def compute(cls, given: Parameters) -> NudgeFacts:
        return NudgeFacts.of(given.function, given.points, given.nudges, given.zoomed)

    @property
    def title(self) -> str:
        return self.say("Nudging {f}", f=terms.definition(self.facts.function)).text

    def construct(self) -> None:
        facts = self.facts
        first = facts.tables[0]
        self.names = Names(facts.function, self.given.nudge_name)
        self.stage = NudgeStage(self, facts)
        self.ledger = NudgeLedger(self, facts.function, self.stage.card)

        self.meet_the_point(first)
        self.nudge(first)
        self.measure_the_triangle(first)
        self.try_every_nudge(first)
        self.find_the_limit(first)
        self.move_back_out(first)
        quotient = *self.worked.parts, self.worked.number
        leaves = self.name_the_derivative() if facts.is_straight else (self.records,)
        found = self.worked.number if facts.is_straight else self.records.cells[facts.zoomed][1]
        shown = self.line, self.slope
        OtherPoints(self, self.stage, self.ledger, quotient).tell(found, leaves, shown)

    def meet_the_point(self, table: NudgeTable) -> None:
        """Begin with the point; a nudge that is not seen moves its numbers, and nothing else."""
        self.chapter("The function")
        stage, plot, row, smallest = self.stage, self.stage.plot, table.rows[0], table.rows[-1]
        last = self.facts.featured(table)
        title = self.label(
            "Nudging {f}", self.theme.small, Role.NEUTRAL, f=terms.definition(self.facts.function)
        )
        less = [smallest] if abs(smallest.nudge.number) < abs(last.nudge.number) else []
        self.lines, *moved = self.ledger.lines(row, last, *less)
        plot.set(card=replace(stage.card, bottom=self.ledger.foot))
        self.add(plot.axes, stage.curve, stage.title(title), stage.guides, stage.dot, stage.panel)
        x, value, _ = self.lines
        self.undone: list[Animation] = [vanish(stage.guides)]
        if not stage.hides(last) or stage.hides(row):
            with self.beat(
                "When {x} {a:equals}, {fx} {v:equals}.",
                x=self.names.x, a=self.digits.as_given(row.at), fx=self.names.fx, v=row.value,
            ):  # fmt: skip
                self.play(appear(x), at=0.1)
                self.play(Merge(x, into=value, dims=1.0), at=0.4, share=0.45)
            return
        ring = stage.ring()
        self.add(x, value)
        with self.beat(
            "Nudge {x} by only {h}: the numbers move, the picture does not.",
            claims=stage.hides(last), x=self.names.x, h=self.digits.as_given(last.nudge),
            teaches=self.facts.teaches("U2.2", "U3.1"),
        ):  # fmt: skip
            plot.set(h=Scale(last.nudge.number))
            self.add(stage.moved_dot)
            self.play(Trace(ring, run_time=0.8), share=0.25)
            self.play(Roll(x, moved[0][0]), Roll(value, moved[0][1]), at="h")
        self.remove(stage.moved_dot)
        for one in less:
            with self.beat(
                "Nudge by still less, {h}, and {f} comes to {v}.",
                claims=[Descending((last.nudge, one.nudge))],
                teaches=self.facts.teaches("U2.7", "U3.1"),
                h=self.digits.as_given(one.nudge), f=self.names.f, v=one.nudged_value,
            ):  # fmt: skip
                self.play(*map(Roll, *moved), at="h")
        undone = [Roll(*ways) for ways in zip(moved[-1], (x, value), strict=True)]
        self.undone = [*undone, vanish(ring, stage.guides)]

    def nudge(self, table: NudgeTable) -> None:
        """Nudge the point by so much that it can be seen."""
        self.chapter("The nudge")
        stage, plot, row, names = self.stage, self.stage.plot, table.rows[0], self.names
        hidden = stage.hides(row)
        with self.beat(
            "Nudge {x} by only {h}. How far does {f} move?"
            if hidden
            else "Nudge {x} by {h}. How far does {f} move?",
            kind="question", claims=hidden, x=names.x, h=self.digits.as_given(row.nudge), f=names.f,
            teaches="U1.5",
        ):  # fmt: skip
            closer = Drive(plot, window=stage.dive.whole, run_time=0.8)
            self.play(*self.undone, closer, *stage.show_chips())
            stage.clear()
            h = row.nudge.number
            plot.set(h=Scale(h * _SPECK))
            if stage.leads(row.at.number, row.nudged_at.number, plot.seen.window):
                self.add(stage.moved_dot)
                self.play(Drive(plot, h=Scale(h), run_time=1.2), at="h", share=0.3)
            else:
                plot.set(h=Scale(h))
                self.play(appear(stage.moved_dot), at="h")
        power = stage.power(row)
        if power:
            self.chapter("The zoom")
            template = (
                "Magnified {zoom} times, the two points come apart."
                if hidden
                else "Magnified {zoom} times, it is easier to measure."
            )
            claims = stage.magnified(row), stage.parts(row)
            with self.beat(template, claims=claims, zoom=10**power):
                self.play(dive(plot, *stage.dive.way(0, power)), share=0.6)

    def measure_the_triangle(self, table: NudgeTable) -> None:
        """Draw the triangle side by side, and see how often its base fits into its height."""
        self.chapter("The triangle")
        stage, plot, triangle, row = self.stage, self.stage.plot, self.stage.triangle, table.rows[0]
        x, value, after = self.lines
        base, height = self.labels = stage.side_labels(row)
        stage.clear(base, height)
        self.records = self.ledger.table(table, self.ledger.rows(table))
        self.add(triangle.base, triangle.height)
        with self.beat(
            "Along the height, {f} changes by {rise}.",
            answers=Answer(self._brief(row.rise), (("whole", row.nudged_value),)),
            f=self.names.f, rise=self._brief(row.rise), teaches=self.facts.teaches("U2.4", "U3.5"),
        ):  # fmt: skip
            self.play(Drive(plot, base=1.0, run_time=0.6), appear(base))
            self.play(Drive(plot, height=1.0, run_time=0.7))
            self.play(Merge(stage.moved_dot, into=after, dims=1.0))
            self.play(Merge(value, after, into=height), at="rise")
        self.worked = self.ledger.quotient(table, row)
        with self.beat(
            "Height over base: {quotient}. This is the difference quotient.",
            kind="result", poster=1, quotient=self._brief(row.quotient),
            teaches=self.facts.teaches("U2.4", "U3.5"),
        ):  # fmt: skip
            self.play(appear(triangle.area, triangle.chord), vanish(x, value, after), run_time=0.4)
            self.play(appear(self.worked.names), *self.worked.divide(base, height))
            count_rods(self, stage, row, self.worked.number, self.labels, share=0.3)
            open_card = Drive(plot, card=stage.card, run_time=0.4)
            self.play(appear(*self.records.head[:3]), open_card)
            self._book(0)

    def _brief(self, value: Quantity) -> Shown:
        return sentences.brief(self.facts.tables[0], value, self.digits)

    def _book(self, i: int, run_time: float = 0.7) -> None:
        """Carry a nudge and its quotient into the table."""
        cells, sources = self.records.cells[i], (self.labels[0], self.worked.number)
        moves = [bring(one, cell) for one, cell in zip(sources, cells, strict=False)]
        self.play(*moves, run_time=run_time)

    def try_every_nudge(self, table: NudgeTable) -> None:
        """Let the nudge shrink, dive after it, and find the same triangle again, ever faster."""
        self.chapter(sentences.chapter_of(table))
        for i, (old, row) in enumerate(pairwise(table.rows), start=1):
            with self.beat(
                "Does the size of the nudge matter? Take {h}: the quotient is {quotient}."
                if i == 1
                else "Now {h}: the quotient is {quotient}.",
                h=self.digits.as_given(row.nudge), quotient=self._brief(row.quotient),
                teaches=self.facts.teaches("U2.7", "U3.1"),
            ):  # fmt: skip
                self._try(i, table, old, row)

    def _try(self, i: int, table: NudgeTable, old: NudgeRow, row: NudgeRow) -> None:
        """Let a nudge become another, which is the i-th, dive after it, and measure again."""
        stage, plot, pace = self.stage, self.stage.plot, _FASTER ** (i - 1)
        gone = (one for one in (self.worked.sum, self.worked.sign) if one)
        # What they say is true of the old nudge alone.
        self.play(vanish(*self.labels, *gone, self.worked.number), run_time=0.3)
        new = self.labels = stage.side_labels(row)
        stage.clear(*new)
        self._shrink(old, row, pace)
        powers = stage.power(old), stage.power(row)
        way = stage.dive.way(*powers)
        if powers[1] > powers[0]:
            self.play(dive(plot, *way, pace=1.8 * pace))
        elif way:
            self.play(surface(plot, way[-1]))
        self.worked = replace(self.ledger.quotient(table, row), names=self.worked.names)
        sides = stage.triangle.base, stage.triangle.height
        self.play(*map(bring, sides, new), run_time=0.6 * pace)
        if sums := self.worked.divide(*new):
            self.play(*sums, run_time=0.7 * pace)
        count_rods(self, stage, row, self.worked.number, new, pace=pace)
        self._book(i, run_time=0.5)

    def find_the_limit(self, table: NudgeTable) -> None:
        """Lay the triangles over one another; what they differ by goes as the nudge does."""
        stage, plot, guests = self.stage, self.stage.plot, self.stage.layers()
        law = self.ledger.limit(table, self.worked)
        taught = self.facts.teaches("U2.5", "U3.1")
        with self.beat(sentences.what_the_nudges_say(table, self.digits), teaches=taught):
            self.add(*guests)
            aside = vanish(*self.labels, stage.rods)
            self.play(aside, Drive(plot, slid=1.0, run_time=1.2), share=0.2)
            stage.clear()
            if table.excess_is_nudge:  # the limit is said first
                self._lay_out_the_excess()
            self._collapse(table, law, guests)
        if square := Square.of(table):
            square.tell(self, stage)
        self.line = stage.tangent(table)
        with self.beat(stage.looks()):
            self.play(Trace(self.line), share=0.4)

    def _shrink(self, old: NudgeRow, row: NudgeRow, pace: float) -> None:
        """Let a nudge become another, and its triangle with it."""
        stage, plot = self.stage, self.stage.plot
        h, x = row.nudge.number, row.at.number
        same_side = h * old.nudge.number > 0
        if same_side and stage.leads(x + h, x + old.nudge.number, plot.seen.window):
            self.play(Drive(plot, h=Scale(h), stacked=0.0, run_time=0.9 * pace))
            return
        self.play(Drive(plot, stacked=0.0, run_time=0.4))
        parts = stage.triangle.sides, stage.moved_dot
        self.play(vanish(*parts))
        plot.set(h=Scale(h))
        self.play(appear(*parts))

    def _lay_out_the_excess(self) -> None:
        """Say how much each quotient is more than its limit, where the card has room for that."""
        if len(self.records.cells[0]) > 2:
            cells = self.records.cells
            moves = [Merge(quotient, into=excess, dims=1.0) for _, quotient, excess in cells]
            self.play(appear(self.records.head[-1]), *moves, at="slope", share=0.2)

    def _collapse(self, table: NudgeTable, law: Quotient, guests: Sequence[Guest]) -> None:
        """Let the nudge vanish, and its quotient become the limit."""
        worked, self.worked = self.worked, law
        stays = law.names, law.sign
        gone = [one for one in worked.parts if one not in stays]
        comes = [] if law.names in worked.parts else [Merge(worked.number, into=law.names, dims=1)]
        self.play(vanish(*guests, *gone), *comes)
        self.stage.plot.set(slid=0.0, stacked=0.0)
        stage, plot, row, number = self.stage, self.stage.plot, table.rows[-1], worked.number
        h, x = row.nudge.number, row.at.number
        slope = self._brief(table.slope)
        moves: list[Animation] = [] if number.numbers[0] == slope else [Roll(number, slope)]
        if law.sign and law.sign not in worked.parts:
            moves.append(appear(law.sign))
        if stage.leads(x + h * _SPECK, x + h, plot.seen.window):
            moves.append(Drive(plot, h=Scale(h * _SPECK)))
        if moves:
            self.play(*moves, at="slope", run_time=1.2)
        self.remove(*stage.triangle.sides, stage.moved_dot)
        plot.set(h=Scale(h * _SPECK), base=0.0, height=0.0)
        if law.names in worked.parts:  # else these are a line of their own
            for moves in self.ledger.in_a_row(law):
                self.play(*moves, run_time=0.4)

    def move_back_out(self, table: NudgeTable) -> None:
        """The peel: the tangent stands still, and the curve bends away from it."""
        stage, plot = self.stage, self.stage.plot
        if plot.window != stage.dive.whole:
            with self.beat(stage.peels()):
                self.play(surface(plot, stage.dive.whole), at=0.05, share=0.55)
                unframed = replace(plot["nest"], drawn=0.0)
                wider = Drive(plot, window=stage.dive.wide, nest=unframed, run_time=1.0)
                self.play(wider, vanish(stage.chips), share=0.35)
        self.slope = stage.slope_label(table, self._brief(table.slope), self.line)
        stage.clear(self.slope)
        named = sentences.name_of_the_slope(table, self.names.x, self.digits)
        taught = self.facts.teaches("U2.2", "U3.1")
        with self.beat(named, kind="result", poster=2, teaches=taught):
            self.play(Pulse(self.worked.number), share=0.3)
            self.play(bring(self.worked.number, self.slope), at="slope")

    def name_the_derivative(self) -> tuple[VMobject, ...]:
        """Give the slope its other name, and write it in two ways, in place of the nudges."""
        (slope, equals, derivative), (one, other) = self.ledger.writings()
        with self.beat(
            "The mathematical word for slope is derivative. Slope is the friendlier one.",
            teaches="U2.1",
        ):
            self.play(vanish(self.records), run_time=0.4)
            self.play(Unfold(self.slope, into=slope), share=0.2)
            self.play(appear(equals), Unfold(slope, into=derivative), share=0.25)
        with self.beat("There are two ways to write it: both mean this slope.", teaches="U2.6"):
            self.play(Unfold(derivative, into=one), share=0.25)
            self.play(Unfold(one, into=other), share=0.25)
        return slope, equals, derivative, one, other
