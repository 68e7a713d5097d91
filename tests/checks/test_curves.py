"""Curves that cross a jump, follow another wave, or lack a piece are found; true ones are not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from manim import VMobject
from numpy.typing import NDArray

from calculus.function import Function
from scenes.base import LessonScene
from scenes.look.theme import Role
from scenes.picture import meaning
from scenes.picture.plot import Plot, stroke
from scenes.picture.shapes import segments
from scenes.picture.window import Window
from tests.checks.looking import findings, message

Floats = NDArray[np.float64]
Draw = Callable[[Plot], VMobject]
WINDOW = Window(-5, -3, 5, 3)


def picture(draw: Draw, window: Window = WINDOW) -> type[LessonScene]:
    class Picture(LessonScene):
        def construct(self) -> None:
            plot = Plot(self.regions.stage, window, None, self.theme)
            with self.beat("Look at this picture now."):
                self.add(plot.axes, draw(plot))

    return Picture


def own(body: str, within: str | None = None) -> Draw:
    """The curve as the project draws it."""
    limits = None if within is None else Function.parse(f"f(a) = {within}")
    return lambda plot: plot.curve(Function.parse(f"f(a) = {body}"), within=limits)


def joined(body: str, heights: Callable[[Floats], Floats], *parts: Floats) -> Draw:
    """A polyline through values at some inputs, which claims to be the curve."""

    def draw(plot: Plot) -> VMobject:
        places = [plot.points(np.column_stack([xs, heights(xs)])) for xs in parts]
        line = stroke(plot.theme[Role.FUNCTION], 5, "curve")
        line.set_points(np.vstack([segments(p[:-1], p[1:]) for p in places]))
        meaning.claim(line, meaning.Curve(plot, meaning.Formula("a", body)))
        return line

    return draw


def evenly(low: float = -5, high: float = 5, count: int = 241) -> Floats:
    return np.linspace(low, high, count)


@pytest.mark.parametrize(
    "body",
    [
        "abs(a)/a", "a + sign(a - 1)", "sign(a) + sign(a - 1)", "sqrt(a)", "sqrt(a**2 - 2)",
        "a**(1/3)", "1/a", "tan(a)", "1/a**2", "sin(100*a)", "sin(200*a)", "a*sin(1000*a)",
        "tan(100*a)", "sin(1/a)", "tanh(50*a)", "tanh(100000000*a)", "sqrt(abs(a))",
        "exp(-1/a**2)", "(a**2 - 1)/(a - 1)", "abs(sin(3*a))", "ln(a)", "sqrt(sin(40*a))",
        "10**16*a**4", "10**20*a**4", "10**24*a**4", "1/(10**6*a)",
        "sin(1/(10**6*a))", "sin(1/(10**8*a))",
    ],
)  # fmt: skip
def test_a_curve_of_the_project_is_true(body: str) -> None:
    assert not [found for found in findings(picture(own(body))) if found[0].startswith("geom")]


JUMP = (evenly(), evenly(0.0001, 5), evenly(-5, -0.0001))
FALSE = [
    ("across a jump of sign(a - 1) at 1", joined("sign(a - 1)", lambda x: np.sign(x - 1), JUMP[0])),
    (
        "across a jump of sign(a - 1) at 1",  # upright, as a careless refinement would draw it
        joined("sign(a - 1)", lambda x: np.sign(x - 1), np.array([-5, 1 - 1e-13, 1 + 1e-13, 5])),
    ),
    ("across a jump of 1/a at", joined("1/a", lambda x: 1 / x, evenly(-5, 5, 240))),
    ("sin(100*a)", joined("sin(100*a)", lambda x: 0.6 * np.sin(1.3 * x), evenly())),
    ("beside a**2/9", joined("a**2/9", lambda x: x**2 / 9, evenly(count=8))),
    (
        "1/(1 + (50*a)**2)",
        joined("1/(1 + (50*a)**2)", lambda x: 1 / (1 + (50 * x) ** 2), evenly(count=40)),
    ),
    ("the curve of a/3 is not drawn", joined("a/3", lambda x: x / 3, evenly(-5, 1))),
    ("the curve of a/3 is not drawn", joined("a/3", lambda x: x / 3, evenly(-5, 1), evenly(2, 5))),
    ("the curve of sqrt(a) is not drawn at", joined("sqrt(a)", np.sqrt, evenly(0.04, 5))),
    (
        "where ln(a) has no value, at -",
        joined("ln(a)", lambda x: np.log(np.abs(x)), JUMP[1], JUMP[2]),
    ),
]


@pytest.mark.parametrize(("words", "draw"), FALSE)
def test_a_false_curve_is_found(words: str, draw: Draw) -> None:
    said = message(picture(draw), "geometry.point")
    assert words in said
    assert "choose points" in said


@pytest.mark.parametrize("wave", [50, 100, 150, 301.6, 1000])
def test_a_wave_drawn_with_too_few_places_is_found(wave: float) -> None:
    alias = joined(f"sin({wave}*a)", lambda x: np.sin(wave * x), evenly())
    assert ("geometry.point", 0) in findings(picture(alias))


def test_a_slope_ends_where_its_function_does() -> None:
    def careless(plot: Plot) -> VMobject:
        line = plot.curve(Function.parse("f(a) = 1/a"))
        limits = meaning.Formula("a", "ln(a)")
        meaning.claim(line, meaning.Curve(plot, meaning.Formula("a", "1/a"), within=limits))
        return line

    assert ("geometry.point", 0) in findings(picture(careless))
    assert ("geometry.point", 0) not in findings(picture(own("1/a", within="ln(a)")))


@pytest.mark.parametrize(("left", "right", "top"), [(-0.252, 1.281, 38.7), (-0.207, 1.176, 39.5)])
def test_a_logarithm_may_be_drawn_so_high_that_no_number_is_nearer_to_its_end(
    left: float, right: float, top: float
) -> None:
    high = Window(left, -top / 10, right, top)
    assert findings(picture(own("-ln(a)", within="sqrt(a)"), high)) == []


@pytest.mark.parametrize("change", ["it should end elsewhere", "its plot is moved", "nothing"])
def test_a_curve_that_stands_is_measured_again_when_something_else_changes(change: str) -> None:
    ends = [1.0]

    class Standing(LessonScene):
        def construct(self) -> None:
            plot = Plot(self.regions.stage, WINDOW, None, self.theme)
            line = joined("a/3", lambda x: x / 3, evenly(-5, 1))(plot)
            of = meaning.Formula("a", "a/3")
            meaning.claim(line, meaning.Curve(plot, of, until=lambda: ends[-1]))
            with self.beat("Look at this picture now."):
                self.add(plot.axes, line)
            if change == "it should end elsewhere":
                ends.append(2.0)
            if change == "its plot is moved":
                plot.axes.shift((0, 0.2, 0))
            with self.beat("Look at it once more."):
                self.hold(1)

    found = [one for one in findings(Standing) if one[0] == "geometry.point"]
    assert found == ([] if change == "nothing" else [("geometry.point", 1)])


def test_a_tangent_at_a_corner_is_found() -> None:
    size = Function.parse("f(a) = abs(a)")
    false = picture(lambda plot: plot.straight(lambda _: (0.0, 0.0, 0.0), Role.SLOPE, of=size))
    assert "where abs(a) has no slope" in message(false, "geometry.slope")
