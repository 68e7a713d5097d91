"""Formulas as plain text, for captions, titles and file names' readers: a² − 3b."""

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
    precedence,
)
from calculus.functions import ROWS
from calculus.symbolic import expression_of

_SUPERSCRIPTS = str.maketrans("0123456789-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿ")
_OPEN = re.compile(r"[\^√∛][\w.]+$")
"""The end of a text that what follows would seem to belong to: e^a, √a."""

_GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "eta": "η",
    "theta": "θ", "lambda": "λ", "mu": "μ", "rho": "ρ", "sigma": "σ", "tau": "τ",
    "phi": "φ", "omega": "ω", "pi": "π",
}  # fmt: skip


def plain(expression: Expression) -> str:
    """The expression as it is written, in plain text.

    >>> from calculus.grammar import parse_expression
    >>> for text in ("3*(a + b*c)", "-1/w**2", "2*3*a**10", "exp(-a)", "2*sqrt(a)"):
    ...     print(plain(parse_expression(text)))
    3(a + bc)
    −1/w²
    2 · 3a¹⁰
    e^(−a)
    2√a
    >>> [plain(parse_expression(text)) for text in ("exp(a)**2", "sqrt(a)*b", "sqrt(a*b)")]
    ['(e^a)²', '√a · b', '√(ab)']
    """
    match expression:
        case Number(_, text) as number:
            return text if "e" not in text.lower() else _whole(plain(written_out(number)))
        case Name(name) | Constant(name):
            return plain_name(name)
        case Negate(operand):
            return "−" + _held(operand, PRODUCT)
        case Binary("+" | "-" as operator, left, right):
            sign = "+" if operator == "+" else "−"
            return f"{_held(left, SUM)} {sign} {_held(right, PRODUCT)}"
        case Binary("*", left, right):
            first, second = _held(left, PRODUCT), _held(right, PRODUCT)
            return first + _between(first, second) + second
        case Binary("/", left, right):
            return f"{_held(left, PRODUCT)}/{_held(right, POWER)}"
        case Binary(_, left, Number(value)) if value.is_Integer:
            return _base(left) + str(value).translate(_SUPERSCRIPTS)
        case Binary(_, left, right):
            return f"{_base(left)}^{_closed(right)}"
        case Call("exp", (argument,)):
            return f"e^{_closed(argument)}"
        case Call(function, arguments):
            form = _form(function)
            held = _closed if form.endswith("{}") else plain
            return form.format(", ".join(map(held, arguments)))


def badge(function: str) -> str:
    """A short label of a function: √, |x|, ln.

    >>> badge("sqrt"), badge("floor"), badge("ln"), badge("exp")
    ('√', '⌊x⌋', 'ln', 'exp')
    """
    form = _form(function)
    return form.removesuffix("({})").removesuffix("{}").format("x")


def plain_of(value: sp.Expr) -> str:
    """A SymPy expression in plain text.

    Raises:
        ExpressionError: for what the grammar of the lessons has no form for.

    >>> plain_of(2*sp.Symbol("w", real=True))
    '2w'
    """
    return plain(expression_of(value))


def plain_name(name: str) -> str:
    """A variable or function name, with Greek letters as letters.

    >>> plain_name("alpha"), plain_name("w"), plain_name("rate")
    ('α', 'w', 'rate')
    """
    return _GREEK.get(name, name)


def _whole(text: str) -> str:
    """A number as one thing: a fraction stands in parentheses."""
    return f"({text})" if "/" in text else text


def _held(expression: Expression, least: int) -> str:
    text = plain(expression)
    return text if precedence(expression) >= least else f"({text})"


def _form(function: str) -> str:
    return ROWS[function].plain or f"{function}({{}})"


def _base(expression: Expression) -> str:
    """The base of a power; of a root or an exponential all of it is raised."""
    open_ended = isinstance(expression, Call) and _form(expression.function).endswith("{}")
    is_exponential = isinstance(expression, Call) and expression.function == "exp"
    return _held(expression, ATOM + (open_ended or is_exponential))


def _closed(expression: Expression) -> str:
    """The text as one thing, whatever follows it."""
    text = _held(expression, ATOM)
    return f"({text})" if _OPEN.search(text) else text


def _between(first: str, second: str) -> str:
    """What stands between two factors: nothing, unless they would run together."""
    if second[0].isdigit() or second[0] == "−" or _OPEN.search(first):
        return " · "
    letters = first[-1].isalpha() and second[0].isalpha()
    words = len(_last_word(first)) > 1 or len(_last_word(second[::-1])) > 1
    return " · " if letters and words and not first.isdigit() else ""


def _last_word(text: str) -> str:
    """The letters at the end of a text."""
    end = len(text)
    while end and text[end - 1].isalpha():
        end -= 1
    return text[end:]
