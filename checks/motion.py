"""How much of a scene moves, and whether what moves shows where numbers come from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from manim import Animation

from calculus.shown import Shown
from checks.reading import Stretch
from checks.rules import Rule, rule
from checks.view import Piece, View
from scenes.picture.motion import Pulse, Shade, entering, single
from scenes.telling.beats import Beat

_LEAST_MOVING, _MOST_FADING, _LEAST_MADE = 0.6, 0.25, 0.8
_PACE, _FULL = 0.9, 2  # of the first time, and so many beats may take all of that
_BRIEF = 3.5  # seconds: what takes no longer may be shown as often as it is said
_MADE = "merge", "roll", "count"
_SHOWN = 0.25  # seconds in which something moves, in every beat

Found = tuple[Rule, int | None, str]  # a rule, a beat, and what is wrong

STILL = rule("motion.still", f"in a story something moves for {_LEAST_MOVING:.0%} of the time")
FADE = rule(
    "motion.fade", f"in a story things only fade for {_MOST_FADING:.0%} of that time at most"
)
MADE = rule(
    "motion.made",
    f"in a story {_LEAST_MADE:.0%} of the numbers that are not given come from others that are "
    "seen: they are carried, merged, rolled or counted",
)
NEW = rule("motion.new", "in every beat of a story something moves, or is lit")
SAME = rule(
    "motion.same",
    f"in a story the third beat in a row with one sentence and the same motions takes "
    f"{_PACE:.0%} of the time of the first at most, or {_BRIEF:g} seconds",
)
ORDER = rule(
    "motion.order",
    "in a story no number is printed before the motion has ended that merges, rolls or counts it",
)


@dataclass(frozen=True)
class Motion:
    """Measures of a scene.

    Attributes:
        moving: The share of its time in which something moves.
        longest_still: Seconds in which nothing does, at most.
        fading: The share of the moving time in which things only fade in or out, or are dimmed.
        made: The share of the numbers that are not given which come from others that are seen:
            carried, merged, rolled or counted; 1 where there is none.
        seconds: Of each beat, those in which something moves.
    """

    moving: float
    longest_still: float
    fading: float
    made: float
    seconds: tuple[float, ...]


def measured(beats: Sequence[Beat], stretches: Sequence[Stretch]) -> Motion:
    """Measure a scene that has been told."""
    runs = [(still, _seconds(some)) for still, some in groupby(stretches, lambda one: one.still)]
    moving = sum(seconds for still, seconds in runs if not still)
    fading = _seconds(stretch for stretch in stretches if stretch.how == "fades")
    ways = [arrival.way for beat in beats for arrival in beat.arrivals]
    derived = [way for way in ways if way != "given"]
    made = sum(way != "fade" for way in derived)
    return Motion(
        moving=moving / max(_seconds(stretches), 1e-9),
        longest_still=max((seconds for still, seconds in runs if still), default=0.0),
        fading=fading / max(moving, 1e-9),
        made=made / len(derived) if derived else 1.0,
        seconds=tuple(
            _seconds(one for one in stretches if one.beat == beat.index and not one.still)
            for beat in beats
        ),
    )


def broken(beats: Sequence[Beat], stretches: Sequence[Stretch]) -> Iterator[Found]:
    """Check that a story's picture moves, and makes what it states.

    What authors tell themselves is theirs: a scene is measured as a whole only if it has none.
    """
    shown: dict[int, float] = {}
    for one in stretches:
        if one.by_story:
            moves = one.how in ("fades", "moves")
            shown[one.beat] = shown.get(one.beat, 0.0) + moves * one.seconds
    for beat, seconds in shown.items():
        if seconds < _SHOWN and beat < len(beats):
            yield NEW, beat, f"something moves for {seconds:.2f} s, less than {_SHOWN:g}"
    yield from _repeated(beats, [one for one in stretches if one.by_story])
    if not stretches or not all(one.by_story for one in stretches):
        return
    found = measured(beats, stretches)
    if found.moving < _LEAST_MOVING:
        yield STILL, None, f"something moves for {found.moving:.0%} of the time"
    if found.fading > _MOST_FADING:
        yield FADE, None, f"things only fade for {found.fading:.0%} of the time in which they move"
    if found.made < _LEAST_MADE:
        yield MADE, None, f"{found.made:.0%} of the numbers come from others that are seen"


def _repeated(beats: Sequence[Beat], stretches: Sequence[Stretch]) -> Iterator[Found]:
    """Find beats that only repeat what has been told twice, and no faster.

    A sentence that is nothing but a formula says something else each time.
    """
    moves = [one for one in stretches if one.how in ("fades", "moves")]
    moving = {beat.index: [one for one in moves if one.beat == beat.index] for beat in beats}

    def script(beat: Beat) -> tuple[object, ...]:
        words = re.sub(r"{.*?}|\W", "", "".join(beat.templates[:1]))
        return words, *(one.motions for one in moving[beat.index])

    def time(beat: Beat) -> float:
        return _seconds(moving[beat.index])

    for (words, *motions), run in groupby(beats, script):
        first, *rest = run
        for beat in rest[_FULL - 1 :]:
            length = (beat.end - beat.start) / (first.end - first.start)
            pace = time(beat) / max(time(first), 1e-9) / max(length, 1.0)  # more is said in longer
            if words and motions and pace > _PACE and time(beat) > _BRIEF:
                what = f"the same motions take {time(beat):.1f} s again, after {time(first):.1f} s"
                yield SAME, beat.index, f"{what}; be quicker, or tell them in one beat"


class Order:
    """Watches in which order the numbers of a beat are seen, and made."""

    def __init__(self) -> None:
        self._beat = 0
        self._printed: set[int] = set()  # the texts that have only faded in
        self._seen: tuple[Piece, ...] = ()  # in the middle of what is played

    def look(self, view: View) -> None:
        """Look at the middle of what is played."""
        self._seen = tuple(piece for piece in view.seen if piece.kind == "text")

    def end(self, beat: int, animations: Iterable[Animation]) -> Iterator[Found]:
        """Say which numbers had been printed that have been made by now."""
        if beat != self._beat:
            self._beat, self._printed = beat, set()
        early = {
            _name(number): piece.name
            for piece in self._seen
            if id(piece.mobject) in self._printed
            for number in getattr(piece.mobject, "numbers", ())
        }
        for entrance in entering(animations):
            numbers = getattr(entrance.mobject, "numbers", ())
            for number in filter(_is_worked_out, numbers if entrance.way in _MADE else ()):
                if where := early.get(_name(number)):
                    what = f"{number.text} stands in {where} before it is made"
                    yield ORDER, beat, f"{what}; let it come by the motion, or carry it from there"
            if numbers and entrance.way == "fade":
                self._printed.add(id(entrance.mobject))


def _name(number: Shown) -> tuple[object, ...]:
    return number.text, number.quantity.expression, number.quantity.where


def _is_worked_out(number: Shown) -> bool:
    return not number.quantity.given and not number.quantity.expression.isidentifier()


def way_of(animations: Iterable[Animation]) -> Literal["swells", "fades", "moves"]:
    """Return what animations do: let a text swell, change how things are lit, or move something."""
    parts = [*single(animations)]
    if any(isinstance(part, Pulse) for part in parts):
        return "swells"
    return "fades" if parts and all(isinstance(part, Shade) for part in parts) else "moves"


def _seconds(stretches: Iterable[Stretch]) -> float:
    return sum(stretch.seconds for stretch in stretches)
