"""Names in TOML that need quotes, and how the line reads with them."""

from __future__ import annotations

import json
import re
import tomllib

_BARE = re.compile(r"[A-Za-z0-9_-]+")
# A dot between digits belongs to a name: nobody has a table called 5 in one called lesson-2.
_PART = r"""\s*(?:"[^"]*"|'[^']*'|(?:[^."'=\[\]]|(?<=\d)\.(?=\d))+)\s*"""
_KEY = re.compile(rf"{_PART}(?:\.{_PART})*")
_LINE = re.compile(rf"(\[?)({_KEY.pattern})(\]|=.*)(?:\s*#.*)?")


def quoted(line: str) -> str | None:
    """Return a heading or an assignment with quotes where its names need them.

    Args:
        line: A line that is no TOML.

    Returns:
        A line that is TOML; None if quotes don't help, or aren't what is missing.

    Example:
        >>> quoted("[leçon 3 - été.First.variant.steep]")
        '["leçon 3 - été".First.variant.steep]'
    """
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    before, key, after = found.groups()
    parts = [part.strip() for part in re.findall(_PART, key)]
    result = before + ".".join(map(_quoted, parts)) + (f" {after}" if after[0] == "=" else after)
    if result.split() == line.split():
        return None
    try:
        tomllib.loads(result)
    except tomllib.TOMLDecodeError:
        return None
    return result


def _quoted(part: str) -> str:
    if part[0] in "\"'" or _BARE.fullmatch(part):
        return part
    return json.dumps(part, ensure_ascii=False)
