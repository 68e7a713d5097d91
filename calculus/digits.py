"""Digits and signs of exact constants."""

from __future__ import annotations

from functools import lru_cache
from math import log

import sympy as sp
from sympy.core.evalf import PrecisionExhausted

MAX_DIGITS = 4000
"""Digits of a numerator or denominator: Python itself refuses to print more than 4300."""

MAX_ARGUMENT = 10_000
"""Of exp, sin and the like: exp of it has about as many digits as are allowed above."""

_MIN_DIGITS = 100
"""Digits asked of SymPy at least: with fewer than k, its log(1 + 10^-k) comes out as 0."""

_COMPARED = 30
"""Digits by which sizes are told apart."""

_MAX_CANCELLED = int(MAX_ARGUMENT / log(10)) + 1
"""Digits that may cancel before what is left counts as zero: exp(-MAX_ARGUMENT) beside 1."""

_TRIED = 0, _MAX_CANCELLED // 18, _MAX_CANCELLED // 6, _MAX_CANCELLED
"""Digits that are tried beyond those asked for, the most of them only where nothing else helps."""


def sign_of(value: sp.Expr) -> int:
    """-1, 0 or 1; a constant that is zero as far as thousands of digits tell counts as zero.

    >>> sign_of(sp.sqrt(2) - sp.Rational(3, 2)), sign_of((1 + sp.sqrt(2))**2 - 3 - sp.sqrt(8))
    (-1, 0)
    """
    above = int(digits_of(value, 1).p)  # SymPy's own sign is slow, even for rationals
    return (above > 0) - (above < 0)


def digits_of(value: sp.Expr, digits: int) -> sp.Rational:
    """The value itself if it is rational, else a rational with so many digits of it.

    Zero as far as thousands of digits tell is zero.

    >>> digits_of(sp.pi, 5) - sp.Rational("3.14159") < sp.Rational("0.00001")
    True
    """
    return value if value.is_Rational else _digits_of(value, max(digits, _MIN_DIGITS))


@lru_cache(maxsize=4096)
def _digits_of(value: sp.Expr, digits: int) -> sp.Rational:
    """Digits of what is not rational, worked out once for all who ask for few of them."""
    precision = digits + 2
    for more in _TRIED:
        # Where nothing is left of a sum in so many digits, SymPy does not try more of them.
        most = precision + more
        try:
            found = value.evalf(most, maxn=most + _TRIED[2], strict=True)
            if found != 0:  # of log(1 + 10^-k) nothing may be left, and nothing be said of it
                return sp.Rational(found.n(precision))
        except PrecisionExhausted:
            pass
        if more:
            continue
        # SymPy does not work out with more digits what cancels inside of an absolute value.
        opened = value.replace(sp.Abs, lambda part: sign_of(part) * part)
        if opened != value:
            return digits_of(opened, digits)
        if total := _sum_of_terms(value, precision):
            return total
    return sp.Integer(0)


def _sum_of_terms(value: sp.Expr, precision: int) -> sp.Rational:
    """The sum of a constant's terms, each by itself; 0 where they cancel, or there are none.

    Beside others, a term that is zero as far as can be told makes no difference.
    """
    terms = [digits_of(term, precision - 2) for term in value.args] if value.is_Add else []
    total, largest = sum(terms, sp.Integer(0)), max(map(abs, terms), default=0)
    return total if abs(total) > largest / 10 ** (precision // 2) else sp.Integer(0)


def magnitude(value: sp.Expr) -> sp.Rational:
    """The size of a constant, as a rational near enough to sort by.

    >>> magnitude(sp.Rational(-1, 3))
    1/3
    """
    return abs(digits_of(value, _COMPARED))


def count_digits(value: sp.Rational) -> int:
    """Decimal digits of the longer of numerator and denominator, at most one too many."""
    return int(max(abs(value.p).bit_length(), value.q.bit_length()) * 0.30103) + 1
