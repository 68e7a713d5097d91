"""A process that does one piece of work, seen from outside and from inside."""

from __future__ import annotations

import multiprocessing
import multiprocessing.forkserver
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from calculus.errors import LessonError
from engine.jobs import refusals
from engine.jobs.job import BeatError, Failure, Job, Outcome, Progress, Report, Task

Result = TypeVar("Result")

# The process that workers are forked from imports this, and with it Manim, which takes
# a second or two; so no worker has to, and neither has the program that starts them.
DRAWING = "engine.telling.scene"
SETTLED = "engine.workers.settled"  # and this last
_GLANCE = 0.1  # seconds until a worker is stopped that nobody needs any more

# Starting a process, and finding one ended, change a list that `multiprocessing` keeps.
_bookkeeping = threading.Lock()


def warm_up(*modules: str) -> None:
    """Start the process that workers are forked from, in the background.

    Other threads than the first find it started, or have it started by their first worker.

    Args:
        modules: What it imports, so that no worker has to; by default what draws.
    """
    context = _context()
    is_first = threading.current_thread() is threading.main_thread()  # which alone hears signals
    if is_first and context.get_start_method() == "forkserver":
        context.set_forkserver_preload([*(modules or [DRAWING]), SETTLED])
        with _uninterrupted():
            multiprocessing.forkserver.ensure_running()


def ask(
    work: Callable[[], Result],
    timeout: float | None = None,
    cancelled: threading.Event | None = None,
) -> Result | Failure:
    """Run a function in a worker and return its result, or why there is none.

    Args:
        work: A function of a module, or a partial of one, so that a worker can import it.
        timeout: Seconds until it is given up.
        cancelled: Once set, the worker is killed.

    Raises:
        LessonError: A mistake that the function found.
    """
    never = threading.Event()
    end: Result | LessonError | Failure = _watched(
        partial(_unreported, work), timeout, lambda progress: None, cancelled or never
    )
    if isinstance(end, LessonError):
        raise end
    return end


def perform(
    task: Task[Result],
    job: Job,
    scratch: Path,
    timeout: float | None,
    tell: Report,
    cancelled: threading.Event,
) -> Outcome[Result]:
    """Run a task for a job in a process of its own, and wait for it.

    Args:
        task: A function of a module, or a partial of one, so that a worker can import it.
        job: What it is about.
        scratch: A folder for the time being.
        timeout: Seconds until the process is killed.
        tell: Hears how far it has come.
        cancelled: Once set, the process is killed.

    Returns:
        What came of it; every way to fail is in there.
    """
    began = time.monotonic()
    end: Any = _watched(partial(task, job, scratch), timeout, tell, cancelled)
    return Outcome(job, end, time.monotonic() - began)


def _watched(
    work: Callable[[Report], object],
    timeout: float | None,
    tell: Report,
    cancelled: threading.Event,
) -> Any:
    """Do some work in a process and return its result, or a `Failure`."""
    connection, theirs = multiprocessing.Pipe(duplex=False)
    try:
        with _bookkeeping, _unnamed():
            process = _context().Process(  # type: ignore[attr-defined]
                target=_work, args=(work, theirs), daemon=True
            )
            process.start()
    except (EOFError, OSError) as error:
        # What workers are forked from was killed; for the next worker it is started anew.
        connection.close()
        return Failure(refusals.reason(error) or "its process could not be started", None)
    finally:
        theirs.close()  # now the worker alone holds it: when it dies, we read the end
    patience = time.monotonic() + timeout if timeout else float("inf")
    beat: int | None = None
    try:
        while not cancelled.is_set():
            left = patience - time.monotonic()
            if left <= 0:
                return Failure(f"it took longer than {timeout:g} s (see --timeout)", beat)
            if not connection.poll(min(left, _GLANCE)):
                continue
            match connection.recv():
                case Progress() as progress:
                    beat = progress.beat
                    tell(progress)
                case end:
                    return end
        return Failure("it was stopped", beat)
    except (EOFError, OSError):
        with _bookkeeping:
            process.join()
        return Failure(_cause_of_death(process.exitcode), beat)
    finally:
        with _bookkeeping:
            process.kill()
            process.join()
        connection.close()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let the processes that are started now ignore Ctrl-C.

    It reaches every process of a terminal, but here one decides what it means. Only a main thread
    can do that; where notebooks run in others, nobody has a terminal for them.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)


@contextmanager
def _unnamed() -> Iterator[None]:
    """Hide the program's own file from a new process, which would run it again.

    A worker needs nothing of it: it may be a notebook, or a script that asks for a scene at once.
    """
    program = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = program


def _cause_of_death(exit_code: int) -> str:
    if exit_code >= 0:
        return f"its process ended with code {exit_code}"
    name = signal.Signals(-exit_code).name
    doubt = " (is there enough memory?)" if name == "SIGKILL" else ""
    return f"its process was killed by {name}{doubt}"


def _context() -> BaseContext:
    methods = multiprocessing.get_all_start_methods()
    return multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")


# What happens in the process itself.


def _work(work: Callable[[Report], object], connection: Connection) -> None:
    """Do one piece of work and tell how it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    try:
        end = work(connection.send)
    except BeatError as error:
        end = Failure.of(error.__cause__ or error, error.beat, error.where)
    except Exception as error:
        end = Failure.of(error, None)
    connection.send(end)


def _unreported(work: Callable[[], Result], _: Report) -> Result | LessonError:
    try:
        return work()
    except LessonError as error:
        return error


def _die_with_parent() -> None:
    """End this process when the one that started it is gone.

    A scene that is busy in C, with a regular expression say, lets no other thread run, and so not
    this one; therefore the system is asked to end the process, where it can: it sends SIGIO as
    soon as the pipe from the parent closes, and nobody handles that.
    """
    parent = multiprocessing.parent_process()
    assert parent is not None
    if sys.platform == "linux":
        import fcntl  # which there is not everywhere

        fcntl.fcntl(parent.sentinel, fcntl.F_SETOWN, os.getpid())
        flags = fcntl.fcntl(parent.sentinel, fcntl.F_GETFL)
        fcntl.fcntl(parent.sentinel, fcntl.F_SETFL, flags | os.O_ASYNC)
    parent.join()
    os._exit(1)
