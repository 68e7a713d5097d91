"""Arithmetic of the oracle: fractions where they last, else 200 digits, or thousands."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, TypeAlias

import mpmath

MP: Any = mpmath.mp.clone()
MP.dps = 200
MANY = 1000, 6000  # digits, where 200 leave nothing of 1 - tanh(1000)**2, say
_LONGEST = 6000  # bits of a fraction before it becomes digits
FARTHEST = 10**9  # an exponent of e, from where on nobody asks for digits

Real: TypeAlias = Any  # Fraction or MP.mpf


class Undefined(ArithmeticError):
    """There is no real value here, or no slope."""


def nothing() -> Any:
    """A size far beyond any digit shown, and far above rounding."""
    return MP.mpf(10) ** -(MP.dps * 3 // 4)


def is_nothing(value: Real) -> bool:
    """Whether it is 0: what is left of numbers that cancel is, e to the power −1000 is not."""
    tiny = MP.mpf(10) ** -(MP.dps * 11 // 10)  # numbers that cancel leave more
    return equal(value, 0) and not 0 < abs(real(value)) < tiny


def real(value: Real) -> Any:
    """The value with as many digits as there are."""
    if isinstance(value, Fraction):
        return MP.mpf(value.numerator) / value.denominator
    return MP.mpf(value)


def equal(one: Real, other: Real) -> bool:
    """Whether two numbers are the same, as far as three quarters of the digits tell."""
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return one == other
    one, other = real(one), real(other)
    return bool(abs(one - other) <= nothing() * max(1, abs(one), abs(other)))


def sign(value: Real) -> int:
    if isinstance(value, Fraction):
        return (value > 0) - (value < 0)
    return 0 if abs(value) < nothing() else (1 if value > 0 else -1)


def _bits(value: Fraction) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def kept(value: Real) -> Real:
    """A fraction as long as it is short enough."""
    if isinstance(value, Fraction):
        return real(value) if _bits(value) > _LONGEST else value
    if not MP.isfinite(value) or not isinstance(value, MP.mpf):
        raise Undefined("not a real number")
    return value


def add(one: Real, other: Real) -> Real:
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return kept(one + other)
    return kept(real(one) + real(other))


def multiply(one: Real, other: Real) -> Real:
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return kept(one * other)
    nothing_at_all = any(isinstance(part, Fraction) and part == 0 for part in (one, other))
    return Fraction(0) if nothing_at_all else kept(real(one) * real(other))


def divide(one: Real, other: Real) -> Real:
    if sign(other) == 0:
        raise Undefined("divides by 0")
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return kept(one / other)
    return kept(real(one) / real(other))


def power(base: Real, exponent: Real) -> Real:
    """A real power: of what is negative only whole ones, of 0 no negative ones."""
    whole = isinstance(exponent, Fraction) and exponent.denominator == 1
    if is_nothing(base):
        if sign(exponent) < 0:
            raise Undefined("negative power of 0")
        nothing_at_all = isinstance(base, Fraction)  # and not what is left of rounded numbers
        return Fraction(1) if sign(exponent) == 0 else Fraction(0) if nothing_at_all else base
    if base < 0 and not whole:
        raise Undefined("fractional power of a negative number")
    if whole and isinstance(base, Fraction) and abs(exponent) * _bits(base) < 10 * _LONGEST:
        return kept(base**exponent.numerator)
    if isinstance(base, Fraction) and isinstance(exponent, Fraction) and not whole:
        root = _root(base, exponent.denominator)
        if root is not None:
            return power(root, Fraction(exponent.numerator))
    if abs(real(exponent) * MP.mag(real(base))) > FARTHEST:
        raise OverflowError("a power takes too many digits")
    if whole:
        return kept(MP.power(real(base), exponent.numerator))
    return kept(MP.exp(real(exponent) * MP.log(real(base))))


def _root(value: Fraction, degree: int) -> Fraction | None:
    """The root of a fraction where it is one."""
    if degree > 10 or value < 0:
        return None
    found = []
    for part in (value.numerator, value.denominator):
        near = round(MP.root(part, degree)) if degree > 2 else math.isqrt(part)
        if near**degree != part:
            return None
        found.append(int(near))
    return Fraction(*found)
