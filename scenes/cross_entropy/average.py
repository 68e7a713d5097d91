"""Bars side by side that level out, and come back: what an average is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np
from manim import VGroup, VMobject

from calculus.quantity import Quantity
from scenes.base import LessonScene
from scenes.look.theme import Role
from scenes.picture.bars import bar_outline
from scenes.picture.layout import pen, px
from scenes.picture.meaning import Around, Length, Passing, claim
from scenes.picture.meaning_of_maps import Trail
from scenes.picture.motion import Drive
from scenes.picture.plot import Axis, filled, stroke
from scenes.picture.shapes import Points, arrow, polyline, segments
from scenes.picture.window import Window
from scenes.picture.world import Pane, World

_WIDEST, _SHARE = px(26), 0.3  # half of a bar's width, at most, and as a share of its slot
_LINE, _PULL = pen(6), 0.9  # width of the line of the mean; Manim units of an arrow down to it
_NUMBERS = 0.75  # Manim units beside the slots


class Average(World):
    """A bar for each example, in slots side by side, and the line of their mean.

    The state says at which ``stage`` the bars are, between stages on their way from one to the
    next; how far they have ``levelled`` out to their mean; how much of them is ``shown``; how far
    they have ``flown`` to their slots; how much of the line of the mean is ``lined``, and how far
    an arrow ``pulls`` it down; and which value is ``tried``, if the bars are to be others for a
    while.

    Args:
        scene: The scene.
        pane: Where.
        bottom: Where the window begins, upwards.
        top: Where it ends.
        name: Of the axis upwards, Typst markup.
        stages: What the bars are, one after the other, in order of their slots.
        starts: Gives where the bars come from in the frame, shape (n, 2, 3).
        role: Their colour.
        others: Gives other bars, for a value that is tried.

    Attributes:
        bars: The bars.
        mean: The line of their mean.
        pull: The arrow.
    """

    compared = False

    def __init__(
        self,
        scene: LessonScene,
        pane: Pane,
        bottom: float,
        top: float,
        name: str,
        stages: Sequence[Sequence[Quantity]],
        starts: Callable[[], Points],
        role: Role,
        others: Callable[[float], Points] | None = None,
    ) -> None:
        self._stages, self._starts, self._others = stages, starts, others
        self._numbers = np.array([[one.number for one in stage] for stage in stages])
        count = self._numbers.shape[1]
        state = {"area": pane.area, "frame": pane.frame, "stage": 0.0,
                 "levelled": 0.0, "shown": 0.0, "flown": 0.0, "lined": 0.0, "pulls": 0.0,
                 "tried": None}  # fmt: skip
        window = self.window_of(count, pane, bottom, top)
        super().__init__(scene.regions, window, scene.theme, names=("", name), state=state)
        colour = self.theme[role]
        self.bars = VGroup(
            *(
                self.derive(filled(colour, "line", 0.95), partial(self._draw_bar, i))
                for i in range(count)
            )
        )
        self.mean = self.derive(stroke(self.theme[Role.SLOPE], _LINE, "dot"), self._draw_mean)
        self.pull = self.derive(filled(self.theme[Role.SLOPE], "dot"), self._draw_pull)
        claim(self.pull, Around(self))

    @staticmethod
    def window_of(count: int, pane: Pane, bottom: float, top: float) -> Window:
        """Return a window with slots, and at their left room for the numbers upwards."""
        width = pane.area.width
        return Window(0.5 - count * _NUMBERS / (width - _NUMBERS), bottom, count + 0.5, top)

    def heights(self) -> Points:
        """Return how high the bars are now."""
        if self._others is not None and self["tried"] is not None:
            return self._others(self["tried"])
        stage = self["stage"]
        before = min(int(stage), len(self._stages) - 1)
        after = min(before + 1, len(self._stages) - 1)
        low, high = self._numbers[[before, after]]
        found = low + (stage - before) * (high - low)
        return np.asarray(found + self["levelled"] * (found.mean() - found))

    def level_out(self) -> Iterator[Drive]:
        """Let the bars level out to their mean, and come back: their line stays."""
        yield Drive(self, levelled=1.0, lined=1.0)
        yield Drive(self, levelled=0.0)

    def slot(self, i: int) -> float:
        """Return the middle of a slot in the frame."""
        return float(self.point(i + 1.0, 0.0)[0])

    @property
    def slot_width(self) -> float:
        """How wide a slot is, Manim units."""
        return self.slot(1) - self.slot(0)

    def at_rest(self) -> bool:
        """Say whether the bars stand at a stage."""
        stands = self["stage"] == int(self["stage"]) and self["flown"] == 1
        return bool(stands and not self["levelled"] and self["tried"] is None)

    def _draw_bar(self, i: int, bar: VMobject) -> None:
        height, shown, flown = self.heights()[i], self["shown"], self["flown"]
        slot = self.points([[i + 1.0, 0.0], [i + 1.0, height]])
        ends = slot if flown == 1 else (1 - flown) * self._starts()[i] + flown * slot
        half = min(_WIDEST, _SHARE * self.slot_width)
        bar.set_points(bar_outline(ends[0], ends[0] + shown * (ends[1] - ends[0]), half))
        if self.at_rest():
            number = self._stages[int(self["stage"])][i]
            claim(bar, Length(self, lambda: number, lambda: shown, upright=True))
        else:
            claim(bar, Passing())

    def _draw_mean(self, line: VMobject) -> None:
        level, count = float(self.heights().mean()), len(self.bars)
        ends = (0.6, level), (0.6 + self["lined"] * (count - 0.2), level)
        claim(line, Trail(self, lambda: ends))
        line.set_points(polyline(self.points(ends)))

    def _draw_pull(self, line: VMobject) -> None:
        tip = self.point(len(self.bars) // 2 + 0.5, float(self.heights().mean()))
        tip[1] += _LINE / 100
        foot = tip + np.array([0, _PULL, 0])
        line.set_points(arrow(foot, foot + self["pulls"] * (tip - foot), px(20), px(60)))

    def _make_axes(self, names: tuple[str, ...] | None, tick_labels: object) -> VMobject:
        axes = super()._make_axes(names, "both")
        zero = stroke(self.theme[Role.NEUTRAL], pen(4), "axes")
        claim(zero, Around(self))
        return axes.add(self.derive(zero, self._draw_zero))

    def _draw_zero(self, line: VMobject) -> None:
        """Draw the line on which the bars stand."""
        window = self.seen.window
        ends = self.points([[window.left, 0.0], [window.right, 0.0]])
        line.set_points(segments(ends[:1], ends[1:]))

    def _draw_labels(self, axis: Axis, labels: VMobject) -> None:
        """Draw no numbers across: slots have none."""
        if axis == "up":
            super()._draw_labels(axis, labels)
