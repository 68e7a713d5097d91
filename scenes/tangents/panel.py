"""The side panel of the tangent story: a table of numbers, and then something that follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from calculus.quantity import Quantity
from scenes.base import LessonScene
from scenes.look.text import Placed
from scenes.look.theme import Role
from scenes.picture.compose import fit, rest_of
from scenes.picture.layout import Box
from scenes.picture.table import Table

_BESIDE = 3.0  # least width of what stands beside a table, Manim units
_BROAD = 6.0  # width from which a panel has room for something beside a table
_APART = 0.4  # between the two
_ALIGNED = 0.3  # from the top of a panel beside the stage to that of the table
_SWELLS = 0.1  # room for text that swells while it stands for long
_STRIP = 1.1  # height of a formula that takes the whole width
_READABLE = 26  # font size from which on a text is as large as it should be
# Decimals of exact numbers, and digits of rounded ones, as there is room.
_DIGITS = ((9, 6), (6, 6), (3, 5), (3, 4), (3, 3))


class TangentPanel:
    """Finds places in the side panel, which is high or flat.

    What comes first stands at the top left; what follows stands below it or beside it,
    wherever there is more room.

    Args:
        scene: The scene.
    """

    def __init__(self, scene: LessonScene) -> None:
        self._scene = scene
        self._side = scene.regions.side.inset(left=_SWELLS, right=_SWELLS)

    def table(
        self,
        headings: tuple[str, ...],
        rows: Sequence[Sequence[Quantity]],
        below: float,
        within: Box | None = None,
    ) -> tuple[Table, Box]:
        """Return a table of inputs, perhaps values, and slopes, and the place that it leaves.

        Its numbers have as many digits as there is room for.

        Args:
            headings: One for each column, Typst markup.
            rows: The numbers.
            below: The height that what follows needs if it stands below, in Manim units.
            within: Where; default the whole panel.
        """
        roles = (Role.INPUT, Role.OUTPUT, Role.SLOPE)
        picked = roles if len(headings) == len(roles) else (Role.INPUT, Role.SLOPE)
        found, digits = [], self._scene.digits
        for places, significant in _DIGITS:
            cells = [
                [
                    digits.as_given(point, places=places, significant=significant),
                    *(digits.shown(one, places=places, significant=significant) for one in row),
                ]
                for point, *row in rows
            ]
            for box, beside in self._places(below, within or self._side):
                table = Table(box, headings, picked, cells, self._scene.theme)
                found.append((table, rest_of(within or self._side, table, _APART, beside)))
                if _size(table) >= _READABLE:
                    return found[-1]
        return max(found, key=lambda each: _size(each[0]))

    def law(self, law: Placed) -> tuple[Box, Box]:
        """Put a formula into the panel, or across the picture if it is too long for that.

        Returns:
            The places that it leaves: of the stage, and for a table.
        """
        side, stage = self._side, self._scene.regions.stage
        room = side.width - (_BESIDE + _APART if side.is_flat else 0.0)
        if law.width * _READABLE <= room * law.font_size:
            box = side.inset(right=side.width - room)
            return stage, rest_of(side, fit(law, box), _APART)
        if not self._scene.regions.is_wide:
            fit(law, side.inset(bottom=max(0.0, side.height - _STRIP)))
            return stage, rest_of(side, law, _APART / 2, beside=False)
        body = self._scene.regions.body
        fit(law, body.inset(top=body.height - _STRIP))
        return stage.inset(bottom=_STRIP), side.inset(top=_ALIGNED, bottom=_STRIP)

    def _places(self, below: float, within: Box) -> Iterator[tuple[Box, bool]]:
        """Give places for a table, and whether what follows will stand beside it."""
        if not within.is_flat:
            top = _ALIGNED if self._scene.regions.is_wide else 0.0
            yield within.inset(top=top, bottom=below + _APART if below else 0.0), False
        if within.is_flat or (below and within.width > _BROAD):
            yield within.inset(right=_BESIDE + _APART if below else 0.0), True


def _size(table: Table) -> float:
    cell = table.lines[0][0]
    assert isinstance(cell, Placed)
    return cell.font_size
