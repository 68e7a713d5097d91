"""A paragraph: words with formulas and numbers in lines, as large as a box has room for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

import numpy as np
from manim import VGroup

from calculus.shown import Shown
from scenes.look.text import LEAST_SIZE, NumberText, Text, math, outlines
from scenes.look.theme import Role, Theme
from scenes.look.typesetting import EM_PER_FONT_SIZE
from scenes.picture.layout import Box

SIZES = 60.0, 54.0, 48.0, 44.0, 40.0, 36.0, 32.0, 28.0, LEAST_SIZE
"""Font sizes that are tried; the last one can be read on a phone."""

_PITCH = 1.45  # ems from line to line
_NARROWER = np.linspace(0.5, 1, 11)  # shares of a width in which as many lines may be more even


@dataclass(frozen=True)
class Figure:
    """A number in a paragraph, as an object of its own.

    Attributes:
        name: What it is called there.
        number: The number.
        role: Its colour.
    """

    name: str
    number: Shown
    role: Role

    @property
    def markup(self) -> str:
        """The number as Typst markup."""
        return f"${self.number.marked_typst}$"


Part: TypeAlias = str | Figure
"""Words as Typst markup, or a number."""

Chunk: TypeAlias = tuple[Part, ...]
"""What must stay in one line: a word, a formula, and the signs beside it."""


class Lines:
    """Words and numbers, to be broken into lines.

    Args:
        parts: Words and numbers in reading order, with spaces between words.
        theme: The typefaces.
    """

    def __init__(self, parts: Iterable[Part], theme: Theme) -> None:
        self._chunks = [*_chunks(parts)]
        self._widths = [_advance(chunk, theme) for chunk in self._chunks]
        self._space = _advance(("n n",), theme) - _advance(("nn",), theme)

    def height(self, size: float, width: float) -> float:
        """Return how high they are in a font size and a width; infinite if a word is too long."""
        em = size * EM_PER_FONT_SIZE
        if max(self._widths) * em > width:
            return np.inf
        return len(_broken(self._widths, self._space, width / em)) * _PITCH * em

    def fit(self, size: float, box: Box) -> bool:
        """Say whether they have room in a box in a font size."""
        return self.height(size, box.width) <= box.height

    def size(self, box: Box, most: float = SIZES[0]) -> float | None:
        """Return the largest font size in which they fit into a box, or None."""
        return next((size for size in SIZES if size <= most and self.fit(size, box)), None)

    def fitted(self, box: Box, most: float) -> tuple[float, list[tuple[Part, ...]]]:
        """Return the largest size that fits, or the least, and the lines, about equally long."""
        size = self.size(box, most) or SIZES[-1]
        width = box.width / (size * EM_PER_FONT_SIZE)
        lines = _broken(self._widths, self._space, width)
        counts = (_broken(self._widths, self._space, share * width) for share in _NARROWER)
        even = next((some for some in counts if len(some) == len(lines)), lines)
        return size, [_joined([self._chunks[i] for i in line]) for line in even]


class Paragraph(VGroup):
    """Lines of text in a box, in the largest of `SIZES` that fits.

    Args:
        plain: What it says, in plain text.
        parts: Words and numbers in reading order, with spaces between words.
        box: Where.
        theme: The colours.
        role: The colour of the words.
        come: Names of numbers that aren't there from the beginning.
        across: -1 puts lines at the left of the box, 0 in the middle.
        most: The largest font size.

    Attributes:
        plain: What it says, for those who don't see it.
        figures: The numbers, by their names; those that come are no part of it.
        spans: Everything in reading order, with the shares of the whole where it starts and ends.
        font_size: The font size.
        fits: Whether there is room for all of it in that size.
    """

    def __init__(
        self,
        plain: str,
        parts: Iterable[Part],
        box: Box,
        theme: Theme,
        role: Role = Role.TEXT,
        come: Sequence[str] = (),
        across: float = 0,
        most: float = SIZES[0],
    ) -> None:
        super().__init__()
        self.plain = plain
        self.figures: dict[str, list[NumberText]] = {}
        self.font_size, lines = Lines(parts, theme).fitted(box, most)
        self._order: list[Text | NumberText] = []
        em = self.font_size * EM_PER_FONT_SIZE
        widest = max(_advance(line, theme) for line in lines)
        self.fits = widest * em <= box.width and len(lines) * _PITCH * em <= box.height
        baseline = box.centre[1] + (len(lines) - 1) / 2 * _PITCH * em - 0.3 * em
        for i, line in enumerate(lines):
            spare = box.width - _advance(line, theme) * em
            left = box.left + (1 + across) / 2 * spare
            self._set(line, left, baseline - i * _PITCH * em, theme, role, come)
        ends = np.cumsum([one.end - one.start for one in self._order])
        starts = np.array([0.0, *ends[:-1]])
        self.spans = [*zip(self._order, starts / ends[-1], ends / ends[-1], strict=True)]

    def _set(
        self, line: Sequence[Part], left: float, baseline: float,
        theme: Theme, role: Role, come: Sequence[str],
    ) -> None:  # fmt: skip
        """Set one line: each number, and the words between them."""
        em, before = self.font_size * EM_PER_FONT_SIZE, list[Part]()
        for _, some in groupby(line, lambda part: part if isinstance(part, Figure) else ""):
            run = [*some]
            start = left + _advance(before, theme) * em
            before += run
            if isinstance(figure := run[0], Figure):
                number = NumberText(figure.number, self.font_size, figure.role, theme)
                number.place(start, baseline, anchor=-1)
                self.figures.setdefault(figure.name, []).append(number)
                self._order.append(number)
                if figure.name not in come:
                    self.add(number)
            elif words := _markup(run).strip():
                start = left + _advance([*before[: -len(run)], _spaces(run)], theme) * em
                text = Text(words, self.font_size, role, theme)
                self.add(text.place(start, baseline, anchor=-1))
                self._order.append(text)

    @property
    def places(self) -> list[tuple[str, NumberText, float, float]]:
        """The numbers in reading order, with their names and where they start and end."""
        names = {id(one): name for name, some in self.figures.items() for one in some}
        return [
            (names[id(one)], one, start, end)
            for one, start, end in self.spans
            if isinstance(one, NumberText)
        ]


def widest(parts: Iterable[Part], theme: Theme) -> float:
    """Return how wide the widest part is that must stay in one line, at the least size."""
    widths = (_advance(chunk, theme) for chunk in _chunks(parts))
    return max(widths, default=0.0) * SIZES[-1] * EM_PER_FONT_SIZE


def _broken(widths: Sequence[float], space: float, most: float) -> list[list[int]]:
    """Return which chunks stand in each line: as many as fit."""
    lines: list[list[int]] = []
    used = np.inf
    for i, width in enumerate(widths):
        if used + space + width > most:
            lines.append([])
            used = -space
        lines[-1].append(i)
        used += space + width
    return lines


def _chunks(parts: Iterable[Part]) -> Iterator[Chunk]:
    """Cut words at their spaces; what touches a formula or a number stays with it."""
    chunk: list[Part] = []
    for part in parts:
        if isinstance(part, Figure) or part.startswith("$"):
            chunk.append(part)
            continue
        first, *others = part.split(" ")
        chunk += [first] if first else []
        for word in others:
            if chunk:
                yield tuple(chunk)
            chunk = [word] if word else []
    if chunk:
        yield tuple(chunk)


def _joined(chunks: Sequence[Chunk]) -> tuple[Part, ...]:
    """Return chunks as a line, with spaces between them."""
    line: list[Part] = []
    for chunk in chunks:
        line += [*([" "] if line else []), *chunk]
    return tuple(line)


def _markup(parts: Iterable[Part]) -> str:
    return "".join(part.markup if isinstance(part, Figure) else part for part in parts)


def _spaces(run: Sequence[Part]) -> str:
    """Return the space that a run of words begins with."""
    return " " if _markup(run).startswith(" ") else ""


def _advance(parts: Iterable[Part], theme: Theme) -> float:
    """Return how long a line is, in ems."""
    markup = _markup(parts)
    if markup.endswith(" "):  # which Typst drops at the end of a line
        return _advance([f"{markup}$x$"], theme) - outlines(math("x"), theme).advance
    return outlines(markup, theme).advance if markup else 0.0
