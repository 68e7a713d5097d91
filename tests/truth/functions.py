"""Functions with their first two derivatives; fractions only where the value is one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from tests.truth.arithmetic import (
    FARTHEST,
    MP,
    Real,
    Undefined,
    divide,
    equal,
    nothing,
    power,
    real,
    sign,
)

_HALF = Fraction(1, 2)


def _positive(x: Real, least: int = 1) -> Any:
    if sign(x) < least:
        raise Undefined("outside of the domain")
    return real(x)


def _corner(x: Real) -> int:
    if sign(x) == 0:
        raise Undefined("no slope in a corner")
    return sign(x)


def _moderate(x: Real) -> Any:
    x = real(x)
    if abs(x) > FARTHEST:
        raise OverflowError("an exponential of this takes too many digits")
    return x


def _sigma(x: Any) -> Any:
    return _logistic(x, MP.dps)


@lru_cache(maxsize=1024)
def _logistic(x: Any, _: int) -> Any:
    """The same number of an input, to so many digits: a slope asks for it several times."""
    return 1 / (1 + MP.exp(-x))


def _inside(x: Real) -> Any:
    x = real(x)
    if abs(x) > 1:
        raise Undefined("outside of the domain")
    return x


def _strictly(x: Real) -> Any:
    if equal(abs(x), 1) or abs(real(x)) > 1:
        raise Undefined("no slope at the end of the domain")
    return real(x)


def _tangent(x: Real) -> Any:
    x = real(x)
    if abs(MP.cos(x)) < nothing():
        raise Undefined("a pole of the tangent")
    return MP.tan(x)


def _sqrt(x: Real) -> Real:
    if sign(x) < 0:
        raise Undefined("root of a negative number")
    return power(x, _HALF)


def _tread(x: Real) -> Fraction:
    if equal(real(x), MP.nint(real(x))):
        raise Undefined("no slope in a step")
    return Fraction(0)


def _whole(x: Any) -> Real:
    """A whole number as a fraction."""
    return Fraction(int(MP.nint(x))) if equal(x, MP.nint(x)) else x


def _logarithm(base: int) -> tuple[Callable[[Any], Real], ...]:
    return (
        lambda x: _whole(MP.log(_positive(x), base)),
        lambda x: 1 / (_positive(x) * MP.log(base)),
        lambda x: -1 / (_positive(x) ** 2 * MP.log(base)),
    )


FUNCTIONS: Mapping[str, tuple[Callable[[Any], Real], ...]] = {
    "ln": (
        lambda x: MP.log(_positive(x)),
        lambda x: 1 / _positive(x),
        lambda x: -1 / _positive(x) ** 2,
    ),
    "log10": _logarithm(10),
    "log2": _logarithm(2),
    "exp": (lambda x: MP.exp(_moderate(x)),) * 3,
    "sqrt": (
        _sqrt,
        lambda x: divide(_HALF, power(x, _HALF)),
        lambda x: divide(-_HALF / 2, power(x, 3 * _HALF)),
    ),
    "sin": (
        lambda x: MP.sin(real(x)),
        lambda x: MP.cos(real(x)),
        lambda x: -MP.sin(real(x)),
    ),
    "cos": (
        lambda x: MP.cos(real(x)),
        lambda x: -MP.sin(real(x)),
        lambda x: -MP.cos(real(x)),
    ),
    "tan": (
        _tangent,
        lambda x: 1 + _tangent(x) ** 2,
        lambda x: 2 * _tangent(x) * (1 + _tangent(x) ** 2),
    ),
    "tanh": (
        lambda x: MP.tanh(_moderate(x)),
        lambda x: 1 - MP.tanh(_moderate(x)) ** 2,
        lambda x: -2 * MP.tanh(_moderate(x)) * (1 - MP.tanh(_moderate(x)) ** 2),
    ),
    "sinh": (
        lambda x: MP.sinh(_moderate(x)),
        lambda x: MP.cosh(_moderate(x)),
        lambda x: MP.sinh(_moderate(x)),
    ),
    "cosh": (
        lambda x: MP.cosh(_moderate(x)),
        lambda x: MP.sinh(_moderate(x)),
        lambda x: MP.cosh(_moderate(x)),
    ),
    "arctan": (
        lambda x: MP.atan(real(x)),
        lambda x: 1 / (1 + real(x) ** 2),
        lambda x: -2 * real(x) / (1 + real(x) ** 2) ** 2,
    ),
    "arcsin": (
        lambda x: MP.asin(_inside(x)),
        lambda x: 1 / MP.sqrt(1 - _strictly(x) ** 2),
        lambda x: _strictly(x) / MP.sqrt(1 - _strictly(x) ** 2) ** 3,
    ),
    "arccos": (
        lambda x: MP.acos(_inside(x)),
        lambda x: -1 / MP.sqrt(1 - _strictly(x) ** 2),
        lambda x: -_strictly(x) / MP.sqrt(1 - _strictly(x) ** 2) ** 3,
    ),
    "erf": (
        lambda x: MP.erf(real(x)),
        lambda x: 2 / MP.sqrt(MP.pi) * MP.exp(-(real(x) ** 2)),
        lambda x: -4 * real(x) / MP.sqrt(MP.pi) * MP.exp(-(real(x) ** 2)),
    ),
    "sigma": (
        lambda x: _sigma(_moderate(x)),
        lambda x: _sigma(_moderate(x)) * (1 - _sigma(_moderate(x))),
        lambda x: (
            _sigma(_moderate(x)) * (1 - _sigma(_moderate(x))) * (1 - 2 * _sigma(_moderate(x)))
        ),
    ),
    "softplus": (
        lambda x: MP.log1p(MP.exp(_moderate(x))),
        lambda x: _sigma(_moderate(x)),
        lambda x: _sigma(_moderate(x)) * (1 - _sigma(_moderate(x))),
    ),
    "abs": (abs, lambda x: Fraction(_corner(x)), lambda x: Fraction(0 * _corner(x))),
    "sign": (lambda x: Fraction(sign(x)),) + (lambda x: Fraction(0 * _corner(x)),) * 2,
    "step": (lambda x: Fraction(1 + sign(x), 2),) + (lambda x: Fraction(0 * _corner(x)),) * 2,
    "relu": (
        lambda x: x if sign(x) > 0 else Fraction(0),
        lambda x: Fraction(int(_corner(x) > 0)),
        lambda x: Fraction(0 * _corner(x)),
    ),
    "floor": (lambda x: Fraction(int(MP.floor(real(x)))), _tread, _tread),
    "cbrt": (
        lambda x: sign(x) * power(abs(x), Fraction(1, 3)) if sign(x) else Fraction(0),
        lambda x: divide(Fraction(1, 3), power(abs(x), Fraction(2, 3))),
        lambda x: divide(Fraction(-2 * _corner(x), 9), power(abs(x), Fraction(5, 3))),
    ),
}
SYNONYMS = {
    "log": "ln", "sigmoid": "sigma", "asin": "arcsin", "acos": "arccos", "atan": "arctan",
    "sgn": "sign", "ReLU": "relu", "log₁₀": "log10", "log₂": "log2",
}  # fmt: skip
"""Other names of functions, and how they are written on screen."""

AT_ZERO: Mapping[str, int | Fraction] = {
    "exp": 1, "sin": 0, "cos": 1, "tan": 0, "tanh": 0, "sinh": 0, "cosh": 1, "sigma": _HALF,
    "arctan": 0, "arcsin": 0, "erf": 0,
}  # fmt: skip
