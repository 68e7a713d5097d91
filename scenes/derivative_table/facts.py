"""What a table of derivatives is about: one row for each function, all nudged at one point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from math import atan, floor, isfinite, log10
from typing import Self

import numpy as np
import sympy as sp

from calculus.digits import magnitude, sign_of
from calculus.errors import LessonError
from calculus.expression import Call, Expression, walk
from calculus.function import Function
from calculus.nudge import NudgeRow, NudgeTable, nudge_table
from calculus.quantity import Quantity
from record.figure import Figure
from scenes.look.text import LEAST_SIZE, math, outlines
from scenes.look.theme import DARK
from scenes.look.typesetting import EM_PER_FONT_SIZE
from scenes.picture.layout import Box
from scenes.settings.drawable import require_drawable, require_visible
from scenes.settings.parameters import Parameters
from scenes.telling.explorable import tabled
from scenes.telling.subject import Subject
from scenes.words import terms
from scenes.words.wording import Term

FEWEST, MOST = 2, 6  # rows
_ROOM = 3.0  # Manim units that a function and its derivative have in a table of any shape
_BASE, _RISE = 0.42, 0.6  # of a triangle: shares of the box, across and up
_SPAN, _FARTHEST = 4.6, 4.0  # a window shows so many times the way from 0, or from this, at most
_ROUNDING = 0.4  # of a power of ten, by which a window may show less
_PLACES = [sp.Rational(sign, size) for size in (2, 4, 10) for sign in (-1, 1)]
_SMALL = Box(0, 0, 5, 5)  # about as a window is among others
_NEAR = 2.0  # of that: so far up or down another place may lie
_LEAST_TURN = 0.03  # radians by which a direction must differ to be seen
_LOOKS = 101  # inputs on the way to another place


@dataclass(frozen=True, eq=False)
class TableRow:
    """One function, nudged at the point.

    Attributes:
        table: The function with its slope and its tangent there.
        nudged: What the nudge does.
    """

    table: NudgeTable
    nudged: NudgeRow

    @property
    def function(self) -> Function:
        """The function."""
        return self.table.function

    @property
    def f(self) -> Term:
        """The function's formula, in one line."""
        return terms.in_line(terms.body(self.function))

    @property
    def d(self) -> Term:
        """Its derivative's formula, in one line."""
        return terms.in_line(terms.body(self.function.derivative))

    @property
    def size(self) -> sp.Expr:
        """How steep the function is there."""
        return magnitude(self.table.slope.value)

    @property
    def has_logarithm(self) -> bool:
        """Whether there is a natural logarithm in the formula."""
        parts = walk(self.function.expression)
        return any(isinstance(part, Call) and part.function == "ln" for part in parts)

    def scale(self, box: Box) -> tuple[float, int]:
        """Return how long an axis unit is in a box, and the power of ten its dive magnifies by.

        At the end of the dive the triangle has its size; a unit is as long up as across.
        """
        side, at = min(box.width, box.height), min(abs(self.nudged.at.number), _FARTHEST) or 1.0
        base, rise = abs(self.nudged.nudge.number), abs(self.nudged.rise.number)
        unit = min(_BASE * side / base, _RISE * box.height / rise if rise else np.inf)
        power = max(0, floor(log10(unit * _SPAN * at / side) + _ROUNDING))
        return unit / 10.0**power, power

    def turn(self, place: sp.Expr) -> float:
        """Return by what angle the direction at a place is another, in radians."""
        there = float(self.function.derivative.sample_at(float(place)))
        return abs(atan(there) - atan(self.table.slope.number)) if isfinite(there) else 0.0

    def elsewhere(self) -> tuple[sp.Expr, Quantity] | None:
        """Return another place to which the curve leads, and its other slope; None without one.

        It is the one where the direction of the curve differs most, by what can be seen at least.
        """
        at, function = self.nudged.at, self.function
        far = abs(at.value) if abs(at.number) <= _FARTHEST else sp.Integer(int(_FARTHEST))
        unit = self.scale(_SMALL)[0]
        places = [at.value + share * (far or 1) for share in _PLACES]
        seen_to_turn = [place for place in places if self.turn(place) > _LEAST_TURN]
        for place in sorted(seen_to_turn, key=self.turn, reverse=True):
            way = np.linspace(at.number, float(place), _LOOKS)
            seen = np.abs(function.sample(way) - self.nudged.value.number) * unit < _NEAR
            seen &= np.isfinite(function.derivative.sample(way))
            try:
                slope = function.derivative_at(place)
            except LessonError:
                continue
            if seen.all() and sign_of(slope.value - self.table.slope.value):
                return place, slope
        return None


