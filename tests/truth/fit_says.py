"""What the sentences of the story of a fit claim."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import reduce
from itertools import islice, pairwise

from tests.truth.arithmetic import MP, Real, add, divide, equal, multiply, real, sign
from tests.truth.hills import Place
from tests.truth.jets import number
from tests.truth.said import Number, require
from tests.truth.sentences import Name, claims_nothing, says
from tests.truth.surface_says import are_called, hardly_moves, plain
from tests.truth.told import Told, numbers

claims_nothing(
    "it is a title or a heading",
    "How a model learns", "Two pictures of one model", "One step", "Another learning rate",
)  # fmt: skip
claims_nothing("it is what a letter stands for", "offset from the lowest place")
claims_nothing(
    "it says what pictures and rules are",
    "Every step changes both. Both derivatives are taken first, at the old place.",
    "Again and again: a step on the map, and the model follows.",
    "The same rule as on the hill, for two parameters at once: this is how a model learns.",
)

_LATER = 60  # steps after which one sees whether a descent settles
_SETTLED = real(Fraction(1, 10**9))  # of the way from the start: so near it has
_GONE = MP.mpf(10) ** -150
_LEVEL = real(Fraction(1, 10**30))  # of the slopes at the start: what costs do there is lost


def _is_line(told: Told) -> bool:
    return told.parameter("model") == "linear"


def _pairs(told: Told) -> list[tuple[Real, Real]]:
    inputs, labels = (numbers(told.parameter(name)) for name in ("inputs", "labels"))
    return [*zip(inputs, labels, strict=True)]


def _start(told: Told) -> Place:
    first, second = told.starts
    return first, second


def _side(told: Told) -> int | None:
    """Whether a threshold parts the labels, 1, or but for itself, 0; or not, -1; None if alike."""
    off, on = ([real(x) for x, y in _pairs(told) if sign(y) == wanted] for wanted in (0, 1))
    if not off or not on:
        return None
    return max(sign(min(on) - max(off)), sign(min(off) - max(on)))


def _lowest(told: Told) -> Place:
    """Where the cost is least: of a line by its equations, else by steps of Newton's method."""
    if "lowest" not in told.heard:
        told.heard["lowest"] = _of_a_line(told) if _is_line(told) else _by_newton(told)
    place: Place = told.heard["lowest"]
    return place


def _total(parts: Iterator[Real]) -> Real:
    return reduce(add, parts, Fraction(0))


def _of_a_line(told: Told) -> Place:
    pairs, n = _pairs(told), Fraction(len(_pairs(told)))
    s, t = _total(multiply(x, x) for x, _ in pairs), _total(x for x, _ in pairs)
    q, r = _total(multiply(x, y) for x, y in pairs), _total(y for _, y in pairs)
    area = add(multiply(n, s), -multiply(t, t))
    w = divide(add(multiply(n, q), -multiply(t, r)), area)
    return w, divide(add(multiply(s, r), -multiply(t, q)), area)


def _by_newton(told: Told) -> Place:
    hill, w, b = told.hill, MP.mpf(0), MP.mpf(0)
    for _ in range(300):
        a, m, c = map(real, hill.bends((w, b)))
        g, h = map(real, hill.gradient((w, b)))
        across, up = (c * g - m * h) / (a * c - m * m), (a * h - m * g) / (a * c - m * m)
        while hill.at((w - across, b - up)) > hill.at((w, b)) and abs(across) + abs(up) > _GONE:
            across, up = across / 2, up / 2
        w, b = w - across, b - up
        if abs(across) + abs(up) < _GONE:
            break
    return w, b


@says(
    "On the map, every point is a pair of {w} and {b}. Each pair makes one curve.",
)
def _(told: Told, w: Name, b: Name) -> None:
    are_called(told, w, b)
    require(not _is_line(told), "it is a line")


@says("On the map, every point is a pair of {w} and {b}. Each pair makes one line.")
def _(told: Told, w: Name, b: Name) -> None:
    are_called(told, w, b)
    require(_is_line(told), "it is no line")


@says("Where {w} {a:equals} and {v} {b:equals}, the cost is {J}.")
def _(told: Told, w: Name, a: Number, v: Name, b: Number, J: Number) -> None:
    are_called(told, w, v)
    for said, true in zip((a, b), _start(told), strict=True):
        said.must_be(true, "the start")
    J.must_be(told.hill.at(_start(told)), "the cost")


@says(
    "Lines join pairs of equal cost. The lowest place is where {w} {a:equals} and {v} {b:equals}."
)
def _(told: Told, w: Name, a: Number, v: Name, b: Number) -> None:
    are_called(told, w, v)
    require(_is_line(told) or _side(told) == -1, "there is no lowest place")
    for said, true in zip((a, b), _lowest(told), strict=True):
        if said.is_rounded or _is_line(told):
            said.must_be(true, "the lowest place")
        else:
            require(equal(said.value, true), f"it is {true}, not {said.text}")


