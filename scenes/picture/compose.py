"""Pictures composed of parts: in rows and columns, fitted into boxes, one beside another.

A part is anything drawn. It takes the room of its envelope: a line of text that of its pen, and
the height of a letter with its descender, whatever its letters; anything else that of its ink.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from manim import VGroup, VMobject

from scenes.look.text import Placed
from scenes.look.typesetting import EM_PER_FONT_SIZE
from scenes.picture.layout import GUTTER, Box
from scenes.picture.placing import box_of

Part = TypeVar("Part", bound=VMobject)

LEADING = 0.25  # Manim units from one line of text to the next
_LEAST = 1e-3  # side of a box that has no room at all: what is put there cannot be seen
_ABOVE, _BELOW = 0.75, 0.25  # ems that a line of text takes over and under its baseline, at least


def envelope(part: VMobject) -> Box:
    """Return the room that a part takes: of a composed one, around the rooms of its parts."""
    boxes = [box_of(part)]
    if isinstance(part, Placed):
        em, line = part.font_size * EM_PER_FONT_SIZE, part.baseline
        boxes.append(Box(part.start, line - _BELOW * em, part.end, line + _ABOVE * em))
    elif isinstance(part, VGroup):
        boxes += map(envelope, part)
    return Box.hull(*boxes)


def in_row(*parts: VMobject, gap: float = GUTTER) -> VGroup:
    """Put parts side by side on one line: text by its baseline, anything else by its bottom."""
    x = 0.0
    for part in parts:
        box = envelope(part)
        line = part.baseline if isinstance(part, Placed) else box.bottom
        part.shift((x - box.left, -line, 0))
        x += box.width + gap
    return VGroup(*parts)


def in_column(*parts: VMobject, gap: float = LEADING) -> VGroup:
    """Put parts one under another, their left sides in line."""
    y = 0.0
    for part in parts:
        box = envelope(part)
        part.shift((-box.left, y - box.top, 0))
        y -= box.height + gap
    return VGroup(*parts)


def fit(part: Part, box: Box, across: float = -1, up: float = 1) -> Part:
    """Put a part into a box; one that is too large shrinks as a whole, none ever grows.

    Args:
        part: What is put there.
        box: Where.
        across: -1 puts it at the left of the box, 0 in the middle, 1 at the right.
        up: -1 puts it at the bottom, 0 in the middle, 1 at the top.
    """
    size = envelope(part)
    room = max(box.width, _LEAST), max(box.height, _LEAST)
    part.scale(min(1.0, room[0] / size.width, room[1] / size.height))
    size = envelope(part)
    right = box.left - size.left + (1 + across) / 2 * (box.width - size.width)
    above = box.bottom - size.bottom + (1 + up) / 2 * (box.height - size.height)
    return part.shift((right, above, 0))


def rest_of(box: Box, part: VMobject, gap: float = GUTTER, beside: bool | None = None) -> Box:
    """Return what a part leaves of a box that it stands in.

    Args:
        box: The whole.
        part: What stands there.
        gap: Manim units kept free between the two.
        beside: Whether the rest is at its side, where more is free, or else under it; by
            default at its side in a flat box.
    """
    taken = envelope(part)
    if box.is_flat if beside is None else beside:
        sides = replace(box, right=taken.left - gap), replace(box, left=taken.right + gap)
        return max(sides, key=lambda side: side.width)
    return replace(box, top=taken.bottom - gap)
