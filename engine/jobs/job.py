"""What a worker is asked to do, what it says meanwhile, and what comes of it."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from calculus.errors import LessonError
from checks.finding import Exempted, Finding
from engine.jobs import refusals
from engine.jobs.lessons import LessonFile
from engine.jobs.quality import Quality
from record import output_name
from voice.choice import Choice

Result = TypeVar("Result")


@dataclass(frozen=True)
class Job:
    """One scene to check or to draw.

    Attributes:
        lesson: The file that defines the scene.
        scene: Name of the scene class.
        overrides: Parameters that replace those of the file, as (name, value).
        quality: How large and smooth.
        folder: Where the scene's files go.
        variant: What this way of telling the scene is called, or nothing for the scene itself.
        beat: The only beat that is drawn, counted from 0, or None for all of them.
        voice: Who reads it out, or None for nobody.
        sounds: Whether its motions are heard.
    """

    lesson: LessonFile
    scene: str
    overrides: tuple[tuple[str, object], ...] = field(hash=False)  # values may be lists
    quality: Quality
    folder: Path
    variant: str = ""
    beat: int | None = None
    voice: Choice | None = None
    sounds: bool = False

    @property
    def name(self) -> str:
        """What messages and tables call the scene."""
        return f"{self.lesson.name}:{self.output}"

    @property
    def told(self) -> str:
        """What is told: the scene's name, and that of the variant."""
        return output_name(self.scene, self.variant)

    @property
    def output(self) -> str:
        """What the scene's files are called: what is told, and which beat if only one is drawn."""
        return self.told if self.beat is None else f"{self.told}.beat-{self.beat + 1}"

    @property
    def log(self) -> Path:
        """Where the details of a failure go."""
        return self.folder / f"{self.output}.log"


@dataclass(frozen=True)
class Part:
    """Some beats of a scene, one after the other.

    Attributes:
        first: The first of them, counted from 0.
        end: The one after the last, or None for all that follow.
        without: Those between them that are left out.
        looked: Those that are only looked at: their fingerprints are taken, and no pictures made.
    """

    first: int = 0
    end: int | None = None
    without: frozenset[int] = frozenset()
    looked: frozenset[int] = frozenset()

    def __contains__(self, beat: int) -> bool:
        """Whether a beat, counted from 0, belongs to it."""
        inside = self.first <= beat and (self.end is None or beat < self.end)
        return inside and beat not in self.without

    def draws(self, beat: int) -> bool:
        """Whether pictures are made of a beat."""
        return beat in self and beat not in self.looked


WHOLE = Part()


@dataclass(frozen=True)
class EarlierVideo:
    """A video that a scene had before it was changed, of the same size.

    Attributes:
        video: The file, for reading only.
        ends: Frames until the end of each beat.
        sketches: What each beat was at some moments; see `CheckResult`.
        fingerprints: What each was drawn from, frame by frame; see `DrawingResult`.
    """

    video: Path
    ends: tuple[int, ...]
    sketches: tuple[str, ...]
    fingerprints: tuple[str, ...]


@dataclass(frozen=True)
class Stretch:
    """Some frames of a video, which begin with a beat.

    Attributes:
        video: The file.
        first: The first of them, counted from 0.
        frames: How many.
    """

    video: Path
    first: int
    frames: int


@dataclass(frozen=True)
class Progress:
    """How far a worker has come.

    Attributes:
        frames: Frames told or drawn so far.
        beat: The beat being told, counted from 0, or None.
        findings: What a check has found in what was told so far.
    """

    frames: int
    beat: int | None
    findings: tuple[Finding, ...] = ()


Report = Callable[[Progress], None]
# Something to do for a job, in a folder for the time being.
Task = Callable[[Job, Path, Report], Result]


