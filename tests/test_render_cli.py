"""The command line: what it makes, what it refuses, and what is left when it is stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

import render
from publish import pixels, video
from scenes.look.theme import DARK
from tests.running import run
from tests.waiting import PATIENCE, await_that

PROGRAM = [sys.executable, str(Path(render.__file__))]


def files(folder: Path) -> set[str]:
    """Return the names of the files in a folder, but for those of the cache."""
    names = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {str(name) for name in names if ".cache" not in name.parts}


# What it makes.


def test_a_scene_becomes_a_video_with_record_captions_and_poster(lesson: Path) -> None:
    folder = lesson.parent
    # A configuration for plain Manim lies around; it must not matter.
    (folder / "manim.cfg").write_text("[CLI]\nbackground_color = WHITE\nframe_rate = 7\n")
    done = subprocess.run(
        [*PROGRAM, "tiny.py:First", "--set", "points=1,-3", "-q", "draft"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "out/tiny/First.mp4" in done.stdout

    out = folder / "out"
    kinds = ("mp4", "beats.json", "srt", "vtt", "png")
    assert files(out) == {f"tiny/First.{kind}" for kind in kinds}
    assert [path.name for path in out.glob(".*")] == [".cache"]

    record = json.loads((out / "tiny/First.beats.json").read_text(encoding="utf-8"))
    assert record["parameters"].items() >= {"function": "f(a) = a**2", "points": "1, -3"}.items()
    assert [beat["text"] for beat in record["beats"]] == ["A circle and 1.", "A circle and 9."]
    assert record["quality"] == {"width": 854, "height": 480, "frame_rate": 15}
    movie = out / "tiny/First.mp4"
    with av.open(movie) as container:
        stream = container.streams.video[0]
        times = [frame.pts * stream.time_base for frame in container.decode(stream)]
        assert (stream.width, stream.height, stream.average_rate) == (854, 480, 15)
    assert times == [Fraction(number, 15) for number in range(len(times))]
    assert len(times) == record["duration"] * 15
    assert record["beats"][-1]["end"] == record["duration"]

    picture = np.asarray(Image.open(out / "tiny/First.png"))
    wanted = video.frame(movie, round(record["poster"] * 15))
    assert np.array_equal(picture, pixels.shown(wanted))
    background = np.array([int(DARK.background[i : i + 2], 16) for i in (1, 3, 5)])
    assert np.abs(picture[5, 5] - background).max() <= 4  # the codec rounds colours


def test_a_check_builds_every_beat_and_leaves_no_file(lesson: Path) -> None:
    done = run("tiny.py", "--check", folder=lesson.parent)
    assert done.returncode == 0
    rows = [line.split() for line in done.stdout.splitlines() if "tiny:" in line]
    assert [(scene, beats, numbers, ok) for scene, beats, _, _, numbers, ok in rows] == [
        ("tiny:First", "2", "2", "ok"),
        ("tiny:Second", "1", "1", "ok"),
    ]
    assert files(lesson.parent) - {"tiny.py"} == set()


def test_the_list_tells_parameters_defaults_and_meanings(
    lesson: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert render.main([str(lesson), "--list"]) == 0
    listed = " ".join(capsys.readouterr().out.split())
    assert "tiny:First Two beats." in listed
    assert "points 2, 5 where to look at the function --set points=2,5" in listed


def test_one_setting_applies_to_every_scene_that_has_it(
    write_lesson: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_lesson(
        "class Third(LessonScene):\n"
        "    def construct(self):\n"
        "        with self.beat('No parameters here.'):\n"
        "            self.play(Create(Circle()))\n"
    )
    assert render.main([str(path), "--check", "--set", "points=1,2,3"]) == 0
    rows = [line.split()[:2] for line in capsys.readouterr().out.splitlines() if "tiny:" in line]
    assert rows == [["tiny:First", "3"], ["tiny:Second", "3"], ["tiny:Third", "1"]]


# What it refuses.


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--set", "points="], "points: needs at least one number; got ''. Try: points=2,5"),
        (["--set", "nudges=0"], "nudges: is not 0; got '0'. Try: nudges=0.1,0.01"),
        (["--set", 'function=f(a) = __import__("os")'], '__import__("os")'),
        (["--set", "function=f(a) = 9**9**9"], "9**9**9"),
        (["--set", "function=f(a) = b"], "uses one variable, a; got 'f(a) = b'"),
        (["--set", "function=f(a) = 1/a", "--set", "points=0"], "got 'a = 0'"),
        (["--out", "/proc/videos"], "--out: is a folder to write to"),
    ],
)
def test_bad_input_is_refused_at_once_in_one_message(
    arguments: list[str], message: str, tmp_path: Path
) -> None:
    done = run("nudge:NudgeSquare", *arguments, "--timeout", 10, folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert done.stderr.startswith("render.py: ")
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nudge:NudgLine"], "did you mean NudgeLine?"),
        (["tangent"], "did you mean tangents?"),
        (["nudge", "--set", "point=1"], "did you mean points?"),
        (["nudge", "--set", "points"], "'points' is not NAME=VALUE"),
        (["nudge", "-q", "720"], "did you mean 720p?"),
        (["nudge", "-q", "480p"], "did you mean draft?"),
        (["nudge", "--qualty", "draft"], "did you mean --quality?"),
        (["nudge", "--jobs", "0"], "'0' is not a whole number above 0"),
        (["nudge", "--list", "--check"], "not allowed with"),
    ],
)
def test_a_wrong_word_is_refused_with_the_one_that_was_meant(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = render.main(arguments)
    except SystemExit as left:
        code = int(left.code or 0)
    assert code == 2
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1


# What is left when something goes wrong.

FAILING = """
class Broken(_Story):
    points = 1, 2, 3

    def construct(self):
        super().construct()
        with self.beat("One more."):
            if not self.renderer.skip_animations:
                1 / 0
            self.play(Create(Circle()), run_time=0.2)


