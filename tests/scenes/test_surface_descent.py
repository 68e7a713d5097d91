"""The descent seen from above: what it says of hostile costs, and what it refuses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from calculus.errors import LessonError
from scenes.look.text import Text
from scenes.surface_descent import SurfaceDescentScene
from scenes.surface_descent.arrows import down_the_valley
from tests.checks.looking import inspected
from tests.scenes.telling import measured, sentences, tell

TROUGH = {"function": "J(w_1, w_2) = w_1**2/10 + 2*w_2**2", "learning_rate": "0.6"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"function": "J(x, y) = x**2 - y**2", "start": "3, 0.1", "language": "fr"},
            "Chaque pas multiplie x par 0,8 et y par 1,2",
        ),
        ({"start": "0, 0"}, "This is the bottom of a bowl."),
        (
            {**TROUGH, "momentum": "0.5", "steps": "12", "language": "es"},
            "La misma tasa de aprendizaje, y ahora se asienta: tras 12 pasos",
        ),
        ({**TROUGH, "steps": "3"}, "these steps are too long"),
    ],
)
def test_what_is_told_is_true_and_can_be_read(given: dict[str, str], said: str) -> None:
    inspector, told = inspected(SurfaceDescentScene, **given)
    assert inspector.findings(told)[0] == ()
    assert any(said in beat.text for beat in told.beats)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"function": "J(x, y) = x*y", "start": "0, 0"}, "But this is a saddle."),
        (
            {**TROUGH, "learning_rate": "0.4", "momentum": "0.9", "steps": "6"},
            ", higher than without momentum.",
        ),
    ],
)
def test_other_facts_choose_other_sentences(given: dict[str, str], said: str) -> None:
    assert any(said in text for text in sentences(SurfaceDescentScene, **given))


def test_a_ball_that_has_gone_back_has_no_number_of_its_last_step_beside_it() -> None:
    counts = []

    def watch(told: Any) -> None:
        if getattr(told, "readings", None) and 0 < told.land["t"] < told.facts.plain.stops[-1].k:
            counts.append(sum(part in told.mobjects for part in told.readings))

    tell(SurfaceDescentScene, watch, **TROUGH, momentum="0.5", steps="12")
    assert counts
    assert not any(counts)


def test_what_each_step_multiplies_by_is_seen_at_the_shadows_of_the_path() -> None:
    keep: dict[int, np.ndarray] = {}

    def watch(told: Any) -> None:
        if told.beats and told.current_beat == 12 and not keep:
            keep.update({i: told.stage.shadows(i).submobjects[1].points for i in range(2)})
            keep.update({i: measured(told.land, points) for i, points in keep.items()})

    function = "J(x, y) = (x - 1)**2 + 2*(y + 3)**2"
    tell(SurfaceDescentScene, watch, function=function, start="-4, -5")
    for i, (minimum, distance, factor) in enumerate(((1, -5, 0.8), (-3, -2, 0.6))):
        dots = keep[i].reshape(6, -1, 2).mean(axis=1)
        true = minimum + distance * factor ** np.arange(6)
        assert dots[:, i] == pytest.approx(true, abs=0.05)
        assert dots[:, 1 - i] == pytest.approx(np.full(6, (-3, 1)[i]), abs=0.05)


def test_the_first_step_of_the_course() -> None:
    facts = SurfaceDescentScene.prepare({})[2]
    assert facts.factors is not None
    assert [str(factor.value) for factor, _ in facts.factors] == ["4/5", "3/5"]
    assert (facts.falls.expression, str(facts.falls.value)) == (
        "sqrt(g_1**2 + g_2**2)",
        "2*sqrt(41)",
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"start": "1"}, "start: has two numbers, one for each of w_1 and w_2"),
        ({"function": "J(w) = w**2"}, "function: has two variables, not 1"),
        ({"momentum": "1"}, "momentum: is from 0 to below 1"),
        ({"momentum": "0.5", "steps": "1"}, "steps: is 2 or more with momentum"),
        ({"function": "J(x, y) = ln(x) + y", "start": "-1, 0"}, "slope of ln"),
        ({"function": "J(x, y) = sqrt(x) + y", "start": "1, 0", "learning_rate": "2"},
         "learning_rate: leads to where"),
        ({"start": "1e200, 1"}, "start: has numbers of at most 1e"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_refused(given: dict[str, str], message: str) -> None:
    with pytest.raises(LessonError, match=message):
        SurfaceDescentScene.prepare(given)


def test_where_adam_is_told_of_no_result_of_another_rule_is_written() -> None:
    written: dict[int, set[str]] = {}

    def watch(told: Any) -> None:
        texts = [part for part in told.mobjects if isinstance(part, Text)]
        written[told.current_beat] = {number.text for text in texts for number in text.numbers}

    told = tell(SurfaceDescentScene, watch, **TROUGH, momentum="0.5")
    *_, result, last = told.beats
    assert last.text.startswith("Adam")
    found = written[len(told.beats) - 2]
    assert {"0.5", "0.6"} <= found, "with its rates"
    assert any(number in result.text for number in found - {"0.5", "0.6"})
    assert not written[len(told.beats) - 1]


def test_a_valley_is_as_steep_as_its_arrows_are_long_equally_far_from_the_lowest_place() -> None:
    """By hand: 5x² + 4xy + 2y² bends by 12 along (2, 1) and by 2 along (1, -2)."""
    scene: Any = tell(
        SurfaceDescentScene, function="J(x, y) = 5*x**2 + 4*x*y + 2*y**2", start="3, -1",
        learning_rate="0.1", momentum="0.2", steps="3",
    )  # fmt: skip
    scene.land.set(valley=1.0)
    dots = down_the_valley(scene.land, scene.facts.way).submobjects
    feet = [measured(scene.land, dot.points).mean(axis=0) for dot in dots[::2]]
    assert np.ptp(np.hypot(*np.transpose(feet))) < 0.02
    longest = [
        np.hypot(*(measured(scene.land, arrow.points) - foot).T).max()
        for arrow, foot in zip(dots[1::2], feet, strict=True)
    ]
    assert longest[2] / longest[0] == pytest.approx(6, rel=0.1)
    for foot, way in zip(feet, [(1, -2), (1, -2), (2, 1), (2, 1)], strict=True):
        assert abs(foot[0] * way[1] - foot[1] * way[0]) < 0.02


def test_the_line_through_the_ball_goes_down_with_it() -> None:
    seen: dict[float, np.ndarray] = {}

    def watch(told: Any) -> None:
        line = told.stage.line_here
        if line in told.mobjects and told.land["t"] <= 1:
            seen[told.land["t"]] = measured(told.land, line.points[::4])

    tell(SurfaceDescentScene, watch)
    for t, height in ((0, 33), (1, 18.88)):
        x, y = seen[t].T
        assert x**2 + 2 * y**2 == pytest.approx(np.full(len(x), height), rel=0.02)


def test_no_map_is_there_where_none_is_needed() -> None:
    scene: Any = tell(SurfaceDescentScene)
    assert not any(len(line.points) for line in scene.land.contours)
    rises: Any = tell(SurfaceDescentScene, **TROUGH, steps="3")
    assert any(len(line.points) for line in rises.land.contours)


def test_legs_stand_apart_from_the_steepest_way_or_there_are_none() -> None:
    told: Any = tell(SurfaceDescentScene)
    assert len(told.stage.legs()) == 2
    told = tell(SurfaceDescentScene, function="L(a, b) = (a - 200)**2/100 + (b + 3)**2",
                start="150, 1", learning_rate="0.3")  # fmt: skip
    assert len(told.stage.legs()) == 0
