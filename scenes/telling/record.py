"""Which numbers a scene says or shows, beat by beat."""

from __future__ import annotations

from collections.abc import Iterable

from manim import Mobject

from calculus.shown import Shown
from scenes.look.text import Text


class NumberRecord:
    """The numbers on record: of a sentence when it is said, of a text when it comes on screen.

    Attributes:
        numbers: Those since the last beat ended.
    """

    def __init__(self) -> None:
        self.numbers: list[Shown] = []
        self._entered: set[Mobject] = set()
        self._there: set[Mobject] = set()

    def say(self, numbers: Iterable[Shown]) -> None:
        """Take note of the numbers of a sentence."""
        self.numbers += numbers

    def enter(self, mobjects: Iterable[Mobject]) -> None:
        """Take note of the numbers of what comes on screen."""
        for text in mobjects:
            if isinstance(text, Text) and text not in self._entered:
                self._entered.add(text)
                self.numbers += text.numbers

    def end_beat(self, present: Iterable[Mobject]) -> tuple[Shown, ...]:
        """Return the numbers of a beat, each once, and begin the next.

        Args:
            present: All that is on screen, with all parts; some may have come by other ways.
        """
        texts = [part for part in present if isinstance(part, Text)]
        self.enter(text for text in texts if text not in self._there)
        numbers = tuple(dict.fromkeys(self.numbers))
        self.numbers, self._entered, self._there = [], set(), set(texts)
        return numbers
