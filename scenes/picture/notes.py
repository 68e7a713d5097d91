"""What motions sound like: notes, as data. They are heard where somebody asks for sounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeVar

import numpy as np
from manim import Animation, AnimationGroup

from record.beats import Sound

Moving = TypeVar("Moving", bound=Animation)

_LASTS = {"tick": 0.12, "knock": 0.16}  # seconds until it has faded away by itself
_FIRST = 261.6  # hertz, of the first tick in a row
_THIRDS = 0, 4, 7, 11, 14, 17, 21  # semitones: third upon third in a major key, for two octaves
_NOTES = "_notes"  # where an animation keeps its own


@dataclass(frozen=True)
class Note:
    """A soft sound in a motion.

    Attributes:
        kind: A "tick" and a "knock" fade by themselves, a "swell" comes and goes.
        pitch: In hertz.
        start: When it begins, as a share of the motion's time.
        end: When a swell is over, likewise.
    """

    kind: Literal["tick", "knock", "swell"]
    pitch: float
    start: float = 0.0
    end: float = 1.0

    @classmethod
    def row(cls, starts: Iterable[float]) -> tuple[Note, ...]:
        """Return ticks at some shares of a motion's time, each a third higher than the last."""
        row = []
        for i, start in enumerate(starts):
            octaves = 2 * (i // len(_THIRDS)) + _THIRDS[i % len(_THIRDS)] / 12
            row.append(cls("tick", round(_FIRST * 2**octaves, 1), float(start)))
        return tuple(row)


LANDING = 196.0  # hertz, of the knock where a number lands
DIVING = Note("swell", 110.0)


def sounding(motion: Moving, *notes: Note) -> Moving:
    """Say what a motion sounds like, and return it."""
    setattr(motion, _NOTES, notes)
    return motion


def heard(motions: Iterable[Animation], begin: float) -> Iterator[Sound]:
    """Give what is heard of motions that are played together.

    Args:
        motions: They, once they have been played.
        begin: When they begin, in seconds from the start of the scene.
    """
    for motion in motions:
        yield from _heard(motion, partial(_after, begin, motion.run_time))


def _heard(motion: Animation, time: Callable[[float], float]) -> Iterator[Sound]:
    """Give what is heard of a motion, and of those in it; `time` is when a share of it is over."""
    notes: tuple[Note, ...] = getattr(motion, _NOTES, ())
    for note in notes:
        start = time(note.start)
        end = start + _LASTS[note.kind] if note.kind in _LASTS else time(note.end)
        yield Sound(round(float(start), 4), round(float(end), 4), note.kind, note.pitch)
    if isinstance(motion, AnimationGroup):
        for part, first, last in motion.anims_with_timings:
            yield from _heard(part, partial(_within, motion, first, last, time))


def _after(begin: float, seconds: float, share: float) -> float:
    return begin + share * seconds


def _within(
    group: AnimationGroup, first: float, last: float, time: Callable[[float], float], share: float
) -> float:
    """Return when a share is over of a part that a group plays from its time `first` to `last`."""
    shares = np.linspace(0, 1, 1001)
    reached = np.maximum.accumulate([group.rate_func(one) for one in shares])
    wanted = (first + share * (last - first)) / max(group.max_end_time, 1e-9)
    return time(float(np.interp(wanted, reached, shares)))
