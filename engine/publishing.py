"""Makes more of what is rendered: slides, pages, clips. Nothing here imports Manim.

Each format of each scene is made in a process of its own, from a still: the scene's files under
second names, so that what is rendered meanwhile isn't mixed in. What is complete is put in its
place in one step, if the scene there is still the same.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from glob import escape
from pathlib import Path

from rich.console import Console

from calculus.errors import LessonFileError
from engine import making, progress, scratch, session, worker
from engine.cache import Cache
from engine.job import Failure, Rendered
from engine.making import Made
from engine.pool import Superseded
from engine.published import Ledger
from engine.session import Told
from publish import deck, files, formats
from publish import scene as scenes
from publish.files import RECORD
from publish.formats import FORMATS, GIF_SIZE, SceneFormat
from publish.scene import Scene, Unusable

_GLANCE = 0.5  # seconds between looks whether somebody wants this to end
_OWN_FOLDER = "publish", "a folder of your own"  # where it was given, and what would work


@dataclass(frozen=True)
class Asked:
    """What somebody wants to be published.

    Attributes:
        out: The folder of videos.
        names: Names of formats.
        jobs: How many are made at a time.
        told: The scenes; None for all that are in the folder.
        gif_size: Bytes that a GIF may have.
    """

    out: Path
    names: Sequence[str]
    jobs: int
    told: Sequence[Told] | None = None
    gif_size: int = GIF_SIZE


@dataclass(frozen=True)
class Published:
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


def publish(asked: Asked, console: Console, superseded: threading.Event | None = None) -> Published:
    """Make formats of what is rendered.

    Args:
        asked: Which, and of what.
        console: Where to show the progress.
        superseded: Once set, nobody needs it any more.

    Raises:
        LessonFileError: There is nothing rendered, or a scene is damaged; nothing has changed.
        OSError: The folder cannot be written to.
        Superseded: There is something newer to do.
    """
    chosen = [name for name in FORMATS if name in asked.names]  # in their own order
    of_scenes = [name for name in chosen if isinstance(FORMATS[name], SceneFormat)]
    of_course = [name for name in chosen if name not in of_scenes]
    with _still(asked.out):
        paths = _records(asked)
        everything = files.records_in(asked.out) if of_course else ()
    if asked.told is not None and not paths:
        return Published((), {}, (), ())  # that nothing was rendered is told already
    if not paths:
        rule = f"is a folder with rendered scenes, each a video with its {RECORD} beside it"
        got = f"{asked.out}, which has none"
        raise LessonFileError("publish", rule, got, "render.py first, or its --out")
    for folder in dict.fromkeys((asked.out, *(path.parent for path in paths))):
        session.require_writable(folder, *_OWN_FOLDER)
    with (
        scratch.folder(asked.out) as room,
        ThreadPoolExecutor(asked.jobs) as threads,
        _Work(asked, room, threads, superseded or threading.Event()) as work,
        progress.counted(
            console, "Publishing", len(of_scenes) * len(paths) + len(of_course)
        ) as advance,
    ):
        stills = work.stills({*paths, *everything})  # all of them are looked at before any work
        worker.warm_up(*formats.modules())
        tasks = [
            _Task(name, still, path, f"{_name(path)} as {name}", path.parent, _kept({path: still}))
            for name in of_scenes
            for path, still in ((path, stills[path]) for path in paths)
        ]
        ends = []
        for task, end in work.run(tasks):
            ends.append((task, end))
            advance()
        if of_course and any(isinstance(end, Failure) for _, end in ends):
            left = Failure("not made, because something that belongs to it is missing", None)
            ends += [(_Task(name, (), None, name, asked.out, {}), left) for name in of_course]
        elif of_course:
            found = work.stills(whole=True)
            course, kept = scenes.in_order(found.values()), _kept(found)
            tasks = [_Task(name, course, None, name, asked.out, kept) for name in of_course]
            for task, end in work.run(tasks):
                ends.append((task, end))
                advance()
        with _still(asked.out):
            strange = [] if asked.told is not None else _without_record(asked.out)
        return work.told(ends, strange)


class _Work:
    """Lets processes make formats, and puts them in their place.

    Args:
        asked: What somebody wants.
        room: A folder for the time being, on the same file system.
        threads: Each watches a process.
        superseded: Once set, nobody needs any of it.
    """

    def __init__(
        self,
        asked: Asked,
        room: Path,
        threads: ThreadPoolExecutor,
        superseded: threading.Event,
    ) -> None:
        self._out = out = asked.out
        self._gif_size = asked.gif_size
        self._room = room
        self._threads = threads
        self._superseded = superseded
        self._cache = Cache(out)
        self._ledger = Ledger(out, self._cache.folder)
        self._made: set[Path] = set()
        self._ended = threading.Event()

    def __enter__(self) -> _Work:
        return self

    def __exit__(self, *_: object) -> None:
        """End what still runs."""
        self._ended.set()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def stills(self, paths: Iterable[Path] | None = None, whole: bool = False) -> dict[Path, Scene]:
        """Return scenes as they are now, which nobody changes.

        Args:
            paths: Their records; None for all that are in the folder now.
            whole: Whether everything that was made of them belongs to it.

        Raises:
            LessonFileError: One of them is damaged.
        """
        folder = self._empty()
        with self._cache.still():
            paths = sorted(files.records_in(self._out) if paths is None else paths)
            for path in paths:
                name = path.name.removesuffix(RECORD)
                inside = folder / path.parent.name
                inside.mkdir(exist_ok=True)
                earlier = {old for made in self._ledger.outdated(path).values() for old in made}
                for source in sorted(path.parent.glob(f"{escape(name)}.*")):
                    if source not in earlier and (whole or source.is_file()):
                        _link(source, inside / source.name)
        try:
            return {path: scenes.load(folder / path.parent.name / path.name) for path in paths}
        except Unusable as error:
            lesson = error.file.parent.name
            thing = str(self._out / lesson / error.file.name)
            remedy = f"rendering {lesson} again"
            raise LessonFileError(thing, error.rule, error.got, remedy) from None

    def run(self, tasks: Iterable[_Task]) -> Iterator[tuple[_Task, Made | Failure]]:
        """Make formats, several at a time, and yield how each ended, as soon as it has."""
        running: dict[Future[Made | Failure], _Task] = {}
        for task in tasks:
            make = partial(making.make, task.format, task.what, self._empty(), self._gif_size)
            running[self._threads.submit(worker.ask, make, cancelled=self._ended)] = task
        while running:
            if self._superseded.is_set():
                raise Superseded
            for done in wait(running, _GLANCE, FIRST_COMPLETED).done:
                task = running.pop(done)
                yield task, self._placed(task, done.result())

    def told(self, ends: Iterable[tuple[_Task, Made | Failure]], warnings: list[str]) -> Published:
        """Say what was made and what wasn't, and why."""
        reasons: dict[str, list[str]] = {}
        embeds = {}
        for task, end in ends:
            log = session.keep_details(end, task.log, self._out)
            if isinstance(end, Made):
                warnings += end.warnings
                if task.format == "deck" and isinstance(task.what, Scene):
                    file = task.target / f"{task.what.name}{deck.SUFFIX}"
                    embeds[file] = deck.snippet(task.what)
            else:
                reason = end.reason if log is None else f"{end.reason}. Details: {log}"
                reasons.setdefault(reason, []).append(task.says)
        failures = (
            f"{names[0]}{f' (and {len(names) - 1} more)' * (len(names) > 1)}: {reason}"
            for reason, names in reasons.items()
        )
        return Published(tuple(sorted(self._made)), embeds, tuple(warnings), tuple(failures))

    def _placed(self, task: _Task, made: Made | Failure) -> Made | Failure:
        """Put a format in its place, if the scenes there are still those it was made of."""
        if isinstance(made, Failure):
            return made
        kind = FORMATS[task.format]
        shared = kind.shared if isinstance(kind, SceneFormat) else ()
        try:
            with self._cache.still():
                if not _is_current(task, self._out):
                    return Failure("it was rendered again meanwhile; publish it again", None)
                placed = files.place_tree(made.folder, task.target, shared)
                self._made.update(placed)
                limited = isinstance(kind, SceneFormat) and kind.limit is not None
                limit = self._gif_size if limited else None
                self._ledger.note(
                    task.record, task.stills, task.format, placed, self._empty(), limit
                )
        except OSError as error:
            return making.refused(error)
        return made

    def _empty(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self._room))


