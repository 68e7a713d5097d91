"""Functions of one variable, descents on them, and what becomes of these."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Literal

from tests.truth.arithmetic import (
    MP,
    Real,
    Undefined,
    add,
    divide,
    equal,
    is_nothing,
    multiply,
    real,
    sign,
)
from tests.truth.jets import Jet, jet, value
from tests.truth.plain import NotAFormula, formula

_HEAD = re.compile(r"\s*(\w+)\s*\(\s*(\w+)\s*\)\s*=(.*)", re.DOTALL)
_PROBES = (Fraction(1, 10**20), Fraction(1, 10**26))
_MANY = sorted(
    {Fraction(n**3, 5000) for n in range(-60, 61)} | {Fraction(n**9, 10**9) for n in range(-60, 61)}
)
_SAMPLES = [Fraction(n, 7) for n in (-31, -12, -5, -3, -1, 1, 2, 5, 6, 11, 19, 43)]


@dataclass(frozen=True)
class Curve:
    """A function as an author writes it: "f(a) = a**2"."""

    text: str

    @cached_property
    def _parts(self) -> tuple[str, str, str]:
        match = _HEAD.fullmatch(self.text)
        assert match is not None, self.text
        return match[1], match[2], match[3].strip()

    @property
    def name(self) -> str:
        return self._parts[0]

    @property
    def variable(self) -> str:
        return self._parts[1]

    @property
    def body(self) -> str:
        return self._parts[2]

    def at(self, x: Real) -> Real:
        """The value at a point.

        Raises:
            Undefined: There is none.
        """
        return value(self.body, {self.variable: x})

    def jet(self, x: Real) -> Jet:
        return jet(self.body, {self.variable: Jet(x, Fraction(1))})

    def slope(self, x: Real) -> Real:
        """The slope at a point.

        Raises:
            Undefined: There is none.
        """
        known = self.jet(x).slope
        return self._limit(x) if known is None else known

    def bend(self, x: Real) -> Real | None:
        """The second derivative, where the rules of differentiation give it."""
        return self.jet(x).bend

    def _limit(self, x: Real) -> Real:
        """The slope where no rule gives it: of x|x| at 0, say; by quotients on both sides."""
        here = real(self.at(x))
        found = []
        for side in (1, -1):
            quotients = [
                (real(self.at(add(x, side * probe))) - here) / real(side * probe)
                for probe in _PROBES
            ]
            if abs(quotients[0] - quotients[1]) > MP.mpf(10) ** -8 * max(1, abs(quotients[0])):
                raise Undefined("no slope on this side")
            found.append(quotients[1])
        if abs(found[0] - found[1]) > MP.mpf(10) ** -8 * max(1, abs(found[0])):
            raise Undefined("a corner")
        return MP.nint(found[0]) if abs(found[0] - MP.nint(found[0])) < 1e-8 else found[0]

    def quotient(self, x: Real, h: Real) -> Real:
        """The difference quotient."""
        return value("(y - x)/h", {"y": self.at(add(x, h)), "x": self.at(x), "h": h})

    def is_straight(self) -> bool:
        """Whether it is a line, as far as a dozen places tell."""
        return _in_line(self._known(self.at))

    def has_straight_slope(self) -> bool:
        """Whether its slope is a line, as far as a dozen places tell."""
        return _in_line(self._known(self.slope))

    @cached_property
    def is_valley(self) -> bool:
        """Whether it falls up to some place and rises from there on, as far as many places tell."""
        heights = [real(y) for _, y in self._known(self.at, _MANY)]
        rises = [sign(b - a) for a, b in itertools.pairwise(heights)]
        return rises == sorted(rises) and {*rises} >= {-1, 1}

    @staticmethod
    def _known(of: Callable[[Real], Real], places: Sequence[Real] = ()) -> list[tuple[Real, Real]]:
        """Places with what there is, where there is something."""
        found = []
        for x in places or _SAMPLES:
            try:
                found.append((x, of(x)))
            except Undefined:
                continue
        return found

    def reads(self, text: str, derivative: bool = False) -> bool:
        """Whether a formula on screen is this function, or its derivative."""
        try:
            body = formula(text, [self.variable])
        except NotAFormula:
            return False
        agreed = 0
        for x in _SAMPLES:
            try:
                true = self.slope(x) if derivative else self.at(x)
            except Undefined:
                continue
            try:
                shown = value(body, {self.variable: x})
            except (Undefined, KeyError):
                return False
            if not equal(true, shown):
                return False
            agreed += 1
        return agreed > 0 or not derivative

    def is_minimum(self, x: Real) -> bool:
        """Whether it is higher on both sides, near by."""
        return {*self._around(x)} == {1}

    def is_maximum(self, x: Real) -> bool:
        """Whether it is lower on both sides, near by."""
        return {*self._around(x)} == {-1}

    def _around(self, x: Real) -> Iterator[int]:
        """Whether it is higher (1) or lower (−1) near by, or has no value there (0)."""
        try:
            here = real(self.at(x))
        except Undefined:
            yield 0
            return
        for side in (1, -1):
            for size in (4, 6):
                try:
                    yield sign(real(self.at(add(x, side * Fraction(1, 10**size)))) - here)
                except Undefined:
                    yield 0


def _in_line(known: Sequence[tuple[Real, Real]]) -> bool:
    """Whether points are on a line; too few of them tell nothing."""
    if len(known) < 3:
        return False
    (x0, y0), (x1, y1), *others = known
    slope = value("(b - a)/(d - c)", {"a": y0, "b": y1, "c": x0, "d": x1})
    return all(equal(y, add(y0, multiply(slope, x - x0))) for x, y in others)


def descent(curve: Curve, start: Real, rate: Real) -> Descent:
    """A descent; with as many digits it is walked once, however often it is asked for."""
    return _descent(curve, start, rate, MP.dps)


@lru_cache(maxsize=64)
def _descent(curve: Curve, start: Real, rate: Real, _: int) -> Descent:
    return Descent(curve, start, rate)


def meant(numbers: Sequence[Real]) -> list[Real]:
    """The first numbers of a row, up to the first that may be all rounding."""
    noise = (k for k, one in enumerate(numbers) if not isinstance(one, Fraction) and equal(one, 0))
    return list(numbers[: next(noise, len(numbers)) + 1])


Fate = Literal["stays", "arrives", "converges", "cycles", "diverges", "blocked", "unknown"]
_MORE = 400  # steps by which a descent goes on until its fate is known
_GONE = MP.mpf(10) ** 6
_STILL = MP.mpf(10) ** -60
_LONG = 300  # bits of a denominator, beyond which digits are quicker than fractions
_SETTLED = MP.mpf(10) ** -12
_LONGEST = 12  # steps of a cycle


@dataclass(frozen=True)
class Descent:
    """Gradient descent, by the oracle's own arithmetic."""

    curve: Curve
    start: Real
    rate: Real

    @cached_property
    def walk(self) -> list[Real]:
        """Where it comes by, far beyond what is shown; it ends where it cannot go on."""
        places = [self.start]
        for _ in range(_MORE):
            after = add(places[-1], self.update(places[-1]))
            try:
                self.curve.at(after), self.curve.slope(after)
            except Undefined:
                break
            except OverflowError:  # it is so far away that nobody can tell how high it is there
                places.append(after + sign(after) * _GONE**6)
                break
            if isinstance(after, Fraction) and after.denominator.bit_length() > _LONG:
                after = real(after)
            places.append(after)
            if abs(real(after)) > _GONE**5:
                break
            still = _STILL * min(1, abs(real(after)))  # what goes to 0 gets smaller for ever
            if abs(real(after) - real(places[-2])) < still and not equal(after, places[-2]):
                places += [after] * (_MORE - len(places) + 1)
                break
        return places

    def seen(self, steps: int) -> list[Real]:
        """Where it comes by in some steps, up to where it stands still as far as digits tell."""
        still = (k for k, (one, other) in enumerate(itertools.pairwise(self.walk)) if one is other)
        return self.walk[: min(steps, next(still, steps)) + 1]

    def update(self, x: Real) -> Real:
        return multiply(-self.rate, self.curve.slope(x))

    @property
    def is_blocked(self) -> bool:
        """Whether it comes to a place from which no step can be taken."""
        return len(self.walk) <= _MORE and abs(real(self.walk[-1])) <= _GONE**5

    @cached_property
    def fate(self) -> Fate:
        """What becomes of it in the long run."""
        places = self.walk
        if is_nothing(self.update(self.start)):
            return "stays"
        if self.is_blocked:
            return "blocked"
        exact = next((k for k in range(len(places) - 1) if self._rests(places[k])), None)
        if exact is not None:
            return "arrives"
        last = [real(place) for place in places[-2 * _LONGEST :]]
        size = max(1, abs(real(self.start)))
        if abs(last[-1]) > _GONE * size:
            return "diverges"
        moves = [abs(b - a) for a, b in itertools.pairwise(last)]
        if moves[-1] < _SETTLED * size and (moves[-1] < moves[0] or moves[0] < _STILL):
            return "converges"
        if self._comes_to is not None and moves[-1] < moves[0]:
            return "converges"
        for period in range(2, _LONGEST + 1):
            if abs(last[-1] - last[-1 - period]) < _SETTLED * size and moves[-1] > _SETTLED * size:
                return "cycles"
        return "unknown"

    @cached_property
    def end(self) -> Real:
        """Where it comes to rest."""
        return self.walk[-1] if self._comes_to is None else self._comes_to

    @cached_property
    def _comes_to(self) -> Real | None:
        """The level place that its steps lead to however slowly, found by Newton's method."""
        place = last = self.walk[-1]
        bend = None
        try:
            for _ in range(80):
                slope, bend = self.curve.slope(place), self.curve.bend(place)
                if bend is None or sign(bend) == 0 or equal(slope, 0):
                    break
                place = add(place, -divide(slope, bend))
            slope, bend = self.curve.slope(place), self.curve.bend(place)
            level = abs(real(slope)) <= _SETTLED
        except Undefined:  # a corner, of which it may come down the flat side
            level = self.curve.is_minimum(place)
        except OverflowError:
            return None
        if not level or bend is None or sign(bend) < 0:
            return None
        draws_in = abs(1 - real(self.rate) * real(bend)) <= 1
        nearer = abs(real(last) - real(place)) < abs(real(self.start) - real(place))
        return place if draws_in and nearer else None

    @cached_property
    def arrives_after(self) -> int | None:
        """After how many steps it stands still, exactly."""
        places = self.walk
        stands = [k for k, (x, y) in enumerate(itertools.pairwise(places)) if equal(x, y)]
        candidates = [*stands, len(places) - 1]
        return next((k for k in candidates if self._rests(places[k])), None)

    def _rests(self, x: Real) -> bool:
        try:
            return is_nothing(self.update(x))
        except (Undefined, OverflowError):
            return False

    @cached_property
    def settles_at_minimum(self) -> bool:
        """Whether it ends at a place that is lower than what is near on both sides."""
        return self.fate in ("converges", "arrives") and self._low(self.end)

    def _low(self, x: Real) -> bool:
        try:
            slope, bend = real(self.curve.slope(x)), self.curve.bend(x)
        except Undefined:
            return self.curve.is_minimum(x)
        if abs(slope) < _SETTLED and bend is not None and sign(bend) > 0:
            return True
        return self.curve.is_minimum(x)

    def moves(self, steps: int) -> list[Real]:
        """The first steps, up to where rounding is all there is of them."""
        places = self.seen(steps)
        return meant([add(b, -a) for a, b in itertools.pairwise(places)])

    def factor(self) -> Real | None:
        """What each step multiplies the distance to the stationary point by, if always the same."""
        first, *others = [self.curve.bend(x) for x in (self.start, *_SAMPLES[:6])]
        if first is None or not all(b is not None and equal(b, first) for b in others):
            return None
        return add(Fraction(1), multiply(-self.rate, first))
