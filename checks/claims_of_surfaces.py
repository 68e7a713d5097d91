"""Whether claims about functions of two variables are so, from their text alone."""

from __future__ import annotations

from itertools import product
from typing import Any

from checks.claims_of_functions import holds
from checks.claims_of_numbers import number
from checks.evaluator import UnknownError, mp, mpf, real
from checks.functions import slopes_at
from scenes.picture.meaning_of_maps import Heights
from scenes.telling import claims_of_surfaces as said

_PLACES = (mpf(2) / 7, mpf(-5) / 3, mpf(9) / 4)  # where slopes are compared
_PRECISE = mpf(10) ** -12
_STEP = mpf(10) ** -8  # on either side, for second derivatives
_FAR_MORE = 4  # times that a valley bends across, at least, of what it bends along


def _at(pair: said.Pair) -> tuple[Any, Any]:
    return real(number(pair[0])), real(number(pair[1]))


def _bends(of: Heights, x: Any, y: Any) -> tuple[Any, Any, Any]:
    """Return the second derivatives: across, mixed, and up."""
    right, left = (slopes_at(of, x + side * _STEP, y) for side in (1, -1))
    above, below = (slopes_at(of, x, y + side * _STEP) for side in (1, -1))
    twice = 2 * _STEP
    return (right[0] - left[0]) / twice, (right[1] - left[1]) / twice, (above[1] - below[1]) / twice


def _curvatures(of: Heights) -> tuple[Any, Any]:
    """Return how much a quadratic function bends along its valley, and across it.

    Raises:
        UnknownError: It is not quadratic.
    """
    found = [_bends(of, x, y) for x, y in product(_PLACES, repeat=2)]
    if any(
        abs(a - b) > _PRECISE * (1 + abs(a))
        for bend in found
        for a, b in zip(bend, found[0], strict=True)
    ):
        raise UnknownError("it is not quadratic")
    a, b, c = found[0]
    middle, half = (a + c) / 2, mp.sqrt(((a - c) / 2) ** 2 + b**2)
    return middle - half, middle + half


@holds.register
def _(claim: said.Steepest) -> bool:
    falls, norm = number(claim.falls), mp.hypot(*slopes_at(claim.of, *_at(claim.at)))
    return bool(abs(falls - norm) <= _PRECISE * norm)


@holds.register
def _(claim: said.Turns) -> bool:
    (a, b), (c, d) = (slopes_at(claim.of, *_at(pair)) for pair in (claim.at, claim.other))
    return bool(
        abs(a * d - b * c) > mpf("0.01") * mp.hypot(a, b) * mp.hypot(c, d) or a * c + b * d < 0
    )


@holds.register
def _(claim: said.Level) -> bool:
    at = _at(claim.at)
    if max(map(abs, slopes_at(claim.of, *at))) > _PRECISE:
        return False
    if claim.kind == "level":
        return True
    a, b, c = _bends(claim.of, *at)
    turn = a * c - b * b
    return bool({"saddle": turn < 0, "bottom": turn > 0 < a, "top": turn > 0 > a}[claim.kind])


@holds.register
def _(claim: said.Separate) -> bool:
    places = product(_PLACES, repeat=2)
    return all(abs(_bends(claim.of, x, y)[1]) < _PRECISE for x, y in places)


@holds.register
def _(claim: said.Stretched) -> bool:
    along, across = _curvatures(claim.of)
    return bool(along > 0 and across >= _FAR_MORE * along * (1 - _PRECISE))


@holds.register
def _(claim: said.Settles) -> bool:
    rate, kept = number(claim.rate), number(claim.momentum)
    sizes = []
    for curvature in _curvatures(claim.of):
        roots = mp.polyroots([1, -(1 + kept - rate * curvature), kept], maxsteps=200, extraprec=200)
        sizes.append(max(map(abs, roots)))
    return bool((max(sizes) < 1 - _PRECISE) is claim.settles)
