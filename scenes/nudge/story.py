"""Nudge triangles: how far a function moves when its input is nudged."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

from manim import Animation

from calculus.nudge import NudgeRow, NudgeTable
from scenes.base import LessonScene
from scenes.look.text import NumberText, Text
from scenes.look.theme import Role
from scenes.nudge import sentences
from scenes.nudge.counting import count_rods
from scenes.nudge.facts import NudgeFacts
from scenes.nudge.ledger import Names, NudgeLedger
from scenes.nudge.others import OtherPoints
from scenes.nudge.stage import NudgeStage
from scenes.picture.carrying import Merge, bring
from scenes.picture.diving import dive, surface
from scenes.picture.motion import Drive, Scale, Trace, appear, vanish
from scenes.picture.rolling import Roll
from scenes.settings.parameters import FunctionParameter, NudgeName, Nudges, Parameters, Points
from scenes.words import terms

_SPECK = 1e-3  # of a nudge: what is left of its triangle is not seen
_NEAR = 0.05  # Manim units: a label that would move by less rolls where it stands


class NudgeScene(LessonScene[NudgeFacts]):
    """Nudge the input, dive in, and see how many nudges fit into how far the function moved."""

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
        first = facts.tables[0]
        self.names = Names(facts.function, self.given.nudge_name)
        self.stage = NudgeStage(self, facts)
        self.ledger = NudgeLedger(self, facts.function, self.stage.card)

        self.meet_the_function()
        self.meet_the_point(first)
        self.nudge(first)
        labels = self.measure_the_triangle(first)
        self.try_every_nudge(first, labels)
        self.move_back_out(first)
        OtherPoints(self, self.stage, self.ledger).tell(
            found=self.records.cells[-1][-1],
            leaves=(self.records.head, *self.records.lines, *self.limit, self.slope, self.line),
        )

    def meet_the_function(self) -> None:
        self.chapter("The function")
        stage, plot = self.stage, self.stage.plot
        function = terms.definition(self.facts.function)
        title = self.label("Nudging {f}", self.theme.small, Role.NEUTRAL, f=function)
        self.heading = stage.title(title)
        self.add(plot.axes, stage.curve, self.heading)
        with self.beat("Here is the function {f}.", kind="setup", f=function):
            at, start = plot["x"], stage.start_of_ride()
            if start is None:
                self.play(appear(stage.dot))
            else:
                plot.set(x=start)
                self.add(stage.dot)
                self.play(Drive(plot, x=at, run_time=1.5), share=0.5)
            self.play(Drive(plot, window=stage.dive.whole, run_time=0.8))

    def meet_the_point(self, table: NudgeTable) -> None:
        stage, row = self.stage, table.rows[0]
        self.lines, self.moved = self.ledger.lines(table)
        x, value, _ = self.lines
        with self.beat(
            "When {x} {a:equals}, {fx} {v:equals}.",
            x=self.names.x, a=self.digits.as_given(row.at), fx=self.names.fx, v=row.value,
        ):  # fmt: skip
            wide = [] if stage.has_room(self.heading) else [vanish(self.heading)]
            stage.plot.set(foot=self.ledger.foot)
            self.play(Trace(stage.guides), appear(stage.panel, stage.chips), *wide, share=0.35)
            self.play(appear(x), at=0.35)
            self.play(Merge(x, into=value, dims=1.0), at=0.5, share=0.3)

    def nudge(self, table: NudgeTable) -> None:
        """Nudge the point: first by so little that nothing is seen, then by more."""
        self.chapter("The nudge")
        stage, plot = self.stage, self.stage.plot
        row, last = table.rows[0], self.facts.featured(table)
        names, hidden = self.names, stage.hides(row)
        before: list[Animation] = [vanish(stage.guides)]
        if last is not row and stage.hides(last) and not hidden:
            before = self._nudge_unseen(last)
        with self.beat(
            "Nudge {x} by only {h}. How far does {f} move?"
            if hidden
            else "Nudge {x} by {h}. How far does {f} move?",
            kind="question", claims=hidden, x=names.x, h=self.digits.as_given(row.nudge), f=names.f,
        ):  # fmt: skip
            self.play(*before)
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

    def _nudge_unseen(self, row: NudgeRow) -> list[Animation]:
        """Nudge by so little that only the numbers move; return what undoes it."""
        stage = self.stage
        (x, value, _), (moved, after), ring = self.lines, self.moved, stage.ring()
        with self.beat(
            "Nudge {x} by only {h}: the numbers move, the picture does not.",
            claims=stage.hides(row), x=self.names.x, h=self.digits.as_given(row.nudge),
        ):  # fmt: skip
            stage.plot.set(h=Scale(row.nudge.number))
            self.add(stage.moved_dot)
            self.play(Trace(ring, run_time=0.8), share=0.25)
            self.play(Roll(x, moved), at="h")
            self.play(Roll(value, after))
        self.remove(stage.moved_dot)
        return [Roll(moved, x), Roll(after, value), vanish(ring, stage.guides)]

    def measure_the_triangle(self, table: NudgeTable) -> tuple[Text, Text]:
        """Draw the triangle side by side, and see how often its base fits into its height."""
        self.chapter("The triangle")
        stage, plot, triangle, row = self.stage, self.stage.plot, self.stage.triangle, table.rows[0]
        x, value, after = self.lines
        base, height = stage.side_labels(row)
        stage.clear(base, height)
        rows = self.ledger.rows(table)
        self.records = self.ledger.table(rows)
        self.add(triangle.base, triangle.height)
        with self.beat(sentences.base(row, self.names.x, self.digits)):
            self.play(Drive(plot, base=1.0, run_time=1), share=0.35)
            self.play(appear(base), at="h")
        with self.beat(
            "Along the height, {f} changes by {rise}.", answers=True,
            f=self.names.f, rise=self.digits.brief(row.rise),
        ):  # fmt: skip
            self.play(Drive(plot, height=1.0, run_time=1), share=0.25)
            self.play(Merge(stage.moved_dot, into=after, dims=1.0))
            self.play(Merge(after, value, into=height), at="rise")
        with self.beat(
            "Height over base: {quotient}. This is the difference quotient.",
            kind="result", poster=1, quotient=self.digits.brief(row.quotient),
        ):  # fmt: skip
            open_card = Drive(plot, foot=stage.card.bottom, run_time=0.5)
            self.play(appear(triangle.area, triangle.chord), vanish(x, value, after), open_card)
            hero = self.ledger.hero(row.quotient)
            count_rods(self, stage, row, hero, (base, height), share=0.35)
            self.play(appear(self.records.head), run_time=0.4)
            self._book(0, base, height, hero)
        self.hero = hero
        return base, height

    def _book(self, i: int, base: Text, height: Text, hero: NumberText) -> None:
        """Carry the numbers of a nudge into the table."""
        cells = self.records.cells[i]
        self.play(
            *(bring(one, cell) for one, cell in zip((base, height, hero), cells, strict=True))
        )

    def try_every_nudge(self, table: NudgeTable, labels: tuple[Text, Text]) -> None:
        """Let the nudge shrink, dive after it, and find the same triangle again."""
        stage, plot = self.stage, self.stage.plot
        self.chapter(sentences.chapter_of(table))
        rows = self.ledger.rows(table)
        for i, (old, row) in enumerate(pairwise(table.rows), start=1):
            sentence = (
                "Does the size of the nudge matter? Take {h}: the quotient is {quotient}."
                if i == 1
                else "With {h}, the quotient is {quotient}."
            )
            new = stage.side_labels(row)
            stage.clear(*labels, *new)
            hero = self.ledger.hero(row.quotient)
            with self.beat(sentence, h=rows[i][0], quotient=rows[i][2]):
                self._shrink(old, row, pace=1.0 if i == 1 else 0.6)
                powers = stage.power(old), stage.power(row)
                way = stage.dive.way(*powers)
                if powers[1] > powers[0]:
                    self.play(dive(plot, *way, pace=1.0 if i > 1 else None))
                elif way:
                    self.play(surface(plot, way[-1]))
                self.play(*map(_become, labels, new))
                self.remove(self.hero, *labels)
                count_rods(self, stage, row, hero, new, pace=1.0 if i == 1 else 0.6)
                self._book(i, *new, hero)
            labels, self.hero = new, hero
        self.limit = self.ledger.limit(table)
        with self.beat(sentences.what_the_nudges_say(table, self.digits), kind="result"):
            self.play(vanish(self.hero, *labels), Drive(plot, stacked=0.0, run_time=0.6))
            stage.clear()
            self.remove(stage.rods)
            self._collapse(table.rows[-1])
            quotients = [cells[-1] for cells in self.records.cells]
            *others, last = self.limit
            self.play(*map(appear, others), Merge(*quotients, into=last, dims=1.0))
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

    def _collapse(self, row: NudgeRow) -> None:
        """Let the nudge vanish."""
        stage, plot = self.stage, self.stage.plot
        h, x = row.nudge.number, row.at.number
        if stage.leads(x + h * _SPECK, x + h, plot.seen.window):
            self.play(Drive(plot, h=Scale(h * _SPECK), run_time=1.2), share=0.25)
        self.remove(*stage.triangle.sides, stage.moved_dot)
        plot.set(h=Scale(h * _SPECK), base=0.0, height=0.0)

    def move_back_out(self, table: NudgeTable) -> None:
        """The peel: the tangent stands still, and the curve bends away from it."""
        stage, plot = self.stage, self.stage.plot
        if plot.window != stage.dive.whole:
            with self.beat(stage.peels()):
                widens = stage.dive.wide != stage.dive.whole
                self.play(surface(plot, stage.dive.whole), at=0.05, share=0.55 if widens else 0.9)
                if widens:
                    self.play(Drive(plot, window=stage.dive.wide, run_time=1.0), share=0.35)
        self.slope = stage.slope_label(table, self.line)
        named = sentences.name_of_the_slope(table, self.names.x, self.digits)
        with self.beat(named, kind="result", poster=2):
            self.play(bring(self.limit[-1], self.slope), at="slope")
            stage.clear(self.slope)


def _become(before: Text, after: Text) -> Animation:
    """Let a label become another: where both stand at one place, its digits roll."""
    off = abs(before.start - after.start) + abs(before.baseline - after.baseline)
    if off < _NEAR:
        return Roll(before, after)
    return Merge(before, into=after, dims=0.0)
