"""The table of derivatives: steepness can be compared, and what cannot be told is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy as sp

from calculus.errors import LessonError
from scenes.derivative_table import DerivativeTableScene
from tests.scenes.telling import measured, tell

FUNCTIONS = "w**2, 1/w, w**3, ln(w)"


def test_tangents_are_as_steep_in_the_frame_as_slopes_are_large() -> None:
    """However large a window is, and wherever: a unit is as long across as up."""
    angles: dict[str, set[float]] = {}
    units: list[float] = []

    def watch(told: Any) -> None:
        for window in told.windows:
            if window.tangent in told.mobjects and window["x"] == 2:
                across, up = np.ptp(window.tangent.points[[0, -1], :2], axis=0)
                way = window.tangent.points[-1] - window.tangent.points[0]
                steep = up / across * np.sign(way[0] * way[1])
                name = window.row.function.body_source
                angles.setdefault(name, set()).add(round(float(np.arctan(steep)), 6))
                corners = measured(window, np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0]], float))
                units.append(float(np.ptp(corners[:, 0]) / np.ptp(corners[:, 1])))

    tell(DerivativeTableScene, watch, functions=FUNCTIONS)
    w = sp.Symbol("w")
    true = {
        name: {round(float(sp.atan(sp.diff(sp.sympify(name), w).subs(w, 2))), 6)}
        for name in FUNCTIONS.split(", ")
    }
    assert angles == true
    assert len(units) > 20
    assert units == pytest.approx([1.0] * len(units))


@pytest.mark.parametrize(
    ("given", "row", "says"),
    [
        ({"functions": "w, abs(w)", "at": "0"}, "row 2 (abs(w))", "same from both sides"),
        ({"functions": "ln(w), w", "at": "-1"}, "row 1 (ln(w))", "logarithm of a positive number"),
        ({"functions": "w, 1/(w - 2)", "at": "2"}, "row 2 (1/(w - 2))", "w = 2"),
        ({"functions": "w, ln(w)", "at": "0.1", "nudge": "-0.1"}, "row 2 (ln(w))", "positive"),
        ({"functions": "w, sqrt((w + 1)**3 - 2*w)/(w**2 + 1)"}, "row 2", "short enough"),
        ({"functions": "w"}, "functions", "are 2 to 6"),
        ({"functions": "w, w*b"}, "functions", "one variable"),
        ({"functions": "w, x"}, "functions", "the same variable, w"),
        ({"functions": "w, 3"}, "functions", "one variable"),
        ({"functions": "J, J**2"}, "name", "is not that of the variable"),
    ],
)
def test_what_cannot_be_told_is_refused_by_its_row(
    given: dict[str, str], row: str, says: str
) -> None:
    with pytest.raises(LessonError) as refused:
        DerivativeTableScene.prepare(given)
    assert row in str(refused.value)
    assert says in str(refused.value)


@pytest.mark.parametrize("written", ["max(w, 1), w**2", ["max(w, 1)", "w**2"], "max(w, 1); w**2"])
def test_a_list_of_formulas_is_cut_at_commas_outside_of_parentheses(written: Any) -> None:
    given, _, facts = DerivativeTableScene.prepare({"functions": written})
    assert [row.table.slope.value for row in facts.rows] == [1, 4]
    assert given.model_dump()["functions"] == "max(w, 1), w**2"


@pytest.mark.parametrize(
    ("functions", "remedy"),
    [
        ("w, w", "w, w + 1"),
        ("w**2, (w + 1)**2 - 1, w*(w + 2)", "w**2, (w + 1)**2 - 1"),
        ("sin(w)**2, 1/w, 1 - cos(w)**2", "sin(w)**2, 1/w"),
    ],
)
def test_a_function_comes_once_however_it_is_written(functions: str, remedy: str) -> None:
    with pytest.raises(LessonError, match="are different functions") as refused:
        DerivativeTableScene.prepare({"functions": functions})
    assert refused.value.remedy == remedy
    DerivativeTableScene.prepare({"functions": remedy})


def test_functions_that_only_touch_are_different_ones() -> None:
    facts = DerivativeTableScene.prepare({"functions": "w**2, 2*w - 1, w", "at": "1"})[2]
    assert [row.table.slope.value for row in facts.rows] == [2, 2, 1]


@pytest.mark.parametrize(
    ("given", "curve"),
    [
        ({"functions": "sigma(z), tanh(z), exp(z)", "at": "0"}, "exp(z)"),
        ({"functions": "w**2, w**3, w", "at": "1"}, "w**3"),
        ({"functions": "w**2, w**3, ln(w)", "at": "1000"}, None),  # all look straight from there
        ({"functions": "w - 1, w, w + 1"}, None),
    ],
)
def test_in_the_end_one_curve_is_seen_with_a_tangent_that_turns(
    given: dict[str, str], curve: str | None
) -> None:
    told: Any = tell(DerivativeTableScene, **given)
    seen = [one for one in told.windows if one.tangent in told.mobjects]
    if curve is None:
        assert len(seen) == len(told.windows)
        return
    (window,) = seen
    assert window.row.function.body_source == curve
    ((x, y),) = measured(window, np.array([window.here.get_center()]))
    assert y == pytest.approx(window.row.function.sample_at(x), rel=1e-3)
    assert abs(window.row.turn(x)) > 0.03


def test_slopes_are_compared_to_one_scale() -> None:
    scales: list[set[float]] = []

    def watch(told: Any) -> None:
        seen = [one for one in told.windows if one.tangent in told.mobjects]
        if told.current_beat is not None and len(seen) == len(told.windows):
            corners = [measured(one, np.array([[0, 0, 0], [1, 0, 0]], float)) for one in seen]
            scales.append({round(float(np.ptp(one[:, 0])), 6) for one in corners})

    tell(DerivativeTableScene, watch, functions="w**2, w**10, 1/w, ln(w), 1000*w")
    assert len(scales) >= 4
    assert all(len(some) == 1 for some in scales[1:])
