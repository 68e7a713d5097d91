"""Texts that run from right to left, such as Hebrew and Arabic, among others that don't."""

from __future__ import annotations

import unicodedata

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{RIGHT-TO-LEFT ISOLATE}"
FIRST_STRONG, POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_OPENING = LEFT_TO_RIGHT, RIGHT_TO_LEFT, FIRST_STRONG


def runs_leftwards(text: str) -> bool:
    """Say whether a text runs from right to left: as its first letter does (UAX 9, P2 and P3).

    Example:
        >>> runs_leftwards("3 שלום"), runs_leftwards("a שלום"), runs_leftwards("3")
        (True, False, False)
    """
    depth = 0
    for character in text:
        depth += (character in _OPENING) - (character == POP and depth > 0)
        way = unicodedata.bidirectional(character)
        if not depth and way in ("L", "R", "AL"):
            return way != "L"
    return False


def has_leftward(text: str) -> bool:
    """Say whether any letter of a text is written from right to left."""
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def marked(text: str) -> str:
    """Return a text that runs from right to left also where nobody looks at its letters.

    Each line is marked by itself, and what one isolates ends in it. Other texts stay as they are.
    """
    if not runs_leftwards(text):
        return text
    return "\n".join(f"{RIGHT_TO_LEFT}{_whole(line)}{POP}" for line in text.split("\n"))


def isolated(text: str) -> str:
    """Return a text that can stand in a sentence of any direction, without disturbing it."""
    return f"{FIRST_STRONG}{text}{POP}" if has_leftward(text) else text


def _whole(line: str) -> str:
    """Open in a line what was opened before it, and close what is closed after it."""
    opened = closed = 0
    for character in line:
        if character in _OPENING:
            opened += 1
        elif character == POP and opened:
            opened -= 1
        elif character == POP:
            closed += 1
    return LEFT_TO_RIGHT * closed + line + POP * opened
