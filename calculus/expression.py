"""Expressions as trees: what the author wrote, in the order in which it was written."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import TypeAlias

import sympy as sp

CONSTANTS = ("pi", "e")
NUDGES = ("h", "epsilon", "delta")
"""What a nudge is called in formulas: the first of these that is not a variable there."""

RAISED = " × 10"
"""What joins the digits of a number and its power of ten: "6.02 × 10⁷"."""

_SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")

# How tightly a form holds its operands; a looser one inside a tighter one needs parentheses.
SUM, NEGATION, PRODUCT, POWER, ATOM = range(1, 6)


@dataclass(frozen=True, slots=True)
class Number:
    """A non-negative number: its exact value and the digits it is written with.

    In a calculation that is only shown these may be "6.02 × 10⁷".
    """

    value: sp.Rational
    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A variable."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """One of the constants `pi` and `e`."""

    name: str


@dataclass(frozen=True, slots=True)
class Negate:
    """A minus sign before an operand."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands joined by one of the operators `+ - * / **`."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """One of the functions of the grammar, applied to its arguments."""

    function: str
    arguments: tuple[Expression, ...]


Expression: TypeAlias = Number | Name | Constant | Negate | Binary | Call


def integer(value: int) -> Number:
    """A whole number, zero or more, as a tree.

    >>> integer(3)
    Number(value=3, text='3')
    """
    return Number(sp.Integer(value), str(value))


def power_of_ten(text: str) -> tuple[str, int] | None:
    """The digits and the power of ten of a number that is written with one.

    >>> power_of_ten("6.02 × 10⁻⁷"), power_of_ten("6.02")
    (('6.02', -7), None)
    """
    digits, raised, exponent = text.partition(RAISED)
    return (digits, int(exponent.translate(_SUPERSCRIPTS))) if raised else None


def call(function: str, *arguments: Expression) -> Call:
    """One of the functions of the grammar, applied to its arguments.

    >>> source(call("max", integer(0), Name("a")))
    'max(0, a)'
    """
    return Call(function, arguments)


def children(expression: Expression) -> tuple[Expression, ...]:
    """The operands of an expression, left to right; none for an atom."""
    match expression:
        case Negate(operand):
            return (operand,)
        case Binary(_, left, right):
            return (left, right)
        case Call(_, arguments):
            return arguments
        case _:
            return ()


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and everything inside it, outside in, left to right."""
    waiting = [expression]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(reversed(children(part)))


def variables(expression: Expression) -> tuple[str, ...]:
    """The names of the variables, each once, in the order in which they appear.

    >>> variables(Binary("+", Name("b"), Binary("*", Name("a"), Name("b"))))
    ('b', 'a')
    """
    return tuple(dict.fromkeys(part.name for part in walk(expression) if isinstance(part, Name)))


def fresh_name(choices: Sequence[str], used: Container[str]) -> str:
    """The first of some names that is not used yet; the first one with a number, if all are.

    >>> fresh_name("uv", {"u"}), fresh_name("uv", {"u", "v", "u1"})
    ('v', 'u2')
    """
    numbered = (f"{choices[0]}{number}" for number in count(1))
    return next(name for name in chain(choices, numbered) if name not in used)


def rebuilt(expression: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """The same form with every operand changed; an atom stays what it is.

    >>> source(rebuilt(Binary("+", Name("a"), Name("b")), Negate))
    '-a + (-b)'
    """
    match expression:
        case Negate(operand):
            return Negate(change(operand))
        case Binary(operator, left, right):
            return Binary(operator, change(left), change(right))
        case Call(function, arguments):
            return Call(function, tuple(map(change, arguments)))
        case _:
            return expression


def substitute(expression: Expression, values: Mapping[str, Expression]) -> Expression:
    """The expression with whole expressions in place of some of its variables.

    >>> nudged = Binary("+", Name("a"), Name("h"))
    >>> source(substitute(Binary("**", Name("a"), integer(2)), {"a": nudged}))
    '(a + h)**2'
    """
    if isinstance(expression, Name):
        return values.get(expression.name, expression)
    return rebuilt(expression, lambda operand: substitute(operand, values))


def precedence(expression: Expression) -> int:
    """How tightly the outermost form holds: from `SUM`, the loosest, to `ATOM`."""
    match expression:
        case Binary("+" | "-"):
            return SUM
        case Negate():
            return NEGATION
        case Binary("*" | "/"):
            return PRODUCT
        case Binary():
            return POWER
        case Number(_, text) if RAISED in text:
            return PRODUCT
        case _:
            return ATOM


def source(expression: Expression) -> str:
    """The expression as text of the grammar, with no more parentheses than it needs.

    >>> source(Binary("*", Number(sp.Integer(3), "3"), Binary("+", Name("a"), Name("u"))))
    '3*(a + u)'
    """
    match expression:
        case Number(_, text):
            return text
        case Name(name) | Constant(name):
            return name
        case Negate(operand):
            return "-" + _source(operand, PRODUCT)
        case Binary("+" | "-" as operator, left, right):
            return f"{_source(left, SUM)} {operator} {_source(right, PRODUCT)}"
        case Binary("**", left, right):
            return f"{_source(left, ATOM)}**{_source(right, POWER)}"
        case Binary(operator, left, right):
            return f"{_source(left, PRODUCT)}{operator}{_source(right, POWER)}"
        case Call(function, arguments):
            return f"{function}({', '.join(map(source, arguments))})"


def _source(expression: Expression, least: int) -> str:
    """The text, in parentheses if the expression holds more loosely than `least`."""
    text = source(expression)
    return text if precedence(expression) >= least else f"({text})"


def nesting(expression: Expression) -> int:
    """How many functions and powers are inside each other.

    >>> nesting(call("ln", Binary("+", call("sin", Name("a")), integer(1))))
    2
    """
    deepest = max(map(nesting, children(expression)), default=0)
    counts = isinstance(expression, Call) or precedence(expression) == POWER
    return deepest + counts


def degree(expression: Expression, name: str) -> int | None:
    """The degree as a polynomial in one variable, at most; None if it is not written as one.

    Counted from the way it is written, so that nothing has to be multiplied out:
    `a*(a + 1) - a**2` counts as 2, although it is `a`.

    >>> degree(Binary("**", Name("a"), integer(3)), "a"), degree(call("ln", Name("a")), "a")
    (3, None)
    """
    if name not in variables(expression):
        return 0
    match expression:
        case Name():
            return 1
        case Negate(operand):
            return degree(operand, name)
        case Binary("+" | "-" | "*" as operator, left, right):
            degrees = degree(left, name), degree(right, name)
            if degrees[0] is None or degrees[1] is None:
                return None
            return degrees[0] + degrees[1] if operator == "*" else max(degrees[0], degrees[1])
        case Binary("/", left, right) if name not in variables(right):
            return degree(left, name)
        case Binary("**", left, Number(value)) if value.is_Integer:
            base = degree(left, name)
            return None if base is None else base * int(value)
        case _:
            return None
