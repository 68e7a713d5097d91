"""Where a machine's own fonts are."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

_KINDS = {".ttf", ".otf", ".ttc", ".otc"}


def font_files() -> tuple[Path, ...]:
    """Return every font file in the folders where this kind of system keeps them."""
    return tuple(
        sorted(
            {
                path
                for folder in _folders()
                for path in folder.rglob("*")
                if path.suffix.lower() in _KINDS and path.is_file()
            }
        )
    )


def _folders() -> Iterator[Path]:
    """Yield the folders in which Typst's font database looks (crate fontdb)."""
    home = Path.home()
    if sys.platform == "win32":
        yield Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "Fonts"
        yield home / "AppData/Local/Microsoft/Windows/Fonts"
        yield home / "AppData/Roaming/Microsoft/Windows/Fonts"
    elif sys.platform == "darwin":
        yield from (Path("/Library/Fonts"), Path("/System/Library/Fonts"), home / "Library/Fonts")
    else:
        yield from (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
        yield from (home / ".fonts", home / ".local/share/fonts")
