"""Worlds, dives, rods and bars are where numbers worked out here have them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import log10
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import Animation, ManimColor

from calculus.function import Function
from scenes.look.text import Text
from scenes.look.theme import DARK, LIGHT, Role
from scenes.picture.bars import Squeeze
from scenes.picture.diving import Chips, dive, surface
from scenes.picture.grid import finest, multiples, step
from scenes.picture.layout import layout
from scenes.picture.lens import Lens
from scenes.picture.meaning import Grid, claim_of
from scenes.picture.rods import Rods
from scenes.picture.ticks import edge_label
from scenes.picture.window import Window
from scenes.picture.world import World
from scenes.words import terms

SQUARE = Function.parse("f(a) = a**2")
REGIONS = layout()
SHAPE = REGIONS.action(card=True)


def around(zoom: float = 1.0) -> Window:
    """A window with the point (2, 4) at a fixed place, a unit as long upwards as across."""
    return Window.around(2, 4, SHAPE.width / zoom, SHAPE.height / zoom, at=(0.3, 0.2))


def world(window: Window | None = None, **state: Any) -> World:
    return World(REGIONS, window or around(), DARK, card=True, state=state)


def on_axes(plot: World, points: np.ndarray) -> np.ndarray:
    """Axis coordinates of points in the frame: the action box is the window."""
    box, window = plot.state["area"], plot.state["window"]
    across = (points[..., 0] - box.left) / (box.right - box.left)
    up = (points[..., 1] - box.bottom) / (box.top - box.bottom)
    return np.stack([window.left + across * window.width, window.bottom + up * window.height], -1)


def frames(animation: Animation, count: int = 60) -> Any:
    """Go through an animation; give the share of the time at each frame."""
    animation._setup_scene(object())
    animation.begin()
    for i in range(count + 1):
        animation.interpolate(i / count)
        yield i / count


@pytest.mark.parametrize("aspect", [16 / 9, 9 / 16, 1.0, 4 / 3])
def test_action_and_card_share_the_frame(aspect: float) -> None:
    regions = layout(aspect)
    alone, beside, card = regions.action(), regions.action(card=True), regions.card
    assert beside.width * beside.height < alone.width * alone.height
    assert beside.right < card.left or beside.bottom > card.top
    for box in (alone, card):
        assert box.left >= regions.safe.left - 1e-9
        assert box.right <= regions.safe.right + 1e-9
        assert box.bottom >= regions.frame.bottom + 0.14 * regions.frame.height - 1e-9


@pytest.mark.parametrize("zoom", [1, 37, 1e4])
def test_a_world_goes_on_to_the_edges_of_the_frame(zoom: float) -> None:
    plot = world(around(zoom))
    curve, line = plot.curve(SQUARE), plot.straight(lambda _: (2.0, 4.0, 4.0), Role.SLOPE)
    at = on_axes(plot, curve.points)
    assert np.abs(at[::4, 1] - at[::4, 0] ** 2).max() < 0.005 / zoom
    straight = on_axes(plot, line.points)
    assert np.abs(straight[:, 1] - 4 - 4 * (straight[:, 0] - 2)).max() < 1e-9
    for part in (curve, line):
        assert part.points[:, 1].max() == pytest.approx(4.0)  # the frame is 8 units high
    if zoom > 1:
        assert curve.points[:, 1].min() == pytest.approx(-4.0)


@pytest.mark.parametrize("aspect", [16 / 9, 9 / 16])
@pytest.mark.parametrize("body", ["a**2", "-a**2", "a", "sin(3*a)", "2 + 0*a", "-3*a"])
def test_lines_end_at_the_near_edge_of_a_card(aspect: float, body: str) -> None:
    regions, function = layout(aspect), Function.parse(f"f(a) = {body}")
    plot = World(regions, Window(-4, -4, 4, 4), DARK, card=True)
    through = 0.5, function.sample_at(0.5), float(function.derivative.sample_at(0.5))
    lines = plot.curve(function), plot.straight(lambda _: through, Role.SLOPE)
    before = [line.points.copy() for line in lines]
    card = regions.card
    covering = [1.0 * share for share in frames(plot.cover(card), 10)]
    assert covering[-1] == 1
    for line, whole in zip(lines, before, strict=True):
        x, y = line.points[:, :2].T
        right, above = x > card.left + 1e-6, y > card.bottom + 1e-6
        assert not (right & above if aspect > 1 else y < card.top - 1e-6).any()
        clear = whole[:, 0] < card.left if aspect > 1 else whole[:, 1] > card.top
        assert len(line.points) >= clear.sum()  # nothing else has gone
        if aspect > 1:  # and what has gone under it does not come out again
            ends = np.flatnonzero((np.abs(x - card.left) < 1e-6) & above)
            assert all(end >= len(x) - 1 for end in ends)
    for _ in frames(plot.uncover(), 10):
        pass
    for line, whole in zip(lines, before, strict=True):
        assert line.points == pytest.approx(whole)


@given(st.floats(-6, 6), st.floats(-1e3, 1e3))
def test_a_grid_has_lines_of_every_scale_and_not_too_many(power: float, middle: float) -> None:
    unit, height = 10**power, 8 / 10**power
    level = finest(unit, 0.4)
    low, high = middle - height / 2, middle + height / 2
    lines = [float(value) for value in multiples(level, low, high)]
    assert 0.4 <= float(step(level)) * unit < 2.0 + 1e-9
    assert 3 <= len(lines) <= 21
    coarser = {float(value) for value in multiples(level + 1, low, high)}
    own = {float(value) for value in multiples(level, low, high, alone=True)}
    assert coarser | own == set(lines)
    assert not coarser & own


def lines_of(plot: World) -> dict[tuple[str, float], str]:
    """The colours of the lines of a grid, by axis and value."""
    return {
        (claim.axis, value): part.get_stroke_color().to_hex()
        for part in plot.axes.get_family()
        if isinstance(claim := claim_of(part), Grid)
        for value in claim.values()
    }


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_lines_of_a_grid_are_where_they_say_and_come_out_of_nothing(theme: Any) -> None:
    plot = World(REGIONS, around(), theme, card=True)
    crossed: set[tuple[str, float]] = set()
    before = lines_of(plot)
    for zoom in np.geomspace(1, 10, 200)[1:]:
        plot.set(window=around(float(zoom)))
        for part in plot.axes.get_family():
            if isinstance(claim := claim_of(part), Grid) and len(part.points):
                at = on_axes(plot, part.points[::4])[:, int(claim.axis == "up")]
                assert np.abs(at - claim.values()).max() < 1e-9
        now = lines_of(plot)
        assert len(now) <= 70
        for line in now.keys() ^ before.keys():
            (axis, value), colour = line, (now | before)[line]
            seen = plot.seen.window
            low, high = (seen.left, seen.right) if axis == "across" else (seen.bottom, seen.top)
            if low + 0.05 * (high - low) < value < high - 0.05 * (high - low):  # within the frame
                assert distance(colour, theme.background) < 8
        crossed |= before.keys() - now.keys()
        before = now
    assert len(crossed) >= 6


def distance(one: str, other: str) -> int:
    channels = [[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in (one, other)]
    return max(abs(a - b) for a, b in zip(*channels, strict=True))


def test_numbers_at_the_edges_yield_to_labels() -> None:
    plot = world()
    parts = [part for part in plot.axes.submobjects if part.get_stroke_width(True) > 0]
    before = sum(len(part.points) for part in parts)
    plot.yield_to(plot.curve(SQUARE))  # its box covers nearly all of them
    assert sum(len(part.points) for part in parts) < before
    plot.yield_to()
    assert sum(len(part.points) for part in parts) == before


def test_numbers_come_back_when_nothing_is_in_their_way_any_more() -> None:
    plot = World(REGIONS, around(), DARK, names=("$x$", "$y$"))
    parts = [part for part in plot.axes.submobjects if part.get_stroke_width(True) > 0]
    before = [part.points.copy() for part in parts]
    plot.set(taken=(replace(plot.frame, right=plot.area.left + 1.5),))  # the name moves as well
    assert not all(len(part.points) for part in parts)
    plot.set(taken=())
    for part, points in zip(parts, before, strict=True):
        assert np.array_equal(part.points, points)


@pytest.mark.parametrize("zoom", [1.0, 3.0, 40.0])
def test_the_names_of_axes_stand_at_their_ends_clear_of_numbers_and_labels(zoom: float) -> None:
    plot = World(REGIONS, around(zoom), DARK, names=("$a$", "$f(a)$"), card=True)
    across, up = plot.names["across"], plot.names["up"]
    assert across.end == pytest.approx(SHAPE.right)
    assert across.baseline == pytest.approx(SHAPE.bottom)
    assert up.start == pytest.approx(SHAPE.left)
    assert up.get_top()[1] == pytest.approx(SHAPE.top)
    numbers = [
        part
        for part in plot.axes.submobjects
        if part not in (across, up) and part.get_stroke_width(True) > 0 and len(part.points)
    ]
    assert numbers
    for name in (across, up):
        label = np.abs(np.vstack([part.points for part in numbers])[:, :2] - name.get_center()[:2])
        half = name.width / 2, name.height / 2
        assert (label > half).any(axis=1).all()
        there = Text("here").move_to(name)
        plot.yield_to(there)
        apart = np.abs(name.get_center() - there.get_center())[:2]
        room = (name.width + there.width) / 2, (name.height + there.height) / 2
        assert (apart > room).any()
        plot.yield_to()
    assert up.get_top()[1] == pytest.approx(SHAPE.top)


@pytest.mark.parametrize(
    ("higher", "text"),
    [
        (1, None),
        (1.04, None),
        (5, "÷ 5"),
        (4.9, "÷ 4.9"),
        (2.44, "÷ ≈ 2.4"),
        (0.01, "× 100"),
    ],
)
def test_a_world_says_by_what_heights_are_divided_where_units_are_not_as_long_upwards(
    higher: float, text: str | None
) -> None:
    window = Window.around(2, 4, SHAPE.width, SHAPE.height * higher)
    plot = World(REGIONS, window, DARK, names=("$a$", "$f(a)$"), card=True)
    (row,) = (part for part in plot.axes.submobjects if plot.names["up"] in part.submobjects)
    plate, name, scale = row
    points = edge_label(f"$arrow.t.b$ {text}", DARK)[0] if text else np.empty((0, 3))
    assert len(scale.points) == len(points)
    last = scale if text else name
    if text:
        assert np.ptp(scale.points, axis=0) == pytest.approx(np.ptp(points, axis=0))
        assert scale.get_top()[1] < name.get_bottom()[1]
    assert plate.get_left()[0] < name.get_left()[0]
    assert plate.get_right()[0] > max(name.get_right()[0], last.get_right()[0])
    assert plate.get_bottom()[1] < last.get_bottom()[1]


@pytest.mark.parametrize(("body", "seen"), [("a**2", "f(a) = a^2"), (" + ".join("a" * 30), "f(a)")])
def test_an_axis_has_the_longest_of_its_names_that_has_room(body: str, seen: str) -> None:
    names = terms.on_axes(Function.parse(f"f(a) = {body}"))
    plot = World(REGIONS, around(), DARK, names=names, card=True)
    assert plot.names["up"].source == f"$display({seen})$"
    assert plot.names["up"].width < SHAPE.width / 2


def test_a_gliding_world_keeps_its_scale_and_its_middle() -> None:
    plot = world()
    scale, middle = (plot.seen.across, plot.seen.up), plot.window.middle
    for _ in frames(plot.glide(REGIONS.action())):
        assert (plot.seen.across, plot.seen.up) == pytest.approx(scale)
    assert plot.window.middle == pytest.approx(middle)
    assert plot.area == REGIONS.action()


def test_a_dive_is_a_similarity_at_constant_speed_and_surfacing_is_its_mirror() -> None:
    plot = world()
    place, line = plot.point(2, 4), plot.straight(lambda _: (2.0, 4.0, 4.0), Role.SLOPE)
    still, curve = line.points.copy(), plot.curve(SQUARE)
    way = [around(10), around(100), around(1000)]
    sizes = []
    for _ in frames(dive(plot, *way), 137):
        sizes.append(log10(plot.window.width))
        assert plot.ratio == pytest.approx(1)
        assert np.abs(plot.point(2, 4) - place).max() < 1e-6
        assert np.abs(line.points - still).max() < 1e-6
    moves = np.array([a - b for a, b in pairwise(sizes)])
    flying = moves[np.flatnonzero(moves)[0] + 1 :]  # after the frame has opened
    assert flying.min() == pytest.approx(flying.max(), rel=1e-6)
    assert flying.sum() == pytest.approx(3, abs=0.1)
    assert plot.window.width == pytest.approx(around(1000).width)
    assert plot.state["nest"].drawn == 4
    bends = []
    for _ in frames(surface(plot, around()), 90):
        assert np.abs(line.points - still).max() < 1e-6  # the line stands still ...
        at = on_axes(plot, curve.points[::4])
        bends.append(np.abs(at[:, 1] - 4 - 4 * (at[:, 0] - 2)).max() * plot.seen.up)
    assert bends[0] < 0.05 < 1 < bends[-1]  # ... and the curve bends away from it
    assert plot.window == around()


def test_a_frame_is_what_the_screen_will_show_and_one_is_left_for_each_power() -> None:
    plot = world()
    for _ in frames(dive(plot, around(10), around(100))):
        pass
    plot.set(window=around())
    outlines = next(
        part
        for part in plot.axes.submobjects
        if part.get_stroke_color() == ManimColor(DARK[Role.TEXT])
    ).points.reshape(2, -1, 3)
    for points, zoom in zip(outlines, (10, 100), strict=True):
        at = on_axes(plot, points)
        plot.set(window=around(zoom))
        corners = on_axes(plot, np.array([[-64 / 9, -4, 0], [64 / 9, 4, 0]]))  # of the screen
        plot.set(window=around())
        assert np.abs([at.min(axis=0), at.max(axis=0)] - corners).max() < 1e-6


def test_the_chip_for_now_is_lit_and_the_ground_reaches_from_the_curve_to_the_edge() -> None:
    plot = world()
    chips = Chips(plot, around(), [Text(f"× {10**k}") for k in range(3)], REGIONS.chip)
    for zoom, lit in ((1, 0), (10, 1), (100, 2)):
        plot.set(window=around(zoom))
        fills = [chip.fill_color.to_hex() for chip in chips.submobjects[::2]][::-1]
        assert [fill == DARK[Role.TEXT] for fill in fills] == [k == lit for k in range(3)]
    some = Chips(plot, around(), {0: Text("× 1"), 3: Text("× 1000")}, REGIONS.chip)
    assert len(some) == 4
    plot.set(window=around(1000))
    assert some[0].fill_color.to_hex() == DARK[Role.TEXT] != some[2].fill_color.to_hex()
    plot.set(window=around())
    ground = plot.ground(SQUARE).points
    assert ground[:, 1].min() == pytest.approx(-4)
    at = on_axes(plot, ground[::4])
    assert (at[:, 1] <= np.maximum(at[:, 0] ** 2, at[:, 1].min()) + 1e-9).all()


CASES = [
    ("a**2", 2.0, 0.1, 4.1, 5), ("3*a", 2.0, 0.1, 3.0, 3), ("-a**2", 2.0, 0.1, -4.1, 5),
    ("a**2", 2.0, -0.1, 3.9, 4), ("a**2", -2.0, 0.1, -3.9, 4), ("ln(a)", 2.0, 0.1, 0.487902, 1),
    ("a**5", 3.0, 0.1, 432.9151, 1), ("a/1000", 2.0, 0.1, 0.001, 1),
    ("1/a", 2.0, 0.1, -0.238095, 1),
]  # fmt: skip


@pytest.mark.parametrize(("body", "x", "h", "quotient", "count"), CASES)
def test_rods_and_what_is_left_over_make_up_the_height(
    body: str, x: float, h: float, quotient: float, count: int
) -> None:
    function = Function.parse(f"f(a) = {body}")
    y, rise = function.sample_at(x), quotient * h
    window = Window.around(x, y, 10 * abs(h), max(4 * abs(rise), 1e-6))
    plot = world(window, x=x, h=h, stacked=0.0)
    rods = Rods(plot, function)
    assert rods.quotient == pytest.approx(quotient, rel=1e-5)
    reached = [plot.state["stacked"] for _ in frames(rods.stack(), 50)]
    assert all(abs(a) <= abs(b) + 1e-9 for a, b in pairwise(reached))
    ends = np.sort(on_axes(plot, rods.submobjects[1].points.reshape(-1, 16, 3))[..., 1], axis=1)
    assert len(ends) == count
    lengths = ends[:, -1] - ends[:, 0]
    assert lengths.sum() == pytest.approx(abs(rise), rel=1e-5)
    if 1 <= abs(quotient) <= 12:
        whole = lengths if abs(quotient) % 1 == 0 else np.sort(lengths)[1:]
        assert whole == pytest.approx([abs(h)] * len(whole))
    top = y + rise
    assert min(abs(ends[:, 0].min() - top), abs(ends[:, -1].max() - top)) < 1e-5 * abs(rise)


@pytest.mark.parametrize(
    ("body", "last", "one"),
    [("4.1*a", 4, 0), ("5.999*a", 6, 0), ("6*a", 6, 0), ("0.5*a", 0, 1), ("-0.3*a", 0, 1)],
)
def test_rods_are_numbered_up_to_the_last_that_is_as_good_as_whole(
    body: str, last: int, one: int
) -> None:
    plot = world(Window(-1, -1, 3, 1) if one else Window(-1, -1, 6, 7), x=0.0, h=1.0, stacked=0.0)
    rods = Rods(plot, Function.parse(f"f(a) = {body}"))
    plot.set(stacked=rods.quotient)
    *_, numbers, whole, _ = rods.submobjects
    assert bool(len(whole.points)) == one
    assert bool(len(numbers.points)) == (last > 0)
    if last:
        heights = on_axes(plot, numbers.points)[:, 1]
        assert 0 < heights.min() < 1
        assert last - 1 < heights.max() < last
    if one:
        end, middle = on_axes(plot, whole.points)[:, 1], np.sign(rods.quotient)
        assert ((abs(rods.quotient) < middle * end) & (middle * end < 1)).all()


def test_a_rod_turns_about_the_corner_and_shrinks_to_the_scale_upwards() -> None:
    plot = world(Window(1, 0, 5, 40), x=2.0, h=0.5, stacked=0.0)
    rods = Rods(plot, SQUARE)
    lengths = []
    for stacked in (1e-9, 0.5, 1.0):
        plot.set(stacked=stacked)
        a, b, c, d = rods.submobjects[1].points[::4]
        lengths.append(float(np.linalg.norm((a + b - c - d) / 2)))
    assert lengths[0] == pytest.approx(0.5 * plot.seen.across, rel=1e-3)
    assert lengths[2] == pytest.approx(0.5 * plot.seen.up)
    assert lengths[1] == pytest.approx((lengths[0] + lengths[2]) / 2, rel=1e-3)


def test_a_bar_is_squeezed_about_its_foot() -> None:
    plot = world(factor=1.0)
    bar = Squeeze(plot, lambda _: (1.0, 3.0, 4.0, 3.0), Role.SLOPE)
    for _ in frames(bar.to(-0.1)):
        xs = on_axes(plot, bar.submobjects[1].points)[:, 0]
        if len(xs):
            assert min(abs(xs.min() - 1), abs(xs.max() - 1)) < 1e-9
    assert (xs.min(), xs.max()) == pytest.approx((0.7, 1.0))


@pytest.mark.parametrize("nudge", [1.0, 0.1, 0.001])
def test_in_a_lens_the_moved_point_keeps_its_place_across_and_reads_the_quotient(
    nudge: float,
) -> None:
    plot = world(x=3.0, h=nudge)
    lens = Lens(plot, SQUARE, REGIONS.card, (-0.5, -1.0, 2.0, 9.0))
    dot = lens.dot(lambda _: (3 + nudge, (3 + nudge) ** 2), Role.OUTPUT)
    x, y, _ = dot.get_center()
    box = REGIONS.card
    assert (x - box.left) / box.width == pytest.approx(1.5 / 2.5, abs=1e-9)
    read = (y - box.bottom) / box.height * 10 - 1
    assert read == pytest.approx(6 + nudge, abs=1e-6)
