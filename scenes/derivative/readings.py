"""What is read at the bars: numbers of one nudge, which roll to those of the next."""

from __future__ import annotations

from collections.abc import Sequence

from manim import Animation, VGroup, VMobject

from calculus.errors import LessonError
from calculus.nudge import NudgeRow
from calculus.shown import Shown
from scenes.derivative.facts import DerivativeFacts
from scenes.look.text import NumberText, Text
from scenes.look.theme import Role
from scenes.picture.carrying import Merge, bring
from scenes.picture.compose import fit
from scenes.picture.lanes import Lane
from scenes.picture.layout import Box
from scenes.picture.motion import appear
from scenes.picture.pieces import NUDGE, OUTPUT, Pieces
from scenes.picture.rolling import Roll
from scenes.words import terms
from scenes.words.wording import Term
from scenes.words.writing import Writing

LARGE, _SINKS = 100, 0.35  # points; and Manim units, from the middle of a large number down
_GAP, _OVER, _ARROW, _APART = 0.25, 0.14, 0.2, 0.9  # Manim units
_FIRST = 0.5  # share of the width that how long a bar is has at most


class Readings:
    """Numbers over the bars, and under them how many times the nudge it is.

    Args:
        scene: Writes formulas.
        pieces: The bars.
        facts: What the story is about.
        foot: Where the ratio goes.
        names: Of the input, the output and the nudge.

    Attributes:
        names: The names over the bars' ends, there from the start.
        at: The input; rolls.
        value: The output; rolls.
        arrows: Where both go, beside the names.
        e: The nudge.
        change: By how much the output moves.
        hero: The ratio.
    """

    def __init__(self, scene: Writing, pieces: Pieces, facts: DerivativeFacts, foot: Box,
                 names: tuple[Term, Term, Term]) -> None:  # fmt: skip
        self._scene, self._pieces, self._digits = scene, pieces, scene.tongue.digits
        w, output, e = names
        rows, first = facts.told, facts.told[0]
        brief, given, plain = self._digits.brief, self._digits.as_given, self._digits.shown
        change = terms.change(facts.table.function.name)
        self._base = given(first.at), plain(first.value)
        (self._e, self.e), (name, self.at) = self._over(
            NUDGE, Role.INPUT,
            (e, [given(row.nudge) for row in rows]),
            (w, [self._base[0], *(plain(row.nudged_at) for row in rows)]),
        )  # fmt: skip
        (self._change, self.change), (other, self.value) = self._over(
            OUTPUT, Role.OUTPUT,
            (change, [brief(row.rise) for row in rows]),
            (output, [self._base[1], *(brief(row.nudged_value, 9) for row in rows)]),
        )  # fmt: skip
        self.names = VGroup(name, other)
        self._ratio = scene.formula("{q}", scene.theme.title, Role.SLOPE, q=terms.over(change, e))
        fit(self._ratio, foot, -1, 0)
        quotients = [brief(row.quotient) for row in rows]
        left, line = foot.left + self._ratio.width + 2 * _GAP, foot.centre[1] - _SINKS
        self.hero, _ = self._number(quotients, Role.SLOPE, LARGE, Box(left, line, foot.right, line))
        self.arrows = VGroup(
            pieces.arrow(_beside(name), Role.INPUT, lambda: pieces.way_of("nudged")),
            pieces.arrow(_beside(other), Role.OUTPUT, lambda: pieces.way_of("grown")),
        )

    @property
    def found(self) -> list[VMobject]:
        """What one nudge says, to be taken away before another."""
        return [self._e, self.e, self._change, self.change, self._ratio, self.hero]

    @property
    def all(self) -> list[VMobject]:
        """All but the title, to be taken away."""
        return [*self.names, *self.arrows, self.at, self.value, *self.found]

    def back(self) -> list[Animation]:
        """Return what shows the input and the output where they were before any nudge."""
        at, value = self._base
        return [_become(self.at, at), _become(self.value, value)]

    def nudged(self, row: NudgeRow) -> list[Animation]:
        """Return what shows the nudge and where the input is."""
        to = _become(self.at, self._digits.shown(row.nudged_at))
        given = self.e.rewrite(self._digits.as_given(row.nudge))
        return [bring(self._pieces.nudge, given), to, appear(self._e)]

    def moved(self, row: NudgeRow) -> Animation:
        """Return what shows where the output is."""
        return _become(self.value, self._digits.brief(row.nudged_value, 9))

    def rise(self, row: NudgeRow) -> list[Animation]:
        """Return what shows how far it has moved."""
        rise = self.change.rewrite(self._digits.brief(row.rise))
        return [bring(self._pieces.output, rise), appear(self._change)]

    def ratio(self, row: NudgeRow) -> list[Animation]:
        """Return what shows how many nudges that is."""
        ratio = self.hero.rewrite(self._digits.brief(row.quotient))
        return [Merge(self.change, self.e, into=ratio, dims=1.0), appear(self._ratio)]

    def _over(self, lane: Lane, role: Role, bar: tuple[Term, Sequence[Shown]],
              place: tuple[Term, Sequence[Shown]]) -> list[tuple[Text, NumberText]]:  # fmt: skip
        """Return names and their numbers in a line over a bar.

        At its foot stands how long it is, and at the far end of the line where that leads to,
        with room for an arrow.
        """
        area, line = self._pieces.area, self._pieces.above(lane) + _OVER

        def write(name: Term, values: Sequence[Shown], left: float, right: float, gap: float
                  ) -> tuple[Text, NumberText, float]:  # fmt: skip
            text = self._scene.formula("{n}", role=role, n=name).place(left, line, anchor=-1)
            room = Box(text.end + gap, line, right, line)
            return text, *self._number(values, role, self._scene.theme.body, room)

        e, nudge, end = write(*bar, area.left, area.left + _FIRST * area.width, _GAP)
        w, at, last = write(*place, end + _APART, area.right, 2 * _GAP + _ARROW)
        for one in (w, at):
            one.shift((area.right - last, 0, 0))
        return [(e, nudge), (w, at)]

    def _number(self, values: Sequence[Shown], role: Role, size: float, room: Box
                ) -> tuple[NumberText, float]:  # fmt: skip
        """Return a number that can be any of some, with its point in one place, and its end."""
        all_of_them = [NumberText(value, size, role, self._scene.theme) for value in values]
        before, after = around_the_point(all_of_them)
        scale = min(1.0, room.width / (before + after))
        number = all_of_them[0].scale(scale)
        number.shift((room.left + scale * before - number.point, room.top - number.baseline, 0))
        return number, room.left + scale * (before + after)


def _become(number: NumberText, value: Shown) -> Animation:
    """Return what rolls a number to another; one that is written as a fraction melts into it."""
    try:
        return Roll(number, value)
    except LessonError:
        return Merge(number.copy(), into=number.rewrite(value))


def around_the_point(numbers: Sequence[NumberText]) -> tuple[float, float]:
    """Return how far numbers reach before their points and after them, at most."""
    before = max(number.point - number.start for number in numbers)
    return before, max(number.end - number.point for number in numbers)


def _beside(name: Text) -> Box:
    """Return where the arrow at a name is."""
    left = name.end + _GAP
    return Box(left, name.baseline - 0.05, left + _ARROW, name.baseline + 0.35)
