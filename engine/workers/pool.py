"""Runs tasks for jobs side by side, with whatever executor carries them out."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple, TypeVar

from engine.jobs.job import Failure, Job, Outcome, Progress, Task
from engine.workers.worker import perform

Result = TypeVar("Result")

_GLANCE = 0.5  # seconds between looks whether somebody wants this to end


class Watcher:
    """Follows what happens to jobs, and by itself does nothing about it."""

    def started(self, job: Job) -> None:
        """A worker takes the job up."""

    def measured(self, job: Job, frames: int) -> None:
        """It is known how many frames the job has."""

    def advanced(self, job: Job, progress: Progress) -> None:
        """The worker came further."""

    def finished(self, outcome: Outcome[Any]) -> None:
        """The job ended, well or badly."""


class Superseded(Exception):
    """What is being done is out of date: there is something newer to do."""


class News(NamedTuple):
    """Something happened.

    Attributes:
        task: What is being done.
        job: To what.
        what: How far it is, or how it ended.
    """

    task: Task[Any]
    job: Job
    what: Progress | Outcome[Any]


def default_jobs() -> int:
    """Return how many workers keep this machine busy: one for each core we may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Pool:
    """Some workers, each of which does one task at a time.

    Leaving the ``with`` block tells whatever still runs to end.

    Args:
        executor: Carries out `engine.workers.worker.perform`. Closing it waits for what runs.
        size: How many tasks it carries out at a time.
        scratch: A folder for the time being, for the workers.
        timeout: Seconds a task may take, or None.
        superseded: Once set, `news` raises `Superseded`.
    """

    def __init__(
        self,
        executor: Executor,
        size: int,
        scratch: Path,
        timeout: float | None = None,
        superseded: threading.Event | None = None,
    ) -> None:
        self.size = size
        self._executor = executor
        self._scratch = scratch
        self._timeout = timeout
        self._superseded = superseded or threading.Event()
        self._running: dict[tuple[Task[Any], Job], threading.Event] = {}
        self._news: SimpleQueue[News] = SimpleQueue()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for cancelled in self._running.values():
            cancelled.set()

    @property
    def has_room(self) -> bool:
        """Whether a worker is free."""
        return len(self._running) < self.size

    def submit(self, task: Task[Any], job: Job) -> None:
        """Let a worker run a task for a job."""
        cancelled = threading.Event()
        self._running[task, job] = cancelled
        tell = partial(self._tell, task, job)
        future = self._executor.submit(
            perform, task, job, self._scratch, self._timeout, tell, cancelled
        )
        future.add_done_callback(lambda done: self._news.put(News(task, job, _outcome(job, done))))

    def cancel(self, task: Task[Any], job: Job) -> None:
        """End a task that nobody needs any more; it fails."""
        if (task, job) in self._running:
            self._running[task, job].set()

    def news(self) -> News:
        """Wait until something happens, and return it.

        Raises:
            Superseded: There is something newer to do.
        """
        while True:
            if self._superseded.is_set():
                raise Superseded
            try:
                news = self._news.get(timeout=_GLANCE)
            except Empty:
                continue
            if isinstance(news.what, Outcome):
                del self._running[news.task, news.job]
            return news

    def _tell(self, task: Task[Any], job: Job, progress: Progress) -> None:
        self._news.put(News(task, job, progress))


@contextmanager
def local(
    size: int,
    scratch: Path,
    timeout: float | None = None,
    superseded: threading.Event | None = None,
) -> Iterator[Pool]:
    """Open a pool of processes on this machine, each watched by a thread of this one."""
    with (
        ThreadPoolExecutor(size) as executor,
        Pool(executor, size, scratch, timeout, superseded) as pool,
    ):
        yield pool


def run(
    task: Task[Result], jobs: Iterable[Job], pool: Pool, watcher: Watcher
) -> list[Outcome[Result]]:
    """Run a task for every job.

    A job that fails, or whose process is killed, doesn't disturb the others.

    Args:
        task: A function of a module, or a partial of one, so that a worker can import it.
        jobs: The first ones start first.
        pool: The workers.
        watcher: Hears of everything that happens.

    Returns:
        An outcome for each job, in the order of `jobs`.
    """
    jobs = list(jobs)
    waiting = iter(jobs)
    outcomes: dict[Job, Outcome[Result]] = {}
    while len(outcomes) < len(jobs):
        while pool.has_room and (job := next(waiting, None)):
            pool.submit(task, job)
            watcher.started(job)
        news = pool.news()
        match news.what:
            case Progress() as progress:
                watcher.advanced(news.job, progress)
            case outcome:
                outcomes[news.job] = outcome
                watcher.finished(outcome)
    return [outcomes[job] for job in jobs]


def _outcome(job: Job, done: Future[Outcome[Any]]) -> Outcome[Any]:
    """Return what a task came to; a task that couldn't even be carried out has failed."""
    if done.cancelled():
        return Outcome(job, Failure("it was stopped", None), 0.0)
    error = done.exception()
    return done.result() if error is None else Outcome(job, Failure.of(error, None), 0.0)
