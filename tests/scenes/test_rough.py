"""Stories of functions with corners, jumps, holes and poles: all that is drawn has a place."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
import pytest
import sympy as sp

from calculus.errors import LessonError
from calculus.function import Function
from scenes.base import LessonScene
from scenes.descent import DescentScene
from scenes.nudge import NudgeScene
from scenes.picture.curves import Sight, graph
from scenes.picture.layout import layout
from scenes.picture.window import Window
from scenes.tangents import TangentScene
from scenes.tangents.slopes import SlopePlots
from scenes.tangents.ways import has_slopes, is_whole
from tests.scenes.telling import tell

ROUGH = {
    "(x**2 - 1)/(x - 1)": "2, 0",
    "exp(-1/x**2)": "-1, 1",
    "abs(x)/x": "-1, 1",
    "sqrt(abs(x))": "-1, 1",
    "abs(x)": "-1, 1",
    "(x + abs(x))/2": "-1, 1",
    "x**2/2 + sign(x - 1)": "3, -1",
    "1/x": "1, -1",
    "tan(x)": "0, 2",
    "abs(x)**(1/3)": "1, -1",
    "ln(abs(x))": "1, -2",
    "sin(x)/x": "1, -2",
    "sqrt(x)": "1/100, 4",
    "sin(100*x)": "0, 3",
    "tanh(50*x)": "-1, 1",
    "0*x": "1, 2",
    "sqrt(1/1000 - x**2)": "0, 1/100",
}


def check_places(told: Any) -> None:
    for mobject in told.mobjects:
        for part in mobject.get_family():
            assert np.isfinite(part.points).all()
            assert "nan" not in getattr(part, "source", "")


@pytest.mark.parametrize("scene", [TangentScene, NudgeScene])
@pytest.mark.parametrize("body", ROUGH)
def test_whatever_is_drawn_has_a_place(scene: type[LessonScene], body: str) -> None:
    given = {"points": ROUGH[body], "nudges": "1/1000, 1/10000"}
    told = tell(scene, check_places, function=f"f(x) = {body}", **given)
    assert len(told.beats) > 10


@pytest.mark.parametrize("body", ROUGH)
def test_a_ball_has_a_place_or_the_hill_is_refused(body: str) -> None:
    start = ROUGH[body].partition(",")[0]
    with suppress(LessonError):
        tell(DescentScene, check_places, function=f"f(x) = {body}", start=start)


def test_a_triangle_stays_in_the_picture_on_its_way_along_a_fast_wave() -> None:
    def watch(told: Any) -> None:
        area = told.stage.plot.area.inset(*[-0.2] * 4)
        for side in told.stage.triangle.sides:
            xs, ys = side.points[:, 0], side.points[:, 1]
            assert ((area.left < xs) & (xs < area.right)).all()
            assert ((area.bottom < ys) & (ys < area.top)).all()

    tell(NudgeScene, watch, function="f(x) = sin(100*x)", points="-3, 3")


@pytest.mark.parametrize(("rate", "refused"), [("0.1", False), ("1", True)])
def test_no_ball_rolls_over_a_pole(rate: str, refused: bool) -> None:
    given = {"function": "J(w) = tan(w)", "start": "0", "learning_rate": rate, "steps": "3"}
    if refused:
        with pytest.raises(LessonError, match="leads across no gap"):
            DescentScene.prepare(given)
    else:
        DescentScene.prepare(given)


@pytest.mark.parametrize("at", ["1", "1/3", "sqrt(2)", "pi/4"])
@pytest.mark.parametrize(
    ("body", "whole", "sloping"),
    [
        ("(x - {0})**2", True, True),
        ("abs(x - {0})", True, False),
        ("(x - {0})*abs(x - {0})", True, True),
        ("sqrt(abs(x - {0}))", True, False),
        ("abs(x - {0})**(4/3)", True, True),
        ("((x - {0})**2)/(x - {0})", False, None),
        ("sin(x - {0})/sin(x - {0})", False, None),
        ("x/9 + sign(x - {0})/100", False, None),
        ("1/(x - {0})", False, None),
        ("tanh(99*(x - {0}))", True, True),
        ("exp(-1/(x - {0})**2)", False, None),
    ],
)
def test_a_way_is_whole_or_not(at: str, body: str, whole: bool, sloping: bool | None) -> None:
    function = Function.parse(f"f(x) = {body.format(f'({at})')}")
    middle = float(sp.sympify(at))
    sight = Sight(Window(-3, -3, 3, 3), layout().stage)
    way = middle + 0.7, middle - 0.9
    assert is_whole(function, *way, sight) is whole
    if sloping is not None:
        assert has_slopes(function, *way, sight.area) is sloping


def slope_window(body: str, points: str) -> tuple[Window, Window]:
    """The windows of the curve and of its slope in the tangent story."""
    found: list[SlopePlots] = []

    class Watched(TangentScene):
        def formula_explains(self, plots: SlopePlots) -> None:
            found.append(plots)
            super().formula_explains(plots)

    tell(Watched, function=f"f(x) = {body}", points=points, nudges="1/1000")
    return found[0].upper.window, found[0].lower.window


@pytest.mark.parametrize(
    ("body", "points", "low", "high"),
    [
        ("tanh(50*x)", "-1, 1", 0, 50),  # slopes of 10^-42, and a peak between them
        ("sqrt(x)", "1/100, 4", 0, 5),  # infinite at 0, and 5 at the first point
        ("0*x", "1, 2", -1, 1),
        ("x**2", "0", -2.2, 2.2),
    ],
)
def test_the_slope_is_seen_in_a_window_of_its_size(
    body: str, points: str, low: float, high: float
) -> None:
    _, window = slope_window(body, points)
    size = high - low
    assert low - 0.6 * size <= window.bottom <= low
    assert high - 0.3 * size <= window.top <= high + 0.6 * size


@pytest.mark.parametrize("body", ["ln(x)", "log10(x)", "x**(1/5)*ln(x)"])
def test_a_logarithm_is_drawn_as_far_down_as_can_be_seen(body: str) -> None:
    """Beside 0 it falls within less than a number that floats can add to the next corner."""
    function = Function.parse(f"f(x) = {body}")
    window = Window(-1.3, -17, 3, 15)
    xs, ys = graph(function.sample, Sight(window, layout().frame), window.right, edges=(0.0,))
    near = xs[np.isfinite(ys)].min()
    assert ys[np.isfinite(ys)].min() < -17 or near < 1e-15
    assert np.isnan(ys[xs < near]).all()
