"""The slope as a limit, and what its formula says at each point: 2 · 3 = 6."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from manim import VGroup

from calculus.expression import Name, walk
from calculus.nudge import NudgeTable
from calculus.quantity import Quantity
from scenes.base import LessonScene
from scenes.look.theme import Role
from scenes.picture.breaking import in_lines
from scenes.picture.compose import envelope, in_column, in_row
from scenes.picture.layout import Box
from scenes.words import terms
from scenes.words.wording import Wordable

_INSET = 0.6  # of a card, both sides
_SHARE = 0.5  # of the box is for all of them, at most
_LEADING = 0.25  # between them, Manim units


def limit_of(
    scene: LessonScene, slope: Quantity, names: Mapping[str, Wordable], box: Box
) -> VGroup:
    """Return the slope at a point as a limit, and what it is, as lines in a box."""
    form = "(dif {J})/(dif {w}) = lim_({dw} -> {zero}) ({dJ})/({dw})"
    fields: dict[str, Wordable] = {**names, "zero": 0, "s": slope}
    whole, *parts = (
        scene.formula(text, None, Role.SLOPE, **fields)
        for text in (f"{form} {{s:equals}}", form, "{s:equals}")
    )
    return in_lines(whole, parts, box)


def explanations(scene: LessonScene, tables: Sequence[NudgeTable], box: Box) -> VGroup:
    """Return for each point a calculation and its result, one under the other.

    All of them are at one place where the box has no room for that.
    """
    lines = [_explained(scene, table, box.width - _INSET) for table in tables]
    column = in_column(*lines, gap=_LEADING)
    if envelope(column).height < _SHARE * box.height:
        return column
    return VGroup(*(line.shift((0, -envelope(line).top, 0)) for line in lines))


def _explained(scene: LessonScene, table: NudgeTable, width: float) -> VGroup:
    """Return the formula with the point in the place of its variable; or else just the point."""
    function, derivative = table.function, table.function.derivative
    a, variable = scene.digits.as_given(table.at), derivative.variable
    expression, slope = derivative.expression, table.slope
    names = {part.name for part in walk(expression) if isinstance(part, Name)}
    if variable in names and re.fullmatch(r"−?\d+(\.\d+)?", a.text) and a.exact:
        calculation = terms.calculation(expression, {variable: a})
        line = in_row(
            scene.formula("{calculation}", calculation=calculation, role=Role.INPUT),
            scene.formula("{s:equals}", s=slope, role=Role.SLOPE),
            gap=0.2,
        )
        if line.width <= width:
            return line
    name, value = terms.name(function.variable), terms.name(function.name)
    parts = (
        scene.formula("{name} {a:equals}", name=name, a=a, role=Role.INPUT),
        scene.formula(
            "{slope} {s:equals}", slope=terms.derivative(value, name), s=slope, role=Role.SLOPE
        ),
    )
    line = in_row(*parts)
    return line if line.width <= width else in_column(*parts)
