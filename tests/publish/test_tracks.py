"""What a video carries besides its pictures, read back by the library of players."""

from __future__ import annotations

import logging
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from publish import chapters, mp4, poster
from publish.scene import Scene
from record import Record
from tests.publish.making import data_of
from tests.publish.moving import RATE, frames, scene_of

# A gap between two captions, a caption of two lines, one that ends before the video does.
BEATS = [
    {"end": 1.3, "chapter": "The function", "cues": [{"start": 0, "end": 1, "text": "f(a) = a²"}]},
    {
        "end": 2.5,
        "chapter": "The nudge",
        "cues": [
            {"start": 1.3, "end": 1.9, "text": "One − two\n“three” → Δ"},
            {"start": 1.9, "end": 2.2, "text": "if |w| < 1 & b"},
        ],
    },
    {"end": 3.0, "chapter": "The nudge", "cues": []},
]
FRAME = 1 / RATE


@pytest.fixture(params=[False, True], ids=["mp4", "mov"])
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Scene:
    whole = scene_of(
        tmp_path, BEATS, transparent=request.param, author="Zoë Ł", licence="CC BY 4.0",
        language="es",
    )  # fmt: skip
    poster.write(whole.video, 7, whole.poster, whole.record)
    return whole


@pytest.fixture
def published(scene: Scene, tmp_path: Path) -> Path:
    (tmp_path / "new").mkdir()
    mp4.make(scene, tmp_path / "new")
    return tmp_path / "new" / scene.video.name


def captions(path: Path) -> list[tuple[float, float, str]]:
    """The captions of a file, each with start and end, decoded by FFmpeg itself."""
    said = []
    with av.open(path) as container:
        stream = container.streams.subtitles[0]
        for packet in container.demux(stream):
            if packet.pts is None:
                continue
            start = float(packet.pts * packet.time_base)
            end = start + float(packet.duration * packet.time_base)
            for shown in stream.decode(packet):
                text = shown.dialogue.decode().replace("\\N", "\n")
                if text:
                    said.append((start, end, text))
    return said


def test_captions_are_in_the_file_and_in_sync(scene: Scene, published: Path) -> None:
    inside = captions(published)
    assert [text for _, _, text in inside] == [cue.text for cue in scene.record.cues]
    for (start, end, _), cue in zip(inside, scene.record.cues, strict=True):
        assert (start, end) == pytest.approx((cue.start, cue.end), abs=0.001)


def test_chapters_are_in_the_file_and_in_sync(published: Path) -> None:
    with av.open(published) as container:
        inside = [
            (
                one["metadata"]["title"],
                one["start"] * one["time_base"],
                one["end"] * one["time_base"],
            )
            for one in container.chapters()
        ]
    assert [title for title, _, _ in inside] == ["The function", "The nudge"]
    times = [float(time) for _, start, end in inside for time in (start, end)]
    assert times == pytest.approx([0, 1.3, 1.3, 3.0], abs=FRAME / 2)


def test_it_says_what_it_is_who_made_it_and_in_which_language(published: Path) -> None:
    with av.open(published) as container:
        said = container.metadata
        assert said["title"] == "Nudging f(a) = a² — a title"
        assert (said["artist"], said["copyright"]) == ("Zoë Ł", "CC BY 4.0")
        assert container.streams.video[0].language == "spa"
        assert container.streams.subtitles[0].language == "spa"


def test_pictures_are_the_same_and_only_they_are_the_video(scene: Scene, published: Path) -> None:
    pairs = zip(frames(scene.video), frames(published), strict=True)
    assert all(np.array_equal(a, b) for a, b in pairs)
    with av.open(published) as container:
        stream = container.streams.video[0]
        assert float(stream.duration * stream.time_base) == pytest.approx(3.0)
        assert float(container.duration / av.time_base) == pytest.approx(3.0, abs=0.001)


def test_an_mp4_has_its_poster_as_cover(scene: Scene, published: Path) -> None:
    with av.open(published) as container:
        covers = [
            stream
            for stream in container.streams.video
            if stream.disposition & av.stream.Disposition.attached_pic
        ]
        if published.suffix == ".mov":
            assert covers == []  # MOV knows none
            return
        (cover,) = covers
        (packet,) = [p for p in container.demux(cover) if p.size]
    assert bytes(packet) == scene.poster.read_bytes()
    with Image.open(scene.poster) as picture:
        assert picture.size == (96, 64)


def test_publishing_again_changes_nothing(scene: Scene, published: Path, tmp_path: Path) -> None:
    poster.write(published, 7, published.with_suffix(".png"), scene.record)
    again = tmp_path / "again"
    again.mkdir()
    mp4.make(Scene(published.parent, scene.record), again)
    assert (again / published.name).read_bytes() == published.read_bytes()


def test_a_scene_without_chapters_and_captions_has_none(tmp_path: Path) -> None:
    plain = scene_of(tmp_path, [{"cues": []}])
    (tmp_path / "new").mkdir()
    mp4.make(plain, tmp_path / "new")
    with av.open(tmp_path / "new" / plain.video.name) as container:
        assert container.chapters() == []
        assert [stream.type for stream in container.streams] == ["video"]
        assert "artist" not in container.metadata


def lines(*durations: float) -> str | None:
    """YouTube's chapters for chapters A, B, … of some seconds each."""
    ends = np.cumsum(durations)
    beats = [{"end": float(e), "chapter": chr(65 + i)} for i, e in enumerate(ends)]
    return chapters.text(Record.of(data_of(beats)))


def test_chapters_for_youtube_start_at_zero_and_last_ten_seconds() -> None:
    assert lines(12.5, 50, 3600, 30) == "0:00 A\n0:12 B\n1:02 C\n1:01:02 D\n"
    assert lines(4, 12, 10, 20) == "0:00 A · B\n0:16 C\n0:26 D\n"
    assert lines(20, 20, 20, 9) == "0:00 A\n0:20 B\n0:40 C · D\n"


def test_fewer_than_three_chapters_are_none_for_youtube() -> None:
    assert lines(30, 30) is None
    assert lines(5, 9, 30, 9) is None  # two are left
    assert lines(8) is None


def test_it_is_said_that_there_are_no_chapters_for_youtube(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    short = scene_of(tmp_path, [{}])
    (tmp_path / "new").mkdir()
    with caplog.at_level(logging.WARNING):
        mp4.make(short, tmp_path / "new")
    assert "Story: no chapters for YouTube" in caplog.text
    assert not list((tmp_path / "new").glob("*.chapters.txt"))
