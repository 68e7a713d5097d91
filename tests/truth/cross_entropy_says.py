"""What the sentences of the story of a cost claim."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce

from tests.truth.arithmetic import Real, add, divide, equal, multiply, real, sign
from tests.truth.jets import number, value
from tests.truth.nudge_says import CLOSE
from tests.truth.said import Number, require
from tests.truth.sentences import Name, claims_nothing, says
from tests.truth.told import Told, numbers

claims_nothing(
    "it is a title or a heading",
    "What guesses cost", "The data", "The cost of one guess", "The cost of all", "Its slopes",
)  # fmt: skip
claims_nothing("it is the name of an axis", "cost")
claims_nothing("it asks", "What should one guess cost?", "To lower it, which way should {w} go?")
claims_nothing(
    "it is what costs and errors are",
    "Minus the logarithm of the probability that it gave to the true label.",
    "To be sure and right costs almost nothing. To be sure and wrong costs a lot.",
    "One line says both cases: the label switches one of its terms off.",
    "This is the number that training makes small.",
    "Take the errors first: prediction minus label.",
    "Two slopes, one for each parameter: all that gradient descent asks for.",
)

_HALF = Fraction(1, 2)


def _inputs(told: Told) -> list[Real]:
    return numbers(told.parameter("inputs"))


def _labels(told: Told) -> list[Real]:
    return numbers(told.parameter("labels"))


def _at(told: Told) -> tuple[Real, Real]:
    return number(told.parameter("weight")), number(told.parameter("bias"))


def _scores(told: Told, moved: Real = Fraction(0)) -> list[Real]:
    """What the model makes of the inputs, with a weight that is moved so far."""
    weight, bias = _at(told)
    weight = add(weight, moved)
    return [add(multiply(weight, x), bias) for x in _inputs(told)]


def _probability(score: Real) -> Real:
    return value("1/(1 + exp(-z))", {"z": score}) if sign(score) else _HALF


def _mean(parts: list[Real]) -> Real:
    return divide(reduce(add, parts), Fraction(len(parts)))


def _cost(told: Told, moved: Real = Fraction(0)) -> Real:
    """What guesses cost on average: minus the logarithm of what the true label was given."""
    sides = [z if y == 1 else -z for z, y in zip(_scores(told, moved), _labels(told), strict=True)]
    return _mean([value("ln(1 + exp(-z))", {"z": z}) for z in sides])


def _slopes(told: Told) -> tuple[Real, Real]:
    """The slopes by the weight and the bias."""
    if "slopes" not in told.heard:
        guesses = map(_probability, _scores(told))
        errors = [add(p, -y) for p, y in zip(guesses, _labels(told), strict=True)]
        products = [multiply(e, x) for e, x in zip(errors, _inputs(told), strict=True)]
        told.heard["slopes"] = _mean(products), _mean(errors)
    slopes: tuple[Real, Real] = told.heard["slopes"]
    return slopes


@says("{n} examples, each with an input and a label that is {zero} or {one}.")
def _(told: Told, n: Number, zero: Number, one: Number) -> None:
    n.must_be(Fraction(len(_inputs(told))), "their number")
    require([zero.value, one.value] == [0, 1], "labels are 0 or 1")
    require({*_labels(told)} == {0, 1}, "all labels are the same")


@says("{n} examples, each with an input and a label. Here every label is {y}.")
def _(told: Told, n: Number, y: Number) -> None:
    n.must_be(Fraction(len(_inputs(told))), "their number")
    require({*_labels(told)} == {y.value}, "there are other labels")


def _is_at(told: Told, w: Name, v: Number, b: Name, u: Number) -> None:
    require((w, b) == ("w", "b"), "they are called w and b")
    for said, true in zip((v, u), _at(told), strict=True):
        said.must_be(true, "the parameter")


@says("With {w} {v:equals} and {b} {u:equals}, the model gives each a probability.")
def _(told: Told, w: Name, v: Number, b: Name, u: Number) -> None:
    _is_at(told, w, v, b, u)


@says("With {w} {v:equals} and {b} {u:equals}, every probability is {half}.")
def _(told: Told, w: Name, v: Number, b: Name, u: Number, half: Number) -> None:
    _is_at(told, w, v, b, u)
    for score in _scores(told):
        half.must_be(_probability(score), "a probability")


@says("The cost {J} is the average over all examples: {c}.")
def _(told: Told, J: Name, c: Number) -> None:
    require(J == "J", "it is called J")
    c.must_be(_cost(told), "the average")


def _slope(told: Told, w: str) -> Real:
    require(w in ("w", "b"), f"there is no {w}")
    return _slopes(told)["wb".index(w)]


@says("The derivative by {w} is the average of error times input: {s}.")
def _(told: Told, w: Name, s: Number) -> None:
    require(w == "w", "errors are multiplied for w")
    s.must_be(_slope(told, w), "the slope")


@says("The derivative by {w} is the average error: {s}.")
def _(told: Told, w: Name, s: Number) -> None:
    require(w == "b", "errors are not multiplied for b")
    s.must_be(_slope(told, w), "the slope")


def _signs(told: Told) -> tuple[int, ...]:
    return tuple(map(sign, _slopes(told)))


@says("Both are negative, so both parameters must grow.")
def _(told: Told) -> None:
    require(_signs(told) == (-1, -1), f"the signs are {_signs(told)}")


@says("Both are positive, so both parameters must shrink.")
def _(told: Told) -> None:
    require(_signs(told) == (1, 1), f"the signs are {_signs(told)}")


@says("Both slopes are {zero}: nowhere is the cost {J} lower.")
def _(told: Told, zero: Number, J: Name) -> None:
    zero.must_be(Fraction(0), "the slope")
    require(_signs(told) == (0, 0), f"the signs are {_signs(told)}")


def _goes(told: Told, w: Name, way: int) -> None:
    require(sign(_slope(told, w)) == -way, f"{w} has to go the other way, or stays")


def _stays(told: Told, b: Name, zero: Number) -> None:
    require(equal(zero.value, Fraction(0)) and sign(_slope(told, b)) == 0, f"{b} does not stay")


@says("The slope by {b} is {zero}, so {b} can stay. But {w} must grow.")
def _(told: Told, b: Name, zero: Number, w: Name) -> None:
    _stays(told, b, zero)
    _goes(told, w, 1)


@says("The slope by {b} is {zero}, so {b} can stay. But {w} must shrink.")
def _(told: Told, b: Name, zero: Number, w: Name) -> None:
    _stays(told, b, zero)
    _goes(told, w, -1)


@says("One is negative, so {w} must grow. The other is positive: {b} must shrink.")
def _(told: Told, w: Name, b: Name) -> None:
    require(w != b, "they are one")
    _goes(told, w, 1)
    _goes(told, b, -1)


def _nudged(told: Told, w: Name, h: Number, q: Number, way: int) -> tuple[Real, Real]:
    """Make sure of a nudge and its ratio; return the ratio and the slope."""
    require(w == "w", "w is nudged")
    nudge = number(told.parameter("nudge"))
    h.must_be(multiply(Fraction(way), nudge), "the nudge")
    require(sign(nudge) == way, "it goes the other way")
    ratio = divide(add(_cost(told, nudge), multiply(Fraction(-1), _cost(told))), nudge)
    q.must_be(ratio, "the ratio")
    return ratio, _slope(told, "w")


def _agrees(way: int) -> Callable[..., None]:
    def check(told: Told, w: Name, h: Number, q: Number) -> None:
        ratio, slope = _nudged(told, w, h, q, way)
        off = add(ratio, multiply(Fraction(-1), slope))
        near = abs(real(off)) <= real(CLOSE) * abs(real(slope))
        require(near, "they are not near each other")

    return check


def _leads(way: int) -> Callable[..., None]:
    def check(told: Told, w: Name, h: Number, q: Number, s: Number) -> None:
        s.must_be(_nudged(told, w, h, q, way)[1], "the slope")

    return check


says("A nudge agrees: raise {w} by {h}, and the ratio is {q}.")(_agrees(1))
says("A nudge agrees: lower {w} by {h}, and the ratio is {q}.")(_agrees(-1))
says("Raise {w} by {h}, and the ratio is {q}. Small nudges lead to {s}.")(_leads(1))
says("Lower {w} by {h}, and the ratio is {q}. Small nudges lead to {s}.")(_leads(-1))
