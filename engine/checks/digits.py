"""Reads numbers as an audience meets them: digits on screen, words in speech."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from engine.checks.evaluator import Value, real

_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_SHOWN = re.compile(r"([-+])?(\d+)(?:\.(\d+))?(?: (?:×|times) 10\^?\(?([-⁻]?[\d⁰¹²³⁴-⁹]+)\)?)?")
_ONES = tuple(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "  # noqa: SIM905
    "fifteen sixteen seventeen eighteen nineteen".split()
)
_TENS = tuple("twenty thirty forty fifty sixty seventy eighty ninety".split())  # noqa: SIM905
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


@dataclass(frozen=True)
class Digits:
    """A number as it is displayed.

    Attributes:
        value: What the digits say, exactly.
        places: Decimals displayed.
        unit: The value of one in the last decimal.
    """

    value: Fraction
    places: int
    unit: Fraction


def read_text(text: str) -> Digits | None:
    """Read digits, from the screen or from Typst; None when they are no number.

    Example:
        >>> read_text("−6.02 × 10⁷").value
        Fraction(-60200000, 1)
    """
    plain = re.sub(r'(?<=\d)(?:\\,|","|,)(?=\d)', ".", text.replace("−", "-"))
    match = _SHOWN.fullmatch(plain)
    if match is None:
        return None
    sign, whole, decimals, exponent = match.groups()
    power = Fraction(10) ** int((exponent or "0").translate(_RAISED))
    size = Fraction(f"{whole}.{decimals or '0'}") * power
    places = len(decimals or "")
    return Digits(-size if sign == "-" else size, places, power / 10**places)


def rounded(digits: Digits, true: Value, slack: Value) -> bool:
    """Whether digits are a value, rounded to the nearest; to even where it lies in the middle."""
    if isinstance(true, Fraction) and not slack:
        off = abs(digits.value - true) * 2
        return off < digits.unit or (off == digits.unit and digits.value / digits.unit % 2 == 0)
    return bool(2 * abs(real(digits.value) - real(true)) <= real(digits.unit) + 2 * real(slack))


def read_speech(text: str) -> Fraction | None:
    """Read English number words; None when they are no number.

    Example:
        >>> read_speech("minus one point zero five"), read_speech("two times ten to the three")
        (Fraction(-21, 20), Fraction(2000, 1))
    """
    words = text.replace("-", " ").split()
    sign = 1
    if words[:1] in (["minus"], ["plus"]):
        sign = -1 if words.pop(0) == "minus" else 1
    mantissa, power = " ".join(words), "zero"
    if " times ten to the " in mantissa:
        mantissa, _, power = mantissa.partition(" times ten to the ")
    whole, _, decimals = mantissa.partition(" point ")
    size, exponent = _whole(whole.split()), _whole(power.removeprefix("minus ").split())
    places = [_ONES.index(word) for word in decimals.split() if word in _ONES[:10]]
    if size is None or exponent is None or len(places) != len(decimals.split()):
        return None
    exponent = -exponent if power.startswith("minus ") else exponent
    number = Fraction(f"{size}.{''.join(map(str, places)) or '0'}")
    return sign * number * Fraction(10) ** exponent


def _whole(words: list[str]) -> int | None:
    total, current = 0, 0
    if not words:
        return None
    for word in words:
        if word in _ONES:
            current += _ONES.index(word)
        elif word in _TENS:
            current += 10 * (_TENS.index(word) + 2)
        elif word == "hundred":
            current *= 100
        elif word in _SCALES:
            total, current = total + current * _SCALES[word], 0
        elif word != "and":
            return None
    return total + current
