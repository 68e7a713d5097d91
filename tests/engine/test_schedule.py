"""Workers take checks first, then the longest scene; what is untrue is not drawn to its end."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import Any

from checks.finding import Finding
from engine.jobs.job import CheckResult, DrawingResult, Failure, Job, Outcome, Progress
from engine.jobs.lessons import LessonFile
from engine.jobs.quality import QUALITIES
from engine.schedule import Schedule
from engine.tasks import draw
from engine.workers.pool import News, Watcher

FRAMES = {"short": 10, "middle": 20, "long": 30, "false": 25}


def job(name: str) -> Job:
    return Job(LessonFile(Path("some.py")), name, (), QUALITIES["draft"], Path("out"))


class Workers:
    """Some workers that need no time: what was begun first ends first, unless they draw fast.

    Attributes:
        said: What they were asked to do, in order.
    """

    def __init__(self, size: int, draw_fast: bool) -> None:
        self.said: list[str] = []
        self._size = size
        self._draw_fast = draw_fast
        self._running: deque[tuple[Any, Job]] = deque()
        self._cancelled: list[tuple[Any, Job]] = []

    @property
    def has_room(self) -> bool:
        return len(self._running) < self._size

    def submit(self, task: Any, job: Job) -> None:
        assert self.has_room
        self._running.append((task, job))
        self.said.append(f"{task.__name__} {job.scene}")

    def cancel(self, task: Any, job: Job) -> None:
        if (task, job) in self._running:
            self._cancelled.append((task, job))
            self.said.append(f"cancel {job.scene}")

    def news(self) -> News:
        if self._draw_fast:
            self._running = deque(sorted(self._running, key=lambda work: work[0] is not draw))
        task, job = self._running.popleft()
        end: Any
        if (task, job) in self._cancelled:
            end = Failure("it was stopped", None)
        elif task is draw:
            end = DrawingResult(Path("x"), {}, "x.mp4", 1.0, (), False)
        elif job.scene == "broken":
            end = Failure("it broke", 2)
        else:
            found = Finding("a.rule", 0, "hm", is_untrue=job.scene == "false")
            end = CheckResult(FRAMES[job.scene], 1.0, (), 0, (found,))
        return News(task, job, Outcome(job, end, 1.0))


class Measured(Watcher):
    """Keeps how long scenes are said to be."""

    def __init__(self) -> None:
        self.frames: dict[str, int] = {}

    def measured(self, job: Job, frames: int) -> None:
        self.frames[job.scene] = frames

    def advanced(self, job: Job, progress: Progress) -> None:
        raise AssertionError("nobody reported progress")


def schedule(*names: str, size: int, draw_fast: bool = False) -> tuple[list[str], dict[str, str]]:
    workers, watcher = Workers(size, draw_fast), Measured()
    told = Schedule(map(job, names), workers, watcher).run()  # type: ignore[arg-type]
    ends = {
        one.job.scene: type(one.end).__name__ + (" drawn" if drawing else "")
        for one, drawing in told
    }
    assert watcher.frames == {name: FRAMES[name] for name in names if ends[name].endswith("drawn")}
    return workers.said, ends


def test_one_worker_checks_everything_and_then_draws_the_longest_first() -> None:
    said, ends = schedule("short", "long", "middle", size=1)
    assert said == [
        *("check short", "check long", "check middle"),
        *("draw long", "draw middle", "draw short"),
    ]
    assert set(ends.values()) == {"CheckResult drawn"}


def test_what_is_untrue_or_cannot_be_checked_is_not_drawn() -> None:
    said, ends = schedule("false", "broken", "short", size=1)
    assert said == ["check false", "check broken", "check short", "draw short"]
    assert ends == {"false": "CheckResult", "broken": "Failure", "short": "CheckResult drawn"}


def test_an_idle_worker_draws_what_is_still_being_checked() -> None:
    said, ends = schedule("short", size=2)
    assert said == ["check short", "draw short"]
    assert ends == {"short": "CheckResult drawn"}


def test_that_is_ended_when_the_check_finds_something_untrue() -> None:
    for name, end in (("false", "CheckResult"), ("broken", "Failure")):
        said, ends = schedule(name, size=2)
        assert said == [f"check {name}", f"draw {name}", f"cancel {name}"]
        assert ends == {name: end}


def test_a_drawing_that_ends_before_its_check_does_not_make_it_true() -> None:
    said, ends = schedule("false", "broken", "short", size=6, draw_fast=True)
    assert said[3:] == ["draw false", "draw broken", "draw short"]
    assert ends == {"false": "CheckResult", "broken": "Failure", "short": "CheckResult drawn"}


def test_many_workers_do_everything_once() -> None:
    said, ends = schedule("short", "false", "middle", "long", size=7)
    drawings = [what for what in said if what.startswith("draw")]
    assert len(drawings) == len(set(drawings))
    assert ends.pop("false") == "CheckResult"
    assert set(ends.values()) == {"CheckResult drawn"}
