"""From a number to what is seen, typeset and said: the only place where digits are made."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import log10
from typing import TypeAlias

import sympy as sp

from calculus.evaluate import digits_of
from calculus.expression import RAISED
from calculus.quantity import Quantity, quantity, to_float
from calculus.vocabulary import ENGLISH, Vocabulary

LONGEST_WHOLE = 9
"""Digits before the point, and zeros after it, beyond which a number goes to powers of ten."""

_CAREFUL = (30, 60, 120)
"""Digits to which an irrational number is worked out, until they decide how it rounds."""

MOST_PLACES = 9
"""Decimals of an exact number that are written in full unless a scene is told otherwise."""

_SIGNIFICANT = 2, 6
"""Digits kept of a rounded number, at least and at most."""

_TAIL = 100
"""Zeros at the end of a rounded number that say nothing: ≈ −0.000001, not −0.00000100000."""

_TIMES = " times 10^("
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

Writable: TypeAlias = Quantity | sp.Expr | int | str | Fraction
"""A number that can be written: a quantity, or an exact one."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as the audience meets it.

    Attributes:
        text: for the screen, "−0.005999" or "6.02 × 10⁷", with a typographic minus.
        typst: for the math mode of Typst, "-0.005999".
        speech: in English words.
        number: the float nearest to the true value, for geometry.
        exact: whether the digits are the true value.
        places: decimals displayed.
        rounding: "none", or the rule: "6 significant digits", "3 decimals".
        quantity: the number itself, and where it comes from.
    """

    text: str
    typst: str
    speech: str
    number: float
    exact: bool
    places: int
    rounding: str
    quantity: Quantity

    @property
    def relation(self) -> str:
        """The sign that may stand before the digits: "=" or "≈"."""
        return "=" if self.exact else "≈"

    @property
    def digits(self) -> sp.Expr:
        """The number that the digits say: the true value if they are exact."""
        if self.exact:
            return self.quantity.value
        mantissa, _, exponent = self.typst.partition(_TIMES)
        return sp.Rational(mantissa) * sp.Integer(10) ** int(exponent.rstrip(")") or 0)

    @property
    def unit(self) -> sp.Rational:
        """What one in the last digit is worth."""
        exponent = self.typst.partition(_TIMES)[2].rstrip(")")
        return sp.Integer(10) ** (int(exponent or 0) - self.places)

    @property
    def marked(self) -> str:
        """The digits alone if they are exact, after a "≈" otherwise."""
        return self.text if self.exact else f"≈ {self.text}"

    @property
    def marked_typst(self) -> str:
        """The same for Typst."""
        return self.typst if self.exact else f"approx {self.typst}"

    @property
    def marked_speech(self) -> str:
        """The same in words."""
        return self.speech if self.exact else f"about {self.speech}"

    def said(self, words: Vocabulary) -> str:
        """The digits in the words of a language."""
        return _speech(self.typst, words)

    @property
    def equals(self) -> str:
        """The relation and the digits: "= 4.001"."""
        return f"{self.relation} {self.text}"

    @property
    def equals_typst(self) -> str:
        """The same for Typst."""
        return f"{'=' if self.exact else 'approx'} {self.typst}"


@dataclass(frozen=True, slots=True)
class _Decimal:
    """A decimal being displayed: units · 10^(exponent - places)."""

    units: int
    places: int
    exponent: int | None = None

    @property
    def value(self) -> sp.Rational:
        return sp.Integer(self.units) * sp.Integer(10) ** ((self.exponent or 0) - self.places)

    @property
    def decimal(self) -> str:
        digits = str(abs(self.units)).zfill(self.places + 1)
        whole = digits[: len(digits) - self.places]
        return whole + (f".{digits[-self.places :]}" if self.places else "")


def shown(
    value: Writable,
    *,
    places: int = MOST_PLACES,
    significant: int | None = None,
    fixed: int | None = None,
    signed: bool = False,
    most: int = MOST_PLACES,
) -> Shown:
    """A number for screen, Typst and speech.

    In full if it ends within `places` decimals; otherwise rounded, half to even, to
    `significant` digits, and marked ≈; two or more zeros at its end are left out then. From a
    thousand million on, and below a thousand millionth, it is written with a power of ten.

    Args:
        value: a quantity, or an exact number.
        places: decimals up to which an exact number is written in full, zero or more.
        significant: digits kept of any other number, one or more; by default 6, or as many
            as fewer than 6 `places` hold, but at least 2.
        fixed: exactly so many decimals instead, for labels and rolling digits.
        signed: put a plus before positive numbers.
        most: decimals at most; two significant digits always remain, and so do all digits of a
            rounded number where this is `MOST_PLACES`.

    Raises:
        ExpressionError: for what is not a real constant.

    >>> shown("-0.005999").text, shown("4.001").equals, shown("ln(2)").marked
    ('−0.005999', '= 4.001', '≈ 0.693147')
    >>> shown("6.02*10**10").text, shown(sp.Rational(1, 3), fixed=2).speech
    ('6.02 × 10¹⁰', 'zero point three three')
    """
    return _shown(quantity(value), min(places, most), significant, fixed, signed, most)


@lru_cache(maxsize=4096)  # a graph tries many sizes with the same numbers
def _shown(
    known: Quantity,
    places: int,
    significant: int | None,
    fixed: int | None,
    signed: bool,
    most: int,
) -> Shown:
    if fixed is not None:
        digits = _Decimal(_rounded(known.value, fixed), fixed)
        rule = f"{fixed} decimals"
    else:
        digits = _digits(known.value, places, significant, most)
        rule = f"{_significant(digits)} significant digits"
    exact = known.exact and known.value.is_Rational and digits.value == known.value
    sign = "-" if digits.units < 0 else "+" if signed and digits.units else ""
    typst = sign + _typst(digits)
    return Shown(
        text=sign.replace("-", "−") + _text(digits),
        typst=typst,
        speech=_speech(typst, ENGLISH),
        number=to_float(known.value),
        exact=exact,
        places=digits.places,
        rounding="none" if exact else rule,
        quantity=known,
    )


def _digits(value: sp.Expr, places: int, significant: int | None, limit: int) -> _Decimal:
    """The decimal to display when the number of decimals is not fixed."""
    if value == 0 or digits_of(value, 30) == 0:
        return _Decimal(0, 0)
    order = _order(value)
    least, most = _SIGNIFICANT
    if significant is None:
        significant = most if places >= most else min(most, max(least, order + 1 + places))
    is_scientific = not -LONGEST_WHOLE <= order < LONGEST_WHOLE
    if limit < MOST_PLACES:
        significant = min(significant, max(least, 1 + limit + (0 if is_scientific else order)))
    if is_scientific:
        return _scientific(value, order, significant)
    if value.is_Rational:
        scaled = value * 10**places
        if scaled.is_Integer:
            return _without_zeros(_Decimal(int(scaled), places))
    kept = max(significant - 1 - order, 0)
    units = _rounded(value, kept)
    if kept and abs(units) >= 10 ** max(significant, order + 1):
        units, kept = units // 10, kept - 1
    digits = _Decimal(units, kept)
    return _without_zeros(digits) if digits.value == value else _without_tail(digits)


def _scientific(value: sp.Expr, order: int, significant: int) -> _Decimal:
    """The mantissa with one digit before the point, without zeros at its end if exact."""
    units = _rounded(value, significant - 1 - order)
    if abs(units) >= 10**significant:
        units, order = units // 10, order + 1
    digits = _Decimal(units, significant - 1, order)
    return _without_zeros(digits) if digits.value == value else _without_tail(digits)


def _without_tail(digits: _Decimal) -> _Decimal:
    return _without_zeros(digits) if digits.units % _TAIL == 0 else digits


def _without_zeros(digits: _Decimal) -> _Decimal:
    units, places = digits.units, digits.places
    while places and units % 10 == 0:
        units, places = units // 10, places - 1
    return _Decimal(units, places, digits.exponent)


def _order(value: sp.Expr) -> int:
    """The power of ten of the first digit: 2 for 314, -1 for 0.314."""
    size = abs(digits_of(value, _CAREFUL[0]))
    order = round((int(size.p).bit_length() - int(size.q).bit_length()) * log10(2))  # nearly
    while size >= sp.Integer(10) ** (order + 1):
        order += 1
    while size < sp.Integer(10) ** order:
        order -= 1
    return order


def _rounded(value: sp.Expr, places: int) -> int:
    """The value times 10^places as a whole number, half to even."""
    scale = sp.Integer(10) ** places
    for digits in _CAREFUL:
        close = digits_of(value, digits) * scale
        margin = 0 if value.is_Rational else abs(close) / sp.Integer(10) ** digits
        if _half_even(close - margin) == _half_even(close + margin):
            return _half_even(close)
    return _half_even(sp.Rational(round(2 * close), 2))  # halfway, as far as anybody can tell


def _half_even(value: sp.Rational) -> int:
    return round(Fraction(int(value.p), int(value.q)))


def _significant(digits: _Decimal) -> int:
    return len(str(abs(digits.units)))


def _text(digits: _Decimal) -> str:
    if digits.exponent is None:
        return digits.decimal
    return f"{digits.decimal}{RAISED}{str(digits.exponent).translate(_SUPERSCRIPTS)}"


def _typst(digits: _Decimal) -> str:
    if digits.exponent is None:
        return digits.decimal
    return f"{digits.decimal}{_TIMES}{digits.exponent})"


def _speech(typst: str, words: Vocabulary) -> str:
    mantissa, _, exponent = typst.partition(_TIMES)
    said = words.decimal(mantissa)
    if not exponent:
        return said
    return words.scientific.format(said, words.whole(int(exponent.rstrip(")"))))
