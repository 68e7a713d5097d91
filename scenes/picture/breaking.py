"""Formulas that are too long for one line: broken before their relations and signs."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup

from scenes.look.text import LEAST_SIZE, Text
from scenes.look.typesetting import EM_PER_FONT_SIZE
from scenes.picture.compose import fit, in_column, in_row
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
    broken = len(parts) > 1 and box_of(whole).width * least > box.width
    lines = _lines(parts, box.width / least) if broken else VGroup(whole)
    fit(lines, box)
    return VGroup(*parts) if broken else lines


def is_legible(formula: VGroup) -> bool:
    """Say whether no part of a formula had to be set too small."""
    return all(isinstance(p, Text) and p.font_size >= LEAST_SIZE - 1e-6 for p in formula)


def _lines(parts: Sequence[Text], width: float) -> VGroup:
    """Set pieces side by side as long as a line has room, then start another."""
    gap = _SPACE * parts[0].font_size * EM_PER_FONT_SIZE
    lines = [[parts[0]]]
    for part in parts[1:]:
        if _INDENT + in_row(*lines[-1], part, gap=gap).width > width:
            lines.append([])
        lines[-1].append(part)
    first, *others = in_column(*(in_row(*line, gap=gap) for line in lines), gap=_LEADING)
    return VGroup(first, *(line.shift((_INDENT, 0, 0)) for line in others))
