"""The tangent story goes where the curve leads, and says what is true of any slope."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
import sympy as sp

from calculus.errors import LessonError
from scenes.look.text import Placed
from scenes.tangents import TangentScene
from scenes.tangents.slopes import SlopePlots
from tests.checks.looking import findings
from tests.scenes.telling import measured, sentences, tell


def said(**given: object) -> str:
    return " ".join(sentences(TangentScene, **given))


@pytest.mark.parametrize(
    ("text", "points", "rides"),
    [
        ("f(a) = a**2", "2,-3", True),
        ("f(a) = 1/a", "2,-2", False),
        ("f(a) = 1/a", "2,1", True),
        ("f(a) = tan(a)", "1,2", False),
        ("f(a) = abs(a)", "2,-2", False),  # there is no slope at the corner
        ("f(a) = a*abs(a)", "2,-2", True),
        ("f(a) = 1/a**2", "2,-2", False),
        ("f(a) = (a**2 - 1)/(a - 1)", "2,1/2", False),  # a hole as small as a point
        ("f(a) = sin(a)/sin(a)", "-2,1/2", False),
        ("f(a) = exp(-1/a**2)", "-1/3,1/3", False),
        ("f(a) = sqrt(abs(a))", "-1/3,1/3", False),
        ("f(a) = abs(a)**(2/3)", "-1/3,1/3", False),
        ("f(a) = abs(a)**(3/2)", "-1/3,1/3", True),
        ("f(a) = a + sign(a - 1)", "1/3,2", False),
        ("f(a) = tanh(50*a)", "-1/3,1/3", True),  # steep, but whole
    ],
)
def test_a_point_rides_only_where_the_curve_leads(text: str, points: str, rides: bool) -> None:
    words = said(function=text, points=points, nudges="0.1, 0.01")
    assert ("Ride along" in words) is rides
    assert ("Move on" in words) is not rides


def test_a_secant_over_a_pole_is_told() -> None:
    drawn: dict[float, float] = {}

    def watch(told: Any) -> None:
        stage = told.stage
        if stage.line in told.mobjects and stage.plot["x"] == -0.5:
            (x0, y0), (x1, y1) = measured(stage.plot, stage.line.points[[0, -1]])
            drawn[stage.plot["h"]] = (y1 - y0) / (x1 - x0)

    tell(TangentScene, watch, function="f(a) = 1/a", points="-1/2")
    expected = {h: (1 / (-0.5 + h) + 2) / h for h in (1, 0.1, 0.01, 0.001)} | {0: -4.0}
    assert drawn == pytest.approx(expected)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"points": "3"}, "J rises by 0.006001: about 6 times as far"),
        ({"points": "-3"}, "J falls by 0.005999: about 6 times as far"),
        ({"points": "3", "nudges": "-0.1"}, "by −0.1 and J falls by 0.59: about 6 times"),
        ({"points": "0"}, "J moves by only 0.000001, far less than the nudge"),
        ({"points": "0", "nudges": "1"}, "J rises by 1: the quotient is 1, not yet 0"),
        ({"function": "J(w) = 4 + 0*w"}, "J does not move"),
    ],
)
def test_what_is_said_of_a_nudge_is_true(given: dict[str, object], sentence: str) -> None:
    assert sentence in said(**given)


@pytest.mark.parametrize(
    ("text", "points", "run"),
    [("f(a) = a**2", "3,2", 1), ("f(a) = a**2", "1000,2000", 100), ("f(a) = 1/a", "0.1,0.2", 0.1)],
)
def test_a_step_can_be_seen_and_follows_the_tangent(text: str, points: str, run: float) -> None:
    steps: list[np.ndarray] = []

    def watch(told: Any) -> None:
        stage = told.stage
        if stage.plot["up"] == 1.0 and stage.plot["x"] in map(float, points.split(",")):
            tips = [arrow.points for arrow in (stage.across, stage.up)]
            ends = [measured(stage.plot, tip) for tip in tips]
            steps.append(np.array([np.ptp(ends[0][:, 0]), np.ptp(ends[1][:, 1])]))

    tell(TangentScene, watch, function=text, points=points, nudges="0.01")
    a = sp.Symbol("a")
    slope = sp.diff(sp.sympify(text.partition("=")[2]), a)
    slopes = [abs(float(slope.subs(a, sp.Rational(point)))) for point in points.split(",")]
    seen = np.unique(np.round(steps, 6), axis=0)
    assert {float(across) for across, _ in seen} == {run}
    assert sorted(up for _, up in seen) == pytest.approx(sorted(run * s for s in slopes))


@pytest.mark.parametrize("text", ["f(a) = a**10", "f(a) = exp(a)", "f(a) = a**3 - 2*a"])
def test_labels_in_the_picture_keep_apart(text: str) -> None:
    boxes: list[list[tuple[np.ndarray, np.ndarray]]] = []

    def watch(told: Any) -> None:
        area = told.stage.plot.area
        texts = [m for part in told.mobjects for m in part.get_family() if isinstance(m, Placed)]
        inside = [t for t in texts if area.bottom < t.get_y() < area.top and t.get_x() < area.right]
        corners = [(t.get_corner((-1, -1, 0))[:2], t.get_corner((1, 1, 0))[:2]) for t in inside]
        boxes.append(corners)

    tell(TangentScene, watch, function=text, points="1,-1")
    assert max(map(len, boxes)) >= 2
    for corners in boxes:
        for (low, high), (other_low, other_high) in combinations(corners, 2):
            assert (high < other_low).any() or (other_high < low).any()


def test_more_points_than_can_be_read_are_refused() -> None:
    with pytest.raises(LessonError, match=r"points: has at most 6 numbers.*Try: 1, 2, 3, 4, 5, 6"):
        TangentScene.prepare({"points": "1,2,3,4,5,6,7"})


@pytest.mark.parametrize("shape", [{}, {"nudges": "1, -1, 0.1"}, {"function": "J(w) = sin(w)"}])
def test_every_line_of_the_table_divides_its_rise_by_its_nudge(shape: dict[str, object]) -> None:
    told = tell(TangentScene, **shape)
    lines = {
        tuple(float(arrival.number.digits) for arrival in beat.arrivals[i : i + 3])
        for beat in told.beats[2:6]
        for i in range(len(beat.arrivals) - 2)
    }
    for row in told.facts.tables[0].rows[:2]:
        h, rise, quotient = row.nudge.number, row.rise.number, row.quotient.number
        assert any(
            np.allclose(sorted(line), sorted((h, rise, quotient)), rtol=5e-3) for line in lines
        )


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("w**2", "2w + Δw"),
        ("w**3", "3w² + 3wΔw + Δw²"),
        ("5 - w**2/2", "−w − Δw/2"),
        ("w**3 - w**3 + w", None),  # there is nothing to vanish
        ("w**4", None),
        ("1/w", None),
        ("sin(w)", None),
    ],
)
def test_short_polynomials_are_divided_out_and_nothing_else(text: str, left: str | None) -> None:
    words = said(function=f"J(w) = {text}", points="3, 2", nudges="0.1")
    assert ("Multiply out, then divide" in words) is (left is not None)
    assert left is None or f"ΔJ/Δw is {left}, and Δw shrinks" in words


@pytest.mark.parametrize("body", ["0.000001*w**2", "w**2/3 + 0.25*w", "-7*w**3/11"])
def test_numbers_of_a_quotient_that_stand_in_no_other_formula_are_known(body: str) -> None:
    function = f"J(w) = {body}"
    assert findings(TangentScene, function=function, points="1.5", nudges="0.1, 0.01") == []


def test_secants_that_have_been_stay_until_the_tangent_is_there() -> None:
    drawn: dict[float, list[float]] = {}

    def watch(told: Any) -> None:
        if told.stage.plot["x"] == 3.0 and hasattr(told, "fan"):
            present = [line for line in told.fan[::2] if line in told.mobjects]
            ends = [measured(told.stage.plot, line.points[[0, -1]]) for line in present]
            drawn[float(told.stage.plot["h"])] = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in ends]

    tell(TangentScene, watch)
    assert drawn[0.001] == pytest.approx([7.0, 6.1, 6.01])
    assert drawn[0.0] == []


@pytest.mark.parametrize(("points", "alike"), [("3, 2, -3", True), ("3, 0", False)])
def test_points_are_seen_closely_to_one_scale_unless_one_is_nearly_level(
    points: str, alike: bool
) -> None:
    units: set[float] = set()

    def watch(told: Any) -> None:
        if hasattr(told, "close_up"):
            units.add(round(told.close_up.lens.window.height / told.stage.plot["unit"], 4))

    tell(TangentScene, watch, function="J(w) = w**2", points=points)
    assert (len(units) == 1) == alike, units


def test_a_slope_that_rides_along_leaves_dots_on_the_derivative(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[SlopePlots] = []
    dots: dict[str, np.ndarray] = {}

    class Kept(SlopePlots):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            made.append(self)

    def watch(told: Any) -> None:
        if made and made[0].crumbs in told.mobjects:
            plots = made[0]
            middles = [one.mean(axis=0) for one in np.split(plots.crumbs.points, 25)]
            dots[told.beats[-1].text] = measured(plots.lower, np.array(middles))

    monkeypatch.setattr("scenes.tangents.story.SlopePlots", Kept)
    tell(TangentScene, watch, function="J(w) = w**2", points="3, 2")
    asked = next(left for text, left in dots.items() if text.startswith("While"))
    assert asked[:, 1] == pytest.approx(2 * asked[:, 0], abs=0.02)
    assert np.ptp(asked[:, 0]) > 2
    (plots,) = made
    assert plots.lower["passed"] == plots.end
