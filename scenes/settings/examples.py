"""Examples to learn from, as a lesson gives them: their inputs, and a label for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

import sympy as sp

from calculus.errors import LessonError
from calculus.evaluate import sign_of
from scenes.settings import schemas, separators
from scenes.settings.kind import Kind, RefusedError
from scenes.settings.kinds import MOST_NUMBERS, POINTS, NumbersLike, number_text

FEWEST, MOST = 2, MOST_NUMBERS
"""Of the examples."""


def _few(value: object) -> tuple[sp.Expr, ...]:
    """Parse the numbers of some examples."""
    if isinstance(value, (str, tuple, list)) and not value:
        raise RefusedError(f"has {FEWEST} to {MOST} numbers", "nothing")
    numbers: tuple[sp.Expr, ...] = POINTS.parse(value)
    if len(numbers) < FEWEST:
        raise RefusedError(f"has {FEWEST} to {MOST} numbers", value)
    return numbers


def _labels(value: object) -> tuple[sp.Expr, ...]:
    labels = _few(value)
    for label in labels:
        if label not in (0, 1):
            raise RefusedError("are 0 or 1 each", number_text(label))
    return labels


def _label_readings(value: object, _: bool) -> Sequence[object]:
    """Read 0,1 as two labels in every language: none has decimals."""
    return separators.of_numbers(value, comma=False)[:1]


def _kind(
    means: str,
    example: str,
    parse: Callable[[object], tuple[sp.Expr, ...]] = _few,
    readings: Callable[[object, bool], Sequence[object]] = separators.of_numbers,
    **limits: Any,
) -> Kind:
    schema = schemas.numbers(MOST, fewest=FEWEST, **limits)
    words = f"{FEWEST} to {MOST}" + (", each 0 or 1" if limits else "")
    return Kind("numbers", means, example, schema, parse, POINTS.text, words, readings)


INPUTS = _kind("the inputs of the examples", "-2, -1, 0, 1, 2")
OUTPUTS = _kind("the outputs of the examples, as many as inputs", "0, 1, 0, 1, 1")
LABELS = _kind(
    "the labels of the examples, as many as inputs", "0, 1, 0, 1, 1", _labels, _label_readings,
    enum=[0, 1],
)  # fmt: skip

ExampleInputs = Annotated[NumbersLike, INPUTS]
ExampleOutputs = Annotated[NumbersLike, OUTPUTS]
Labels = Annotated[NumbersLike, LABELS]


def require_examples(inputs: Sequence[sp.Expr], labels: Sequence[sp.Expr]) -> None:
    """Make sure that inputs and labels go together, and that the inputs tell examples apart.

    Args:
        inputs: The parameter ``inputs``.
        labels: The parameter ``labels``.

    Raises:
        LessonError: There are more of one than of the other, or all inputs are equal.
    """
    count = len(inputs)
    if len(labels) != count:
        rule = f"are as many as the inputs, of which there are {count}"
        fitting = [*labels, *[labels[-1]] * count][:count]
        raise LessonError("labels", rule, f"{len(labels)} of them", _listed(fitting))
    if not any(sign_of(one - inputs[0]) for one in inputs):
        spread = [*inputs[:-1], inputs[-1] + 1]
        raise LessonError("inputs", "are not all equal", _listed(inputs), _listed(spread))


def _listed(values: Sequence[sp.Expr]) -> str:
    return ", ".join(map(number_text, values))
