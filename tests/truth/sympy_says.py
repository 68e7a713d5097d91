"""What the sentences of a session with SymPy claim; the code is evaluated by the oracle's own."""

from __future__ import annotations

import re
from keyword import iskeyword

from tests.truth.arithmetic import Real, Undefined, equal
from tests.truth.curve import Curve
from tests.truth.jets import number, value
from tests.truth.nudge_says import is_defined
from tests.truth.said import Number, require
from tests.truth.sentences import Formula, Name, claims_nothing, says
from tests.truth.told import Told

_PLACES = [number(text) for text in ("1/3", "2", "5/2", "7", "-1/3", "-3")]
_SYMPY = {"log": "ln", "asin": "arcsin", "acos": "arccos", "atan": "arctan", "E": "e"}

claims_nothing(
    "it is a title or a heading",
    "Derivatives by a program", "A library", "The slope", "Differentiate", "Other functions",
    "Is it right?",
)  # fmt: skip
claims_nothing(
    "it is about the library and the film",
    "SymPy is a Python library that differentiates formulas exactly, without nudging.",
    "None of these outputs was typed in. The program ran while this film was made.",
    "By nudge, by formula, by program: one slope.",
)


def _next(told: Told) -> Curve:
    told.row += 1
    return told.curve


def _at(told: Told) -> Real:
    return number(told.parameter("at"))


@says("First, say that {w} is a symbol, not a number.")
def _(told: Told, w: Name) -> None:
    told.is_called(w, told.curves[0].variable)
    require(_means_nothing(told.curves[0].variable), "it has another name in the code")


@says("First, say that {w} is a symbol, not a number. The code calls it {code}.")
def _(told: Told, w: Name, code: Name) -> None:
    told.is_called(w, told.curves[0].variable)
    _is_renamed(told, told.curves[0].variable, code)


@says("Then write the cost: {f}.")
def _(told: Told, f: Formula) -> None:
    is_defined(told, f)
    require(_means_nothing(_next(told).name), "it has another name in the code")


@says("Then write the cost: {f}. The code calls it {code}.")
def _(told: Told, f: Formula, code: Name) -> None:
    is_defined(told, f)
    _is_renamed(told, _next(told).name, code)


def _means_nothing(name: str) -> bool:
    """Whether a name is neither Python's own nor the library's."""
    return name != "sp" and not iskeyword(name)


def _is_renamed(told: Told, name: str, code: str) -> None:
    require(not _means_nothing(name), f"{name} could be used as it is")
    require(_means_nothing(code) and code.startswith(name), f"{code} is no name like {name}")
    require(re.search(rf"\b{code} = ", told.beat.shown), f"nothing is called {code} on the screen")


@says("Ask for the derivative of {J} with respect to {w}. What will it print?")
def _(told: Told, J: Name, w: Name) -> None:
    told.is_called(J, told.curve.name)
    told.is_called(w, told.curve.variable)


@says("It prints {out}, which in mathematics is {d}.")
def _(told: Told, out: Formula, d: Formula) -> None:
    require(told.curve.reads(d, derivative=True), f"{d} is not the derivative")
    _prints(told.curve, out)


@says("Keep it under a name, and put {a} in for {w}.")
def _(told: Told, a: Number, w: Name) -> None:
    told.is_called(w, told.curve.variable)
    a.must_be(_at(told), "the point")


@says(
    "Out comes {s}: the slope where {w} {a:equals}.",
    "Out comes a formula: where {w} {a:equals}, the slope {s:equals}.",
)
def _(told: Told, s: Number, w: Name, a: Number) -> None:
    told.is_called(w, told.curve.variable)
    a.must_be(_at(told), "the point")
    s.must_be(told.curve.slope(_at(told)), "the slope")


@says("For {f}, it prints {out}.")
def _(told: Told, f: Formula, out: Formula) -> None:
    told.heard["curve"] = curve = _next(told)
    require(curve.reads(f), f"the function is {curve.body}, not {f}")
    _prints(curve, out)


@says("With {a} put in, {s}.", "With {a} put in, a formula for {s}.")
def _(told: Told, a: Number, s: Number) -> None:
    a.must_be(_at(told), "the point")
    s.must_be(told.heard["curve"].slope(_at(told)), "the slope")


@says("Put {c} into the first one instead, and it gives {s}.")
def _(told: Told, c: Number, s: Number) -> None:
    other = number(told.parameter("also_at"))
    c.must_be(other, "the other point")
    s.must_be(told.curves[0].slope(other), "the slope there")


@says("Is the slope of {f} right? Where {w} {a:equals}, nudge it by {h}: the ratio is {q}.")
def _(told: Told, f: Formula, w: Name, a: Number, h: Number, q: Number) -> None:
    first, nudge = told.curves[0], number(told.parameter("nudge"))
    require(first.reads(f), f"the function is {first.body}, not {f}")
    told.is_called(w, first.variable)
    a.must_be(_at(told), "the point")
    h.must_be(nudge, "the nudge")
    q.must_be(first.quotient(_at(told), nudge), "the ratio")


def _prints(curve: Curve, output: str) -> None:
    """Make sure that what is printed is the derivative."""
    text = re.sub(r"[A-Za-z_]\w*", lambda name: _SYMPY.get(name[0], name[0]), output)
    agreed = 0
    for place in _PLACES:
        try:
            true = curve.slope(place)
        except Undefined:
            continue
        found = value(text, {curve.variable: place})
        require(equal(found, true), f"{output} is not the slope of {curve.body}")
        agreed += 1
    require(agreed, f"{curve.body} has no slope at any place")
