"""What is read at a ladder of outputs: the nudge of each rung, and how many times it fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from manim import Animation, VMobject

from calculus.nudge import NudgeRow
from calculus.shown import Shown
from scenes.derivative.facts import DerivativeFacts
from scenes.derivative.readings import Readings, around_the_point
from scenes.look.text import NumberText
from scenes.look.theme import Role
from scenes.picture.carrying import Carry, bring
from scenes.picture.layout import GUTTER
from scenes.picture.magnification import magnified
from scenes.picture.motion import Drive, appear, vanish
from scenes.picture.pieces import TOP, Pieces
from scenes.words import terms
from scenes.words.wording import Term
from scenes.words.writing import Writing

_SINKS = 0.12  # from the middle of a line down to its foot, Manim units
_OVER = 0.1  # from the ladder up to the names over it
_HIGH, _WIDE = 72.0, 3.4  # font size for each Manim unit from rung to rung, and across
_EACH = 0.35  # seconds a rung, for the dot that goes down


class Rungs:
    """Numbers beside the ladder, under their names.

    Args:
        scene: Writes formulas.
        pieces: The bars.
        facts: What the story is about.
        names: Of the output and of the nudge.

    Attributes:
        values: How many times each nudge fits, from the top.
    """

    def __init__(self, scene: Writing, pieces: Pieces, facts: DerivativeFacts,
                 names: tuple[Term, Term]) -> None:  # fmt: skip
        self._pieces, self._rows = pieces, facts.table.rows
        self._scene, self._told = scene, facts.told
        self._zoom: list[VMobject] = []
        output, e = names
        digits, theme, area = scene.tongue.digits, scene.theme, pieces.area
        pitch = float(pieces.point(0, pieces.lane(0)[0])[1] - pieces.point(0, pieces.lane(1)[0])[1])
        size = max(theme.body, min(theme.title, _HIGH * pitch, _WIDE * area.width))

        def column(values: Sequence[Shown], role: Role) -> list[NumberText]:
            return [NumberText(value, size, role, theme) for value in values]

        self._nudges = column([digits.as_given(row.nudge) for row in self._rows], Role.INPUT)
        ratios = [*(row.quotient for row in self._rows), facts.table.slope]
        self.values = column([*map(digits.brief, ratios)], Role.SLOPE)
        self._limit = scene.formula("-> {zero}", role=Role.INPUT, zero=0)
        heads = (
            scene.formula("{e}", role=Role.INPUT, e=e),
            scene.formula("{q}", role=Role.SLOPE, q=terms.over(output, e)),
        )
        wide = max(sum(around_the_point(self._nudges)), heads[0].width, self._limit.width)
        far = max(sum(around_the_point(self.values)), heads[1].width)
        self._window = pieces.ladder(wide + GUTTER, far + GUTTER)
        _place(pieces, self._nudges, area.left)
        _place(pieces, self.values, area.right - far)
        last = pieces.lane(len(self._rows))[0]
        self._limit.place(area.left, float(pieces.point(0, last)[1]) - _SINKS, anchor=-1)
        for head, left in zip(heads, (area.left, area.right - far), strict=True):
            head.place(left, float(pieces.point(0, TOP)[1]) + _OVER, anchor=-1)
        self._heads = heads

    def begin(self, readings: Readings, *gone: VMobject) -> Iterator[list[Animation]]:
        """Give what lets the bars become the first rungs, one thing after the other."""
        pieces, told = self._pieces, len(self._told)
        leaving = [one for one in readings.all if one not in (readings.e, readings.hero)]
        place = self._place_of(self._told[-1])
        yield [
            vanish(*leaving, *gone, pieces.nudge, pieces.output),
            Drive(pieces, window=self._window, pulled=0.0),
            Carry(readings.e, self._nudges[place], dims=0.0),
            Carry(readings.hero, self.values[place], dims=0.0),
            appear(*self._heads),
        ]
        rest = [self._place_of(row) for row in self._told[:-1]]
        yield [
            Drive(pieces, rungs=float(told)),
            *(appear(self._nudges[place]) for place in rest),
            *(bring(pieces.rungs[place], self.values[place]) for place in rest),
        ]

    def add(self, row: NudgeRow) -> Iterator[list[Animation]]:
        """Give what draws one rung more, and then what says how many times its nudge fits."""
        pieces, place = self._pieces, self._place_of(row)
        drive = Drive(pieces, 0.5, rungs=float(pieces.turns[place] + 1))
        yield [drive, appear(self._nudges[place])]
        yield [bring(pieces.rungs[place], self.values[place])]

    def limit(self) -> Iterator[list[Animation]]:
        """Give what draws the last rung, at which nothing is left over."""
        last = len(self._rows)
        yield [Drive(self._pieces, rungs=float(last + 1)), appear(self._limit)]
        values = bring(self._pieces.rungs[last], self.values[last])
        yield [Drive(self._pieces, 1.0, step=float(last)), values]

    def closer(self) -> Iterator[tuple[Animation, list[Animation]]]:
        """Give what points to a rung and then looks more closely, until each is seen to differ."""
        pieces, seen = self._pieces, 1.0
        middle = float(pieces.point(0, TOP)[1]) + _OVER
        smallest: dict[float, int] = {}
        for rung in sorted(range(len(self._rows)), key=lambda i: -abs(self._rows[i].excess.number)):
            seen = pieces.times_for(rung, seen)
            smallest[seen] = rung
        if len(smallest) == 1:  # nothing has to be looked at more closely: it goes along all again
            yield Drive(pieces, 0.8, step=0.0), []
        for times, rung in smallest.items():
            step: list[Animation] = [vanish(*self._zoom)] if self._zoom else []
            if times > 1:
                zoom = magnified(self._scene, times, self._scene.theme.body)
                self._zoom = [zoom.place(pieces.area.centre[0], middle)]
                step += [Drive(pieces, 0.9, window=pieces.closer(times)), appear(*self._zoom)]
            yield Drive(pieces, 0.4, step=float(rung)), step

    def leave(self) -> Iterator[list[Animation]]:
        """Give what goes back to where all of it is seen."""
        if self._zoom:
            yield [Drive(self._pieces, window=self._window), vanish(*self._zoom)]

    def down(self) -> Drive:
        """Let the dot go down along the ends of all rungs but the last."""
        last = len(self._rows) - 1
        self._pieces.set(step=0.0)
        return Drive(self._pieces, max(1.0, _EACH * last), step=float(last))

    def _place_of(self, row: NudgeRow) -> int:
        return self._rows.index(row)


def _place(pieces: Pieces, column: Sequence[NumberText], left: float) -> None:
    """Put numbers beside their rungs, their points in one line."""
    point = left + around_the_point(column)[0]
    for i, one in enumerate(column):
        line = float(pieces.point(0, pieces.lane(i)[0])[1]) - _SINKS
        one.shift((point - one.point, line - one.baseline, 0))
