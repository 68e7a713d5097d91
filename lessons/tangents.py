"""Tangents: the slope of a function depends on where you stand."""

from scenes.tangents import TangentScene

PLACE = 4  # in the course


class TangentSlopes(TangentScene):
    """J(w) = w² at three points: one function, three slopes."""

    function = "J(w) = w**2"  # one variable, Python notation
    points = 3, 2, -3  # where to look at the slope
    nudges = 1, 0.1, 0.01, 0.001  # how the secant closes in on the tangent
