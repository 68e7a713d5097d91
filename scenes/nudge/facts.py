"""What a nudge story is about: exact facts, found before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sympy as sp

from calculus.digits import magnitude
from calculus.errors import LessonError
from calculus.function import Function
from calculus.nudge import NudgeRow, NudgeTable, nudge_table
from record.figure import Figure
from scenes.nudge.windows import dives
from scenes.picture.layout import layout
from scenes.settings.drawable import require_drawable, require_visible
from scenes.settings.kinds import number_text
from scenes.settings.lists import require_few
from scenes.settings.parameters import Parameters
from scenes.telling.explorable import nudged
from scenes.telling.subject import NudgedFunction
from scenes.telling.taught import taught_by

MOST_ROWS = 5
"""Lines of a table that can be read in a frame of any shape."""


@dataclass(frozen=True)
class NudgeFacts(NudgedFunction):
    """What the story is about: a function, and its nudges at each point from the largest on.

    Attributes:
        zoomed: Which of the nudges, counted from 0, other points are compared by.
    """

    zoomed: int

    @classmethod
    def of(
        cls,
        function: Function,
        points: Sequence[sp.Expr],
        nudges: Sequence[sp.Expr],
        zoomed: sp.Expr,
    ) -> NudgeFacts:
        """Nudge a function at some points.

        Raises:
            LessonError: There are more points or nudges than a table has lines for, one of them
                comes twice, the function cannot be nudged there, no picture could show it, or
                there is no such nudge to compare points by.
        """
        require_few("points", points, MOST_ROWS)
        require_few("nudges", nudges, MOST_ROWS)
        falling = sorted(nudges, key=magnitude, reverse=True)
        tables = tuple(nudge_table(function, at, falling) for at in points)
        require_drawable(tables)
        _require_visible(tables)
        if zoomed and zoomed not in falling:
            rule = "is one of the nudges, or 0 for the smallest"
            raise LessonError("zoomed", rule, number_text(zoomed), number_text(falling[-1]))
        return cls(function, tables, falling.index(zoomed or falling[-1]))

    def explorable(self, given: Parameters) -> Figure:
        """Return what people can explore."""
        points, nudges = given.points, given.nudges
        return nudged("nudge", self.function, points, nudges, given.nudge_name)

    def featured(self, table: NudgeTable) -> NudgeRow:
        """Return the row of the nudge that points are compared by."""
        return table.rows[self.zoomed]

    def teaches(self, of_a_line: str, of_a_square: str, of_others: str = "") -> str:
        """Return what of the curriculum is taught: of others, what it teaches to nudge them."""
        if self.is_straight:
            return of_a_line
        found = taught_by(self.function)
        return of_a_square if found == "U3.1" else of_others or found

    @property
    def is_straight(self) -> bool:
        """Whether every nudge at every point gives the same quotient."""
        return self.tables[0].quotient_is_constant


def _require_visible(tables: Sequence[NudgeTable]) -> None:
    """Make sure that every triangle can be drawn.

    Raises:
        LessonError: A nudge is too small for that.
    """
    nudges = [row.nudge.value for row in tables[0].rows]
    for table, dive in zip(tables, dives(tables, layout().action(card=True)), strict=True):
        for row, power in zip(table.rows, dive.powers, strict=True):
            require_visible("nudges", row, dive.far * 10.0**power, nudges)
