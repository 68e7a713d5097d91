"""The story of notation: what is drawn is what is said, and what can be told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from calculus.errors import LessonError
from scenes.look.text import Text, math
from scenes.notation import NotationScene
from scenes.picture.bending import Bend
from scenes.words.readable import readable
from tests.checks.looking import findings
from tests.scenes.telling import tell

FOUR = {"several": "J(w, b, x, y) = (w*x + b - y)**2", "at": "w=1, b=2, x=3, y=4"}


def test_letters_turn_into_those_of_another_formula_and_nothing_else_moves() -> None:
    straight, curly = (
        Text(math(f"({d} J)/({d} w)")) for d in ("upright(d)", "partial")
    )  # fmt: skip
    bend = Bend(straight, curly)
    bend.begin()
    for alpha, text in ((1e-9, straight), (1.0, curly)):
        bend.interpolate(alpha)
        parts = [part for part in bend._stand_in.submobjects if part.get_fill_opacity() > 0.01]
        drawn = np.vstack([part.points for part in parts])
        low, high = drawn.min(axis=0), drawn.max(axis=0)
        assert low == pytest.approx(text.get_corner((-1, -1, 0)), abs=0.01)
        assert high == pytest.approx(text.get_corner((1, 1, 0)), abs=0.01)
    with pytest.raises(LessonError, match="composed in the same way"):
        Bend(straight, Text(math("J")))


def test_what_the_output_does_is_as_long_as_the_derivative() -> None:
    lengths: dict[int, float] = {}

    def watch(told: Any) -> None:
        if told.current_beat in (5, 6):
            nudges = [*told.machine.nudges, *(bar[0] for bar in told.machine.reactions)]
            widths = [np.ptp(bar.points[:, 0]) if len(bar.points) else 0.0 for bar in nudges]
            i = told.current_beat - 5
            lengths[i] = widths[2 + i] / widths[i] if widths[i] else 0.0

    tell(NotationScene, watch)
    assert lengths == pytest.approx({0: 8, 1: 3})


@pytest.mark.parametrize(
    "given",
    [
        FOUR | {"language": "es"},
        {"notation": "partial", "language": "fr"},
        {"several": "L(a, b) = a/b - b**2", "at": "a=1, b=2", "single": "h(h_1) = sin(h_1)"},
    ],
)
def test_all_kinds_of_functions_are_told_without_a_finding(given: dict[str, object]) -> None:
    assert findings(NotationScene, **given) == []


@pytest.mark.parametrize(("notation", "last"), [("d", "dJ/dw"), ("partial", "∂J/∂w")])
def test_derivatives_are_written_as_was_asked_for_in_the_end(notation: str, last: str) -> None:
    told = tell(NotationScene, notation=notation)
    seen = [getattr(part, "source", "") for part in told.mobjects]
    partial = notation == "partial"
    written = [readable(source, partial) for source in seen if source]
    assert {last, "∂/∂w J(w)" if partial else "d/dw J(w)"} <= {*written}
    assert any("it everywhere, too" in beat.text for beat in told.beats) == partial


@pytest.mark.parametrize(
    ("given", "thing", "remedy"),
    [
        ({"several": "J(w) = w"}, "several", "two names in J(…)"),
        ({"several": "J(a, b, c, d, f) = a"}, "several", "fewer variables"),
        ({"at": "w_1=3"}, "at", "w_1=3, w_2=1"),
        ({"at": "w_1=3, w_2=2, b=1"}, "at", "w_1=3, w_2=2"),
        (
            {"several": "J(w_1, w_2) = abs(w_1)*w_2", "at": "w_1=0, w_2=2"},
            "derivative of J by w_1",
            "",
        ),
        ({"single": "f(j) = j**2"}, "index", "i"),
        ({"single": "J(w) = ln(w)", "where": "-1"}, "slope", ""),
        ({"several": "J(w_1, w_2) = sin(w_1*w_2)*exp(w_1)*ln(w_2)"}, "several", "a shorter"),
    ],
)
def test_what_cannot_be_told_is_refused(given: dict[str, str], thing: str, remedy: str) -> None:
    with pytest.raises(LessonError) as refused:
        NotationScene.prepare(given)
    assert refused.value.thing.startswith(thing)
    assert refused.value.remedy.startswith(remedy)


@pytest.mark.parametrize(
    ("several", "times"),
    [
        ("J(w, b) = exp(5*w)*b", [1, 1]),  # 742 to 148: short, but to one scale
        ("J(w, b) = -1000*w + 3*b", [1, 100]),
        ("J(w, b) = w/3 + 10**9*b", [10**9, 1]),
        ("J(w, b) = -8*w + 9*b", [1, 1]),
    ],
)
def test_bars_are_to_one_scale_or_it_is_said_how_many_times_they_are_magnified(
    several: str, times: list[int]
) -> None:
    units: dict[int, float] = {}
    marked: dict[int, list[float]] = {}

    def watch(told: Any) -> None:
        if told.current_beat in (5, 6):
            i, machine = told.current_beat - 5, told.machine
            units[i] = machine.point(1, 0)[0] - machine.point(0, 0)[0]
            seen = [one for marks in machine.marks for one in marks if one in told.mobjects]
            numbers = [number.number for mark in seen for number in mark.numbers]
            marked[i] = [numbers[0] ** numbers[1]] if len(numbers) == 2 else numbers
            reaction = machine.reactions[i][0]
            if len(reaction.points):
                slope = float(told.facts.moved[i].slope.value)
                assert np.ptp(reaction.points[:, 0]) == pytest.approx(abs(slope) * units[i])

    tell(NotationScene, watch, several=several, at="w=1, b=1")
    assert units[0] / units[1] == pytest.approx(times[0] / times[1])
    assert [marked[i] for i in (0, 1)] == [[one] if one > 1 else [] for one in times]


@pytest.mark.parametrize(
    "single", ["J(w) = w**2", "y(h) = h**2", "h(z) = z**2", "z(y) = y**2", "k(h) = h"]
)
def test_no_name_of_the_outputs_change_is_that_of_a_nudge(single: str) -> None:
    told = tell(NotationScene, single=single)
    nudges, outputs = (
        next(beat.text for beat in told.beats if begins in beat.text).partition(" is written ")[2]
        for begins in ("A nudge is", "What the output does")
    )
    named = {*nudges.rstrip(".").replace(" or ", ", ").split(", ")}
    changes = {*outputs.partition(".")[0].split(" or ")}
    assert len(named) == 3
    assert len(changes) == 2
    assert not named & changes
    assert not {f"Δ{name}" for name in named} & changes
    assert f"Δ{single[0]}" in changes
