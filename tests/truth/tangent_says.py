"""What the sentences of the tangent story claim."""

from __future__ import annotations

from fractions import Fraction

from tests.truth.arithmetic import Real, Undefined, add, divide, equal, multiply, real, sign
from tests.truth.nudge_says import CLOSE, is_defined, risen, stands_at
from tests.truth.said import Number, brief, require
from tests.truth.sentences import Formula, Name, claims_nothing, says
from tests.truth.told import Told

claims_nothing(
    "it is a title or a heading",
    "From secant to tangent", "Other points", "Same function, different slopes",
    "The slope as a function", "slope",
)  # fmt: skip
claims_nothing(
    "it says what is done next, and where it stands in the picture",
    "Write the slopes we know under the curve, each below its point.",
    "Write the slopes we know beside the curve, each at its own input.",
    "While a point rides along, its slope draws a curve of its own. Which one is it?",
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


@says("Stand where {w} {a:equals} and {J} {v:equals}.")
def _(told: Told, w: Name, a: Number, J: Name, v: Number) -> None:
    told.point = 0
    stands_at(told, w, a)
    told.is_called(J, told.curve.name)
    v.must_be(told.curve.at(told.at), "the value there")


@says("A secant goes through this point and a second one, {h} further on. What is its slope?")
def _(told: Told, h: Number) -> None:
    told.nudge = 0
    require(sign(h.value) > 0, f"{h.text} further on is further back")
    h.must_be(told.nudges[0], "the nudge")


@says("Its slope is {q}.")
def _(told: Told, q: Number) -> None:
    q.must_be(told.curve.quotient(told.at, told.nudges[0]), "the slope of the secant")


@says(
    "Bring the second point closer, to {h}: the slope is {q}.",
    "Closer still, {h}: the slope is {q}.",
)
def _(told: Told, h: Number, q: Number) -> None:
    before = told.nudges[told.nudge]
    told.nudge += 1
    now = told.nudges[told.nudge]
    h.must_be(now, "the nudge")
    closer = abs(real(now)) < abs(real(before)) and not equal(abs(real(now)), abs(real(before)))
    require(closer, f"{brief(now)} is no closer than {brief(before)}")
    q.must_be(told.curve.quotient(told.at, now), "the slope of the secant")


@says("In the limit the secant becomes the tangent, and its slope is {s}.")
def _(told: Told, s: Number) -> None:
    s.must_be(told.curve.slope(told.at), "the slope")


@says("Along the tangent, one across is {rise} up.", "Here, one across is {rise} up.")
def _(told: Told, rise: Number) -> None:
    _goes(told, 1, rise, 1)


@says("Along the tangent, one across is {rise} down.", "Here, one across is {rise} down.")
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


@says("Along the tangent, all is level.", "Here, all is level.")
def _(told: Told) -> None:
    require(sign(told.curve.slope(told.at)) == 0, "there is a slope")


@says(
    "Nudge {w} by {h} and {J} rises by {rise}: about {s:plain} times the nudge.",
)
def _(told: Told, w: Name, h: Number, J: Name, rise: Number, s: Number) -> None:
    moves(told, w, h, J, rise, 1)
    _about(told, s)


@says(
    "Nudge {w} by {h} and {J} falls by {rise}: about {s:plain} times the nudge.",
)
def _(told: Told, w: Name, h: Number, J: Name, rise: Number, s: Number) -> None:
    moves(told, w, h, J, rise, -1)
    _about(told, s)


def moves(told: Told, w: str, h: Number, J: str, rise: Number, way: int) -> None:
    """Make sure that a nudge moves the value so far up, or down."""
    told.is_called(w, told.curve.variable)
    told.is_called(J, told.curve.name)
    _is_smallest(told, h)
    moved = risen(told, told.smallest)
    require(sign(moved) == way, f"it moves by {brief(moved)}")
    rise.must_be(abs(moved), "how far it moves")


def _is_smallest(told: Told, h: Number) -> None:
    """Make sure that a nudge is the smallest, or one of two that are as small."""
    if not equal(h.value, told.smallest):
        h.must_be(told.smallest, "the smallest nudge")


def _about(told: Told, said: Number) -> None:
    """Make sure that the rise or fall is about so many times the nudge, and not exactly."""
    times = divide(abs(risen(told, told.smallest)), abs(told.smallest))  # sizes are compared
    require(not equal(times, said.value), f"it is exactly {said.text} times the nudge")
    off = abs(real(add(times, -said.value)))
    require(off <= real(CLOSE) * abs(real(said.value)), f"it is {brief(times)} times the nudge")


@says("Nudge {w} by {h} and {J} does not move.")
def _(told: Told, w: Name, h: Number, J: Name) -> None:
    _is_smallest(told, h)
    moved = risen(told, told.smallest)
    require(sign(moved) == 0, f"it moves by {brief(moved)}")


@says("Nudge {w} by {h} and {J} moves by only {rise}, far less than the nudge.")
def _(told: Told, w: Name, h: Number, J: Name, rise: Number) -> None:
    told.is_called(J, told.curve.name)
    _is_smallest(told, h)
    moved = risen(told, told.smallest)
    if not equal(abs(moved), rise.value):
        rise.must_be(abs(moved), "how far it moves")
    require(sign(moved) != 0, "it does not move")
    far_less = abs(real(moved)) <= abs(real(told.smallest)) / 10
    require(far_less, f"{brief(moved)} is not far less than {brief(told.smallest)}")


@says("Nudge {w} by {h} and {J} moves by {rise}: {q} times the nudge, on the way to {s}.")
def _(told: Told, w: Name, h: Number, J: Name, rise: Number, q: Number, s: Number) -> None:
    _is_smallest(told, h)
    told.is_called(J, told.curve.name)
    moved = risen(told, told.smallest)
    quotient, slope = told.curve.quotient(told.at, told.smallest), told.curve.slope(told.at)
    rise.must_be(abs(moved), "how far it moves")
    q.must_be(quotient, "the quotient")
    s.must_be(slope, "the slope")
    require(not equal(quotient, slope), "it has arrived, so it is not on the way")
    fits = sign(moved) > 0 or sign(quotient) >= 0  # with signs, or sizes alone
    require(fits, f"moving by {rise.text} isn't {q.text} times the nudge")


@says(
    "Ride along the curve to where {w} {a:equals}: here the slope is {s}.",
)
def _(told: Told, w: Name, a: Number, s: Number) -> None:
    before = told.at
    _moved_on(told, w, a, s)
    _leads(told, before, told.at)


@says("Move on to where {w} {a:equals}: here the slope is {s}.")
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
    for _ in range(60):  # into the half in which it moves more
        middle = divide(add(left, right), Fraction(2))
        try:
            low, here, high = (real(told.curve.at(x)) for x in (left, middle, right))
        except (Undefined, OverflowError):
            require(False, f"there is no value at {brief(middle)} on the way")
        left, right = (left, middle) if abs(here - low) > abs(high - here) else (middle, right)
    jump = abs(real(told.curve.at(right)) - real(told.curve.at(left)))
    require(
        jump <= 1e-9 * (max(heights) - min(heights)), f"it jumps by {brief(jump)} at {brief(left)}"
    )


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


@says("That curve is the derivative: {slope}.")
def _(told: Told, slope: Formula) -> None:
    told.point = -1
    require(told.curve.reads(slope, derivative=True), f"{slope} is not its derivative")


@says("Where {w} {a:equals}, it says {s}.")
def _(told: Told, w: Name, a: Number, s: Number) -> None:
    told.point += 1
    stands_at(told, w, a)
    s.must_be(told.curve.slope(told.at), "the slope")
