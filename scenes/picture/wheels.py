"""How the digits of one text roll to those of another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from typing import Any, TypeAlias

import numpy as np
from manim.utils.rate_functions import smooth

from calculus.shown import Shown
from scenes.look.text import NumberText, math
from scenes.look.typesetting import EM_PER_FONT_SIZE, Typefaces, typeset
from scenes.picture.flight import Ink, inks_of, landing, part_of
from scenes.picture.motion import DIMMED
from scenes.picture.shapes import Points, cut, letters

_ROLL, _LAG = 0.6, 0.04  # seconds: of a wheel, and from one to the next
_PITCH, _MARGIN = 1.5, 0.18  # from digit to digit on a wheel, and what is seen above and below one
_LEAVING = 0.78, 0.45  # where a digit is gone, and where it is all there, of the way to the next
_SAME_CELL = 0.2  # ems between two digits in the same place, at most
_ADVANCE, _POINT = 0.5, 0.36  # ems that a digit takes, and a decimal point at most
_PUSH = 0.5  # ems from which a new decimal comes
_SIGN = 0.15  # share of a motion in which a relation sign is turned down, and up again
_ALIKE = 0.02  # ems that an outline may differ from one that is the same

Change: TypeAlias = tuple[Ink, Ink]
"""How a letter looks before and after."""
_Number: TypeAlias = "dict[int, _Letter]"


@dataclass(frozen=True)
class _Letter:
    """A letter of a text.

    Attributes:
        ink: How it looks.
        digit: Which digit it is, or -1.
        pen: Where the pen stood for a digit, or its lower left corner.
    """

    ink: Ink
    digit: int
    pen: Points

    @property
    def is_digit(self) -> bool:
        """Whether it is a digit of the size of its text, not an index."""
        return self.digit >= 0

    def stands(self, other: _Letter, em: float, aside: float = _SAME_CELL) -> bool:
        """Whether another is the same, in the same place; after a 7 others stand a bit aside."""
        mine, others = self.ink.points, other.ink.points
        if len(mine) != len(others):
            return False
        ways = others - mine
        (x, y, _), bent = np.abs(ways[0]) / em, np.ptp(ways, axis=0).max() / em
        return bool(x < aside and y < _SAME_CELL and bent < _ALIKE)

    def shares_cell(self, other: _Letter, em: float) -> bool:
        """Whether both are digits, in the same place."""
        apart = np.abs(self.pen - other.pen).max() / em
        return self.is_digit and other.is_digit and bool(apart < _SAME_CELL)

    def is_low(self, em: float) -> bool:
        """Whether it is no higher than a point."""
        return bool(np.ptp(self.ink.points[:, 1]) < _POINT * em)

    def is_one_of(self, glyphs: Sequence[Points], em: float) -> bool:
        """Whether it has the outline of one of some glyphs, given in ems."""
        points = self.ink.points - self.ink.points.min(axis=0)
        return any(
            len(points) == len(glyph)
            and bool(np.abs(points - (glyph - glyph.min(axis=0)) * em).max() < _ALIKE * em)
            for glyph in glyphs
        )


@dataclass(frozen=True)
class _Wheel:
    """The wheel of one place of a number.

    Attributes:
        pens: Where the pen stands for its digits, before and after.
        glyphs: The outlines of the ten digits, with the pen at the origin.
        looks: A letter of it, in its colour, before and after.
        start: The digit that it shows first.
        steps: How many digits it goes on, or back.
        blank: How many digits on there is nothing on it: a place that isn't written.
        place: How many places stand to its right, in an odometer; None for one that turns alone.
        leaps: The digit that comes next, with the digit that leads; None where all between come.
    """

    pens: tuple[Points, Points]
    glyphs: tuple[Points, ...]
    looks: Change
    start: float
    steps: float
    blank: int | None = None
    place: int | None = None
    leaps: int | None = None

    def at(self, share: float) -> Iterator[Ink]:
        """Give the digits that are seen of it when it has turned by a share."""
        here = self.start + self.steps * share
        if self.place:  # it turns only while the wheel to its right goes from 9 to 0
            here, rest = divmod(here, 10**self.place)
            here += max(0.0, rest - 10**self.place + 1)
        height = float(np.ptp(self.glyphs[0][:, 1]))
        pen = self.pens[0] + (self.pens[1] - self.pens[0]) * share
        low, first = float(pen[1]), int(here // 1)
        look = self.looks[0].toward(self.looks[1], share)
        for digit in (first, first + 1):
            rolled = here - digit
            reads = digit if self.leaps is None or digit == self.start else self.leaps
            glyph = self.glyphs[reads % 10] + pen + [0, rolled * _PITCH * height, 0]
            seen = cut(glyph, low - _MARGIN * height, low + (1 + _MARGIN) * height)
            if len(seen) and digit != self.blank:
                yield replace(look, points=seen).lit(smooth(part_of(abs(rolled), *_LEAVING)))


@dataclass(frozen=True)
class Wheels:
    """A text that becomes another: what stands, what rolls, what comes and what goes.

    Attributes:
        after: How it looks in the end.
        still: Letters that stand.
        signs: Relation signs that stand.
        wheels: Digits that roll, from left to right.
        pushed: Decimals that come in from the right.
        pulled: Decimals that go out to the right.
        coming: Other letters that come.
        going: Other letters that go.
        push: How far decimals come and go, in Manim units.
        meet: Whether anything has its place in both.
        turning: The share of the time in which all that happens.
        lag: Seconds from one wheel to the next.
        ease: How far wheels have turned after a share of their time.
    """

    after: tuple[Ink, ...]
    still: tuple[Change, ...]
    signs: tuple[Change, ...]
    wheels: tuple[_Wheel, ...]
    pushed: tuple[Ink, ...]
    pulled: tuple[Ink, ...]
    coming: tuple[Ink, ...]
    going: tuple[Ink, ...]
    push: float
    meet: bool
    turning: float = 1.0
    lag: float = _LAG
    ease: Callable[[float], float] = landing

    @property
    def seconds(self) -> float:
        """How long it takes by itself."""
        return _ROLL + max(self._waits, default=0.0)

    @property
    def _waits(self) -> list[float]:
        """How long each wheel waits, seconds: one that leaps no longer than the one before it."""
        turns = accumulate(wheel.leaps is None for wheel in self.wheels)
        return [max(0, turn - 1) * self.lag for turn in turns]

    def inks(self, alpha: float) -> Iterator[Ink]:
        """Give what is seen."""
        if alpha >= 1:
            yield from self.after
            return
        turned = min(alpha / self.turning, 1.0)
        share = landing(turned)
        yield from (_between(*change, share) for change in self.still)
        dimmed = smooth(part_of(turned, 0, _SIGN)) * smooth(part_of(turned, 1, 1 - _SIGN))
        yield from (
            _between(*change, share).lit(1 - (1 - DIMMED) * dimmed) for change in self.signs
        )
        time = turned * self.seconds
        for wait, wheel in zip(self._waits, self.wheels, strict=True):
            yield from wheel.at(self.ease(part_of(time, wait, wait + _ROLL)))
        # Decimals belong to the number that has them, which is read from half of the way on.
        new, old = part_of(share, 0.5, 1), part_of(share, 0.5, 0)
        yield from (ink.shifted(self.push * (1 - share)).lit(new) for ink in self.pushed)
        yield from (ink.shifted(self.push * share).lit(old) for ink in self.pulled)
        yield from (ink.lit(smooth(part_of(turned, 0.5, 1))) for ink in self.coming)
        yield from (ink.lit(smooth(part_of(turned, 0.5, 0))) for ink in self.going)


def wheels(before: Any, after: Any, digits: bool = True) -> Wheels:
    """Return how a text, or nothing, becomes another text; perhaps but for its digits."""
    old, new = (
        [one for one in _letters(text) if digits or not one.is_digit] for text in (before, after)
    )
    em = after.font_size * EM_PER_FONT_SIZE
    glyphs = tuple(glyph * em for glyph in _digits(after.theme.typefaces))
    numbers = _matched(old, new, em)
    turns = {id(one): turn for both in numbers for one, turn in _turns(*both) if turn[0]}
    pairs = [(was[i], now[i]) for was, now in numbers for i in was.keys() & now.keys()]
    pairs += _alike([one for one in old if not one.is_digit], new, em)
    end = max((b.pen[0] for _, b in pairs if b.is_digit), default=np.inf)  # decimals are beyond it
    met = {id(one) for pair in pairs for one in pair}
    comes, goes = ([one for one in text if id(one) not in met] for text in (new, old))
    stands = [(a, b) for a, b in pairs if id(b) not in turns]
    decimals = {id(one) for both in numbers for text in both for i, one in text.items() if i < 0}

    def is_beyond(one: _Letter) -> bool:
        return id(one) in decimals or bool(one.pen[0] > end)

    found = [
        *(
            _Wheel((a.pen, b.pen), glyphs, (a.ink, b.ink), a.digit, steps, leaps=leaps)
            for a, b in pairs
            if id(b) in turns
            for steps, leaps in [turns[id(b)]]
        ),
        *(
            _Wheel((b.pen, b.pen), glyphs, (b.ink, b.ink), b.digit - 1, 1, blank=b.digit - 1)
            for b in comes
            if b.is_digit and not is_beyond(b)
        ),
        *(
            _Wheel((a.pen, a.pen), glyphs, (a.ink, a.ink), a.digit, 1, blank=a.digit + 1)
            for a in goes
            if a.is_digit and not is_beyond(a)
        ),
    ]
    signs = _signs(after.theme.typefaces)
    return Wheels(
        after=inks_of(after),
        still=tuple((a.ink, b.ink) for a, b in stands if not b.is_one_of(signs, em)),
        signs=tuple((a.ink, b.ink) for a, b in stands if b.is_one_of(signs, em)),
        wheels=tuple(sorted(found, key=lambda wheel: wheel.pens[1][0])),
        pushed=tuple(b.ink for b in comes if is_beyond(b)),
        pulled=tuple(a.ink for a in goes if is_beyond(a)),
        coming=tuple(b.ink for b in comes if not b.is_digit and not is_beyond(b)),
        going=tuple(a.ink for a in goes if not a.is_digit and not is_beyond(a)),
        push=_PUSH * em,
        meet=bool(met),
    )


def _matched(
    old: Sequence[_Letter], new: Sequence[_Letter], em: float
) -> list[tuple[_Number, _Number]]:
    """Return which number of a text becomes which: in their order, or where they stand."""
    numbers = [_numbers(text, em) for text in (old, new)]
    lines = [[next(iter(one.values())).pen[1] / em for one in text] for text in numbers]
    if len(lines[0]) == len(lines[1]) and np.allclose(lines[0], lines[1], atol=_SAME_CELL):
        return [*zip(*numbers, strict=True)]
    return [({0: a}, {0: b}) for b in new for a in old if a.shares_cell(b, em)]


def _numbers(text: Sequence[_Letter], em: float) -> list[_Number]:
    """Return the numbers in a text: of each its digits by their places, 0 for that of the ones."""
    runs: list[list[_Letter]] = []
    points: list[int | None] = []  # how many digits stand before the point
    digits = sorted((one for one in text if one.is_digit), key=lambda one: _reading(one, em))
    for digit in digits:
        last = runs[-1][-1] if runs else None
        gap = (digit.pen - last.pen)[:2] / em - (_ADVANCE, 0) if last else np.full(2, np.inf)
        if not (abs(gap[1]) < _ALIKE and -_SAME_CELL < gap[0] < _POINT):
            runs.append([])
            points.append(None)
        elif last and points[-1] is None and any(
            last.pen[0] + _ADVANCE * em / 2 < one.pen[0] < digit.pen[0] and one.is_low(em)
            for one in text if not one.is_digit and abs(one.pen[1] - digit.pen[1]) < _POINT * em
        ):  # fmt: skip
            points[-1] = len(runs[-1])
        runs[-1].append(digit)
    return [
        {(len(run) if point is None else point) - 1 - i: one for i, one in enumerate(run)}
        for run, point in zip(runs, points, strict=True)
    ]


def _reading(letter: _Letter, em: float) -> tuple[float, float]:
    """Return what letters are sorted by as they are read."""
    return -round(float(letter.pen[1]) / em, 1), float(letter.pen[0])


def _turns(was: _Number, now: _Number) -> Iterator[tuple[_Letter, tuple[int, int | None]]]:
    """Give how far each digit of a number rolls, and which one it leaps to.

    The first that differs leads. All roll its way, so that no number is read that isn't between
    both: one that would go over 9 or 0 leaps, while that one is on its way, too.
    """
    places = sorted(was.keys() | now.keys(), reverse=True)
    ends = [[text[i].digit if i in text else 0 for i in places] for text in (was, now)]
    way = 1 if ends[1] >= ends[0] else -1
    for i, a, b in zip(places, *ends, strict=True):
        if i in was and i in now:
            yield now[i], (b - a, None) if way * (b - a) >= 0 else (way, b)


def _alike(
    old: Sequence[_Letter], new: Sequence[_Letter], em: float
) -> list[tuple[_Letter, _Letter]]:
    """Return which letters stand, or, of those that are left over, move along their line."""
    pairs = [(a, b) for b in new for a in old if b.stands(a, em)]
    met = {id(one) for pair in pairs for one in pair}
    rest = [one for one in old if id(one) not in met]
    for b in new:
        if id(b) in met:
            continue
        for k, a in enumerate(rest):
            if b.stands(a, em, np.inf):
                pairs.append((a, b))
                del rest[: k + 1]
                break
    return pairs


def odometer(before: Any, after: NumberText, first: float, last: Shown) -> Wheels:
    """Return how a number runs to another, with the same decimals, through all between them."""
    em = after.font_size * EM_PER_FONT_SIZE
    glyphs = tuple(glyph * em for glyph in _digits(after.theme.typefaces))
    rows = [[one for one in _letters(text) if one.is_digit] for text in (after, before)]
    start, end = (round(abs(value) / float(last.unit), 6) for value in (first, last.number))
    found = tuple(
        _Wheel(
            (cell.pen, cell.pen), glyphs, (cell.ink, cell.ink), start, round(end) - start,
            blank=0 if place > last.places else None, place=place,
        )
        for place, cell in enumerate(reversed(max(rows, key=len)))
    )  # fmt: skip
    others = wheels(before, after, digits=False)
    point = tuple((one, one) for one in others.coming)  # without it digits are another number
    return replace(others, wheels=found, still=others.still + point, coming=(), lag=0.0)


def _between(old: Ink, new: Ink, share: float) -> Ink:
    """Return a letter on its way to the same letter."""
    points = old.points + (new.points - old.points) * share
    return replace(old.toward(new, share), points=points)


def _letters(text: Any) -> list[_Letter]:
    """Return the letters of a text; none of nothing."""
    found: list[_Letter] = []
    if text is None:
        return found
    em = text.font_size * EM_PER_FONT_SIZE
    for ink in inks_of(text):
        for points in letters(ink.points):
            letter = _Letter(replace(ink, points=points), -1, points.min(axis=0))
            for digit, glyph in enumerate(_digits(text.theme.typefaces)):
                if letter.is_one_of((glyph,), em):
                    letter = replace(letter, digit=digit, pen=letter.pen - glyph.min(axis=0) * em)
            found.append(letter)
    return found


@cache
def _digits(typefaces: Typefaces) -> tuple[Points, ...]:
    """Return the outlines of the ten digits in ems, with the pen at the origin."""
    line = typeset(math("0123456789"), typefaces=typefaces)
    width = line.advance / 10
    glyphs = letters(line.runs[0].points)
    return tuple(glyph - [digit * width, 0, 0] for digit, glyph in enumerate(glyphs))


@cache
def _signs(typefaces: Typefaces) -> tuple[Points, ...]:
    """Return the outlines of relation signs in ems."""
    return tuple(letters(typeset(math("= approx"), typefaces=typefaces).runs[0].points))
