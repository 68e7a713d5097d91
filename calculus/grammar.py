"""The grammar of the lessons: text that is parsed as data and never run as code.

Python's own `ast` reads the text; only whitelisted forms go on from there. Known are the
operators `+ - * / **`, parentheses, decimal numbers, the constants `pi` and `e`, the
functions of `calculus.functions`, `|a|` for `abs(a)`, and any other name as a variable.
"""

from __future__ import annotations

import ast
import math
import re
import warnings
from collections.abc import Collection
from fractions import Fraction
from keyword import kwlist
from typing import TypeAlias

import sympy as sp

from calculus.calls import UncertainError, without_bars
from calculus.errors import DomainError, ExpressionError
from calculus.evaluate import NO_ROOT, count_digits, digits_of, evaluate, with_cube_roots
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
    source,
    variables,
    walk,
)
from calculus.functions import MOST_ARGUMENTS, ROWS, SYNONYMS
from calculus.limits import MAX_EXPONENT, MAX_LITERAL, MAX_NAME, RECORDED, WRITTEN, Limits
from calculus.repair import repaired
from calculus.slips import taken_apart, tidy_name
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
_CHARACTERS = "letters a to z, digits and + - * / ** ( ) | ,"
_BRINGS = {"e": {"exp", "erf"}, "pi": {"erf"}}
"""Functions that are written with a constant, or whose derivatives are."""

