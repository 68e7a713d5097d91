"""The ledger: a table of numbers, aligned on the decimal point (or comma)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from manim import VGroup, VMobject

from calculus.shown import Shown
from scenes.look.text import LEAST_SIZE, Text, math, outlines
from scenes.look.theme import LAYER, Role, Theme
from scenes.look.typesetting import EM_PER_FONT_SIZE
from scenes.picture.compose import fit
from scenes.picture.layout import Box
from scenes.picture.meaning import Backdrop, claim
from scenes.picture.shapes import segments

_GAP, _LEAST_GAP = 0.65, 0.25  # between columns, Manim units
_ROW, _LEAST_ROW = 0.56, 0.39  # from baseline to baseline
_HEADER_GAP = 0.12  # so much more it is from the header's baseline to the first row's


def table_height(rows: int) -> float:
    """Return how high a table of some rows is when nothing has to shrink, in Manim units."""
    return 0.3 + _HEADER_GAP + (rows + 1) * _ROW


class Table(VMobject):
    """Rows of numbers under headings.

    All cells are laid out at once, so that nothing moves when a row is shown; a scene shows
    `head` first and each of `lines`, or of its `cells`, when its time has come.

    Args:
        box: Where: the table hangs from the top of the box. Where it has to, it moves its
            columns and rows closer, and then shrinks.
        headings: One for each column, Typst markup; or set already, where it has numbers.
        roles: One colour for each column.
        rows: The numbers; or what is typeset already, such as formulas, each in its column.
        theme: The colours.
        size: Font size of the numbers; by default a little less than that of formulas.
        pitch: Manim units from row to row, at most.
    """

    def __init__(
        self,
        box: Box,
        headings: Sequence[str | Text],
        roles: Sequence[Role],
        rows: Sequence[Sequence[Shown | Text]],
        theme: Theme,
        size: float | None = None,
        pitch: float = _ROW,
    ) -> None:
        super().__init__()
        size = size or theme.body - 4
        heads = [
            head if isinstance(head, Text) else Text(head, theme.body, role, theme)
            for head, role in zip(headings, roles, strict=True)
        ]
        cells = [
            [_cell(v, size, role, theme) for v, role in zip(row, roles, strict=True)]
            for row in rows
        ]
        columns = [
            _Column(head, [row[i] for row in cells], [row[i] for row in rows], size)
            for i, head in enumerate(heads)
        ]
        bare = sum(column.width for column in columns)
        gaps = max(len(columns) - 1, 1)
        gap = min(_GAP, max(_LEAST_GAP, (box.width - bare) / gaps))
        row = min(pitch, _row_pitch(len(rows), box, bare + gaps * gap))
        left = 0.0
        for column in columns:
            column.place(left, row)
            left += column.width + gap
        rule = VMobject(stroke_color=theme.rule, stroke_width=2.5).set_z_index(LAYER["grid"])
        claim(rule, Backdrop())
        rule.set_points(segments([[0, -0.22, 0]], [[left - gap, -0.22, 0]]))
        self.head = VGroup(rule, *heads)
        self.lines = [VGroup(*row) for row in cells]
        self.cells = cells
        self.add(self.head, *self.lines)
        self._fit(box)

    def _fit(self, box: Box) -> None:
        """Shrink to a box where that is too small, by the lines that the numbers stand on.

        What hangs under the last one, such as a comma, makes no difference: a table is as large
        in every language.
        """
        foot = float(self.get_bottom()[1])
        hangs = min(cell.baseline for cell in self.cells[-1]) - foot
        scale = min(1.0, box.width / self.width, box.height / (self.height - hangs))
        self.scale(scale)
        fit(self, replace(box, bottom=box.bottom - hangs * scale))

    @property
    def readable(self) -> bool:
        """Whether nothing had to be set too small to fit."""
        return all(cell.font_size >= LEAST_SIZE - 1e-6 for row in self.cells for cell in row)


def _cell(value: Shown | Text, size: float, role: Role, theme: Theme) -> Text:
    if isinstance(value, Text):
        return value
    text = Text(math(value.marked_typst), size, role, theme)
    text.numbers = (value,)
    return text


class _Column:
    """A heading and the numbers under it, with their decimal points in line."""

    def __init__(
        self, head: Text, cells: Sequence[Text], values: Sequence[Shown | Text], size: float
    ) -> None:
        em = size * EM_PER_FONT_SIZE
        self._head, self._cells = head, cells
        for cell in cells:
            cell.heading = head.source
        self._is_typed = all(isinstance(value, Text) for value in values)
        before = 0.0 if self._is_typed else em  # formulas begin one under the other
        self._before = [_before_point(value, head.theme) * before for value in values]
        after = [
            cell.end - cell.start - before for cell, before in zip(cells, self._before, strict=True)
        ]
        self._numbers = max(self._before) + max(after)
        self.width = max(self._numbers, head.width)

    def place(self, left: float, row: float) -> None:
        point = left + (self.width - self._numbers) / 2 + max(self._before)
        if self._is_typed:
            point = left
            self._head.place(left, 0, anchor=-1)
        else:
            self._head.place(left + self.width / 2, 0)
        for i, (cell, before) in enumerate(zip(self._cells, self._before, strict=True)):
            cell.place(point - before, -_HEADER_GAP - (i + 1) * row, anchor=-1)


def _row_pitch(rows: int, box: Box, width: float) -> float:
    """Return how far apart rows can be for a table of a width to fit a box, or else the least."""
    height = box.height / min(1.0, box.width / width)
    return max(_LEAST_ROW, (height - table_height(0) + _ROW) / max(rows, 1))


def _before_point(value: Shown | Text, theme: Theme) -> float:
    """Return the width of what stands before the decimal point, in ems."""
    if isinstance(value, Text):  # a number with more in front of it, or a formula
        head, point, _ = value.source.partition(".")
        return outlines(f"{head})$", theme).advance if point else 0.0
    return outlines(math(value.marked_typst.split(".")[0]), theme).advance
