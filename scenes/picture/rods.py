"""How many nudges fit into a height: the base turns upright, and copies of it are stacked."""

from __future__ import annotations

from math import ceil, floor, isfinite

import numpy as np
from manim import Animation, VGroup, VMobject
from manim.utils.rate_functions import ease_out_cubic, smooth

from calculus.function import Function
from scenes.look.theme import Role
from scenes.picture.bars import bar_outline
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Around, Formula, Meaning, Stack, Ticks, claim
from scenes.picture.motion import Drive
from scenes.picture.notes import Note, sounding
from scenes.picture.plot import Plot, filled, knocked_out, stroke
from scenes.picture.shapes import NOTHING, Points, segments
from scenes.picture.ticks import edge_label

MOST = 12  # whole rods that are stacked one by one; more are a tape
WIDTH, _THIN, GAP = px(48), px(14), px(12)  # of a rod, of the base, between height and rod
BESIDE = GAP + WIDTH  # of a height: rods take so much room
_NUMBERED = px(42)  # a rod as long as that has room for its number
_COUNTED = 5  # of shorter ones each fifth is numbered, and the last
_AIR = 0.1  # of a rod, over and under its number
_SMALLER = 0.8  # of its size: a number at the end of a tape shrinks so much where it has no room
_INSIDE = 0.9  # of the width of a rod: a number in it is no wider
_LARGER = 1.3  # times as large as at an edge are numbers in rods that have room for it
_NEARLY = 0.9  # of a rod: the last one is numbered that is as long as that
_MARKED, _MOST_MARKS = px(8), 200  # from mark to mark on a tape, at least, and marks at most
_TURNED = 0.7  # of the time a rod that doesn't fit whole turns; then it is cut
_WHOLE = 1e-6  # of a rod: so little is left over from a whole number by rounding alone
_FIRST, _FASTER, _LEAST, _REST, _TAPE = 0.45, 0.6, 0.12, 0.3, 1.2  # seconds, and their factor


