"""The beats of a record, with their captions and their numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_MOST_BYTES = 60_000  # of a caption: a video file counts them in two bytes


@dataclass(frozen=True)
class Cue:
    """One caption.

    Attributes:
        start: Seconds from the start of the scene.
        end: Seconds from the start of the scene.
        text: One or two lines, separated by a newline.
        words: When a voice begins to say each word of that, in seconds from the start of the
            scene; empty where nobody speaks.
    """

    start: float
    end: float
    text: str
    words: tuple[float, ...] = ()

    def check(self) -> None:
        """Make sure that a video has room for it, and that its words are said in its time.

        Raises:
            ValueError: It hasn't, or they aren't.
        """
        if len(self.text.encode()) > _MOST_BYTES:
            raise ValueError("a caption that no video has room for")
        times = (self.start, *self.words, self.end)
        if self.words and (len(self.words) != len(self.text.split()) or [*times] != sorted(times)):
            raise ValueError("words of captions that are said at other times")

    def earlier(self, seconds: float) -> Cue:
        """Return the same caption so much earlier."""
        words = tuple(time - seconds for time in self.words)
        return Cue(self.start - seconds, self.end - seconds, self.text, words)


@dataclass(frozen=True, order=True)
class Sound:
    """What is heard of a motion.

    Attributes:
        start: Seconds from the start of the scene.
        end: Seconds from the start of the scene.
        kind: "tick", "knock" or "swell".
        pitch: In hertz.
    """

    start: float
    end: float
    kind: str
    pitch: float

    def earlier(self, seconds: float) -> Sound:
        """Return the same sound so much earlier."""
        return Sound(self.start - seconds, self.end - seconds, self.kind, self.pitch)


@dataclass(frozen=True)
class Plain:
    """A number as people read it, with the decimal separator of the scene.

    Attributes:
        text: As it is shown: "≈ 3,69".
        value: Its exact value: "3√2/2".
        expression: What it was calculated from; empty where that says no more than the value.
        where: The inputs of that: "a = 2, h = 0,001".
    """

    text: str
    value: str
    expression: str
    where: str


@dataclass(frozen=True)
class Number:
    """A number that is said or shown.

    Attributes:
        text: As it is shown, with a decimal point.
        exact: Whether these digits are the true value.
        rounding: "none", or the rule: "6 significant digits", "3 decimals".
        value: Its exact value, as SymPy writes it; a fraction close by if there is an error.
        expression: What it was calculated from, in the grammar of the lessons.
        where: The inputs of that, by name.
        error: A bound on the distance to the true value, where the value isn't that.
        plain: The same for people; none in records that don't have it.
    """

    text: str
    exact: bool
    rounding: str
    value: str
    expression: str
    where: Mapping[str, str]
    error: str | None
    plain: Plain | None = None

    @property
    def readable(self) -> Plain:
        """The number for people; as it was computed, where the record has nothing better."""
        inputs = ", ".join(f"{name} = {value}" for name, value in self.where.items())
        return self.plain or Plain(self.text, self.value, self.expression, inputs)


@dataclass(frozen=True, kw_only=True)
class Beat:
    """One thing said while one thing is shown.

    Attributes:
        index: Place in the scene, from 0.
        start: Seconds from the start of the scene, on a frame.
        end: Seconds from the start of the scene, on a frame.
        text: What is said, as captions write it.
        speech: What is said, as a voice says it.
        chapter: Title of the chapter it belongs to; may be empty.
        kind: What it is for: setup, action or result, …
        shown: What the picture shows, in words; empty if the record doesn't say.
        description: What must be told of that to people who only hear the sentence: new numbers
            and names in it that are not said. Empty where nothing must; none in records that
            don't say.
        cues: Its captions.
        numbers: Every number said or newly shown in it, once.
        claims: What the sentence claims, for checks.
        spoken: How many seconds a voice takes to say it, if one does.
        sounds: What is heard of its motions, if anything is, in order.
        teaches: What of the curriculum it teaches: "U2.1".
    """

    index: int
    start: float
    end: float
    text: str
    speech: str
    chapter: str
    kind: str
    shown: str = ""
    description: str | None = None
    cues: tuple[Cue, ...]
    numbers: tuple[Number, ...]
    claims: tuple[Mapping[str, Any], ...] = ()
    spoken: float | None = None
    sounds: tuple[Sound, ...] = ()
    teaches: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """Which of the scene's beats it is, counted from 1."""
        return self.index + 1

    @property
    def line(self) -> str:
        """What is said, as captions write it, in one line."""
        return " ".join(self.text.split())

    @property
    def said(self) -> str:
        """What is said, as a voice says it, in one line."""
        return " ".join(self.speech.split())

    @property
    def notes(self) -> str:
        """What a speaker reads: the sentence, and how it is spoken where that differs."""
        return self.line if self.said == self.line else f"{self.line}\n\n{self.said}"

    @property
    def slug(self) -> str:
        """A name for files that sorts and says what is shown: ``03-the-slope-is-6``."""
        plain = unicodedata.normalize("NFKD", self.text).encode("ascii", "ignore").decode()
        words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
        return f"{self.number:02}-{words[:40].strip('-')}".rstrip("-")