@dataclass(frozen=True)
class TableFacts:
    """What the story is about.

    Attributes:
        rows: The functions, in the order given.
    """

    rows: tuple[TableRow, ...]

    def known(self) -> Subject:
        """Return what others may know of the story."""
        return Subject.of_functions(*(row.function for row in self.rows))

    def explorable(self, given: Parameters) -> Figure:
        """Return what people can explore."""
        return tabled((row.function for row in self.rows), given.at)

    @classmethod
    def of(cls, formulas: Sequence[Expression], name: str, at: sp.Expr, nudge: sp.Expr) -> Self:
        """Nudge all functions at the point.

        Raises:
            LessonError: There are too few rows or too many; or one of them cannot be nudged there,
                drawn, or written into a table, or is the function of another. The message names it.
        """
        if not FEWEST <= len(formulas) <= MOST:
            rule = f"are {FEWEST} to {MOST}, so that all can be compared"
            raise LessonError("functions", rule, f"{len(formulas)} of them", "w**2, w**3, w")
        rows = []
        for number, function in enumerate(Function.named(name, formulas), start=1):
            with _of_row(number, function):
                table = nudge_table(function, at, [nudge])
                rows.append(TableRow(table, table.rows[0]))
        for number, row in enumerate(rows, start=1):  # which takes longer
            with _of_row(number, row.function):
                require_drawable([row.table])
                _require_visible(row)
        _require_different(rows)
        _require_short(rows)
        return cls(tuple(rows))

    @property
    def steepest(self) -> tuple[TableRow, ...]:
        """The rows that are steeper than all others."""
        most = self.rows[0].size
        for row in self.rows:
            most = row.size if sign_of(row.size - most) > 0 else most
        return tuple(row for row in self.rows if sign_of(row.size - most) == 0)

    @property
    def by_steepness(self) -> list[TableRow]:
        """The rows, the steepest first."""
        return sorted(self.rows, key=lambda row: -abs(row.table.slope.number))

    @cached_property
    def curved(self) -> tuple[TableRow, sp.Expr, Quantity] | None:
        """The row whose direction changes most on the way to another place; that, and its slope."""
        found = ((row, row.elsewhere()) for row in self.rows)
        curves = [(row, *there) for row, there in found if there is not None]
        return max(curves, key=lambda one: one[0].turn(one[1]), default=None)


@contextmanager
def _of_row(number: int, function: Function) -> Iterator[None]:
    """Let a refusal name the row that is refused."""
    try:
        yield
    except LessonError as error:
        row = f"functions, row {number} ({function.body_source})"
        raise error.but(thing=f"{row}: {error.thing}") from None


def _require_visible(row: TableRow) -> None:
    """Make sure that a triangle can be drawn: its sides must not drown beside the point."""
    unit, power = row.scale(_SMALL)
    far = max(abs(row.nudged.at.number), abs(row.nudged.value.number)) * unit * 10.0**power
    require_visible("nudge", row.nudged, far)


def _require_different(rows: Sequence[TableRow]) -> None:
    """Make sure that no function comes twice, however it is written."""
    for i, row in enumerate(rows):
        for k, before in enumerate(rows[:i], start=1):
            if _is_same(row, before):
                formulas = [one.function.body_source for one in rows]
                again, others = formulas[i], [*formulas[:i], *formulas[i + 1 :]]
                remedy = others if len(others) >= FEWEST else [*others, f"{again} + 1"]
                rule = "are different functions"
                got = f"one function in rows {k} and {i + 1}: {formulas[k - 1]} and {again}"
                raise LessonError("functions", rule, got, ", ".join(remedy))


def _is_same(one: TableRow, other: TableRow) -> bool:
    """Whether two rows have one function. Where they differ at the point, no proof is tried."""
    pairs = [
        (one.nudged.value, other.nudged.value),
        (one.nudged.nudged_value, other.nudged.nudged_value),
        (one.table.slope, other.table.slope),
    ]
    if any(sign_of(a.value - b.value) for a, b in pairs):
        return False
    return bool(sp.simplify(one.function.symbolic - other.function.symbolic) == 0)


def _require_short(rows: Sequence[TableRow]) -> None:
    """Make sure that formulas and their derivatives can be read in a table of any shape."""
    em = LEAST_SIZE * EM_PER_FONT_SIZE
    widths = [[outlines(math(one.typst), DARK).advance * em for one in (r.f, r.d)] for r in rows]
    room = _ROOM / sum(map(max, zip(*widths, strict=True)))
    if room < 1:
        i = max(range(len(rows)), key=lambda i: sum(widths[i]))
        text = f"{rows[i].f.text} and {rows[i].d.text}"
        rule = (
            "has a formula and a derivative short enough for a line of a table, beside the others"
        )
        raise LessonError(
            f"functions, row {i + 1} ({rows[i].function.body_source})", rule,
            f"{len(text)} characters: {text}"[:200],
            f"a function where both have {floor(len(text) * room)} characters or less",
        )  # fmt: skip
