"""What is drawn in the colour of something else is found, as it was in earlier lessons."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from manim import VMobject

from calculus.function import Function
from scenes.base import LessonScene
from scenes.landscape.hill import Hill
from scenes.look.text import Text, coloured
from scenes.look.theme import Role
from scenes.picture.meaning import LocalSlope, Meaning, Verdict, claim
from scenes.picture.plot import Plot
from scenes.picture.triangle import NudgeTriangle
from scenes.picture.window import Window
from tests.checks.looking import by_a_story, look

SQUARE = Function.parse("f(a) = a**2")

Show = Callable[[LessonScene, Plot], Iterable[VMobject]]


def triangle(base: Role, moved: Role) -> Show:
    """Return a nudge triangle with dots at both ends of its nudge."""

    def show(told: LessonScene, plot: Plot) -> Iterable[VMobject]:
        sides = NudgeTriangle(plot, SQUARE)
        sides.base.set_stroke(told.theme[base])
        start = plot.dot(sides.start, Role.FUNCTION, on=SQUARE)
        return sides.base, sides.height, start, plot.dot(sides.end, moved, on=SQUARE)

    return show


def tangent(role: Role) -> Show:
    return lambda _, plot: [plot.straight(lambda _: (2.0, 4.0, 4.0), role, of=SQUARE)]


def formula(written: str, role: Role = Role.TEXT) -> Show:
    return lambda told, _: [told.formula(written, role=role)]


def word(said: str, meaning: Meaning, role: Role) -> Show:
    def show(told: LessonScene, _: Plot) -> Iterable[VMobject]:
        text = Text(said, 36, role, told.theme)
        claim(text, meaning)
        return [text]

    return show


def ball(role: Role) -> Show:
    def show(told: LessonScene, plot: Plot) -> Iterable[VMobject]:
        hill = Hill(told.regions, plot.window, told.theme, function=SQUARE, start=2.0)
        hill.ball.set_fill(told.theme[role])
        return [hill.ball]

    return show


STEP = "a - alpha " + coloured(Role.SLOPE, "dd f\\/dd a")
PICTURES: list[tuple[str | None, Show]] = [
    (None, triangle(Role.INPUT, Role.OUTPUT)),
    ("role.meaning", triangle(Role.INPUT, Role.INPUT)),  # a moved point was amber in one lesson
    ("role.meaning", triangle(Role.SLOPE, Role.OUTPUT)),
    (None, tangent(Role.SLOPE)),
    ("role.meaning", tangent(Role.GRADIENT)),
    (None, formula(STEP, Role.INPUT)),
    ("role.meaning", formula("a - alpha dd f\\/dd a", Role.INPUT)),
    ("role.meaning", formula(coloured(Role.VALUE, f"(dif f)/(dif a) + {STEP}"))),
    (None, formula("(dif f)/(dif a)", Role.GRADIENT)),  # on the way back
    ("role.meaning", word("2", LocalSlope(), Role.TEXT)),  # a local factor was white
    (None, word("settles", Verdict(), Role.TEXT)),
    ("role.meaning", word("settles", Verdict(), Role.SLOPE)),  # verdicts were yellow
    (None, ball(Role.VALUE)),
    ("role.meaning", ball(Role.OUTPUT)),
]


def pictured(show: Show) -> type[LessonScene]:
    def construct(told: LessonScene) -> None:
        state = {"x": 2.0, "h": 0.5, "base": 1.0, "height": 1.0}
        plot = Plot(told.regions.stage, Window(-1, -1, 4, 10), None, told.theme, state=state)
        with told.beat("Look at this picture now."):
            told.add(plot.axes, *show(told, plot))

    return by_a_story(construct)


def meanings(scene: type[LessonScene], **overrides: object) -> list[str]:
    return [one.message for one in look(scene, **overrides)[0] if one.rule == "role.meaning"]


@pytest.mark.parametrize(("rule", "show"), PICTURES)
def test_a_meaning_has_one_colour(rule: str | None, show: Show) -> None:
    assert bool(meanings(pictured(show))) == bool(rule)


def test_a_message_names_both_colours() -> None:
    (message,) = meanings(pictured(tangent(Role.GRADIENT)))
    assert message == ("a tangent or secant has the colour of gradient; let it have that of slope")


def test_an_author_may_give_roles_any_colour_but_not_take_another_role() -> None:
    own = {"colours": {"slope": "#EC8FC6"}}  # that of gradients, too
    assert meanings(pictured(tangent(Role.GRADIENT)), **own) == []
    assert meanings(pictured(tangent(Role.INPUT)), **own) != []
