"""What is seen of a scene: its pictures, its beats, what is wrong with it, and its draft."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from calculus.errors import LessonError
from engine.jobs.refusals import sentence
from engine.planning.request import Request
from studio.checking import Checker, Findings
from studio.model import Known
from studio.playing import Draft
from studio.resident.messages import Answer, Look, Moment, Picture, Refused, Said, Tell, Told
from studio.resident.process import Resident

_PATIENCE = 5.0  # seconds after which a picture is asked for again
_KEPT = 60  # pictures that a browser may still ask for

Listener = Callable[[str], None]
"""Hears what is new: "scenes", "scene", "values", "known", "picture", "time", "clips", "disk",
"made" or "told"."""


class Viewing:
    """Looks at one scene after the other.

    Everything here runs in the server's loop; workers are heard in threads of their own, from
    which `_soon` brings the news here.

    Args:
        room: A folder for the time being.

    Attributes:
        known: What is known of the scene.
        time: The moment that is looked at, seconds from its start.
        clips: The beats of the draft that are drawn, by number, or why one is not.
        message: What was said last to whoever works here.
    """

    def __init__(self, room: Path) -> None:
        self.known = Known()
        self.time = 0.0
        self.clips: dict[int, Path | str] = {}
        self.message = ""
        self._versions = itertools.count(1)
        self._pictures: deque[Picture] = deque(maxlen=_KEPT)
        self._looking = False  # whether a picture is being drawn
        self._since = 0.0  # when it was asked for
        self._wanted: float | None = None  # the moment to be drawn after it
        self._play: float | None = None  # from where the draft is wanted, once it can be drawn
        self._listeners: dict[object, Listener] = {}
        self._resident = Resident(partial(self._soon, self._heard))
        self._checker = Checker(partial(self._soon, self._checked))
        self._draft = Draft(room, partial(self._soon, self._drawn))
        self._loop: asyncio.AbstractEventLoop | None = None

    def close(self) -> None:
        """End all workers."""
        self._resident.close()
        self._checker.close()
        self._draft.close()

    def listen(self, key: object, listener: Listener | None) -> None:
        """Let somebody hear what is new, or no longer."""
        self._listeners.pop(key, None)
        if listener is not None:
            self._listeners[key] = listener

    def show(self, request: Request) -> None:
        """Tell a scene, or tell it anew, and look at the same place in its story."""
        beat = self.known.beat_at(self.time)
        start = self.known.beats[beat].start if self.known.beats else 0.0
        version = next(self._versions)
        self.known.renewed(version)
        self.clips, self._wanted, self._play = {}, None, None
        self._looking, self._since = True, time.monotonic()
        self._draft.close()
        self._checker.close()
        moment = Moment(beat, max(0.0, self.time - start))
        self._resident.tell(Tell(version, request, "", moment))
        self._tell("known")

    def look(self, moment: float) -> None:
        """Look at a moment; while one is drawn, only the last that was asked for is next."""
        end = self.known.beats[-1].end if self.known.beats else 0.0
        self.time = min(max(0.0, moment), end)
        if self._looking and time.monotonic() < self._since + _PATIENCE:
            self._wanted = self.time
        elif self.known.refused is None:
            self._looking, self._wanted, self._since = True, None, time.monotonic()
            found = self.known.findings.get(self.known.beat_at(self.time))
            self._resident.look(Look(self.known.version, self.time, bool(found)))
        self._tell("time")

    def picture(self, number: int) -> bytes | None:
        """Return a picture that was drawn a short while ago."""
        return next((one.png for one in self._pictures if id(one) == number), None)

    def play(self, time: float) -> None:
        """Draw the draft, beat by beat, from a moment on."""
        told = self.known.told
        self._play = time if told is None else None
        if told is not None:
            known = frozenset(beat for beat, clip in self.clips.items() if isinstance(clip, Path))
            first = self.known.beat_at(time)
            beats = len(self.known.beats)
            self._draft.draw(self.known.version, told.job, beats, first, known)

    def _soon(self, hear: Callable[..., None], *news: Any) -> None:
        """Bring news of a worker's thread into the loop."""
        if self._loop is not None and not self._loop.is_closed():
            with suppress(RuntimeError):  # it has just been closed
                self._loop.call_soon_threadsafe(hear, *news)

    def _heard(self, answer: Answer) -> None:
        if answer.version not in (self.known.version, -1):
            return
        match answer:
            case Picture():
                self.known.picture = answer
                self._pictures.append(answer)
                self._looking = False
                self.time = answer.time
                self._tell("picture")
                if self._wanted is not None:
                    self.look(self._wanted)
            case Said():
                self.known.heard(answer)
                self._tell("known")
            case Told():
                self.known.ended(answer)
                self._checker.check(answer.version, answer.job)
                self._tell("known")
                if self._play is not None:
                    self.play(self._play)
            case Refused():
                self.known.refused = answer
                self._looking = False
                if self.known.is_anothers:
                    self.known.picture = None
                self._tell("known")

    def _checked(self, version: int, findings: Findings, is_all: bool) -> None:
        if version == self.known.version:
            self.known.findings, self.known.is_checked = findings, is_all
            self._tell("known")
            if findings.get(self.known.beat_at(self.time)):
                self.look(self.time)  # once more, to see what is meant

    def _drawn(self, version: int, beat: int, clip: Path | str) -> None:
        if version == self.known.version:
            self.clips[beat] = clip
            self._tell("clips")
            if isinstance(clip, str):
                self.say(f"Beat {beat + 1} cannot be drawn: {clip}")

    # Who hears of it.

    def _tell(self, what: str) -> None:
        for listener in [*self._listeners.values()]:
            listener(what)

    def say(self, message: str) -> None:
        """Say something to whoever works here."""
        self.message = message
        self._tell("told")

    def _told_mistakes(self) -> _Told:
        return _Told(self.say)


class _Told:
    """Says what went wrong rather than raising it."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> bool:
        if isinstance(error, LessonError | OSError):
            self.say(sentence(error))
            return True
        return False
