"""Where a slope is 0: at a minimum, at a maximum, or somewhere that is only known to be level."""

from __future__ import annotations

from typing import Literal, TypeAlias

import sympy as sp

from calculus.errors import DerivativeError, DomainError, ExpressionError
from calculus.evaluate import sign_of
from calculus.expression import Call, degree, walk
from calculus.function import Function
from calculus.functions import ROWS
from calculus.quantity import Quantity, quantity
from calculus.symbolic import symbolic

HIGHEST = 6
"""Order of the last derivative that is asked which way a level place leads."""

LONGEST = 300
"""Parts of a derivative that is still asked."""

SOLVED = 12
"""Highest degree of a derivative that is multiplied out, and whose roots are worked out."""

Place: TypeAlias = Literal["minimum", "maximum", "level"]


def place_of(function: Function, at: sp.Expr) -> Place:
    """What kind of place a point is at which the slope is 0.

    The first derivative after it that is not 0 decides: of an even order it makes a minimum or a
    maximum. Where none is found, or one does not exist, no more is known than that it is level.

    >>> [place_of(Function.parse(f"J(w) = {text}"), sp.Integer(0)) for text in
    ...  ("w**4 - 2*w**2", "w**4", "w**3")]
    ['maximum', 'minimum', 'level']
    """
    derived = function
    for order in range(2, HIGHEST + 1):
        try:
            derived = derived.derivative
            if sum(1 for _ in walk(derived.expression)) > LONGEST:
                return "level"
            sign = sign_of(derived.derivative_at(at).value)
        except (DerivativeError, DomainError, ExpressionError):
            return "level"
        if sign:
            return "level" if order % 2 else "minimum" if sign > 0 else "maximum"
    return "level"


def slope_polynomial(function: Function) -> sp.Poly | None:
    """The derivative where it is a polynomial, of a function that neither bends nor jumps."""
    parts = [part for part in walk(function.expression) if isinstance(part, Call)]
    if any(ROWS[part.function].bends for part in parts):
        return None  # where it bends or jumps, its derivative tells nothing
    try:
        slope = function.derivative.expression
    except DerivativeError:
        return None
    power = degree(slope, function.variable)
    if power is None or power > SOLVED:
        return None
    return sp.Poly(symbolic(slope), function.symbol)


def only_minimum(function: Function) -> Quantity | None:
    """The one place at which a function is least, if it falls before and rises after it.

    None where that is not proven: found for functions whose derivative is a polynomial with a
    single root.

    >>> only_minimum(Function.parse("J(w) = (w - 1)**4")).value
    1
    >>> only_minimum(Function.parse("J(w) = w**4 - 2*w**2")) is None
    True
    >>> only_minimum(Function.parse("J(w) = 3*w**2 - 4*w + floor(w)")) is None
    True
    """
    polynomial = slope_polynomial(function)
    if polynomial is None:
        return None
    if polynomial.degree() % 2 == 0 or sign_of(polynomial.LC()) <= 0:
        return None
    if not (polynomial.domain.is_QQ or polynomial.domain.is_ZZ):
        return _of_a_line(polynomial)
    roots = polynomial.real_roots(multiple=False)
    if len(roots) != 1 or roots[0][0].has(sp.CRootOf):
        return None
    try:
        return quantity(roots[0][0])
    except ExpressionError:
        return None


def _of_a_line(polynomial: sp.Poly) -> Quantity | None:
    return quantity(-polynomial.nth(0) / polynomial.nth(1)) if polynomial.degree() == 1 else None
