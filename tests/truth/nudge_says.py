"""What the sentences of the nudge story claim."""

from __future__ import annotations

from fractions import Fraction

from tests.truth.arithmetic import Real, Undefined, add, equal, real, sign
from tests.truth.said import Number, brief, require
from tests.truth.sentences import Formula, Name, claims_nothing, says
from tests.truth.told import Told

CLOSE = Fraction(1, 20)  # of a number, by which another may miss it and still be "about" that
_OTHERS = [Fraction(37, 100), Fraction(-1, 7), Fraction(1, 1000), Fraction(5)]  # other nudges

claims_nothing(
    "it says what is done next",
    "So let us move in, with the same picture and ever finer axes.",
)
claims_nothing(
    "it is a title or a heading",
    "The function", "The nudge", "The zoom", "The triangle", "Smaller nudges", "Another point",
    "Side by side", "The formula", "nudging", "formula",
)  # fmt: skip


@says("Nudging {f}", "Here is the function {f}.")
def _(told: Told, f: Formula) -> None:
    is_defined(told, f)


def is_defined(told: Told, said: str) -> None:
    """Make sure that a definition is that of the function."""
    head, _, body = said.partition(" = ")
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


@says("Nudge {x} by only {h}. How far does {f} move?")
def _(told: Told, x: Name, h: Number, f: Name) -> None:
    told.is_called(x, told.curve.variable)
    told.is_called(f, told.curve.name)
    h.must_be(told.smallest, "the nudge")
    # "Only": small beside the picture, and so that one cannot see it.
    apart = told.beat.picture["dots apart"]
    require(apart < told.beat.picture["dot"], f"{h.text} can be seen well: it isn't only that")


@says("The new point hides the old one: they are too close to tell apart.")
def _(told: Told) -> None:
    apart, dot = told.beat.picture["dots apart"], told.beat.picture["dot"]
    require(apart < dot, f"the points are {apart:.2f} apart, and only {dot:.2f} wide")


@says("Magnified {zoom} times, the two points come apart.")
def _(told: Told, zoom: Number) -> None:
    require(real(zoom.value) > 1, f"{zoom.text} times is no magnification")
    apart, dot = told.beat.picture["dots apart"], told.beat.picture["dot"]
    require(apart > dot, f"the points are {apart:.2f} apart, but {dot:.2f} wide")
    wide = told.beats[0].picture["window"] / told.beat.picture["window"]
    close = 0.8 < wide / float(real(zoom.value)) < 1.25
    require(close, f"the axes show {wide:.3g} times less, not {zoom.text} times")


@says("The line looks the same at every scale.")
def _(told: Told) -> None:
    require(told.curve.is_straight(), "the function is no line")


@says("At this scale the curve is almost straight.")
def _(told: Told) -> None:
    bent = bending(told)
    require(bent < 0.02, f"it leaves its chord by {100 * bent:.0f} % of the picture's height")


def bending(told: Told) -> float:
    """How far the curve leaves its chord in the picture, as a share of the picture's height."""
    seen = told.beat.picture
    left, right = Fraction(seen["left"]), Fraction(seen["left"] + seen["window"])
    places = [left + (right - left) * Fraction(i, 16) for i in range(17)]
    heights = []
    for x in places:
        try:
            heights.append(float(real(told.curve.at(x))))
        except (Undefined, OverflowError):
            return 1.0
    first, last = heights[0], heights[-1]
    chord = [first + (last - first) * i / 16 for i in range(17)]
    most = max(abs(y - c) for y, c in zip(heights, chord, strict=True))
    return most / seen["height"]


@says("Along the base, {x} grows by {h}.")
def _(told: Told, x: Name, h: Number) -> None:
    told.is_called(x, told.curve.variable)
    require(sign(h.value) > 0, f"to grow by {h.text} is to shrink")
    h.must_be(told.smallest, "the nudge")


@says("Along the height, {f} changes by {rise}.")
def _(told: Told, f: Name, rise: Number) -> None:
    told.is_called(f, told.curve.name)
    rise.must_be(risen(told, told.smallest), "the rise")


def risen(told: Told, h: Real) -> Real:
    """How far the function moves at the point that the story is at."""
    return add(told.curve.at(add(told.at, h)), -told.curve.at(told.at))


@says("Height over base: {quotient}. This is the difference quotient.")
def _(told: Told, quotient: Number) -> None:
    quotient.must_be(told.curve.quotient(told.at, told.smallest), "the quotient")


@says("Does the size of the nudge matter? Take {h}: the quotient is {quotient}.")
def _(told: Told, h: Number, quotient: Number) -> None:
    told.nudge = 0
    took(told, h, quotient)


@says("With {h}, the quotient is {quotient}.")
def _(told: Told, h: Number, quotient: Number) -> None:
    told.nudge += 1
    took(told, h, quotient)


def took(told: Told, h: Number, quotient: Number) -> None:
    """Make sure that the quotient belongs to the nudge, and this is the one that comes next."""
    h.must_be(told.nudges[told.nudge], "the nudge")
    quotient.must_be(told.curve.quotient(told.at, told.nudges[told.nudge]), "the quotient")


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


