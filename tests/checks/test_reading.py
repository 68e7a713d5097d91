"""Captions too fast, too long or too short, results cut off, silence and stills are found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from manim import Circle, Indicate, Succession, Wait

from record.beats import Cue
from scenes.base import LessonScene
from scenes.picture.motion import appear, dim, light
from tests.checks.looking import findings, message


class Told(LessonScene):
    """One beat that is as it should be."""

    def construct(self) -> None:
        with self.beat("Here is a circle to look at.", kind="result"):
            self.play(appear(Circle(color="#FFFFFF")))
        self.change()

    def change(self) -> None:
        """Change what was recorded."""

    def recorded(self, *cues: Cue, **changes: Any) -> None:
        self.beats[-1] = replace(self.beats[-1], cues=cues or self.beats[-1].cues, **changes)


def scene(**methods: Any) -> type[LessonScene]:
    return type("Changed", (Told,), methods)


def cue(text: str, end: float) -> Any:
    return lambda self: self.recorded(Cue(0.0, end, text))


SHORT = {"hold": lambda self, seconds: LessonScene.hold(self, 1.5)}
CHANGES = [
    (set(), {}),
    ({"reading.speed"}, {"change": cue("twenty-one characters in one second", 1.0)}),
    ({"reading.speed"}, {"change": cue("斜率在每一个地方都是一样的", 1.2)}),
    ({"reading.lines"}, {"change": cue("斜率在每一个地方都是一样的不多也不少", 3.4)}),
    (set(), {"change": cue("斜率在每一个地方都是一样的", 1.5)}),
    ({"reading.lines"}, {"change": cue("one\ntwo\nthree", 2.0)}),
    ({"reading.lines"}, {"change": cue("a line of more than forty-two characters, far too long",
                                       3.4)}),
    ({"reading.time"}, {"change": cue("short", 0.5)}),
    ({"reading.time"}, {"change": cue("outside of its beat", 5.0)}),
    ({"reading.silent"}, {"change": lambda self: self.recorded(speech="", text=" ")}),
    ({"reading.silent"}, {"change": lambda self: self.play(appear(Circle(color="#FFFFFF")),
                                                           run_time=2)}),
    ({"reading.hold"}, SHORT),
    ({"reading.frozen"}, {"change": lambda self: _long(self)}),
]  # fmt: skip


def _long(told: LessonScene) -> None:
    with told.beat("Nothing moves for a long time.", kind="action"):
        told.hold(9)


def _played(*animations: Any) -> type[LessonScene]:
    """A scene that plays something between two long times in which nothing moves."""

    class Played(LessonScene):
        def construct(self) -> None:
            ring = Circle(color="#FFFFFF")
            with self.beat("Here is a circle to look at, for a long time."):
                self.play(appear(ring))
                self.hold(5)
                for animation in animations:
                    self.play(animation(ring))
                self.hold(5)

    return Played


MOVING = [
    [lambda ring: Indicate(ring, color="#00FF00")],
    [dim, light],
    [lambda ring: ring.animate.set_stroke(width=8)],
    [lambda ring: Succession(Wait(1), dim(ring, run_time=0.2))],
    [lambda ring: ring.animate(rate_func=lambda t: abs(2 * t - 1) * 2 % 1).shift((1, 0, 0))],
]
STANDING = [[], [light], [lambda ring: ring.animate.shift((0, 0, 0))], [light, light]]


@pytest.mark.parametrize("animations", MOVING)
def test_what_moves_is_no_still(animations: list[Any]) -> None:
    assert "reading.frozen" not in {rule for rule, _ in findings(_played(*animations))}


@pytest.mark.parametrize("animations", STANDING)
def test_an_animation_in_which_nothing_changes_stands(animations: list[Any]) -> None:
    assert ("reading.frozen", 0) in findings(_played(*animations))


@pytest.mark.parametrize(("rules", "methods"), CHANGES)
def test_the_time_to_read_and_to_look_is_checked(rules: set[str], methods: dict[str, Any]) -> None:
    assert {rule for rule, _ in findings(scene(**methods))} - {"reading.time"} == rules - {
        "reading.time"
    }
    assert rules <= {rule for rule, _ in findings(scene(**methods))}


def test_a_message_says_into_which_beat_a_picture_stands() -> None:
    def stand(told: LessonScene) -> None:
        with told.beat("It stands on."):
            told.hold(7)

    assert message(scene(change=stand), "reading.frozen").endswith(
        " s, into beat 2, more than 8; move something sooner, or say less"
    )


def test_a_message_says_how_long() -> None:
    told = message(scene(**SHORT), "reading.hold")
    assert told == "the result stands for 1.5 s, less than 2; hold it longer"
