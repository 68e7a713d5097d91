"""Whether there is time to read and to look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scenes.beats import Beat, Cue

Found = tuple[str, int | None, str]  # a rule, a beat, and what is wrong

READING_SPEED, TOO_FAST = 17.0, 20.0  # characters per second: on average, and of any caption
LINES, LINE_LENGTH = 2, 42
SHORTEST, LONGEST = 5 / 6, 7.0  # seconds of a caption
RESULT = 2.0  # seconds that a result stands
FROZEN = 8.0  # seconds without any movement
_SILENCE = 1.0  # seconds after the last sentence, for the picture to be cleared
_FRAME = 0.034  # seconds: times are rounded to frames


@dataclass(frozen=True)
class Stretch:
    """One animation, or one time in which the picture stands.

    Attributes:
        beat: The beat it belongs to, counted from 0.
        start: Seconds from the start of the scene.
        end: Seconds from the start of the scene.
        still: Whether the picture stands.
    """

    beat: int
    start: float
    end: float
    still: bool


def captions(beats: Sequence[Beat]) -> Iterator[Found]:
    """Check the captions against the reading rules of `scenes.beats`."""
    shown = [(beat, cue) for beat in beats for cue in beat.cues]
    for beat, cue in shown:
        yield from ((rule, beat.index, message) for rule, message in _caption(cue))
        if not (beat.start - _FRAME <= cue.start and cue.end <= beat.end + _FRAME):
            yield "reading.time", beat.index, f"caption “{_short(cue)}” is shown outside its beat"
    for (_, one), (beat, other) in pairwise(shown):
        if other.start < one.end - _FRAME:
            yield "reading.time", beat.index, f"caption “{_short(other)}” comes before its turn"
    seconds = sum(cue.end - cue.start for _, cue in shown)
    speed = sum(len(cue.text) for _, cue in shown) / max(seconds, 1e-9)
    if speed > READING_SPEED:
        yield (
            "reading.speed",
            None,
            f"the captions run at {speed:.1f} characters per second, more than "
            f"{READING_SPEED:.0f}; hold the beats longer",
        )


def _caption(cue: Cue) -> Iterator[tuple[str, str]]:
    seconds = cue.end - cue.start
    lines = cue.text.split("\n")
    speed = len(cue.text) / max(seconds, 1e-9)
    if speed > TOO_FAST:
        yield (
            "reading.speed",
            f"caption “{_short(cue)}” runs at {speed:.1f} characters per second, more than "
            f"{TOO_FAST:.0f}; hold the beat longer",
        )
    if len(lines) > LINES or max(map(len, lines)) > LINE_LENGTH:
        yield (
            "reading.lines",
            f"caption “{_short(cue)}” has {len(lines)} lines of up to {max(map(len, lines))} "
            f"characters, more than {LINES} of {LINE_LENGTH}; say less in one sentence",
        )
    if not SHORTEST - _FRAME <= seconds <= LONGEST + _FRAME:
        yield (
            "reading.time",
            f"caption “{_short(cue)}” stays {seconds:.2f} s, not between {SHORTEST:.2f} and "
            f"{LONGEST:.0f}; split the sentence or join two",
        )


def pace(beats: Sequence[Beat], stretches: Sequence[Stretch]) -> Iterator[Found]:
    """Check that there is something to hear and to see, and time to see it."""
    for beat in beats:
        if not (beat.text.strip() and beat.speech.strip()):
            yield "reading.silent", beat.index, "nothing is said; give the beat a sentence"
        held = _held(beat, stretches)
        if beat.kind in ("result", "conclusion") and held < RESULT - _FRAME:
            yield (
                "reading.hold",
                beat.index,
                f"the result stands for {held:.1f} s, less than {RESULT:.0f}; hold it longer",
            )
    last = beats[-1].end if beats else 0.0
    end = stretches[-1].end if stretches else 0.0
    if end - last > _SILENCE:
        yield (
            "reading.silent",
            None,
            f"nothing is said in the last {end - last:.1f} s; tell a beat about it",
        )
    yield from _frozen(stretches)


def _held(beat: Beat, stretches: Sequence[Stretch]) -> float:
    """Return how long the last picture of a beat stands."""
    start = beat.end
    for stretch in reversed([s for s in stretches if s.beat == beat.index]):
        if not stretch.still:
            break
        start = stretch.start
    return beat.end - start


def _frozen(stretches: Sequence[Stretch]) -> Iterator[Found]:
    since: Stretch | None = None
    for stretch in stretches:
        if not stretch.still:
            since = None
            continue
        since = since or stretch
        if stretch.end - since.start > FROZEN + _FRAME:
            yield (
                "reading.frozen",
                since.beat,
                f"the picture stands for {stretch.end - since.start:.1f} s, more than "
                f"{FROZEN:.0f}; move something, or say less",
            )
            since = stretch


def _short(cue: Cue) -> str:
    words = " ".join(cue.text.split())
    return words if len(words) <= 40 else f"{words[:39]}…"
