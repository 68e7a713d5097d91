"""Whether claims are so: of functions, descents and graphs here, all others by their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from functools import singledispatch
from itertools import pairwise
from math import inf
from typing import Any

from checks import claims_of_numbers as numbers
from checks.claims_of_numbers import number, same
from checks.evaluator import Tree, UnknownError, mp, mpf, parse, real, uses
from checks.functions import slope_at, value_at
from scenes.picture.meaning import Formula
from scenes.telling import claims as said
from scenes.telling.claims import Claim

_PLACES = tuple(Fraction(n, 7) for n in (-23, -15, -4, 2, 5, 9, 17, 31))
"""Where functions are compared; some of these lie in every function's domain."""

_NUDGES = tuple(mpf(10) ** -power for power in (8, 16, 24))
_BESIDE = tuple(mpf(10) ** -power for power in (6, 9))
_AROUND = tuple(mpf("0.001") * mpf("1.3") ** power for power in range(45))
_NEAR = mpf(10) ** -6
_PRECISE = mpf(10) ** -12
_QUADRATURE, _PANELS = 20, 8  # digits to which an area is summed up, and in how many parts
_DOT = 0.09  # radius of a dot, in Manim units
_LOOKS, _CLOSE_LOOKS = 101, 401  # places at which a curve is looked at
_COLUMNS = 2001  # as many as a picture has columns
_STRAIGHT, _BENT = 0.04, 0.02  # of a window's height: a curve leaves its chord by less, by more
_GONE = (UnknownError, ArithmeticError, ValueError)


def _quotient(of: Formula, x: Any, h: Any) -> Any:
    return (value_at(of, x + h) - value_at(of, x)) / h


def _defined(of: Formula) -> Iterator[tuple[Fraction, Any]]:
    """Yield places where a function has a value, and the value."""
    for place in _PLACES:
        try:
            yield place, value_at(of, place)
        except _GONE:
            continue


@singledispatch
def holds(claim: Claim) -> bool:
    """Whether a claim is true."""
    return numbers.holds(claim)


@holds.register
def _(claim: said.Limit) -> bool:
    at, limit = number(claim.at), number(claim.limit)
    for side in (1, -1):
        off = [abs(_quotient(claim.of, at, side * h) - limit) for h in _NUDGES]
        if off[-1] > _NEAR * (1 + abs(limit)) and not all(b < a / 2 for a, b in pairwise(off)):
            return False
    return True


@holds.register
def _(claim: said.QuotientLaw) -> bool:
    at, intercept = number(claim.at), number(claim.slope)
    return all(
        same(_quotient(claim.of, at, h), intercept + claim.nudges * h)
        for h in map(mpf, (-3, "0.125", 1, 7))
    )


@holds.register
def _(claim: said.Straight) -> bool:
    (a, b), *others = _defined(claim.of)
    slopes = [(y - b) / real(x - a) for x, y in others]
    straight = all(same(one, slopes[0]) for one in slopes)
    return straight is claim.straight or len(slopes) < 2


@holds.register
def _(claim: said.Derivative) -> bool:
    for place, _ in _defined(claim.of):
        try:
            wanted, found = slope_at(claim.of, place), value_at(claim.derivative, place)
        except _GONE:
            continue
        if abs(wanted - found) > _PRECISE * (1 + abs(wanted)):
            return False
    return True


@holds.register
def _(claim: said.LooksStraight) -> bool:
    if claim.straight:
        return bool(_bend(claim, _CLOSE_LOOKS) < _STRAIGHT)
    # Where a few looks show it, it need not be looked at for long.
    return any(_bend(claim, looks) > _BENT for looks in (_LOOKS, _CLOSE_LOOKS, _COLUMNS))


def _bend(claim: said.LooksStraight, looks: int) -> Any:
    """How far a curve leaves its chord, as a share of the picture; infinite where it has none."""
    step = (mpf(claim.right) - mpf(claim.left)) / (looks - 1)
    seen = []  # where it has a value
    for i in range(looks):
        with suppress(*_GONE):
            seen.append((i, value_at(claim.of, mpf(claim.left) + i * step)))
    if not seen or [seen[0][0], seen[-1][0]] != [0, looks - 1]:  # there is no chord
        return inf
    (first, low), (last, high) = seen[0], seen[-1]
    rise = (high - low) / (last - first)
    return max(abs(y - low - rise * (i - first)) for i, y in seen) / mpf(claim.height)


@holds.register
def _(claim: said.Hidden) -> bool:
    at, by = number(claim.at), number(claim.by)
    across, up = (
        by * claim.scale[0],
        (value_at(claim.of, at + by) - value_at(claim.of, at)) * claim.scale[1],
    )
    apart = across**2 + up**2
    return bool(apart < (1.1 * _DOT) ** 2 if claim.hidden else apart > (1.9 * _DOT) ** 2)


