"""A session with SymPy: a program differentiates, puts numbers in, and a nudge agrees."""

from __future__ import annotations

from itertools import product
from typing import Annotated

from manim import LaggedStart, VGroup, VMobject

from calculus.errors import LessonError
from calculus.quantity import Quantity
from calculus.session import CodeLine, read
from calculus.shown import Shown
from calculus.symbolic import expression_of
from scenes.base import LessonScene
from scenes.look.markup import joined
from scenes.look.text import LEAST_SIZE, Text, math
from scenes.look.theme import Role
from scenes.picture.carrying import Merge, bring
from scenes.picture.compose import envelope, fit, in_column, in_row, rest_of
from scenes.picture.layout import GUTTER, Box, pen
from scenes.picture.meaning import Detail, Formula, claim
from scenes.picture.motion import Pulse, Trace, appear, dim, light, vanish
from scenes.picture.placing import box_of
from scenes.picture.plot import stroke
from scenes.picture.shapes import rounded
from scenes.picture.table import Table, table_height
from scenes.settings.parameters import Called, Formulas, Nudge, Number, Parameters
from scenes.sympy_session.facts import SessionFacts, Worked
from scenes.sympy_session.screen import Printing, SessionScreen, Typing
from scenes.telling import claims
from scenes.telling.answers import the_derivative
from scenes.telling.claims import Sentence
from scenes.words import terms
from scenes.words.wording import Term, Wordable

_SCREEN = 0.56  # of the width that the screen takes, where it stands beside the table
_LEAST = 0.45  # of the height, where it stands above the table
_FASTER = 0.7  # times the pace, each time that the same is done again
_TYPED = 0.36  # of a sentence's time that it takes to type a line, at least
_WORKED_OUT = 0.15  # of that time, which a step of the check takes
_FOUND, _UNDER = 3.4, 2.4  # Manim units for what is found: across, beside the table; or under it
_LOW = 1.3  # Manim units: less room under the table is too low for that
_APART = 0.45  # Manim units between formulas
_AROUND = 0.09  # Manim units between a number and its frame
_RESULT = 42.0  # font size in the table, and of what is found at the end


