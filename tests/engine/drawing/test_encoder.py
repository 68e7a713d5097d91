"""What is given to the encoder comes out of the file; what fails leaves none."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from engine.drawing.conversion import Region
from engine.drawing.encoder import BUFFERS, Encoder
from engine.jobs.quality import DELIVERY, DRAFT, TRANSPARENT, Encoding

SIZE = (64, 48)
RATE = Fraction(30)
ALL = Region(0, 0, *SIZE)


def plain(*colour: int) -> np.ndarray:
    return np.full((SIZE[1], SIZE[0], 4), colour, np.uint8)


def encoded(path: Path, greys: list[int], repeats: int, encoding: Encoding) -> list[np.ndarray]:
    encoder = Encoder(path, SIZE, RATE, encoding)
    for grey in greys:
        encoder.write(plain(grey, grey, grey, 255), ALL)
        if repeats:
            encoder.repeat(repeats)
    encoder.close()
    with av.open(path) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


@pytest.mark.parametrize("encoding", [DRAFT, DELIVERY], ids=["draft", "delivery"])
def test_every_frame_comes_out_in_its_place(tmp_path: Path, encoding: Encoding) -> None:
    greys = [20 * i for i in range(3 * BUFFERS)]
    frames = encoded(tmp_path / "video.mp4", greys, 2, encoding)
    assert [round(float(frame.mean())) for frame in frames] == pytest.approx(
        [grey for grey in greys for _ in range(3)], abs=2
    )


def test_a_transparent_video_keeps_its_alpha(tmp_path: Path) -> None:
    encoder = Encoder(tmp_path / "video.mov", SIZE, RATE, TRANSPARENT)
    encoder.write(plain(10, 200, 30, 77), ALL)
    encoder.close()
    with av.open(tmp_path / "video.mov") as container:
        (frame,) = [frame.to_ndarray(format="rgba") for frame in container.decode(video=0)]
    assert (frame == [10, 200, 30, 77]).all()


def test_times_count_frames(tmp_path: Path) -> None:
    encoded(tmp_path / "video.mp4", [0, 100, 200], 1, DRAFT)
    with av.open(tmp_path / "video.mp4") as container:
        times = [frame.time for frame in container.decode(video=0)]
    assert times == pytest.approx([i / 30 for i in range(6)])


@pytest.mark.parametrize("encoding", [DRAFT, DELIVERY], ids=["draft", "delivery"])
def test_a_cut_makes_the_next_frame_a_key_frame(tmp_path: Path, encoding: Encoding) -> None:
    encoder = Encoder(tmp_path / "video.mp4", SIZE, RATE, encoding)
    for grey in (40, 41, 42):  # alike: the encoder itself sees no reason for a key frame
        encoder.write(plain(grey, grey, grey, 255), ALL)
        encoder.repeat(4)
        encoder.cut()
        encoder.repeat(2)  # the same picture, and a key frame once only
    encoder.close()
    with av.open(tmp_path / "video.mp4") as container:
        keys = [p.pts * p.time_base * RATE for p in container.demux(video=0) if p.is_keyframe]
    assert keys == [0, 5, 12, 19]


def test_what_fails_while_encoding_is_raised_and_never_hangs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = Encoder(tmp_path / "video.mp4", SIZE, RATE, DRAFT)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(encoder, "_encode", full)

    def many() -> None:
        for _ in range(10 * BUFFERS):
            encoder.write(plain(0, 0, 0, 255), ALL)
        encoder.close()

    with pytest.raises(OSError, match="No space"):
        many()
    encoder.abort()
    assert list(tmp_path.iterdir()) == []


def test_an_aborted_video_leaves_no_file(tmp_path: Path) -> None:
    encoder = Encoder(tmp_path / "video.mp4", SIZE, RATE, DRAFT)
    encoder.write(plain(0, 0, 0, 255), ALL)
    encoder.abort()
    assert list(tmp_path.iterdir()) == []
