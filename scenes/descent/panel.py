"""What is written beside the hill of a descent: formulas, the ledger, the chart of values."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup

from calculus.descent import Iterate
from calculus.shown import Shown
from scenes.look.text import Text, math
from scenes.look.theme import Role, Theme
from scenes.picture.compose import fit, in_column, rest_of
from scenes.picture.layout import GUTTER, Box
from scenes.picture.motion import Picture
from scenes.picture.plot import filled, stroke
from scenes.picture.shapes import NOTHING, circle, polyline
from scenes.picture.table import Table
from scenes.words.wording import Term

_ROWS, _FEWEST = 5, 4  # iterates in the ledger: at most, and before a column is left out
_LEAST = 24.0  # font size of a number in the ledger
_DISPENSABLE = (2, 0, 3)  # columns to leave out: values have their chart, the count is seen
_SWELL = 0.1  # kept free around formulas, as one that pulses grows
_CHART, _BOTTOM = 1.3, 1.5  # height of the chart, and with what is kept free over it
_HIGHEST = 1e300  # of the values in the chart: their differences are still numbers
_FORMULAS = 3.0  # width of the rule and the chart in a flat panel, Manim units
_PLAIN, _MOST_GROWN = 5.8, 1.25  # width beside a hill; in wider panels formulas are larger


class Panel:
    """The room beside or under the hill.

    In a flat one the ledger stands at the right of the rule and the chart; in any other
    between them.

    Args:
        box: Where.
        rule: The formula that stays while the ledger is shown.
        names: Of the input, the value, the slope and the step.
        iterates: The whole descent.
        rows: What the ledger shows of each iterate: k and what has a name.
        theme: The colours.

    Attributes:
        rule: The rule, in its place.
        ledger: The first iterates, as many as have room.
        rows: How many iterates it holds.
        chart: The value against the number of steps.
    """

    def __init__(
        self,
        box: Box,
        rule: Text,
        names: Sequence[Term],
        iterates: Sequence[Iterate],
        rows: Sequence[Sequence[Shown]],
        theme: Theme,
    ) -> None:
        inner = box.inset(*[_SWELL] * 4)
        # In a flat panel the ledger needs the room that the rule and the chart leave it.
        left = inner.inset(right=inner.width - _FORMULAS) if box.is_flat else inner
        self._grown = 1.0 if box.is_flat else min(max(1.0, box.width / _PLAIN), _MOST_GROWN)
        self.rule = fit(rule.scale(self._grown), left)
        self._under = rest_of(inner, rule, beside=False)
        beside, between = inner.inset(left=_FORMULAS + GUTTER), self._under.inset(bottom=_BOTTOM)
        self.ledger = _ledger(
            beside if box.is_flat else between,
            [math(name) for name in ("k", *(name.typst for name in names))],
            rows[:_ROWS],
            theme,
        )
        self.rows = len(self.ledger.lines)
        self.chart = ValueChart(
            Box(left.left, left.bottom, left.right, left.bottom + _CHART),
            [iterate.value.number for iterate in iterates],
            names[1],
            theme,
        )

    def put(self, lines: Sequence[Text]) -> VGroup:
        """Place lines under the rule, and return them together."""
        return fit(in_column(*lines, gap=GUTTER).scale(self._grown), self._under)


def _ledger(
    box: Box, headings: Sequence[str], rows: Sequence[Sequence[Shown]], theme: Theme
) -> Table:
    """Return the largest ledger that can be read in a box."""
    roles = (Role.NEUTRAL, Role.INPUT, Role.OUTPUT, Role.SLOPE, Role.GRADIENT)
    columns = list(range(len(headings)))
    for dispensable in (*_DISPENSABLE, None):
        for count in range(len(rows), min(_FEWEST, len(rows)) - 1, -1):
            table = Table(
                box,
                [headings[i] for i in columns],
                [roles[i] for i in columns],
                [[row[i] for i in columns] for row in rows[:count]],
                theme,
            )
            cell = table.lines[0][0]
            assert isinstance(cell, Text)
            if cell.font_size >= _LEAST - 1e-6:
                return table
        if dispensable is not None:
            columns.remove(dispensable)
    return table


class ValueChart(Picture):
    """The value against the number of steps, growing with the state ``k``.

    Attributes:
        axes: The axes and their names.
        marks: Points and lines, up to the present step.
    """

    def __init__(self, box: Box, values: Sequence[float], name: Term, theme: Theme) -> None:
        super().__init__(k=1.0)
        across = Text(math("k"), theme.small, Role.NEUTRAL, theme)
        up = Text(math(name.typst), theme.small, Role.OUTPUT, theme)
        area = box.inset(left=max(0.35, up.width + 0.15), bottom=0.05, right=0.45, top=0.05)
        heights = np.clip(values, -_HIGHEST, _HIGHEST)
        low, high = min(0.0, float(heights.min())), float(heights.max())
        shares = (heights - low) / max(high - low, 1e-12)
        steps = np.arange(len(values)) / max(len(values) - 1, 1)
        self._places = np.column_stack(
            [
                area.left + 0.1 + steps * (area.width - 0.2),
                area.bottom + 0.08 + shares * (area.height - 0.2),
                np.zeros(len(values)),
            ]
        )
        corners = [[area.left, area.top], [area.left, area.bottom], [area.right, area.bottom]]
        frame = stroke(theme[Role.NEUTRAL], 2.5, "axes")
        frame.set_points(polyline([[x, y, 0] for x, y in corners]))
        self.axes = VGroup(
            frame,
            across.place(area.right + 0.12, area.bottom, anchor=-1),
            up.place(area.left - 0.12, area.top - 0.3, anchor=1),
        )
        line = stroke(theme[Role.OUTPUT], 3, "curve")
        dots = filled(theme[Role.OUTPUT], "dot")
        self.marks = VGroup(
            self.derive(line, lambda line: line.set_points(self._line())),
            self.derive(dots, lambda dots: dots.set_points(self._dots())),
        )

    def _reached(self) -> np.ndarray:
        return self._places[: int(self["k"] + 1e-9) + 1]

    def _line(self) -> np.ndarray:
        reached = self._reached()
        return polyline(reached) if len(reached) > 1 else NOTHING

    def _dots(self) -> np.ndarray:
        return np.vstack([circle(place, 0.055) for place in self._reached()])
