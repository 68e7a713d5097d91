"""Where an expression has a real value: as a set, found from the way it is written."""

from __future__ import annotations

from itertools import pairwise

import sympy as sp

from calculus.evaluate import evaluate
from calculus.expression import Binary, Call, Expression, degree, substitute, variables, walk
from calculus.functions import ROWS
from calculus.row import X
from calculus.symbolic import symbol, symbolic

SOLVED = 12
"""Highest degree of a polynomial whose roots are worked out; the rest stays a condition."""

_RELATIONS = {">": sp.Gt, ">=": sp.Ge, "!=": sp.Ne}


def domain_of(expression: Expression, name: str) -> sp.Set:
    """The real numbers at which every part of the expression is defined.

    Conditions on polynomials and their fractions are solved; others stay a `ConditionSet`.
    Where an exponent varies, only positive bases count.

    >>> from calculus.grammar import parse_expression
    >>> domain_of(parse_expression("ln(a) + 1/(a - 2)"), "a")
    Union(Interval.open(0, 2), Interval.open(2, oo))
    """
    found: sp.Set = sp.S.Reals
    for part in walk(expression):
        if name in variables(part):
            found = sp.Intersection(found, _domain_of_part(part, name))
    return found


def _domain_of_part(part: Expression, name: str) -> sp.Set:
    """Where the outermost form of one part is defined, if its operands are."""
    match part:
        case Binary("/", _, below):
            return _where(below, "!=", name)
        case Binary("**", base, exponent):
            return _where(base, _base_relation(exponent), name)
        case Call(function, arguments):
            conditions = (
                _where(substitute(condition.of, {X.name: arguments[0]}), condition.relation, name)
                for condition in ROWS[function].conditions
            )
            return sp.Intersection(sp.S.Reals, *conditions)
        case _:
            return sp.S.Reals


def _base_relation(exponent: Expression) -> str:
    """What the base of a power must be, compared with zero; nothing under a whole exponent."""
    if variables(exponent):
        return ">"
    power = evaluate(exponent, {})
    if power.is_Integer:
        return "!=" if power < 0 else ""
    return ">" if power < 0 else ">="


def _where(expression: Expression, relation: str, name: str) -> sp.Set:
    """Where the expression is related to zero in this way."""
    if not relation:
        return sp.S.Reals
    polynomial = _polynomial(expression, name)
    if polynomial is not None:
        return _solved(polynomial, relation)
    formula = symbolic(expression)
    if formula.has(sp.I, sp.nan, sp.oo, -sp.oo, sp.zoo):
        return sp.S.EmptySet
    condition = _RELATIONS[relation](formula, 0, evaluate=False)  # or SymPy might look for roots
    return sp.ConditionSet(symbol(name), condition, sp.S.Reals)


def _polynomial(expression: Expression, name: str) -> sp.Poly | None:
    """A polynomial of the same sign, if there is one that can be solved."""
    match expression:
        case Binary("/", above, below):
            expression = Binary("*", above, below)
    power = degree(expression, name)
    if power is None or power > SOLVED:
        return None
    polynomial = sp.Poly(symbolic(expression), symbol(name))
    return polynomial if polynomial.domain.is_QQ or polynomial.domain.is_ZZ else None


def _solved(polynomial: sp.Poly, relation: str) -> sp.Set:
    """The intervals between the roots where the sign fits, and the roots if they do."""
    if polynomial.is_zero:
        return sp.S.Reals if relation == ">=" else sp.S.EmptySet
    roots = polynomial.real_roots(multiple=False) if polynomial.degree() else []
    ends = [-sp.oo, *sorted(root for root, _ in roots), sp.oo]
    intervals = [
        sp.Interval.open(left, right)
        for left, right in pairwise(ends)
        if relation == "!=" or polynomial.eval(_between(left, right)) > 0
    ]
    closing = [sp.FiniteSet(*ends[1:-1])] if relation == ">=" else []
    return sp.Union(*intervals, *closing)


def _between(left: sp.Expr, right: sp.Expr) -> sp.Rational:
    """A rational number between two ends, of which any may be infinite."""
    if left == -sp.oo:
        return sp.Integer(0) if right == sp.oo else sp.floor(right) - 1
    if right == sp.oo:
        return sp.ceiling(left) + 1
    return sp.Rational(((left + right) / 2).evalf(30))
