"""Formulas with decimals in place of fractions: 0.5x, not x/2, for authors of decimals."""

from __future__ import annotations

import sympy as sp

from calculus.digits import count_digits
from calculus.expression import Binary, Expression, Number, rebuilt, walk
from calculus.symbolic import expression_of

LONGEST = 20
"""Characters of a decimal in place of a shorter fraction."""


def has_decimals(expression: Expression) -> bool:
    """Whether a number in it is written as a decimal.

    >>> from calculus.grammar import parse_expression
    >>> has_decimals(parse_expression("0.5*a")), has_decimals(parse_expression("a/2"))
    (True, False)
    """
    return any(isinstance(part, Number) and not part.text.isdigit() for part in walk(expression))


def with_decimals(expression: Expression) -> Expression:
    """The same with every fraction of numbers as a decimal, where it ends and is not too long.

    >>> from calculus.grammar import parse_expression
    >>> from calculus.expression import source
    >>> [source(with_decimals(parse_expression(text))) for text in ("a/2", "3*a/(8*b)", "a/3")]
    ['0.5*a', '0.375*a/b', 'a/3']
    """
    changed = rebuilt(expression, with_decimals)
    match changed:
        case Binary("/", above, below):
            (top, left), (bottom, right) = _factored(above), _factored(below)
            decimal = _decimal(top / bottom) if bottom != 1 else None
            if decimal is None:
                return changed
            product = decimal if left is None else _times(decimal, left)
            return product if right is None else Binary("/", product, right)
        case _:
            return changed


def written_out(number: Number) -> Expression:
    """A number with a power of ten, such as 2.5e-3, as people write it.

    >>> written_out(Number(sp.Rational(1, 400), "2.5e-3"))
    Number(value=1/400, text='0.0025')
    """
    return with_decimals(expression_of(number.value))


def _factored(product: Expression) -> tuple[sp.Rational, Expression | None]:
    """The number in front of a product and the rest of it."""
    match product:
        case Number(value):
            return value, None
        case Binary("*", left, right):
            value, rest = _factored(left)
            return value, right if rest is None else Binary("*", rest, right)
        case _:
            return sp.Integer(1), product


def _times(number: Number, product: Expression) -> Expression:
    """A product with a number in front of it, unless that is 1."""
    match product:
        case Binary("*", left, right):
            return Binary("*", _times(number, left), right)
        case _:
            return product if number.value == 1 else Binary("*", number, product)


def _decimal(value: sp.Rational) -> Number | None:
    """A decimal, if it ends and is not much longer than the fraction."""
    places = max(sp.multiplicity(2, value.q), sp.multiplicity(5, value.q))
    if value.q.bit_length() > 3400 or 10**places % value.q:
        return None
    digits = str(value.p * 10**places // value.q).zfill(places + 1)
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    fraction = count_digits(sp.Integer(value.p)) + count_digits(sp.Integer(value.q))
    return Number(value, text) if len(text) <= max(LONGEST, fraction) else None
