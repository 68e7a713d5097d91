"""Numbers reach a sentence only through fields, and bring their relation along."""

from __future__ import annotations

import pytest

from calculus.errors import LessonError
from calculus.shown import shown
from scenes.words import terms
from scenes.words.wording import Clause, Enumeration, fill, relation


@pytest.mark.parametrize("template", ["The slope is 3.", "x^2", "Δa = {a} and 0"])
def test_a_digit_in_a_template_is_refused(template: str) -> None:
    with pytest.raises(LessonError, match="numbers in fields, not as digits"):
        fill(template, a=shown(1))


def test_an_exact_number_is_equal_and_a_rounded_one_only_about() -> None:
    half, third = fill("f {v:equals}", v=shown("1/2")), fill("f {v:equals}", v=shown("1/3"))
    assert (half.text, half.typst, half.speech) == (
        "f = 0.5",
        "f = 0.5",
        "f equals zero point five",
    )
    assert (third.text, third.typst) == ("f ≈ 0.333333", "f approx 0.333333")
    assert third.speech.startswith("f is about zero point three")


def test_a_rounded_number_keeps_its_sign_in_running_text() -> None:
    assert fill("It is {v}.", v=shown("1/3")).text == "It is about 0.333333."


def test_the_numbers_of_a_sentence_are_on_record() -> None:
    wording = fill("{a} and {b}", a=shown(2), b=shown("0.25"))
    assert [number.text for number in wording.numbers] == ["2", "0.25"]


def test_a_negative_factor_stands_in_parentheses() -> None:
    assert terms.factor(shown(-6)).typst == "(-6)"
    assert terms.factor(shown(6)).typst == "6"


def test_one_rounded_operand_makes_a_calculation_approximate() -> None:
    assert relation(shown(1), shown(2)).text == "="
    assert relation(shown(1), shown("1/3")).text == "≈"


def test_parts_are_joined_as_in_speech() -> None:
    parts = [Clause("{n} {v:equals}", {"n": terms.name(n), "v": shown(1)}) for n in "abc"]
    said = [fill("{all}", all=Enumeration(tuple(parts[:count]))) for count in (1, 2, 3)]
    assert [wording.text for wording in said] == [
        "a = 1",
        "a = 1 and b = 1",
        "a = 1, b = 1 and c = 1",
    ]
    assert [len(wording.numbers) for wording in said] == [1, 2, 3]
