"""How wide and how quickly read a text is, which depends on its script.

A line of a caption holds 42 Latin letters, but 16 Chinese characters, which say as much. Lengths
of lines and speeds of reading are those of Netflix's timed text style guides for each language;
there and here the marks above and below letters take neither room nor time.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

LINE_LENGTH = 42  # Latin letters in a line; widths are counted in these


@dataclass(frozen=True)
class Script:
    """Characters that are read alike.

    Attributes:
        line: How many of them fill a line of a caption.
        read: How many are read in a second, at most.
        said: How many a calm voice says in a second. That is two thirds of the speeds that
            Pellegrino et al. measured (2011, "Across-language speech rate"): in English about 160
            words a minute, elsewhere four to five syllables a second.
    """

    line: int
    read: float
    said: float


LETTERS = Script(LINE_LENGTH, 17.0, 15.5)
THAI = Script(35, 17.0, 15.5)
CHINESE = Script(16, 9.0, 4.0)
JAPANESE = Script(13, 4.0, 4.0)
KOREAN = Script(16, 12.0, 4.5)
_JOINED = re.compile("\N{ZERO WIDTH JOINER}.")  # a woman with a laptop is one picture
_MARKS = "Mn", "Me", "Cf"  # categories of what takes no room


def width(text: str) -> float:
    """Return the room that a text takes, in Latin letters.

    Example:
        >>> width("naïve"), width("斜率"), width("斜率") * 8 == LINE_LENGTH
        (5.0, 5.25, True)
    """
    return sum(count * LINE_LENGTH / script.line for script, count in _scripts(text))


def reading(text: str) -> float:
    """Return the seconds in which a text can be read."""
    return sum(count / script.read for script, count in _scripts(text))


def saying(text: str) -> float:
    """Return the seconds in which a text can be said."""
    return sum(count / script.said for script, count in _scripts(text))


def is_wide(character: str) -> bool:
    """Say whether a character is as wide as high, as Chinese ones are: UAX 11."""
    return unicodedata.east_asian_width(character) in ("W", "F")


def is_unspaced(character: str) -> bool:
    """Say whether a character is of a script without spaces, in which lines end anywhere."""
    return is_wide(character) and not _is_korean(character)


def runs_leftwards(text: str) -> bool:
    """Say whether a text is written from right to left: as its first letter is (UAX 9, P2)."""
    ways = (unicodedata.bidirectional(character) for character in text)
    return next((way != "L" for way in ways if way in ("L", "R", "AL")), False)


def isolated(text: str) -> str:
    """Return a text that can stand in a sentence of any direction, without disturbing it."""
    if any(unicodedata.bidirectional(character) in ("R", "AL") for character in text):
        return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"
    return text


@lru_cache(maxsize=4096)
def _scripts(text: str) -> tuple[tuple[Script, int], ...]:
    """Return how many characters of each script there are."""
    text = _JOINED.sub("", text)
    # Chinese characters are Japanese where some of the others are.
    wide = JAPANESE if any("\u3041" <= one <= "\u30ff" for one in text) else CHINESE
    return tuple(Counter(_script(one, wide) for one in text if not _is_mark(one)).items())


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in _MARKS


def _script(character: str, wide: Script) -> Script:
    if "\u0e01" <= character <= "\u0e5b":
        return THAI
    if not is_wide(character):
        return LETTERS
    return KOREAN if _is_korean(character) else wide


def _is_korean(character: str) -> bool:
    return unicodedata.name(character, "").startswith("HANGUL")
