"""Calculations, before they are set, and how they come on screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
from manim import Animation, Mobject, VMobject

from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.look.typesetting import EM_PER_FONT_SIZE
from scenes.picture.carrying import Carry, Merge, bring, centre_of
from scenes.words.wording import Wordable

_DIGIT = 0.66  # of the font size, that a digit is high


@dataclass(frozen=True)
class Calculation:
    """A calculation, before it is set.

    Attributes:
        template: Typst mathematics with fields.
        fields: What the fields hold.
        role: Colour of what the template leaves uncoloured.
    """

    template: str
    fields: Mapping[str, Wordable]
    role: Role = Role.TEXT


def line(template: str, role: Role = Role.TEXT, /, **fields: Wordable) -> Calculation:
    """Return a calculation."""
    return Calculation(template, fields, role)


def bring_from(sources: Sequence[VMobject], target: VMobject) -> Animation:
    """Carry a number from where it is seen, or make it out of those that are."""
    if len(sources) == 1 and isinstance(carried := bring(sources[0], target), Carry):
        return carried
    return _IntoALine(*sources, into=cast(Text, target), dims=1.0)


class _IntoALine(Merge):
    """Let operands fly into a line with several numbers; they become as high as its digits."""

    def _route(self, source: Mobject) -> Any:
        route = super()._route(source)
        points = route.end.points
        middle = centre_of(points)
        digits = _DIGIT * cast(Text, self.target).font_size * EM_PER_FONT_SIZE
        size = min(1.0, digits / max(float(np.ptp(points[:, 1])), 1e-6))
        return replace(route, end=replace(route.end, points=middle + (points - middle) * size))


def letters(index: int) -> str:
    """Name a field by letters: a digit has no place in a template."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(index))
