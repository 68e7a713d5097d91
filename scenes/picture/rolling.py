"""Numbers that change where they stand: digits roll as wheels, equal digits stand still."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from manim import Scene, VMobject
from manim.utils.rate_functions import linear

from calculus.errors import LessonError
from calculus.shown import Shown, shown
from scenes.look.text import NumberText, Text
from scenes.picture.arriving import Entrance
from scenes.picture.flight import Ink, InPlace, landing
from scenes.picture.wheels import Wheels, odometer, wheels

_TICK, _MOST_TICKS, _RUN = 0.3, 12, 1.2  # seconds a tick, so many, and seconds of more than that
_TURNING = 0.6  # share of a tick in which digits roll


class _Rolling(InPlace):
    """What changes where it stands, on wheels."""

    def __init__(
        self, target: VMobject, hidden: VMobject, stages: Sequence[Wheels], *rest: Any
    ) -> None:
        self._stages = stages
        super().__init__(target, hidden, *rest)

    def entrances(self) -> Iterator[Entrance]:
        """Give what it has brought on: another number, even if its text was there."""
        self._is_new = True
        return super().entrances()

    def _inks(self, alpha: float) -> Iterator[Ink]:
        count = len(self._stages)
        place = min(int(alpha * count), count - 1)
        return self._stages[place].inks(alpha * count - place)


class Roll(_Rolling):
    """Let digits roll to those of another number, in 0.6 s, from left to right.

    Digits that are equal stand still, and so does the decimal point; new decimals are pushed in
    from the right; a relation sign is turned down until all digits have landed::

        self.play(Roll(number, shown("4.01")))  # a `NumberText`
        self.play(Roll(before, after))  # two texts with the same layout

    In the limit, what shrinks and its number go together: ``Drive(plot, h=0.0)`` and
    ``Roll(number, shown(0))`` in one play.

    Args:
        before: A number, or a text, which leaves.
        after: What the number is to be, or Typst mathematics for what is no number; or the text
            that takes the place of the one before.
        run_time: Seconds; by default what the wheels take.

    Raises:
        LessonError: No letter of the text after has its place in the text before.
    """

    def __init__(
        self,
        before: NumberText | Text,
        after: Shown | str | Text,
        run_time: float | None = None,
    ) -> None:
        self._after = after
        target: VMobject = before
        if isinstance(after, Text):
            target, stage = after, wheels(before, after)
        else:
            assert isinstance(before, NumberText), "a text rolls to another text"
            stage = wheels(before, before.copy().rewrite(after))
        if not stage.meet:
            raise LessonError(
                "Roll",
                "leads to a text with the same layout, which stands in the same place",
                getattr(after, "source", str(after)),
                "after.place(before.start, before.baseline, anchor=-1)",
            )
        seconds = stage.seconds if run_time is None else run_time
        super().__init__(target, before, [stage], "roll", before.numbers, seconds)

    def _land(self) -> None:
        if isinstance(self._hidden, NumberText) and not isinstance(self._after, Text):
            self._hidden.rewrite(self._after)


class Count(_Rolling):
    """Let a number count: a tick for each of some things, or an odometer for more than 12.

    ``self.play(Count(number, range(1, 27)))``

    Args:
        number: Where it counts; if it is not on screen it comes, and starts from nothing.
        values: The numbers it shows, one after the other; whole numbers can be given as such.
        run_time: Seconds; by default 0.3 a tick, or 1.2.
        even: Whether an odometer runs evenly, as what it counts does, instead of slowing down.
    """

    def __init__(
        self,
        number: NumberText,
        values: Sequence[Shown | int],
        run_time: float | None = None,
        even: bool = False,
    ) -> None:
        ticks = len(values) <= _MOST_TICKS
        stops = values if ticks else values[-1:]
        self._number, self._ticks = number, ticks
        self.ease: Callable[[float], float] = linear if even else landing
        self._known = [value if isinstance(value, Shown) else shown(value) for value in stops]
        natural = _TICK * len(values) if ticks else _RUN
        seconds = natural if run_time is None else run_time
        super().__init__(number, number, (), "count", (), seconds)

    def _setup_scene(self, scene: Scene) -> None:
        super()._setup_scene(scene)
        self._starts_empty = self._is_new

    def create_starting_mobject(self) -> Any:
        before: Any = None if self._starts_empty else self._number
        if not self._ticks:
            last = self._known[-1]
            shows = () if before is None else before.numbers
            first = shows[0].number if shows else 0.0
            runs = odometer(before, self._number.copy().rewrite(last), first, last)
            self._stages = [replace(runs, ease=self.ease)]
        else:
            stages = []
            for value in self._known:
                after = self._number.copy().rewrite(value)
                stages.append(replace(wheels(before, after), turning=_TURNING))
                before = after
            self._stages = stages
        return super().create_starting_mobject()

    def _land(self) -> None:
        self._number.rewrite(self._known[-1])
