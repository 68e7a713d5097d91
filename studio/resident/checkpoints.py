"""Copies of a process in the middle of a story, from which the story goes on when it is asked.

A copy is a fork: it shares the memory of the process it was made from, and sleeps. Asked for a
moment, it makes a copy of itself, which tells on from there to that moment and ends. Where
processes cannot be forked there are no checkpoints, and a moment is told from the beginning.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from studio.resident.messages import Look

CAN_FORK = hasattr(os, "fork")


@dataclass(frozen=True)
class Checkpoint:
    """One such copy.

    Attributes:
        time: Seconds from the start of the scene.
        connection: Takes what is asked, and gives what comes of it.
        process: Its number.
    """

    time: float
    connection: Connection
    process: int

    def end(self) -> None:
        """Let it end, which takes some milliseconds; `reap` waits for that."""
        self.connection.close()
        with suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)


def reap() -> None:
    """Wait for copies that have been ended, which else stay in the system's table."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


@dataclass(frozen=True)
class Copy:
    """What a copy of a copy is told.

    Attributes:
        asked: The moment.
        connection: Takes the answer.
    """

    asked: Look
    connection: Connection


def checkpoint(time: float, others: Sequence[Checkpoint], limit: int) -> Checkpoint | Copy:
    """Make a copy of this process.

    Args:
        time: Seconds from the start of the scene.
        others: The copies made before, which are none of its business.
        limit: Seconds in which a copy has answered, or else is ended by the system.

    Returns:
        The copy, in the process that makes it; in each copy of the copy, what was asked of it.
    """
    ours, theirs = Pipe()
    process = os.fork()
    if process:
        theirs.close()
        return Checkpoint(time, ours, process)
    ours.close()
    for other in others:
        other.connection.close()
    while True:
        try:
            asked = theirs.recv()
        except (EOFError, OSError):
            os._exit(0)
        copy = os.fork()
        if not copy:
            signal.alarm(limit)
            return Copy(asked, theirs)
        os.waitpid(copy, 0)
