"""What the nudge story draws beside the curve, measured: fractions, triangles, a square."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from calculus.errors import LessonError
from scenes.look.shape import Shape
from scenes.look.text import Text
from scenes.nudge import NudgeScene
from scenes.nudge.guests import Guest
from scenes.picture.layout import FRAME_SIDE
from scenes.picture.placing import box_of
from tests.scenes.telling import measured, tell

QUOTIENTS = [
    ("f(a) = a**2", {0.1: 4.1, 0.01: 4.01, 0.001: 4.001}, 4),
    ("f(a) = ln(a)", {0.1: 0.4879, 0.01: 0.4988, 0.001: 0.4999}, 0.5),
    ("f(a) = -a**2", {0.1: -4.1, 0.01: -4.01, 0.001: -4.001}, -4),
]


@pytest.mark.parametrize(("text", "quotients", "slope"), QUOTIENTS)
def test_the_card_divides_height_by_base_and_its_number_becomes_the_slope(
    text: str, quotients: dict[float, float], slope: float
) -> None:
    seen: dict[float, tuple[float, float, float]] = {}
    large: list[float] = []

    def watch(told: Any) -> None:
        worked = getattr(told, "worked", None)
        if worked is None or worked.number not in told.mobjects:
            return
        (number,) = worked.number.numbers
        large.append(worked.number.font_size)
        if worked.sum in told.mobjects and told.stage.plot["stacked"]:
            rise, nudge = worked.sum.numbers
            seen[nudge.number] = float(rise.digits), float(nudge.digits), float(number.digits)
        told.last = float(number.digits)

    told: Any = tell(NudgeScene, watch, function=text, points="2")
    assert {nudge: number for nudge, (_, _, number) in seen.items()} == quotients
    for rise, nudge, number in seen.values():
        assert rise / nudge == pytest.approx(number, abs=1e-4)
    assert told.last == slope
    assert min(large) >= 2 * told.theme.body


def test_points_are_compared_by_the_nudge_that_was_chosen() -> None:
    told: Any = tell(
        NudgeScene, function="f(a) = 3*a", nudges="0.1, 0.001, 0.00001", zoomed="0.001"
    )
    said = [beat.text for beat in told.beats]
    assert "Nudge by still less, 0.00001, and f comes to 6.00003." in said
    assert "Nudge by 0.001 again: the quotient is 3." in said
    rule = "^zoomed: is one of the nudges, or 0 for the smallest; got '1'. Try: 0.001"
    with pytest.raises(LessonError, match=rule):
        tell(NudgeScene, zoomed="1")


@pytest.mark.parametrize(
    ("text", "points", "quotients"),
    [
        ("f(a) = a**2", "2, 5", [4.001]),
        ("f(a) = 3*a", "2, 5", [3]),
        ("f(a) = 4*a", "1, 2, 3", [4, 4]),
    ],
)
def test_triangles_side_by_side_are_large_and_have_their_rods(
    text: str, points: str, quotients: list[float]
) -> None:
    found: list[Any] = []

    def watch(told: Any) -> None:
        plot = told.stage.plot
        guests = [one for one in told.mobjects if isinstance(one, Guest)]
        if plot["slid"] == 1 and "Side by side" in told._chapter and guests and not found:
            corners = np.array(told.stage.triangle.corners())
            base, height = np.ptp(corners[:, 0]), np.ptp(corners[:, 1])
            assert max(base, height) >= 0.45 * FRAME_SIDE
            for guest in guests:
                edge, rods = guest.submobjects[1], guest.submobjects[2].submobjects[1]
                across, up = np.ptp(measured(plot, edge.points), axis=0)
                rod = np.ptp(measured(plot, rods.points)[:, 1])
                found.append((up / across, rod / across))

    tell(NudgeScene, watch, function=text, points=points)
    assert [steep for steep, _ in found] == pytest.approx(quotients, rel=1e-6)
    assert [rods for _, rods in found] == pytest.approx(quotients, rel=1e-6)


@pytest.mark.parametrize("text", ["f(a) = a**2", "f(a) = 3*a"])
def test_triangles_are_seen_apart_and_then_with_their_points(text: str) -> None:
    apart: list[bool] = []
    ends: dict[str, float] = {}

    def watch(told: Any) -> None:
        plot = told.stage.plot
        for guest in told.mobjects:
            if isinstance(guest, Guest) and "Side by side" in told._chapter:
                box = box_of(guest.submobjects[1])
                host = box_of(told.stage.triangle.area)
                apart.append(plot.area.left < box.left and box.right < host.left)
                texts = (one for one in told.mobjects if isinstance(one, Text))
                ends.update({one.source: one.get_y() for one in texts})

    tell(NudgeScene, watch, function=text, points="2, 5")
    assert any(apart)
    named = {at: [y for source, y in ends.items() if f"= {at}" in source] for at in (2, 5)}
    assert named[2]
    assert named[5]
    if text.endswith("a**2"):
        assert max(named[5]) > max(named[2]) + 1, "beside the end of the higher one"


def test_larger_nudges_have_triangles_as_steep_as_their_quotients() -> None:
    found: set[float] = set()

    def watch(told: Any) -> None:
        if told._chapter != "Side by side" and told.stage.plot["slid"] == 1:
            for guest in told.mobjects:
                if isinstance(guest, Guest):
                    outline = measured(told.stage.plot, guest.submobjects[1].points)
                    across, up = np.ptp(outline, axis=0)
                    found.add(round(up / across, 6))

    tell(NudgeScene, watch, function="f(a) = a**3", points="2")
    assert found == {12.61, 12.0601}


def test_a_square_gains_two_strips_and_a_corner() -> None:
    areas: dict[str, float] = {}

    def watch(told: Any) -> None:
        for part in told.get_mobject_family_members():
            if type(part) is not Shape or part.z_index != 7 or len(part.points) != 16:
                continue
            width, height = np.ptp(part.points[:, 0]), np.ptp(part.points[:, 1])
            areas[f"{part.get_x():.3f} {part.get_y():.3f}"] = width * height

    told = tell(NudgeScene, watch, function="f(a) = a**2", points="2", nudges="0.5, 0.1")
    (said,) = [beat.text for beat in told.beats if "square" in beat.text]
    assert said == "Why? A square of side 2 gains two strips of 1 and a corner of 0.25."
    whole = max(areas.values())
    shares = sorted({round(area / whole * 4, 6) for area in areas.values()} - {4})
    assert shares[-2:] == [0.25, 1] or {0.25, 1, 4} <= {
        round(a / whole * 4, 6) for a in areas.values()
    }


@pytest.mark.parametrize(
    "given",
    [
        {"function": "f(a) = a**3"},
        {"function": "f(a) = a**2", "points": "-2"},
        {"function": "f(a) = a**2", "nudges": "-0.1"},
        {"function": "f(a) = a**2", "nudges": "0.001"},
    ],
)
def test_where_no_square_can_be_drawn_there_is_none(given: dict[str, str]) -> None:
    told = tell(NudgeScene, **{"points": "2", **given})
    assert not any("square" in beat.text for beat in told.beats)
