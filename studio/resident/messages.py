"""What is asked of the resident process, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from engine.jobs.job import Job
from engine.planning.request import Request

Bounds: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom, as shares of the picture's width and height."""


@dataclass(frozen=True)
class Moment:
    """A moment of a scene that may not have been told yet.

    Attributes:
        beat: The beat, counted from 0; of a shorter scene, the last one.
        seconds: How far into it, at most to its end, or None for its last picture.
    """

    beat: int
    seconds: float | None = None


@dataclass(frozen=True)
class Tell:
    """Tell a scene, and draw one moment of it as soon as it comes.

    Attributes:
        version: Which of the scenes asked for this is; what belongs to an older one is let go.
        request: One scene, with all that replaces its parameters.
        variant: Which way to tell it, or nothing for the scene itself.
        moment: What to draw first.
    """

    version: int
    request: Request
    variant: str
    moment: Moment


@dataclass(frozen=True)
class Look:
    """Draw a moment of the scene that was asked for last.

    Attributes:
        version: Which scene.
        time: Seconds from its start.
        names: Whether it is to be told where things are that have names.
    """

    version: int
    time: float
    names: bool = False


@dataclass(frozen=True)
class Handle:
    """Something in a picture that can be dragged along an axis to change a number.

    Attributes:
        parameter: The parameter.
        index: Which of its numbers, from 0; None if it is one number.
        across: Where it is, as a share of the picture's width.
        down: The same of its height.
        value: The number there.
        per_width: By how much the number grows across the whole picture.
    """

    parameter: str
    index: int | None
    across: float
    down: float
    value: float
    per_width: float


@dataclass(frozen=True)
class Picture:
    """A drawn moment.

    Attributes:
        version: Of which scene.
        time: Seconds from its start, on a frame.
        png: The picture.
        handles: What can be dragged in it.
        named: Where things are that a finding may speak of, by what messages call them.
    """

    version: int
    time: float
    png: bytes
    handles: tuple[Handle, ...] = ()
    named: tuple[tuple[str, Bounds], ...] = ()


@dataclass(frozen=True)
class Said:
    """A beat that was told.

    Attributes:
        version: Of which scene.
        index: Its place, from 0.
        start: Seconds from the start of the scene.
        end: The same, where it ends.
        text: The sentence as captions show it.
        speech: The same as a voice says it.
        chapter: The chapter it belongs to, or nothing.
        kind: What it is for.
        template: The sentence in English with its fields, by which `wording` calls it.
        words: What is said in its place, with the same fields.
    """

    version: int
    index: int
    start: float
    end: float
    text: str
    speech: str
    chapter: str
    kind: str
    template: str
    words: str


@dataclass(frozen=True)
class Told:
    """A scene was told to its end.

    Attributes:
        version: Which one.
        job: What it takes to draw it.
        title: Its title.
        duration: Its length in seconds.
        readings: How formulas among its parameters read, by the parameters' names.
    """

    version: int
    job: Job
    title: str
    duration: float
    readings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Refused:
    """A scene could not be told.

    Attributes:
        version: Which one.
        message: Why, as the command line says it.
        parameter: The parameter that is wrong, or nothing.
        suggested: The parameter for which something would work, or nothing.
        suggestion: The value that would.
        beat: The beat in which it happened, or None before the first.
    """

    version: int
    message: str
    parameter: str = ""
    suggested: str = ""
    suggestion: str = ""
    beat: int | None = None


Answer: TypeAlias = Picture | Said | Told | Refused
