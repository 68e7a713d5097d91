"""The hero of the tangent story: the slope of the line as it is now, large."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from manim import VGroup

from calculus.nudge import NudgeTable
from calculus.shown import Shown
from scenes.base import LessonScene
from scenes.look.text import NumberText, Text, coloured
from scenes.look.theme import Role
from scenes.look.typesetting import EM_PER_FONT_SIZE
from scenes.picture.card import panel
from scenes.picture.layout import Box
from scenes.picture.meaning import Reads, claim
from scenes.words import terms

if TYPE_CHECKING:
    from scenes.tangents.stage import TangentStage

_LARGEST = 84  # font size
_ROLLING_DIGITS = 4  # of a slope on its way, where it is steepest
_AROUND, _GAP = 0.2, 0.2  # at both sides, and between what it is and the number, Manim units
_DIGIT = 0.68  # ems, height of a digit


class SlopeBadge(VGroup):
    """A panel with the slope as a number that rolls along, and what it is before it.

    Args:
        stage: Whose line.
        scene: Whose digits and words.
        tables: The points, each with its nudges.
        box: Where.

    Attributes:
        number: The slope.
        quotient: What it is of a secant: ΔJ/Δw, in place of the word "slope".
        derivative: What it is of the tangent: dJ/dw.
    """

    def __init__(
        self, stage: TangentStage, scene: LessonScene, tables: Sequence[NudgeTable], box: Box
    ) -> None:
        self._stage, self._tables = stage, tables
        theme, function = scene.theme, tables[0].function
        w, J = terms.name(function.variable), terms.name(function.name)
        dw, dJ = terms.nudge(function.variable, scene.given.nudge_name), terms.change(function.name)
        parts = coloured(Role.OUTPUT, "{dJ}"), coloured(Role.INPUT, "{dw}")
        self.quotient = scene.formula("({})/({})".format(*parts), role=Role.SLOPE, dJ=dJ, dw=dw)
        self.derivative = scene.formula("(dif {J})/(dif {w})", role=Role.SLOPE, J=J, w=w)
        word = scene.label("slope", role=Role.SLOPE)
        heads: tuple[Text, ...] = (word, self.quotient, self.derivative)
        quotients = [row.quotient for row in tables[0].rows]
        slopes = [table.slope for table in tables]
        steepest = max(abs(slope.number) for slope in (*quotients, *slopes))
        order = int(np.floor(np.log10(steepest))) if steepest else 0
        self._rolling_places = int(np.clip(_ROLLING_DIGITS - 1 - order, 0, 9))
        sources = [stage.short(slope).marked_typst for slope in (*quotients, *slopes)]
        sources.append(f"-{steepest:.{self._rolling_places}f}")  # the longest on its way
        longest = max(NumberText(one, 100, theme=theme).width for one in sources)
        room = box.width - 2 * _AROUND - _GAP - max(head.width for head in heads)
        size = min(_LARGEST, 100 * room / longest)
        middle = box.centre[1]
        for head in heads:
            head.move_to((box.left + _AROUND + head.width / 2, middle, 0))
        end, baseline = box.right - _AROUND, middle - _DIGIT / 2 * size * EM_PER_FONT_SIZE
        self.number = NumberText("-", size, Role.SLOPE, theme)
        claim(self.number, Reads(stage.plot, stage.line))
        start = end - longest * size / 100

        def write(number: NumberText) -> None:
            reading = self._reading()
            if reading:
                number.write(reading).place(start, baseline, anchor=-1)
            else:
                number.clear_points()

        stage.plot.derive(self.number, write)
        super().__init__(panel(box, theme), word, self.number)

    def _reading(self) -> Shown | str:
        """Return the slope: a number where the scene stops, its digits on the way.

        Nothing where there is none.
        """
        plot = self._stage.plot
        x, h = plot["x"], plot["h"]
        for table in self._tables:
            if table.at.number == x and h == 0:
                return self._stage.short(table.slope)
            for row in table.rows if table.at.number == x else ():
                if row.nudge.number == h:
                    return self._stage.short(row.quotient)
        slope = self._stage.slope(plot, h)
        return f"{slope:.{self._rolling_places}f}" if np.isfinite(slope) else ""
