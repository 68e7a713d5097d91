"""The values that are written into files, and why one is not."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from calculus.errors import LessonError

_MOST_DIGITS = 14  # of a decimal that people write without an exponent


class SavingError(LessonError):
    """A change that cannot be written into a file without doing harm to it."""


class Default(Enum):
    """What stands for no value of one's own; see `studio.saving.lesson.edited`."""

    DEFAULT = "default"


DEFAULT: Final = Default.DEFAULT


def plain(name: str, value: object) -> Any:
    """Return a value as an author may write it.

    Args:
        name: The parameter.
        value: A number, a text, nothing, or lists, tuples and mappings of them.

    Raises:
        SavingError: It is something else.
    """
    match value:
        case None | bool() | int():
            return value
        case float() if math.isfinite(value):
            return value
        case str():
            return str(value)
        case list() | tuple():
            return type(value)(plain(name, one) for one in value)
        case Mapping():
            return {plain(name, key): plain(name, one) for key, one in value.items()}
        case _:
            rule = "is a number, a text, or a list, tuple or dict of them"
            raise SavingError(name, rule, repr(value), '0.1, "1/3" or [2, 5]')


def number(value: float) -> str:
    """Write a decimal as people do, in Python and in TOML.

    Example:
        >>> number(1e-05), number(2.5), number(1e-30)
        ('0.00001', '2.5', '1e-30')
    """
    text = repr(value)
    written = f"{Decimal(text):f}" if "e-" in text else text
    return written if len(written) <= _MOST_DIGITS else text
