"""The table of descents: from every start of a grid, with every learning rate of a list."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

import sympy as sp

from calculus.descent import Descent, descend
from calculus.errors import DerivativeError, DomainError, LessonError
from calculus.expression import fresh_name
from calculus.function import Function
from calculus.grammar import parse_number
from calculus.quantity import to_float
from calculus.stationary import only_minimum
from calculus.walk import RATES, Iterate
from explore.axes import heights, ticks, ticks_up
from explore.grid import around, numbers
from explore.labels import applied, defined, name
from explore.writing import Pen, drawn

_STEPS = 12  # at most
_HALVES = 2  # starts in a unit
_SAMPLES = 240  # of the curve
# Of a single learning rate: others to try, from a crawl to an escape.
_TIMES = [sp.Rational(one) for one in ("1/10", "1/2", "1", "2", "5", "9", "10", "11")]
_FAR = 10.0  # sizes of the start: what goes farther is not followed by the picture


def descents(given: Mapping[str, str], pen: Pen) -> dict[str, Any]:
    """Return the table of descents.

    Args:
        given: "function", "start", "rates", "steps".
        pen: Writes its numbers.

    Raises:
        LessonError: No descent begins anywhere near the start.
    """
    function = Function.parse(given["function"])
    start, rates = parse_number(given["start"]), numbers(given["rates"], "rates")
    steps = min(int(given["steps"]), _STEPS)
    first = descend(function, start, rates[0], steps)
    several = rates if len(rates) > 1 else [rates[0] * times for times in _TIMES]
    several = sorted(several, key=to_float)
    grid = around(_seen(function, first), _HALVES)
    left, right = (to_float(end) for end in (grid.inputs[0], grid.inputs[-1]))
    xs = [left + (right - left) * i / _SAMPLES for i in range(_SAMPLES + 1)]
    ys = [function.sample_at(x) for x in xs]
    there = [y if isfinite(y) else None for y in ys]
    low, high = heights(there, first.iterates[0].value.number)
    walks = [[_walk(function, at, rate, steps, pen) for rate in several] for at in grid.inputs]
    rate = several.index(rates[0])
    begun = grid.nearest(i for i, some in enumerate(walks) if some[rate] is not None)
    if begun is None:
        raise LessonError(function.source, "has a slope near the start", given["start"], "3")
    called = fresh_name(RATES, {function.variable})
    return {
        "start": begun,
        "rate": rate,
        "steps": [str(k) for k in range(steps + 1)],
        "starts": [pen.given(at) for at in grid.inputs],
        "x": [drawn(at) for at in grid.inputs],
        "rates": [pen.given(rate) for rate in several],
        "alpha": [drawn(rate) for rate in several],
        "curve": [xs, [None if y is None else float(f"{y:.12g}") for y in there]],
        "view": [left, right, low, high],
        "ticks": {"x": ticks(left, right, grid.unit, pen), "y": ticks_up(low, high, pen)},
        "walks": walks,
        "labels": _labels(function, called),
    }


def _seen(function: Function, first: Descent) -> list[sp.Expr]:
    """Return a start, and one on the other side of the valley, or else of 0, to be seen as well."""
    start = first.start.value
    minimum = only_minimum(function)
    other = 2 * minimum.value - start if minimum else -start
    is_near = abs(to_float(other)) <= _FAR * max(abs(to_float(start)), 1.0)
    return [start, other] if is_near and function.is_defined_at(other) else [start]


def _walk(
    function: Function, start: sp.Expr, rate: sp.Expr, steps: int, pen: Pen
) -> dict[str, Any] | None:
    """Return one descent: its iterates as they are drawn and written, and what becomes of it."""
    try:
        descent = descend(function, start, rate, steps)
    except (DerivativeError, DomainError):
        return None
    verdict = "blocked" if descent.blocked else descent.verdict.name.lower()
    return {
        "at": [[drawn(one.w), drawn(one.value), drawn(one.gradient)] for one in descent.iterates],
        "cells": [_cells(one, pen) for one in descent.iterates],
        "verdict": verdict,
        "proven": descent.proven or descent.blocked,
    }


def _cells(one: Iterate, pen: Pen) -> list[str | None]:
    return [pen.number(value) for value in (one.w, one.value, one.gradient, one.update)]


def _labels(function: Function, rate: str) -> dict[str, dict[str, str]]:
    alpha = name(rate)
    slope = applied(f"{function.name}′", function.variable)
    return {
        "definition": defined(function),
        "k": name("k"),
        "x": name(function.variable),
        "f": applied(function.name, function.variable),
        "slope": slope,
        "alpha": alpha,
        "update": {
            "typst": f"-{alpha['typst']} thin {slope['typst']}",
            "plain": f"−{alpha['plain']} · {slope['plain']}",
        },
    }
