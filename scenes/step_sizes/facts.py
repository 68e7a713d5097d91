"""What the story of step sizes is about: one learning rate, and several places to step from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Self

import sympy as sp

from calculus.descent import Descent, check_effort, descend
from calculus.digits import sign_of
from calculus.errors import LessonError
from calculus.expression import Negate
from calculus.function import Function
from calculus.nudge import NudgeRow, nudge_table
from calculus.quantity import Quantity, evaluated, size, to_float
from calculus.stationary import only_minimum
from calculus.walk import Iterate
from record.figure import Figure
from scenes.landscape.outcomes import check_steps, sloping
from scenes.settings.drawable import require_drawable
from scenes.settings.kinds import number_text
from scenes.settings.lists import require_few
from scenes.settings.parameters import Parameters
from scenes.telling.explorable import descending
from scenes.telling.subject import Subject

FEWEST, MOST = 2, 5  # places
ROUNDS = 8  # that one ball goes on
_APART = 16  # two places are so near to each other, as a part of all, that balls would touch


@dataclass(frozen=True, eq=False)
class Place:
    """A place to step from.

    Attributes:
        here: The input there, the slope, and the step.
        steps: How many learning rates long the step is: minus the slope.
        nudged: What a nudge does there.
    """

    here: Iterate
    steps: Quantity
    nudged: NudgeRow

    @property
    def is_level(self) -> bool:
        """Whether there is no step."""
        return sign_of(self.here.gradient.value) == 0

    @property
    def steepness(self) -> Quantity:
        """How steep it is, whichever way."""
        return size(self.here.gradient)

    @property
    def reaction(self) -> Quantity:
        """How many times a nudge comes out, whichever way."""
        return size(self.nudged.quotient)


@dataclass(frozen=True)
class StepSizesFacts:
    """What the story is about.

    Attributes:
        places: Where steps are taken from, in the order given.
        walk: The descent from the first of them that isn't level.
        valley: Where the curve is least, if it falls up to there and rises after it.
    """

    places: tuple[Place, ...]
    walk: Descent
    valley: Quantity | None

    def known(self) -> Subject:
        """Return what others may know of the story."""
        return Subject.of_functions(self.walk.function, rates=[self.walk.learning_rate])

    def explorable(self, given: Parameters) -> Figure:
        """Return what people can explore."""
        return descending(self.walk.function, given.starts[0], [given.learning_rate])

    @property
    def nudge(self) -> Quantity:
        """How far each ball is nudged."""
        return self.places[0].nudged.nudge

    @property
    def steepest(self) -> tuple[Place, ...]:
        """The places that are steeper than all others."""
        most = _extreme(self.places, lambda place: place.steepness, 1)
        return tuple(p for p in self.places if not _compared(p.steepness, most.steepness))

    @property
    def liveliest(self) -> Place:
        """The place where a nudge comes out largest, the first of them."""
        return _extreme(self.places, lambda place: place.reaction, 1)

    @property
    def dullest(self) -> Place:
        """The place where it comes out smallest, the first of them."""
        return _extreme(self.places, lambda place: place.reaction, -1)

    @classmethod
    def of(
        cls, function: Function, starts: Sequence[sp.Expr], rate: sp.Expr, nudge: sp.Expr
    ) -> Self:
        """Take a step from every place, and nudge the input there.

        Raises:
            LessonError: There are too few places or too many, two are too near to each other,
                all are level, or a step or a nudge leads to where no story can be told.
        """
        _require_few(starts)
        check_effort(function, ROUNDS, len(starts))
        descents = [descend(function, start, rate, 1) for start in starts]
        check_steps(descents, "learning_rate", 1, alike=True)
        _require_slope(descents)
        _require_apart(starts)
        tables = [nudge_table(function, start, [nudge]) for start in starts]
        require_drawable(tables)
        places = tuple(
            Place(descent.iterates[0], _steps(descent), table.rows[0])
            for descent, table in zip(descents, tables, strict=True)
        )
        first = next(place for place in places if not place.is_level)
        walk = descend(function, first.here.w.value, rate, ROUNDS)
        return cls(places, walk, only_minimum(function))


def _steps(descent: Descent) -> Quantity:
    function, start = descent.function, descent.start
    backward = Negate(descent.iterates[0].gradient.formula)
    return evaluated(backward, {function.variable: start.value})


def _compared(one: Quantity, other: Quantity) -> int:
    return sign_of(one.value - other.value)


def _extreme(places: Sequence[Place], of: Callable[[Place], Quantity], sign: int) -> Place:
    """Return the first place where something is largest (1) or smallest (-1)."""
    return reduce(lambda a, b: b if _compared(of(b), of(a)) == sign else a, places)


def _listed(starts: Sequence[sp.Expr]) -> str:
    return ", ".join(map(number_text, starts))


def _require_few(starts: Sequence[sp.Expr]) -> None:
    """Make sure that there are a few places.

    Raises:
        LessonError: There are more or fewer, or one comes twice.
    """
    if len(starts) < FEWEST:
        rule = f"are {FEWEST} to {MOST}, to be compared in one picture"
        raise LessonError("starts", rule, _listed(starts), _listed([starts[0], starts[0] + 1]))
    require_few("starts", starts, MOST)


def _require_apart(starts: Sequence[sp.Expr]) -> None:
    """Make sure that each place can be told from the others.

    Raises:
        LessonError: Two are as good as one.
    """
    near = (max(starts, key=to_float) - min(starts, key=to_float)) / _APART
    kept: list[sp.Expr] = []
    for start in starts:
        if all(sign_of(abs(start - other) - near) > 0 for other in kept):
            kept.append(start)
    if len(kept) < len(starts):
        rule = "are far enough apart to be seen beside each other"
        raise LessonError("starts", rule, _listed(starts), _listed(kept))


def _require_slope(descents: Sequence[Descent]) -> None:
    """Make sure that there is a step.

    Raises:
        LessonError: All places are level.
    """
    if any(sign_of(descent.iterates[0].gradient.value) for descent in descents):
        return
    function, starts = descents[0].function, [descent.start.value for descent in descents]
    rule = f"have a place among them where {function.source} has a slope"
    remedy = f"{_listed(starts[:1])}, {sloping(function, starts[0])}"
    raise LessonError("starts", rule, _listed(starts), remedy)
