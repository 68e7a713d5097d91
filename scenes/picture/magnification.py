"""How many times something is magnified, written where it is seen."""

from __future__ import annotations

from math import log10

from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.words.writing import Writing

_IN_FULL = 6  # zeros of a magnification that is written in full, at most


def magnified(scene: Writing, times: float, size: float) -> Text:
    """Return a power of ten in brackets, as it multiplies no number beside it."""
    power = round(log10(times))
    if power <= _IN_FULL:
        return scene.formula("(times {n:plain})", size, Role.NEUTRAL, n=10**power)
    return scene.formula("(times {ten:plain}^{k:plain})", size, Role.NEUTRAL, ten=10, k=power)
