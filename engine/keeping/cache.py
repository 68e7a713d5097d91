"""Finished scenes, kept by their keys, so that nothing is drawn twice.

An entry is a folder with a scene's files and a manifest of their checksums. It appears whole or
not at all, and is looked through before it is used: what is damaged counts as missing and is
taken away. What a program left behind that was killed meanwhile, the next one removes. The cache
may be deleted at any time.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from checks.finding import Exempted, Finding
from engine.jobs import keys, sources
from engine.jobs.job import CheckResult, DrawingResult, EarlierVideo, Job, RenderResult
from engine.jobs.lessons import LessonFile
from engine.keeping import records
from engine.keeping.owners import Owners, require_no_link
from engine.planning.request import Request
from publish.files import link, place
from record import SUFFIXES

NAME = ".cache"
LIMIT = 5 * 10**9  # bytes of entries that stay after a run
_MANIFEST = "manifest.json"
_SCENES = "scenes"
VOICES = "voices"  # what voices have said, an entry for each sentence
_UNFINISHED = "unfinished"  # whoever holds the lock has this folder alone


@dataclass(frozen=True)
class Entry:
    """A finished scene in the cache.

    Attributes:
        checked: What the check found.
        folder: Where its files are, for reading only.
        files: The SHA-256 of each, by its name.
        video: Name of the video among them.
        duration: Its length in seconds.
        fingerprints: Of its beats; see `engine.jobs.job.DrawingResult`.
    """

    checked: CheckResult
    folder: Path
    files: Mapping[str, str]
    video: str
    duration: float
    fingerprints: tuple[str, ...]


class Cache:
    """Finished scenes of one folder of videos, and the folder itself.

    One process at a time changes anything here; others wait for it.

    Args:
        out: The folder of videos. Entries are in it too, so that a published file is a second
            name of an entry's and takes no space.

    Attributes:
        owners: The lesson files to which its folders belong.

    Raises:
        LessonFileError: It, or a folder in it, is a link.
    """

    def __init__(self, out: Path) -> None:
        self.folder = out / NAME
        for folder in (self.folder, *self.folder.glob("*")):
            require_no_link(folder)
        self.owners = Owners(out, self.folder)
        self._lock = FileLock(self.folder / "lock")

    def fetch(self, job: Job, scratch: Path) -> tuple[CheckResult, RenderResult] | None:
        """Put a scene's files in their place, if they are here and whole, and still true.

        Args:
            job: The scene.
            scratch: A folder on the same file system, for the time being.
        """
        if not self.folder.is_dir():
            return None
        with suppress(OSError), self._locked():
            entry = self._find(job)
            if entry is not None:
                os.utime(entry.folder)  # what was used last is kept longest
                self._claim(job)
                _publish(job, entry.folder, entry.video, entry.files, scratch)
                video = job.folder / entry.video
                return entry.checked, RenderResult(video, entry.duration, is_new=False)
        return None

    def earlier(self, job: Job, scratch: Path) -> EarlierVideo | None:
        """Return the video that a scene had before it was changed, if it is here and whole.

        Args:
            job: The scene.
            scratch: A folder on the same file system, for the time being: the video is there as
                well, so that nobody can take it away meanwhile.
        """
        if not self.folder.is_dir():
            return None
        with suppress(OSError, records.Damaged, KeyError), self._locked():
            entry = self._whole(records.read(self._last(job))["entry"])
            if entry is not None and entry.fingerprints:
                suffix = Path(entry.video).suffix
                video = Path(tempfile.mkdtemp(dir=scratch)) / f"before{suffix}"
                link(entry.folder / entry.video, video)
                known = entry.checked
                return EarlierVideo(video, known.beat_ends, known.sketches, entry.fingerprints)
        return None

    def publish(
        self, job: Job, checked: CheckResult, drawn: DrawingResult, began: float, scratch: Path
    ) -> RenderResult:
        """Put the files of a scene that was just drawn in their place, and keep them.

        They aren't kept when a source has changed since the program began, because nobody knows
        then which state of it was drawn.

        Args:
            job: The scene.
            checked: What the check found.
            drawn: Its files.
            began: When the first source was read, in seconds since the epoch.
            scratch: A folder on the same file system, for the time being.

        Raises:
            OSError: The files could not be put there; the old ones are.
        """
        with self._locked():
            self._claim(job)
            _publish(job, drawn.folder, drawn.video, drawn.files, scratch)
            with suppress(OSError):  # without an entry the scene is drawn again
                if _is_unchanged(job, drawn, began):
                    self._keep(job, checked, drawn)
        return RenderResult(job.folder / drawn.video, drawn.duration)

    def remember(self, request: Request, jobs: Sequence[Job]) -> None:
        """Keep what a request was planned to be."""
        record = [
            {
                "lesson": str(job.lesson.path),
                "scene": job.scene,
                "overrides": job.overrides,
                "variant": job.variant,
            }
            for job in jobs
        ]
        path = self.folder / "requests" / f"{request.key}.json"
        with suppress(OSError, TypeError), self._locked(), self._unfinished() as room:
            if request.is_current():
                records.write(path, record, room)

    def recall(self, request: Request) -> tuple[Job, ...] | None:
        """Return what a request was planned to be, if the same was asked for before."""
        try:
            record = records.read(self.folder / "requests" / f"{request.key}.json")
        except (OSError, records.Damaged):
            return None
        jobs = (
            request.job(
                LessonFile(Path(entry["lesson"])),
                entry["scene"],
                ((name, value) for name, value in entry["overrides"]),
                entry["variant"],
            )
            for entry in record
        )
        return tuple(jobs) or None

    def clean(self, limit: int = 0) -> int:
        """Remove entries, those first that weren't used for longest.

        Args:
            limit: Bytes that may stay.

        Returns:
            How many bytes were removed; as long as a video is in its place as well, the disk
            still holds it.
        """
        if not self.folder.is_dir():
            return 0
        with self._locked():
            entries = sorted(
                (path for path in self._entries() if path.is_dir()),
                key=lambda entry: entry.stat().st_mtime,
            )
            sizes = {entry: _size(entry) for entry in entries}
            before = left = sum(sizes.values())
            for entry in entries:
                if left <= limit:
                    break
                self._remove(entry)
                left -= sizes[entry]
            if limit == 0:
                for name in (_SCENES, "uses", "requests", "last"):
                    self._remove(self.folder / name)
            return before - left

    def _entries(self) -> Iterator[Path]:
        for name in (_SCENES, VOICES):
            yield from (self.folder / name).glob("*")

    @contextmanager
    def still(self) -> Iterator[None]:
        """Let nobody put files of scenes in their place for the time being."""
        with self._locked():
            yield

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._lock:
            shutil.rmtree(self.folder / _UNFINISHED, ignore_errors=True)  # of a killed program
            yield

    @contextmanager
    def _unfinished(self) -> Iterator[Path]:
        """Make a folder for what is half made, or half removed."""
        room = self.folder / _UNFINISHED
        room.mkdir()
        try:
            yield room
        finally:
            shutil.rmtree(room, ignore_errors=True)

    def _remove(self, folder: Path) -> None:
        """Remove a folder: at once by its name, and then what is in it."""
        with suppress(OSError), self._unfinished() as room:
            folder.rename(room / folder.name)

    def _find(self, job: Job) -> Entry | None:
        scene = keys.of_scene(job)
        try:
            uses = records.read(self.folder / "uses" / f"{scene}.json")
            key = keys.of_files(scene, job.lesson, uses["sources"], uses["system_fonts"])
        except (OSError, records.Damaged, KeyError):
            return None
        return self._whole(key)

    def _last(self, job: Job) -> Path:
        """Where it is written which entry a scene had last."""
        return self.folder / "last" / f"{keys.of_place(job)}.json"

    def _whole(self, key: str) -> Entry | None:
        """Return an entry, if it is there and nothing is missing; remove it if something is."""
        folder = self.folder / _SCENES / key
        if not folder.is_dir():
            return None
        try:
            entry = _entry(folder, records.read(folder / _MANIFEST))
            whole = all(sources.checksum(folder / name) == it for name, it in entry.files.items())
        except (OSError, records.Damaged, KeyError, TypeError):
            whole = False  # or written by another version of the project
        if not whole:
            self._remove(folder)
            return None
        return entry

    def _claim(self, job: Job) -> None:
        with self._unfinished() as room:
            self.owners.claim(job.lesson, room)

    def _keep(self, job: Job, checked: CheckResult, drawn: DrawingResult) -> None:
        scene = keys.of_scene(job)
        key = keys.of_files(scene, job.lesson, drawn.sources, drawn.system_fonts)
        entry = self.folder / _SCENES / key
        entry.parent.mkdir(exist_ok=True)
        uses = {"sources": drawn.sources, "system_fonts": drawn.system_fonts}
        self._remove(entry)
        with self._unfinished() as room:
            fresh = room / key
            fresh.mkdir()
            for name in drawn.files:
                link(job.folder / name, fresh / name)
            manifest = {
                "files": dict(drawn.files),
                "video": drawn.video,
                "duration": drawn.duration,
                "fingerprints": drawn.fingerprints,
                "checked": asdict(checked),
            }
            records.write(fresh / _MANIFEST, manifest, room)
            fresh.rename(entry)
            records.write(self.folder / "uses" / f"{scene}.json", uses, room)
            records.write(self._last(job), {"entry": key}, room)


def _publish(job: Job, folder: Path, video: str, files: Mapping[str, str], scratch: Path) -> None:
    others = sorted(set(files) - {video})
    place([folder / name for name in (video, *others)], job.folder, scratch)
    for suffix in {*SUFFIXES} - {Path(video).suffix}:  # it had another background before
        (job.folder / f"{job.output}{suffix}").unlink(missing_ok=True)


def _is_unchanged(job: Job, drawn: DrawingResult, began: float) -> bool:
    used = [sources.path_of(name, job.lesson) for name in drawn.sources]
    if job.voice is not None:
        used += job.voice.files(job.lesson.name, job.told)
    times = (path.stat() for path in (job.lesson.path, *used))
    return all(max(time.st_mtime, time.st_ctime) < began for time in times)


def _entry(folder: Path, manifest: Mapping[str, Any]) -> Entry:
    record = manifest["checked"]
    checked = CheckResult(
        **{
            **record,
            "beats": tuple(record["beats"]),
            "ends": tuple(record["ends"]),
            "moving_ends": tuple(record["moving_ends"]),
            "sketches": tuple(record["sketches"]),
            "warnings": tuple(record["warnings"]),
            "parameters": tuple(record["parameters"]),
            "findings": tuple(Finding(**finding) for finding in record["findings"]),
            "exempted": tuple(Exempted(**exempted) for exempted in record["exempted"]),
        }
    )
    fingerprints = tuple(manifest["fingerprints"])
    video, duration = manifest["video"], manifest["duration"]
    return Entry(checked, folder, manifest["files"], video, duration, fingerprints)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
