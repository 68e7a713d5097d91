"""Functions of real numbers that SymPy lacks, takes apart, or works out too eagerly.

Of constants each has its exact value where there is one; of anything else it stays whole, so that
a formula can be shown as it was written.
"""

from __future__ import annotations

import math
from functools import lru_cache

import mpmath
import sympy as sp

from calculus.digits import count_digits, digits_of, sign_of
from calculus.errors import DomainError

TAKEN_APART = 1000
"""Bits of the numbers in a base, times the roots taken, up to which SymPy may factor them."""

MAX_BITS = 1_000_000
"""Of a power of numbers that SymPy works out."""

LONGEST_ROOT = 100
"""Highest root of a longer rational that is tried, in case it is rational."""

_ROOT = 6
"""Highest root of a base whose logarithm is written as a fraction."""

_NEAR = sp.Rational(1, 10**20)
"""Distance from such a fraction within which it is tried."""

_BITS = 400
"""With which a value is worked out at least, so that what nearly cancels leaves some."""


class _Whole(sp.Function):  # type: ignore[misc]  # SymPy has no types
    """A real function that is called in SymPy's text what the grammar calls it."""

    is_real = True

    def __init_subclass__(cls, name: str) -> None:
        cls.__name__ = name


class Sigmoid(_Whole, name="sigma"):
    """The sigmoid, 1/(1 + exp(-z)).

    >>> Sigmoid(0)
    1/2
    """

    is_positive = True

    @classmethod
    def eval(cls, argument: sp.Expr) -> sp.Expr | None:
        """The one value that is known exactly."""
        return sp.Rational(1, 2) if argument == 0 else None

    def _eval_evalf(self, precision: int) -> sp.Expr:
        """Digits, from the definition."""
        return (1 / (1 + sp.exp(-self.args[0])))._eval_evalf(precision)


class Erf(sp.erf):  # type: ignore[misc]
    """The error function; what is left of it beside 1 takes hundreds of digits, which are kept.

    >>> Erf(-1), Erf(0)
    (-erf(1), 0)
    """

    def _eval_evalf(self, precision: int) -> sp.Expr:
        """Digits; as many as a few askers need at once."""
        return _digits_of_erf(self.args[0], 1 << precision.bit_length())


Erf.__name__ = "erf"


@lru_cache(maxsize=256)
def _digits_of_erf(argument: sp.Expr, bits: int) -> sp.Expr:
    return sp.erf(argument, evaluate=False)._eval_evalf(bits)


class Softplus(_Whole, name="softplus"):
    """A smooth ramp, ln(1 + exp(z)).

    >>> Softplus(0)
    log(2)
    """

    is_positive = True

    @classmethod
    def eval(cls, argument: sp.Expr) -> sp.Expr | None:
        """The one value that has a shorter form."""
        return sp.log(2) if argument == 0 else None

    def _eval_evalf(self, precision: int) -> sp.Expr:
        """Digits, also where the exponential is tiny."""
        with mpmath.workprec(bits := _more(precision)):
            power = mpmath.exp(self.args[0]._to_mpmath(bits))
            return sp.Expr._from_mpmath(mpmath.log1p(power), precision)


class _Logarithm(_Whole, name="logarithm"):
    """A logarithm to a whole base."""

    base = 0

    @classmethod
    def eval(cls, argument: sp.Expr) -> sp.Expr | None:
        """A rational value, exactly."""
        if not is_constant(argument) or sign_of(argument) <= 0:
            return None
        close = digits_of(sp.log(argument) / sp.log(cls.base), 30)
        near = sp.Rational(close).limit_denominator(_ROOT)
        known = abs(close - near) < _NEAR and argument**near.q == sp.Integer(cls.base) ** near.p
        return near if known else None

    def _eval_evalf(self, precision: int) -> sp.Expr:
        """Digits, from the definition."""
        with mpmath.workprec(bits := _more(precision)):
            number = self.args[0]._to_mpmath(bits)
            return sp.Expr._from_mpmath(mpmath.log(number) / mpmath.log(self.base), precision)


class Log10(_Logarithm, name="log10"):
    """The decimal logarithm.

    >>> Log10(sp.Rational(1, 1000)), Log10(sp.sqrt(10))
    (-3, 1/2)
    """

    base = 10


class Log2(_Logarithm, name="log2"):
    """The binary logarithm.

    >>> Log2(8)
    3
    """

    base = 2


class UnitStep(_Whole, name="step"):
    """The unit step: 0 below zero, 1 above it.

    >>> UnitStep(-2), UnitStep(0), UnitStep(sp.sqrt(2))
    (0, 1/2, 1)
    """

    @classmethod
    def eval(cls, argument: sp.Expr) -> sp.Expr | None:
        """The value of a constant."""
        return (1 + sp.Integer(sign_of(argument))) / 2 if is_constant(argument) else None


class Maximum(_Whole, name="max"):
    """The largest of several numbers.

    >>> Maximum(1, sp.sqrt(2), sp.pi / 4)
    sqrt(2)
    """

    side = 1

    @classmethod
    def eval(cls, *arguments: sp.Expr) -> sp.Expr | None:
        """The value of constants."""
        best = arguments[0]
        if len(arguments) > 1 and not all(map(is_constant, arguments)):
            return None
        for other in arguments[1:]:
            if sign_of(other - best) == cls.side:
                best = other
        return best


