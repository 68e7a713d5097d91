"""Sound as numbers: one channel, 48 000 samples a second, each between −1 and 1."""

from __future__ import annotations

import wave
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeAlias

import av
import numpy as np
from numpy.typing import NDArray

RATE = 48_000  # samples per second; what videos have
LONGEST = 600  # seconds of a file: what is said in a beat is shorter, and all of it is in memory
_WINDOW = RATE // 100  # 10 ms
_SILENCE = 10 ** (-45 / 20)  # 45 dB below the loudest moment nobody hears a word begin

Samples: TypeAlias = NDArray[np.float32]


def read(source: Path | BinaryIO) -> Samples:
    """Read the sound of a file of any usual kind: WAV, MP3, FLAC, M4A, Ogg.

    Raises:
        ValueError: There is no sound in it that can be decoded, or more than `LONGEST`.
        OSError: It cannot be read.
    """
    try:
        with av.open(source, "r") as container:
            if not container.streams.audio:
                raise ValueError("has no sound in it")
            decoded = list(_no_longer(_resampled(container.decode(audio=0))))
    except av.error.FFmpegError as error:
        if isinstance(error, OSError) and not isinstance(error, ValueError):
            raise
        raise ValueError(f"cannot be decoded ({error.strerror})") from None
    return np.concatenate([np.zeros(0, np.float32), *decoded])


def resampled(samples: Samples, rate: int) -> Samples:
    """Return sound of another rate, in samples a second, at `RATE`."""
    frame = av.AudioFrame.from_ndarray(samples[np.newaxis], format="fltp", layout="mono")
    frame.sample_rate = rate
    return np.concatenate([np.zeros(0, np.float32), *_resampled([frame])])


def write(path: Path, samples: Samples) -> None:
    """Write a WAV of 16 bits; what is louder than full scale is cut off."""
    levels = np.rint(np.clip(samples, -1, 1) * 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(levels.tobytes())


def written(path: Path) -> Samples:
    """Read again what `write` has written, level by level; much sooner than `read`.

    Raises:
        OSError: It cannot be read.
    """
    with wave.open(str(path), "rb") as file:
        levels = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    return levels.astype(np.float32) / np.float32(32767)


def trimmed(samples: Samples) -> Samples:
    """Return the sound without the silence before and after it; nothing if it is all silence."""
    count = -(-len(samples) // _WINDOW)
    padded = np.pad(samples, (0, count * _WINDOW - len(samples)))
    peaks = np.abs(padded).reshape(count, _WINDOW).max(axis=1) if count else np.zeros(0)
    (heard,) = np.nonzero(peaks > max(_SILENCE * peaks.max(initial=0.0), 1e-4))
    if not len(heard):
        return samples[:0]
    return samples[heard[0] * _WINDOW : (heard[-1] + 1) * _WINDOW]


def seconds(samples: Samples) -> float:
    """Return how long a sound is."""
    return len(samples) / RATE


def _no_longer(parts: Iterable[Samples]) -> Iterator[Samples]:
    left = LONGEST * RATE
    for part in parts:
        left -= len(part)
        if left < 0:
            raise ValueError(f"lasts more than {LONGEST // 60} minutes")
        yield part


def _resampled(frames: Iterable[av.AudioFrame]) -> Iterator[Samples]:
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
    for frame in (*frames, None):
        for part in resampler.resample(frame):
            yield part.to_ndarray()[0]
