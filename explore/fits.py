"""The table of a model's weight and bias: the map of their cost, and the data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import sympy as sp

from calculus.digits import sign_of
from calculus.downhill import Downhill
from calculus.errors import LessonError
from calculus.fitting import LinearExamples, descent, is_level, safe_rate, trend
from calculus.grammar import parse_expression
from calculus.logistic import Examples
from calculus.plain import plain
from calculus.quantity import Quantity, to_float
from calculus.typst import typst
from explore.axes import ticks, ticks_up
from explore.grid import nice, numbers, two
from explore.labels import Formula, name
from explore.maps import Land, Verdict, mapped, several
from explore.writing import Pen

_MODELS = {
    "logistic": (Examples, "sigma(w*x + b)"),
    "linear": (LinearExamples, "w*x + b"),
}
_UNITS = 6  # in which all inputs lie
_BESIDE = 0.15  # of the width and the height, beside the data


def fit(given: Mapping[str, str], pen: Pen) -> dict[str, Any]:
    """Return the table of a model that learns from examples.

    Args:
        given: "model", "inputs", "labels", "start", "rates", "steps".
        pen: Writes its numbers.

    Raises:
        LessonError: There is no such model, or no descent begins at the start.
    """
    if given["model"] not in _MODELS:
        raise LessonError("model", f"is one of {', '.join(_MODELS)}", given["model"], "logistic")
    made, formula = _MODELS[given["model"]]
    inputs, labels = (numbers(given[key], key) for key in ("inputs", "labels"))
    examples = made.of(inputs, labels)
    land = Land(
        surface=examples.surface,
        start=two(given["start"], "start"),
        rates=several(numbers(given["rates"], "rates")),
        momenta=[sp.Integer(0)],
        walk=partial(_walk, examples),
        judge=partial(_judged, safe_rate(examples)),
    )
    table = mapped(land, int(given["steps"]), pen)
    table["labels"] |= {"definition": _defined(formula), "input": name("x"), "label": name("y")}
    return table | {"model": given["model"], "data": _data(examples, pen)}


def _walk(
    examples: Examples, start: tuple[sp.Expr, sp.Expr], rate: sp.Expr, _: sp.Expr, steps: int
) -> Downhill:
    return descent(examples, start, rate, steps)


def _judged(safe: Quantity, way: Downhill) -> Verdict:
    """Say what becomes of a descent: below the safe rate every step lowers the cost."""
    if is_level(way.stops[0]):
        return "stays", True
    if sign_of(way.learning_rate.value - safe.value) < 0:
        return ("settles" if way.minimum else "falls"), True
    if trend(way, safe) == "rises":
        return "uphill", True
    return ("gone", True) if way.stopped else ("undecided", False)


def _data(examples: Examples, pen: Pen) -> dict[str, Any]:
    """Return the examples, and the axes of their picture."""
    xs, ys = ([to_float(one) for one in some] for some in (examples.inputs, examples.labels))
    (left, right), (low, high) = _around(xs), _around(ys)
    unit = nice((max(xs) - min(xs)) / _UNITS)
    return {
        "points": [*zip(xs, ys, strict=True)],
        "view": [left, right, low, high],
        "ticks": {"x": ticks(left, right, unit, pen), "y": ticks_up(low, high, pen)},
    }


def _around(values: list[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = _BESIDE * (high - low) or 1.0
    return low - room, high + room


def _defined(formula: str) -> Formula:
    read = parse_expression(formula)
    return {"typst": f"hat(y) = {typst(read)}", "plain": f"ŷ = {plain(read)}"}
