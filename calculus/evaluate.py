"""The exact value of an expression at a point, as it is written."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from calculus.digits import MAX_ARGUMENT, MAX_DIGITS, count_digits, digits_of, sign_of
from calculus.errors import DomainError, LimitError
from calculus.expression import (
    Binary,
    Call,
    Constant,
    Expression,
    Name,
    Negate,
    Number,
    call,
    rebuilt,
    source,
    variables,
)
from calculus.functions import ROWS
from calculus.row import X
from calculus.special import TAKEN_APART, bits_of
from calculus.symbolic import combine, source_of

__all__ = ["MAX_ARGUMENT", "MAX_DIGITS", "count_digits", "digits_of", "evaluate", "sign_of"]

MAX_OPERATIONS = 500
"""Of an irrational value: beyond it nobody can read the formula, and SymPy takes its time."""

SIMPLE = 40
"""Operations of a constant that is worth multiplying out to see whether it is rational."""

SMALL_POWER = 8
"""Largest exponent in such a constant: a larger one multiplies out into too many terms."""

NO_ROOT = "takes a fractional power of 0 or more"
TOO_LONG = f"has at most {MAX_DIGITS} digits"
TOO_MANY = f"has a value that is written with at most {MAX_OPERATIONS} operations"
_TOO_LARGE = "has an argument between"


def evaluate(expression: Expression, values: Mapping[str, sp.Expr]) -> sp.Expr:
    """The exact value with every variable replaced; irrational values stay formulas.

    Follows the expression as written: `a/a` has no value at 0, whatever SymPy makes of it.

    Raises:
        DomainError: where a part of it is not defined, not real, or has too many digits.
        KeyError: for a variable without a value.

    >>> from calculus.expression import integer
    >>> evaluate(Binary("/", Name("a"), integer(3)), {"a": sp.Rational(1, 2)})
    1/6
    """
    value = _tidy(_value(expression, values))
    if not value.is_Rational and value.count_ops() > MAX_OPERATIONS:
        raise _undefined(expression, values, TOO_MANY)
    return value


def with_cube_roots(expression: Expression) -> Expression:
    """The expression with the real cube root for powers of one third: cbrt(-8) for (-8)**(1/3)."""
    rooted = rebuilt(expression, with_cube_roots)
    match rooted:
        case Binary("**", base, Binary("/", Number(above) as power, Number(below))) if below == 3:
            root = call("cbrt", base)
            return root if above == 1 else Binary("**", root, power)
        case _:
            return rooted


def _value(expression: Expression, values: Mapping[str, sp.Expr]) -> sp.Expr:
    match expression:
        case Number(value):
            return value
        case Name(name):
            return values[name]
        case Constant(name):
            return sp.pi if name == "pi" else sp.E
        case Negate(operand):
            return -_value(operand, values)
        case Binary(operator, left, right):
            operands = _value(left, values), _value(right, values)
            broken = _broken_operation(operator, *operands)
            value = None if broken else combine(operator, *operands)
        case Call(function, arguments):
            inner = [_value(argument, values) for argument in arguments]
            broken = _broken_call(function, inner[0])
            value = None if broken else ROWS[function].builds(*inner)
    broken = broken or _broken_result(value)
    if broken:
        raise _undefined(expression, values, broken)
    return value


def _broken_operation(operator: str, left: sp.Expr, right: sp.Expr) -> str:
    """The rule that two operands break, or nothing."""
    if operator == "/" and sign_of(right) == 0:
        return "divides by something other than 0"
    if operator != "**":
        return ""
    sign = sign_of(left)
    if sign == 0 and sign_of(right) < 0:
        return "has no negative power of 0"
    if sign < 0 and not right.is_Integer:
        return NO_ROOT
    if sign and abs(_logarithm(left) * float(digits_of(right, 15))) > MAX_DIGITS:
        return TOO_LONG
    return ""


def _broken_call(function: str, argument: sp.Expr) -> str:
    """The rule that the argument of a function breaks, or nothing."""
    row = ROWS[function]
    if row.largest is not None and abs(digits_of(argument, 5)) > row.largest:
        return f"{_TOO_LARGE} -{row.largest} and {row.largest}"
    for condition in row.conditions:
        if not condition.holds(sign_of(_value(condition.of, {X.name: argument}))):
            return condition.rule
    return ""


def _broken_result(value: sp.Expr) -> str:
    """The rule that a value breaks by its size, or nothing."""
    return TOO_LONG if value.is_Rational and count_digits(value) > MAX_DIGITS else ""


def _logarithm(value: sp.Expr) -> float:
    """Decimal digits of a rational, or the decimal logarithm of the size of an irrational."""
    if value in (0, 1, -1):
        return 0.0
    if value.is_Rational:
        return float(count_digits(value))
    size = abs(digits_of(value, 5))
    return float(sp.log(size, 10).evalf(5)) if size else 0.0


def _written(value: sp.Expr) -> str:
    """A number for a message; of one with thousands of digits, how many these are."""
    too_long = _broken_result(value)
    return f"a number of {count_digits(value)} digits" if too_long else source_of(value)


def _undefined(expression: Expression, values: Mapping[str, sp.Expr], rule: str) -> DomainError:
    text = source(expression)
    names = variables(expression)
    got = ", ".join(f"{name} = {_written(values[name])}" for name in names) or text
    remedy = f"a point where {text} is defined" if names else "other numbers"
    rooted = source(with_cube_roots(expression))
    is_limit = rule in (TOO_LONG, TOO_MANY) or rule.startswith(_TOO_LARGE)
    kind = LimitError if is_limit else DomainError
    return kind(text, rule, got, rooted if rule == NO_ROOT and rooted != text else remedy)


def _tidy(value: sp.Expr) -> sp.Expr:
    """A constant multiplied out, or cancelled, if that shows it to be rational."""
    if value.is_Rational or value.count_ops() > SIMPLE or bits_of(value) > TAKEN_APART:
        return value
    if any(abs(power.exp) > SMALL_POWER for power in value.atoms(sp.Pow)):
        return value
    expanded = sp.expand(value, log=False, power_base=False, power_exp=False)
    if not expanded.is_Rational and _divides_simply(value):
        expanded = sp.cancel(value)  # (e + 1)/(2(e + 1)) is a half
    return expanded if expanded.is_Rational else value


def _divides_simply(value: sp.Expr) -> bool:
    """Whether it divides by sums, and SymPy cancels them soon: not by roots of exp(1/10**9)."""
    exponents = [power.exp for power in value.atoms(sp.Pow)]
    exponents += [part.args[0] for part in value.atoms(sp.exp)]
    small = all(
        exponent.is_Rational and max(abs(exponent.p), exponent.q) <= SMALL_POWER
        for exponent in exponents
    )
    return small and any(
        power.exp.is_negative and power.base.is_Add for power in value.atoms(sp.Pow)
    )