class Killed(_Story):
    def construct(self):
        super().construct()
        if not self.renderer.skip_animations:
            os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_scene_that_fails_is_named_and_the_others_finish(
    write_lesson: Callable[..., Path],
) -> None:
    path = write_lesson(FAILING)
    folder = path.parent
    line = path.read_text(encoding="utf-8").splitlines().index("                1 / 0") + 1
    done = run("tiny.py", "-q", "draft", folder=folder)
    assert done.returncode == 1
    broken, killed = done.stderr.splitlines()
    assert broken == (
        f"render.py: tiny.py:{line}: tiny:Broken failed in beat 4 (“One more.”): "
        "ZeroDivisionError: division by zero. Details: out/tiny/Broken.log"
    )
    assert killed.startswith("render.py: tiny:Killed failed")
    assert "killed by SIGKILL" in killed
    assert "1 / 0" in (folder / "out/tiny/Broken.log").read_text(encoding="utf-8")
    made = {name.partition(".")[0] for name in files(folder / "out")}
    assert made == {"tiny/First", "tiny/Second", "tiny/Broken"}
    assert [path.name for path in (folder / "out").glob(".*")] == [".cache"]
    assert not (folder / "out/tiny/Broken.mp4").exists()


LONG = """
class Long(_Story):
    points = tuple(range(24))


class Longer(Long):
    pass
"""


@pytest.mark.parametrize(
    ("stop", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)]
)
def test_stopping_ends_every_process_and_leaves_nothing_half_written(
    stop: signal.Signals, code: int, write_lesson: Callable[..., Path]
) -> None:
    folder = write_lesson(LONG).parent
    arguments = ["tiny.py:Long", "tiny.py:Longer", "-q", "draft", "--jobs", "2"]
    program = subprocess.Popen(
        [*PROGRAM, *arguments],
        cwd=folder,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )

    def videos() -> list[str]:  # folders come and go meanwhile, which `os.walk` bears
        return [one for _, _, names in os.walk(folder / "out") for one in names if ".mp4" in one]

    await_that(lambda: len(videos()) > 1)
    began = time.monotonic()
    if stop == signal.SIGINT:
        os.killpg(program.pid, stop)  # as the terminal does
    else:
        program.send_signal(stop)
    output, errors = program.communicate(timeout=PATIENCE)
    await_that(lambda: not group_is_alive(program.pid))
    assert time.monotonic() - began < PATIENCE
    assert (program.returncode, output) == (code, "")
    if stop != signal.SIGKILL:  # which leaves no time to clean up
        assert errors == "render.py: stopped\n"
        assert list((folder / "out").iterdir()) == []
    assert not (folder / "out/tiny").exists()


def group_is_alive(leader: int) -> bool:
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    return True
