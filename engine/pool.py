"""Runs work side by side in processes, and survives whatever happens to them."""

from __future__ import annotations

import multiprocessing
import multiprocessing.forkserver
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from typing import Any, Protocol, TypeVar

from engine.job import BeatError, Failure, Job, Outcome, Report, Step

Result = TypeVar("Result")

# The process that workers are forked from imports this, and with it Manim, which takes
# a second or two; so no worker has to, and neither has the program that starts them.
_PRELOADED = "engine.telling"


class Watcher(Protocol):
    """Follows what happens to jobs."""

    def started(self, job: Job) -> None:
        """A worker took the job up."""

    def advanced(self, job: Job, step: Step) -> None:
        """The worker came further."""

    def finished(self, outcome: Outcome[Any]) -> None:
        """The job ended, well or badly."""


class Stopped(KeyboardInterrupt):
    """Somebody wants the program to end: Ctrl-C, or a signal to the same effect.

    Attributes:
        signal: Which signal it was.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.signal = number


def default_jobs() -> int:
    """Return how many workers keep this machine busy: one for each core we may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def warm_up() -> None:
    """Start the process that workers are forked from, in the background."""
    context = _context()
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload([_PRELOADED])
        # Ctrl-C reaches every process of a terminal, but here one decides what it means.
        previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            multiprocessing.forkserver.ensure_running()
        finally:
            signal.signal(signal.SIGINT, previous)


def call(work: Callable[[], Result]) -> Result | Failure:
    """Run a function in a worker and return its result.

    Args:
        work: A function of a module, or a partial of one, so that a worker can import it.
    """
    worker = _Worker(partial(_unreported, work))
    try:
        end: Result | Failure = worker.receive()
    finally:
        worker.kill()
    return end


def run(
    task: Callable[[Job, Report], Result], jobs: Sequence[Job], at_most: int, watcher: Watcher
) -> list[Outcome[Result]]:
    """Run a task for every job, each in a process of its own.

    A job that fails, or whose process is killed, doesn't disturb the others. When this
    function is left early, all workers are killed before it returns.

    Args:
        task: A function of a module, or a partial of one, so that a worker can import it.
        jobs: The first ones start first.
        at_most: How many run at a time.
        watcher: Hears of everything that happens.

    Returns:
        An outcome for each job, in the order of `jobs`.
    """
    waiting = deque(jobs)
    running: dict[Job, _Worker] = {}
    outcomes: dict[Job, Outcome[Result]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < at_most:
                job = waiting.popleft()
                running[job] = _Worker(partial(task, job))
                watcher.started(job)
            ready = wait([worker.connection for worker in running.values()])
            for job, worker in list(running.items()):
                if worker.connection not in ready:
                    continue
                match worker.receive():
                    case Step() as step:
                        worker.beat = step.beat
                        watcher.advanced(job, step)
                    case end:
                        running.pop(job).process.join()
                        outcomes[job] = Outcome(job, end, time.monotonic() - worker.began)
                        watcher.finished(outcomes[job])
    finally:
        for worker in running.values():
            worker.kill()
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


class _Worker:
    """A process that does one piece of work, seen from outside.

    Attributes:
        beat: The beat it was in when it last reported.
    """

    def __init__(self, work: Callable[[Report], object]) -> None:
        self.connection, theirs = multiprocessing.Pipe(duplex=False)
        self.began = time.monotonic()
        self.beat: int | None = None
        self.process = _context().Process(  # type: ignore[attr-defined]
            target=_work, args=(work, theirs), daemon=True
        )
        self.process.start()
        theirs.close()  # now the worker alone holds it: when it dies, we read the end

    def receive(self) -> Any:
        """Read what the worker says next: a `Step`, its result, or a `Failure`."""
        try:
            return self.connection.recv()
        except (EOFError, OSError):
            self.process.join()
            return Failure(_cause_of_death(self.process.exitcode), self.beat)

    def kill(self) -> None:
        """End the process at once, whatever it is doing."""
        self.process.kill()
        self.process.join()


def _cause_of_death(exit_code: int) -> str:
    if exit_code >= 0:
        return f"its process ended with code {exit_code}"
    name = signal.Signals(-exit_code).name
    doubt = " (is there enough memory?)" if name == "SIGKILL" else ""
    return f"its process was killed by {name}{doubt}"


def _context() -> BaseContext:
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")


def _work(work: Callable[[Report], object], connection: Connection) -> None:
    """Be a worker: do one piece of work and tell how it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    try:
        end = work(connection.send)
    except BeatError as error:
        end = Failure.of(error.__cause__ or error, error.beat)
    except Exception as error:
        end = Failure.of(error, None)
    connection.send(end)


def _unreported(work: Callable[[], Result], _: Report) -> Result:
    return work()


def _die_with_parent() -> None:
    """End this process when the one that started it is gone."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
