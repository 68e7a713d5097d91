"""Where things are in the tangent story: the world, and a column or a strip for what is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from calculus.quantity import Quantity
from scenes.base import LessonScene
from scenes.look.text import LEAST_SIZE, Placed
from scenes.look.theme import LAYER, Role
from scenes.picture.card import Card
from scenes.picture.layout import Box, Layout
from scenes.picture.table import Table

_STRIP, _LATER = 0.34, 0.27  # shares of the frame's height for what is read, where it lies below
_GAP = 0.15  # between boxes, Manim units
_LAW = 1.75  # height of a strip for a long formula, and what it is apart, Manim units
_WIDER = 0.3  # by so much what is read is wider than a card, beside the world
_NAME, _LENS, _HERO = 0.4, 2.15, 0.85  # heights: a lens's name, a lens, the slope
_BESIDE = 0.46  # of the width, for the lens, where the table is at its side
_HERO_WIDTH = 3.6  # in the world
_TALL = 1.4  # height over width of a frame that has room for lens and table one above the other
INSET = 0.2  # of a card
_CELL, _READABLE = 42, 33  # font sizes: of a table with room, and from which on it is large enough
# Decimals of exact numbers, and digits of rounded ones, as there is room.
_DIGITS = ((9, 6), (6, 6), (3, 5), (3, 4), (3, 3))


@dataclass(frozen=True)
class Places:
    """Boxes of the frame.

    Attributes:
        frame: The whole frame.
        action: Where the world's window is seen.
        read: What is read, beside the action or under it.
        badge: The chip for the slope that rolls along.
        name: What the lens's ruler measures, over the lens.
        lens: The lens.
        card: What is read beside or under the lens.
        upper: Where the world's window is seen, above that of the slopes.
        lower: Where the slopes are.
        answers: What is read beside both.
        law: The formula, where it is too long to be read there.
    """

    frame: Box
    action: Box
    read: Box
    badge: Box
    name: Box
    lens: Box
    card: Box
    upper: Box
    lower: Box
    answers: Box
    law: Box | None = None

    @classmethod
    def of(cls, regions: Layout) -> Self:
        """Lay them out in a frame."""
        safe, frame, alone = regions.safe, regions.frame, regions.action()
        if regions.is_wide:
            action = later = regions.action(card=True).inset(right=_WIDER)
            read = answers = Box(regions.card.left - _WIDER, safe.bottom, safe.right, action.top)
            name, lens, badge, card = _stacked(read, _NAME, _LENS, _HERO)
        else:
            is_tall = frame.height > _TALL * frame.width
            heights = (_STRIP + 0.08 * is_tall) * frame.height, _LATER * frame.height
            read, answers = (
                Box(safe.left, safe.bottom, safe.right, safe.bottom + height) for height in heights
            )
            action, later = (
                Box(alone.left, box.top + _GAP, alone.right, alone.top) for box in (read, answers)
            )
            if is_tall:
                name, lens, card = _stacked(read, _NAME, _LENS + 0.5)
                lens, aside = lens.beside(0.55, gap=_GAP)
                badge = replace(aside, bottom=aside.top - _HERO)
            else:
                column, card = read.beside(_BESIDE, gap=_GAP)
                name, lens = _stacked(column, _NAME)
                left, top = action.left, action.top
                badge = Box(left, top - _HERO, left + _HERO_WIDTH, top)
        upper, lower = later.rows(2, gap=_GAP)
        return cls(frame, action, read, badge, name, lens, card, upper, lower, answers)

    def with_law(self, law: Placed) -> Self:
        """Return the places with one for a formula under all, if it is too long for the answers."""
        room = (self.answers.width - 2 * INSET) / law.width * law.font_size
        if room >= LEAST_SIZE or self.answers.is_flat:
            return self
        foot = self.lower.bottom + _LAW
        upper, lower = replace(self.upper, bottom=foot).rows(2, gap=_GAP)
        answers = replace(self.answers, bottom=foot)
        strip = Box(self.upper.left, self.lower.bottom, self.answers.right, foot - _GAP)
        return replace(self, upper=upper, lower=lower, answers=answers, law=strip)

    def with_share(self, share: float) -> Self:
        """Return the places with a share of the height for the world, and the rest for slopes."""
        upper, lower = Box.hull(self.upper, self.lower).above(share, gap=_GAP)
        return replace(self, upper=upper, lower=lower)

    @property
    def halves(self) -> tuple[Box, Box]:
        """The parts of the frame that the world and the slopes fill in the end."""
        middle = (self.upper.bottom + self.lower.top) / 2
        frame = self.frame
        return (
            Box(frame.left, middle, frame.right, frame.top),
            Box(frame.left, frame.bottom, frame.right, middle),
        )


def _stacked(box: Box, *heights: float) -> list[Box]:
    """Cut boxes of some heights off a box, from its top; the last one is what is left."""
    found = []
    for height in heights:
        found.append(replace(box, bottom=box.top - height))
        box = replace(box, top=box.top - height - (_GAP if height != _NAME else 0))
    return [*found, box]


def table_card(
    scene: LessonScene,
    box: Box,
    headings: Sequence[str],
    roles: Sequence[Role],
    rows: Sequence[Sequence[Quantity]],
) -> tuple[Card, Table]:
    """Return a card with a table of inputs, and what comes of them.

    Its numbers have as many digits as there is room for; where there is none for all rows, it
    has the first ones.
    """
    found: list[Table] = []
    for count in range(len(rows), 0, -1):
        for places, significant in _DIGITS:
            digits: dict[str, int] = {"places": places, "significant": significant}
            cells = [
                [
                    scene.digits.as_given(point, **digits),
                    *(scene.digits.shown(one, **digits) for one in row),
                ]
                for point, *row in rows[:count]
            ]
            inner = box.inset(*[INSET] * 4)
            found.append(Table(inner, headings, roles, cells, scene.theme, _CELL))
            if _size(found[-1]) >= _READABLE:
                break
        if _size(found[-1]) >= _READABLE:
            break
    table = max(found, key=_size)
    card = Card(box, scene.theme, table, room=INSET)
    table.head[0].set_z_index(LAYER["card"])  # its rule
    return card, table


def _size(table: Table) -> float:
    cell = table.lines[0][0]
    assert isinstance(cell, Placed)
    return cell.font_size