_LONGEST_RULE = 120
"""Characters; what is longer repeats an author's long numbers."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)?")
_NUMBER = re.compile(r"(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")


def parse_expression(
    text: str,
    *,
    thing: str = "expression",
    limits: Limits = WRITTEN,
    names: Collection[str] = (),
    head: str = "",
) -> Expression:
    """The tree of an expression, as written; decimals are exact.

    Args:
        text: for instance "3*(a + b*c)".
        thing: what an error calls it.
        limits: how large it may be.
        names: variables also where they are called like a constant, such as `e`.
        head: what stands before it, "J = ", so that an error can repeat the whole.

    Raises:
        ExpressionError: for anything outside the grammar or over its limits.

    >>> parse_expression("-b**2")
    Negate(operand=Binary(operator='**', left=Name(name='b'), right=Number(value=2, text='2')))
    """
    return _Parser(text, thing, limits, names, head).parse()


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


class _SlipError(Exception):
    """Text that the grammar has no form for, or another one."""

    def __init__(self, rule: str, remedy: str) -> None:
        super().__init__(rule, remedy)
        self.rule = rule
        self.remedy = remedy


class _Parser:
    """One text on its way to a tree."""

    def __init__(
        self, text: str, thing: str, limits: Limits, names: Collection[str], head: str = ""
    ) -> None:
        self.text = text
        self.read = text.strip()
        self.thing = thing
        self.limits = limits
        self.names = names
        self.head = head
        self.tree: Expression | None = None

    def parse(self) -> Expression:
        if not self.text.strip():
            raise self._error("is a formula, not empty", "a formula, such as a**2")
        if len(self.text) > self.limits.length:
            raise self._error(f"has at most {self.limits.length} characters", "a shorter formula")
        try:
            return self._strictly()
        except _SlipError as slip:
            raise self._mended(slip) from None

    def _mended(self, slip: _SlipError) -> ExpressionError:
        """The error about a slip: with the whole formula repaired, where it is certain."""
        if len(self.text) > WRITTEN.length:
            return self._error(slip.rule, slip.remedy)
        try:
            repair = repaired(self.text)
            if not repair.rule:
                raise slip
            _Parser(repair.text, self.thing, self.limits, self.names)._strictly()
        except (UncertainError, ExpressionError) as error:
            return self._error(_shortened(error.rule), error.remedy)
        except _SlipError:
            return self._error(slip.rule, slip.remedy)
        if len(repair.text) > WRITTEN.length:
            return self._error(_shortened(repair.rule), "a shorter formula")
        remedy = ", ".join(filter(None, (self.head + repair.text, repair.doubt)))
        return self._error(_shortened(repair.rule), remedy)

    def _strictly(self) -> Expression:
        """The tree of what needs no repair.

        Raises:
            ExpressionError: for what is over a limit, or has no value.
            _SlipError: for what the grammar has no form for, or another one.
        """
        self._check_characters()
        self.tree = tree = self._convert(self._syntax(), 0)
        if sum(1 for _ in walk(tree)) > self.limits.parts:
            raise self._error(f"has at most {self.limits.parts} parts", "a shorter formula")
        if nesting(tree) > self.limits.nesting:
            rule = f"has at most {self.limits.nesting} functions and powers inside each other"
            raise self._error(rule, "a simpler formula")
        self._check_names(tree)
        if not self._check_constants(tree):
            self._check_value(tree)
        if self._digits(tree, 1) > self.limits.digits:
            rule = f"has constants of at most {self.limits.digits} digits"
            raise self._error(rule, "smaller numbers")
        return tree

    def _error(self, rule: str, remedy: str, got: str | None = None) -> ExpressionError:
        whole = self.head + self.text.strip() if self.head else self.text
        return ExpressionError(self.thing, rule, whole if got is None else got, remedy)

    def _check_characters(self) -> None:
        for character in self.text:
            if not (character.isascii() and (character.isalnum() or character in " _.,+-*/()|")):
                raise _SlipError(f"is made of {_CHARACTERS}", "a formula in these characters")

    def _syntax(self) -> ast.expr:
        """What Python's parser reads; nothing is run."""
        self.read = without_bars(self.text.strip())
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(self.read, mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
            remedy = "a formula in Python's notation, such as 3*(a + b*c)"
            raise _SlipError("is a complete formula", remedy) from None

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
            case ast.Call(ast.Name(name), arguments, []) if name in SYNONYMS:
                return self._call(SYNONYMS[name], arguments, depth)
            case ast.Call(ast.Name(name)):
                remedy = f"these functions: {', '.join(ROWS)}"
                raise _SlipError(f"knows no function called {name}", remedy)
            case _:
                rule = "is made of numbers, names, + - * / ** and functions"
                raise _SlipError(rule, "a formula in Python's notation, such as 3*(a + b*c)")

    def _call(self, function: str, arguments: list[ast.expr], depth: int) -> Call:
        least, most = (2, MOST_ARGUMENTS) if ROWS[function].several else (1, 1)
        if not least <= len(arguments) <= most:
            how_many = f"{least} to {most} arguments" if least < most else "one argument"
            raise _SlipError(f"gives {function} {how_many}", "as many as it takes")
        return Call(function, tuple(self._convert(each, depth + 1) for each in arguments))

    def _number(self, node: ast.Constant) -> Number:
        written = self.read[node.col_offset : node.end_col_offset]
        if not _NUMBER.fullmatch(written):
            raise _SlipError("has numbers in decimal digits", "a number such as 1.5")
        mantissa, _, exponent = written.lower().partition("e")
        if len(mantissa) + abs(int(exponent or "0")) > MAX_LITERAL:
            rule = f"has numbers of at most {MAX_LITERAL} digits"
            raise self._error(rule, "fewer digits", written)
        return Number(sp.Rational(written), written)

    def _name(self, name: str) -> Expression:
        if name in self.names:
            return Name(name)
        if name in CONSTANTS:
            return Constant(name)
        if name in SYNONYMS or taken_apart(name):
            remedy = f"an argument in parentheses, as in {name}(a)"
            raise _SlipError(f"gives {name} an argument", remedy)
        try:
            check_name(name, thing=self.thing)
        except ExpressionError as error:
            raise _SlipError(error.rule, error.remedy) from None
        return Name(name)

    def _check_names(self, tree: Expression) -> None:
        """What is called like a constant must not stand beside it: both would be written alike."""
        called = {part.function for part in walk(tree) if isinstance(part, Call)}
        for name, functions in _BRINGS.items():
            for function in sorted(called & functions if name in self.names else ()):
                rule = f"has no {function}(…) where {name} is a variable: its formulas hold {name}"
                raise self._error(rule, f"another name for that variable, such as {name}1")

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
            remedy = error.remedy
            if error.rule == NO_ROOT and self.tree and with_cube_roots(constant) != constant:
                remedy = self.head + source(with_cube_roots(self.tree))
            raise self._error(f"is defined ({error.thing} {error.rule})", remedy) from error

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
                    raise self._error(rule, "a smaller exponent")
                return self._digits(left, power * size) + self._digits(right, 1)
            case _:
                return sum(self._digits(child, power) for child in children(expression))


def check_name(name: str, *, thing: str, constants: bool = False) -> None:
    """A name that a variable or a function of a lesson may have.

    Args:
        name: what the author calls it.
        thing: what an error calls it.
        constants: whether it may be that of a constant, which means the variable then.

    Raises:
        ExpressionError: for other names; functions, constants and words of Python are taken.

    >>> check_name("x_2", thing="variable")
    """
    kinds = {"a number": CONSTANTS, "a function": SYNONYMS, "a word of Python": kwlist}
    for kind, taken in kinds.items():
        if name in taken and not (constants and name in CONSTANTS):
            rule = f"has a name other than {name}, which is {kind}"
            raise ExpressionError(thing, rule, name, tidy_name(name))
    if not _NAME.fullmatch(name) or len(name) > MAX_NAME:
        rule = f"has a name of letters and digits, at most {MAX_NAME} of them, such as w1 or x_2"
        raise ExpressionError(thing, rule, name, tidy_name(name))


def _shortened(rule: str) -> str:
    return rule if len(rule) <= _LONGEST_RULE else f"{rule[: _LONGEST_RULE - 1]}…"


def _binary(operator: str, left: Expression, right: Expression) -> Expression:
    """A minus sign before a product or a fraction belongs to the whole of it."""
    if operator in ("*", "/") and isinstance(left, Negate):
        return Negate(Binary(operator, left.operand, right))
    return Binary(operator, left, right)
