"""How many steps have been taken: k = 26."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from manim import VGroup
from manim.utils.rate_functions import linear

from calculus.shown import shown
from scenes.look.text import NumberText, Text, math
from scenes.look.theme import Role, Theme
from scenes.picture.rolling import Count

Pace = Callable[[float], float]
_BETWEEN = 0.16  # from the sign to the number


class StepCount(VGroup):
    """The number of steps, at first so many, with its name and room for the largest number.

    Attributes:
        number: The number.
        end: Where it ends with its largest number.
    """

    def __init__(self, theme: Theme, size: float, most: int, first: int = 0) -> None:
        head = Text(math("k ="), size, Role.NEUTRAL, theme).place(0, 0, anchor=-1)
        self.number = NumberText(shown(most), size, Role.TEXT, theme)
        self.end = self.number.place(head.end + _BETWEEN, 0, anchor=-1).end
        super().__init__(head, self.number.rewrite(shown(first)))

    def put(self, x: float, baseline: float) -> StepCount:
        """Let it start at a place on a baseline, once."""
        self.end += x
        return self.shift((x, baseline, 0))

    def to(self, steps: Sequence[int], run_time: float, pace: Pace = linear) -> Count:
        """Let it count at the pace at which steps are taken: evenly, or of many as `pace` says."""
        count = Count(self.number, steps, run_time, even=True)
        count.ease = pace
        return count