@says("Every nudge gives {slope}: the triangle only changes its size.")
def _(told: Told, slope: Number) -> None:
    known = _slope(told, slope)
    for h, quotient in quotients(told, told.at, *_OTHERS):
        require(equal(quotient, known), f"a nudge of {h} gives {brief(quotient)}")


@says("The excess over {slope} is the nudge itself: as it shrinks, {slope} is left.")
def _(told: Told, slope: Number) -> None:
    known = _slope(told, slope)
    for h, quotient in quotients(told, told.at, *_OTHERS):
        require(equal(quotient, add(known, h)), f"with {h} the excess is another")


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


@says("This limit, {slope}, is called the slope where {x} {a:equals}.")
def _(told: Told, slope: Number, x: Name, a: Number) -> None:
    _slope(told, slope)
    stands_at(told, x, a)


@says("Now the same where {x} {a:equals}. What will the quotient be?")
def _(told: Told, x: Name, a: Number) -> None:
    told.point += 1
    stands_at(told, x, a)


@says("Nudge by {h} again: {f} changes by {rise}.")
def _(told: Told, h: Number, f: Name, rise: Number) -> None:
    told.is_called(f, told.curve.name)
    h.must_be(told.smallest, "the nudge")
    rise.must_be(risen(told, told.smallest), "the rise")


@says("The quotient is {q}.")
def _(told: Told, q: Number) -> None:
    q.must_be(told.curve.quotient(told.at, told.smallest), "the quotient")


# Side by side: at most three triangles are drawn.


def steepness(told: Told) -> list[Real]:
    """How steep the triangles are: the sizes of the slopes."""
    return [abs(real(told.curve.slope(at))) for at in told.points]


def _about_its_quotient(told: Told, which: int, said: Number) -> None:
    """Make sure that "about 4" is said of a triangle whose sides give about 4."""
    at = told.points[which]
    slope, quotient = told.curve.slope(at), told.curve.quotient(at, told.smallest)
    said.must_round(slope, "the slope")
    scale = max(abs(real(slope)), max(steepness(told)))
    miss = abs(real(add(quotient, -slope)))
    require(miss <= real(CLOSE) * scale, f"the triangle has {brief(quotient)}")


@says("Drawn to one scale, the triangles are congruent: slope {first} everywhere.")
def _(told: Told, first: Number) -> None:
    require(told.curve.is_straight(), "the function is no line")
    first.must_be(told.curve.slope(told.points[0]), "the slope")


@says("Drawn to one scale, they look alike: about {first:plain} at both points.")
def _(told: Told, first: Number) -> None:
    require(len(told.points) == 2, f"there are {len(told.points)} points")
    slopes = [told.curve.slope(at) for at in told.points]
    require(equal(slopes[0], slopes[1]), "the slopes differ")
    _about_its_quotient(told, 0, first)
    _about_its_quotient(told, 1, first)


@says(
    "Drawn to one scale, the second triangle is steeper: about {second:plain}, not {first:plain}."
)
def _(told: Told, first: Number, second: Number) -> None:
    _is_steepest(told, 1)
    _about_its_quotient(told, 0, first)
    _about_its_quotient(told, 1, second)


@says("Drawn to one scale, the first triangle is steeper: about {first:plain}, not {second:plain}.")
def _(told: Told, first: Number, second: Number) -> None:
    _is_steepest(told, 0)
    _about_its_quotient(told, 0, first)
    _about_its_quotient(told, 1, second)


def _is_steepest(told: Told, which: int) -> None:
    steep = steepness(told)
    for i, other in enumerate(steep):
        higher = steep[which] > other and not equal(steep[which], other)
        require(i == which or higher, f"the triangle at point {i + 1} is as steep or steeper")


# The formula.


@says("Calculus has a formula for the slope: the derivative of {f} is {slope}.")
def _(told: Told, f: Formula, slope: Formula) -> None:
    told.point = -1
    require(told.curve.reads(f), f"the function is {told.curve.body}, not {f}")
    require(told.curve.reads(slope, derivative=True), f"{slope} is not its derivative")


@says("Where {x} {a:equals}, it gives {s}.")
def _(told: Told, x: Name, a: Number, s: Number) -> None:
    told.point += 1
    stands_at(told, x, a)
    s.must_be(told.curve.slope(told.at), "the slope")


@says("Nudging and the formula agree: two routes, one number, the same at every point.")
def _(told: Told) -> None:
    require(told.curve.is_straight(), "the function is no line")


@says("Nudging comes as close as you like, the formula is exact: two routes, one slope.")
def _(told: Told) -> None:
    for at in told.points:
        slope = told.curve.slope(at)
        near = told.curve.quotient(at, Fraction(1, 10**24))
        off = abs(real(add(near, -slope)))
        require(off < 1e-9 * max(1, abs(real(slope))), f"at {brief(at)} it comes to {brief(near)}")