@holds.register
def _(claim: said.Stationary) -> bool:
    at = number(claim.at)
    here = value_at(claim.of, at)
    if abs(slope_at(claim.of, at)) > _NEAR:
        return False
    rises = [value_at(claim.of, at + side * by) - here for by in _BESIDE for side in (1, -1)]
    match claim.kind:
        case "minimum":
            return all(rise > 0 for rise in rises)
        case "maximum":
            return all(rise < 0 for rise in rises)
        case _:
            return True


@holds.register
def _(claim: said.Valley) -> bool:
    at = number(claim.at)
    for side in (1, -1):
        heights = [value_at(claim.of, at), *(value_at(claim.of, at + side * by) for by in _AROUND)]
        if not all(a < b for a, b in pairwise(heights)):
            return False
    return True


@holds.register
def _(claim: said.Area) -> bool:
    ends = [number(claim.start), number(claim.end)]
    with mp.workdps(_QUADRATURE):
        area = mp.quad(lambda x: value_at(claim.of, x), mp.linspace(*ends, _PANELS + 1))
    off = abs(area - number(claim.area))
    within = 0 if claim.within is None else number(claim.within)
    return bool(off <= within + _PRECISE * (1 + abs(area)))


@holds.register
def _(claim: said.Multiplies) -> bool:
    fixed, factor, rate = number(claim.fixed), number(claim.factor), number(claim.rate)
    for away in map(mpf, (-3, "0.25", 2)):
        after = fixed + away - rate * slope_at(claim.of, fixed + away)
        if abs(after - fixed - factor * away) > _PRECISE * (1 + abs(fixed) + abs(factor)):
            return False
    return True


@holds.register
def _(claim: said.Constant) -> bool:
    slopes = [slope_at(claim.of, place) for place, _ in _defined(claim.of)]
    near = [abs(one - slopes[0]) <= _PRECISE * (1 + abs(one)) for one in slopes]
    return all(near) and not same(slopes[0], mpf(0))


@holds.register
def _(claim: said.Arrives) -> bool:
    w, rate, goal = number(claim.start), number(claim.rate), number(claim.goal)
    ways = [abs(w - goal)]
    for _ in range(claim.steps):
        w -= rate * slope_at(claim.of, w)
        ways.append(abs(w - goal))
    within = number(claim.within)
    return all(way >= within for way in ways[:-1]) and bool(ways[-1] < within)


@holds.register
def _(claim: said.NoSlope) -> bool:
    at = number(claim.at)
    try:
        right, left = (_quotient(claim.of, at, side * _NUDGES[-1]) for side in (1, -1))
    except _GONE:
        return True
    return bool(abs(right - left) > _NEAR * (1 + abs(right)) or abs(right) > 1 / _NEAR)


Steps = tuple[tuple[str, str], ...]


def _users(steps: Steps, name: str) -> list[str]:
    return [target for target, formula in steps if uses(formula, name)]


def _inputs(steps: Steps) -> list[str]:
    computed = {name for name, _ in steps}
    names = [name for _, formula in steps for name in _names(parse(formula))]
    return [name for name in dict.fromkeys(names) if name not in computed]


def _names(tree: Tree) -> Iterator[str]:
    if tree.kind == "name" and tree.text not in ("pi", "e"):
        yield tree.text
    for part in tree.parts:
        yield from _names(part)


@holds.register
def _(claim: said.Walks) -> bool:
    steps = claim.steps
    every = [*_inputs(steps), *(name for name, _ in steps)]
    edges = [(source, target) for source in every for target in _users(steps, source)]
    ways_in = dict.fromkeys(_inputs(steps), 1)  # from the inputs to a node
    for name, _ in steps:
        ways_in[name] = sum(ways_in[source] for source, target in edges if target == name)
    ways_out = {every[-1]: 1}  # from a node to the output
    for name in reversed(every[:-1]):
        ways_out[name] = sum(ways_out[target] for source, target in edges if source == name)
    walked = [ways_in[source] * ways_out[target] for source, target in edges]
    again = sum(1 for count in walked if count > 1)
    total = claim.walked in (0, sum(walked))
    return total and len(walked) == claim.edges and again == claim.again


@holds.register
def _(claim: said.Uses) -> bool:
    return len(_users(claim.steps, claim.node)) == claim.users


@holds.register
def _(claim: said.SingleOperations) -> bool:
    return all(_is_single(parse(formula)) for _, formula in claim.steps)


def _is_single(tree: Tree) -> bool:
    """Whether a step is one operation on names and constants."""
    return all(part.kind == "name" or not [*_names(part)] for part in tree.parts)
