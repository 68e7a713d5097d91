"""Bars in pieces: what is drawn of a nudge and of what it does, measured against fractions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from manim import tempconfig

from calculus.errors import LessonError
from scenes.derivative import DerivativeScene
from scenes.picture.placing import box_of
from tests.scenes.telling import tell

NUDGES = [Fraction("0.25"), Fraction("-0.5")]
TRIALS = [Fraction(2), Fraction("-0.1"), Fraction("0.001")]


def ratio(at: Fraction, nudge: Fraction) -> Fraction:
    """How many nudges w² moves."""
    return ((at + nudge) ** 2 - at**2) / nudge


def long(figure: Any) -> float:
    return box_of(figure).width if len(figure.points) else 0.0


def given(**more: object) -> dict[str, object]:
    listed = {"nudges": NUDGES, "trials": TRIALS}
    return {name: ", ".join(map(str, some)) for name, some in listed.items()} | more


def at_the_end_of_beats(**parameters: object) -> list[dict[str, Any]]:
    """Of every beat: its words, and the lengths of the bars as it ends, in the frame's units."""
    seen: dict[int, dict[str, Any]] = {}

    def watch(scene: Any) -> None:
        if scene.current_beat is not None:
            pieces = scene.pieces
            seen[scene.current_beat] = {
                "nudge": box_of(pieces.nudge) if len(pieces.nudge.points) else None,
                "output": box_of(pieces.output[0]) if len(pieces.output[0].points) else None,
                "joints": len(pieces.output[1].points) // 4,
                "rungs": [(long(one[0]), long(one[1])) for one in pieces.rungs],
                "value": scene.readings.value.numbers[0].number,
                "unit": pieces.point(1, 0)[0] - pieces.point(0, 0)[0],
                "laid": pieces["laid"],
                "reads": (scene.readings.e.start, scene.readings.at.end),
            }

    told = tell(DerivativeScene, watch, **parameters)
    return [{"text": beat.text} | seen[beat.index] for beat in told.beats]


def test_the_output_is_as_many_nudges_long_as_the_ratio_says() -> None:
    told = at_the_end_of_beats(at=3, **given())
    found = [one for one in told if one["text"].startswith(("That is", "Again", "Now"))]
    assert len(found) == len(NUDGES)
    for one, nudge in zip(found, NUDGES, strict=True):
        times = ratio(Fraction(3), nudge)
        assert one["output"].width / one["nudge"].width == pytest.approx(float(times), rel=1e-6)
        assert one["joints"] == -(-times // 1) - 1, "one cut less than there are pieces"
        side = 1 if nudge > 0 else -1  # both go to the side of the nudge
        foot = one["nudge"].left if side > 0 else one["nudge"].right
        assert foot == pytest.approx(one["output"].left if side > 0 else one["output"].right)


@pytest.mark.parametrize("given", [{}, {"function": "J(w) = sigma(w)", "at": 0}])
def test_before_a_nudge_there_is_no_bar_and_the_output_is_where_it_was(given: Any) -> None:
    told = at_the_end_of_beats(**given)
    first = next(i for i, one in enumerate(told) if one["text"].startswith("Raise"))
    assert not any(one["nudge"] or one["output"] for one in told[:first])
    asked = [one for one in told if one["text"].startswith(("Raise", "Would another"))]
    assert len(asked) == 2
    for one in asked:
        assert one["output"] is None
        assert one["value"] == (0.5 if given else 9)


@pytest.mark.parametrize(
    ("given", "word"),
    [({}, "Now"), ({"function": "J(w) = sigma(w)", "at": 0}, "Again"),
     ({"function": "f(a) = a**10", "at": 2}, "Now")],
)  # fmt: skip
def test_a_ratio_comes_again_where_its_digits_do(given: Any, word: str) -> None:
    told = at_the_end_of_beats(**given)
    assert [one["text"].split()[0] for one in told if "times the nudge:" in one["text"]] == [
        "That", word,
    ]  # fmt: skip


def test_what_falls_goes_to_the_other_side() -> None:
    told = at_the_end_of_beats(function="J(w) = -w**2", at=3, **given())
    one = next(one for one in told if one["text"].startswith("That is"))
    assert one["output"].right == pytest.approx(one["nudge"].left)


def test_a_ladder_has_all_nudges_by_way_and_size_and_what_is_left_over() -> None:
    *_, last = at_the_end_of_beats(at=3, **given())
    by_size = sorted([*NUDGES, *TRIALS], key=lambda nudge: (nudge < 0, -abs(nudge)))
    assert len(last["rungs"]) == len(by_size) + 1
    for (whole, rest), nudge in zip(last["rungs"], by_size, strict=False):
        drawn, left = whole / last["unit"], rest / last["unit"]
        times = float(ratio(Fraction(3), nudge))
        assert drawn == pytest.approx(min(times, 6))
        assert left == pytest.approx(abs(times - 6), abs=1e-3)
    assert last["rungs"][-1][0] / last["unit"] == pytest.approx(6), "the limit"


def test_what_is_left_over_is_seen_from_ever_nearer_and_each_view_stands() -> None:
    """In one of few views, each a second at least, a rest is long enough to be seen, and whole."""
    views: dict[float, list[tuple[float, list[float]]]] = {}

    def watch(scene: Any) -> None:
        pieces = scene.pieces
        if scene.beats and scene.current_beat == beat:
            unit = float(pieces.point(1, 0)[0] - pieces.point(0, 0)[0])
            rests = [long(rung[1]) / unit for rung in pieces.rungs]
            views.setdefault(unit, []).append((scene.now, rests))

    given = {"at": 3, "nudges": "0.001", "trials": "1, 0.1, 0.000001, -0.001"}
    nudges = [1, 0.1, 0.001, 0.000001, 0.001]
    beats = tell(DerivativeScene, **given).beats
    beat = next(beat.index for beat in beats if beat.text.startswith("People speak"))
    tell(DerivativeScene, watch, **given)
    assert [*views] == sorted(views)
    assert len(views) == 3
    for times in views.values():
        assert times[-1][0] - times[0][0] > 1
    for rung, nudge in enumerate(nudges):
        whole = [
            unit for unit, (*_, (_, rests)) in views.items() if rests[rung] == pytest.approx(nudge)
        ]
        assert max(whole) * nudge > 0.1, "Manim units"


@pytest.mark.parametrize("times", [2, 0.5])
def test_a_nudge_grows_from_the_one_before_to_the_same_scale(times: float) -> None:
    """Of every frame of the second question: how long the nudge is; then the scale changes."""
    long: list[float] = []

    def watch(scene: Any) -> None:
        if scene.beats and scene.current_beat == asked:
            long.append(box_of(scene.pieces.nudge).width)

    given = {"at": 3, "nudges": f"0.001, {times / 1000}", "trials": "1"}
    beats = tell(DerivativeScene, **given).beats
    asked = next(beat.index for beat in beats if beat.text.startswith("Would"))
    tell(DerivativeScene, watch, **given)
    assert min(long) > 0, "the one before stays"
    turn = max(long) if times > 1 else min(long)
    assert turn == pytest.approx(times * long[0], rel=1e-3)
    assert long[-1] == pytest.approx(long[0], rel=1e-3)


def test_over_the_foot_of_a_bar_stands_how_long_it_is_and_no_piece_is_empty() -> None:
    """A place, such as w = 3.001, stands at the far end of the line, where no short bar ends."""
    told = at_the_end_of_beats(at=3, nudges="0.001, 0.002", trials="1")
    now = next(one for one in told if one["text"].startswith("Now"))
    length, place = now["reads"]
    assert now["nudge"].left < length < now["nudge"].right < place
    assert now["laid"] == 6, "of 6.002, and there is no seventh piece"


def test_the_least_that_is_left_over_is_seen_from_near() -> None:
    told = at_the_end_of_beats(at=3, nudges="0.001", trials="1, 0.000001")
    near = next(one for one in told if one["text"].startswith("People speak"))
    assert near["rungs"][2][1] > 0.2, "Manim units: a millionth of a piece, otherwise"
    assert near["rungs"][2][1] / near["unit"] == pytest.approx(1e-6)


@pytest.mark.parametrize("size", ["1", "10**60", "1/10**60"])
def test_what_is_left_over_is_seen_however_large_the_slope(size: str) -> None:
    told = at_the_end_of_beats(function=f"J(w) = {size}*w**2", at=3, nudges="1", trials="0.001")
    near = next(one for one in told if one["text"].startswith("People speak"))
    assert near["rungs"][1][1] > 0.2


def test_nothing_is_left_over_on_a_line() -> None:
    told = at_the_end_of_beats(function="J(w) = 4*w + 1", at=2, **given())
    assert not any("left" in one["text"] and "over" not in one["text"] for one in told)
    assert all(rest == 0 for one in told for _, rest in one["rungs"])


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (720, 720)])
def test_the_bars_fill_the_frame(size: tuple[int, int]) -> None:
    with tempconfig({"pixel_width": size[0], "pixel_height": size[1]}):
        told = at_the_end_of_beats()
    found = [
        one["output"].width for one in told if one["text"].startswith(("That is", "Again", "Now"))
    ]
    assert min(found) >= 0.45 * 8