@dataclass(frozen=True)
class CheckResult:
    """What is known about a scene once its beats are built.

    Attributes:
        frames: How many frames it has.
        duration: Its length in seconds.
        beats: What is said in each beat.
        ends: Frames until the end of each beat.
        moving_ends: Those of them in which something moves.
        numbers: How many numbers are said or shown.
        findings: What is wrong with it.
        exempted: The exceptions it asks for.
        warnings: What its author should know besides.
        parameters: The names of those that its story has beside what all scenes have.
        is_authors_own: Whether its story is none of the project's, so that its author can mend it.
        state: Which state of the lesson was checked; see `engine.jobs.sources.state`.
        moving: The share of its time in which something moves.
        divisible: Whether its beats may be drawn apart: no picture depends on the frames before it.
        sketches: A checksum of what each beat shows at some moments; beats with the same one may
            look the same.
    """

    frames: int
    duration: float
    beats: tuple[str, ...]
    ends: tuple[int, ...]
    moving_ends: tuple[int, ...]
    numbers: int
    findings: tuple[Finding, ...] = ()
    exempted: tuple[Exempted, ...] = ()
    warnings: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    is_authors_own: bool = False
    state: str = ""
    moving: float = 0.0
    divisible: bool = False
    sketches: tuple[str, ...] = ()

    @property
    def beat_ends(self) -> tuple[int, ...]:
        """Frames until the end of each beat; what is played after the last belongs to it."""
        return (*self.ends[:-1], self.frames) if self.ends else ()

    @property
    def is_true(self) -> bool:
        """Whether nothing false is shown or said; only such a scene is drawn."""
        return not any(finding.is_untrue for finding in self.findings)


@dataclass(frozen=True)
class DrawingResult:
    """A scene's files, complete, in a folder for the time being.

    Attributes:
        folder: Where they are; there is nothing else in it.
        files: The SHA-256 of each, by its name.
        video: Name of the video among them, or nothing where the scene was only looked at.
        duration: Its length in seconds.
        sources: What was run to draw them; see `engine.jobs.sources`.
        system_fonts: Whether fonts of the machine may have been used.
        state: Which state of the lesson was drawn; see `engine.jobs.sources.state`.
        fingerprints: A checksum of all that every frame of a beat is drawn from, of each; beats
            with the same one are encoded to the same bytes. Empty where nobody can tell.
    """

    folder: Path
    files: Mapping[str, str]
    video: str
    duration: float
    sources: tuple[str, ...]
    system_fonts: bool
    state: str = ""
    fingerprints: tuple[str, ...] = ()


@dataclass(frozen=True)
class RenderResult:
    """A published video.

    Attributes:
        file: The MP4 or MOV; captions, poster and record lie beside it.
        duration: Its length in seconds.
        is_new: Whether it was drawn now; if not, nothing has changed since it was.
    """

    file: Path
    duration: float
    is_new: bool = True


@dataclass(frozen=True)
class Failure:
    """Why a scene could not be checked or drawn.

    Attributes:
        reason: In one line.
        beat: The beat it happened in, counted from 0, or None outside of all beats.
        details: The traceback, or nothing when the process died or the reason says it all.
        is_mistake: Whether it is a mistake in the lesson, which its author can mend.
        where: File and line of the lesson that led to it, or nothing.
    """

    reason: str
    beat: int | None
    details: str = ""
    is_mistake: bool = False
    where: str = ""

    @classmethod
    def of(cls, error: BaseException, beat: int | None, where: str = "") -> Failure:
        """Describe an error: a mistake in a lesson by its message, others with their type."""
        if refusal := refusals.reason(error):
            return cls(refusal, beat)
        if isinstance(error, LessonError):
            return cls(" ".join(str(error).split()), beat, is_mistake=True, where=where)
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        return cls(reason, beat, "".join(traceback.format_exception(error)), where=where)


@dataclass(frozen=True)
class Outcome(Generic[Result]):
    """How a job ended.

    Attributes:
        job: The job.
        end: Its result, or why there is none.
        seconds: How long it took.
    """

    job: Job
    end: Result | Failure
    seconds: float


class BeatError(Exception):
    """An error while a scene was being told; its cause is the error itself.

    Attributes:
        beat: The beat it happened in, counted from 0, or None outside of all beats.
        where: File and line of the lesson that led to it, or nothing.
    """

    def __init__(self, beat: int | None, where: str = "") -> None:
        super().__init__(beat, where)
        self.beat = beat
        self.where = where
