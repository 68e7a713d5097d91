"""Where cards lie, are read, and are kept; where the ring runs, and where something is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import TypeAlias

from scenes.picture.layout import FLAT, Box, Layout
from scenes.picture.paragraph import SIZES, Lines

Spot: TypeAlias = tuple[tuple[float, float], float]
"""The middle of a ring, and its radius."""

ROOM = 0.25
"""Manim units beside a text on a card, and around what is drawn on one."""
EASE = 36.0
"""Font size with which all is read easily."""

_GAP = 0.15  # Manim units between cards
_SLOT, _WIDEST, _NEAR = 0.44, 0.8, 0.1  # of what is kept: height, width at most; between these
_READ = 0.77  # of the width, where there is a ring beside
_HIGHEST = 0.62, 0.95  # of the width: heights of one card, and of two one under the other
_BESIDE, _OVER = (0.42, 0.46, 0.5, 0.54, 0.57, 0.6), (0.3, 0.34, 0.38, 0.42, 0.46, 0.5, 0.56, 0.62)
"""Shares of the room for what is read beside something that is drawn, or over it."""
_LEAST, _ENOUGH = 2.8, 4.8  # Manim units: shorter side of that, and from which on it is large
_RING, _SMALL = 0.8, 0.36  # radii
_NARROW, _PARTED = 3.4, 0.12  # the least width of a text; between what was read and what is
_AGAIN, _WELL = 36.0, 48.0  # font sizes: at most if read before; with which all is read well


@dataclass(frozen=True)
class Places:
    """How the room may be used.

    Attributes:
        read: Where cards are read.
        picture: Where something is drawn; None where nothing is.
        ring: The ring.
    """

    read: Box
    picture: Box | None
    ring: Spot


@dataclass(frozen=True)
class Stack:
    """Texts of a card that can be read at the same time.

    Attributes:
        card: On the card, one under the other; what stands over another has been read before.
        below: On a second card, under it.
    """

    card: Sequence[Lines]
    below: Sequence[Lines]

    def heights(self, size: float, width: float) -> list[float]:
        """Return how high the texts on the card are with what parts them, in a font size."""
        *before, last = self.card
        seen = [one.height(again(size), width) + _PARTED for one in before]
        return [*seen, last.height(size, width)]


@dataclass(frozen=True)
class Spots:
    """Where all cards of a deck are read.

    Attributes:
        card: Where one is read.
        below: Where something more is read, under it; None where nothing is.
        picture: Where something is drawn; None where nothing is.
        ring: The ring.
        size: Font size of all that is read there.
    """

    card: Box
    below: Box | None
    picture: Box | None
    ring: Spot
    size: float

    @classmethod
    def of(cls, places: Places, stacks: Sequence[Stack]) -> Spots | None:
        """Let all texts be as large as they have room, in one size; None where there is none."""
        read, width = places.read, places.read.width - 2 * ROOM
        for size in SIZES:
            upper = max(sum(one.heights(size, width)) for one in stacks) + ROOM
            below = [text.height(size, width) + ROOM for one in stacks for text in one.below]
            lower, gap = (max(below), _GAP) if below else (0.0, 0.0)
            if upper + lower + gap <= read.height:
                share = upper / (upper + lower) * (1 - gap / read.height) + gap / 2 / read.height
                card, rest = read.above(share, gap) if below else (read, None)
                return cls(card, rest, places.picture, places.ring, size)
        return None

    @classmethod
    def all(cls, ways: Iterable[Places], stacks: Sequence[Stack]) -> list[Spots]:
        """Return where all texts can be read, in each way in which they have room."""
        return [spots for way in ways if (spots := cls.of(way, stacks)) is not None]

    @property
    def worth(self) -> tuple[float, ...]:
        """How easily all is read, how large what is drawn is, and how well all is read."""
        drawn = 0.0 if self.picture is None else min(shorter(self.picture), _ENOUGH)
        return min(self.size, EASE), drawn, min(self.size, _WELL)

    @property
    def whole(self) -> Box:
        """Where a card is that has nothing below it."""
        return self.card if self.below is None else Box.hull(self.card, self.below)

    def stacked(self, stack: Stack) -> list[tuple[Box, float]]:
        """Return where each text of a card stands, and its font size at most."""
        box = inside(self.card)
        heights = stack.heights(self.size, box.width)
        found = list[tuple[Box, float]]()
        for i, height in enumerate(heights[:-1]):
            here, box = box.above(height / sum(heights[i:]), 0)
            found.append((here.inset(bottom=_PARTED), again(self.size)))
        return [*found, (box, self.size)]


def again(size: float) -> float:
    """Return the font size of what has been read, beside what is read in another."""
    return next((one for one in SIZES if one < min(size, _AGAIN + 1)), size)


def ways(regions: Layout, pictured: bool, more: bool) -> Iterator[Places]:
    """Give how a frame may be laid out.

    Args:
        regions: Its regions.
        pictured: Whether something is drawn, of a size and shape in which that can be seen.
        more: Whether two cards are read, one under the other.
    """
    body = regions.body
    if pictured:
        for read, picture in split(body):
            yield Places(read, picture, (picture.centre, _RING))
    elif regions.is_wide:
        read, beside = body.beside(_READ)
        yield Places(read, None, (beside.centre, _RING))
    else:
        high = min(body.height - 2 * _SMALL - _GAP, _HIGHEST[more] * body.width)
        read, under = body.above(high / body.height, 0)
        radius = _RING if under.height > 3 * _RING else _SMALL
        yield Places(read, None, (under.centre, radius))


def split(body: Box) -> Iterator[tuple[Box, Box]]:
    """Give a part for text and one in which something can be drawn, beside it or under it."""
    parts = [body.beside(share, _GAP) for share in _BESIDE]
    parts += [body.above(share, _GAP) for share in _OVER]
    for text, picture in parts:
        is_whole = 1 / FLAT < picture.width / picture.height < FLAT
        if shorter(picture) > _LEAST and is_whole and text.width > _NARROW:
            yield text, picture


def shorter(box: Box) -> float:
    """Return the shorter side of a box."""
    return min(box.width, box.height)


def inside(box: Box) -> Box:
    """Return a box without the room around a text."""
    return box.inset(ROOM, ROOM / 2, ROOM, ROOM / 2)


def kept(strip: Box, count: int) -> tuple[Box, ...]:
    """Return where cards are kept, small, at the right of a strip."""
    width = min(strip.width, count * (_WIDEST + _NEAR) - _NEAR)
    spare = (strip.height - _SLOT) / 2
    row = strip.inset(left=strip.width - width, bottom=spare, top=spare)
    return row.columns(count, _NEAR)


def grids(box: Box, count: int) -> Iterator[tuple[Box, ...]]:
    """Give boxes in rows, those of the last row in the middle."""
    for columns in range(1, count + 1):
        found = list[Box]()
        for row in box.rows(ceil(count / columns), _GAP):
            width = (box.width - (columns - 1) * _GAP) / columns
            here = min(columns, count - len(found))
            spare = (box.width - here * (width + _GAP) + _GAP) / 2
            found += replace(row, left=row.left + spare, right=row.right - spare).columns(
                here, _GAP
            )
        yield tuple(found)
