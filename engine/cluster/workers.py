"""Renders on many machines, with a Dask scheduler that hands the scenes out.

The pool is the usual one. Only its executor differs: instead of a process of this machine, a
worker somewhere is asked, and what it sends back is written here.
"""

from __future__ import annotations

import asyncio
import pickle
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

from calculus.errors import LessonFileError
from engine.cluster import parcel
from engine.cluster.crew import ABSENCE, REACH, Lookout, admit, dask_for, unreachable
from engine.cluster.parcel import Delivery, Parcel, Sources
from engine.jobs.job import Failure, Job, Outcome, Progress, Report, Task
from engine.jobs.lessons import LessonFile
from engine.tasks import Join
from engine.workers.pool import Pool
from engine.workers.worker import ask, perform

_GLANCE = 0.2  # seconds until a job is taken back that nobody needs any more
_PARTING = 5  # seconds for saying goodbye
_RETRIES = 2  # how often a job is repeated that a worker couldn't even begin or send back


@contextmanager
def workers(
    address: str,
    scratch: Path,
    timeout: float | None = None,
    superseded: threading.Event | None = None,
) -> Iterator[Pool]:
    """Open a pool of the workers of a Dask scheduler.

    Args:
        address: Where the scheduler is, such as tcp://10.0.0.1:8786.
        scratch: A folder for the time being, for what comes back.
        timeout: Seconds a task may take, or None.
        superseded: Once set, the pool raises `engine.workers.pool.Superseded`.

    Raises:
        LessonFileError: The scheduler can't be reached, nobody works for it, or a worker runs
            another program than this machine.
    """
    distributed = dask_for("--cluster", address)
    with warnings.catch_warnings():
        # Dask warns of versions that differ; we refuse them, in our own words.
        warnings.simplefilter("ignore")
        client = _connected(distributed, address)
        try:
            size = admit(client, address)
            with (
                _Remote(client, size) as executor,
                Pool(executor, size, scratch, timeout, superseded) as pool,
            ):
                yield pool
        finally:
            with suppress(OSError):  # too late: the scheduler has gone
                client.close(timeout=_PARTING)


def _connected(distributed: ModuleType, address: str) -> Any:
    # A client that never began can't be closed; left alone it would try to, and complain.
    client_class = type("Client", (distributed.Client,), {"__del__": lambda _: None})
    try:
        return client_class(address, timeout=REACH, set_as_default=False)
    except TypeError as error:  # what Dask's versions say to each other has changed
        rule = f"runs Dask {distributed.__version__} like this machine, and has the same TLS"
        remedy = "dask scheduler, in this environment"
        raise LessonFileError("the scheduler", rule, str(error), remedy) from None
    except (OSError, ValueError, RuntimeError):
        raise unreachable("--cluster", address) from None


