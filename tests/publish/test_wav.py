"""A sound that is made for a scene is as long as its video, or refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from publish import bundle, sound
from record import Record
from tests.publish.making import data_of, record_of
from tests.publish.moving import scene_of
from tests.publish.sounding import clicks, save


@pytest.mark.parametrize("missing", [-2399, -1, 0, 1, 2399])
def test_less_than_a_frame_too_much_or_too_little_is_put_right(
    missing: int, tmp_path: Path
) -> None:
    path = save(np.full(48_000 - missing, 99, dtype=np.int16), tmp_path / "x.wav")
    samples = sound.read(path, record_of([], 1.0, frame_rate=20))
    assert len(samples) == 48_000
    assert (samples[: 48_000 - missing] == 99).all()
    assert not samples[48_000 - missing :].any() or missing <= 0


def test_a_rate_that_is_no_whole_number_is_exact() -> None:
    record = record_of([], 100.1, frame_rate=29.97)
    assert [sound.position(record, frame) for frame in (0, 1, 2, 3000)] == [
        0, 1602, 3203, 4_804_805,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("samples", "how", "message"),
    [
        (clicks([], 1.05), {}, r"the sound lasts 1\.050 s, the video 1\.000 s"),
        (clicks([], 0.5), {}, r"the sound lasts 0\.500 s, the video 1\.000 s"),
        (clicks([], 1.0), {"rate": 44_100}, "1 channels of 16 bits at 44100 Hz; the sound of a"),
        (clicks([], 2.0), {"channels": 2}, "2 channels of 16 bits at 48000 Hz"),
        (np.zeros(48_000, np.uint8), {}, "1 channels of 8 bits at 48000 Hz"),
        (np.zeros(48_000, np.int32), {}, "1 channels of 32 bits at 48000 Hz"),
    ],
)
def test_another_sound_than_it_should_be_is_refused(
    samples: np.ndarray, how: dict[str, int], message: str, tmp_path: Path
) -> None:
    path = save(samples, tmp_path / "x.wav", **how)
    with pytest.raises(ValueError, match=message):
        sound.read(path, record_of([], 1.0, frame_rate=20))


@pytest.mark.parametrize("data", [b"", b"RIFF", b"not a WAV, however long it may be" * 9])
def test_what_is_no_wav_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.wav").write_bytes(data)
    with pytest.raises(ValueError, match=r"x\.wav is no WAV"):
        sound.read(tmp_path / "x.wav", record_of([], 1.0))


def test_a_sound_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        sound.read(tmp_path / "x.wav", record_of([], 1.0))


def test_of_a_sound_that_is_refused_no_video_is_made(tmp_path: Path) -> None:
    scene = scene_of(tmp_path, [{}])
    path = save(clicks([], 2.0), tmp_path / "x.wav")
    (tmp_path / "new").mkdir()
    data = data_of([{}], quality={"width": 96, "height": 64, "frame_rate": 20})
    with pytest.raises(ValueError, match=r"the sound lasts 2\.000 s"):
        bundle.write(Record.of(data), scene.video, tmp_path / "new", path)
    assert not list((tmp_path / "new").glob("*.mp4"))
