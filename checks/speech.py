"""Hears numbers in what a voice says, in every language that lessons are told in.

What the project says is put into words by a vocabulary and num2words; it is read here by tables
of its own, so that the two can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]+|[^\s\w-]")  # a word, or a sign that ends a number


@dataclass(frozen=True)
class Tongue:
    """How a language says numbers.

    Attributes:
        words: Words whose values are added, such as twenty and one.
        hundred: Words that multiply what stands before them by 100.
        thousand: Words for 1000.
        scales: Words for larger powers of ten.
        links: Words between tens, from twenty on, and ones, which mean nothing.
        point: Words for the decimal point.
        minus, plus: The signs.
        power: What stands between the digits and a power of ten, ten included.
        compounds: Whether number words are written together, as in "dreiundzwanzig".
        joins: What may stand between a scale and what is added to it, and means nothing.
    """

    words: Mapping[str, int]
    hundred: frozenset[str]
    thousand: frozenset[str]
    scales: Mapping[str, int]
    links: frozenset[str]
    point: frozenset[str]
    minus: str
    plus: str
    power: tuple[str, ...]
    compounds: bool = False
    joins: frozenset[str] = frozenset()

    @cached_property
    def numerals(self) -> tuple[str, ...]:
        """All words that numbers are made of, those first that begin with others."""
        every = {*self.words, *self.hundred, *self.thousand, *self.scales, *self.links}
        return tuple(sorted(every, key=len, reverse=True))


def _counted(first: int, step: int, words: str) -> dict[str, int]:
    """Number words from the first on; variants of one stand behind a slash."""
    every = enumerate(words.split())
    return {word: first + step * i for i, group in every for word in group.split("/")}


def _scales(words: str) -> dict[str, int]:
    """Words for a million and on, each 1000 times the one before; variants stand behind a slash."""
    return {word: 1000**power for word, power in _counted(2, 1, words).items()}


TONGUES = {
    "en": Tongue(
        words=_counted(
            0,
            1,
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            "fifteen sixteen seventeen eighteen nineteen",
        )
        | _counted(20, 10, "twenty thirty forty fifty sixty seventy eighty ninety"),
        hundred=frozenset({"hundred"}),
        thousand=frozenset({"thousand"}),
        scales=_scales("million billion trillion"),
        links=frozenset(),
        point=frozenset({"point"}),
        minus="minus",
        plus="plus",
        power=("times", "ten", "to", "the"),
    ),
    "fr": Tongue(
        words=_counted(
            0,
            1,
            "zéro un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze "
            "quinze seize",
        )
        | _counted(20, 10, "vingt/vingts trente quarante cinquante soixante"),
        hundred=frozenset({"cent", "cents"}),
        thousand=frozenset({"mille"}),
        scales=_scales("million/millions milliard/milliards billion/billions"),
        links=frozenset({"et"}),
        point=frozenset({"virgule", "point"}),
        minus="moins",
        plus="plus",
        power=("fois", "dix", "puissance"),
    ),
    "es": Tongue(
        words=_counted(
            0,
            1,
            "cero un/uno/una dos tres cuatro cinco seis siete ocho nueve diez once doce trece "
            "catorce quince dieciséis diecisiete dieciocho diecinueve veinte "
            "veintiún/veintiuno/veintiuna veintidós veintitrés veinticuatro veinticinco "
            "veintiséis veintisiete veintiocho veintinueve",
        )
        | _counted(30, 10, "treinta cuarenta cincuenta sesenta setenta ochenta noventa")
        | _counted(
            100,
            100,
            "cien/ciento doscientos/doscientas trescientos/trescientas cuatrocientos/cuatrocientas "
            "quinientos/quinientas seiscientos/seiscientas setecientos/setecientas "
            "ochocientos/ochocientas novecientos/novecientas",
        ),
        hundred=frozenset(),
        thousand=frozenset({"mil"}),
        scales={
            **dict.fromkeys(("millón", "millones"), 10**6),
            **dict.fromkeys(("billón", "billones"), 10**12),
        },
        links=frozenset({"y"}),
        point=frozenset({"coma", "punto"}),
        minus="menos",
        plus="más",
        power=("por", "diez", "elevado", "a"),
    ),
}


def read_speech(text: str, code: str = "en") -> Fraction | None:
    """Read number words; None when they are no number, or more than one.

    Args:
        text: What is said.
        code: The language, one of `TONGUES`.

    Example:
        >>> read_speech("minus one point zero five"), read_speech("quatre-vingt-onze", "fr")
        (Fraction(-21, 20), Fraction(91, 1))
    """
    listener = _Listener(text, TONGUES[code])
    number = listener.number()
    return None if listener.words else number


def heard(text: str, code: str) -> Iterator[Fraction]:
    """Yield the numbers in a sentence.

    Example:
        >>> [*map(str, heard("Vers b : 3 de l'amont, fois deux, cela fait moins un demi", "fr"))]
        ['2', '-1']
    """
    listener = _Listener(text, TONGUES[code])
    while listener.words:
        number = listener.number()
        if number is None:
            listener.words.pop(0)
        else:
            yield number


class _Listener:
    """Words that are still to be heard."""

    def __init__(self, text: str, tongue: Tongue) -> None:
        words = _WORD.findall(text.casefold())
        self.words = [part for word in words for part in _apart(word, tongue)]
        self._tongue = tongue

    def number(self) -> Fraction | None:
        """Take a number from the front; None, and nothing is taken, if there is none."""
        all_words = self.words[:]
        sign = -1 if self._take(self._tongue.minus) else 1
        if sign == 1:
            self._take(self._tongue.plus)
        size = self._whole()
        if size is None:
            self.words = all_words
            return None
        number = sign * (size + self._decimals())
        return number * self._power()

    def _take(self, *expected: str) -> bool:
        if tuple(self.words[: len(expected)]) != expected:
            return False
        del self.words[: len(expected)]
        return True

    def _decimals(self) -> Fraction:
        """Take the point and what stands behind it, digit by digit."""
        digits = []
        if len(self.words) > 1 and self.words[0] in self._tongue.point:
            for word in self.words[1:]:
                digit = self._tongue.words.get(word, 10)
                if digit > 9:
                    break
                digits.append(digit)
        if digits:
            del self.words[: len(digits) + 1]
        return sum((Fraction(d, 10**i) for i, d in enumerate(digits, 1)), Fraction(0))

    def _power(self) -> Fraction:
        all_words = self.words[:]
        if self._take(*self._tongue.power):
            sign = -1 if self._take(self._tongue.minus) else 1
            exponent = self._whole()
            if exponent is not None:
                return Fraction(10) ** (sign * exponent)
            self.words = all_words
        return Fraction(1)

    def _whole(self) -> int | None:
        """Take a whole number: as many words as belong together."""
        tongue, numerals = self._tongue, self._tongue.numerals
        total = thousands = current = taken = 0
        for word, after in pairwise([*self.words, ""]):
            more = _together(current, tongue.words.get(word), taken > 0)
            if more is not None:
                current = more
            elif word in tongue.hundred and current < 10:
                current = 100 * (current or 1)
            elif word in tongue.thousand and not thousands:
                thousands, current = 1000 * (current or 1), 0
            elif word in tongue.scales and taken:
                total += (thousands + current) * tongue.scales[word]
                thousands = current = 0
            elif not (
                (
                    word in tongue.links
                    and current % 100 >= 20
                    and 0 < tongue.words.get(after, 0) < 12
                )
                or (
                    word in tongue.joins and total and not thousands + current and after in numerals
                )
            ):
                break
            taken += 1
            if more == 0:
                break
        del self.words[:taken]
        return total + thousands + current if taken else None


def _apart(word: str, tongue: Tongue) -> list[str]:
    """Return the number words that a word is made of, tens before ones; others as they are."""
    parts = (tongue.compounds and _split(word, tongue.numerals)) or [word]
    for i in range(len(parts) - 2, 0, -1):
        ones, tens = (tongue.words.get(parts[i + side], 0) for side in (-1, 1))
        if parts[i] in tongue.links and 0 < ones < 10 < tens:
            parts[i - 1 : i + 2] = parts[i + 1], parts[i - 1]
    return parts


def _split(word: str, numerals: tuple[str, ...]) -> list[str] | None:
    """Return the numerals that make a word together; None if it isn't made of them."""
    if not word:
        return []
    for first in numerals:
        if word.startswith(first):
            others = _split(word.removeprefix(first), numerals)
            if others is not None:
                return [first, *others]
    return None


def _together(current: int, value: int | None, is_started: bool) -> int | None:
    """Return what words of some values mean together; None if they cannot stand together.

    Twenty takes a one, sixty (in French) also a ten, ten (in French) a seven, and four twenties
    are eighty.
    """
    below = current % 100
    if value is None or (value == 0 and is_started) or (value >= 100 and current):
        return None
    if value == 20 and below == 4:
        return current - 4 + 80
    fits = (
        not below
        or (value < 10 and below % 10 == 0 and (below != 10 or value > 6))
        or (9 < value < 17 and below in (60, 80))
    )
    return current + value if fits else None
