"""What happens in the resident process: it tells scenes, and draws moments of them."""

from __future__ import annotations

import gc
import os
import tempfile
import time
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from calculus.errors import LessonError
from engine.jobs.job import BeatError, Failure, Job
from engine.planning import plan
from engine.telling.scene import tell
from scenes.base import LessonScene
from studio.resident import drawing, readings
from studio.resident.checkpoints import CAN_FORK, Checkpoint, checkpoint, reap
from studio.resident.messages import Answer, Look, Moment, Refused, Said, Tell, Told
from studio.resident.refusals import refused
from studio.resident.renderer import PassingRenderer

LIMIT = 60
"""Seconds that telling a scene, or going on to a moment of it, may take."""

_COPIES = 4  # checkpoints of a story, each of which takes some 30 MB
_PAUSE = 0.1  # seconds in which another change may follow; then the story is told for checkpoints
_KEPT = 6  # scenes that may lie about while one follows the other


class _Superseded(BaseException):
    """Another scene is asked for; no story catches it."""


class _Enough(BaseException):
    """All is known that this telling is for."""


def serve(connection: Connection) -> None:
    """Answer what is asked until nobody is there any more.

    Args:
        connection: Brings `Tell` and `Look`, and takes all kinds of `Answer`.
    """
    gc.collect()
    gc.freeze()
    gc.disable()  # it would look through all of Manim, again and again
    with tempfile.TemporaryDirectory() as scratch, suppress(EOFError, OSError):
        resident = _Resident(connection, Path(scratch))
        while True:
            resident.work()


