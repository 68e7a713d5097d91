"""What can be answered is worked out exactly: the right one, and what classic mistakes lead to."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest

from calculus.errors import LessonError
from calculus.quantity import quantity
from calculus.shown import shown
from record import Record
from record.questions import Option, Question
from scenes.base import LessonScene
from scenes.cards import OrderScene, PauseScene
from scenes.derivative_table import DerivativeTableScene
from scenes.descent import DescentScene
from scenes.nudge import NudgeScene
from scenes.surface_descent import SurfaceDescentScene
from scenes.tangents import TangentScene
from scenes.telling.answers import Answer, solved
from scenes.words import terms
from scenes.words.language import ENGLISH
from tests.scenes.telling import tell


def record_of(scene: type[LessonScene], **given: object) -> Record:
    """The record of a story as it is read back."""
    return Record.read(tell(scene, **given).beats_record("a lesson").text)


def values(question: Question) -> dict[str, Fraction]:
    """The first answer of each mistake; the right one has no name."""
    return {one.mistake: Fraction(one.value) for one in reversed(question.options)}


@pytest.mark.parametrize(("a", "h"), [("2", "0.1"), ("-1/2", "0.25")])
def test_a_nudge_is_answered_by_the_rise_and_not_by_the_value(a: str, h: str) -> None:
    record = record_of(NudgeScene, function="f(a) = a**3", points=f"{a}, 7", nudges=h)
    rise, again = (one for one in record.questions if one.kind == "number")
    point, nudge = Fraction(a), Fraction(h)
    after = (point + nudge) ** 3
    assert values(rise) == {
        "": after - point**3, "whole": after, "sign": point**3 - after,
        "factor": 2 * (after - point**3),
    }  # fmt: skip
    change = (7 + nudge) ** 3 - 343
    assert values(again)[""] == change / nudge
    assert (values(again)["change"], values(again)["value"]) == (change, 343)


def test_a_descent_is_answered_by_the_slope_and_by_the_new_place() -> None:
    slope, place = record_of(
        DescentScene, function="J(w) = w**2", start="-2", learning_rate="0.2", language="fr"
    ).questions
    assert values(slope) == {"": -4, "value": 4, "factor": -8}  # the sign leads to the value
    new, step = Fraction(-12, 10), Fraction(8, 10)
    assert values(place) == {"": new, "step": step, "sign": -2 - step}
    assert place.options[0].text == "−1,2"


def test_what_is_no_fraction_is_chosen_among_numbers_of_as_many_digits() -> None:
    asked, *_ = record_of(NudgeScene, function="f(a) = ln(a)", points="2", nudges="0.1").questions
    assert (asked.kind, {one.value for one in asked.options}) == ("choice", {""})
    found = {one.mistake: float(one.text.strip("≈ ").replace("−", "-")) for one in asked.options}
    rise = math.log(2.1) - math.log(2)
    wanted = {"": rise, "whole": math.log(2.1), "sign": -rise, "factor": 2 * rise}
    assert found == {why: pytest.approx(one, rel=1e-3) for why, one in wanted.items()}
    assert {len(one.text.strip("≈ −0.")) for one in asked.options} == {4}, asked.options
    long = Answer(shown(quantity("1593.7424601"), places=0, significant=4))
    assert [one.text for one in long.solved(ENGLISH)[1]] == [
        "≈ 1594",
        "≈ −1594",
        "≈ 3187",
        "≈ 796.9",
    ]


@pytest.mark.parametrize(
    ("function", "wanted"),
    [
        ("J(w) = w**3", {"": "3w²", "function": "w³", "sign": "−3w²", "factor": "w²"}),
        ("J(w) = exp(w)", {"": "e^w", "sign": "−e^w", "factor": "2e^w"}),  # its own derivative
    ],
)
def test_the_derivative_stands_beside_what_it_is_taken_for(function: str, wanted: Any) -> None:
    drawn = record_of(TangentScene, function=function, points="1").questions[-1]
    assert {one.mistake: one.text for one in drawn.options} == wanted


def test_one_of_several_is_chosen_and_steps_are_put_in_order() -> None:
    steepest = record_of(DerivativeTableScene, functions="w**2, w**3, 5*w", at="1").questions[0]
    assert [one.text for one in steepest.options] == ["5w", "w²", "w³"]
    none = record_of(DerivativeTableScene, functions="w**2, 2*w", at="1").questions[0]
    assert (none.kind, none.options) == ("flip", ())  # both are
    order, memory = record_of(OrderScene).questions
    assert (order.kind, [one.text for one in order.options][::4]) == (
        "order", ["nudge the input", "update"],
    )  # fmt: skip
    assert memory.options[0].text == "divide"


def test_a_step_on_a_map_has_two_numbers_and_a_task_may_ask_for_one() -> None:
    way = {"function": "J(w, b) = w**2 + 2*b**2", "start": "1, 1", "learning_rate": "0.1"}
    asked = record_of(SurfaceDescentScene, **way).questions[-1]
    assert {one.mistake: one.text for one in asked.options} == {
        "": "w = 0.8, b = 0.6", "step": "w = −0.2, b = −0.4", "sign": "w = 1.2, b = 1.4",
    }  # fmt: skip
    values = "a = 3; k = slope of J(w) = w**3 at a"
    steep, free = record_of(
        PauseScene,
        tasks="How steep? | It is {k}. | {k} || And why? | It is so at {a}.",
        values=values,
    ).questions
    assert [(one.mistake, one.value) for one in steep.options] == [
        ("", "27"), ("sign", "-27"), ("factor", "54"), ("factor", "27/2"),
    ]  # fmt: skip  # the value is 27, too
    assert (free.kind, free.options) == ("flip", ())
    with pytest.raises(LessonError, match="asks for one number"):
        tell(PauseScene, tasks="How steep? | It is {k}. | near {k}", values=values)


def test_what_is_no_answer_is_refused_with_what_would_be_one() -> None:
    with pytest.raises(LessonError, match="did you mean sign"):
        Answer(quantity(4), (("sing", quantity(-4)),))
    with pytest.raises(LessonError, match="numbers beside a number"):
        Answer(quantity(4), (("other", terms.name("w")),)).solved(ENGLISH)
    with pytest.raises(LessonError, match=r"answers=Answer\(value\)"):
        solved("4", ENGLISH)  # type: ignore[arg-type]
    assert Answer(6).solved(ENGLISH)[1][0] == Option("6", "6")


RIGHT = Option("4", "4")


@pytest.mark.parametrize(
    ("kind", "options", "says"),
    [
        ("riddle", (RIGHT,), "of the kind riddle"),
        ("choice", (RIGHT,), "of the kind choice"),
        ("number", (Option("4", "four"),), "no fractions"),
        ("number", (Option("4", "4e999999999"),), "no fractions"),
        ("number", (Option("4", "4/0"),), "no fractions"),
        ("number", (Option("4"),), "not exact"),
        ("number", (RIGHT, Option("5", "5")), "only right"),
        ("number", (Option("4", "4", "sign"),), "only right"),
        ("number", (RIGHT, Option("8/2", "8/2", "sign")), "not exact and different"),
        ("order", (RIGHT, RIGHT), "of the kind order"),
    ],
)
def test_a_record_whose_answers_cannot_be_compared_is_refused(
    kind: str, options: tuple[Option, ...], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        Question(0, "What is 2²?", "It is 4.", kind=kind, options=options).check()
