"""Areas: rectangles come closer to the area under a curve, and a formula gives it."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

from scenes.kit import (
    Box,
    Drive,
    Formula,
    FunctionParameter,
    LessonScene,
    Number,
    Parameters,
    Points,
    Pulse,
    Role,
    Sentence,
    Table,
    Trace,
    appear,
    claims,
    fit,
    in_column,
    in_row,
    math,
    sign_of,
    table_height,
    terms,
    vanish,
)

from .facts import AreaFacts
from .picture import AreaPicture

_APART = 0.5  # Manim units between formulas
_DIGITS = (6, 5, 4, 3)  # of sums in the table, as there is room


class AreaScene(LessonScene[AreaFacts]):
    """Rectangles under a curve come closer to its area the more of them there are."""

    function: FunctionParameter = "f(x) = x**2"
    start: Annotated[Number, "where the area begins"] = 0
    end: Annotated[Number, "where the area ends"] = 1
    rectangles: Annotated[Points, "how many rectangles, in turn (2 to 40)"] = (4, 8, 16)

    @classmethod
    def compute(cls, given: Parameters) -> AreaFacts:
        return AreaFacts.of(given.function, given.start, given.end, given.rectangles)

    @property
    def title(self) -> str:
        return self.say("The area under {f}", f=terms.definition(self.facts.function)).text

    def construct(self) -> None:
        facts = self.facts
        self.picture = AreaPicture(self.regions.stage, self.theme, facts)
        above, self.rest = self.regions.side.parts(table_height(len(facts.rows)) + 0.3)
        self.table = self._table(above)

        self.ask()
        self.fill_with_rectangles()
        self.say_the_area()

    def ask(self) -> None:
        self.chapter("The question")
        facts, picture = self.facts, self.picture
        function = terms.definition(facts.function)
        self.show_title("The area under {f}", f=function)
        with self.beat("Here is the function {f}.", kind="setup", f=function):
            self.play(appear(picture.plot.axes))
            self.play(Trace(picture.curve))
        with self.beat(
            "How large is the area between it and the axis, from {a} to {b}? Below, it is negative."
            if facts.dips
            else "How large is the area under it, from {a} to {b}?",
            kind="question", a=self.digits.as_given(facts.start), b=self.digits.as_given(facts.end),
        ):  # fmt: skip
            self.play(appear(self.table.head))

    def fill_with_rectangles(self) -> None:
        self.chapter("Rectangles")
        before = None
        for row, line in zip(self.facts.rows, self.table.lines, strict=True):
            count, left, right = line
            bars = self.picture.bars(row.count)
            with self.beat(
                "{n} rectangles meet the curve at their left corners: together {s}.",
                n=row.count, s=self.digits.brief(row.left),
            ):  # fmt: skip
                if before is not None:
                    self.play(vanish(before))
                    self.picture.plot.set(side=0.0)
                self.play(appear(bars))
                self.play(appear(count, left))
            with self.beat("At their right corners: {s}.", s=self.digits.brief(row.right)):
                self.play(Drive(self.picture.plot, side=1.0, run_time=1.2))
                self.play(appear(right))
            before = bars
        if len(self.facts.rows) > 1:
            with self.beat(what_more_do(self.facts), kind="result", poster=1):
                self.play(Pulse(*self.table.lines))

    def say_the_area(self) -> None:
        self.chapter("The area")
        facts = self.facts
        of = Formula.of(facts.function)
        area, a, b = map(self.digits.as_given, (facts.area, facts.start, facts.end))
        law = self.formula(
            "integral_({a})^({b}) {f} thin upright(d) {x} approx {A:plain}"
            if facts.within
            else "integral_({a})^({b}) {f} thin upright(d) {x} {A:equals}",
            a=a, b=b, f=terms.grouped(terms.body(facts.function)),
            x=terms.name(facts.function.variable), A=area, role=Role.OUTPUT,
        )  # fmt: skip
        if facts.antiderivative is None:
            fit(law, self.rest, 0, 0)
        else:
            whole = self.formula("{F}", F=terms.definition(facts.antiderivative))
            together = in_row if self.rest.is_flat else in_column
            fit(together(whole, law, gap=_APART), self.rest, 0, 0)
            with self.beat(
                "Something has this function as its derivative: {F}. See how far it changes.",
                claims=[claims.Derivative(Formula.of(facts.antiderivative), of)],
                F=terms.body(facts.antiderivative),
            ):  # fmt: skip
                self.play(appear(whole))
        claim = claims.Area(of, facts.start, facts.end, facts.area, facts.within)
        said = Sentence("The area is {A}.", {"A": area}, (claim,))
        if facts.within is not None:
            template = "The area is near {A:plain}: that is off by less than {d}."
            said = Sentence(template, {"A": area, "d": facts.within}, (claim,))
        with self.beat(said, kind="conclusion", poster=2, answers=True):
            self.play(appear(law))

    def _table(self, box: Box) -> Table:
        """Return the table of sums, in as many digits as there is room for."""
        heads = math(terms.name("n").typst), self.say("left").markup, self.say("right").markup
        roles = Role.INPUT, Role.OUTPUT, Role.OUTPUT
        shown, brief = self.digits.shown, self.digits.brief
        for kept in _DIGITS:
            rows = [
                (shown(row.count), brief(row.left, kept), brief(row.right, kept))
                for row in self.facts.rows
            ]
            table = Table(box, heads, roles, rows, self.theme)
            if table.readable:
                break
        return table


def what_more_do(facts: AreaFacts) -> Sentence:
    """Say what becomes of the sums as there are more rectangles, as far as it is true."""
    rows, lefts = facts.rows, tuple(row.left for row in facts.rows)
    if facts.within is None:
        off = [abs(left.value - facts.area.value) for left in lefts]
        if not any(sign_of(one) for one in off):
            same = claims.Equal((*lefts, facts.area))
            return Sentence("However many there are, they make the same.", {}, (same,))
        closer = all(sign_of(one - other) > 0 for one, other in pairwise(off))
        template = (
            "The more rectangles, the closer they come to the area."
            if closer
            else "Here, more rectangles are not always closer to the area."
        )
        widths = tuple(row.width for row in rows)
        return Sentence(template, {}, (claims.Approach(widths, lefts, facts.area, closer),))
    if not any(sign_of(row.gap.value) for row in rows):
        equal = tuple(claims.Equal((row.left, row.right)) for row in rows)
        return Sentence("At left and at right corners, they make the same.", {}, equal)
    shrinking = claims.Descending(tuple(row.gap for row in rows))
    return Sentence("The more rectangles, the closer the two sums are.", {}, (shrinking,))
