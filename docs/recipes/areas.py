"""Areas: rectangles under a curve, more and more of them."""

from area import AreaScene


class UnderTheParabola(AreaScene):
    """f(x) = x² from 0 to 1."""

    function = "f(x) = x**2"
    start, end = 0, 1
    rectangles = 4, 8, 16


class OneArch(AreaScene):
    """sin x from 0 to π: both corners give the same."""

    function = "f(x) = sin(x)"
    start, end = 0, "pi"
    rectangles = 4, 8


class NoFormula(AreaScene):
    """A function whose antiderivative has no formula."""

    function = "f(x) = sqrt(1 + x**4)"
    start, end = -1, 2
    rectangles = 6, 12, 24
