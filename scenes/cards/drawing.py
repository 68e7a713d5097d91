"""What all that cards are shown by have in common: a box, and how numbers and names are set."""

from __future__ import annotations

from typing import TypeAlias

from manim import Animation, VMobject

from calculus.shown import Shown
from scenes.base import LessonScene
from scenes.cards.exhibits import Exhibit
from scenes.look.text import LEAST_SIZE, NumberText, Text
from scenes.look.theme import Role
from scenes.picture.compose import fit
from scenes.picture.layout import Box
from scenes.words import terms
from scenes.words.wording import Term

SIZE = 44.0
"""Font size of what is read over a picture."""

_STRIP = 0.65  # height of that
_WIDE = 0.45  # share of a box that a number in a picture may take of its width

Step: TypeAlias = tuple[str | None, list[Animation]]
"""When its field is said, or at once, with "" before the next does; and what moves."""


class Drawing:
    """An exhibit in a box.

    Attributes:
        scene: Where it is drawn.
        exhibit: What is drawn.
        box: Where.
        parts: All that is drawn, to be taken away.
    """

    def __init__(self, scene: LessonScene, exhibit: Exhibit, box: Box) -> None:
        self.scene, self.exhibit, self.box = scene, exhibit, box
        self.parts: list[VMobject] = []

    def strip(self) -> tuple[Box, Box]:
        """Return where something is read, and what is left under it."""
        return self.box.above(_STRIP / self.box.height, 0)

    def number(self, index: int, role: Role, box: Box, across: float) -> NumberText:
        """Return a number that was found, set at a side of a box, or in its middle."""
        number = self.scene.digits.shown(self.exhibit.numbers[index][0])
        return fit(NumberText(number, SIZE, role, self.scene.theme), box, across, 0)

    def label(self, shown: Shown, role: Role) -> NumberText:
        """Return a number that stands somewhere in a picture, smaller where that is narrow."""
        text = NumberText(shown, SIZE, role, self.scene.theme)
        most = SIZE * _WIDE * self.box.width / text.width
        return (
            text
            if most >= SIZE
            else NumberText(shown, max(most, LEAST_SIZE), role, self.scene.theme)
        )

    def formula(self, term: Term, role: Role, box: Box) -> Text:
        """Return a formula in one line, at the left of a box."""
        return fit(self.scene.formula("{f}", SIZE, role, f=terms.in_line(term)), box, -1, 0)