@says("The lines of equal cost stay open: a threshold parts the labels. So no place is lowest.")
def _(told: Told) -> None:
    require(not _is_line(told) and _side(told) == 1, "no threshold parts them")


@says("The lines of equal cost stay open: a threshold parts all labels but those on it. "
      "So no place is lowest.")  # fmt: skip
def _(told: Told) -> None:
    require(not _is_line(told) and _side(told) == 0, "no threshold does that")


@says("The lines of equal cost stay open: all labels are the same. So no place is lowest.")
def _(told: Told) -> None:
    require(not _is_line(told) and _side(told) is None, "they differ")


@says("The derivatives are {g} and {h}. With {alpha} {a:equals}, where does the step lead?")
def _(told: Told, g: Number, h: Number, alpha: Name, a: Number) -> None:
    require(alpha == "α", f"a learning rate called {alpha}")
    a.must_be(told.rates[0], "the learning rate")
    for said, true in zip((g, h), told.hill.gradient(_start(told)), strict=True):
        said.must_be(true, "the derivative")


def _costs(told: Told, steps: int) -> list[tuple[Real, Real]]:
    """The costs on the way, and how large the slopes are."""
    return [
        (told.hill.at(place), MP.hypot(*map(real, told.hill.gradient(place))))
        for place in islice(told.hill.walk(_start(told), told.rates[0], Fraction(0)), steps + 1)
    ]


def _signs(told: Told, steps: int) -> list[int]:
    """Whether the cost rises in each step, but for those whose change is lost in the digits."""
    costs = _costs(told, steps)
    level = _LEVEL * costs[0][1]
    return [
        sign(add(after, -before))
        for (before, slope), (after, _) in pairwise(costs)
        if slope > level or sign(add(after, -before)) > 0
    ]


def _shown(told: Told) -> int:
    """How many steps are shown: as many as were asked for, or were said."""
    return int(told.heard.get("steps", told.steps_shown))


@says("Again and again: the point walks down, and the curve turns to the data.")
def _(told: Told) -> None:
    require(not _is_line(told), "it is a line")
    told.later.append(lambda: _must_fall(told))


@says("Again and again: the point walks down, and the line turns to the data.")
def _(told: Told) -> None:
    require(_is_line(told), "it is no line")
    told.later.append(lambda: _must_fall(told))


def _must_fall(told: Told) -> None:
    require(all(way < 0 for way in _signs(told, _shown(told))), "the cost does not fall")


def _ends(told: Told, n: Number, J: Number) -> Real:
    """Make sure of the cost in the end; return it."""
    stops, k = plain(told), int(n.value)
    require(1 < k < len(stops), f"{k} steps are not those that are shown")
    told.heard["steps"] = k
    true = told.hill.at(stops[k])
    J.must_be(true, f"the cost after {k} steps")
    return true


@says("After {n} steps the cost is {J}. The lowest is {K}.")
def _(told: Told, n: Number, J: Number, K: Number) -> None:
    _ends(told, n, J)
    K.must_be(told.hill.at(_lowest(told)), "the lowest cost")
    require(J.text != K.text, "they are the same")


@says("After {n} steps the cost is {J}. The lowest is {K}: the same in these digits.")
def _(told: Told, n: Number, J: Number, K: Number) -> None:
    _ends(told, n, J)
    K.must_be(told.hill.at(_lowest(told)), "the lowest cost")
    require(J.text == K.text, "they differ")


@says("After {n} steps the cost is {J}: it is the lowest.")
def _(told: Told, n: Number, J: Number) -> None:
    require(equal(_ends(told, n, J), told.hill.at(_lowest(told))), "it is not")


@says("After {n} steps the cost is {J}.")
def _(told: Told, n: Number, J: Number) -> None:
    _ends(told, n, J)
    require(not _is_line(told) and _side(told) != -1, "there is a lowest one")


@says("After {n} steps the cost is {J}, and it goes on falling.")
def _(told: Told, n: Number, J: Number) -> None:
    _ends(told, n, J)
    require(not _is_line(told) and _side(told) != -1, "there is a lowest one")
    require(sign(add(told.rates[0], -_safe(told))) < 0, "it may rise")
    require(all(way < 0 for way in _signs(told, int(n.value))), "it does not fall")


def _safe(told: Told) -> Real:
    """Below which learning rate every step lowers the cost: by how much that bends at most."""
    matrix = MP.matrix(2, 2)
    for x, _ in _pairs(told):
        matrix += MP.matrix([[real(x) ** 2, real(x)], [real(x), 1]]) / len(_pairs(told))
    bend = max(MP.eigsy(matrix, eigvals_only=True))
    return 2 / bend if _is_line(told) else 8 / bend


