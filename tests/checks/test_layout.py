"""Text on text, text on lines, things outside, small or crowded are found."""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any, ClassVar

import pytest
from manim import Circle, Line, Rectangle, Rotate, VMobject

from checks import layout
from scenes.base import LessonScene
from scenes.look.text import Text
from scenes.look.theme import LAYER, Role
from scenes.nudge import NudgeScene
from scenes.picture.meaning import Meaning, Ticks, claim
from scenes.picture.motion import appear, dim, vanish
from scenes.picture.plot import Plot, filled, stroke
from scenes.picture.shapes import segments
from scenes.picture.window import Window
from scenes.picture.world import World
from tests.checks.looking import by_a_story, findings, look, message

Show = Callable[[LessonScene], list[VMobject]]


class Shown(LessonScene):
    """Shows what `show` returns."""

    def show(self) -> list[VMobject]:
        raise NotImplementedError

    def construct(self) -> None:
        with self.beat("Nothing is shown as yet."):
            pass
        with self.beat("Look at this picture now."):
            self.add(*self.show())


def scene(show: Show) -> type[LessonScene]:
    return type("Picture", (Shown,), {"show": show})


def word(text: str = "word", x: float = 0, y: float = 0, size: float = 36) -> Text:
    return Text(text, size).place(x, y)


def knocked_out() -> Text:
    text = word()
    for run in text:
        run.set_stroke("#0D1420", 9, background=True)
    return text


def line(across: bool = True, layer: str = "curve") -> VMobject:
    x, y = (3, 0.1) if across else (0, 1)
    return stroke("#FFFFFF", 4, layer).set_points(segments([[-x, -y + 0.2, 0]], [[x, y, 0]]))


def panel(width: float = 3, height: float = 1, layer: str = "dot") -> VMobject:
    shape = Rectangle(width=width, height=height, fill_color="#18222F", fill_opacity=1)
    return shape.set_stroke(width=0).set_z_index(LAYER[layer])


def beside(layer: str) -> VMobject:
    """One shape of two, left and right of the middle: its box is there, it is not."""
    shape = panel(0.4, layer=layer)
    left, right = (shape.copy().shift((x, 0, 0)).points for x in (-1.5, 1.5))
    return shape.set_points([*left, *right])


def tick(size: float) -> VMobject:
    label = filled("#FFFFFF", "label").set_points(Text("5", size)[0].points)
    claim(label, Ticks())
    return label


PICTURES: list[tuple[str | None, Show]] = [
    (None, lambda _: [word(), word("other", y=1)]),
    (None, lambda _: [line(layer="grid"), word()]),
    (None, lambda _: [line(layer="guide"), word()]),
    (None, lambda _: [line(), panel(), word()]),
    (None, lambda _: [Line((-3, 0.6, 0), (3, 0.6, 0), color="#FFFFFF"), word()]),
    (None, lambda _: [word(x=i * 0.9, y=0.1) for i in range(3)]),
    (None, lambda _: [line(), knocked_out()]),
    (None, lambda _: [word(), beside("label")]),
    ("layout.overlap", lambda _: [line(across=False), beside("dot"), word()]),
    ("layout.overlap", lambda _: [knocked_out(), line(layer="label")]),
    ("layout.overlap", lambda _: [word(), word("other", x=0.3)]),
    ("layout.overlap", lambda _: [line(), word()]),
    ("layout.overlap", lambda _: [line(across=False), word()]),
    ("layout.overlap", lambda _: [word(), panel().set_z_index(9)]),
    ("layout.outside", lambda _: [word(x=6.6)]),
    ("layout.outside", lambda _: [word(y=-3.2)]),
    ("layout.outside", lambda _: [Line((0, 0, 0), (0, 3.9, 0), color="#FFFFFF")]),
    ("layout.small", lambda _: [word(size=22)]),
    ("layout.small", lambda _: [word().scale(0.5)]),
    ("layout.small", lambda _: [tick(21)]),
    (None, lambda _: [tick(26)]),
    ("layout.crowded",
     lambda _: [word(x=x, y=y) for x, y in ((-5, 2), (5, 2), (0, 0), (-5, -2), (5, -2))]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "show"), PICTURES)
def test_what_is_shown_is_looked_at(rule: str | None, show: Show) -> None:
    assert findings(scene(show)) == ([(rule, 1)] if rule else [])


def test_a_message_names_both_texts() -> None:
    told = message(scene(lambda _: [word(), word("other", x=0.3)]), "layout.overlap")
    assert told == "text “word” and text “other” lie over each other; move one of them"


