"""What the sentences of the table of derivatives claim."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from tests.truth.arithmetic import Undefined, add, equal, is_nothing, multiply, nothing, real, sign
from tests.truth.curve import Curve
from tests.truth.nudge_says import CLOSE, tends
from tests.truth.record import items
from tests.truth.said import Number, brief, require
from tests.truth.sentences import Formula, Name, Words, claims_nothing, conjunction, says
from tests.truth.told import Told, called

_PLACES = [Fraction(n, 8) for n in (-21, -13, -6, -2, -1, 1, 3, 5, 9, 14, 22)]

claims_nothing(
    "it is a title or a heading",
    "A table of derivatives", "One point, many functions", "Row by row", "What the table says",
)  # fmt: skip
claims_nothing(
    "it is what the names mean, and the ways in which a tangent is given",
    "Log to the base e, ln and, here, plain log: three names for one function.",
    "Each slope, with its point, makes a tangent.",
)


@says("Here are {n} functions, all looked at where {w} {a:equals}.")
def _(told: Told, n: Number, w: Name, a: Number) -> None:
    n.must_be(Fraction(len(told.curves)), "the number of functions")
    told.row, told.point = -1, 0
    told.is_called(w, told.curves[0].variable)
    a.must_be(told.at, "the point")


@says("Which of them is steepest there?")
def _(told: Told) -> None:
    pass


@says("{f}: from {v} to {moved}, a rise of {rise}.")
def _(told: Told, f: Formula, v: Number, moved: Number, rise: Number) -> None:
    _moves(told, f, v, moved, rise, 1)


@says("{f}: from {v} to {moved}, a fall of {rise}.")
def _(told: Told, f: Formula, v: Number, moved: Number, rise: Number) -> None:
    _moves(told, f, v, moved, rise, -1)


def _next(told: Told, f: str) -> None:
    told.row += 1
    require(told.curve.reads(f), f"the function is {told.curve.body}, not {f}")


def _moves(told: Told, f: str, v: Number, moved: Number, rise: Number, way: int) -> None:
    _next(told, f)
    before = told.curve.at(told.at)
    after = told.curve.at(add(told.at, told.nudges[0]))
    v.must_be(before, "the value")
    moved.must_be(after, "the value after the nudge")
    true = add(after, -before)
    require(sign(true) == way, "it goes the other way")
    rise.must_be(abs(true), "how far it goes")


@says("{f} stays at {v}: no rise at all.")
def _(told: Told, f: Formula, v: Number) -> None:
    _next(told, f)
    v.must_be(told.curve.at(told.at), "the value")
    require(is_nothing(told.curve.quotient(told.at, told.nudges[0])), "it moves")


@says("That is {q} times the nudge. The formula, {d}, says {s}.")
def _(told: Told, q: Number, d: Formula, s: Number) -> None:
    _is_looked_up(told, q, d, s)


def _is_looked_up(told: Told, q: Number, d: str, s: Number) -> None:
    q.must_be(told.curve.quotient(told.at, told.nudges[0]), "the ratio")
    require(told.curve.reads(d, derivative=True), f"{d} is not its derivative")
    s.must_be(told.curve.slope(told.at), "the slope")


@says("{f} moves by {q} times the nudge. The formula, {d}, says {s}.")
def _(told: Told, f: Formula, q: Number, d: Formula, s: Number) -> None:
    _next(told, f)
    _is_looked_up(told, q, d, s)


@says("{f} moves by exactly {s} times the nudge. The formula says {s} everywhere.")
def _(told: Told, f: Formula, s: Number) -> None:
    _next(told, f)
    _is_constant(told, s)


@says("That is exactly {s} times the nudge. The formula says {s} everywhere.")
def _(told: Told, s: Number) -> None:
    _is_constant(told, s)


def _is_constant(told: Told, s: Number) -> None:
    s.must_be(told.curve.quotient(told.at, told.nudges[0]), "the ratio")
    for place in (told.at, *_PLACES):
        s.must_be(told.curve.slope(place), f"the slope at {brief(place)}")


@says("Steepest is {f}, with the slope {s}.")
def _(told: Told, f: Formula, s: Number) -> None:
    most = _steepest(told)
    require(len(most) == 1, "there are several")
    require(most[0].reads(f), f"{most[0].body} is steepest")
    s.must_be(most[0].slope(told.at), "its slope")


@says("Steepest are {list}, with slopes of size {s}.")
def _(told: Told, list: Words, s: Number) -> None:
    most = _steepest(told)
    require(len(most) < len(told.curves), "all of them are")
    named = re.split(rf", | {conjunction(told.language)} ", list)
    for f in named:
        require(any(one.reads(f) for one in most), f"{f} is none of them")
    for one in most:
        require(any(one.reads(f) for f in named), f"{one.body} is one of them")
        s.must_be(abs(one.slope(told.at)), "its slope")


@says("They are equally steep, with slopes of size {s}.")
def _(told: Told, s: Number) -> None:
    for one in told.curves:
        s.must_be(abs(one.slope(told.at)), f"the slope of {one.body}")


@says("None: all of them are level there.")
def _(told: Told) -> None:
    for one in told.curves:
        require(is_nothing(one.slope(told.at)), f"{one.body} is not level")


def _steepest(told: Told) -> list[Curve]:
    sizes = [abs(one.slope(told.at)) for one in told.curves]
    most = max(sizes, key=real)
    return [one for one, size in zip(told.curves, sizes, strict=True) if equal(size, most)]


@says("Nobody has to find these formulas. They stand in tables of calculus: look them up.")
def _(told: Told) -> None:
    heading = re.compile(rf"[d∂]{called(told.curve.name)}/[d∂]{called(told.curve.variable)} = (.+)")
    shown = [
        found[1]
        for place in range(told.place)
        for item in items(replace(told, place=place))
        if (found := heading.fullmatch(item))
    ]
    require(len(shown) == len(told.curves), f"{len(shown)} formulas stand in the table")
    for formula, one in zip(shown, told.curves, strict=True):
        require(one.reads(formula, derivative=True), f"{one.body} has another than {formula}")


@says("And nudging confirms them: every ratio lies close to its formula.")
def _(told: Told) -> None:
    for one in told.curves:
        slope = one.slope(told.at)
        off = abs(real(add(one.quotient(told.at, told.nudges[0]), -slope)))
        most = abs(real(multiply(CLOSE, slope))) + nothing()
        require(off <= most, f"that of {one.body} is {brief(off)} off")


@says("And nudging confirms them: as the nudge shrinks, every ratio goes to its formula.")
def _(told: Told) -> None:
    for row, one in enumerate(told.curves):
        told.row = row
        tends(told, told.at, one.slope(told.at))


def _differ(told: Told) -> bool:
    slopes = [one.slope(told.at) for one in told.curves]
    return any(not equal(slope, slopes[0]) for slope in slopes)


def _bends(told: Told, curve: Curve) -> bool:
    """Whether the slope is another at another place."""
    for place in (*_PLACES, *(multiply(told.at, Fraction(n, 20)) for n in (10, 15, 18, 22, 30))):
        try:
            if not equal(curve.slope(place), curve.slope(told.at)):
                return True
        except Undefined:
            continue
    return False


@says("Same point, different functions: the slope depends on the function, and on where you stand.")
def _(told: Told) -> None:
    require(_differ(told), "all slopes are the same")
    require(any(_bends(told, one) for one in told.curves), "all of them are straight")


@says("Same point, different functions: the slope depends on the function.")
def _(told: Told) -> None:
    require(_differ(told), "all slopes are the same")


@says("The slopes agree here. Stand elsewhere, and that of {f} is another.")
def _(told: Told, f: Formula) -> None:
    require(not _differ(told), "the slopes differ")
    named = [one for one in told.curves if one.reads(f)]
    require(any(_bends(told, one) for one in named), f"{f} is straight")


@says("Different rows, and one slope: here it does not depend on the function.")
def _(told: Told) -> None:
    require(not _differ(told), "the slopes differ")
