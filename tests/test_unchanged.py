"""What is finished and hasn't changed is not drawn again; what a change affects is."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.jobs.lessons import PACKAGES
from engine.jobs.sources import ROOT
from tests.running import run
from tests.test_render_cli import files

DRAFT = ("-q", "draft")


def drawn(output: str) -> list[str]:
    """Return the scenes that a table says were drawn, not those that were unchanged."""
    rows = [line.split() for line in output.splitlines() if " out/" in line and "(" not in line]
    assert rows, output
    return [row[0].partition(":")[2] for row in rows if row[-1] != "unchanged"]


def test_nothing_is_drawn_twice_and_everything_when_it_is_forced(lesson: Path) -> None:
    folder = lesson.parent
    first = run("tiny.py", *DRAFT, folder=folder)
    assert drawn(first.stdout) == ["First", "Second"]
    before = {name: (folder / name).read_bytes() for name in files(folder)}
    assert drawn(run("tiny.py", *DRAFT, folder=folder).stdout) == []
    assert drawn(run("tiny.py:First", *DRAFT, folder=folder).stdout) == []
    assert {name: (folder / name).read_bytes() for name in files(folder)} == before
    forced = run("tiny.py", *DRAFT, "--force", folder=folder)
    assert drawn(forced.stdout) == ["First", "Second"]


def test_findings_are_told_again_without_drawing(write_lesson: Callable[..., Path]) -> None:
    folder = write_lesson(
        "from scenes.look.text import Text\n"
        "class Small(_Story):\n"
        "    def construct(self):\n"
        "        with self.beat('One.'):\n"
        "            self.play(Create(Text('tiny', 18, theme=self.theme)))\n"
    ).parent
    first, second = (run("tiny.py:Small", *DRAFT, folder=folder) for _ in range(2))
    assert "is set in 18.0 points" in first.stderr
    assert (drawn(second.stdout), second.stderr) == ([], first.stderr)


def test_only_what_a_change_of_the_lesson_affects_is_drawn(lesson: Path) -> None:
    folder = lesson.parent
    run("tiny.py", *DRAFT, folder=folder)
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(text.replace("points = 2, 5", "points = 2, 6"), encoding="utf-8")
    done = run("tiny.py", *DRAFT, folder=folder)
    assert drawn(done.stdout) == ["First"]
    assert "36" in (folder / "out/tiny/First.srt").read_text(encoding="utf-8")
    changed = run("tiny.py", *DRAFT, "--set", "points=3", folder=folder)
    assert drawn(changed.stdout) == ["First", "Second"]
    lesson.write_text(text, encoding="utf-8")
    assert drawn(run("tiny.py", *DRAFT, folder=folder).stdout) == []  # both are still kept
    assert "25" in (folder / "out/tiny/First.srt").read_text(encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project, to be changed."""
    copy = tmp_path / "project"
    for name in (*PACKAGES, "lessons"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "render.py", copy)
    return copy


def test_a_change_of_the_project_draws_what_uses_it(lesson: Path, project: Path) -> None:
    def render() -> list[str]:
        program = [sys.executable, str(project / "render.py"), "tiny.py:Second", *DRAFT]
        done = subprocess.run(
            [*program, "--language", "fr"], cwd=lesson.parent, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return drawn(done.stdout)

    assert render() == ["Second"]
    for name, is_used in {
        "scenes/look/theme.py": True,
        "scenes/words/languages/fr.toml": True,
        "calculus/shown.py": True,
        "engine/drawing/encoder.py": True,
        "publish/captions.py": True,
        "scenes/descent/stage.py": False,
        "lessons/nudge.py": False,
    }.items():
        with (project / name).open("a", encoding="utf-8") as file:
            file.write("\n# changed\n")
        assert (name, render()) == (name, ["Second"] if is_used else [])


def test_what_was_drawn_after_a_change_but_checked_before_is_not_published(
    write_lesson: Callable[..., Path],
) -> None:
    path = write_lesson(
        "class Restless(_Story):\n"
        "    def construct(self):\n"
        "        super().construct()\n"
        "        if self.renderer.skip_animations:\n"
        "            with open(__file__, 'a') as file:\n"
        "                file.write('# more\\n')\n"
    )
    done = run("tiny.py:Restless", *DRAFT, "--jobs", "1", folder=path.parent)
    assert done.returncode == 1
    assert done.stderr == (
        "render.py: tiny:Restless failed: "
        "its lesson was changed while it was rendered; render it again.\n"
    )
    assert files(path.parent / "out") == set()


def test_cleaning_keeps_the_videos_and_says_what_was_removed(lesson: Path) -> None:
    folder = lesson.parent
    run("tiny.py", *DRAFT, folder=folder)
    kept = files(folder)
    cleaned = run("clean", "--limit", "1GB", folder=folder)
    assert (cleaned.returncode, cleaned.stdout.split()[:3]) == (0, ["Removed", "0.0", "MB"])
    assert drawn(run("tiny.py", *DRAFT, folder=folder).stdout) == []
    assert run("clean", folder=folder).returncode == 0
    assert files(folder) == kept
    kept_on = [path for path in (folder / "out/.cache").glob("*/*") if path.is_file()]
    assert {path.parent.name for path in kept_on} <= {"lessons"}  # whose the videos are
    assert drawn(run("tiny.py", *DRAFT, folder=folder).stdout) == ["First", "Second"]
    refused = run("clean", "--limit", "much", folder=folder)
    assert refused.returncode == 2
    assert "'much' is no size, such as 500MB or 2GB" in refused.stderr