class Minimum(Maximum, name="min"):
    """The smallest of several numbers.

    >>> Minimum(1, sp.sqrt(2), sp.pi / 4)
    pi/4
    """

    side = -1


class Relu(_Whole, name="relu"):
    """The rectified linear unit: the argument above zero, else 0.

    >>> Relu(-2), Relu(sp.pi)
    (0, pi)
    """

    @classmethod
    def eval(cls, argument: sp.Expr) -> sp.Expr | None:
        """The value of a constant."""
        return Maximum(0, argument) if is_constant(argument) else None


class Floor(_Whole, name="floor"):
    """The largest whole number that is not above the argument.

    >>> Floor(sp.Rational(-1, 2)), Floor(sp.pi), Floor((1 + sp.sqrt(2))**2 - sp.sqrt(8))
    (-1, 3, 3)
    """

    @classmethod
    def eval(cls, argument: sp.Expr) -> sp.Expr | None:
        """The value of a constant."""
        if not is_constant(argument):
            return None
        if argument.is_Rational:
            return sp.Integer(argument.p // argument.q)
        close = digits_of(argument, count_digits(digits_of(argument, 1)) + 10)
        near = sp.Integer(round(close))
        return near - 1 if sign_of(argument - near) < 0 else near


class CubeRoot(_Whole, name="cbrt"):
    """The real cube root, also of negative numbers.

    >>> CubeRoot(-8), CubeRoot(2)
    (-2, 2**(1/3))
    """

    @classmethod
    def eval(cls, argument: sp.Expr) -> sp.Expr | None:
        """The root of a constant."""
        if not is_constant(argument):
            return None
        sign = sign_of(argument)
        return sign * power(sign * argument, sp.Rational(1, 3)) if sign else sp.Integer(0)


class WholePower(sp.Function):  # type: ignore[misc]  # SymPy has no types
    """A positive constant to a rational power, kept whole.

    SymPy takes such a power apart into primes, which for 12**0.700001 means integers of
    hundreds of thousands of digits.
    """

    is_real = True
    is_positive = True

    def _eval_evalf(self, precision: int) -> sp.Expr:
        """Digits, from the definition."""
        base, exponent = self.args
        with mpmath.workprec(bits := _more(precision)):
            power = exponent._to_mpmath(bits) * mpmath.log(base._to_mpmath(bits))
            return sp.Expr._from_mpmath(mpmath.exp(power), precision)


def absolute(argument: sp.Expr) -> sp.Expr:
    """The absolute value; whole where SymPy would look for complex parts of a real argument.

    >>> absolute(1 - sp.sqrt(2))
    -1 + sqrt(2)
    """
    if is_constant(argument):
        return -argument if sign_of(argument) < 0 else argument
    return sp.Abs(argument, evaluate=bool(argument.is_extended_real))


def sign(argument: sp.Expr) -> sp.Expr:
    """-1, 0 or 1."""
    return sp.Integer(sign_of(argument)) if is_constant(argument) else sp.sign(argument)


def _more(precision: int) -> int:
    """Bits to work with for so many: an argument of some thousands costs a dozen."""
    return max(_BITS, precision + 70)


def is_constant(value: sp.Expr) -> bool:
    """Whether there are no variables in an expression, and nothing infinite or imaginary."""
    if not value.is_number or value.is_real is False:
        return False
    return not value.has(sp.I, sp.nan, sp.oo, -sp.oo, sp.zoo)


def power(base: sp.Expr, exponent: sp.Expr) -> sp.Expr:
    """A power in SymPy; a root of numbers that are too long to take apart stays whole.

    Raises:
        DomainError: for a number of far too many digits.

    >>> power(sp.Integer(2), sp.Rational(1, 2)), power(sp.Integer(10)**100, sp.Rational(1, 2)).q
    (sqrt(2), 1)
    """
    if not (base.is_number and exponent.is_Rational) or base in (0, 1, -1):
        return base**exponent
    bits = bits_of(base)
    if bits * abs(exponent) > MAX_BITS:
        rule = f"has at most {MAX_BITS} binary digits"
        raise DomainError("power", rule, str(exponent), "a smaller exponent")
    if exponent.is_Integer or bits * exponent.q <= TAKEN_APART:
        return base**exponent
    if base.is_Rational and exponent.q <= LONGEST_ROOT:
        above, below = (sp.integer_nthroot(int(part), int(exponent.q)) for part in (base.p, base.q))
        if above[1] and below[1]:
            return sp.Rational(above[0], below[0]) ** exponent.p
    return WholePower(base, exponent)


def bits_of(value: sp.Expr) -> int:
    """Binary digits of all numbers in a constant, times the roots taken in it.

    >>> bits_of(sp.Integer(15)), bits_of(sp.sqrt(15))
    (4, 12)
    """
    bits = sum(max(abs(part.p), part.q).bit_length() for part in value.atoms(sp.Rational))
    roots = [inner.exp.q for inner in value.atoms(sp.Pow) if inner.exp.is_Rational]
    return int(bits * math.prod(roots))
