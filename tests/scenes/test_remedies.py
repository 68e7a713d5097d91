"""What a refusal says is to be tried is not refused in its turn."""

from __future__ import annotations

from typing import Any

import pytest

from calculus.errors import LessonError
from scenes.learning_rates import LearningRatesScene
from scenes.nudge import NudgeScene
from scenes.tangents import TangentScene


def refused(scene: Any, **given: str) -> LessonError:
    with pytest.raises(LessonError) as error:
        scene.prepare(given)
    return error.value


@pytest.mark.parametrize(
    ("function", "rates", "remedy"),
    [
        ("J(a) = sqrt(a)", "3, 1/5, 198/25, 0.2", "0.3, 0.2, 0.792"),  # too large, and twice
        ("J(a) = a**2", "0.1, 0.1", "0.1, 0.5, 1"),  # one is too few
        ("J(a) = a**2", "0.1, 0.2, 0.1", "0.1, 0.2"),
    ],
)
def test_a_remedy_is_tried_before_it_is_given(function: str, rates: str, remedy: str) -> None:
    given = {"function": function, "start": "1", "learning_rates": rates}
    error = refused(LearningRatesScene, **given)
    assert (error.thing, error.remedy) == ("learning_rates", remedy)
    LearningRatesScene.prepare({**given, "learning_rates": error.remedy})


@pytest.mark.parametrize("scene", [NudgeScene, TangentScene])
def test_what_is_wrong_with_every_remedy_is_told_first(scene: Any) -> None:
    error = refused(scene, function="f(x) = ln(x)", points="1, 1, -1")
    assert (error.thing, error.got) == ("ln(x)", "x = -1")  # rather than: try 1, -1


def test_advice_stays_as_it_is() -> None:
    error = refused(LearningRatesScene, function="J(a) = a**2", start="1e200")
    assert error.remedy == "a smaller number"
