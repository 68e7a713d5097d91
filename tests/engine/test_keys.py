"""Whatever changes a pixel changes a scene's key, and what doesn't mostly leaves it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.jobs import keys, sources
from engine.jobs.job import Job
from engine.jobs.lessons import LessonFile
from engine.jobs.quality import DELIVERY, QUALITIES

DRAFT = QUALITIES["draft"]
USED = ("project:scenes/base.py", "project:scenes/words/languages/fr.toml", "lesson:helper.py")


@pytest.fixture
def job(lesson: Path) -> Job:
    """The first scene of the tiny lesson, with an override."""
    (lesson.parent / "helper.py").write_text("ONE = 1\n")
    return Job(LessonFile(lesson), "First", (("points", "3"),), DRAFT, Path("out"))


def files(job: Job, used: tuple[str, ...] = USED, system_fonts: bool = False) -> str:
    return keys.of_files(keys.of_scene(job), job.lesson, used, system_fonts)


# What was asked for.


@pytest.mark.parametrize(
    "change",
    [
        {"overrides": (("points", "4"),)},
        {"overrides": (("points", 3),)},
        {"overrides": (("points", "3"), ("theme", "light"))},
        {"overrides": (("points", "3"), ("language", "fr"))},
        {"overrides": ()},
        {"scene": "Second"},
        {"variant": "steep"},
        {"beat": 0},
        {"sounds": True},
        {"quality": replace(DRAFT, width=856)},
        {"quality": replace(DRAFT, height=482)},
        {"quality": replace(DRAFT, frame_rate=30)},
        {"quality": replace(DRAFT, encoding=DELIVERY)},
        {"quality": DRAFT.shaped("9:16")},
    ],
    ids=str,
)
def test_what_is_asked_for_is_in_the_key(change: dict[str, Any], job: Job) -> None:
    assert keys.of_scene(replace(job, **change)) != keys.of_scene(job)


def test_where_the_files_go_and_in_which_order_things_are_said_is_not(job: Job) -> None:
    two = replace(job, overrides=(("points", "3"), ("theme", "light")))
    turned = replace(two, overrides=two.overrides[::-1], folder=Path("elsewhere"))
    assert keys.of_scene(turned) == keys.of_scene(two)


# What the lesson says.


def edited(job: Job, old: str, new: str) -> str:
    path = job.lesson.path
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return keys.of_scene(job)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("points = 2, 5", "points = 2, 6"),  # of the scene itself
        ("a**2", "a**3"),  # of its base
        ("A circle and", "Circle and"),  # what is said
        ("run_time=0.2", "run_time=0.4"),
        ("from scenes.base", "import colorsys\nfrom scenes.base"),
    ],
)
def test_what_the_lesson_says_of_the_scene_is_in_its_key(old: str, new: str, job: Job) -> None:
    before = keys.of_scene(job)
    assert edited(job, old, new) != before
    assert edited(job, new, old) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"""One beat."""', '"""One beat."""\n    points = (7,)'),  # of another scene
        ("import os\n", "import os  # the system\n\n\n"),
        ("points = 2, 5", "points = (2, 5)"),
    ],
)
def test_what_it_says_of_others_and_how_it_is_laid_out_is_not(old: str, new: str, job: Job) -> None:
    before = keys.of_scene(job)
    assert edited(job, old, new) == before


def test_another_class_counts_when_the_scene_mentions_it(job: Job) -> None:
    helper = "class Helper:\n    number = 1\n\n\n"
    edited(job, "class First", f"{helper}class First")
    alone = edited(job, "number = 1", "number = 2")
    assert edited(job, "number = 2", "number = 1") == alone
    used = edited(job, "points = 2, 5", "points = 2, Helper.number")
    assert edited(job, "number = 1", "number = 2") != used


def test_a_lesson_that_is_no_python_has_a_key_all_the_same(job: Job) -> None:
    before = edited(job, "class First", "klass First")
    assert edited(job, "klass First", "klazz First") != before


# What is run, and what it is run with.


@pytest.mark.parametrize("name", USED)
def test_every_source_that_is_run_is_in_the_key(
    name: str, job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "project"
    shutil.copytree(sources.ROOT / "scenes", copy / "scenes")
    monkeypatch.setattr(sources, "ROOT", copy)
    before = files(job)
    path = sources.path_of(name, job.lesson)
    path.write_bytes(path.read_bytes() + b"\n")
    assert files(job) != before
    path.unlink()
    with pytest.raises(OSError, match="No such file"):
        files(job)


def test_which_sources_are_run_is_in_the_key(job: Job) -> None:
    assert files(job, USED[1:]) != files(job, USED)


def test_versions_are_in_the_key(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    found = dict(keys.versions())
    assert {"python", "machine", "manim", "typst", "av", "font-source-sans-pro"} <= set(found)
    before = keys.of_scene(job)
    monkeypatch.setattr(keys, "versions", lambda: (("manim", "0.23"),))
    assert keys.of_scene(job) != before


def test_fonts_of_the_machine_are_in_the_key_where_they_are_used(
    job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    without, before = files(job), files(job, system_fonts=True)
    place = tmp_path / ".local/share/fonts"
    place.mkdir(parents=True)
    (place / "Mine.otf").write_bytes(b"OTTO")
    assert files(job, system_fonts=True) != before
    assert files(job) == without


def test_a_request_is_known_by_everything_in_it() -> None:
    asked: Callable[..., str] = keys.of_request
    texts = {asked(["a", 1]), asked(["a", 2]), asked(["a"], 1), asked(["a", "1"])}
    assert len(texts) == 4
    assert asked(["a", 1]) == asked(["a", 1])
