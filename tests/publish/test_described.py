"""A described video is the video, with time in which it stands and something else is heard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import srt

from publish import described
from publish.described import Description
from publish.scene import Scene
from record.beats import Cue
from tests.publish.filming import levels
from tests.publish.sounding import clicks, heard, onsets, save
from tests.publish.test_sound import CLOSE, narrated

BEATS: list[dict[str, Any]] = [
    {"end": 0.7, "text": "One.", "chapter": "Begin", "description": "A ball."},
    {"end": 1.5, "text": "Two.", "chapter": "The end", "description": ""},
    {"end": 3.0, "text": "Three.", "chapter": "The end", "description": "A curve; a dot."},
]
CLICKS = [0.02, 0.6, 0.72, 1.4, 1.52, 2.9]  # of the scene, at 20 frames a second
# By hand: 0.3 s of silence, then 0.81 s or 1.19 s, in whole frames: 1.15 and 1.5 seconds.
WAITS = [1.15, 1.5]
LATER = [0.02, 0.6, 0.72 + 1.15, 1.4 + 1.15, 1.52 + 1.15, 2.9 + 1.15]


@pytest.fixture(scope="module", params=[False, True], ids=["mp4", "mov"])
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder = tmp_path_factory.mktemp("lesson")
    return narrated(folder, clicks(CLICKS, 3.0), request.param, BEATS)


@pytest.fixture(scope="module")
def made(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("described")
    said = {
        0: Description(
            save(clicks([0.1], 0.3), folder / "0.wav"), 0.81, (Cue(0.0, 0.81, "A ball."),)
        ),
        2: Description(
            save(clicks([0.2, 0.9], 1.0), folder / "2.wav"),
            1.19,
            (Cue(0.0, 0.6, "A curve;"), Cue(0.6, 1.19, "a dot.")),
        ),
    }
    described.make(scene, folder, said)
    return folder / f"Story.described{scene.video.suffix}"


def test_each_picture_is_there_once_and_the_last_of_a_beat_stands(scene: Scene, made: Path) -> None:
    assert levels(made) == levels(scene.video)
    with av.open(made) as container:
        times = [frame.time for frame in container.decode(video=0)]
        stream = container.streams.video[0]
        assert float(stream.duration * stream.time_base) == pytest.approx(3.0 + sum(WAITS))
    steps = np.diff([*times, 3.0 + sum(WAITS)])
    stands = {13: WAITS[0], 59: WAITS[1]}  # the last frames of the first and the third beat
    due = [0.05 + stands.get(number, 0.0) for number in range(60)]
    assert steps == pytest.approx(due, abs=0.001)


def test_nothing_of_the_narration_is_lost_and_descriptions_lie_between(made: Path) -> None:
    said = [0.7 + 0.3 + 0.1, 3.0 + 1.15 + 0.3 + 0.2, 3.0 + 1.15 + 0.3 + 0.9]
    samples = heard(made)
    assert onsets(samples) == pytest.approx(sorted([*LATER, *said]), abs=CLOSE)
    assert len(samples) / 48_000 == pytest.approx(3.0 + sum(WAITS), abs=0.03)


def test_captions_and_chapters_come_with_them(made: Path) -> None:
    found = list(srt.parse(made.with_suffix(".srt").read_text("utf-8")))
    told = [(cue.start.total_seconds(), cue.end.total_seconds(), cue.content) for cue in found]
    assert told == [
        (0.0, 0.7, "One."), (1.0, 1.81, "A ball."), (1.85, 2.65, "Two."), (2.65, 4.15, "Three."),
        (4.45, 5.05, "A curve;"), (5.05, 5.64, "a dot."),
    ]  # fmt: skip
    with av.open(made) as container:
        chapters = [
            (float(one["start"] * one["time_base"]), one["metadata"]["title"])
            for one in container.chapters()
        ]
        sound = container.streams.audio[0]
        assert av.stream.Disposition.visual_impaired in sound.disposition or made.suffix == ".mov"
    assert chapters == [(0.0, "Begin"), (pytest.approx(1.85), "The end")]
