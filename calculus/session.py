"""Sessions in Python with SymPy: their code is written from formulas, and really run."""

from __future__ import annotations

import keyword
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import sympy as sp

from calculus.errors import ExpressionError
from calculus.evaluate import evaluate
from calculus.expression import (
    Binary,
    Call,
    Constant,
    Expression,
    Name,
    Negate,
    Number,
    call,
    children,
    fresh_name,
    integer,
    rebuilt,
    source,
    substitute,
    variables,
)
from calculus.functions import ROWS
from calculus.grammar import parse_expression
from calculus.row import ONE, X

_MINUS_X = Negate(X)
# Functions that SymPy has no name for, written out.
_WRITTEN_OUT: Mapping[str, Expression] = MappingProxyType(
    {
        "sigma": Binary("/", ONE, Binary("+", ONE, call("exp", _MINUS_X))),
        "softplus": call("ln", Binary("+", ONE, call("exp", X))),
        "log10": Binary("/", call("ln", X), call("ln", integer(10))),
        "log2": Binary("/", call("ln", X), call("ln", integer(2))),
    }
)
_CONSTANTS = {"pi": "sp.pi", "e": "sp.E"}
_PRINTED = {"log": "ln", "asin": "arcsin", "acos": "arccos", "atan": "arctan", "E": "e"}


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A line of a session.

    Attributes:
        code: what is typed.
        output: what is printed; None for a statement, which prints nothing.
        value: what it prints, in SymPy; None if that is nothing.
    """

    code: str
    output: str | None = None
    value: sp.Expr | None = None


class Session:
    """A Python session: lines that are run one after the other, in a namespace of their own."""

    def __init__(self) -> None:
        self._names: dict[str, Any] = {}

    def run(self, code: str) -> CodeLine:
        """Run a line.

        >>> session = Session()
        >>> [session.run(code).output for code in ("x = 3", "x**2")]
        [None, '9']
        """
        try:
            compiled = compile(code, "<session>", "eval")
        except SyntaxError:
            exec(code, self._names)  # code is never an author's: it is written here, from trees
            return CodeLine(code)
        value = eval(compiled, self._names)
        return CodeLine(code, repr(value), value)

    def keep(self, name: str, code: str) -> CodeLine:
        """Run a line that keeps what a formula gives under a name; that is its output.

        >>> session = Session()
        >>> session.keep("x", "3 + 4")
        CodeLine(code='x = 3 + 4', output='7', value=7)
        """
        line = self.run(code)
        self._names[name] = line.value
        return replace(line, code=f"{name} = {code}")


def free_name(wanted: str, used: Container[str]) -> str:
    """A name for a session: the wanted one, with a number if it is in use or means something.

    >>> free_name("J", {"w"}), free_name("lambda", ()), free_name("J", {"J"})
    ('J', 'lambda1', 'J1')
    """
    if keyword.iskeyword(wanted) or wanted == "sp":
        return f"{wanted}1"
    return fresh_name((wanted,), used)


def code_of(expression: Expression, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """A formula as Python code with SymPy; what isn't whole is an exact `sp.Rational`.

    Args:
        expression: the formula.
        names: what its variables are called in the code, if otherwise.

    >>> from calculus.grammar import parse_expression
    >>> code_of(parse_expression("1/3*w + ln(w) - 0.1"))
    'sp.Rational(1, 3)*w + sp.log(w) - sp.Rational(1, 10)'
    """
    return source(_in_python(written_out(expression), names))


def written_out(expression: Expression) -> Expression:
    """A formula without the functions that SymPy has no name for.

    >>> source(written_out(call("sigma", Name("w"))))
    '1/(1 + exp(-w))'
    """
    inside = rebuilt(expression, written_out)
    if isinstance(inside, Call) and inside.function in _WRITTEN_OUT:
        return substitute(_WRITTEN_OUT[inside.function], {"x": inside.arguments[0]})
    return inside


def read(output: str, names: Mapping[str, str] = MappingProxyType({})) -> Expression:
    """What a session prints as a formula of the grammar, in the same order.

    Args:
        output: what is printed.
        names: what the names in it mean, if otherwise.

    Raises:
        ExpressionError: for what the grammar has no form for.

    >>> source(read("x*(log(x) + 1)", {"x": "w"}))
    'w*(ln(w) + 1)'
    """
    known = {**_PRINTED, **names}
    text = re.sub(r"[A-Za-z_]\w*", lambda name: known.get(name[0], name[0]), output)
    return parse_expression(text, thing="output")


def _in_python(expression: Expression, names: Mapping[str, str]) -> Expression:
    match expression:
        case Name(name):
            return Name(names.get(name, name))
        case Constant(name):
            return Name(_CONSTANTS[name])
        case Number(value):
            return _number(value)
        case Call(function, arguments):
            return Call(
                f"sp.{_sympy_name(function)}", tuple(_in_python(a, names) for a in arguments)
            )
        case Binary("/" | "**") if not variables(expression) and _is_rational(expression):
            return _number(evaluate(expression, {}))
    return rebuilt(expression, lambda operand: _in_python(operand, names))


def _is_rational(expression: Expression) -> bool:
    """Whether it is made of numbers alone, of which Python would make a float or a whole number."""
    if any(isinstance(part, Call | Constant) for part in children(expression)):
        return False
    return bool(evaluate(expression, {}).is_Rational)


def _number(value: sp.Rational) -> Expression:
    size = abs(value)
    text = str(size) if size.q == 1 else f"sp.Rational({size.p}, {size.q})"
    return Negate(Name(text)) if value < 0 else Name(text)


def _sympy_name(function: str) -> str:
    """What SymPy calls a function that it knows how to differentiate.

    Raises:
        ExpressionError: It knows none that has the derivative of the grammar's.
    """
    row = ROWS[function]
    name = getattr(row.builds, "__name__", "")
    if row.bends is None and getattr(sp, name, None) is row.builds:
        return name
    if function == "sqrt":
        return function
    rule = f"has functions that SymPy differentiates as is done here, and {function} is none"
    raise ExpressionError("formula", rule, f"{function}(…)", "ln(w), exp(w) or sin(w)")
