"""Small multiples: boxes side by side for pictures that are compared."""

from __future__ import annotations

from math import ceil

from scenes.picture.layout import Box

HEADER = 0.6  # Manim units above a box, for its label
_GAP = 0.3  # between boxes
_SHAPE = 1.9  # width over height that suits a box
_TALL = 1.8  # height over width of a box, at most
_EMPTY = 0.15  # how much worse each empty place makes a grid


def cells(
    body: Box,
    count: int,
    columns: int | None = None,
    header: float = HEADER,
    leads: bool = False,
) -> list[Box]:
    """Return boxes for some small plots with a label over each, as large as can be.

    Args:
        body: Where they stand, at the bottom of it.
        count: How many.
        columns: How many side by side; by default as many as let them be large.
        header: Height for what is over each.
        leads: Whether the first is as high as it takes to leave no place empty.
    """

    def cell(columns: int) -> tuple[float, float, int]:
        rows = ceil(count / columns)
        width = (body.width - _GAP * (columns - 1)) / columns
        return width, min(body.height / rows - header, _TALL * width), rows

    def worth(columns: int) -> float:
        width, height, rows = cell(columns)
        size = min(width, _SHAPE * height)
        return size * (1 - _EMPTY * (columns * rows - count))

    columns = columns or max(range(1, count + 1), key=worth)
    width, height, rows = cell(columns)
    if leads and 0 < (more := -count % columns) < rows:
        whole = cells(body, count + more, columns, header)
        under = whole[columns : more * columns + 1 : columns]
        rest = [box for box in whole[1:] if box not in under]
        return [Box.hull(whole[0], *under), *rest]
    found = []
    for i in range(count):
        row = i // columns
        some = min(columns, count - row * columns)
        left = body.centre[0] - (some * (width + _GAP) - _GAP) / 2 + i % columns * (width + _GAP)
        bottom = body.bottom + (rows - 1 - row) * (height + header)
        found.append(Box(left, bottom, left + width, bottom + height))
    return found
