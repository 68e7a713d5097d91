"""What has been found of pieces: they never change, and most of them are seen again and again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

_MOST = 4096  # answers of a function: a scene has fewer things side by side
_CLEAR: list[Callable[[], None]] = []


def remembered(find: Callable[P, R]) -> Callable[P, R]:
    """Let a function of pieces, and of what else has a hash, find the same of the same but once."""
    known = lru_cache(maxsize=_MOST)(find)
    _CLEAR.append(known.cache_clear)
    return cast(Callable[P, R], known)


def forget() -> None:
    """Let go of a scene that has been told: all its objects hang on its pieces."""
    for clear in _CLEAR:
        clear()
