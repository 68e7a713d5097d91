"""What a plot draws is where SymPy says it is, at every zoom."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp

from calculus.function import Function
from scenes.layout import layout
from scenes.plot import Plot
from scenes.theme import DARK, Role
from scenes.window import Window
from tests.scenes.telling import measured

STAGE = layout().stage
QUARTER_PIXEL = 4e-4  # of the plot's height, at 1080 lines
FUNCTIONS = {
    "f(a) = a**2": "a**2",
    "f(a) = ln(a)": "log(a)",
    "f(a) = sin(3*a) + a/2": "sin(3*a) + a/2",
}


def plot_of(window: Window) -> Plot:
    return Plot(STAGE, window, ("a", "f(a)"), DARK)


@pytest.mark.parametrize("text", FUNCTIONS)
@pytest.mark.parametrize("zoom", [1, 10, 1000, 1e6])
def test_the_curve_is_the_function(text: str, zoom: float) -> None:
    function, truth = Function.parse(text), sp.lambdify("a", FUNCTIONS[text])
    window = Window.around(2, float(truth(2)), 4, 6).zoomed(zoom, 2, float(truth(2)))
    plot = plot_of(window)
    curve = plot.curve(function)
    points = measured(plot, curve.points[::4])
    assert len(points) > 50
    off = np.abs(points[:, 1] - truth(points[:, 0]))
    # Where the edge cuts a straight piece, the curve is off by less than a quarter pixel.
    assert off[1:-1].max() < 1e-6 * window.height + 1e-9
    assert off.max() < QUARTER_PIXEL * window.height


@pytest.mark.parametrize("window", [Window(-2, -3, 2, 3), Window(-0.01, -500, 0.012, 400)])
def test_no_line_is_drawn_across_a_pole(window: Window) -> None:
    plot = plot_of(window)
    pieces = measured(plot, plot.curve(Function.parse("f(a) = 1/a")).points).reshape(-1, 4, 2)
    assert not ((pieces[:, 0, 0] < 0) & (pieces[:, 3, 0] > 0)).any()
    assert len(pieces) > 50


def test_a_steep_curve_is_not_taken_for_a_pole() -> None:
    plot = plot_of(Window(-1, 0, 1, 1e-3))
    pieces = measured(plot, plot.curve(Function.parse("f(a) = 1000*a")).points)
    assert pieces[:, 1].min() == pytest.approx(0, abs=1e-6)
    assert pieces[:, 1].max() == pytest.approx(1e-3, rel=1e-6)


def test_the_curve_stays_inside_the_axes() -> None:
    plot = plot_of(Window(-1, -1, 4, 5))
    points = plot.curve(Function.parse("f(a) = a**2")).points
    area = plot.area
    assert points[:, 0].min() >= area.left - 1e-9
    assert points[:, 0].max() <= area.right + 1e-9
    assert points[:, 1].max() <= area.top + 1e-9


def test_a_point_outside_the_window_is_not_drawn() -> None:
    plot = plot_of(Window(0, 0, 1, 1))
    dot = plot.dot(lambda _: (0.5, 0.5), Role.FUNCTION)
    assert len(dot.points)
    plot.set(window=Window(2, 2, 3, 3))
    assert not len(dot.points)
    plot.set(window=Window(0, 0, 1, 1))
    assert measured(plot, dot.get_center()[None, :])[0] == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize("slope", [0.0, 3.0, -250.0])
def test_a_straight_line_has_its_slope(slope: float) -> None:
    plot = plot_of(Window(-1, -2, 3, 8))
    line = plot.straight(lambda _: (1.0, 2.0, slope), Role.SLOPE)
    (x0, y0), (x1, y1) = measured(plot, line.points[[0, -1]])
    assert (y1 - y0) / (x1 - x0) == pytest.approx(slope, abs=1e-9, rel=1e-9)
    assert y0 + slope * (1 - x0) == pytest.approx(2)
    assert {round(x0, 6), round(x1, 6)} & {-1.0, 3.0} or {round(y0, 6), round(y1, 6)} == {-2.0, 8.0}
