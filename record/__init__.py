"""The record of a scene: what was said and shown when, for all that is made of it later.

Scenes write it, and captions, pages and presentations are made from it; on the disk it is JSON,
with the names and in the order of the fields here. Numbers and formulas are also there in plain
text, as captions have them, so that nobody after the scene needs to read markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from fractions import Fraction
from itertools import groupby
from math import inf
from typing import Any

from record import reading
from record.beats import Beat, Cue, Sound
from record.figure import Figure
from record.questions import Question

SUFFIXES = ".mp4", ".mov"
"""What a video's name ends in, opaque and transparent: MP4 knows no alpha channel."""

_QUOTE = 40  # characters of a damaged record that a message repeats
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}([-_][A-Za-z0-9]{1,8})*")
# Where there is nothing to say:
_LEFT_OUT = (
    "plain", "spoken", "sounds", "teaches", "figure", "variant", "options", "mistake",
    "words",
)  # fmt: skip


@dataclass(frozen=True)
class Chapter:
    """Beats that belong together.

    Attributes:
        title: Its title; may be empty.
        beats: Its beats, at least one.
    """

    title: str
    beats: tuple[Beat, ...]

    @property
    def start(self) -> float:
        """When it begins, in seconds."""
        return self.beats[0].start


@dataclass(frozen=True)
class Quality:
    """How large and how smooth the video is: pixels, and frames per second."""

    width: int
    height: int
    frame_rate: float


