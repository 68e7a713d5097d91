"""Where windows and the table are, and what stands in it."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from manim import VGroup, VMobject

from scenes.base import LessonScene
from scenes.derivative_table.facts import TableFacts, TableRow
from scenes.derivative_table.window import RowWindow, seen_in
from scenes.look.text import LEAST_SIZE, NumberText, Text, math, scale_to_fit
from scenes.look.theme import LAYER, Role
from scenes.picture.card import panel
from scenes.picture.cells import cells
from scenes.picture.compose import envelope, fit, in_row
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Backdrop, claim
from scenes.picture.motion import Picture
from scenes.picture.placing import box_of
from scenes.picture.plot import stroke
from scenes.picture.shapes import rounded
from scenes.picture.table import Table, table_height
from scenes.words import terms
from scenes.words.wording import Term

_WIDE = 7.0  # Manim units that the table takes beside the windows
_ROW = 0.72  # from row to row, at most
_GIVEN = 0.6  # under the table, for where all of it holds
_ABREAST = 2.2  # wide are windows that stand in a single row, at least
_APART, _INSET = 0.25, 0.2  # between windows and table, and around what stands in it
_TALL, _CLOSER = 1.3, 0.15  # height over width of a frame in which rows need not be so much closer
_DIGITS = (6, 5, 4, 3)  # of rounded numbers, as there is room
_SIZES = (36, 34), (31, 34), (27, 31), (LEAST_SIZE, 28), (LEAST_SIZE, LEAST_SIZE)
"""Of formulas and of numbers, as there is room."""
_FOLDED = px(6)
_AROUND = 0.1  # of what is marked
_BETWEEN = 0.3  # from the label over a window to its slope


class TableStage(Picture):
    """The windows, the table beside them or under them, and a frame that marks parts of it.

    Its state ``marked`` is the box that is marked.

    Args:
        scene: Where it is shown.
        facts: What the story is about.
        names: Of the input, the output, the nudge, and what it does.

    Attributes:
        windows: One for each row.
        labels: What is over each window in the beginning: its function.
        room: Where the windows are beside the table.
        panel: What is behind the table.
        table: Function, ratio, derivative and slope of each row.
        given: Where all of that is so, under the table if there is room.
        mark: The frame.
    """

    def __init__(
        self, scene: LessonScene, facts: TableFacts, names: tuple[Term, Term, Term, Term]
    ) -> None:
        self._scene, self._rows = scene, facts.rows
        theme, regions, safe = scene.theme, scene.regions, scene.regions.safe
        is_squarish = not regions.is_wide and safe.height < _TALL * safe.width
        under = 0.0 if is_squarish else _GIVEN
        if regions.is_wide:
            box = replace(safe, left=safe.right - _WIDE)
            self.room = replace(safe, right=box.left - _APART)
        else:
            count = len(facts.rows)
            height = table_height(count) - (count + 1) * _CLOSER * is_squarish
            box = replace(safe, top=safe.bottom + height + 2 * _INSET + under)
            self.room = replace(safe, bottom=box.top + _APART)
        self.table = self._table(box.inset(*[_INSET] * 4).inset(bottom=under), *names)
        table = envelope(self.table)
        foot = max(box.bottom, table.bottom - _INSET - under)
        self.panel = panel(replace(box, bottom=foot), theme)
        self.given = [] if is_squarish else [self.place(names[0])]
        for one in self.given:
            one.place(table.left, foot + _INSET, anchor=-1)
        body, count = replace(safe, top=regions.chip.bottom - _APART), len(facts.rows)
        places = cells(body, count, count if body.width > _ABREAST * count else None)
        unit = max(row.scale(seen_in(self.room))[0] for row in facts.rows)
        self.windows = [
            RowWindow(scene, row, place, self.room, unit)
            for row, place in zip(facts.rows, places, strict=True)
        ]
        self.labels = [self.label(window) for window in self.windows]
        super().__init__(marked=box_of(self.table.head))
        mark = stroke(theme[Role.TEXT], pen(4), "card")
        claim(mark, Backdrop())
        self.mark = self.derive(mark, self._draw_mark)

    def window(self, row: TableRow) -> RowWindow:
        """Return the window of a row."""
        return self.windows[self._rows.index(row)]

    def label(self, window: RowWindow, box: Box | None = None) -> Text:
        """Return the function of a window, over the box in which it is or will be."""
        box, size = box or window.frame, self._scene.theme.body
        text = self._scene.formula("{f}", size, Role.FUNCTION, f=window.row.f)
        scale_to_fit(text, box.width)
        return text.place(box.left, box.top + 0.2, anchor=-1)

    def place(self, w: Term) -> Text:
        """Return what says where all functions are looked at."""
        a = self._scene.digits.as_given(self._rows[0].nudged.at)
        return self._scene.formula("{w} {a:equals}", role=Role.INPUT, w=w, a=a)

    def slope(self, window: RowWindow, label: Text) -> list[NumberText]:
        """Return the slope of a window, over it beside its label, if there is room."""
        frame, theme = window.frame, self._scene.theme
        (value,) = self.table.cells[self._rows.index(window.row)][3].numbers
        text = NumberText(value, theme.body, Role.SLOPE, theme)
        scale_to_fit(text, frame.right - label.end - _BETWEEN)
        text.shift((frame.right - text.end, label.baseline - text.baseline, 0))
        return [text] if text.font_size >= LEAST_SIZE else []

    def folded(self, i: int) -> Box:
        """Return a box behind the row of the table, too small to be seen."""
        x, y, _ = self.table.cells[i][0].get_left()
        return Box(x - _AROUND - _FOLDED, y - _FOLDED, x - _AROUND, y + _FOLDED)

    def columns(self, *chosen: int) -> Box:
        """Return a box around neighbouring columns of the table, with their headings."""
        rows = (VGroup(*self.table.head[1:]), *self.table.lines)
        parts = (row[i] for row in rows for i in chosen)
        return Box.hull(*map(box_of, parts)).inset(*[-_AROUND] * 4)

    def _table(self, box: Box, w: Term, J: Term, dw: Term, dJ: Term) -> Table:
        """Return the table: formulas as large as there is room, numbers with as many digits."""
        scene, theme, digits = self._scene, self._scene.theme, self._scene.digits
        headings = [
            math(J.typst), math(terms.derivative(J, w).typst), math(terms.over(dJ, dw).typst),
            scene.say("slope").markup,
        ]  # fmt: skip
        roles = Role.FUNCTION, *[Role.SLOPE] * 3
        for (size, number), some in product(_SIZES, _DIGITS):
            rows = [
                (
                    scene.formula("{f}", size, Role.FUNCTION, f=row.f),
                    scene.formula("{d}", size, Role.SLOPE, d=row.d),
                    digits.brief(row.nudged.quotient, some),
                    digits.brief(row.table.slope, some),
                )
                for row in self._rows
            ]
            table = Table(box, headings, roles, rows, theme, number, _ROW)
            if table.cells[0][2].font_size > number - 0.1:
                break
        table.head[0].set_z_index(LAYER["card"])  # its rule
        return table

    def _draw_mark(self, mark: VMobject) -> None:
        box = self["marked"]
        mark.set_points(rounded(box.left, box.bottom, box.right, box.top, _AROUND))

    def heading(self, title: Text, place: Text) -> VGroup:
        """Put the title over the windows, and beside it where all of them look."""
        return fit(in_row(title, place), self._scene.regions.chip, up=0)
