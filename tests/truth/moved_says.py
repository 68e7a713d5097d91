"""What is claimed of a nudge in a graph: how far the output moves, and how near the gradient."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from tests.truth.arithmetic import Real, add, equal, multiply, real, sign
from tests.truth.chain_says import nudge
from tests.truth.record import part
from tests.truth.said import Number, brief, require
from tests.truth.sentences import Name, Words, conjunction, says
from tests.truth.told import Told, called

_CLOSE = Fraction(1, 20)  # of a gradient, by which a quotient may miss it and be close


@says("Nudge {b} a little, and {J} moves {far}. How?")
def _(told: Told, b: Name, J: Name, far: Words) -> None:
    _is_nudged(told, b)
    told.is_called(J, told.network.output)
    _moves(told, far, told.network.quotient(told.heard["b"], nudge(told)))


@says("Nudge {b} a little, and {J} does not move. Why not?")
def _(told: Told, b: Name, J: Name) -> None:
    _is_nudged(told, b)
    _stays(told, J)


def _is_nudged(told: Told, b: str) -> None:
    names = {called(name): name for name in told.network.inputs}
    require(b in names, f"{b} is no input")
    told.heard["b"] = names[b]


@says("{J} moved by {rise}: {far}.")
def _(told: Told, J: Name, rise: Number, far: Words) -> None:
    told.is_called(J, told.network.output)
    quotient = told.network.quotient(told.heard["b"], nudge(told))
    rise.must_be(multiply(quotient, nudge(told)), "the rise")
    _moves(told, far, quotient)


@says("{J} does not move.")
def _(told: Told, J: Name) -> None:
    _stays(told, J)


def _stays(told: Told, J: str) -> None:
    told.is_called(J, told.network.output)
    quotient = told.network.quotient(told.heard["b"], nudge(told))
    require(equal(quotient, Fraction(0)), f"it moves {brief(quotient)} times as far")


# How far it moves, compared with the nudge: parts of sentences.

_SIZES = ("{q} times as far as {b}", "just as far as {b}", "about as far as {b}")
_TURNED = "{far}, the other way"


def _moves(told: Told, far: str, quotient: Real) -> None:
    """Make sure that a part of a sentence tells a quotient."""
    told.heard["quotient"] = quotient
    way = part(told, far, (*_SIZES, _TURNED))
    require(sign(quotient) == way, f"it moves {brief(quotient)} times as far")


@says(_TURNED)
def _(told: Told, far: Words) -> int:
    return -int(part(told, far, _SIZES))


@says("{q} times as far as {b}")
def _(told: Told, q: Number, b: Name) -> int:
    q.must_be(_size(told, b), "how many times as far it moves")
    return 1


@says("just as far as {b}")
def _(told: Told, b: Name) -> int:
    require(equal(_size(told, b), Fraction(1)), f"it moves {brief(_size(told, b))} times as far")
    return 1


@says("about as far as {b}")
def _(told: Told, b: Name) -> int:
    size = _size(told, b)
    off = abs(real(size) - 1)
    require(off <= real(_CLOSE), f"it moves {brief(size)} times as far")
    # Of an irrational value nobody knows: logarithms that cancel are no more 1 than digits tell.
    require(not (isinstance(size, Fraction) and size == 1), "it moves just as far")
    return 1


def _size(told: Told, b: str) -> Real:
    told.is_called(b, told.heard["b"])
    return abs(told.heard["quotient"])


@says("Nudge {v} by {h}, and {J} moves by {rise}: {far}.")
def _(told: Told, v: Name, h: Number, J: Name, rise: Number, far: Words) -> None:
    quotient = _checked(told, v, h)
    told.is_called(J, told.network.output)
    rise.must_be(multiply(quotient, nudge(told)), "the rise")
    _moves(told, far, quotient)
    require(equal(quotient, told.network.gradients[told.heard["b"]]), "it is no gradient")


@says("Nudge {v} by {h}, and {J} does not move.")
def _(told: Told, v: Name, h: Number, J: Name) -> None:
    told.is_called(J, told.network.output)
    require(equal(_checked(told, v, h), Fraction(0)), "it moves")


@says("Nudge {v} by {h}, and the ratio is {q}; its gradient is {g}.")
def _(told: Told, v: Name, h: Number, q: Number, g: Number) -> None:
    quotient = _checked(told, v, h)
    q.must_be(quotient, "the ratio")
    g.must_be(told.network.gradients[told.heard["b"]], "the gradient")


def _checked(told: Told, v: str, h: Number) -> Real:
    """Make sure that a node is nudged as it should be; return what becomes of that."""
    names = {called(name): name for name in told.network.values}
    require(v in names, f"there is no {v}")
    h.must_be(nudge(told), "the nudge")
    told.heard["b"] = names[v]
    return told.network.quotient(names[v], nudge(told))


@says("The same nudge at other nodes gives their gradients, too: {ratios}.")
def _(told: Told, ratios: Words) -> None:
    for name in _ratios(told, ratios):
        quotient = told.network.quotient(name, nudge(told))
        require(equal(quotient, told.network.gradients[name]), f"{name} has another gradient")


@says("The same nudge at other nodes gives the ratios {ratios}; their gradients are {gradients}.")
def _(told: Told, ratios: Words, gradients: Words) -> None:
    known = told.network.gradients
    require(_ratios(told, ratios) == _listed(told, gradients, known.get), "others are told")


def _ratios(told: Told, ratios: str) -> list[str]:
    return _listed(told, ratios, lambda name: told.network.quotient(name, nudge(told)))


def _listed(told: Told, words: str, true: Callable[[str], Any]) -> list[str]:
    """Make sure of numbers that are told of nodes; return these."""
    told.heard["of a node"] = true
    some = re.split(rf", | {conjunction(told.language)} ", words)
    return [part(told, one, ("{q} for {v}",)) for one in some]


@says("{q} for {v}")
def _(told: Told, q: Number, v: Name) -> str:
    names = {called(name): name for name in told.network.values}
    require(v in names, f"there is no {v}")
    q.must_be(told.heard["of a node"](names[v]), f"the number of {v}")
    return names[v]


@says("Differentiate the whole formula instead, and the same numbers come out.")
def _(told: Told) -> None:
    shown = [Number(text) for text, *_ in told.beat.numbers]
    for name in told.network.inputs:
        true = told.network.gradients[name]
        require(any(_is(one, true) for one in shown), f"the gradient of {name} does not come out")


def _is(said: Number, true: Real) -> bool:
    try:
        said.must_be(true, "it")
    except AssertionError:
        return False
    return True


@says("At {J}, a small change of {c} arrives {g} times as large.")
def _(told: Told, c: Name, J: Name, g: Number) -> None:
    _arrives(told, c, J, g, 1)


@says("At {J}, a small change of {c} arrives about {g:plain} times as large.")
def _(told: Told, c: Name, J: Name, g: Number) -> None:
    _arrives(told, c, J, g, 1, about=True)


@says("At {J}, a small change of {c} arrives {g} times as large, the other way.")
def _(told: Told, c: Name, J: Name, g: Number) -> None:
    _arrives(told, c, J, g, -1)


@says("At {J}, a small change of {c} arrives about {g:plain} times as large, the other way.")
def _(told: Told, c: Name, J: Name, g: Number) -> None:
    _arrives(told, c, J, g, -1, about=True)


def _arrives(told: Told, c: str, J: str, g: Number, way: int, about: bool = False) -> None:
    """Make sure that a change of an input is so many times as large at the output."""
    names = {called(name): name for name in told.network.inputs}
    require(c in names, f"{c} is no input")
    told.is_called(J, told.network.output)
    gradient = told.network.gradients[names[c]]
    require(sign(gradient) == way, f"the gradient is {brief(gradient)}")
    (g.must_round if about else g.must_be)(abs(gradient), "the gradient")
    off = abs(real(add(told.network.quotient(names[c], nudge(told)), -gradient)))
    require(off <= real(_CLOSE) * abs(real(gradient)), "a nudge does something else")


@says(
    "To make {J} smaller, lower {b}.",
    "To make {J} smaller, lower {b}. To make {J} larger, raise {b}.",
)
def _(told: Told, J: Name, b: Name) -> None:
    _tunes(told, J, b, 1)


@says(
    "To make {J} smaller, raise {b}.",
    "To make {J} smaller, raise {b}. To make {J} larger, lower {b}.",
)
def _(told: Told, J: Name, b: Name) -> None:
    _tunes(told, J, b, -1)


def _tunes(told: Told, J: str, b: str, way: int) -> None:
    names = {called(name): name for name in told.network.inputs}
    told.is_called(J, told.network.output)
    gradient = told.network.gradients[names[b]]
    require(sign(gradient) == way, f"the gradient is {brief(gradient)}")


# How near it comes.


@says("The nudge agrees: {J} moved {far}, and the gradient of {b} is {g}.")
def _(told: Told, J: Name, far: Words, b: Name, g: Number) -> None:
    require(_missed(told, J, far, b, g) == 0, "they differ")


@says("The nudge agrees: {J} did not move, and the gradient of {b} is {g}.")
def _(told: Told, J: Name, b: Name, g: Number) -> None:
    require(_missed(told, J, None, b, g) == 0, "they differ")


@says("The nudge came close: {J} moved {far}; the gradient of {b} is {g}.")
def _(told: Told, J: Name, far: Words, b: Name, g: Number) -> None:
    require(0 < _missed(told, J, far, b, g) <= real(_CLOSE), "it is not close, or the same")


@says(
    "This nudge was too large: {J} moved {far}; the gradient of {b} is {g}. Nudge by {k}, and "
    "{J} moves {nearer}."
)
def _(told: Told, J: Name, far: Words, b: Name, g: Number, k: Number, nearer: Words) -> None:
    require(_missed(told, J, far, b, g) > real(_CLOSE), "it is close")
    _comes_nearer(told, k, nearer)


@says(
    "This nudge was too large: {J} did not move; the gradient of {b} is {g}. Nudge by {k}, and "
    "{J} moves {nearer}."
)
def _(told: Told, J: Name, b: Name, g: Number, k: Number, nearer: Words) -> None:
    require(_missed(told, J, None, b, g) > real(_CLOSE), "it is close")
    _comes_nearer(told, k, nearer)


@says("The nudge did not come close: {J} moved {far}; the gradient of {b} is {g}.")
def _(told: Told, J: Name, far: Words, b: Name, g: Number) -> None:
    require(_missed(told, J, far, b, g) > real(_CLOSE), "it is close")


@says("The nudge did not come close: {J} did not move; the gradient of {b} is {g}.")
def _(told: Told, J: Name, b: Name, g: Number) -> None:
    require(_missed(told, J, None, b, g) > real(_CLOSE), "it is close")


def _missed(told: Told, J: str, far: str | None, b: str, g: Number) -> Real:
    """By how much of the gradient the nudge misses it; make sure that both are told rightly."""
    told.is_called(J, told.network.output)
    told.is_called(b, told.heard["b"])
    g.must_be(told.network.gradients[told.heard["b"]], "the gradient")
    if far is None:
        _stays(told, J)
    quotient = told.network.quotient(told.heard["b"], nudge(told))
    if far is not None:
        _moves(told, far, quotient)
    return _off(told, quotient)


def _off(told: Told, quotient: Real) -> Real:
    gradient = told.network.gradients[told.heard["b"]]
    if equal(quotient, gradient):
        return 0
    return abs(real(add(quotient, -gradient))) / (abs(real(gradient)) or 1)


def _comes_nearer(told: Told, k: Number, nearer: str) -> None:
    """Make sure that a smaller nudge is close."""
    require(abs(real(k.value)) < abs(real(nudge(told))), f"{k.text} is no smaller")
    quotient = told.network.quotient(told.heard["b"], k.value)
    _moves(told, nearer, quotient)
    require(_off(told, quotient) <= real(_CLOSE), f"{brief(quotient)} is not close")
