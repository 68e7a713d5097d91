"""What the sentences of a flow of data claim, decided by the oracle's own arithmetic."""

from __future__ import annotations

from itertools import permutations

from tests.truth.arithmetic import Real, equal, real
from tests.truth.jets import number, value
from tests.truth.said import Number, require
from tests.truth.sentences import claims_nothing, says
from tests.truth.told import Told, numbers, separated

claims_nothing(
    "it is a title, a heading or a label",
    "A flow of data", "Four stations", "Mistakes", "What to watch", "inputs", "representations",
    "scores", "decisions", "truth", "false alarms", "misses", "miss", "false alarm",
)  # fmt: skip
claims_nothing(
    "it is about models and mistakes",
    "Read every model as a flow of data, from inputs to decisions.",
    "They become representations: here a weight times the input, plus a bias.",
    "Which decisions are wrong?",
    "The loss decided how scores are learned. The threshold decides what they lead to.",
    "So watch three things. First, the shape of the data at every station.",
    "Second, how you evaluate: on which examples, and what is counted.",
    "Third, what a mistake means. A miss and a false alarm rarely cost the same.",
    "When something goes wrong, look there first.",
)


def _threshold(told: Told, k: int) -> Real:
    return numbers(told.parameter("thresholds"))[k]


def _next(told: Told) -> int:
    """Which threshold it is about: the next one."""
    told.row += 1
    return told.row


def _yes(told: Told, k: int) -> list[bool]:
    """Which decisions are yes with one of the thresholds."""
    known = {name: number(told.parameter(letter)) for name, letter in _MODEL.items()}
    bound, found = _threshold(told, k), []
    for x in numbers(told.parameter("inputs")):
        p = value("sigma(w*x + b)", {**known, "x": x})
        found.append(bool(equal(p, bound) or real(p) > real(bound)))
    return found


def _mistakes(told: Told, k: int) -> tuple[int, int]:
    """False alarms and misses with one of the thresholds."""
    alarms, misses = 0, 0
    labels = [label.strip() for label in separated(told.parameter("labels"))]
    for yes, label in zip(_yes(told, k), labels, strict=True):
        alarms += yes and label == "0"
        misses += not yes and label == "1"
    return alarms, misses


_MODEL = {"w": "weight", "b": "bias"}


@says("Inputs come in: here {n} examples, one number each.")
def _(told: Told, n: Number) -> None:
    n.must_be(number(str(len(separated(told.parameter("inputs"))))), "how many there are")


@says("Representations become scores: the sigmoid puts each between {zero} and {one}.")
def _(told: Told, zero: Number, one: Number) -> None:
    zero.must_be(number("0"), "the lower bound of the sigmoid")
    one.must_be(number("1"), "the upper bound of the sigmoid")


@says("Scores become decisions: {one} means yes, from the threshold {t} upward.")
def _(told: Told, one: Number, t: Number) -> None:
    one.must_be(number("1"), "what means yes")
    t.must_be(_threshold(told, 0), "the threshold")


@says("None, on these examples.")
def _(told: Told) -> None:
    require(_mistakes(told, _next(told)) == (0, 0), "there are mistakes")


@says("False alarms: {alarms}. Misses: {misses}.")
def _(told: Told, alarms: Number, misses: Number) -> None:
    _counts(told, _next(told), alarms, misses)


@says("The loss decided how scores are learned. The threshold decides which mistakes we make.")
def _(told: Told) -> None:
    every = [_mistakes(told, k) for k in range(len(numbers(told.parameter("thresholds"))))]
    traded = ((a > c and b < d) for (a, b), (c, d) in permutations(every, 2))
    require(any(traded), "no kind of mistake is traded for the other")


@says("Move the threshold to {t}: no mistakes, on these examples.")
def _(told: Told, t: Number) -> None:
    k = _next(told)
    t.must_be(_threshold(told, k), "the threshold")
    require(_mistakes(told, k) == (0, 0), "there are mistakes")


@says("Move the threshold to {t}. False alarms: {alarms}. Misses: {misses}.")
def _(told: Told, t: Number, alarms: Number, misses: Number) -> None:
    k = _next(told)
    t.must_be(_threshold(told, k), "the threshold")
    _counts(told, k, alarms, misses)


def _counts(told: Told, k: int, alarms: Number, misses: Number) -> None:
    true = _mistakes(told, k)
    require(true != (0, 0), "there is no mistake")
    alarms.must_be(number(str(true[0])), "false alarms")
    misses.must_be(number(str(true[1])), "misses")
