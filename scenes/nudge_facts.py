"""What a nudge story is about: exact facts, found before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import sympy as sp

from calculus.errors import LessonError
from calculus.function import Function
from calculus.nudge import NudgeRow, NudgeTable, nudge_table

MOST_ROWS = 5
"""Lines of a table that can be read in a frame of any shape."""


@dataclass(frozen=True)
class NudgeFacts:
    """What the story is about.

    Attributes:
        function: The function.
        tables: One for each point, in the order given.
        smallest: Index of the smallest nudge, which the story zooms in on.
    """

    function: Function
    tables: tuple[NudgeTable, ...]
    smallest: int

    @classmethod
    def of(
        cls, function: Function, points: Sequence[sp.Expr], nudges: Sequence[sp.Expr]
    ) -> NudgeFacts:
        """Nudge a function at some points.

        Raises:
            LessonError: There are more points or nudges than a table has lines for, or the
                function cannot be nudged there.
        """
        _require_few("points", points, "2, 5")
        _require_few("nudges", nudges, "0.1, 0.01, 0.001")
        tables = tuple(nudge_table(function, at, nudges) for at in points)
        rows = tables[0].rows
        smallest = min(range(len(rows)), key=lambda i: abs(rows[i].nudge.number))
        return cls(function, tables, smallest)

    def featured(self, table: NudgeTable) -> NudgeRow:
        """Return the row of the smallest nudge."""
        return table.rows[self.smallest]

    @property
    def is_straight(self) -> bool:
        """Whether every nudge at every point gives the same quotient."""
        return self.tables[0].quotient_is_constant

    @property
    def steeper(self) -> Literal["congruent", "alike", "first", "second"]:
        """How the triangles at the first two points compare."""
        first, second = (table.slope for table in self.tables[:2])
        if self.is_straight:
            return "congruent"
        if first.value == second.value:
            return "alike"
        return "second" if abs(first.number) < abs(second.number) else "first"


def _require_few(name: str, values: Sequence[object], example: str) -> None:
    """Refuse more numbers than a table has lines for."""
    if len(values) > MOST_ROWS:
        rule = f"has at most {MOST_ROWS} numbers, each a line of a table"
        raise LessonError(name, rule, f"{len(values)} numbers", example)
