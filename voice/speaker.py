"""What every kind of voice does: it turns the words of a line into sound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from scenes.telling.narration import SpokenLine
from voice.audio import RATE, Samples, trimmed


@dataclass(frozen=True)
class Spoken:
    """A line in sound.

    Attributes:
        samples: The sound, without silence before and after it, however loud.
        marks: When the voice comes to a place in the text, in seconds, as far as that is known.
    """

    samples: Samples
    marks: Mapping[int, float] = field(default_factory=dict)


class Speaker(Protocol):
    """A kind of voice, with its settings."""

    @property
    def key(self) -> str:
        """All that its sound depends on, besides the line."""
        ...

    def needs(self, line: SpokenLine) -> Sequence[object]:
        """Return all of a line that its sound depends on, ready for JSON."""
        ...

    def speak(self, line: SpokenLine) -> Spoken | None:
        """Say a line; None if it can't say this one.

        Raises:
            VoiceError: It can't say anything, and why.
            ValueError: There is nothing to hear.
        """
        ...


def onsets(line: SpokenLine, marks: Mapping[int, float], length: float) -> tuple[float, ...]:
    """Return when the parts of a line begin, in seconds.

    Args:
        line: The line.
        marks: What is known of it, see `Spoken`; where that isn't enough, lengths tell.
        length: How long the sound is, in seconds.
    """
    known = [marks.get(place, -1.0) for place in line.places]
    if known[0] == 0 and known == sorted(known) and known[-1] < length:
        return tuple(known)
    whole = max(1, len(line.text))
    return tuple(length * place / whole for place in line.places)


def times(line: SpokenLine, marks: Mapping[int, float], length: float) -> Mapping[int, float]:
    """Return when the voice comes to places in a line, in seconds: its parts, and words it knows.

    Args:
        line: As for `onsets`; so are the others.
        marks: What is known of it.
        length: How long the sound is.
    """
    parts = dict(zip(line.places, onsets(line, marks, length), strict=True))
    known = dict(sorted({**marks, **parts}.items()))
    moments = [*known.values()]
    return known if moments == sorted(moments) and moments[-1] <= length else parts


def in_one(samples: Samples) -> Spoken:
    """Return a line that was said in one go.

    Raises:
        ValueError: There is nothing to hear.
    """
    return Spoken(_heard(samples))


def in_parts(parts: Sequence[Samples], line: SpokenLine, pause: float) -> Spoken:
    """Return a line that was said part by part, each with time enough to read its caption.

    Args:
        parts: The sound of each part.
        line: The line.
        pause: Seconds between two parts, at least.

    Raises:
        ValueError: There is nothing to hear in one of the parts.
    """
    sounds, marks, now = [], {}, 0
    for part, place, text, least in zip(parts, line.places, line.parts, line.least, strict=True):
        sound = _heard(part)
        marks[place], marks[place + len(text)] = now / RATE, (now + len(sound)) / RATE
        length = max(len(sound) + round(pause * RATE), round(least * RATE))
        sounds.append(np.pad(sound, (0, length - len(sound))))
        now += length
    return Spoken(trimmed(np.concatenate(sounds)), marks)


def _heard(samples: Samples) -> Samples:
    sound = trimmed(samples)
    if not len(sound):
        raise ValueError("is silent")
    return sound
