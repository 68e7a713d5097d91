"""Lesson files are found and loaded, or refused in one message with file and line."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from calculus.errors import LessonFileError
from engine.jobs import lessons
from engine.jobs.lessons import LessonFile, Target


def scene_names(*words: str) -> list[str]:
    chosen = lessons.scenes(lessons.find(words))
    return [scene.__name__ for scenes in chosen.values() for scene in scenes]


def test_only_scenes_defined_in_the_file_count_in_their_order(lesson: Path) -> None:
    assert scene_names(str(lesson)) == ["First", "Second"]


def test_one_scene_or_two_of_a_lesson_can_be_asked_for(lesson: Path) -> None:
    assert scene_names(f"{lesson}:Second") == ["Second"]
    assert scene_names(f"{lesson}:Second", f"{lesson}:First") == ["Second", "First"]
    assert scene_names(f"{lesson}:Second", str(lesson)) == ["Second", "First"]


def test_without_words_every_lesson_of_the_project_is_meant() -> None:
    assert lessons.find([]) == tuple(Target(lesson) for lesson in lessons.available())
    assert {"nudge", "tangents"} <= {lesson.name for lesson in lessons.available()}


def test_a_lesson_of_the_project_has_a_name_and_a_path() -> None:
    assert lessons.find(["nudge"]) == lessons.find([str(lessons.LESSONS / "nudge.py")])


def test_a_lesson_may_import_its_neighbours(
    tmp_path: Path, write_lesson: Callable[..., Path]
) -> None:
    (tmp_path / "neighbour_of_tiny.py").write_text("POINTS = 7\n")
    path = write_lesson(
        "import neighbour_of_tiny\nclass Third(_Story):\n    points = neighbour_of_tiny.POINTS\n"
    )
    assert scene_names(str(path)) == ["First", "Second", "Third"]
    assert str(tmp_path) not in sys.path


@pytest.mark.parametrize("place", ["0", "-1", "2.5", "True", "'two'", "None"])
def test_a_place_in_the_course_that_is_none_is_refused(
    place: str, write_lesson: Callable[..., Path]
) -> None:
    path = write_lesson(f"PLACE = {place}\n")
    with pytest.raises(LessonFileError, match="PLACE: is a whole number from 1 on"):
        scene_names(str(path))


def test_a_file_named_like_a_module_replaces_no_module(tmp_path: Path, lesson: Path) -> None:
    (tmp_path / "json.py").write_bytes(lesson.read_bytes())
    import json

    assert scene_names(str(tmp_path / "json.py")) == ["First", "Second"]
    assert sys.modules["json"] is json


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("tangent", r"lesson: .*did you mean tangents\?.*got 'tangent'"),
        ("nudge:NudgLine", r"scene of nudge: .*did you mean NudgeLine\?.*got 'NudgLine'"),
        ("nudge:", "target: names a scene after the colon"),
        ("no/such.py", "lesson file: exists; got 'no/such.py'"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_one(word: str, message: str) -> None:
    with pytest.raises(LessonFileError, match=message):
        scene_names(word)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("x = 1\nclass Broken(\n", r"mine.py:2: .*'\(' was never closed"),
        ("x = 1\n\ny = z\n", r"mine.py:3: .*NameError: name 'z' is not defined"),
        ("import no_such_module\n", r"mine.py:1: .*ModuleNotFoundError: No module named"),
        ("def f():\n    exit(3)\n\nf()\n", "mine.py:2: .*SystemExit: 3"),
        ("x = 1\n", "defines a scene; got 'no subclass of LessonScene'"),
        ("x = '\0'\n", "mine.py:1: .*null bytes"),
    ],
)
def test_a_file_that_does_not_run_is_refused_with_its_line(
    tmp_path: Path, source: str, message: str
) -> None:
    path = tmp_path / "mine.py"
    path.write_text(source)
    with pytest.raises(LessonFileError, match=message):
        lessons.load(LessonFile(path))


def test_two_lessons_of_one_name_would_overwrite_each_other(
    tmp_path: Path, write_lesson: Callable[..., Path]
) -> None:
    (tmp_path / "other").mkdir()
    paths = [str(write_lesson(folder=folder)) for folder in (tmp_path, tmp_path / "other")]
    with pytest.raises(LessonFileError, match="have names of their own"):
        lessons.find(paths)


IMPORTS = [
    ("from scenes.kit import term", "from scenes.kit import terms"),
    ("from scenes.kit.claims import Equal", "from scenes.kit import claims"),
    ("from scenes.kit import nothing_like_it", "to correct this line"),
    ("from scenes.kit import bring", "to correct this line"),
    ("import nothing_like_it", "to correct this line"),
    ("x = 1/0", "to correct this line"),
    ("x = (", "to correct this line"),
]


@pytest.mark.parametrize(("line", "remedy"), IMPORTS)
def test_what_does_not_run_is_told_where_it_stands_with_what_there_is(
    line: str, remedy: str, tmp_path: Path, write_lesson: Callable[..., Path]
) -> None:
    """In the lesson itself, or in a story beside it that it imports."""
    text = f"# A story.\n{line}\n"
    (tmp_path / "story_of_tiny").mkdir()
    (tmp_path / "story_of_tiny/__init__.py").write_text("from .story import x\n")
    (tmp_path / "story_of_tiny/story.py").write_text(text)
    for source, file in [(text, "tiny.py"), ("import story_of_tiny", "story_of_tiny/story.py")]:
        path = write_lesson(source)
        place = (tmp_path / file).read_text().splitlines().index(line) + 1
        with pytest.raises(LessonFileError) as refused:
            scene_names(str(path))
        assert refused.value.thing == f"{tmp_path / file}:{place}"
        assert refused.value.remedy == remedy
