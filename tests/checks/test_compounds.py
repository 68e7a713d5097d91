"""Numbers are heard also in languages that write them as one word: Italian, German and Dutch."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import partial

import pytest
from num2words import num2words

from calculus.vocabulary import Vocabulary
from checks import speech
from checks.speech import Tongue, heard, read_speech


def _counted(first: int, step: int, words: str) -> dict[str, int]:
    every = enumerate(words.split())
    return {word: first + step * i for i, group in every for word in group.split("/")}


def _scales(words: str) -> dict[str, int]:
    return {word: 1000**i for word, i in _counted(2, 1, words).items()}


TONGUES = {
    "it": Tongue(
        words=_counted(0, 1, "zero un/uno/una due tre/tré quattro cinque sei sette otto nove dieci "
                           "undici dodici tredici quattordici quindici sedici diciassette "
                           "diciotto/dicotto diciannove venti/vent")
        | _counted(30, 10, "trenta/trent quaranta/quarant cinquanta/cinquant sessanta/sessant "
                         "settanta/settant ottanta/ottant novanta/novant"),
        hundred=frozenset({"cento", "cent"}),
        thousand=frozenset({"mille", "mila"}),
        scales=_scales("milione/milioni miliardo/miliardi bilione/bilioni"),
        links=frozenset(),
        point=frozenset({"virgola"}),
        minus="meno",
        plus="più",
        power=("per", "dieci", "alla"),
        compounds=True,
        joins=frozenset({",", "e"}),
    ),
    "de": Tongue(
        words=_counted(0, 1, "null ein/eins/eine zwei drei vier fünf sechs sieben acht neun zehn "
                           "elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn "
                           "neunzehn")
        | _counted(20, 10, "zwanzig dreissig vierzig fünfzig sechzig siebzig achtzig neunzig"),
        hundred=frozenset({"hundert"}),
        thousand=frozenset({"tausend"}),
        scales=_scales("million/millionen milliarde/milliarden billion/billionen"),
        links=frozenset({"und"}),
        point=frozenset({"komma"}),
        minus="minus",
        plus="plus",
        power=("mal", "zehn", "hoch"),
        compounds=True,
    ),
    "nl": Tongue(
        words=_counted(0, 1, "nul een/één twee drie vier vijf zes zeven acht negen tien elf twaalf "
                           "dertien veertien vijftien zestien zeventien achttien negentien")
        | _counted(20, 10, "twintig dertig veertig vijftig zestig zeventig tachtig negentig"),
        hundred=frozenset({"honderd"}),
        thousand=frozenset({"duizend"}),
        scales=_scales("miljoen miljard biljoen"),
        links=frozenset({"en", "ën"}),
        point=frozenset({"komma"}),
        minus="min",
        plus="plus",
        power=("maal", "tien", "tot", "de"),
        compounds=True,
    ),
}  # fmt: skip


@pytest.fixture(params=TONGUES)
def code(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A language that is listened to now."""
    monkeypatch.setitem(speech.TONGUES, request.param, TONGUES[request.param])
    return str(request.param)


def test_what_num2words_says_is_heard(code: str) -> None:
    tongue, chance = TONGUES[code], random.Random(5)
    (point,) = tongue.point
    words = Vocabulary(partial(num2words, lang=code), point, f"{tongue.minus} {{}}")
    numbers = [*range(1200), *(10**k for k in range(15)), 10**9 + 21 * 10**6 + 3]
    numbers += [chance.randrange(10 ** chance.randint(4, 15)) for _ in range(1500)]
    for number in numbers:
        assert read_speech(words.whole(number), code) == number, words.whole(number)
    for _ in range(200):
        text = f"{chance.uniform(-2000, 2000):.{chance.randint(1, 6)}f}"
        assert read_speech(words.decimal(text), code) == Fraction(text), text
    small = " ".join((words.decimal("-6.02"), *tongue.power, words.whole(-27)))
    assert read_speech(small, code) == Fraction("-6.02e-27")


SENTENCES = {
    "it": ("Da tre, dopo ventuno e cento, a sei.", [3, 21, 100, 6]),
    "de": ("Der Einsatz ist drei und zwanzig, nicht einundzwanzig.", [3, 20, 21]),
    "nl": ("Een acht en dertig, niet achtendertig, vijf keer.", [1, 8, 30, 38, 5]),
}


def test_words_that_stand_apart_are_numbers_of_their_own(code: str) -> None:
    sentence, numbers = SENTENCES[code]
    assert [*heard(sentence, code)] == numbers
