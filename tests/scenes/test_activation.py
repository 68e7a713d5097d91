"""A neuron: its slope is an area, its curve the line of scores; what cannot be told is refused."""

from __future__ import annotations

from math import exp, tanh
from typing import Any

import numpy as np
import pytest
import sympy as sp

from calculus.errors import LessonError
from scenes.activation import ActivationScene
from scenes.activation.facts import SHAPES
from scenes.picture.placing import Obstacles, box_of
from tests.scenes.telling import measured, sentences, tell

SLOPES = {"sigma": lambda z: exp(-z) / (1 + exp(-z)) ** 2, "tanh": lambda z: 1 - tanh(z) ** 2}

z, a = sp.symbols("z a", real=True)
FORMULAS = {
    "sigma": 1 / (1 + sp.exp(-z)), "tanh": sp.tanh(z), "softplus": sp.log(1 + sp.exp(z)),
}  # fmt: skip


@pytest.mark.parametrize("activation", FORMULAS)
def test_the_slope_by_the_output_and_where_it_is_largest_are_proven(activation: str) -> None:
    function, shape = FORMULAS[activation], SHAPES[activation]
    law = sp.sympify(shape.by_output, locals={"a": a, "e": sp.E})
    slope = sp.diff(function, z)
    off = (slope - law.subs(a, function)).rewrite(sp.exp)
    assert sp.simplify(off) == 0
    if shape.steepest is None:  # it rises everywhere: its own slope is a product of powers of e
        bend = sp.factor(sp.simplify(sp.diff(slope, z)))
        assert bend.is_positive
    else:  # what is missing to the slope there is a square, and 0 nowhere else
        there = function.subs(z, shape.steepest)
        assert sp.expand(law.subs(a, there) - law - (a - there) ** 2) == 0


@pytest.mark.parametrize("activation", SHAPES)
def test_what_stands_for_its_name_is_the_activation(activation: str) -> None:
    known = FORMULAS | {"relu": sp.Max(0, z)}
    means = sp.sympify(SHAPES[activation].means, locals={"z": z, "e": sp.E, "max": sp.Max})
    assert sp.simplify((means - known[activation]).rewrite(sp.exp)) == 0


@pytest.mark.parametrize("activation", SLOPES)
def test_the_area_in_the_square_is_the_slope_wherever_it_rides(activation: str) -> None:
    seen: dict[float, float] = {}

    def watch(told: Any) -> None:
        box = getattr(told, "box", None)
        if box is None or box.filled not in told.mobjects:
            return
        corners = box.filled.points[::4, :2].reshape(-1, 4, 2)
        sides = np.ptp(corners, axis=1) / np.ptp(box.axes.submobjects[0].points[:, :2], axis=0)
        seen[box["x"]] = float((sides[:, 0] * sides[:, 1]).sum())

    tell(ActivationScene, watch, activation=activation)
    assert len(seen) >= 3
    for z, area in seen.items():
        assert area == pytest.approx(SLOPES[activation](z), abs=1e-6)


def test_bars_lie_end_to_end_up_to_the_score_and_the_curve_is_the_line_bent() -> None:
    spots: set[tuple[float, float]] = set()
    bars: dict[int, tuple[float, float]] = {}

    def watch(told: Any) -> None:
        neuron = told.neuron
        if neuron.spot in told.mobjects:
            x, y = measured(neuron, neuron.spot.points).mean(axis=0)[:2]
            spots.add((round(float(x), 6), round(float(y), 6)))
        if len(told.beats) == 0 and neuron["laid"] == 3:
            for i, (_, bar) in enumerate(neuron.bars):
                ends = measured(neuron, bar.points)[:, 0]
                bars[i] = round(float(ends.min()), 6), round(float(ends.max()), 6)

    tell(ActivationScene, watch)
    assert bars == {0: (0, 2), 1: (1, 2), 2: (1, 1.5)}
    assert (1.5, 0) in spots
    assert (1.5, round(1 / (1 + exp(-1.5)), 6)) in spots


