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

_STRIP, _LATER = 0.3, 0.27  # shares of the frame's height for what is read, where it lies below
_TABLE = 0.3  # height of a row, and of a heading twice, where it is just large enough to be read
_CHIP = 0.5  # height of a chip
_GAP = 0.25  # between boxes, Manim units
_LAW = 1.75  # height of a strip for a long formula, and what it is apart, Manim units
_LENS = 0.5  # of the column
INSET = 0.3  # of a card
_READABLE = 26  # font size from which on a text is as large as it should be
# Decimals of exact numbers, and digits of rounded ones, as there is room.
_DIGITS = ((9, 6), (6, 6), (3, 5), (3, 4), (3, 3))


@dataclass(frozen=True)
class Places:
    """Boxes of the frame.

    Attributes:
        frame: The whole frame.
        action: Where the world's window is seen.
        read: What is read, beside the action or under it.
        title: The chip of the title.
        badge: The strip for the slope that rolls along.
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
    title: Box
    badge: Box
    lens: Box
    card: Box
    upper: Box
    lower: Box
    answers: Box
    law: Box | None = None

    @classmethod
    def of(cls, regions: Layout, rows: int) -> Self:
        """Lay them out in a frame, for tables of so many rows."""
        safe, frame = regions.safe, regions.frame
        alone = regions.action()
        if regions.is_wide:
            action = later = regions.action(card=True)
            read = answers = Box(regions.card.left, action.bottom, safe.right, action.top)
            lens, card = read.above(_LENS, gap=_GAP)
        else:
            most = _TABLE * (rows + 2) + 2 * INSET
            heights = max(_STRIP * frame.height, most), _LATER * frame.height
            read, answers = (
                Box(safe.left, safe.bottom, safe.right, safe.bottom + height) for height in heights
            )
            action, later = (
                Box(alone.left, box.top + _GAP, alone.right, alone.top) for box in (read, answers)
            )
            lens, card = read.beside(_LENS, gap=_GAP)
        title = Box(action.left, action.top - _CHIP, action.right, action.top)
        badge = title.inset(top=_CHIP + _GAP / 2, bottom=-_CHIP - _GAP / 2)
        upper, lower = later.rows(2, gap=_GAP)
        return cls(frame, action, read, title, badge, lens, card, upper, lower, answers)

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

    @property
    def halves(self) -> tuple[Box, Box]:
        """The parts of the frame that the world and the slopes fill in the end."""
        middle = (self.upper.bottom + self.lower.top) / 2
        frame = self.frame
        return (
            Box(frame.left, middle, frame.right, frame.top),
            Box(frame.left, frame.bottom, frame.right, middle),
        )


def table_card(
    scene: LessonScene, box: Box, headings: tuple[str, ...], rows: Sequence[Sequence[Quantity]]
) -> tuple[Card, Table]:
    """Return a card with a table of inputs, perhaps values, and slopes.

    Its numbers have as many digits as there is room for.
    """
    roles = (Role.INPUT, Role.OUTPUT, Role.SLOPE)
    picked = roles if len(headings) == len(roles) else (Role.INPUT, Role.SLOPE)
    found: list[Table] = []
    for places, significant in _DIGITS:
        cells = [
            [
                scene.digits.as_given(point, places=places, significant=significant),
                *(scene.digits.shown(one, places=places, significant=significant) for one in row),
            ]
            for point, *row in rows
        ]
        found.append(Table(box.inset(*[INSET] * 4), headings, picked, cells, scene.theme))
        if _size(found[-1]) >= _READABLE:
            break
    table = max(found, key=_size)
    card = Card(box, scene.theme, table)
    table.head[0].set_z_index(LAYER["card"])  # its rule
    return card, table


def _size(table: Table) -> float:
    cell = table.lines[0][0]
    assert isinstance(cell, Placed)
    return cell.font_size
