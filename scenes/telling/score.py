"""When things happen in a beat: as long as its sentence takes, each thing when its word comes.

A sentence is laid over time before anything is drawn, so what moves can begin with the word that
names it, and go on for a share of the time in which it is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from calculus.errors import LessonError
from scenes.telling.narration import Narration
from scenes.words.wording import Wording


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
            raise LessonError("at", f"is a field of the sentence ({fields})", repr(at), remedy)
        return self.onsets[at]
