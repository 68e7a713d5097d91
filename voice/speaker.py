"""What every kind of voice does: it turns the words of a line into sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol

import numpy as np

from scenes.narration import Line
from voice.audio import RATE, Samples, seconds, trimmed


@dataclass(frozen=True)
class Spoken:
    """A line in sound.

    Attributes:
        samples: The sound, without silence before and after it, however loud.
        onsets: When each part of the line begins, in seconds.
    """

    samples: Samples
    onsets: tuple[float, ...]


class Speaker(Protocol):
    """A kind of voice, with its settings."""

    @property
    def key(self) -> str:
        """All that its sound depends on, besides the line."""
        ...

    def speak(self, line: Line) -> Spoken | None:
        """Say a line; None if it can't say this one.

        Raises:
            VoiceError: It can't say anything, and why.
        """
        ...


def in_one(samples: Samples, line: Line) -> Spoken:
    """Return a line that was said in one go; when its parts begin is told by their lengths.

    Raises:
        ValueError: There is nothing to hear.
    """
    sound = _heard(samples)
    lengths = [len(part) for part in line.parts]
    before = accumulate(lengths[:-1], initial=0)
    whole = max(1, sum(lengths))
    return Spoken(sound, tuple(seconds(sound) * length / whole for length in before))


def in_parts(parts: Sequence[Samples], line: Line, pause: float) -> Spoken:
    """Return a line that was said part by part, each with time enough to read its caption.

    Args:
        parts: The sound of each part.
        line: The line.
        pause: Seconds between two parts, at least.

    Raises:
        ValueError: There is nothing to hear in one of the parts.
    """
    sounds, onsets, now = [], [], 0
    for part, least in zip(parts, line.least, strict=True):
        sound = _heard(part)
        onsets.append(now / RATE)
        length = max(len(sound) + round(pause * RATE), round(least * RATE))
        sounds.append(np.pad(sound, (0, length - len(sound))))
        now += length
    return Spoken(trimmed(np.concatenate(sounds)), tuple(onsets))


def _heard(samples: Samples) -> Samples:
    sound = trimmed(samples)
    if not len(sound):
        raise ValueError("is silent")
    return sound
