"""What can speak on this machine, and in which version; nothing of it is loaded for that."""

from __future__ import annotations

import hashlib
import subprocess
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from voice import recorded

ESPEAK_NG = "espeak-ng"


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
    return _versions("manim-voiceover")


def natural() -> str:
    """Return which packages there are that speak naturally, or nothing."""
    return _versions("hibari-tts", "py-nanotts")


@cache
def _versions(*packages: str) -> str:
    found = []
    for package in packages:
        with suppress(PackageNotFoundError):
            found.append(f"{package} {version(package)}")
    return " ".join(found)


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def state(folder: Path) -> str:
    """Return one text for all recordings in a folder, which changes when one of them does.

    Raises:
        OSError: One of them cannot be read.
    """
    return " ".join(f"{path.name}/{checksum(path)}" for path in recorded.recordings(folder))
