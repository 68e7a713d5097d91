"""Whether claims about numbers are so: worked out from the expressions on record."""

from __future__ import annotations

from functools import singledispatch
from itertools import pairwise
from typing import Any

from calculus.quantity import Quantity
from checks.evaluator import UnknownError, mp, mpf, real, settled
from scenes.telling import claims as said
from scenes.telling.claims import Claim

NEAR = mpf("0.0500001")  # share by which "about" may be off, and what rounding adds
_SAME = mpf(10) ** -30  # of their size; what cancels for all its digits is settled to be 0
_TAIL = 3  # steps from which a trend is read, at least


def number(quantity: Quantity) -> Any:
    """Return a number on record, worked out from its expression."""
    return real(settled(quantity.expression, dict(quantity.where)))


def same(a: Any, b: Any) -> bool:
    """Whether two numbers are the same as far as their digits tell."""
    return bool(abs(a - b) <= _SAME * (abs(a) + abs(b)))


@singledispatch
def holds(claim: Claim) -> bool:
    """Whether a claim about numbers is true."""
    raise UnknownError(f"nobody knows how to check {type(claim).__name__}")


@holds.register
def _(claim: said.Descending) -> bool:
    sizes = [abs(number(one)) for one in claim.numbers]
    return all(a > b for a, b in pairwise(sizes))


@holds.register
def _(claim: said.NeverDescending) -> bool:
    sizes = [abs(number(one)) for one in claim.numbers]
    return all(a < b or same(a, b) for a, b in pairwise(sizes))


@holds.register
def _(claim: said.Equal) -> bool:
    first, *others = [number(one) for one in claim.numbers]
    return all(same(first, other) for other in others)


@holds.register
def _(claim: said.Different) -> bool:
    first, *others = [number(one) for one in claim.numbers]
    return not all(same(first, other) for other in others)


@holds.register
def _(claim: said.Opposite) -> bool:
    one, other = (number(each) for each in claim.numbers)
    return bool(one * other < 0) and (same(one, -other) or not claim.equal)


@holds.register
def _(claim: said.Sign) -> bool:
    value = number(claim.number)
    return same(value, mpf(0)) if claim.sign == 0 else bool(value * claim.sign > 0)


@holds.register
def _(claim: said.Size) -> bool:
    size, other = abs(number(claim.number)), abs(number(claim.other))
    if claim.relation == "=":
        return same(size, other)
    return bool(size < other if claim.relation == "<" else size > other)


@holds.register
def _(claim: said.Times) -> bool:
    size, wanted = number(claim.number), number(claim.factor) * number(claim.other)
    if claim.exactly:
        return same(size, wanted)
    return bool(abs(size - wanted) <= NEAR * abs(wanted)) and not same(size, wanted)


@holds.register
def _(claim: said.FarLess) -> bool:
    return bool(abs(number(claim.number)) <= NEAR * abs(number(claim.other)))


@holds.register
def _(claim: said.Approach) -> bool:
    limit = number(claim.limit)
    rows = sorted(
        (
            (abs(number(nudge)), abs(number(quotient) - limit))
            for nudge, quotient in zip(claim.nudges, claim.quotients, strict=True)
        ),
        reverse=True,
    )
    differ = all(a > b for (a, _), (b, _) in pairwise(rows))
    closer = all(a > b for (_, a), (_, b) in pairwise(rows))
    return differ and len(rows) > 1 and closer is claim.closer


@holds.register
def _(claim: said.Magnified) -> bool:
    times = number(claim.times)
    return bool(times > 1 and abs(mpf(claim.whole) / mpf(claim.part) - times) < times / 10**6)


@holds.register
def _(claim: said.Steps) -> bool:
    updates = [number(one) for one in claim.updates]
    ways = [one * other for one, other in pairwise(update for update in updates if update)]
    sizes = [abs(update) for update in updates]
    tail = max(_TAIL, len(sizes) // 2)
    if claim.trend:
        ways = ways[1 - tail :]
    fits = {
        "": True,
        "one way": all(way > 0 for way in ways),
        "back and forth": all(way < 0 for way in ways),
        "turning": any(way < 0 for way in ways),
    }
    grows = [a < b for a, b in pairwise(sizes[-tail:])]
    trends = {"": True, "growing": all(grows), "shrinking": not any(grows)}
    return fits[claim.way] and trends[claim.trend]


@holds.register
def _(claim: said.Returns) -> bool:
    *before, last = [number(one) for one in claim.places]
    return any(same(place, last) for place in before) and not all(
        same(place, last) for place in before
    )


@holds.register
def _(claim: said.Product) -> bool:
    product = mp.fprod(number(one) for one in claim.factors)
    return same(product, number(claim.result))


@holds.register
def _(claim: said.Sum) -> bool:
    total = mp.fsum(number(one) for one in claim.parts)
    return same(total, number(claim.result))
