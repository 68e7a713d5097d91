"""Functions of two variables, and descents on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, reduce

from tests.truth.arithmetic import MP, Real, Undefined, add, equal, multiply, real, sign
from tests.truth.curve import Curve
from tests.truth.jets import Jet, jet, value
from tests.truth.plain import NotAFormula, formula

Place = tuple[Real, Real]

_HEAD = re.compile(r"\s*(\w+)\s*\(\s*(\w+)\s*,\s*(\w+)\s*\)\s*=(.*)", re.DOTALL)
_PLACES = [(Fraction(n, 7), Fraction(m, 5)) for n, m in [(2, 3), (-9, 4), (11, -6), (25, 17)]]


@dataclass(frozen=True)
class Hill:
    """A function as an author writes it: "J(w, b) = w**2 + b**2"."""

    text: str

    @cached_property
    def _parts(self) -> tuple[str, tuple[str, str], str]:
        match = _HEAD.fullmatch(self.text)
        assert match is not None, self.text
        return match[1], (match[2], match[3]), match[4].strip()

    @property
    def name(self) -> str:
        return self._parts[0]

    @property
    def names(self) -> tuple[str, str]:
        return self._parts[1]

    @property
    def body(self) -> str:
        return self._parts[2]

    def at(self, place: Place) -> Real:
        """The value at a place."""
        return value(self.body, dict(zip(self.names, place, strict=True)))

    def reads(self, text: str) -> bool:
        """Whether a formula on screen is this function."""
        try:
            found = formula(text, self.names)
        except NotAFormula:
            return False
        known = [place for place in _PLACES if _has(self, place)]
        return all(
            equal(value(found, dict(zip(self.names, place, strict=True))), self.at(place))
            for place in known
        ) and bool(known)

    def _along(self, place: Place, way: tuple[int, int]) -> Jet:
        """The value with its slope and bend in a direction."""
        jets = [Jet(x, Fraction(d)) for x, d in zip(place, way, strict=True)]
        return jet(self.body, dict(zip(self.names, jets, strict=True)))

    def gradient(self, place: Place) -> tuple[Real, Real]:
        """Both slopes at a place.

        Raises:
            Undefined: One of them isn't there.
        """
        first, second = (self._slope(place, i) for i in range(2))
        return first, second

    def _slope(self, place: Place, i: int) -> Real:
        known = self._along(place, (1, 0) if i == 0 else (0, 1)).slope
        if known is not None:
            return known
        other = self.names[1 - i]
        body = re.sub(rf"\b{other}\b", f"({_written(place[1 - i])})", self.body)
        return Curve(f"{self.name}({self.names[i]}) = {body}").slope(place[i])

    def bends(self, place: Place) -> tuple[Real, Real, Real]:
        """The second derivatives: across, mixed, up.

        Raises:
            Undefined: One of them isn't there.
        """
        across, up, both = (self._along(place, way).bend for way in ((1, 0), (0, 1), (1, 1)))
        if across is None or up is None or both is None:
            raise Undefined("no second derivative")
        mixed = multiply(Fraction(1, 2), add(both, -add(across, up)))
        return across, mixed, up

    @cached_property
    def curvatures(self) -> tuple[Real, Real] | None:
        """How much it bends along its valley and across, where it is quadratic; else None."""
        try:
            first, *others = [self.bends(place) for place in _PLACES]
        except Undefined:
            return None
        if not all(equal(a, b) for other in others for a, b in zip(first, other, strict=True)):
            return None
        a, b, c = map(real, first)
        middle, half = (a + c) / 2, MP.sqrt(((a - c) / 2) ** 2 + b**2)
        return middle - half, middle + half

    def walk(self, start: Place, rate: Real, momentum: Real) -> Iterator[Place]:
        """Where a descent comes to, until it can't go on."""
        place, step = start, (Fraction(0), Fraction(0))
        while True:
            yield place
            try:
                slopes = self.gradient(place)
                down = tuple(multiply(-rate, slope) for slope in slopes)
                step = tuple(
                    add(multiply(momentum, old), new) for old, new in zip(step, down, strict=True)
                )
                place = tuple(add(x, by) for x, by in zip(place, step, strict=True))
                self.at(place)
                self.gradient(place)
            except (Undefined, OverflowError):
                return

    def size(self, curvature: Real, rate: Real, momentum: Real) -> Real:
        """What is left of the way in a direction goes by such factors, in the long run."""
        middle = 1 + real(momentum) - real(rate) * real(curvature)
        return max(
            map(abs, MP.polyroots([1, -middle, real(momentum)], maxsteps=500, extraprec=500))
        )


@dataclass(frozen=True)
class Fit:
    """The cost of a weight and a bias on examples: of a line, or of a sigmoid."""

    inputs: tuple[Real, ...]
    labels: tuple[Real, ...]
    is_line: bool
    name: str = "J"
    names: tuple[str, str] = ("w", "b")

    def at(self, place: Place) -> Real:
        """The cost of a pair."""
        if self.is_line:
            half = [multiply(Fraction(1, 2), multiply(e, e)) for e in self._errors(place)]
            return self._mean(half)
        scores = [real(z) * (1 - 2 * real(y)) for z, y in self._scored(place)]
        return self._mean([MP.log1p(MP.exp(-abs(z))) + max(z, MP.mpf(0)) for z in scores])

    def gradient(self, place: Place) -> tuple[Real, Real]:
        """Both slopes at a pair."""
        errors = self._errors(place)
        products = [multiply(x, e) for x, e in zip(self.inputs, errors, strict=True)]
        return self._mean(products), self._mean(errors)

    def bends(self, place: Place) -> tuple[Real, Real, Real]:
        """The second derivatives: across, mixed, up."""
        if self.is_line:
            steep: list[Real] = [Fraction(1)] * len(self.inputs)
        else:
            steep = [p * (1 - p) for p in (self._guess(z) for z, _ in self._scored(place))]
        ones = [Fraction(1)] * len(self.inputs)
        columns = [(self.inputs, self.inputs), (self.inputs, ones), (ones, ones)]
        first, second, third = (
            self._mean([multiply(s, multiply(x, y)) for s, x, y in zip(steep, *two, strict=True)])
            for two in columns
        )
        return first, second, third

    def walk(self, start: Place, rate: Real, _: Real) -> Iterator[Place]:
        """Where a descent comes to."""
        place = start
        while True:
            yield place
            slopes = self.gradient(place)
            first, second = (
                add(x, multiply(-rate, slope)) for x, slope in zip(place, slopes, strict=True)
            )
            place = first, second

    def _scored(self, place: Place) -> list[tuple[Real, Real]]:
        pairs = zip(self.inputs, self.labels, strict=True)
        return [(add(multiply(place[0], x), place[1]), y) for x, y in pairs]

    def _errors(self, place: Place) -> list[Real]:
        return [add(z if self.is_line else self._guess(z), -y) for z, y in self._scored(place)]

    def _guess(self, score: Real) -> Real:
        return 1 / (1 + MP.exp(-real(score)))

    def _mean(self, parts: list[Real]) -> Real:
        return multiply(Fraction(1, len(parts)), reduce(add, parts))


def _has(hill: Hill, place: Place) -> bool:
    try:
        hill.at(place)
    except Undefined:
        return False
    return True


def _written(number: Real) -> str:
    exact = isinstance(number, Fraction)
    return f"{number.numerator}/{number.denominator}" if exact else MP.nstr(number, 60)


def cross(one: tuple[Real, Real], other: tuple[Real, Real]) -> int:
    """The sign of the turn from one direction to another."""
    return sign(add(multiply(one[0], other[1]), -multiply(one[1], other[0])))
