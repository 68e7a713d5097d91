"""A published video is the movie itself, labelled and ready for the web."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from publish import bundle, pixels, video
from record import Record
from tests.publish.making import data_of, record_at
from tests.publish.moving import frames

FRAME_RATE = 15
FRAMES = 40
SIZE = (96, 64)

DATA = data_of(
    [{"end": FRAMES / FRAME_RATE, "text": "One thing\nis said."}],
    quality={"width": SIZE[0], "height": SIZE[1], "frame_rate": FRAME_RATE},
    poster=30 / FRAME_RATE,
)


@pytest.fixture
def movie(tmp_path: Path) -> Path:
    """A movie as Manim writes it; each frame has a grey of its own."""
    path = tmp_path / "movie.mp4"
    with av.open(path, "w") as container:
        stream = container.add_stream("libx264", rate=FRAME_RATE, options={"crf": "23"})
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        for number in range(FRAMES):
            pixels = np.full((SIZE[1], SIZE[0], 3), 6 * number, dtype=np.uint8)
            picture = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            picture.pts = number
            picture.time_base = Fraction(1, FRAME_RATE)
            container.mux(stream.encode(picture))
        container.mux(stream.encode())
    return path


@pytest.fixture
def published(movie: Path, tmp_path: Path) -> Path:
    """The movie after publishing."""
    folder = tmp_path / "published"
    folder.mkdir()
    return bundle.write(Record.of(DATA), movie, folder)


def boxes(path: Path) -> list[bytes]:
    """The names of the top-level boxes of an MP4, in order."""
    names, data, place = [], path.read_bytes(), 0
    while place < len(data):
        names.append(data[place + 4 : place + 8])
        place += int.from_bytes(data[place : place + 4], "big")
    return names


def test_it_starts_playing_before_it_is_loaded(published: Path) -> None:
    assert boxes(published).index(b"moov") < boxes(published).index(b"mdat")


def test_every_frame_is_there_unchanged_and_on_time(movie: Path, published: Path) -> None:
    assert all(np.array_equal(a, b) for a, b in zip(frames(movie), frames(published), strict=True))
    with video.video(published) as (container, stream):
        times = [frame.pts * stream.time_base for frame in container.decode(stream)]
        assert stream.duration * stream.time_base == Fraction(FRAMES, FRAME_RATE)
    assert times == [Fraction(number, FRAME_RATE) for number in range(FRAMES)]


def test_it_is_labelled_with_title_codec_and_colours(published: Path) -> None:
    with video.video(published) as (container, stream):
        assert container.metadata["title"] == DATA["title"]
        codec = stream.codec_context
        assert (codec.name, codec.pix_fmt) == ("h264", "yuv420p")
        assert (codec.colorspace, codec.color_primaries, codec.color_trc) == (6, 1, 13)


def test_a_record_of_another_length_is_refused(movie: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="has 40 frames, the record says 41"):
        bundle.write(Record.of(DATA | {"duration": 41 / FRAME_RATE}), movie, tmp_path)


def test_the_poster_is_exactly_the_frame_it_should_be(published: Path) -> None:
    picture = np.asarray(Image.open(published.with_suffix(".png")))
    shown = [
        number for number, frame in enumerate(frames(published)) if np.array_equal(frame, picture)
    ]
    assert shown == [30]


def test_any_frame_can_be_picked_and_no_other(published: Path) -> None:
    for number in (0, 1, 17, FRAMES - 1):
        picked = pixels.shown(video.frame(published, number))
        assert np.array_equal(picked, frames(published)[number])
    with pytest.raises(IndexError):
        video.frame(published, FRAMES)


def test_the_record_is_kept_whole(published: Path) -> None:
    path = published.with_suffix(".beats.json")
    assert record_at(path) == Record.of(DATA)
    assert path.read_bytes().endswith(b"}\n")
    assert DATA["title"] in path.read_text(encoding="utf-8")
