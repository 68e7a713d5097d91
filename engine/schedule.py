"""Who does what next, so that no worker is idle and nothing false is drawn."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from math import ceil
from typing import Any

from engine.jobs.job import (
    WHOLE,
    CheckResult,
    DrawingResult,
    Failure,
    Job,
    Outcome,
    Part,
    Progress,
    Task,
)
from engine.tasks import Draw, Join, check
from engine.workers.pool import Pool, Watcher

_SPARE = 0.1  # of a worker's share, by which a part may be longer


class Schedule:
    """Checks scenes and draws those in which nothing is false.

    The first scene that is found true is drawn at once, so that there is soon something to watch.
    Then a free worker takes the next check, and when there is none left the longest scene. Where a
    scene is more than a worker's share of all that is left to draw, its beats are shared out, and
    put together by whoever is free then.

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
        self._undrawn: list[Job] = []
        self._checks: dict[Job, Outcome[CheckResult]] = {}
        self._ready: deque[tuple[Task[Any], Job]] = deque()  # what somebody is to take up next
        self._parts: dict[Job, _Parts] = {}
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
        if self._unchecked and (self._parts or not self._undrawn):
            return check, self._unchecked.popleft()
        if not self._undrawn:
            return None
        job = max(self._undrawn, key=lambda job: self._found(job).frames)
        parts = self._parts[job] = _Parts(self._divided(job))
        self._undrawn.remove(job)
        self._watcher.started(job)
        self._ready.extend((Draw(part), job) for part in parts.frames)
        return self._ready.popleft()

    def _found(self, job: Job) -> CheckResult:
        """What the check found of a scene that is true."""
        checked = self._checks[job].end
        assert isinstance(checked, CheckResult)
        return checked

    def _divided(self, job: Job) -> dict[Part, int]:
        """The parts in which a scene is drawn, and how many frames each has."""
        checked = self._found(job)
        if job.beat is not None or not checked.divisible:
            return {WHOLE: checked.frames}
        unknown = len(self._jobs) - len(self._checks)  # may be as long
        left = sum(self._found(other).frames for other in self._undrawn)
        left += checked.frames * unknown + sum(parts.left for parts in self._parts.values())
        count = ceil(checked.frames * self._pool.size / max(left, 1) - _SPARE)
        return divided(checked.ends, checked.moving_ends, count)

    def _listen(self) -> Job:
        """Take note of what happens next, and return the scene it happened to."""
        task, job, what = self._pool.news()
        if isinstance(what, Progress):
            if isinstance(task, Draw) and job not in self._drawings:
                self._watcher.advanced(job, self._parts[job].advanced(task.part, what))
        elif task is check:
            self._checks[job] = what
            if _is_true(what):
                self._watcher.measured(job, self._found(job).frames)
                self._undrawn.append(job)
        elif job not in self._drawings:  # else it has failed already
            self._ended(task, job, what)
        return job

    def _ended(self, task: Task[Any], job: Job, outcome: Outcome[DrawingResult]) -> None:
        parts = self._parts[job]
        if isinstance(task, Draw) and isinstance(outcome.end, DrawingResult):
            parts.drawn[task.part] = outcome.end
            if len(parts.frames) == 1:
                self._drawings[job] = outcome
            elif len(parts.drawn) == len(parts.frames):
                self._ready.append((Join(tuple(parts.drawn[part] for part in parts.frames)), job))
            return
        if isinstance(outcome.end, Failure):  # nobody needs the others
            self._ready = deque(work for work in self._ready if work[1] != job)
            for part in parts.frames:
                self._pool.cancel(Draw(part), job)
            parts.frames = {}
        self._drawings[job] = Outcome(job, outcome.end, time.monotonic() - parts.began)

    def _is_settled(self, job: Job) -> bool:
        found = self._checks.get(job)
        return found is not None and (job in self._drawings or not _is_true(found))


class _Parts:
    """How far the parts of a scene are.

    Attributes:
        frames: How many frames each has, in the order of the scene.
        drawn: Those that are drawn.
        began: When the first was taken up, by the monotonic clock.
    """

    def __init__(self, frames: dict[Part, int]) -> None:
        self.frames = frames
        self.drawn: dict[Part, DrawingResult] = {}
        self.began = time.monotonic()
        self._done: dict[Part, int] = {}

    @property
    def left(self) -> int:
        """Frames that are not known to be drawn."""
        return sum(
            frames - self._done.get(part, 0)
            for part, frames in self.frames.items()
            if part not in self.drawn
        )

    def advanced(self, part: Part, progress: Progress) -> Progress:
        """Note how far a part is; return how far all of them are."""
        self._done[part] = progress.frames
        return Progress(sum(self._done.values()), progress.beat)


def divided(ends: tuple[int, ...], moving: tuple[int, ...], count: int) -> dict[Part, int]:
    """Parts of a scene that take as nearly the same time as its beats allow.

    Args:
        ends: Frames until the end of each beat.
        moving: Those of them in which something moves; the others take hardly any time.
        count: How many parts; as many as there are beats at most.

    Returns:
        The parts, and how many frames each has.

    >>> parts = divided((40, 90, 100), (40, 50, 60), 2)
    >>> [(part.first, part.end, frames) for part, frames in parts.items()]
    [(0, 1, 40), (1, None, 60)]
    """
    starts, done = [0, *ends[:-1]], [0, *moving[:-1]]
    wanted = [moving[-1] * part / count for part in range(1, count)] if ends else []
    near = (min(range(len(done)), key=lambda i: abs(done[i] - frame)) for frame in wanted)
    firsts = sorted({0, *near})
    parts = map(Part, firsts, (*firsts[1:], None))
    return {
        part: (starts[part.end] if part.end else max(ends, default=0)) - starts[part.first]
        for part in parts
    }


def _is_true(outcome: Outcome[CheckResult]) -> bool:
    return isinstance(outcome.end, CheckResult) and outcome.end.is_true
