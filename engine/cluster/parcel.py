"""What travels between a program that renders on a cluster and the workers there.

A parcel carries everything a job needs, a delivery everything that comes of it. Both hold the
bytes of files, never paths that mean something on one machine only.
"""

from __future__ import annotations

import hashlib
import pickle
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.jobs import lessons, naming, sources
from engine.jobs.fonts import font_files
from engine.jobs.job import DrawingResult, Failure, Job, Outcome, Task
from engine.jobs.lessons import LessonFile


@dataclass(frozen=True)
class Sources:
    """A lesson's file and those beside it that it imports.

    Attributes:
        lesson: Name of the lesson's file.
        files: The bytes of each, by its path from the lesson's folder, with slashes.
    """

    lesson: str
    files: Mapping[str, bytes]

    def write(self, folder: Path) -> LessonFile:
        """Write the files to a folder and return the lesson there.

        Raises:
            PermissionError: One of them would come to lie elsewhere.
        """
        places = [Path(name) for name in (self.lesson, *self.files)]
        if any(place.is_absolute() or ".." in place.parts for place in places):
            raise PermissionError("a lesson's files are written to its own folder alone")
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return LessonFile(folder.resolve() / self.lesson)


@dataclass(frozen=True)
class Parcel:
    """A task for a job, as it goes to a worker.

    Attributes:
        ticket: What this attempt is called where its steps are told.
        task: A function that the worker can import.
        job: The job; its paths mean nothing there.
        sources: The lesson's files.
        timeout: Seconds the task may take, or None.
    """

    ticket: str
    task: Task[Any]
    job: Job
    sources: Sources
    timeout: float | None

    def packed(self) -> bytes:
        """Return the parcel in bytes, into which a scheduler doesn't look."""
        return pickle.dumps(self)


@dataclass(frozen=True)
class Delivery:
    """What came of a job, as it comes back.

    Attributes:
        end: Its result, or why there is none.
        seconds: How long it took.
        files: The bytes of what was drawn, by name; their checksums are in the result.
        home: Where the lesson was on the worker, which tracebacks mention.
        fonts: A checksum of the fonts of the worker's machine, or nothing if none could matter.
    """

    end: Any
    seconds: float
    files: Mapping[str, bytes]
    home: str
    fonts: str

    @classmethod
    def of(cls, outcome: Outcome[Any]) -> Delivery:
        """Pack what came of a job, with the files that were drawn."""
        end, files, fonts = outcome.end, {}, ""
        if isinstance(end, DrawingResult):
            files = {name: (end.folder / name).read_bytes() for name in end.files}
            fonts = fonts_here() if end.system_fonts else ""
        return cls(end, outcome.seconds, files, str(outcome.job.lesson.path.parent), fonts)

    def packed(self) -> bytes:
        """Return the delivery in bytes, into which a scheduler doesn't look."""
        return pickle.dumps(self)

    def unpacked(self, job: Job, scratch: Path) -> Outcome[Any]:
        """Return what came of a job as if it had been done here.

        Args:
            job: The job, as it was before it was sent.
            scratch: A folder for the time being; files go into a new folder in it.

        Raises:
            OSError: The files could not be written.
        """
        end = self.end
        if isinstance(end, Failure):
            here = str(job.lesson.path.parent)
            texts = {name: getattr(end, name) for name in ("reason", "details", "where")}
            home = {name: text.replace(self.home, here) for name, text in texts.items()}
            if home["where"]:
                home["where"] = naming.from_here(Path(home["where"]))
            end = replace(end, **home)
        elif isinstance(end, DrawingResult):
            end = self._complaint(end) or replace(end, folder=self._write(scratch))
        return Outcome(job, end, self.seconds)

    def _complaint(self, drawn: DrawingResult) -> Failure | None:
        """Say what is wrong with the files, if anything is."""
        if self.fonts and self.fonts != fonts_here():
            return Failure("it uses fonts that differ on the worker (see text_font)", None)
        names = dict(drawn.files)
        sums = {name: hashlib.sha256(content).hexdigest() for name, content in self.files.items()}
        if sums != names or drawn.video not in names or not all(map(_is_name, names)):
            return Failure("its files came back damaged; render it again", None)
        return None

    def _write(self, scratch: Path) -> Path:
        folder = Path(tempfile.mkdtemp(dir=scratch))
        for name, content in self.files.items():
            (folder / name).write_bytes(content)
        return folder


def _is_name(name: str) -> bool:
    """Whether a file of that name lies in the folder that it is written to."""
    return Path(name).name == name and name not in ("", ".", "..") and "\0" not in name


def collect(lesson: LessonFile) -> Sources:
    """Load a lesson and read its file and its neighbours.

    Only what the lesson imports when it is loaded is found: not what it imports later, and no
    file that it opens.

    Raises:
        LessonFileError: The lesson cannot be loaded.
    """
    lessons.load(lesson)
    home = lesson.path.parent
    paths = lesson.path, *sources.neighbours(lesson)
    files = {path.relative_to(home).as_posix(): path.read_bytes() for path in paths}
    return Sources(lesson.path.name, files)


def fonts_here() -> str:
    """Return a checksum of the names and sizes of this machine's fonts."""
    fonts = sorted((path.name, path.stat().st_size) for path in font_files())
    return hashlib.sha256(repr(fonts).encode()).hexdigest()
