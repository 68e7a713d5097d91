"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def output_name(scene: str, variant: str) -> str:
    """Return what a scene's files are called, without their endings.

    Example:
        >>> output_name("NudgeLine", ""), output_name("NudgeLine", "steep")
        ('NudgeLine', 'NudgeLine-steep')
    """
    return f"{scene}-{variant}" if variant else scene


@contextmanager
def staged(target: Path, scratch: Path) -> Iterator[Path]:
    """Write files beside a folder, then move them in, each with one atomic step.

    When the block fails (a full disk, say), nothing in the target folder has changed.

    Args:
        target: The folder where the files belong; made if it is missing.
        scratch: A folder on the same file system, for the time being.

    Yields:
        An empty folder to write into.
    """
    folder = Path(tempfile.mkdtemp(dir=scratch))
    try:
        yield folder
        target.mkdir(parents=True, exist_ok=True)
        for file in sorted(folder.iterdir()):
            os.replace(file, target / file.name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
