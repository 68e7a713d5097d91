"""Remedies that last: what is to be tried instead of a value must not be refused in its turn."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from calculus.errors import LessonError, ParameterError

_TRIES = 4


def lasting(
    error: LessonError,
    given: Mapping[str, object],
    attempt: Callable[[Mapping[str, object]], object],
) -> LessonError:
    """Return a refusal with a remedy that was tried, or what is wrong whatever is tried.

    Args:
        error: The refusal of a parameter.
        given: The parameters.
        attempt: Tries parameters; it raises what is wrong with them.
    """
    name, remedy = error.thing, error.remedy
    for _ in range(_TRIES):
        try:
            attempt({**given, name: remedy})
        except ParameterError:  # it is advice, or the remedy of no parameter
            return error
        except LessonError as again:
            if again.thing != name:
                return error if again.thing in given else again
            remedy = _mended(remedy, again)
        else:
            return error.but(remedy=remedy)
    return error


def _mended(value: str, refusal: LessonError) -> str:
    """Put a remedy in its place: of a list, only what was refused."""
    parts = re.split(r"\s*,\s*", value)
    got = refusal.got.replace("−", "-")
    if "," in refusal.remedy or got not in parts:
        return refusal.remedy
    mended = (refusal.remedy if part == got else part for part in parts)
    return ", ".join(dict.fromkeys(mended))
