"""The draft, drawn beat by beat: the one that is looked at first, then those that follow."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from engine import tasks
from engine.jobs.job import DrawingResult, Job, Outcome
from engine.workers import worker

_LIMIT = 120.0  # seconds for a beat


class Draft:
    """Draws the beats of one version of a scene after the other.

    Args:
        room: A folder for the videos.
        heard: Gets the version, the beat and its video, or why there is none, in a thread.
    """

    def __init__(self, room: Path, heard: Callable[[int, int, Path | str], None]) -> None:
        self._room = room
        self._heard = heard
        self._stop = threading.Event()

    def draw(self, version: int, job: Job, beats: int, first: int, known: frozenset[int]) -> None:
        """Draw beats, from one on.

        Args:
            version: Which scene it is.
            job: The scene.
            beats: How many it has.
            first: Where somebody begins to look.
            known: The beats that are drawn already.
        """
        self.close()
        stop = self._stop = threading.Event()
        nearest = [*range(first, beats), *range(first - 1, -1, -1)]
        wanted = [beat for beat in nearest if beat not in known]

        def work() -> None:
            for beat in wanted:
                outcome: Outcome[DrawingResult] = worker.perform(
                    tasks.Draw(), replace(job, beat=beat), self._room, _LIMIT, _unheard, stop
                )
                if stop.is_set():
                    return
                match outcome.end:
                    case DrawingResult(folder=folder, video=video):
                        self._heard(version, beat, folder / video)
                    case failure:
                        self._heard(version, beat, failure.reason)
                        return

        threading.Thread(target=work, daemon=True).start()

    def close(self) -> None:
        """Stop drawing."""
        self._stop.set()


def _unheard(_: object) -> None:
    """Nobody counts the frames of a beat."""
