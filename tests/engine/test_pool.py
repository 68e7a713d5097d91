"""Jobs run side by side, each in a process; one that ends badly doesn't disturb the others."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from engine.jobs.job import BeatError, Failure, Job, Outcome, Progress, Report
from engine.jobs.lessons import LessonFile
from engine.jobs.quality import QUALITIES
from engine.stopping import Stopped, stoppable
from engine.workers import pool
from engine.workers.pool import Watcher
from engine.workers.worker import ask


def a_task(job: Job, scratch: Path, report: Report) -> str:
    """What the workers of these tests do, by the name of the job's scene."""
    report(Progress(frames=10, beat=3))
    match job.scene:
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "exits":
            os._exit(7)
        case "fails":
            try:
                raise ValueError("no such\nthing")
            except ValueError as error:
                raise BeatError(4) from error
        case "sleeps":
            time.sleep(60)
        case "hangs":
            while True:
                pass
    return f"{job.scene} {os.getpid()}"


def job(name: str) -> Job:
    return Job(LessonFile(Path("some.py")), name, (), QUALITIES["draft"], Path("out"))


class Heard(Watcher):
    """Keeps what happened; stops everything when a job named so has started."""

    def __init__(self, stop_at: str = "") -> None:
        self.events: list[str] = []
        self.stop_at = stop_at

    def advanced(self, job: Job, progress: Progress) -> None:
        self.events.append(f"{job.scene} is at frame {progress.frames}, beat {progress.beat}")
        if job.scene == self.stop_at:
            signal.raise_signal(signal.SIGINT)

    def finished(self, outcome: Outcome[str]) -> None:
        self.events.append(f"{outcome.job.scene} finished")


def run(
    *names: str, at_most: int = 2, heard: Heard | None = None, **options: Any
) -> list[Outcome[str]]:
    with pool.local(at_most, Path("."), **options) as workers:
        return pool.run(a_task, [job(name) for name in names], workers, heard or Heard())


def ends(*names: str, at_most: int = 2) -> list[object]:
    outcomes = run(*names, at_most=at_most)
    assert [outcome.job.scene for outcome in outcomes] == list(names)
    return [outcome.end for outcome in outcomes]


def test_every_job_has_a_process_of_its_own() -> None:
    processes = {str(end).split()[1] for end in ends("one", "two", "three")}
    assert len(processes) == 3
    assert str(os.getpid()) not in processes


def test_what_a_worker_reports_is_heard_in_order() -> None:
    heard = Heard()
    run("one", heard=heard)
    assert heard.events == ["one is at frame 10, beat 3", "one finished"]


def test_a_failure_tells_its_beat_and_cause_and_the_others_finish() -> None:
    failure, other = ends("fails", "other", at_most=1)
    assert isinstance(failure, Failure)
    assert (failure.reason, failure.beat) == ("ValueError: no such thing", 4)
    assert "Traceback" in failure.details
    assert str(other).startswith("other ")


@pytest.mark.parametrize(
    ("name", "reason"),
    [("killed", "was killed by SIGKILL"), ("exits", "ended with code 7")],
)
def test_a_dead_worker_tells_the_beat_it_was_in_and_the_others_finish(
    name: str, reason: str
) -> None:
    failure, other = ends(name, "other")
    assert isinstance(failure, Failure)
    assert reason in failure.reason
    assert failure.beat == 3
    assert str(other).startswith("other ")


def test_a_job_that_never_ends_is_given_up_and_the_others_finish() -> None:
    slow, other = run("hangs", "other", timeout=5)
    assert isinstance(slow.end, Failure)
    assert slow.end.reason == "it took longer than 5 s (see --timeout)"
    assert slow.end.beat == 3
    assert str(other.end).startswith("other ")


def test_a_question_that_is_never_answered_is_given_up() -> None:
    end = ask(partial(time.sleep, 60), timeout=0.5)
    assert isinstance(end, Failure)
    assert "longer than 0.5 s" in end.reason


def test_what_a_worker_was_forked_with_is_not_looked_through_for_garbage() -> None:
    frozen = ask(gc.get_freeze_count)
    assert isinstance(frozen, int)
    assert frozen > 100_000  # Manim and SymPy alone have more


def test_what_nobody_needs_any_more_is_ended_at_once() -> None:
    began = time.monotonic()
    with pool.local(1, Path(".")) as workers:
        workers.submit(a_task, job("sleeps"))
        assert isinstance(workers.news().what, Progress)  # it runs
        workers.cancel(a_task, job("sleeps"))
        outcome = workers.news().what
    assert isinstance(outcome, Outcome)
    assert isinstance(outcome.end, Failure)
    assert time.monotonic() - began < 30


def test_news_of_something_newer_ends_everything() -> None:
    superseded = threading.Event()
    began = time.monotonic()
    threading.Timer(0.5, superseded.set).start()
    with pytest.raises(pool.Superseded):
        run("sleeps", "again", superseded=superseded)
    assert time.monotonic() - began < 30


def test_stopping_kills_every_worker_at_once() -> None:
    began = time.monotonic()
    with pytest.raises(Stopped), stoppable():
        run("sleeps", "again", heard=Heard(stop_at="sleeps"))
    assert time.monotonic() - began < 30
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
