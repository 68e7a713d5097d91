"""What the sentences of the story of step sizes claim."""

from __future__ import annotations

from fractions import Fraction

from tests.truth.arithmetic import Real, equal, is_nothing, multiply, real
from tests.truth.descent_says import is_valley
from tests.truth.nudge_says import is_defined
from tests.truth.said import Number, require
from tests.truth.sentences import Formula, Name, claims_nothing, says
from tests.truth.told import Told

claims_nothing(
    "it is a title or a heading, or a part of one",
    "Several places", "Sensitivity", "Over and over", "measure", "step",
)  # fmt: skip
claims_nothing(
    "it is what the words mean, and what is done next",
    "Measure the sensitivity, take a step, measure again.",
    "Training is that loop, over and over.",
)


@says("Step sizes on {f}")
def _(told: Told, f: Formula) -> None:
    is_defined(told, f)


@says("One valley, one learning rate, and {n} places to stand.")
def _(told: Told, n: Number) -> None:
    is_valley(told)
    _begin(told, n)


@says("One curve, one learning rate, and {n} places to stand.")
def _(told: Told, n: Number) -> None:
    _begin(told, n)


def _begin(told: Told, n: Number) -> None:
    n.must_be(Fraction(len(told.points)), "the number of places")
    require(len(told.rates) == 1, "there are several learning rates")
    told.point = -1


@says("Where is the step longest?")
def _(told: Told) -> None:
    pass


@says("Where {w} {a:equals}, the slope is {s}: the step is {u}.")
def _(told: Told, w: Name, a: Number, s: Number, u: Number) -> None:
    slope = _stand(told, w, a)
    s.must_be(slope, "the slope")
    u.must_be(-multiply(told.rates[0], slope), "the step")
    require(not is_nothing(slope), "it is level")


@says("Where {w} {a:equals}, all is level: no step.")
def _(told: Told, w: Name, a: Number) -> None:
    require(is_nothing(_stand(told, w, a)), "it is not level")


def _stand(told: Told, w: str, a: Number) -> Real:
    told.point += 1
    told.is_called(w, told.curve.variable)
    a.must_be(told.at, "the place")
    return told.curve.slope(told.at)


def _steepest(told: Told) -> int:
    """How many places are steepest."""
    sizes = [abs(told.curve.slope(point)) for point in told.points]
    most = max(sizes, key=real)
    return sum(equal(size, most) for size in sizes)


@says("The steepest place takes the longest step. The learning rate never changed.")
def _(told: Told) -> None:
    require(_steepest(told) == 1, "there are several")


@says("The steepest places take the longest steps. The learning rate never changed.")
def _(told: Told) -> None:
    require(1 < _steepest(told) < len(told.points), "it is one alone, or all")


@says("Nowhere: all places are equally steep, so all steps are equally long.")
def _(told: Told) -> None:
    require(_steepest(told) == len(told.points), "some are steeper")


@says("Nudge each ball by {h}, and watch how strongly {J} reacts.")
def _(told: Told, h: Number, J: Name) -> None:
    h.must_be(told.nudges[0], "the nudge")
    told.is_called(J, told.curve.name)


def _reactions(told: Told) -> list[Real]:
    return sorted(
        (abs(told.curve.quotient(point, told.nudges[0])) for point in told.points), key=real
    )


@says("Here a nudge comes out {q} times as large: moving {w} pays.")
def _(told: Told, q: Number, w: Name) -> None:
    most = _reactions(told)[-1]
    q.must_be(most, "the largest ratio")
    require(real(most) > 1, "it comes out smaller")
    told.is_called(w, told.curve.variable)


@says("Here only {q} of a nudge comes out: a long step would gain little.")
def _(told: Told, q: Number) -> None:
    least, *_, most = _reactions(told)
    q.must_be(least, "the smallest ratio")
    require(real(least) < 1, "it comes out larger")
    require(2 * real(least) < real(most), "it comes out about as large elsewhere")


@says("Here nothing of the nudge comes out at all.")
def _(told: Told) -> None:
    require(is_nothing(_reactions(told)[0]), "something comes out")


@says("So a derivative measures sensitivity: how much leverage {w} has, right here.")
def _(told: Told, w: Name) -> None:
    told.is_called(w, told.curve.variable)
