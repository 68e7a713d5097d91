"""A voice that needs nothing: a tone for each word, to hear the pace of a lesson."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from scenes.telling.narration import SpokenLine
from voice.audio import RATE, Samples
from voice.speaker import Spoken, in_parts

_PITCH = 440  # hertz
_WORD = 0.4  # seconds, half of them silent: 150 words a minute
_PAUSE = 0.25  # seconds between the captions of a sentence


class Beeps:
    """Says a tone instead of each word, alike in every language; nothing can be set."""

    key = "beeps"

    def __init__(self, _settings: Mapping[str, str], _language: str) -> None:
        pass

    def needs(self, line: SpokenLine) -> Sequence[object]:
        """Return the parts, whose words are counted, and how long each takes at least."""
        return [line.parts, line.least]

    def speak(self, line: SpokenLine) -> Spoken:
        """Say a line, part by part, so that it is known when each begins."""
        return in_parts([_tones(len(part.split())) for part in line.parts], line, _PAUSE)


def _tones(count: int) -> Samples:
    times = np.arange(round(_WORD * RATE)) / RATE
    tone = 0.3 * np.sin(2 * np.pi * _PITCH * times) * (times < _WORD / 2)
    return np.tile(tone, count).astype(np.float32)
