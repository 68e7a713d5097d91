"""Texts and values, compared by code that shares nothing with the studio's."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any


def changed_lines(old: str, new: str) -> tuple[list[str], list[str]]:
    """The lines that are gone, and those that came, with what ends them."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    gone, came = list[str](), list[str]()
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            gone, came = gone + before[i:j], came + after[k:m]
    return gone, came


def as_list(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: as_list(one) for key, one in value.items()}
    return [*map(as_list, value)] if isinstance(value, tuple | list) else value
