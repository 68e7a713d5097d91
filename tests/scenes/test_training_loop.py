"""A network is trained in laps: what is found and drawn, against fractions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from manim import tempconfig

from calculus.errors import LessonError
from scenes.look.text import Text
from scenes.picture.motion import lit
from scenes.picture.placing import box_of
from scenes.training_loop import TrainingLoopScene
from tests.checks.looking import findings
from tests.scenes.telling import sentences, tell

RATE = Fraction("0.1")


def laps(w: Fraction, many: int) -> list[tuple[Fraction, Fraction]]:
    """Weight and cost of (2w − 6)², lap after lap."""
    found = []
    for _ in range(many + 1):
        found.append((w, (2 * w - 6) ** 2))
        w -= RATE * 4 * (2 * w - 6)
    return found


def test_every_lap_is_what_fractions_say() -> None:
    _, _, facts = TrainingLoopScene.prepare({"laps": 5})
    told = [(Fraction(str(lap.inputs["w"].value)), Fraction(str(lap.cost.value)))
            for lap in facts.laps]  # fmt: skip
    assert told == laps(Fraction(1), 5)


def test_bars_are_as_long_as_the_costs_and_the_output_as_far_as_it_moves() -> None:
    seen: dict[str, Any] = {}

    def watch(scene: Any) -> None:
        bars = [box_of(bar).width for bar in scene.stage.costs.bars if len(bar.points)]
        if len(bars) == 4:
            seen["bars"] = bars
        nudge, output = scene.stage.pieces.nudge, scene.stage.pieces.output[0]
        if len(nudge.points) and len(output.points):
            seen["moved"] = box_of(output).width / box_of(nudge).width

    tell(TrainingLoopScene, watch)
    costs = [cost for _, cost in laps(Fraction(1), 3)]
    for bar, cost in zip(seen["bars"], costs, strict=True):
        assert bar / seen["bars"][0] == pytest.approx(float(cost / costs[0]), rel=1e-6)
    moved = ((2 * Fraction("1.001") - 6) ** 2 - 16) / Fraction("0.001")
    assert seen["moved"] == pytest.approx(abs(float(moved)), rel=1e-6)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"learning_rate": "1"}, "The cost rises from 16 to 784: this learning rate is too large."),
        ({"learning_rate": "1/4"}, "The cost stays 16."),
        ({"inputs": "w=3, x=2, y=6"}, "The cost is level here: nothing changes."),
        ({"trained": "w, x"}, "Here there are 2 parameters, and the derivatives are −16 and −8."),
    ],
)
def test_other_lessons_hear_other_sentences(given: dict[str, str], says: str) -> None:
    assert says in sentences(TrainingLoopScene, **given, laps=1)


@pytest.mark.parametrize(
    ("given", "thing"),
    [
        ({"trained": "w, v"}, "trained"),
        ({"inputs": "w=1, x=2"}, "inputs"),
        ({"graph": "J = ln(w)", "inputs": "w=1", "learning_rate": "2"}, "learning_rate"),
        ({"graph": "J = w**9", "inputs": "w=100", "learning_rate": "1", "laps": "6"},
         "learning_rate"),
    ],
)  # fmt: skip
def test_what_cannot_be_trained_is_refused(given: dict[str, str], thing: str) -> None:
    with pytest.raises(LessonError) as refused:
        TrainingLoopScene.prepare(given)
    assert refused.value.thing == thing


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (720, 720)])
def test_two_trained_inputs_of_a_neuron_can_be_read_in_every_shape(size: tuple[int, int]) -> None:
    given = {"graph": "J = (w*x + b - y)**2", "inputs": "w=1, x=2, b=1, y=6", "trained": "w, b"}
    with tempconfig({"pixel_width": size[0], "pixel_height": size[1]}):
        assert findings(TrainingLoopScene, **given) == []


@pytest.mark.parametrize("given", [{}, {"inputs": {"w": 3, "x": 2, "y": 6}}])
def test_the_question_is_about_the_first_place_and_lights_what_runs_on_derivatives(
    given: dict[str, Any],
) -> None:
    asked: list[tuple[float, ...]] = []
    named: list[float] = []

    def watch(scene: Any) -> None:
        said = [beat.text for beat in scene.beats]
        loop = scene.stage.loop
        if said and "So what is a derivative?" in said[-1]:
            asked.append(tuple(lit(way) * bool(len(way.points)) for way in loop.ways))
        pieces = scene.stage.pieces
        if pieces["nudged"] == 1 and pieces["grown"] == 1:
            named[:] = (
                number.number
                for text in scene.mobjects
                if isinstance(text, Text) and "Delta" in text.source
                for number in text.numbers
            )

    told = tell(TrainingLoopScene, watch, **given)
    assert asked[0][1:] == (1, 1)
    assert asked[0][0] < 1
    w = told.facts.laps[0].inputs["w"].number
    ratio, slope = ((2 * (w + 0.001) - 6) ** 2 - (2 * w - 6) ** 2) / 0.001, 4 * (2 * w - 6)
    near = [slope] if slope else []  # to 0, nothing else is near
    assert named == pytest.approx([w, 0.001, ratio, *near])


def test_the_first_update_is_worked_out_where_it_is_exact_and_of_one_input() -> None:
    """0.1 and −16 are put into the rule; the rule alone stands where digits would not give it."""
    for given, worked in [
        ({}, [1, 0.1, -16, 2.6]),
        ({"learning_rate": "1/7"}, None),
        ({"trained": "w, x"}, None),
    ]:
        seen: list[list[float]] = []

        def watch(scene: Any, seen: list[list[float]] = seen) -> None:
            texts = (text for text in scene.mobjects if isinstance(text, Text))
            seen.extend([n.number for n in text.numbers] for text in texts if len(text.numbers) > 3)

        tell(TrainingLoopScene, watch, **given)
        assert seen[:1] == ([worked] if worked else [])


@pytest.mark.parametrize(
    ("turn", "reaches"),
    [
        (-3.0, {}),  # at first nothing has passed
        (0.5, {0: (0, 0.5), 2: (0.5, 1)}),  # from the left, where the lap before still stands
        (1.25, {1: (0.75, 1), 0: (0, 0.75)}),  # back from the right
        (2.0, {1: (0, 1)}),
        (6.0, {2: (0, 1)}),  # all have been changed
    ],
)
def test_colour_passes_through_the_network_as_the_token_goes_round(
    turn: float, reaches: dict[int, tuple[float, float]]
) -> None:
    loop = tell(TrainingLoopScene).stage.loop
    whole = box_of(loop.network.lines)
    loop.set(turn=turn)
    _, *ways = loop.network.rest
    seen = {i: box_of(way) for i, way in enumerate(ways) if len(way.points)}
    shares = {
        i: tuple((x - whole.left) / whole.width for x in (box.left, box.right))
        for i, box in seen.items()
    }
    assert shares == {i: pytest.approx(some, abs=0.01) for i, some in reaches.items()}
