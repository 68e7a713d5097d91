"""What the story of a cost is about: examples, what a model makes of them, and two slopes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import sympy as sp

from calculus.digits import count_digits, sign_of
from calculus.errors import LessonError
from calculus.expression import Binary, Expression, Name, call
from calculus.function import Function
from calculus.logistic import BIAS, WEIGHT, Examples, Guess, Predicted
from calculus.quantity import Quantity, named, to_float
from calculus.symbolic import expression_of
from record.figure import Figure
from scenes.picture.meaning_of_maps import Heights
from scenes.settings.drawable import require_small
from scenes.settings.examples import require_examples
from scenes.settings.kinds import number_text
from scenes.settings.parameters import Parameters
from scenes.telling.explorable import learning
from scenes.telling.subject import Subject

FARTHEST = 100
"""A score: farther out every guess is certain."""
_APART = sp.Rational(1, 10**6)  # inputs, as a share of the largest: nearer ones look like one
_LEAST = sp.Rational(1, 10**6)  # of a nudge, beside the weight or what is as much to a score
LINE = "-y*ln(p) - (1 - y)*ln(1 - p)"
"""The cost of a guess p at the label y, in one line."""


@dataclass(frozen=True)
class CrossEntropyFacts:
    """What the story is about.

    Attributes:
        model: What the model makes of the examples, in the order of their inputs.
        nudge: How far the weight is nudged.
        rise: What the cost moves by, then.
        ratio: The same as a multiple of the nudge.
    """

    model: Predicted
    nudge: Quantity
    rise: Quantity
    ratio: Quantity

    @property
    def examples(self) -> Examples:
        """The examples."""
        return self.model.examples

    @property
    def guesses(self) -> tuple[Guess, ...]:
        """What the model makes of each."""
        return self.model.guesses

    @property
    def all_half(self) -> bool:
        """Whether every probability is one half."""
        return all(not sign_of(guess.score.value) for guess in self.guesses)

    @property
    def all_alike(self) -> bool:
        """Whether all labels are the same."""
        return len(set(self.examples.labels)) == 1

    @property
    def lit(self) -> int:
        """The guess that is looked at: the first with the label 1, if there is one."""
        labels = list(self.examples.labels)
        return labels.index(1) if 1 in labels else 0

    @property
    def other(self) -> int | None:
        """The first guess with the other label, if there is one."""
        labels = list(self.examples.labels)
        label = 1 - labels[self.lit]
        return labels.index(label) if label in labels else None

    @cached_property
    def along(self) -> Function:
        """The cost as a function of the weight alone."""
        return self.examples.surface.along(WEIGHT, self.model.at[BIAS].value)

    @cached_property
    def curve(self) -> Expression:
        """The probability as a formula of the input."""
        weight, bias = (expression_of(self.model.at[name].value) for name in (WEIGHT, BIAS))
        return call("sigma", Binary("+", Binary("*", weight, Name("x")), bias))

    @property
    def heights(self) -> Heights:
        """The cost as text."""
        return Heights.of(self.examples.surface)

    def explorable(self, given: Parameters) -> Figure | None:
        """Return what people can explore."""
        return learning(self.examples, [given.weight, given.bias], [sp.Integer(1)])

    def known(self) -> Subject:
        """Return what others may know of the story."""
        return Subject.of_surface(self.examples.surface)

    @classmethod
    def of(
        cls,
        inputs: Sequence[sp.Expr],
        labels: Sequence[sp.Expr],
        weight: sp.Expr,
        bias: sp.Expr,
        nudge: sp.Expr,
    ) -> Self:
        """Compute what the model makes of the examples, and the slopes of what that costs.

        Raises:
            LessonError: Inputs and labels don't go together, or a number cannot be seen.
        """
        require_examples(inputs, labels)
        require_small("inputs", _given("x", inputs), "smaller numbers")
        largest = max(map(abs, inputs), key=to_float)
        _require_apart(inputs, largest)
        _require_scores(inputs, weight, bias)
        _require_nudge(weight, nudge, largest)
        pairs = sorted(
            zip(inputs, labels, strict=True), key=lambda pair: (to_float(pair[0]), pair[1])
        )
        examples = Examples(tuple(x for x, _ in pairs), tuple(y for _, y in pairs))
        model = examples.predicted(named(WEIGHT, weight), named(BIAS, bias))
        h = named("h", nudge)
        return cls(model, h, model.rise(WEIGHT, nudge), model.ratio(WEIGHT, nudge))


def _given(name: str, values: Sequence[sp.Expr]) -> list[Quantity]:
    return [named(name, value) for value in values]


def _require_apart(inputs: Sequence[sp.Expr], largest: sp.Expr) -> None:
    """Make sure that inputs which differ can be told apart in a picture of all of them."""
    ordered = sorted(inputs, key=to_float)
    if sign_of(ordered[-1] - ordered[0] - _APART * largest) < 0:
        rule = "are not all so near to each other that they look like one"
        wider = [*map(number_text, inputs[:-1]), number_text(inputs[-1] + largest)]
        raise LessonError("inputs", rule, ", ".join(map(number_text, inputs)), ", ".join(wider))


def _require_scores(inputs: Sequence[sp.Expr], weight: sp.Expr, bias: sp.Expr) -> None:
    """Make sure that no guess is so certain that nothing can be seen of it."""
    if sign_of(abs(bias) - FARTHEST) > 0:
        rule = f"is at most {FARTHEST} in size, so that a guess is not certain"
        raise LessonError("bias", rule, number_text(bias), "1")
    for x in inputs:
        if sign_of(abs(weight * x + bias) - FARTHEST) > 0:
            rule = f"makes scores w x + b of at most {FARTHEST} in size"
            raise LessonError("weight", rule, number_text(weight), "0")


def _require_nudge(weight: sp.Expr, nudge: sp.Expr, largest: sp.Expr) -> None:
    """Make sure that the nudge moves scores, and not too far."""
    unit = _below(largest)
    if sign_of(abs(nudge) * largest - FARTHEST) > 0:
        rule = f"moves scores by at most {FARTHEST}"
        raise LessonError("nudge", rule, number_text(nudge), number_text(unit / 1000))
    if sign_of(abs(nudge) - _LEAST * max(abs(weight), unit, key=to_float)) < 0:
        rule = "is large enough beside the weight and the inputs to be drawn"
        example = max(abs(weight), unit, key=to_float) / 1000
        raise LessonError("nudge", rule, number_text(nudge), number_text(example))


def _below(largest: sp.Expr) -> sp.Rational:
    """A power of ten that moves no score by more than 1."""
    whole = sp.ceiling(largest)
    if whole > 1:
        return sp.Rational(1, 10 ** count_digits(whole))
    return sp.Integer(10) ** max(count_digits(sp.floor(1 / largest)) - 2, 0)
