"""Plans, checks and renders: every step runs in workers, and nothing here imports Manim."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import time
from typing import Any, TypeAlias, TypeVar

from rich.console import Console

from calculus.errors import LessonFileError
from engine import progress, tasks
from engine.jobs.job import CheckResult, DrawingResult, Failure, Job, Outcome, RenderResult
from engine.keeping import owners, scratch
from engine.keeping.cache import LIMIT, Cache
from engine.keeping.published import Ledger
from engine.planning.request import Request
from engine.schedule import Schedule
from engine.workers import worker
from engine.workers.pool import Pool, Watcher, run
from publish.files import RECORD, check_writable, place

Result = TypeVar("Result")


Workers: TypeAlias = Callable[[Path], AbstractContextManager[Pool]]
"""Opens a pool of workers, given a folder for the time being."""


@dataclass(frozen=True)
class SceneOutcome:
    """What became of a scene.

    Attributes:
        check: What was found in it.
        video: Its video.
    """

    check: Outcome[CheckResult]
    video: Outcome[RenderResult]


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


def ask(work: Callable[[], Result], timeout: float | None = None) -> Result:
    """Let a worker answer a question about lessons, which need Manim.

    Args:
        work: A function of a module, or a partial of one, so that a worker can import it.
        timeout: Seconds it may take.

    Raises:
        LessonError: The first mistake found.
        ChildProcessError: Nothing was found out, because the worker was killed, say.
    """
    worker.warm_up()
    end = worker.ask(work, timeout)
    if isinstance(end, Failure) and end.details:
        raise RuntimeError(end.details)  # a bug of ours
    if isinstance(end, Failure):
        raise ChildProcessError(f"the lessons could not be loaded: {end.reason}")
    return end


def check(
    request: Request, workers: Workers, console: Console, timeout: float | None = None
) -> list[Outcome[CheckResult]]:
    """Build every beat of every scene without drawing.

    Args:
        request: What somebody asked for.
        workers: Who does it.
        console: Where to show the progress.
        timeout: Seconds that planning may take.

    Raises:
        LessonError: The first mistake found while planning; see `engine.planning.plan.plan`.
        ChildProcessError: There is no plan, because its worker was killed, say.
    """
    jobs = ask(partial(tasks.plan, request), timeout)
    with (
        tempfile.TemporaryDirectory() as room,
        workers(Path(room)) as pool,
        progress.counting(console, "Checking", len(jobs)) as watcher,
    ):
        return run(tasks.check, jobs, pool, watcher)


def unchanged(request: Request) -> list[SceneOutcome] | None:
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
        outcomes = [_finished(cache, job, room) for job in jobs]
    return [outcome for outcome in outcomes if outcome] if all(outcomes) else None


def render(
    request: Request,
    workers: Workers,
    console: Console,
    timeout: float | None = None,
    force: bool = False,
    watcher: Watcher | None = None,
) -> list[SceneOutcome]:
    """Draw the scenes in which nothing is false, and publish their files.

    Args:
        request: What somebody asked for.
        workers: Who does it.
        console: Where to show the progress.
        timeout: Seconds that planning may take.
        force: Draw also what is finished and hasn't changed.
        watcher: Hears how far it is, in place of the console.

    Returns:
        What became of every scene, in the order of the plan; a failed check stays failed, and a
        scene that shows or says something false is not published.

    Raises:
        LessonError: The first mistake found while planning; see `engine.planning.plan.plan`.
        LessonFileError: A scene doesn't have the beat that is asked for, or the place of its files
            belongs to another lesson.
        ChildProcessError: There is no plan, because its worker was killed, say.
        OSError: The folder cannot be written to.
    """
    began = time()  # before the first source is read
    jobs = ask(partial(tasks.plan, request), timeout)
    cache = Cache(request.out)
    owners.require(request.out, cache.owners, (job.lesson for job in jobs))
    outcomes: dict[Job, SceneOutcome] = {}
    with scratch.folder(request.out) as room:
        for job in () if force else jobs:
            if finished := _finished(cache, job, room):
                outcomes[job] = finished
        missing = [job for job in jobs if job not in outcomes]
        found = () if force else ((job, cache.earlier(job, room)) for job in missing)
        earlier = {job: video for job, video in found if video is not None}
        if missing:
            shown = nullcontext(watcher) if watcher else progress.measuring(console, "Rendering")
            with workers(room) as pool, shown as seen:
                for check, drawn in Schedule(missing, pool, seen, earlier).run():
                    _require_beat(check)
                    video = _published(cache, check, drawn, began, room)
                    seen.finished(video)
                    outcomes[check.job] = SceneOutcome(check, video)
    cache.remember(request, jobs)
    with suppress(OSError):  # what somebody else removes meanwhile needs no cleaning
        cache.clean(LIMIT)
    return [outcomes[job] for job in jobs]


def records(outcomes: Iterable[SceneOutcome]) -> tuple[Path, ...]:
    """Return the records of the whole scenes that were rendered."""
    videos = (outcome.video for outcome in outcomes)
    jobs = {video.job for video in videos if isinstance(video.end, RenderResult)}
    return tuple(sorted(job.folder / f"{job.output}{RECORD}" for job in jobs if job.beat is None))


def outdated(out: Path, outcomes: Iterable[SceneOutcome]) -> str | None:
    """Say what was published of videos that are no longer the same, and how to make it anew.

    Nothing is said where that cannot be found out: what was rendered is there all the same.
    """
    cache = Cache(out)
    with suppress(OSError), cache.still():
        return Ledger(out, cache.folder).warning(records(outcomes))
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


def _finished(cache: Cache, job: Job, room: Path) -> SceneOutcome | None:
    """Return a scene that is finished and hasn't changed."""
    found = cache.fetch(job, room)
    if found is None:
        return None
    checked, rendered = found
    return SceneOutcome(Outcome(job, checked, 0.0), Outcome(job, rendered, 0.0))


def _require_beat(check: Outcome[CheckResult]) -> None:
    beat = check.job.beat
    if isinstance(check.end, CheckResult) and beat is not None and beat >= len(check.end.beats):
        last = len(check.end.beats)
        rule = f"is a beat of {check.job.lesson.name}:{check.job.scene}, from 1 to {last}"
        raise LessonFileError("--beat", rule, str(beat + 1), f"--beat {last}")


def _published(
    cache: Cache,
    check: Outcome[CheckResult],
    drawn: Outcome[DrawingResult] | None,
    began: float,
    room: Path,
) -> Outcome[RenderResult]:
    """Publish a scene, or say why it isn't."""
    job = check.job
    if not isinstance(check.end, CheckResult):
        return Outcome(job, check.end, check.seconds)
    if drawn is None:
        count = sum(finding.is_untrue for finding in check.end.findings)
        reason = f"it breaks {count} rule{'s' * (count > 1)} of truth, listed above"
        return Outcome(job, Failure(reason, None), check.seconds)
    if not isinstance(drawn.end, DrawingResult):
        return Outcome(job, drawn.end, drawn.seconds)
    if check.end.state != drawn.end.state:  # what was drawn has not been checked
        reason = "its lesson was changed while it was rendered; render it again"
        return Outcome(job, Failure(reason, None), drawn.seconds)
    try:
        rendered = cache.publish(job, check.end, drawn.end, began, room)
    except OSError as error:
        return Outcome(job, Failure.of(error, None), drawn.seconds)
    return Outcome(job, rendered, drawn.seconds)
