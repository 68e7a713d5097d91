"""The card beside the nudge story's picture: what is worked out, and a table under it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from manim import Animation, Transform, VGroup, VMobject

from calculus.expression import Binary, Expression, Name
from calculus.function import Function
from calculus.nudge import NudgeRow, NudgeTable
from calculus.quantity import Quantity
from calculus.shown import Shown
from calculus.worked import operands
from scenes.base import LessonScene
from scenes.look.text import LEAST_SIZE, NumberText, Text, coloured, math, scale_to_fit
from scenes.look.theme import LAYER, Role
from scenes.nudge.facts import NudgeFacts
from scenes.nudge.sentences import FEWEST, brief, enough
from scenes.picture.breaking import in_lines, is_legible
from scenes.picture.carrying import bring
from scenes.picture.compose import envelope, fit, in_column, in_row
from scenes.picture.layout import Box
from scenes.picture.motion import appear
from scenes.picture.table import Table, table_height
from scenes.words import terms
from scenes.words.wording import Wordable, relation

_ROOM = 0.18  # around what is on the card, Manim units
_SLOT, _SHARE = 2.15, 0.44  # of what is worked out: its height over a table, its width beside one
_HERO, _SPOKEN, _SUM, _CELL = 125, 50, 42, 40  # font sizes: a quotient, lines, a sum, a table
_LEAST = 33  # font size: numbers have fewer digits rather than be smaller
_BETWEEN = 0.12  # names of a quotient and its numbers, Manim units
_MOST = 6  # digits of rounded numbers
_LINE = 0.2  # between two lines, Manim units
_AROUND = 1.2  # radians, of the way of a number from under its names to their side
_ROW = 1.6  # times as large names are that stand in a row with their number

Rows = Sequence[Sequence[Shown]]


class Names:
    """The names of a function, its variable and their changes, for sentences and formulas."""

    def __init__(self, function: Function, nudge_name: str) -> None:
        self.x, self.f = terms.name(function.variable), terms.name(function.name)
        self.fx = terms.applied(function)
        self.dx = terms.nudge(function.variable, nudge_name)
        self.df = terms.change(function.name)


def card_height(rows: int, wide: bool) -> float:
    """Return how high a card with a table of some rows has to be."""
    return table_height(rows) + 2 * _ROOM + (_SLOT if wide else 0)


@dataclass(frozen=True)
class Quotient:
    """A quotient on the card.

    Attributes:
        names: Height over base, in names; and what else it is for every nudge.
        sum: The same in numbers; None where no digits of theirs give the quotient.
        sign: What stands before the number: "=" or "→"; None where that has its own.
        number: The quotient, large.
    """

    names: Text
    sum: Text | None
    sign: Text | None
    number: NumberText

    def divide(self, base: Text, height: Text) -> list[Animation]:
        """Return how base and height become a fraction: they come from the triangle."""
        moves: list[Animation] = [appear(self.sign)] if self.sign else []
        return moves + ([bring(side, self.sum) for side in (height, base)] if self.sum else [])

    @property
    def parts(self) -> tuple[VMobject, ...]:
        """All that stands there, except for the number."""
        return tuple(part for part in (self.names, self.sum, self.sign) if part is not None)


class NudgeLedger:
    """What is on the card: at its top, or at the left of a flat one, what is worked out."""

    def __init__(self, scene: LessonScene, function: Function, card: Box) -> None:
        self._scene = scene
        self._as_given, self._brief = scene.digits.as_given, scene.digits.brief
        self._function = function
        self._names = Names(function, scene.given.nudge_name)
        self._all = card.inset(*[_ROOM] * 4)
        wide = scene.regions.is_wide
        share = _SLOT / self._all.height if wide else _SHARE
        self._slot, self._below = self._all.above(share, 0) if wide else self._all.beside(share)

    @property
    def foot(self) -> float:
        """Where the card ends while there is no table."""
        return self._slot.bottom - _ROOM

    def lines(self, first: NudgeRow, *others: NudgeRow) -> list[list[Text]]:
        """Return lines about the first nudge of a point, and some about others, in their place.

        The first have the input, its value and, under these, the value after the nudge; the others
        have the nudged input and the value there.
        """
        value = self._applied("{x}", first.at, first.value)
        before = [self._input(first.at), value, self._nudged(first)]
        after = [[self._input(row.nudged_at), self._nudged(row)] for row in others]
        box = self._slot if self._scene.regions.is_wide else self._all
        size = min(1.0, box.width / max(text.width for line in (before, *after) for text in line))
        fit(in_column(*(text.scale(size) for text in before)), box)
        for line in after:
            for new, old in zip(line, before, strict=False):
                new.scale(old.font_size / new.font_size).place(old.start, old.baseline, anchor=-1)
        return [before, *after]

    def _input(self, at: Quantity) -> Text:
        return self._scene.formula(
            "{x} {a:equals}", _SPOKEN, Role.INPUT, x=self._names.x, a=self._as_given(at)
        )

    def _nudged(self, row: NudgeRow) -> Text:
        return self._applied("{x} + {dx}", row.nudged_at, row.nudged_value, other=row.at)

    def quotient(self, table: NudgeTable, row: NudgeRow) -> Quotient:
        """Return how a quotient is worked out, and what it comes to, as large as can be."""
        result = brief(table, row.quotient, self._scene.digits)
        names = self._scene.formula(
            "({df})/({dx})", _SUM, Role.SLOPE, df=self._names.df, dx=self._names.dx
        )
        taken = operands(
            Binary("/", Name("rise"), Name("nudge")),
            {"rise": row.rise, "nudge": row.nudge}, result,
            # Decimals: a fraction in a fraction could not be read.
            lambda number, digits: self._scene.digits.shown(
                number, significant=max(digits, FEWEST)
            ),
        )  # fmt: skip
        parts = []
        if taken is not None:
            rise, nudge = taken["rise"], taken["nudge"]
            above, below = (
                coloured(role, f"{{{name}:plain}}")
                for role, name in ((Role.OUTPUT, "rise"), (Role.INPUT, "nudge"))
            )
            form = f"{{sign}} ({above})/({below})"
            sign = relation(rise, nudge)
            parts = [self._scene.formula(form, _SUM, sign=sign, rise=rise, nudge=nudge)]
        number = NumberText(result, _HERO, Role.SLOPE, self._scene.theme)
        room = self._slot.width - envelope(names).width - _BETWEEN
        for part in parts:  # the names stay as they are from quotient to quotient
            part.scale(min(1.0, room / envelope(part).width))
        parts = [part for part in parts if part.font_size >= LEAST_SIZE]
        fit(in_row(names, *parts, gap=_BETWEEN), self._slot)
        arrow = self._before(number, "->")
        fit(VGroup(arrow, number), replace(self._slot, top=names.get_bottom()[1] - _LINE))
        equals = self._before(number, "=") if result.exact else None
        return Quotient(names, parts[0] if parts else None, equals, number)

    def rows(self, table: NudgeTable) -> Rows:
        """Return nudge and quotient of each nudge.

        And what the quotient is more than its limit, where that is the nudge itself, and has room.
        """
        nudges = [self._as_given(row.nudge) for row in table.rows]
        quotients = [brief(table, row.quotient, self._scene.digits) for row in table.rows]
        if table.excess_is_nudge:
            off = [self._scene.digits.shown(row.excess) for row in table.rows]
            rows = [*zip(nudges, quotients, off, strict=True)]
            if self._is_legible(self.table(table, rows)):
                return rows
        return [*zip(nudges, quotients, strict=True)]

    def table(self, table: NudgeTable, rows: Rows) -> Table:
        """Return the table of nudges, quotients, and what these are more than their limit."""
        names = self._names
        quotient, excess = terms.over(names.df, names.dx), self._scene.say("excess").markup
        heads = math(names.dx.typst), math(quotient.typst), excess
        columns, roles = len(rows[0]), (Role.INPUT, Role.SLOPE, Role.INPUT)
        return self._table(heads[:columns], roles[:columns], rows)

    @staticmethod
    def _is_legible(table: Table) -> bool:
        return table.cells[0][0].font_size >= _LEAST

    def limit(self, table: NudgeTable, worked: Quotient) -> Quotient:
        """Return what the quotient is for every nudge, or where it goes."""
        if table.quotient_is_constant:
            return replace(worked, sum=None)
        found = names = worked.names
        slope = brief(table, table.slope, self._scene.digits)
        if table.excess_is_nudge:
            form = f"({{df}})/({{dx}}) {{slope:equals}} + {coloured(Role.INPUT, '{dx}')}"
            df, dx, size = self._names.df, self._names.dx, found.font_size
            names = self._scene.formula(form, size, Role.SLOPE, df=df, dx=dx, slope=slope)
            scale_to_fit(names, self._slot.width)
            names.place(found.start, found.baseline, anchor=-1)
        return replace(
            worked,
            names=names,
            sum=None,
            sign=self._before(worked.number.copy().rewrite(slope), "->"),
        )

    def in_a_row(self, law: Quotient) -> list[list[Animation]]:
        """Return how names and number of a quotient, which has nothing else, come to one line.

        First the number comes, around the names, and then these grow. Where there is no room for
        that, it takes the room under them.
        """
        parts = [part for part in (law.names, law.sign, law.number) if part is not None]
        goals = [part.copy() for part in parts]
        goals[0].scale(_ROW)
        for goal in goals[1:]:
            goal.scale(_HERO / law.number.font_size)
        row = in_row(*goals, gap=2 * _BETWEEN)
        goals[0].set_y(goals[-1].get_y())  # a fraction stands about its bar
        fit(row, self._slot, up=0)
        if goals[0].font_size < law.names.font_size:
            below = replace(self._slot, top=law.names.get_bottom()[1] - _LINE)
            under = fit(VGroup(*(part.copy() for part in parts[1:])), below)
            return [[Transform(*ways) for ways in zip(parts[1:], under, strict=True)]]
        grow, *come = cast(
            list[Animation],
            [Transform(*ways, path_arc=_AROUND) for ways in zip(parts, goals, strict=True)],
        )
        return [come, [grow]]

    def _before(self, number: NumberText, sign: str) -> Text:
        """Return a sign that stands before a number."""
        text = self._scene.formula(sign, number.font_size, Role.SLOPE)
        return text.place(number.start - 2 * _BETWEEN, number.baseline, anchor=1)

    def answers(self, facts: NudgeFacts) -> Table:
        """Return the table of what a nudge and the formula say at each point."""
        tables, digits = facts.tables, self._scene.digits
        say, most = self._scene.say, max(enough(table, digits) for table in tables)
        heads = math(self._names.x.typst), say("nudging").markup, say("formula").markup
        for some in range(most, 1, -1):
            cells = [
                (
                    self._as_given(table.at, places=_MOST, significant=some),
                    *(
                        self._brief(one, some)
                        for one in (facts.featured(table).quotient, table.slope)
                    ),
                )
                for table in tables
            ]
            found = self._table(heads, (Role.INPUT, Role.SLOPE, Role.SLOPE), cells)
            if self._is_legible(found):
                break
        return found

    def leads(self, answers: Table) -> list[Text]:
        """Return what stands between the answers of both ways, where there is room for it."""
        found = []
        for _, quotient, slope in answers.cells:
            sign = "=" if quotient.source == slope.source else "->"
            text = self._scene.formula(sign, quotient.font_size, Role.SLOPE)
            room = slope.start - quotient.end
            if text.width < room:
                found.append(text.place(quotient.end + room / 2, quotient.baseline))
        return found

    def writings(self) -> tuple[list[Text], list[Text]]:
        """Return two words for a slope, and two ways to write it, under what is worked out."""
        names = {"f": self._names.f, "x": self._names.x, "fx": self._names.fx}
        slope, derivative = (
            self._scene.label(word, _SPOKEN, Role.SLOPE) for word in ("slope", "derivative")
        )
        forms = [
            self._scene.formula(form, _SPOKEN, Role.SLOPE, **names)
            for form in ("(dif)/(dif {x}) thin {fx}", "= (dif {fx})/(dif {x})")
        ]
        equals = self._scene.formula("=", _SPOKEN, Role.SLOPE)
        words = [slope, equals, derivative]
        rows = (in_row(*row, gap=_LINE) for row in (words, forms))
        fit(in_column(*rows, gap=2 * _LINE), self._below)
        return words, forms

    def law(self) -> list[Text]:
        """Return the derivative's formula: without the function's where both are too long."""
        function, size, box = self._function, self._scene.theme.title, self._slot
        fields = {"x": self._names.x, "f": terms.body(function), "fx": self._names.fx}
        f = fields["f"].typst
        grouped = (
            f.startswith("-")
            or any(sign in f for sign in (" + ", " - "))
            or _starts_with_a_fraction(function.expression)
        )
        whole = "(dif)/(dif {x}) ({f})" if grouped else "(dif)/(dif {x}) thin {f}"
        slope = list(_summands(function.derivative.expression))
        named = {f"t_{i}": terms.formula(term) for i, (_, term) in enumerate(slope)}
        sums = [f"{sign} {{{name}}}" for (sign, _), name in zip(slope, named, strict=True)]
        short = terms.applied(function.derivative)
        for left in (whole, "(dif)/(dif {x}) thin {fx}"):
            law = self._in_lines([left, *sums], size, box, **fields, **named)
            if is_legible(VGroup(*law)):
                return law
        return self._in_lines([left, "= {short}"], size, box, **fields, short=short)

    def _in_lines(
        self, parts: Sequence[str], size: float, box: Box, **fields: Wordable
    ) -> list[Text]:
        whole, *pieces = (
            self._scene.formula(form, size, Role.SLOPE, **fields)
            for form in (" ".join(parts), *parts)
        )
        return cast(list[Text], [*fit(in_lines(whole, pieces, box), box, up=0)])

    def _applied(
        self, argument: str, at: Quantity, value: Quantity, other: Quantity | None = None
    ) -> Text:
        """Return a value of the function: of a number whose digits give it, else of a name.

        Args:
            argument: The argument in names.
            at: Its value.
            value: What the function gives there.
            other: An argument from which this one has to be told apart.
        """
        names, function, write = self._names, self._function, self._scene.formula
        result = self._scene.digits.shown(value)
        taken = operands(
            function.expression, {function.variable: at}, result,
            lambda number, digits: self._as_given(number, significant=max(digits, _MOST)),
        )  # fmt: skip
        given = self._as_given(at)
        a = given if taken is None else taken.get(function.variable, given)
        if taken is None or (other is not None and a.text == self._as_given(other).text):
            named = f"{{f}}({argument}) {{v:equals}}"
            return write(named, _SPOKEN, Role.OUTPUT, f=names.f, x=names.x, dx=names.dx, v=result)
        sign = relation(a, result)
        return write(
            "{f}({a:plain}) {sign} {v:plain}", _SPOKEN, Role.OUTPUT,
            f=names.f, a=a, sign=sign, v=result,
        )  # fmt: skip

    def _table(self, heads: Iterable[str], roles: Sequence[Role], rows: Rows) -> Table:
        table = Table(self._below, [*heads], roles, rows, self._scene.theme, _CELL)
        table.head[0].set_z_index(LAYER["card"])  # its rule
        return table


def _starts_with_a_fraction(expression: Expression) -> bool:
    """Say whether a formula begins with a fraction, which reads on from one before it."""
    match expression:
        case Binary("/"):
            return True
        case Binary("*", left, _):
            return _starts_with_a_fraction(left)
    return False


def _summands(expression: Expression) -> Iterator[tuple[str, Expression]]:
    """Take a sum apart: each term with the sign before it, the first with "="."""
    match expression:
        case Binary("+" | "-" as sign, left, right):
            yield from _summands(left)
            yield sign, right
        case _:
            yield "=", expression