@pytest.mark.parametrize(
    ("given", "thing", "says"),
    [
        ({"features": "2, 1, 3"}, "features", "as many as the weights, of which there are 2"),
        ({"weights": "1, 1, 1, 1, 1", "features": "1, 1, 1, 1, 1"}, "weights", "at most 4"),
        ({"weights": "100", "features": "2"}, "bias", "a score of at most 100 in size"),
        ({"points": "1, 1000"}, "points", "at most 100 in size"),
        ({"activation": "relu"}, "points", "are not 0, where relu has a corner"),
        ({"nudge": "0.0000001"}, "nudge", "so that it can be seen"),
        ({"activation": "sigmund"}, "activation", "is one of sigma, tanh, relu, softplus"),
    ],
)
def test_what_cannot_be_told_is_refused(given: dict[str, str], thing: str, says: str) -> None:
    with pytest.raises(LessonError) as refused:
        ActivationScene.prepare(given)
    assert refused.value.thing == thing
    assert says in str(refused.value)


@pytest.mark.parametrize(
    "given",
    [{"features": "2, 1, 3"}, {"weights": "100", "features": "2"}, {"points": "1, 1000"},
     {"activation": "relu"}, {"nudge": "-50"}],
)  # fmt: skip
def test_what_a_refusal_offers_instead_works(given: dict[str, str]) -> None:
    with pytest.raises(LessonError) as refused:
        ActivationScene.prepare(given)
    remedy = refused.value.remedy.partition("=")
    value = remedy[2] or remedy[0]
    ActivationScene.prepare(given | {refused.value.thing: value})


@pytest.mark.parametrize("nudge", [5, -8, "0.1"])
def test_the_ratio_stands_clear_of_the_tangent_and_a_secant_is_drawn_that_has_it(
    nudge: Any,
) -> None:
    drawn: dict[float, float] = {}
    labels: list[bool] = []

    def watch(told: Any) -> None:
        neuron = told.neuron
        if neuron.nudging.height not in told.mobjects or neuron["height"] < 1:
            return
        tangent = Obstacles.of(neuron.frame, neuron.rider[0])
        ratio = told.left[2] if len(told.left) > 5 else None
        labels.append(ratio is None or not tangent.covered(box_of(ratio)))
        if neuron.secant in told.mobjects:
            (x0, y0), (x1, y1) = measured(neuron, neuron.secant.points[[0, -1]])
            drawn[float(neuron["h"])] = float((y1 - y0) / (x1 - x0))

    tell(ActivationScene, watch, activation="tanh", nudge=nudge)
    h = float(nudge)
    assert labels
    assert all(labels)
    far = abs(tanh(h) / h - 1) > 0.05
    assert drawn == ({h: pytest.approx(tanh(h) / h, abs=1e-6)} if far else {})


def test_the_ratio_is_seen_to_go_to_the_slope() -> None:
    told = tell(ActivationScene)
    check = next(beat for beat in told.beats if beat.text.startswith("A nudge of"))
    assert "≈ 0.249792 → 0.25" in check.shown


def test_an_output_that_is_near_a_bound_is_not_told_as_that() -> None:
    said = " ".join(sentences(ActivationScene, points="-10,1,10"))
    assert "0.731 at 1" in said
    assert "0.999955 at 10" in said


@pytest.mark.parametrize("given", [{}, {"activation": "relu", "points": "-2, 1"}])
def test_no_slope_is_drawn_under_the_curve_until_it_has_been_asked_about(
    given: dict[str, str],
) -> None:
    drawn: dict[int, set[bool]] = {}

    def watch(told: Any) -> None:
        if (below := getattr(told, "below", None)) is None or below.axes not in told.mobjects:
            return
        heights = [below.trail, below.line, *below.rider]
        seen = any(len(part.points) for part in heights if part in told.mobjects)
        drawn.setdefault(told.current_beat, set()).add(seen)

    beats = tell(ActivationScene, watch, **given).beats
    asked, answered, *_ = drawn
    assert beats[asked].text.endswith("?")
    assert drawn[asked] == {False}
    assert True in drawn[answered]
