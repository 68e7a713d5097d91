"""What can speak on this machine, and in which version; nothing of it is loaded for that."""

from __future__ import annotations

import hashlib
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ESPEAK_NG = "espeak-ng"

SUFFIXES = ".wav", ".mp3", ".flac", ".m4a", ".ogg", ".opus", ".aac"
"""What recordings may be."""


@cache
def espeak() -> str:
    """Return which espeak-ng there is, or nothing."""
    try:
        done = subprocess.run([ESPEAK_NG, "--version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    # Its number; what follows is where its voices are.
    return done.stdout.decode(errors="replace").partition("  ")[0].strip()


def voiceover() -> str:
    """Return which manim-voiceover there is, or nothing."""
    try:
        return version("manim-voiceover")
    except PackageNotFoundError:
        return ""


def recordings(folder: Path) -> list[Path]:
    """Return the recordings in a folder, by name."""
    return sorted(path for path in folder.glob("*") if path.suffix.lower() in SUFFIXES)


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file.

    Raises:
        OSError: It cannot be read.
    """
    return hashlib.sha256(path.read_bytes()).hexdigest()


def state(folder: Path) -> str:
    """Return one text for all recordings in a folder, which changes when one of them does.

    Raises:
        OSError: One of them cannot be read.
    """
    return " ".join(f"{path.name}/{checksum(path)}" for path in recordings(folder))
