"""Between the author's trees and SymPy's expressions, both ways."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial, reduce
from types import MappingProxyType

import sympy as sp

from calculus.errors import DomainError, ExpressionError
from calculus.expression import (
    Binary,
    Call,
    Constant,
    Expression,
    Name,
    Negate,
    Number,
    integer,
    source,
)

TAKEN_APART = 1000
"""Bits of the numbers in a base, times the roots taken, up to which SymPy may factor them."""

MAX_BITS = 1_000_000
"""Of a power of numbers that SymPy works out."""

LONGEST_ROOT = 100
"""Highest root of a longer rational that is tried, in case it is rational."""


class Sigmoid(sp.Function):  # type: ignore[misc]  # SymPy has no types
    """The sigmoid, 1/(1 + exp(-z)), kept whole so that it can be shown as sigma(z).

    >>> Sigmoid(0)
    1/2
    """

    is_real = True
    is_positive = True

    @classmethod
    def eval(cls, argument: sp.Expr) -> sp.Expr | None:
        """The one value that is known exactly."""
        return sp.Rational(1, 2) if argument == 0 else None

    def fdiff(self, argindex: int = 1) -> sp.Expr:
        """The derivative: sigma(z)(1 - sigma(z))."""
        return self * (1 - self)

    def _eval_evalf(self, precision: int) -> sp.Expr:
        """Digits, from the definition."""
        return (1 / (1 + sp.exp(-self.args[0])))._eval_evalf(precision)


class WholePower(sp.Function):  # type: ignore[misc]  # SymPy has no types
    """A positive constant to a rational power, kept whole.

    SymPy takes such a power apart into primes, which for 12**0.700001 means integers of
    hundreds of thousands of digits.
    """

    is_real = True
    is_positive = True

    def _eval_evalf(self, precision: int) -> sp.Expr:
        """Digits, from the definition."""
        base, exponent = self.args
        digits = max(100, precision // 3 + 20)  # more than asked for, as the exponent may be large
        return sp.exp((exponent * sp.log(base)).evalf(digits))


def _absolute(argument: sp.Expr) -> sp.Expr:
    """The absolute value; whole where SymPy would look for complex parts of a real argument."""
    return sp.Abs(argument, evaluate=bool(argument.is_extended_real))


BUILDERS: Mapping[str, Callable[[sp.Expr], sp.Expr]] = MappingProxyType(
    {
        "ln": sp.log,
        "exp": sp.exp,
        "sqrt": lambda radicand: power(radicand, sp.Rational(1, 2)),
        "sin": sp.sin,
        "cos": sp.cos,
        "tan": sp.tan,
        "tanh": sp.tanh,
        "abs": _absolute,
        "sigma": Sigmoid,
        "sign": sp.sign,
    }
)
"""What SymPy calls each function of the grammar."""

NAMES: Mapping[type, str] = MappingProxyType(
    {
        sp.log: "ln",
        sp.exp: "exp",
        sp.sin: "sin",
        sp.cos: "cos",
        sp.tan: "tan",
        sp.tanh: "tanh",
        sp.Abs: "abs",
        Sigmoid: "sigma",
        sp.sign: "sign",
    }
)
"""What the grammar calls each function of SymPy."""


def symbol(name: str) -> sp.Symbol:
    """The variable of that name: real, as everything in the lessons."""
    return sp.Symbol(name, real=True)


def symbolic(expression: Expression) -> sp.Expr:
    """The expression in SymPy, which may rearrange it; the variables are real.

    >>> symbolic(Binary("*", Name("a"), Name("a")))
    a**2
    """
    match expression:
        case Number(value):
            return value
        case Name(name):
            return symbol(name)
        case Constant(name):
            return sp.pi if name == "pi" else sp.E
        case Negate(operand):
            return -symbolic(operand)
        case Call(function, argument):
            return BUILDERS[function](symbolic(argument))
        case Binary(operator, left, right):
            return combine(operator, symbolic(left), symbolic(right))


def combine(operator: str, left: sp.Expr, right: sp.Expr) -> sp.Expr:
    """Two SymPy expressions joined by one of the operators of the grammar."""
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right
        case _:
            return power(left, right)


def power(base: sp.Expr, exponent: sp.Expr) -> sp.Expr:
    """A power in SymPy; a root of numbers that are too long to take apart stays whole.

    Raises:
        DomainError: for a number of far too many digits.

    >>> power(sp.Integer(2), sp.Rational(1, 2)), power(sp.Integer(10)**100, sp.Rational(1, 2)).q
    (sqrt(2), 1)
    """
    if not (base.is_number and exponent.is_Rational) or base in (0, 1, -1):
        return base**exponent
    bits = bits_of(base)
    if bits * abs(exponent) > MAX_BITS:
        raise DomainError("power", f"has at most {MAX_BITS} binary digits", str(exponent), "a**3")
    if exponent.is_Integer or bits * exponent.q <= TAKEN_APART:
        return base**exponent
    if base.is_Rational and exponent.q <= LONGEST_ROOT:
        above, below = (sp.integer_nthroot(int(part), int(exponent.q)) for part in (base.p, base.q))
        if above[1] and below[1]:
            return sp.Rational(above[0], below[0]) ** exponent.p
    return WholePower(base, exponent)


def bits_of(value: sp.Expr) -> int:
    """Binary digits of all numbers in a constant, times the roots taken in it.

    >>> bits_of(sp.Integer(15)), bits_of(sp.sqrt(15))
    (4, 12)
    """
    bits = sum(max(abs(part.p), part.q).bit_length() for part in value.atoms(sp.Rational))
    roots = [inner.exp.q for inner in value.atoms(sp.Pow) if inner.exp.is_Rational]
    return int(bits * math.prod(roots))


def expression_of(value: sp.Expr) -> Expression:
    """A SymPy expression as a tree of the grammar: terms in SymPy's order, minus signs in front.

    Raises:
        ExpressionError: for what the grammar has no form for, such as an imaginary number.

    >>> a = symbol("a")
    >>> source(expression_of(-1/a**2)), source(expression_of(1 - a/4))
    ('-1/a**2', '1 - a/4')
    """
    if value.is_Rational:
        return _rational(value)
    if value.is_Symbol:
        return Name(value.name)
    if value in (sp.pi, sp.E):
        return Constant("pi" if value == sp.pi else "e")
    if value.is_Add:
        return _sum(value)
    if value.is_Mul or value.is_Pow:
        return _product(value)
    if isinstance(value, sp.cot):
        angle = expression_of(value.args[0])
        return Binary("/", Call("cos", angle), Call("sin", angle))
    if isinstance(value, WholePower):
        return _power(value)
    if type(value) in NAMES and len(value.args) == 1:
        return Call(NAMES[type(value)], expression_of(value.args[0]))
    raise ExpressionError(
        "expression", "is made of real numbers and the functions of the grammar", str(value), "a**2"
    )


def source_of(value: sp.Expr) -> str:
    """A SymPy expression as text of the grammar.

    >>> source_of(sp.sqrt(2) / 2)
    'sqrt(2)/2'
    """
    return source(expression_of(value))


def _rational(value: sp.Rational) -> Expression:
    if value < 0:
        return Negate(_rational(-value))
    if value.q == 1:
        return integer(value.p)
    return Binary("/", integer(value.p), integer(value.q))


def _sum(value: sp.Add) -> Expression:
    """Terms in SymPy's order, except that of two terms a positive one goes first."""
    terms = [expression_of(term) for term in value.as_ordered_terms()]
    if len(terms) == 2 and isinstance(terms[0], Negate) and not isinstance(terms[1], Negate):
        terms.reverse()
    return reduce(_plus, terms)


def _plus(left: Expression, right: Expression) -> Expression:
    if isinstance(right, Negate):
        return Binary("-", left, right.operand)
    return Binary("+", left, right)


def _product(value: sp.Expr) -> Expression:
    """A product or power as one fraction: what has a negative exponent goes below the line."""
    if value.as_coeff_Mul()[0] < 0:
        return Negate(expression_of(-value))
    above, below = sp.fraction(value, exact=True)
    if below != 1:
        return Binary("/", expression_of(above), expression_of(below))
    if value.is_Pow:
        return _power(value)
    factors = sorted(value.as_ordered_factors(), key=lambda factor: bool(factor.is_Add))
    return reduce(partial(Binary, "*"), map(expression_of, factors))


def _power(value: sp.Pow | WholePower) -> Expression:
    base, exponent = value.args
    if exponent == sp.Rational(1, 2):
        return Call("sqrt", expression_of(base))
    return Binary("**", expression_of(base), expression_of(exponent))
