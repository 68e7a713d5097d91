"""Where a text may be broken into lines: words, and parts of those that are too long for one.

Words with Chinese or Japanese characters are broken as Unicode has it (UAX 14): nearly anywhere,
but not before a full stop. Other words are broken only where they fill a line, at soft hyphens
and other places of UAX 14, then at no-break spaces, then between letters; never inside of
something that is read as one character (UAX 29), such as an emoji of several, or a letter with
its accents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise
from math import ceil

from uniseg.graphemecluster import grapheme_clusters
from uniseg.linebreak import line_break_units

from scenes.look.scripts import LINE_LENGTH, is_unspaced, width

_SOFT_HYPHEN = "\N{SOFT HYPHEN}"
_NO_BREAK_SPACES = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"


@dataclass(frozen=True)
class Chunk:
    """What isn't broken.

    Attributes:
        text: What it says.
        joint: What stands between it and the next piece on the same line: a space, or nothing.
        hyphen: What ends the line where it is broken after this piece: a hyphen, or nothing.
    """

    text: str
    joint: str = ""
    hyphen: str = ""


def pieces(text: str) -> tuple[Chunk, ...]:
    """Return the pieces of a text, none of them too long for a line.

    Example:
        >>> [piece.text for piece in pieces("The slope, 斜率。")]
        ['The', 'slope,', '斜', '率。']
    """
    words = [word for word in text.split(" ") if word]  # no break at a no-break space
    return tuple(piece for word in words for piece in _spaced(_parts(word)))


def tokens(text: str, all_characters: bool = False) -> tuple[Chunk, ...]:
    """Return the words of a text, and the characters of words that have several pieces.

    Args:
        text: The text.
        all_characters: Whether other words are cut into characters as well.
    """
    return tuple(
        piece
        for word in text.split()
        for piece in _spaced(
            [Chunk(one) for one in _characters(word)]
            if all_characters or len(_parts(word)) > 1
            else [Chunk(word)]
        )
    )


def line(some: Sequence[Chunk]) -> str:
    """Return pieces side by side, as a line of text."""
    if not some:
        return ""
    lead = "".join(piece.text + piece.joint for piece in some[:-1])
    return lead + some[-1].text + some[-1].hyphen


def _spaced(parts: Sequence[Chunk]) -> list[Chunk]:
    """Put a space after a word that has been taken apart."""
    *most, last = parts
    return [*most, replace(last, joint=" ", hyphen="")]


def _parts(word: str) -> list[Chunk]:
    shown = word.replace(_SOFT_HYPHEN, "")
    if width(shown) <= LINE_LENGTH and not any(map(is_unspaced, shown)):
        return [Chunk(shown)]
    units = [unit for unit in line_break_units(word) if unit.strip(_SOFT_HYPHEN)]
    return [part for unit in units for part in _fitting(unit)]


def _fitting(unit: str) -> Iterator[Chunk]:
    """Yield parts of what UAX 14 keeps together, each short enough for a line."""
    hyphen = "-" if unit.endswith(_SOFT_HYPHEN) else ""
    unit = unit.replace(_SOFT_HYPHEN, "")
    if width(unit) + len(hyphen) <= LINE_LENGTH:
        yield Chunk(unit, hyphen=hyphen)
        return
    held = re.findall(f"[^{_NO_BREAK_SPACES}]+[{_NO_BREAK_SPACES}]*|^[{_NO_BREAK_SPACES}]+", unit)
    for last, some in ((i == len(held) - 1, some) for i, some in enumerate(held)):
        chunks = list(_chunks(some))
        for one, following in pairwise(chunks):
            yield Chunk(one, hyphen=_hyphen(one, following))
        yield Chunk(chunks[-1], hyphen=hyphen if last else "")


def _chunks(text: str) -> Iterator[str]:
    """Cut a text between characters, into parts of about the same width that fit."""
    characters = _characters(text)
    # Room for a hyphen, and for a character that lies across the end of a part.
    room = max(1.0, LINE_LENGTH - 1 - max(map(width, characters)))
    share = width(text) / ceil(width(text) / room)
    ends = accumulate(map(width, characters))
    placed = zip(ends, characters, strict=True)
    for _, some in groupby(placed, lambda one: ceil(one[0] / share - 1e-9)):
        yield "".join(character for _, character in some)


def _characters(text: str) -> list[str]:
    return list(grapheme_clusters(text))


def _hyphen(before: str, after: str) -> str:
    """Return a hyphen between letters that have capitals; elsewhere it would be a minus."""
    return "-" if all(one.lower() != one.upper() for one in (before[-1], after[0])) else ""
