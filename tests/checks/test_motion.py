"""How much of a scene moves is measured in seconds that can be counted by hand."""

from __future__ import annotations

from types import FunctionType

import pytest
from manim import AnimationGroup, Circle, Create, Rotate

from calculus.grammar import parse_expression
from calculus.quantity import evaluated
from calculus.shown import shown
from checks.motion import Motion
from scenes.base import LessonScene
from scenes.picture.carrying import Carry, Merge
from scenes.picture.meaning import Meaning, claim
from scenes.picture.motion import appear, dim, light, vanish
from tests.checks.looking import by_a_story, findings, inspected


class Moving(LessonScene):
    """Four seconds move, of which two only fade; it stands for two and a half, and for one."""

    def construct(self) -> None:
        ring, other = Circle(), Circle()
        self.play(Create(ring), run_time=2)
        self.hold(2.5)
        self.play(AnimationGroup(appear(other), vanish(ring)), run_time=2)
        self.hold(1)


class Stating(LessonScene):
    """Three numbers: one given, one that fades in, and one that is carried from it."""

    def construct(self) -> None:
        half = shown(evaluated(parse_expression("1/2 + 1/4"), {}))
        given, fading, carried = (
            self.formula("{n}", n=number).shift((0, y, 0))
            for number, y in ((shown(3), 2), (half, 0), (half, -2))
        )
        with self.beat("It is {n}, and {m}.", n=shown(3), m=half):
            self.play(appear(given, fading))
            self.play(Carry(fading, carried))


def measured(scene: type[LessonScene]) -> Motion:
    inspector, told = inspected(scene)
    return inspector.motion(told)


def test_seconds_are_counted_as_they_are_seen() -> None:
    found = measured(Moving)
    assert found.moving == pytest.approx(4 / 7.5, abs=0.02)
    assert found.longest_still == pytest.approx(2.5, abs=0.1)
    assert found.fading == pytest.approx(2 / 4, abs=0.02)


def test_a_number_that_is_carried_is_made_and_one_that_fades_is_not() -> None:
    assert measured(Stating).made == pytest.approx(1 / 2)


def _opened(told: LessonScene) -> Circle:
    """Open on a number that is given and on a ring, which is large."""
    ring = Circle(radius=1.8, color="#FFFFFF")
    claim(ring, Meaning())
    told.add(ring, told.formula("{n}", n=shown(3)).shift((3, 0, 0)))
    return ring


def moves(told: LessonScene) -> None:
    ring = _opened(told)
    with told.beat("There are {n} of them.", n=shown(3)):
        told.play(Rotate(ring), run_time=2)


def stands(told: LessonScene) -> None:
    ring = _opened(told)
    with told.beat("There are {n} of them.", n=shown(3)):
        told.play(Rotate(ring), run_time=0.8)


def fades(told: LessonScene) -> None:
    ring = _opened(told)
    with told.beat("There are {n} of them.", n=shown(3)):
        told.play(dim(ring), run_time=1)
        told.play(light(ring), Rotate(Circle()), run_time=1)


def states(told: LessonScene) -> None:
    ring = _opened(told)
    half = shown(evaluated(parse_expression("1/2 + 1/4"), {}))
    with told.beat("There are {n} of them, or {m}.", n=shown(3), m=half):
        told.play(Rotate(ring), appear(told.formula("{m}", m=half)), run_time=2.5)


def prints(told: LessonScene) -> None:
    """Print a result, and make it thereafter; what comes of it may be carried on."""
    ring = _opened(told)
    half = shown(evaluated(parse_expression("1/2 + 1/4"), {}))
    one, early, other = (
        told.formula("{n}", n=number).shift((4, y, 0))
        for number, y in ((shown(3), -1), (half, -2), (half, 1))
    )
    with told.beat("There are {n} of them, or {m}.", n=shown(3), m=half):
        told.play(Rotate(ring), appear(early), run_time=1)
        told.play(Merge(one, into=other), run_time=2)


def alike(*seconds: float) -> FunctionType:
    """Return a story that tells one thing as often, each time with the same motion."""

    def construct(told: LessonScene) -> None:
        ring = _opened(told)
        for one in seconds:
            with told.beat("There are {n} of them.", n=shown(3)):
                told.play(Rotate(ring), run_time=one)

    assert isinstance(construct, FunctionType)
    return construct


def repeats(told: LessonScene) -> None:
    moves(told)
    with told.beat("And that is so."):
        pass


STORIES = [
    (set[str](), moves), ({"motion.still"}, stands), ({"motion.fade"}, fades),
    ({"motion.made"}, states), ({"motion.new"}, repeats),
    ({"motion.made", "motion.order"}, prints), ({"motion.same"}, alike(4.0, 4.0, 4.0)),
    (set(), alike(4.0, 4.0, 2.4)), (set(), alike(4.0, 4.0)), (set(), alike(2.0, 2.0, 2.0)),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "construct"), STORIES)
def test_a_story_moves_and_makes_what_it_states(rules: set[str], construct: FunctionType) -> None:
    assert {rule for rule, _ in findings(by_a_story(construct))} == rules


def test_how_an_author_moves_things_is_their_own_business() -> None:
    for _, construct in STORIES:
        assert findings(type("Mine", (LessonScene,), {"construct": construct})) == []
