"""What a nudge story is about: exact facts, found before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

import sympy as sp

from calculus.digits import magnitude
from calculus.errors import LessonError
from calculus.function import Function
from calculus.nudge import NudgeRow, NudgeTable, nudge_table
from scenes.picture.framing import CloseUps, overview
from scenes.settings.drawable import require_drawable
from scenes.settings.kinds import number_text
from scenes.settings.lists import require_few
from scenes.telling.subject import Subject

MOST_ROWS = 5
"""Lines of a table that can be read in a frame of any shape."""

_FINEST = 1e-12
"""Of a place: a window must be larger, or the numbers of a drawing cannot tell its sides apart."""


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

    def known(self) -> Subject:
        """Return what others may know of the story."""
        return Subject.of_functions(self.function)

    @classmethod
    def of(
        cls, function: Function, points: Sequence[sp.Expr], nudges: Sequence[sp.Expr]
    ) -> NudgeFacts:
        """Nudge a function at some points.

        Raises:
            LessonError: There are more points or nudges than a table has lines for, one of them
                comes twice, the function cannot be nudged there, or no picture could show it.
        """
        require_few("points", points, MOST_ROWS)
        require_few("nudges", nudges, MOST_ROWS)
        tables = tuple(nudge_table(function, at, nudges) for at in points)
        require_drawable(tables)
        _require_visible(function, tables)
        rows = tables[0].rows
        smallest = min(range(len(rows)), key=lambda i: magnitude(rows[i].nudge.value))
        return cls(function, tables, smallest)

    def featured(self, table: NudgeTable) -> NudgeRow:
        """Return the row of the smallest nudge."""
        return table.rows[self.smallest]

    @property
    def is_straight(self) -> bool:
        """Whether every nudge at every point gives the same quotient."""
        return self.tables[0].quotient_is_constant


def _require_visible(function: Function, tables: Sequence[NudgeTable]) -> None:
    """Make sure that every triangle can be drawn: its sides must not drown beside the point.

    Raises:
        LessonError: A nudge is too small for that.
    """
    closeups = CloseUps(tables, overview(function, tables))
    nudges = {row.nudge.value for row in tables[0].rows}
    for row in (row for table in tables for row in table.rows):
        magnification = closeups.magnification(row)
        across = abs(row.at.number) * magnification / closeups.whole.width
        up = abs(row.value.number) * magnification / closeups.whole.height
        lost = _FINEST * max(across, up)
        if lost > 1:
            at = f"{function.variable} = {number_text(row.at.value)}"
            larger = row.nudge.value * 10 ** ceil(log10(lost))
            while larger in nudges:
                larger *= 2
            rule = f"are large enough to be drawn at {at}"
            raise LessonError("nudges", rule, number_text(row.nudge.value), number_text(larger))
