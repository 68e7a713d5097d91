"""The grammar of the lessons: text that is parsed as data and never run as code.

Python's own `ast` reads the text; only whitelisted forms go on from there. Known are the
operators `+ - * / **`, parentheses, decimal numbers, the constants `pi` and `e`, the
functions `ln log exp sqrt sin cos tan tanh abs sigma sigmoid sign`, and any other name as
a variable.
"""

from __future__ import annotations

import ast
import math
import re
import unicodedata
import warnings
from difflib import get_close_matches
from fractions import Fraction
from keyword import iskeyword
from typing import TypeAlias

import sympy as sp

from calculus.errors import DomainError, ExpressionError
from calculus.evaluate import count_digits, digits_of, evaluate
from calculus.expression import (
    CONSTANTS,
    Binary,
    Call,
    Constant,
    Expression,
    Name,
    Negate,
    Number,
    children,
    nesting,
    variables,
    walk,
)
from calculus.functions import ROWS, SYNONYMS
from calculus.limits import MAX_EXPONENT, MAX_LITERAL, MAX_NAME, RECORDED, WRITTEN, Limits
from calculus.symbolic import expression_of, symbolic
from calculus.typst import typst

__all__ = [
    "RECORDED",
    "WRITTEN",
    "Expression",
    "Limits",
    "NumberLike",
    "parse_expression",
    "parse_number",
    "symbolic",
    "typst",
    "variables",
]

NumberLike: TypeAlias = str | int | float | Fraction | sp.Expr

