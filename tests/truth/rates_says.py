"""What the sentences of the story of several learning rates claim."""

from __future__ import annotations

from fractions import Fraction

from tests.truth.arithmetic import equal, real, sign
from tests.truth.descent_says import multiplies
from tests.truth.fates import tells
from tests.truth.nudge_says import is_defined
from tests.truth.said import Number, require
from tests.truth.sentences import Formula, Name, Words, claims_nothing, in_english, says
from tests.truth.told import Told

claims_nothing(
    "it says what is done next",
    "Let them all take their steps together.",
    "Watch each of them for a while.",
)
claims_nothing(
    "it is a title or a heading",
    "One hill, several learning rates", "All together", "Who arrives?",
)  # fmt: skip
_ESCAPES = ("escape", "never arrives", "on and on", "diverge")


@says("Learning rates on {f}", "How long a step? {f}")
def _(told: Told, f: Formula) -> None:
    is_defined(told, f)


@says("The same hill, the same start, and {n} learning rates. Which of them arrive?")
def _(told: Told, n: Number) -> None:
    n.must_be(Fraction(len(told.rates)), "the number of learning rates")


def stories(told: Told) -> list[str]:
    """What was said of the balls so far, in order."""
    found: list[str] = told.heard.setdefault("stories", [])
    return found


@says("Watch each of them for a while: they tell very different stories.")
def _(told: Told) -> None:
    told.later.append(lambda: require(len({*stories(told)}) > 1, "they all tell the same story"))


@says("With {alpha} {a:equals}, the ball {story}.")
def _(told: Told, alpha: Name, a: Number, story: Words) -> None:
    k = len(stories(told))
    stories(told).append(in_english(story, told.language))
    a.must_be(told.rates[k], "the learning rate")
    tells(told, told.descents[k], story)


@says("The learning rate alone decides: too small crawls, too large escapes.")
def _(told: Told) -> None:
    _are_told(told)
    gone = [real(rate) for rate, story in _pairs(told) if _is_gone(story)]
    others = [real(rate) for rate, story in _pairs(told) if not _is_gone(story)]
    require(gone, "none escapes")
    require(not others or max(others) < min(gone), "a larger one does not escape")


def _pairs(told: Told) -> list[tuple[object, str]]:
    return list(zip(told.rates, stories(told), strict=True))


def _is_gone(story: str) -> bool:
    return any(word in story for word in _ESCAPES)


def _are_told(told: Told) -> None:
    require(len(stories(told)) == len(told.rates), "not all of them have been told")


@says("The same hill, the same start: the learning rate alone makes the difference.")
def _(told: Told) -> None:
    _are_told(told)
    require(len({*stories(told)}) > 1, "there is no difference")


@says("With all these learning rates the ball meets the same fate.")
def _(told: Told) -> None:
    _are_told(told)
    require(len({*stories(told)}) == 1, "their fates differ")


@says("Algebra settles it: each step multiplies {d} by a factor of its own.")
def _(told: Told, d: Formula) -> None:
    for descent in told.descents:
        multiplies(told, descent, d)


@says("Below {one} in size it draws the ball in; above {one}, the ball escapes.")
def _(told: Told, one: Number) -> None:
    require(equal(one.value, Fraction(1)), "what is compared with is one")
    for descent in told.descents:
        factor = descent.factor()
        require(factor is not None, "there is no factor")
        assert factor is not None
        inside = sign(real(1) - abs(real(factor)))
        if inside > 0:
            require(descent.settles_at_minimum, "it is not drawn to a minimum")
        elif inside < 0:
            require(descent.fate == "diverges", "it does not escape")
