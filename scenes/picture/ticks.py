"""Which ticks a plot has, and their labels: as many as there is room for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scenes.look.text import math, outlines
from scenes.look.theme import Theme
from scenes.look.typesetting import EM_PER_FONT_SIZE
from scenes.picture.layout import Box
from scenes.picture.shapes import Points
from scenes.picture.window import Tick, Window, ticks

PLATE = 12  # pixels around a number that hide a line: none is seen between its digits
_FIRST = 4  # ticks that are tried first on a short axis, so that it does not end up with one
_ROOMY, _TIGHT = 1.25, 1.05  # from label to label across, in widths of the widest
_LINE = 0.65  # from label to label upwards, Manim units


@dataclass(frozen=True)
class Ticks:
    """The ticks of a plot: along the axis at the bottom, and up the one at the left."""

    across: tuple[Tick, ...]
    up: tuple[Tick, ...]

    @classmethod
    def of(cls, window: Window, area: Box, theme: Theme) -> Ticks:
        """Choose the ticks of a window that is shown in an area of the frame."""
        count = max(3, round(area.height / _LINE))
        return cls(_across(window, area, theme), ticks(window.bottom, window.top, count))


def tick_label(text: str, theme: Theme) -> tuple[Points, float]:
    """Return a tick label's outline, with its pen at the origin, and its width."""
    line, size = outlines(math(text), theme), label_size(theme)
    return line.points * size, line.advance * size


def edge_label(text: str, theme: Theme) -> tuple[Points, float]:
    """Return a number at the edge of a world, in the face of text: its outline and its width."""
    raised = re.sub(r"\^(\S+)", r"#super[\1]", text.replace("-", "−"))
    words = f'#text(number-width: "tabular")[{raised}]'
    line, size = outlines(words, theme), theme.small * EM_PER_FONT_SIZE
    return line.points * size, line.advance * size


def label_size(theme: Theme) -> float:
    """Return the size of an em of tick labels, in Manim units."""
    return theme.small * EM_PER_FONT_SIZE


def _across(window: Window, area: Box, theme: Theme) -> tuple[Tick, ...]:
    """Return as many ticks as have room for their labels, two if at all possible."""
    tight: tuple[Tick, ...] = ()
    for count in range(max(_FIRST, round(area.width)), 1, -1):
        found = ticks(window.left, window.right, count)
        if len(found) < 2:
            break
        widest = max(tick_label(tick.label, theme)[1] for tick in found)
        apart = (found[1].at - found[0].at) / window.width * area.width
        if apart > _ROOMY * widest:
            return found
        tight = found if apart > _TIGHT * widest else ()
    return tight or ticks(window.left, window.right, 2)
