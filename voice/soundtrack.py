"""The sound of a whole scene: every sentence at the start of its beat."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from voice import audio, loudness
from voice.audio import RATE


def write(sentences: Iterable[tuple[float, Path]], seconds: float, target: Path) -> None:
    """Write the sound of a scene, as long as its pictures are, at the loudness of speech.

    Args:
        sentences: When each begins, in seconds, and the file with its sound.
        seconds: How long the scene is.
        target: The WAV to write: 48 kHz, one channel.

    Raises:
        OSError: It cannot be written.
    """
    whole = np.zeros(round(seconds * RATE), np.float32)
    for start, path in sentences:
        first = round(start * RATE)
        samples = audio.read(path)[: max(0, len(whole) - first)]
        whole[first : first + len(samples)] += samples
    audio.write(target, loudness.levelled(whole) if whole.any() else whole)
