"""How the beats of one scene are shared out, and put together again."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise

from engine.jobs.job import WHOLE, CheckResult, DrawingResult, EarlierVideo, Part, Progress, Stretch
from engine.tasks import Draw, Fingerprint, Join

_NONE: frozenset[int] = frozenset()


class Shares:
    """How far the parts of a scene are.

    A scene that was drawn before it was changed is looked at first: where its beats seem to be the
    same, their fingerprints are taken, and those that are the same indeed are not drawn again.

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
        self._frames: Mapping[Part, int] = {WHOLE: checked.frames}
        self._looked: dict[Part, DrawingResult] = {}
        self._drawn: dict[Part, DrawingResult] = {}
        self._done: dict[Part, int] = {}  # frames, as reported
        self._same: dict[int, Stretch] = {}  # beats that are not drawn again, and where they are
        alike = _NONE if earlier is None else _alike(checked.sketches, earlier.sketches)
        parts = self._divided(frozenset(self._beats) - alike)
        self.tasks: list[Fingerprint | Draw] = (
            [*map(Fingerprint, parts)] if alike else self._drawing()
        )

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
        same = sum(stretch.frames for stretch in self._same.values())
        return Progress(same + sum(self._done.values()), progress.beat)

    def ended(
        self, task: Fingerprint | Draw, result: DrawingResult
    ) -> list[Fingerprint | Draw] | Join | DrawingResult:
        """Note what came of a task.

        Returns:
            What is to be done next, if anything; or the scene, if that was all.
        """
        results = self._looked if isinstance(task, Fingerprint) else self._drawn
        results[task.part] = result
        self.tasks.remove(task)
        if self.tasks:
            return []
        if isinstance(task, Fingerprint):
            self._same = dict(self._found_same())
            self.tasks = self._drawing()
            if self.tasks:
                return self.tasks
        elif [*self._drawn] == [WHOLE]:
            return result
        return self._joined()

    def give_up(self) -> None:
        """Nobody needs what is left to do."""
        self.tasks, self._frames = [], {}

    def _drawing(self) -> list[Fingerprint | Draw]:
        self._frames = self._divided(frozenset(self._same))
        return [Draw(part) for part in self._frames]

    def _divided(self, without: frozenset[int]) -> dict[Part, int]:
        ends = tuple(self._begins[1:])
        return divided(ends, self._checked.moving_ends, self._count, without)

    def _found_same(self) -> Iterator[tuple[int, Stretch]]:
        """Yield the beats that were drawn before, and where they are."""
        assert self._earlier is not None
        begins = [0, *self._earlier.ends]
        known = {one: beat for beat, one in enumerate(self._earlier.fingerprints) if one}
        for beat, fingerprint in self._prints(self._looked).items():
            if fingerprint in known:
                begin, end = begins[known[fingerprint] :][:2]
                yield beat, Stretch(self._earlier.video, begin, end - begin)

    def _prints(self, results: Mapping[Part, DrawingResult]) -> dict[int, str]:
        """Return the fingerprint of each beat that can be told of some parts."""
        found: dict[int, str] = {}
        for part, result in results.items():
            beats = (beat for beat in self._beats if beat in part)
            found |= dict(zip(beats, result.fingerprints, strict=False))
        return found

    def _joined(self) -> Join:
        stretches = {**self._same}
        for part, result in self._drawn.items():
            first = 0
            for beat in self._beats:
                if beat in part:
                    frames = self._begins[beat + 1] - self._begins[beat]
                    stretches[beat] = Stretch(result.folder / result.video, first, frames)
                    first += frames
        prints = self._prints(self._looked) | self._prints(self._drawn)
        return Join(
            parts=(*self._looked.values(), *self._drawn.values()),
            stretches=tuple(stretches[beat] for beat in self._beats),
            fingerprints=tuple(prints.get(beat, "") for beat in self._beats),
        )


def _alike(now: tuple[str, ...], before: tuple[str, ...]) -> frozenset[int]:
    """Return the beats that may be the same as one that was drawn before."""
    known = set(before)
    return frozenset(beat for beat, sketch in enumerate(now) if sketch in known)


def divided(
    ends: tuple[int, ...],
    moving: tuple[int, ...],
    count: int,
    without: frozenset[int] = _NONE,
) -> dict[Part, int]:
    """Parts of a scene that take as nearly the same time as its beats allow.

    Args:
        ends: Frames until the end of each beat.
        moving: Those of them in which something moves; the others take hardly any time.
        count: How many parts; as many as there are beats at most.
        without: Beats that belong to none.

    Returns:
        The parts, and how many frames each has.

    >>> parts = divided((40, 90, 100), (40, 50, 60), 2)
    >>> [(part.first, part.end, frames) for part, frames in parts.items()]
    [(0, 1, 40), (1, None, 60)]
    """
    beats = range(len(ends))
    frames = [0 if beat in without else b - a for beat, (a, b) in enumerate(pairwise((0, *ends)))]
    work = [0 if beat in without else b - a for beat, (a, b) in enumerate(pairwise((0, *moving)))]
    done = [0, *accumulate(work)]
    wanted = [done[-1] * part / count for part in range(1, count)] if ends else []
    near = (min(beats, key=lambda beat: abs(done[beat] - frame)) for frame in wanted)
    firsts = sorted({0, *near})
    # What is played after the last beat belongs to it.
    out = without | {len(ends)} if len(ends) - 1 in without else without
    found = {}
    for first, end in zip(firsts, (*firsts[1:], None), strict=True):
        inside = frames[first:end]
        if sum(inside) or not without:
            whole = Part(first, end)
            found[Part(first, end, frozenset(beat for beat in out if beat in whole))] = sum(inside)
    return found
