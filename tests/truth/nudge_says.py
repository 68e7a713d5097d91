"""What the sentences of the nudge story claim."""

from __future__ import annotations

import math
import re
from contextlib import suppress
from fractions import Fraction

from tests.truth.arithmetic import Real, Undefined, add, equal, multiply, real, sign
from tests.truth.record import part
from tests.truth.said import Number, Untrue, brief, require
from tests.truth.sentences import Formula, Name, Words, claims_nothing, conjunction, says
from tests.truth.told import Told, called

CLOSE = Fraction(1, 20)  # of a number, by which another may miss it and still be "about" that
_OTHERS = [Fraction(37, 100), Fraction(-1, 7), Fraction(1, 1000), Fraction(5)]  # other nudges

claims_nothing(
    "it stands at what is drawn, its number on record", "not to scale", "heights",
    "slope {s:equals}",
)  # fmt: skip
claims_nothing(
    "it is a title or a heading",
    "The function", "The nudge", "The zoom", "The triangle", "Other nudges",
    "The limit", "Another point", "Side by side", "The formula", "nudging", "formula", "excess",
    "derivative",
)  # fmt: skip


@says("Nudging {f}")
def _(told: Told, f: Formula) -> None:
    is_defined(told, f)


def is_defined(told: Told, said: str) -> None:
    """Make sure that a definition is that of the function."""
    head, _, body = said.partition(" = ")
    if told.story == "SurfaceDescentScene":
        hill = told.hill
        require(head == f"{called(hill.name)}({', '.join(map(called, hill.names))})", head)
        require(hill.reads(body), f"the function is {hill.body}, not {body}")
        return
    name, variable = told.curve.name, told.curve.variable
    told.is_called(head.partition("(")[0], name)
    told.is_called(head.partition("(")[2].rstrip(")"), variable)
    require(told.curve.reads(body), f"the function is {told.curve.body}, not {body}")


def stands_at(told: Told, name: str, at: Number) -> None:
    """Make sure that a point is named rightly."""
    told.is_called(name, told.curve.variable)
    at.must_be(told.at, "the point")


@says("When {x} {a:equals}, {fx} {v:equals}.")
def _(told: Told, x: Name, a: Number, fx: Name, v: Number) -> None:
    told.point = 0
    stands_at(told, x, a)
    v.must_be(told.curve.at(told.at), "the value there")
    require("(" in fx and told.curve.name, f"{fx} is no value of a function")


@says("Nudge {x} by {h}. How far does {f} move?")
def _(told: Told, x: Name, h: Number, f: Name) -> None:
    told.is_called(f, told.curve.name)
    _is_nudged(told, x, h, told.falling[0])


@says("Nudge {x} by only {h}. How far does {f} move?")
def _(told: Told, x: Name, h: Number, f: Name) -> None:
    told.is_called(f, told.curve.name)
    _is_nudged(told, x, h, told.falling[0])
    _are_hidden(told)


@says("Nudge {x} by only {h}: the numbers move, the picture does not.")
def _(told: Told, x: Name, h: Number) -> None:
    told.point = 0
    _is_nudged(told, x, h, told.zoomed)
    _are_hidden(told)


@says("Nudge by still less, {h}, and {f} comes to {v}.")
def _(told: Told, h: Number, f: Name, v: Number) -> None:
    told.is_called(f, told.curve.name)
    h.must_be(told.smallest, "the nudge")
    require(abs(real(told.smallest)) < abs(real(told.zoomed)), "it is no smaller")
    v.must_be(told.curve.at(add(told.at, told.smallest)), "the value there")


def _is_nudged(told: Told, x: str, said: Number, h: Real) -> None:
    told.is_called(x, told.curve.variable)
    said.must_be(h, "the nudge")


def _are_hidden(told: Told) -> None:
    """Make sure that one point lies over the middle of the other."""
    apart = told.beat.picture["dots apart"]
    require(apart < told.beat.picture["dot"] / 2, f"the points are {apart:.2f} apart")


@says("Magnified {zoom} times, the two points come apart.")
def _(told: Told, zoom: Number) -> None:
    _is_magnified(told, zoom)
    apart, dot = told.beat.picture["dots apart"], told.beat.picture["dot"]
    require(apart > dot, f"the points are {apart:.2f} apart, but {dot:.2f} wide")


@says("Magnified {zoom} times, it is easier to measure.")
def _(told: Told, zoom: Number) -> None:
    _is_magnified(told, zoom)


def _is_magnified(told: Told, zoom: Number) -> None:
    require(real(zoom.value) > 1, f"{zoom.text} times is no magnification")
    before = told.beats[told.place - 1].picture["window"]
    wide = before / told.beat.picture["window"]
    close = 0.8 < wide / float(real(zoom.value)) < 1.25
    require(close, f"the axes show {wide:.3g} times less, not {zoom.text} times")


