"""Formulas in English words, as a teacher would read them out."""

from __future__ import annotations

import re

import sympy as sp

from calculus.expression import (
    ATOM,
    NEGATION,
    POWER,
    PRODUCT,
    Binary,
    Call,
    Constant,
    Expression,
    Name,
    Negate,
    Number,
    precedence,
)
from calculus.symbolic import expression_of
from calculus.words import spoken_decimal, spoken_integer

_OPERATORS = {"+": "plus", "-": "minus", "/": "over"}
_POWERS = {2: "squared", 3: "cubed"}
_FUNCTIONS = {
    "ln": "the natural logarithm of",
    "exp": "e to the power",
    "sqrt": "the square root of",
    "sin": "the sine of",
    "cos": "the cosine of",
    "tan": "the tangent of",
    "tanh": "the hyperbolic tangent of",
    "abs": "the absolute value of",
    "sigma": "sigma of",
    "sign": "the sign of",
}


def spoken(expression: Expression) -> str:
    """The expression as it is written, in words.

    >>> from calculus.grammar import parse_expression
    >>> for text in ("2*a", "3*(a + b*c)", "1/w**2", "ln(a + 1) - 4"):
    ...     print(spoken(parse_expression(text)))
    two A
    three times the quantity A plus b c
    one over w squared
    the natural logarithm of the quantity A plus one, minus four
    """
    return _said(expression).rstrip(",")


def spoken_of(value: sp.Expr) -> str:
    """A SymPy expression in words.

    Raises:
        ExpressionError: for what the grammar of the lessons has no form for.

    >>> spoken_of(2*sp.Symbol("w", real=True))
    'two w'
    """
    return spoken(expression_of(value))


def spoken_name(name: str) -> str:
    """A variable or function name in words.

    The letter a is written A, so that no voice takes it for the article.

    >>> [spoken_name(name) for name in ("w", "a", "x_12", "w1", "f′")]
    ['w', 'A', 'x twelve', 'w one', 'f prime']
    """
    parts = re.findall(r"[A-Za-z]+|[0-9]+|′", name)
    parts = ["A" if part == "a" else part for part in parts]
    words = [spoken_integer(int(part)) if part.isdigit() else part for part in parts]
    return " ".join("prime" if word == "′" else word for word in words)


def _said(expression: Expression) -> str:
    """The words; a quantity ends with a comma, which is dropped at the very end."""
    match expression:
        case Number(value, text):
            return spoken_decimal(text) if "e" not in text.lower() else spoken_of(value)
        case Name(name) | Constant(name):
            return spoken_name(name)
        case Negate(operand):
            return f"minus {_held(operand, PRODUCT)}"
        case Binary("+" | "-" as operator, left, right):
            return f"{_said(left)} {_OPERATORS[operator]} {_held(right, PRODUCT)}"
        case Binary("*", left, right):
            between = " " if _joins(left) and _joins(right, as_number=False) else " times "
            return f"{_first(left)}{between}{_held(right, PRODUCT)}"
        case Binary("/", left, right):
            return f"{_first(left)} over {_held(right, POWER)}"
        case Binary(_, left, Number(value)) if value in _POWERS:
            return f"{_base(left)} {_POWERS[int(value)]}"
        case Binary(_, left, right):
            return f"{_base(left)} to the power {_held(right, NEGATION)}"
        case Call(function, argument):
            return f"{_FUNCTIONS[function]} {_held(argument, NEGATION)}"


def _held(expression: Expression, least: int) -> str:
    """The words, as a quantity of their own if the expression holds more loosely than `least`."""
    words = _said(expression)
    if precedence(expression) >= least:
        return words
    return f"the quantity {words.rstrip(',')},"


def _first(factor: Expression) -> str:
    """A first factor or numerator; a comma keeps the next one out of a function's argument."""
    return _held(factor, PRODUCT) + ("," if isinstance(factor, Call) else "")


def _base(expression: Expression) -> str:
    """The base of a power; a function's value is a quantity, or its argument would be raised."""
    return _held(expression, ATOM + isinstance(expression, Call))


def _joins(expression: Expression, as_number: bool = True) -> bool:
    """Whether a factor is read without "times": `two A squared`, `b c`."""
    match expression:
        case Number():
            return as_number
        case Binary("**" | "*", left, right):
            return _joins(left, as_number) and _joins(right)
        case _:
            return isinstance(expression, Name | Constant)