class _Resident:
    """Holds one scene.

    Args:
        connection: See `serve`.
        scratch: A folder for the time being.
    """

    def __init__(self, connection: Connection, scratch: Path) -> None:
        self._connection = connection
        self._scratch = scratch
        self._asked: Tell | None = None  # what is to be told next
        self._looks: list[Look] = []  # moments to be drawn
        self._first: Moment | None = None  # the one before all others
        self._version = -1
        self._job: Job | None = None
        self._checkpoints: list[Checkpoint] = []
        self._is_new = False  # whether a story is told for the first time
        self._course: list[tuple[float, float]] = []  # seconds of this process, and of the story
        self._marks: list[float] = []  # seconds of the story at which checkpoints are to be made
        self._is_copy = False
        self._told = 0

    def work(self) -> None:
        """Wait for something to do, and do it."""
        while self._asked is None and not self._looks:
            self._listen(None)
        with suppress(_Superseded):
            if self._asked is not None:
                self._tell(self._asked)
            elif self._job is not None:
                self._again(self._job)

    # What is asked.

    def _listen(self, patience: float | None) -> None:
        """Take what is asked, and pass on what copies answer, as long as there is any."""
        while ready := wait(self._sources(), patience):
            for source in ready:
                if source is self._connection:
                    self._take(self._connection.recv())
                else:
                    self._pass_on(source)
            patience = 0

    def _sources(self) -> list[Connection]:
        return [self._connection, *(one.connection for one in self._checkpoints)]

    def _take(self, asked: Tell | Look) -> None:
        match asked:
            case Tell():
                self._asked, self._looks = asked, []
            case Look(version, time) if version == self._version and self._is_open:
                before = [one for one in self._checkpoints if one.time <= time]
                if before:
                    before[-1].connection.send(asked)
                else:
                    self._looks = [asked]

    @property
    def _is_open(self) -> bool:
        """Whether there is a story of which moments can be seen, and no other is asked for."""
        return self._job is not None and self._asked is None

    def _pass_on(self, source: Any) -> None:
        try:
            answer = source.recv()
        except (EOFError, OSError):
            self._checkpoints = [one for one in self._checkpoints if one.connection is not source]
            return
        if answer is not None:
            self._connection.send(answer)

    # What is told.

    def _tell(self, asked: Tell) -> None:
        """Tell a scene, one moment before anything else; then make it quick to look at others."""
        for one in self._checkpoints:
            one.end()
        self._checkpoints, self._course = [], []
        self._asked, self._job, self._is_new = None, None, True
        self._version, self._first = asked.version, asked.moment
        self._told += 1
        if self._told > _KEPT:  # nobody has stopped for a while
            self._sweep()
        try:
            self._job = job = self._planned(asked)
            scene = self._passed(job)
            told = Told(asked.version, job, scene.title, scene.now, tuple(readings.of(scene.given)))
        except LessonError as error:
            self._send(refused(asked, error))
            return
        except BeatError as error:
            self._send(self._failure(asked, error))
            return
        del scene
        self._send(told)
        self._listen(_PAUSE)
        if CAN_FORK and self._course and self._asked is None:
            self._marks = self._evenly()
            self._again(job)
        self._sweep()

    def _evenly(self) -> list[float]:
        """Return moments of the story between which telling it took equally long."""
        began, ended = self._course[0][0], self._course[-1][0]
        shares = [began + (ended - began) * number / _COPIES for number in range(_COPIES)]
        return sorted({next(now for at, now in self._course if at >= one) for one in shares})

    def _sweep(self) -> None:
        """Give back what scenes have left, in memory and in the system's table."""
        gc.collect()
        self._told = 0
        if CAN_FORK:
            reap()

    def _again(self, job: Job) -> None:
        """Tell a scene once more, as far as there are moments to be seen or checkpoints to make."""
        seen = self._looks  # or never to be seen
        with suppress(_Enough, BeatError):
            self._passed(job)
        self._looks = [look for look in self._looks if look not in seen]

    def _planned(self, asked: Tell) -> Job:
        request = asked.request
        if request.params is None:
            (target,) = request.targets
            return request.job(target.lesson, target.scene or "", request.overrides.items(), "")
        jobs = plan.plan(request)
        return next((job for job in jobs if job.variant == asked.variant), jobs[0])

    def _failure(self, asked: Tell, error: BeatError) -> Refused:
        """Say why a scene cannot be told, as the command line does."""
        if error.beat is None:
            try:
                plan.plan(asked.request)
            except LessonError as mistake:
                return refused(asked, mistake)
        failure = Failure.of(error.__cause__ or error, error.beat, error.where)
        where = f"{failure.where}: " if failure.where else ""
        return Refused(asked.version, f"{where}{failure.reason}", beat=error.beat)

    def _passed(self, job: Job) -> LessonScene:
        """Tell a scene from its beginning to its end."""
        try:
            scene = tell(job, self._scratch, partial(PassingRenderer, self._on_play), self._prepare)
            if self._ahead(scene) or self._first:  # beyond the last animation
                self._show(scene, scene.now)
        finally:
            if self._is_copy:
                os._exit(1)
            self._is_new, self._marks = False, []
        return scene

    def _prepare(self, scene: LessonScene) -> None:
        scene.on_beat = self._on_beat

    def _on_play(self, scene: LessonScene) -> None:
        """Look at an animation that has begun."""
        if not self._is_copy:
            self._listen(0)
            if self._asked is not None:
                raise _Superseded
            if self._is_new:
                self._course.append((time.process_time(), scene.now))
            elif not self._marks and not self._ahead(scene):
                raise _Enough
            elif self._marks and scene.now >= self._marks[0]:
                del self._marks[0]
                self._mark(scene.now)
        for moment in [*self._ahead(scene), *self._wanted(scene)]:
            if moment < scene.now + scene.duration:
                within = max(0.0, moment - scene.now)
                if not scene.is_current_animation_frozen_frame():
                    scene.update_to_time(within)
                self._show(scene, scene.now + within)

    def _ahead(self, scene: LessonScene) -> list[float]:
        """Return what moments are asked for that are still to come; others are told anew."""
        return [look.time for look in self._looks if look.time >= scene.now]

    def _mark(self, now: float) -> None:
        """Make a checkpoint; a copy of it goes on from here."""
        made = checkpoint(now, self._checkpoints, LIMIT)
        if isinstance(made, Checkpoint):
            self._checkpoints.append(made)
        else:
            self._is_copy, self._connection = True, made.connection
            self._first, self._looks = None, [made.asked]

    def _wanted(self, scene: LessonScene) -> list[float]:
        """Return when the first moment is, if it is known by now."""
        first = self._first
        if first is None or first.seconds is None or len(scene.beats) != first.beat:
            return []
        return [(scene.beats[-1].end if scene.beats else 0.0) + first.seconds]

    def _on_beat(self, scene: LessonScene) -> None:
        """Tell of a beat, and look at its last picture if it is the first that is wanted."""
        beat = scene.beats[-1]
        if self._first is not None and beat.index == self._first.beat:
            self._show(scene, beat.end)
        if self._is_copy or not self._is_new:
            return
        self._send(
            Said(
                version=self._version,
                index=beat.index,
                start=beat.start,
                end=beat.end,
                text=beat.text,
                speech=beat.speech,
                chapter=beat.chapter,
                kind=beat.kind,
                template=beat.templates[0],
                words=scene.tongue.sentence(beat.templates[0]),
            )
        )

    def _show(self, scene: LessonScene, time: float) -> None:
        """Draw the picture as it is, and send it."""
        names = any(look.names for look in self._looks)
        self._first, self._looks = None, []
        self._send(drawing.picture(self._version, scene, time, names))
        if self._is_copy:
            os._exit(0)

    def _send(self, answer: Answer) -> None:
        self._connection.send(answer)
