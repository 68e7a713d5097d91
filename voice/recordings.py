"""The instructor's own voice: a recording of every beat, in files.

``recordings/nudge/NudgeLine/03-the-slope-is-three.wav`` is what is said in the third beat of a
scene. Its name says which sentence it was recorded for, so that after a change of the lesson
nobody hears another number than is shown; ``03.wav`` is taken for whatever is said there.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import warnings
from collections.abc import Sequence
from pathlib import Path

from calculus.errors import LessonWarning, VoiceError
from scenes.telling.narration import SpokenLine
from voice import installed
from voice.audio import read
from voice.speaker import Spoken, in_one

_LONGEST = 100  # characters of a name, without the ending


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
        path = self._fitting(line)
        return [] if path is None else [path.name, installed.checksum(path)]

    def speak(self, line: SpokenLine) -> Spoken | None:
        """Return the recording of a line; without one, warn and say what has to be recorded."""
        path = self._fitting(line)
        if path is not None:
            return _played(path)
        numbered = self._numbered(line)
        why = f"{numbered[0].name} is of another sentence" if numbered else "there is none"
        warnings.warn(
            f"to record: {self._folder / name(line)}.wav: “{line.text}” ({why})",
            LessonWarning,
            stacklevel=2,
        )
        return None

    def _fitting(self, line: SpokenLine) -> Path | None:
        """Return the recording of a line, if there is one."""
        wanted = name(line)
        fitting = [
            path for path in self._numbered(line) if path.stem == wanted or path.stem.isdecimal()
        ]
        if len(fitting) > 1:
            names = ", ".join(path.name for path in fitting)
            raise VoiceError(str(self._folder), "has one recording a beat", names, fitting[0].name)
        return fitting[0] if fitting else None

    def _numbered(self, line: SpokenLine) -> list[Path]:
        """Return the recordings that have the number of a line's beat."""
        numbered = re.compile(rf"0*{line.number}(-.*)?")
        there = installed.recordings(self._folder)
        return [path for path in there if numbered.fullmatch(path.stem)]


def name(line: SpokenLine) -> str:
    """Return what the recording of a line is called, without its ending.

    Example:
        >>> name(SpokenLine(3, ("The slope is three.",), (1.0,), "en"))
        '03-the-slope-is-three'
    """
    plain = unicodedata.normalize("NFKD", line.text).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    whole = f"{line.number:02}-{words}".rstrip("-")
    unsaid = sum(map(str.isalpha, line.text)) - sum(map(str.isalpha, words))
    if len(whole) <= _LONGEST and unsaid <= len(words):
        return whole
    mark = hashlib.sha256(line.text.encode()).hexdigest()[:6]  # what is left out counts, too
    return f"{whole[:_LONGEST].rstrip('-')}-{mark}"


def _played(path: Path) -> Spoken:
    try:
        return in_one(read(path))
    except (OSError, ValueError) as error:
        raise VoiceError(
            str(path), "is a recording of speech", str(error), "record it again"
        ) from None
