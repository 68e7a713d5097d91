"""How much of a scene moves is measured in seconds that can be counted by hand."""

from __future__ import annotations

import pytest
from manim import AnimationGroup, Circle, Create

from calculus.grammar import parse_expression
from calculus.quantity import evaluated
from calculus.shown import shown
from checks.motion import Motion
from scenes.base import LessonScene
from scenes.picture.carrying import Carry
from scenes.picture.motion import appear, vanish
from tests.checks.looking import inspected


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
