"""Floats of an expression at many points at once: for drawing, never for a number shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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


def sample(expression: Expression, name: str, points: Floats) -> Floats:
    """Floats for drawing, one per point; NaN where the expression has no value.

    >>> from calculus.expression import call
    >>> sample(call("ln", Name("a")), "a", np.array([-1.0, 1.0])).tolist()
    [nan, 0.0]
    """
    points = np.asarray(points, dtype=np.float64)
    with np.errstate(all="ignore"):
        values = np.array(np.broadcast_to(_floats(expression, name, points), points.shape))
    values[~np.isfinite(values)] = np.nan
    return values


def _floats(expression: Expression, name: str, points: Floats) -> Floats:
    match expression:
        case Number(value):
            return np.array(float(value))
        case Name():
            return points
        case Constant(constant):
            return np.array(np.pi if constant == "pi" else np.e)
        case Negate(operand):
            return -_floats(operand, name, points)
        case Call(function, arguments):
            inner = (_floats(each, name, points) for each in arguments)
            return np.asarray(ROWS[function].samples(*inner))
        case Binary(operator, left, right):
            return _OPERATIONS[operator](_floats(left, name, points), _floats(right, name, points))
