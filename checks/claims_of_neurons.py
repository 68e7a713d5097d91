"""Whether claims about neurons are so, from the text of their functions alone."""

from __future__ import annotations

from checks.claims_of_functions import holds
from checks.evaluator import mpf
from checks.functions import value_at
from scenes.telling import claims_of_neurons as said

_FAR = 60
_WIDE = tuple(mpf(n) / 8 for n in range(-8 * _FAR, 8 * _FAR + 1))
"""Where a function is looked at as a whole: so far out, those of the stories are at their ends."""
_NEAR = mpf(10) ** -6


@holds.register
def _(claim: said.Between) -> bool:
    values = [value_at(claim.of, x) for x in _WIDE]
    least, most = min(values), max(values)
    for bound, end, way in ((claim.low, least, 1), (claim.high, most, -1)):
        if bound is None:
            if -way * end < _FAR / 2:
                return False
        elif way * (end - bound) < 0 or abs(end - bound) > _NEAR:
            return False
    return True


@holds.register
def _(claim: said.Highest) -> bool:
    top = value_at(claim.of, mpf(claim.at))
    return all(value_at(claim.of, x) < top for x in _WIDE if x != claim.at)


@holds.register
def _(claim: said.FarOut) -> bool:
    ends = (min(_WIDE), claim.left), (max(_WIDE), claim.right)
    return all(abs(value_at(claim.of, x) - goal) < _NEAR for x, goal in ends)
