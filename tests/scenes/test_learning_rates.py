"""The line of learning rates, and the panels that grow out of it."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest

from engine.telling.configuration import configured
from scenes.learning_rates import LearningRatesScene
from scenes.look.theme import Role
from scenes.picture.placing import box_of
from tests.scenes.telling import measured, tell

MANY = "0.01, 0.1, 0.2, 0.3, 0.5, 0.9, 1, 1.1"


def told(**given: object) -> Any:
    return tell(LearningRatesScene, **given)


@pytest.mark.parametrize(
    ("function", "edge"), [("w**2", 1.0), ("(w - 1)**2/2", 2.0), ("3*w**2 + w", 1 / 3)]
)
def test_zones_end_where_a_step_only_changes_sides(function: str, edge: float) -> None:
    """The factor is 1 − cα with c = J'': its size is 1 where α = 2/c."""
    rates = [0.1 * edge, 0.5 * edge, 1.5 * edge]
    given = ", ".join(f"{rate:.9f}" for rate in rates)
    line = told(function=f"J(w) = {function}", start=4, learning_rates=given).stage.line
    inner, outer = (box_of(zone) for zone in line.zones)
    unit = np.diff(line.places)[0] / (rates[1] - rates[0])
    assert line.places[0] - inner.left == pytest.approx(rates[0] * unit)
    assert inner.width == pytest.approx(edge * unit, rel=1e-4)
    assert outer.left == pytest.approx(inner.right)
    assert outer.right > line.places[2]


def test_there_are_no_zones_where_no_algebra_tells_them() -> None:
    scene = told(function="J(w) = w**4", start=1, learning_rates="0.01, 0.1")
    assert scene.stage.law is None
    assert not any(len(zone.points) for zone in scene.stage.line.zones)
    assert not set(scene.stage.line.zones) & set(scene.get_mobject_family_members())


def test_a_panel_has_the_colour_of_its_fate_and_of_the_zone_that_its_rate_lies_in() -> None:
    scene = told(learning_rates="0.3, 0.6, 1, 1.5")
    edges = [panel.picture[-2].get_stroke_color().to_hex() for panel in scene.panels]
    known = [scene.theme[role] for role in (Role.OUTPUT, Role.TEXT, Role.NEUTRAL)]
    assert edges == [known[0], known[0], known[1], known[2]]


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (720, 720)])
@pytest.mark.parametrize("rates", [MANY, "0.1, 0.10001, 0.5", "1/3, 2/3, 100"])
def test_labels_of_the_line_have_room(size: tuple[int, int], rates: str) -> None:
    with configured({"pixel_width": size[0], "pixel_height": size[1]}):
        scene = told(learning_rates=rates, steps=1)
    line, safe = scene.stage.line, scene.regions.safe
    boxes = [box_of(text) for text in (*line.numbers, *line.words)]
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))
    assert all(safe.left - 0.01 <= box.left and box.right <= safe.right + 0.01 for box in boxes)
    assert min(box.bottom for box in boxes) >= safe.bottom - 0.01


def test_each_panel_fills_half_the_frame_while_it_is_talked_about() -> None:
    widest: dict[int, float] = {}

    def watch(scene: Any) -> None:
        beat = scene.current_beat or 0
        if 3 <= beat < 3 + len(scene.panels):
            panel = scene.panels[beat - 3]
            share = panel.frame.width / scene.regions.frame.width
            widest[beat - 3] = max(widest.get(beat - 3, 0.0), share)

    tell(LearningRatesScene, watch)
    assert len(widest) == 6
    assert min(widest.values()) > 0.5


def test_it_opens_on_the_hill_and_no_picture_goes_dark() -> None:
    dark: list[float] = []

    def watch(scene: Any) -> None:
        shown = scene.get_mobject_family_members()
        if not any(panel.line in shown for panel in scene.panels):
            dark.append(scene.now)

    tell(LearningRatesScene, watch)
    assert dark == []


def ends(rate: float) -> int:
    """Steps until the distance to 0, times 1 - 2α at each, is a hundredth of what it was."""
    left, steps = 1.0, 0
    while abs(left) > 0.01:
        left, steps = left * (1 - 2 * rate), steps + 1
    return steps


def test_a_ball_goes_on_until_its_fate_is_seen() -> None:
    seen: dict[int, set[tuple[float, float]]] = {}

    def watch(scene: Any) -> None:
        if scene.current_beat in (3, 6):
            panel = scene.panels[scene.current_beat - 3]
            seen.setdefault(scene.current_beat, set()).add((panel["t"], panel["w"]))

    scene: Any = tell(LearningRatesScene, watch)
    crawls, settles = scene.panels[0], scene.panels[3]
    assert (crawls.ends, settles.ends) == (ends(0.01), ends(0.9))
    for beat, rate in ((3, 0.01), (6, 0.9)):
        whole = {int(t): w for t, w in seen[beat] if t == int(t)}
        assert max(whole) == ends(rate)
        for k, w in whole.items():
            assert w == pytest.approx(3 * (1 - 2 * rate) ** k), "between steps it is on its way"


def test_there_are_as_many_bars_as_steps_and_each_is_as_long_as_the_distance() -> None:
    """A bar for the start, and one for each step; the law is w := (1 - 2α)w."""
    seen: dict[int, np.ndarray] = {}

    def watch(scene: Any) -> None:
        beat = scene.current_beat
        if beat in (3, 8) and hasattr(scene, "open"):
            *_, bars = scene.open.bars
            seen[beat] = bars.points

    scene: Any = tell(LearningRatesScene, watch)
    for beat, rate in ((3, 0.01), (8, 1.1)):
        corners = seen[beat].reshape(-1, 16, 3)  # four sides of four points
        ends = corners[:, :, 0]
        lengths = np.ptp(ends, axis=1)
        count = scene.panels[beat - 3].ends
        assert len(lengths) == count + 1
        assert lengths / lengths[0] == pytest.approx(abs(1 - 2 * rate) ** np.arange(count + 1))


def test_an_arrow_shows_where_a_ball_has_left() -> None:
    seen: list[tuple[bool, bool, np.ndarray, Any]] = []

    def watch(scene: Any) -> None:
        panel = scene.panels[-1]
        if scene.current_beat in (2, 8):
            points = panel.away.points
            seen.append((len(panel.ball[0].points) > 0, len(points) > 0, points, panel.frame))

    scene: Any = tell(LearningRatesScene, watch)
    assert not any(ball and arrow for ball, arrow, *_ in seen)
    gone = [(points, frame) for ball, arrow, points, frame in seen if arrow]
    assert len(gone) >= 3
    for points, frame in gone:
        assert frame.left <= points[:, 0].min()
        assert points[:, 0].max() <= frame.right
        assert frame.top - 0.2 < points[:, 1].max() <= frame.top, "it went on uphill"
    last = scene.beats[8].shown
    assert "w ≈ 12.9" in last, f"3 · 1.2⁸ is {3 * 1.2**8}: {last}"


def test_nothing_tells_of_a_step_that_has_passed_while_balls_go_on() -> None:
    """Wherever arrows are seen, one ends at the ball; a place is written only where the ball is."""
    rates = 0.01, 0.25, 0.5, 0.9, 1, 1.1
    arrows: set[tuple[int, int]] = set()

    def watch(scene: Any) -> None:
        for i, (rate, panel) in enumerate(zip(rates, scene.panels, strict=True)):
            k = panel["t"]
            drawn = [one for one in panel.walk.arrows if len(one.points)]
            if panel.walk.arrows in scene.mobjects and drawn and k == int(k) > 0:
                tips = [measured(panel, arrow.points)[:, 0] for arrow in drawn]
                place = 3 * (1 - 2 * rate) ** k
                assert min(abs(np.array([*map(min, tips), *map(max, tips)]) - place)) < 1e-6
                arrows.add((i, int(k)))
        if scene.current_beat == 10:
            shown = {one.text for part in scene.mobjects for one in getattr(part, "numbers", ())}
            assert scene.panels[0]["t"] == 1 or "2.94" not in shown

    tell(LearningRatesScene, watch)
    assert {(1, 8), (3, 8), (3, 21), (4, 16)} <= arrows
    assert max(k for i, k in arrows if i == 0) == 8, "of many steps more none is seen by itself"


def test_many_steps_across_the_bottom_are_seen_from_one_side() -> None:
    panel = told(learning_rates="0.1, 0.98").panels[1]
    total = panel.walk.total
    assert panel.ends >= ends(0.98)
    for k in range(total, panel.ends + 1, 2):
        assert panel.walk.at(k)[0] == pytest.approx(3 * (-0.96) ** k)
    ways = [panel.walk.at(total + i / 7)[0] for i in range(70)]
    assert min(ways) > 0


def test_a_ball_that_escapes_leaves_then_the_picture_surfaces_and_it_leaves_again() -> None:
    seen: list[tuple[float, float, bool]] = []

    def watch(scene: Any) -> None:
        panel = scene.panels[-1]
        if scene.current_beat == 8 and panel["frame"] == scene.stage.hero:
            is_there = len(panel.ball[0].points) > 0
            seen.append((panel["t"], panel.window.width, is_there))

    tell(LearningRatesScene, watch)
    narrow, wide = min(width for _, width, _ in seen), max(width for _, width, _ in seen)
    assert wide == pytest.approx(10 * narrow)
    gone = [t for t, width, is_there in seen if width == narrow and not is_there]
    assert gone, "it is out of sight before the picture follows"
    back = [t for t, width, is_there in seen if width == wide and is_there]
    assert back
    assert not seen[-1][2], "and leaves again"


@pytest.mark.parametrize("function", ["w**2", "w**4/4"])
def test_every_panel_says_its_learning_rate_in_the_end(function: str) -> None:
    scene = told(function=f"J(w) = {function}", start=1)
    shown = scene.get_mobject_family_members()
    for panel in scene.panels:
        box, label = panel.frame, panel.label
        assert label in shown
        assert box.left - 0.01 <= label.get_left()[0] < box.right
        assert 0 < label.baseline - box.top < 1


def test_each_fate_is_named_once_in_the_last_picture() -> None:
    scene = told(learning_rates=MANY, steps=2)
    shown = scene.get_mobject_family_members()
    named = [word.source for word in scene.stage.line.words if word in shown]
    assert len(named) == len(set(named)) == 6
    assert {word.source for word in scene.stage.line.words} == set(named)


def test_a_ball_that_crosses_the_bottom_overshoots_however_it_goes_on() -> None:
    """On w⁴ a step of 0.2 leads from 1.5 to -1.2 and on to 0.1824, and from there in one way."""
    scene = told(function="J(w) = w**4", start="1.5", learning_rates="0.01, 0.2")
    said = [beat.text for beat in scene.beats if beat.text.startswith("With")]
    assert said == [
        "With α = 0.01, the ball seems to glide down.",
        "With α = 0.2, the ball seems to overshoot, but settle.",
    ]


def test_a_factor_with_a_short_form_is_written_as_it_is() -> None:
    shown = " ".join(beat.shown for beat in told(learning_rates="1/3; 2/3; 100").beats)
    assert "(−1/3)" in shown
    assert "0.333 " not in shown


def test_where_one_step_leads_is_in_the_picture_while_it_is_told() -> None:
    """From 3 a step at α leads to 3 - 6α; at 100 that is nowhere near."""
    rates, seen = (0.25, 0.9, 1.1, 100), {}

    def watch(scene: Any) -> None:
        if scene.current_beat == 7 and all(panel["t"] == 1 for panel in scene.panels):
            for rate, panel in zip(rates, scene.panels, strict=True):
                body = panel.ball[0].points
                seen[rate] = measured(panel, body)[:, 0] if len(body) else None

    tell(LearningRatesScene, watch, learning_rates="0.25, 0.9, 1.1, 100")
    assert seen.pop(100) is None
    for rate, xs in seen.items():
        assert xs.min() - 0.5 < 3 - 6 * rate < xs.max() + 0.5, "it lies beside the curve"


def test_many_steps_go_faster_and_faster_for_a_good_part_of_their_sentence() -> None:
    """At 0.01 the first eight are worked out one by one, and there are 220 more."""
    came: dict[float, float] = {}

    def watch(scene: Any) -> None:
        if scene.current_beat == 3:
            came.setdefault(scene.panels[0]["t"], scene.now)

    scene: Any = tell(LearningRatesScene, watch)
    assert came[228] - came[8] > 2
    panel, places = scene.panels[0], []
    panel.set(t=8.0)
    run = panel.to(228, 2.0).set_rate_func(lambda share: share**2)
    run.begin()
    for share in (0.1, 0.5, 1.0):
        run.interpolate(share)
        places.append(panel["t"])
    assert places == pytest.approx([8 + 220 * 0.01, 8 + 220 * 0.25, 228])
