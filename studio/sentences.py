"""Sentences with their fields, taken apart so that words can be changed and fields cannot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_FIELD = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True)
class Part:
    """Some words, or a field.

    Attributes:
        text: The words; of a field, what it says here, or its name.
        field: The field with its braces, or nothing for words.
    """

    text: str
    field: str = ""


def parts(words: str, said: str) -> tuple[Part, ...]:
    """Take a sentence apart.

    Args:
        words: The sentence with its fields.
        said: The same as it is said now.

    Example:
        >>> parts("So {f} rises.", "So f(2) rises.")
        (Part(text='So ', field=''), Part(text='f(2)', field='{f}'), Part(text=' rises.', field=''))
    """
    fields, literals = _FIELD.findall(words), _FIELD.split(words)
    found = re.fullmatch("(.*?)".join(map(re.escape, literals)), said, re.DOTALL)
    values: Sequence[str] = found.groups() if found else [field.strip("{}") for field in fields]
    result = [Part(literals[0])]
    for field, value, literal in zip(fields, values, literals[1:], strict=True):
        result += [Part(value, field), Part(literal)]
    return tuple(part for part in result if part.text or part.field)


def joined(pieces: Sequence[str]) -> str:
    """Put a sentence together again: words, and fields with their braces, in any order."""
    return re.sub(r"\s+", " ", "".join(pieces)).strip()
