"""A finished scene is used again if it is whole and nothing has changed; never otherwise."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from checks.finding import Exempted, Finding
from engine.jobs.job import CheckResult, DrawingResult, Job
from engine.jobs.lessons import LessonFile, Target
from engine.jobs.quality import QUALITIES
from engine.keeping.cache import Cache
from engine.planning.request import Request

CHECKED = CheckResult(
    frames=7,
    duration=0.5,
    beats=("One.", "Two."),
    ends=(3, 7),
    moving_ends=(2, 5),
    numbers=3,
    findings=(Finding("layout.small", 1, "small", False),),
    exempted=(Exempted("layout.crowded", "a map", 2),),
    warnings=("a font",),
)
NAMES = ("First.mp4", "First.srt")


@pytest.fixture
def job(lesson: Path) -> Job:
    (lesson.parent / "helper.py").write_text("ONE = 1\n")
    old = time.time() - 100  # files just written might have changed after the program began
    for path in (lesson, lesson.parent / "helper.py"):
        os.utime(path, (old, old))
    folder = lesson.parent / "out" / "tiny"
    return Job(LessonFile(lesson), "First", (), QUALITIES["draft"], folder)


def drawn(job: Job, text: str) -> DrawingResult:
    folder = scratch(job) / text
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_text(f"{name}: {text}")
    sums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in NAMES}
    return DrawingResult(folder, sums, NAMES[0], 0.5, ("lesson:helper.py",), False)


def scratch(job: Job) -> Path:
    folder = job.folder.parents[1] / "scratch"
    folder.mkdir(exist_ok=True)
    return folder


def cache_of(job: Job) -> Cache:
    return Cache(job.folder.parent)


def publish(job: Job, text: str, began: float | None = None) -> None:
    # The time of a change can't be set back, only that of the beginning forward.
    began = time.time() + 60 if began is None else began
    cache_of(job).publish(job, CHECKED, drawn(job, text), began, scratch(job))


def published(job: Job) -> list[str]:
    return [(job.folder / name).read_text() for name in NAMES]


def test_a_finished_scene_is_put_in_its_place_again(job: Job) -> None:
    publish(job, "new")
    assert published(job) == ["First.mp4: new", "First.srt: new"]
    shutil.rmtree(job.folder)
    found = cache_of(job).fetch(job, scratch(job))
    assert found is not None
    checked, rendered = found
    assert checked == CHECKED
    assert (rendered.file, rendered.duration) == (job.folder / "First.mp4", 0.5)
    assert not rendered.is_new
    assert published(job) == ["First.mp4: new", "First.srt: new"]


def test_a_published_file_takes_no_space_twice(job: Job) -> None:
    publish(job, "new")
    assert (job.folder / "First.mp4").stat().st_nlink > 1


def edit_lesson(job: Job) -> None:
    text = job.lesson.path.read_text()
    job.lesson.path.write_text(text.replace("points = 2, 5", "points = 2, 6"))


def edit_helper(job: Job) -> None:
    (job.lesson.path.parent / "helper.py").write_text("ONE = 2\n")


def remove_helper(job: Job) -> None:
    (job.lesson.path.parent / "helper.py").unlink()


@pytest.mark.parametrize("change", [edit_lesson, edit_helper, remove_helper])
def test_after_a_change_it_is_not_used(change: Callable[[Job], None], job: Job) -> None:
    publish(job, "new")
    change(job)
    assert cache_of(job).fetch(job, scratch(job)) is None


def test_after_a_change_is_undone_it_is_used_again(job: Job) -> None:
    publish(job, "first")
    helper = job.lesson.path.parent / "helper.py"
    before = helper.read_text()
    edit_helper(job)
    publish(job, "second")
    helper.write_text(before)
    assert cache_of(job).fetch(job, scratch(job))
    assert published(job) == ["First.mp4: first", "First.srt: first"]


def test_what_may_have_changed_while_it_was_drawn_is_not_kept(job: Job) -> None:
    publish(job, "new", began=time.time() - 50)  # after which the helper's inode was changed
    assert published(job) == ["First.mp4: new", "First.srt: new"]
    assert cache_of(job).fetch(job, scratch(job)) is None


def entry(job: Job) -> Path:
    (found,) = (job.folder.parent / ".cache" / "scenes").iterdir()
    return found


def truncate_video(job: Job) -> None:
    os.truncate(entry(job) / "First.mp4", 3)


def flip_a_bit(job: Job) -> None:
    path = job.folder / "First.srt"  # the published one is the same file
    path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])


def remove_a_file(job: Job) -> None:
    (entry(job) / "First.srt").unlink()


def spoil_manifest(job: Job) -> None:
    (entry(job) / "manifest.json").write_text('{"files": {}}')


def empty_manifest(job: Job) -> None:
    (entry(job) / "manifest.json").write_text("")


def spoil_uses(job: Job) -> None:
    for path in (job.folder.parent / ".cache" / "uses").iterdir():
        path.write_text('{"sources": 3}')


def delete_everything(job: Job) -> None:
    shutil.rmtree(job.folder.parent / ".cache")


@pytest.mark.parametrize(
    "damage",
    [
        truncate_video,
        flip_a_bit,
        remove_a_file,
        spoil_manifest,
        empty_manifest,
        spoil_uses,
        delete_everything,
    ],
)
def test_what_is_damaged_counts_as_missing_and_can_be_made_anew(
    damage: Callable[[Job], None], job: Job
) -> None:
    publish(job, "old")
    damage(job)
    assert cache_of(job).fetch(job, scratch(job)) is None
    publish(job, "new")
    assert cache_of(job).fetch(job, scratch(job))
    assert published(job) == ["First.mp4: new", "First.srt: new"]


def test_cleaning_removes_what_was_not_used_for_longest(job: Job) -> None:
    jobs = [replace(job, variant=name) for name in "abc"]
    for number, one in enumerate(jobs):
        publish(one, one.variant)
        newest = max((job.folder.parent / ".cache" / "scenes").iterdir(), key=os.path.getctime)
        os.utime(newest, (number, number))
    cache = cache_of(job)
    assert cache.fetch(jobs[0], scratch(job))  # now it is the one used last
    size = sum(file.stat().st_size for file in newest.iterdir())
    assert cache.clean(limit=size * 2) == size
    assert [cache.fetch(one, scratch(job)) is None for one in jobs] == [False, True, False]
    cache.clean()
    assert [cache.fetch(one, scratch(job)) is None for one in jobs] == [True, True, True]
    assert published(job) == ["First.mp4: c", "First.srt: c"]  # the videos stay


def request_for(job: Job) -> Request:
    return Request([Target(job.lesson)], {}, job.quality, job.folder.parent)


def test_a_request_is_recalled_until_its_lesson_changes(job: Job) -> None:
    request = request_for(job)
    jobs = [job, replace(job, scene="Second", variant="a", overrides=(("points", "3"),))]
    cache_of(job).remember(request, jobs)
    assert cache_of(job).recall(request_for(job)) == tuple(jobs)
    edit_lesson(job)
    assert cache_of(job).recall(request_for(job)) is None


def test_a_request_whose_lesson_changed_meanwhile_is_not_remembered(job: Job) -> None:
    request = request_for(job)
    assert request.key
    edit_lesson(job)
    cache_of(job).remember(request, [job])
    assert cache_of(job).recall(request) is None
    assert cache_of(job).recall(request_for(job)) is None
