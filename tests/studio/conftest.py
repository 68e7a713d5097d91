"""What tests of the studio share: a lesson in which a dot moves, and what a resident answers."""

from __future__ import annotations

import itertools
import queue
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.jobs import lessons
from engine.jobs.quality import QUALITIES
from engine.planning.request import Request
from studio.resident.messages import Answer, Look, Moment, Picture, Refused, Tell, Told
from studio.resident.process import Resident
from tests.waiting import PATIENCE

MOVING = '''\
"""A lesson in which a dot moves."""

from manim import LEFT, RIGHT, Dot, linear

from scenes.kit import FunctionParameter, LessonScene, Points


class Moving(LessonScene):
    """A dot goes to the right, and further in the second beat."""

    function: FunctionParameter = "f(a) = a**2"
    points: Points = (2, 5)  # where it goes

    @classmethod
    def compute(cls, given):
        return [given.function.at(point) for point in given.points]

    def construct(self):
        dot = Dot(5 * LEFT, radius=0.5, color="#FFFFFF")
        self.add(dot)
        for value in self.facts:
            with self.beat("The value is {y}.", y=self.digits.brief(value)):
                self.play(dot.animate(rate_func=linear, run_time=2).shift(4 * RIGHT))
'''
FIRST = Moment(0, 0.0)


class Asker:
    """Asks a resident process, and waits for its answers.

    Attributes:
        resident: The process.
        heard: All answers so far.
    """

    def __init__(self, limit: float = PATIENCE) -> None:
        self._answers: queue.Queue[Answer] = queue.Queue()
        self._versions = itertools.count(1)
        self.version = 0
        self.heard: list[Answer] = []
        self.resident = Resident(self._answers.put, limit)

    def ask(self, lesson: Path, moment: Moment = FIRST, **values: str) -> None:
        """Ask for a scene."""
        self.version = next(self._versions)
        request = Request(
            lessons.find([f"{lesson}:Moving"]), values, QUALITIES["draft"], Path("out")
        )
        self.resident.tell(Tell(self.version, request, "", moment))

    def tell(self, lesson: Path, moment: Moment = FIRST, **values: str) -> Told | Refused:
        """Ask for a scene, and wait until it is told or refused."""
        self.ask(lesson, moment, **values)
        while True:
            match self.next():
                case Told(version=self.version) | Refused() as end:
                    return end

    def look(self, time: float, names: bool = False) -> Picture:
        """Look at a moment."""
        self.resident.look(Look(self.version, time, names))
        while True:
            match self.next():
                case Picture() as picture:
                    return picture

    def next(self) -> Answer:
        """Wait for an answer."""
        answer = self._answers.get(timeout=PATIENCE)
        self.heard.append(answer)
        return answer


@pytest.fixture(scope="module")
def asker() -> Iterator[Asker]:
    """Somebody who asks a resident process."""
    asker = Asker()
    yield asker
    asker.resident.close()


@pytest.fixture
def moving(tmp_path: Path) -> Path:
    """The lesson, alone in a folder."""
    path = tmp_path / "moving.py"
    path.write_text(MOVING, encoding="utf-8")
    return path
