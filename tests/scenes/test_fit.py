"""A model that learns: what is said of hostile data, what is drawn, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from calculus.errors import LessonError
from scenes.fit import FitScene
from scenes.fit.data import Data
from scenes.look.text import Text
from scenes.picture.motion import lit
from tests.checks.looking import findings
from tests.scenes.telling import sentences, tell

PRICES = {"model": "linear", "inputs": "1; 2", "labels": "300; 500", "learning_rate": "0.1"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"labels": "0, 0, 1, 1, 1"}, "a threshold parts the labels. So no place is lowest."),
        ({"labels": "0, 0, 1, 1, 1"}, "and it goes on falling."),
        ({"inputs": "-1, 0, 0, 1", "labels": "0, 0, 1, 1"}, "all labels but those on it"),
        ({"labels": "1, 1, 1, 1, 1"}, "all labels are the same"),
        ({"inputs": "-2, -1, 1, 2", "labels": "0, 1, 0, 1"}, "w ≈ 0.419618 and b = 0"),
        ({"inputs": "-1, 1, -1, 1", "labels": "0, 0, 1, 1"}, "the bottom of a bowl"),
        ({"learning_rate": "4"}, "The cost fell at every step."),
        ({"model": "linear"}, "The cost never rose."),
        ({"learning_rate": "10", "too_large": "1"}, "With a learning rate below 4 it would."),
        ({"steps": "200"}, "the same in these digits"),
        ({**PRICES, "too_large": "0.8"}, "multiplies the offset from it by about −1.74164"),
        ({"too_large": "2"}, "the cost falls from about 0.693147 to about 0.504457"),
    ],
)
def test_other_facts_choose_other_sentences(given: dict[str, str], said: str) -> None:
    assert any(said in text for text in sentences(FitScene, **given))


@pytest.mark.parametrize(
    "given",
    [
        {**PRICES, "too_large": "0.8", "language": "es"},
        {"inputs": "1, 2, 3, 1000", "labels": "0, 1, 0, 1", "language": "fr"},
        {"labels": "0, 0, 1, 1, 1", "theme": "light"},
    ],
)
def test_what_is_told_is_true_and_can_be_read(given: dict[str, str]) -> None:
    assert findings(FitScene, **given) == []


def test_the_curve_follows_the_point() -> None:
    """In every picture it is the sigmoid of the weight and the bias that the point stands for."""
    seen = 0

    def watch(told: Any) -> None:
        nonlocal seen
        data: Data = told.data
        w, b = told.stage.here()
        places = data.model.points[::24]
        inputs, heights = np.array([data.place(place) for place in places]).T
        assert np.allclose(heights, 1 / (1 + np.exp(-(w * inputs + b))), atol=1e-6)
        seen += 1

    tell(FitScene, watch, steps="3")
    assert seen > 20


@pytest.mark.parametrize("given", [{}, {"inputs": "-2, -1, 1, 2", "labels": "0, 1, 0, 1"}])
def test_beside_the_lowest_place_distances_grow_by_the_factor_that_is_told(
    given: dict[str, str],
) -> None:
    places: dict[float, np.ndarray] = {}
    texts: list[list[Any]] = []

    def watch(told: Any) -> None:
        if (k := told.land["beside"]) is None:
            return
        places[k] = np.array(told.stage.here())
        seen = [part for part in told.mobjects if isinstance(part, Text)]
        texts.append([one.quantity.value for text in seen for one in text.numbers])

    facts: Any = tell(FitScene, watch, **given).facts
    lowest = np.array([one.number for one in facts.bottom.point])
    examples, rate = facts.examples, facts.other.learning_rate.number
    x, y = (np.array([float(one) for one in some]) for some in (examples.inputs, examples.labels))

    def step(at: np.ndarray) -> np.ndarray:
        errors = 1 / (1 + np.exp(-(at[0] * x + at[1]))) - y
        there: np.ndarray = at - rate * np.array([(errors * x).mean(), errors.mean()])
        return there

    at, last = places[0], int(max(places))
    for k in range(1, last + 1):
        at = step(at)
        assert k not in places or places[k] == pytest.approx(at, abs=1e-6)
    assert {0, 1, 2, 3, 4, 5, last} <= {*places}
    ways = [places[k] - lowest for k in range(3)]
    assert ways[1] @ ways[0] / (ways[0] @ ways[0]) == pytest.approx(facts.factor.number, rel=0.1)
    assert np.hypot(*ways[0]) < np.hypot(*ways[1]) < np.hypot(*ways[2])
    assert not any(facts.other.stops[1].value.value in numbers for numbers in texts[1:])


@pytest.mark.parametrize("given", [{}, {"too_large": ""}, {**PRICES, "too_large": "0.8"}])
def test_the_point_jumps_nowhere(given: dict[str, str]) -> None:
    """It moves on the screen in motions alone: where it is put elsewhere, it is not seen."""
    seen: list[np.ndarray] = []

    class Watched(FitScene):
        def play(self, *motions: Any, **options: Any) -> None:
            ball = self.stage.ball
            was_seen, before = ball in self.mobjects, ball.get_center()
            if seen and was_seen:
                np.testing.assert_allclose(before, seen[-1], atol=1e-6)
            super().play(*motions, **options)
            seen.append(ball.get_center())

    tell(Watched, **given)
    assert len(seen) > 20


def test_where_the_cost_rises_the_examples_stay_lit_that_cost_more() -> None:
    w, b, seen = 4.0, 1.0, list[list[bool]]()

    def watch(told: Any) -> None:
        if told.current_beat == 10 and told.stage.here() == (w, b):
            both = zip(told.data.dots, told.data.errors, strict=True)
            seen.append([lit(dot) == lit(error) == 1 for dot, error in both])

    tell(FitScene, watch)
    x, y = np.array([-2, -1, 0, 1, 2]), np.array([0, 1, 0, 1, 1])
    right = 1 / (1 + np.exp(-(w * x + b) * (2 * y - 1)))
    rise = -np.log(right) - np.log(2)
    assert rise.mean() > 0
    assert seen[-1] == [bool(one > 0) for one in rise]


def test_without_another_rate_the_story_is_shorter() -> None:
    whole, short = (len(sentences(FitScene, **given)) for given in ({}, {"too_large": ""}))
    assert whole - short == 3


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"labels": "0, 1"}, "labels: are as many as the inputs, of which there are 5"),
        ({"labels": "0, 1, 2, 1, 0"}, "labels: are 0 or 1 each, or the model is linear"),
        ({"inputs": "1, 1", "labels": "0, 1"}, "inputs: are not all equal"),
        ({"inputs": "1, 1.0000001", "labels": "0, 1"}, "inputs: differ by a millionth"),
        ({"start": "1"}, "start: has two numbers"),
        ({"start": "1e12, 0"}, "start: has numbers of at most"),
        ({"too_large": "0"}, "too_large"),
        ({"too_large": "1e12"}, "too_large: makes a first step that can still be seen"),
        ({"inputs": ", ".join(map(str, range(24))), "labels": "0, 1" + ", 1" * 22, "steps": "101"},
         "steps: is at most 100 for 24 examples"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_refused(given: dict[str, str], message: str) -> None:
    with pytest.raises(LessonError, match=message):
        FitScene.prepare(given)
