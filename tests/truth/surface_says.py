"""What the sentences of a descent on a surface claim."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, product

from tests.truth.arithmetic import MP, Real, Undefined, add, equal, multiply, real, sign
from tests.truth.hills import Hill, Place, cross
from tests.truth.jets import number, value
from tests.truth.plain import formula
from tests.truth.said import Number, Untrue, brief, require
from tests.truth.sentences import Formula, Name, claims_nothing, says
from tests.truth.told import Told

claims_nothing(
    "it is a title or a heading",
    "Seen from above", "Which way is down?", "One rule for all", "The plain rule", "Momentum",
)  # fmt: skip
claims_nothing(
    "it says what maps, roses and rules are",
    "A cost of two parameters is a landscape. Here it is, seen from above.",
    "Every line joins places of equal cost.",
    "Try a tiny step all the way round: the more the cost changes, the longer the line.",
    "So every parameter follows one rule, and all of them move at once.",
    "No map, only the slopes underfoot: the rule needs nothing else.",
    "Each step forgets the one before. What if it kept a part of it?",
    "Adam, too, keeps such a memory, and one of squared slopes, to scale each parameter's steps.",
)
claims_nothing("it names a half of the rose, whose shape is looked at", "falls", "rises")
claims_nothing("it asks", "Of all directions, which lowers the cost fastest?")

_FAR_MORE = 4  # times that a valley bends across of what it bends along, at least


def _momentum(told: Told) -> Real:
    return number(told.parameter("momentum"))


def _start(told: Told) -> Place:
    first, second = told.starts
    return first, second


def _stops(told: Told, momentum: Real) -> list[Place]:
    """Where a descent comes to in the steps that were asked for, or fewer."""
    rate = told.heard.get("rate", told.rates[0])  # another may be tried
    key = f"walk {momentum} {rate}"
    if key not in told.heard:
        walk = told.hill.walk(_start(told), rate, momentum)
        told.heard[key] = [*islice(walk, told.steps_shown + 1)]
    stops: list[Place] = told.heard[key]
    return stops


def plain(told: Told) -> list[Place]:
    """Where the plain rule comes to in the steps that were asked for, or fewer."""
    return _stops(told, Fraction(0))


def are_called(told: Told, w: str, v: str) -> None:
    """Make sure that both parameters have their names."""
    for said, name in zip((w, v), told.hill.names, strict=True):
        told.is_called(said, name)


@says("We start where {w} {a:equals} and {v} {b:equals}: there {J} {c:equals}.")
def _(told: Told, w: Name, a: Number, v: Name, b: Number, J: Name, c: Number) -> None:
    are_called(told, w, v)
    told.is_called(J, told.hill.name)
    for said, true in zip((a, b), _start(told), strict=True):
        said.must_be(true, "the start")
    c.must_be(told.hill.at(_start(told)), "the cost")


@says("Along {w} alone, the slope is {g}. Along {v} alone, it is {h}.")
def _(told: Told, w: Name, g: Number, v: Name, h: Number) -> None:
    are_called(told, w, v)
    for said, true in zip((g, h), told.hill.gradient(_start(told)), strict=True):
        said.must_be(true, "the slope")


def _is_level(told: Told) -> tuple[Real, Real]:
    """Make sure that it starts where all is level; return the bend across, and the product."""
    slopes = told.hill.gradient(_start(told))
    require(all(sign(slope) == 0 for slope in slopes), f"the slopes are {slopes}")
    a, b, c = told.hill.bends(_start(told))
    return a, add(multiply(a, c), -multiply(b, b))


@says("Here all is level: no direction is down. This is the bottom of a bowl.")
def _(told: Told) -> None:
    across, both = _is_level(told)
    require(sign(both) > 0 and sign(across) > 0, "it is no bottom")


@says("Here all is level, so the rule does not move. But this is a top.")
def _(told: Told) -> None:
    across, both = _is_level(told)
    require(sign(both) > 0 and sign(across) < 0, "it is no top")


@says("Here all is level, so the rule does not move. But this is a saddle.")
def _(told: Told) -> None:
    require(sign(_is_level(told)[1]) < 0, "it is no saddle")


@says("Here all is level, so the rule does not move.")
def _(told: Told) -> None:
    slopes = told.hill.gradient(_start(told))
    require(all(sign(slope) == 0 for slope in slopes), f"the slopes are {slopes}")


@says("Straight against the gradient: the cost falls by {norm} for each unit of way.")
def _(told: Told, norm: Number) -> None:
    a, b = told.hill.gradient(_start(told))
    square = add(multiply(a, a), multiply(b, b))
    norm.must_be(value("sqrt(s)", {"s": square}), "the size of the gradient")


@says("That holds right here. Elsewhere, the best direction may be another.")
def _(told: Told) -> None:
    hill, start = told.hill, _start(told)
    here = hill.gradient(start)
    size = int(1000 * (max(abs(real(x)) for x in start) + 1))
    for far, across, up in product((1, 30, 300, 900, 3000), (-1, 0, 1, 2), (-2, -1, 0, 1)):
        way = Fraction(far * across * size, 10**6), Fraction(far * up * size, 10**6)
        try:
            a, b = hill.gradient((add(start[0], way[0]), add(start[1], way[1])))
        except Undefined:
            continue
        along = sign(add(multiply(here[0], a), multiply(here[1], b)))
        if along < 0 or cross(here, (a, b)):
            return
    raise Untrue("the gradient has one direction everywhere")


@says("With {alpha} {a:equals}, where does the first step lead?")
def _(told: Told, alpha: Name, a: Number) -> None:
    require(alpha in ("α", "η"), f"a learning rate called {alpha}")
    a.must_be(told.rates[0], "the learning rate")


@says("Every parameter follows the plain rule, with {alpha} {a:equals}.")
def _(told: Told, alpha: Name, a: Number) -> None:
    require(alpha in ("α", "η"), f"a learning rate called {alpha}")
    a.must_be(told.rates[0], "the learning rate")


def _lands(told: Told, w: str, a: Number, v: str, b: Number, K: Number) -> int:
    """Make sure of where the first step leads; return what becomes of the cost."""
    are_called(told, w, v)
    here, there = plain(told)[:2]
    for said, true in zip((a, b), there, strict=True):
        said.must_be(true, "the next place")
    K.must_be(told.hill.at(there), "the next cost")
    return sign(add(told.hill.at(there), -told.hill.at(here)))


@says("To {w} {a:equals} and {v} {b:equals}: the cost falls from {J} to {K}.")
def _(told: Told, w: Name, a: Number, v: Name, b: Number, J: Number, K: Number) -> None:
    J.must_be(told.hill.at(_start(told)), "the cost")
    require(_lands(told, w, a, v, b, K) < 0, "the cost does not fall")


@says("To {w} {a:equals} and {v} {b:equals}: the cost rises from {J} to {K}.")
def _(told: Told, w: Name, a: Number, v: Name, b: Number, J: Number, K: Number) -> None:
    J.must_be(told.hill.at(_start(told)), "the cost")
    require(_lands(told, w, a, v, b, K) > 0, "the cost does not rise")


def hardly_moves(before: Real, after: Real) -> None:
    """Make sure that a cost has become another by a billionth of it, at most."""
    require(abs(real(after) - real(before)) < abs(real(before)) / 10**9, "the cost moves")


@says("To {w} {a:equals} and {v} {b:equals}: the cost hardly moves, it is {K}.")
def _(told: Told, w: Name, a: Number, v: Name, b: Number, K: Number) -> None:
    _lands(told, w, a, v, b, K)
    hardly_moves(*(told.hill.at(place) for place in plain(told)[:2]))


@says("To {w} {a:equals} and {v} {b:equals}: the cost stays {K}.")
def _(told: Told, w: Name, a: Number, v: Name, b: Number, K: Number) -> None:
    require(_lands(told, w, a, v, b, K) == 0, "the cost does not stay")


def _ends(told: Told, n: Number, cost: Number, momentum: Real) -> Real:
    """Make sure of the cost after so many steps, and that there are no more; return it."""
    stops, k = _stops(told, momentum), int(n.value)
    require(1 < k < len(stops), f"{k} steps are not those that are shown")
    true = told.hill.at(stops[k])
    cost.must_be(true, f"the cost after {k} steps")
    return true


@says("Step after step: after {n} steps the cost is {J}.")
def _(told: Told, n: Number, J: Number) -> None:
    _ends(told, n, J, Fraction(0))
    told.heard["steps"] = int(n.value)


def _multiplies(told: Told, said: tuple[str, ...], factors: tuple[Number, ...]) -> int:
    """Make sure of what each step multiplies by; return how many are below 1 in size."""
    below = 0
    _, mixed, _ = told.hill.bends(_start(told))
    require(sign(mixed) == 0 and told.hill.curvatures, "the variables do not go by themselves")
    for i, (distance, factor) in enumerate(zip(said, factors, strict=True)):
        body = formula(distance, [told.hill.names[i]])
        first, second = (
            value(body, {told.hill.names[i]: place[i]})
            for place in ((Fraction(3), Fraction(5)), _next(told, (Fraction(3), Fraction(5))))
        )
        bend = told.hill.bends(_start(told))[0 if i == 0 else 2]
        true = add(Fraction(1), -multiply(told.rates[0], bend))
        factor.must_be(true, "the factor")
        require(
            equal(second, multiply(true, first)), f"{distance} isn't multiplied by {brief(true)}"
        )
        below += sign(add(abs(true), Fraction(-1))) < 0
    return below


def _next(told: Told, place: Place) -> Place:
    walk = told.hill.walk(place, told.rates[0], Fraction(0))
    return [*islice(walk, 2)][1]


@says("Each step multiplies {d} by {f} and {e} by {g}: both factors are below {one} in size.")
def _(told: Told, d: Formula, f: Number, e: Formula, g: Number, one: Number) -> None:
    require(equal(one.value, Fraction(1)), f"what is compared with is {one.text}")
    require(_multiplies(told, (d, e), (f, g)) == 2, "they are not both below it")


@says("Each step multiplies {d} by {f} and {e} by {g}: only one factor is below {one} in size.")
def _(told: Told, d: Formula, f: Number, e: Formula, g: Number, one: Number) -> None:
    require(equal(one.value, Fraction(1)), f"what is compared with is {one.text}")
    require(_multiplies(told, (d, e), (f, g)) == 1, "it is not just one of them")


@says("Each step multiplies {d} by {f} and {e} by {g}: neither factor is below {one} in size.")
def _(told: Told, d: Formula, f: Number, e: Formula, g: Number, one: Number) -> None:
    require(equal(one.value, Fraction(1)), f"what is compared with is {one.text}")
    require(_multiplies(told, (d, e), (f, g)) == 0, "one of them is")


def _changes(told: Told) -> int:
    """Whether the cost has risen or fallen in the end."""
    last = plain(told)[int(told.heard.get("steps", 1))]
    return sign(add(told.hill.at(last), -told.hill.at(_start(told))))


@says("No map, only the slopes underfoot: that is enough to go down.")
def _(told: Told) -> None:
    require(_changes(told) < 0, "it has not gone down")


@says("The same rule, but these steps are too long.")
def _(told: Told) -> None:
    require(_changes(told) > 0, "the cost has not risen")


# With momentum.


def _is_stretched(told: Told) -> tuple[Real, Real]:
    bends = told.hill.curvatures
    require(bends is not None, "it is not quadratic")
    assert bends is not None
    along, across = map(real, bends)
    nearly = MP.mpf(10) ** -30
    require(along > 0 and across >= _FAR_MORE * along * (1 - nearly), f"it bends by {bends}")
    return along, across


def _settles(hill: Hill, rate: Real, momentum: Real) -> bool:
    assert hill.curvatures is not None
    nearly = MP.mpf(10) ** -20
    return all(hill.size(bend, rate, momentum) < 1 - nearly for bend in hill.curvatures)


@says(
    "The valley is steep across and flat along, and the plain rule escapes. What would help?",
)
def _(told: Told) -> None:
    _is_stretched(told)
    costs = [real(told.hill.at(place)) for place in plain(told)]
    require(not _settles(told.hill, told.rates[0], Fraction(0)), "it settles")
    far = [*islice(told.hill.walk(_start(told), told.rates[0], Fraction(0)), 200)][-1]
    require(real(told.hill.at(far)) > costs[0], "it does not escape")


@says("The valley is steep across and flat along. What would help?")
def _(told: Told) -> None:
    _is_stretched(told)


@says("Keep a part of the last step, {beta} {b:equals}, and add the new one to it.")
def _(told: Told, beta: Name, b: Number) -> None:
    require(beta == "β", f"a momentum called {beta}")
    b.must_be(_momentum(told), "the momentum")


@says("The same learning rate, and now it settles: after {n} steps the cost is {J}.")
def _(told: Told, n: Number, J: Number) -> None:
    _ends(told, n, J, _momentum(told))
    require(told.hill.curvatures is not None, "it is not quadratic")
    require(_settles(told.hill, told.rates[0], _momentum(told)), "it does not settle")
    require(not _settles(told.hill, told.rates[0], Fraction(0)), "it did before")


def _compared(told: Told, n: Number, cost: Number) -> int:
    with_it = _ends(told, n, cost, _momentum(told))
    without = told.hill.at(plain(told)[int(n.value)])
    return sign(add(with_it, -without))


@says("The same learning rate: after {n} steps the cost is {J}, lower than without momentum.")
def _(told: Told, n: Number, J: Number) -> None:
    require(_compared(told, n, J) < 0, "it is not lower")


@says("The same learning rate: after {n} steps the cost is {J}, higher than without momentum.")
def _(told: Told, n: Number, J: Number) -> None:
    require(_compared(told, n, J) > 0, "it is not higher")


@says("The same learning rate: after {n} steps the cost is {J}.")
def _(told: Told, n: Number, J: Number) -> None:
    _ends(told, n, J, _momentum(told))
