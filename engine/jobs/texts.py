"""Text files that people save with all kinds of editors."""

from __future__ import annotations

import codecs

from calculus.errors import LessonFileError

_WIDE = codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE  # UTF-32-LE's begins alike


def require_narrow(data: bytes, thing: str) -> None:
    """Make sure that a file isn't saved as UTF-16, which neither Python nor TOML are written in.

    A byte order mark before UTF-8 is no obstacle.

    Args:
        data: What is in it.
        thing: What messages call it.

    Raises:
        LessonFileError: Its first bytes say that it is.
    """
    if data.startswith(_WIDE):
        rule, remedy = "is text in UTF-8", "saving it as UTF-8, with or without a byte order mark"
        raise LessonFileError(thing, rule, "UTF-16, which some editors call Unicode", remedy)
