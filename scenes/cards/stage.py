"""Where cards lie, are read, and are kept; where the ring runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, log

from scenes.picture.layout import Box, Layout

_SLOT, _WIDEST, _GAP = 0.6, 2.4, 0.2  # of what is kept: height, width at most; between, Manim units
_READ = 0.77  # of the width, where there is a ring beside
_HIGHEST = 0.62, 0.95  # of the width: heights of one card, and of two one under the other
_SHAPE = 2.2  # width over height of a card at the end, as nearly as there is room for
_TEXT = 0.46  # of the width, for what is read where something is drawn beside it
_TEXT_OF_TWO = 0.56  # the same in a narrow picture, where two cards are read one under the other
_TEXT_ABOVE = 0.36, 0.46  # of the height, where that is drawn under one card, or under two
_MOST = 4  # kept in a row, where the picture isn't wide
_RING, _SMALL = 0.8, 0.36  # radii
_FIRST = 0.54  # of the height, for the first of two cards, one under the other


@dataclass(frozen=True)
class Places:
    """Boxes of a picture with cards.

    Attributes:
        card: Where one is read.
        below: Where something more is read, under it; None where nothing is.
        picture: Where something is drawn, beside it or under it; None where nothing is.
        slots: Where each of them is kept, small.
        open: Where each of them is at the end.
        ring: The middle of the ring, and its radius.
    """

    card: Box
    below: Box | None
    picture: Box | None
    slots: tuple[Box, ...]
    open: tuple[Box, ...]
    ring: tuple[tuple[float, float], float]

    @property
    def whole(self) -> Box:
        """Where a card is that has nothing below it."""
        return self.card if self.below is None else Box.hull(self.card, self.below)

    @classmethod
    def with_pictures(
        cls, regions: Layout, count: int, more: bool, first: float = _FIRST, wider: float = 0.0
    ) -> Places:
        """Lay out a picture in which something is drawn beside what is read, or under it.

        Args:
            regions: The regions of the frame.
            count: How many cards there are.
            more: Whether something is read under a card, too.
            first: Of the height, for that card.
            wider: What is read gets such a share more of all than it has as a rule.
        """
        places, body = cls.of(regions, count, more), regions.body
        foot = replace(body, top=body.bottom + _SLOT)
        room = replace(body, bottom=foot.top + _GAP)
        share = _TEXT_ABOVE[more] + wider
        is_flat = regions.is_wide or (more and room.width > room.height)
        wide = _TEXT if regions.is_wide or not more else _TEXT_OF_TWO
        read, picture = room.beside(wide + wider, _GAP) if is_flat else room.above(share, _GAP)
        card, below = read.above(first, _GAP) if more else (read, None)
        slots = _grid(foot, count, count, _WIDEST)
        ring = picture.centre, _RING
        return replace(places, card=card, below=below, picture=picture, slots=slots, ring=ring)

    @classmethod
    def of(cls, regions: Layout, count: int, more: bool, first: float = _FIRST) -> Places:
        """Lay out a picture.

        Args:
            regions: The regions of the frame.
            count: How many cards there are.
            more: Whether something is read under a card.
            first: Of the height, for that card.
        """
        body, wide = regions.body, regions.is_wide
        per_row = count if wide or count <= _MOST else ceil(count / 2)
        rows = ceil(count / per_row)
        cut = body.bottom + rows * (_SLOT + _GAP)
        upper, lower = replace(body, bottom=cut + _GAP), replace(body, top=cut)
        if wide:
            upper, beside = upper.beside(_READ)
            ring = beside.centre, _RING
        else:
            high = min(upper.height, _HIGHEST[more] * upper.width)
            left = upper.height - high
            if left > 3 * _RING:
                ring = (upper.centre[0], upper.bottom + left / 2), _RING
            else:
                high = upper.height
                ring = (lower.right - _SMALL, lower.centre[1]), _SMALL
                lower = lower.inset(right=2 * _SMALL + _GAP)
            upper = replace(upper, bottom=upper.top - high)
        card, below = upper.above(first, _GAP) if more else (upper, None)
        slots = _grid(lower, count, per_row, _WIDEST)
        grids = [_grid(body, count, columns, body.width) for columns in range(1, count + 1)]
        opened = min(grids, key=lambda boxes: abs(log(boxes[0].width / boxes[0].height / _SHAPE)))
        return cls(card, below, None, slots, opened, ring)


def _grid(box: Box, count: int, per_row: int, widest: float) -> tuple[Box, ...]:
    """Return boxes in rows, those of a row side by side in the middle."""
    rows = box.rows(ceil(count / per_row), _GAP)
    width = min(widest, (box.width - (per_row - 1) * _GAP) / per_row)
    found: list[Box] = []
    for row in rows:
        here = min(per_row, count - len(found))
        room = here * width + (here - 1) * _GAP
        left = row.centre[0] - room / 2
        found += replace(row, left=left, right=left + room).columns(here, _GAP)
    return tuple(found)
