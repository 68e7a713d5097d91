"""Reads dataclasses from JSON, which anybody may have written, and says what is of another type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from math import isfinite
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

# Half of a character, or what no file of text and no XML can hold.
_NO_TEXT = re.compile("[\ud800-\udfff\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
MOST = 10**9
"""No time, size or count of a video is larger."""

_hints = cache(get_type_hints)


def found(hint: Any, data: Any, name: str) -> Any:
    """Return what a field of some type holds, from what JSON has for it.

    Args:
        hint: The type: a dataclass, a tuple, a mapping, text, a number, or one of them or nothing.
        data: What JSON has.
        name: What the field is called.

    Raises:
        KeyError: A part of it is missing.
        ValueError: It is something else; the message says what is, with its name.
    """
    if hint is Any:
        return _clean(data, name)
    if is_dataclass(hint):
        return _parts(hint, data, name)
    inner = get_args(hint)
    if NoneType in inner:
        return None if data is None else found(inner[0], data, name)
    if get_origin(hint) is tuple:
        if not isinstance(data, list | tuple):
            raise ValueError(f"{name} that are no list")
        return tuple(found(inner[0], one, name) for one in data)
    if inner:
        if not isinstance(data, Mapping):
            raise ValueError(f"{name} without names")
        return {_clean(key, name): found(inner[1], one, name) for key, one in data.items()}
    number = not isinstance(data, bool) and isinstance(data, int if hint is int else int | float)
    if hint in (int, float) and not (number and isfinite(data) and abs(data) <= MOST):
        raise ValueError(f"{name} that is no number of a video")
    if hint in (str, bool) and not isinstance(data, hint):
        raise ValueError(f"{name} that is no {'text' if hint is str else 'yes or no'}")
    return _clean(data, name)


def _parts(kind: Any, data: Any, name: str) -> Any:
    if not isinstance(data, Mapping):
        raise ValueError(f"{name} without parts")
    return kind(
        **{
            part.name: found(_hints(kind)[part.name], data[part.name], part.name)
            for part in fields(kind)
            if part.name in data or part.default is part.default_factory is MISSING
        }
    )


def _clean(data: Any, name: str) -> Any:
    """Return what JSON has, if all its texts and numbers can be written to any file."""
    if isinstance(data, str):
        if _NO_TEXT.search(data):
            raise ValueError(f"{name} with characters that no text has")
    elif isinstance(data, float) and not isfinite(data):
        raise ValueError(f"{name} with a number that is none")
    elif isinstance(data, Mapping):
        return {_clean(key, name): _clean(one, name) for key, one in data.items()}
    elif isinstance(data, list):
        return [_clean(one, name) for one in data]
    return data
