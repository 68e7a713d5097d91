"""What the sentences of the tangent story claim."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from tests.truth.arithmetic import (
    Real,
    Undefined,
    add,
    divide,
    equal,
    multiply,
    nothing,
    real,
    sign,
)
from tests.truth.jets import value
from tests.truth.nudge_says import CLOSE, is_defined, risen, stands_at
from tests.truth.plain import formula
from tests.truth.record import part
from tests.truth.said import Number, brief, require
from tests.truth.sentences import Formula, Name, Words, claims_nothing, says
from tests.truth.told import Told, called

_ABOUT = CLOSE + Fraction(1, 1000)  # what is said is rounded, besides

claims_nothing(
    "it is a title or a heading",
    "From secant to tangent", "Other points", "The slope as a function", "slope",
)  # fmt: skip
claims_nothing(
    "it says what is done next, and where it stands in the picture",
    "Write the slope we know under the curve, below its point.",
    "While the point rides along, what does its slope draw?",
)
claims_nothing(
    "a derivative holds for every point that there is a slope at",
    "One formula holds the slopes of all the tangents.",
)


@says("The slope of {f}")
def _(told: Told, f: Formula) -> None:
    is_defined(told, f)


@says("Here is {J}.")
def _(told: Told, J: Formula) -> None:
    is_defined(told, J)


@says("How steep is it where {w} {a:equals}?")
def _(told: Told, w: Name, a: Number) -> None:
    told.point = 0
    stands_at(told, w, a)


@says("The secant to a place {h} further on has the slope {change}, here {q}.")
def _(told: Told, h: Number, change: Name, q: Number) -> None:
    _begins(told, h, 1)
    _has_slope(told, change, q)


@says("The secant to a place {h} further back has the slope {change}, here {q}.")
def _(told: Told, h: Number, change: Name, q: Number) -> None:
    _begins(told, h, -1)
    _has_slope(told, change, q)


def _has_slope(told: Told, change: str, q: Number) -> None:
    require(change == _quotient(told), f"the slope is not called {change}")
    q.must_be(told.curve.quotient(told.at, told.nudges[0]), "the slope of the secant")


def _nudge(told: Told) -> str:
    """What a nudge is called in captions."""
    style = str(told.given.get("nudge_name", "delta"))
    variable = called(told.curve.variable)
    return {"delta": f"Δ{variable}", "epsilon": "ε"}.get(style, style)


def _quotient(told: Told) -> str:
    return f"Δ{called(told.curve.name)}/{_nudge(told)}"


def _begins(told: Told, h: Number, way: int) -> None:
    """Make sure that the first nudge leads so far in that direction."""
    told.nudge = 0
    require(sign(told.nudges[0]) == way, "the second point is on the other side")
    h.must_be(abs(told.nudges[0]), "the way to the second point")


@says("Bring the second point closer and closer: the slope is {slopes}.")
def _(told: Told, slopes: Words) -> None:
    said = told.enumerated(slopes)
    require(len(said) == len(told.nudges) - 1, "it stops at all the nudges that are left")
    for number, (before, now) in zip(said, pairwise(told.nudges), strict=True):
        require(_is_closer(now, before), f"{brief(now)} is no closer than {brief(before)}")
        require(sign(now) == sign(before), "it is on the other side")
        told.nudge += 1
        number.must_be(told.curve.quotient(told.at, now), "the slope of the secant")


@says("Bring the second point closer, only {h} away: the slope is {q}.")
def _(told: Told, h: Number, q: Number) -> None:
    before, now = _moves_to(told, h, q)
    require(_is_closer(now, before), f"{brief(now)} is no closer than {brief(before)}")


@says("Closer still, only {h} away: the slope is {q}.")
def _(told: Told, h: Number, q: Number) -> None:
    before, now = _moves_to(told, h, q)
    require(_is_closer(now, before), f"{brief(now)} is no closer than {brief(before)}")
    first = told.nudges[told.nudge - 2]
    require(told.nudge > 1 and _is_closer(before, first), "it did not come closer before")


@says("Move the second point out, {h} away: the slope is {q}.")
def _(told: Told, h: Number, q: Number) -> None:
    before, now = _moves_to(told, h, q)
    require(_is_closer(before, now), f"{brief(now)} is no farther out than {brief(before)}")
    require(sign(now) == sign(before), "it is on the other side")


@says("Put the second point on the other side, {h} away: the slope is {q}.")
def _(told: Told, h: Number, q: Number) -> None:
    before, now = _moves_to(told, h, q)
    require(sign(now) * sign(before) < 0, "it is on the same side")


def _moves_to(told: Told, h: Number, q: Number) -> tuple[Real, Real]:
    """Make sure that the second point moves to where the next nudge leads; return both nudges."""
    before = told.nudges[told.nudge]
    told.nudge += 1
    now = told.nudges[told.nudge]
    h.must_be(abs(now), "how far away it is")
    q.must_be(told.curve.quotient(told.at, now), "the slope of the secant")
    return before, now


def _is_closer(one: Real, other: Real) -> bool:
    one, other = abs(real(one)), abs(real(other))
    return bool(one < other and not equal(one, other))


@says("In the limit the secant becomes the tangent, and its slope is {s}.")
def _(told: Told, s: Number) -> None:
    s.must_be(told.curve.slope(told.at), "the slope")


@says("Along the tangent, one across is {rise} up.")
def _(told: Told, rise: Number) -> None:
    _goes(told, 1, rise, 1)


@says("Along the tangent, one across is {rise} down.")
def _(told: Told, rise: Number) -> None:
    _goes(told, 1, rise, -1)


@says("Along the tangent, {run} across is {rise} up.")
def _(told: Told, run: Number, rise: Number) -> None:
    _goes(told, run.value, rise, 1)


@says("Along the tangent, {run} across is {rise} down.")
def _(told: Told, run: Number, rise: Number) -> None:
    _goes(told, run.value, rise, -1)


def _goes(told: Told, run: Real, rise: Number, way: int) -> None:
    """Make sure that a step along the tangent leads so far up, or down."""
    slope = told.curve.slope(told.at)
    require(sign(slope) == way, f"the slope is {brief(slope)}")
    rise.must_be(multiply(abs(slope), run), "the rise")


@says("Along the tangent, all is level.")
def _(told: Told) -> None:
    require(sign(told.curve.slope(told.at)) == 0, "there is a slope")


# What a nudge does, compared with the slope.

_MOVES = ("rises by {rise}", "falls by {rise}")
_SO = (
    "just as far", "about as far", "{s} times as far", "about {s:plain} times as far",
    "the quotient is {q}, not yet {s}",
)  # fmt: skip


@says("Nudge {w} by {h} and {J} {moves}: {so}.")
def _(told: Told, w: Name, h: Number, J: Name, moves: Words, so: Words) -> None:
    _nudged(told, w, h, J)
    part(told, moves, _MOVES)
    part(told, so, _SO)


def _nudged(told: Told, w: str, h: Number, J: str) -> None:
    """Make sure that a nudge is the smallest, or one of two that are as small."""
    told.is_called(w, told.curve.variable)
    told.is_called(J, told.curve.name)
    same = (nudge for nudge in (told.smallest, -told.smallest) if equal(nudge, h.value))
    told.heard["h"] = nudge = next(same, told.smallest)
    h.must_be(nudge, "the nudge")
    require(any(equal(nudge, given) for given in told.nudges), "there is no such nudge")


def _moved(told: Told) -> Real:
    return risen(told, told.heard["h"])


@says("rises by {rise}")
def _(told: Told, rise: Number) -> None:
    rise.must_be(_moved(told), "the rise")
    require(sign(_moved(told)) > 0, "it does not rise")


@says("falls by {rise}")
def _(told: Told, rise: Number) -> None:
    rise.must_be(-_moved(told), "the fall")
    require(sign(_moved(told)) < 0, "it does not fall")


@says("just as far")
def _(told: Told) -> None:
    require(equal(_times(told), Fraction(1)), f"it is {brief(_times(told))} times as far")


@says("about as far")
def _(told: Told) -> None:
    _is_about(told, Fraction(1))


@says("{s} times as far")
def _(told: Told, s: Number) -> None:
    s.must_be(_times(told), "how many times as far it moves")


@says("about {s:plain} times as far")
def _(told: Told, s: Number) -> None:
    s.must_round(abs(told.curve.slope(told.at)), "the slope")
    _is_about(told, s.value)


@says("the quotient is {q}, not yet {s}")
def _(told: Told, q: Number, s: Number) -> None:
    quotient, slope = told.curve.quotient(told.at, told.heard["h"]), told.curve.slope(told.at)
    q.must_be(quotient, "the quotient")
    s.must_be(slope, "the slope")
    require(not equal(quotient, slope), "it has arrived")


def _times(told: Told) -> Real:
    return divide(abs(_moved(told)), abs(told.heard["h"]))


def _is_about(told: Told, said: Real) -> None:
    """Make sure that it moves about so many times as far as the nudge, and not exactly."""
    times = _times(told)
    require(not equal(times, said), "it is exactly that")
    off = abs(real(add(times, -said)))
    require(off <= real(_ABOUT) * abs(real(said)), f"it moves {brief(times)} times as far")


@says("Nudge {w} by {h} and {J} does not move.")
def _(told: Told, w: Name, h: Number, J: Name) -> None:
    _nudged(told, w, h, J)
    require(sign(_moved(told)) == 0, f"it moves by {brief(_moved(told))}")


@says("Nudge {w} by {h} and {J} moves by only {rise}, far less than the nudge.")
def _(told: Told, w: Name, h: Number, J: Name, rise: Number) -> None:
    _nudged(told, w, h, J)
    rise.must_be(abs(_moved(told)), "how far it moves")
    require(sign(_moved(told)) != 0, "it does not move")
    require(real(_times(told)) <= real(CLOSE), f"it moves {brief(_times(told))} times as far")


@says("A fall of {n} nudges is a rise of {m} nudges: the slope is {s}.")
def _(told: Told, n: Number, m: Number, s: Number) -> None:
    slope = told.curve.slope(told.at)
    for said, true in ((n, -slope), (m, slope), (s, slope)):
        said.must_be(true, "the slope")
    require(sign(told.heard["h"]) > 0 > sign(_moved(told)), "it does not fall")
    if not equal(_times(told), -slope):
        _is_about(told, -slope)


@says(
    "Ride along to {w} {a:equals}: here the slope is {s}.",
)
def _(told: Told, w: Name, a: Number, s: Number) -> None:
    before = told.at
    _moved_on(told, w, a, s)
    _leads(told, before, told.at)


@says("Move on to {w} {a:equals}: here the slope is {s}.")
def _(told: Told, w: Name, a: Number, s: Number) -> None:
    _moved_on(told, w, a, s)


def _moved_on(told: Told, w: str, a: Number, s: Number) -> None:
    told.point += 1
    stands_at(told, w, a)
    s.must_be(told.curve.slope(told.at), "the slope")


def _leads(told: Told, start: Real, end: Real) -> None:
    """Make sure that the curve leads from one point to another without a gap or a jump."""
    places = [add(start, multiply(Fraction(i, 64), add(end, -start))) for i in range(65)]
    heights = []
    for x in places:
        try:
            heights.append(real(told.curve.at(x)))
        except (Undefined, OverflowError):
            require(False, f"there is no value at {brief(x)} on the way")
    steepest = max(range(64), key=lambda i: abs(heights[i + 1] - heights[i]))
    left, right = places[steepest : steepest + 2]
    for _ in range(160):  # into the half in which it moves more
        middle = divide(add(left, right), Fraction(2))
        try:
            low, here, high = (real(told.curve.at(x)) for x in (left, middle, right))
        except (Undefined, OverflowError):
            require(False, f"there is no value at {brief(middle)} on the way")
        left, right = (left, middle) if abs(here - low) > abs(high - here) else (middle, right)
    jump = abs(real(told.curve.at(right)) - real(told.curve.at(left)))
    seen = 1e-9 * (max(heights) - min(heights)) + nothing()
    require(jump <= seen, f"it jumps by {brief(jump)} at {brief(left)}")


@says("One function, {n} points: the slope depends on where you stand.")
def _(told: Told, n: Number) -> None:
    n.must_be(type(n.value)(len(told.points)), "the number of points")
    slopes = [told.curve.slope(at) for at in told.points]
    require(any(not equal(s, slopes[0]) for s in slopes), "the slope is the same at all of them")


@says("One function, {n} points, and the same slope at all of them.")
def _(told: Told, n: Number) -> None:
    n.must_be(type(n.value)(len(told.points)), "the number of points")
    slopes = [told.curve.slope(at) for at in told.points]
    require(all(equal(s, slopes[0]) for s in slopes), "the slopes differ")


@says("Multiply out, then divide: {change} is {quotient}, and {dw} shrinks to nothing.")
def _(told: Told, change: Name, quotient: Formula, dw: Name) -> None:
    require((change, dw) == (_quotient(told), _nudge(told)), f"{change} is something else")
    letter = next(one for one in "kmn" if one not in told.curve.variable)
    body = formula(quotient.replace(dw, letter), [told.curve.variable, letter])
    for x in (Fraction(-7, 3), Fraction(0), Fraction(5, 2)):
        for h in (Fraction(-2), Fraction(1, 7)):
            shown = value(body, {told.curve.variable: x, letter: h})
            require(equal(told.curve.quotient(x, h), shown), f"{change} is not {quotient}")
        at_rest = value(body, {told.curve.variable: x, letter: Fraction(0)})
        require(equal(told.curve.slope(x), at_rest), "what is left is not the slope")


@says("That curve is the derivative: {slope}.")
def _(told: Told, slope: Formula) -> None:
    require(not told.curve.has_straight_slope(), "it is a line")
    _is_derivative(told, slope)


@says("That line is the derivative: {slope}.")
def _(told: Told, slope: Formula) -> None:
    require(told.curve.has_straight_slope(), "it is no line")
    _is_derivative(told, slope)


def _is_derivative(told: Told, slope: str) -> None:
    told.point = -1
    require(told.curve.reads(slope, derivative=True), f"{slope} is not its derivative")


@says("Put in what we know: it says {slopes}.")
def _(told: Told, slopes: Words) -> None:
    said = told.enumerated(slopes)
    require(len(said) == len(told.points), f"{len(said)} slopes for {len(told.points)} points")
    for number, at in zip(said, told.points, strict=True):
        number.must_be(told.curve.slope(at), "the slope")
