"""Bars, and what a factor does to one: `Squeeze`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import Succession, VGroup, VMobject

from scenes.look.theme import Role
from scenes.picture.layout import pen, px
from scenes.picture.meaning import Around, Span, claim
from scenes.picture.motion import Drive
from scenes.picture.plot import Plot, filled, stroke
from scenes.picture.shapes import NOTHING, Points, polyline, segments

_HALF = px(12)  # half of a bar's width
_PAST = 0.45  # how strongly the bar is seen as it was before

Bar = Callable[[Plot], tuple[float, float, float, float]]  # foot and end, in axis coordinates


def bar_outline(foot: Points, end: Points, half: float = _HALF) -> Points:
    """Return the outline of a bar, in the frame; nothing where it has no length."""
    way = end - foot
    length = float(np.linalg.norm(way))
    if not length > 0:
        return NOTHING
    aside = half / length * np.array([-way[1], way[0], 0])
    return polyline([foot + aside, foot - aside, end - aside, end + aside], closed=True)


def spanning(
    plot: Plot,
    role: Role,
    ends: Callable[[], tuple[float, float, float, float]],
    share: Callable[[], float],
    half: float = _HALF,
) -> VMobject:
    """Return a bar of a plot, of which a share is drawn; nothing where its ends aren't finite.

    Args:
        plot: The plot.
        role: Its colour.
        ends: Gives its foot and its end, (x, y) each, in axis coordinates.
        share: Gives how much of it is drawn.
        half: Half of its width, Manim units.
    """

    def shape(bar: VMobject) -> None:
        x0, y0, x1, y1 = ends()
        foot, end = plot.points([[x0, y0], [x1, y1]])
        seen = np.isfinite([foot, end]).all()
        bar.set_points(bar_outline(foot, foot + share() * (end - foot), half) if seen else NOTHING)

    bar = filled(plot.theme[role], "line")
    claim(bar, Span(plot, ends, share))
    return plot.derive(bar, shape)


class Squeeze(VGroup):
    """A bar that shrinks or grows to a factor; by a negative one it flips about its foot.

    The state ``factor`` of the plot says how long it is now, 1 at first. Marks cut the bar, as it
    was, into equal parts.

    Args:
        plot: The plot, with `STATE` in its state.
        bar: Gives the bar before, (x, y) of its foot and of its end in axis coordinates.
        role: Its colour.
        marks: Parts that the marks cut it into.
    """

    STATE = {"factor": 1.0}

    def __init__(self, plot: Plot, bar: Bar, role: Role, marks: int = 10) -> None:
        self._plot, self._bar, self._marks = plot, bar, marks
        past = filled(plot.theme[role], "guide", _PAST)
        now = filled(plot.theme[role], "line", 0.95)
        joints = stroke(plot.theme.background, pen(3), "line")
        for part in (past, joints):
            claim(part, Around(plot))
        claim(now, Span(plot, lambda: bar(plot), lambda: plot["factor"]))
        super().__init__(
            plot.derive(past, lambda past: past.set_points(bar_outline(*self._ends()))),
            plot.derive(now, lambda now: now.set_points(bar_outline(*self._ends(plot["factor"])))),
            plot.derive(joints, self._draw_marks),
        )

    def to(self, factor: float, run_time: float = 0.9) -> Succession:
        """Shrink or grow to a factor, and then, if it is negative, flip."""
        size = Drive(self._plot, run_time, factor=abs(factor))
        flips = [Drive(self._plot, run_time / 2, factor=factor)] if factor < 0 else []
        return Succession(size, *flips)

    def _ends(self, factor: float = 1.0) -> Points:
        x0, y0, x1, y1 = self._bar(self._plot)
        foot, end = self._plot.points([[x0, y0], [x1, y1]])
        return np.array([foot, foot + factor * (end - foot)])

    def _draw_marks(self, joints: VMobject) -> None:
        foot, end = self._ends()
        way = (end - foot) / self._marks
        length = max(float(np.linalg.norm(way)), 1e-9)
        aside = _HALF / length * np.array([-way[1], way[0], 0])
        places = [foot + k * way for k in range(1, self._marks)]
        joints.set_points(segments([at - aside for at in places], [at + aside for at in places]))
