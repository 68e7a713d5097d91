"""Names that may become those of files and folders, on every system.

Whatever somebody calls a lesson becomes the name of a folder of videos, which may lie on a stick,
in a ZIP file or on a web server later. So a name is fine here when it is fine everywhere.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

MOST_BYTES = 200
"""Of a name: file systems take 255, and endings such as ``.transcript.html`` come after it."""

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}  # control, format, halves, private; line ends
_FORBIDDEN = '<>:"/\\|?*'  # on Windows; ":" also stands before a scene on the command line
_DEVICES = {"con", "prn", "aux", "nul"}
_DEVICES |= {f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"}


def composed(name: str) -> str:
    """Return a name with each accent and its letter in one character, as NFC has it.

    Keyboards write é in one character, some file systems in two: it is one name all the same.
    """
    return unicodedata.normalize("NFC", name)


def complaint(name: str) -> str | None:
    """Return the rule that a name breaks, or nothing for one that every system takes.

    Args:
        name: Without an ending such as ``.py``.

    Example:
        >>> complaint("leçon 3 - été"), complaint("nul")
        (None, 'is not called like a device of Windows')
    """
    if not name or name[0] in ".-" or name != name.strip():
        return "has a name that begins with neither a dot, a hyphen nor a space"
    if name.endswith("."):
        return "has a name that ends with neither a dot nor a space"
    if any(unicodedata.category(character) == "Cs" for character in name):
        return f"has a name that is text in {sys.getfilesystemencoding()}, as this system is set"
    if any(_is_invisible(character) for character in name):
        return "has a name without characters that cannot be seen"
    if any(character in _FORBIDDEN for character in name):
        return f"has a name without {' '.join(_FORBIDDEN)}"
    if name.partition(".")[0].rstrip().casefold() in _DEVICES:
        return "is not called like a device of Windows"
    if len(composed(name).encode()) > MOST_BYTES:
        return f"has a name of at most {MOST_BYTES} bytes in UTF-8"
    return None


def mended(name: str) -> str:
    """Return a name like this one that every system takes.

    Example:
        >>> mended("what is 1/2?"), mended("nul"), mended("..")
        ('what is 1-2', 'nul-1', 'lesson')
    """
    seen = "".join(character for character in composed(name) if not _is_invisible(character))
    plain = "".join("-" if character in _FORBIDDEN else character for character in seen)
    short = plain.strip().lstrip(".- ").encode()[: MOST_BYTES - 2].decode(errors="ignore")
    result = short.rstrip(".- ").strip() or "lesson"
    device, dot, rest = result.partition(".")
    return f"{device.rstrip()}-1{dot}{rest}" if device.rstrip().casefold() in _DEVICES else result


def spelled(path: Path) -> Path:
    """Return a path as the disk spells it, where accents may be composed or not."""
    if path.exists() or path == path.parent:
        return path
    folder, name = spelled(path.parent), composed(path.name)
    if not folder.is_dir():
        return path
    alike = (one for one in folder.iterdir() if composed(one.name) == name)
    return next(alike, folder / path.name)


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in _INVISIBLE


def from_here(path: Path) -> str:
    """Return a path as it is called from the current folder, if it lies there."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
