"""Formulas that are too long for one line: broken before their relations and signs."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup

from scenes.look.text import LEAST_SIZE, Text, scale_to_fit
from scenes.look.typesetting import EM_PER_FONT_SIZE
from scenes.picture.layout import Box
from scenes.picture.placing import box_of

_SHRUNK = 0.85  # a formula is broken rather than shrunk below this share of its size
_SPACE = 5 / 18  # ems around a relation, as Typst has it
_INDENT = 0.2  # of the lines after the first, Manim units
_LEADING = 0.2  # between the ink of one line and the next, Manim units


def in_lines(whole: Text, parts: Sequence[Text], box: Box) -> VGroup:
    """Return a formula in one line where that fits a box, else in several.

    It hangs from the upper left corner of the box, and is set smaller where it has to be.

    Args:
        whole: The formula.
        parts: The same in pieces, each but the first beginning with a relation or a sign.
        box: Where it goes.
    """
    least = max(_SHRUNK, LEAST_SIZE / whole.font_size)
    if len(parts) < 2 or box_of(whole).width * least <= box.width:
        lines = VGroup(scale_to_fit(whole, box.width))
    else:
        lines = _lines(parts, box.width / least)
        scale_to_fit(lines, box.width, box.height)
    return lines.shift((box.left - lines.get_left()[0], box.top - lines.get_top()[1], 0))


def is_legible(formula: VGroup) -> bool:
    """Say whether no part of a formula had to be set too small."""
    return all(isinstance(p, Text) and p.font_size >= LEAST_SIZE - 1e-6 for p in formula)


def _lines(parts: Sequence[Text], width: float) -> VGroup:
    """Set pieces side by side as long as a line has room, then start another."""
    line: list[Text] = []
    lines = [line]
    for part in parts:
        if line:
            x = line[-1].end + _SPACE * part.font_size * EM_PER_FONT_SIZE
            part.place(x, 0, anchor=-1)
            if part.get_right()[0] > width:
                line = []
                lines.append(line)
        if not line:
            part.place(_INDENT if len(lines) > 1 else 0, 0, anchor=-1)
        line.append(part)
    bottom = 0.0
    for group in [VGroup(*line) for line in lines]:
        group.shift((0, bottom - group.get_top()[1], 0))
        bottom = box_of(group).bottom - _LEADING
    return VGroup(*(part for line in lines for part in line))
