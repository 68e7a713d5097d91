"""The source files that a scene depends on, and checksums of them.

A source is named by where it belongs, ``project:scenes/base.py`` or ``lesson:helpers.py``, so that
the name means the same on another machine.
"""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
import time
import traceback
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

from engine.jobs import naming
from engine.jobs.lessons import INSTALLED, LESSONS, PACKAGES, LessonFile

ROOT = LESSONS.parent
_PROJECT, _LESSON = "project:", "lesson:"
_SETTLED = 5.0  # seconds


def used(lesson: LessonFile) -> tuple[str, ...]:
    """Return the sources that this process has run by now, and the wordings.

    Args:
        lesson: The lesson that has been run; it isn't among them.
    """
    modules = [*_modules()]
    folders = {path.with_name("words") for path in modules}  # a story's own words lie beside it
    wordings = chain((ROOT / "scenes").rglob("*.toml"), *(one.glob("*.toml") for one in folders))
    names = {_name(path, lesson) for path in (*modules, *wordings)}
    return tuple(sorted(name for name in names if name))


def neighbours(lesson: LessonFile) -> tuple[Path, ...]:
    """Return the files in the folder of a lesson that were imported by now; not the lesson."""
    return tuple(path_of(name, lesson) for name in used(lesson) if name.startswith(_LESSON))


def line_of(error: BaseException, lesson: LessonFile) -> str:
    """Return file and line of a lesson, or of its neighbours, from which an error came last."""
    files = {str(path): naming.from_here(path) for path in (lesson.path, *neighbours(lesson))}
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{files[one.filename]}:{one.lineno}" for one in frames if one.filename in files]
    return lines[-1] if lines else ""


def state(lesson: LessonFile) -> str:
    """Return a checksum of a lesson's file and of its neighbours that were imported by now."""
    sums = [checksum(path) for path in (lesson.path, *neighbours(lesson))]
    return hashlib.sha256(" ".join(sums).encode()).hexdigest()


def path_of(source: str, lesson: LessonFile) -> Path:
    """Return where a source is on this machine."""
    if source.startswith(_PROJECT):
        return _inside(ROOT, source.removeprefix(_PROJECT))
    return _home(lesson) / source.removeprefix(_LESSON)


@cache
def _inside(folder: Path, path: str) -> Path:
    return folder / path


def project() -> tuple[Path, ...]:
    """Return the files of the project that a scene may depend on."""
    found = []
    for package in PACKAGES:
        for folder, inside, names in os.walk(ROOT / package):
            inside[:] = [name for name in inside if name != "__pycache__"]
            found += [Path(folder, name) for name in names if name.endswith((".py", ".toml"))]
    return tuple(sorted(found))


def state_of(path: Path) -> str:
    """Return the SHA-256 of a source, which is read anew when the system says it has changed."""
    now = os.stat(path)
    known = now.st_mtime_ns, now.st_ctime_ns, now.st_size, now.st_ino
    # What was changed a moment ago may change again before the clock of a file system moves on.
    is_settled = time.time() - now.st_ctime > _SETTLED
    return _remembered(path, *known) if is_settled else checksum(path)


@lru_cache(maxsize=4096)
def _remembered(path: Path, *state: int) -> str:
    return checksum(path)


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def checksums(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file of a folder, by its name."""
    return {file.name: checksum(file) for file in folder.iterdir()}


def _name(path: Path, lesson: LessonFile) -> str:
    """Name a source, or return nothing for a file that is none."""
    if path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] in PACKAGES:
        return _PROJECT + path.relative_to(ROOT).as_posix()
    if path.is_relative_to(_home(lesson)) and path != lesson.path and path.is_file():
        return _LESSON + path.relative_to(_home(lesson)).as_posix()
    return ""


def _home(lesson: LessonFile) -> Path:
    return lesson.path.parent


def _modules() -> Iterator[Path]:
    """Yield the files of the modules run by now, but for Python's own and those of packages."""
    python = sysconfig.get_path("stdlib")
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None) or python
        if not (file.startswith(python) or INSTALLED.search(file)):
            yield _resolved(file)


@cache
def _resolved(file: str) -> Path:
    return Path(file).resolve()
