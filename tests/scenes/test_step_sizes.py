"""The story of step sizes: what is compared is drawn to one scale, and what can be told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from calculus.errors import LessonError
from scenes.picture.meaning import Ticks, claim_of
from scenes.step_sizes import StepSizesScene
from tests.checks.looking import findings
from tests.scenes.telling import sentences, tell


def test_steps_and_slopes_are_as_long_as_one_another_and_lie_on_opposite_sides() -> None:
    """With slopes of 6, 4 and -1/2: drawn to one scale, from one line."""
    ends: list[list[float]] = []

    def watch(told: Any) -> None:
        if told.current_beat == 9:
            board = told.stage.board
            line = board.area.centre[0]
            figures = [*board.arrows, *(bar[0] for bar in board.bars)]
            ends.append([figure.points[:, 0] - line for figure in figures])

    tell(StepSizesScene, watch, starts="3, 2, -1/4")
    longest = [float(xs[np.abs(xs).argmax()]) for xs in ends[-1]]
    unit = longest[0] / -6
    assert longest == pytest.approx([unit * n for n in (-6, -4, 0.5, 6, 4, -0.5)])
    assert min(xs.max() for xs in ends[-1][:2]) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    "given",
    [
        {"function": "f(z) = sigma(z)", "starts": "0, 4, -2", "nudge": "-0.5"},
        {"function": "J(w) = cos(w)", "starts": "pi/3, 2*pi/3, -pi/3"},
    ],
)
def test_no_number_of_the_axes_goes_with_a_label_that_comes_and_goes(given: dict[str, str]) -> None:
    seen: dict[int, list[int]] = {}

    def watch(told: Any) -> None:
        if told.current_beat in range(2, 7):
            parts = told.land.axes.get_family()
            ticks = [part for part in parts if isinstance(claim_of(part), Ticks)]
            seen[told.current_beat] = [len(part.points) for part in ticks]

    tell(StepSizesScene, watch, **given)
    assert len(seen) == 5
    assert all(numbers == seen[2] for numbers in seen.values())


def test_a_nudge_downward_is_as_long_as_its_size() -> None:
    down, up = (tell(StepSizesScene, nudge=nudge).stage.board for nudge in ("-0.5", "0.5"))
    assert [board.units[1][0].numbers[0].text for board in (down, up)] == ["0.5", "0.5"]
    assert "abs" in down.units[1][0].source


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, ["The steepest places take", "6.001 times as large", "only 0.201 of a nudge"]),
        ({"starts": "3, 1"}, ["The steepest place takes", "6.001 times as large"]),
        (
            {"starts": "2, -0.0005"},
            ["The steepest place takes", "4.001 times as large", "nothing of"],
        ),
        ({"function": "J(w) = abs(w)", "starts": "1, -2"}, ["Nowhere: all places"]),
        (
            {"function": "J(w) = w**3", "starts": "0, 1"},
            ["all is level", "3.003001 times as large", "only 0.000001"],
        ),
        ({"function": "J(w) = w/2", "starts": "0, 1"}, ["Nowhere: all places"]),
    ],
)
def test_what_is_compared_is_said_as_it_is(given: dict[str, str], says: list[str]) -> None:
    told = " ".join(sentences(StepSizesScene, **given))
    assert [part for part in says if part not in told] == []
    assert ("times as large" in told) == any("times as large" in part for part in says)
    assert ("of a nudge" in told) == any("only" in part for part in says)


@pytest.mark.parametrize(
    "given",
    [
        {"function": "J(t) = -ln(t)", "starts": "1/3, 2, 5", "language": "es"},
        {"learning_rate": "1.1", "starts": "3, 1, -2", "notation": "partial"},
    ],
)
def test_all_kinds_of_places_are_told_without_a_finding(given: dict[str, object]) -> None:
    assert findings(StepSizesScene, **given) == []


@pytest.mark.parametrize(
    ("given", "thing", "remedy"),
    [
        ({"starts": "3"}, "starts", "3, 4"),
        ({"starts": "1, 2, 3, 4, 5, 6"}, "starts", "1, 2, 3, 4, 5"),
        ({"starts": "3, 3, 1"}, "starts", "3, 1"),
        ({"starts": "3, 2.99, -3"}, "starts", "3, -3"),
        ({"function": "J(w) = cos(w)", "starts": "0, pi"}, "starts", "0, 1"),
        ({"function": "J(w) = abs(w)", "starts": "0, 1"}, "slope of abs(w)", ""),
        ({"function": "J(w) = ln(w)", "learning_rate": "1", "starts": "1, 9"}, "learning_rate", ""),
        ({"function": "J(a) = a**6 + tan(a)", "starts": "0.5, 1.2345678, pi",
          "learning_rate": "0.5"}, "learning_rate", "0.0005"),  # which does for all of them
        ({"function": "J(t) = 2", "starts": "0, -2"}, "function", "J(t) = t**2"),
        ({"function": "J(w) = ln(w)", "starts": "1, 0.1", "learning_rate": "0.001",
          "nudge": "-0.2"}, "", "a nudge of"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_refused_with_what_can(
    given: dict[str, str], thing: str, remedy: str
) -> None:
    with pytest.raises(LessonError) as refused:
        StepSizesScene.prepare(given)
    assert refused.value.thing.startswith(thing)
    assert refused.value.remedy.startswith(remedy)
    if thing in ("starts", "learning_rate", "function"):
        StepSizesScene.prepare({**given, thing: refused.value.remedy})


def test_balls_stand_until_steps_are_taken_and_no_step_is_seen_beside_a_nudge() -> None:
    where: list[np.ndarray] = []
    steps: set[int] = set()

    def watch(told: Any) -> None:
        land, board, beat = told.land, told.stage.board, told.current_beat
        there = told.get_mobject_family_members()
        if beat in (0, 1):
            where.append(np.array([ball[0].get_center() for ball in land.balls]))
        if beat in (8, 9):
            steps.update(i for i, arrow in enumerate(board.arrows) if arrow in there)

    tell(StepSizesScene, watch)
    assert np.ptp(where, axis=0).max() < 1e-9
    assert not steps
