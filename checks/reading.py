"""Whether there is time to read and to look."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from checks.rules import Rule, rule
from record.beats import Cue
from scenes.telling.beats import Beat

# Characters per second on average, and characters in a line, by the first word of a character's
# Unicode name: what the guides of Netflix say for the languages that are written with them.
_LIMITS = {
    "CJK": (9.0, 16), "HIRAGANA": (4.0, 13), "KATAKANA": (4.0, 13),
    "KATAKANA-HIRAGANA": (4.0, 13), "HANGUL": (12.0, 16),
    "THAI": (17.0, 35), "IDEOGRAPHIC": (9.0, 16), "FULLWIDTH": (9.0, 16),
}  # fmt: skip
_OTHERS = 17.0, 42
TOO_FAST = 20 / 17  # times as fast as on average, and no caption may be faster
_MOST_LINES = 2
SHORTEST, LONGEST = 5 / 6, 7.0  # seconds of a caption
RESULT = 2.0  # seconds that a result stands
_LONGEST_STILL, _UNWRITTEN = 2.5, 8.0  # seconds without any movement, with text and without
_SILENCE = 1.0  # seconds after the last sentence, for the picture to be cleared
_FRAME = 0.034  # seconds: times are rounded to frames

Found = tuple[Rule, int | None, str]  # a rule, a beat, and what is wrong


@dataclass(frozen=True)
class Stretch:
    """One animation, or one time in which the picture stands.

    Attributes:
        beat: The beat it belongs to, counted from 0.
        start: Seconds from the start of the scene.
        end: Seconds from the start of the scene.
        how: Whether the picture is "still", a text "swells", things only "fade", or "move".
        written: Whether there is text on screen, which a beat lets swell before it stands too long.
        by_story: Whether one of this project's stories asked for it, and not an author's own beat.
        motions: What is played, by the names of its kinds.
    """

    beat: int
    start: float
    end: float
    how: Literal["still", "swells", "fades", "moves"]
    written: bool
    by_story: bool
    motions: tuple[str, ...] = ()

    @property
    def still(self) -> bool:
        """Whether the picture stands."""
        return self.how == "still"

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.end - self.start


SPEED = rule("reading.speed", "captions leave time to be read")
LINES = rule(
    "reading.lines",
    f"captions have {_MOST_LINES} lines of {_OTHERS[1]} letters, or {_LIMITS['CJK'][1]} Chinese "
    "characters, at most",
)
TIME = rule("reading.time", f"a caption stays between 5/6 and {LONGEST:g} seconds")


def captions(beats: Sequence[Beat]) -> Iterator[Found]:
    """Check the captions against the reading rules of `scenes.telling.beats`."""
    shown = [(beat, cue) for beat in beats for cue in beat.cues]
    for beat, cue in shown:
        yield from ((broken, beat.index, message) for broken, message in _caption(cue))
        if not (beat.start - _FRAME <= cue.start and cue.end <= beat.end + _FRAME):
            yield TIME, beat.index, f"caption “{_short(cue)}” is shown outside its beat"
    for (_, one), (beat, other) in pairwise(shown):
        if other.start < one.end - _FRAME:
            yield TIME, beat.index, f"caption “{_short(other)}” comes before its turn"
    seconds = sum(cue.end - cue.start for _, cue in shown)
    needed = sum(_seconds(cue.text) for _, cue in shown)
    if needed > seconds:
        count = sum(len(cue.text) for _, cue in shown)
        yield (
            SPEED,
            None,
            f"the captions run at {_speeds(count, seconds, needed)}; hold the beats longer",
        )


def _caption(cue: Cue) -> Iterator[tuple[Rule, str]]:
    seconds = cue.end - cue.start
    lines = cue.text.split("\n")
    needed = _seconds(cue.text) / TOO_FAST
    if needed > max(seconds, 1e-9):
        yield (
            SPEED,
            f"caption “{_short(cue)}” runs at {_speeds(len(cue.text), seconds, needed)}; hold "
            "the beat longer",
        )
    longest = max(lines, key=_share)
    if len(lines) > _MOST_LINES or _share(longest) > 1 + 1e-9:
        most = int(len(longest) / max(_share(longest), 1e-9))
        yield (
            LINES,
            f"caption “{_short(cue)}” has {len(lines)} lines of up to {len(longest)} "
            f"characters, more than {_MOST_LINES} of {most}; say less in one sentence",
        )
    if not SHORTEST - _FRAME <= seconds <= LONGEST + _FRAME:
        yield (
            TIME,
            f"caption “{_short(cue)}” stays {seconds:.2f} s, not between {SHORTEST:.2f} and "
            f"{LONGEST:.0f}; split the sentence or join two",
        )


def _seconds(text: str) -> float:
    """Return the seconds that reading a text takes on average."""
    return sum(1 / speed for speed, _ in _limits(text))


def _share(line: str) -> float:
    """Return how much of a line a text fills."""
    return sum(1 / length for _, length in _limits(line))


def _limits(text: str) -> Iterator[tuple[float, int]]:
    """Yield what goes for each character of a text; marks on letters are none."""
    names = [unicodedata.name(one, "").split(" ")[0] for one in text]
    kana = any(name in ("HIRAGANA", "KATAKANA") for name in names)
    for one, name in zip(text, names, strict=True):
        if unicodedata.category(one) in ("Mn", "Me", "Cf"):
            continue
        found = _LIMITS.get(name, _OTHERS)
        yield _LIMITS["HIRAGANA"] if kana and found == _LIMITS["CJK"] else found


def _speeds(count: int, seconds: float, needed: float) -> str:
    fast = count / max(seconds, 1e-9)
    return f"{fast:.1f} characters per second, more than {count / needed:.0f}"


HOLD = rule("reading.hold", f"a result stands for {RESULT:g} seconds")
SILENT = rule("reading.silent", "nothing is shown without a sentence")
FROZEN = rule(
    "reading.frozen",
    f"no picture stands for more than {_LONGEST_STILL:g} seconds, or {_UNWRITTEN:g} without text",
)


def pace(beats: Sequence[Beat], stretches: Sequence[Stretch]) -> Iterator[Found]:
    """Check that there is something to hear and to see, and time to see it."""
    for beat in beats:
        if not (beat.text.strip() and beat.speech.strip()):
            yield SILENT, beat.index, "nothing is said; give the beat a sentence"
        held = _held(beat, stretches)
        if beat.kind in ("result", "conclusion") and held < RESULT - _FRAME:
            yield (
                HOLD,
                beat.index,
                f"the result stands for {held:.1f} s, less than {RESULT:.0f}; hold it longer",
            )
    last = beats[-1].end if beats else 0.0
    end = stretches[-1].end if stretches else 0.0
    if end - last > _SILENCE:
        yield (
            SILENT,
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
        most = _LONGEST_STILL if stretch.written else _UNWRITTEN
        if stretch.end - since.start > most + _FRAME:
            on = f", into beat {stretch.beat + 1}" if stretch.beat != since.beat else ""
            yield (
                FROZEN,
                since.beat,
                f"the picture stands for {stretch.end - since.start:.1f} s{on}, more than "
                f"{most:g}; move something{' sooner' if on else ''}, or say less",
            )
            since = stretch


def _short(cue: Cue) -> str:
    words = " ".join(cue.text.split())
    return words if len(words) <= 40 else f"{words[:39]}…"
