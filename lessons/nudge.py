"""Nudge triangles: nudge the input a little, and see how far the function moves."""

from scenes.nudge import NudgeScene

PLACE = 2  # in the course


class NudgeLine(NudgeScene):
    """f(a) = 3a: every nudge comes out three times larger."""

    function = "f(a) = 3*a"  # one variable, Python notation
    points = 2, 5  # where to nudge; "1/3" stays exactly one third
    nudges = 0.1, 0.01, 0.001, 0.000001  # how far
    zoomed = 0.001  # the nudge that points are compared by


class NudgeSquare(NudgeScene):
    """f(a) = a²: how far the function moves depends on the point."""

    function = "f(a) = a**2"
    points = 2, 5
    nudges = 0.1, 0.01, 0.001


class NudgeCube(NudgeScene):
    """f(a) = a³ at one point."""

    function = "f(a) = a**3"
    points = (2,)


class NudgeLog(NudgeScene):
    """f(a) = ln a at one point: the numbers are rounded, and say so."""

    function = "f(a) = ln(a)"
    points = (2,)
