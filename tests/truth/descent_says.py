"""What the sentences of the descent story claim."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from tests.truth.arithmetic import Real, add, equal, multiply, real, sign
from tests.truth.curve import Descent, meant
from tests.truth.fates import tells
from tests.truth.jets import value
from tests.truth.nudge_says import is_defined
from tests.truth.plain import NotAFormula, formula
from tests.truth.said import Number, brief, require
from tests.truth.sentences import (
    Formula,
    Name,
    Words,
    catalogue,
    claims_nothing,
    evenly,
    read_fields,
    recognised,
    says,
)
from tests.truth.told import Told

claims_nothing(
    "it states the rule, which is the definition of gradient descent",
    "The steeper the slope, the longer the step, with the same {alpha}.",
)
claims_nothing(
    "it is a title or a heading",
    "The curve", "One step", "Step after step", "Where it ends", "Another start", "Why it works",
)  # fmt: skip

_END = "After {n} steps, {w} {v:equals}: it {phrase}."
_IN_WORDS = "the distance to the minimum"  # where that is rounded


@says("Gradient descent on {f}")
def _(told: Told, f: Formula) -> None:
    is_defined(told, f)


@says("A ball on {J} cannot see ahead. What does it feel, where {w} {v:equals}?")
def _(told: Told, J: Formula, w: Name, v: Number) -> None:
    is_defined(told, J)
    told.is_called(w, told.curve.variable)
    v.must_be(told.start, "the start")


@says("The valley")
def _(told: Told) -> None:
    is_valley(told)


def is_valley(told: Told) -> None:
    require(told.curve.is_valley, f"{told.curve.text} does not fall to one place, then rise")


@says("The slope under the ball is {s}.")
def _(told: Told, s: Number) -> None:
    s.must_be(told.curve.slope(told.start), "the slope")


@says("Gradient descent steps against the slope: its size times the learning rate, {alpha}.")
def _(told: Told, alpha: Name) -> None:
    require(alpha in ("α", "η"), f"a learning rate called {alpha}")


@says("With {alpha} {a:equals}, the step is {u}. Where does it lead from {w} {v:equals}?")
def _(told: Told, alpha: Name, a: Number, u: Number, w: Name, v: Number) -> None:
    told.is_called(w, told.curve.variable)
    a.must_be(told.rates[0], "the learning rate")
    u.must_be(told.descents[0].update(told.start), "the step")
    v.must_be(told.start, "the start")


@says("The new {w} {v:equals}.")
def _(told: Told, w: Name, v: Number) -> None:
    told.is_called(w, told.curve.variable)
    v.must_be(iterate(told, 1), "the next place")


def iterate(told: Told, k: int) -> Real:
    """Where the ball is after some steps."""
    walk = told.descents[0].walk
    require(k < len(walk), f"there are only {len(walk) - 1} steps")
    return walk[k]


@says("So the ball rolls from {w} to {v}.")
def _(told: Told, w: Number, v: Number) -> None:
    w.must_be(told.start, "the start")
    v.must_be(iterate(told, 1), "the next place")
    require(not equal(told.start, iterate(told, 1)), "it stays where it is")


@says("Here the slope is {s}, so the next step is {u} long.")
def _(told: Told, s: Number, u: Number) -> None:
    here = iterate(told, 1)
    s.must_be(told.curve.slope(here), "the slope")
    u.must_be(abs(told.descents[0].update(here)), "the length of the step")


def _steps_told(told: Told) -> int:
    """After how many steps it ends: fewer than were asked for, if it cannot go on."""
    heard = (one for beat in told.beats for one in recognised(beat.text, told.language))
    ends = (int(read_fields(one)["n"].value) for one in heard if one.template == _END)
    return next(ends, told.steps_shown)


def later_slopes(told: Told) -> list[Real]:
    """The sizes of the slopes from the second step on, as far as steps are shown and taken."""
    walk = told.descents[0].seen(_steps_told(told))[1:]
    sizes = [real(one) for one in meant([abs(told.curve.slope(x)) for x in walk[:-1] or walk])]
    rests = next((i for i, size in enumerate(sizes) if not size), len(sizes))
    return sizes[: rests + 1]


@says("As the slope shrinks, so does each step, with the same {alpha}.")
def _(told: Told, alpha: Name) -> None:
    for one, other in pairwise(later_slopes(told)):
        require(other < one, f"the slope goes from {brief(one)} to {brief(other)}")


@says("The slope does not shrink, so the steps do not either, with the same {alpha}.")
def _(told: Told, alpha: Name) -> None:
    for one, other in pairwise(later_slopes(told)):
        grows = other > one or equal(one, other)
        require(grows, f"the slope shrinks from {brief(one)} to {brief(other)}")


@says("Where the curve is level there is no step: at the bottom, but also on a top.")
def _(told: Told) -> None:
    require(sign(told.curve.slope(told.start)) == 0, "the curve is not level here")


# Where it ends.


def _minimum(told: Told) -> Real:
    """The place of the minimum that the descent comes to."""
    descent = told.descents[0]
    require(descent.settles_at_minimum, f"it comes to no minimum: it {descent.fate}")
    return descent.end


def _near_after(told: Told, near: Number, n: int) -> None:
    minimum, walk = real(_minimum(told)), told.descents[0].walk
    for k in range(n + 1):
        inside = abs(real(walk[min(k, len(walk) - 1)]) - minimum) < real(near.value)
        require(inside == (k == n), f"after {k} steps it is{'' if inside else ' not'} so near")


@says("Go on, and it comes closer than {near} to the minimum after {n} steps.")
def _(told: Told, near: Number, n: Number) -> None:
    _near_after(told, near, int(n.value))
    require(int(n.value) > told.steps_shown, "that is no going on")


@says("After {n} steps, it is closer than {near} to the minimum.")
def _(told: Told, near: Number, n: Number) -> None:
    _near_after(told, near, int(n.value))
    require(int(n.value) <= told.steps_shown, f"only {told.steps_shown} steps are shown")


@says("A single step takes it closer than {near} to the minimum.")
def _(told: Told, near: Number) -> None:
    _near_after(told, near, 1)


@says(_END)
def _(told: Told, n: Number, w: Name, v: Number, phrase: Words) -> None:
    k = int(n.value)
    require(1 < k <= told.steps_shown, f"{k} steps are not those that are shown")
    v.must_be(iterate(told, k), "the place")
    told.is_called(w, told.curve.variable)
    tells(told, told.descents[0], phrase)


@says("After one step, {w} {v:equals}: it {phrase}.")
def _(told: Told, w: Name, v: Number, phrase: Words) -> None:
    v.must_be(iterate(told, 1), "the place")
    told.is_called(w, told.curve.variable)
    tells(told, told.descents[0], phrase)


@says("Start at {w} instead: the slope is {s}, so the step goes the other way.")
def _(told: Told, w: Number, s: Number) -> None:
    _other_side(told, w, s)
    _goes_the_other_way(told)


@says("From the other side")
def _(told: Told) -> None:
    _goes_the_other_way(told)


def _goes_the_other_way(told: Told) -> None:
    signs = [sign(told.curve.slope(x)) for x in (told.start, -told.start)]
    require(signs[0] * signs[1] < 0, "the step goes the same way")


@says("Start at {w} instead: here the slope is {s}.")
def _(told: Told, w: Number, s: Number) -> None:
    _other_side(told, w, s)


def _other_side(told: Told, w: Number, s: Number) -> None:
    w.must_be(-told.start, "the other start")
    require(not equal(told.start, -told.start), "that is the same start")
    s.must_be(told.curve.slope(-told.start), "the slope")


@says("The same rule, and the ball rolls again.")
def _(told: Told) -> None:
    require(sign(told.curve.slope(-told.start)) != 0, "the ball stays where it is")


# Why it works.


@says("No map of the valley, only the slope underfoot, and {alpha}: it {phrase}.")
def _(told: Told, alpha: Name, phrase: Words) -> None:
    is_valley(told)
    tells(told, told.descents[0], phrase)


@says("No map of the curve, only the slope underfoot, and {alpha}: it {phrase}.")
def _(told: Told, alpha: Name, phrase: Words) -> None:
    tells(told, told.descents[0], phrase)


@says("It never needed a map of the valley: the slope underfoot was enough.")
def _(told: Told) -> None:
    is_valley(told)
    _minimum(told)


@says("It has no map of the valley, only the slope underfoot.")
def _(told: Told) -> None:
    is_valley(told)


@says("Each step multiplies {d} by {f}.")
def _(told: Told, d: Formula, f: Number) -> None:
    told.heard["factor"] = factor = multiplies(told, told.descents[0], d)
    f.must_be(factor, "the factor")


def multiplies(told: Told, descent: Descent, distance: str) -> Real:
    """What each step of a descent multiplies a distance by; make sure that it is always that."""
    factor = descent.factor()
    require(factor is not None, "each step multiplies by something else")
    assert factor is not None
    if evenly(distance) == catalogue(told.language)[_IN_WORDS]:
        require(sign(descent.curve.bend(descent.start)) > 0, "there is no minimum")
        return factor
    try:
        body = formula(distance, [told.curve.variable])
    except NotAFormula as error:
        require(False, f"{distance!r} is no distance: {error}")
    before, after = (value(body, {told.curve.variable: x}) for x in (descent.start, _next(descent)))
    require(equal(after, multiply(factor, before)), f"{distance} isn't multiplied")
    return factor


def _next(descent: Descent) -> Real:
    return add(descent.start, descent.update(descent.start))


def _concludes(told: Told, one: Number, way: int, phrase: str) -> None:
    require(equal(one.value, Fraction(1)), f"what is compared with is {one.text}")
    factor = told.descents[0].factor()
    require(factor is not None, "there is no factor")
    assert factor is not None
    size = add(abs(factor), Fraction(-1))
    require(sign(size) == way, f"the factor is {brief(factor)}")
    tells(told, told.descents[0], phrase)


@says("In size that is below {one}, so it {phrase}: algebra, not luck.")
def _(told: Told, one: Number, phrase: Words) -> None:
    _concludes(told, one, -1, phrase)


@says("In size that is {one}, so it {phrase}: algebra, not luck.")
def _(told: Told, one: Number, phrase: Words) -> None:
    _concludes(told, one, 0, phrase)


@says("In size that is above {one}, so it {phrase}: algebra, not luck.")
def _(told: Told, one: Number, phrase: Words) -> None:
    _concludes(told, one, 1, phrase)
