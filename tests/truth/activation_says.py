"""What the sentences of the story of a neuron claim."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import reduce

from tests.truth.arithmetic import MP, Real, Undefined, add, equal, multiply, real, sign
from tests.truth.jets import value
from tests.truth.nudge_says import CLOSE, tends
from tests.truth.record import part
from tests.truth.said import Number, require
from tests.truth.sentences import Formula, Name, Words, claims_nothing, conjunction, says
from tests.truth.told import Told, numbers

_PLACES = [Fraction(n**3, 64) for n in (-11, -6, -2, 1, 3, 9)]
_FAR, _GONE = Fraction(60), real(Fraction(1, 10**20))
_BY_OUTPUT = {
    "sigma": "a*(1 - a)",
    "tanh": "1 - a**2",
    "softplus": "1 - exp(-a)",
    "relu": "sign(a)",
}
_BOUNDS = {"sigma": (0, 1), "tanh": (-1, 1), "relu": (0, None), "softplus": (0, None)}

claims_nothing("it is a title or a heading", "A neuron and its slope", "A score", "An activation")
claims_nothing(
    "it is what a score is",
    "A neuron makes a score first: weights times inputs, plus a bias.",
    "A score can be any number. How does it become a probability?",
    "A score can be any number. What does the neuron make of it?",
    "Where is this curve steepest?", "And how steep is it?",
)  # fmt: skip


def _is(told: Told, *names: str) -> None:
    require(told.parameter("activation") in names, f"it is {told.parameter('activation')}")


def _score(told: Told) -> Real:
    weights, features = (numbers(told.parameter(name)) for name in ("weights", "features"))
    products = map(multiply, weights, features)
    return reduce(add, products, numbers(told.parameter("bias"))[0])


def _at(told: Told) -> Real:
    """Where the nudge is: where it is steepest; else at the score, or at a point."""
    if told.parameter("activation") in ("sigma", "tanh"):
        return Fraction(0)
    score = _score(told)
    return score if sign(score) else numbers(told.parameter("points"))[0]


@says("Here the score is {s}.")
def _(told: Told, s: Number) -> None:
    s.must_be(_score(told), "the score")


def _bound(told: Told, number: Number, side: int) -> None:
    known = _BOUNDS[told.parameter("activation")][side]
    require(known is not None, "there is no such bound")
    number.must_be(Fraction(known or 0), "the bound")
    way = (1, -1)[side]
    if "values" not in told.heard:
        told.heard["values"] = [told.curve.at(x) for x in (*_PLACES, -_FAR, _FAR)]
    values = told.heard["values"]
    off = [multiply(Fraction(way), add(one, Fraction(-(known or 0)))) for one in values]
    require(all(sign(one) >= 0 for one in off), "a value is beyond it")
    require(min(map(real, off)) < _GONE, "no value comes near")


@says("The sigmoid squeezes every score between {low} and {high}.")
def _(told: Told, low: Number, high: Number) -> None:
    _is(told, "sigma")
    _bound(told, low, 0)
    _bound(told, high, 1)


@says("The hyperbolic tangent squeezes every score between {low} and {high}.")
def _(told: Told, low: Number, high: Number) -> None:
    _is(told, "tanh")
    _bound(told, low, 0)
    _bound(told, high, 1)


@says("ReLU keeps what is positive, and makes everything else {low}.")
def _(told: Told, low: Number) -> None:
    _is(told, "relu")
    for x in _PLACES:
        require(told.curve.at(x) == (x if x > 0 else low.value), "it does not")


@says("Softplus bends the line: every output is positive, large scores hardly change.")
def _(told: Told) -> None:
    _is(told, "softplus")
    require(all(sign(told.curve.at(x)) > 0 for x in _PLACES), "one is not")
    require(real(add(told.curve.at(_FAR), -_FAR)) < _GONE, "they change")


@says("So the score {z} becomes {p}. That is the prediction.")
def _(told: Told, z: Number, p: Number) -> None:
    _is(told, "sigma")
    _becomes(told, z, p)


@says("So the score {z} becomes {p}. That is the output of the neuron.")
def _(told: Told, z: Number, p: Number) -> None:
    _becomes(told, z, p)


def _becomes(told: Told, z: Number, p: Number) -> None:
    z.must_be(_score(told), "the score")
    p.must_be(told.curve.at(_score(told)), "the output")


@says("Other scores give {list}.")
def _(told: Told, list: Words) -> None:
    told.heard["points"] = numbers(told.parameter("points"))
    for words in re.split(rf", | {conjunction(told.language)} ", list):
        part(told, words, ("{p} at {z}",))
    require(not told.heard["points"], "some are missing")


@says("{p} at {z}")
def _(told: Told, p: Number, z: Number) -> None:
    point = told.heard["points"].pop(0)
    z.must_be(point, "the score")
    p.must_be(told.curve.at(point), "the output")


def _ends(told: Told, left: Number, right: Number) -> None:
    for x, end in ((-_FAR, left), (_FAR, right)):
        require(abs(real(add(told.curve.slope(x), -end.value))) < _GONE, "far out it is another")


@says("In the middle: there the slope is {s}. Far out it is almost {low}.")
def _(told: Told, s: Number, low: Number) -> None:
    most = told.curve.slope(Fraction(0))
    s.must_be(most, "the slope in the middle")
    require(all(real(told.curve.slope(x)) < real(most) for x in _PLACES), "one is steeper")
    _ends(told, low, low)


@says("Its slope is {high} on the right and {low} on the left. At {corner} there is none.")
def _(told: Told, high: Number, low: Number, corner: Number) -> None:
    for x in _PLACES:
        if x != corner.value:
            end = high if x > corner.value else low
            end.must_be(told.curve.slope(x), "the slope")
    try:
        told.curve.slope(Fraction(corner.value))
    except Undefined:
        return
    require(False, "there is a slope")


@says("Nowhere: the slope goes on rising, from almost {low} to almost {high}.")
def _(told: Told, low: Number, high: Number) -> None:
    require(all(sign(told.curve.bend(x)) > 0 for x in _PLACES), "it does not")
    _ends(told, low, high)


@says("Calculus has a formula for it: {d}.")
def _(told: Told, d: Formula) -> None:
    require(told.curve.reads(d, derivative=True), f"{d} is not its derivative")


@says("Calculus has a formula for it: {d}, the sigmoid.")
def _(told: Told, d: Formula) -> None:
    _is(told, "softplus")
    require(told.curve.reads(d, derivative=True), f"{d} is not its derivative")


@says("Split it into two factors: the sigmoid, and one minus the sigmoid.",
      "So the slope is the area of a box: sigma wide, and one minus sigma high.")  # fmt: skip
def _(told: Told) -> None:
    _is(told, "sigma")
    _by_output(told)


@says("So the slope is a unit square, without a square as wide as the output.")
def _(told: Told) -> None:
    _is(told, "tanh")
    _by_output(told)


@says("The output alone tells the slope. A backward pass uses just that.")
def _(told: Told) -> None:
    _by_output(told)


def _by_output(told: Told) -> None:
    formula = _BY_OUTPUT[told.parameter("activation")]
    for x in () if "by output" in told.heard else _PLACES:
        output = told.curve.at(x)
        require(equal(value(formula, {"a": output}), told.curve.slope(x)), f"not at {x}")
    told.heard["by output"] = True


@says("A nudge of {h} where {z} {at:equals} agrees: the ratio is {q}.")
def _(told: Told, h: Number, z: Name, at: Number, q: Number) -> None:
    require(equal(_nudged(told, h, z, at, q), told.curve.slope(_at(told))), "it does not")


@says("A nudge of {h} where {z} {at:equals} comes close to the slope: the ratio is {q}.")
def _(told: Told, h: Number, z: Name, at: Number, q: Number) -> None:
    quotient, slope = real(_nudged(told, h, z, at, q)), real(told.curve.slope(_at(told)))
    require(0 < abs(quotient - slope) <= real(CLOSE) * abs(slope) * (1 + MP.eps), "it does not")


@says("Nudge by {h} where {z} {at:equals}: the ratio is {q}. Small nudges lead to {s}.")
def _(told: Told, h: Number, z: Name, at: Number, q: Number, s: Number) -> None:
    _nudged(told, h, z, at, q)
    s.must_be(told.curve.slope(_at(told)), "the slope")
    tends(told, _at(told), told.curve.slope(_at(told)))


def _nudged(told: Told, h: Number, z: Name, at: Number, q: Number) -> Real:
    place, nudge = _at(told), told.nudges[0]
    told.is_called(z, "z")
    h.must_be(nudge, "the nudge")
    at.must_be(place, "the place")
    q.must_be(told.curve.quotient(place, nudge), "the ratio")
    return told.curve.quotient(place, nudge)
