"""What is claimed of triangles that are laid over each other."""

from __future__ import annotations

from tests.truth.arithmetic import Real, add, equal, nothing, real, sign
from tests.truth.nudge_says import CLOSE
from tests.truth.said import Number, brief, require
from tests.truth.sentences import Name, Words, says
from tests.truth.told import Told


def _slopes(told: Told) -> list[Real]:
    return [told.curve.slope(at) for at in told.points]


def _are_equal(told: Told, said: Number) -> None:
    for slope in _slopes(told):
        said.must_be(slope, "the slope")


@says("Drawn to one scale, the triangles are congruent: slope {slope} everywhere.")
def _(told: Told, slope: Number) -> None:
    require(told.curve.is_straight(), "the function is no line")
    _are_equal(told, slope)


@says("Drawn to one scale, they look alike: the slope is {s} at each of these points.")
def _(told: Told, s: Number) -> None:
    _are_equal(told, s)
    for at, slope in zip(told.points, _slopes(told), strict=True):
        quotient = told.curve.quotient(at, told.zoomed)
        off = abs(real(add(quotient, -slope)))
        room = real(CLOSE) * abs(real(slope)) + nothing()
        require(off <= room, f"a triangle has {brief(quotient)}")


@says("The slope is {s} at each of these points.")
def _(told: Told, s: Number) -> None:
    _are_equal(told, s)


@says("Equally steep, but one rises and the other falls: slopes {first} and {second}.")
def _(told: Told, first: Number, second: Number) -> None:
    one, other = _slopes(told)
    first.must_be(one, "the slope")
    second.must_be(other, "the slope")
    require(sign(one) and equal(one, -other), "they are no opposites")


@says("Drawn to one scale, the curve is steeper where {x} {a:equals}: slope {s}, not {t}.")
def _(told: Told, x: Name, a: Number, s: Number, t: Number) -> None:
    slopes = _slopes(told)
    require(len(slopes) == 2, f"{len(slopes)} points are compared")
    which = _is_steepest(told, x, a, s)
    t.must_be(slopes[1 - which], "the slope")


@says("Drawn to one scale, of these points the curve is steepest where {x} {a:equals}: slope {s}.")
def _(told: Told, x: Name, a: Number, s: Number) -> None:
    require(len(_slopes(told)) > 2, "so few are compared by 'steeper'")
    _is_steepest(told, x, a, s)


def _is_steepest(told: Told, x: str, a: Number, s: Number) -> int:
    """Make sure that slope and triangle are steepest at a point; return which of them it is."""
    told.is_called(x, told.curve.variable)
    pictured = told.points
    sizes = [abs(real(slope)) for slope in _slopes(told)]
    which = sizes.index(max(sizes))
    a.must_be(pictured[which], "the place where it is steepest")
    s.must_be(_slopes(told)[which], "the slope")
    drawn = [abs(real(told.curve.quotient(at, told.zoomed))) for at in pictured]
    for steep in (sizes, drawn):
        for i, other in enumerate(steep):
            higher = steep[which] > other and not equal(steep[which], other)
            require(i == which or higher, f"it is as steep or steeper at point {i + 1}")
    return which


@says("The slope changes from point to point: it is {slopes}.")
def _(told: Told, slopes: Words) -> None:
    said, known = told.enumerated(slopes), _slopes(told)
    require(len(said) == len(known), f"{len(said)} slopes for {len(known)} points")
    for number, slope in zip(said, known, strict=True):
        number.must_be(slope, "the slope")
    require(any(not equal(slope, known[0]) for slope in known), "it does not change")
