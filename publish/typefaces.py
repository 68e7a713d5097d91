"""Typefaces of this machine, for characters that the house's own lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typst
from fontTools.ttLib import TTFont, TTLibError

_REGULAR = "normal", 400  # style and weight


@dataclass(frozen=True)
class Typeface:
    """One font.

    Attributes:
        family: What it is called.
        path: Its file.
        index: Which of the fonts in that file it is.
    """

    family: str
    path: Path
    index: int = 0

    @property
    def characters(self) -> frozenset[int]:
        """The characters it has; none where it cannot be read."""
        return _characters(self.path, self.index)


def having(characters: set[int], family: str = "") -> Iterator[Typeface]:
    """Yield typefaces that together have as many of some characters as this machine can show.

    Args:
        characters: The characters.
        family: The one to be taken first.
    """
    left = set(characters)
    there = sorted(installed(), key=lambda one: (one.family != family, "Sans" not in one.family))
    while left and there:
        best = max(there, key=lambda one: len(left & one.characters))  # the first of the best
        if not left & best.characters:
            return
        yield best
        left -= best.characters


@cache
def installed() -> tuple[Typeface, ...]:
    """Return the upright fonts of usual weight that are on this machine, by their names."""
    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False).fonts()
    regular = [one for one in fonts if one.path and (one.style, one.weight) == _REGULAR]
    regular.sort(key=lambda one: (one.family, one.path))
    return tuple(Typeface(one.family, Path(one.path or ""), one.index) for one in regular)


@cache
def _characters(path: Path, index: int) -> frozenset[int]:
    try:
        with TTFont(path, fontNumber=index, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (OSError, TTLibError):
        return frozenset()
