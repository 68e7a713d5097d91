"""manim-slides finds what it needs, and each beat's video is that beat, forwards and backwards."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from publish import cut, pixels, slides, video
from publish.files import place_tree
from publish.formats import FORMATS
from publish.scene import Scene
from record import Record
from tests.publish.filming import DARK, grey, levels, scene_of
from tests.publish.making import data_of

BEATS = [
    {"end": 0.5, "text": "When a = 2,\nf(a) = 6.", "speech": "When A is two, f of A is six."},
    {"end": 1.2, "text": "“Naïve” — is said."},
    {"end": 1.25, "text": "One frame."},
]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return scene_of(tmp_path_factory.mktemp("lesson"), BEATS)


@pytest.fixture(scope="module")
def folder(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("slides")
    slides.make(scene, folder)
    return folder


@pytest.fixture(scope="module")
def presentation(folder: Path) -> dict[str, Any]:
    presentation: dict[str, Any] = json.loads((folder / "slides" / "Story.json").read_bytes())
    return presentation


def test_it_says_what_manim_slides_reads(presentation: dict[str, Any]) -> None:
    assert set(presentation) == {"slides", "resolution", "background_color"}
    assert presentation["resolution"] == [96, 64]
    told = {"file", "rev_file", "notes", "loop", "auto_next"}
    assert all(set(slide) == told for slide in presentation["slides"])
    assert not any(slide["loop"] or slide["auto_next"] for slide in presentation["slides"])


def test_notes_are_the_sentence_and_how_it_is_spoken(presentation: dict[str, Any]) -> None:
    assert [slide["notes"] for slide in presentation["slides"]] == [
        "When a = 2, f(a) = 6.\n\nWhen A is two, f of A is six.",
        "“Naïve” — is said.",
        "One frame.",
    ]


def test_the_background_is_that_of_the_video(presentation: dict[str, Any]) -> None:
    code = presentation["background_color"].lstrip("#")
    found = tuple(int(code[place : place + 2], 16) for place in (0, 2, 4))
    assert np.abs(np.subtract(found, DARK)).max() <= 3


def test_each_video_is_its_beat_and_the_other_one_the_same_backwards(
    folder: Path, presentation: dict[str, Any]
) -> None:
    for slide, (first, end) in zip(
        presentation["slides"], ((0, 10), (10, 24), (24, 25)), strict=True
    ):
        expected = [grey(number)[0] for number in range(first, end)]
        # Names are relative to the folder that has slides/ in it.
        assert np.allclose(levels(folder / slide["file"]), expected, atol=2)
        assert np.allclose(levels(folder / slide["rev_file"]), expected[::-1], atol=2)


def test_videos_play_anywhere_and_start_before_they_are_loaded(
    folder: Path, presentation: dict[str, Any]
) -> None:
    for slide in presentation["slides"]:
        path = folder / slide["file"]
        with video.video(path) as (container, stream):
            codec = stream.codec_context
            assert (codec.name, codec.pix_fmt) == ("h264", "yuv420p")
            assert (codec.colorspace, codec.color_primaries, codec.color_trc) == (6, 1, 13)
            assert stream.average_rate == 20
            assert next(container.demux(stream)).is_keyframe
        data = path.read_bytes()
        assert data.index(b"moov") < data.index(b"mdat")


def test_backwards_is_the_same_when_memory_holds_few_frames(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cut, "_CHUNK_BYTES", 3 * 96 * 64 * 3 // 2)  # three frames
    cut.reverse(scene, scene.record.beats[0], tmp_path / "back.mp4")
    assert np.allclose(
        levels(tmp_path / "back.mp4"), [grey(number)[0] for number in range(9, -1, -1)], atol=2
    )


def test_scenes_of_a_lesson_share_the_folder(tmp_path: Path) -> None:
    lesson = tmp_path / "lesson"
    lesson.mkdir()
    scenes = [
        scene_of(lesson, [{"end": 0.1}], scene=name, parameters={}) for name in ("One", "Two")
    ]
    for number, scene in enumerate([*scenes, scenes[0]]):
        made = tmp_path / f"made{number}"
        made.mkdir()
        slides.make(scene, made)
        place_tree(made, lesson, FORMATS["slides"].shared)
    assert {path.name for path in (lesson / "slides").iterdir()} == {"One.json", "Two.json"}


def test_other_folders_are_taken_as_a_whole(tmp_path: Path) -> None:
    for name in ("new", "old"):
        for top in ("own", "shared"):
            (tmp_path / name / top).mkdir(parents=True)
            (tmp_path / name / top / name).touch()
    place_tree(tmp_path / "new", tmp_path / "old", shared=["shared"])
    left = {path.relative_to(tmp_path / "old").as_posix() for path in tmp_path.rglob("old/*/*")}
    assert left == {"own/new", "shared/new", "shared/old"}


@pytest.mark.parametrize(("theme", "behind"), [("dark", 0), ("light", 255)])
def test_a_transparent_scene_is_laid_on_what_its_colours_are_made_for(
    theme: str, behind: int, tmp_path: Path
) -> None:
    data = data_of([{"end": 0.2}], parameters={"background": "transparent", "theme": theme})
    drawn = np.zeros((64, 96, 4), dtype=np.uint8)
    drawn[:, 48:] = (120, 120, 120, 255)
    with av.open(tmp_path / "Story.mov", "w") as container:
        stream = container.add_stream("qtrle", rate=20)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "argb"
        for number in range(4):
            picture = av.VideoFrame.from_ndarray(drawn, format="rgba").reformat(format="argb")
            picture.pts, picture.time_base = number, Fraction(1, 20)
            container.mux(stream.encode(picture))
        container.mux(stream.encode())
    scene = Scene(tmp_path, Record.of(data))
    assert pixels.background(scene) == (behind,) * 3
    assert not cut.film(scene, scene.record.beats[0], tmp_path / "clip.mp4")
    with video.video(tmp_path / "clip.mp4") as (container, stream):
        shown = [frame.to_ndarray(format="rgb24") for frame in container.decode(stream)]
    assert len(shown) == 4
    assert np.allclose(shown[0][:, :40], behind, atol=4)
    assert np.allclose(shown[0][:, 56:], 120, atol=4)