@contextmanager
def _still(out: Path) -> Iterator[None]:
    """Let nobody put files in their place for the time being: records are away for a moment then.

    Raises:
        LessonFileError: Nobody can write there.
    """
    cache = Cache(out)
    if not cache.folder.is_dir():  # nobody renders there, and what is refused changes nothing
        yield
        return
    session.require_writable(out, *_OWN_FOLDER)
    with cache.still():
        yield


def _records(asked: Asked) -> list[Path]:
    """Return the records of the scenes that are asked for."""
    if asked.told is None:
        return list(files.records_in(asked.out))
    jobs = [one.video.job for one in asked.told if isinstance(one.video.end, Rendered)]
    return sorted({job.folder / f"{job.output}{RECORD}" for job in jobs})


def _without_record(out: Path) -> list[str]:
    """Say which videos are left out, because nobody knows what they show."""
    videos = (path for kind in ("mp4", "mov") for path in sorted(out.glob(f"[!.]*/*.{kind}")))
    return [
        f"{path} is left out: {path.stem}{RECORD} isn't beside it"
        for path in videos
        if "." not in path.stem and not path.with_name(path.stem + RECORD).is_file()
    ]


def _name(record: Path) -> str:
    """Return what messages call a scene."""
    return f"{record.parent.name}:{record.name.removesuffix(RECORD)}"


def _link(source: Path, target: Path) -> None:
    """Let a file, or all that is in a folder, have a second name."""
    if source.is_dir():
        target.mkdir()
        for inside in source.iterdir():
            _link(inside, target / inside.name)
    else:
        files.link(source, target)


def _kept(stills: Mapping[Path, Scene]) -> dict[Path, Path]:
    """Return where the records of stills are."""
    return {path: still.folder / path.name for path, still in stills.items()}


def _is_current(task: _Task, out: Path) -> bool:
    """Tell whether what is rendered is what something was made of, no more and no less."""
    if task.record is None and {*files.records_in(out)} != {*task.stills}:
        return False
    try:
        return all(path.read_bytes() == still.read_bytes() for path, still in task.stills.items())
    except FileNotFoundError:
        return False
