"""A walk downhill: where the ball is after so many steps, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from manim import VGroup
from manim.utils.rate_functions import linear, smooth

from calculus.digits import sign_of
from calculus.walk import Iterate
from scenes.landscape.hill import ROOM, Hill
from scenes.landscape.valley import Surroundings
from scenes.picture.motion import Drive
from scenes.picture.window import Window

FARTHEST = 4.0  # a runaway ball is followed this many starting distances, or first steps, out
POINTS = 0.4  # share of a step in which its arrow is drawn; then the ball rolls
_DRAWN, _ROWS = 60, 3  # steps with an arrow and a ghost of their own, and rows of arrows
_APART = 0.5  # radii: nearer to another, a ghost would say nothing new


class Walk:
    """What is seen of a descent; a state of the land says how many steps have been taken.

    Args:
        land: Where.
        name: The state.
        iterates: The start, and where each step leads; those after a standstill are left out.
        around: What is around the start.
        whole: The window at first; it widens before a step that leads out of it.
        later: Gives where the ball is after more steps than there are iterates.

    Attributes:
        last: How many steps are seen: the last one may lead out of the picture.
        escapes: Whether it does.
        ghosts: Outlines of the ball where it has been.
        arrows: The steps, end to end, until the ball goes on without any.
    """

    def __init__(
        self,
        land: Hill,
        name: str,
        iterates: Sequence[Iterate],
        around: Surroundings,
        whole: Window,
        later: Callable[[float], float] | None = None,
    ) -> None:
        iterates = _moving(iterates)
        self._land, self.name, self.iterates = land, name, iterates
        first = [around.distance(it.w.number) for it in iterates[:2]]
        farthest = FARTHEST * max(1.0, *first)
        self._ws, self._windows, self._later = [iterates[0].w.number], [whole], later
        self.escapes = False
        for iterate in iterates[1:]:
            w, window = iterate.w.number, self._windows[-1]
            if not shows(window, w) and around.distance(w) <= farthest:
                places = around.around(w)
                window = land.sight(places, least=(max(places) - min(places)) / 2)
            self._windows.append(window)
            self.escapes = not (window.left < w < window.right)
            if self.escapes:
                seen = land.extended(window)
                w = (
                    seen.left - 0.1 * seen.width
                    if w < window.middle[0]
                    else seen.right + 0.1 * seen.width
                )
            self._ws.append(w)
            if self.escapes:
                break
        self.last = len(self._ws) - 1
        self.ghosts = VGroup(*(self._ghost(i) for i in range(min(self.last, _DRAWN))))
        self._steps = [(it.w.number, it.update.number) for it in iterates[: self.last + 1]]
        self.arrows = VGroup()
        self._draw_arrows(self.last)

    def go_on(self, ends: int) -> None:
        """Let steps up to so many have arrows, too, as they are known after the iterates."""
        assert self._later is not None
        places = [self._later(k) for k in range(self.last + 1, ends + 2)]
        self._steps += [(here, there - here) for here, there in pairwise(places)]
        self._draw_arrows(ends)

    def _draw_arrows(self, ends: int) -> None:
        turns = (a[1] * b[1] < 0 for a, b in pairwise(self._steps))
        self._turned = np.cumsum([0, *turns])
        self.arrows.add(*map(self._arrow, range(len(self.arrows), min(ends, _DRAWN))))

    @property
    def total(self) -> int:
        """How many steps it takes in all, seen or not."""
        return len(self.iterates) - 1

    @property
    def taken(self) -> float:
        """How many steps have been taken."""
        return float(self._land[self.name])

    def place(self, k: int) -> float:
        """Return where the ball is after whole steps."""
        return self._ws[min(k, self.last)]

    def at(self, t: float) -> tuple[float, Window]:
        """Return where the ball is after some steps, and the window."""
        i = min(int(t), self.last)
        window = self._windows[i]
        if i == self.last:
            on = self._later if t > i and not self.escapes else None
            return on(t) if on else self._ws[i], window
        points, rolls = self.parts(t)
        if window != self._windows[i + 1]:
            window = window.toward(self._windows[i + 1], smooth(points))
        return self._ws[i] + rolls * (self._ws[i + 1] - self._ws[i]), window

    @staticmethod
    def parts(t: float) -> tuple[float, float]:
        """Return how much of the arrow of the present step is drawn, and of the way rolled."""
        share = t - int(t)
        return min(1.0, share / POINTS), float(smooth(max(0.0, (share - POINTS) / (1 - POINTS))))

    def to(self, t: float, run_time: float, zoomed: bool = False) -> Drive:
        """Let the ball go on until it has taken so many steps.

        Args:
            t: How many; a share of a step draws its arrow, and then rolls.
            run_time: Seconds.
            zoomed: Whether the window stays as it is.
        """
        return _Going(self, self._land, t, run_time, zoomed)

    def _ghost(self, i: int) -> Any:
        return self._land.ghost(self._ws[i], lambda: self.taken >= i + POINTS and self._is_new(i))

    def _is_new(self, i: int) -> bool:
        """Whether no ghost is where the ball was after some steps."""
        land, near = self._land, _APART * self._land.radius
        here = land.centre(self._ws[i])
        before = (land.centre(w) for w in self._ws[max(0, i - 2) : i])
        return not any(np.hypot(*(other - here)[:2]) < near for other in before)

    def _arrow(self, i: int) -> Any:
        (start, length), row = self._steps[i], int(self._turned[i]) % _ROWS

        def drawn() -> float:
            by_now = self._turned[min(int(self.taken), len(self._turned) - 1)]
            is_needed = by_now - self._turned[i] >= _ROWS  # its row, again
            has_gone_on = self.taken > len(self.arrows) and not self.escapes  # without any arrow
            gone = is_needed or has_gone_on
            return 0.0 if gone else float(np.clip((self.taken - i) / POINTS, 0, 1))

        return self._land.step_arrow(start, length, drawn, row, lambda: self.taken >= i + 1)


class _Going(Drive):
    """Steps at an even pace."""

    def __init__(self, walk: Walk, land: Hill, t: float, run_time: float, zoomed: bool) -> None:
        super().__init__(land, run_time, **{walk.name: float(t)})
        self.rate_func = linear
        self._walk, self._zoomed = walk, zoomed

    def interpolate_mobject(self, alpha: float) -> None:
        name, end = self._walk.name, self.target[self._walk.name]
        t = (
            end
            if alpha >= 1
            else self.origin[name] + self.rate_func(alpha) * (end - self.origin[name])
        )
        w, window = self._walk.at(t)
        self.picture.set(**{name: t, "w": w}, **({} if self._zoomed else {"window": window}))


def shows(window: Window, w: float) -> bool:
    """Whether an input lies well inside a window."""
    return abs(w - window.middle[0]) <= 1.02 * window.width / 2 / ROOM


def _moving(iterates: Sequence[Iterate]) -> Sequence[Iterate]:
    """Return iterates up to the one from which no step leads on."""
    rests = [it.k for it in iterates if not sign_of(it.update.value)]
    return iterates[: rests[0] + 1] if rests else iterates
