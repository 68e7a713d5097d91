"""Makes more of what is rendered: slides, pages, clips. Nothing here imports Manim.

Each format of each scene is made in a process of its own, from a still: the scene's files under
second names, so that what is rendered meanwhile isn't mixed in. What is complete is put in its
place in one step, if the scene there is still the same.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from rich.console import Console

from calculus.errors import LessonFileError
from engine import progress, session
from engine.commands import Publish
from engine.jobs.job import Failure
from engine.keeping import scratch
from engine.publishing.videos import Videos
from engine.session import SceneOutcome
from engine.workers import making, worker
from engine.workers.making import FormatResult
from engine.workers.pool import Superseded
from publish import files, formats
from publish import scene as scenes
from publish.files import RECORD
from publish.formats import FORMATS
from publish.scene import Scene

_GLANCE = 0.5  # seconds between looks whether somebody wants this to end


@dataclass(frozen=True)
class PublishResult:
    """What became of it.

    Attributes:
        made: The files and folders that were made, where they are.
        embeds: The HTML that shows a file of these inside another page.
        warnings: What is to be known of them, in a line each.
        failures: What could not be made and why, in a line each.
    """

    made: tuple[Path, ...]
    embeds: Mapping[Path, str]
    warnings: tuple[str, ...]
    failures: tuple[str, ...]


@dataclass(frozen=True)
class _Task:
    """A format to make.

    Attributes:
        format: Its name.
        what: Of which scene, or of which scenes.
        record: The scene's record in its place; None for what is made of a course.
        says: What messages call it.
        target: The folder where it goes.
        stills: The record of each scene of it as it is in the still, by its place.
    """

    format: str
    what: Scene | tuple[Scene, ...]
    record: Path | None
    says: str
    target: Path
    stills: Mapping[Path, Path]

    @property
    def log(self) -> Path:
        """Where the details of a failure go."""
        if isinstance(self.what, Scene):
            return self.target / f"{self.what.name}.{self.format}.log"
        return self.target / f"{self.format}.log"


def publish(
    asked: Publish,
    console: Console,
    outcomes: Sequence[SceneOutcome] | None = None,
    superseded: threading.Event | None = None,
) -> PublishResult:
    """Make formats of what is rendered.

    Args:
        asked: What somebody asked for.
        outcomes: The scenes; None for all that are in the folder.
        console: Where to show the progress.
        superseded: Once set, nobody needs it any more.

    Raises:
        LessonFileError: There is nothing rendered, or a scene is damaged; nothing has changed.
        OSError: The folder cannot be written to.
        Superseded: There is something newer to do.
    """
    wanted = {*asked.formats, *(one for name in asked.formats for one in FORMATS[name].shows)}
    chosen = [name for name in FORMATS if name in wanted]  # in their own order
    videos = Videos(asked.out)
    with videos.looked_at():
        everything = videos.records()
    paths = everything if outcomes is None else session.records(outcomes)
    if outcomes is not None and not paths:
        return PublishResult((), {}, (), ())  # that nothing was rendered is told already
    if not paths:
        rule = f"is a folder with rendered scenes, each a video with its {RECORD} beside it"
        got = f"{asked.out}, which has none"
        raise LessonFileError("publish", rule, got, "render.py first, or its --out")
    videos.require_writable(paths)
    worker.warm_up(*formats.modules(chosen))
    of_course = [name for name in chosen if FORMATS[name].is_of_course]
    of_scenes = [name for name in chosen if name not in of_course]
    with (
        scratch.folder(asked.out) as room,
        ThreadPoolExecutor(asked.jobs) as threads,
        _Work(videos, asked, room, threads, superseded or threading.Event()) as work,
    ):
        # All of them are looked at before any work.
        stills = work.stills({*paths, *everything} if of_course else paths)
        tasks = [
            _Task(name, still, path, f"{_name(path)} as {name}", path.parent, _kept({path: still}))
            for name in of_scenes
            for path, still in ((path, stills[path]) for path in paths)
            if still.record.figure or not FORMATS[name].is_figure
        ]
        with progress.counting(console, "Publishing", len(tasks) + len(of_course)) as count:
            ends = work.run(tasks, count.advance)
            if of_course and any(isinstance(end, Failure) for _, end in ends):
                left = Failure("not made, because something that belongs to it is missing", None)
                ends += [(_Task(name, (), None, name, asked.out, {}), left) for name in of_course]
            elif of_course:
                found = work.stills(None, whole=True)
                course, kept = scenes.in_order(found.values()), _kept(found)
                tasks = [_Task(name, course, None, name, asked.out, kept) for name in of_course]
                ends += work.run(tasks, count.advance)
        with videos.still():
            strange = [] if outcomes is not None else videos.without_record()
        return work.summary(ends, strange)


@dataclass
class _Work:
    """Lets processes make formats, and puts them in their place.

    Attributes:
        videos: What it is made of.
        asked: What somebody asked for.
        room: A folder for the time being, on the same file system.
        threads: Each watches a process.
        superseded: Once set, nobody needs any of it.
    """

    videos: Videos
    asked: Publish
    room: Path
    threads: ThreadPoolExecutor
    superseded: threading.Event
    _placed: set[Path] = field(default_factory=set, init=False)
    _ended: threading.Event = field(default_factory=threading.Event, init=False)

    def __enter__(self) -> _Work:
        return self

    def __exit__(self, *_: object) -> None:
        """End what still runs."""
        self._ended.set()
        self.threads.shutdown(wait=False, cancel_futures=True)

    def stills(self, paths: Iterable[Path] | None, whole: bool = False) -> dict[Path, Scene]:
        """Return scenes as they are now; see `Videos.stills`. None are all that are there now."""
        with self.videos.still():
            paths = self.videos.records() if paths is None else paths
            return self.videos.stills(paths, self._empty(), whole)

    def run(
        self, tasks: Iterable[_Task], advance: Callable[[], None]
    ) -> list[tuple[_Task, FormatResult | Failure]]:
        """Make formats, several at a time, and return how each ended; tell as soon as it has.

        They are returned in their own order, so that what is told of them is the same each time.
        """
        ends: dict[Future[FormatResult | Failure], FormatResult | Failure] = {}
        asked: dict[Future[FormatResult | Failure], _Task] = {}
        for task in tasks:
            make = partial(making.make, task.format, task.what, self._empty(), self.asked.gif_size)
            asked[self.threads.submit(worker.ask, make, cancelled=self._ended)] = task
        while running := asked.keys() - ends.keys():
            if self.superseded.is_set():
                raise Superseded
            for done in wait(running, _GLANCE, FIRST_COMPLETED).done:
                ends[done] = self._put(asked[done], done.result())
                advance()
        return [(task, ends[future]) for future, task in asked.items()]

    def summary(
        self, ends: Iterable[tuple[_Task, FormatResult | Failure]], warnings: list[str]
    ) -> PublishResult:
        """Say what was made and what wasn't, and why."""
        reasons: dict[str, list[str]] = {}
        embeds = {}
        for task, end in ends:
            log = session.keep_details(end, task.log, self.asked.out)
            if isinstance(end, FormatResult):
                warnings += end.warnings
                kind = FORMATS[task.format]
                if kind.embed is None or not isinstance(task.what, Scene):
                    continue
                file = task.target / kind.file_of(task.what)
                if file in self._placed:
                    embeds[file] = kind.embed(task.what)
            else:
                reason = end.reason if log is None else f"{end.reason}. Details: {log}"
                reasons.setdefault(reason, []).append(task.says)
        failures = (
            f"{names[0]}{f' (and {len(names) - 1} more)' * (len(names) > 1)}: {reason}"
            for reason, names in reasons.items()
        )
        told = tuple(dict.fromkeys(warnings))
        return PublishResult(tuple(sorted(self._placed)), embeds, told, tuple(failures))

    def _put(self, task: _Task, made: FormatResult | Failure) -> FormatResult | Failure:
        """Put a format in its place, if the scenes there are still those it was made of."""
        if isinstance(made, Failure):
            return made
        kind = FORMATS[task.format]
        try:
            with self.videos.still():
                if not self._is_current(task):
                    return Failure("it was rendered again meanwhile; publish it again", None)
                placed = files.place_tree(made.folder, task.target, kind.shared)
                self._placed.update(placed)
                limit = None if kind.limit is None else self.asked.gif_size
                self.videos.ledger.note(
                    task.record, task.stills, task.format, placed, self._empty(), limit
                )
        except OSError as error:
            return making.refused(error)
        return made

    def _is_current(self, task: _Task) -> bool:
        """Tell whether what is rendered is what something was made of, no more and no less."""
        if task.record is None and {*self.videos.records()} != {*task.stills}:
            return False
        return self.videos.are(task.stills)

    def _empty(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self.room))


def _name(record: Path) -> str:
    """Return what messages call a scene."""
    return f"{record.parent.name}:{record.name.removesuffix(RECORD)}"


def _kept(stills: Mapping[Path, Scene]) -> dict[Path, Path]:
    """Return where the records of stills are."""
    return {path: still.folder / path.name for path, still in stills.items()}
