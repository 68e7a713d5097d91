"""Who works for a Dask scheduler, and who of them may: those with the same program as ours."""

from __future__ import annotations

import logging
import threading
import time
from types import ModuleType
from typing import TYPE_CHECKING, Any

from calculus.errors import LessonFileError

if TYPE_CHECKING:
    from engine.cluster.remote import Crew

REACH = 10  # seconds until a scheduler counts as out of reach
ABSENCE = 60  # seconds without any worker until jobs are given up
_ARRIVAL = 5  # seconds in which the first worker may come
_LOOK = 10.0  # seconds between looks at who works; the scheduler logs each
_GLANCE = 0.2  # seconds between looks whether the first worker has come


def dask_for(thing: str, address: str) -> ModuleType:
    """Return Dask's part for many machines, kept from writing to the terminal.

    Args:
        thing: What needs it, and was given an address.
        address: The address of a scheduler.

    Raises:
        LessonFileError: It isn't installed, or that isn't an address.
    """
    try:
        import distributed
        from distributed.comm.addressing import get_address_host_port
    except ImportError:
        rule = "needs the package distributed"
        raise LessonFileError(thing, rule, "none", "pip install -e '.[cluster]'") from None
    try:
        get_address_host_port(address)
    except ValueError:  # else a client that never began would complain of that at the end
        raise unreachable(thing, address) from None
    for name in ("distributed", *logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    module: ModuleType = distributed
    return module


def unreachable(thing: str, address: str) -> LessonFileError:
    """Say that no scheduler answers.

    Args:
        thing: Where the address was given.
        address: The address.
    """
    rule = f"is the address of a Dask scheduler that answers within {REACH} s"
    return LessonFileError(thing, rule, address, "dask scheduler, and the address it prints")


def admit(client: Any, address: str) -> int:
    """Return how many scenes the workers do at a time, once the first one is there.

    Args:
        client: Is connected with the scheduler.
        address: The scheduler's.

    Raises:
        LessonFileError: There are no workers, or one of them runs another program.
    """
    start = f"python render.py worker {address}"
    patience = time.monotonic() + _ARRIVAL
    while not (crew := _crew(client)):
        if time.monotonic() > patience:
            raise LessonFileError("--cluster", "has workers", f"none at {address}", start)
        time.sleep(_GLANCE)
    fit = _fit(crew)
    unfit = [worker for worker in crew if worker not in fit]
    if unfit:
        raise _refusal(client, unfit[0], start)
    return sum(crew[worker][0] for worker in fit)


class Lookout:
    """Knows whether anybody is left who may take a job.

    A thread looks now and then. Nobody waits for it, because a scheduler that is out of reach
    lets it wait for long.

    Args:
        client: Is connected with the scheduler.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._seen = time.monotonic()
        self._ended = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def is_deserted(self) -> bool:
        """Whether nobody has been there for `ABSENCE` seconds."""
        return time.monotonic() - self._seen > ABSENCE

    def end(self) -> None:
        """Stop looking."""
        self._ended.set()

    def _watch(self) -> None:
        while not self._ended.wait(_LOOK):
            try:
                if _fit(_crew(self._client)):
                    self._seen = time.monotonic()
            except Exception:  # no answer, for whatever reason: then nobody is seen
                continue


def _crew(client: Any) -> Crew:
    from engine.cluster import remote

    try:
        crew: Crew = client.run_on_scheduler(remote.crew)
    except (ImportError, AttributeError) as error:
        rule, remedy = "has this project installed", "dask scheduler, in this environment"
        raise LessonFileError("the scheduler", rule, str(error), remedy) from None
    return crew


def _fit(crew: Crew) -> list[str]:
    """Return the workers that run this very program."""
    from engine.cluster import remote

    return [worker for worker, (_, resources) in crew.items() if remote.resource() in resources]


def _refusal(client: Any, worker: str, start: str) -> LessonFileError:
    """Say what is wrong with a worker.

    Args:
        client: Is connected with the scheduler.
        worker: The worker's address.
        start: The command that starts a right one.
    """
    from engine.cluster import remote

    thing, here = f"worker {worker}", remote.versions()
    there = client.run(remote.versions, workers=[worker], on_error="return").get(worker)
    if not isinstance(there, dict):
        return LessonFileError(thing, "has this project installed", str(there), start)
    if there == here:
        return LessonFileError(thing, "is started by render.py", "a plain Dask worker", start)
    names = [name for name in here if there.get(name) != here[name] and name != "lessons"]
    got = ", ".join(f"{name} {there.get(name, 'none')}, not {here[name]}" for name in names)
    rule = "runs the same sources and packages as this machine"
    remedy = "git pull and pip install -e '.[cluster]' there, then start it again"
    return LessonFileError(thing, rule, got or "other sources of the project", remedy)
