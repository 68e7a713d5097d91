"""Whether numbers come closer to another the smaller their nudges are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from calculus.digits import magnitude, sign_of
from calculus.quantity import Quantity
from scenes.telling.claims import Approach


def approach(
    nudges: Sequence[Quantity], quotients: Sequence[Quantity], limit: Quantity
) -> Approach | None:
    """Compare how far quotients are from their limit; None where sizes of nudges do not differ."""
    order = sorted(range(len(nudges)), key=lambda i: -magnitude(nudges[i].value))
    sizes = [abs(nudges[i].value) for i in order]
    if len(sizes) < 2 or any(sign_of(a - b) <= 0 for a, b in pairwise(sizes)):
        return None
    ways = [abs(quotients[i].value - limit.value) for i in order]
    closer = all(sign_of(a - b) > 0 for a, b in pairwise(ways))
    return Approach(tuple(nudges), tuple(quotients), limit, closer)
