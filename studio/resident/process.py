"""The resident process, seen from the server: it is asked, answers, and is replaced if it dies."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from engine.jobs.job import Failure
from engine.workers import worker
from studio.resident.messages import Answer, Look, Refused, Tell, Told

LIMIT = 60.0
"""Seconds in which a scene has been told, or it is given up."""

_TRIES = 3  # to tell a scene, if the process dies: what it is forked from may have, too
_PATIENCE = 5.0  # seconds until one is replaced that goes on with a scene nobody asks for any more
_GLANCE = 0.2  # seconds until somebody sees that a process is late


class Resident:
    """Keeps one process that tells scenes and draws moments of them.

    Args:
        heard: Gets every answer, in a thread of its own.
        limit: Seconds in which a scene has been told.
    """

    def __init__(self, heard: Callable[[Answer], None], limit: float = LIMIT) -> None:
        self._heard = heard
        self._limit = limit
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._stop = threading.Event()
        self._asked: Tell | None = None  # what it is telling
        self._since = 0.0
        self._tries = 0  # how often
        self._is_busy = False  # whether it may still be telling what was asked before

    def tell(self, asked: Tell) -> None:
        """Ask for a scene; what was asked before is let go."""
        with self._lock:
            self._is_busy = self._asked is not None
            self._asked, self._since, self._tries = asked, time.monotonic(), 1
            self._send(asked)

    def look(self, asked: Look) -> None:
        """Ask for a moment of the scene that was asked for last."""
        with self._lock:
            if self._connection is not None:
                self._send(asked)

    def renew(self) -> None:
        """End the process, since what it has loaded has changed; the next scene gets another."""
        with self._lock:
            self._end()

    close = renew

    def _send(self, asked: Tell | Look) -> None:
        if self._connection is None:
            self._start()
        assert self._connection is not None
        with suppress(OSError):  # it has just died, which is told as such
            self._connection.send(asked)

    def _start(self) -> None:
        ours, theirs = Pipe()
        self._connection, self._stop = ours, threading.Event()
        self._keeper(ours, theirs, self._stop)

    def _end(self) -> None:
        self._stop.set()
        self._connection, self._asked = None, None

    def _keeper(self, ours: Connection, theirs: Connection, stop: threading.Event) -> None:
        ended: list[Failure] = []

        def keep() -> None:
            end = worker.ask(partial(_serve, theirs), None, stop)
            ended.append(end if isinstance(end, Failure) else Failure("it ended", None))
            theirs.close()  # which those who listen hear

        def listen() -> None:
            while not stop.is_set():
                self._replace_if_busy(ours)
                self._end_if_late(ours)
                try:
                    if ours.poll(_GLANCE):
                        self._take(ours.recv())
                except (EOFError, OSError):
                    break
            if not stop.is_set():
                self._died(ours, ended)
            ours.close()

        threading.Thread(target=keep, daemon=True).start()
        threading.Thread(target=listen, daemon=True).start()

    def _take(self, answer: Answer) -> None:
        with self._lock:
            if self._asked is not None and self._asked.version == answer.version:
                self._is_busy = False
                if isinstance(answer, Told | Refused):
                    self._asked = None
        self._heard(answer)

    def _replace_if_busy(self, ours: Connection) -> None:
        """Ask another process if one does not let go of what it was asked before."""
        with self._lock:
            asked = self._asked
            late = self._is_busy and time.monotonic() > self._since + _PATIENCE
            if asked is not None and late and self._connection is ours:
                self._end()
                self._asked, self._since, self._is_busy = asked, time.monotonic(), False
                self._send(asked)

    def _end_if_late(self, ours: Connection) -> None:
        with self._lock:
            asked = self._asked
            late = asked is not None and time.monotonic() > self._since + self._limit
            if not late or self._connection is not ours:
                return
            self._end()
        assert asked is not None
        reason = f"it took longer than {self._limit:g} s to tell the scene: does it ever end?"
        self._heard(Refused(asked.version, reason))

    def _died(self, ours: Connection, ended: list[Failure]) -> None:
        deadline = time.monotonic() + 1
        while not ended and time.monotonic() < deadline:
            time.sleep(0.01)
        with self._lock:
            if self._connection is not ours:
                return
            asked, self._connection, self._asked = self._asked, None, None
            if asked is not None and self._tries < _TRIES:  # it may have died before it was asked
                self._tries += 1
                self._asked, self._since = asked, time.monotonic()
                self._send(asked)
                return
        reason = ended[0].reason if ended else "its process ended"
        self._heard(Refused(-1 if asked is None else asked.version, reason))


def _serve(connection: Connection) -> None:
    from studio.resident import telling  # it needs Manim

    telling.serve(connection)