@pytest.mark.parametrize(
    ("parameters", "thing"),
    [
        ({"nudges": "1, 2, 3"}, "nudges"),
        ({"trials": "1, 2, 3, 4, 5, 6, 7, 8"}, "trials"),
        ({"nudges": "0"}, "nudges"),
        ({"function": "J(w) = abs(w)", "at": "0"}, "slope of abs(w)"),
    ],
)
def test_what_cannot_be_told_is_refused(parameters: dict[str, str], thing: str) -> None:
    with pytest.raises(LessonError) as refused:
        DerivativeScene.prepare(parameters)
    assert refused.value.thing == thing


def test_a_nudge_that_leads_out_of_the_domain_is_named() -> None:
    with pytest.raises(LessonError, match=r"-0\.001|−0\.001|-1/1000"):
        DerivativeScene.prepare({"function": "J(w) = ln(w)", "at": "0.0005", "nudges": "-0.001"})


def test_a_nudge_that_is_told_is_not_tried_again() -> None:
    _, _, facts = DerivativeScene.prepare({"nudges": "0.1", "trials": "1, 0.1, 0.01"})
    assert [str(row.nudge.value) for row in facts.trials] == ["1", "1/100"]
    _, _, facts = DerivativeScene.prepare({"nudges": "0.1", "trials": "0.1"})
    assert facts.trials == ()


def test_a_bar_that_is_cut_shows_it_at_each_end_that_is_not_seen() -> None:
    """Looked at from near, 7 and 6.0001 would seem to be equally long."""
    marks: dict[int, list[int]] = {}

    def watch(scene: Any) -> None:
        if scene.current_beat is not None:
            zigzags = [one[3] for one in scene.pieces.rungs]
            marks[scene.current_beat] = [len(one.points) // 16 for one in zigzags]

    told = tell(DerivativeScene, watch, at=3, nudges="0.0001", trials="1, 0.01")
    near = next(beat.index for beat in told.beats if beat.text.startswith("People speak"))
    assert marks[near][:3] == [2, 2, 1]
    assert not any(marks[near + 1])