class _Remote(ThreadPoolExecutor):
    """Lets workers of a cluster carry tasks out, each watched by a thread of this process.

    Args:
        client: Is connected with the scheduler.
        size: How many tasks the workers do at a time.
    """

    def __init__(self, client: Any, size: int) -> None:
        from engine.cluster import remote

        super().__init__(size)
        self._client = client
        self._carry_out = remote.carry_out
        self._lookout = Lookout(client)
        self._far = client.get_executor(
            pure=False, retries=_RETRIES, resources={remote.resource(): 1}
        )
        self._sources: dict[LessonFile, Sources] = {}
        self._collecting = threading.Lock()
        self._listeners: dict[str, Report] = {}
        self._telling = threading.Lock()
        client.subscribe_topic(remote.TOPIC, self._hear)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Let a worker do what `perform` would do here, with its arguments."""
        assert fn is perform
        return super().submit(self._perform, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more tasks."""
        self._lookout.end()
        super().shutdown(wait, cancel_futures=cancel_futures)

    def _perform(
        self,
        task: Task[Any],
        job: Job,
        scratch: Path,
        timeout: float | None,
        tell: Report,
        cancelled: threading.Event,
    ) -> Outcome[Any]:
        if isinstance(task, Join):
            return perform(task, job, scratch, timeout, tell, cancelled)
        began = time.monotonic()
        ticket = uuid4().hex
        packed = Parcel(ticket, task, job, self._sources_of(job.lesson), timeout).packed()
        self._listeners[ticket] = tell
        try:
            came = self._awaited(self._far.submit(self._carry_out, packed), cancelled)
        finally:
            with self._telling:  # after the end of a job nothing more is heard of it
                del self._listeners[ticket]
        if isinstance(came, Failure):
            return Outcome(job, came, time.monotonic() - began)
        delivery: Delivery = pickle.loads(came)
        return delivery.unpacked(job, scratch)

    def _awaited(self, future: Future[bytes], cancelled: threading.Event) -> bytes | Failure:
        """Wait for a delivery, or say why there will be none."""
        while not wait([future], _GLANCE).done:
            if cancelled.is_set():
                future.cancel()
                return Failure("it was stopped", None)
            if self._lookout.is_deserted():
                future.cancel()
                return Failure(f"no worker has been there for {ABSENCE} s", None)
        if future.cancelled():
            return Failure("the connection to the scheduler was lost", None)
        error = future.exception()
        if type(error).__name__ == "KilledWorker":
            reason = "every worker that took it up was lost (is there enough memory?)"
            return Failure(reason, None, str(error))
        return future.result()

    def _sources_of(self, lesson: LessonFile) -> Sources:
        """Return the files of a lesson, which a process of its own finds, once."""
        with self._collecting:
            if lesson not in self._sources:
                found = ask(partial(parcel.collect, lesson))
                if isinstance(found, Failure):
                    raise RuntimeError(found.details or found.reason)
                self._sources[lesson] = found
            return self._sources[lesson]

    def _hear(self, event: tuple[float, dict[str, Any]]) -> None:
        """Pass on how far a worker is; it may be one that works for somebody else."""
        _, message = event
        with self._telling:
            tell = self._listeners.get(message["ticket"])
            if tell is not None:
                tell(Progress(message["frames"], message["beat"]))


def serve(address: str, jobs: int) -> None:
    """Work for whoever renders with this scheduler, until the program is stopped.

    Args:
        address: Where the scheduler is.
        jobs: How many scenes at a time.

    Raises:
        LessonFileError: The scheduler can't be reached.
        ConnectionError: The scheduler has gone.
    """
    distributed = dask_for("ADDRESS", address)
    stop = threading.Event()
    # Dask's loop has a thread of its own, so that a signal interrupts nothing halfway in there.
    with ThreadPoolExecutor(1) as thread:
        future = thread.submit(_work, distributed, address, jobs, stop)
        try:
            while not wait([future], _GLANCE).done:
                continue
        finally:
            stop.set()
        future.result()
    raise ConnectionError(f"the scheduler at {address} has ended, or has sent this worker away")


def _work(distributed: ModuleType, address: str, jobs: int, stop: threading.Event) -> None:
    """Run a Dask worker until it has to stop."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        asyncio.run(_worker(distributed, address, jobs, stop))


async def _worker(distributed: ModuleType, address: str, jobs: int, stop: threading.Event) -> None:
    import dask

    from engine.cluster import remote

    # Nobody looks at a profile of threads that only wait for processes.
    dask.config.set({"distributed.worker.profile.enabled": False})
    try:
        # There is no nanny: her worker would be a daemon, and may not start processes.
        worker = distributed.Worker(
            address, nthreads=jobs, resources={remote.resource(): jobs}, death_timeout=REACH
        )
        await worker
    except (OSError, ValueError, TypeError, RuntimeError):
        raise unreachable("ADDRESS", address) from None
    print(f"Working for {address}; scenes at a time: {jobs}. Ctrl-C ends it.", flush=True)
    while not stop.is_set() and worker.status.name not in ("closing", "closed", "failed"):
        await asyncio.sleep(_GLANCE)
    await worker.close(timeout=_PARTING, executor_wait=False, reason="stopped")
