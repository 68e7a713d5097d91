"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Iterable
from pathlib import Path


def output_name(scene: str, variant: str) -> str:
    """Return what a scene's files are called, without their endings.

    Example:
        >>> output_name("NudgeLine", ""), output_name("NudgeLine", "steep")
        ('NudgeLine', 'NudgeLine-steep')
    """
    return f"{scene}-{variant}" if variant else scene


def place(files: Iterable[Path], target: Path, scratch: Path) -> None:
    """Put files that belong together into a folder, under their own names.

    Before the first one is put there, all of them are on the disk; when that fails (it is full,
    say), nothing in the target folder has changed. Then each appears in one step. Old files that
    belong to the first are gone before it changes, and the new ones follow: whoever looks in
    between, or after the program was killed there, may miss some, but never sees captions beside
    a video they don't belong to.

    Args:
        files: The files, the most important one first; they stay where they are, too.
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
        fresh = [copy for copy in ready if not _is_one_file(copy, target / copy.name)]
        for copy in fresh[1:]:
            (target / copy.name).unlink(missing_ok=True)
        for copy in fresh:
            os.replace(copy, target / copy.name)


def place_tree(folder: Path, target: Path, shared: Collection[str] = ()) -> list[Path]:
    """Put everything in a folder into another, each file with one atomic step.

    Folders at the top are taken as a whole: what is in the old one and not in the new one goes,
    after everything new is there. At any moment every file is a whole one.

    Args:
        folder: What is to be put there, on the same file system; it is empty afterwards.
        target: The folder where it belongs; made if it is missing.
        shared: Names of folders at the top in which others have files too; nothing in them goes.

    Returns:
        The files and folders at the top, where they are now.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for file in files:
        with file.open("rb") as whole:
            os.fsync(whole.fileno())
    tops = sorted(folder.iterdir())
    inside = {file.relative_to(folder) for file in files}
    for file in sorted(inside):
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        os.replace(folder / file, target / file)
    for top in (top for top in tops if top.name not in shared):
        placed = target / top.name
        for old in sorted(placed.rglob("*"), reverse=True) if placed.is_dir() else ():
            if old.is_file() and old.relative_to(target) not in inside:
                old.unlink()
            elif old.is_dir() and not any(old.iterdir()):
                old.rmdir()
    return [target / top.name for top in tops]


def link(source: Path, target: Path) -> None:
    """Let a file have a second name; where the file system knows no links, copy it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _is_one_file(path: Path, other: Path) -> bool:
    return other.exists() and path.samefile(other)


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
