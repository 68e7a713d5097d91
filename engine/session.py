"""Plans, checks and renders: every step runs in workers, and nothing here imports Manim."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Any, TypeVar

from rich.console import Console

from calculus.errors import LessonError, LessonFileError
from engine import progress, tasks
from engine.jobs.job import Checked, Drawn, Failure, Job, Outcome, Rendered
from engine.jobs.lessons import LessonFile, Target
from engine.keeping import owners, scratch
from engine.keeping.cache import LIMIT, Cache
from engine.keeping.published import Ledger
from engine.planning.request import Request
from engine.schedule import Schedule
from engine.workers import pool
from engine.workers.pool import Pool
from engine.workers.worker import ask
from publish.files import RECORD, check_writable, place

if TYPE_CHECKING:
    from engine.planning.plan import SceneInfo

Result = TypeVar("Result")


@dataclass(frozen=True)
class Means:
    """How to do it.

    Attributes:
        workers: Opens a pool of workers, given a folder for the time being.
        console: Where to show the progress.
        timeout: Seconds that planning may take.
        began: When the first source was read, in seconds since the epoch.
    """

    workers: Callable[[Path], AbstractContextManager[Pool]]
    console: Console
    timeout: float | None = None
    began: float = field(default_factory=time)


@dataclass(frozen=True)
class Told:
    """What became of a scene.

    Attributes:
        check: What was found in it.
        video: Its video.
    """

    check: Outcome[Checked]
    video: Outcome[Rendered]


def require_writable(folder: Path, thing: str = "--out", remedy: str = "--out videos") -> None:
    """Make sure that videos can be written to a folder.

    Args:
        folder: The folder.
        thing: Where it was given.
        remedy: What would work.

    Raises:
        LessonFileError: They can't.
    """
    try:
        check_writable(folder)
    except OSError as error:
        rule = f"is a folder to write to ({error.strerror})"
        raise LessonFileError(thing, rule, str(folder), remedy) from None


def describe(targets: Sequence[Target], timeout: float | None = None) -> tuple[SceneInfo, ...]:
    """Describe scenes and their parameters.

    Raises:
        LessonError: The first mistake found.
        ChildProcessError: Nothing was found out, because the worker was killed, say.
    """
    return _asked(partial(tasks.describe, targets), timeout)


def starter(lesson: LessonFile) -> str:
    """Write a lesson to start from, like one of the project's.

    Raises:
        LessonError: That lesson cannot be used.
        ChildProcessError: Nothing was found out, because the worker was killed, say.
    """
    return _asked(partial(tasks.starter, lesson), None)


def plan(request: Request, timeout: float | None = None) -> tuple[Job, ...]:
    """Make jobs of what somebody asked for; see `engine.planning.plan.plan`.

    Raises:
        LessonError: The first mistake found.
        ChildProcessError: Nothing was found out, because the worker was killed, say.
    """
    return _asked(partial(tasks.plan, request), timeout)


def check(jobs: Sequence[Job], means: Means) -> list[Outcome[Checked]]:
    """Build every beat of every scene without drawing."""
    with (
        tempfile.TemporaryDirectory() as room,
        means.workers(Path(room)) as workers,
        progress.counting(means.console, "Checking", jobs) as watcher,
    ):
        return pool.run(tasks.check, jobs, workers, watcher)


def unchanged(request: Request) -> list[Told] | None:
    """Return every scene of a request, if all are finished and nothing has changed since.

    Their files are in their place afterwards. Nothing is loaded for that.

    Raises:
        LessonFileError: The place belongs to another lesson.
    """
    cache = Cache(request.out)
    owners.require(request.out, cache.owners, (target.lesson for target in request.targets))
    jobs = cache.recall(request)
    if jobs is None:
        return None
    with scratch.folder(request.out) as room:
        told = [_kept(cache, job, room) for job in jobs]
    return [one for one in told if one] if all(told) else None


def render(request: Request, jobs: Sequence[Job], means: Means, force: bool = False) -> list[Told]:
    """Draw the scenes in which nothing is false, and publish their files.

    Args:
        request: What was asked for.
        jobs: What was planned for it.
        means: How.
        force: Draw also what is finished and hasn't changed.

    Returns:
        What became of every scene, in the given order; a failed check stays failed, and a scene
        that shows or says something false is not published.

    Raises:
        LessonFileError: A scene doesn't have the beat that is asked for, or the place of its files
            belongs to another lesson.
        OSError: The folder cannot be written to.
    """
    cache = Cache(request.out)
    owners.require(request.out, cache.owners, (job.lesson for job in jobs))
    told: dict[Job, Told] = {}
    with scratch.folder(request.out) as room:
        for job in () if force else jobs:
            if kept := _kept(cache, job, room):
                told[job] = kept
        missing = [job for job in jobs if job not in told]
        if missing:
            with (
                means.workers(room) as workers,
                progress.measuring(means.console, "Rendering") as watcher,
            ):
                for check, drawn in Schedule(missing, workers, watcher).run():
                    _require_beat(check)
                    video = _published(cache, check, drawn, means.began, room)
                    watcher.finished(video)
                    told[check.job] = Told(check, video)
    cache.remember(request, jobs)
    with suppress(OSError):  # what somebody else removes meanwhile needs no cleaning
        cache.clean(LIMIT)
    return [told[job] for job in jobs]


def records(told: Sequence[Told]) -> tuple[Path, ...]:
    """Return the records of the whole scenes that were rendered."""
    jobs = {one.video.job for one in told if isinstance(one.video.end, Rendered)}
    return tuple(sorted(job.folder / f"{job.output}{RECORD}" for job in jobs if job.beat is None))


def outdated(out: Path, told: Sequence[Told]) -> str | None:
    """Say what was published of videos that are no longer the same, and how to make it anew.

    Nothing is said where that cannot be found out: what was rendered is there all the same.
    """
    cache = Cache(out)
    with suppress(OSError), cache.still():
        return Ledger(out, cache.folder).warning(records(told))
    return None


def keep_log(outcome: Outcome[Any]) -> Path | None:
    """Write the details of a failure beside the scene's files; after a success, remove old ones.

    Returns:
        Where they are, or None when there is nothing to read or nowhere to write: the place may
        belong to another lesson, where this one was only checked.
    """
    job, out = outcome.job, outcome.job.folder.parent
    with suppress(OSError):
        if Cache(out).owners.stranger(job.lesson) is None:
            return keep_details(outcome.end, job.log, out)
    return None


def keep_details(end: object, log: Path, out: Path) -> Path | None:
    """Write the details of a failure to a file; after a success, remove old ones.

    Args:
        end: What may be a failure.
        log: The file.
        out: The folder of videos, in which it is.

    Returns:
        Where they are, or None when there is nothing to read or nowhere to write.
    """
    with suppress(OSError):
        if isinstance(end, Failure) and end.details:
            with scratch.folder(out) as room:
                new = room / log.name
                new.write_text(end.details, encoding="utf-8")
                place([new], log.parent, room)
            return log
        log.unlink(missing_ok=True)
    return None


def _kept(cache: Cache, job: Job, room: Path) -> Told | None:
    """Return a scene that is finished and hasn't changed."""
    found = cache.fetch(job, room)
    if found is None:
        return None
    checked, rendered = found
    return Told(Outcome(job, checked, 0.0), Outcome(job, rendered, 0.0))


