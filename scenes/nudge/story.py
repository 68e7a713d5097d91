"""Nudge triangles: how far a function moves when its input is nudged."""

from __future__ import annotations

from typing import Annotated

from manim import AnimationGroup, VGroup

from calculus.nudge import NudgeRow, NudgeTable
from scenes.base import LessonScene
from scenes.nudge import sentences
from scenes.nudge.facts import NudgeFacts
from scenes.nudge.ledger import Names, NudgeLedger
from scenes.nudge.stage import NudgeStage
from scenes.picture.meaning import Formula
from scenes.picture.motion import Drive, Pulse, Scale, Trace, appear, vanish
from scenes.picture.table import Table
from scenes.settings.parameters import FunctionParameter, NudgeName, Nudges, Parameters, Points
from scenes.telling.claims import Derivative
from scenes.words import terms


class NudgeScene(LessonScene[NudgeFacts]):
    """Nudge the input, zoom in, and divide how far the function moved by the nudge."""

    function: FunctionParameter = "f(a) = a**2"
    points: Annotated[Points, "where it is nudged"] = (2, 5)
    nudges: Annotated[Nudges, "how far; the smallest is the one zoomed in on"] = (0.1, 0.01, 0.001)
    nudge_name: NudgeName = "delta"

    @classmethod
    def compute(cls, given: Parameters) -> NudgeFacts:
        return NudgeFacts.of(given.function, given.points, given.nudges)

    @property
    def title(self) -> str:
        return self.say("Nudging {f}", f=terms.definition(self.facts.function)).text

    def construct(self) -> None:
        facts = self.facts
        first, *others = facts.tables
        self.names = Names(facts.function, self.given.nudge_name)
        self.stage = NudgeStage(self, facts.function, facts.tables, facts.featured(first))
        self.ledger = NudgeLedger(self, facts.function)

        self.meet_the_function()
        point = self.meet_the_point(facts.featured(first))
        self.nudge(facts.featured(first))
        self.zoom_in(facts.featured(first))
        found = self.measure_the_triangle(facts.featured(first))
        self.try_every_nudge(first, point, found)
        for table in others:
            self.repeat(table)
        if others:
            self.compare()
        self.conclude()

    def meet_the_function(self) -> None:
        self.chapter("The function")
        function = terms.definition(self.facts.function)
        self.show_title("Nudging {f}", f=function)
        with self.beat("Here is the function {f}.", kind="setup", f=function):
            self.play(appear(self.stage.plot.axes))
            self.play(Trace(self.stage.curve))

    def meet_the_point(self, row: NudgeRow) -> VGroup:
        names = self.names
        lines = self.ledger.point(row)
        with self.beat(
            "When {x} {a:equals}, {fx} {v:equals}.",
            x=names.x, a=self.digits.as_given(row.at), fx=names.fx, v=row.value,
        ):  # fmt: skip
            self.play(appear(self.stage.guides), appear(self.stage.dot))
            self.play(appear(lines))
        return lines

    def nudge(self, row: NudgeRow) -> None:
        self.chapter("The nudge")
        names, stage = self.names, self.stage
        hidden = stage.hides(row)
        with self.beat(
            "Nudge {x} by only {h}. How far does {f} move?"
            if hidden
            else "Nudge {x} by {h}. How far does {f} move?",
            kind="question", claims=hidden, x=names.x, h=self.digits.as_given(row.nudge), f=names.f,
        ):  # fmt: skip
            self.play(appear(stage.moved_dot))
        if not hidden:
            self.play(vanish(stage.guides))
            return
        ring = stage.ring()
        with self.beat(
            "The new point hides the old one: they are too close to tell apart.", claims=hidden
        ):
            self.play(Trace(ring, run_time=0.8))
        self.play(vanish(ring), vanish(stage.guides))

    def zoom_in(self, row: NudgeRow) -> None:
        stage = self.stage
        zooms = stage.zooms(row)
        magnified, hidden = stage.magnified(row), stage.hides(row)
        self.chapter("The zoom" if magnified else "The picture")
        self.play(appear(stage.badge))
        if hidden:
            with self.beat("So let us move in, with the same picture and ever finer axes."):
                self.play(Drive(stage.plot, window=stage.closeup(row, 1), run_time=2))
        elif not magnified:
            self.play(Drive(stage.plot, window=stage.closeup(row, 1), run_time=2))
        if magnified:
            with self.beat(
                "Magnified {zoom} times, the two points come apart."
                if hidden
                else "Magnified {zoom} times, it is easier to measure.",
                claims=(*magnified, stage.parts(row)), zoom=zooms[-1],
            ):  # fmt: skip
                for zoom in zooms:
                    self._zoom(row, zoom)
        with self.beat(stage.looks(row, self.facts.is_straight), kind="result"):
            pass

    def measure_the_triangle(self, row: NudgeRow) -> VGroup:
        """Draw the triangle side by side and divide; return what stands beside it."""
        self.chapter("The triangle")
        names, stage, triangle = self.names, self.stage, self.stage.triangle
        base, height = stage.side_labels(row)
        rise, quotient = self.digits.brief(row.rise), self.digits.brief(row.quotient)
        moved, division = self.ledger.moved(row), self.ledger.division(row)
        self.add(triangle.base, triangle.height)
        with self.beat(sentences.base(row, names.x, self.digits)):
            self.play(Drive(stage.plot, base=1.0, run_time=1))
            self.play(appear(base))
        with self.beat(
            "Along the height, {f} changes by {rise}.", answers=True, f=names.f, rise=rise
        ):
            self.play(Drive(stage.plot, height=1.0, run_time=1))
            self.play(appear(height), appear(moved))
        with self.beat(
            "Height over base: {quotient}. This is the difference quotient.",
            kind="result", poster=1, quotient=quotient,
        ):  # fmt: skip
            self.play(appear(triangle.area, triangle.chord))
            self.play(appear(division))
        return VGroup(*moved, *division, base, height)

    def try_every_nudge(self, table: NudgeTable, point: VGroup, found: VGroup) -> None:
        self.chapter(sentences.chapter_of(table))
        rows = self.ledger.rows(table)
        records = self.ledger.table(rows)
        self.play(vanish(point[1], *found))
        self.play(appear(records.head), run_time=0.4)
        for i, row in enumerate(table.rows):
            sentence = (
                "With {h}, the quotient is {quotient}."
                if i or len(rows) == 1
                else "Does the size of the nudge matter? Take {h}: the quotient is {quotient}."
            )
            with self.beat(sentence, h=rows[i][0], quotient=rows[i][2]):
                if self.stage.plot["h"] != row.nudge.number:
                    self._zoom(row, self.stage.zooms(row)[-1])
                labels = self.stage.side_labels(row)
                self.play(appear(labels, records.lines[i]))
            if i < len(rows) - 1:
                self.play(vanish(labels), run_time=0.3)
        limit = self._what_the_nudges_say(table, records)
        self.play(vanish(limit, labels, point[0], records), run_time=0.4)

    def _what_the_nudges_say(self, table: NudgeTable, records: Table) -> VGroup:
        """Draw the conclusion that the facts allow, and name it."""
        limit = self.ledger.limit(table, beside=records)
        with self.beat(sentences.what_the_nudges_say(table, self.digits), kind="result"):
            self.play(appear(limit))
        named = sentences.name_of_the_slope(table, self.names.x, self.digits)
        with self.beat(named, kind="result"):
            self.play(Pulse(limit))
        return limit

    def repeat(self, table: NudgeTable) -> None:
        """Tell the story of another point, faster."""
        self.chapter("Another point")
        names, stage, triangle = self.names, self.stage, self.stage.triangle
        row = self.facts.featured(table)
        point = self.ledger.point(row)
        with self.beat(
            "Now the same where {x} {a:equals}. What will the quotient be?", kind="question",
            x=names.x, a=self.digits.as_given(row.at),
        ):  # fmt: skip
            self.play(vanish(triangle.sides, stage.badge), run_time=0.4)
            stage.plot.set(base=0.0, height=0.0)
            self.play(Drive(stage.plot, window=stage.whole, run_time=1.6))
            self.play(Drive(stage.plot, x=row.at.number, h=Scale(row.nudge.number), run_time=1.2))
            self.play(appear(point))
        moved, division = self.ledger.moved(row), self.ledger.division(row)
        stage.badge = stage.zoom_badge(stage.zooms(row)[-1])
        with self.beat(
            "Nudge by {h} again: {f} changes by {rise}.",
            h=self.digits.as_given(row.nudge), f=names.f, rise=self.digits.brief(row.rise),
        ):  # fmt: skip
            self.play(Drive(stage.plot, window=stage.closeup(row), run_time=2.2))
            self.add(triangle.base, triangle.height)
            self.play(Drive(stage.plot, base=1.0, run_time=0.6), appear(stage.badge))
            self.play(Drive(stage.plot, height=1.0, run_time=0.6))
            labels = stage.side_labels(row)
            self.play(appear(labels, moved))
        with self.beat(
            "The quotient is {q}.", kind="result", poster=1, answers=True,
            q=self.digits.brief(row.quotient),
        ):  # fmt: skip
            self.play(appear(triangle.area, triangle.chord, division))
        self.play(vanish(point, moved, division, labels), run_time=0.4)

    def compare(self) -> None:
        """Put the triangles side by side at one scale."""
        self.chapter("Side by side")
        self.play(vanish(self.stage.picture))
        rows = [self.facts.featured(table) for table in self.facts.tables]
        pictures = self.stage.small_pictures(rows, self.regions.body)
        tables = self.facts.tables[: len(pictures)]
        drawn = rows[: len(pictures)]
        one_scale = len({self.stage.zooms(row)[-1] for row in drawn}) == 1
        compared = sentences.comparison(tables, drawn, self.names.x, one_scale, self.digits)
        with self.beat(compared, kind="result", poster=2):
            for picture in pictures:
                self.play(appear(picture), run_time=0.8)
        self.play(vanish(*pictures))

    def conclude(self) -> None:
        """Let the formula give the same answer."""
        self.chapter("The formula")
        function, tables, stage = self.facts.function, self.facts.tables, self.stage
        rows = [(self.facts.featured(table), self.digits.brief(table.slope)) for table in tables]
        law, answers = self.ledger.conclusion(rows)
        with self.beat(
            "Calculus has a formula for the slope: the derivative of {f} is {slope}.",
            claims=[Derivative(Formula.of(function), Formula.of(function.derivative))],
            f=terms.body(function), slope=terms.body(function.derivative),
        ):  # fmt: skip
            if len(tables) > 1:
                stage.plot.set(window=stage.whole)
                self.play(appear(stage.plot.axes, stage.curve))
            else:
                self.play(vanish(stage.triangle.sides, stage.badge, stage.moved_dot))
                self.play(Drive(stage.plot, window=stage.whole, run_time=1.6))
            self.play(appear(law))
        marks = [stage.tangent(table) for table in tables]
        self.play(appear(answers.head), run_time=0.4)
        for (row, slope), mark, answer in zip(rows, marks, answers.lines, strict=True):
            a = self.digits.as_given(row.at)
            with self.beat("Where {x} {a:equals}, it gives {s}.", x=self.names.x, a=a, s=slope):
                self.play(appear(mark, answer))
        with self.beat(
            sentences.agreement(tables), kind="conclusion", poster=1 if len(tables) > 1 else 3
        ):
            self.play(Pulse(law))

    def _zoom(self, row: NudgeRow, zoom: int) -> None:
        """Move to a magnification of the triangle's corner, and let the badge say so."""
        stage = self.stage
        before, stage.badge = stage.badge, stage.zoom_badge(zoom)
        self.play(
            Drive(
                stage.plot,
                window=stage.closeup(row, zoom),
                h=Scale(row.nudge.number),
                run_time=1.5,
            ),
            AnimationGroup(vanish(before), appear(stage.badge), lag_ratio=0.6, run_time=1.5),
        )
