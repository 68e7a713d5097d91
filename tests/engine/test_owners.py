"""A folder of videos belongs to one lesson file, and goes with it wherever it is moved."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import render
from calculus.errors import LessonFileError
from engine.jobs.lessons import LessonFile
from engine.jobs.quality import QUALITIES, Quality
from engine.keeping import owners
from engine.keeping.cache import Cache
from publish.files import RECORD

TEXT = "class First: ...\nclass Second: ...\n"


def write(path: Path, text: str = TEXT) -> LessonFile:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return LessonFile(path.resolve())


def render_as(lesson: LessonFile, out: Path, scene: str = "First") -> None:
    """Do what rendering does, but for the video."""
    owners.require(out, Cache(out).owners, [lesson])
    room = out / ".room"
    room.mkdir(parents=True, exist_ok=True)
    Cache(out).owners.claim(lesson, room)
    record = out / lesson.name / f"{scene}{RECORD}"
    record.parent.mkdir(exist_ok=True)
    record.touch()


def is_refused(lesson: LessonFile, out: Path) -> bool:
    with pytest.raises((LessonFileError, FileExistsError)) as error:
        render_as(lesson, out)
    with pytest.raises(FileExistsError):
        Cache(out).owners.claim(lesson, out)
    return str(out / lesson.name) in str(error.value)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder of videos of the lesson `a/tiny.py`."""
    out = tmp_path / "out"
    render_as(write(tmp_path / "a/tiny.py"), out)
    return out


def test_another_lesson_of_the_name_is_refused_until_the_folder_is_free(
    tmp_path: Path, out: Path
) -> None:
    first, other = LessonFile(tmp_path / "a/tiny.py"), write(tmp_path / "b/tiny.py", TEXT + "#\n")
    assert is_refused(other, out)
    render_as(write(first.path, TEXT + "x = 1\n"), out)  # it may change as it likes
    assert is_refused(other, out)
    render_as(write(tmp_path / "b/other.py"), out)
    shutil.rmtree(out / "tiny")
    render_as(other, out)
    assert is_refused(first, out)


def test_the_same_text_elsewhere_is_the_same_lesson(tmp_path: Path, out: Path) -> None:
    first, copy = LessonFile(tmp_path / "a/tiny.py"), write(tmp_path / "b/tiny.py")
    render_as(copy, out)
    write(copy.path, TEXT + "x = 1\n")  # now the copy is another lesson
    assert is_refused(copy, out)
    render_as(write(first.path, TEXT + "y = 1\n"), out)


@pytest.mark.parametrize("text", [TEXT, TEXT + "x = 1\n", "class New: ...\nclass First: ...\n"])
def test_a_lesson_that_was_moved_keeps_its_folder(text: str, tmp_path: Path, out: Path) -> None:
    shutil.move(tmp_path / "a", tmp_path / "b")
    render_as(write(tmp_path / "b/tiny.py", text), out)
    assert is_refused(write(tmp_path / "a/tiny.py", TEXT + "#\n"), out)


def test_one_with_none_of_its_scenes_is_another_lesson(tmp_path: Path, out: Path) -> None:
    shutil.rmtree(tmp_path / "a")
    assert is_refused(write(tmp_path / "b/tiny.py", "class Other: ...\n"), out)


@pytest.mark.parametrize("keep", [True, False])
def test_a_course_may_be_copied_with_its_videos(keep: bool, tmp_path: Path) -> None:
    course = tmp_path / "course"
    lesson = write(course / "tiny.py")
    render_as(lesson, course / "out")
    shutil.copytree(course, tmp_path / "copy")
    if not keep:
        shutil.rmtree(course)
    render_as(write(tmp_path / "copy/tiny.py", TEXT + "x = 1\n"), tmp_path / "copy/out")


@pytest.mark.parametrize("text", [TEXT, "class Second: ...\nclass First: ...\n"])
def test_without_its_cache_a_folder_is_judged_by_its_scenes(
    text: str, tmp_path: Path, out: Path
) -> None:
    shutil.rmtree(out / ".cache")
    assert is_refused(write(tmp_path / "b/tiny.py", "class Other: ...\n"), out)
    render_as(write(tmp_path / "a/tiny.py", text), out)


def test_nothing_of_another_lesson_is_touched_and_the_remedy_works(
    write_lesson: Callable[..., Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(QUALITIES, "tiny", Quality("tiny", 128, 72, 5))
    for name, more in (("a", ""), ("b", "class Third(_Story):\n    def construct(self): 1 / 0\n")):
        (tmp_path / name).mkdir()
        write_lesson(more, tmp_path / name)
    assert render.main(["a/tiny.py:Second", "-q", "tiny"]) == 0
    (tmp_path / "out/tiny/Third.log").write_text("of the first one")
    before = {path: path.read_bytes() for path in Path("out/tiny").iterdir()}
    assert len(before) == 6
    capsys.readouterr()
    assert render.main(["b/tiny.py:Second", "-q", "tiny"]) == 2
    assert capsys.readouterr().err == (
        "render.py: out/tiny: holds the videos of one lesson file, and this is not the one; "
        "got 'a/tiny.py'. Try: --out out-2\n"
    )
    assert render.main(["b/tiny.py:Second", "b/tiny.py:Third", "--check"]) == 1
    assert before == {path: path.read_bytes() for path in Path("out/tiny").iterdir()}
    assert render.main(["b/tiny.py:Second", "-q", "tiny", "--out", "out-2"]) == 0
    assert Path("out-2/tiny/Second.mp4").exists()
    assert render.main(["a/tiny.py:Second", "-q", "tiny"]) == 0  # unchanged
