"""Whatever is nudged, wherever: the whole shows the curve, and every triangle is seen well."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculus.errors import LessonError
from calculus.function import Function
from calculus.nudge import nudge_table
from scenes.nudge import NudgeScene
from scenes.nudge.windows import Dive, dives
from scenes.picture.framing import overview, to_scale
from scenes.picture.layout import layout
from scenes.picture.window import Window
from scenes.tangents import TangentScene

BOX = layout().action(card=True)


def closeups(body: str, points: str, nudges: str) -> tuple[tuple[Dive, ...], list[float]]:
    function = Function.parse(f"f(a) = {body}")
    falling = sorted(nudges.split(", "), key=lambda text: -abs(float(text)))
    tables = [nudge_table(function, at, falling) for at in points.split(", ")]
    made, shares = dives(tables, BOX), []
    for table, dive in zip(tables, made, strict=True):
        for row, power in zip(table.rows, dive.powers, strict=True):
            window = dive.window(power)
            base = abs(row.nudge.number) / window.width
            shares.append(max(base, abs(row.rise.number) / window.height))
            assert window.contains(row.at.number, row.value.number)
            assert window.contains(row.nudged_at.number, row.nudged_value.number)
            up, across = BOX.height / window.height, BOX.width / window.width
            assert up / across == pytest.approx(dive.ratio)
    return made, shares


@pytest.mark.parametrize(
    ("body", "points"),
    [("1/a", "-2, 0.5, 3"), ("1/a", "-2, 0.1, 3"), ("exp(a)", "0, 1, 4"), ("a**4", "-1, 1, 4")],
)
def test_a_point_that_is_far_steeper_makes_the_others_no_flatter(body: str, points: str) -> None:
    function = Function.parse(f"f(a) = {body}")
    tables = [nudge_table(function, at, ["0.1"]) for at in points.split(", ")]
    window = overview(function, tables)
    heights = [table.rows[0].value.number for table in tables]
    assert window.bottom <= min(heights)
    assert max(heights) <= window.top
    assert window.height < 5 * (max(heights) - min(heights))


@pytest.mark.parametrize(
    ("body", "points"),
    [
        ("a**2", "0"), ("(a - 1/3)**2", "0.3333333333"), ("a**4", "0"), ("cos(a)", "0"),
        ("a**3 - 3*a", "-1, 1"), ("exp(-a**2)", "0"), ("1000*a**2", "0"), ("a**2", "-1e-6, 0"),
        ("1/(1 + a**2)", "0"), ("a**3", "0"),
    ],
)  # fmt: skip
def test_a_curve_that_is_level_where_it_is_nudged_is_seen_as_a_curve(
    body: str, points: str
) -> None:
    whole = closeups(body, points, "0.1, 0.01")[0][0].whole
    function = Function.parse(f"f(a) = {body}")
    span = whole.width
    assert whole.width < 12
    heights = [function.sample_at(whole.left + i * span / 200) for i in range(201)]
    inside = sum(whole.bottom <= y <= whole.top for y in heights)
    assert inside > 60  # of 201: it goes through the picture, and is no upright line in it


@pytest.mark.parametrize(
    ("body", "points", "nudges"),
    [
        ("exp(a)", "pi", "1e-6, 0.5, 10"), ("exp(2*a)", "-1/3", "10, 0.0001, 0.3"),
        ("a**2", "2, 5", "0.1, 0.01, 0.001"), ("a**3", "0, 1", "-5, 1e-4"),
        ("ln(a)", "1", "100, 0.1"), ("a**6", "1", "10, 0.001"),
    ],
)  # fmt: skip
def test_every_nudge_is_magnified_until_its_triangle_is_seen(
    body: str, points: str, nudges: str
) -> None:
    # Windows are ten times smaller each: the triangle fills a tenth of its room at least.
    made, shares = closeups(body, points, nudges)
    assert min(shares) > 0.034
    rows = len(nudges.split(", "))
    assert all(share > 0.3 for share in shares[::rows])  # that of the largest fills it
    assert all(power >= 0 for dive in made for power in dive.powers)


@given(st.floats(0.01, 100), st.floats(0.3, 3))
def test_heights_are_divided_by_a_number_of_two_digits(steep: float, shape: float) -> None:
    window, box = Window(-1, -2 * steep, 3, 4 * steep), replace(BOX, top=BOX.bottom + shape * 5)
    found = to_scale(window, box)
    assert found.width >= window.width * (1 - 1e-9)
    assert found.height >= window.height * (1 - 1e-9)
    assert found.width * found.height <= 1.1 * window.width * window.height * (1 + 1e-9)
    divided = found.height / box.height / (found.width / box.width)
    longer = max(divided, 1 / divided)
    assert longer == pytest.approx(float(f"{longer:.2g}"), rel=1e-5)


def test_the_windows_of_nudges_that_are_ten_times_smaller_show_the_same_triangle() -> None:
    (first, second), shares = closeups("a**2", "2, 5", "0.1, 0.01, 0.001")
    assert first.powers == (1, 2, 3)
    assert second.powers == (0, 1, 2)  # steeper: its triangle is narrower
    assert (first.ratio, second.ratio) == (1, 1)
    assert shares == pytest.approx([0.6] * 6, rel=0.03)


@pytest.mark.parametrize(("slope", "to_scale"), [(10, True), (14, True), (100, False)])
def test_blocks_are_as_high_as_the_base_is_long_unless_that_were_a_dot(
    slope: float, to_scale: bool
) -> None:
    (_, dive), _ = closeups("a**2", f"2, {slope / 2}", "0.1, 0.01")
    assert (dive.ratio == 1) == to_scale


@pytest.mark.parametrize(
    ("body", "points", "nudges"),
    [
        ("1/a**2", "1/3, 1e-3", "2, 1, 1e-9"), ("sqrt(a)", "1, 1e-6", "1e-3, 1e-9"),
        ("tanh(50*a)", "1, 0", "0.1, 0.001"), ("erf(20*a)", "2, 0, -0.01", "-0.001"),
    ],
)  # fmt: skip
def test_a_triangle_is_seen_beside_a_far_steeper_one(body: str, points: str, nudges: str) -> None:
    _, shares = closeups(body, points, nudges)
    assert min(shares) > 0.12 / 2.5  # no side of it is seen where both are shorter


@pytest.mark.parametrize(
    ("body", "points", "nudges"),
    [
        ("exp(-1/a**2)", "1000000, -1000000", "0.1, 1e-9"), ("a**2", "1e9", "1e-9"),
        ("a + 1e15", "1", "0.001"), ("1000000*a - 3", "1e6", "1e-9, 0.1"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("story", [NudgeScene, TangentScene])
def test_nudges_that_drown_in_the_numbers_of_a_drawing_are_refused_with_larger_ones(
    story: Any, body: str, points: str, nudges: str
) -> None:
    given = {"function": f"f(a) = {body}", "points": points, "nudges": nudges}
    with pytest.raises(LessonError) as refused:
        story.prepare(given)
    assert refused.value.thing == "nudges"
    story.prepare(given | {"nudges": refused.value.remedy})


@pytest.mark.parametrize("story", [NudgeScene, TangentScene])
@pytest.mark.parametrize("text", ["exp(10000)", "a**1000", "(a + 1)**1000", "10**200 + a"])
def test_numbers_that_no_picture_can_show_are_refused(text: str, story: Any) -> None:
    """Floats end at 10³⁰⁸, and lose what they are compared with long before."""
    with pytest.raises(LessonError, match="drawn"):
        story.prepare({"function": f"f(a) = {text}"})


@pytest.mark.parametrize("text", ["(9**9)**9", "10**-300*a", "-10**90"])
def test_a_level_function_is_seen_however_large_it_is(text: str) -> None:
    *_, facts = NudgeScene.prepare({"function": f"f(a) = {text}"})
    assert 0 < overview(facts.function, facts.tables).height < float("inf")


def test_what_runs_away_at_a_pole_is_cut_off_however_fast_it_runs() -> None:
    given = {"function": "f(a) = exp(1/a)", "points": "0.5, 3"}  # 10²⁰³ is in sight of them
    *_, facts = NudgeScene.prepare(given)
    assert overview(facts.function, facts.tables).height < 200
