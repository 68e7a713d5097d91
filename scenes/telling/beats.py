"""Beats: one thing said while one thing is shown, and the captions that go with it.

A scene records its beats while it runs. Captions, chapters, transcripts and slides are
all made from this record, so its times are exact: they count frames.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Literal, get_args

from calculus.shown import Shown
from record.beats import Cue, Sound
from record.questions import Option
from scenes.look.scripts import LINE_LENGTH, reading, saying, width
from scenes.picture.arriving import Arrival
from scenes.telling.claims import Claim
from scenes.telling.lines import Chunk, line, pieces

Kind = Literal["setup", "question", "action", "result", "conclusion"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# How long the last picture of a beat stands still, in seconds, by what the beat is for.
HOLD: dict[Kind, float] = {
    "setup": 0.6,
    "question": 2.5,
    "action": 0.6,
    "result": 2.0,
    "conclusion": 2.0,
}

# Reading rules for captions, after the usual broadcast guidelines (BBC, Netflix).
LINES = 2  # lines in a caption; `scenes.look.scripts` says how long, and how quickly they are read
SHORTEST_CUE = 5 / 6  # seconds
LONGEST_CUE = 7.0  # seconds


@dataclass(frozen=True)
class Beat:
    """One thing said while one thing is shown.

    Attributes:
        index: Place in the scene, from 0.
        start: Seconds from the start of the scene, on a frame.
        end: Seconds from the start of the scene, on a frame.
        text: The sentence as captions show it.
        speech: The sentence as a voice says it.
        chapter: The chapter the beat belongs to.
        kind: What the beat is for.
        cues: The captions, within start and end.
        numbers: Every number said or newly shown in this beat, once.
        arrivals: How those came that were newly shown.
        sounds: What its motions sound like, each at its time.
        sound: The sentence as it is said, if it is, from the start of the beat.
        spoken: How many seconds that takes.
        answers: Whether it answers the last question before it.
        solution: What kind of question it answers, and what can be answered.
        shown: What it brings on screen, in words.
        description: The part of that which the sentence doesn't tell; may be empty.
        templates: The sentence in English, with its fields, and the parts of it in fields.
        claims: What the sentence claims.
        teaches: What of the curriculum it teaches: ids of docs/curriculum.toml.
    """

    index: int
    start: float
    end: float
    text: str
    speech: str
    chapter: str
    kind: Kind
    cues: tuple[Cue, ...]
    numbers: tuple[Shown, ...]
    sound: Path | None = None
    spoken: float = 0.0
    answers: bool = False
    solution: tuple[str, tuple[Option, ...]] = ("flip", ())
    shown: str = ""
    description: str = ""
    templates: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    sounds: tuple[Sound, ...] = ()
    teaches: tuple[str, ...] = ()


def split(text: str, count: int = 1) -> tuple[str, ...]:
    """Split a sentence into captions of at most two lines of 42 Latin letters, or less of others.

    Breaks fall between words, after punctuation where that leaves balanced parts; in scripts
    without spaces, and in words longer than a line, where `scenes.telling.lines` says.

    Args:
        text: The sentence.
        count: How many captions there are at least, as long as there are words for them.

    Example:
        >>> split("The slope is the same everywhere.")
        ('The slope is the same everywhere.',)
    """
    words = pieces(text)
    count = max(min(count, len(words)), ceil(width(text) / (LINES * LINE_LENGTH)))
    while True:
        parts = _balanced(words, count) if count < len(words) else [[word] for word in words]
        captions = [caption for part in parts if (caption := _two_lines(part)) is not None]
        if len(captions) == len(parts):
            return tuple(captions)
        count += 1


def shortest(text: str) -> float:
    """Return the seconds a sentence needs so that every caption can be read."""
    return sum(map(reading_time, split(text)))


def reading_time(caption: str) -> float:
    """Return the seconds a caption needs so that it can be read."""
    return max(SHORTEST_CUE, reading(caption))


def telling_time(text: str, speech: str) -> float:
    """Return the seconds in which a sentence can both be read and be said.

    Args:
        text: The sentence as captions show it.
        speech: The sentence as a voice says it; digits make it longer than the text.
    """
    return max(shortest(text), saying(speech))


def cues(text: str, start: float, end: float) -> tuple[Cue, ...]:
    """Lay the captions of a sentence over a stretch of time.

    Each caption gets time in proportion to its length, never less than reading it takes and
    never more than seven seconds; what is left over at the end stays without a caption.

    Args:
        text: The sentence.
        start: Seconds.
        end: Seconds; at least ``start + shortest(text)``.
    """
    parts = split(text)
    least = [reading_time(part) for part in parts]
    spare = end - start - sum(least)
    if spare < -1e-6:
        raise ValueError(f"{end - start:.2f} s are too few to read {text!r}")
    share = max(0.0, spare) / max(sum(least), SHORTEST_CUE)  # nothing said has no captions
    result, now = [], start
    for part, minimum in zip(parts, least, strict=True):
        seconds = min(LONGEST_CUE, minimum * (1 + share))
        result.append(Cue(now, min(now + seconds, end), part))
        now += seconds
    return tuple(result)


def _balanced(words: Sequence[Chunk], count: int) -> list[Sequence[Chunk]]:
    """Cut a list of words into parts of nearly the same length, after punctuation if near."""
    parts = []
    rest = words
    for remaining in range(count, 1, -1):
        goal = width(line(rest)) / remaining
        best = min(range(1, len(rest)), key=lambda i: _cut_cost(rest, i, goal), default=len(rest))
        parts.append(rest[:best])
        rest = rest[best:]
    return [part for part in [*parts, rest] if part]


def _cut_cost(words: Sequence[Chunk], cut: int, goal: float) -> float:
    pause = re.search(r"[.:;,?!。、，；：？！؟،؛।]$", words[cut - 1].text) is not None
    return abs(width(line(words[:cut])) - goal) - (10 if pause else 0)


def _two_lines(words: Sequence[Chunk]) -> str | None:
    """Set words in one line, or in two of nearly equal length; None when they do not fit."""
    whole = line(words)
    if len(words) == 1 or width(whole) <= LINE_LENGTH:
        return whole
    pairs = [(line(words[:cut]), line(words[cut:])) for cut in range(1, len(words))]
    fitting = [pair for pair in pairs if max(map(width, pair)) <= LINE_LENGTH]
    if not fitting:
        return None
    best = min(fitting, key=lambda pair: abs(width(pair[0]) - width(pair[1])))
    return "\n".join(best)
