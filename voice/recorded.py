"""Recordings as files: what they are called, and which of them is of a sentence."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

from calculus.errors import VoiceError

SUFFIXES = ".wav", ".mp3", ".flac", ".m4a", ".ogg", ".opus", ".aac"
"""What recordings may be."""

_LONGEST = 100  # characters of a name, without the ending


def recordings(folder: Path) -> list[Path]:
    """Return the recordings in a folder, by name.

    A pipe or a device is none: it may never end.
    """
    found = (path for path in folder.glob("*") if path.suffix.lower() in SUFFIXES)
    return sorted(path for path in found if path.is_file())


def numbered(folder: Path, number: int) -> list[Path]:
    """Return the recordings in a folder that have the number of a beat, counted from 1."""
    wanted = re.compile(rf"0*{number}(-.*)?")
    return [path for path in recordings(folder) if wanted.fullmatch(path.stem)]


def fitting(folder: Path, number: int, text: str) -> Path | None:
    """Return the recording of a sentence, if there is one.

    Raises:
        VoiceError: There are several.
    """
    wanted = name(number, text)
    found = [
        path for path in numbered(folder, number) if path.stem == wanted or path.stem.isdecimal()
    ]
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise VoiceError(str(folder), "has one recording a beat", names, found[0].name)
    return found[0] if found else None


def name(number: int, text: str) -> str:
    """Return what the recording of a beat is called, without its ending.

    Example:
        >>> name(3, "The slope is three.")
        '03-the-slope-is-three'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    whole = f"{number:02}-{words}".rstrip("-")
    unsaid = sum(map(str.isalpha, text)) - sum(map(str.isalpha, words))
    if len(whole) <= _LONGEST and unsaid <= len(words):
        return whole
    mark = hashlib.sha256(text.encode()).hexdigest()[:6]  # what is left out counts, too
    return f"{whole[:_LONGEST].rstrip('-')}-{mark}"
