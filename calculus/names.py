"""Names that nobody knows, and what may have been meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TypeVar

from calculus.errors import LessonError

Mistake = TypeVar("Mistake", bound=LessonError)


def unknown(mistake: type[Mistake], thing: str, name: str, known: Iterable[str]) -> Mistake:
    """Make the error for a name that isn't among the known ones, with the nearest of them.

    Args:
        mistake: The kind of error.
        thing: What the name should have named.
        name: The name.
        known: All names that would work.

    Example:
        >>> print(unknown(LessonError, "lesson", "nude", ["descent", "nudge"]))
        lesson: there is none of this name (did you mean nudge?); got 'nude'. Try: descent, nudge
    """
    known = list(known)
    rule = f"there is none of this name{hint(name, known)}"
    return mistake(thing, rule, name, ", ".join(known))


def hint(name: str, known: Iterable[str]) -> str:
    """Return the nearest known name as a question in parentheses, or nothing.

    Example:
        >>> hint("720", ["draft", "720p"])
        ' (did you mean 720p?)'
    """
    near = get_close_matches(name, list(known), n=1)
    return f" (did you mean {near[0]}?)" if near else ""
