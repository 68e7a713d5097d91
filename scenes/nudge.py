"""Nudge triangles: how far a function moves when its input is nudged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from manim import AnimationGroup, VGroup, VMobject

from calculus.function import Function
from calculus.nudge import NudgeRow, NudgeTable, nudge_table
from calculus.shown import Shown, shown
from scenes import terms
from scenes.base import LessonScene
from scenes.framing import CloseUps, overview
from scenes.layout import Box
from scenes.ledger import Table
from scenes.motion import Drive, Trace, appear, light, vanish
from scenes.parameters import FunctionParameter, Nudges, Points
from scenes.plot import Plot, stroke
from scenes.shapes import circle
from scenes.text import Text, coloured, scale_to_fit
from scenes.theme import Role
from scenes.triangle import NudgeTriangle
from scenes.window import Window

_LINE = 0.62  # from baseline to baseline in the ledger, Manim units
_MOST_COMPARED = 3  # triangles side by side


@dataclass(frozen=True)
class NudgeFacts:
    """What the story is about.

    Attributes:
        function: The function.
        tables: One for each point, in the order given.
        featured: Index of the smallest nudge, which the story zooms in on.
    """

    function: Function
    tables: tuple[NudgeTable, ...]
    featured: int

    @property
    def slopes(self) -> tuple[float, ...]:
        return tuple(table.slope.number for table in self.tables)

    @property
    def points(self) -> tuple[float, ...]:
        return tuple(table.at.number for table in self.tables)

    @property
    def same_slope_everywhere(self) -> bool:
        return self.tables[0].quotient_is_constant


class NudgeScene(LessonScene):
    """Nudge the input, zoom in, and divide how far the function moved by the nudge."""

    function: FunctionParameter = "f(a) = a**2"
    points: Points = (2, 5)
    nudges: Nudges = (0.1, 0.01, 0.001)

    facts: NudgeFacts

    @classmethod
    def compute(cls, given: Any) -> NudgeFacts:
        tables = tuple(nudge_table(given.function, at, given.nudges) for at in given.points)
        rows = tables[0].rows
        smallest = min(range(len(rows)), key=lambda i: abs(rows[i].nudge.number))
        return NudgeFacts(given.function, tables, smallest)

    @property
    def title(self) -> str:
        return f"Nudging {terms.definition(self.facts.function).text}"

    def construct(self) -> None:
        self._prepare()
        self.meet_the_function()
        first, *others = self.facts.tables
        self.meet_the_point(first)
        self.nudge_too_small_to_see(first)
        self.zoom_in(first)
        self.measure_the_triangle(first)
        self.try_every_nudge(first)
        for table in others:
            self.repeat(table)
        if others:
            self.compare()
        self.conclude()

    # What the whole scene draws with.

    def _prepare(self) -> None:
        facts = self.facts
        function = facts.function
        self.x, self.f = terms.name(function.variable), terms.name(function.name)
        self.fx = terms.applied(function)
        self.dx, self.df = terms.change(function.variable), terms.change(function.name)
        self.whole = overview(function, facts.points, facts.slopes)
        self.closeups = CloseUps(facts.tables, self.whole)
        at = facts.tables[0].at.number
        self.plot = Plot(
            self.regions.stage,
            self.whole,
            (self.x.typst, self.fx.typst),
            self.theme,
            **(NudgeTriangle.STATE | {"x": at, "h": self._featured(facts.tables[0]).nudge.number}),
        )
        self.curve = self.plot.curve(function)
        self.triangle = NudgeTriangle(self.plot, function)
        self.dot = self.plot.dot(self.triangle.start, Role.FUNCTION)
        self.moved_dot = self.plot.dot(self.triangle.end, Role.OUTPUT)
        self.guides = self.plot.guides(self.triangle.start)

    def _featured(self, table: NudgeTable) -> NudgeRow:
        return table.rows[self.facts.featured]

    # The story.

    def meet_the_function(self) -> None:
        self.chapter("The function")
        function = terms.definition(self.facts.function)
        self.heading = self.show_title(f"Nudging ${function.typst}$")
        with self.beat("Here is the function {f}.", kind="setup", f=function):
            self.play(appear(self.plot.axes))
            self.play(Trace(self.curve))

    def meet_the_point(self, table: NudgeTable) -> None:
        a, value = shown(table.at), shown(table.rows[0].value)
        self.ledger = self._lines(
            self.formula("{x} {a:equals}", x=self.x, a=a, role=Role.INPUT),
            self.formula("{f}({a:plain}) {value:equals}", f=self.f, a=a, value=value),
        )
        with self.beat(
            "When {x} {a:equals}, {f} {value:equals}.", x=self.x, a=a, f=self.f, value=value
        ):
            self.play(appear(self.guides), appear(self.dot))
            self.play(appear(self.ledger))

    def nudge_too_small_to_see(self, table: NudgeTable) -> None:
        self.chapter("The nudge")
        row = self._featured(table)
        ring = stroke(self.theme[Role.INPUT], 4, "line")
        ring.set_points(circle(self.plot.point(*self.triangle.start(self.plot)), 0.3))
        with self.beat(
            "Nudge {x} by only {h}. How far does {f} move?",
            kind="question",
            x=self.x, h=shown(row.nudge), f=self.f,
        ):  # fmt: skip
            self.play(appear(self.moved_dot))
        with self.beat("The new point hides the old one: they are too close to tell apart."):
            self.play(Trace(ring, run_time=0.8))
        self.play(vanish(ring), vanish(self.guides))

    def zoom_in(self, table: NudgeTable) -> None:
        self.chapter("The zoom")
        row = self._featured(table)
        steps = self.closeups.steps(row.nudge.number)
        target = self.closeups.window(table, row.nudge.number)
        with self.beat("So let us move in, with the same picture and ever finer axes."):
            self.play(Drive(self.plot, window=_wider(target, table, steps), run_time=2))
            self.badge = self._badge(0)
            self.play(appear(self.badge))
        with self.beat(
            "Magnified {zoom} times, the two points come apart.", zoom=shown(10**steps)
        ):
            for step in range(steps - 1, -1, -1):
                self._zoom_step(_wider(target, table, step), steps - step)
        fact = (
            "The line looks the same at every scale."
            if self.facts.same_slope_everywhere
            else "At this scale the curve is almost straight."
        )
        with self.beat(fact, kind="result"):
            self.play(light(self.curve))

    def measure_the_triangle(self, table: NudgeTable) -> None:
        self.chapter("The triangle")
        row = self._featured(table)
        h, rise, quotient = shown(row.nudge), shown(row.rise), shown(row.quotient)
        base, height = self._side_labels(row)
        moved = self._lines(
            self.formula(
                "{f}({moved:plain}) {value:equals}",
                f=self.f, moved=shown(row.nudged_at), value=shown(row.nudged_value),
            ),
            self.formula("{df} {rise:equals}", df=self.df, rise=rise, role=Role.OUTPUT),
            below=len(self.ledger),
        )  # fmt: skip
        division = self.formula(
            f"{coloured(Role.OUTPUT, '{df}')}/{coloured(Role.INPUT, '{dx}')} "
            f"{{rise:relation}} {coloured(Role.OUTPUT, '{rise:plain}')}/{coloured(Role.INPUT, '{h}')} "
            f"{coloured(Role.SLOPE, '{quotient:equals}')}",
            dx=self.dx, df=self.df, rise=rise, h=h, quotient=quotient,
        )  # fmt: skip
        self._into_ledger(division, below=len(self.ledger) + 2.35)
        self.add(self.triangle.base)
        with self.beat("Along the base, {x} grows by {h}.", x=self.x, h=h):
            self.play(Drive(self.plot, base=1.0, run_time=1))
            self.play(appear(base))
        self.add(self.triangle.height)
        with self.beat("Along the height, {f} changes by {rise}.", f=self.f, rise=rise):
            self.play(Drive(self.plot, height=1.0, run_time=1))
            self.play(appear(height), appear(moved))
        with self.beat(
            "Height over base: {quotient}. This is the difference quotient.",
            kind="result", poster=1, quotient=quotient,
        ):  # fmt: skip
            self.play(appear(self.triangle.area), appear(self.triangle.chord))
            self.play(appear(division))
        self.ledger = VGroup(*self.ledger, *moved, division)
        self.labels = VGroup(base, height)

    def try_every_nudge(self, table: NudgeTable) -> None:
        self.chapter("Smaller nudges")
        rows = [self._shown_row(row) for row in table.rows]
        point, *rest = self.ledger
        records = Table(
            self._ledger_box(below=1.2),
            (self.dx.typst, self.df.typst, f"{self.df.typst} \\/ {self.dx.typst}"),
            (Role.INPUT, Role.OUTPUT, Role.SLOPE),
            rows,
            self.theme,
        )
        self.play(vanish(*rest, self.labels))
        self.play(appear(records.head), run_time=0.4)
        for i, row in enumerate(table.rows):
            self._one_nudge(table, row, records.lines[i], rows[i], first=i == 0)
        self._what_the_nudges_say(table)
        self.play(vanish(point, records), run_time=0.4)

    def _one_nudge(
        self, table: NudgeTable, row: NudgeRow, line: VGroup, cells: Sequence[Shown], first: bool
    ) -> None:
        h, _, quotient = cells
        sentence = (
            "Does the size of the nudge matter? Take {h}: the quotient is {quotient}."
            if first
            else "With {h}, the quotient is {quotient}."
        )
        self.shown_on_screen(*cells)
        with self.beat(sentence, h=h, quotient=quotient):
            window = self.closeups.window(table, row.nudge.number)
            if (window, row.nudge.number) != (self.plot.window, self.plot["h"]):
                zoom = self.closeups.steps(row.nudge.number)
                badge = self._badge(zoom)
                self.play(
                    Drive(self.plot, window=window, h=row.nudge.number, run_time=1.6),
                    vanish(self.badge),
                    appear(badge),
                )
                self.badge = badge
            base, height = self._side_labels(row)
            self.play(appear(base, height), appear(line))
        self.labels = VGroup(base, height)
        if row is not table.rows[-1]:
            self.play(vanish(self.labels), run_time=0.3)

    def _what_the_nudges_say(self, table: NudgeTable) -> None:
        slope = shown(table.slope)
        if table.quotient_is_constant:
            sentence = "Every nudge gives {slope}: the triangle only changes its size."
        elif table.excess_is_nudge:
            sentence = "The excess over {slope} is the nudge itself, so the quotient tends to {slope}."
        else:
            sentence = "The smaller the nudge, the closer the quotient comes to {slope}."
        verdict = self.formula(
            "({df})/({dx}) {slope:equals}" if table.quotient_is_constant else "({df})/({dx}) -> {slope}",
            df=self.df, dx=self.dx, slope=slope, role=Role.SLOPE,
        )  # fmt: skip
        with self.beat(sentence, kind="result", slope=slope):
            self.play(appear(self._place_verdict(verdict)))
        self.play(vanish(verdict, self.labels), run_time=0.4)

    def repeat(self, table: NudgeTable) -> None:
        """Tell the story of another point, faster."""
        self.chapter("Another point")
        row = self._featured(table)
        a, h, rise, quotient = (shown(q) for q in (table.at, row.nudge, row.rise, row.quotient))
        whole = [self.triangle.sides, self.badge]
        with self.beat("Now the same where {x} {a:equals}.", x=self.x, a=a):
            self.play(vanish(*whole), run_time=0.4)
            self.plot.set(base=0.0, height=0.0)
            self.play(Drive(self.plot, window=self.whole, run_time=1.6))
            self.play(Drive(self.plot, x=table.at.number, h=row.nudge.number, run_time=1.2))
        target = self.closeups.window(table, row.nudge.number)
        base, height = self._side_labels(row)
        self.badge = self._badge(self.closeups.steps(row.nudge.number))
        self.ledger = self._lines(
            self.formula("{x} {a:equals}", x=self.x, a=a, role=Role.INPUT),
            self.formula("{f}({a:plain}) {v:equals}", f=self.f, a=a, v=shown(row.value)),
            self.formula(
                "{f}({moved:plain}) {v:equals}",
                f=self.f, moved=shown(row.nudged_at), v=shown(row.nudged_value),
            ),
            self.formula("{df} {rise:equals}", df=self.df, rise=rise, role=Role.OUTPUT),
        )  # fmt: skip
        division = self.formula(
            f"{coloured(Role.OUTPUT, '{df}')}/{coloured(Role.INPUT, '{dx}')} "
            f"{{rise:relation}} {coloured(Role.OUTPUT, '{rise:plain}')}/{coloured(Role.INPUT, '{h}')} "
            f"{coloured(Role.SLOPE, '{quotient:equals}')}",
            dx=self.dx, df=self.df, rise=rise, h=h, quotient=quotient,
        )  # fmt: skip
        self._into_ledger(division, below=4.35)
        with self.beat("Nudge by {h} again: {f} changes by {rise}.", h=h, f=self.f, rise=rise):
            self.play(Drive(self.plot, window=target, run_time=2.2))
            self.add(self.triangle.base, self.triangle.height)
            self.play(Drive(self.plot, base=1.0, run_time=0.6), appear(self.badge))
            self.play(Drive(self.plot, height=1.0, run_time=0.6))
            self.play(appear(base, height), appear(self.ledger))
        with self.beat("The quotient is {quotient}.", kind="result", quotient=quotient):
            self.play(
                appear(self.triangle.area), appear(self.triangle.chord), appear(division)
            )
        self.play(vanish(*self.ledger, division, base, height), run_time=0.4)

    def compare(self) -> None:
        """Put the triangles side by side at one scale."""
        self.chapter("Side by side")
        tables = self.facts.tables[:_MOST_COMPARED]
        self.play(
            vanish(self.plot.axes, self.curve, self.triangle.sides, self.dot, self.moved_dot),
            vanish(self.badge),
        )
        columns = self.regions.body.columns(len(tables))
        pictures = [
            self._small_picture(table, column)
            for table, column in zip(tables, columns, strict=True)
        ]
        slopes = [shown(table.slope) for table in tables[:2]]
        if self.facts.same_slope_everywhere:
            sentence = "At one scale the triangles are congruent: the slope is {first} everywhere."
        elif slopes[0].text == slopes[1].text:
            sentence = "At one scale: near slope {first} at the first point, and {second} at the next."
        elif abs(slopes[0].number) < abs(slopes[1].number):
            sentence = "At one scale, the second is steeper: near {second}, where the first has {first}."
        else:
            sentence = "At one scale, the first is steeper: near {first}, where the second has {second}."
        with self.beat(sentence, kind="result", poster=2, first=slopes[0], second=slopes[1]):
            for picture in pictures:
                self.play(appear(picture), run_time=0.8)
        self.play(vanish(*pictures))

    def _small_picture(self, table: NudgeTable, box: Box) -> VGroup:
        row = self._featured(table)
        plot = Plot(
            box,
            self.closeups.window(table, row.nudge.number),
            (self.x.typst, self.fx.typst),
            self.theme,
            x=row.at.number, h=row.nudge.number, base=1.0, height=1.0,
        )  # fmt: skip
        curve = plot.curve(self.facts.function)
        triangle = NudgeTriangle(plot, self.facts.function)
        dots = plot.dot(triangle.start, Role.FUNCTION), plot.dot(triangle.end, Role.OUTPUT)
        base, height = self._side_labels(row, triangle, short=True)
        quotient = self.formula(
            "({df})/({dx}) {q:equals}",
            df=self.df, dx=self.dx, q=shown(row.quotient), role=Role.SLOPE,
        ).place(plot.area.left + 0.3, plot.area.top - 0.6, anchor=-1)  # fmt: skip
        return VGroup(plot.axes, curve, triangle.sides, *dots, base, height, quotient)

    def conclude(self) -> None:
        """Let the formula give the same answer."""
        self.chapter("The formula")
        function = self.facts.function
        derivative = function.derivative
        tables = self.facts.tables
        several = len(tables) > 1
        if several:
            self.plot.set(window=self.whole, x=tables[0].at.number, base=0.0, height=0.0)
        back = [] if several else [vanish(self.triangle.sides, self.badge, self.moved_dot)]
        marks = [self._tangent_mark(table) for table in tables]
        law = self.formula(
            "(dif)/(dif {x}) {f} = {slope}",
            x=self.x, f=_grouped(terms.body(function)),
            slope=terms.body(derivative), role=Role.SLOPE, size=self.theme.title,
        )  # fmt: skip
        self._into_ledger(law, below=0.5)
        with self.beat(
            "Calculus has a formula for the slope: the derivative of {f} is {slope}.",
            f=terms.body(function), slope=terms.body(derivative),
        ):  # fmt: skip
            if several:
                self.play(appear(self.plot.axes, self.curve))
            else:
                self.play(*back)
                self.play(Drive(self.plot, window=self.whole, run_time=1.6))
            self.play(appear(law))
        answers = self._answers(tables)
        self.play(appear(answers[0]))
        for table, mark, answer in zip(tables, marks, answers[1:], strict=True):
            a, slope = shown(table.at), shown(table.slope)
            with self.beat("At {x} {a:equals}, it gives {slope}.", x=self.x, a=a, slope=slope):
                self.play(appear(mark), appear(answer))
        sentence = (
            "Nudging and the formula agree: two routes, one number, the same at every point."
            if self.facts.same_slope_everywhere
            else "Nudging and the formula agree: two routes, one number, the slope at that point."
        )
        with self.beat(sentence, kind="conclusion", poster=1 if several else 3):
            self.play(light(law))

    def _answers(self, tables: Sequence[NudgeTable]) -> list[VMobject]:
        """Return the head and one line for each point: what nudging and the formula say."""
        arrow = "=" if self.facts.same_slope_everywhere else "->"
        box = self._ledger_box(below=3)
        middle, right = box.left + 0.42 * box.width, box.left + 0.8 * box.width
        heads = VGroup(
            self.formula("{x}", x=self.x, role=Role.INPUT).place(box.left + 0.35, box.top),
            self.label("nudging", role=Role.NEUTRAL).place(middle, box.top),
            self.label("formula", role=Role.NEUTRAL).place(right, box.top),
        )
        lines: list[VMobject] = [heads]
        for i, table in enumerate(tables):
            baseline = box.top - (i + 1) * 0.75
            a, slope = shown(table.at), shown(table.slope)
            lines.append(
                VGroup(
                    self.formula("{a}", a=a, role=Role.INPUT).place(box.left + 0.35, baseline),
                    self.formula(f"{arrow} {{s}}", s=slope, role=Role.SLOPE).place(
                        middle, baseline
                    ),
                    self.formula("{s:equals}", s=slope, role=Role.SLOPE).place(right, baseline),
                )
            )
        return lines

    # Pieces.

    def _tangent_mark(self, table: NudgeTable) -> VGroup:
        x, y, slope = table.at.number, table.rows[0].value.number, table.slope.number
        line = self.plot.straight(lambda _: (x, y, slope), Role.SLOPE, width=3.5)
        return VGroup(line, self.plot.dot(lambda _: (x, y), Role.FUNCTION))

    def _zoom_step(self, window: Window, step: int) -> None:
        badge = self._badge(step)
        self.play(
            Drive(self.plot, window=window, run_time=1.5),
            AnimationGroup(vanish(self.badge), appear(badge), lag_ratio=0.6, run_time=1.5),
        )
        self.badge = badge

    def _badge(self, step: int) -> Text:
        zoom = self.formula("times {zoom:plain}", zoom=shown(10**step), role=Role.NEUTRAL)
        area = self.plot.area
        return zoom.place(area.right, area.top + 0.18, anchor=1)

    def _side_labels(
        self, row: NudgeRow, triangle: NudgeTriangle | None = None, short: bool = False
    ) -> tuple[Text, Text]:
        triangle = triangle or self.triangle
        form = "{value:plain}" if short else "{name} {value:equals}"
        base = self.formula(form, name=self.dx, value=shown(row.nudge), role=Role.INPUT)
        height = self.formula(form, name=self.df, value=shown(row.rise), role=Role.OUTPUT)
        return triangle.below_base(base), triangle.beside_height(height)

    def _shown_row(self, row: NudgeRow) -> tuple[Shown, Shown, Shown]:
        return shown(row.nudge), shown(row.rise), shown(row.quotient)

    def _ledger_box(self, below: float) -> Box:
        side = self.regions.side
        return side.inset(top=below * _LINE)

    def _into_ledger(self, line: Text, below: float) -> Text:
        side = self.regions.side
        scale_to_fit(line, side.width)
        return line.place(side.left, side.top - 0.4 - below * _LINE, anchor=-1)

    def _lines(self, *lines: Text, below: float = 0) -> VGroup:
        return VGroup(
            *(self._into_ledger(line, below + i) for i, line in enumerate(lines))
        )

    def _place_verdict(self, verdict: Text) -> Text:
        area = self.plot.area
        return verdict.place(area.left + 0.35, area.top - 0.65, anchor=-1)


def _wider(window: Window, table: NudgeTable, steps: int) -> Window:
    """Return a window ten times wider for each step, with the point at the same place."""
    x, y = table.at.number, table.rows[0].value.number
    return window.zoomed(10.0**-steps, x, y)


def _grouped(term: terms.Term) -> terms.Term:
    """Put a formula in parentheses, unless it is a product or a power already."""
    simple = not any(sign in term.typst[1:] for sign in (" + ", " - "))
    return term if simple else terms.Term(f"({term.text})", f"({term.typst})", term.speech)
