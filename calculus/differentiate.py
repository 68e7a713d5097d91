"""Derivatives: the rules as a formula, and the exact slope at a point, where there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import sympy as sp

from calculus.decimals import has_decimals, with_decimals
from calculus.errors import DerivativeError, DomainError, ExpressionError, LimitError
from calculus.evaluate import evaluate, sign_of
from calculus.expression import (
    Binary,
    Call,
    Expression,
    Name,
    Negate,
    Number,
    degree,
    rebuilt,
    source,
    substitute,
    variables,
    walk,
)
from calculus.functions import ROWS
from calculus.quantity import Quantity, recorded
from calculus.row import X
from calculus.symbolic import combine, expression_of, source_of, symbol, symbolic

EXPANDED = 12
"""Highest degree of a polynomial that is multiplied out to see whether it gets shorter."""

NEIGHBOUR = sp.Rational(1, 10**30)
"""How far beside a point one looks: nearer than any two numbers of a lesson are."""

_DISTANCE = "distance from the point"
"""Not a name that an author can use."""


@lru_cache(1024)  # a descent asks for the same one at every step
def derivative_formula(expression: Expression, name: str) -> Expression:
    """The derivative with respect to one variable, as a formula; with decimals, if it has some.

    Raises:
        DerivativeError: if it cannot be written with real numbers, as for (-2)**a.

    >>> from calculus.grammar import parse_expression
    >>> source(derivative_formula(parse_expression("a**3 - 2*a"), "a"))
    '3*a**2 - 2'
    >>> source(derivative_formula(parse_expression("3.14159*a**2 - 2.71*a/3"), "a"))
    '6.28318*a - 271/300'
    """
    derived = _derived(expression, name)
    if _is_short_polynomial(expression, name):
        expanded = sp.expand(derived)
        derived = min(derived, expanded, key=lambda form: int(form.count_ops()))
    try:
        formula = expression_of(derived)
    except ExpressionError as error:
        raise DerivativeError(
            f"derivative of {source(expression)}", "is real", source(expression), "a**2"
        ) from error
    return with_decimals(formula) if has_decimals(expression) else formula


def slope_at(expression: Expression, name: str, values: Mapping[str, sp.Expr]) -> Quantity:
    """The exact derivative with respect to one variable at a point.

    Args:
        expression: the function.
        name: the variable that moves.
        values: the point: a value for every variable.

    Raises:
        DerivativeError: where the expression has no derivative, or no value.
        LimitError: where that is too large to be worked out.

    >>> from calculus.grammar import parse_expression
    >>> slope_at(parse_expression("abs(a)*a"), "a", {"a": sp.Integer(0)}).value
    0
    """
    formula = derivative_formula(expression, name)
    try:
        value = evaluate(expression, values)
        if not _at_an_edge(expression, values):
            return recorded(evaluate(formula, values), formula, values)
        right, left = (_one_sided(expression, name, values, value, side) for side in (1, -1))
    except LimitError:
        raise  # there may be a slope, but it cannot be worked out
    except DomainError as error:
        rule = f"exists inside the domain only, where {error.thing} {error.rule}"
        raise _no_slope(expression, values, rule) from error
    if right is None or left is None or sign_of(right - left) != 0:
        raise _no_slope(expression, values, "is finite and the same from both sides")
    try:
        known = evaluate(formula, values)
    except DomainError:
        known = None
    if known is None or sign_of(known - right) != 0:
        return recorded(right, expression_of(right), values)
    return recorded(known, formula, values)


def _no_slope(expression: Expression, values: Mapping[str, sp.Expr], rule: str) -> DerivativeError:
    point = ", ".join(f"{name} = {source_of(values[name])}" for name in variables(expression))
    return DerivativeError(f"slope of {source(expression)}", rule, point, "another point")


def _derived(expression: Expression, name: str) -> sp.Expr:
    """The rules of differentiation."""
    if name not in variables(expression):
        return sp.Integer(0)
    match expression:
        case Negate(operand):
            return -_derived(operand, name)
        case Call(function, arguments):
            inner = {symbolic(argument): argument for argument in arguments}  # max(a, a) is a
            if len(inner) == 1 and ROWS[function].several:
                return _derived(arguments[0], name)
            return sum(
                ROWS[function].slope(u, *(other for other in inner if other != u))
                * _derived(argument, name)
                for u, argument in inner.items()
            )
        case Binary("+" | "-" as operator, left, right):
            return combine(operator, _derived(left, name), _derived(right, name))
        case Binary(operator, left, right):
            u, v = symbolic(left), symbolic(right)
            du, dv = _derived(left, name), _derived(right, name)
            if operator == "*":
                return du * v + u * dv
            if operator == "/":
                return (du * v - u * dv) / v**2 if dv else du / v
            return u**v * (dv * sp.log(u) + v * du / u) if dv else v * u ** (v - 1) * du
        case _:
            return sp.Integer(1)


def _is_short_polynomial(expression: Expression, name: str) -> bool:
    power = degree(expression, name)
    return power is not None and power <= EXPANDED


def _at_an_edge(expression: Expression, values: Mapping[str, sp.Expr]) -> bool:
    """Whether a part of the expression may bend, jump or end at the point."""
    for part in walk(expression):
        match part:
            case Call(function, arguments) if variables(part):
                edge = _bends_or_ends(function, [evaluate(each, values) for each in arguments])
            case Binary("**", base, exponent) if variables(part):
                whole = isinstance(exponent, Number) and exponent.value.is_Integer
                edge = not whole and sign_of(evaluate(base, values)) <= 0
            case _:
                edge = False
        if edge:
            return True
    return False


def _bends_or_ends(function: str, arguments: Sequence[sp.Expr]) -> bool:
    row = ROWS[function]
    if row.bends and sign_of(row.bends(*arguments)) == 0:
        return True
    closed = (condition.of for condition in row.conditions if condition.relation == ">=")
    return any(sign_of(evaluate(end, {X.name: arguments[0]})) == 0 for end in closed)


def _one_sided(
    expression: Expression, name: str, values: Mapping[str, sp.Expr], value: sp.Expr, side: int
) -> sp.Expr | None:
    """The slope to the right (1) or to the left (-1); None without a finite one.

    Raises:
        DomainError: if the expression has no value on that side.
    """
    beside = {**values, name: values[name] + side * NEIGHBOUR}
    evaluate(expression, beside)
    distance = sp.Dummy(positive=True)
    moved = {key: expression_of(known) for key, known in values.items()}
    moved[name] = Binary("+" if side > 0 else "-", moved[name], Name(_DISTANCE))
    smooth = substitute(_unfolded(expression, beside), moved)
    start, slope = (
        form.xreplace({symbol(_DISTANCE): distance}).subs(distance, 0)
        for form in (symbolic(smooth), side * _derived(smooth, _DISTANCE))
    )
    if not (start.is_real and slope.is_real) or sign_of(start - value) != 0:
        return None
    return slope


def _unfolded(expression: Expression, beside: Mapping[str, sp.Expr]) -> Expression:
    """The expression without bends and jumps, as it is at a neighbouring point."""
    smooth = rebuilt(expression, lambda operand: _unfolded(operand, beside))
    if isinstance(expression, Call) and isinstance(smooth, Call):
        branch = ROWS[expression.function].branch
        if branch:
            values = [evaluate(argument, beside) for argument in expression.arguments]
            return branch(smooth.arguments, values)
    return smooth
