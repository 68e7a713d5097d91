"""What tests hear: sounds made of numbers, and speech found in them again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.publish.sounding import RATE, save


def syllables(seconds: float, level: float = 0.3, pitch: float = 440) -> NDArray[np.float32]:
    """A tone that swells and fades four times a second, as syllables do."""
    time = np.arange(round(seconds * RATE)) / RATE
    swell = 0.6 + 0.4 * np.cos(2 * np.pi * 4 * time)
    return (level * swell * np.sin(2 * np.pi * pitch * time)).astype(np.float32)


def silence(seconds: float) -> NDArray[np.float32]:
    return np.zeros(round(seconds * RATE), np.float32)


def write_wav(path: Path, *parts: NDArray[np.float32]) -> Path:
    """Write parts one after the other."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return save((np.concatenate(parts) * 32767).astype(np.int16), path)


def begins(samples: NDArray[np.float64], gap: float = 0.2) -> list[float]:
    """Return when something is heard after at least a gap of silence, in seconds."""
    step = RATE // 200  # 5 ms
    count = len(samples) // step
    levels = np.abs(samples[: count * step]).reshape(count, step).max(axis=1)
    loud = levels > 0.02 * levels.max()
    found, quiet = [], gap * 200
    for number, heard in enumerate(loud):
        if heard:
            if quiet >= gap * 200:
                found.append(number / 200)
            quiet = 0
        else:
            quiet += 1
    return found
