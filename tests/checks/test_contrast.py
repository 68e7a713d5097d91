"""What does not stand out, looks alike to some eyes, or flashes, is found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import pytest
from manim import Dot, Line, Rectangle, VMobject

from checks.colour import VISION, difference
from scenes.base import LessonScene
from scenes.look.colour import contrast
from scenes.look.text import Text
from scenes.look.theme import DARK, Role
from scenes.picture.motion import appear, dim, vanish
from scenes.picture.plot import knocked_out
from tests.checks.looking import findings, message


def word(colour: str) -> Text:
    return Text("word", 36, Role.TEXT, replace(DARK, colours=DARK.colours | {Role.TEXT: colour}))


def rimmed(colour: str, rim: str) -> Text:
    return knocked_out(word(colour), rim)


def line(colour: str, y: float = -1.0, width: float = 4) -> VMobject:
    return Line((-2, y, 0), (2, y, 0), color=colour, stroke_width=width)


def panel(colour: str) -> VMobject:
    shape = Rectangle(width=6, height=3, fill_color=colour, fill_opacity=1)
    return shape.set_stroke(width=0)


class Shown(LessonScene):
    """Shows some things."""

    things: Any = None

    def construct(self) -> None:
        with self.beat("Look at this picture now."):
            self.add(*self.things())


def scene(*things: Any) -> type[LessonScene]:
    return type("Picture", (Shown,), {"things": staticmethod(lambda: [t() for t in things])})


PICTURES = [
    (None, [lambda: word("#F4F1E8"), lambda: line("#93A3B5")]),
    (None, [lambda: panel("#F4F1E8"), lambda: word("#0D1420")]),
    ("contrast.text", [lambda: word("#5A6675")]),
    ("contrast.text", [lambda: panel("#F4F1E8"), lambda: word("#F5E960")]),
    (None, [lambda: panel("#F4F1E8"), lambda: rimmed("#F5E960", "#0D1420")]),
    ("contrast.text", [lambda: rimmed("#F5E960", "#F4F1E8")]),
    ("contrast.line", [lambda: line("#33414F")]),
    ("contrast.line", [lambda: panel("#F4F1E8"), lambda: line("#F5E960")]),
    ("contrast.line", [lambda: Dot(color="#33414F")]),
    (None, [lambda: Dot(radius=0.005, color="#33414F")]),
    ("contrast.roles", [lambda: line("#EC8FC6"), lambda: line("#93A3B5", 1)]),
    (None, [lambda: line("#EC8FC6"), lambda: line("#93A3B5", 1, width=8)]),
    (None, [lambda: line("#56B4E9"), lambda: line("#F0A830", 1)]),
]


@pytest.mark.parametrize(("rule", "things"), PICTURES)
def test_what_is_shown_stands_out(rule: str | None, things: list[Any]) -> None:
    assert findings(scene(*things)) == ([(rule, 0)] if rule else [])


def test_the_message_names_the_kind_of_vision() -> None:
    alike = scene(lambda: line("#EC8FC6"), lambda: line("#93A3B5", 1))
    assert "deuteranopia" in message(alike, "contrast.roles")


class Dimmed(LessonScene):
    """A word that is turned down on purpose."""

    def construct(self) -> None:
        text = word("#F4F1E8")
        with self.beat("This is in the background.", kind="action"):
            self.add(text)
            self.play(dim(text))


def test_dimmed_things_may_stand_back() -> None:
    assert findings(Dimmed) == []


class Flashing(LessonScene):
    """A large area that goes on and off."""

    seconds: ClassVar[float] = 0.1

    def construct(self) -> None:
        area = panel("#F4F1E8")
        with self.beat("Look at this large area now.", kind="action"):
            for _ in range(5):
                self.play(appear(area, run_time=self.seconds))
                self.play(vanish(area, run_time=self.seconds))


FLASHES = [("contrast.flash", Flashing), (None, type("Slow", (Flashing,), {"seconds": 0.4}))]


@pytest.mark.parametrize(("rule", "scene"), FLASHES)
def test_a_flash_is_found_and_a_slow_change_is_none(
    rule: str | None, scene: type[LessonScene]
) -> None:
    assert findings(scene) == ([(rule, 0)] if rule else [])


def test_the_numbers_of_the_standards() -> None:
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    assert contrast((1, 1, 1), (0.4666667, 0.4666667, 0.4666667)) == pytest.approx(4.48, abs=0.01)
    red, green = (0.8, 0.2, 0.2), (0.45, 0.45, 0.1)
    assert difference(red, green, "protanopia") < difference(red, green, "normal vision") / 2
    for vision, matrix in VISION.items():
        assert matrix.sum(axis=1) == pytest.approx([1, 1, 1], abs=1e-5), vision  # grey stays grey
