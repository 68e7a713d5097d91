"""Numbers as a sentence says them: exactly, or about; and whether that is true."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from tests.truth.arithmetic import MP, Real, equal, real, sign
from tests.truth.plain import NotAFormula, decimals, figure

_ABOUT = ("≈", "about", "environ", "aproximadamente", "unos", "unas")


class Untrue(AssertionError):
    """A sentence, or a number, is false."""


def require(fact: object, why: str) -> None:
    """Say why a sentence is false, unless it is not."""
    if not fact:
        raise Untrue(why)


@dataclass(frozen=True)
class Number:
    """A number in a caption.

    Attributes:
        said: As it stands there, with its relation: "≈ 0.33", "= 4", "about 7", "2π/3".
    """

    said: str

    @cached_property
    def is_rounded(self) -> bool:
        """Whether it says that it is rounded."""
        return self.said.startswith(_ABOUT)

    @cached_property
    def text(self) -> str:
        """The digits, or the formula, alone."""
        return re.sub(rf"^(=|{'|'.join(_ABOUT)})\s*", "", self.said).strip()

    @cached_property
    def value(self) -> Real:
        """What it reads as."""
        return figure(self.text)

    @property
    def is_decimal(self) -> bool:
        try:
            decimals(self.text)
        except NotAFormula:
            return False
        return True

    def must_be(self, true: Real, what: str) -> None:
        """Make sure that it is a true value, exactly or rounded as it says."""
        if self.is_rounded:
            self.must_round(true, what)
            # Of an irrational value nobody knows: tanh(100) is no more 1 than 200 digits tell.
            exact = isinstance(true, Fraction) and equal(self.value, true)
            require(not exact, f"{what} is exactly {self.text}, not about")
        else:
            require(equal(self.value, true), f"{what} is {brief(true)}, not {self.text}")

    def must_round(self, true: Real, what: str) -> None:
        """Make sure that the digits are those of a true value, exact or rounded."""
        if equal(self.value, true):
            return
        require(self.is_decimal, f"{what} is {brief(true)}, not {self.text}")
        require(rounds_to(self.text, true), f"{what} is {brief(true)}, which isn't {self.said}")


def rounds_to(text: str, true: Real) -> bool:
    """Whether digits are a true value rounded, with zeros at their end left out or not."""
    shown, last, digits = decimals(text)
    if shown == 0:
        return abs(real(true)) < _TINY
    if sign(true) != sign(shown):
        return False
    # A single digit says as much as two: 0.5 is 0.50 with its zero left out.
    place = last if digits > 1 else last - 1
    unit = real(Fraction(10) ** place)
    return bool(abs(real(true) - real(shown)) <= unit / 2 * (1 + _SLACK))


_SLACK = real(Fraction(1, 10**40))
_TINY = real(Fraction(1, 10**30))  # what is less may be written as about 0: digits of a path end


_LONG = 1000  # digits


def brief(value: Real) -> str:
    """A true value for a message."""
    if isinstance(value, Fraction) and max(map(abs, value.as_integer_ratio())) < 10**12:
        return str(value)
    number = real(value)
    power = int(MP.log10(abs(number))) if number else 0
    if abs(power) > _LONG:  # Python refuses to write as many digits as mpmath asks for
        return f"{'-' if number < 0 else ''}10^{power}"
    return str(MP.nstr(number, 15))
