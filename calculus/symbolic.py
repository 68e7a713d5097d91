"""Between the author's trees and SymPy's expressions, both ways."""

from __future__ import annotations

from functools import partial, reduce

import sympy as sp

from calculus.errors import ExpressionError
from calculus.expression import (
    Binary,
    Call,
    Constant,
    Expression,
    Name,
    Negate,
    Number,
    call,
    integer,
    source,
)
from calculus.functions import NAMES, ROWS
from calculus.special import WholePower, power


def symbol(name: str) -> sp.Symbol:
    """The variable of that name: real, as everything in the lessons."""
    return sp.Symbol(name, real=True)


def symbolic(expression: Expression) -> sp.Expr:
    """The expression in SymPy, which may rearrange it; the variables are real.

    >>> symbolic(Binary("*", Name("a"), Name("a")))
    a**2
    """
    match expression:
        case Number(value):
            return value
        case Name(name):
            return symbol(name)
        case Constant(name):
            return sp.pi if name == "pi" else sp.E
        case Negate(operand):
            return -symbolic(operand)
        case Call(function, arguments):
            return ROWS[function].builds(*map(symbolic, arguments))
        case Binary(operator, left, right):
            return combine(operator, symbolic(left), symbolic(right))


def combine(operator: str, left: sp.Expr, right: sp.Expr) -> sp.Expr:
    """Two SymPy expressions joined by one of the operators of the grammar."""
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right
        case _:
            return power(left, right)


def expression_of(value: sp.Expr) -> Expression:
    """A SymPy expression as a tree of the grammar: terms in SymPy's order, minus signs in front.

    Raises:
        ExpressionError: for what the grammar has no form for, such as an imaginary number.

    >>> a = symbol("a")
    >>> source(expression_of(-1/a**2)), source(expression_of(1 - a/4))
    ('-1/a**2', '1 - a/4')
    """
    if value.is_Rational:
        return _rational(value)
    if value.is_Symbol:
        return Name(value.name)
    if value in (sp.pi, sp.E):
        return Constant("pi" if value == sp.pi else "e")
    if value.is_Add:
        return _sum(value)
    if value.is_Mul or value.is_Pow:
        return _product(value)
    if isinstance(value, sp.cot):
        angle = expression_of(value.args[0])
        return Binary("/", call("cos", angle), call("sin", angle))
    if isinstance(value, WholePower):
        return _power(value)
    if type(value) in NAMES:
        return call(NAMES[type(value)], *map(expression_of, value.args))
    raise ExpressionError(
        "expression", "is made of real numbers and the functions of the grammar", str(value), "a**2"
    )


def source_of(value: sp.Expr) -> str:
    """A SymPy expression as text of the grammar.

    >>> source_of(sp.sqrt(2) / 2)
    'sqrt(2)/2'
    """
    if value.is_Rational:  # most values are, and need no tree
        return str(value.p) if value.q == 1 else f"{value.p}/{value.q}"
    return source(expression_of(value))


def _rational(value: sp.Rational) -> Expression:
    if value < 0:
        return Negate(_rational(-value))
    if value.q == 1:
        return integer(value.p)
    return Binary("/", integer(value.p), integer(value.q))


def _sum(value: sp.Add) -> Expression:
    """Terms in SymPy's order, except that of two terms a positive one goes first."""
    terms = [expression_of(term) for term in value.as_ordered_terms()]
    if len(terms) == 2 and isinstance(terms[0], Negate) and not isinstance(terms[1], Negate):
        terms.reverse()
    return reduce(_plus, terms)


def _plus(left: Expression, right: Expression) -> Expression:
    if isinstance(right, Negate):
        return Binary("-", left, right.operand)
    return Binary("+", left, right)


def _product(value: sp.Expr) -> Expression:
    """A product or power as one fraction: what has a negative exponent goes below the line."""
    if value.as_coeff_Mul()[0] < 0:
        return Negate(expression_of(-value))
    above, below = sp.fraction(value, exact=True)
    if below != 1:
        return Binary("/", expression_of(above), expression_of(below))
    if value.is_Pow:
        return _power(value)
    factors = sorted(value.as_ordered_factors(), key=lambda factor: bool(factor.is_Add))
    return reduce(partial(Binary, "*"), map(expression_of, factors))


def _power(value: sp.Pow | WholePower) -> Expression:
    base, exponent = value.args
    if exponent == sp.Rational(1, 2):
        return call("sqrt", expression_of(base))
    return Binary("**", expression_of(base), expression_of(exponent))
