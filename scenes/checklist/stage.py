"""A checklist: a row for each concept, with its lines of code and what they give."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product

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
from scenes.picture.placing import box_of
from scenes.picture.plot import filled, stroke
from scenes.picture.shapes import NOTHING, Points, letters, polyline, rounded

SIZE = 46.0
"""Font size of code, where there is room."""

_EM = SIZE * EM_PER_FONT_SIZE

_PITCH, _ROW, _HEAD = 1.0, 0.3, 1.15  # ems: from line to line, between rows, and for a head
_APART, _BETWEEN = 0.7, 1.3  # ems from a line to its formula, and to another line beside it
_GIVES, _TIP, _MIDDLE = 1.0, 0.12, 0.3  # ems: from a line to what it gives, where an arrow is
_ROOM, _BOX = 0.25, 0.17  # Manim units: around the code, and half a side of a box to tick
_COLUMNS = 3  # in which the lines of a row may stand, at most
_WORTH = 1.1  # times as large as with fewer columns code has to be, for the sake of one more
_WIDEST, _BAND = 0.3, 0.4  # of the width, for heads at most; opacity of the band
_TOGETHER = 0.62  # Manim units from row to row at most, so that they are seen as one
_STRETCH = 1.5  # times as far as they need be that lines may stand apart
_BESIDE = 5.2 * _BOX  # what a box takes of the room for a head
_EASE = 28.0  # font size of formulas, where there is room
_SLACK = 0.05  # of a font size, by which rounding may make it smaller
_FLAT = 0.01  # height of a band that is not to be seen, Manim units


@dataclass(frozen=True)
class Row:
    """A row of the checklist.

    Attributes:
        head: What it is about.
        formula: It in mathematics.
        short: The same without what may be long.
        entries: Its lines.
        values: How many of them, from the first, give values on the way forward; if any do, lines
            may stand in columns.
        of: The function that the last line is about, where that is for checks to compare.
        role: The colour of what its other lines give.
    """

    head: Text
    formula: Text
    short: Text
    entries: Sequence[Entry]
    values: int = 0
    of: Formula | None = None
    role: Role = Role.SLOPE

    def within(self, room: float) -> Row:
        """Return the row with a formula that can be read where there is so much room."""
        full = self.formula.font_size * room / _advance(self.formula) >= LEAST_SIZE
        formula = self.formula if full else self.short
        most = self.head.font_size / formula.font_size
        formula.scale(min(1.0, most, room / _advance(formula)))
        return replace(self, formula=formula)

    def least(self, whole: bool) -> float:
        """How wide its formula is, read with ease; or where it is short and as small as can be."""
        formula, size = (self.formula, _EASE) if whole else (self.short, LEAST_SIZE)
        return _advance(formula) * size / formula.font_size

    @property
    def shared(self) -> int:
        """Which of its lines leaves room for the formula: the first that gives nothing, or none."""
        quiet = [k for k, entry in enumerate(self.entries) if entry.line.output is None]
        return quiet[0] if quiet else len(self.entries) - 1


@dataclass(frozen=True)
class _Item:
    """A line as it is drawn, with what it gives.

    Attributes:
        code: The line.
        output: What it gives; None where it gives nothing.
        arrow: What leads from the one to the other.
    """

    code: Text
    output: Text | None
    arrow: VMobject

    @property
    def texts(self) -> list[Text]:
        return [self.code] if self.output is None else [self.code, self.output]

    @property
    def width(self) -> float:
        """How wide it is as it is set first."""
        return sum(map(_advance, self.texts)) + _GIVES * _EM * (len(self.texts) - 1)


class Checklist(Picture):
    """The rows, in a box of the frame.

    In its state are the ``band`` behind the row that is told, and how much of all code is ``typed``
    and ``ticked``, line by line, as shares.

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
        self.rows, self._wide = [*rows], wide
        self._items = [
            [_item(row, k, theme, shown) for k in range(len(row.entries))] for row in rows
        ]
        beside = max(row.head.width for row in rows) + _BESIDE
        column = min(beside, _WIDEST * box.width) if wide else 0.0
        self.screen = replace(box, left=box.left + column)
        self._inside = inside = self.screen.inset(*[_ROOM] * 4)
        self._heads = replace(box, right=box.left + column) if wide else inside
        self._columns, self._count = 1, sum(map(len, self._items))
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
        for k, item in enumerate(item for items in self._items for item in items):
            for run in (run for text in item.texts for run in text):
                assert isinstance(run, Run)
                self.derive(run, partial(self._draw, line=k, points=run.points.copy()))
            self.derive(item.arrow, partial(self._draw_arrow, line=k, item=item))

    def typed(self, i: int, line: int) -> Text:
        """Return a line of a row."""
        return self._items[i][line].code

    def given(self, i: int, line: int) -> Text:
        """Return what a line of a row gives."""
        output = self._items[i][line].output
        assert output is not None
        return output

    def arrow(self, i: int, line: int) -> VMobject:
        """Return the arrow from a line of a row to what it gives."""
        return self._items[i][line].arrow

    def texts(self, i: int) -> list[Text]:
        """Return the lines of a row, and what they give."""
        return [text for texts in self.lines(i) for text in texts]

    def lines(self, i: int) -> list[list[Text]]:
        """Return each line of a row, with what it gives."""
        return [item.texts for item in self._items[i]]

    def at(self, i: int, run_time: float = 0.5) -> Drive:
        """Let the band go to a row."""
        return Drive(self, run_time, band=self.bands[i])

    @property
    def free(self) -> Box:
        """Where nothing stands while there is no code."""
        left = self.screen.left if self._wide else max(row.head.end for row in self.rows)
        return replace(self._inside, left=left + _ROOM)

    @property
    def last(self) -> Box:
        """Where the last row has its code, in the end."""
        box, inside = self.bands[-1], self._inside
        top = box.top if self._wide else box_of(self.rows[-1].head).bottom
        room = Box(inside.left, max(box.bottom, inside.bottom), inside.right, top)
        return room.inset(top=_ROOM)

    def _parted(self, i: int) -> list[list[_Item]]:
        """Return the columns of a row, which are read one by one: forward, then back."""
        items, values = self._items[i], self.rows[i].values
        high = math.ceil(len(items) / (self._columns if values else 1))
        if values and max(values, len(items) - values) == high:
            return [items[:values], items[values:]]
        return [items[k : k + high] for k in range(0, len(items), high)]

    def _heights(self, em: float) -> list[float]:
        """Return how high each row is, where nothing is stretched."""
        counts = [max(map(len, self._parted(i))) for i in range(len(self.rows))]
        return [(_PITCH * count + (0 if self._wide else _HEAD)) * em for count in counts]

    def _width(self, i: int, em: float) -> float:
        """Return how wide the lines of a row are, with its formula at its least."""
        items, row, share = self._items[i], self.rows[i], em / _EM
        count = len(self._parted(i))
        wide = count * (max(item.width for item in items) * share + _BETWEEN * em) - _BETWEEN * em
        if count > 1:
            return wide + self._aside(i, em)
        return max(wide, items[row.shared].width * share + self._aside(i, em))

    def _aside(self, i: int, em: float) -> float:
        """Return how much room the formula of a row takes beside code, at least."""
        return _APART * em + self.rows[i].least(self._are_whole) if self._wide else 0.0

    def _fit(self) -> tuple[float, float]:
        """Return how large an em of the code is, and how high all is; 0 if that is too much."""
        best = 1, LEAST_SIZE * EM_PER_FONT_SIZE / _WORTH, 0.0
        for self._are_whole, self._columns in product((True, False), range(1, _COLUMNS + 1)):
            for size in np.arange(SIZE, LEAST_SIZE - 1, -1):
                em = size * EM_PER_FONT_SIZE
                heights = self._heights(em)
                high = sum(heights) + _ROW * em * (len(heights) - 1)
                widest = max(self._width(i, em) for i in range(len(heights)))
                if widest <= self._inside.width and high <= self._inside.height:
                    if em >= _WORTH * best[1]:
                        best = self._columns, em, high
                    break
            if best[2] and self._columns == _COLUMNS:
                break
        self._columns, em, high = best
        return em, high

    def _place(self, box: Box) -> None:
        """Put all texts where they belong."""
        em, inside, pitch = self._em, self._inside, _PITCH * self._stretch * self._em
        heights = [height * self._stretch for height in self._heights(em)]
        gap = (inside.height - sum(heights)) / max(len(heights) - 1, 1)
        gap = min(gap, 2 * _ROW * em * self._stretch, max(_ROW * em, _TOGETHER - pitch))
        top = inside.top - (inside.height - sum(heights) - gap * (len(heights) - 1)) / 2
        for i, height in enumerate(heights):
            self.bands.append(replace(box, top=top + gap / 2.5, bottom=top - height - gap / 2.5))
            first = pitch if self._wide else _HEAD * em * self._stretch
            line = top - first / 2 - 0.28 * em
            self._place_head(i, line)
            line -= 0 if self._wide else (first + pitch) / 2
            columns = self._parted(i)
            area = inside.inset(right=self._aside(i, em) if len(columns) > 1 else 0.0)
            for column, place in zip(
                columns, area.columns(len(columns), _BETWEEN * em), strict=True
            ):
                for k, item in enumerate(column):
                    for text in item.texts:
                        text.scale(em / _EM)
                    item.code.place(place.left, line - k * pitch, anchor=-1)
                    if item.output is not None:
                        start = item.code.end + _GIVES * em
                        item.output.place(start, item.code.baseline, anchor=-1)
            if self._wide:
                k = min(self.rows[i].shared, max(map(len, columns)) - 1)
                beside = [column[k] for column in columns if k < len(column)]
                end = max(text.end for item in beside for text in item.texts)
                self._place_formula(i, end, beside[0].code.baseline)
            top -= height + gap

    def _place_head(self, i: int, line: float) -> None:
        """Put the head of a row on a line, with its box."""
        area, row = self._heads, self.rows[i]
        middle = line + 0.3 * row.head.font_size * EM_PER_FONT_SIZE
        self._boxes.append((area.left + 1.4 * _BOX, middle))
        room = area.width - _BESIDE - (0 if self._wide else row.least(False) + _APART * self._em)
        high = self._stretch * self._em * (_PITCH + _ROW if self._wide else _HEAD)
        most = high / EM_PER_FONT_SIZE / row.head.font_size
        row.head.scale(min(1.0, most, room / row.head.width))
        row.head.place(area.left + 3.4 * _BOX, line, anchor=-1)
        if not self._wide:
            self._place_formula(i, row.head.end, line)

    def _place_formula(self, i: int, start: float, line: float) -> None:
        """Put the formula of a row at the right end of a line of which a part is taken."""
        right = self._inside.right
        self.rows[i] = self.rows[i].within(right - start - _APART * self._em)
        self.rows[i].formula.place(right, line, anchor=1)
        self.is_legible &= self.rows[i].formula.font_size > LEAST_SIZE - _SLACK

    def _draw_band(self, band: VMobject) -> None:
        box = self["band"]
        corners = box.left, box.bottom, box.right, box.top
        band.set_points(rounded(*corners, RADIUS) if box.height > 2 * _FLAT else NOTHING)

    def _draw_tick(self, tick: VMobject, i: int, middle: tuple[float, float]) -> None:
        last = sum(len(items) for items in self._items[: i + 1]) - 1
        share = float(np.clip(self["ticked"] * self._count - last, 0, 1))
        tick.set_points(polyline([*middle, 0] + 2 * _BOX * tick_of(share)) if share else NOTHING)

    def _draw_arrow(self, arrow: VMobject, line: int, item: _Item) -> None:
        """Draw what leads to an output, once that is there."""
        if item.output is None or self["typed"] * self._count < line + 1:
            arrow.set_points(NOTHING)
            return
        y, tip = item.code.baseline + _MIDDLE * self._em, _TIP * self._em
        start, end = item.code.end + 2 * tip, item.output.start - 2 * tip
        head = [[end - tip, y + tip, 0], [end, y, 0], [end - tip, y - tip, 0]]
        arrow.set_points(np.vstack([polyline([[start, y, 0], [end, y, 0]]), polyline(head)]))

    def _draw(self, run: VMobject, line: int, points: Points) -> None:
        """Draw as much of a text as is typed; letters after that are pressed flat, and unseen."""
        share = float(np.clip(self["typed"] * self._count - line, 0, 1))
        front = points[:, 0].min() + share * np.ptp(points[:, 0]) + 1e-6
        shapes = [
            one if one[:, 0].max() <= front else one * [1, 0, 1] + [0, one[:, 1].min(), 0]
            for one in letters(points)
        ]
        run.set_points(np.vstack(shapes) if share else NOTHING)


def _item(row: Row, k: int, theme: Theme, shown: Callable[[Entry], Shown]) -> _Item:
    """Return a line and what it gives, with what they mean for checks."""
    entry = row.entries[k]
    line, role = entry.line, Role.VALUE if k < row.values else row.role
    code = Text(f'#raw("{line.code}")', SIZE, Role.TEXT, theme)
    of = row.of if entry is row.entries[-1] else None
    claim(code, Code(line.code, of, None, entry.before))
    arrow = stroke(theme[Role.NEUTRAL], pen(4), "label")
    claim(arrow, Backdrop())  # over which what pulses may swell
    if line.output is None:
        return _Item(code, None, arrow)
    output = Text(f'#raw("{line.output}")', SIZE, role, theme)
    claim(output, Code(line.code, of, line.output, entry.before, entry.number))
    if entry.number is not None and entry.number.value.is_Rational:
        output.numbers = (shown(entry),)
    return _Item(code, output, arrow)


def _advance(text: Text) -> float:
    """Return how wide a text is for what stands beside it."""
    return text.end - text.start


def _square(x: float, y: float) -> Points:
    return rounded(x - _BOX, y - _BOX, x + _BOX, y + _BOX, _BOX / 3)
