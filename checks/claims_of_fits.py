"""Whether claims about the descent of a model are so, from the text of its cost alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any, TypeAlias

from checks.claims_of_functions import holds
from checks.claims_of_numbers import number, same
from checks.evaluator import mp, mpf, real, value
from scenes.picture.meaning_of_maps import Heights
from scenes.telling import claims_of_fits as said
from scenes.telling.claims_of_surfaces import Pair

Place: TypeAlias = tuple[Any, Any]

_PRECISE = mpf(10) ** -12
_DIGITS, _STEP = 160, mpf(10) ** -40  # of second differences: half of the digits cancel
_LOST = mpf(10) ** -40  # of a cost: by how much it changes is lost in the digits
_LEVEL = mpf(10) ** -15  # of the slope at the start: there is next to none


@holds.register
def _(claim: said.Lowest) -> bool:
    at = _place(claim.at)
    (g, h), (across, mixed, up) = _slopes(claim.of, at), _bends(claim.of, at)
    area = across * up - mixed**2
    if not area > 0 < across:
        return False
    # As far as a step of Newton's method leads: that far off is the lowest place.
    step = (up * g - mixed * h) / area, (across * h - mixed * g) / area
    return all(abs(part) <= _PRECISE * (1 + abs(one)) for part, one in zip(step, at, strict=True))


@holds.register
def _(claim: said.Parted) -> bool:
    pairs = [*zip(map(number, claim.inputs), map(number, claim.labels), strict=True)]
    sides = [[x for x, label in pairs if label == wanted] for wanted in (0, 1)]
    if not all(sides):
        return claim.how == "same"
    (low, high), (least, most) = ((min(side), max(side)) for side in sides)
    if same(high, least) or same(most, low):
        return claim.how == "touching"
    return (high < least or most < low) and claim.how == "parted"


@holds.register
def _(claim: said.Goes) -> bool:
    stops = [*islice(_stops(claim.of, _place(claim.start), number(claim.rate)), claim.steps + 1)]
    rises, stays = False, False
    for (cost, size), (after, _) in pairwise(stops):
        rises |= after - cost > _LOST * abs(cost)
        # Where all is nearly level, the digits do not tell by how little it falls.
        stays |= abs(after - cost) <= _LOST * abs(cost) and size > _LEVEL * stops[0][1]
    return {"falls": not (rises or stays), "never rises": not rises, "rises": rises}[claim.trend]


@holds.register
def _(claim: said.Certain) -> bool:
    inputs = [number(one) for one in claim.inputs]
    matrix = mp.matrix(2, 2)
    for x in inputs:
        matrix += mp.matrix([[x * x, x], [x, 1]]) / len(inputs)
    most = max(mp.eigsy(matrix, eigvals_only=True)) / (1 if claim.is_line else 4)
    return bool(abs(number(claim.safe) * most / 2 - 1) < _PRECISE)


@holds.register
def _(claim: said.Pushed) -> bool:
    across, mixed, up = _bends(claim.of, _place(claim.at))
    steepest = (across + up) / 2 + mp.sqrt(((across - up) / 2) ** 2 + mixed**2)
    factor = number(claim.factor)
    wanted = 1 - number(claim.rate) * steepest
    return bool(abs(factor) > 1 and abs(factor - wanted) <= _PRECISE * abs(wanted))


def _stops(of: Heights, at: Place, rate: Any) -> Iterator[tuple[Any, Any]]:
    """Give the costs of a descent and the sizes of its gradients, without end."""
    while True:
        slopes = _slopes(of, at)
        yield _cost(of, at), mp.hypot(*slopes)
        at = at[0] - rate * slopes[0], at[1] - rate * slopes[1]


def _place(pair: Pair) -> Place:
    return real(number(pair[0])), real(number(pair[1]))


def _cost(of: Heights, at: Place, across: int = 0, up: int = 0) -> Any:
    """Return a cost at a place, or so many tiny steps beside it."""
    moved = (one + way * _STEP for one, way in zip(at, (across, up), strict=True))
    return real(value(of.body, dict(zip(of.variables, moved, strict=True))))


def _slopes(of: Heights, at: Place) -> tuple[Any, Any]:
    with mp.workdps(_DIGITS):
        across = _cost(of, at, 1) - _cost(of, at, -1)
        up = _cost(of, at, 0, 1) - _cost(of, at, 0, -1)
        return across / (2 * _STEP), up / (2 * _STEP)


def _bends(of: Heights, at: Place) -> tuple[Any, Any, Any]:
    """Return the second derivatives: across, mixed, and up."""
    with mp.workdps(_DIGITS):
        here = 2 * _cost(of, at)
        across = _cost(of, at, 1) + _cost(of, at, -1) - here
        up = _cost(of, at, 0, 1) + _cost(of, at, 0, -1) - here
        mixed = sum(way * _cost(of, at, way, 1) - way * _cost(of, at, way, -1) for way in (1, -1))
        return across / _STEP**2, mixed / (4 * _STEP**2), up / _STEP**2
