"""What happens on the other machines of a cluster: in its workers, and in its scheduler.

These functions are called there by name, so the project has to be installed there.
"""

from __future__ import annotations

import hashlib
import pickle
import tempfile
import threading
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import distributed

from engine.cluster.parcel import Delivery, Parcel
from engine.jobs import keys
from engine.jobs.job import Progress
from engine.workers.worker import perform

TOPIC = "lessons"  # where workers tell how far they are; one for all, so that none is left over

Crew = dict[str, tuple[int, list[str]]]
"""Threads and resources of workers, by their addresses."""


def resource() -> str:
    """Return what a worker says it has, and a job says it needs: this very program.

    So the scheduler itself sees to it that no job goes to a worker with other sources or other
    packages, also when such a worker comes later.
    """
    program = keys.of_program() + version("distributed")
    return "lessons-" + hashlib.sha256(program.encode()).hexdigest()[:16]


def versions() -> dict[str, str]:
    """Return what a worker's program consists of: versions of packages, by their names."""
    return {**dict(keys.versions()), "distributed": version("distributed"), "lessons": resource()}


def crew(dask_scheduler: Any) -> Crew:
    """Return who works for a scheduler.

    Args:
        dask_scheduler: The scheduler; Dask passes it by this name.
    """
    return {
        address: (worker.nthreads, list(worker.resources))
        for address, worker in dask_scheduler.workers.items()
    }


def carry_out(packed: bytes) -> bytes:
    """Do what a parcel asks for, in a process of its own, and return the delivery, packed.

    Args:
        packed: A `Parcel`.

    Raises:
        Reschedule: This worker is about to end; another one has to do it.
        OSError: There is no room for the files.
    """
    parcel: Parcel = pickle.loads(packed)
    worker = distributed.get_worker()
    unwanted = _Unwanted(worker, worker.get_current_task())

    def tell(progress: Progress) -> None:
        message = {"ticket": parcel.ticket, "frames": progress.frames, "beat": progress.beat}
        worker.log_event(TOPIC, message)

    # Dask removes its worker's folder at the end, and those of killed workers at the next start.
    with tempfile.TemporaryDirectory(dir=worker.local_directory, ignore_cleanup_errors=True) as it:
        home, scratch = Path(it) / "lesson", Path(it) / "scratch"
        home.mkdir()
        scratch.mkdir()
        job = replace(parcel.job, lesson=parcel.sources.write(home))
        outcome = perform(parcel.task, job, scratch, parcel.timeout, tell, unwanted)
        if unwanted.is_ending:
            raise distributed.Reschedule
        return Delivery.of(outcome).packed()


class _Unwanted(threading.Event):
    """Is set once nobody waits for a job here: it was taken back, or the worker ends.

    Dask cannot interrupt what a thread does, but the worker knows that it should. It also knows
    when the program that asked for the job has gone.

    Args:
        worker: The Dask worker.
        key: What the job is called there.
    """

    def __init__(self, worker: Any, key: Any) -> None:
        super().__init__()
        self._worker = worker
        self._key = key

    @property
    def is_ending(self) -> bool:
        """Whether the worker ends."""
        return self._worker.status.name in ("closing", "closed", "failed")

    def is_set(self) -> bool:
        """Whether the job should be stopped."""
        task = self._worker.state.tasks.get(self._key)
        return self.is_ending or task is None or task.state == "cancelled"
