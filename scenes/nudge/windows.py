"""Windows, ten times smaller each, that lead to the triangle of every nudge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Self

import numpy as np

from calculus.nudge import NudgeRow, NudgeTable
from scenes.picture.framing import overview, to_scale
from scenes.picture.layout import Box
from scenes.picture.window import Window

_MOST_BASE, _MOST_RISE = 0.42, 0.6  # of a triangle: shares of the box, across and up
_BOTH_BASE, _BOTH_RISE = 0.34, 0.34  # where there are triangles at both sides of the point
_CORNER, _FLOOR = 0.3, 0.2  # shares of the box before a triangle and under it
_SQUARE, _KEPT = 6, 12  # times as steep, or as flat, as a diagonal line may be, and may become
_NARROW = 0.26  # Manim units: the shortest base, and block as high, of a triangle drawn to scale
_LEVEL = 0.02  # share of what a curve does in its overview: one that rises by less is level
_NOTHING = 1e-6  # of a value: what it changes by less than that cannot be seen
_LEAST_SEEN, _MOST_SEEN = 0.2, 4.5  # of the overview's width, without magnification
_LOOKS = 101  # places at which a curve is looked at
_VIEW = 3.5  # the same for a wide view
_FURTHEST = 10 / 3  # times as much as usual it shows at most
_SIDE_BASE, _SIDE_RISE = 0.36, 0.72  # of the steepest of triangles that are compared
_COMPARED = 8  # times as large a triangle may be as another that is compared with it
_STRETCHED = 20  # times as long as in a dive a unit upwards may be, or as short
_FLAT = 0.02  # times as steep as a diagonal line is the flattest triangle that is compared
_ROUNDING = 1e-9  # keeps a triangle that just fits from being taken for one that does not


@dataclass(frozen=True)
class Dive:
    """Windows on a point: a unit upwards is `ratio` times as long as one across in all of them.

    Attributes:
        at: The point, which keeps its place.
        whole: What is seen without magnification.
        wide: A view around the point that shows what the curve does, at the same ratio.
        powers: For each nudge the power of ten that its triangle is magnified by.
        ratio: See above.
        slope: How steep the curve is at the point.
        far: How far the point is from the origin, in widths or heights of the whole.
    """

    at: tuple[float, float]
    whole: Window
    wide: Window
    powers: tuple[int, ...]
    ratio: float
    slope: float
    far: float

    def window(self, power: int) -> Window:
        """Return the window that is magnified by a power of ten."""
        return self.whole.zoomed(10.0**power, *self.at)

    def way(self, start: int, end: int) -> list[Window]:
        """Return the windows on the way from one power to another, without the first."""
        step = 1 if end > start else -1
        return [self.window(power) for power in range(start + step, end + step, step)]

    @classmethod
    def of(cls, table: NudgeTable, seen: Window, ratio: float, box: Box) -> Self:
        """Find the windows of a point.

        Args:
            table: The point and its nudges.
            seen: What shows the shape of the curve.
            ratio: How much longer a unit upwards is than one across.
            box: Where the windows are seen.
        """
        rows = table.rows
        place, base, rise = _placed(rows)
        units = [_unit(row, ratio, box.width * base, box.height * rise) for row in rows]
        powers = [floor(log10(unit / units[0]) + _ROUNDING) for unit in units]
        close = box.width / units[0] / seen.width
        first = max(ceil(log10(_LEAST_SEEN / close)), int(10 * close < _MOST_SEEN), -min(powers))
        unit = units[0] / 10.0**first
        at = rows[0].at.number, rows[0].value.number
        size = box.width / unit, box.height / unit / ratio
        whole, wide = Window.around(*at, *size, at=place), Window.around(*at, *size)
        further = min(_FURTHEST, max(1.0, _VIEW * seen.width / size[0]))
        if np.isfinite(table.function.sample(np.linspace(wide.left, wide.right, _LOOKS))).all():
            wide = wide.zoomed(1 / further, *at)  # a curve that ends is seen to end there
        magnified = tuple(first + power for power in powers)
        far = max(abs(at[0]) / size[0], abs(at[1]) / size[1])
        return cls(at, whole, wide, magnified, ratio, table.slope.number, far)


def dives(tables: Sequence[NudgeTable], box: Box) -> tuple[Dive, ...]:
    """Return the windows of each of some points of a function."""
    seen = overview(tables[0].function, tables)
    first, *others = tables
    ratio = _ratio(first, seen, box)
    found = [Dive.of(first, seen, ratio, box)]
    steepest = max(tables, key=lambda table: abs(table.slope.number))
    if abs(steepest.slope.number) * ratio > _steepest(box):
        ratio = _ratio(steepest, seen, box)  # from now on, also where they are compared
    for table in others:
        steep = abs(table.slope.number) * ratio
        if steep and not 1 / _KEPT <= steep <= max(_KEPT, _steepest(box)):
            ratio = _ratio(table, seen, box)
        found.append(Dive.of(table, seen, ratio, box))
    return tuple(found)


def view_of_all(tables: Sequence[NudgeTable], dives: Sequence[Dive], box: Box) -> Window:
    """Return a window that shows all points: as the dives do, if all are steep enough there."""
    seen, ratio = overview(tables[0].function, tables), dives[-1].ratio
    steep = [abs(table.slope.number) * ratio for table in tables]
    if not all(1 / _SQUARE <= one <= _SQUARE for one in steep):
        return to_scale(seen, box)
    shape = box.width / box.height * ratio
    width = max(seen.width, seen.height * shape)
    return Window.around(*seen.middle, width, width / shape)


def side_by_side(dives: Sequence[Dive], rows: Sequence[NudgeRow], box: Box) -> Window | None:
    """Return a window on the last point that would show its triangle and those of others there.

    None where no scale shows all of them.

    Args:
        dives: The windows of each point.
        rows: Its smallest nudge.
        box: Where it is seen.
    """
    last, quotients = dives[-1], [abs(row.quotient.number) for row in rows]
    place, base, rise = _placed(rows)
    size = (
        box.width * min(base, _SIDE_BASE),
        box.height * (_SIDE_RISE if rise > _BOTH_RISE else rise),
    )
    steepest = max(quotients)
    ratio = dives[quotients.index(steepest)].ratio
    wanted = size[1] / size[0] / steepest if steepest else ratio
    fits = 1 / _SQUARE <= steepest * ratio <= _steepest(box)
    if not fits and 1 / _STRETCHED <= wanted / ratio <= _STRETCHED:  # else it is level there
        ratio = _round(wanted)
    if any(0 < quotient * ratio < _FLAT for quotient in quotients):
        return None
    units = [_unit(row, ratio, *size) for row in rows]
    if max(units) > _COMPARED * min(units):
        return None
    unit = min(units)
    return Window.around(*last.at, box.width / unit, box.height / unit / ratio, at=place)


def _steepest(box: Box) -> float:
    """Return how many times as high as its base is long a triangle can be in a box."""
    return _MOST_RISE * box.height / _NARROW


def _ratio(table: NudgeTable, seen: Window, box: Box) -> float:
    """Return 1, or the number 1, 2 or 5 times a power of ten that makes a slope a steep one."""
    steep = abs(table.slope.number)
    if steep * seen.width < _LEVEL * seen.height:
        if seen.height < _NOTHING * abs(table.rows[0].value.number):
            return 1.0
        quotient, nudge = abs(table.rows[0].quotient.number), abs(table.rows[0].nudge.number)
        near = seen.width < nudge and quotient  # nothing is seen of what the nudge does
        wanted = 0.5 / quotient if near else seen.width / seen.height * box.height / box.width
    elif 1 / _SQUARE <= steep <= _SQUARE:
        return 1.0
    else:
        wanted = 2 / steep
    return _round(wanted)


def _round(wanted: float) -> float:
    """Return the number 1, 2 or 5 times a power of ten that is nearest."""
    power = floor(log10(wanted))
    round_ones = [digit * 10.0**power for digit in (1, 2, 5, 10)]
    return min(round_ones, key=lambda ratio: abs(log10(ratio / wanted)))


def _placed(rows: Sequence[NudgeRow]) -> tuple[tuple[float, float], float, float]:
    """Return the place of the point in a window, and how large triangles of nudges may be."""
    across, base = _place([row.nudge.number for row in rows], _CORNER, _MOST_BASE, _BOTH_BASE)
    up, rise = _place([row.rise.number for row in rows], _FLOOR, _MOST_RISE, _BOTH_RISE)
    return (across, up), base, rise


def _place(ways: Sequence[float], before: float, most: float, least: float) -> tuple[float, float]:
    if all(way >= 0 for way in ways):
        return before, most
    return (1 - before, most) if all(way <= 0 for way in ways) else (0.5, least)


def _unit(row: NudgeRow, ratio: float, base: float, rise: float) -> float:
    """Return how long a unit of the input can be for a nudge's triangle to have some size."""
    up = abs(row.rise.number) * ratio
    across = base / abs(row.nudge.number)
    return min(across, rise / up) if up else across
