"""Reads numbers as an audience sees them: digits on screen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from checks.evaluator import Value, real

_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_SHOWN = re.compile(r"([-+])?(\d+)(?:\.(\d+))?(?: (?:×|times) 10\^?\(?([-⁻]?[\d⁰¹²³⁴-⁹]+)\)?)?")


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
