"""Whether claims about examples and costs are so, from numbers on record and texts alone."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from checks.claims_of_functions import holds
from checks.claims_of_numbers import number, same
from checks.evaluator import mpf, real, value
from checks.functions import slopes_at, value_at
from scenes.picture.meaning_of_maps import Heights
from scenes.telling import claims_of_examples as said

_PRECISE = mpf(10) ** -12
_NEAR_THE_END = mpf(10) ** -9
_INSIDE = [_NEAR_THE_END, *(mpf(n) / 16 for n in range(1, 16)), 1 - _NEAR_THE_END]
_MUCH = 20  # what a guess costs that is so nearly certain, and wrong
_AROUND = [(mpf(dx), mpf(dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy]
_FAR = 1, mpf("0.01")  # how far around a lowest place it is looked


def _at(of: Heights, *place: Any) -> Any:
    return real(value(of.body, dict(zip(of.variables, place, strict=True))))


@holds.register
def _(claim: said.Average) -> bool:
    numbers = [number(one) for one in claim.numbers]
    mean, result = sum(numbers) / len(numbers), number(claim.result)
    return same(mean, result) or bool(abs(mean - result) < _PRECISE * _PRECISE)


@holds.register
def _(claim: said.Partial) -> bool:
    slopes = slopes_at(claim.of, *map(number, claim.at))
    slope = slopes[claim.of.variables.index(claim.along)]
    return bool(abs(slope - number(claim.slope)) <= _PRECISE * (1 + abs(slope)))


@holds.register
def _(claim: said.Punishes) -> bool:
    costs = [value_at(claim.of, p) for p in (_INSIDE if claim.right == 1 else _INSIDE[::-1])]
    falls = all(one > other for one, other in pairwise(costs))
    return falls and bool(costs[0] > _MUCH and 0 < costs[-1] < 2 * _NEAR_THE_END)


@holds.register
def _(claim: said.BothCases) -> bool:
    cases = (claim.one, mpf(1)), (claim.zero, mpf(0))
    return all(
        same(_at(claim.line, p, label), value_at(cost, p)) for cost, label in cases for p in _INSIDE
    )


@holds.register
def _(claim: said.Mistakes) -> bool:
    bound = number(claim.threshold)
    pairs = [(number(p), number(y)) for p, y in zip(claim.scores, claim.labels, strict=True)]
    yes = [(p > bound or same(p, bound), y) for p, y in pairs]
    alarms, misses = yes.count((True, 0)), yes.count((False, 1))
    return (alarms, misses) == (claim.alarms, claim.misses)
