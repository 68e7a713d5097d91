"""A screen on which a session runs: lines are typed, outputs come out of them, all move up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from manim import Animation

from calculus.session import CodeLine
from calculus.shown import Shown
from scenes.look.text import LEAST_SIZE, Text, coloured
from scenes.look.theme import Role, Theme
from scenes.look.typesetting import EM_PER_FONT_SIZE
from scenes.picture.card import panel
from scenes.picture.carrying import numbers_of
from scenes.picture.flight import Flight, Ink, inks_of
from scenes.picture.layout import Box
from scenes.picture.meaning import Code, Formula, Screen, claim
from scenes.picture.motion import Drive, Picture, Pulse, shade
from scenes.picture.shapes import letters

SIZE = 40.0  # font size of a line, where all are short enough
_PITCH = 1.45  # from line to line, in ems
_ROOM = 0.35  # around the lines, Manim units
_PROMPT = ">>> "
_LETTERS, _PRINTED = 22, 60  # typed in a second, and printed
_FEWEST = 2  # lines to be seen at a time: one, and what it prints
_UP = 0.4  # seconds for the lines to move up


class Typing(Flight):
    """Let a line of code appear as it is typed, from left to right; `pace` is times as long."""

    def __init__(self, line: Text, pace: float = 1.0) -> None:
        super().__init__(line, (), "given", (), pace * _letters(line) / _LETTERS)

    def _inks(self, alpha: float) -> Iterator[Ink]:
        left = float(self.target.get_left()[0])
        front = left + alpha * self.target.width
        for ink in inks_of(self.target):
            typed = [letter for letter in letters(ink.points) if letter[:, 0].max() <= front]
            if typed:
                yield replace(ink, points=np.vstack(typed))


class Printing(Typing):
    """Let an output appear under the line that printed it, faster than anybody types."""

    def __init__(self, output: Text, line: Text) -> None:
        Flight.__init__(self, output, (), "merge", numbers_of(line), _letters(output) / _PRINTED)


def _letters(line: Text) -> int:
    return len(line.source.partition('raw("')[2])


class SessionScreen:
    """All lines of a session, one under the other; those that have been run move up.

    Args:
        box: Where.
        theme: The colours.
        lines: The lines, in order; each with the function it is about, if it is about one, and
            the number it prints, if it prints one.

    Attributes:
        panel: The screen itself.
        prompt: What waits on it for the first line.
    """

    def __init__(
        self,
        box: Box,
        theme: Theme,
        lines: Sequence[tuple[CodeLine, Formula | None, Shown | None]],
    ) -> None:
        self.panel = panel(box, theme)
        claim(self.panel, Screen())
        inner = box.inset(*[_ROOM] * 4)
        self._picture = Picture(scroll=0.0)
        self._rows: list[Text] = []
        self._typed: dict[int, Text] = {}
        self._printed: dict[int, Text] = {}
        for line, of, number in lines:
            self._typed[id(line)] = self._row(_PROMPT, line.code, Role.TEXT, theme)
            claim(self._rows[-1], Code(line.code, of))
            if line.output is not None:
                self._printed[id(line)] = self._row("", line.output, Role.SLOPE, theme)
                claim(self._rows[-1], Code(line.code, of, line.output))
                self._rows[-1].numbers = () if number is None else (number,)
        widest = max(row.width for row in self._rows)
        scale = min(1.0, inner.width / widest)
        pitch = _PITCH * scale * SIZE * EM_PER_FONT_SIZE
        self._fits = int(inner.height / pitch)
        self.is_legible = scale * SIZE >= LEAST_SIZE and self._fits >= _FEWEST
        top = inner.top - 0.75 * pitch
        foot = top - (self._fits - 1) * pitch
        for place, row in enumerate(self._rows):
            row.scale(scale)
            first = top - pitch * place
            self._picture.derive_from(row, self._rule(inner.left, first, (foot, top), pitch))
        self.prompt = self._rows[0].part(Role.NEUTRAL).copy()

    def _row(self, prompt: str, code: str, role: Role, theme: Theme) -> Text:
        source = f'#raw("{code}")'
        if prompt:
            source = f'#{coloured(Role.NEUTRAL, f"""raw("{prompt}")""")}{source}'
        self._rows.append(Text(source, SIZE, role, theme))
        return self._rows[-1]

    def _rule(
        self, left: float, first: float, ends: tuple[float, float], pitch: float
    ) -> Callable[[Text], None]:
        def place(row: Text) -> None:
            baseline = first + self._picture["scroll"] * pitch
            row.place(left, baseline, anchor=-1)
            beyond = max(ends[0] - baseline, baseline - ends[1]) / pitch
            for part in row.get_family():  # it goes out as it leaves the screen
                shade(part, float(np.clip(1 - beyond, 0, 1)))

        return place

    def typed(self, line: CodeLine) -> Text:
        """Return a line as it is typed."""
        return self._typed[id(line)]

    def printed(self, line: CodeLine) -> Text:
        """Return what a line prints."""
        return self._printed[id(line)]

    def room(self, line: CodeLine) -> list[Animation]:
        """Move up what is there, so that a line and what it prints fit under it."""
        last = self._rows.index(self._printed.get(id(line), self._typed[id(line)]))
        scroll = max(self._picture.state["scroll"], last + 1 - self._fits)
        if scroll == self._picture.state["scroll"]:
            return []
        return [Drive(self._picture, scroll=float(scroll), run_time=_UP)]

    def leaf(self) -> list[Drive]:
        """Let all lines run past once more, back to the first one, unless that is seen."""
        return [Drive(self._picture, scroll=0.0)] if self._picture.state["scroll"] else []

    def back_to(self, line: CodeLine) -> list[Animation]:
        """Bring a line and what it prints back to where they can be seen."""
        return [] if self._is_seen(self._printed[id(line)]) else self.room(line)

    def again(self) -> list[Pulse]:
        """Let the outputs that can be seen say that they are there, one after the other."""
        return [Pulse(row) for row in self._printed.values() if self._is_seen(row)]

    def _is_seen(self, row: Text) -> bool:
        return 0 <= self._rows.index(row) - int(self._picture.state["scroll"]) < self._fits
