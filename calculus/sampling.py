"""Floats of an expression at many points at once: for drawing, never for a number shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from calculus.expression import Binary, Call, Constant, Expression, Name, Negate, Number
from calculus.functions import ROWS

Floats: TypeAlias = NDArray[np.float64]

_OPERATIONS: Mapping[str, Callable[[Floats, Floats], Floats]] = MappingProxyType(
    {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "**": np.power}
)

_OVERFLOWING = 700.0
"""No function of a smaller argument is too large for a float: if infinite, it has a pole."""

_NOWHERE: NDArray[np.bool_] = np.array(False)


def sample(expression: Expression, points: Mapping[str, Floats]) -> Floats:
    """Floats for drawing, one per point; NaN where the expression has no value.

    Args:
        expression: what is drawn.
        points: the values of each variable, of one shape.

    >>> from calculus.expression import call
    >>> sample(call("ln", Name("a")), {"a": np.array([-1.0, 1.0])}).tolist()
    [nan, 0.0]
    """
    points = {name: np.asarray(values, dtype=np.float64) for name, values in points.items()}
    shape = next(iter(points.values())).shape
    with np.errstate(all="ignore"):
        values = np.array(np.broadcast_to(_floats(expression, points), shape))
    values[~np.isfinite(values)] = np.nan
    return values


def _floats(expression: Expression, points: Mapping[str, Floats]) -> Floats:
    match expression:
        case Number(value):
            return np.array(float(value))
        case Name(name):
            return points[name]
        case Constant(constant):
            return np.array(np.pi if constant == "pi" else np.e)
        case Negate(operand):
            return -_floats(operand, points)
        case Call(function, arguments):
            inner = [_floats(each, points) for each in arguments]
            small = reduce(np.logical_and, (np.abs(each) < _OVERFLOWING for each in inner))
            return _without_poles(np.asarray(ROWS[function].samples(*inner)), small)
        case Binary(operator, left, right):
            one, other = _floats(left, points), _floats(right, points)
            pole = {"/": other == 0, "**": one == 0}.get(operator, _NOWHERE)
            return _without_poles(_OPERATIONS[operator](one, other), pole)


def _without_poles(values: Floats, here: NDArray[np.bool_]) -> Floats:
    """The values, but none where they are infinite here.

    Elsewhere an infinite value stands for one that is too large for a float: 1 over it is 0.
    """
    poles = here & np.isinf(values)
    return np.where(poles, np.nan, values) if poles.any() else values