def _require_beat(check: Outcome[Checked]) -> None:
    beat = check.job.beat
    if isinstance(check.end, Checked) and beat is not None and beat >= len(check.end.beats):
        last = len(check.end.beats)
        rule = f"is a beat of {check.job.lesson.name}:{check.job.scene}, from 1 to {last}"
        raise LessonFileError("--beat", rule, str(beat + 1), f"--beat {last}")


def _published(
    cache: Cache,
    check: Outcome[Checked],
    drawn: Outcome[Drawn] | None,
    began: float,
    room: Path,
) -> Outcome[Rendered]:
    """Publish a scene, or say why it isn't."""
    job = check.job
    if not isinstance(check.end, Checked):
        return Outcome(job, check.end, check.seconds)
    if drawn is None:
        count = sum(finding.is_untrue for finding in check.end.findings)
        reason = f"it breaks {count} rule{'s' * (count > 1)} of truth, listed above"
        return Outcome(job, Failure(reason, None), check.seconds)
    if not isinstance(drawn.end, Drawn):
        return Outcome(job, drawn.end, drawn.seconds)
    if check.end.state != drawn.end.state:  # what was drawn has not been checked
        reason = "its lesson was changed while it was rendered; render it again"
        return Outcome(job, Failure(reason, None), drawn.seconds)
    try:
        rendered = cache.publish(job, check.end, drawn.end, began, room)
    except OSError as error:
        return Outcome(job, Failure.of(error, None), drawn.seconds)
    return Outcome(job, rendered, drawn.seconds)


def _asked(work: Callable[[], Result | LessonError], timeout: float | None) -> Result:
    """Let a worker answer a question; a mistake it finds is raised here."""
    end = ask(work, timeout)
    if isinstance(end, Failure) and end.details:
        raise RuntimeError(end.details)  # a bug of ours
    if isinstance(end, Failure):
        raise ChildProcessError(f"the lessons could not be loaded: {end.reason}")
    if isinstance(end, LessonError):
        raise end
    return end
