"""The sound of a whole scene: every sentence at the start of its beat, and its motions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from record.beats import Sound
from voice import audio, loudness
from voice import sounds as motions
from voice.audio import RATE


def write(
    sentences: Iterable[tuple[float, Path]],
    seconds: float,
    target: Path,
    sounds: Sequence[Sound] = (),
) -> None:
    """Write the sound of a scene, as long as its pictures are, as loud as its sentences are.

    Args:
        sentences: When each begins, in seconds, and the file with its sound.
        seconds: How long the scene is.
        target: The WAV to write: 48 kHz, one channel.
        sounds: What is heard of motions, from the start of the scene.

    Raises:
        OSError: It cannot be written.
    """
    whole = np.zeros(round(seconds * RATE), np.float32)
    for start, path in sentences:
        first = round(start * RATE)
        samples = audio.written(path)[: max(0, len(whole) - first)]
        whole[first : first + len(samples)] += samples
    if sounds:
        whole = loudness.limited(whole + motions.track(sounds, len(whole)))
    audio.write(target, whole)
