"""With --watch a saved file is followed by the pictures it changes, and by nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.test_render_cli import PROGRAM, group_is_alive
from tests.waiting import PATIENCE, await_that

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(lesson: Path) -> Iterator[Start]:
    """A function that watches the tiny lesson; its output goes to said.txt beside it."""
    programs: list[subprocess.Popen[str]] = []

    def watch(*arguments: str) -> subprocess.Popen[str]:
        with (lesson.parent / "said.txt").open("w") as said:
            program = subprocess.Popen(
                [*PROGRAM, "tiny.py", "-q", "draft", "--watch", *arguments],
                cwd=lesson.parent,
                start_new_session=True,
                stdout=said,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
            )
        programs.append(program)
        return program

    yield watch
    for program in programs:
        if group_is_alive(program.pid):
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()


def rounds(lesson: Path) -> int:
    """Return how often the program has come to wait for the next change."""
    return said(lesson).count("Ctrl-C ends")


def said(lesson: Path) -> str:
    return (lesson.parent / "said.txt").read_text(encoding="utf-8")


def edit(lesson: Path, old: str, new: str) -> str:
    """Change a lesson and return what is said until the program waits again."""
    before, done = len(said(lesson)), rounds(lesson)
    text = lesson.read_text(encoding="utf-8")
    assert old in text
    lesson.write_text(text.replace(old, new), encoding="utf-8")
    await_that(lambda: rounds(lesson) > done)
    return said(lesson)[before:]


def test_what_is_saved_is_drawn_and_mistakes_are_told(lesson: Path, start: Start) -> None:
    program = start()
    await_that(lambda: rounds(lesson) > 0)
    captions = lesson.parent / "out/tiny/First.srt"
    assert "A circle and 25." in captions.read_text(encoding="utf-8")

    news = edit(lesson, "points = 2, 5", "points = 2, 6")
    assert "A circle and 36." in captions.read_text(encoding="utf-8")
    assert news.count("unchanged") == 1  # the other scene

    news = edit(lesson, "points = 2, 6", "points = 2, oops")
    assert "runs as Python; got 'NameError: name 'oops' is not defined'" in news
    assert "A circle and 36." in captions.read_text(encoding="utf-8")

    edit(lesson, "points = 2, oops", "points = 2, 7")
    assert "A circle and 49." in captions.read_text(encoding="utf-8")

    os.killpg(program.pid, signal.SIGINT)
    assert program.wait(PATIENCE) == 130
    await_that(lambda: not group_is_alive(program.pid))
    assert said(lesson).endswith("render.py: stopped\n")
    assert [path.name for path in (lesson.parent / "out").glob(".*")] == [".cache"]


def test_a_file_of_parameters_and_a_neighbour_are_watched_too(lesson: Path, start: Start) -> None:
    folder = lesson.parent
    helper, course = folder / "helper.py", folder / "course.toml"
    helper.write_text("POINTS = (2,)\n")
    course.write_text("[Second]\npoints = 3\n")
    text = lesson.read_text(encoding="utf-8").replace("points = 2, 5", "points = helper.POINTS")
    lesson.write_text("import helper\n" + text, encoding="utf-8")
    start("--params", "course.toml")
    await_that(lambda: rounds(lesson) > 0)
    captions = {name: folder / f"out/tiny/{name}.srt" for name in ("First", "Second")}
    assert "and 9." in captions["Second"].read_text(encoding="utf-8")
    course.write_text("[Second]\npoints = 4\n")
    await_that(lambda: "and 16." in captions["Second"].read_text(encoding="utf-8"))
    await_that(lambda: rounds(lesson) > 1)
    helper.write_text("POINTS = (5,)\n")
    await_that(lambda: "and 25." in captions["First"].read_text(encoding="utf-8"))


def test_a_change_while_something_is_drawn_begins_anew(lesson: Path, start: Start) -> None:
    text = lesson.read_text(encoding="utf-8")
    slow = text.replace("points = 2, 5", "points = tuple(range(24))")
    lesson.write_text(slow, encoding="utf-8")
    start()
    movies = lesson.parent / "out"
    await_that(lambda: any(movies.rglob("*.mp4")))
    lesson.write_text(text, encoding="utf-8")
    await_that(lambda: rounds(lesson) > 0)
    captions = lesson.parent / "out/tiny/First.srt"
    assert captions.read_text(encoding="utf-8").count("-->") == 2


def test_one_beat_can_be_watched(lesson: Path, start: Start) -> None:
    program = start("--beat", "2")
    await_that(lambda: "--beat: is a beat of one scene" in said(lesson))
    program.kill()
