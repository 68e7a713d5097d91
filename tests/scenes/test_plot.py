"""What a plot draws is where SymPy says it is, at every zoom."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import example, given
from hypothesis import strategies as st

from calculus.function import Function
from scenes.look.theme import DARK, Role
from scenes.picture.layout import layout
from scenes.picture.plot import Plot
from scenes.picture.window import Window
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


def pieces_of(body: str, window: Window, within: str | None = None) -> np.ndarray:
    """Start and end of the drawn pieces in axis coordinates, shape (n, 2, 2)."""
    plot = plot_of(window)
    limits = None if within is None else Function.parse(f"f(a) = {within}")
    curve = plot.curve(Function.parse(f"f(a) = {body}"), within=limits)
    return measured(plot, curve.points).reshape(-1, 4, 2)[:, [0, 3]]


def test_a_piece_that_rises_by_next_to_nothing_is_whole() -> None:
    """exp(10a) is 10 to the minus 308 at -71 and nothing at -75."""
    pieces = pieces_of("exp(10*a)", Window(-75, -1, -65, 1))
    assert len(pieces) > 200
    assert pieces[:, :, 1] == pytest.approx(0, abs=1e-9)
    assert (pieces[0, 0, 0], pieces[-1, 1, 0]) == pytest.approx((-75, -65))


@example(1.19921875, 1.0, "half")  # the jump is a corner of the polyline, but for rounding
@given(st.floats(-3.9, 3.9), st.floats(0.2, 3), st.sampled_from(["sign", "half", "pole"]))
def test_no_line_is_drawn_across_a_jump_and_both_sides_reach_it(
    at: float, size: float, kind: str
) -> None:
    step, where = sp.Rational(size).limit_denominator(1000), sp.Rational(at).limit_denominator(99)
    body, below, above = {
        "sign": (f"a/9 + ({step})*sign(a - ({where}))", -step, step),
        "half": (f"a/9 + ({step})*(1 + abs(a - ({where}))/(a - ({where})))/2", 0, step),
        "pole": (f"a/9 + ({step})*(a - ({where}))/abs(a - ({where}))", -step, step),
    }[kind]
    pieces = pieces_of(body, Window(-4, -4, 4, 4))
    assert np.abs(pieces[:, 1, 1] - pieces[:, 0, 1]).max() < 0.1  # nor upright, in one place
    pieces = pieces[pieces[:, 1, 0] - pieces[:, 0, 0] > 1e-9]
    x0, x1 = pieces[:, 0, 0], pieces[:, 1, 0]
    at = float(where)
    assert not ((x0 < at - 1e-9) & (x1 > at + 1e-9)).any()
    left, right = pieces[x1 <= at + 1e-9][-1, 1], pieces[x0 >= at - 1e-9][0, 0]
    assert left == pytest.approx([at, at / 9 + float(below)], abs=1e-5)
    assert right == pytest.approx([at, at / 9 + float(above)], abs=1e-5)


@pytest.mark.parametrize(
    ("body", "end", "height"),
    [
        ("sqrt(a)", 0, 0), ("sqrt(a**2 - 2)", 2**0.5, 0), ("a**(1/10)", 0, 0),
        ("1 + sqrt(a - 1/3)", 1 / 3, 1), ("a**a", 0, 1), ("sqrt(a)*ln(a)", 0, 0),
    ],
)  # fmt: skip
def test_a_curve_reaches_the_end_of_its_domain(body: str, end: float, height: float) -> None:
    pieces = pieces_of(body, Window(-1.05, -1, 4, 3))
    first = pieces[pieces[:, 0, 0] >= end - 1e-9][0, 0]
    assert first == pytest.approx([end, height], abs=5e-3)


def test_a_slope_is_drawn_only_where_its_function_is() -> None:
    pieces = pieces_of("1/a", Window(-4, -4, 4, 4), within="ln(a)")
    assert pieces[:, :, 0].min() > 0


@pytest.mark.parametrize("wave", [7.0, 50.0, 100.0, 48 * np.pi, 96 * np.pi, 333.3, 1000.0])
def test_a_wave_is_as_high_as_it_is_all_along(wave: float) -> None:
    plot = plot_of(window := Window(-5, -2, 5, 2))
    curve = plot.curve(Function.parse(f"f(a) = sin({wave:.6f}*a)"))
    ends = measured(plot, curve.points).reshape(-1, 4, 2)[:, [0, 3]]
    pen = 0.05 / plot.area.width * window.width
    for left in np.arange(-4.9, 4.8, 0.173):
        seen = (ends[:, :, 0].max(axis=1) >= left) & (ends[:, :, 0].min(axis=1) <= left + pen)
        drawn = ends[seen][:, :, 1]
        true = np.sin(round(wave, 6) * np.linspace(left, left + pen, 2001))
        # What lies at the rim of the strip may be drawn in the next.
        wide = np.sin(round(wave, 6) * np.linspace(left - pen, left + 2 * pen, 4001))
        assert drawn.max() <= wide.max() + 1e-3
        assert drawn.min() >= wide.min() - 1e-3
        assert drawn.max() >= true.max() - 0.01
        assert drawn.min() <= true.min() + 0.01


@pytest.mark.parametrize(
    ("body", "true"),
    [
        ("50/((exp(50*a) + exp(-50*a))/2)**2", lambda x: 50 / np.cosh(50 * x) ** 2),
        ("abs(a)", np.abs),
        ("sqrt(abs(a))", lambda x: np.sqrt(np.abs(x))),
        ("tanh(1000*a)", lambda x: np.tanh(1000 * x)),
    ],
)
def test_a_curve_is_as_fine_as_can_be_seen(body: str, true: Any) -> None:
    plot = plot_of(Window(-3, -1, 3, 60 if body[0] == "5" else 2))
    pieces = plot.curve(Function.parse(f"f(a) = {body}")).points.reshape(-1, 4, 3)[:, [0, 3], :2]
    xs = np.unique(np.concatenate([np.linspace(-3, 3, 4001), np.linspace(-0.1, 0.1, 60001)]))
    course = plot.points(np.column_stack([xs, true(xs)]))[:, :2]
    for middle in pieces.mean(axis=1):
        assert np.hypot(*(course - middle).T).min() < 0.01


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
