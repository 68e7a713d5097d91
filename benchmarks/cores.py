"""Works out how long more cores would take, from what scenes cost on this machine.

    python benchmarks/cores.py --quality 1080p

Every scene is checked, and one is drawn, whole and in two parts: that gives the processor time of a
frame in which something moves, and of telling a scene without pictures. With these a simulated
machine runs the schedule itself. Nothing else is modelled: neither memory nor disks.
"""

from __future__ import annotations

import heapq
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from measuring import arguments

from engine.jobs.job import CheckResult, DrawingResult, Job, Outcome, Part
from engine.jobs.lessons import find
from engine.jobs.quality import QUALITIES
from engine.planning.plan import plan
from engine.planning.request import Request
from engine.schedule import Schedule
from engine.tasks import Draw, Join
from engine.telling import scene as telling
from engine.workers.pool import News, Pool, Watcher

_CORES = 1, 2, 4, 8, 16
_JOIN = 0.5  # seconds; half of them in which nothing else is done


class Costs:
    """Seconds of processor time that scenes take.

    Attributes:
        frame: Of a frame in which something moves.
        checks: Of each scene's check.
        results: What its check found.
        told: Of telling a scene without pictures, as a share of its check.
    """

    def __init__(self, jobs: Iterable[Job], scratch: Path) -> None:
        self.checks: dict[Job, float] = {}
        self.results: dict[Job, CheckResult] = {}
        for job in jobs:
            began = time.process_time()
            self.results[job] = telling.check(job, scratch, lambda step: None)
            self.checks[job] = time.process_time() - began
        job = next(iter(self.checks))
        moving = self.results[job].moving_ends
        middle = len(moving) // 2
        whole = self._of(job, Part(), scratch)
        parts = [self._of(job, part, scratch) for part in (Part(0, middle), Part(middle))]
        self.told = max(0.0, sum(parts) - whole) / self.checks[job]
        self.frame = (whole - self.told * self.checks[job]) / moving[-1]

    def of(self, task: Any, job: Job) -> float:
        """Seconds of a task."""
        if isinstance(task, Join):
            return _JOIN
        if not isinstance(task, Draw):
            return self.checks[job]
        moving = (0, *self.results[job].moving_ends)
        end = len(moving) - 1 if task.part.end is None else task.part.end
        frames = moving[end] - moving[task.part.first]
        return self.told * self.checks[job] * end / (len(moving) - 1) + self.frame * frames

    def _of(self, job: Job, part: Part, scratch: Path) -> float:
        began = time.process_time()
        telling.draw(job, scratch, lambda step: None, part)
        return time.process_time() - began


class Machine(Pool):
    """Workers who take as long as tasks cost, by a clock of their own.

    Attributes:
        now: Seconds since the beginning.
    """

    def __init__(self, size: int, costs: Costs) -> None:
        self.size, self.now = size, 0.0
        self._costs = costs
        self._ends: list[tuple[float, int, Any, Job]] = []
        self._count = 0

    @property
    def has_room(self) -> bool:
        """Whether a worker is free."""
        return len(self._ends) < self.size

    def submit(self, task: Any, job: Job) -> None:
        """Let a worker take a task up."""
        self._count += 1
        heapq.heappush(self._ends, (self.now + self._costs.of(task, job), self._count, task, job))

    def news(self) -> News:
        """Go on to the end of the next task."""
        self.now, _, task, job = heapq.heappop(self._ends)
        drawn = DrawingResult(Path(), {}, "", 0.0, (), False)
        end = drawn if isinstance(task, Draw | Join) else self._costs.results[job]
        return News(task, job, Outcome(job, end, 0.0))


def main() -> None:
    """Measure, simulate, and print a line for each number of cores."""
    options = arguments(__doc__).parse_args()
    quality = QUALITIES[options.quality]
    with tempfile.TemporaryDirectory() as room:
        jobs = plan(Request(find(options.lessons), {}, quality, Path(room)))
        costs = Costs(jobs, Path(room))
    print(f"{len(jobs)} scenes at {quality}: {1000 * costs.frame:.1f} ms a moving frame, ", end="")
    print(f"checks {sum(costs.checks.values()):.1f} s, telling {costs.told:.0%} of a check")
    for name, some in (("all", jobs), (jobs[0].name, jobs[:1])):
        first = None
        for cores in _CORES:
            machine = Machine(cores, costs)
            for _ in Schedule(some, machine, Watcher()).run():
                pass
            first = first or machine.now
            print(f"  {name:24} {cores:3} cores {machine.now:8.1f} s  {first / machine.now:5.2f}×")


if __name__ == "__main__":
    main()
