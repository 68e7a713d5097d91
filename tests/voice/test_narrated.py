"""A narrated lesson, from the command line to what a viewer hears."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pyloudnorm
import pytest
import srt

from tests.publish.sounding import heard
from tests.running import run
from tests.test_render_cli import files
from tests.voice.hearing import RATE, begins, syllables, write_wav

DRIFT = 0.1  # seconds between a caption and its words
MORE = '''

class Long(_Story):
    """Sentences of several captions."""

    points = -1, 12, 3

    def construct(self):
        for value in self.facts:
            with self.beat(
                "The circle that you see here has nothing at all to do with it, but the number "
                "that is meant is {value}, and that is what the function gives at this point.",
                kind="result",
                value=shown(value),
            ):
                self.play(Create(Circle()), run_time=5)
'''


def record_of(scene: Path) -> dict[str, Any]:
    return json.loads(scene.with_suffix(".beats.json").read_text(encoding="utf-8"))


@pytest.fixture
def narrated(write_lesson: Callable[..., Path]) -> Path:
    """The scene Long, read out by espeak-ng."""
    folder = write_lesson(MORE).parent
    done = run("tiny.py:Long", "-q", "draft", "--voice", "espeak", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "out/tiny/Long.mp4"


def test_what_is_heard_is_as_loud_as_speech_and_comes_with_its_captions(narrated: Path) -> None:
    record, samples = record_of(narrated), heard(narrated)
    assert len(samples) / RATE == pytest.approx(record["duration"], abs=0.03)
    assert pyloudnorm.Meter(RATE).integrated_loudness(samples) == pytest.approx(-18, abs=1)
    assert 20 * np.log10(np.abs(samples).max()) <= -1

    captions = list(srt.parse(narrated.with_suffix(".srt").read_text(encoding="utf-8")))
    starts = [caption.start.total_seconds() for caption in captions]
    assert len(captions) >= 6  # several in each beat
    spoken = begins(samples)
    for start in starts:
        assert min(abs(start - moment) for moment in spoken) <= DRIFT
    for beat in record["beats"]:
        assert min(abs(beat["start"] - moment) for moment in spoken) <= DRIFT
        assert beat["end"] - beat["start"] >= beat["spoken"]
    assert record["voice"] == "espeak"


def test_a_silent_lesson_has_no_sound(lesson: Path) -> None:
    for voice in ((), ("--voice", "silent")):
        done = run("tiny.py:Second", "-q", "draft", *voice, folder=lesson.parent)
        assert (done.returncode, done.stderr) == (0, "")
        with av.open(lesson.parent / "out/tiny/Second.mp4") as container:
            assert not container.streams.audio
        assert record_of(lesson.parent / "out/tiny/Second.mp4")["voice"] == ""
    assert "unchanged" in done.stdout  # silence is silence, said or not


def test_a_voice_is_part_of_what_was_asked_for(lesson: Path) -> None:
    asked = ("tiny.py:Second", "-q", "draft")
    said = [
        run(*asked, "--voice", voice, folder=lesson.parent).stdout
        for voice in ("silent", "espeak", "espeak", "espeak:speed=200", "silent")
    ]
    assert ["unchanged" in one for one in said] == [False, False, True, False, True]


def test_a_beat_alone_is_heard_as_in_its_scene(lesson: Path) -> None:
    asked = ("tiny.py:First", "-q", "draft", "--voice", "espeak")
    assert run(*asked, folder=lesson.parent).returncode == 0
    assert run(*asked, "--beat", "2", folder=lesson.parent).returncode == 0
    out = lesson.parent / "out/tiny"
    whole, alone = heard(out / "First.mp4"), heard(out / "First.beat-2.mp4")
    start = round(record_of(out / "First.mp4")["beats"][1]["start"] * RATE)
    length = min(len(alone), len(whole) - start)
    lag = np.correlate(whole[start : start + length], alone[:length], "full").argmax() - length + 1
    assert abs(lag) <= 0.01 * RATE


def test_recordings_are_asked_for_played_and_asked_for_again_when_the_lesson_changes(
    lesson: Path,
) -> None:
    folder = lesson.parent
    asked = ("tiny.py:First", "-q", "draft", "--voice", "files:my voice")
    done = run(*asked, "--check", folder=folder)
    assert done.returncode == 0
    assert not (folder / "out").exists()
    script = re.findall(r"to record: (.*\.wav): “(.*)” \(there is none\)", done.stderr)
    assert [text for _, text in script] == ["A circle and four.", "A circle and twenty-five."]
    for name, _ in script:
        write_wav(folder / name, syllables(2.5))
    done = run(*asked, folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    scene = folder / "out/tiny/First.mp4"
    first, second = record_of(scene)["beats"]
    assert first["spoken"] == pytest.approx(2.5, abs=0.03)
    assert begins(heard(scene)) == pytest.approx([0, second["start"]], abs=DRIFT)

    assert "unchanged" in run(*asked, folder=folder).stdout
    write_wav(folder / script[0][0], syllables(3.5))
    assert "unchanged" not in run(*asked, folder=folder).stdout
    assert record_of(scene)["beats"][0]["spoken"] == pytest.approx(3.5, abs=0.03)

    done = run(*asked, "--set", "points=3,5", folder=folder)
    assert done.returncode == 0
    assert "“A circle and nine.” (01-a-circle-and-four.wav is of another sentence)" in done.stderr
    assert "spoken" not in record_of(scene)["beats"][0]
    assert "spoken" in record_of(scene)["beats"][1]


def test_a_broken_recording_is_told_and_nothing_is_written(lesson: Path) -> None:
    folder = lesson.parent
    (folder / "recordings/tiny/First").mkdir(parents=True)
    (folder / "recordings/tiny/First/02.mp3").write_bytes(b"no sound")
    done = run("tiny.py:First", "-q", "draft", "--voice", "files", folder=folder)
    assert done.returncode == 2
    (said,) = [line for line in done.stderr.splitlines() if line.startswith("render.py: ")]
    assert "recordings/tiny/First/02.mp3: is a recording of speech" in said
    assert not list((folder / "out").rglob("*.mp4"))


@pytest.mark.parametrize(
    ("voice", "message"),
    [
        ("espaek", "did you mean espeak"),
        ("espeak:voice=klingonese", "has a voice for the language; got 'klingonese'"),
        ("espeak:speed=9", "from 80 to 300"),
        ("files:nowhere", "is a folder; got 'nowhere'"),
        ("loud and clear", "is silent, files, natural, espeak, beeps or a service"),
    ],
)
def test_a_voice_that_cannot_speak_is_told_before_anything_is_drawn(
    voice: str, message: str, lesson: Path
) -> None:
    done = run("tiny.py", "-q", "draft", "--voice", voice, folder=lesson.parent)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert message in done.stderr
    assert not files(lesson.parent) - {"tiny.py"}


def test_recordings_stay_on_this_machine(lesson: Path) -> None:
    (lesson.parent / "recordings").mkdir()
    words = ("--voice", "files", "--cluster", "tcp://127.0.0.1:1")
    done = run("tiny.py", *words, folder=lesson.parent)
    assert done.returncode == 2
    assert "--cluster: takes a voice that every worker has by itself" in done.stderr


def test_what_was_said_is_cleaned_away_with_the_rest(lesson: Path) -> None:
    folder = lesson.parent
    assert run("tiny.py:Second", "-q", "draft", "--voice", "espeak", folder=folder).returncode == 0
    assert list((folder / "out/.cache/voices").glob("*/sound.wav"))
    assert run("clean", folder=folder).returncode == 0
    assert not list((folder / "out/.cache/voices").glob("*/sound.wav"))
