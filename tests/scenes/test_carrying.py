"""Numbers that move: what is seen on the way, where it ends, and what goes on record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy as sp
from manim import LaggedStart, Mobject, Rectangle

from calculus.errors import LessonError
from calculus.grammar import parse_expression
from calculus.quantity import evaluated
from calculus.shown import shown
from engine.telling.configuration import configured
from engine.telling.scene import BlindRenderer
from scenes.base import LessonScene
from scenes.look.text import NumberText, Text
from scenes.look.theme import Role
from scenes.picture.carrying import Carry, Merge, Unfold
from scenes.picture.motion import appear, shade
from scenes.picture.rolling import Count, Roll
from scenes.picture.shapes import letters
from scenes.picture.wheels import wheels
from tests.checks.looking import findings
from tests.engine.drawing import test_identity as identity
from tests.scenes.telling import tell

ALPHAS = 0.0, 0.05, 0.3, 0.5, 0.77, 0.99, 1.0


class Stage(LessonScene):
    """A rise in a formula, a slope, a formula with a term, and a rod."""

    def build(self) -> None:
        rise, slope = shown("0.41"), shown("4.1")
        self.rise = self.formula("Delta f = {r}", 48, Role.OUTPUT, r=rise).place(-4, 2)
        self.cell = self.formula("{r}", 32, Role.OUTPUT, r=rise).place(3, 1)
        self.told = self.formula("x = {r}", 32, Role.TEXT, r=rise).place(3, -1)
        self.slope = NumberText(slope, 90, Role.SLOPE, self.theme).place(-2, -2)
        self.less = self.formula("Delta f = {r}", 48, Role.OUTPUT, r=shown("0.0401"))
        self.less.place(self.rise.start, self.rise.baseline, anchor=-1)
        self.product = self.formula("a + cvalue(b c)", 48).place(0, 3)
        self.node = self.formula("u = cvalue(b c)", 40).place(4, 2)
        self.rod = Rectangle(width=0.4, height=2, fill_opacity=1, stroke_width=0).shift((-5, -1, 0))
        self.rod.numbers = (slope,)
        self.large = NumberText(slope, 60, Role.TEXT, self.theme).place(4, -2)
        self.add(self.rise, self.slope, self.product, self.rod)


MOTIONS: dict[str, Callable[[Any], Any]] = {
    "carry": lambda s: Carry(s.rise, s.cell),
    "carry into a formula": lambda s: Carry(s.rise, s.told),
    "carry that leaves": lambda s: Carry(s.rise, s.cell, dims=0),
    "carry from a figure": lambda s: Carry(s.rod, s.large),
    "merge": lambda s: Merge(s.rise, s.slope, into=s.large),
    "unfold": lambda s: Unfold(s.product.part(Role.VALUE), into=s.node),
    "unfold that leaves": lambda s: Unfold(s.slope, into=s.large, dims=0),
    "roll": lambda s: Roll(s.slope, shown("14.0001")),
    "roll beside a 7": lambda s: Roll(s.slope, shown("7.71")),
    "roll to what is rounded": lambda s: Roll(s.slope, shown("ln(2)")),
    "roll of texts": lambda s: Roll(s.rise, s.less),
    "count": lambda s: Count(s.slope, [shown("5.1"), shown("6.1"), shown("10.1")]),
    "count that comes": lambda s: Count(s.large, range(1, 4)),
    "odometer": lambda s: Count(s.slope, range(5, 121)),
}
motions = pytest.mark.parametrize("motion", MOTIONS.values(), ids=MOTIONS)


@pytest.fixture
def stage() -> Any:
    with configured({"dry_run": True, "progress_bar": "none", "pixel_width": 320,
                     "pixel_height": 180}):  # fmt: skip
        scene = Stage({}, make_renderer=BlindRenderer)
        scene.build()
        yield scene


def drawn(scene: Any) -> np.ndarray:
    scene.camera.reset()
    scene.camera.capture_mobjects(scene.mobjects)
    return scene.camera.pixel_array[:, :, :3].astype(int)


def begun(scene: Any, motion: Callable[[Any], Any]) -> Any:
    animation = motion(scene)
    animation._setup_scene(scene)
    animation.begin()
    return animation


@motions
def test_it_starts_from_the_picture_before_and_ends_in_the_one_after(
    stage: Any, motion: Any
) -> None:
    before = drawn(stage)
    animation = begun(stage, motion)
    assert (drawn(stage) == before).all()
    animation.interpolate(0.5)
    halfway = drawn(stage)
    animation.finish()
    last = drawn(stage)
    animation.clean_up_from_scene(stage)
    assert np.abs(drawn(stage) - last).max() <= 2
    assert np.abs(halfway - before).max() > 40
    assert np.abs(halfway - last).max() > 40


@motions
def test_any_frame_can_be_drawn_alone(stage: Any, motion: Any) -> None:
    animation = begun(stage, motion)
    in_order = []
    for alpha in ALPHAS:
        animation.interpolate(alpha)
        in_order.append(drawn(stage))
    for alpha, frame in reversed([*zip(ALPHAS, in_order, strict=True)]):
        animation.interpolate(alpha)
        assert (drawn(stage) == frame).all(), alpha


@motions
def test_nothing_jumps_as_it_lands(stage: Any, motion: Any) -> None:
    """The last frame that is drawn, at 60 a second, is nearly the one that stands."""
    animation = begun(stage, motion)
    animation.interpolate(1 - 1 / 60 / animation.run_time)
    close = drawn(stage)
    animation.finish()
    assert np.abs(drawn(stage) - close).sum(axis=2).max() < 60


def test_a_copy_leaves_the_digits_and_lands_on_the_digits(stage: Any) -> None:
    """They are where the formula ends, whatever stands before them."""
    animation = begun(stage, MOTIONS["carry into a formula"])
    flown = animation._stand_in
    animation.interpolate(1e-9)
    assert flown.get_right()[0] == pytest.approx(stage.rise.get_right()[0], abs=1e-3)
    assert flown[0].height == pytest.approx(NumberText("0.41", 48).height, rel=1e-3)
    animation.interpolate(1 - 1e-9)
    assert flown[0].get_right()[0] == pytest.approx(stage.told.get_right()[0], abs=1e-3)
    assert flown[0].height == pytest.approx(NumberText("0.41", 32).height, rel=1e-3)
    assert stage.rise[0].get_fill_opacity() == pytest.approx(0.55)


def test_a_number_may_meet_itself_where_it_waits(stage: Any) -> None:
    stage.add(stage.cell)
    before = drawn(stage)
    animation = begun(stage, lambda s: Carry(s.rise, s.cell, dims=1))
    animation.interpolate(0.5)
    assert (drawn(stage) != before).any()
    animation.finish()
    animation.clean_up_from_scene(stage)
    assert (drawn(stage) == before).all()
    assert [*animation.entrances()] == []


def test_a_carry_starts_at_45_degrees_and_keeps_off_other_text(stage: Any) -> None:
    def way(*others: Mobject) -> np.ndarray:
        stage.add(*others)
        animation = begun(stage, MOTIONS["carry"])
        places = []
        for alpha in np.linspace(0.001, 0.99, 60):
            animation.interpolate(float(alpha))
            places.append(animation._stand_in[0].get_center()[:2])
        stage.remove(*animation._stand_in, *others)
        return np.array(places)

    free = way()
    first, chord = free[1] - free[0], free[-1] - free[0]
    angle = np.arccos(first @ chord / np.linalg.norm(first) / np.linalg.norm(chord))
    assert np.degrees(angle) == pytest.approx(45, abs=3)
    wall = Text("a wall of words", 48).move_to((*free[20], 0))
    other = way(wall)
    inside = np.abs(other - wall.get_center()[:2]) < np.array([wall.width, wall.height]) / 2
    assert not inside.all(axis=1).any()


def test_numbers_that_fly_at_once_do_not_meet(stage: Any) -> None:
    number = shown("0.41")
    places = (-1, 1), (-2, 2), (1, -2), (5, -2)
    first, second, near, far = (stage.formula("{n}", 60, n=number).place(x, y) for x, y in places)
    pair = Carry(first, near), Carry(second, far)
    stage.animations = [*pair]
    for animation in pair:
        animation._setup_scene(stage)
        animation.begin()
    for alpha in np.linspace(0.1, 0.8, 50):
        for animation in pair:
            animation.interpolate(float(alpha))
        one, other = (animation._stand_in[0] for animation in pair)
        apart = np.abs(one.get_center() - other.get_center())[:2]
        size = (np.array([one.width + other.width, one.height + other.height])) / 2
        assert (apart > size).any()


def test_over_text_that_cannot_be_avoided_letters_are_faint(stage: Any) -> None:
    line = "words " * 12
    x, y, _ = (stage.rise.get_center() + stage.cell.get_center()) / 2
    walls = [Text(line, 40).move_to((x + 0.1, y + up, 0)) for up in np.arange(-5.5, 6, 0.5)]
    stage.add(*(wall.rotate(np.pi / 2, about_point=np.array([x, y, 0])) for wall in walls))
    animation = begun(stage, MOTIONS["carry"])
    lit = {}
    for alpha in (0.02, 0.2, 0.4, 0.98):
        animation.interpolate(alpha)
        lit[alpha] = animation._stand_in[0].get_fill_opacity()
    assert lit[0.02] > 0.8
    assert min(lit.values()) < 0.4
    assert lit[0.98] > 0.8


def test_what_flies_itself_is_seen_once(stage: Any) -> None:
    animation = begun(stage, MOTIONS["unfold that leaves"])
    for alpha in (0.2, 0.5, 0.9):
        animation.interpolate(alpha)
        assert all(part.get_fill_opacity() == 0 for part in stage.slope.get_family())
    animation.finish()
    animation.clean_up_from_scene(stage)
    assert stage.slope not in stage.get_mobject_family_members()
    assert stage.large in stage.mobjects


def test_operands_do_not_fly_over_each_other(stage: Any) -> None:
    """From the same side, too, until they melt where they meet."""
    near = stage.formula("{r}", 48, r=shown("0.1")).place(stage.rise.end, 1.4, anchor=1)
    stage.add(near)
    animation = begun(stage, lambda s: Merge(s.rise, near, into=s.large))
    for alpha in np.linspace(0.02, 0.45, 20):
        above, below = (ink.points for ink in animation._inks(float(alpha)))
        gaps = np.maximum(above.min(0) - below.max(0), below.min(0) - above.max(0))
        assert max(gaps[:2]) > 0, alpha


def columns(frame: np.ndarray, background: np.ndarray) -> list[tuple[int, int]]:
    """Where there is something to see: first and last column of every letter."""
    ink = (np.abs(frame - background).max(axis=2) > 30).any(axis=0)
    ends = np.flatnonzero(np.diff(np.concatenate([[0], ink, [0]])))
    return [(int(a), int(b)) for a, b in zip(ends[::2], ends[1::2], strict=True)]


def test_equal_digits_stand_still_while_others_roll(stage: Any) -> None:
    stage.remove(*stage.mobjects)
    number = NumberText(shown("4.31"), 200, Role.TEXT, stage.theme).place(0, 0)
    blank = drawn(stage)
    stage.add(number)
    before = drawn(stage)
    digits = columns(before, blank)
    assert len(digits) == 4
    animation = begun(stage, lambda _: Roll(number, shown("4.61")))
    for alpha in (0.1, 0.3, 0.5):
        animation.interpolate(alpha)
        frame = drawn(stage)
        for i, (left, right) in enumerate(digits):
            moved = np.abs(frame[:, left:right] - before[:, left:right]).max()
            assert moved <= 4 if i != 2 else moved > 40, (alpha, i)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("0.693647", "0.693147"), ("6", "6.002"), ("6.002", "6"), ("19", "21"), ("21", "19"),
        ("4.41", "4.0401"), ("1.98", "2.11"), ("299", "301"), ("0.5", "0.25"), ("8", "2"),
    ],
)  # fmt: skip
def test_no_number_is_read_that_is_not_between_the_two(first: str, last: str, stage: Any) -> None:
    """Whatever stands where it is read: on the line, and lit by more than half."""
    between = sorted([float(first), float(last)])
    before = NumberText(shown(first), 60).place(0, 0)
    after = NumberText(shown(last), 60).place(-0.8, 0)  # as where it is centred, or what is before
    outlines = {text: letters(NumberText(text, 60).points)[0] for text in "0123456789"}
    outlines["."] = letters(NumberText("0.1", 60).points)[1]
    turning, read = wheels(before, after), set()
    for alpha in np.linspace(0, 0.99, 80):
        seen = [ink.points for ink in turning.inks(float(alpha)) if ink.opacity > 0.5]
        text = "".join(_letter(one, outlines) for one in sorted(seen, key=_left))
        if "?" not in text:  # else a digit is on its way
            read.add(text)
    assert all(between[0] <= float(one) <= between[1] for one in read), read
    assert first in read


def _left(points: np.ndarray) -> float:
    return float(points[:, 0].min())


def _letter(points: np.ndarray, outlines: dict[str, np.ndarray]) -> str:
    """Return the digit, or point, that has an outline, about where it is read."""
    for text, outline in outlines.items():
        ways = points - outline if len(points) == len(outline) else np.array([[0, 0, 0], [9, 9, 9]])
        if np.ptp(ways, axis=0).max() < 0.01 and abs(ways[0, 1]) < 0.1:
            return text
    return "?"


def test_a_wheel_is_cut_to_the_height_of_the_line(stage: Any) -> None:
    number = NumberText(shown(1), 90).place(0, 0)
    low, high = number.get_bottom()[1], number.get_top()[1]
    stage.add(number)
    animation = begun(stage, lambda _: Roll(number, shown(4)))
    for alpha in np.linspace(0.01, 0.99, 30):
        animation.interpolate(float(alpha))
        for part in animation._stand_in:
            if len(part.points):
                assert part.get_top()[1] < high + 0.25 * (high - low)
                assert part.get_bottom()[1] > low - 0.25 * (high - low)


def test_the_decimal_point_keeps_its_place(stage: Any) -> None:
    number = NumberText(shown("9.5"), 60).place(1, 2).scale(0.9)
    stands = number.point, number.baseline, number.font_size
    for text in ("10.25", "-0.001", "7"):
        number.rewrite(shown(text))
        assert (number.point, number.baseline, number.font_size) == pytest.approx(stands)
    spelled = NumberText("10.25", 54), NumberText("10", 54)
    number.rewrite(shown("10.25"))
    assert number.point - number.start == pytest.approx(spelled[1].end - spelled[1].start, abs=1e-3)


def test_an_odometer_shows_no_number_that_it_does_not_pass(stage: Any) -> None:
    """While the last wheel shows a digit in its place, all wheels together show that number."""
    number = NumberText(shown(26), 60).place(0, 0)
    animation = begun(stage, lambda _: Count(number, range(1, 27)))
    wheels = animation._stages[0].wheels
    for value in range(1, 27):
        heights = [
            {round(float(ink.points[:, 1].min()), 2) for ink in wheel.at(value / 26)}
            for wheel in wheels
        ]
        there = [any(abs(height) < 0.03 for height in wheel) for wheel in heights]
        assert there == [True, value >= 10], value


def test_an_odometer_has_its_decimal_point_from_the_start(stage: Any) -> None:
    number = NumberText(shown("12.61"), 60).place(0, 0)
    point = letters(number.points)[2]
    animation = begun(stage, lambda _: Count(number, [*range(1, 13), shown("12.61")]))
    animation.interpolate(0.02)
    still = [ink for ink in animation._inks(0.02) if len(ink.points) == len(point)]
    assert any(np.allclose(ink.points, point) and ink.opacity == 1 for ink in still)


def test_a_formula_does_not_fly_beside_a_number(stage: Any) -> None:
    law = stage.formula("(dif f)/(dif a) = b c", 40).place(0, -1)
    merge = begun(stage, lambda s: Merge(s.slope, law, into=s.large))
    (flies,) = merge._inks(0.2)
    assert len(flies.points) == len(stage.slope.points)


def test_what_counts_steps_shows_at_every_moment_how_many_were_taken(stage: Any) -> None:
    number = NumberText(shown(26), 60).place(0, 0)
    seen = {}
    for value in (4, 13, 25):
        stage.add(number.rewrite(shown(value)))
        seen[value] = drawn(stage)
        stage.remove(number)
    animation = begun(stage, lambda _: Count(number.rewrite(shown(0)), range(1, 27), even=True))
    for value, frame in seen.items():
        animation.interpolate(value / 26)
        assert np.abs(drawn(stage) - frame).max() < 40, value


def test_what_has_gone_out_can_still_merge(stage: Any) -> None:
    for part in stage.rise.get_family():
        shade(part, 0.0)
    stage.play(Merge(stage.rise, into=stage.cell), run_time=0.2)
    assert stage.cell in stage.mobjects


def test_different_numbers_are_not_carried(stage: Any) -> None:
    with pytest.raises(LessonError, match=r"0\.41 to 4\.1"):
        Carry(stage.rise, stage.large)
    with pytest.raises(LessonError, match="no number to"):
        Carry(stage.product, stage.cell)
    tenth = NumberText(shown(sum_of_tenths := "1/3"), 40)
    with pytest.raises(LessonError):
        Carry(tenth, NumberText(shown("0.333333"), 40))
    assert Carry(tenth, NumberText(shown(sum_of_tenths), 40))


def test_digits_in_other_digits_are_no_number() -> None:
    ticks, alone = Text("$41$", 40), Text("$4$", 40)
    four = NumberText(shown(4), 60)
    with pytest.raises(LessonError):
        Carry(ticks, four)
    assert Carry(alone, four)


def test_a_text_elsewhere_is_not_rolled_to(stage: Any) -> None:
    with pytest.raises(LessonError, match="same layout"):
        Roll(stage.rise, stage.less.shift((0, 1, 0)))


class Moving(Stage):
    """All of it, in beats."""

    def construct(self) -> None:
        self.build()
        self.remove(*self.mobjects)
        with self.beat("One.", kind="setup"):
            self.play(appear(self.rise, self.slope, self.product, self.rod))
        with self.beat("Two."):
            self.play(Carry(self.rise, self.cell), Carry(self.rod, self.large))
            self.play(Unfold(self.product.part(Role.VALUE), into=self.node))
        with self.beat("Three."):
            self.remove(self.product, self.node, self.rod)
            self.play(Roll(self.slope, shown("4.01")))
            self.play(Roll(self.rise, self.less))
            self.play(Roll(self.slope, shown("ln(2)")))
        total = NumberText(shown("4.51"), 48, Role.TEXT, self.theme).place(1, -0.3)
        steps = NumberText(shown(26), 48, Role.TEXT, self.theme).place(-4, -2.2)
        with self.beat("Four.", kind="conclusion"):
            self.play(LaggedStart(Merge(self.cell, self.large, into=total), lag_ratio=0.5))
            self.play(Count(steps, range(1, 27)))


def test_it_goes_on_record_how_numbers_come() -> None:
    beats = tell(Moving).beats
    ways = [
        [
            (one.number.text, one.way, [source.text for source in one.sources])
            for one in beat.arrivals
        ]
        for beat in beats
    ]
    assert ways == [
        [("0.41", "given", []), ("4.1", "given", [])],
        [("0.41", "carry", ["0.41"]), ("4.1", "carry", ["4.1"])],
        [
            ("4.01", "roll", ["4.1"]),
            ("0.0401", "roll", ["0.41"]),
            ("0.693147", "roll", ["4.01"]),
        ],
        [("4.51", "merge", ["0.41", "4.1"]), ("26", "count", [])],
    ]
    for beat in beats:
        assert {one.number for one in beat.arrivals} <= set(beat.numbers)


def test_what_comes_from_a_formula_is_not_given() -> None:
    square = evaluated(parse_expression("a**2"), {"a": sp.Integer(3)})

    class Faded(LessonScene):
        def construct(self) -> None:
            with self.beat("Here."):
                self.play(appear(NumberText(shown(square), 40).place(0, 0)))

    assert [one.way for one in tell(Faded).beats[0].arrivals] == ["fade"]


def test_checks_see_nothing_wrong_on_the_way() -> None:
    assert findings(Moving) == []


def test_its_frames_are_those_of_manim() -> None:
    identity.assert_same(identity.of_manim(Moving), identity.drawn(Moving)[0])
