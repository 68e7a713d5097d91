"""Which lesson file a folder of videos belongs to, so that no other's videos are overwritten.

The folder is called like the file; so files of one name in two folders would share it. Who was
there first keeps it. Where that file is no longer, because it was moved, or because all of this
was copied or checked out elsewhere, a lesson is taken for the same one if it is the same text, or
if a scene in the folder is one of its own.

What is on record are paths from the folder of videos, and it is kept in the cache: a folder with
videos of which nothing is known, because the cache was deleted, is judged by its scenes.
"""

from __future__ import annotations

import ast
import os
import shlex
from collections.abc import Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from calculus.errors import LessonFileError
from engine.jobs import sources
from engine.jobs.lessons import LessonFile
from engine.keeping import records
from publish.files import RECORD

_FOLDER = "lessons"


class Owners:
    """The lesson files to which the folders in a folder of videos belong.

    Args:
        out: The folder of videos.
        cache: The folder of its cache.
    """

    def __init__(self, out: Path, cache: Path) -> None:
        self._out = out
        self._folder = cache / _FOLDER

    def stranger(self, lesson: LessonFile) -> str | None:
        """Return whose the folder of a lesson is, or None if it is its own or nobody's.

        Raises:
            OSError: The lesson cannot be read.
        """
        if not self._is_used(lesson):
            return None
        kept = self._kept(lesson)
        if kept is not None and self._place(kept).is_file():
            owner = self._place(kept)
            same = owner.samefile(lesson.path) or owner.read_bytes() == lesson.path.read_bytes()
            return None if same else _from(Path(), owner)
        if kept is not None and kept["sum"] == sources.checksum(lesson.path):
            return None
        records = (self._out / lesson.name).glob(f"*{RECORD}")
        made = {path.name.removesuffix(RECORD).partition("-")[0] for path in records}
        own = _classes(lesson.path.read_bytes())
        return None if own is None or not made or made & own else "another lesson"

    def claim(self, lesson: LessonFile, scratch: Path) -> None:
        """Keep that the folder of a lesson is its own.

        As long as the file is there that it belongs to, nothing changes: the lesson is a copy of
        it, and may become another one some day.

        Args:
            lesson: The lesson.
            scratch: A folder on the same file system, for the time being.

        Raises:
            FileExistsError: It belongs to another lesson.
            OSError: It cannot be written.
        """
        owner = self.stranger(lesson)
        if owner is not None:
            raise FileExistsError(f"{self._out / lesson.name} belongs to {owner}")
        kept = self._kept(lesson)
        if kept is not None and self._is_used(lesson):
            place = self._place(kept)
            if place.is_file() and not place.samefile(lesson.path):
                return
        new = {"file": _from(self._out, lesson.path), "sum": sources.checksum(lesson.path)}
        if new != kept:
            records.write(self._path(lesson), new, scratch)

    def _is_used(self, lesson: LessonFile) -> bool:
        folder = self._out / lesson.name
        return folder.is_dir() and any(folder.iterdir())

    def _place(self, kept: dict[str, Any]) -> Path:
        """Return where the file is that a folder belongs to."""
        return Path(os.path.normpath(self._out.resolve() / kept["file"]))

    def _kept(self, lesson: LessonFile) -> dict[str, Any] | None:
        with suppress(OSError, ValueError, TypeError):
            kept = records.read(self._path(lesson))
            return {"file": str(kept["file"]), "sum": kept["sum"]}
        return None

    def _path(self, lesson: LessonFile) -> Path:
        return self._folder / f"{lesson.name}.json"


def require(out: Path, owners: Owners, lessons: Iterable[LessonFile]) -> None:
    """Make sure that lessons write to folders of their own.

    Args:
        out: The folder of videos.
        owners: To whom the folders in it belong.
        lessons: The lessons.

    Raises:
        LessonFileError: One of the folders belongs to another lesson, or is elsewhere.
        OSError: A lesson cannot be read.
    """
    for lesson in lessons:
        require_no_link(out / lesson.name)
        owner = owners.stranger(lesson)
        if owner is not None:
            others = (out.parent / f"{out.name or 'out'}-{number}" for number in count(2))
            free = next(one for one in others if not one.exists())
            rule = "holds the videos of one lesson file, and this is not the one"
            remedy = f"--out {shlex.quote(str(free))}"
            raise LessonFileError(str(out / lesson.name), rule, owner, remedy)


def require_no_link(path: Path) -> None:
    """Make sure that a folder or file is where it seems to be: behind a link may be anything.

    Raises:
        LessonFileError: It is a link.
    """
    if path.is_symlink():
        kind = "folder" if path.is_dir() else "file"
        rule = f"is a {kind} of videos, not a link to one elsewhere"
        raise LessonFileError(str(path), rule, os.readlink(path), "removing the link")


def _classes(source: bytes) -> set[str] | None:
    """Return the names of the classes in a lesson, or None for one that is no Python."""
    try:
        return {node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)}
    except (SyntaxError, ValueError):
        return None


def _from(folder: Path, path: Path) -> str:
    """Return a path as it is from a folder, so that both can be moved together."""
    try:
        return Path(os.path.relpath(path, folder.resolve())).as_posix()
    except ValueError:  # on Windows, on another drive
        return path.as_posix()
