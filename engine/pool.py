"""Runs jobs side by side, one process for each, and survives whatever happens to them."""

from __future__ import annotations

import multiprocessing
import multiprocessing.forkserver
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any, Protocol, TypeVar

from engine.job import BeatError, Failure, Job, Outcome, Report, Step

Result = TypeVar("Result")
Task = Callable[[Job, Report], Result]

# A worker imports these before its job arrives; with them comes Manim, which takes seconds.
_PRELOAD = ["engine.worker"]


class Watcher(Protocol):
    """Follows what happens to jobs."""

    def started(self, job: Job) -> None:
        """A worker took the job up."""

    def advanced(self, job: Job, step: Step) -> None:
        """The worker came further."""

    def finished(self, outcome: Outcome[Result]) -> None:
        """The job ended, well or badly."""


class Stopped(KeyboardInterrupt):
    """Somebody wants the program to end: Ctrl-C, or a signal to the same effect.

    Attributes:
        signal: Which signal it was.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.signal = number


@dataclass
class _Worker:
    """A process with its job; `beat` is where it was when it last reported."""

    job: Job
    process: BaseProcess
    began: float
    beat: int | None = None


def default_jobs() -> int:
    """Return how many workers keep this machine busy: one for each core we may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def warm_up() -> None:
    """Start the process that workers are forked from; it imports Manim in the background."""
    context = _context()
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload(_PRELOAD)
        # Ctrl-C reaches every process of the terminal, but only we decide what it means.
        previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            multiprocessing.forkserver.ensure_running()
        finally:
            signal.signal(signal.SIGINT, previous)


def run(
    task: Task[Result], jobs: Sequence[Job], at_most: int, watcher: Watcher
) -> list[Outcome[Result]]:
    """Run a task for every job, each in a process of its own.

    A job that fails, or whose process is killed, doesn't disturb the others. When this
    function is left early, all workers are killed before it returns.

    Args:
        task: A function of a module, so that a worker can import it.
        jobs: The first ones start first.
        at_most: How many run at a time.
        watcher: Hears of everything that happens.

    Returns:
        An outcome for each job, in the order of `jobs`.
    """
    warm_up()
    waiting = deque(jobs)
    running: dict[Connection, _Worker] = {}
    outcomes: dict[Job, Outcome[Result]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < at_most:
                connection, worker = _start(task, waiting.popleft())
                running[connection] = worker
                watcher.started(worker.job)
            ready = wait(list(running))
            for connection in [connection for connection in running if connection in ready]:
                worker = running[connection]
                match _receive(connection, worker):
                    case Step() as step:
                        worker.beat = step.beat
                        watcher.advanced(worker.job, step)
                    case end:
                        del running[connection]
                        worker.process.join()
                        seconds = time.monotonic() - worker.began
                        outcomes[worker.job] = Outcome(worker.job, end, seconds)
                        watcher.finished(outcomes[worker.job])
    finally:
        for worker in running.values():
            worker.process.kill()
        for worker in running.values():
            worker.process.join()
    return [outcomes[job] for job in jobs]


@contextmanager
def stoppable() -> Iterator[None]:
    """Turn Ctrl-C and the signals that ask a program to end into `Stopped`, once.

    Further signals are ignored, so that nothing interrupts cleaning up.
    """
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    numbers = [number for name in names if (number := getattr(signal, name, None))]
    previous = {number: signal.getsignal(number) for number in numbers}
    heeded = [number for number in numbers if previous[number] is not signal.SIG_IGN]

    def stop(number: int, _: object) -> None:
        for other in heeded:
            signal.signal(other, signal.SIG_IGN)
        raise Stopped(number)

    for number in heeded:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in heeded:
            signal.signal(number, previous[number])


def _context() -> BaseContext:
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")


def _start(task: Task[Result], job: Job) -> tuple[Connection, _Worker]:
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = _context().Process(  # type: ignore[attr-defined]
        target=_work, args=(task, job, theirs), name=job.name, daemon=True
    )
    process.start()
    theirs.close()  # now the worker alone holds it: when it dies, we read the end of the file
    return ours, _Worker(job, process, time.monotonic())


def _receive(connection: Connection, worker: _Worker) -> Any:
    """Read what the worker says: a `Step`, its result, or a `Failure`."""
    try:
        return connection.recv()
    except (EOFError, OSError):
        worker.process.join()
        return Failure(_cause_of_death(worker.process.exitcode or 0), worker.beat)


def _cause_of_death(exit_code: int) -> str:
    if exit_code >= 0:
        return f"its process ended with code {exit_code}"
    name = signal.Signals(-exit_code).name
    return f"its process was killed by {name}" + (
        " (is there enough memory?)" if name == "SIGKILL" else ""
    )


def _work(task: Task[Result], job: Job, connection: Connection) -> None:
    """Be a worker: do one job and tell how it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    try:
        end: object = task(job, connection.send)
    except BeatError as error:
        end = Failure.of(error.__cause__ or error, error.beat)
    except Exception as error:
        end = Failure.of(error, None)
    connection.send(end)


def _die_with_parent() -> None:
    """End this process when the one that started it is gone."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    sys.stderr.flush()
    os._exit(1)
