"""Which numbers a scene says or shows, beat by beat, and how they came on screen."""

from __future__ import annotations

from collections.abc import Iterable

from manim import Mobject

from calculus.shown import Shown
from scenes.look.text import NumberText, Text
from scenes.picture.arriving import Arrival, Entrance


class NumberRecord:
    """The numbers on record: of a sentence when it is said, of a text when it comes on screen.

    Attributes:
        numbers: Those since the last beat ended.
        arrivals: How those of texts came.
    """

    def __init__(self) -> None:
        self.numbers: list[Shown] = []
        self.arrivals: list[Arrival] = []
        self._entered: set[tuple[Mobject, tuple[Shown, ...]]] = set()
        self._there: set[tuple[Mobject, tuple[Shown, ...]]] = set()

    def say(self, numbers: Iterable[Shown]) -> None:
        """Take note of the numbers of a sentence."""
        self.numbers += numbers

    def enter(self, entrances: Iterable[Entrance]) -> None:
        """Take note of the numbers of what comes on screen."""
        for entrance in entrances:
            text = entrance.mobject
            if isinstance(text, Text | NumberText) and (text, text.numbers) not in self._entered:
                self._entered.add((text, text.numbers))
                self.numbers += text.numbers
                self.arrivals += (Arrival.of(number, entrance) for number in text.numbers)

    def end_beat(self, present: Iterable[Mobject]) -> tuple[tuple[Shown, ...], tuple[Arrival, ...]]:
        """Return the numbers of a beat, each once, and how they came; and begin the next.

        Args:
            present: All that is on screen, with all parts; some may have come by other ways.
        """
        texts = [part for part in present if isinstance(part, Text | NumberText)]
        self.enter(Entrance(text) for text in texts if (text, text.numbers) not in self._there)
        numbers, arrivals = tuple(dict.fromkeys(self.numbers)), tuple(self.arrivals)
        self.numbers, self.arrivals, self._entered = [], [], set()
        self._there = {(text, text.numbers) for text in texts}
        return numbers, arrivals
