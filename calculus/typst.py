"""Formulas in the math mode of Typst.

A space joins factors, a slash makes a fraction, and Typst hides the parentheses that
group a numerator, a denominator or an exponent.
"""

from __future__ import annotations

import re

import sympy as sp

from calculus.decimals import written_out
from calculus.expression import (
    ATOM,
    POWER,
    PRODUCT,
    SUM,
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
from calculus.functions import ROWS
from calculus.symbolic import expression_of

_SMALL = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa mu nu xi omicron pi rho sigma tau"
    " upsilon phi chi psi omega"
)
GREEK = frozenset([*_SMALL.split(), *_SMALL.title().split(), "lambda", "Lambda"])
"""The letters that Typst knows by these names."""

_PARTS = re.compile(r"([A-Za-z]+)_?([A-Za-z0-9]*)")


def typst_name(name: str) -> str:
    """A variable or function name: letters slanted, words upright, digits as a subscript.

    >>> [typst_name(name) for name in ("w", "alpha", "w1", "x_2", "x_12", "rate", "f′")]
    ['w', 'alpha', 'w_1', 'x_2', 'x_(12)', '"rate"', "f'"]
    """
    parts = _PARTS.match(name)
    if parts is None:
        return f'"{name}"'
    letters, subscript = parts.groups()
    text = _letters(letters)
    if subscript:
        text += "_" + (_letters(subscript) if len(subscript) == 1 else f"({_letters(subscript)})")
    return text + "'" * name.count("′")


def typst(expression: Expression) -> str:
    """The expression as it is written, for Typst.

    >>> from calculus.grammar import parse_expression
    >>> [typst(parse_expression(text)) for text in ("3*(a + b*c)", "-1/w**2", "2*3*ln(a)**10")]
    ['3 (a + b c)', '-1/w^2', '2 dot 3 ln(a)^(10)']
    >>> typst(parse_expression("rate*time"))
    '"rate" dot "time"'
    """
    match expression:
        case Number(_, text) if raised := power_of_ten(text):
            return "{} times 10^({})".format(*raised)
        case Number(_, text) as number:
            return text if "e" not in text.lower() else _whole(typst(written_out(number)))
        case Name(name):
            return typst_name(name)
        case Constant(name):
            return name
        case Negate(operand):
            return "-" + _held(operand, PRODUCT)
        case Binary("+" | "-" as operator, left, right):
            return f"{_held(left, SUM)} {operator} {_held(right, PRODUCT)}"
        case Binary("*", left, right):
            first, second = _held(left, PRODUCT), _held(right, PRODUCT)
            words = '"' in (first[-1], second[0]) and not first[-1].isdigit()
            between = " dot " if second[0].isdigit() or words else " "
            return f"{first}{between}{second}"
        case Binary("/", left, right):
            return f"{_grouped(left)}/{_grouped(right)}"
        case Binary(_, left, right):
            return f"{_base(left)}^{_exponent(right)}"
        case Call("exp", (argument,)):
            return f"e^{_exponent(argument)}"
        case Call(function, arguments):
            form = ROWS[function].typst or f"{function}({{}})"
            return form.format(", ".join(map(typst, arguments)))


def typst_of(value: sp.Expr) -> str:
    """A SymPy expression for Typst.

    Raises:
        ExpressionError: for what the grammar of the lessons has no form for.

    >>> a = sp.Symbol("a", real=True)
    >>> typst_of(-1/a**2), typst_of(2*a), typst_of(sp.log(a)/2)
    ('-1/a^2', '2 a', '(ln(a))/2')
    """
    return typst(expression_of(value))


def _letters(text: str) -> str:
    """A letter or a number as it is, a Greek letter by its name, a word in quotes."""
    if len(text) == 1 or text.isdigit() or text in GREEK:
        return text
    return f'"{text}"'


def _whole(text: str) -> str:
    """A number as one thing: a fraction stands in parentheses."""
    return f"({text})" if "/" in text else text


def _held(expression: Expression, least: int) -> str:
    """The text, in visible parentheses if the expression holds more loosely than `least`."""
    text = typst(expression)
    return text if precedence(expression) >= least else f"({text})"


def _grouped(expression: Expression) -> str:
    """A numerator or denominator; the parentheses are hidden."""
    text = typst(expression)
    bare = precedence(expression) >= POWER and not isinstance(expression, Call)
    return text if bare else f"({text})"


def _base(expression: Expression) -> str:
    """The base of a power; the parentheses are visible."""
    exponential = isinstance(expression, Call) and expression.function == "exp"
    return _held(expression, ATOM + 1 if exponential else ATOM)


def _exponent(expression: Expression) -> str:
    """An exponent; the parentheses are hidden."""
    text = typst(expression)
    return text if len(text) == 1 or text in GREEK else f"({text})"
