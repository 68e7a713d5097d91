"""How the beats of one scene are shared out, and put together again."""

from __future__ import annotations

import time
from collections.abc import Mapping
from itertools import accumulate, pairwise

from engine.jobs.job import WHOLE, CheckResult, DrawingResult, EarlierVideo, Part, Progress, Stretch
from engine.tasks import Draw, Join

_NONE: frozenset[int] = frozenset()
_LOOKING = 0.4  # of the time of drawing a frame, at draft quality; less in larger ones


class Shares:
    """How far the parts of a scene are.

    Of a scene that was drawn before it was changed, beats that seem to be the same are only looked
    at while the others are drawn: their fingerprints tell which are the same indeed, and need no
    pictures. The rest is drawn then.

    Args:
        checked: What the check found.
        count: How many workers share it.
        earlier: What was drawn of it before.

    Attributes:
        began: When the first was taken up, by the monotonic clock.
        tasks: What is under way, or to be begun.
    """

    def __init__(self, checked: CheckResult, count: int, earlier: EarlierVideo | None) -> None:
        self.began = time.monotonic()
        self._checked, self._count, self._earlier = checked, count, earlier
        self._begins = [0, *checked.beat_ends]
        self._beats = range(len(checked.ends))
        self._drawn: dict[Part, DrawingResult] = {}
        self._ready = 0  # frames of beats that have pictures
        self._done: dict[Part, int] = {}  # frames, as reported
        self._frames: dict[Part, int] = {}
        alike = _NONE if earlier is None else _alike(checked.sketches, earlier)
        self.tasks = self._drawing(looked=alike)

    @property
    def left(self) -> int:
        """Frames that are not known to be drawn."""
        return sum(
            frames - self._done.get(part, 0)
            for part, frames in self._frames.items()
            if part not in self._drawn
        )

    def advanced(self, part: Part, progress: Progress) -> Progress:
        """Note how far a part is that is drawn; return how far the scene is."""
        self._done[part] = progress.frames
        return Progress(self._ready + sum(self._done.values()), progress.beat)

    def ended(self, task: Draw, result: DrawingResult) -> list[Draw] | Join | DrawingResult:
        """Note what came of a task.

        Returns:
            What is to be done next, if anything; or the scene, if that was all.
        """
        self._drawn[task.part] = result
        self.tasks.remove(task)
        if self.tasks:
            return []
        if task.part == WHOLE:
            return result
        pictures = self._pictures()
        if len(pictures) == len(self._beats):
            return self._joined(pictures)
        self._ready, self._done = sum(one.frames for one in pictures.values()), {}
        self.tasks = self._drawing(without=frozenset(pictures))
        return self.tasks

    def give_up(self) -> None:
        """Nobody needs what is left to do."""
        self.tasks, self._frames = [], {}

    def _drawing(
        self, without: frozenset[int] = _NONE, looked: frozenset[int] = _NONE
    ) -> list[Draw]:
        ends = tuple(self._begins[1:])
        self._frames = divided(ends, self._checked.moving_ends, self._count, without, looked)
        return [*map(Draw, self._frames)]

    def _prints(self, part: Part) -> dict[int, str]:
        """Return the fingerprint of each beat that can be told of a part."""
        beats = (beat for beat in self._beats if beat in part)
        return dict(zip(beats, self._drawn[part].fingerprints, strict=False))

    def _pictures(self) -> dict[int, Stretch]:
        """Return where the pictures of beats are, those drawn before and those drawn now."""
        earlier = self._earlier
        known: dict[str, Stretch] = {}
        if earlier is not None:
            spans = pairwise((0, *earlier.ends))
            for one, (begin, end) in zip(earlier.fingerprints, spans, strict=False):
                if one:  # else it could not be told
                    known[one] = Stretch(earlier.video, begin, end - begin)
        found = {}
        for part, result in self._drawn.items():
            prints = self._prints(part)
            for beat in part.looked & prints.keys():
                if prints[beat] in known:
                    found[beat] = known[prints[beat]]
            first = 0
            for beat in self._beats:
                if part.draws(beat):
                    frames = self._begins[beat + 1] - self._begins[beat]
                    found[beat] = Stretch(result.folder / result.video, first, frames)
                    first += frames
        return found

    def _joined(self, pictures: Mapping[int, Stretch]) -> Join:
        prints: dict[int, str] = {}
        for part in self._drawn:
            prints |= self._prints(part)
        return Join(
            parts=tuple(self._drawn.values()),
            stretches=tuple(pictures[beat] for beat in self._beats),
            fingerprints=tuple(prints.get(beat, "") for beat in self._beats),
        )


def _alike(now: tuple[str, ...], earlier: EarlierVideo) -> frozenset[int]:
    """Return the beats that may be the same as one that was drawn before."""
    known = dict(zip(earlier.sketches, earlier.fingerprints, strict=False))
    return frozenset(beat for beat, sketch in enumerate(now) if known.get(sketch))


def divided(
    ends: tuple[int, ...],
    moving: tuple[int, ...],
    count: int,
    without: frozenset[int] = _NONE,
    looked: frozenset[int] = _NONE,
) -> dict[Part, int]:
    """Parts of a scene that take as nearly the same time as its beats allow.

    Args:
        ends: Frames until the end of each beat.
        moving: Those of them in which something moves; the others take hardly any time.
        count: How many parts; as many as there are beats at most.
        without: Beats that belong to none.
        looked: Beats that are only looked at.

    Returns:
        The parts, and how many frames each has.

    >>> parts = divided((40, 90, 100), (40, 50, 60), 2)
    >>> [(part.first, part.end, frames) for part, frames in parts.items()]
    [(0, 1, 40), (1, None, 60)]
    """
    beats = range(len(ends))
    frames = [0 if beat in without else b - a for beat, (a, b) in enumerate(pairwise((0, *ends)))]
    costs = [0 if beat in without else _LOOKING if beat in looked else 1 for beat in beats]
    work = [(b - a) * costs[beat] for beat, (a, b) in enumerate(pairwise((0, *moving)))]
    done = [0.0, *accumulate(work)]
    wanted = [done[-1] * part / count for part in range(1, count)] if ends else []
    near = (min(beats, key=lambda beat: abs(done[beat] - frame)) for frame in wanted)
    firsts = sorted({0, *near})
    found = {}
    for first, end in zip(firsts, (*firsts[1:], None), strict=True):
        inside = frames[first:end]
        if sum(inside) or not without:
            span = Part(first, end)
            part = Part(first, end, *(_inside(span, some, len(ends)) for some in (without, looked)))
            found[part] = sum(inside)
    return found


def _inside(span: Part, beats: frozenset[int], count: int) -> frozenset[int]:
    """Return those of some beats that are in a span; what comes after the last belongs to it."""
    after = {count} if count - 1 in beats else _NONE
    return frozenset(beat for beat in beats | after if beat in span)
