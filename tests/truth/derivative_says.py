"""What the sentences of the derivative story claim."""

from __future__ import annotations

import re
from fractions import Fraction

from tests.truth.arithmetic import Real, add, divide, equal, multiply, nothing, real, sign
from tests.truth.nudge_says import CLOSE, exceeds_by, is_defined, risen, tends
from tests.truth.record import part
from tests.truth.said import Number, brief, require
from tests.truth.sentences import Formula, Name, Words, claims_nothing, conjunction, says
from tests.truth.told import Told

claims_nothing(
    "it is a title or a heading",
    "A cost", "The derivative", "A nudge", "Another nudge", "Other nudges", "The definition",
)  # fmt: skip


@says("The derivative of {f}")
def _(told: Told, f: Formula) -> None:
    is_defined(told, f)


@says("Let {J} be a cost. A real one depends on several parameters, such as {w} and {b}.")
def _(told: Told, J: Name, w: Name, b: Name) -> None:
    told.is_called(J, told.curve.name)
    told.is_called(w, told.curve.variable)
    require(b not in (J, w), f"{b} is another one")


@says("Let us pretend that only {w} matters: {f}.")
def _(told: Told, w: Name, f: Formula) -> None:
    told.is_called(w, told.curve.variable)
    is_defined(told, f)


@says("Where {w} {a:equals}, {J} {v:equals}.")
def _(told: Told, w: Name, a: Number, J: Name, v: Number) -> None:
    told.point, told.nudge = 0, 0
    told.is_called(w, told.curve.variable)
    told.is_called(J, told.curve.name)
    a.must_be(told.at, "the point")
    v.must_be(told.curve.at(told.at), "the value there")


@says("Raise {w} by {h}. What does {J} do?")
def _(told: Told, w: Name, h: Number, J: Name) -> None:
    _begins(told, w, h, J, 1)


@says("Lower {w} by {h}. What does {J} do?")
def _(told: Told, w: Name, h: Number, J: Name) -> None:
    _begins(told, w, h, J, -1)


def _begins(told: Told, w: str, h: Number, output: str, way: int) -> None:
    told.is_called(w, told.curve.variable)
    told.is_called(output, told.curve.name)
    require(sign(_nudge(told)) == way, "it goes the other way")
    h.must_be(abs(_nudge(told)), "the nudge")


@says("Would another nudge, {h}, say the same?")
def _(told: Told, h: Number) -> None:
    told.nudge += 1
    h.must_be(_nudge(told), "the nudge")


def _nudge(told: Told) -> Real:
    return told.nudges[told.nudge]


@says("{J} becomes {moved}: it goes up by {rise}.")
def _(told: Told, J: Name, moved: Number, rise: Number) -> None:
    _goes(told, J, moved, rise, 1)


@says("{J} becomes {moved}: it goes down by {rise}.")
def _(told: Told, J: Name, moved: Number, rise: Number) -> None:
    _goes(told, J, moved, rise, -1)


def _goes(told: Told, name: str, moved: Number, rise: Number, way: int) -> None:
    told.is_called(name, told.curve.name)
    moved.must_be(told.curve.at(add(told.at, _nudge(told))), "the new value")
    true = risen(told, _nudge(told))
    require(sign(true) == way, "it goes the other way")
    rise.must_be(abs(true), "how far it goes")


@says("{J} does not move at all.")
def _(told: Told, J: Name) -> None:
    told.is_called(J, told.curve.name)
    require(sign(risen(told, _nudge(told))) == 0, "it moves")


@says("That is exactly {q} times the nudge.")
def _(told: Told, q: Number) -> None:
    _times(told, q)
    slope = told.curve.slope(told.at)
    require(equal(told.curve.quotient(told.at, _nudge(told)), slope), "the slope is another")


@says(
    "That is {q} times the nudge: roughly {k} to one.",
    "Now {q} times the nudge: roughly {k} to one.",
)
def _roughly(told: Told, q: Number, k: Number) -> None:
    _times(told, q)
    slope = told.curve.slope(told.at)
    k.must_be(abs(slope), "the slope")
    off = abs(real(add(told.curve.quotient(told.at, _nudge(told)), -slope)))
    require(off <= real(CLOSE) * abs(real(slope)) + nothing(), f"it is {brief(off)} off")


@says("Again {q} times the nudge: roughly {k} to one.")
def _(told: Told, q: Number, k: Number) -> None:
    _roughly(told, q, k)
    q.must_be(abs(told.curve.quotient(told.at, told.nudges[0])), "the same number as before")


