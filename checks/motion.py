"""How much of a scene moves, and whether what moves shows where numbers come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from manim import Animation

from checks.reading import Stretch
from scenes.picture.motion import Pulse, Shade, single
from scenes.telling.beats import Beat


@dataclass(frozen=True)
class Motion:
    """Measures of a scene.

    Attributes:
        moving: The share of its time in which something moves.
        longest_still: Seconds in which nothing does, at most.
        fading: The share of the moving time in which things only fade in or out, or are dimmed.
        made: The share of the numbers that are not given which come from others that are seen:
            carried, merged, rolled or counted; 1 where there is none.
    """

    moving: float
    longest_still: float
    fading: float
    made: float


def measured(beats: Sequence[Beat], stretches: Sequence[Stretch]) -> Motion:
    """Measure a scene that has been told."""
    runs = [(still, _seconds(some)) for still, some in groupby(stretches, lambda one: one.still)]
    moving = sum(seconds for still, seconds in runs if not still)
    fading = _seconds(stretch for stretch in stretches if stretch.fades)
    ways = [arrival.way for beat in beats for arrival in beat.arrivals]
    derived = [way for way in ways if way != "given"]
    made = sum(way != "fade" for way in derived)
    return Motion(
        moving=moving / max(_seconds(stretches), 1e-9),
        longest_still=max((seconds for still, seconds in runs if still), default=0.0),
        fading=fading / max(moving, 1e-9),
        made=made / len(derived) if derived else 1.0,
    )


def only_fades(animations: Iterable[Animation]) -> bool:
    """Whether animations change nothing but how strongly things are lit."""
    parts = [*single(animations)]
    return bool(parts) and all(isinstance(part, Shade) for part in parts)


def swells(animations: Iterable[Animation]) -> bool:
    """Whether a text grows and shrinks back in one of some animations."""
    return any(isinstance(part, Pulse) for part in single(animations))


def _seconds(stretches: Iterable[Stretch]) -> float:
    return sum(stretch.end - stretch.start for stretch in stretches)