class Rods(VGroup):
    """Rods along the height of a nudge triangle, as long as its base is on the upward axis.

    The plot's state says where: ``x`` the point, ``h`` the nudge, and ``stacked``, which goes
    from 0 to the difference quotient. Up to 1 the base turns; a negative one hangs the rods down.

    Args:
        plot: The plot, with `STATE` in its state.
        function: The function that is nudged.
        unit: What one is called where they are too many to be told apart, and are counted.
    """

    STATE = {"stacked": 0.0}
    aside = GAP + WIDTH / 2  # of the height's foot, the middle of the stack

    def __init__(self, plot: Plot, function: Function, unit: str = "") -> None:
        super().__init__()
        self._plot, self._function, self._unit = plot, function, unit
        theme = plot.theme
        ghost = filled(theme[Role.INPUT], "line", 0.28)
        rods = filled(theme[Role.INPUT], "line", 0.95)
        joints = stroke(theme.background, pen(3), "line")
        cut = stroke(theme[Role.TEXT], pen(3), "line")
        numbers = filled(theme.background, "dot")
        one = filled(theme[Role.TEXT], "dot")
        reads = knocked_out(filled(theme[Role.INPUT], "label"), theme.background)
        claim(rods, self._meaning())
        for part, rule in (
            (ghost, self._draw_ghost), (rods, self._draw_rods), (joints, self._draw_joints),
            (cut, self._draw_cut), (numbers, self._draw_numbers), (one, self._draw_one),
            (reads, self._draw_count),
        ):  # fmt: skip
            if part is not rods:
                claim(part, Ticks() if part in (numbers, one, reads) else Around(plot))
            self.add(plot.derive(part, rule))

    def _meaning(self) -> Meaning:
        plot, of = self._plot, Formula.of(self._function)
        return Stack(plot, of, lambda: plot["x"], lambda: plot["h"], lambda: plot["stacked"])

    @property
    def base(self) -> tuple[float, float, float]:
        """Where the base starts, and how long it is: x, y, h in axis coordinates."""
        return self._plot["x"], self._function.sample_at(self._plot["x"]), self._plot["h"]

    @property
    def quotient(self) -> float:
        """How many fit: height over base."""
        x, y, h = self.base
        return float((self._function.sample_at(x + h) - y) / h)

    @property
    def stacked(self) -> float:
        """How many are stacked now, all that fit at most."""
        return float(abs(self._plot["stacked"]))

    @property
    def tip(self) -> Points:
        """Where the stack ends now, in the frame: the middle of its end."""
        return self._at(self.stacked)

    def stack(self) -> Animation:
        """Stack as many as fit: the first with care, each next one faster."""
        fit = abs(self.quotient)
        if self._is_tape(fit):
            run = Drive(self._plot, _TAPE, stacked=self.quotient)
            return run.set_rate_func(ease_out_cubic)
        count = self._whole(fit)
        times = [max(_LEAST, _FIRST * _FASTER**i) for i in range(count)]
        times += [_REST] if fit - count > _WHOLE and count else [2 * _FIRST] if not count else []
        starts = np.cumsum([0.0, *times])

        def rate(alpha: float) -> float:
            now = alpha * starts[-1]
            i = min(int(np.searchsorted(starts, now, side="right")), len(times)) - 1
            done = smooth((now - starts[i]) / times[i])
            return float(min(i + done * (1 if i < count else fit - count), fit) / fit)

        drive = Drive(self._plot, float(starts[-1]), stacked=self.quotient)
        sounding(drive, *Note.row(starts[1 : count + 1] / starts[-1]))  # when each has its place
        return drive.set_rate_func(rate if fit else smooth)

    @staticmethod
    def _whole(fit: float) -> int:
        return floor(fit + _WHOLE)

    def _is_tape(self, fit: float) -> bool:
        return self._whole(fit) > MOST

    def _at(self, count: float) -> Points:
        """Return where so many rods end, in the frame."""
        x, y, h = self.base
        foot = self._plot.point(x + h, y + np.copysign(count * h, self.quotient * h))
        beside: Points = foot + np.array([np.sign(h) * self.aside, 0, 0])
        return beside

    def _rod(self, start: float, end: float) -> Points:
        """Return the outline of a piece of the stack, counted in rods."""
        return bar_outline(self._at(start), self._at(end), WIDTH / 2)

    def _turning(self, share: float) -> Points:
        """Return the base on its way upright, about the corner: it grows thick, and to scale."""
        plot, (x, y, h) = self._plot, self.base
        lying, upright = plot.point(x, y) - plot.point(x + h, y), self._at(1) - self._at(0)
        foot = plot.point(x + h, y) + share * (self._at(0) - plot.point(x + h, y))
        turn = share * np.pi / 2
        long = np.linalg.norm(lying), np.linalg.norm(upright)
        ahead = np.cos(turn) * lying / long[0] + np.sin(turn) * upright / long[1]
        end = foot + ahead * (long[0] + share * (long[1] - long[0]))
        return bar_outline(foot, end, (_THIN + share * (WIDTH - _THIN)) / 2)

    @property
    def _now(self) -> tuple[float, float, float]:
        """How many rods fit, how many are stacked, and the share in which the first has turned."""
        fit, stacked = abs(self.quotient), self.stacked
        if not isfinite(fit):  # the function has no value at one of the ends
            return 0.0, 0.0, 0.0
        stacked = min(stacked, fit)  # elsewhere on the curve fewer may fit
        if fit >= 1:
            return fit, stacked, 1.0 if self._is_tape(fit) else min(stacked, 1.0)
        return fit, stacked, min(1.0, stacked / fit / _TURNED) if fit else 0.0

    def _draw_rods(self, rods: VMobject) -> None:
        fit, stacked, turned = self._now
        if not stacked:
            rods.set_points(NOTHING)
        elif turned < 1:
            rods.set_points(self._turning(turned))
        elif fit < 1:
            cut = (stacked / fit - _TURNED) / (1 - _TURNED)
            rods.set_points(self._rod(0, 1 + cut * (fit - 1)))
        elif self._is_tape(fit):
            rods.set_points(self._rod(0, stacked))
        else:
            count = ceil(stacked - _WHOLE)
            rods.set_points(np.vstack([self._rod(i, min(i + 1, stacked)) for i in range(count)]))

    def _draw_ghost(self, ghost: VMobject) -> None:
        fit, _, turned = self._now
        ghost.set_points(self._rod(0, 1) if 0 < fit < 1 and turned == 1 else NOTHING)

    def _draw_joints(self, joints: VMobject) -> None:
        fit, stacked, _ = self._now
        each, length = 1, self._length
        while self._is_tape(fit / each) and (each * length < _MARKED or fit > _MOST_MARKS * each):
            each *= 10
        ends = [self._at(k) for k in range(each, ceil(stacked - _WHOLE), each)]
        half = np.array([WIDTH / 2, 0, 0])
        joints.set_points(segments([end - half for end in ends], [end + half for end in ends]))

    def _draw_cut(self, cut: VMobject) -> None:
        fit, stacked, turned = self._now
        whole = self._whole(fit)
        seen = turned == 1 and stacked > whole and fit - whole > _WHOLE and not self._is_tape(fit)
        cut.set_points(self._rod(whole, min(fit, stacked)) if seen else NOTHING)

    def _draw_numbers(self, numbers: VMobject) -> None:
        fit, stacked, _ = self._now
        length = self._length
        parts, count = [NOTHING], floor(stacked + 1 - _NEARLY) if stacked == fit else int(stacked)
        every = 1 if length >= _NUMBERED else _COUNTED
        if length >= _NUMBERED / 2 and not self._is_tape(fit):
            numbered = [k for k in range(every, count, every) if k + 2 < count or every == 1]
            for k in [*numbered, *([count] if count else [])]:
                text = self._number(k)
                half = float(np.ptp(text[:, 1])) / length / 2 + _AIR
                if 2 * half <= count:  # digits higher than a rod stay within the stack
                    up = self._at(np.clip(k - 0.5, half, count - half)) - self._at(0)
                    parts.append(text + up)
        numbers.set_points(np.vstack(parts))

    def _draw_one(self, one: VMobject) -> None:
        """Number the whole rod that did not fit, above what is left of it."""
        fit, stacked, turned = self._now
        if not (turned == 1 and 0 < stacked == fit < 1 and self._length):
            one.set_points(NOTHING)
            return
        text = self._number(1)
        high = float(np.ptp(text[:, 1])) / self._length + _AIR
        text = text + self._at(1 - high / 2 - _AIR / 2) - self._at(0)
        has_room = fit < 1 - high - _AIR
        is_inside = self._plot.area.holds(Box(*text[:, :2].min(axis=0), *text[:, :2].max(axis=0)))
        one.set_points(text if has_room and is_inside else NOTHING)

    @property
    def _length(self) -> float:
        """How long a rod is in the frame, Manim units."""
        return float(abs((self._at(1) - self._at(0))[1]))

    def _number(self, k: int) -> Points:
        """Return the number of a rod, at the foot of the stack: as large as it has room."""
        points, width = edge_label(f"{k}", self._plot.theme)
        high = max(1.0, (1 - 2 * _AIR) * self._length / float(np.ptp(points[:, 1])))
        return self._text(f"{k}", self._at(0), min(_LARGER, high, _INSIDE * WIDTH / width))

    def _draw_count(self, reads: VMobject) -> None:
        """Write how many whole rods a tape is long, beside its end; the less room, the shorter."""
        fit, stacked, _ = self._now
        risen = abs(float((self.tip - self._at(0))[1])) > _NUMBERED  # else it is at the base
        if not (self._is_tape(fit) and risen):
            reads.set_points(NOTHING)
            return
        count, side = f"{self._whole(stacked)}", np.sign(self.base[2])
        edge = self._plot.area.right if side > 0 else self._plot.area.left
        room = abs(edge - float(self.tip[0])) - WIDTH / 2 - GAP
        points = self._text(f"{count} {self._unit}".strip(), self.tip, 1.0)
        if np.ptp(points[:, 0]) > room:
            width = edge_label(count, self._plot.theme)[1]
            points = self._text(count, self.tip, float(np.clip(room / width, _SMALLER, 1.0)))
        beside = WIDTH / 2 + GAP + float(np.ptp(points[:, 0])) / 2
        reads.set_points(points + np.array([side * beside, 0, 0]))

    def _text(self, text: str, middle: Points, size: float) -> Points:
        """Return a number around a place, so many times as large as at an edge."""
        points, width = edge_label(text, self._plot.theme)
        centre = np.array([width / 2, float(points[:, 1].max()) / 2, 0])
        found: Points = middle + (points - centre) * size
        return found
