"""Numbers are heard in what a voice says, in every language that lessons are told in."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from calculus.shown import Shown, shown
from calculus.vocabulary import Vocabulary
from checks.speech import heard, read_speech
from scenes.base import LessonScene
from scenes.words.language import codes, speaking
from scenes.words.wording import fill
from tests.checks.looking import findings, message

BY_HAND = [
    ("en", "minus three thousand twelve", -3012),
    ("en", "zero point zero zero four", Fraction(4, 1000)),
    ("en", "six point zero two times ten to the minus seven", Fraction(602, 10**9)),
    ("fr", "quatre-vingt-dix-sept", 97),
    ("fr", "moins soixante et onze virgule zéro cinq", Fraction(-7105, 100)),
    ("fr", "deux mille quatre cent vingt et un", 2421),
    ("fr", "six virgule zéro deux fois dix puissance moins sept", Fraction(602, 10**9)),
    ("es", "menos treinta y uno coma cero cinco", Fraction(-3105, 100)),
    ("es", "mil doscientos treinta y cuatro millones quinientos", 1_234_000_500),
    ("es", "seis coma cero dos por diez elevado a menos siete", Fraction(602, 10**9)),
]


@pytest.mark.parametrize(("code", "words", "truth"), BY_HAND)
def test_number_words_are_read(code: str, words: str, truth: Fraction) -> None:
    assert read_speech(words, code) == truth


@pytest.mark.parametrize("words", ["a lot", "one two", "twenty ten", "zero one", "five apples", ""])
def test_what_is_no_number_is_not_read(words: str) -> None:
    assert read_speech(words) is None


@pytest.mark.parametrize("code", codes())
def test_all_that_is_said_is_read_back(code: str) -> None:
    words, chance = speaking(code).words, random.Random(11)
    numbers = [*range(1200), *(10**k for k in range(15)), 10**15 - 1]
    numbers += [chance.randrange(10 ** chance.randint(4, 15)) for _ in range(1500)]
    numbers += [k * 10**j for k in (21, 31, 71, 80, 91, 200, 1001) for j in range(1, 11)]
    for number in numbers:
        assert read_speech(words.whole(number), code) == number
    for text in ("-12.005", "+3", "0.0009", "1234.5670"):
        assert read_speech(words.decimal(text), code) == Fraction(text)
    scientific = words.scientific.format(words.decimal("-6.02"), words.whole(-27))
    assert read_speech(scientific, code) == Fraction("-6.02e-27")


@pytest.mark.parametrize(
    ("code", "sentence", "numbers"),
    [
        ("en", "b equals one, c equals twenty-two point five minus three.", [1, 22.5, -3]),
        ("fr", "Vers b : trois de l'amont, fois deux, cela fait moins six.", [3, 2, -6]),
        ("es", "Hacia b: llega tres, por dos local, resulta menos seis.", [3, 2, -6]),
        ("es", "el máximo de cien y cinco, el mínimo de treinta y cinco", [100, 5, 35]),
    ],
)
def test_numbers_are_heard_in_a_sentence(code: str, sentence: str, numbers: list[float]) -> None:
    assert [*heard(sentence, code)] == [Fraction(number) for number in numbers]


class Slip(Shown):
    """A number that is said wrongly in some language."""

    def said(self, words: Vocabulary) -> str:
        return shown("3/4").said(words)


class Saying(LessonScene):
    """Says one number."""

    number: Any = None

    def construct(self) -> None:
        with self.beat("{x}", x=self.number):
            self.add(self.formula("{x}", x=self.number))


def slip(number: Shown) -> Shown:
    return Slip(*(getattr(number, name) for name in Shown.__dataclass_fields__))


@pytest.mark.parametrize("code", codes())
def test_what_is_said_wrongly_is_found_in_every_language(code: str) -> None:
    right = type("Right", (Saying,), {"number": shown("1/2")})
    wrong = type("Wrong", (Saying,), {"number": slip(shown("1/2"))})
    assert not [rule for rule, _ in findings(right, language=code) if rule == "numbers.speech"]
    said = speaking(code).words.decimal("0.75")
    assert f"0.5 is said as “{said}”" in message(wrong, "numbers.speech", language=code)


def test_a_number_that_is_left_out_of_a_sentence_is_found() -> None:
    class Silent(Saying):
        number = shown("1/2")

        def say(self, template: str, /, **fields: Any) -> Any:
            return replace(fill(template, **fields), speech="a half")

    assert ("numbers.speech", 0) in findings(Silent)