@dataclass(frozen=True, kw_only=True)
class Record:
    """What is known of a scene's video.

    Attributes:
        lesson: Name of the lesson.
        scene: Name of the scene.
        course: What the lesson is called ("title"), which of the course it is ("place"), and
            which of its scenes this is ("scene"); records need not say.
        title: Title of the video, plain text.
        language: Its language, a code such as "en".
        author: Who made it; may be empty.
        licence: What others may do with it; may be empty.
        parameters: Every parameter of the scene, as text.
        quality: Size and frame rate.
        duration: Seconds; a whole number of frames.
        poster: When the most telling picture stands, in seconds.
        beats: In order; together they are the whole video.
        voice: What speaks, with its settings: "natural:speed=1"; nothing in a silent video.
        questions: What a viewer can try alone.
        figure: What of it can be explored, if anything can.
        versions: What the pictures were made with.
        variant: Name of the variant, or nothing.
    """

    lesson: str
    scene: str
    course: Mapping[str, Any] = field(default_factory=dict)
    title: str
    language: str
    author: str = ""
    licence: str = ""
    parameters: Mapping[str, str]
    quality: Quality
    duration: float
    poster: float
    beats: tuple[Beat, ...]
    voice: str = ""
    questions: tuple[Question, ...] = ()
    figure: Figure | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    variant: str = ""

    @classmethod
    def of(cls, data: Any) -> Record:
        """Return the record that some JSON is; whether its parts fit together tells `check`.

        Raises:
            KeyError: Something is missing.
            ValueError: Something is of another type.
        """
        read: Record = reading.found(cls, data, "a record")
        return read

    @classmethod
    def read(cls, text: str) -> Record:
        """Return the record that a file has.

        Raises:
            ValueError: It has none; the message says what it has instead.
        """
        try:
            found = cls.of(json.loads(text))
            found.check()
        except json.JSONDecodeError as error:
            raise ValueError(f"no JSON from line {error.lineno} on: {error.msg}") from None
        except KeyError as error:
            raise ValueError(f"JSON without {error.args[0]}") from None
        except (ArithmeticError, AttributeError, RecursionError, TypeError, ValueError) as error:
            detail = str(error) if type(error) is ValueError else text[:_QUOTE]
            raise ValueError(detail) from None
        return found

    def check(self) -> None:
        """Make sure that the parts of the record belong together.

        Raises:
            ValueError: They don't; the message says which.
        """
        if not (self.scene and self.title):
            raise ValueError("no name or no title")
        if not _LANGUAGE.fullmatch(self.language):
            raise ValueError("a language that has no code")
        if not isinstance(self.heading, str) or not all(map(_is_place, self.place)):
            raise ValueError("a course with other than a title and places in it")
        if not 0 <= self.poster <= self.duration:
            raise ValueError("a poster from outside of the video")
        if not all(size > 0 for size in vars(self.quality).values()):
            raise ValueError("a size or a frame rate of nothing")
        spans = [*map(self.span, self.beats)]
        ends = [0, *(span.stop for span in spans)]
        if [*(span.start for span in spans), self.frames] != ends or sorted(set(ends)) != ends:
            raise ValueError("beats that don't follow one another until the end")
        if [beat.number for beat in self.beats] != list(range(1, len(ends))):
            raise ValueError("beats that aren't numbered one after the other")
        for beat in self.beats:
            if not all(_can_be_heard(one, self.duration) for one in beat.sounds):
                raise ValueError(f"sounds that nobody can make in beat {beat.number}")
        asked = [at for one in self.questions for at in (one.beat, one.answered) if at is not None]
        if not all(0 <= at < len(self.beats) for at in asked):
            raise ValueError("questions that belong to no beat")
        for question in self.questions:
            question.check()
        if self.figure is not None:
            self.figure.check()
        moments = [time for one in self.cues for time in (one.start, one.end)]
        if sorted(moments) != moments or not all(0 <= time <= self.duration for time in moments):
            raise ValueError("captions that overlap or are outside of the video")
        for cue in self.cues:
            cue.check()

    @property
    def data(self) -> dict[str, Any]:
        """The record as it is written down, ready for JSON."""
        return asdict(self, dict_factory=_told)

    @property
    def text(self) -> str:
        """The record as a file has it: JSON, with two spaces and one newline at the end."""
        return json.dumps(self.data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"

    def span(self, beat: Beat) -> range:
        """Return the frames of one of the beats, counted from 0."""
        rate = self.quality.frame_rate
        return range(round(beat.start * rate), round(beat.end * rate))

    def excerpt(self, beat: Beat) -> Record:
        """Return the record of one beat as if it were a whole video.

        Its only beat starts at 0 and keeps its number; its poster is its last frame, where all
        that belongs to the beat stands.
        """
        rate, span = self.quality.frame_rate, self.span(beat)
        offset, duration = span.start / rate, len(span) / rate
        cues = tuple(cue.earlier(offset) for cue in beat.cues)
        sounds = tuple(sound.earlier(offset) for sound in beat.sounds)
        return replace(
            self,
            title=beat.text,
            duration=duration,
            poster=(len(span) - 1) / rate,
            beats=(replace(beat, start=0.0, end=duration, cues=cues, sounds=sounds),),
        )

    @property
    def cues(self) -> tuple[Cue, ...]:
        """Every caption, in order of time."""
        return tuple(cue for beat in self.beats for cue in beat.cues)

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The beats in their chapters, in order."""
        groups = groupby(self.beats, key=lambda beat: beat.chapter)
        return tuple(Chapter(title, tuple(beats)) for title, beats in groups)

    @property
    def heading(self) -> str:
        """What its lesson is called."""
        return self.course.get("title") or self.lesson.replace("_", " ").capitalize()

    @property
    def place(self) -> tuple[float, float]:
        """Which lesson of the course it is, and which scene of that; infinite if nobody says."""
        lesson, scene = self.course.get("place"), self.course.get("scene")
        return inf if lesson is None else lesson, inf if scene is None else scene

    @property
    def name(self) -> str:
        """What the scene's files are called, without their endings."""
        return output_name(self.scene, self.variant)

    @property
    def frames(self) -> int:
        """How many frames the video has."""
        return round(self.duration * self.quality.frame_rate)

    @property
    def exact_rate(self) -> Fraction:
        """Frames per second, without what floating point adds: 29.97 is 2997/100."""
        return Fraction(self.quality.frame_rate).limit_denominator(1001)

    @property
    def transparent(self) -> bool:
        """Whether the video has an alpha channel."""
        return self.parameters.get("background") == "transparent"

    @property
    def suffix(self) -> str:
        """The ending of the video's name; see `SUFFIXES`."""
        return SUFFIXES[self.transparent]

    @property
    def poster_frame(self) -> int:
        """The frame that is the poster, counted from 0."""
        return min(round(self.poster * self.quality.frame_rate), self.frames - 1)


def output_name(scene: str, variant: str) -> str:
    """Return what a scene's files are called, without their endings.

    Example:
        >>> output_name("NudgeLine", ""), output_name("NudgeLine", "steep")
        ('NudgeLine', 'NudgeLine-steep')
    """
    return f"{scene}-{variant}" if variant else scene


def _told(parts: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return the fields of a part of the record that are written down."""
    return {
        name: value for name, value in parts if name not in _LEFT_OUT or value not in (None, "", ())
    }


def _is_place(value: object) -> bool:
    return value == inf or (type(value) is int and abs(value) <= reading.MOST)


def _can_be_heard(sound: Sound, duration: float) -> bool:
    return 0 <= sound.start <= min(sound.end, duration) and sound.pitch > 0 and bool(sound.kind)
