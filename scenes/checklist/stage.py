"""A checklist: a row for each concept, with its lines of code and what they give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from manim import VGroup, VMobject

from calculus.shown import Shown
from scenes.checklist.facts import Entry
from scenes.look.text import LEAST_SIZE, Run, Text
from scenes.look.theme import Role, Theme
from scenes.look.typesetting import EM_PER_FONT_SIZE
from scenes.picture.card import RADIUS, panel
from scenes.picture.countdown import tick_of
from scenes.picture.layout import Box, pen
from scenes.picture.meaning import Backdrop, Code, Detail, Formula, Screen, claim
from scenes.picture.motion import Drive, Picture
from scenes.picture.plot import filled, stroke
from scenes.picture.shapes import NOTHING, Points, letters, polyline, rounded

SIZE = 46.0
"""Font size of code, where there is room."""

_EM = SIZE * EM_PER_FONT_SIZE

_PITCH, _ROW, _HEAD = 1.15, 0.42, 1.15  # ems: from line to line, between rows, and for a head
_APART, _BETWEEN = 0.7, 1.3  # ems from a line to what it gives, and to another line beside it
_ROOM, _BOX = 0.3, 0.17  # Manim units: around the code, and half a side of a box to tick
_WIDEST, _BAND = 0.3, 0.4  # of the width, for heads at most; opacity of the band
_TOGETHER = 0.62  # Manim units from row to row at most, so that they are seen as one
_STRETCH = 1.5  # times as far as they need be that lines may stand apart
_BESIDE = 5.2 * _BOX  # what a box takes of the room for a head
_FLAT = 0.01  # height of a band that is not to be seen, Manim units


@dataclass(frozen=True)
class Row:
    """A row of the checklist.

    Attributes:
        head: What it is about.
        lesson: The lesson that is about that.
        formula: It in mathematics.
        short: The same without what may be long.
        entries: Its lines.
        flows: Whether lines stand side by side.
        of: The function that its lines are about, where that is for checks to compare.
        note: A formula under its head; None without.
        role: The colour of what its lines give.
    """

    head: Text
    lesson: Text
    formula: Text
    short: Text
    entries: Sequence[Entry]
    flows: bool = False
    of: Formula | None = None
    note: Text | None = None
    role: Role = Role.SLOPE

    def within(self, room: float) -> Row:
        """Return the row with a formula that can be read where there is so much room."""
        size = self.formula.font_size * min(1.0, room / self.formula.width)
        return self if size >= LEAST_SIZE else replace(self, formula=self.short)

    @property
    def heads(self) -> list[Text]:
        """What stands in the same place, one after the other."""
        return [self.head, self.lesson, self.formula]


@dataclass(frozen=True)
class _Item:
    """A line as it is drawn, with what it gives.

    Attributes:
        code: The line.
        output: What it gives; None where it gives nothing.
    """

    code: Text
    output: Text | None

    @property
    def texts(self) -> list[Text]:
        return [self.code] if self.output is None else [self.code, self.output]

    @property
    def width(self) -> float:
        """How wide it is as it is set first."""
        return sum(text.width for text in self.texts) + _APART * _EM * (len(self.texts) - 1)


class Checklist(Picture):
    """The rows, in a box of the frame.

    In its state are the ``band`` behind the row that is told, how much of all code is ``typed``,
    row by row, and how many rows are ``ticked``.

    Args:
        box: Where.
        wide: Whether heads stand beside the code, or above it.
        theme: The colours.
        rows: What it consists of.
        shown: How a number is written.

    Attributes:
        rows: What it consists of.
        band: What lies behind the row that is told.
        bands: Where it is for each row, and ``nowhere`` where it can't be seen.
        readable: Whether all of it is large enough to be read.
        screen: The box with the code.
        ground: What is there from the beginning.
    """

    def __init__(
        self,
        box: Box,
        wide: bool,
        theme: Theme,
        rows: Sequence[Row],
        shown: Callable[[Entry], Shown],
    ) -> None:
        room = (_WIDEST * box.width if wide else box.width - 2 * _ROOM) - _BESIDE
        rows = [row.within(room) for row in rows]
        self.rows, self._wide = rows, wide
        self._items = [[_item(entry, row, theme, shown) for entry in row.entries] for row in rows]
        heads = [text for row in rows for text in row.heads]
        beside = max(text.width for text in heads) + _BESIDE
        column = min(beside, _WIDEST * box.width) if wide else 0.0
        self.screen = replace(box, left=box.left + column)
        self._inside = inside = self.screen.inset(*[_ROOM] * 4)
        self._heads = replace(box, right=box.left + column) if wide else inside
        self._em, high = self._fit()
        self.is_legible = high > 0
        self._stretch = min(_STRETCH, max(1.0, inside.height / max(high, 1e-9)))
        self.nowhere = replace(box, bottom=box.top - _FLAT)
        super().__init__(band=self.nowhere, typed=1.0, ticked=0.0)
        self.band = filled(theme.rule, "card", _BAND)
        claim(self.band, Backdrop())
        self.derive(self.band, self._draw_band)
        screen = panel(self.screen, theme)
        claim(screen, Screen())
        boxes = stroke(theme[Role.NEUTRAL], pen(4), "label")
        claim(boxes, Detail())
        self.bands: list[Box] = []
        self._boxes: list[tuple[float, float]] = []
        self._place(box)
        boxes.set_points(np.vstack([_square(*middle) for middle in self._boxes]))
        self.ground = VGroup(screen, self.band, boxes, *(row.head for row in rows))
        for i, middle in enumerate(self._boxes):
            tick = stroke(theme[Role.TEXT], pen(8), "label")
            claim(tick, Detail())
            self.ground.add(self.derive(tick, partial(self._draw_tick, i=i, middle=middle)))
        for i in range(len(rows)):
            for run in (run for text in self.texts(i) for run in text):
                assert isinstance(run, Run)
                self.derive(run, partial(self._draw, i=i, points=run.points.copy()))

    def typed(self, i: int, line: int) -> Text:
        """Return a line of a row."""
        return self._items[i][line].code

    def given(self, i: int, line: int) -> Text:
        """Return what a line of a row gives."""
        output = self._items[i][line].output
        assert output is not None
        return output

    def texts(self, i: int) -> list[Text]:
        """Return the lines of a row, and what they give."""
        return [text for item in self._items[i] for text in item.texts]

    def at(self, i: int, run_time: float = 0.5) -> Drive:
        """Let the band go to a row."""
        return Drive(self, run_time, band=self.bands[i])

    @property
    def free(self) -> Box:
        """Where nothing stands while there is no code."""
        left = self.screen.left if self._wide else max(row.head.end for row in self.rows)
        return replace(self._inside, left=left + _ROOM)

    def _lines(self, i: int, em: float) -> list[list[_Item]]:
        """Return which lines of a row stand side by side in columns, one under the other."""
        items, beside = self._items[i], 1
        if self.rows[i].flows:
            widest = max(item.width for item in items) * em / _EM + _BETWEEN * em
            beside = max(1, int((self._inside.width + _BETWEEN * em) / widest))
        return [items[k : k + beside] for k in range(0, len(items), beside)]

    def _heights(self, em: float) -> list[float]:
        """Return how high each row is, where nothing is stretched."""
        counts = [len(self._lines(i, em)) for i in range(len(self.rows))]
        if self._wide:
            counts = [max(n, 1 + bool(row.note)) for n, row in zip(counts, self.rows, strict=True)]
        return [(_PITCH * count + (0 if self._wide else _HEAD)) * em for count in counts]

    def _fit(self) -> tuple[float, float]:
        """Return how large an em of the code is, and how high all is; 0 if that is too much."""
        widest = max(item.width for items in self._items for item in items)
        for size in np.arange(SIZE, LEAST_SIZE - 1, -1):
            em = size * EM_PER_FONT_SIZE
            heights = self._heights(em)
            high = sum(heights) + _ROW * em * (len(heights) - 1)
            if widest * em / _EM <= self._inside.width and high <= self._inside.height:
                return em, high
        return em, 0.0

    def _place(self, box: Box) -> None:
        """Put all texts where they belong."""
        em, inside, pitch = self._em, self._inside, _PITCH * self._stretch * self._em
        heights = [height * self._stretch for height in self._heights(em)]
        gap = (inside.height - sum(heights)) / max(len(heights) - 1, 1)
        gap = min(gap, 2 * _ROW * em * self._stretch, max(_ROW * em, _TOGETHER - pitch))
        top = inside.top - (inside.height - sum(heights) - gap * (len(heights) - 1)) / 2
        for i, height in enumerate(heights):
            self.bands.append(replace(box, top=top + gap / 2.5, bottom=top - height - gap / 2.5))
            line = top - pitch / 2 - 0.28 * em
            self._place_head(self.rows[i], line)
            line -= 0 if self._wide else _HEAD * em * self._stretch
            lines = self._lines(i, em)
            columns = inside.columns(len(lines[0]), _BETWEEN * em)
            for several in lines:
                for item, column in zip(several, columns, strict=False):
                    for text in item.texts:
                        text.scale(em / _EM)
                    item.code.place(column.left, line, anchor=-1)
                    if item.output is not None:
                        item.output.place(column.right, line, anchor=1)
                line -= pitch
            top -= height + gap

    def _place_head(self, row: Row, line: float) -> None:
        """Put what stands at the left of a row on a line, with its box, and its note."""
        area = self._heads
        middle = line + 0.3 * row.head.font_size * EM_PER_FONT_SIZE
        self._boxes.append((area.left + 1.4 * _BOX, middle))
        start, room = area.left + 3.4 * _BOX, area.width - _BESIDE
        for text in row.heads:
            text.scale(min(1.0, room / text.width)).place(start, line, anchor=-1)
        if row.note is None:
            return
        if not self._wide:
            widest = max(text.width for text in row.heads[:2])
            start, room = start + widest + self._em, room - widest - self._em
        row.note.scale(min(1.0, room / row.note.width))
        below = _PITCH * self._stretch * self._em if self._wide else 0
        row.note.place(start, line - below, anchor=-1)
        self.is_legible &= row.note.font_size >= LEAST_SIZE

    def _draw_band(self, band: VMobject) -> None:
        box = self["band"]
        corners = box.left, box.bottom, box.right, box.top
        band.set_points(rounded(*corners, RADIUS) if box.height > 2 * _FLAT else NOTHING)

    def _draw_tick(self, tick: VMobject, i: int, middle: tuple[float, float]) -> None:
        share = float(np.clip(self["ticked"] - i, 0, 1))
        tick.set_points(polyline([*middle, 0] + 2 * _BOX * tick_of(share)) if share else NOTHING)

    def _draw(self, run: VMobject, i: int, points: Points) -> None:
        """Draw as much of a text as is typed; letters after that are pressed flat, and unseen."""
        share = float(np.clip(self["typed"] * len(self.rows) - i, 0, 1))
        front = points[:, 0].min() + share * np.ptp(points[:, 0]) + 1e-6
        shapes = [
            one if one[:, 0].max() <= front else one * [1, 0, 1] + [0, one[:, 1].min(), 0]
            for one in letters(points)
        ]
        run.set_points(np.vstack(shapes) if share else NOTHING)


def _item(entry: Entry, row: Row, theme: Theme, shown: Callable[[Entry], Shown]) -> _Item:
    """Return a line and what it gives, with what they mean for checks."""
    line = entry.line
    code = Text(f'#raw("{line.code}")', SIZE, Role.TEXT, theme)
    claim(code, Code(line.code, row.of, None, entry.before))
    if line.output is None:
        return _Item(code, None)
    output = Text(f'#raw("{line.output}")', SIZE, row.role, theme)
    claim(output, Code(line.code, row.of, line.output, entry.before, entry.number))
    if entry.number is not None and entry.number.value.is_Rational:
        output.numbers = (shown(entry),)
    return _Item(code, output)


def _square(x: float, y: float) -> Points:
    return rounded(x - _BOX, y - _BOX, x + _BOX, y + _BOX, _BOX / 3)
