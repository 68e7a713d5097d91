"""When things happen in a beat: as long as its sentence takes, each thing when its word comes.

A sentence is laid over time before anything is drawn, so what moves can begin with the word that
names it, and go on for a share of the time in which it is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Literal

from calculus.errors import LessonError
from scenes.telling.beats import HOLD, Kind
from scenes.telling.narration import Narration
from scenes.words.wording import Wording

LONGEST_STILL = 2.4  # seconds a picture stands before something stirs
LONGEST_THOUGHT = 3.0  # seconds for a question
_SWELL, _SHORT_SWELL = 1.0, 0.5  # seconds


@dataclass(frozen=True)
class Score:
    """How long a sentence takes, and when its fields are said.

    Attributes:
        seconds: From the start of the beat until the sentence has been said and read.
        onsets: Seconds from the start of the beat until the voice reaches each field.
    """

    seconds: float
    onsets: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, wording: Wording, seconds: float, narration: Narration | None) -> Score:
        """Lay a sentence over time: by the voice's own times, or by its share of the letters."""
        length = max(len(wording.speech), 1)
        onsets: dict[str, float] = {}
        for name, place in wording.places:
            time = narration.reaches(place) if narration else seconds * place / length
            onsets.setdefault(name, min(time, seconds))
        return cls(seconds, onsets)

    def time(self, at: str | float) -> float:
        """Return seconds from the start of the beat.

        Args:
            at: A field of the sentence, or a share of its time from 0 to 1.

        Raises:
            LessonError: The sentence has no such field.
        """
        if not isinstance(at, str):
            return at * self.seconds
        if at not in self.onsets:
            fields = ", ".join(self.onsets) or "none"
            remedy = "a field of the beat's sentence, or a share of its time such as 0.5"
            raise LessonError("at", f"is a field of the sentence ({fields})", at, remedy)
        return self.onsets[at]


def rest(
    seconds: float, kind: Kind, swells: bool, stood: float = 0.0
) -> Iterator[tuple[Literal["still", "swell", "think"], float]]:
    """Give what becomes of the time that is left of a beat when all has been shown.

    A question ends with time to think, which is seen to run out. Where the picture would stand for
    too long, what was written last swells in between.

    Args:
        seconds: How long it is.
        kind: What the beat is for; a result stands for a while at the end.
        swells: Whether something can swell.
        stood: Seconds for which the picture has been standing already.

    Yields:
        What happens, and until when, in seconds from the start of that time.
    """
    thought = min(seconds, LONGEST_THOUGHT) if kind == "question" else 0.0
    standing = seconds - thought
    still = standing + stood
    times = max(0, ceil((still - LONGEST_STILL) / (LONGEST_STILL + _SWELL))) if swells else 0
    least = 0.0 if thought else HOLD[kind]
    last = max(least, (still - times * _SWELL) / (times + 1))
    each = (still - last) / max(times, 1)  # a pause, and a swell after it
    now, soon = 0.0, min(_SHORT_SWELL, standing - least)
    for i in range(times):
        end = max((i + 1) * each - stood, soon)
        if end - _SWELL > now:
            yield "still", end - _SWELL
        if end > now:
            yield "swell", end
        now = max(now, end)
    if standing > now:
        yield "still", standing
    if thought:
        yield "think", seconds
