"""The nudge story at other points, side by side, and what the formula says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from manim import Animation, VGroup, VMobject

from calculus.nudge import NudgeRow, NudgeTable
from scenes.base import LessonScene
from scenes.look.text import NumberText, Text
from scenes.nudge import sentences
from scenes.nudge.counting import count_rods
from scenes.nudge.ledger import NudgeLedger
from scenes.nudge.stage import NudgeStage
from scenes.picture.carrying import Merge, bring
from scenes.picture.diving import approach, dive, surface
from scenes.picture.meaning import Formula
from scenes.picture.motion import Drive, Pulse, Scale, Trace, appear, dim, vanish
from scenes.picture.nest import Nest
from scenes.picture.window import Window
from scenes.telling.answers import Answer
from scenes.telling.claims import Derivative
from scenes.words import terms

_SLIDES = 1.8  # seconds: slowly, for it is seen by this whether one lies on the other


class OtherPoints:
    """What is told after the first point; the card has a table of points then."""

    def __init__(
        self,
        scene: LessonScene,
        stage: NudgeStage,
        ledger: NudgeLedger,
        quotient: tuple[VMobject, ...],
    ) -> None:
        self._scene, self._stage, self._ledger = scene, stage, ledger
        self._facts, self._names = stage.facts, stage.names
        self._quotient = quotient  # of the point before, which stays until another one comes
        self._labels: tuple[VMobject, ...] = ()  # of the triangle
        self._answers = ledger.answers(self._facts)

    def tell(
        self, found: Text | NumberText, leaves: Sequence[VMobject], shown: tuple[VMobject, Text]
    ) -> None:
        """Tell it.

        Args:
            found: The quotient of the first point's nudge.
            leaves: What the card has of the first point besides its quotient.
            shown: What shows its slope in the world: the tangent, and a label.
        """
        at, quotient, _ = self._answers.cells[0]
        # The card turns over to the table of points, with its first line.
        turn = vanish(*leaves), appear(self._answers.head, at), bring(found, quotient)
        others = self._facts.tables[1:]
        if not others:
            self._conclude(turn, shown)
            return
        for table in others:
            self._repeat(table, (*turn, vanish(*shown)))
        self._compare()
        self._conclude((), ())

    def _repeat(self, table: NudgeTable, turn: Sequence[Animation]) -> None:
        """Tell the story of another point, faster."""
        self._scene.chapter("Another point")
        stage, plot, triangle = self._stage, self._stage.plot, self._stage.triangle
        row, i = self._facts.featured(table), self._facts.tables.index(table)
        at, quotient, _ = self._answers.cells[i]
        with self._scene.beat(
            "Now the same where {x} {a:equals}. What will the quotient be?", kind="question",
            x=self._names.x, a=self._scene.digits.as_given(row.at),
        ):  # fmt: skip
            if i == 1:
                self._scene.play(*turn, appear(at))
                stage.clear()
            else:
                self._scene.play(vanish(*self._labels), appear(at))
                self._leave_the_triangle()
            self._scene.play(dim(*self._quotient), run_time=0.3)
            self._ride_to(row)
            old = stage.chips
            stage.turn_to(table)
            plot.set(nest=Nest(), h=Scale(row.nudge.number))
            self._scene.play(Drive(plot, window=stage.dive.whole, run_time=0.8))
            self._scene.remove(old)
            self._scene.add(stage.chips)
            stage.clear()
        labels = base, height = self._labels = stage.side_labels(row)
        stage.clear(*labels)
        worked, power = self._ledger.quotient(table, row), stage.power(row)
        before, self._quotient = self._quotient, (*worked.parts, worked.number)
        with self._scene.beat(
            "Nudge by {h} again: the quotient is {q}.", poster=1,
            answers=Answer(
                worked.number.numbers[0], (("change", row.rise), ("value", row.value))
            ),
            h=self._scene.digits.as_given(row.nudge), q=worked.number.numbers[0],
            teaches=self._facts.teaches("U2.3", "U3.2"),
        ):  # fmt: skip
            self._scene.add(stage.moved_dot)
            if power:
                self._scene.play(dive(plot, *stage.dive.way(0, power), pace=0.5))
            self._scene.add(triangle.base, triangle.height)
            drawn = Drive(plot, base=1.0, height=1.0, run_time=0.6)
            self._scene.play(drawn, appear(base), vanish(*before))
            self._scene.play(Merge(stage.moved_dot, stage.dot, into=height, dims=1.0))
            whole = appear(worked.names, triangle.area, triangle.chord)
            sums = worked.divide(base, height)
            count_rods(self._scene, stage, row, worked.number, labels, whole, *sums)
            self._scene.play(bring(worked.number, quotient))

    def _ride_to(self, row: NudgeRow) -> None:
        stage, plot = self._stage, self._stage.plot
        x = row.at.number
        if not stage.leads(plot["x"], x, plot.window):
            self._move_to_the_overview()
        if stage.leads(plot["x"], x, plot.window):
            self._scene.play(Drive(plot, x=x, run_time=1.2))
            return
        self._scene.play(vanish(stage.dot))
        plot.set(x=x)
        self._scene.play(appear(stage.dot))

    def _compare(self) -> None:
        """Bring the triangles together at one corner; where no scale shows them all, tangents."""
        self._scene.chapter("Side by side")
        stage, tables = self._stage, self._facts.tables
        rows = [self._facts.featured(table) for table in tables]
        window = stage.compared()
        compared = sentences.comparison(
            tables, rows, self._names.x, window is not None, self._scene.digits
        )
        taught = self._facts.teaches("U2.5", "U3.3")
        with self._scene.beat(compared, kind="result", poster=2, teaches=taught):
            self._scene.play(
                vanish(*self._labels, stage.chips, stage.moved_dot), dim(*self._quotient)
            )
            stage.clear(stage.dot)
            shown = self._slide_together(window) if window else self._show_tangents()
        self._scene.play(vanish(*shown))

    def _slide_together(self, window: Window) -> list[VMobject]:
        stage, plot = self._stage, self._stage.plot
        plot.set(nest=Nest())
        for motion in approach(plot, window, 0.8):
            self._scene.play(motion)
        guests = stage.guests()
        self._scene.add(*guests)
        beside = max(guest.beside for guest in guests)
        plot.set(slid=beside)
        stage.clear(stage.dot, stage.rods, *guests)
        plot.set(slid=0.0)
        if beside < 1:
            self._scene.play(Drive(plot, slid=beside, run_time=0.8))
        self._scene.play(Drive(plot, slid=1.0, run_time=_SLIDES), share=0.3)
        key = stage.key(self._facts.featured(stage.table), *guests)
        for named in (True, False):  # what names the axes is worth more
            tips, points = stage.tips((*guests, key), named)
            stage.clear(key, stage.dot, stage.rods, *tips, *points)
            if not plot.is_crowded:
                break
        brought = (bring(one[1], tip) for one, tip in zip(self._answers.cells, tips, strict=True))
        self._scene.play(bring(stage.triangle.base, key), *brought, appear(*points))
        return [key, *guests, *dict.fromkeys(tips), *points]

    def _show_tangents(self) -> list[VMobject]:
        stage = self._stage
        self._leave_the_triangle()
        marks = [VGroup(stage.tangent(t), stage.point(t)) for t in self._facts.tables]
        stage.clear(stage.dot, *(mark[1] for mark in marks))
        self._scene.play(*(Trace(mark[0]) for mark in marks), *(appear(mark[1]) for mark in marks))
        return [*marks]

    def _leave_the_triangle(self) -> None:
        """Take the triangle away, and move back out until all points are seen."""
        stage, plot = self._stage, self._stage.plot
        if stage.triangle.base in self._scene.mobjects:
            parts = *stage.triangle.sides, stage.moved_dot, stage.rods
            self._scene.play(
                vanish(*(part for part in parts if part in self._scene.mobjects)), run_time=0.3
            )
            plot.set(base=0.0, height=0.0, stacked=0.0)
        if plot.window.width < stage.dive.whole.width:
            self._scene.play(surface(plot, stage.dive.whole, pace=0.5))
        if len(self._facts.tables) > 1 and plot.window != stage.overview:
            self._move_to_the_overview()

    def _move_to_the_overview(self) -> None:
        stage, plot = self._stage, self._stage.plot
        unframed = replace(plot["nest"], drawn=0.0)
        self._scene.play(Drive(plot, window=stage.overview, nest=unframed, run_time=0.8))

    def _conclude(self, turn: Sequence[Animation], shown: Sequence[VMobject]) -> None:
        """Let the formula give the same answers, and leave it with these in the world.

        Args:
            turn: How the card turns over to these, if it has not.
            shown: The tangent of the only point and its label, if these are to be seen.
        """
        self._scene.chapter("The formula")
        function, tables, stage = self._facts.function, self._facts.tables, self._stage
        law = self._ledger.law()
        with self._scene.beat(
            "Calculus has a formula for the slope: the derivative of {f} is {slope}.",
            claims=[Derivative(Formula.of(function), Formula.of(function.derivative))],
            f=terms.body(function), slope=terms.body(function.derivative),
            teaches=self._facts.teaches("U2.8", "U3.4"),
        ):  # fmt: skip
            self._scene.play(vanish(*self._quotient), *turn)
            self._leave_the_triangle()
            stage.clear(stage.dot, *shown[1:])
            self._scene.play(appear(*law), at=0.1, share=0.15)
            self._scene.play(Pulse(law[-1]), at="slope", share=0.2)
        points, lines = [stage.point(t) for t in tables], [stage.tangent(t) for t in tables]
        stage.clear(*points, *shown[1:])
        given = sentences.values(tables, self._names.x, self._scene.digits)
        with self._scene.beat(given, teaches=self._facts.teaches("U2.8", "U3.4")):
            for i, (table, answer) in enumerate(zip(tables, self._answers.cells, strict=True)):
                if self._facts.is_straight:  # its tangents are itself, everywhere
                    self._ride_to(table.rows[0])
                share = 1 / len(tables)
                traced: list[Animation] = [] if shown else [Trace(lines[i])]
                self._scene.play(*traced, appear(points[i]), at=i * share, share=0.4 * share)
                put_in = Merge(answer[0], law[-1], into=answer[2], dims=1.0), Pulse(law[-1])
                self._scene.play(*put_in, run_time=0.8)
        formulas = [cells[2] for cells in self._answers.cells]
        slopes = [*shown[1:]]
        for table, number, line in zip(tables, formulas, lines, strict=True):
            if not (slopes and (shown or self._facts.is_straight)):  # one line has one slope
                others = *lines, *points, *slopes
                slopes.append(stage.slope_label(table, number.numbers[0], line, *others))
        stage.clear(*points, *slopes)
        agree, taught = sentences.agreement(tables), self._facts.teaches("U2.8", "U3.5", "U6.8")
        with self._scene.beat(agree, kind="conclusion", poster=3, teaches=taught):
            leads = self._ledger.leads(self._answers)
            self._scene.play(appear(*leads), Pulse(*law, *formulas), share=0.3)
            self._scene.play(*(bring(*ways) for ways in zip(formulas, slopes, strict=False)))
