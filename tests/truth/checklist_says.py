"""What the sentences of a checklist claim, worked out by the oracle's own arithmetic."""

from __future__ import annotations

from tests.truth.arithmetic import Real, add, multiply
from tests.truth.chain_says import is_the_formula
from tests.truth.jets import number
from tests.truth.nudge_says import is_defined
from tests.truth.said import Number, require
from tests.truth.sentences import Formula, Name, claims_nothing, says
from tests.truth.told import Told

claims_nothing(
    "it is a title, a heading or a label",
    "From concept to code", "Code for each concept", "Cost", "Derivative", "Slope", "Nudge",
    "Limit", "Step",
)  # fmt: skip
claims_nothing(
    "it is about lines of code, which are read by tests of their own",
    "From concept to code: could you write each of these lines?",
    "Which of these lines can you write from memory?",
    "Here they are again. Compare.",
    "Every line is one idea of this course.",
    "Concept, formula, code: one idea, said in three ways.",
    "Concept, code, formula: one idea, said in three ways.",
)


def _at(told: Told) -> Real:
    return number(told.parameter("at"))


def _slope(told: Told) -> Real:
    return told.curve.slope(_at(told))


@says("The cost is an expression, {f}.")
def _(told: Told, f: Formula) -> None:
    is_defined(told, f)


@says("The derivative is one call. It gives {d}.")
def _(told: Told, d: Formula) -> None:
    require(told.curve.reads(d, derivative=True), f"{d} is not the derivative")


@says("The slope is that, with a number put in: where {w} {a:equals}, {s}.")
def _(told: Told, w: Name, a: Number, s: Number) -> None:
    told.is_called(w, told.curve.variable)
    a.must_be(_at(told), "the point")
    s.must_be(_slope(told), "the slope")


@says("A nudge is a quotient of differences: for {h}, it gives {q}.")
def _(told: Told, h: Number, q: Number) -> None:
    nudge = number(told.parameter("nudge"))
    h.must_be(nudge, "the nudge")
    q.must_be(told.curve.quotient(_at(told), nudge), "the quotient")


@says("Its limit is the slope again: {s}.")
def _(told: Told, s: Number) -> None:
    s.must_be(_slope(told), "the slope")


@says("One step of descent takes the learning rate times {k} away: {w} becomes {v}.")
def _(told: Told, k: Number, w: Name, v: Number) -> None:
    told.is_called(w, told.curve.variable)
    k.must_be(_slope(told), "the slope")
    step = multiply(-number(told.parameter("learning_rate")), _slope(told))
    v.must_be(add(_at(told), step), "where the step leads")


@says("Backward, {f} takes a derivative for each node before {J}, from {J} back.")
def _(told: Told, f: Formula, J: Name) -> None:
    is_the_formula(told, f)
    told.is_called(J, told.network.output)


@says("The backward pass takes a derivative for each node before {J}, from {J} back to the inputs.")
def _(told: Told, J: Name) -> None:
    told.is_called(J, told.network.output)
