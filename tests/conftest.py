"""What tests of several parts share."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes depends on what else a machine does. The same code passes or fails
# wherever and however often it is tested; --hypothesis-profile explore looks further.
settings.register_profile("any machine", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile("any machine")

# A shell lets what it runs in the background ignore Ctrl-C, and with it the programs under test.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_auto_num_workers() -> int:
    """Return how many processes test: many a test waits for a browser, a program or a clock."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Take what was imported for lasting: it is not looked through for garbage ever again."""
    if "tests.running" in sys.modules:
        sys.modules["tests.running"].warm_up()
    gc.collect()
    gc.freeze()


LESSON = '''\
"""A lesson of two short scenes."""

import os
import signal
import sys
import time

from manim import Circle, Create

from calculus.shown import shown
from scenes.base import LessonScene
from scenes.settings.parameters import FunctionParameter, Points


class _Story(LessonScene):
    function: FunctionParameter = "f(a) = a**2"
    points: Points = (2,)

    @classmethod
    def compute(cls, given):
        return [given.function(point) for point in given.points]

    def construct(self):
        for value in self.facts:
            with self.beat("A circle and {value}.", kind="action", value=shown(value)):
                self.play(Create(Circle()), run_time=0.2)


class First(_Story):
    """Two beats."""

    points = 2, 5


class Second(_Story):
    """One beat."""
'''


@pytest.fixture
def write_lesson(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a lesson file with the scenes First and Second, and more."""

    def write(more: str = "", folder: Path = tmp_path) -> Path:
        path = folder / "tiny.py"
        path.write_text(LESSON + more, encoding="utf-8")
        return path

    return write


@pytest.fixture
def lesson(write_lesson: Callable[..., Path]) -> Path:
    """A lesson file with the scenes First and Second, alone in a folder."""
    return write_lesson()
