"""What is read beside the bars: the numbers of one nudge, which roll to those of the next."""

from __future__ import annotations

from collections.abc import Sequence

from manim import Animation, VGroup

from calculus.nudge import NudgeRow
from calculus.shown import Shown
from scenes.derivative.facts import DerivativeFacts
from scenes.look.text import NumberText, Text
from scenes.look.theme import Role
from scenes.picture.card import panel
from scenes.picture.carrying import Merge, bring
from scenes.picture.compose import fit
from scenes.picture.layout import Box
from scenes.picture.pieces import NUDGE, OUTPUT, Pieces
from scenes.picture.rolling import Roll
from scenes.words import terms
from scenes.words.wording import Term
from scenes.words.writing import Writing

_HERO = 100  # points
_ROOM, _NAME = 0.3, 1.3  # Manim units: around what is on the card, and for a name there
_BEYOND = 0.2  # from the line at which bars begin to their values
_OVER, _UNDER = 0.1, 0.12  # from a bar to its value, and from the middle of a line to its foot


class Readings:
    """Numbers over the bars and on a card.

    Args:
        scene: Writes formulas.
        pieces: The bars.
        names: Of the input, the output and the nudge.

    Attributes:
        names: The names at the bars.
        at: The input; rolls.
        value: The output; rolls.
        panel: The card with its names.
        hero: The ratio.
    """

    def __init__(self, scene: Writing, pieces: Pieces, facts: DerivativeFacts, box: Box,
                 names: tuple[Term, Term, Term]) -> None:  # fmt: skip
        self._facts, self._digits, self._pieces = facts, scene.tongue.digits, pieces
        self._theme = scene.theme
        w, output, e = names
        rows, small = facts.table.rows, scene.theme.body
        brief, given = self._digits.brief, self._digits.as_given
        self.names = VGroup(
            *(
                scene.formula("{n}", n=name, role=role)
                for name, role in ((w, Role.INPUT), (output, Role.OUTPUT))
            )
        )
        for name, height in zip(self.names, (NUDGE, OUTPUT), strict=True):
            middle = pieces.point(pieces.window.left, height)
            name.place(pieces.area.left - 0.5, middle[1] - _UNDER)
        over = [
            Box(pieces.point(0, 0)[0] + _BEYOND, at, pieces.area.right, at + 0.5)
            for at in (pieces.above(height) + _OVER for height in (NUDGE, OUTPUT))
        ]
        first = facts.told[0]
        self.at, self.value = (
            self._number([first_value, *values], role, small, room)
            for first_value, values, role, room in (
                (given(first.at), [self._digits.shown(row.nudged_at) for row in rows],
                 Role.INPUT, over[0]),
                (self._digits.shown(first.value), [brief(row.nudged_value, 9) for row in rows],
                 Role.OUTPUT, over[1]),
            )
        )  # fmt: skip
        self.panel = VGroup(panel(box, scene.theme))
        inner = box.inset(*[_ROOM] * 4)
        lines, main = inner.beside(0.45) if inner.is_flat else inner.above(0.4)
        above, under = lines.rows(2, gap=0)
        self.e = self._named(scene.formula("{e}", e=e, role=Role.INPUT), above,
                             [given(row.nudge) for row in rows], Role.INPUT)  # fmt: skip
        change = terms.change(facts.table.function.name)
        self.change = self._named(scene.formula("{d}", d=change, role=Role.OUTPUT), under,
                                  [brief(row.rise) for row in rows], Role.OUTPUT)  # fmt: skip
        head, room = main.above(0.4, gap=0)
        ratio = terms.over(change, e)
        self.panel.add(fit(scene.formula("{q}", q=ratio, role=Role.SLOPE), head, -1, 0))
        values = [brief(row.quotient) for row in rows]
        self.hero = self._number([*values, brief(facts.table.slope)], Role.SLOPE, _HERO, room)

    def _named(self, name: Text, line: Box, values: Sequence[Shown], role: Role) -> NumberText:
        """Return numbers for a line of the card, behind their name."""
        self.panel.add(fit(name, line, -1, 0))
        return self._number(values, role, self._theme.body, line.inset(left=_NAME))

    def _number(self, values: Sequence[Shown], role: Role, size: float, room: Box) -> NumberText:
        """Return a number that can be any of some, with its point in one place, in a room."""
        all_of_them = [NumberText(value, size, role, self._theme) for value in values]
        before = max(one.point - one.start for one in all_of_them)
        after = max(one.end - one.point for one in all_of_them)
        scale = min(1.0, room.width / (before + after))
        number = all_of_them[0].scale(scale)
        at = room.left + scale * before - number.point, room.centre[1] - _UNDER - number.baseline
        return number.shift((*at, 0))

    def nudged(self, row: NudgeRow, new: bool) -> list[Animation]:
        """Return what shows the nudge and where the input is."""
        given = self._digits.as_given(row.nudge)
        self._set(self.e, given, new)
        comes = bring(self._pieces.nudge, self.e) if new else Roll(self.e, given)
        return [comes, Roll(self.at, self._digits.shown(row.nudged_at))]

    def moved(self, row: NudgeRow) -> list[Animation]:
        """Return what shows where the output is."""
        return [Roll(self.value, self._digits.brief(row.nudged_value, 9))]

    def rise(self, row: NudgeRow, new: bool) -> list[Animation]:
        """Return what shows how far it has moved."""
        rise = self._digits.brief(row.rise)
        self._set(self.change, rise, new)
        return [bring(self._pieces.output, self.change) if new else Roll(self.change, rise)]

    def ratio(self, row: NudgeRow, new: bool) -> list[Animation]:
        """Return what shows how many nudges that is."""
        ratio = self._digits.brief(row.quotient)
        self._set(self.hero, ratio, new)
        if new:
            return [Merge(self.change, self.e, into=self.hero, dims=1.0)]
        return [Roll(self.hero, ratio)]

    def all_of(self, row: NudgeRow) -> list[Animation]:
        """Return what lets all numbers roll to those of another nudge."""
        return [
            *self.nudged(row, False), *self.moved(row), *self.rise(row, False),
            *self.ratio(row, False),
        ]  # fmt: skip

    def limit(self) -> list[Animation]:
        """Return what lets the ratio roll to what it goes to."""
        return [Roll(self.hero, self._digits.brief(self._facts.table.slope))]

    @staticmethod
    def _set(number: NumberText, value: Shown, new: bool) -> None:
        if new:
            number.rewrite(value)
