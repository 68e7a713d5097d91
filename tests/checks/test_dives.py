"""Dives that do not show the same place at another scale are found."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from manim import Animation

from calculus.function import Function
from scenes.base import LessonScene
from scenes.look.theme import Role
from scenes.picture.diving import approach, dive, surface
from scenes.picture.motion import Drive, shade
from scenes.picture.window import Window
from scenes.picture.world import World
from tests.checks.looking import by_a_story, look

SQUARE = Function.parse("f(a) = a**2")
WHOLE, NEAR, NEARER = (Window.around(2, 4, 8 / zoom, 5 / zoom) for zoom in (1, 10, 100))

Dive = Callable[[World], Iterator[Animation]]


def into(*windows: Window) -> Dive:
    def motions(world: World) -> Iterator[Animation]:
        yield dive(world, *windows)

    return motions


def driven(window: Window) -> Dive:
    def motions(world: World) -> Iterator[Animation]:
        yield Drive(world, 1.5, window=window)

    return motions


def and_back(world: World) -> Iterator[Animation]:
    yield dive(world, NEAR, NEARER)
    yield surface(world, WHOLE)
    yield dive(world, NEAR)  # its frame stands there


def out_and_back(world: World) -> Iterator[Animation]:
    yield Drive(world, 1.5, window=Window.around(2, 4, 160, 100))
    yield Drive(world, 1.5, window=WHOLE)  # where it has been


def without_a_grid(world: World) -> Iterator[Animation]:
    for part in world.axes.submobjects:
        shade(part, 0.3)
    yield dive(world, NEAR)


DIVES: list[tuple[set[str], Dive]] = [
    (set(), into(NEAR)),
    (set(), into(NEAR, NEARER)),
    (set(), and_back),
    (set(), out_and_back),
    (set(), driven(Window.around(2, 4, 4, 2.5))),  # not so deep
    (set(), lambda world: approach(world, Window.around(2, 4, 8 / 2000, 5 / 2000), 2.0)),
    ({"motion.flow"}, into(Window.around(2, 4, 8 / 20, 5 / 20))),
    ({"motion.flow"}, driven(NEAR)),  # without a frame
    ({"motion.flow"}, into(Window.around(2, 4, 0.8, 1))),  # the tangent grows flatter
    ({"motion.flow"}, without_a_grid),
]


def diving(motions: Dive) -> type[LessonScene]:
    def construct(told: LessonScene) -> None:
        world = World(told.regions, WHOLE, told.theme)
        line = world.straight(lambda _: (2.0, 4.0, 4.0), Role.SLOPE, of=SQUARE)
        told.add(world.axes, line)
        with told.beat("Look at it from close by."):
            told.hold(0.5)
            for motion in motions(world):
                told.play(motion)
                told.hold(0.5)

    return by_a_story(construct)


def flows(motions: Dive) -> list[str]:
    return [one.message for one in look(diving(motions))[0] if one.rule == "motion.flow"]


@pytest.mark.parametrize(("rules", "motions"), DIVES)
def test_a_dive_shows_the_same_place_at_another_scale(rules: set[str], motions: Dive) -> None:
    assert len(flows(motions)) == len(rules)


def test_a_message_says_how_deep_it_goes() -> None:
    (message,) = flows(into(Window.around(2, 4, 8 / 20, 5 / 20)))
    assert message == "a dive goes in by 20; take a power of ten"
