"""The table of a cost of two parameters: its map, and descents on it with momentum or without."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import sympy as sp

from calculus.digits import sign_of
from calculus.downhill import Downhill, descend
from calculus.fitting import is_level
from calculus.grammar import parse_number
from calculus.plain import plain, plain_name
from calculus.surface import Surface
from calculus.typst import typst, typst_name
from explore.grid import numbers, two
from explore.labels import Formula, name
from explore.maps import Land, Verdict, mapped, several
from explore.writing import Pen

_KEPT = sp.Rational(1, 2)  # of a step, to be tried where the scene keeps nothing


def surface(given: Mapping[str, str], pen: Pen) -> dict[str, Any]:
    """Return the table of a function of two variables.

    Args:
        given: "function", "start", "rates", "momentum", "steps".
        pen: Writes its numbers.

    Raises:
        LessonError: No descent begins at the start.
    """
    function = Surface.parse(given["function"])
    momentum = parse_number(given["momentum"])
    land = Land(
        surface=function,
        start=two(given["start"], "start"),
        rates=several(numbers(given["rates"], "rates")),
        momenta=[momentum, sp.Integer(0) if momentum else _KEPT],
        walk=partial(_walk, function),
        judge=judged,
    )
    table = mapped(land, int(given["steps"]), pen)
    table["labels"] |= {"definition": _defined(function), "beta": name("beta")}
    return table


def judged(way: Downhill) -> Verdict:
    """Say what becomes of a descent, by algebra where the function is quadratic."""
    if is_level(way.stops[0]):
        return "stays", True
    if way.settles:
        return "settles", True
    if any(sign_of(mode.size - 1) or not sign_of(mode.curvature) for mode in way.lasting):
        return "diverges", True
    if way.lasting:
        return "cycles", True
    return ("gone", True) if way.stopped else ("undecided", False)


def _walk(
    function: Surface,
    start: tuple[sp.Expr, sp.Expr],
    rate: sp.Expr,
    momentum: sp.Expr,
    steps: int,
) -> Downhill:
    return descend(function, start, rate, steps, momentum)


def _defined(function: Surface) -> Formula:
    heads = (", ".join(map(of, function.variables)) for of in (typst_name, plain_name))
    inside, told = heads
    return {
        "typst": f"{typst_name(function.name)}({inside}) = {typst(function.expression)}",
        "plain": f"{plain_name(function.name)}({told}) = {plain(function.expression)}",
    }
