"""What the story of a flow is about: examples, what a model makes of them, and thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Self

import sympy as sp

from calculus.digits import sign_of
from calculus.errors import LessonError
from calculus.logistic import BIAS, WEIGHT, Examples, Guess, Predicted
from calculus.quantity import Quantity, named, quantity
from scenes.settings import schemas, separators
from scenes.settings.examples import require_examples
from scenes.settings.kind import Kind, RefusedError
from scenes.settings.kinds import POINTS, number_text
from scenes.settings.lists import require_few
from scenes.telling.claims_of_examples import Mistakes
from scenes.telling.subject import Subject

MOST = 8
"""Examples whose numbers can be followed."""
_FEWEST_THRESHOLDS, _MOST_THRESHOLDS = 2, 3
_FARTHEST = 7  # a representation in size: farther out scores have too many digits


def _thresholds(value: object) -> tuple[sp.Expr, ...]:
    numbers: tuple[sp.Expr, ...] = POINTS.parse(value)
    for number in numbers:
        if sign_of(number) <= 0 or sign_of(1 - number) <= 0:
            raise RefusedError("are between 0 and 1 each", number_text(number))
    return numbers


_BETWEEN = {"exclusiveMinimum": 0, "exclusiveMaximum": 1}
THRESHOLDS = Kind(
    "numbers", "from which score on the decision is yes", "0.5, 0.7",
    schemas.numbers(_MOST_THRESHOLDS, fewest=_FEWEST_THRESHOLDS, **_BETWEEN), _thresholds,
    POINTS.text, f"{_FEWEST_THRESHOLDS} or {_MOST_THRESHOLDS}, each between 0 and 1",
    separators.of_numbers,
)  # fmt: skip


@dataclass(frozen=True)
class Decided:
    """What a threshold makes of the scores.

    Attributes:
        threshold: From which score on the decision is yes.
        guesses: The scores.
        yes: The decision about each.
    """

    threshold: Quantity
    guesses: tuple[Guess, ...]
    yes: tuple[bool, ...]

    @property
    def alarms(self) -> tuple[int, ...]:
        """The examples with the decision yes and the label 0."""
        return tuple(i for i, one in enumerate(self.guesses) if self.yes[i] and not one.label.value)

    @property
    def misses(self) -> tuple[int, ...]:
        """The examples with the decision no and the label 1."""
        return tuple(i for i, one in enumerate(self.guesses) if not self.yes[i] and one.label.value)

    @property
    def claim(self) -> Mistakes:
        """How many mistakes of each kind there are."""
        scores, labels = (
            tuple(getattr(one, name) for one in self.guesses) for name in ("probability", "label")
        )
        return Mistakes(scores, labels, self.threshold, len(self.alarms), len(self.misses))

    @classmethod
    def of(cls, guesses: tuple[Guess, ...], threshold: sp.Expr) -> Self:
        """Decide; scores are compared before they are squeezed, where they are exact."""
        bound = sp.log(threshold / (1 - threshold))
        yes = tuple(sign_of(guess.score.value - bound) >= 0 for guess in guesses)
        return cls(quantity(threshold), guesses, yes)


@dataclass(frozen=True)
class PipelineFacts:
    """What the story is about.

    Attributes:
        model: What the model makes of the examples.
        decided: What each threshold makes of that.
    """

    model: Predicted
    decided: tuple[Decided, ...]

    @property
    def guesses(self) -> tuple[Guess, ...]:
        """What the model makes of each example."""
        return self.model.guesses

    @property
    def trade(self) -> tuple[Decided, Decided] | None:
        """Two thresholds, of which each makes more mistakes of one kind; the last two if may be."""
        for after, before in combinations(reversed(self.decided), 2):
            alarms, misses = (
                len(getattr(after, kind)) - len(getattr(before, kind))
                for kind in ("alarms", "misses")
            )
            if alarms * misses < 0:
                return before, after
        return None

    def known(self) -> Subject:
        """Return what others may know of the story."""
        return Subject.of_surface(self.model.examples.surface)

    @classmethod
    def of(
        cls,
        inputs: Sequence[sp.Expr],
        labels: Sequence[sp.Expr],
        weight: sp.Expr,
        bias: sp.Expr,
        thresholds: Sequence[sp.Expr],
    ) -> Self:
        """Let the examples flow through the model, and decide.

        Raises:
            LessonError: Inputs and labels don't go together, there are too many examples or
                thresholds, or a score is too large.
        """
        require_examples(inputs, labels)
        if len(inputs) > MOST:
            rule = f"has at most {MOST} numbers here, so that all can be followed"
            few = ", ".join(map(number_text, inputs[:MOST]))
            raise LessonError("inputs", rule, f"{len(inputs)} of them", few)
        require_few("thresholds", thresholds, _MOST_THRESHOLDS)
        if len(thresholds) < _FEWEST_THRESHOLDS:
            (only,) = map(number_text, thresholds)
            other = "0.5" if sign_of(thresholds[0] - sp.Rational(1, 2)) else "0.7"
            rule = "are two or three, so that one can be moved"
            raise LessonError("thresholds", rule, only, f"{only}, {other}")
        for x in inputs:
            if sign_of(abs(weight * x + bias) - _FARTHEST) > 0:
                rule = (
                    f"makes representations w x + b of at most {_FARTHEST} in size, so that "
                    "scores can be read"
                )
                big = sign_of(abs(bias) - _FARTHEST) > 0
                name, value = ("bias", bias) if big else ("weight", weight)
                raise LessonError(name, rule, number_text(value), "0")
        examples = Examples.of(inputs, labels)
        model = examples.predicted(named(WEIGHT, weight), named(BIAS, bias))
        return cls(model, tuple(Decided.of(model.guesses, one) for one in thresholds))
