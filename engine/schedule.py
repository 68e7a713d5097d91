"""Who does what next, so that no worker is idle and nothing false is drawn."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from math import ceil
from typing import Any

from engine.jobs.job import (
    CheckResult,
    DrawingResult,
    EarlierVideo,
    Failure,
    Job,
    Outcome,
    Progress,
    Task,
)
from engine.shares import Shares
from engine.tasks import Draw, Join, check
from engine.workers.pool import Pool, Watcher

_SPARE = 0.1  # of a worker's share, by which a part may be longer


class Schedule:
    """Checks scenes and draws those in which nothing is false.

    The first scene that is found true is drawn at once, by all workers, so that there is soon
    something to watch. Then a free worker takes the next check, and when there is none left the
    longest scene. Where a scene is more than a worker's share of all that is left to draw, its
    beats are shared out, and put together by whoever is free then. Beats that were drawn before
    and are still the same are taken from there.

    Args:
        jobs: The scenes.
        pool: The workers.
        watcher: Hears of the drawing; not of its end, because then comes the publishing.
        earlier: What was drawn of scenes before they were changed.
    """

    def __init__(
        self,
        jobs: Iterable[Job],
        pool: Pool,
        watcher: Watcher,
        earlier: Mapping[Job, EarlierVideo] | None = None,
    ) -> None:
        self._jobs = list(jobs)
        self._earlier = earlier or {}
        self._pool = pool
        self._watcher = watcher
        self._unchecked = deque(self._jobs)
        self._undrawn: list[Job] = []
        self._checks: dict[Job, Outcome[CheckResult]] = {}
        self._ready: deque[tuple[Task[Any], Job]] = deque()  # what somebody is to take up next
        self._shares: dict[Job, Shares] = {}
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
                yield self._checks[job], self._drawings.get(job)

    def _next(self) -> tuple[Task[Any], Job] | None:
        if self._ready:
            return self._ready.popleft()
        if self._unchecked and (self._shares or not self._undrawn):
            return check, self._unchecked.popleft()
        if not self._undrawn:
            return None
        job = max(self._undrawn, key=lambda job: self._found(job).frames)
        shares = self._shares[job] = self._shared_out(job)
        self._undrawn.remove(job)
        self._watcher.started(job)
        self._ready.extend((task, job) for task in shares.tasks)
        return self._ready.popleft()

    def _found(self, job: Job) -> CheckResult:
        """What the check found of a scene that is true."""
        checked = self._checks[job].end
        assert isinstance(checked, CheckResult)
        return checked

    def _shared_out(self, job: Job) -> Shares:
        checked = self._found(job)
        if job.beat is not None or not checked.divisible:
            return Shares(checked, 1, None)
        unknown = len(self._jobs) - len(self._checks)  # may be as long
        left = sum(self._found(other).frames for other in self._undrawn)
        left += checked.frames * unknown + sum(shares.left for shares in self._shares.values())
        share = ceil(checked.frames * self._pool.size / max(left, 1) - _SPARE)
        return Shares(checked, share if self._shares else self._pool.size, self._earlier.get(job))

    def _listen(self) -> Job:
        """Take note of what happens next, and return the scene it happened to."""
        task, job, what = self._pool.news()
        if isinstance(what, Progress):
            if isinstance(task, Draw) and job not in self._drawings:
                self._watcher.advanced(job, self._shares[job].advanced(task.part, what))
        elif task is check:
            self._checks[job] = what
            if _is_true(what):
                self._watcher.measured(job, self._found(job).frames)
                self._undrawn.append(job)
        elif job not in self._drawings:  # else it has failed already
            self._ended(task, job, what)
        return job

    def _ended(self, task: Task[Any], job: Job, outcome: Outcome[DrawingResult]) -> None:
        shares, end = self._shares[job], outcome.end
        if isinstance(task, Draw) and isinstance(end, DrawingResult):
            match shares.ended(task, end):
                case DrawingResult():
                    self._drawings[job] = outcome
                case Join() as join:
                    self._ready.append((join, job))
                case more:
                    self._ready.extend((one, job) for one in more)
            return
        if isinstance(end, Failure):  # nobody needs the others
            self._ready = deque(work for work in self._ready if work[1] != job)
            for other in shares.tasks:
                self._pool.cancel(other, job)
            shares.give_up()
        self._drawings[job] = Outcome(job, end, time.monotonic() - shares.began)

    def _is_settled(self, job: Job) -> bool:
        found = self._checks.get(job)
        return found is not None and (job in self._drawings or not _is_true(found))


def _is_true(outcome: Outcome[CheckResult]) -> bool:
    return isinstance(outcome.end, CheckResult) and outcome.end.is_true
