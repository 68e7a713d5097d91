"""Who does what next, so that no worker is idle and nothing false is published."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from engine.jobs.job import CheckResult, DrawingResult, Job, Outcome, Progress, Task
from engine.tasks import check, draw
from engine.workers.pool import Pool, Watcher


class Schedule:
    """Checks scenes and draws those in which nothing is false.

    A free worker takes the next check. When there is none left it draws the longest scene that
    was found true, so that no core is idle while the last one runs alone; and when there is none
    of these either, a scene that is still being checked.

    Args:
        jobs: The scenes.
        pool: The workers.
        watcher: Hears of the drawing; not of its end, because then comes the publishing.
    """

    def __init__(self, jobs: Iterable[Job], pool: Pool, watcher: Watcher) -> None:
        self._jobs = list(jobs)
        self._pool = pool
        self._watcher = watcher
        self._unchecked = deque(self._jobs)
        self._undrawn = list(self._jobs)
        self._checks: dict[Job, Outcome[CheckResult]] = {}
        self._drawings: dict[Job, Outcome[DrawingResult]] = {}

    def run(self) -> Iterator[tuple[Outcome[CheckResult], Outcome[DrawingResult] | None]]:
        """Yield check and drawing of each scene as soon as both are known.

        What isn't true has no drawing: there is None instead, as there is where the check failed.
        """
        expected = set(self._jobs)
        while expected:
            while self._pool.has_room and (work := self._next()):
                self._pool.submit(*work)
            job = self._listen()
            if job in expected and self._is_settled(job):
                expected.remove(job)
                checked = self._checks[job]
                # It may have been drawn to its end before its check found something false.
                yield checked, self._drawings[job] if _is_true(checked) else None

    def _next(self) -> tuple[Task[Any], Job] | None:
        if self._unchecked:
            return check, self._unchecked.popleft()
        known = {job: frames for job in self._undrawn if (frames := self._frames(job))}
        if not self._undrawn:
            return None
        job = max(known, key=lambda job: known[job]) if known else self._undrawn[0]
        self._undrawn.remove(job)
        self._watcher.started(job)
        return draw, job

    def _frames(self, job: Job) -> int:
        """Return how long a scene is, as far as that is known: 0 otherwise."""
        found = self._checks.get(job)
        return found.end.frames if found and isinstance(found.end, CheckResult) else 0

    def _listen(self) -> Job:
        """Take note of what happens next, and return the scene it happened to."""
        task, job, what = self._pool.news()
        if isinstance(what, Progress):
            if task is draw:
                self._watcher.advanced(job, what)
        elif task is check:
            self._checks[job] = what
            if _is_true(what):
                self._watcher.measured(job, self._frames(job))
            else:
                self._undrawn = [other for other in self._undrawn if other != job]
                self._pool.cancel(draw, job)
        else:
            self._drawings[job] = what
        return job

    def _is_settled(self, job: Job) -> bool:
        found = self._checks.get(job)
        return found is not None and (job in self._drawings or not _is_true(found))


def _is_true(outcome: Outcome[CheckResult]) -> bool:
    return isinstance(outcome.end, CheckResult) and outcome.end.is_true
