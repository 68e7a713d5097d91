"""What a derivative story is about: nudges of one input, and what is left over of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sympy as sp

from calculus.digits import magnitude, sign_of
from calculus.expression import Binary, Name
from calculus.function import Function
from calculus.line import nudge_name, rise
from calculus.nudge import NudgeRow, NudgeTable, nudge_table
from calculus.quantity import Quantity, evaluated
from record.figure import Figure
from scenes.settings.drawable import require_drawable
from scenes.settings.lists import require_few
from scenes.settings.parameters import Parameters
from scenes.telling.explorable import nudged
from scenes.telling.subject import Subject

MOST_TOLD, MOST_TRIALS = 2, 7


@dataclass(frozen=True)
class DerivativeFacts:
    """What the story is about.

    Attributes:
        table: The function, its slope at the point, and all nudges, the largest first; those
            that go the other way than the first one told come after all others.
        told: The nudges that are told in full, in the order given.
        trials: The others, in the order of the table.
    """

    table: NudgeTable
    told: tuple[NudgeRow, ...]
    trials: tuple[NudgeRow, ...]

    def known(self) -> Subject:
        """Return what others may know of the story."""
        return Subject.of_functions(self.table.function)

    def explorable(self, given: Parameters) -> Figure:
        """Return what people can explore."""
        return nudged("nudge", self.table.function, [given.at], given.nudges, given.nudge_name)

    @classmethod
    def of(
        cls,
        function: Function,
        at: sp.Expr,
        nudges: Sequence[sp.Expr],
        trials: Sequence[sp.Expr],
    ) -> DerivativeFacts:
        """Nudge a function at a point.

        Raises:
            LessonError: There are too many nudges, one of them comes twice, the function cannot
                be nudged there, or no picture could show it.
        """
        require_few("nudges", nudges, MOST_TOLD)
        others = [one for one in trials if all(sign_of(one - nudge) for nudge in nudges)]
        if others:
            require_few("trials", others, MOST_TRIALS)
        way = sign_of(nudges[0])
        falling = sorted([*nudges, *others], key=magnitude, reverse=True)
        table = nudge_table(function, at, sorted(falling, key=lambda one: sign_of(one) != way))
        require_drawable((table,))
        rows = {row.nudge.value: row for row in table.rows}
        told = tuple(rows[nudge] for nudge in nudges)
        return cls(table, told, tuple(row for row in table.rows if row not in told))

    @property
    def turns(self) -> list[int]:
        """For each row of the table when it is told, counted from 0."""
        order = [*self.told, *self.trials]
        return [order.index(row) for row in self.table.rows]

    def expected(self, row: NudgeRow) -> Quantity:
        """Return by how much the output would move if it moved slope times the nudge."""
        return self._worked_out(row, self._expected)

    def left(self, row: NudgeRow) -> Quantity:
        """Return by how much more it moves; below 0 if it is less."""
        return self._worked_out(row, Binary("-", rise(self.table.function), self._expected))

    @property
    def _expected(self) -> Binary:
        return Binary("*", self.table.slope.formula, Name(nudge_name(self.table.function)))

    def _worked_out(self, row: NudgeRow, formula: Binary) -> Quantity:
        function = self.table.function
        values = {function.variable: row.at.value, nudge_name(function): row.nudge.value}
        return evaluated(formula, values)
