"""Bars in pieces: how far an output moves, measured in nudges of the input."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import ceil, floor, log10

import numpy as np
from manim import Animation, VMobject
from manim.utils.rate_functions import smooth

from scenes.look.text import Text
from scenes.look.theme import LAYER, Role, Theme
from scenes.picture.bars import bar_outline
from scenes.picture.compose import fit, rest_of
from scenes.picture.lanes import HAIR, MOST, WHOLE, Ends, Lane, Lanes
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Detail, claim
from scenes.picture.motion import Drive
from scenes.picture.notes import Note, sounding
from scenes.picture.plot import filled, stroke
from scenes.picture.shapes import NOTHING, Points, arrow, polyline, segments
from scenes.picture.window import Window

_GAP = px(24)  # between a bar and what is written beside it
_CLOSEST = 1e12  # times that something is magnified: what is less is lost in rounding
_ROOM = px(12)  # beyond the ends of the longest bars
_FIRST, _EACH, _TAPE = 0.8, 0.3, 1.5  # seconds for the first piece, each other, and very many
_APART, _POINTER = px(10), [(0.0, 0.0), (px(30), px(16)), (px(30), -px(16))]
FOOT, TOP = 0.19, 0.93  # shares of the height: where all bars end below, and a ladder above
_LEAST_RUNGS, _LANE = 5, 0.34  # a ladder has room for so many; share of it that half a bar has
_TOOTH = px(12)  # of the mark where a bar is cut
_SPARE = 0.15  # of the limit, that is free beyond it
_SEEN = 0.1  # Manim units: what is left over is seen if it is longer

NUDGE, OUTPUT, LOUPE = (0.845, 0.06), (0.575, 0.1), (0.315, 0.06)


class Pieces(Lanes):
    """Two bars from one line: a nudge, always of one length, and what it does, in such pieces.

    Across the axis goes by nudges. The state says what is seen: ``way`` the sign of the nudge;
    ``nudged`` and ``grown`` the shares of the bars that are drawn; ``ratio`` how many nudges the
    output moves; ``laid`` how many times the nudge has been laid along it; ``pulled`` how far what
    is left over has been pulled out, and ``loupe`` how many times it is magnified then.

    Several such outputs one under the other make a ladder, with a rung for each ratio: of these
    ``rungs`` are drawn, and ``limit`` is the share that is drawn of the line where all would end
    if nothing were left over. A pointer shows the end of the rung ``step``.

    Args:
        box: Where.
        slope: How many nudges the output moves in the limit.
        ratios: How many it moves, for the rungs from the top.
        turns: For each of these when it is drawn, counted from 0.
        theme: The colours.

    Attributes:
        nudge: The bar of the nudge.
        output: The bar of the output, and what is left over of it.
        rungs: The ladder; the last rung is the limit.
        limit: The line where the limit is.
        pointer: It points to the end of a rung.
    """

    def __init__(
        self,
        box: Box,
        slope: float,
        ratios: Sequence[float],
        turns: Sequence[int],
        theme: Theme,
    ) -> None:
        self._slope, self._ratios = slope, (*ratios, slope)
        self._box, self._beside = box, (0.0, 0.0)
        self.turns = (*turns, len(turns))
        state = {"way": 1.0, "ratio": slope, "nudged": 0.0, "grown": 0.0, "laid": 0.0}
        state |= {"pulled": 0.0, "loupe": 1.0, "rungs": 0.0, "limit": 0.0, "step": 0.0}
        super().__init__(box, self.turned(1.0, slope), None, theme, state=state)
        self.nudge = self.bar(Role.INPUT, lambda: (0, NUDGE[0], self["way"], NUDGE[0]),
                               lambda: NUDGE[1], lambda: self["nudged"])  # fmt: skip
        self.nudge.set_stroke(theme[Role.INPUT], pen(3))  # seen beside the longest output
        self.output = VMobject().add(
            self.bar(Role.OUTPUT, lambda: (0, OUTPUT[0], self._end, OUTPUT[0]),
                      lambda: OUTPUT[1], lambda: self["grown"]),
            self.derive(self.around(stroke(theme.background, pen(3), "dot")), self._draw_joints),
            self.derive(self.around(filled(theme.background, "label")), self._draw_numbers),
            self.derive(self.around(stroke(theme[Role.INPUT], pen(6), "label")), self._draw_laid),
            *(self.bar(Role.VALUE, self._left,
                        lambda: _between(OUTPUT[1], LOUPE[1], self["pulled"]),
                        partial(self._pulled, hollow), hollow) for hollow in (False, True)),
            self.derive(self.around(stroke(theme[Role.VALUE], pen(2), "guide")), self._draw_rays),
        )  # fmt: skip
        places = range(len(self._ratios))
        self.rungs = [*map(self._rung, self._ratios, self.turns, places)]
        self.limit = self._upright(Role.SLOPE, slope, lambda: self["limit"])
        foot = self._upright(Role.NEUTRAL, 0.0, self._is_ladder)
        rails = [
            self.rail(y - half, lambda: float(not self["rungs"])) for y, half in (NUDGE, OUTPUT)
        ]
        self.axes.add(foot.set_z_index(LAYER["axes"]), *rails)
        pointer = filled(theme[Role.TEXT], "label")
        claim(pointer, Detail())
        self.pointer = self.derive(pointer, self._draw_pointer)

    def ladder(self, left: float, right: float) -> Window:
        """Return the window for the ladder, with some Manim units free on both sides."""
        self._beside = left, right
        return self._ladder

    def closer(self, times: float) -> Window:
        """Return the window in which the ladder is seen enlarged, around the limit."""
        far, at = self._ladder, self._slope
        left, right = (at + (x - at) / times for x in (far.left, far.right))
        return Window(left, 0.0, right, 1.0)

    def times_for(self, rung: int, seen: float) -> float:
        """Return how many times what is left over of a rung is magnified to be seen.

        That is a power of ten, 1 at least: the one ``seen`` so far, as long as that shows it.
        """
        slope, *lefts = self._slope, *(abs(ratio - self._slope) for ratio in self._ratios)
        unit = self.area.width / self._ladder.width
        if seen * lefts[rung] * unit > _SEEN:
            return seen
        return _power(max(*lefts, _SPARE * abs(slope)), lefts[rung])

    @property
    def _ladder(self) -> Window:
        """The window for the ladder; beyond the limit there is room for what is left over."""
        return self._window((*self._ratios, (1 + _SPARE) * self._slope), self._beside)

    def turned(self, way: float, *ratios: float) -> Window:
        """Return the window for a nudge of a sign, and outputs that it moves so many times."""
        return self._window([way, *(way * _laid(ratio) for ratio in ratios)], (0, 0))

    def _window(self, ends: Sequence[float], beside: tuple[float, float]) -> Window:
        """Return the window that has room for bars to some ends, and free room beside them."""
        low, high = min(0.0, *ends), max(0.0, *ends)
        high = high if any(ends) else 1.0
        left, right = (room + _ROOM for room in beside)
        unit = (self._box.width - left - right) / (high - low)
        return Window(low - left / unit, 0.0, high + right / unit, 1.0)

    def lane(self, rung: int) -> Lane:
        """Return where a rung of the ladder is."""
        apart = (TOP - FOOT) / max(_LEAST_RUNGS, len(self._ratios))
        return TOP - (rung + 0.5) * apart, _LANE * apart

    def above(self, lane: Lane) -> float:
        """Return where a bar ends, upward in the frame."""
        return float(self.point(0, sum(lane))[1])

    def way_of(self, share: str) -> float:
        """Return where the nudge goes, or the output, as far as its bar is drawn: 1 is upward."""
        return float(np.sign(self["way"] if share == "nudged" else self._end) * self[share])

    def arrow(self, box: Box, role: Role, way: Callable[[], float]) -> VMobject:
        """Return an arrow as long and wide as a box that points up, or down where it is below 0."""

        def shape(line: VMobject) -> None:
            (x, y), half = box.centre, way() * box.height / 2
            line.set_points(arrow([x, y - half, 0], [x, y + half, 0], head=box.height / 2))

        part = filled(self.theme[role], "label", 0.95)
        claim(part, Detail())
        return self.derive(part, shape)

    def lay(self, ratio: float, least: float = 0.0) -> Animation:
        """Return what lays the nudge along the output as often as it fits, and once more.

        Args:
            ratio: How often that is.
            least: Of a nudge: it isn't laid once more where less is left over.
        """
        if abs(ratio) > MOST:
            return Drive(self, _TAPE, laid=abs(ratio))
        whole = floor(abs(ratio) + WHOLE)
        count = max(1, whole + (abs(ratio) - whole > max(least, WHOLE)))
        times = np.cumsum([0.0, _FIRST, *[_EACH] * (count - 1)])

        def rate(alpha: float) -> float:
            now = alpha * times[-1]
            k = min(int(np.searchsorted(times, now, side="right")), count) - 1
            return float(k + smooth((now - times[k]) / (times[k + 1] - times[k]))) / count

        drive = Drive(self, float(times[-1]), laid=float(count))
        sounding(drive, *Note.row(times[1 : whole + 1] / times[-1]))
        return drive.set_rate_func(rate)

    def loupe_for(self, ratio: float, *beside: float) -> float:
        """Return the power of ten, 1 at least, that makes what is left over long enough to see.

        Args:
            ratio: How many nudges the output moves.
            beside: What is seen beside it, and beside the slope, in nudges.
        """
        longest = max(map(abs, (self._slope, ratio, *beside)))
        return _power(0.9 * longest, abs(ratio - self._slope))

    def put_beside_the_loupe(self, *texts: Text) -> None:
        """Put texts beside what is magnified: the first where more room is, others over there.

        What has no room at the other side goes beyond the first.
        """
        x0, y, x1, _ = self._magnified
        low, high = (float(self.point(0, y + side * LOUPE[1])[1]) for side in (-1, 1))
        ends = sorted(float(self.point(x, y)[0]) for x in (x0, x1))
        rooms = [Box(self.area.left, low, ends[0] - _GAP, high),
                 Box(ends[1] + _GAP, low, self.area.right, high)]  # fmt: skip
        wide = max((0, 1), key=lambda i: rooms[i].width)
        for k, text in enumerate(texts):
            i = 1 - wide if k and text.width <= rooms[1 - wide].width else wide
            fit(text, rooms[i], 1 - 2 * i, 0)
            rooms[i] = rest_of(rooms[i], text, _GAP, beside=True)

    def seen_at(self, x: float) -> float:
        """Return the place between the free strips beside the ladder that is nearest to one."""
        window, (left, right) = self.window, self._beside if self["rungs"] else (0.0, 0.0)
        return float(np.clip(x, window.left + left / self.unit, window.right - right / self.unit))

    def _pulled(self, missing: bool) -> float:
        """Return whether what is left over is seen, or what is missing."""
        is_missing = abs(self["ratio"]) < abs(self._slope)
        return float(self["pulled"] > 0 and is_missing == missing)

    @property
    def _end(self) -> float:
        return float(self["way"] * self["ratio"])

    @property
    def _side(self) -> float:
        return float(np.sign(self._end)) or 1.0

    @property
    def _magnified(self) -> Ends:
        """Where what is left over ends up: under its own place, and beyond it if there is room."""
        loupe, start = self["loupe"], self["way"] * self._slope
        if loupe == 1:
            return start, LOUPE[0], self._end, LOUPE[0]
        long, first = loupe * abs(self._end - start), abs(start)
        free = max(self._side * self.window.left, self._side * self.window.right)
        first = first if first + long <= free else max(0.0, first - long)
        return self._side * first, LOUPE[0], self._side * (first + long), LOUPE[0]

    def _left(self) -> Ends:
        here = (self["way"] * self._slope, OUTPUT[0], self._end, OUTPUT[0])
        x0, y0, x1, y1 = map(_between, here, self._magnified, [self["pulled"]] * 4)
        return x0, y0, x1, y1

    def _draw_joints(self, joints: VMobject) -> None:
        joints.set_points(self.joints(self._end, min(self["laid"], abs(self._end)), OUTPUT))

    def _draw_numbers(self, numbers: VMobject) -> None:
        numbers.set_points(self.numerals(self._end, self["laid"], OUTPUT[0]))

    def _draw_laid(self, frame: VMobject) -> None:
        """Draw the nudge as it comes down and is laid along the output, piece by piece."""
        laid = self["laid"]
        if not laid or self["pulled"]:
            frame.set_points(NOTHING)
            return
        come, along = min(laid, 1.0), max(0.0, laid - 1)
        x = _between(min(0.0, self["way"]), min(0.0, self._side), come) + self._side * along
        y, half = (_between(a, b, come) for a, b in zip(NUDGE, OUTPUT, strict=True))
        foot, end = self.points([[x, y], [x + 1, y]])
        frame.set_points(bar_outline(foot, end, half * self.area.height))

    def _draw_rays(self, rays: VMobject) -> None:
        """Draw lines from what is left over to where it is magnified."""
        if not self["pulled"]:
            rays.set_points(NOTHING)
            return
        x0, y, x1, _ = self._left()
        half = _between(OUTPUT[1], LOUPE[1], self["pulled"])
        foot = OUTPUT[0] - OUTPUT[1]
        starts = self.points([[self["way"] * self._slope, foot], [self._end, foot]])
        ends = self.points([[x0, y + half], [x1, y + half]])
        rays.set_points(segments(starts, ends) if ends[0][1] < starts[0][1] else NOTHING)

    def _rung(self, ratio: float, turn: int, place: int) -> VMobject:
        """Return a bar of the ladder, with what is left over, or missing, at its end."""
        y, half = self.lane(place)
        slope = self._slope
        more = abs(ratio) > abs(slope) and ratio * slope >= 0
        whole = slope if more else ratio
        rest = (slope, ratio) if more else (ratio if ratio * slope > 0 else 0.0, slope)

        def part(start: float, end: float) -> Callable[[], Ends]:
            return lambda: (self.seen_at(start), y, self.seen_at(end), y)

        def drawn() -> float:
            return float(np.clip(self["rungs"] - turn, 0, 1))

        def cut(joints: VMobject) -> None:
            joints.set_points(self.joints(ratio, drawn() * abs(ratio), (y, half)))

        def tear(marks: VMobject) -> None:
            ends = [] if drawn() < 1 else [0.0, max(ratio, slope, key=abs)]
            marks.set_points(self._torn([x for x in ends if x != self.seen_at(x)], y, half))

        role = Role.SLOPE if turn == len(self._ratios) - 1 else Role.OUTPUT
        return VMobject().add(
            self.bar(role, part(0, whole), lambda: half, drawn),
            self.bar(Role.VALUE, part(*rest), lambda: half, lambda: float(drawn() == 1), not more),
            self.derive(self.around(stroke(self.theme.background, pen(3), "dot")), cut),
            self.derive(self.around(stroke(self.theme.background, pen(7), "dot")), tear),
        )  # fmt: skip

    def _torn(self, ends: Sequence[float], y: float, half: float) -> Points:
        """Return a zigzag through a bar for each of its ends that are not seen."""
        marks = [NOTHING]
        for x in ends:
            inward = 3 * _TOOTH * (1 if x < self.seen_at(x) else -1)
            foot, top = self.points([[self.seen_at(x), y + side * half] for side in (-1, 1)])
            along = [foot + (top - foot) * k / 4 for k in range(5)]
            zigzag = [p + [inward + (-1) ** k * _TOOTH / 2, 0, 0] for k, p in enumerate(along)]
            marks.append(polyline(zigzag))
        return np.vstack(marks)

    def _upright(self, role: Role, x: float, share: Callable[[], float]) -> VMobject:
        """Return a line through all rungs."""
        top = sum(self.lane(0))
        return self.bar(role, lambda: (x, top, x, FOOT), lambda: HAIR, share, hollow=True)

    def _is_ladder(self) -> float:
        """Return whether a ladder is seen, and its foot: 1 or 0."""
        return float(self["rungs"] > 0 and self.seen_at(0) == 0)

    def _draw_pointer(self, pointer: VMobject) -> None:
        """Point to the end of a rung, or on the way from one to the next."""
        low, high = floor(self["step"]), ceil(self["step"])
        share = self["step"] - low
        x = self.seen_at(_between(self._ratios[low], self._ratios[high], share))
        tip = self.point(x, _between(self.lane(low)[0], self.lane(high)[0], share))
        side = -1 if x < 0 else 1
        corners = [tip + [side * (_APART + along), up, 0] for along, up in _POINTER]
        pointer.set_points(polyline(corners, closed=True))

    def _draw_line(self, line: VMobject) -> None:
        lanes = [] if self["rungs"] else [NUDGE, OUTPUT]
        starts, ends = (
            self.points([[0, y + side * half] for y, half in lanes]) for side in (-1, 1)
        )
        line.set_points(segments(starts, ends))


def _power(room: float, long: float) -> float:
    """Return the power of ten, 1 at least, by which something can be magnified in some room."""
    times = min(room / long, _CLOSEST) if long else 1.0
    return float(10.0 ** max(0, floor(log10(times * (1 + WHOLE)))))


def _laid(ratio: float) -> float:
    """Return where the last piece ends that is laid along a bar."""
    return ratio if abs(ratio) > MOST else float(np.copysign(ceil(abs(ratio) - WHOLE), ratio))


def _between(start: float, end: float, share: float) -> float:
    return start + (end - start) * share
