"""Folders for the time being: removed at the end, and after a crash by the next run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout

_PREFIX, _LOCK = ".rendering-", ".lock"


@contextmanager
def folder(out: Path) -> Iterator[Path]:
    """Make a folder in the folder of videos, so that a finished file only has to be renamed.

    What programs left behind that were killed is removed first. A program that still runs holds
    the lock beside its folder.

    Args:
        out: The folder of videos; made if it is missing.

    Raises:
        OSError: It cannot be written to.
    """
    out.mkdir(parents=True, exist_ok=True)
    _sweep(out)
    unique = out / f"{_PREFIX}{uuid4().hex[:12]}"
    lock = FileLock(unique.with_name(unique.name + _LOCK))
    with lock:
        try:
            unique.mkdir()
            yield unique
        finally:
            shutil.rmtree(unique, ignore_errors=True)
            with suppress(OSError):
                Path(lock.lock_file).unlink(missing_ok=True)


def _sweep(out: Path) -> None:
    """Remove the folders of programs that don't run any more."""
    for left in out.glob(f"{_PREFIX}*"):
        if left.is_symlink():  # none of ours; what is behind it is left alone
            left.unlink(missing_ok=True)
            continue
        name = left.name.removesuffix(_LOCK)
        lock = FileLock(out / (name + _LOCK), blocking=False)
        with suppress(OSError, Timeout), lock:
            shutil.rmtree(out / name, ignore_errors=True)
            Path(lock.lock_file).unlink(missing_ok=True)
