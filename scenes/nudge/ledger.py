"""The numbers beside the nudge story's picture: lines, a table, and the formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from manim import VGroup

from calculus.expression import Binary, Expression, Name
from calculus.function import Function
from calculus.nudge import NudgeRow, NudgeTable
from calculus.quantity import Quantity
from calculus.shown import Shown
from calculus.worked import operands
from scenes.base import LessonScene
from scenes.look.text import Text, coloured, math
from scenes.look.theme import Role
from scenes.picture.breaking import in_lines, is_legible
from scenes.picture.compose import LEADING, fit, in_column, rest_of
from scenes.picture.layout import GUTTER, Box
from scenes.picture.table import Table, table_height
from scenes.words import terms
from scenes.words.wording import Wordable, relation

_LINE, _LAW = 0.8, 1.1  # height of a line over or under a table, and of the law, Manim units
_FORMULA = 0.35  # share of a flat panel's width for the formula that goes with a table
_LINES = 0.55  # share of a panel that the lines about a nudge have at most
_MOST_DIGITS, _LEAST_DIGITS = 6, 3  # of rounded numbers in the table

Rows = Sequence[tuple[Shown, Shown, Shown]]


class Names:
    """The names of a function, its variable and their changes, for sentences and formulas."""

    def __init__(self, function: Function, nudge_name: str) -> None:
        self.x, self.f = terms.name(function.variable), terms.name(function.name)
        self.fx = terms.applied(function)
        self.dx = terms.nudge(function.variable, nudge_name)
        self.df = terms.change(function.name)


class NudgeLedger:
    """The numbers beside the picture, line by line, and the table of nudges.

    In a high panel one thing stands under another; in a flat one the lines and formulas stand
    at the left, the division and the tables at the right.
    """

    def __init__(self, scene: LessonScene, function: Function) -> None:
        self._scene = scene
        self._as_given, self._brief = scene.digits.as_given, scene.digits.brief
        self._function = function
        self._names = Names(function, scene.given.nudge_name)
        self._panel = scene.regions.side

    def point(self, row: NudgeRow) -> VGroup:
        """Return the lines about the point: where it is, and the function's value."""
        return VGroup(*self._page(row)[0][:2])

    def moved(self, row: NudgeRow) -> VGroup:
        """Return the lines about the nudge: the new value, and the rise."""
        return VGroup(*self._page(row)[0][2:])

    def division(self, row: NudgeRow) -> VGroup:
        """Return height over base, divided; in two lines where one is too long."""
        return VGroup(*self._page(row)[1])

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
        roles = Role.INPUT, Role.OUTPUT, Role.SLOPE
        box = self._panel.parts(_LINE, _FORMULA)[1]
        below = 0.0 if self._panel.is_flat else _LINE
        return self._table(map(math, heads), roles, rows, box.inset(bottom=below))

    def limit(self, table: NudgeTable, beside: Table) -> VGroup:
        """Return what the quotient is for every nudge, and where it goes, by the table."""
        names, flat = self._names, self._panel.is_flat
        box = rest_of(self._panel, beside, GUTTER if flat else LEADING)
        excess = table.excess_is_nudge and not table.quotient_is_constant
        slope = self._brief(table.slope)
        # Two relations in a row have no space of their own between them.
        parts = [r"{df} \/ {dx}", "-> {slope}" if slope.exact else "-> thick {slope}"]
        if table.quotient_is_constant:
            parts[1] = "{slope:equals}"
        elif excess:
            sum_ = f"{{slope:equals}} + {coloured(Role.INPUT, '{dx}')}"
            parts.insert(1, sum_)
        if flat:
            box = box.inset(top=_LINE)
        size = self._scene.theme.body
        return self._in_lines(parts, size, box, df=names.df, dx=names.dx, slope=slope)

    def conclusion(self, rows: Sequence[tuple[NudgeRow, Shown]]) -> tuple[VGroup, Table]:
        """Return the formula of the derivative, and what nudging and the formula say.

        Args:
            rows: For each point the nudge that was tried, and the slope.
        """
        panel, say = self._panel, self._scene.say
        heads = math(self._names.x.typst), say("nudging").markup, say("formula").markup
        cells = [(self._as_given(row.at), self._brief(row.quotient), slope) for row, slope in rows]
        roles = Role.INPUT, Role.SLOPE, Role.SLOPE
        above = max(_LAW, panel.height - table_height(len(rows)) - GUTTER)
        first, second = panel.parts(above, _FORMULA)
        answers = self._table(heads, roles, cells, second)
        law = self._law(rest_of(panel, answers) if panel.is_flat else first)
        return law, answers if panel.is_flat else fit(answers, rest_of(panel, law))

    def _law(self, box: Box) -> VGroup:
        """Return the derivative's formula: without the function's where both are too long."""
        function, size = self._function, self._scene.theme.title
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
            if is_legible(law):
                return law
        return self._in_lines([left, "= {short}"], size, box, **fields, short=short)

    def _in_lines(
        self,
        parts: Sequence[str],
        size: float,
        box: Box,
        role: Role = Role.SLOPE,
        /,
        **fields: Wordable,
    ) -> VGroup:
        whole, *pieces = (
            self._scene.formula(form, size, role, **fields) for form in (" ".join(parts), *parts)
        )
        return in_lines(whole, pieces, box)

    def _page(self, row: NudgeRow) -> tuple[VGroup, VGroup]:
        """Return the four lines about a nudge, and the division, all in their places."""
        write, names, panel = self._scene.formula, self._names, self._panel
        quotient = self._brief(row.quotient)
        in_full = self._scene.digits.shown(row.rise, places=0, significant=_MOST_DIGITS)
        divided = operands(
            Binary("/", Name("rise"), Name("h")), {"rise": row.rise, "h": row.nudge}, quotient,
            lambda number, digits: self._brief(number, max(digits, _MOST_DIGITS)),
        ) or {"rise": in_full}  # fmt: skip
        rise, h = divided["rise"], self._as_given(row.nudge)
        lines = in_column(
            write("{x} {a:equals}", x=names.x, a=self._as_given(row.at), role=Role.INPUT),
            self._applied("{x}", row.at, row.value),
            self._applied("{x} + {dx}", row.nudged_at, row.nudged_value, other=row.at),
            write("{df} {v:equals}", df=names.df, v=rise, role=Role.OUTPUT),
        )
        fit(lines, panel.parts(_LINES * panel.height, _LINES)[0])
        left = f"{coloured(Role.OUTPUT, '{df}')}/{coloured(Role.INPUT, '{dx}')}"
        right = f"{coloured(Role.OUTPUT, '{rise:plain}')}/{coloured(Role.INPUT, '{h}')}"
        parts = f"{left} {{rise:relation}} {right}", coloured(Role.SLOPE, "{sign} {q:plain}")
        sign, size = relation(rise, h, quotient), self._scene.theme.body
        return lines, self._in_lines(
            parts, size, rest_of(panel, lines), Role.TEXT,
            dx=names.dx, df=names.df, rise=rise, h=h, sign=sign, q=quotient,
        )  # fmt: skip

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
            return write(named, f=names.f, x=names.x, dx=names.dx, v=result)
        sign = relation(a, result)
        return write("{f}({a:plain}) {sign} {v:plain}", f=names.f, a=a, sign=sign, v=result)

    def _table(self, heads: Iterable[str], roles: Sequence[Role], rows: Rows, box: Box) -> Table:
        """Return a table in a box: in a flat panel at its right."""
        table = Table(box, [*heads], roles, rows, self._scene.theme)
        return fit(table, box, across=1 if self._panel.is_flat else -1)


def _summands(expression: Expression) -> Iterator[tuple[str, Expression]]:
    """Take a sum apart: each term with the sign before it, the first with "="."""
    match expression:
        case Binary("+" | "-" as sign, left, right):
            yield from _summands(left)
            yield sign, right
        case _:
            yield "=", expression
