"""What the sentences of the story of several learning rates claim."""

from __future__ import annotations

from fractions import Fraction

from tests.truth.arithmetic import add, real, sign
from tests.truth.descent_says import is_valley, multiplies
from tests.truth.fates import fate, tells
from tests.truth.nudge_says import is_defined
from tests.truth.said import Number, brief, require
from tests.truth.sentences import Formula, Name, Words, claims_nothing, in_english, says
from tests.truth.told import Told

claims_nothing(
    "it says what is done next",
    "Let them all take their steps together.",
    "Watch each of them for a while.",
)
claims_nothing(
    "it is a title or a heading",
    "One curve, several learning rates", "All together", "Who arrives?",
)  # fmt: skip


@says("One valley, several learning rates")
def _(told: Told) -> None:
    is_valley(told)


@says("Learning rates on {f}", "How long a step? {f}")
def _(told: Told, f: Formula) -> None:
    is_defined(told, f)


@says("The same valley, the same start, and {n} learning rates. Which of them arrive?")
def _(told: Told, n: Number) -> None:
    is_valley(told)
    n.must_be(Fraction(len(told.rates)), "the number of learning rates")


@says("The same curve, the same start, and {n} learning rates. Which of them arrive?")
def _(told: Told, n: Number) -> None:
    n.must_be(Fraction(len(told.rates)), "the number of learning rates")


def stories(told: Told) -> list[str]:
    """What was said of the balls so far, in order."""
    found: list[str] = told.heard.setdefault("stories", [])
    return found


@says("Watch each of them for a while: they tell very different stories.")
def _(told: Told) -> None:
    told.later.append(lambda: require(len({*stories(told)}) > 1, "they all tell the same story"))


@says("One step from {start} leads to {places}.")
def _(told: Told, start: Number, places: Words) -> None:
    start.must_be(told.start, "the start")
    order = sorted(range(len(told.rates)), key=lambda i: float(real(told.rates[i])))
    said = told.enumerated(places)
    require(len(said) == len(order), f"{len(said)} places for {len(order)} learning rates")
    for number, i in zip(said, order, strict=True):
        number.must_be(add(told.start, told.descents[i].update(told.start)), "the next place")


@says("With {alpha} {a:equals}, the ball {story}.")
def _(told: Told, alpha: Name, a: Number, story: Words) -> None:
    k = len(stories(told))
    stories(told).append(in_english(story, told.language))
    a.must_be(told.rates[k], "the learning rate")
    tells(told, told.descents[k], story)


@says("The same valley, the same start: the learning rate alone makes the difference.")
def _(told: Told) -> None:
    is_valley(told)
    require(len({*_all_stories(told)}) > 1, "there is no difference")


@says("The same curve, the same start: the learning rate alone makes the difference.")
def _(told: Told) -> None:
    require(len({*_all_stories(told)}) > 1, "there is no difference")


def _all_stories(told: Told) -> list[str]:
    require(len(stories(told)) == len(told.rates), "not all of them have been told")
    return stories(told)


@says("With all these learning rates the ball meets the same fate.")
def _(told: Told) -> None:
    fates = {fate(story) for story in _all_stories(told)}
    require(len(fates) == 1, f"they meet different fates: {', '.join(fates)}")


@says("Algebra settles it: each step multiplies {d} by a factor of its own.")
def _(told: Told, d: Formula) -> None:
    for descent in told.descents:
        multiplies(told, descent, d)


@says("Below {one} in size it draws the ball in, at {one} it bounces, above it escapes.")
def _(told: Told, one: Number) -> None:
    one.must_be(Fraction(1), "what is compared with")
    for descent in told.descents:
        factor = descent.factor()
        require(factor is not None, "there is no factor")
        assert factor is not None
        side = sign(add(abs(factor), Fraction(-1)))
        true = {-1: descent.settles_at_minimum, 0: descent.fate == "cycles"}
        is_true = true.get(side, descent.fate == "diverges")
        require(is_true, f"with a factor of {brief(factor)} it {descent.fate}")
