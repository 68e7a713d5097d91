"""Files that appear whole or not at all."""

from __future__ import annotations

import ctypes
import os
import shutil
import tempfile
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are relative to where the program is
_EXCHANGE = 2  # RENAME_EXCHANGE on Linux, RENAME_SWAP on macOS


RECORD = ".beats.json"
"""How the names of scenes' records end."""


def records_in(out: Path) -> tuple[Path, ...]:
    """Return the record of every scene that was rendered into a folder, by lesson and name.

    Args:
        out: The folder of videos, with a folder for each lesson.
    """
    return tuple(sorted(out.glob(f"[!.]*/*{RECORD}")))


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
    files = [file for file in files if not _is_one_file(file, target / file.name)]
    if not files:
        return
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        ready = [Path(folder) / file.name for file in files]
        for file, copy in zip(files, ready, strict=True):
            link(file, copy)
            with copy.open("rb") as whole:
                os.fsync(whole.fileno())
        target.mkdir(parents=True, exist_ok=True)
        for copy in ready[1:]:
            (target / copy.name).unlink(missing_ok=True)
        for copy in ready:
            os.replace(copy, target / copy.name)


def place_tree(folder: Path, target: Path, shared: Collection[str] = ()) -> list[Path]:
    """Put everything in a folder into another, each thing at the top in one step.

    Whoever looks, or looks after the program was killed, finds every file, and every folder with
    all that is in it, as it was or as it is to be. Where the system cannot let folders change
    places, one is missing for a moment.

    Args:
        folder: What is to be put there, on the same file system; what was there before is in
            it afterwards.
        target: The folder where it belongs; made if it is missing.
        shared: Names of folders at the top in which others have files too: each file in them is
            put there by itself, and nothing in them goes.

    Returns:
        The files and folders at the top, where they are now.
    """
    settle(folder)
    target.mkdir(parents=True, exist_ok=True)
    tops = sorted(folder.iterdir())
    # Whole folders come first: what is in the shared ones, and files, speak of what is in them.
    for top in sorted(tops, key=lambda top: (not top.is_dir(), top.name in shared)):
        if not top.is_dir():
            os.replace(top, target / top.name)
        elif top.name not in shared:
            _place_folder(top, target / top.name)
        else:
            for file in (path for path in sorted(top.rglob("*")) if path.is_file()):
                placed = target / file.relative_to(folder)
                placed.parent.mkdir(parents=True, exist_ok=True)
                os.replace(file, placed)
    return [target / top.name for top in tops]


def settle(folder: Path) -> None:
    """Return when everything in a folder is on the disk.

    Raises:
        OSError: It is full, say.
    """
    for file in (path for path in folder.rglob("*") if path.is_file()):
        with file.open("rb") as whole:
            os.fsync(whole.fileno())


def _place_folder(folder: Path, target: Path) -> None:
    """Put a folder where there may be another, which comes to where the first was."""
    if not _exchange(folder, target):
        with suppress(FileNotFoundError):
            target.rename(folder.with_name(f"{folder.name}.before"))
        folder.rename(target)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; return whether the system can and did."""
    library = ctypes.CDLL(None) if os.name == "posix" else object()
    paths = os.fsencode(one), os.fsencode(other)
    if hasattr(library, "renameat2"):  # Linux
        return bool(library.renameat2(_HERE, paths[0], _HERE, paths[1], _EXCHANGE) == 0)
    if hasattr(library, "renamex_np"):  # macOS
        return bool(library.renamex_np(*paths, _EXCHANGE) == 0)
    return False


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