def test_a_tick_label_is_a_text() -> None:
    def show(told: LessonScene) -> list[VMobject]:
        plot = Plot(told.regions.stage, Window(0, 0, 4, 4), None, told.theme)
        label = plot.axes.submobjects[3]
        x, y, _ = label.get_left()
        return [plot.axes, word("here", x=x, y=y - 0.1)]

    assert ("layout.overlap", 1) in findings(scene(show))


class Moving(LessonScene):
    """Two words that are on top of each other only on their way."""

    apart: ClassVar[float] = 0.0

    def construct(self) -> None:
        one, other = word(x=-2), word("other", x=2)
        with self.beat("They change their places now.", kind="action"):
            self.add(one, other)
            self.play(one.animate.shift((4, self.apart, 0)), other.animate.shift((-4, 0, 0)))


def test_the_middle_of_an_animation_is_looked_at() -> None:
    assert findings(Moving) == [("layout.overlap", 0)]
    assert findings(type("Apart", (Moving,), {"apart": 2.0})) == []


class Crossfade(LessonScene):
    """One word takes the place of another; dimmed groups stand aside."""

    def construct(self) -> None:
        one, other = word(), word("other")
        with self.beat("One word gives way to another.", kind="action"):
            self.play(appear(one))
            self.play(vanish(one), appear(other))
        far = [word(x=x, y=y) for x, y in ((-5, 2), (5, 2), (-5, -2), (5, -2))]
        with self.beat("The others are only in the background.", kind="action"):
            self.play(appear(*far[:3]))
            self.play(dim(*far[:3]))
            self.play(appear(far[3]))


def test_a_cross_fade_is_no_overlap_and_dimmed_groups_do_not_count() -> None:
    assert findings(Crossfade) == []


def test_small_multiples_are_one_group() -> None:
    def show(told: LessonScene) -> list[VMobject]:
        boxes = [b for row in told.regions.body.rows(2) for b in row.columns(3, gap=1.5)]
        return [Plot(box, Window(0, 0, 4, 4), None, told.theme).axes for box in boxes]

    assert findings(scene(show)) == []


def test_the_names_of_axes_are_no_groups_beside_their_picture() -> None:
    def show(told: LessonScene) -> list[VMobject]:
        world = World(told.regions, Window(20, 20, 28, 26), told.theme, names=("$x$", "$y$"))
        return [world.axes, *(word(x=x, y=y) for x, y in ((-4, 0), (0, 2), (4, 0), (0, -2)))]

    assert findings(scene(show)) == []


def test_roles_have_no_say_in_the_layout() -> None:
    show: Any = lambda told: [told.label("word", role=Role.SLOPE)]  # noqa: E731
    assert findings(scene(show)) == []


class Between(NudgeScene):
    """A beat of an author's own, before those of the story."""

    points = (2,)

    def construct(self) -> None:
        with self.beat("My own words come first."):
            self.play(appear(own := word("own", size=31)))
        with self.beat("And they go again.", kind="action"):
            self.play(vanish(own))
        super().construct()


def test_a_finding_says_what_its_author_can_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "SMALLEST", 100.0)  # so that all is too small
    told = [one.message for one in look(Between)[0] if one.rule == "layout.small"]
    own = [message for message in told if "“own”" in message]
    assert own
    assert all(message.endswith("; give it more room, or say less") for message in own)
    others = [message for message in told if message not in own]
    assert len(others) > 1
    assert all("the story draws it" in message for message in others)
    assert not any("move" in message for message in others)


def showing(*last: str, first: bool = True, across: float = 4) -> Callable[[LessonScene], None]:
    """Return a story that shows a ring, from the start or not, and at the end some text."""

    def construct(told: LessonScene) -> None:
        ring = Circle(radius=across / 2, color="#FFFFFF").shift((-3, 0, 0))
        claim(ring, Meaning())
        told.add(word(y=3.2), *[ring][: int(first)])
        with told.beat("It is as it is."):
            told.play(Rotate(ring if first else VMobject()), run_time=0.2)
            told.add(*map(Text, last))
            told.play(Rotate(ring), run_time=1.5)

    return construct


STORIES = [
    (set[str](), showing("$a$ has eight words and they all count")),
    ({"layout.blank", "layout.hero"}, showing("$a$", first=False)),
    ({"layout.closing"}, showing("$a$ is not the only one of all these things")),
    ({"layout.closing"}, showing("word")),
    ({"layout.hero"}, showing("$a$", across=2.6)),  # 0.325 of 8 units
]  # fmt: skip


@pytest.mark.parametrize(("rules", "construct"), STORIES)
def test_a_story_opens_on_a_picture_and_ends_on_a_poster(
    rules: set[str], construct: FunctionType
) -> None:
    assert {rule for rule, _ in findings(by_a_story(construct))} == rules
