"""The card beside the nudge story's picture: what is worked out, and a table under it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from manim import VGroup

from calculus.expression import Binary, Expression
from calculus.function import Function
from calculus.nudge import NudgeRow, NudgeTable
from calculus.quantity import Quantity
from calculus.shown import Shown
from calculus.worked import operands
from scenes.base import LessonScene
from scenes.look.text import NumberText, Text, coloured, math, scale_to_fit
from scenes.look.theme import LAYER, Role
from scenes.picture.breaking import in_lines, is_legible
from scenes.picture.compose import fit, in_column
from scenes.picture.layout import Box
from scenes.picture.table import Table, table_height
from scenes.words import terms
from scenes.words.wording import Wordable, relation

_ROOM = 0.18  # around what is on the card, Manim units
_SLOT, _SHARE = 1.7, 0.36  # of what is worked out: its height over a table, its width beside one
_HERO = 90  # font size of a quotient
_MOST_DIGITS, _LEAST_DIGITS = 6, 2  # of rounded numbers in the table

Rows = Sequence[tuple[Shown, Shown, Shown]]


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


class NudgeLedger:
    """What is on the card: at its top, or at the left of a flat one, what is worked out."""

    def __init__(self, scene: LessonScene, function: Function, card: Box) -> None:
        self._scene = scene
        self._as_given, self._brief = scene.digits.as_given, scene.digits.brief
        self._function = function
        self._names = Names(function, scene.given.nudge_name)
        self._all = card.inset(*[_ROOM] * 4)
        self._slot, self._below = self._all.parts(_SLOT, _SHARE)

    @property
    def foot(self) -> float:
        """Where the card ends while there is no table."""
        return self._slot.bottom - _ROOM

    def lines(self, table: NudgeTable) -> tuple[list[Text], list[Text]]:
        """Return lines about the first nudge of a point, and some about the last, in their place.

        The first have the input, its value and, under these, the value after the nudge; the last
        have the nudged input and the value there.
        """
        first, last = table.rows[0], table.rows[-1]
        value = self._applied("{x}", first.at, first.value)
        before = [self._input(first.at), value, self._nudged(first)]
        after = [self._input(last.nudged_at), self._nudged(last)]
        box = self._all if self._all.is_flat else self._slot
        size = min(1.0, box.width / max(text.width for text in (*before, *after)))
        fit(in_column(*(text.scale(size) for text in before)), box)
        for new, old in zip(after, before, strict=False):
            new.scale(old.font_size / new.font_size).place(old.start, old.baseline, anchor=-1)
        return before, after

    def _input(self, at: Quantity) -> Text:
        return self._scene.formula(
            "{x} {a:equals}", x=self._names.x, a=self._as_given(at), role=Role.INPUT
        )

    def _nudged(self, row: NudgeRow) -> Text:
        return self._applied("{x} + {dx}", row.nudged_at, row.nudged_value, other=row.at)

    def hero(self, quotient: Quantity) -> NumberText:
        """Return a quotient, as large as there is room."""
        number = NumberText(self._brief(quotient), _HERO, Role.SLOPE, self._scene.theme)
        scale_to_fit(number, self._slot.width, self._slot.height)
        return fit(number, self._slot, across=0, up=0)

    def rows(self, table: NudgeTable) -> Rows:
        """Return nudge, rise and quotient of each nudge, in as many digits as a table can hold."""
        brief = self._brief
        for digits in range(_MOST_DIGITS, _LEAST_DIGITS - 1, -1):
            rows = [
                (self._as_given(row.nudge), brief(row.rise, digits), brief(row.quotient, digits))
                for row in table.rows
            ]
            if self.table(rows).readable:
                break
        return rows

    def table(self, rows: Rows) -> Table:
        """Return the table of nudge, rise and quotient."""
        names = self._names
        heads = names.dx.typst, names.df.typst, terms.over(names.df, names.dx).typst
        return self._table(map(math, heads), (Role.INPUT, Role.OUTPUT, Role.SLOPE), rows)

    def limit(self, table: NudgeTable) -> list[Text]:
        """Return what the quotient is for every nudge, and where it goes."""
        names, slope = self._names, self._brief(table.slope)
        # Two relations in a row have no space of their own between them.
        parts = [r"{df} \/ {dx}", "-> {slope}" if slope.exact else "-> thick {slope}"]
        if table.quotient_is_constant:
            parts[1] = "{slope:equals}"
        elif table.excess_is_nudge:
            parts.insert(1, f"{{slope:equals}} + {coloured(Role.INPUT, '{dx}')}")
        return self._in_lines(
            parts, self._scene.theme.body, self._slot, df=names.df, dx=names.dx, slope=slope
        )

    def answers(self, rows: Sequence[tuple[NudgeRow, Quantity]]) -> Table:
        """Return the table of what nudging and the formula say.

        Args:
            rows: For each point the nudge that was tried, and the slope.
        """
        say, brief = self._scene.say, self._brief
        heads = math(self._names.x.typst), say("nudging").markup, say("formula").markup
        for digits in range(_MOST_DIGITS, _LEAST_DIGITS - 1, -1):
            cells = [
                (self._as_given(row.at), brief(row.quotient, digits), brief(slope, digits))
                for row, slope in rows
            ]
            table = self._table(heads, (Role.INPUT, Role.SLOPE, Role.SLOPE), cells)
            if table.readable:
                break
        return table

    def law(self) -> list[Text]:
        """Return the derivative's formula: without the function's where both are too long."""
        function, size, box = self._function, self._scene.theme.title, self._slot
        fields = {"x": self._names.x, "f": terms.body(function), "fx": self._names.fx}
        f = fields["f"].typst
        grouped = f.startswith("-") or any(sign in f for sign in (" + ", " - "))
        whole = "(dif)/(dif {x}) ({f})" if grouped else "(dif)/(dif {x}) {f}"
        slope = list(_summands(function.derivative.expression))
        named = {f"t_{i}": terms.formula(term) for i, (_, term) in enumerate(slope)}
        sums = [f"{sign} {{{name}}}" for (sign, _), name in zip(slope, named, strict=True)]
        short = terms.applied(function.derivative)
        for left in (whole, "(dif)/(dif {x}) {fx}"):
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
            lambda number, digits: self._as_given(number, significant=max(digits, _MOST_DIGITS)),
        )  # fmt: skip
        given = self._as_given(at)
        a = given if taken is None else taken.get(function.variable, given)
        if taken is None or (other is not None and a.text == self._as_given(other).text):
            named = f"{{f}}({argument}) {{v:equals}}"
            return write(named, role=Role.OUTPUT, f=names.f, x=names.x, dx=names.dx, v=result)
        sign = relation(a, result)
        return write(
            "{f}({a:plain}) {sign} {v:plain}", role=Role.OUTPUT, f=names.f, a=a, sign=sign, v=result
        )

    def _table(self, heads: Iterable[str], roles: Sequence[Role], rows: Rows) -> Table:
        table = Table(self._below, [*heads], roles, rows, self._scene.theme)
        table.head[0].set_z_index(LAYER["card"])  # its rule
        return table


def _summands(expression: Expression) -> Iterator[tuple[str, Expression]]:
    """Take a sum apart: each term with the sign before it, the first with "="."""
    match expression:
        case Binary("+" | "-" as sign, left, right):
            yield from _summands(left)
            yield sign, right
        case _:
            yield "=", expression
