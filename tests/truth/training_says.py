"""What the sentences of a training story claim: laps worked out by the oracle's own arithmetic."""

from __future__ import annotations

import re

from tests.truth.arithmetic import Real, add, equal, multiply, real
from tests.truth.graphs import Network
from tests.truth.jets import number
from tests.truth.said import Number, require
from tests.truth.sentences import Name, Words, claims_nothing, says
from tests.truth.surface_says import hardly_moves
from tests.truth.told import Told

claims_nothing(
    "it is a title, a heading or a label",
    "Why derivatives", "Why derivatives?", "What a framework does", "One lap", "Lap after lap",
    "The question", "framework", "forward", "backward", "update",
)  # fmt: skip
claims_nothing(
    "it is about frameworks and lessons",
    "You describe a network, and what its mistakes cost.",
    "A framework does the rest: it computes the outputs, and trains the network by itself.",
    "What happens inside?",
    "Backward: backpropagation finds the derivative of the cost with respect to every parameter.",
    "Backward and update run on derivatives. So what is a derivative?",
    "It answers one question: nudge the input a little, and how far does the output move?",
    "You can train networks without knowing it. So these lessons are optional.",
    "They start from nothing. If you know calculus, enjoy the pictures.",
)

_MOST = 3  # trained inputs that are told one by one


def _trained(told: Told) -> list[str]:
    return re.split(r"[,;\s]+", told.parameter("trained").strip())


def _lap(told: Told, k: int) -> Network:
    """The graph after so many updates."""
    laps = told.heard.setdefault("laps", [told.network])
    rate = number(told.parameter("learning_rate"))
    while len(laps) <= k:
        before = laps[-1]
        inputs = dict(before.inputs)
        for name in _trained(told):
            slope = before.gradients[name]
            require(slope is not None, f"the cost has no slope by {name}")
            inputs[name] = add(inputs[name], multiply(-rate, slope))
        laps.append(Network(before.steps, inputs))
    return laps[k]


def _cost(told: Told, k: int) -> Real:
    lap = _lap(told, k)
    return lap.values[lap.output]


@says("Forward: with {values}, the cost is {J}.")
def _(told: Told, values: Words, J: Number) -> None:
    inputs = told.network.inputs
    for (name, said), due in zip(told.listed(values), _trained(told)[:_MOST], strict=True):
        told.is_called(name, due)
        said.must_be(inputs[due], name)
    J.must_be(_cost(told, 0), "the cost")


@says("Here there is one parameter, {w}, and its derivative is {g}.")
def _(told: Told, w: Name, g: Number) -> None:
    (name,) = _trained(told)
    told.is_called(w, name)
    g.must_be(told.network.gradients[name], "the derivative")


@says(
    "Here there are {n} parameters, and the derivatives are {list}.",
    "Here there are {n} parameters. The first derivatives are {list}.",
)
def _(told: Told, n: Number, list: Words) -> None:
    trained = _trained(told)
    n.must_be(number(str(len(trained))), "how many there are")
    for said, name in zip(told.enumerated(list), trained[:_MOST], strict=True):
        said.must_be(told.network.gradients[name], f"the derivative by {name}")


@says("Update: gradient descent, or a relative such as Adam, moves {w} from {a} to {b}.")
def _(told: Told, w: Name, a: Number, b: Number) -> None:
    (name,) = _trained(told)
    told.is_called(w, name)
    a.must_be(told.network.inputs[name], name)
    b.must_be(_lap(told, 1).inputs[name], f"{name} after one update")


@says("Update: gradient descent, or a relative such as Adam, moves all of them.")
def _(told: Told) -> None:
    require(len(_trained(told)) > 1, "there is only one")


@says("The cost is level here: nothing changes.")
def _(told: Told) -> None:
    slopes = [told.network.gradients[name] for name in _trained(told)]
    require(all(equal(slope, number("0")) for slope in slopes), "it has a slope")


@says("The cost falls from {J} to {K}.")
def _(told: Told, J: Number, K: Number) -> None:
    _moves(told, J, K)
    require(real(_cost(told, 1)) < real(_cost(told, 0)), "the cost does not fall")


@says("The cost rises from {J} to {K}: this learning rate is too large.")
def _(told: Told, J: Number, K: Number) -> None:
    _moves(told, J, K)
    require(real(_cost(told, 1)) > real(_cost(told, 0)), "the cost does not rise")


@says("The cost hardly moves: it is {K}.")
def _(told: Told, K: Number) -> None:
    K.must_be(_cost(told, 1), "the cost")
    hardly_moves(_cost(told, 0), _cost(told, 1))


@says("The cost stays {K}.")
def _(told: Told, K: Number) -> None:
    K.must_be(_cost(told, 1), "the cost")
    require(equal(_cost(told, 1), _cost(told, 0)), "the cost moves")


def _moves(told: Told, before: Number, after: Number) -> None:
    before.must_be(_cost(told, 0), "the cost")
    after.must_be(_cost(told, 1), "the cost after an update")


@says("Round and round: after {n} laps the cost is {J}.")
def _(told: Told, n: Number, J: Number) -> None:
    laps = int(told.parameter("laps"))
    n.must_be(number(str(laps)), "how many laps there are")
    J.must_be(_cost(told, laps), "the cost in the end")
