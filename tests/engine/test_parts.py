"""A scene that several draw has the files of one that draws it alone, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from pathlib import Path

import av
import pytest

from engine.drawing import parts
from engine.jobs.job import DrawingResult, Job, Part, Progress, Stretch
from engine.jobs.lessons import LessonFile
from engine.jobs.quality import Quality
from engine.telling import scene as telling
from record import Record

SMALL = Quality("small", 214, 120, 8)
BEATS = """
class Several(_Story):
    def construct(self):
        square = manim.Square()
        with self.beat("A square, and nothing else."):
            self.play(manim.FadeIn(square))
        with self.beat("It stands still."):
            pass
        with self.beat("It turns."):
            self.play(manim.Rotate(square, 1), run_time=1)
        with self.beat("It goes away, slowly, as all squares do in the end."):
            self.play(square.animate.shift(manim.RIGHT), run_time=1)
        self.play(manim.FadeOut(square))
"""


def job_of(path: Path, scene: str, **overrides: str) -> Job:
    return Job(LessonFile(path), scene, tuple(overrides.items()), SMALL, path.parent / "videos")


def join(drawn: list[DrawingResult], room: Path) -> DrawingResult:
    """Put parts together that are all of a scene, in order."""
    movies = [one.folder / one.video for one in drawn]
    stretches = [Stretch(movie, 0, frames(movie)) for movie in movies]
    prints = tuple(chain(*(one.fingerprints for one in drawn)))
    return parts.join(drawn, stretches, prints, room)


def frames(movie: Path) -> int:
    with av.open(movie) as container:
        return sum(1 for _ in container.decode(video=0))


def files(result: DrawingResult) -> dict[str, bytes]:
    return {name: (result.folder / name).read_bytes() for name in result.files}


@pytest.mark.parametrize("background", ["solid", "transparent"])
@pytest.mark.parametrize("sounds", [False, True])
def test_parts_are_joined_to_what_one_draws(
    write_lesson: Callable[..., Path], background: str, sounds: bool
) -> None:
    path = write_lesson(f"import manim\n{BEATS}")
    job = replace(job_of(path, "Several", background=background), sounds=sounds)

    def draw(part: Part) -> DrawingResult:
        return telling.draw(job, path.parent, lambda step: None, part)

    whole = telling.draw(job, path.parent, lambda step: None)
    for cuts in ([2], [1, 2, 3]):
        bounds = zip([0, *cuts], [*cuts, None], strict=True)
        joined = join([draw(Part(first, end)) for first, end in bounds], path.parent)
        assert files(joined) == files(whole)
        assert replace(joined, folder=whole.folder) == whole


MOVING = """
import manim

class Moving(LessonScene):
    def construct(self):
        dot = manim.Dot()
        self.add(dot)
        with self.beat("It moves."):
            {made}
"""
OF_BEFORE = [
    "dot.add_updater(lambda dot, dt: dot.shift(dt * manim.UP)); self.wait(1)",
    "self.add(manim.VGroup(manim.VGroup(manim.TracedPath(dot.get_center)))); self.wait(1)",
    "self.add_updater(lambda dt: dot.shift(dt * manim.UP)); self.wait(1)",
    "self.play(manim.AnimationGroup(manim.PhaseFlow(lambda p: p + 1, dot)))",
    "self.play(manim.UpdateFromFunc(dot, lambda dot: dot.shift(manim.UP)))",
]
OF_NOW = ["self.play(manim.Rotate(dot, 1))", "self.play(dot.animate.shift(manim.UP))"]


@pytest.mark.parametrize("made", [*OF_BEFORE, *OF_NOW])
def test_a_scene_is_divided_where_no_picture_depends_on_those_before(
    write_lesson: Callable[..., Path], made: str
) -> None:
    path = write_lesson(MOVING.format(made=made))
    checked = telling.check(job_of(path, "Moving"), path.parent, lambda step: None)
    assert checked.divisible == (made in OF_NOW)


def test_a_part_reports_what_it_draws_alone(write_lesson: Callable[..., Path]) -> None:
    job = job_of(write_lesson(f"import manim\n{BEATS}"), "Several")
    steps: list[Progress] = []
    telling.draw(job, job.lesson.path.parent, steps.append, Part(2, 3))
    ends = telling.check(job, job.lesson.path.parent, lambda step: None).ends
    assert steps[-1].frames == ends[2] - ends[1]


def test_what_is_played_after_the_last_beat_belongs_to_it(
    write_lesson: Callable[..., Path],
) -> None:
    job = job_of(write_lesson(f"import manim\n{BEATS}"), "Several")
    drawn = telling.draw(job, job.lesson.path.parent, lambda step: None)
    record = Record.read((drawn.folder / "Several.beats.json").read_text(encoding="utf-8"))
    checked = telling.check(job, job.lesson.path.parent, lambda step: None)
    assert record.span(record.beats[-1]) == range(checked.ends[-2], checked.frames)
    assert checked.ends[-1] == checked.frames - SMALL.frame_rate  # it goes in a second


def test_parts_of_different_states_are_of_none(write_lesson: Callable[..., Path]) -> None:
    path = write_lesson(f"import manim\n{BEATS}")
    job = job_of(path, "Several")
    first = telling.draw(job, path.parent, lambda step: None, Part(0, 1))
    last = telling.draw(job, path.parent, lambda step: None, Part(1))
    assert join([first, last], path.parent).state == first.state
    assert join([replace(first, state="other"), last], path.parent).state == ""
