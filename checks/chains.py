"""Whether the calculations on screen are right: = between equal sides, ≈ between near ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from calculus.shown import Shown
from checks.evaluator import (
    Environment,
    Tree,
    UnknownError,
    Value,
    mp,
    real,
    slope,
    uses,
    value,
)
from checks.formula import NUMBER, ROUNDED, Chain, Side, chains
from checks.intervals import exactly, interval
from checks.known import KnownNames
from checks.rules import Found, Rule, rule

# Where formulas with a variable are compared; some of these lie in every function's domain.
_SAMPLES = tuple(Fraction(n, 7) for n in (2, 5, 9, 17, 31, -4, -15))
_NEAR = 0.05
_UNITS = 10  # how far operands may be off, in half units of the last digit of their result
_ROUNDING = 1e-12  # of a difference, which may be just as large as is allowed
# Digits that are no part of a name, an index or a power of ten.
_DIGITS = re.compile(rf'(?<![\w."])(?<!_\()(?<!times ){NUMBER}')
_SAME = Fraction(1, 10**15)


def marked(source: str, shown: Sequence[Shown]) -> str:
    """Mark the digits of a text that are rounded, for `check`.

    Numbers are found from the end, where results stand: a 1 that is written in the formula
    before them is not a result that is about 1.

    Args:
        source: Typst markup.
        shown: The numbers in it, in their order; some may have left only their sign.
    """
    places = [*_DIGITS.finditer(source)]
    for number in reversed(shown):
        digits = _first_digits(number)
        at = next((i for i in reversed(range(len(places))) if places[i][0] == digits), None)
        if at is None:
            continue
        if not number.exact:
            end = places[at].end()
            source = source[:end] + ROUNDED + source[end:]
        places = places[:at]
    return source


RELATION = rule(
    "numbers.relation", "= stands between equal values, ≈ between rounded ones", untrue=True
)
RESULT = rule("numbers.result", "the operands shown give the result shown", untrue=True)


def check(formula: str, known: KnownNames, name: str) -> Iterator[Found]:
    """Check every relation in a formula.

    Args:
        formula: Typst mathematics, `marked`.
        known: What its names mean.
        name: What to call it in a message.
    """
    for chain in chains(formula, frozenset(known.functions)):
        for i, relation in enumerate(chain.relations):
            left, right = chain.sides[i], chain.sides[i + 1]
            message = _pair(left, relation, right, known)
            if message is not None:
                broken, text = message
                yield broken, f"“{name}”: {text}"
        yield from _ends(chain, known, name)


def _first_digits(number: Shown) -> str | None:
    """Return the digits of a number, without sign and power of ten."""
    found = re.search(NUMBER, number.typst)
    return found[0] if found else None


def _ends(chain: Chain, known: KnownNames, name: str) -> Iterator[Found]:
    """Compare the first side with the last where what stands between cannot be evaluated."""
    if len(chain.sides) > 2 and set(chain.relations) <= {"=", "≈"}:
        relation = "≈" if "≈" in chain.relations else "="
        message = _pair(chain.sides[0], relation, chain.sides[-1], known)
        if message is not None and message[0] is RESULT:
            yield message[0], f"“{name}”: {message[1]}"


def _pair(left: Side, relation: str, right: Side, known: KnownNames) -> Found | None:
    if left.tree is None or right.tree is None or left.by or right.by:
        return _law(left, relation, right, known) or _sign(left, relation, right)
    if not (_is_defined(left.tree) and _is_defined(right.tree)):
        return RESULT, _message(RESULT, left, relation, right)
    outcomes = []
    for where in known.environments:
        try:
            outcomes.append(_compared(left, relation, right, where))
        except (UnknownError, ArithmeticError, ValueError, KeyError):
            continue
    if not outcomes:
        return _law(left, relation, right, known) or _sign(left, relation, right)
    if any(outcome is None for outcome in outcomes):
        return None
    broken = next(outcome for outcome in outcomes if outcome is not None)
    return broken, _message(broken, left, relation, right)


def _compared(first: Side, relation: str, second: Side, where: Environment) -> Rule | None:
    """Return the rule that two sides break, or None.

    A calculation is ≈ its result within the rounding of what is shown, and its operands have to
    have digits enough to tell that result. A number that is said to be ≈ something else, as a
    rise is about slope times nudge, may be a twentieth away. Where rounding makes no difference,
    as in a product with zero, = is right.
    """
    left, right = first.tree, second.tree
    assert left is not None
    assert right is not None
    one, other = interval(left, where), interval(right, where)
    low, high = one - other, exactly(Fraction(1, 10**40)) * (1 + abs(one) + abs(other))
    overlap = bool((low - high).a <= 0 <= (low + high).b)
    precise = not (_is_rounded(left) or _is_rounded(right))
    match relation:
        case "<" | ">":
            holds = (low.a < 0) if relation == "<" else (low.b > 0)
            return None if holds else RESULT
        case "=" if not overlap:
            return RESULT
        case "=" if not precise and left != right and (one.delta > 0 or other.delta > 0):
            return RELATION
        case "≈" if not overlap and first.is_number and not second.is_number:
            near = abs(low) <= _NEAR * (abs(one) + abs(other))
            return None if near else RESULT
        case "≈" if not overlap or not (first.is_number or _tells(left, right, where)):
            return RESULT
        case "≈" if precise and _is_fraction(left, where) and _is_fraction(right, where):
            return RELATION
    return None


def _tells(left: Tree, right: Tree, where: Environment) -> bool:
    """Whether a calculation with the digits as they stand comes near its result."""
    if right.kind not in ("number", "minus") or not _is_rounded(left):
        return True
    off = abs(real(value(left, where)) - real(value(right, where)))
    radius = (right.parts[0] if right.kind == "minus" else right).radius
    if not radius:
        return bool(off <= _NEAR * abs(real(value(right, where))))
    return bool(off * (1 - _ROUNDING) <= _UNITS * real(radius))


def _is_defined(tree: Tree) -> bool:
    """Whether a calculation with numbers has a value wherever its rounded operands may lie."""
    try:
        return bool(mp.isfinite(interval(tree, {}).delta))
    except (ArithmeticError, ValueError):
        return False
    except (UnknownError, KeyError):
        return True  # names may stand for anything


def _is_fraction(tree: Tree, where: Environment) -> bool:
    return isinstance(value(tree, where), Fraction)


def _is_rounded(tree: Tree) -> bool:
    return bool(tree.radius) or any(_is_rounded(part) for part in tree.parts)


def _sign(left: Side, relation: str, right: Side) -> Found | None:
    """Check the sign before a single number whose other side has no value here."""
    if not right.is_number or right.tree is None or not left.text:
        return None
    if relation == "=" and _is_rounded(right.tree):
        return RELATION, _message(RELATION, left, relation, right)
    return None


def _law(left: Side, relation: str, right: Side, known: KnownNames) -> Found | None:
    """Compare two formulas of one variable at several places: f(a) = a², d/da a² = 2a."""
    if left.tree is None or right.tree is None or relation != "=":
        return None
    if "name" in (left.tree.kind, right.tree.kind) and not left.by:
        return None  # a name being given a value
    variables = {of.variable for of in known.functions.values()} | {left.by or ""}
    for variable in variables - {""}:
        if not left.by and not (uses(left.tree, variable) and uses(right.tree, variable)):
            continue
        compared = [_at(left, right, variable, x, known) for x in _SAMPLES]
        if any(same is False for same in compared):
            return RESULT, _message(RESULT, left, relation, right)
    return None


def _at(left: Side, right: Side, variable: str, x: Fraction, known: KnownNames) -> bool | None:
    """Whether two formulas agree at a place; None where one of them has no value."""
    assert left.tree is not None
    assert right.tree is not None
    tree = left.tree
    where = {name: env for name, env in known.environments[0].items() if callable(env)}
    if left.by:  # the tree is a product of (dif)/(dif x), read away, and the function

        def function(at: Value) -> Value:
            return value(tree, {**where, variable: at})

    try:
        one = slope(function, x) if left.by else value(tree, {**where, variable: x})
        other = value(right.tree, {**where, variable: x})
    except (UnknownError, ArithmeticError, ValueError, TypeError):
        return None
    room = real(_SAME) * (1 + abs(real(one)) + abs(real(other)))
    return bool(abs(real(one) - real(other)) <= room)


def _message(broken: Rule, left: Side, relation: str, right: Side) -> str:
    both = f"{_tidy(left.text)} {relation} {_tidy(right.text)}"
    if broken is RELATION and relation == "=":
        return f"{both}: a side is rounded, so write ≈ ({{name:equals}} chooses the sign)"
    if broken is RELATION:
        return f"{both}: both sides are equal, so write ="
    return f"{both} is not true; show operands that give the result, or check the formula"


def _tidy(text: str) -> str:
    """Write a side as a reader would.

    Example:
        >>> _tidy("- 0.3 dot ( - 0.6 )")
        '-0.3 · (-0.6)'
    """
    text = text.replace(" dot ", " · ").replace("( ", "(").replace(" )", ")")
    return re.sub(r"(?<![\w)] )(?<![\w)])- (?=\d)", "-", text)
