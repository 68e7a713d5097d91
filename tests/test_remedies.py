"""Whatever a message about files, names and parameters says to try works when it is tried."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import pytest

import render
from calculus.errors import LessonError, LessonFileError
from engine.jobs import lessons
from engine.jobs.quality import QUALITIES
from engine.planning import params, plan
from engine.planning.request import Request
from scenes.settings import parameters
from scenes.settings.choices import choice, line
from scenes.settings.looks import Looks
from scenes.settings.parameters import (
    Colour,
    FunctionParameter,
    GraphParameter,
    Inputs,
    LearningRate,
    LearningRates,
    Nudge,
    NudgeName,
    Nudges,
    Number,
    Points,
    Steps,
)
from scenes.words.language import codes


class Everything(Looks):
    """A parameter of every kind."""

    function: FunctionParameter = "f(a) = a**2"
    graph: GraphParameter = "J = 2*a"
    inputs: Inputs = {"a": 1}
    points: Points = (2, 5)
    start: Number = 3
    nudge: Nudge = 0.1
    nudges: Nudges = (0.1,)
    nudge_name: NudgeName = "delta"
    learning_rate: LearningRate = 0.1
    learning_rates: LearningRates = (0.1,)
    steps: Steps = 10
    ink: Colour = "#1E2A38"
    shape: Annotated[str, choice("wide", "tall", means="the shape")] = "wide"
    title: Annotated[str, line("a line", "Ada")] = "Ada"


def remedy_of(work: Callable[[], Any]) -> str:
    with pytest.raises(LessonError) as error:
        work()
    assert error.value.remedy
    return error.value.remedy


# Parameters.

BAD: list[Any] = [
    None,
    "",
    " ",
    "?",
    "0,,5",
    "0,5",
    "1,500",
    True,
    -1,
    0,
    [],
    {},
    "\ud800",
    "é" * 999,
]


@pytest.mark.parametrize("language", codes())
@pytest.mark.parametrize("name", parameters.names(Everything))
def test_a_remedy_for_a_parameter_is_accepted(name: str, language: str) -> None:
    own = {"language": language} if name != "language" else {}
    for value in BAD:
        try:
            parameters.resolve(Everything, {**own, name: value})
        except LessonError as error:
            for remedy in error.remedy.split(" or "):
                text = remedy.removeprefix(f"{name}=")
                if text == remedy and name in ("function", "graph"):
                    continue  # said by the grammar, for the formula alone
                assert text != remedy, value
                parameters.resolve(Everything, {**own, name: text})


# Lesson files.


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", [".x", "x..", " x ", "CON", "nul.1", "a\tb", "what?", "é" * 110])
def test_a_lesson_file_can_be_called_as_the_message_says(name: str, folder: Path) -> None:
    path = folder / f"{name}.py"
    path.touch()
    remedy = remedy_of(lambda: lessons.find([f"./{name}.py"]))
    path.rename(folder / remedy)
    (found,) = lessons.find([remedy])
    assert found.lesson.path == folder / remedy


@pytest.mark.parametrize(
    "name", ["mine", "no/mine.py", "CON.py", "random.py", "rich.py", "taken.py"]
)
def test_a_new_lesson_can_be_called_as_the_message_says(name: str, folder: Path) -> None:
    (folder / "taken.py").touch()
    remedy = remedy_of(lambda: lessons.file_to_write(name))
    assert lessons.file_to_write(remedy) == Path(remedy)


def test_what_stands_for_a_lesson_is_found_as_the_message_says(folder: Path) -> None:
    (folder / "leçon.py").touch()
    assert lessons.find([remedy_of(lambda: lessons.find(["nudge:"]))]) == lessons.find(["nudge"])
    for word in ("leçon", "nuge"):
        for remedy in remedy_of(lambda word=word: lessons.find([word])).split(", "):
            assert remedy == "a path that ends in .py" or lessons.find([remedy])


def test_two_lessons_of_a_name_are_rendered_one_at_a_time(
    lesson: Path, folder: Path, write_lesson: Callable[..., Path]
) -> None:
    (folder / "other").mkdir()
    words = [str(lesson), str(write_lesson(folder=folder / "other"))]
    assert remedy_of(lambda: lessons.find(words)) == "one at a time, each with an --out"
    assert all(lessons.find([word]) for word in words)


# Files of parameters.


def planned(lesson: Path, text: str, *more: str) -> Any:
    path = lesson.with_name("course.toml")
    path.write_text(text, encoding="utf-8")
    request = Request(lessons.find([str(lesson)]), {}, QUALITIES["draft"], Path("out"),
                      params.read(path))  # fmt: skip
    return plan.plan(request)


@pytest.mark.parametrize(
    ("before", "line", "after"),
    [
        ("[First]\n", "points =", "\n"),
        ("", "[leçon 1 - été.First]", "\npoints = 2\n"),
        ("[leçon-1]\n", "First.variant.été.points = 3", "\n"),
        ("", "[leçon-2.5.First]", "\npoints = 2\n"),
        ("", "[First.variant.été]", "\npoints = 2\n"),
    ],
)
def test_a_line_is_written_as_the_message_says(
    before: str, line: str, after: str, lesson: Path
) -> None:
    names = ["leçon 1 - été", "leçon-1", "leçon-2.5"]
    named = lesson.rename(lesson.with_stem(next((n for n in names if n in before + line), "tiny")))
    before = before.replace("[leçon-1]", '["leçon-1"]')
    remedy = remedy_of(lambda: planned(named, before + line + after))
    assert len(planned(named, before + remedy + after)) >= 2


def test_a_variant_is_called_as_the_message_says(lesson: Path) -> None:
    twice = "[First.variant.a]\n[First.variant.a-2]\n[First.variant.{}]\n"
    remedy = remedy_of(lambda: planned(lesson, twice.format("A")))
    assert remedy == "a-3"
    assert len(planned(lesson, twice.format(remedy))) == 5
    for remedy in remedy_of(lambda: planned(lesson, "[First.variant.'a b']")).split(" or "):
        assert len(planned(lesson, f"[First.variant.{remedy}]")) == 3


@pytest.mark.parametrize("text", ["First = 1", "points = 1", "[First]\nvariant = 1"])
def test_a_table_is_written_as_the_message_says(text: str, lesson: Path) -> None:
    remedy = remedy_of(lambda: planned(lesson, text))
    heading, below, parameter = remedy.partition(" and below it ")
    assert below
    planned(lesson, f"{heading}\n{parameter}\n")


def test_a_file_is_saved_as_the_message_says(lesson: Path) -> None:
    for path in (lesson, lesson.with_name("course.toml")):
        text = lesson.read_text(encoding="utf-8") if path == lesson else "[First]\npoints = 3\n"
        for encoding in ("utf-16", "utf-32"):
            path.write_text(text, encoding=encoding)
            with pytest.raises(LessonFileError, match="saving it as UTF-8, with or without"):
                params.read(path) if path != lesson else lessons.scenes(lessons.find([str(path)]))
        for encoding in ("utf-8", "utf-8-sig"):
            path.write_text(text, encoding=encoding)
            assert len(planned(lesson, "[First]\npoints = 3\n")) == 2


# The command line.


def test_a_beat_is_asked_for_as_the_message_says(
    lesson: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lesson.rename(folder / "leçon 1 - été.py")
    command = ["leçon 1 - été.py", "-q", "draft", "--beat", "7"]
    for wanted in ("'leçon 1 - été.py:First' --beat 7", "--beat 2"):
        assert render.main(command) == 2
        remedy = capsys.readouterr().err.strip().partition("Try: ")[2]
        assert remedy == wanted
        words = shlex.split(remedy)
        command = [*(words if len(words) == 3 else [command[0], *words]), "-q", "draft"]
    assert render.main(command) == 0


HARD = """
from manim import UP


class Hard(LessonScene):
    {}

    def construct(self):
        with self.beat("A circle."):
            self.play(Create(Circle().shift(3.6 * UP)))


class HardStory(_Story):
    def construct(self):
        super().construct()
        with self.beat("A circle."):
            self.play(Create(Circle().shift(3.6 * UP)))
"""


def test_what_is_hard_to_read_is_told_with_what_its_author_can_change(
    write_lesson: Callable[..., Path], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_lesson(HARD.format("pass"))
    assert render.main(["tiny.py:Hard", "tiny.py:HardStory", "--check"]) == 1
    first, second = [line for line in capsys.readouterr().err.splitlines() if "hard to" in line]
    changes, _, exemption = first.partition(", or accept it in the lesson: ")
    assert changes == "tiny.py:Hard: true, but hard to read: change what it draws or --aspect"
    changed = "what it draws, function, points, places or --aspect"
    assert f"HardStory: true, but hard to read: change {changed}" in second
    write_lesson(HARD.format(exemption))
    assert render.main(["tiny.py:Hard", "--check"]) == 0
    assert "exempt from layout.outside (1): a reason" in capsys.readouterr().out