_OPERATORS = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "**",
}
_INSTEAD = {"−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", "²": "**2", "³": "**3", "√": "sqrt"}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)?")
_NUMBER = re.compile(r"(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_JUXTAPOSED = re.compile(r"(?<![A-Za-z0-9_.])(\d+(?:\.\d+)?)\s*([A-Za-z(]\w*)")


def parse_expression(
    text: str, *, thing: str = "expression", limits: Limits = WRITTEN
) -> Expression:
    """The tree of an expression, as written; decimals are exact.

    Args:
        text: for instance "3*(a + b*c)".
        thing: what an error calls it.
        limits: how large it may be.

    Raises:
        ExpressionError: for anything outside the grammar or over its limits.

    >>> parse_expression("-b**2")
    Negate(operand=Binary(operator='**', left=Name(name='b'), right=Number(value=2, text='2')))
    """
    return _Parser(text, thing, limits).parse()


def parse_number(value: NumberLike, *, thing: str = "number") -> sp.Expr:
    """A real constant, exactly: 0.1 is one tenth, "1/3" one third.

    Raises:
        ExpressionError: for text with variables, and for what is not a finite real number.

    >>> parse_number(0.1), parse_number("1/3"), parse_number("sqrt(2)")
    (1/10, 1/3, sqrt(2))
    """
    remedy = '0.001, "1/3" or "sqrt(2)"'
    if isinstance(value, str):
        expression = parse_expression(value, thing=thing, limits=RECORDED)
        if variables(expression):
            raise ExpressionError(thing, "is a number, without variables", value, remedy)
        return evaluate(expression, {})
    if isinstance(value, float) and math.isfinite(value):
        return sp.Rational(str(value))
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        number = sp.Rational(value.numerator, value.denominator)
        if count_digits(number) > MAX_LITERAL:  # more than Python itself writes out
            rule = f"has numbers of at most {MAX_LITERAL} digits"
            raise ExpressionError(thing, rule, "a longer one", remedy)
        return number
    if isinstance(value, sp.Float):
        return sp.Rational(str(value))
    if isinstance(value, sp.Expr) and value.is_number:
        try:
            return evaluate(expression_of(value), {})
        except (DomainError, ExpressionError):
            pass
    raise ExpressionError(thing, "is a finite real number", str(value), remedy)


class _Parser:
    """One text on its way to a tree."""

    def __init__(self, text: str, thing: str, limits: Limits) -> None:
        self.text = text
        self.thing = thing
        self.limits = limits

    def parse(self) -> Expression:
        self._check_characters()
        tree = self._convert(self._syntax(), 0)
        if sum(1 for _ in walk(tree)) > self.limits.parts:
            raise self._error(f"has at most {self.limits.parts} parts", "a shorter formula")
        if nesting(tree) > self.limits.nesting:
            rule = f"has at most {self.limits.nesting} functions and powers inside each other"
            raise self._error(rule, "a simpler formula")
        if not self._check_constants(tree):
            self._check_value(tree)
        if self._digits(tree, 1) > self.limits.digits:
            rule = f"has constants of at most {self.limits.digits} digits"
            raise self._error(rule, "smaller numbers")
        return tree

    def _error(self, rule: str, remedy: str, got: str | None = None) -> ExpressionError:
        return ExpressionError(self.thing, rule, self.text if got is None else got, remedy)

    def _check_characters(self) -> None:
        if not self.text.strip():
            raise self._error("is a formula, not empty", "a**2")
        if len(self.text) > self.limits.length:
            raise self._error(f"has at most {self.limits.length} characters", "a shorter formula")
        for character in self.text:
            if character.isascii() and (character.isalnum() or character in " _.+-*/()"):
                continue
            raise self._error(*self._unknown_character(character))

    def _unknown_character(self, character: str) -> tuple[str, str]:
        if character in _INSTEAD:
            return f"is typed on a keyboard, without {character}", _INSTEAD[character]
        if character == "^":
            return "writes a power with **", self.text.replace("^", "**")
        name = unicodedata.name(character, "")
        if name.startswith("GREEK SMALL LETTER "):
            return "spells Greek letters out", name.split()[3].lower()
        known = "letters, digits and + - * / ** ( )"
        return f"is made of {known}", "a**2"

    def _syntax(self) -> ast.expr:
        """What Python's parser reads; nothing is run."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(self.text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
            pass
        if _JUXTAPOSED.search(self.text):
            raise self._error("writes every product with *", _JUXTAPOSED.sub(r"\1*\2", self.text))
        if "lambda" in self.text:
            raise self._error("has no variable called lambda, a word of Python", "lam")
        raise self._error("is a complete formula in Python's notation", "3*(a + b*c)")

    def _convert(self, node: ast.expr, depth: int) -> Expression:
        if depth > self.limits.depth:
            raise self._error(f"nests at most {self.limits.depth} deep", "a simpler formula")
        match node:
            case ast.Constant():
                return self._number(node)
            case ast.Name(name):
                return self._name(name)
            case ast.UnaryOp(ast.USub(), operand):
                return Negate(self._convert(operand, depth + 1))
            case ast.BinOp(left, operator, right) if type(operator) in _OPERATORS:
                operands = self._convert(left, depth + 1), self._convert(right, depth + 1)
                return _binary(_OPERATORS[type(operator)], *operands)
            case ast.Call(ast.Name(name), [argument], []) if not isinstance(argument, ast.Starred):
                return Call(self._function(name), (self._convert(argument, depth + 1),))
            case ast.Call(ast.Name(name)) if name in SYNONYMS:
                raise self._error(f"gives {name} one argument", f"{name}(a)")
            case ast.Call(ast.Name(name)):
                raise self._unknown_function(name)
            case ast.Call():
                raise self._error("writes every product with *", "3*(a + b)")
            case ast.Lambda():
                raise self._error("has no variable called lambda, a word of Python", "lam")
            case _:
                raise self._error(
                    "is made of numbers, names, + - * / ** and functions", "3*(a + b*c)"
                )

    def _number(self, node: ast.Constant) -> Number:
        written = self.text.strip()[node.col_offset : node.end_col_offset]
        if not _NUMBER.fullmatch(written):
            raise self._error("has numbers in decimal digits", "1.5", written)
        mantissa, _, exponent = written.lower().partition("e")
        if len(mantissa) + abs(int(exponent or "0")) > MAX_LITERAL:
            raise self._error(f"has numbers of at most {MAX_LITERAL} digits", "10**9", written)
        return Number(sp.Rational(written), written)

    def _name(self, name: str) -> Expression:
        if name in CONSTANTS:
            return Constant(name)
        if name in SYNONYMS:
            raise self._error(f"gives {name} an argument", f"{name}(a)", name)
        check_name(name, thing=self.thing)
        return Name(name)

    def _function(self, name: str) -> str:
        if name not in SYNONYMS:
            raise self._unknown_function(name)
        return SYNONYMS[name]

    def _unknown_function(self, name: str) -> ExpressionError:
        close = get_close_matches(name, [*SYNONYMS], 1)
        if close:
            return self._error("knows no such function", f"{close[0]}(…)", name)
        if len(name) == 1:
            return self._error("writes every product with *", f"{name}*(…)", f"{name}(…)")
        return self._error("knows no such function", ", ".join(ROWS), name)

    def _check_constants(self, expression: Expression) -> bool:
        """Every part without variables has a value; tells whether the whole has variables."""
        constants = [part for part in children(expression) if not self._check_constants(part)]
        if isinstance(expression, Name):
            return True
        if len(constants) == len(children(expression)):
            return False
        for part in constants:
            self._check_value(part)
        return True

    def _check_value(self, constant: Expression) -> None:
        try:
            evaluate(constant, {})
        except DomainError as error:
            raise self._error(f"is defined ({error.thing} {error.rule})", error.remedy) from error

    def _digits(self, expression: Expression, power: int) -> int:
        """Digits that SymPy could write when it multiplies the constants out."""
        match expression:
            case Number(value):
                return count_digits(value) * power
            case Binary("/", Number(above), Number(below)):  # 3.14159 as it may be written, too
                return count_digits(above / below) * power
            case Binary("**", left, right) if not variables(right):
                exponent = abs(evaluate(right, {}))
                if not exponent.is_Rational:
                    exponent = sp.ceiling(digits_of(exponent, 20))
                size = int(max(exponent.p, exponent.q))
                if power * size > MAX_EXPONENT:
                    rule = f"has exponents made of numbers up to {MAX_EXPONENT}"
                    raise self._error(rule, "a**3")
                return self._digits(left, power * size) + self._digits(right, 1)
            case _:
                return sum(self._digits(child, power) for child in children(expression))


def check_name(name: str, *, thing: str) -> None:
    """A name that a variable or a function of a lesson may have.

    Raises:
        ExpressionError: for other names; functions, constants and words of Python are taken.

    >>> check_name("x_2", thing="variable")
    """
    remedy = "a, w1 or x_2"
    if name in (*SYNONYMS, *CONSTANTS) or iskeyword(name):
        raise ExpressionError(thing, "has a name of its own", name, remedy)
    if not _NAME.fullmatch(name) or len(name) > MAX_NAME:
        rule = f"has names of letters and digits, at most {MAX_NAME} of them"
        raise ExpressionError(thing, rule, name, remedy)


def _binary(operator: str, left: Expression, right: Expression) -> Expression:
    """A minus sign before a product or a fraction belongs to the whole of it."""
    if operator in ("*", "/") and isinstance(left, Negate):
        return Negate(Binary(operator, left.operand, right))
    return Binary(operator, left, right)
