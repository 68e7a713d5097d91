"""Sounds that tests of publishing are made of, and where they are found again."""

from __future__ import annotations

import wave
from collections.abc import Iterable
from pathlib import Path

import av
import numpy as np

RATE = 48_000


def clicks(times: Iterable[float], duration: float) -> np.ndarray:
    """Silence, but for a millisecond of noise at some times, in seconds."""
    samples = np.zeros(round(duration * RATE), dtype=np.int16)
    noise = np.random.default_rng(7).choice([-20_000, 20_000], RATE // 1000)
    for time in times:
        start = round(time * RATE)
        samples[start : start + len(noise)] = noise[: len(samples) - start]
    return samples


def tone(duration: float) -> np.ndarray:
    """A loud tone."""
    now = np.arange(round(duration * RATE)) / RATE
    return np.rint(12_000 * np.sin(2 * np.pi * 440 * now)).astype(np.int16)


def save(samples: np.ndarray, path: Path, channels: int = 1, rate: int = RATE) -> Path:
    """Write samples as a WAV."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(samples.dtype.itemsize)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return path


def heard(path: Path) -> np.ndarray:
    """What a player plays of a file, from time 0 on, decoded by FFmpeg: from -1 to 1."""
    with av.open(path) as container:
        pieces = []
        for frame in container.decode(audio=0):
            assert frame.layout.name == "mono"
            assert frame.sample_rate == RATE
            if not pieces:
                assert frame.pts == 0
            samples = frame.to_ndarray()[0]
            pieces.append(samples / 32768 if samples.dtype == np.int16 else samples)
    return np.concatenate(pieces)


def onsets(samples: np.ndarray, threshold: float = 0.15) -> list[float]:
    """When clicks start, in seconds; what rings within 50 ms of one belongs to it."""
    loud = np.flatnonzero(np.abs(samples) > threshold)
    return [
        int(at) / RATE
        for at, before in zip(loud, [-RATE, *loud], strict=False)
        if at - before > RATE // 20
    ]