def _is_safe(told: Told, safe: Number) -> None:
    true = _safe(told)
    if safe.is_rounded:
        safe.must_round(true, "the learning rate")
    else:
        require(equal(safe.value, true), f"it is {true}")


@says("The cost fell at every step. With a learning rate below {safe} that is certain here.")
def _(told: Told, safe: Number) -> None:
    _is_safe(told, safe)
    _must_fall(told)


@says("The cost fell at every step.")
def _(told: Told) -> None:
    _must_fall(told)


@says("The cost never rose. With a learning rate below {safe} that is certain here.")
def _(told: Told, safe: Number) -> None:
    _is_safe(told, safe)
    require(all(way <= 0 for way in _signs(told, _shown(told))), "it did")


@says("The cost never rose.")
def _(told: Told) -> None:
    require(all(way <= 0 for way in _signs(told, _shown(told))), "it did")


@says("The cost did not fall at every step. With a learning rate below {safe} it would.")
def _(told: Told, safe: Number) -> None:
    _is_safe(told, safe)
    require(any(way > 0 for way in _signs(told, _shown(told))), "it did")


# Another learning rate.


def _other(told: Told) -> Real:
    return number(told.parameter("too_large"))


def _landing(told: Told) -> Place:
    return [*islice(told.hill.walk(_start(told), _other(told), Fraction(0)), 2)][1]


@says("And with {alpha} {a:equals}?")
def _(told: Told, alpha: Name, a: Number) -> None:
    require(alpha == "α", f"a learning rate called {alpha}")
    a.must_be(_other(told), "the learning rate")
    told.later.append(lambda: told.heard.pop("rate"))
    told.heard["rate"] = _other(told)


def _leaps(told: Told, w: str, a: Number, v: str, b: Number, K: Number) -> int:
    are_called(told, w, v)
    require(sign(add(_other(told), -told.rates[0])) > 0, "the step is no longer than before")
    there = _landing(told)
    for said, true in zip((a, b), there, strict=True):
        said.must_be(true, "the next place")
    K.must_be(told.hill.at(there), "the next cost")
    return sign(add(told.hill.at(there), -told.hill.at(_start(told))))


@says("The first step leaps to {w} {a:equals} and {v} {b:equals}: the cost rises from {J} to {K}.")
def _(told: Told, w: Name, a: Number, v: Name, b: Number, J: Number, K: Number) -> None:
    J.must_be(told.hill.at(_start(told)), "the cost")
    require(_leaps(told, w, a, v, b, K) > 0, "the cost does not rise")


@says("The first step leaps to {w} {a:equals} and {v} {b:equals}: the cost falls from {J} to {K}.")
def _(told: Told, w: Name, a: Number, v: Name, b: Number, J: Number, K: Number) -> None:
    J.must_be(told.hill.at(_start(told)), "the cost")
    require(_leaps(told, w, a, v, b, K) < 0, "the cost does not fall")


@says("The first step leaps to {w} {a:equals} and {v} {b:equals}: "
      "the cost hardly moves, it is {K}.")  # fmt: skip
def _(told: Told, w: Name, a: Number, v: Name, b: Number, K: Number) -> None:
    _leaps(told, w, a, v, b, K)
    hardly_moves(*(told.hill.at(place) for place in (_start(told), _landing(told))))


@says("The first step leaps to {w} {a:equals} and {v} {b:equals}: the cost stays {K}.")
def _(told: Told, w: Name, a: Number, v: Name, b: Number, K: Number) -> None:
    require(_leaps(told, w, a, v, b, K) == 0, "the cost does not stay")


@says("Now start near the lowest place: a step multiplies the offset from it by {f}, in the "
      "steepest direction. So it does not settle.")  # fmt: skip
def _(told: Told, f: Number) -> None:
    lowest = _lowest(told)
    a, m, c = map(real, told.hill.bends(lowest))
    bend = (a + c) / 2 + MP.sqrt(((a - c) / 2) ** 2 + m**2)
    true = 1 - real(_other(told)) * bend
    require(abs(true) > 1, f"the factor is {true}")
    if f.is_rounded:
        f.must_round(true, "the factor")
    else:
        require(equal(f.value, true), f"the factor is {true}")
    walk = told.hill.walk(_start(told), _other(told), Fraction(0))
    far, near = (
        MP.hypot(*(real(add(one, -other)) for one, other in zip(at, lowest, strict=True)))
        for at in (_start(told), [*islice(walk, _LATER + 1)][-1])
    )
    require(near > _SETTLED * far, "it settles")
