"""Where a figure can be moved to: inputs at equal distances around those of the scene."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sympy as sp

from calculus.digits import magnitude
from calculus.errors import LessonError
from calculus.grammar import parse_number
from calculus.quantity import to_float

_HALF = 4  # units to each side
_FINE = 20  # steps of a unit
_ROOM = 6  # units in which all points of a scene lie
_MOST = 24  # numbers of a list, as in lessons
_SIMPLE = 12  # the largest denominator of a number that others are counted from
_NICE = 1, 2, 5, 10
_SIZES = 1, 2, 5, 10, 100, 1000  # the unit has so many of a nudge


@dataclass(frozen=True)
class Grid:
    """Inputs, equally far from each other.

    Attributes:
        unit: 1, 2 or 5 times a power of ten.
        inputs: All of them, from left to right.
        start: Which of them the scene begins with.
    """

    unit: sp.Rational
    inputs: tuple[sp.Expr, ...]
    start: int

    def nearest(self, usable: Iterable[int]) -> int | None:
        """Return which of some inputs is the nearest to the start, by their places."""
        return min(usable, key=lambda i: abs(i - self.start), default=None)


def numbers(text: str, thing: str) -> list[sp.Expr]:
    """Return the numbers of a list: "2; 1/3".

    Raises:
        LessonError: They are none, or more than a figure has room for.
    """
    texts = text.split(";")
    if len(texts) > _MOST:
        raise LessonError(thing, f"are at most {_MOST} numbers", str(len(texts)), "2; 1/3")
    return [parse_number(one.strip(), thing=thing) for one in texts]


def two(text: str, thing: str) -> tuple[sp.Expr, sp.Expr]:
    """Return the two numbers of a list.

    Raises:
        LessonError: There are more or fewer.
    """
    found = numbers(text, thing)
    if len(found) != 2:
        raise LessonError(thing, "has two numbers", text, "0; 0")
    return found[0], found[1]


def around(points: Sequence[sp.Expr], fine: int = _FINE) -> Grid:
    """Return a grid that has the first of some points, and the others between its ends.

    Args:
        points: One or more.
        fine: How many steps a unit has.
    """
    floats = [to_float(point) for point in points]
    low, high = min(floats), max(floats)
    unit = nice(max(high - low, abs(low), abs(high)) / _ROOM or 1.0)
    step = unit / fine
    first = _counted_from(points[0], step)
    before = round((to_float(first) - (low + high) / 2) / float(step)) + _HALF * fine
    inputs = tuple(first + (k - before) * step for k in range(2 * _HALF * fine + 1))
    return Grid(unit, inputs, before)


def spread(first: sp.Expr, centre: sp.Expr, unit: sp.Rational, many: int) -> Grid:
    """Return a grid of so many inputs a unit apart, one of them given, around a centre."""
    first = _counted_from(first, unit)
    off = round((to_float(first) - to_float(centre)) / float(unit))
    before = min(max(off + many // 2, 0), many - 1)
    return Grid(unit, tuple(first + (k - before) * unit for k in range(many)), before)


def nudges(unit: sp.Rational, given: Iterable[sp.Expr]) -> tuple[sp.Expr, ...]:
    """Return nudges to both sides, from the farthest left to the farthest right.

    Args:
        unit: The unit of the grid.
        given: Those of the scene, which are among them, too.
    """
    power = nice(float(unit), (1,))
    sizes = {*(power / size for size in _SIZES), *map(magnitude, given)}
    signed = {sign * size for size in sizes for sign in (-1, 1)}
    return tuple(sorted(signed, key=to_float))


def _counted_from(first: sp.Expr, step: sp.Rational) -> sp.Expr:
    """Return an input if it is simple, else the nearest multiple of a step."""
    if first.is_Rational and first.q <= _SIMPLE:
        return first
    return sp.Integer(round(to_float(first) / float(step))) * step


def nice(size: float, heads: Sequence[int] = _NICE) -> sp.Rational:
    """Return the first number not below a size that is a head times a power of ten.

    >>> nice(0.3), nice(5 / 6), nice(7.0)
    (1/2, 1, 10)
    """
    power = sp.Integer(10) ** sp.floor(sp.log(sp.Rational(size), 10))
    wanted = sp.Rational(size) * sp.Rational(1 - 1e-9)  # floats are a little off
    return next(power * head for head in (*heads, 10) if power * head >= wanted)
