"""The table of a curve: its heights and slopes on a grid, and what nudges do there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import sympy as sp

from calculus.errors import DerivativeError, DomainError, LessonError
from calculus.expression import Binary, Name
from calculus.function import Function
from calculus.plain import plain_name
from calculus.quantity import Quantity, evaluated, recorded
from calculus.typst import typst_name
from explore.axes import heights, ticks, ticks_up
from explore.grid import Grid, around, nudges, numbers
from explore.labels import Formula, applied, defined, name
from explore.writing import Cell, Pen, drawn

_STEEP = 0.8  # of the slopes, some of which are far steeper at a pole
_EDGE = 4  # of a unit, beyond the first input and the last
_ZOOMS = 5  # powers of ten, from 0

# Of values that are known already.
_CHANGE = Binary("-", Name("after"), Name("before"))
_QUOTIENT = Binary("/", Name("rise"), Name("h"))


def nudged(given: Mapping[str, str], pen: Pen) -> dict[str, Any]:
    """Return the table of a function whose input is nudged.

    Args:
        given: "function", "points", "nudges", and "nudge", what one is called: "delta" or a name.
        pen: Writes its numbers.

    Raises:
        LessonError: It has no value or no slope anywhere near its points.
    """
    function = Function.parse(given["function"])
    points = numbers(given["points"], "points")
    grid = around(points)
    steps = numbers(given["nudges"], "nudges")
    table = curve(function, grid, points, pen)
    table["labels"] |= _labels(function, given["nudge"])
    sizes = nudges(grid.unit, steps)
    rows = [_row(function, at, sizes, pen) for at in grid.inputs]
    # Powers of ten by which the picture can be magnified; the least nudge is seen in the last.
    zooms = [pen.given(sp.Integer(10) ** power) for power in range(_ZOOMS)]
    told = [sizes.index(step) for step in steps]
    for at, one in zip(points, table["named"], strict=True):
        there = zip(told, _row(function, at, steps, pen), strict=True)
        one["nudged"] = [[i, *cells] for i, cells in there if cells is not None]
    return table | {
        "h": [drawn(size) for size in sizes],
        "nudges": [pen.given(size) for size in sizes],
        "nudge": max(i for i, size in enumerate(sizes) if size <= grid.unit),
        "rows": rows,
        "zooms": zooms,
    }


def several(given: Mapping[str, str], pen: Pen) -> dict[str, Any]:
    """Return the tables of several functions of one variable.

    Args:
        given: "functions", "points".
        pen: Writes their numbers.

    Raises:
        LessonError: One of them has no value or no slope anywhere near the points.
    """
    functions = [Function.parse(one.strip()) for one in given["functions"].split(";")]
    points = numbers(given["points"], "points")
    grid = around(points)
    curves = [curve(function, grid, points, pen) for function in functions]
    labels = {key: curves[0]["labels"][key] for key in ("x", "f", "slope")}
    for i, one in enumerate(curves):
        own = one.pop("labels")
        labels |= {f"{key}{i}": own[key] for key in ("definition", "derivative")}
    return {"curves": curves, "labels": labels}


def curve(function: Function, grid: Grid, points: Sequence[sp.Expr], pen: Pen) -> dict[str, Any]:
    """Return the table of a function: inputs, heights, slopes, as floats and as they are shown.

    The points of the scene are named, with their places on the grid if it has them.

    Raises:
        LessonError: It has no value or no slope anywhere on the grid.
    """
    values = [_value(function, at) for at in grid.inputs]
    slopes = [_slope(function, at) for at in grid.inputs]
    xs, ys, ss = ([drawn(one) for one in some] for some in (grid.inputs, values, slopes))
    start = grid.nearest(i for i, there in enumerate(zip(ys, ss, strict=True)) if None not in there)
    if start is None:
        got = f"{function.variable} = {grid.inputs[grid.start]}"
        raise LessonError(function.source, "has a value and a slope near its first point", got, "2")
    low, high = heights(ys, ys[start])
    edge = grid.unit / _EDGE
    steep_low, steep_high = heights(ss, ss[start], _STEEP)
    return {
        "unit": float(grid.unit),
        "fine": round(float(grid.unit / (grid.inputs[1] - grid.inputs[0]))),
        "start": start,
        "x": xs,
        "y": ys,
        "s": ss,
        "at": [pen.given(at) for at in grid.inputs],
        "value": [pen.number(value) for value in values],
        "slope": [pen.number(slope) for slope in slopes],
        "named": [
            {
                "place": grid.inputs.index(at) if at in grid.inputs else None,
                "at": pen.given(at),
                "value": pen.number(_value(function, at)),
                "slope": pen.number(_slope(function, at)),
            }
            for at in points
        ],
        "view": [float(grid.inputs[0] - edge), float(grid.inputs[-1] + edge), low, high],
        "steep": [steep_low, steep_high],
        "ticks": {
            "x": ticks(float(grid.inputs[0]), float(grid.inputs[-1]), grid.unit, pen),
            "y": ticks_up(low, high, pen),
            "s": ticks_up(steep_low, steep_high, pen),
        },
        "labels": {
            "definition": defined(function),
            "derivative": defined(function.derivative),
            "x": name(function.variable),
            "f": applied(function.name, function.variable),
            "slope": applied(f"{function.name}′", function.variable),
        },
    }


def _labels(function: Function, called: str) -> dict[str, Formula]:
    variable, f = function.variable, function.name
    h = name(called)
    if called == "delta":
        h = {"typst": f"Delta {typst_name(variable)}", "plain": f"Δ{plain_name(variable)}"}
    change = {"typst": f"Delta {typst_name(f)}", "plain": f"Δ{plain_name(f)}"}
    after = applied(f, variable, f"{typst_name(variable)} + {h['typst']}")
    return {
        "h": h,
        "rise": change,
        "quotient": {
            "typst": f"display(({change['typst']})/({h['typst']}))",
            "plain": f"{change['plain']}/{h['plain']}",
        },
        "after": {
            "typst": after["typst"],
            "plain": f"{plain_name(f)}({plain_name(variable)} + {h['plain']})",
        },
    }


def _row(
    function: Function, at: sp.Expr, sizes: Sequence[sp.Expr], pen: Pen
) -> list[list[Cell] | None]:
    """Return what every nudge does at an input: the value after it, the rise, the quotient."""
    value, slope = _value(function, at), _slope(function, at)
    return [None if value is None else _cells(function, value, slope, at, h, pen) for h in sizes]


def _cells(
    function: Function,
    value: Quantity,
    slope: Quantity | None,
    at: sp.Expr,
    h: sp.Expr,
    pen: Pen,
) -> list[Cell] | None:
    after = _value(function, at + h)
    if after is None:
        return None
    risen = evaluated(_CHANGE, {"before": value.value, "after": after.value})
    ratio = recorded(risen.value / h, _QUOTIENT, {"rise": risen.value, "h": h})
    return [pen.number(after), pen.number(risen), pen.beside(ratio, slope)]


@lru_cache(maxsize=4096)  # many nudges lead to inputs of the grid
def _value(function: Function, at: sp.Expr) -> Quantity | None:
    try:
        return function.at(at)
    except DomainError:
        return None


@lru_cache(maxsize=4096)
def _slope(function: Function, at: sp.Expr) -> Quantity | None:
    try:
        return function.derivative_at(at)
    except (DerivativeError, DomainError):
        return None
