"""The instructor's own voice: a recording of every beat, in files.

``recordings/nudge/NudgeLine/03-the-slope-is-three.wav`` is what is said in the third beat of a
scene. Its name says which sentence it was recorded for, so that after a change of the lesson
nobody hears another number than is shown; ``03.wav`` is taken for whatever is said there.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path

from calculus.errors import LessonWarning, VoiceError
from scenes.telling.narration import SpokenLine
from voice import installed, recorded
from voice.audio import read
from voice.speaker import Spoken, in_one


class Recordings:
    """Plays what was recorded for a scene.

    Args:
        folder: The recordings of the scene.
    """

    key = "recordings"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def needs(self, line: SpokenLine) -> Sequence[object]:
        """Return which recording is played, and a checksum of it; nothing where there is none."""
        path = recorded.fitting(self._folder, line.number, line.text)
        return [] if path is None else [path.name, installed.checksum(path)]

    def speak(self, line: SpokenLine) -> Spoken | None:
        """Return the recording of a line; without one, warn and say what has to be recorded."""
        path = recorded.fitting(self._folder, line.number, line.text)
        if path is not None:
            return _played(path)
        name = recorded.name(line.number, line.text)
        numbered = recorded.numbered(self._folder, line.number)
        why = f"{numbered[0].name} is of another sentence" if numbered else "there is none"
        warnings.warn(
            f"to record: {self._folder / name}.wav: “{line.text}” ({why})",
            LessonWarning,
            stacklevel=2,
        )
        return None


def _played(path: Path) -> Spoken:
    try:
        return in_one(read(path))
    except (OSError, ValueError) as error:
        raise VoiceError(
            str(path), "is a recording of speech", str(error), "record it again"
        ) from None
