"""Balls that arrive, stay, stop or run away: each has a story, or is refused at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from calculus.descent import descend
from calculus.errors import LessonError
from calculus.function import Function
from scenes.descent import DescentScene
from scenes.landscape.hill import Hill
from scenes.landscape.valley import Surroundings, bottom_ahead
from scenes.learning_rates import LearningRatesScene
from scenes.look.theme import DARK
from scenes.picture.layout import layout
from scenes.picture.window import Window
from tests.checks.looking import findings
from tests.scenes.telling import measured, tell


@pytest.mark.parametrize(
    ("text", "start", "bottom"),
    [
        ("J(w) = w**4", 1.5, 0.0),
        ("J(w) = cos(w)", 1.0, np.pi),
        ("J(w) = abs(w)", -3.0, 0.0),
        ("J(w) = w**4 - 3*w**2", 0.5, np.sqrt(1.5)),
        ("J(w) = exp(w)", 1.0, None),
        ("J(w) = ln(w)", 1.0, None),
        ("J(w) = -1/w**2", 1.0, None),
        ("J(w) = sqrt(abs(w))", 1.0, 0.0),  # infinitely steep, but not a pole
        ("J(w) = ln(abs(w))", 1.0, None),
        ("J(w) = tan(w)", 1.0, None),
        ("J(w) = w**3", 1.0, None),  # level at 0, and on downhill from there
        ("J(w) = w**3", 2.0, None),
        ("J(w) = (w + abs(w))/2", 3.0, 0.0),  # level from 0 on
        ("J(w) = -sigma(w)", 0.0, None),  # too level for floats, and downhill all the same
        ("J(w) = w**2 + sign(w)", 3.0, None),  # a cliff at 0, and less behind it
    ],
)
def test_the_bottom_is_the_first_minimum_downhill(
    text: str, start: float, bottom: float | None
) -> None:
    function = Function.parse(text)
    slope = function.derivative.sample_at(start)
    assert bottom_ahead(function, start, slope) == (
        None if bottom is None else pytest.approx(bottom, abs=1e-6)
    )


def test_without_a_bottom_the_walk_itself_is_in_sight() -> None:
    around = Surroundings.of([descend(Function.parse("J(w) = w"), 3, "0.1", 10)])
    assert (around.middle, around.reach, around.has_bottom) == (3.0, 1.0, False)


@pytest.mark.parametrize("rate", ["1.1", "100"])
def test_a_runaway_leaves_the_picture_and_every_arrow_stays_in_it(rate: str) -> None:
    out: list[bool] = []

    def watch(told: Any) -> None:
        land, walk = told.land, told.stage.walk
        frame = told.regions.frame
        for mobject in told.mobjects:
            if mobject.has_points() and mobject.get_fill_opacity() and len(mobject.points) > 12:
                xs = mobject.points[:, 0]
                assert frame.left - 1 <= xs.min() <= xs.max() <= frame.right + 1
        if walk.escapes and walk.taken >= walk.last and land["cross"] == 0:
            out.append(len(land.ball.submobjects[0].points) == 0)

    told = tell(DescentScene, watch, learning_rate=rate)
    assert out
    assert all(out)
    assert any("diverges" in beat.text for beat in told.beats)


def test_the_window_is_wide_enough_before_a_step_is_taken() -> None:
    def watch(told: Any) -> None:
        window, w, walk = told.land.window, told.land["w"], told.stage.walk
        escaped = walk.escapes and walk.taken > walk.last - 1
        assert escaped or window.left <= w <= window.right

    tell(DescentScene, watch, learning_rate="1.1")


@pytest.mark.parametrize(("text", "start"), [("w**2", 0), ("cos(w)", 0), ("7", 3)])
def test_a_ball_on_level_ground_stays(text: str, start: int) -> None:
    told = tell(DescentScene, function=f"J(w) = {text}", start=start)
    assert "the step is 0" in told.beats[3].text
    assert "no step" in told.beats[-1].text


def test_a_ball_that_cannot_go_on_says_why() -> None:
    told = tell(DescentScene, function="J(w) = ln(w)", start=1, learning_rate="0.3")
    assert any("where there is no slope" in beat.text for beat in told.beats)


@pytest.mark.parametrize(
    ("scene", "given", "thing"),
    [
        (
            DescentScene,
            {"function": "J(w) = ln(w)", "start": 1, "learning_rate": 2},
            "learning_rate",
        ),
        (DescentScene, {"function": "J(w) = -1/w**2", "start": 1}, "learning_rate"),
        (LearningRatesScene, {"learning_rates": "0.1"}, "learning_rates"),
        (LearningRatesScene, {"learning_rates": "1,2,3,4,5,6,7,8,9"}, "learning_rates"),
        (LearningRatesScene, {"start": 0}, "start"),
    ],
)
def test_what_cannot_be_told_is_refused(scene: Any, given: dict[str, object], thing: str) -> None:
    with pytest.raises(LessonError) as refused:
        scene.prepare(given)
    assert refused.value.thing == thing


@pytest.mark.parametrize(
    ("function", "start", "rates"),
    [
        ("1/(a - 2)", "0", "8, 0.1"), ("1/a", "-1", "3, 0.01"), ("sqrt(a)", "1", "1, 10"),
        ("max(a, 2)*min(a, 3)", "5", "0.01, 1, 0.1"), ("exp(a)", "5", "100, 0.1"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("steps", [1, 8])
def test_a_learning_rate_is_refused_with_one_that_is_not_refused(
    function: str, start: str, rates: str, steps: int
) -> None:
    given = {"function": f"J(a) = {function}", "start": start, "steps": steps}
    with pytest.raises(LessonError) as refused:
        LearningRatesScene.prepare({**given, "learning_rates": rates})
    assert refused.value.got == rates
    LearningRatesScene.prepare({**given, "learning_rates": refused.value.remedy})


@pytest.mark.parametrize(
    ("body", "true"),
    [
        ("sqrt(abs(w))", lambda w: np.sqrt(np.abs(w))), ("cbrt(w**2)", lambda w: np.cbrt(w * w)),
        ("abs(w)", np.abs), ("w**2", lambda w: w * w), ("sin(9*w)", lambda w: np.sin(9 * w)),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("start", "end"), [(1.0, -0.7), (-0.364594, 1.0), (0.3, 0.9), (0.5, -0.331548)]
)
@pytest.mark.parametrize("high", [1.6, 4.8])
def test_a_ball_turns_by_the_length_of_its_way(
    body: str, true: Any, start: float, end: float, high: float
) -> None:
    function, regions = Function.parse(f"J(w) = {body}"), layout(16 / 9)
    hill = Hill(regions, Window(-1.2, -0.2, 1.2, high - 0.2), DARK, function=function, start=start)
    hill.set(w=end)
    across, up = hill.area.width / 2.4, hill.area.height / high
    ends_of_way = sorted((start, end))
    # By the change of variable w = ±s³ what is infinitely steep at 0 is smooth.
    ways = 0.0
    for side in (-1, 1):
        ends = np.sort([np.cbrt(max(0.0, side * w)) for w in ends_of_way])
        ws = side * np.linspace(*ends, 40_001) ** 3
        ways += float(np.hypot(np.diff(ws) * across, np.diff(true(ws)) * up).sum())
    turned = hill._angle(end, start) * -np.sign(end - start) * 36 * 8 / 1080
    assert turned == pytest.approx(ways, rel=1e-3)


@pytest.mark.parametrize("step", [0.002, 0.006, 0.02, 0.5])
def test_a_ball_falls_down_a_jump_however_low_without_turning(step: float) -> None:
    function, regions = Function.parse(f"J(w) = {step}*floor(w)"), layout(16 / 9)
    hill = Hill(regions, Window(-4, -1, 4, 1), DARK, function=function, start=-3.5)
    hill.set(w=3.2)
    turned = -hill._angle(3.2, -3.5) * 36 * 8 / 1080
    assert turned == pytest.approx(6.7 * hill.area.width / 8, abs=0.02)


def test_a_step_across_a_gap_is_refused() -> None:
    with pytest.raises(LessonError, match="leads across no gap in the domain"):
        DescentScene.prepare({"function": "J(w) = 1/w", "start": -1, "learning_rate": 3})


@pytest.mark.parametrize(
    ("text", "start", "rate", "end"),
    [("tanh(w)", "1000", "0.1", 1000), ("w", "sin(1)**2 + cos(1)**2", "1", 0)],
)
def test_places_that_only_digits_tell_apart_are_no_mistake(
    text: str, start: str, rate: str, end: float
) -> None:
    given = {"function": f"J(w) = {text}", "start": start, "learning_rate": rate, "steps": 1}
    *_, facts = DescentScene.prepare(given)
    assert facts.descent.iterates[-1].w.number == pytest.approx(end)


def test_many_steps_do_not_take_minutes() -> None:
    assert tell(DescentScene, steps=150, learning_rate="0.01").now < 120


def test_no_law_is_told_where_there_is_none() -> None:
    told = tell(LearningRatesScene, function="J(w) = w", learning_rates="0.1, 1")
    assert "same fate" in told.beats[-1].text
    assert not any("multiplies" in beat.text for beat in told.beats)


def test_the_panels_of_one_hill_start_with_one_window() -> None:
    windows: set[Any] = set()
    places: list[Any] = []

    def watch(told: Any) -> None:
        if told.current_beat == 0:
            windows.update(panel.window for panel in told.panels)
            places[:] = [measured(panel, panel.touch()[None])[0] for panel in told.panels]

    tell(LearningRatesScene, watch, function="J(w) = cos(w)", start=1, learning_rates="0.1, 2")
    assert len(windows) == 1
    assert np.array(places) == pytest.approx(np.array([[1, np.cos(1)]] * 2))


@pytest.mark.parametrize(
    ("function", "step", "uphill"),
    # Six long it has no room uphill, so it turns downhill at once.
    [("J(w) = w**2/12", 0.05, {(3, 3.5)}), ("J(w) = w**2", 0.6, set())],
)
def test_the_slope_comes_to_lie_downhill_in_sight_before_it_is_squeezed(
    function: str, step: float, uphill: set[tuple[float, float]]
) -> None:
    spans: dict[float, set[tuple[float, float]]] = {}

    def watch(told: Any) -> None:
        land = told.land
        if told.current_beat == 2 and land["laid"] in (1, 2) and land.bar in told.mobjects:
            xs = measured(land, land.bar[1].points)[:, 0]
            span = round(float(xs.min()), 3), round(float(xs.max()), 3)
            spans.setdefault(land["laid"], set()).add(span)

    tell(DescentScene, watch, function=function, steps=2)
    assert spans.get(1, set()) == uphill
    long, short = (round(3 - size, 3) for size in (10 * step, step))
    assert {(long, 3), (short, 3)} <= spans[2], "downhill, then a tenth of that"


def test_while_the_ball_cannot_see_ahead_only_the_ground_under_it_is_there() -> None:
    has_hill: list[bool] = []
    ground: list[np.ndarray] = []

    def watch(told: Any) -> None:
        if told.current_beat == 0:
            has_hill.append(told.land.line in told.mobjects)
            ground.append(measured(told.land, told.land.underfoot().points))

    told: Any = tell(DescentScene, watch)
    first = told.beats[0]
    assert first.kind == "question"
    assert first.end - first.start <= 6.2
    assert not has_hill[0]
    assert has_hill[-1]
    w, height = ground[0].T
    assert height == pytest.approx(w**2, abs=0.02)
    assert w.min() < 3 < w.max()
    assert np.ptp(w) < 1


@pytest.mark.parametrize(("rate", "power"), [(0.1, 0), (0.005, 1), (0.0001, 3)])
def test_a_step_too_short_to_be_seen_is_dived_to(rate: float, power: int) -> None:
    widths: dict[int, float] = {}
    arrows: dict[int, float] = {}

    def watch(scene: Any) -> None:
        beat = scene.current_beat
        widths[beat] = scene.land.window.width
        arrow = scene.stage.walk.arrows[0]
        if beat == 3 and len(arrow.points):
            arrows[beat] = float(np.ptp(arrow.points[:, 0]))

    tell(DescentScene, watch, learning_rate=rate)
    assert widths[0] / widths[3] == pytest.approx(10**power)
    assert arrows[3] > 0.1, "Manim units"
    assert widths[9] == pytest.approx(widths[0]), "the other start is told on the whole hill"


def test_a_step_is_written_in_as_many_digits_as_its_factors_give() -> None:
    """Five decimals leave 0.00306 of 3/980, and 600 times that is 1.836, not 1.83673."""
    given = {"function": "J(a) = a**5/5 - a**3/3", "start": "5", "learning_rate": "3/980"}
    assert findings(DescentScene, **given, places="5") == []
