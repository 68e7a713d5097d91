"""Lists of numbers that a story looks at one by one: few, and none of them twice."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from calculus.errors import LessonError
from calculus.evaluate import sign_of
from scenes.settings.kinds import number_text


def require_few(name: str, values: Sequence[sp.Expr], most: int) -> None:
    """Make sure that a list has at most so many numbers, and each of them once.

    Args:
        name: The parameter.
        values: Its numbers.
        most: As many as can be read in one picture.

    Raises:
        LessonError: There are more, or one comes twice.
    """
    once: list[sp.Expr] = []
    for value in values:
        if all(sign_of(value - other) for other in once):
            once.append(value)
    few = ", ".join(map(number_text, once[:most]))
    if len(values) > most:
        rule = f"has at most {most} numbers here, so that all can be read"
        raise LessonError(name, rule, f"{len(values)} of them", few)
    if len(once) < len(values):
        got = ", ".join(map(number_text, values))
        raise LessonError(name, "has each number once", got, few)
