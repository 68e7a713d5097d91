"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path


def output_name(scene: str, variant: str) -> str:
    """Return what a scene's files are called, without their endings.

    Example:
        >>> output_name("NudgeLine", ""), output_name("NudgeLine", "steep")
        ('NudgeLine', 'NudgeLine-steep')
    """
    return f"{scene}-{variant}" if variant else scene


def place(files: Iterable[Path], target: Path, scratch: Path) -> None:
    """Put files into a folder, under their own names, each with one atomic step.

    Before the first one is put there, all of them are on the disk; when that fails (it is full,
    say), nothing in the target folder has changed.

    Args:
        files: The files; they stay where they are, too.
        target: The folder where they belong; made if it is missing.
        scratch: A folder on the same file system, for the time being.
    """
    files = list(files)
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        ready = [Path(folder) / file.name for file in files]
        for file, copy in zip(files, ready, strict=True):
            link(file, copy)
            with copy.open("rb") as whole:
                os.fsync(whole.fileno())
        target.mkdir(parents=True, exist_ok=True)
        for copy in sorted(ready):
            os.replace(copy, target / copy.name)


def link(source: Path, target: Path) -> None:
    """Let a file have a second name; where the file system knows no links, copy it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def check_writable(folder: Path) -> None:
    """Find out whether files can be written to a folder that may not exist yet.

    Nothing is left behind.

    Raises:
        OSError: They can't; the error says why.
    """
    existing = folder.absolute()
    while not existing.exists():
        existing = existing.parent
    with tempfile.TemporaryFile(dir=existing):
        pass