@says("That is {q} times the nudge: far less than it.")
def _(told: Told, q: Number) -> None:
    _times(told, q)
    size = abs(real(told.curve.quotient(told.at, _nudge(told))))
    require(size <= real(CLOSE) + nothing(), f"it is {brief(size)} times as far")


@says("That is {q} times the nudge.")
def _(told: Told, q: Number) -> None:
    _times(told, q)


def _times(told: Told, q: Number) -> None:
    q.must_be(abs(told.curve.quotient(told.at, _nudge(told))), "how many times the nudge it is")


@says("Not exactly: {left} is left over.")
def _(told: Told, left: Number) -> None:
    _remains(told, left, 1)


@says("Not exactly: {left} is missing.")
def _(told: Told, left: Number) -> None:
    _remains(told, left, -1)


def _remains(told: Told, left: Number, more: int) -> None:
    rise, h = risen(told, _nudge(told)), _nudge(told)
    expected = multiply(told.curve.slope(told.at), h)
    left.must_be(abs(add(rise, -expected)), "the difference")
    require(sign(add(abs(rise), -abs(expected))) == more, "there is more, or less")


@says("With other nudges the ratio is {ratios}.", "Further on: {ratios}.")
def _(told: Told, ratios: Words) -> None:
    for words in re.split(rf", | {conjunction(told.language)} ", ratios):
        part(told, words, ("{q} with {h}",))


@says("{q} with {h}")
def _(told: Told, q: Number, h: Number) -> None:
    tried = told.heard.setdefault("tried", [*told.trials])
    nudge = tried.pop(0)
    h.must_be(nudge, "the nudge")
    q.must_be(told.curve.quotient(told.at, nudge), "the ratio")


def _slope(told: Told, k: Number) -> Real:
    known = told.curve.slope(told.at)
    k.must_be(known, "the slope")
    return known


@says(
    "Every nudge gives {k}. Nothing is ever left over.",
    "Try a nudge of your own: they all give {k}.",
)
def _(told: Told, k: Number) -> None:
    exceeds_by(told, _slope(told, k), 0)


@says("The ratio is {k} plus the nudge: the smaller the nudge, the closer to {k}.")
def _(told: Told, k: Number) -> None:
    exceeds_by(told, _slope(told, k), 1)


@says("The smaller the nudge, the closer the ratio comes to {k}.")
def _(told: Told, k: Number) -> None:
    known = _slope(told, k)
    tried = [*told.nudges, *told.trials]
    off = {h: abs(real(add(told.curve.quotient(told.at, h), -known))) for h in tried}
    for h in tried:
        for smaller in tried:
            if abs(real(smaller)) < abs(real(h)):
                require(off[smaller] < off[h], f"{brief(smaller)} is no closer than {brief(h)}")
    tends(told, told.at, known)


@says("As the nudge goes to zero, the ratio goes to {k}.")
def _(told: Told, k: Number) -> None:
    tends(told, told.at, _slope(told, k))


@says("This number has a name: the derivative of {J} with respect to {w}. Here it is {k}.")
def _(told: Told, J: Name, w: Name, k: Number) -> None:
    told.is_called(J, told.curve.name)
    told.is_called(w, told.curve.variable)
    _slope(told, k)


@says("Informally: if a tiny nudge {e} raises {J} by about {k} times {e}, the derivative is {k}.")
def _(told: Told, e: Name, J: Name, k: Name) -> None:
    told.is_called(J, told.curve.name)


@says("People speak of an infinitely small nudge. None of ours is: each leaves something.")
def _(told: Told) -> None:
    slope = told.curve.slope(told.at)
    for h in (*told.nudges, *told.trials):
        rest = add(told.curve.quotient(told.at, h), -slope)
        require(sign(rest), f"nothing is left of {brief(h)}")
        require(real(divide(rest, Fraction(1))) != 0, "nothing is left")


@says("The precise word is limit: what the ratio goes to as {e} goes to zero.")
def _(told: Told, e: Name) -> None:
    tends(told, told.at, told.curve.slope(told.at))


@says("Try a nudge of your own. Small ones all come out near {k:plain}.")
def _(told: Told, k: Number) -> None:
    tends(told, told.at, told.curve.slope(told.at))
    k.must_round(told.curve.slope(told.at), "the slope")
