"""Clips are the video's own frames, each beat's and no others."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import srt
from PIL import Image

from publish import clips, cut
from publish.scene import Scene
from tests.publish.moving import RATE, frames, picture, scene_of, times

BEATS: list[dict[str, Any]] = [
    {"end": 0.7, "text": "Here is f(a) = a².", "chapter": "The function", "kind": "setup"},
    {"end": 1.5, "text": "The slope is 6."},
    {"end": 1.55, "text": "One frame."},
    {"end": 2.4, "text": "Éa → b?", "cues": [{"start": 1.6, "end": 2.3, "text": "Éa → b?"}]},
]
ENDS = [14, 30, 31, 48]  # the same in frames, counted by hand
SPANS = list(zip([0, *ENDS], ENDS, strict=False))


def made(scene: Scene, folder: Path) -> Path:
    folder.mkdir()
    clips.make(scene, folder)
    return folder / "Story.clips"


def index(folder: Path) -> list[dict[str, Any]]:
    whole: dict[str, Any] = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    clips: list[dict[str, Any]] = whole["clips"]
    return clips


def movies(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix in (".mp4", ".mov"))


@pytest.mark.parametrize("transparent", [False, True], ids=["mp4", "mov"])
def test_cut_at_key_frames_they_are_the_whole_video(tmp_path: Path, transparent: bool) -> None:
    scene = scene_of(tmp_path, BEATS, transparent=transparent)
    folder = made(scene, tmp_path / "new")
    whole = frames(scene.video, "rgba")
    parts = [frames(path, "rgba") for path in movies(folder)]
    assert [len(part) for part in parts] == [14, 16, 1, 17]
    pairs = zip(whole, chain.from_iterable(parts), strict=True)
    assert all(np.array_equal(a, b) for a, b in pairs)


def test_at_key_frames_the_encoded_pictures_themselves_are_copied(tmp_path: Path) -> None:
    scene = scene_of(tmp_path, BEATS)
    folder = made(scene, tmp_path / "new")

    def packets(path: Path) -> list[bytes]:
        with av.open(path) as container:
            stream = container.streams.video[0]
            return [bytes(packet) for packet in container.demux(stream) if packet.size]

    assert packets(scene.video) == [part for path in movies(folder) for part in packets(path)]


def test_elsewhere_they_are_encoded_again_and_look_the_same(tmp_path: Path) -> None:
    scene = scene_of(tmp_path, BEATS, keys=[])
    folder = made(scene, tmp_path / "new")
    assert [cut.cut(scene, beat, tmp_path / "x.mp4") for beat in scene.record.beats] == [
        False, False, False, False,
    ]  # fmt: skip
    whole = frames(scene.video)
    for (first, end), path in zip(SPANS, movies(folder), strict=True):
        part = frames(path)
        assert len(part) == end - first
        for number, pixels in enumerate(part):
            # A frame is nearer to its own than to its neighbours, and hardly different.
            errors = [np.abs(pixels.astype(int) - one).mean() for one in whole]
            assert int(np.argmin(errors)) == first + number
            assert min(errors) < 1


def test_a_key_frame_at_one_end_only_is_no_reason_to_lose_frames(tmp_path: Path) -> None:
    scene = scene_of(tmp_path, BEATS, keys=[14])  # frames before 30 may need some after
    folder = made(scene, tmp_path / "new")
    assert [len(frames(path)) for path in movies(folder)] == [14, 16, 1, 17]


@pytest.mark.parametrize("keys", [None, []], ids=["copied", "encoded"])
def test_each_starts_at_zero_and_lasts_as_long_as_its_beat(tmp_path: Path, keys: Any) -> None:
    folder = made(scene_of(tmp_path, BEATS, keys=keys), tmp_path / "new")
    for (first, end), path in zip(SPANS, movies(folder), strict=True):
        assert list(times(path)) == [Fraction(n, RATE) for n in range(end - first)]
        with av.open(path) as container:
            stream = container.streams.video[0]
            assert stream.duration * stream.time_base == Fraction(end - first, RATE)
            colours = stream.codec_context
            assert (colours.colorspace, colours.color_primaries, colours.color_trc) == (6, 1, 13)


def test_each_has_its_captions_from_zero_on(tmp_path: Path) -> None:
    folder = made(scene_of(tmp_path, BEATS), tmp_path / "new")
    said = []
    for path in movies(folder):
        text = path.with_suffix(".srt").read_text(encoding="utf-8")
        said += [
            (c.start.total_seconds(), c.end.total_seconds(), c.content) for c in srt.parse(text)
        ]
        assert path.with_suffix(".vtt").read_bytes().startswith(b"WEBVTT\n")
        with av.open(path) as container:
            assert len(container.streams.subtitles) == 1
    assert said == [
        (0, 0.7, "Here is f(a) = a²."),
        (0, 0.8, "The slope is 6."),
        (0, 0.05, "One frame."),
        (0.05, 0.75, "Éa → b?"),
    ]


def test_names_sort_and_say_what_is_shown(tmp_path: Path) -> None:
    folder = made(scene_of(tmp_path, BEATS), tmp_path / "new")
    assert [path.stem for path in movies(folder)] == [
        "01-here-is-f-a-a2",
        "02-the-slope-is-6",
        "03-one-frame",
        "04-ea-b",
    ]


def test_the_index_says_what_is_in_the_folder(tmp_path: Path) -> None:
    folder = made(scene_of(tmp_path, BEATS), tmp_path / "new")
    listed = index(folder)
    assert [(one["first_frame"], one["frames"]) for one in listed] == [
        (first, end - first) for first, end in SPANS
    ]
    names = {one[kind] for one in listed for kind in ("file", "poster", "captions")}
    others = {path.name for path in folder.glob("*.srt")} | {"index.json"}
    assert names | others == {path.name for path in folder.iterdir()}
    assert listed[0]["text"] == listed[0]["speech"] == "Here is f(a) = a²."
    assert (listed[0]["chapter"], listed[0]["kind"]) == ("The function", "setup")


def test_a_poster_is_the_last_frame_of_its_clip(tmp_path: Path) -> None:
    folder = made(scene_of(tmp_path, BEATS), tmp_path / "new")
    for path in movies(folder):
        with Image.open(path.with_suffix(".png")) as shown:
            assert np.array_equal(np.asarray(shown), frames(path)[-1])


def test_what_ends_as_it_began_or_stands_still_can_be_played_over_and_over(tmp_path: Path) -> None:
    there = list(range(8))
    numbers = [0] * 16 + there + there[::-1] + there * 2
    beats = [{"end": 0.8}, {"end": 1.6}, {"end": 2.4}]
    scene = scene_of(tmp_path, beats, pictures=[picture(number) for number in numbers])
    loops = [one["loop"] for one in index(made(scene, tmp_path / "new"))]
    assert loops == [True, True, False]
