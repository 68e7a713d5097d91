"""What the sentences of the story of notation claim."""

from __future__ import annotations

import re
from fractions import Fraction

from tests.truth.arithmetic import Real
from tests.truth.jets import Jet, jet, number, value
from tests.truth.nudge_says import tends
from tests.truth.said import Number, require
from tests.truth.sentences import Name, Words, claims_nothing, says
from tests.truth.told import Told, called

_DEFINED = re.compile(r"\s*(\w+)\s*\(([^)]*)\)\s*=(.*)", re.DOTALL)

claims_nothing(
    "it is a title or a heading",
    "How derivatives are written", "One variable", "Several variables", "Other words",
)  # fmt: skip
claims_nothing(
    "it is what people write, and what it means",
    "Derivatives have several spellings. With one variable, mathematicians write a straight d.",
    "The function may stand beside the fraction or on top of it. Both mean the same.",
    "A cost of several parameters may move whenever one of them moves.",
    "Such a derivative is called partial, and is written with a curly d.",
    "Most costs have several parameters. So some teachers write the curly d everywhere.",
    "Many spellings, one idea: how far the output moves for each step of the input.",
)


def _several(told: Told) -> tuple[str, list[str], str]:
    """The name of the function of several variables, these, and its formula."""
    found = _DEFINED.fullmatch(told.parameter("several"))
    assert found is not None
    return found[1], [name.strip() for name in found[2].split(",")], found[3].strip()


def _point(told: Told) -> dict[str, Real]:
    pairs = (pair.partition("=") for pair in re.split("[,;]", told.parameter("at")))
    return {name.strip(): number(text) for name, _, text in pairs}


def _partial(told: Told, i: int) -> Real:
    _, names, body = _several(told)
    jets = {n: Jet(at, Fraction(n == names[i])) for n, at in _point(told).items()}
    slope = jet(body, jets).slope
    require(slope is not None, "there is no derivative")
    assert slope is not None
    return slope


@says("Let {w} be any of them. Written short, the function goes on top.")
def _(told: Told, w: Name) -> None:
    letter = told.curve.variable.partition("_")[0]
    told.is_called(w, f"{letter}_{told.parameter('index')}")


@says("Where {values}, {J} {v:equals}.")
def _(told: Told, values: Words, J: Name, v: Number) -> None:
    name, names, body = _several(told)
    told.is_called(J, name)
    point = _point(told)
    said = told.listed(values)
    require([one for one, _ in said] == [called(n) for n in names], f"the variables are {names}")
    for (_, figure), n in zip(said, names, strict=True):
        figure.must_be(point[n], n)
    v.must_be(value(body, point), "the value")


@says("Hold {other} still, and nudge {w} alone. How strongly does {J} react?")
def _(told: Told, other: Name, w: Name, J: Name) -> None:
    name, names, _ = _several(told)
    require(len(names) == 2, "there are more")
    told.is_called(w, names[0])
    told.is_called(other, names[1])
    told.is_called(J, name)


@says("Hold all others still, and nudge {w} alone. How strongly does {J} react?")
def _(told: Told, w: Name, J: Name) -> None:
    name, names, _ = _several(told)
    require(len(names) > 2, "there is but one other")
    told.is_called(w, names[0])
    told.is_called(J, name)


@says("The derivative with respect to {w} is {g}.")
def _(told: Told, w: Name, g: Number) -> None:
    told.is_called(w, _several(told)[1][0])
    g.must_be(_partial(told, 0), "the derivative")


@says("Hold {w} still and nudge {other} instead, and it is {g}.")
def _(told: Told, w: Name, other: Name, g: Number) -> None:
    names = _several(told)[1]
    told.is_called(w, names[0])
    told.is_called(other, names[1])
    g.must_be(_partial(told, 1), "the derivative")


@says("Here we write it everywhere, too. The meaning is the same: a slope.")
def _(told: Told) -> None:
    require(told.given.get("notation") == "partial", "the straight d is written")


@says("You will meet both; here the straight d stays. The meaning is the same: a slope.")
def _(told: Told) -> None:
    require(told.given.get("notation", "d") == "d", "the curly d is written")


@says("A nudge is also called a bump, or a pump. It is written {eps}, {h} or {dw}.")
def _(told: Told, eps: Name, h: Name, dw: Name) -> None:
    require(len({eps, h, dw, called(told.curve.variable)}) == 4, "two of them are the same")
    require(dw == f"Δ{called(told.curve.variable)}", f"{dw} is no change of the input")


@says("What the output does is written {dy} or {dJ}. Height over width goes to the slope.")
def _(told: Told, dy: Name, dJ: Name) -> None:
    require(dJ == f"Δ{called(told.curve.name)}", f"{dJ} is no change of the output")
    require(dy not in (dJ, "Δh", f"Δ{called(told.curve.variable)}"), f"{dy} is another's name")
    where = number(told.parameter("where"))
    tends(told, where, told.curve.slope(where))
