"""The table of a map: descents on a function of two variables, from every start of a grid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import sympy as sp

from calculus.downhill import Downhill, Stop
from calculus.errors import DerivativeError, DomainError, LessonError
from calculus.quantity import to_float
from calculus.surface import Surface
from explore.axes import ticks
from explore.grid import Grid, nice, spread
from explore.labels import Formula, name, over
from explore.writing import Pen

Start = tuple[sp.Expr, sp.Expr]
Walk = Callable[[Start, sp.Expr, sp.Expr, int], Downhill]
"""From a start, with a learning rate and a momentum, so many steps."""
Verdict = tuple[str, bool]
"""What becomes of a descent, a word of pages, and whether that is proven."""

_STARTS = 11, 7  # across and up
_STEPS = 8  # at most
_ROOM = 130_000  # bytes of all steps of all descents, if they are as long as those of the scene
_PARTS = 8  # of a unit, in which heights are sampled
_EDGE = sp.Rational(3, 4)  # units in sight beyond the outermost starts
_LINES = 12  # of equal height
_SHOWN = 0.95  # of the heights: lines among the others would lie too close
_UNLIKE = 5  # times as far as along the other axis, and each has a unit of its own
_ALIKE = 0.4, 1.1  # a map so high for its width has units of one length on both axes
_FEW = 3  # learning rates
_OTHERS = sp.Rational(1, 5), 5  # times the first, where the scene has one rate only


@dataclass(frozen=True)
class Land:
    """What is walked on, and how.

    Attributes:
        surface: The function.
        start: Where the scene starts.
        rates: Learning rates, the scene's first.
        momenta: Momenta, the scene's first.
        walk: Walks.
        judge: Says what becomes of a walk.
    """

    surface: Surface
    start: Start
    rates: Sequence[sp.Expr]
    momenta: Sequence[sp.Expr]
    walk: Walk
    judge: Callable[[Downhill], Verdict]


def mapped(land: Land, steps: int, pen: Pen) -> dict[str, Any]:
    """Return the table of a map.

    Args:
        land: What is walked on.
        steps: How many steps are wanted; there are fewer where the table would be too large.
        pen: Writes its numbers.

    Raises:
        LessonError: No descent begins at the start.
    """
    rates, momenta = (sorted(some, key=to_float) for some in (land.rates, land.momenta))
    first = land.walk(land.start, land.rates[0], land.momenta[0], _STEPS)
    columns, rows = _grids(land.start, first)
    starts = [(x, y) for y in rows.inputs for x in columns.inputs]
    long = len("".join(_text(stop, pen) for stop in first.stops).encode()) // len(first.stops)
    room = _ROOM // (long * len(starts) * len(rates) * len(momenta))
    most = max(1, min(steps, _STEPS, room))
    places, walks = [], []
    for start in starts:
        ways = [[_way(land, start, rate, one, most) for rate in rates] for one in momenta]
        places.append(None if ways[0][0] is None else _cells(ways[0][0].stops[0], pen)[2:])
        walks.append([[_told(land, way, pen) for way in some] for some in ways])
    begun = rows.start * len(columns.inputs) + columns.start
    if places[begun] is None:
        got = ", ".join(pen.given(one) for one in starts[begun])
        raise LessonError(land.surface.source, "has a value and slopes near the start", got, "1, 1")
    view = [end for grid in (columns, rows) for end in _ends(grid)]
    ratio = float((view[3] - view[2]) / (view[1] - view[0]))
    return {
        "start": begun,
        "rate": rates.index(land.rates[0]),
        "momentum": momenta.index(land.momenta[0]),
        "steps": [str(k) for k in range(most + 1)],
        "across": [pen.given(one) for one in columns.inputs],
        "up": [pen.given(one) for one in rows.inputs],
        "x": [to_float(one) for one in columns.inputs],
        "y": [to_float(one) for one in rows.inputs],
        "rates": [pen.given(one) for one in rates],
        "alpha": [to_float(one) for one in rates],
        "momenta": [pen.given(one) for one in momenta],
        "beta": [to_float(one) for one in momenta],
        "view": [float(end) for end in view],
        "ratio": ratio if _ALIKE[0] <= ratio <= _ALIKE[1] else None,
        "ticks": {
            key: ticks(float(view[i]), float(view[i + 1]), grid.unit, pen)
            for key, grid, i in (("x", columns, 0), ("y", rows, 2))
        },
        "heights": (sampled := _sampled(land.surface, columns, rows)),
        "lines": _lines(sampled),
        "places": places,
        "walks": walks,
        "labels": _labels(land.surface, first),
    }


def several(rates: Sequence[sp.Expr]) -> list[sp.Expr]:
    """Return the learning rates of a scene, and others where it has fewer than three."""
    found = list(rates)
    for times in _OTHERS:
        if len(found) < _FEW and rates[0] * times not in found:
            found.append(rates[0] * times)
    return found


def _grids(start: Start, first: Downhill) -> tuple[Grid, Grid]:
    """Return the starts of both axes, in one unit where that suits both."""
    centres = [_centre(i, start, first) for i in range(2)]
    sizes = [
        2 * abs(to_float(one) - to_float(centre)) / (many - 1)
        for one, centre, many in zip(start, centres, _STARTS, strict=True)
    ]
    largest = max(sizes) or 1.0
    columns, rows = (
        spread(one, centre, nice(size if 0 < _UNLIKE * size < largest else largest), many)
        for one, centre, size, many in zip(start, centres, sizes, _STARTS, strict=True)
    )
    return columns, rows


def _centre(i: int, start: Start, first: Downhill) -> sp.Expr:
    """Return what lies in the middle of an axis: the lowest place, else 0, else where it leads."""
    if first.minimum is not None:
        return first.minimum[i].value
    return sp.Integer(0) if start[i] else first.stops[-1].point[i].value


def _way(land: Land, start: Start, rate: sp.Expr, momentum: sp.Expr, steps: int) -> Downhill | None:
    try:
        return land.walk(start, rate, momentum, steps)
    except (DerivativeError, DomainError):
        return None


def _told(land: Land, way: Downhill | None, pen: Pen) -> dict[str, Any] | None:
    """Return a descent: all stops after the start as one text, and what becomes of it."""
    if way is None:
        return None
    verdict, proven = land.judge(way)
    steps = ";".join(_text(stop, pen) for stop in way.stops[1:])
    return {"steps": steps, "verdict": verdict, "proven": proven}


def _text(stop: Stop, pen: Pen) -> str:
    """Return the cells of a stop, in signs of one byte, of which there are thousands."""
    return "|".join(_cells(stop, pen)).replace("≈ ", "~").replace("−", "-")


def _cells(stop: Stop, pen: Pen) -> list[str]:
    return [str(pen.number(one)) for one in (*stop.point, stop.value, *stop.gradient)]


def _ends(grid: Grid) -> tuple[sp.Expr, sp.Expr]:
    return grid.inputs[0] - _EDGE * grid.unit, grid.inputs[-1] + _EDGE * grid.unit


def _sampled(surface: Surface, columns: Grid, rows: Grid) -> list[list[float | None]]:
    """Return heights from the left lower corner of the picture, a row for each line across."""
    across, up = (_samples(grid) for grid in (columns, rows))
    found = []
    for y in up:
        line = surface.along(surface.variables[0], y)
        values = [line.sample_at(to_float(x)) for x in across]
        found.append([float(f"{one:.4g}") if isfinite(one) else None for one in values])
    return found


def _samples(grid: Grid) -> list[sp.Expr]:
    low, high = _ends(grid)
    many = int((high - low) / grid.unit * _PARTS)
    return [low + (high - low) * sp.Rational(i, many) for i in range(many + 1)]


def _lines(sampled: Sequence[Sequence[float | None]]) -> list[float]:
    """Return the heights of lines: nearer to each other below, as those of a bowl are."""
    there = sorted(one for row in sampled for one in row if one is not None)
    low, high = there[0], there[int(len(there) * _SHOWN)]
    return [float(f"{low + (high - low) * (i / _LINES) ** 2:.4g}") for i in range(1, _LINES + 1)]


def _labels(surface: Surface, first: Downhill) -> dict[str, Formula]:
    one, other = surface.variables
    partial = "partial", "∂"
    return {
        "k": name("k"),
        "x": name(one),
        "y": name(other),
        "f": name(surface.name),
        "slope": over(partial, surface.name, one),
        "slope2": over(partial, surface.name, other),
        "alpha": name(first.learning_rate.expression),
    }
