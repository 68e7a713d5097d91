"""What guesses cost: bars are costs and errors, by NumPy; what cannot be told is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from calculus.errors import LessonError
from scenes.cross_entropy import CrossEntropyScene
from scenes.look.text import Text
from scenes.picture.motion import lit
from tests.checks.looking import inspected
from tests.scenes.telling import measured, picture, sentences, tell

HOSTILE: dict[str, str] = {
    "inputs": "3, -2, 0.5, -1, 0.5", "labels": "1, 0, 0, 1, 1", "weight": "0.7", "bias": "-1/3",
}  # fmt: skip


def model(inputs: str, labels: str, weight: float, bias: float) -> dict[str, np.ndarray]:
    """Everything by its definition, in the order of the inputs."""
    x, y = (np.array([float(part) for part in text.split(",")]) for text in (inputs, labels))
    order = np.lexsort((y, x))
    x, y = x[order], y[order]
    p = 1 / (1 + np.exp(-(weight * x + bias)))
    costs = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    return {"x": x, "y": y, "p": p, "costs": costs, "errors": p - y, "products": (p - y) * x}


def tops(bars: Any) -> np.ndarray:
    """How high bars are, with their sign, in the units of their axis."""
    ends = [measured(bars, bar.points)[:, 1] for bar in bars.bars]
    return np.array([end[np.abs(end).argmax()] for end in ends])


def line(bars: Any) -> float:
    """Where the line of the average is, in the units of the axis."""
    level: float = measured(bars, bars.mean.points)[:, 1].mean()
    return level


def test_bars_are_costs_and_level_out_to_their_average() -> None:
    true = model(HOSTILE["inputs"], HOSTILE["labels"], 0.7, -1 / 3)
    stages: dict[float, np.ndarray] = {}

    def watch(told: Any) -> None:
        bars = getattr(told, "bars", None)
        if bars is not None and bars["flown"] == 1 and bars["tried"] is None:
            stages[bars["levelled"]] = tops(bars)

    told: Any = tell(CrossEntropyScene, watch, **HOSTILE)
    assert stages[0.0] == pytest.approx(true["costs"], abs=1e-6)
    assert stages[1.0] == pytest.approx(np.full(5, true["costs"].mean()), abs=1e-6)
    assert line(told.bars) == pytest.approx(true["costs"].mean(), abs=1e-6)


def test_errors_are_weighed_by_inputs_and_averaged_into_both_slopes() -> None:
    true = model(HOSTILE["inputs"], HOSTILE["labels"], 0.7, -1 / 3)
    levels: dict[tuple[float, float], np.ndarray] = {}

    def watch(told: Any) -> None:
        errors = getattr(told, "errors", None)
        if errors is not None and errors["flown"] == 1:
            levels[errors["stage"], errors["levelled"]] = tops(errors)

    tell(CrossEntropyScene, watch, **HOSTILE)
    for stage, name in enumerate(("errors", "products")):
        assert levels[stage, 0.0] == pytest.approx(true[name], abs=1e-6)
        assert levels[stage, 1.0] == pytest.approx(np.full(5, true[name].mean()), abs=1e-6)


@pytest.mark.parametrize(("beat", "name"), [(10, "products"), (11, "errors")])
def test_bars_are_themselves_again_under_the_line_of_their_average(beat: int, name: str) -> None:
    true, keep = model(HOSTILE["inputs"], HOSTILE["labels"], 0.7, -1 / 3), dict[str, Any]()
    picture(CrossEntropyScene, beat, keep=keep, **HOSTILE)
    errors = keep["scene"].errors
    assert tops(errors) == pytest.approx(true[name], abs=1e-6)
    assert line(errors) == pytest.approx(true[name].mean(), abs=1e-6)


@pytest.mark.parametrize(("labels", "other"), [("1, 0, 0", 0), ("0, 0, 0", None)])
def test_the_label_takes_the_guess_from_its_curve_to_the_one_of_the_other_label(
    labels: str, other: int | None
) -> None:
    seen: list[tuple[list[int], list[int], float, float]] = []

    def watch(told: Any) -> None:
        if told.current_beat == 5:
            dots, curves = told.data.dots, told.costs.curves
            bright = [[i for i, part in enumerate(every) if lit(part) == 1]
                      for every in (dots, curves)]  # fmt: skip
            at = measured(told.costs, told.costs.rider[1].points).mean(axis=0)
            seen.append((bright[0], bright[1], *at))

    tell(CrossEntropyScene, watch, inputs="2, -2, 1", labels=labels)
    first = int(labels[0])
    dots, curves, p, cost = seen[-1]
    assert dots == ([] if other is None else [other])
    assert curves == [1 - first]
    assert cost == pytest.approx(-np.log(1 - p if first else p), abs=1e-3)
    there = [cost for *_, at, cost in seen if at == pytest.approx(p, abs=1e-6)]
    assert there[0] == pytest.approx(-np.log(p if first else 1 - p), abs=1e-3)
    assert abs(there[0] - there[-1]) > 1  # it is seen to jump
    alone = {cost for _, curves, at, cost in seen if curves == [1 - first]}
    assert alone == {cost}, "where the other curve alone is lit, the cost is the other one's"


@pytest.mark.parametrize("given", [HOSTILE, {**HOSTILE, "weight": "1.1", "bias": "0.4"}])
def test_both_parameters_go_where_the_arrows_say_and_the_costs_go_down(
    given: dict[str, str],
) -> None:
    w0, b0 = float(given["weight"]), -1 / 3 if given is HOSTILE else float(given["bias"])
    true, seen = model(given["inputs"], given["labels"], w0, b0), []

    def watch(told: Any) -> None:
        if told.current_beat == 12 and told.bars["tried"] is not None:
            w, b = told.data["w"], told.data["b"]
            costs = model(given["inputs"], given["labels"], w, b)["costs"]
            assert tops(told.bars) == pytest.approx(costs, abs=1e-6)
            assert line(told.bars) == pytest.approx(costs.mean(), abs=1e-6)
            seen.append((costs.mean(), w, b))

    tell(CrossEntropyScene, watch, **given)
    _, w, b = max(seen, key=lambda one: abs(one[1] - w0))
    assert (w0 - w) * true["products"].mean() > 0
    assert (b0 - b) * true["errors"].mean() > 0
    assert max(seen)[0] == pytest.approx(true["costs"].mean())  # nowhere higher than at first


def test_a_question_shows_which_curves_there_could_be_and_not_what_they_cost() -> None:
    true, ghosts = model(HOSTILE["inputs"], HOSTILE["labels"], 0.7, -1 / 3), set()

    def watch(told: Any) -> None:
        if told.current_beat == 8:
            ghosts.add(told.data["ghost"])
            assert told.data["w"] == pytest.approx(0.7)
            assert tops(told.bars) == pytest.approx(true["costs"], abs=1e-6)

    tell(CrossEntropyScene, watch, **HOSTILE)
    assert min(ghosts) < 0.7 < max(ghosts)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Both are negative, so both parameters must grow."),
        ({"labels": "1, 0, 1, 0, 0"}, "Both are positive, so both parameters must shrink."),
        ({"inputs": "-1, 1, -1, 1", "labels": "0, 0, 1, 1"}, "nowhere is the cost J lower"),
        ({"inputs": "-1, 1", "labels": "0, 0"}, "The slope by w is 0, so w can stay. But b must"),
        ({"inputs": "-1, 1", "labels": "0, 1"}, "The slope by b is 0, so b can stay. But w must"),
        ({"inputs": "0, 1, 2", "labels": "1, 1, 0"}, "One is negative, so b must grow."),
        ({"nudge": "-0.01"}, "A nudge agrees: lower w by 0.01, and the ratio is about"),
        ({"nudge": "-9"}, "Small nudges lead to −0.4."),
        ({"inputs": "1, 2", "labels": "1, 1"}, "Here every label is 1."),
        ({"language": "fr", "bias": "1/2"}, "le modèle donne à chacun une probabilité."),
        ({"language": "es"}, "toda probabilidad es 0,5."),
    ],
)
def test_facts_choose_the_sentences(given: dict[str, str], said: str) -> None:
    assert any(said in text for text in sentences(CrossEntropyScene, **given))


@pytest.mark.parametrize(
    "given",
    [
        HOSTILE,
        {"inputs": ", ".join(f"{i}/3" for i in range(-12, 12)), "labels": "0, 1, " * 11 + "1, 0",
         "weight": "1/3"},
        {"inputs": "-2, -1, 1, 2", "labels": "1, 0, 1, 0", "weight": "40", "language": "es"},
        {"inputs": "-2, -1, 1, 2", "labels": "0, 1, 0, 1", "weight": "5", "bias": "-5"},
    ],
)  # fmt: skip
def test_hostile_data_are_told_truly_and_can_be_read(given: dict[str, str]) -> None:
    inspector, told = inspected(CrossEntropyScene, **given)
    assert inspector.findings(told)[0] == ()


REFUSED = [
    ({"labels": "0, 1, 0"}, "labels", "as many as the inputs, of which there are 5"),
    ({"inputs": "1, 1, 1, 1, 1"}, "inputs", "are not all equal"),
    ({"inputs": "1, 1.0000001", "labels": "0, 1"}, "inputs", "look like one"),
    ({"weight": "60"}, "weight", "scores w x + b of at most 100 in size"),
    ({"bias": "101"}, "bias", "at most 100 in size"),
    ({"nudge": "100"}, "nudge", "moves scores by at most 100"),
    ({"nudge": "0.00000001"}, "nudge", "large enough beside the weight and the inputs"),
]


@pytest.mark.parametrize(("given", "thing", "says"), REFUSED)
def test_what_cannot_be_told_is_refused_with_what_works(
    given: dict[str, str], thing: str, says: str
) -> None:
    with pytest.raises(LessonError) as refused:
        CrossEntropyScene.prepare(given)
    assert refused.value.thing == thing
    assert says in str(refused.value)
    CrossEntropyScene.prepare(given | {thing: refused.value.remedy})


@pytest.mark.parametrize("labels", ["1, 1, 1, 0, 1", "0, 0, 1, 0, 0"])
def test_what_a_guess_costs_is_written_near_its_dot_and_over_the_axis(labels: str) -> None:
    near: list[tuple[float, float]] = []

    def watch(told: Any) -> None:
        if told.current_beat != 3:
            return
        dot = told.costs.rider[1].get_center()
        axis = told.costs.rider[0].get_bottom()[1]
        for part in told.mobjects:
            costs = [one for one in getattr(part, "numbers", ()) if part is not told.guess]
            if isinstance(part, Text) and costs and part.get_center()[0] > told.data.area.right:
                x, y, _ = abs(part.get_center() - dot) - [part.width / 2, part.height / 2, 0]
                near.append((max(x, y), part.get_bottom()[1] - axis))

    tell(CrossEntropyScene, watch, labels=labels, weight=1, bias="-1/2")
    assert near
    apart, above = near[-1]
    assert apart < 0.15 * 8  # of the frame's height
    assert above > 0


def test_terms_have_the_colours_of_their_curves() -> None:
    seen: list[tuple[set[str], str]] = []

    def watch(told: Any) -> None:
        if told.current_beat == 6 and not seen:
            for_one, for_zero = told.line
            for text, curve in zip((for_zero, for_one), told.costs.curves, strict=True):
                inks = {run.get_fill_color().to_hex() for run in text if len(run.points)}
                seen.append((inks, curve.get_stroke_color().to_hex()))

    tell(CrossEntropyScene, watch)
    assert [inks for inks, _ in seen] == [{curve} for _, curve in seen]
    assert len({curve for _, curve in seen}) == 2