@says(
    "The line looks the same at every scale.",
    "Move back out: nothing bends away, for a line is its own tangent.",
)
def _(told: Told) -> None:
    require(told.curve.is_straight(), "the function is no line")


@says(
    "At this scale the curve looks straight.",
    "Move back out: the line stands still, and the curve still lies along it.",
)
def _(told: Told) -> None:
    bent = bending(told)
    require(bent < 0.04, f"it leaves its chord by {100 * bent:.0f} % of the picture's height")


@says(
    "At this scale the curve still bends.",
    "Move back out: the line stands still, and the curve bends away from it.",
)
def _(told: Told) -> None:
    bent = bending(told)
    require(bent > 0.02, f"it leaves its chord by {100 * bent:.1f} % of the picture's height")


_FINE = 200  # parts of a picture: a narrow bell is not overlooked


def bending(told: Told) -> float:
    """How far the curve leaves its chord in the picture, as a share of the picture's height."""
    seen = told.beat.picture
    left, right = Fraction(seen["left"]), Fraction(seen["left"] + seen["window"])
    places = [left + (right - left) * Fraction(i, _FINE) for i in range(_FINE + 1)]
    heights = {}
    for k, x in enumerate(places):
        with suppress(Undefined, OverflowError):
            heights[k] = float(real(told.curve.at(x)))
    if not {0, _FINE} <= heights.keys():
        return 1.0
    start, *_, end = heights
    first, last = heights[start], heights[end]
    rise = (last - first) / (end - start)
    most = max(abs(y - first - rise * (k - start)) for k, y in heights.items())
    return most / seen["height"] if math.isfinite(most) else 1.0


@says("Along the height, {f} changes by {rise}.")
def _(told: Told, f: Name, rise: Number) -> None:
    told.is_called(f, told.curve.name)
    rise.must_be(risen(told, told.falling[0]), "the rise")


def risen(told: Told, h: Real) -> Real:
    """How far the function moves at the point that the story is at."""
    return add(told.curve.at(add(told.at, h)), -told.curve.at(told.at))


@says("Height over base: {quotient}. This is the difference quotient.")
def _(told: Told, quotient: Number) -> None:
    quotient.must_be(told.curve.quotient(told.at, told.falling[0]), "the quotient")


@says("Smaller nudges")
def _(told: Told) -> None:
    sizes = [abs(real(h)) for h in told.nudges]
    require(len(set(sizes)) == len(sizes), "the nudges do not get smaller")


@says("Does the size of the nudge matter? Take {h}: the quotient is {quotient}.")
def _(told: Told, h: Number, quotient: Number) -> None:
    told.heard["nudges"] = told.falling[1:]
    _is_tried(told, h, quotient)


@says("Now {h}: the quotient is {quotient}.")
def _(told: Told, h: Number, quotient: Number) -> None:
    _is_tried(told, h, quotient)


def _is_tried(told: Told, h: Number, quotient: Number) -> None:
    require(told.heard["nudges"], "there is no other nudge")
    nudge = told.heard["nudges"].pop(0)
    h.must_be(nudge, "the nudge")
    quotient.must_be(told.curve.quotient(told.at, nudge), "the quotient")


@says("Why? A square of side {a} gains two strips of {s} and a corner of {c}.")
def _(told: Told, a: Number, s: Number, c: Number) -> None:
    side, by = told.at, told.falling[0]
    a.must_be(side, "the side")
    require(sign(side) > 0 and sign(by) > 0, "no square has such a side, or gains nothing")
    for x in (side, *_OTHERS):
        require(equal(told.curve.at(x), multiply(x, x)), "the function is no square")
    s.must_be(multiply(side, by), "a strip")
    c.must_be(multiply(by, by), "the corner")


def _slope(told: Told, slope: Number) -> Real:
    known = told.curve.slope(told.at)
    slope.must_be(known, "the slope")
    return known


def quotients(told: Told, at: Real, *others: Real) -> list[tuple[Real, Real]]:
    """Nudges and their quotients, where there is one; of other nudges, too."""
    found = []
    for h in (*told.nudges, *others):
        try:
            found.append((h, told.curve.quotient(at, h)))
        except Undefined:
            continue
    return found


def exceeds_by(told: Told, slope: Real, times: int) -> None:
    """Make sure that every quotient is the slope, and so many times the nudge."""
    for h, quotient in quotients(told, told.at, *_OTHERS):
        true = add(slope, multiply(Fraction(times), h))
        require(equal(quotient, true), f"a nudge of {h} gives {brief(quotient)}")


