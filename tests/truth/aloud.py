"""Reads English numbers back: "minus zero point zero five" is −0.05."""

from __future__ import annotations

import re
from fractions import Fraction

_SMALL = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
]  # fmt: skip
_ONES = {word: number for number, word in enumerate(_SMALL)}
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_WORDS = {*_ONES, *_TENS, *_SCALES, "hundred"}
_TEN = re.compile(r"(.*) times ten to the (.*)")


class NotANumber(ValueError):
    """These words are no number."""


def heard(words: str) -> Fraction:
    """The number that some words say.

    Raises:
        NotANumber: They say none.

    Example:
        >>> heard("minus one thousand two hundred three point zero five"), heard("about two")
        (Fraction(-24061, 20), Fraction(2, 1))
    """
    words = re.sub(r"^(is about|equals|about) ", "", words.strip())
    if words.startswith("minus "):
        return -heard(words[len("minus ") :])
    if match := _TEN.fullmatch(words):
        exponent = heard(match[2])
        return heard(match[1]) * Fraction(10) ** int(exponent)
    whole, point, decimals = words.partition(" point ")
    found = Fraction(_whole(whole))
    if point:
        digits = [_ONES.get(word, 10) for word in decimals.split()]
        if not digits or max(digits) > 9:
            raise NotANumber(words)
        found += Fraction(int("".join(map(str, digits))), 10 ** len(digits))
    return found


def _whole(words: str) -> int:
    parts = words.replace("-", " ").split()
    if not parts or not {*parts} <= _WORDS:
        raise NotANumber(words)
    if len(parts) > 15 and {*parts} <= {*_SMALL[:10]}:  # so large that its digits are said
        return int("".join(str(_ONES[part]) for part in parts))
    total = group = 0
    last = 10**15
    for part in parts:
        if part in _SCALES:
            if not group or _SCALES[part] >= last:
                raise NotANumber(words)
            last = _SCALES[part]
            total, group = total + group * last, 0
        elif part == "hundred":
            group *= 100
        else:
            more = _ONES[part] if part in _ONES else _TENS[part]
            room = 100 if group and group % 100 == 0 else 10 if group % 100 >= 20 else 1
            if (group and more >= room) or (more == 0 and len(parts) > 1):
                raise NotANumber(words)
            group += more
    return total + group
