"""Values of formulas and their slopes, which are carried along.

Nothing here comes from the project: formulas are read by Python's `ast`, never run.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from tests.truth.arithmetic import (
    MP,
    Real,
    Undefined,
    add,
    divide,
    equal,
    is_nothing,
    kept,
    multiply,
    power,
    real,
    sign,
)
from tests.truth.functions import AT_ZERO, FUNCTIONS, SYNONYMS

_DECIMAL = re.compile(r"(?<![A-Za-z0-9_.])(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")

_BARS = re.compile(r"\|([^|]*)\|")


class Jet(NamedTuple):
    """A value with its slope and the slope of that; None where there is none."""

    value: Real
    slope: Real | None = Fraction(0)
    bend: Real | None = Fraction(0)


def _combined(jet: tuple[Jet, ...], value: Real, slope: Any, bend: Any) -> Jet:
    """The jet of an operation, without slopes where a part has none."""
    if any(one.slope is None for one in jet):
        return Jet(value, None, None)
    try:
        first = slope()
    except Undefined:
        return Jet(value, None, None)
    if any(one.bend is None for one in jet):
        return Jet(value, first, None)
    try:
        return Jet(value, first, bend())
    except Undefined:
        return Jet(value, first, None)


def _plus(one: Jet, other: Jet) -> Jet:
    return _combined(
        (one, other),
        add(one.value, other.value),
        lambda: add(one.slope, other.slope),
        lambda: add(one.bend, other.bend),
    )


def _times(one: Jet, other: Jet) -> Jet:
    def bend() -> Real:
        mixed = multiply(Fraction(2), multiply(one.slope, other.slope))
        ends = add(multiply(one.bend, other.value), multiply(one.value, other.bend))
        return add(ends, mixed)

    return _combined(
        (one, other),
        multiply(one.value, other.value),
        lambda: add(multiply(one.slope, other.value), multiply(one.value, other.slope)),
        bend,
    )


def _through(one: Jet, value: Real, first: Any, second: Any) -> Jet:
    """The jet of a function of a jet; its derivatives are asked for only where it matters."""
    if one.slope == 0 and one.bend == 0:
        return Jet(value)
    return _combined(
        (one,),
        value,
        lambda: multiply(first(), one.slope),
        lambda: add(
            multiply(second(), multiply(one.slope, one.slope)),
            multiply(first(), one.bend) if one.bend != 0 else Fraction(0),
        ),
    )


def _reciprocal(one: Jet) -> Jet:
    x = one.value
    return _through(
        one,
        divide(Fraction(1), x),
        lambda: divide(Fraction(-1), multiply(x, x)),
        lambda: divide(Fraction(2), power(x, Fraction(3))),
    )


def _raised(one: Jet, other: Jet) -> Jet:
    x, n = one.value, other.value
    value = power(x, n)
    if other.slope == 0 and other.bend == 0:
        return _through(
            one,
            value,
            lambda: multiply(n, power(x, add(n, Fraction(-1)))) if sign(n) else Fraction(0),
            lambda: (
                multiply(multiply(n, add(n, Fraction(-1))), power(x, add(n, Fraction(-2))))
                if sign(n) and not equal(n, 1)
                else Fraction(0)
            ),
        )
    logarithm = _called("ln", one)
    return Jet(value, *_called("exp", _times(other, logarithm))[1:])


def _called(name: str, one: Jet) -> Jet:
    value, first, second = FUNCTIONS[name]
    x = one.value
    if is_nothing(x) and name in AT_ZERO:
        exact: Real = Fraction(AT_ZERO[name])
    elif name == "ln" and isinstance(x, Fraction) and x == 1:
        exact = Fraction(0)
    else:
        exact = kept(value(x))
    return _through(one, exact, lambda: kept(first(x)), lambda: kept(second(x)))


def _chosen(name: str, jets: list[Jet]) -> Jet:
    """The largest or smallest of some jets; in a tie of different slopes there is none."""
    best = jets[0]
    for jet in jets[1:]:
        if equal(jet.value, best.value):
            same = None not in (jet.slope, best.slope) and equal(jet.slope, best.slope)
            best = Jet(best.value, best.slope if same else None, best.bend if same else None)
        elif (real(jet.value) > real(best.value)) == (name == "max"):
            best = jet
    return best


@lru_cache(maxsize=4096)
def parsed(text: str) -> ast.expr:
    """The tree of an expression in the authors' notation; decimals are kept as they are written."""
    text = _DECIMAL.sub(r'"\g<0>"', _BARS.sub(r"abs(\1)", text.strip()))
    return ast.parse(text, mode="eval").body


def jet(node: ast.expr | str, at: Mapping[str, Jet]) -> Jet:
    """An expression with its slopes, as it is written.

    Raises:
        Undefined: There is no value.
    """
    if isinstance(node, str):
        node = parsed(node)
    match node:
        case ast.Constant(value=digits):
            return Jet(Fraction(str(digits).rstrip(".")))
        case ast.Name(id="pi") if "pi" not in at:
            return Jet(+MP.pi)
        case ast.Name(id="e") if "e" not in at:
            return Jet(+MP.e)
        case ast.Name(id=name):
            return at[name]
        case ast.UnaryOp(ast.USub(), operand):
            return _times(Jet(Fraction(-1)), jet(operand, at))
        case ast.UnaryOp(ast.UAdd(), operand):
            return jet(operand, at)
        case ast.BinOp(left, operator, right):
            return _operation(operator, jet(left, at), jet(right, at))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _function(SYNONYMS.get(name, name), [jet(one, at) for one in arguments])
    raise ValueError(f"no formula: {ast.unparse(node)}")


def _function(name: str, jets: list[Jet]) -> Jet:
    if name in ("max", "min"):
        return _chosen(name, jets)
    return _called(name, *jets)


def _operation(operator: ast.operator, left: Jet, right: Jet) -> Jet:
    match operator:
        case ast.Add():
            return _plus(left, right)
        case ast.Sub():
            return _plus(left, _times(Jet(Fraction(-1)), right))
        case ast.Mult():
            return _times(left, right)
        case ast.Div():
            return _times(left, _reciprocal(right))
        case ast.Pow():
            return _raised(left, right)
    raise ValueError("no operator of the grammar")


def value(text: str | ast.expr, where: Mapping[str, Real] | None = None) -> Real:
    """The value of an expression.

    Raises:
        Undefined: There is none.
    """
    return jet(text, {name: Jet(one) for name, one in (where or {}).items()}).value


def number(text: str | int | float | Fraction) -> Real:
    """A number that an author wrote: 0.1 is a tenth, "1/3" a third."""
    return value(str(text))