@says("Every nudge gives {slope}: the triangle only changes its size.")
def _(told: Told, slope: Number) -> None:
    exceeds_by(told, _slope(told, slope), 0)


@says("The excess over {slope} is the nudge itself: as it shrinks, {slope} is left.")
def _(told: Told, slope: Number) -> None:
    exceeds_by(told, _slope(told, slope), 1)


@says("Each of these nudges gives exactly the same: {slope}.")
def _(told: Told, slope: Number) -> None:
    known = _slope(told, slope)
    for h, quotient in quotients(told, told.at):
        require(equal(quotient, known), f"a nudge of {brief(h)} gives {brief(quotient)}")


@says("As the nudge goes to zero, the quotient tends to {slope}.")
def _(told: Told, slope: Number) -> None:
    tends(told, told.at, _slope(told, slope))


@says(
    "Smaller is not always closer here, but as the nudge goes to zero, the quotient tends to "
    "{slope}."
)
def _(told: Told, slope: Number) -> None:
    known = _slope(told, slope)
    tends(told, told.at, known)
    try:
        comes_closer(told, told.at, known)
    except Untrue:
        return
    raise Untrue("every smaller nudge is closer")


@says("The smaller the nudge, the closer the quotient comes to {slope}.")
def _(told: Told, slope: Number) -> None:
    known = _slope(told, slope)
    comes_closer(told, told.at, known)


def comes_closer(told: Told, at: Real, slope: Real) -> None:
    """Make sure that every smaller nudge has a quotient that is closer to the slope."""
    found = [(abs(real(h)), abs(real(add(q, -slope)))) for h, q in quotients(told, at)]
    for h, off in found:
        for smaller, closer in found:
            if smaller < h and not equal(smaller, h):
                why = f"{brief(smaller)} is smaller than {brief(h)}, but its quotient no closer"
                better = closer < off and not equal(closer, off)
                require(better, f"{why}: {brief(closer)} off, not {brief(off)}")


@says("This number, {slope}, is the slope of the line.")
def _(told: Told, slope: Number) -> None:
    _slope(told, slope)
    require(told.curve.is_straight(), "the function is no line")


@says(
    "The mathematical word for slope is derivative. Slope is the friendlier one.",
    "There are two ways to write it: both mean this slope.",
)
def _(told: Told) -> None:
    require(told.curve.is_straight(), "where a curve is nudged it needs a limit first")


@says("This limit, {slope}, is called the slope where {x} {a:equals}.")
def _(told: Told, slope: Number, x: Name, a: Number) -> None:
    _slope(told, slope)
    stands_at(told, x, a)


@says("Now the same where {x} {a:equals}. What will the quotient be?")
def _(told: Told, x: Name, a: Number) -> None:
    told.point += 1
    stands_at(told, x, a)


@says("Nudge by {h} again: the quotient is {q}.")
def _(told: Told, h: Number, q: Number) -> None:
    h.must_be(told.zoomed, "the nudge")
    q.must_be(told.curve.quotient(told.at, told.zoomed), "the quotient")


# The formula.


@says("Calculus has a formula for the slope: the derivative of {f} is {slope}.")
def _(told: Told, f: Formula, slope: Formula) -> None:
    told.point = -1
    require(told.curve.reads(f), f"the function is {told.curve.body}, not {f}")
    require(told.curve.reads(slope, derivative=True), f"{slope} is not its derivative")


@says("It gives {slopes}.")
def _(told: Told, slopes: Words) -> None:
    parts = re.split(rf", | {conjunction(told.language)} ", slopes)
    require(len(parts) == len(told.points), "it does not tell of all points")
    for words in parts:
        part(told, words, ("{s} where {x} {a:equals}",))


@says("{s} where {x} {a:equals}")
def _(told: Told, s: Number, x: Name, a: Number) -> None:
    told.point += 1
    stands_at(told, x, a)
    s.must_be(told.curve.slope(told.at), "the slope")


@says("Two routes, one number, the same at every point.")
def _(told: Told) -> None:
    require(told.curve.is_straight(), "the function is no line")


@says("Nudging and the formula: two routes, one slope.")
def _(told: Told) -> None:
    for at in told.points:
        tends(told, at, told.curve.slope(at))


def tends(told: Told, at: Real, slope: Real) -> None:
    """Make sure that the quotients of tiny nudges are close to the slope."""
    near = told.curve.quotient(at, Fraction(1, 10**24))
    off = abs(real(add(near, -slope)))
    require(off < 1e-9 * max(1, abs(real(slope))), f"at {brief(at)} it comes to {brief(near)}")
