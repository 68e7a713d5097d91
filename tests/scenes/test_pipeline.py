"""The flow's story: scores and mistakes by mpmath, what it refuses, and that it can be read."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest

from calculus.errors import LessonError
from scenes.pipeline import PipelineScene
from scenes.pipeline.facts import PipelineFacts
from tests.checks.looking import findings
from tests.scenes.telling import sentences, tell

EIGHT = {"inputs": "-3, -2, -1, 0, 0, 1, 2, 3", "labels": "0, 0, 1, 0, 1, 0, 1, 1"}
ON = {"inputs": "-1, 0, 1", "labels": "0, 1, 1", "bias": "0", "thresholds": "0.5, sigma(1)"}


def facts(**given: str) -> PipelineFacts:
    found: PipelineFacts = PipelineScene.prepare(given)[2]
    return found


def test_scores_are_those_of_mpmath() -> None:
    with mpmath.workdps(30):
        for guess in facts().guesses:
            z = mpmath.mpf(str(guess.input.value)) + mpmath.mpf("0.5")
            true = 1 / (1 + mpmath.exp(-z))
            assert abs(mpmath.mpf(guess.probability.number) - true) < mpmath.mpf("1e-15")


@pytest.mark.parametrize(
    ("given", "mistakes"),
    [
        ({}, [(1, 1), (1, 0), (0, 1)]),
        ({"labels": "0, 0, 1, 1, 1", "thresholds": "0.5, 0.6"}, [(0, 0), (0, 0)]),
        ({"labels": "1, 1, 0, 0, 0"}, [(3, 2), (3, 1), (2, 2)]),
        (ON, [(0, 0), (0, 1)]),  # a score on the threshold is a yes
        ({**EIGHT, "thresholds": "0.9, 0.5, 0.1"}, [(0, 2), (2, 1), (3, 0)]),
    ],
)
def test_mistakes_are_counted(given: dict[str, str], mistakes: list[tuple[int, int]]) -> None:
    found = facts(**given).decided
    assert [(len(one.alarms), len(one.misses)) for one in found] == mistakes


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"labels": "0, 0, 1, 1, 1", "thresholds": "0.5, 0.6", "language": "es"},
        {**ON, "language": "fr", "theme": "light"},
        {**EIGHT, "thresholds": "0.9, 0.5, 0.1"},
        {"inputs": "1/3, -0.25", "labels": "1, 0", "weight": "18", "thresholds": "0.001, 0.999"},
    ],
)
def test_flows_are_told_without_a_finding(given: dict[str, object]) -> None:
    assert findings(PipelineScene, **given) == []


def test_the_line_stands_at_the_threshold_and_bars_are_as_long_as_scores() -> None:
    told: Any = tell(PipelineScene)
    assert told.flow["t"] == pytest.approx(0.7)
    widths = [bar.width / told.flow.area.width for bar in told.flow.bars]
    scores = [guess.probability.number for guess in told.facts.guesses]
    assert widths == pytest.approx(scores, abs=1e-6)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "The threshold decides which mistakes we make."),
        ({"thresholds": "0.3, 0.7, 0.5"}, "The threshold decides which mistakes we make."),
        ({"thresholds": "0.5, 0.7"}, "The threshold decides what they lead to."),  # and no worse
        ({"thresholds": "0.5, 0.55"}, "The threshold decides what they lead to."),
    ],
)
def test_thresholds_decide_mistakes_where_one_kind_is_traded_for_the_other(
    given: dict[str, str], said: str
) -> None:
    assert any(said in text for text in sentences(PipelineScene, **given))


def test_a_threshold_that_is_rounded_stands_with_its_sign_or_not_at_all() -> None:
    told: Any = tell(PipelineScene, **ON)
    first, second = told.facts.decided
    assert [number.text for number in told.flow.rule(first).numbers] == ["0.5"]
    assert told.flow.rule(second).numbers == ()


def test_scores_are_as_precise_as_each_other_and_apart_from_all_columns() -> None:
    flow = tell(PipelineScene, **ON).flow  # type: ignore[attr-defined]
    first, half, last = (text.numbers[0] for text in flow.numbers[2])
    assert half.exact
    assert first.rounding == last.rounding == "4 significant digits"
    for column, after in zip(flow.numbers, flow.numbers[1:], strict=False):
        gap = min(text.start for text in after) - max(text.end for text in column)
        assert gap > 0.02 * flow.belts.width


@pytest.mark.parametrize("given", [{}, {**EIGHT, "language": "fr"}])
def test_stations_stand_over_their_numbers_and_no_lane_or_bead_meets_one(
    given: dict[str, str],
) -> None:
    flow = tell(PipelineScene, **given).flow  # type: ignore[attr-defined]
    wires = [wire[:, 0] for wire in flow.belts.points.reshape(-1, 4, 3)]
    for station, (name, column) in enumerate(zip(flow.names, flow.numbers, strict=False)):
        start, end = min(text.start for text in column), max(text.end for text in column)
        assert name.start < (start + end) / 2 < name.end
        assert all(wire.max() < start or wire.min() > end for wire in wires)
        flow.set(run=float(station))
        assert not len(flow.beads.points)


@pytest.mark.parametrize(
    ("given", "thing"),
    [
        ({"thresholds": "0, 0.5"}, "thresholds"),
        ({"thresholds": "0.5"}, "thresholds"),
        ({"thresholds": "0.5, 0.5"}, "thresholds"),
        ({"thresholds": "0.1, 0.2, 0.3, 0.4"}, "thresholds"),
        ({"labels": "0, 1"}, "labels"),
        ({"inputs": "1, 2, 3, 4, 5, 6, 7, 8, 9", "labels": "0, 1, 0, 1, 0, 1, 0, 1, 0"}, "inputs"),
        ({"weight": "10"}, "weight"),
        ({"bias": "8"}, "bias"),
    ],
)
def test_what_cannot_be_told_is_refused(given: dict[str, str], thing: str) -> None:
    with pytest.raises(LessonError) as error:
        PipelineScene.prepare(given)
    assert thing in error.value.thing


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_threshold_and_both_kinds_of_mistakes_have_a_colour_each(theme: str) -> None:
    told: Any = tell(PipelineScene, theme=theme)

    def ink(part: Any) -> str:
        drawn = next(one for one in part.get_family() if len(one.points))
        has_fill = drawn.get_fill_opacity() > 0
        return (drawn.get_fill_color() if has_fill else drawn.get_stroke_color()).to_hex()

    threshold, alarms, misses = map(ink, told.table.head[1:])
    assert len({threshold, alarms, misses}) == 3
    assert [ink(told.flow.line), ink(told.flow.name), ink(told.rule)] == [threshold] * 3
    assert [ink(name) for name in told.balance.names] == [misses, alarms]
    assert {ink(mark) for mark in told.marks} == {misses}  # the last threshold makes no others
