"""What the story of a fit is about: a descent on a cost, where it leads, and another rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import sympy as sp

from calculus.digits import magnitude, sign_of
from calculus.downhill import Downhill, Stop
from calculus.errors import LessonError
from calculus.fitting import (
    LinearExamples,
    Parted,
    Trend,
    descent,
    factor_at,
    has_run_away,
    is_level,
    is_pushed,
    parted,
    safe_rate,
    stop_at,
    trend,
)
from calculus.logistic import Examples
from calculus.quantity import Quantity
from record.figure import Figure
from scenes.picture.meaning_of_maps import Heights
from scenes.settings.examples import require_examples
from scenes.settings.kinds import number_text
from scenes.settings.parameters import Parameters
from scenes.telling.explorable import learning
from scenes.telling.subject import Subject

LARGEST = 10**9  # an input, a label or a number to start with: beyond it, numbers are too long
_APART = sp.Rational(1, 10**6)  # of their size, by which some inputs differ at least
_EFFORT = 2400  # examples times steps that are worked out within a few seconds
_AGAIN = 12  # steps of the other learning rate


@dataclass(frozen=True)
class FitFacts:
    """What the story is about.

    Attributes:
        examples: The data, and the model.
        way: The descent.
        other: The first steps of another from the same place; None where none is asked for.
        bottom: The place where the cost is least; None where a threshold parts the labels.
        parted: How it does.
        safe: The learning rate below which every step lowers the cost.
        trend: How the cost goes, as far as that is proven.
        factor: What a step of the other descent multiplies the distance from the lowest place by,
            near it and the steepest way; None unless that drives the descent away.
    """

    examples: Examples
    way: Downhill
    other: Downhill | None
    bottom: Stop | None
    parted: Parted | None
    safe: Quantity
    trend: Trend | None
    factor: Quantity | None

    @classmethod
    def of(
        cls,
        model: str,
        inputs: Sequence[sp.Expr],
        labels: Sequence[sp.Expr],
        start: Sequence[sp.Expr],
        rate: sp.Expr,
        steps: int,
        too_large: sp.Expr | None,
    ) -> Self:
        """Walk downhill, and find where it leads.

        Raises:
            LessonError: Inputs, labels and model do not go together, or numbers are too large.
        """
        require_examples(inputs, labels)
        _require_drawable(inputs, labels, start)
        if len(start) != 2:
            rule, got = "has two numbers, one for w and one for b", _listed(start)
            raise LessonError("start", rule, got, "0, 0")
        most = _EFFORT // len(inputs)
        if steps > most:
            rule = f"is at most {most} for {len(inputs)} examples"
            raise LessonError("steps", rule, str(steps), "20")
        if model == "logistic":
            for label in labels:
                if label not in (0, 1):
                    rule = "are 0 or 1 each, or the model is linear"
                    raise LessonError("labels", rule, number_text(label), "0, 1 or model=linear")
        made = LinearExamples if model == "linear" else Examples
        examples = made(tuple(inputs), tuple(labels))
        place = start[0], start[1]
        way = descent(examples, place, rate, steps)
        _require_near(examples, way, "learning_rate")
        bottom = stop_at(examples, way.minimum) if way.minimum else None
        if is_level(way.stops[0]):
            bottom = way.stops[0]
        other, factor = None, None
        if too_large is not None and not is_level(way.stops[0]):
            other = descent(examples, place, too_large, 1 if bottom is None else _AGAIN)
            _require_near(examples, other, "too_large")
            if bottom is not None and is_pushed(examples, other):
                factor = factor_at(examples, bottom.point, too_large)
                if sign_of(abs(factor.value) - 1) <= 0:
                    factor = None
        safe = safe_rate(examples)
        return cls(
            examples, way, other, bottom, parted(examples), safe, trend(way, safe), factor
        )  # fmt: skip

    @property
    def is_line(self) -> bool:
        """Whether the model is a line."""
        return isinstance(self.examples, LinearExamples)

    @property
    def is_level(self) -> bool:
        """Whether the start is the lowest place."""
        return is_level(self.way.stops[0])

    @property
    def heights(self) -> Heights:
        """The cost as text."""
        return Heights.of(self.way.surface)

    def explorable(self, given: Parameters) -> Figure | None:
        """Return what people can explore."""
        rates = [given.learning_rate, *([given.too_large] if self.other else [])]
        return learning(self.examples, given.start, rates, given.steps)

    def known(self) -> Subject:
        """Return what others may know of the story."""
        return Subject.of_surface(self.way.surface)


def _require_near(examples: Examples, way: Downhill, thing: str) -> None:
    """Make sure that the first step does not lead too far."""
    if any(has_run_away(examples, stop) for stop in way.stops[:2]):
        rate = way.learning_rate.value
        rule = "makes a first step that can still be seen: its scores are too large"
        raise LessonError(thing, rule, number_text(rate), number_text(rate / 10**6))


def _require_drawable(
    inputs: Sequence[sp.Expr], labels: Sequence[sp.Expr], start: Sequence[sp.Expr]
) -> None:
    for thing, values in (("inputs", inputs), ("labels", labels), ("start", start)):
        for value in values:
            if sign_of(abs(value) - LARGEST) > 0:
                rule = f"has numbers of at most {LARGEST} in size, so that they can be drawn"
                raise LessonError(thing, rule, number_text(value), "smaller ones")
    sizes = [*map(magnitude, inputs)]
    apart = max(magnitude(one - inputs[0]) for one in inputs)
    if apart < _APART * max(sizes):
        rule = "differ by a millionth of their size or more, so that they can be told apart"
        raise LessonError("inputs", rule, _listed(inputs), "0, 1, 2")


def _listed(values: Sequence[sp.Expr]) -> str:
    return ", ".join(map(number_text, values))
