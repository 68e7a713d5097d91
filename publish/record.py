"""What later stages read from a ``.beats.json`` file."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import groupby
from math import inf
from pathlib import Path
from typing import Any

from publish.files import output_name


@dataclass(frozen=True)
class Caption:
    """One caption.

    Attributes:
        start: Seconds from the start of the video.
        end: Seconds from the start of the video.
        text: One or two lines, separated by a newline.
    """

    start: float
    end: float
    text: str


@dataclass(frozen=True)
class Beat:
    """One thing said while one thing is shown.

    Attributes:
        number: Which of the scene's beats, counted from 1.
        first: Its first frame, counted from 0.
        end: The frame after its last.
        text: What is said, as captions write it.
        speech: What is said, as a voice says it.
        chapter: Title of the chapter it belongs to; may be empty.
        kind: What it is for: setup, action or result, …
        captions: Its captions, in seconds from the start of the video.
        numbers: What is shown or said of every number, as the record has it.
        shown: What the picture shows, in words; empty if the record doesn't say.
    """

    number: int
    first: int
    end: int
    text: str
    speech: str
    chapter: str
    kind: str
    captions: tuple[Caption, ...]
    numbers: tuple[Mapping[str, Any], ...] = field(hash=False)
    shown: str = ""

    @property
    def frames(self) -> int:
        """How many frames it has."""
        return self.end - self.first

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


@dataclass(frozen=True)
class Question:
    """Something to try before the video goes on.

    Attributes:
        beat: Number of the beat that it belongs to, counted from 1.
        question: What is asked.
        answer: What is to be found.
        answered: Number of the beat in which the video answers it; none in records that don't say.
    """

    beat: int
    question: str
    answer: str
    answered: int | None = None


@dataclass(frozen=True)
class Chapter:
    """Beats that belong together.

    Attributes:
        title: Its title; may be empty.
        beats: Its beats, at least one.
    """

    title: str
    beats: tuple[Beat, ...]


@dataclass(frozen=True)
class Record:
    """What is known of a scene's video.

    Attributes:
        lesson: Name of the lesson.
        scene: Name of the scene.
        variant: Name of the variant, or nothing.
        title: Title of the video, plain text.
        language: Its language, a code such as "en".
        width: Pixels.
        height: Pixels.
        frame_rate: Frames per second.
        duration: Seconds; a whole number of frames.
        poster: When the most telling picture stands, in seconds.
        beats: In order; together they are the whole video.
        parameters: Every parameter of the scene, as text.
        transparent: Whether the video has an alpha channel.
        questions: What a viewer can try alone; none in records that have no such list.
        author: Who made it; may be empty.
        licence: What others may do with it; may be empty.
        voice: What speaks; nothing in a silent video.
        heading: What its lesson is called.
        place: Which lesson of the course it is, and which scene of that; infinite if the record
            doesn't say.
    """

    lesson: str
    scene: str
    variant: str
    title: str
    language: str
    width: int
    height: int
    frame_rate: float
    duration: float
    poster: float
    beats: tuple[Beat, ...]
    parameters: Mapping[str, str] = field(hash=False)
    transparent: bool = False
    questions: tuple[Question, ...] = ()
    author: str = ""
    licence: str = ""
    voice: str = ""
    heading: str = ""
    place: tuple[float, float] = (inf, inf)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Record:
        """Read the record as a scene makes it.

        Raises:
            KeyError: Something is missing.
        """
        quality = data["quality"]
        rate = quality["frame_rate"]
        course = data.get("course", {})
        lesson, scene = course.get("place"), course.get("scene")
        return cls(
            lesson=data["lesson"],
            scene=data["scene"],
            variant=data.get("variant", ""),
            title=data["title"],
            language=data["language"],
            width=quality["width"],
            height=quality["height"],
            frame_rate=rate,
            duration=data["duration"],
            poster=data["poster"],
            beats=tuple(_beat(beat, rate) for beat in data["beats"]),
            parameters=data["parameters"],
            transparent=data["parameters"].get("background") == "transparent",
            questions=tuple(_question(one) for one in data.get("questions", ())),
            author=data.get("author", ""),
            licence=data.get("licence", ""),
            voice=data.get("voice", ""),
            heading=course.get("title") or data["lesson"].replace("_", " ").capitalize(),
            place=(inf if lesson is None else lesson, inf if scene is None else scene),
        )

    def check(self) -> None:
        """Make sure that the parts of the record belong together.

        Raises:
            ValueError: They don't; the message says which.
        """
        texts = (self.lesson, self.scene, self.variant, self.title, self.heading, self.language)
        if not _are_texts(*texts) or not (self.scene and self.title):
            raise ValueError("names and titles that are no text")
        if not _are_texts(self.author, self.licence, self.voice):
            raise ValueError("an author, a licence or a voice that is no text")
        if not all(isinstance(place, int) or place == inf for place in self.place):
            raise ValueError("a place in the course that is no number")
        if not all(size > 0 for size in (self.width, self.height, self.frame_rate)):
            raise ValueError("a size or a frame rate of nothing")
        ends = [0, *(beat.end for beat in self.beats)]
        if [*(beat.first for beat in self.beats), self.frames] != ends or sorted(set(ends)) != ends:
            raise ValueError("beats that don't follow one another until the end")
        if [beat.number for beat in self.beats] != list(range(1, len(ends))):
            raise ValueError("beats that aren't numbered one after the other")
        for beat in self.beats:
            said = [caption.text for caption in beat.captions]
            if not _are_texts(beat.text, beat.speech, beat.chapter, beat.kind, beat.shown, *said):
                raise ValueError(f"something else than text in beat {beat.number}")
            if not all(isinstance(number, Mapping) for number in beat.numbers):
                raise ValueError(f"numbers of which nothing is said in beat {beat.number}")
        if not all(_are_texts(one.question, one.answer) for one in self.questions):
            raise ValueError("questions or answers that are no text")
        moments = [time for one in self.captions for time in (one.start, one.end)]
        if sorted(moments) != moments or not all(0 <= time <= self.duration for time in moments):
            raise ValueError("captions that overlap or are outside of the video")

    def excerpt(self, beat: Beat) -> Record:
        """Return the record of one beat as if it were a whole video.

        Its only beat starts at 0 and keeps its number; its poster is its last frame, where all
        that belongs to the beat stands.
        """
        offset = beat.first / self.frame_rate
        captions = tuple(
            Caption(caption.start - offset, caption.end - offset, caption.text)
            for caption in beat.captions
        )
        alone = replace(beat, first=0, end=beat.frames, captions=captions)
        return replace(
            self,
            title=beat.text,
            duration=beat.frames / self.frame_rate,
            poster=(beat.frames - 1) / self.frame_rate,
            beats=(alone,),
        )

    @property
    def captions(self) -> tuple[Caption, ...]:
        """Every caption, in order of time."""
        return tuple(caption for beat in self.beats for caption in beat.captions)

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The beats in their chapters, in order."""
        groups = groupby(self.beats, key=lambda beat: beat.chapter)
        return tuple(Chapter(title, tuple(beats)) for title, beats in groups)

    @property
    def name(self) -> str:
        """What the scene's files are called, without their endings."""
        return output_name(self.scene, self.variant)

    @property
    def frames(self) -> int:
        """How many frames the video has."""
        return round(self.duration * self.frame_rate)

    @property
    def exact_rate(self) -> Fraction:
        """Frames per second, without what floating point adds: 29.97 is 2997/100."""
        return Fraction(self.frame_rate).limit_denominator(1001)

    @property
    def suffix(self) -> str:
        """The ending of the video's name: MP4 knows no alpha channel."""
        return ".mov" if self.transparent else ".mp4"

    @property
    def poster_frame(self) -> int:
        """The frame that is the poster, counted from 0."""
        return min(round(self.poster * self.frame_rate), self.frames - 1)


def _are_texts(*values: object) -> bool:
    return all(isinstance(value, str) for value in values)


def _question(data: Mapping[str, Any]) -> Question:
    answered = data.get("answered")
    return Question(
        beat=data["beat"] + 1,
        question=data["question"],
        answer=data["answer"],
        answered=None if answered is None else answered + 1,
    )


def _beat(data: Mapping[str, Any], rate: float) -> Beat:
    return Beat(
        number=data["index"] + 1,
        first=round(data["start"] * rate),
        end=round(data["end"] * rate),
        text=data["text"],
        speech=data["speech"],
        chapter=data["chapter"],
        kind=data["kind"],
        captions=tuple(Caption(cue["start"], cue["end"], cue["text"]) for cue in data["cues"]),
        numbers=tuple(data["numbers"]),
        shown=data.get("shown", ""),
    )


def save(data: Mapping[str, Any], path: Path) -> None:
    """Write a scene's whole record as JSON: UTF-8, two spaces, one newline at the end."""
    text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