class SymPyScene(LessonScene[SessionFacts]):
    """A program finds derivatives: every line is really run, and is said in mathematics."""

    functions: Annotated[Formulas, "what is differentiated (1 to 5)"] = "w**2, w**3, w, 1/w"
    name: Annotated[Called, "what the cost is called"] = "J"
    at: Annotated[Number, "where the slopes are found"] = 2
    also_at: Annotated[Number, "another place for the first function; at leaves it out"] = 3
    nudge: Annotated[Nudge, "what the slope is checked with"] = 0.001

    @classmethod
    def compute(cls, given: Parameters) -> SessionFacts:
        return SessionFacts.of(given.functions, given.name, given.at, given.also_at, given.nudge)

    @property
    def title(self) -> str:
        return self.say("Derivatives by a program").text

    def construct(self) -> None:
        facts = self.facts
        first, *others = facts.worked
        self.aside = VGroup()
        self.w = terms.name(first.function.variable)
        self.J = terms.name(first.function.name)
        self.dJ = terms.derivative(self.J, self.w)
        self.a = self.digits.as_given(facts.at)
        self._lay(in_full=True)
        if not self._has_room:
            self._lay()
        if not self._has_room:
            self._lay(_UNDER)
            if not self.screen.is_legible:
                self._lay()
        self._require_readable()
        self.add(self.screen.panel, self.screen.prompt)

        self.meet_the_library()
        self.ask_for_the_derivative(first)
        self.put_a_number_in(first)
        for row, one in enumerate(others, start=1):
            self.do_the_same(one, row)
        self.put_another_in()
        self.check_with_a_nudge(first)

    @property
    def _has_room(self) -> bool:
        """Whether what is found has room beside the table, or under it."""
        is_large = self.rest.width >= _FOUND and self.rest.height >= _LOW
        return is_large or self.regions.is_wide

    def _lay(self, under: float = 0.0, in_full: bool = False) -> None:
        """Lay out the screen and the table, which has some room under it, and what they leave."""
        body, high = self.regions.body, table_height(len(self.facts.worked)) + GUTTER
        least = _LEAST if under == 0 else 0.0
        left, right = (
            body.beside(_SCREEN)
            if self.regions.is_wide
            else body.above(max(least, 1 - (high + under) / body.height), GUTTER)
        )
        if self.regions.is_wide:  # where a frame around what stands at the edge has no room
            right = right.inset(right=_AROUND)
        self.screen = SessionScreen(left, self.theme, self._lines())
        self.table = self._table(right, in_full)
        rests = [rest_of(right, self.table, beside=beside) for beside in (True, False)]
        self.rest = max(rests, key=lambda box: min(box.width, box.height))

    def meet_the_library(self) -> None:
        facts = self.facts
        self.chapter("A library")
        self.show_title("Derivatives by a program")
        with self.beat(
            "SymPy is a Python library that differentiates formulas exactly, without nudging.",
            kind="setup", teaches="U7.1",
        ):  # fmt: skip
            self._type(facts.imports)
            self.remove(self.screen.prompt)
        template = (
            "First, say that {w} is a symbol, not a number."
            if facts.w == facts.worked[0].function.variable
            else "First, say that {w} is a symbol, not a number. The code calls it {code}."
        )
        with self.beat(template, w=self.w, code=terms.code(facts.w), teaches="U7.2"):
            self._type(facts.names, at="w")

    def ask_for_the_derivative(self, first: Worked) -> None:
        self.chapter("Differentiate")
        screen, (formula, derivative, _) = self.screen, self.table.cells[0]
        f = terms.definition(first.function)
        template = (
            "Then write the cost: {f}."
            if first.function.name == self.facts.J
            else "Then write the cost: {f}. The code calls it {code}."
        )
        with self.beat(template, f=f, code=terms.code(self.facts.J), teaches="U7.2"):
            self._type(first.writes)
            self.play(appear(self.table.head))
            self.play(Merge(screen.typed(first.writes).part(Role.TEXT), into=formula, dims=1.0))
        with self.beat(
            "Ask for the derivative of {J} with respect to {w}. What will it print?",
            kind="question", J=self.J, w=self.w, teaches="U7.2",
        ):  # fmt: skip
            self._type(first.asks)
        right = the_derivative(first.function)
        with self.beat(self._prints(first), answers=right, teaches="U7.1 U7.2"):
            self._print(first.asks)
            shows = Merge(screen.printed(first.asks), into=derivative, dims=1.0)
            self.play(shows, at="d", share=_TYPED)

    def put_a_number_in(self, first: Worked) -> None:
        self.chapter("The slope")
        with self.beat(
            "Keep it under a name, and put {a} in for {w}.", a=self.a, w=self.w,
            teaches="U7.2 U7.3",
        ):  # fmt: skip
            self._type(self.facts.keeps)
            self._type(first.puts, at="a")
        with self.beat(self._slope(first), kind="result", teaches="U7.3"):
            self._print(first.puts)
            slope = bring(self.screen.printed(first.puts), self.table.cells[0][2])
            self.play(slope, share=_TYPED)

    def do_the_same(self, one: Worked, row: int) -> None:
        if row == 1:
            self.chapter("Other functions")
        formula, derivative, slope = self.table.cells[row]
        screen = self.screen
        pace = _FASTER ** (row - 1)
        with self.beat(self._another(one), teaches="U7.2"):
            self._type(one.writes, pace=pace)
            self.play(Merge(screen.typed(one.writes).part(Role.TEXT), into=formula, dims=1.0))
            self._type(one.asks, pace=pace)
            self._print(one.asks, pace)
            self.play(Merge(screen.printed(one.asks), into=derivative, dims=1.0))
        with self.beat(self._put_in(one), teaches="U7.3"):
            self._type(one.puts, pace=pace)
            self._print(one.puts, pace)
            self.play(bring(screen.printed(one.puts), slope))

    def put_another_in(self) -> None:
        if self.facts.also is None:
            return
        line, place, slope = self.facts.also
        c = self.digits.as_given(place)
        found = self.formula("{dJ} {s:equals}", dJ=self.dJ, s=slope, size=_RESULT, role=Role.SLOPE)
        where = self.formula("{w} {c:equals}", w=self.w, c=c, role=Role.INPUT, size=_RESULT)
        fit(self._beside(where, found), self.rest)
        with self.beat(
            "Put {c} into the first one instead, and it gives {s}.", c=c, s=slope, teaches="U7.4"
        ):
            self._type(line)
            self.play(appear(where), at="c")
            self._print(line)
            self.play(bring(self.screen.printed(line), found), at="s")
        self.aside = VGroup(where, found)

    def check_with_a_nudge(self, first: Worked) -> None:
        self.chapter("Is it right?")
        nudged = self.facts.nudged
        dw = terms.nudge(first.function.variable, "delta")
        dJ = terms.change(first.function.name)
        where, h, rise, q, limit = (
            self.formula(template, size=_RESULT, role=role, **fields)
            for template, role, fields in (
                ("{w} {a:equals}", Role.INPUT, {"w": self.w, "a": self.a}),
                ("{dw} {h:equals}", Role.INPUT, {"dw": dw, "h": nudged.nudge}),
                ("{dJ} {rise:equals}", Role.OUTPUT, {"dJ": dJ, "rise": nudged.rise}),
                ("{r} {q:equals}", Role.TEXT, {"r": terms.over(dJ, dw), "q": nudged.quotient}),
                ("-> {s:plain}", Role.SLOPE, {"s": first.slope}),
            )
        )
        rows = [(where, h), (rise,), (q, limit)]
        column = in_column(*(self._beside(*row) for row in rows), gap=_APART / 6)
        rest = rest_of(self.rest, self.aside, _APART, beside=False) if self.aside else self.rest
        size = envelope(column)
        share = min(rest.width / size.width, rest.height / size.height)
        if share * _RESULT < LEAST_SIZE:  # it takes all the room
            self.play(vanish(self.aside), run_time=0.3)
            self.aside, rest = VGroup(), self.rest
        fit(column, rest)
        with self.beat(
            "Is the slope of {f} right? "
            "Where {w} {a:equals}, nudge it by {h}: the ratio is {q}.",
            kind="result", f=terms.body(first.function), w=self.w, a=self.a, h=nudged.nudge,
            q=nudged.quotient,
        ):  # fmt: skip
            _, *others = self.table.lines
            self.play(dim(*others, *self.aside), Pulse(*self.table.cells[0]))
            self.play(appear(where), at="a")
            self.play(appear(h), at="h")
            self.play(Merge(where, h, into=rise, dims=1.0), share=_WORKED_OUT)
            self.play(Merge(rise, h, into=q, dims=1.0), at="q", share=_WORKED_OUT)
        with self.beat(
            "None of these outputs was typed in. The program ran while this film was made.",
            kind="result",
        ):
            if leaf := self.screen.leaf():
                self.play(*leaf, share=0.35)
            if again := self.screen.again():
                self.play(LaggedStart(*again, lag_ratio=0.3), share=0.4)
            self.play(light(*self.table.lines, *self.aside))
        _, derivative, slope = self.table.cells[0]
        with self.beat("By nudge, by formula, by program: one slope.", kind="conclusion", poster=1):
            self.play(*self.screen.back_to(first.puts), bring(slope, limit), share=0.3)
            printed = self.screen.printed(first.puts)
            same = Pulse(q, limit), Pulse(derivative, slope), Pulse(printed)
            self.play(LaggedStart(*same, lag_ratio=0.6), share=0.5)
            self.play(*(Trace(self._frame(one), 0.6) for one in (limit, slope, printed)))

    def _frame(self, number: Text) -> VMobject:
        """Return a frame around a number, as all that is the same has."""
        box = box_of(number).inset(*[-_AROUND] * 4)
        frame = stroke(self.theme[Role.SLOPE], pen(6), "label")
        claim(frame, Detail())
        bottom = max(box.bottom, self.regions.body.bottom)
        return frame.set_points(rounded(box.left, bottom, box.right, box.top, _AROUND))

    def _beside(self, *texts: Text) -> VGroup:
        """Put texts side by side, or one under the other where there is no room for that."""
        row = in_row(*texts, gap=_APART / 2)
        if texts[0].font_size * self.rest.width < LEAST_SIZE * envelope(row).width:
            return in_column(*texts, gap=_APART / 2)
        return row

    def _type(self, line: CodeLine, at: str | None = None, pace: float = 1.0) -> None:
        """Type a line under the one before; there is room for what it prints."""
        up = self.screen.room(line)
        if up:
            self.play(*up, at=at)
        typing = Typing(self.screen.typed(line), pace)
        self.play(typing, at=None if up else at, share=pace * _TYPED)

    def _print(self, line: CodeLine, pace: float = 1.0) -> None:
        prints = Printing(self.screen.printed(line), self.screen.typed(line))
        self.play(prints, share=pace * _TYPED / 2)

    def _prints(self, one: Worked) -> Sentence:
        of, by = Formula.of(one.function), Formula.of(one.derivative)
        fields: dict[str, Wordable] = {"out": _code(one.asks), "d": terms.body(one.derivative)}
        template = "It prints {out}, which in mathematics is {d}."
        return Sentence(template, fields, (claims.Derivative(of, by),))

    def _slope(self, one: Worked) -> Sentence:
        template = (
            "Out comes {s}: the slope where {w} {a:equals}."
            if _is_rational(one)
            else "Out comes a formula: where {w} {a:equals}, the slope {s:equals}."
        )
        return Sentence(template, {"s": one.slope, "w": self.w, "a": self.a})

    def _another(self, one: Worked) -> Sentence:
        of, by = Formula.of(one.function), Formula.of(one.derivative)
        fields: dict[str, Wordable] = {"f": terms.body(one.function), "out": _code(one.asks)}
        return Sentence("For {f}, it prints {out}.", fields, (claims.Derivative(of, by),))

    def _put_in(self, one: Worked) -> Sentence:
        template = (
            "With {a} put in, {s}." if _is_rational(one) else "With {a} put in, a formula for {s}."
        )
        return Sentence(template, {"a": self.a, "s": one.slope})

    def _lines(self) -> list[tuple[CodeLine, Formula | None, Shown | None]]:
        """Return all lines of the session, with what they are about and print."""
        facts = self.facts
        lines: list[tuple[CodeLine, Formula | None, Shown | None]]
        lines = [(facts.imports, None, None), (facts.names, None, None)]
        for one in facts.worked:
            of = Formula.of(one.function)
            number = self.digits.shown(one.slope) if _is_rational(one) else None
            lines += [(one.writes, of, None), (one.asks, of, None)]
            lines += [(facts.keeps, None, None)] * (one is facts.worked[0])
            lines.append((one.puts, of, number))
        if facts.also is not None:
            line, _, slope = facts.also
            of = Formula.of(facts.worked[0].function)
            number = self.digits.shown(slope) if slope.value.is_Rational else None
            lines.append((line, of, number))
        return lines

    def _table(self, box: Box, in_full: bool) -> Table:
        """Return the table of functions, derivatives and slopes; it says where, if it has room."""
        slope = self.say("slope").markup
        place = joined((slope, " ", math(f"({self.w.typst} {self.a.equals_typst})")))
        where = Text(place, self.theme.body, Role.SLOPE, self.theme)
        where.numbers = (self.a,)
        heads_with = [where, slope] if self.regions.is_wide else [slope]
        for is_full, head in product((in_full, False), heads_with):
            heads = math(self.J.typst), math(self.dJ.typst), head
            rows = [
                (
                    self._cell(terms.body(one.function), Role.FUNCTION),
                    self._cell(terms.body(one.derivative), Role.SLOPE),
                    self._number(one.slope, is_full),
                )
                for one in self.facts.worked
            ]
            roles = Role.FUNCTION, Role.SLOPE, Role.SLOPE
            table = Table(box, heads, roles, rows, self.theme, _RESULT)
            if table.cells[0][0].font_size > _RESULT - 0.1:  # it did not have to shrink
                break
        return table

    def _number(self, slope: Quantity, is_full: bool) -> Shown | Text:
        """Return a slope as a number; before it the fraction that the program prints, if there."""
        shown = self.digits.brief(slope)
        if not is_full or not slope.value.is_Rational or slope.value.is_Integer:
            return shown
        fraction = terms.in_line(terms.formula(expression_of(slope.value)))
        form = "{f} {v:equals}"
        return self.formula(form, _RESULT, Role.SLOPE, f=fraction, v=shown)

    def _cell(self, formula: Term, role: Role) -> Text:
        return self.formula("{f}", _RESULT, role, f=terms.in_line(formula))

    def _require_readable(self) -> None:
        """Make sure that the session can be read in this shape of the picture.

        Raises:
            LessonError: Its lines are too long for that.
        """
        small = [text for row in self.table.cells for text in row if text.font_size < LEAST_SIZE]
        if not self.screen.is_legible or small:
            longest = max((one.function.body_source for one in self.facts.worked), key=len)
            rule = "are short enough to be read in a picture of this shape"
            raise LessonError("functions", rule, longest, "w**2, w**3 or ln(w)")


def _is_rational(one: Worked) -> bool:
    """Whether a line prints the slope as a number, rather than as a formula for it."""
    return bool(one.slope.value.is_Rational)


def _code(line: CodeLine) -> Term:
    """Return what a line prints, as it is printed; it is said as mathematics."""
    assert line.output is not None
    return terms.printed(line.output, read(line.output))
