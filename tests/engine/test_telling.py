"""A check tells the same story as the drawing, and nothing outside changes either."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import av
import pytest
from manim import config, tempconfig
from PIL import Image

from calculus.errors import LessonError
from engine.jobs.job import BeatError, CheckResult, Job, Progress
from engine.jobs.lessons import LessonFile
from engine.jobs.quality import Quality
from engine.telling import scene as telling
from tests.publish.making import record_at

TINY = Quality("tiny", 128, 72, 10)


def job_of(path: Path, scene: str = "First", **overrides: str) -> Job:
    return Job(LessonFile(path), scene, tuple(overrides.items()), TINY, path.parent / "videos")


def check(job: Job) -> CheckResult:
    return telling.check(job, job.lesson.path.parent, lambda step: None)


def draw(job: Job) -> Path:
    """Draw a job and return the video."""
    drawn = telling.draw(job, job.lesson.path.parent, lambda step: None)
    return drawn.folder / drawn.video


def test_a_check_finds_every_beat_and_draws_nothing(lesson: Path) -> None:
    checked = check(job_of(lesson))
    assert checked.beats == ("A circle and 4.", "A circle and 25.")
    assert checked.numbers == 2
    assert checked.duration == checked.frames / TINY.frame_rate
    assert [path.name for path in lesson.parent.iterdir()] == ["tiny.py"]


def test_a_check_counts_the_frames_that_are_drawn(lesson: Path) -> None:
    job = job_of(lesson)
    record = record_at(draw(job).with_suffix(".beats.json"))
    assert record.frames == check(job).frames


def test_every_beat_begins_with_a_key_frame(lesson: Path) -> None:
    video = draw(job_of(lesson))
    record = record_at(video.with_suffix(".beats.json"))
    with av.open(video) as container:
        packets = list(container.demux(container.streams.video[0]))
        keys = {p.pts * p.time_base * TINY.frame_rate for p in packets if p.is_keyframe and p.size}
    assert len(record.beats) == 2
    assert {record.span(beat).start for beat in record.beats} <= keys


def test_progress_counts_up_to_the_last_frame(lesson: Path) -> None:
    steps: list[Progress] = []
    checked = telling.check(job_of(lesson), lesson.parent, steps.append)
    assert [step.frames for step in steps] == sorted(step.frames for step in steps)
    assert steps[-1].frames == checked.frames
    assert {step.beat for step in steps} == {0, 1}


def test_overrides_reach_the_scene(lesson: Path) -> None:
    assert check(job_of(lesson, points="1/3")).beats == ("A circle and about 0.111111.",)


def test_configuration_files_of_a_machine_change_nothing(lesson: Path) -> None:
    job = job_of(lesson)
    plain = check(job)
    with tempconfig({"frame_rate": 7, "from_animation_number": 3, "disable_caching": False}):
        assert check(job) == plain
        assert config.frame_rate == 7


def test_a_transparent_scene_becomes_a_movie_with_an_alpha_channel(lesson: Path) -> None:
    job = job_of(lesson, background="transparent")
    video = draw(job)
    assert video.suffix == ".mov"
    with av.open(video) as container:
        frames = [frame.to_ndarray(format="rgba") for frame in container.decode(video=0)]
    assert len(frames) == check(job).frames
    assert frames[-1][0, 0, 3] == 0  # nothing in the corner
    assert frames[-1][:, :, 3].max() > 100  # and the thin line of a circle in the middle
    poster = Image.open(video.with_suffix(".png"))
    assert poster.mode == "RGBA"
    assert poster.getpixel((0, 0))[3] == 0  # type: ignore[index]


def test_a_scene_after_a_transparent_one_is_opaque(lesson: Path) -> None:
    check(job_of(lesson, background="transparent"))
    assert draw(job_of(lesson)).suffix == ".mp4"


def test_a_check_says_what_an_author_should_know(write_lesson: Callable[..., Path]) -> None:
    path = write_lesson("class Other(Second):\n    text_font = 'No Such Font'\n")
    checked = check(job_of(path, "Other", language="fr"))
    assert checked.warnings == (
        "font No Such Font isn't installed here, so Source Sans Pro is used",
        "language fr: no translation of 'A circle and {value}.', so it stays English",
    )


def test_what_is_drawn_is_complete_and_says_what_it_was_drawn_from(lesson: Path) -> None:
    (lesson.parent / "helper.py").write_text("POINTS = (2,)\n")
    lesson.write_text("import helper\n" + lesson.read_text())
    drawn = telling.draw(job_of(lesson), lesson.parent, lambda step: None)
    wanted = {f"First.{kind}" for kind in ("mp4", "beats.json", "srt", "vtt", "png")}
    assert set(drawn.files) == {file.name for file in drawn.folder.iterdir()} == wanted
    for name, digest in drawn.files.items():
        assert hashlib.sha256((drawn.folder / name).read_bytes()).hexdigest() == digest
    assert {"lesson:helper.py", "project:scenes/base.py"} < set(drawn.sources)
    assert not [name for name in drawn.sources if "site-packages" in name or "tiny" in name]
    assert not drawn.system_fonts


def test_an_error_tells_its_beat(write_lesson: Callable[..., Path]) -> None:
    path = write_lesson(
        "class Broken(_Story):\n"
        "    def construct(self):\n"
        "        super().construct()\n"
        "        with self.beat('And now.'):\n"
        "            1 / 0\n",
    )
    with pytest.raises(BeatError) as error:
        check(job_of(path, "Broken"))
    assert error.value.beat == 1
    assert isinstance(error.value.__cause__, ZeroDivisionError)


OWN = """
import manim

class Own(LessonScene):
    def construct(self):
        with self.beat("Look."):
            self.add({made})
"""
IN_LATEX = [
    "manim.DecimalNumber(2)", "manim.MathTex('x')", "manim.Tex('x')", "manim.BarChart([1, 2])",
    "manim.Axes().add_coordinates()", "manim.NumberLine(include_numbers=True)",
]  # fmt: skip
INSTEAD = [
    'self.formula("sqrt(x) = {n}", n=2)', 'self.label("words")',
    'manim.Axes(axis_config={"label_constructor": manim.Text}).add_coordinates()',
]  # fmt: skip


@pytest.mark.parametrize("made", IN_LATEX)
def test_what_needs_latex_is_told_with_what_does_not(
    write_lesson: Callable[..., Path], made: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    path = write_lesson(OWN.replace("{made}", made))
    with pytest.raises(BeatError) as caught:
        check(job_of(path, "Own"))
    mistake = caught.value.__cause__
    assert isinstance(mistake, LessonError)
    said = str(mistake)
    assert said.startswith("LaTeX: is installed")
    assert all(one.replace("manim.", "").removesuffix(".add_coordinates()") in said
               for one in INSTEAD)  # fmt: skip


@pytest.mark.parametrize("made", INSTEAD)
def test_what_is_named_instead_of_latex_works(
    write_lesson: Callable[..., Path], made: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    path = write_lesson(OWN.replace("{made}", made))
    checked = check(job_of(path, "Own"))
    assert checked.beats == ("Look.",)
    assert "numbers.typed" not in {finding.rule for finding in checked.findings}


def test_other_files_that_are_missing_are_not_latex(write_lesson: Callable[..., Path]) -> None:
    path = write_lesson(OWN.replace("{made}", 'open("/latex")'))
    with pytest.raises(BeatError) as caught:
        check(job_of(path, "Own"))
    assert isinstance(caught.value.__cause__, FileNotFoundError)
