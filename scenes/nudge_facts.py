"""What a nudge story is about: exact facts, found before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sympy as sp

from calculus.evaluate import digits_of
from calculus.function import Function
from calculus.nudge import NudgeRow, NudgeTable, nudge_table
from scenes.lists import require_few

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
            LessonError: There are more points or nudges than a table has lines for, one of them
                comes twice, or the function cannot be nudged there.
        """
        require_few("points", points, MOST_ROWS)
        require_few("nudges", nudges, MOST_ROWS)
        tables = tuple(nudge_table(function, at, nudges) for at in points)
        rows = tables[0].rows
        smallest = min(range(len(rows)), key=lambda i: digits_of(abs(rows[i].nudge.value), 30))
        return cls(function, tables, smallest)

    def featured(self, table: NudgeTable) -> NudgeRow:
        """Return the row of the smallest nudge."""
        return table.rows[self.smallest]

    @property
    def is_straight(self) -> bool:
        """Whether every nudge at every point gives the same quotient."""
        return self.tables[0].quotient_is_constant
