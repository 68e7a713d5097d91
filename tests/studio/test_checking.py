"""What is wrong with a scene is told while it is still being looked for."""

from __future__ import annotations

import queue
from pathlib import Path

import pytest

from engine.jobs import lessons
from engine.jobs.job import Job
from engine.jobs.quality import QUALITIES
from studio.checking import Checker, Findings
from tests.waiting import PATIENCE

LESSON = '''\
"""A lesson with a mistake that is seen at once, and then goes on for long."""

from pathlib import Path

from manim import Dot, UP

from scenes.kit import LessonScene


class Wrong(LessonScene):
    """Two words lie over each other."""

    def construct(self):
        dot = Dot()
        with self.beat("These words cannot be read."):
            self.add(dot, self.label("some words"), self.label("others"))
            self.play(dot.animate.shift(UP))
        while not Path("go-on").exists():
            pass
        with self.beat("Nothing is new here, and yet it goes on."):
            self.play(dot.animate.shift(UP))
'''


def test_what_is_found_is_told_before_all_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lesson = LESSON.replace('"go-on"', repr(str(tmp_path / "go-on")))
    (tmp_path / "wrong.py").write_text(lesson, encoding="utf-8")
    (target,) = lessons.find(["wrong.py"])
    job = Job(target.lesson, "Wrong", (), QUALITIES["draft"], tmp_path / "out")
    told: queue.Queue[tuple[int, Findings, bool]] = queue.Queue()
    checker = Checker(lambda *news: told.put(news))
    checker.check(7, job)
    version, early, is_all = told.get(timeout=PATIENCE)
    assert (version, [*early], is_all) == (7, [0], False)
    assert "lie over each other" in early[0][0]
    (tmp_path / "go-on").touch()
    while not is_all:
        version, late, is_all = told.get(timeout=PATIENCE)
    assert version == 7
    assert late[0] == early[0]
    checker.close()
