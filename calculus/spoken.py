"""Formulas in words, as a teacher would read them out."""

from __future__ import annotations

import sympy as sp

from calculus.decimals import written_out
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
    power_of_ten,
    precedence,
)
from calculus.symbolic import expression_of
from calculus.vocabulary import ENGLISH, Vocabulary


def spoken(expression: Expression, words: Vocabulary = ENGLISH) -> str:
    """The expression as it is written, in words.

    >>> from calculus.grammar import parse_expression
    >>> for text in ("2*a", "3*(a + b*c)", "1/w**2", "ln(a + 1) - 4"):
    ...     print(spoken(parse_expression(text)))
    two A
    three times the quantity A plus b c
    one over w squared
    the natural logarithm of the quantity A plus one, minus four
    """
    return _said(expression, words).rstrip(",")


def spoken_of(value: sp.Expr, words: Vocabulary = ENGLISH) -> str:
    """A SymPy expression in words.

    Raises:
        ExpressionError: for what the grammar of the lessons has no form for.

    >>> spoken_of(2*sp.Symbol("w", real=True))
    'two w'
    """
    return spoken(expression_of(value), words)


def _said(expression: Expression, words: Vocabulary) -> str:
    """The words; a quantity ends with a comma, which is dropped at the very end."""
    match expression:
        case Number(_, text) if raised := power_of_ten(text):
            return words.scientific.format(words.decimal(raised[0]), words.whole(raised[1]))
        case Number(_, text) as number:
            exact = "e" not in text.lower()
            return words.decimal(text) if exact else spoken(written_out(number), words)
        case Name(name) | Constant(name):
            return words.name(name)
        case Negate(operand):
            return words.minus.format(_held(operand, PRODUCT, words))
        case Binary("+" | "-" as operator, left, right):
            pattern = words.sum if operator == "+" else words.difference
            return pattern.format(_said(left, words), _held(right, PRODUCT, words))
        case Binary("*", left, right):
            bare = _joins(left) and _joins(right, as_number=False)
            pattern = "{} {}" if bare else words.product
            return pattern.format(_first(left, words), _held(right, PRODUCT, words))
        case Binary("/", left, right):
            return words.quotient.format(_first(left, words), _held(right, POWER, words))
        case Binary(_, left, Number(value)) if value in (2, 3):
            pattern = words.squared if value == 2 else words.cubed
            return pattern.format(_base(left, words))
        case Binary(_, left, right):
            return words.power.format(_base(left, words), _held(right, NEGATION, words))
        case Call(function, arguments):
            said = [_held(argument, NEGATION, words) for argument in arguments]
            return words.functions[function].format(words.listed(said))


def _held(expression: Expression, least: int, words: Vocabulary) -> str:
    """The words, as a quantity of their own if the expression holds more loosely than `least`."""
    said = _said(expression, words)
    if precedence(expression) >= least:
        return said
    return f"{words.quantity.format(said.rstrip(','))},"


def _first(factor: Expression, words: Vocabulary) -> str:
    """A first factor or numerator; a comma keeps the next one out of a function's argument."""
    said = _held(factor, PRODUCT, words)
    return f"{said.rstrip(',')}," if isinstance(factor, Call) else said


def _base(expression: Expression, words: Vocabulary) -> str:
    """The base of a power; a function's value is a quantity, or its argument would be raised."""
    return _held(expression, ATOM + isinstance(expression, Call), words)


def _joins(expression: Expression, as_number: bool = True) -> bool:
    """Whether a factor is read without "times": `two A squared`, `b c`."""
    match expression:
        case Number():
            return as_number
        case Binary("**" | "*", left, right):
            return _joins(left, as_number) and _joins(right)
        case _:
            return isinstance(expression, Name | Constant)
