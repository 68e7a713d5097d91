"""What becomes of a ball, in words: of a proven verdict as a fact, of any other as it appears."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Literal

import sympy as sp

from calculus.descent import Descent, Verdict, descend
from calculus.edges import gaps
from calculus.errors import LessonError
from calculus.evaluate import digits_of, sign_of
from calculus.function import Function
from calculus.quantity import Quantity, quantity
from calculus.shown import shown
from calculus.stationary import Place
from calculus.walk import Iterate
from scenes.landscape.valley import Surroundings
from scenes.picture.meaning import Formula
from scenes.settings.drawable import require_small
from scenes.settings.kinds import number_text
from scenes.telling.claims import (
    Claim,
    Constant,
    FarLess,
    Multiplies,
    NoSlope,
    Returns,
    Sign,
    Size,
    Stationary,
    Steps,
    Valley,
)
from scenes.words.wording import Clause

Outcome = Verdict | str

_TENTHS = 9  # times that a learning rate is made smaller in search of one that works
_FAR = 100.0  # sizes of the start: a ball that is farther away and still speeds up runs off
_NEAR = 1e-3  # of the way to the bottom: a ball so near it, and so slow, has arrived
_SLOWED = 0.05  # of its first step: a ball whose steps are still longer has not arrived
_DIGITS = 50  # of a place that is not rational, to tell whether it lies in the domain
_PLAIN = 0.01  # of the longest step: a shorter one that turns back does not look like it
_CRAWL = 0.9  # a factor above this makes so little way at each step that it looks like crawling

# What the ball does: as a fact, and as an appearance.
_STORIES: dict[Outcome, tuple[str, str]] = {
    "crawls": ("crawls down, in tiny steps, and arrives in the end",) * 2,
    "falls": ("rolls on and on, and never arrives", "seems to roll on and on"),
    "blocked": ("stops: the next step leads to where there is no slope",) * 2,
    Verdict.CONVERGES: ("glides down to the minimum", "seems to glide down"),
    Verdict.ONE_STEP: ("lands on the minimum in a single step",) * 2,
    Verdict.OSCILLATES: ("overshoots, but settles", "seems to overshoot, but settle"),
    Verdict.CYCLES: ("bounces back and forth for ever",) * 2,
    "returns": ("comes by the same places again and again",) * 2,
    Verdict.DIVERGES: ("overshoots more each time, and escapes", "seems to escape"),
    Verdict.STAYS: ("stays where it is",) * 2,
    Verdict.UNDECIDED: ("is still on its way",) * 2,
}
# A ball that has come to rest where algebra knows of no minimum beforehand: in one step, or more.
_RESTS: dict[Place, tuple[str, str]] = {
    "minimum": ("lands on a minimum in a single step", "comes to rest on a minimum"),
    "maximum": ("lands on a maximum in a single step", "comes to rest on a maximum"),
    "level": (
        "lands in a single step where the slope is zero",
        "comes to rest where the slope is zero",
    ),
}
LABELS: dict[Outcome, str] = {
    "crawls": "crawls",
    "falls": "rolls on",
    "blocked": "stops",
    Verdict.CONVERGES: "glides in",
    Verdict.ONE_STEP: "one step",
    Verdict.OSCILLATES: "settles",
    Verdict.CYCLES: "bounces",
    "returns": "comes back",
    Verdict.DIVERGES: "escapes",
    Verdict.STAYS: "stays",
    Verdict.UNDECIDED: "undecided",
}
# The same in full, where there is room.
VERDICTS = LABELS | {
    Verdict.OSCILLATES: "overshoots, but settles",
    Verdict.CYCLES: "bounces for ever",
}


def outcome(descent: Descent) -> Outcome:
    """Return what becomes of the ball: the verdict, or a special case of it."""
    if descent.blocked:
        return "blocked"
    factor = descent.factor
    if descent.verdict is Verdict.CONVERGES and factor is not None and factor > _CRAWL:
        return "crawls"
    if descent.verdict is Verdict.CYCLES and not _alternates(descent.iterates):
        return "returns"
    if descent.verdict is Verdict.DIVERGES or _runs_off(descent):
        signs = {sign_of(iterate.update.value) for iterate in descent.iterates}
        return "falls" if len(signs - {0}) == 1 else Verdict.DIVERGES
    undecided = descent.verdict is Verdict.UNDECIDED
    if descent.verdict is Verdict.CONVERGES or (undecided and _lies_at_the_bottom(descent)):
        return Verdict.OSCILLATES if _turns_back(descent) else Verdict.CONVERGES
    return descent.verdict


def _turns_back(descent: Descent) -> bool:
    """Whether one of the steps can be seen to go against the one before: it has overshot."""
    updates = [iterate.update.number for iterate in descent.iterates[:-1]]
    longest = max(map(abs, updates))
    plain = [update < 0 for update in updates if abs(update) > _PLAIN * longest]
    return any(one != other for one, other in pairwise(plain))


def _alternates(iterates: Sequence[Iterate]) -> bool:
    """Whether the steps go to and fro, from the first place on that comes again."""
    places = [iterate.w.value for iterate in iterates]
    again = (k for k, place in enumerate(places) if place in places[:k])
    end = next(again, None)
    cycle = iterates if end is None else iterates[places.index(places[end]) : end + 1]
    signs = [sign_of(iterate.update.value) for iterate in cycle]
    return all(one != other for one, other in pairwise(signs))


def _runs_off(descent: Descent) -> bool:
    """Whether the steps grow beyond all bounds, as far as anybody can see."""
    first, last = descent.iterates[0], descent.iterates[-1]
    far = abs(last.w.number - first.w.number) > _FAR * max(1.0, abs(first.w.number))
    return far and abs(last.update.number) > abs(first.update.number) and descent.speeds_up


def _lies_at_the_bottom(descent: Descent) -> bool:
    """Whether it has arrived, as far as anybody can see."""
    around, last = Surroundings.of([descent]), descent.iterates[-1]
    near = around.distance(last.w.number) < _NEAR
    first = abs(descent.iterates[0].update.number)
    slow = abs(last.update.number) < min(_NEAR * around.reach, _SLOWED * first)
    return around.has_bottom and near and slow


def story(descent: Descent) -> Clause:
    """Return what the ball does, in words that follow "the ball"."""
    ended = outcome(descent)
    if rests(descent):
        assert descent.place is not None
        return Clause(_RESTS[descent.place][ended is not Verdict.ONE_STEP])
    fact, appearance = _STORIES[ended]
    return Clause(fact if descent.proven else appearance)


def rests(descent: Descent) -> bool:
    """Whether a ball has come to rest at a place that is known from what is there, not before."""
    return (
        descent.place is not None
        and descent.minimum is None
        and descent.verdict is not Verdict.STAYS
    )


def phrase(descent: Descent) -> Clause:
    """Return what the descent does, in words that follow "it"."""
    if descent.blocked:
        return Clause("cannot go on, as the next step leads to where there is no slope")
    if rests(descent):
        return story(descent)
    if descent.verdict is not Verdict.UNDECIDED:
        return Clause(descent.phrase)
    seems = outcome(descent)
    if seems is Verdict.UNDECIDED:
        return Clause("has not arrived yet")
    arrives = seems in (Verdict.CONVERGES, Verdict.OSCILLATES)
    return Clause((Verdict.CONVERGES if arrives else Verdict.DIVERGES).appearance)


def claims(descent: Descent) -> tuple[Claim, ...]:
    """Return what is claimed when it is said what becomes of a ball."""
    of, iterates = Formula.of(descent.function), descent.iterates
    first, last = iterates[0], iterates[-1]
    updates = tuple(iterate.update for iterate in iterates[:-1])
    rate, factor = descent.learning_rate, descent.factor
    if descent.beyond is not None:
        return (NoSlope(of, descent.beyond),)
    if descent.verdict is Verdict.STAYS:
        return (Sign(first.gradient, 0),)
    if rests(descent):
        assert descent.place is not None
        return (Stationary(of, last.w, descent.place),)
    if factor is not None and descent.fixed is not None:
        fixed, times = quantity(descent.fixed), quantity(factor)
        one = quantity(1)
        sizes: dict[int, Literal["<", "=", ">"]] = {-1: "<", 0: "=", 1: ">"}
        size = Size(times, sizes[sign_of(abs(factor) - 1)], one)
        law = Multiplies(of, rate, fixed, times)
        side = Sign(times, sign_of(factor))
        if descent.minimum is None:
            return law, side, size
        return law, side, size, Stationary(of, fixed, "minimum")
    if factor is not None:
        return (Constant(of),)
    if descent.verdict is Verdict.CYCLES:
        return (Returns(tuple(iterate.w for iterate in iterates)),)
    match outcome(descent):
        case Verdict.OSCILLATES if descent.verdict is Verdict.OSCILLATES:
            return (Steps(updates, "back and forth", "shrinking"),)
        case Verdict.CONVERGES | Verdict.OSCILLATES as seems:
            settles: Claim = FarLess(last.update, first.update)
            if descent.verdict is Verdict.CONVERGES:
                settles = Steps(updates, "one way", "shrinking")
            turns = seems is Verdict.OSCILLATES
            return (settles, Steps(updates, "turning", "")) if turns else (settles,)
        case Verdict.DIVERGES:
            return (
                (FarLess(first.w, last.w),)
                if _runs_off(descent)
                else (Steps(updates, "back and forth", "growing"),)
            )
        case "falls":
            return (Steps(updates, "one way", ""),)
        case _:
            return ()


def in_the_valley(function: Function, bottom: Quantity | None) -> tuple[Claim, ...]:
    """Return what is claimed when a curve is called a valley; nothing where it isn't."""
    return () if bottom is None else (Valley(Formula.of(function), bottom),)


def leaps(descent: Descent) -> bool:
    """Whether a step leads across a place where the hill has no value, as far as that is known."""
    domain = descent.function.domain
    ws = [iterate.w.number for iterate in descent.iterates]
    found = gaps(descent.function, min(ws), max(ws))
    if any(min(way) < gap < max(way) for way in pairwise(ws) for gap in found):
        return True
    if not isinstance(domain, sp.Interval | sp.Union):
        return False
    # Exact places that are equal, or nearly, cannot always be told apart.
    places = [digits_of(iterate.w.value, _DIGITS) for iterate in descent.iterates]
    ways = [sp.Interval(*sorted(way)) for way in pairwise(places)]
    return any(sp.Intersection(way, domain) != way for way in ways)


def check_steps(descents: Sequence[Descent], thing: str, steps: int, alike: bool = False) -> None:
    """Make sure that each ball can take its first step, and that all of them roll, none leaps.

    Args:
        descents: Their descents.
        thing: The parameter that their learning rates come from.
        steps: How many steps they take at most.
        alike: Whether all have one learning rate, rather than each its own.

    Raises:
        LessonError: The first step of one of them leads to where the hill has no slope, or a
            step leads across a gap.
    """
    for first in (descent.iterates[0] for descent in descents):
        require_small("start", [first.w], "a smaller number")
        smaller = "a function with smaller values there"
        require_small("function", [first.value, first.gradient], smaller)
    broken = {i: rule for i, descent in enumerate(descents) if (rule := _broken(descent))}
    if not broken:
        return
    rates = [descent.learning_rate.value for descent in descents]
    works: list[sp.Expr | None] = []
    if alike:
        works, rates = [_shorter(descents, steps, ())], rates[:1]
    else:
        for i, rate in enumerate(rates):
            others = [*rates, *works]
            works.append(_shorter(descents[i : i + 1], steps, others) if i in broken else rate)
    found = [number_text(rate) for rate in works if rate is not None]
    remedy = ", ".join(found) if len(found) == len(rates) else "a smaller one"
    raise LessonError(thing, broken[min(broken)], ", ".join(map(number_text, rates)), remedy)


def _broken(descent: Descent) -> str:
    """Return the rule that the steps of a ball break, or nothing."""
    if leaps(descent):
        return f"leads across no gap in the domain of {descent.function.source}"
    if len(descent.iterates) > 1:
        return ""
    there = "has a slope" if descent.blocked else "can be worked out"
    return (
        f"leads from {shown(descent.start).text} to a place where {descent.function.source} {there}"
    )


def _shorter(
    descents: Sequence[Descent], steps: int, others: Sequence[sp.Expr | None]
) -> sp.Expr | None:
    """Return a learning rate that is not refused for any, if a tenth of it or less is not."""
    rate = descents[0].learning_rate.value
    for shorter in (rate / 10**power for power in range(1, _TENTHS)):
        if shorter in others:
            continue
        with suppress(LessonError):
            found = (descend(one.function, one.start.value, shorter, steps) for one in descents)
            if not any(map(_broken, found)):
                return shorter
    return None


def check_slope(descents: Sequence[Descent]) -> None:
    """Make sure that there is a ball that rolls.

    Raises:
        LessonError: All of them stay where they are.
    """
    if any(descent.verdict is not Verdict.STAYS for descent in descents):
        return
    function, start = descents[0].function, descents[0].start
    other = sloping(function, start.value)
    rule = f"is where {function.source} has a slope, so that the ball rolls"
    raise LessonError("start", rule, shown(start).text, other)


def sloping(function: Function, start: sp.Expr) -> str:
    """Return a place near the start where there is a slope.

    Raises:
        LessonError: There is none, so no start would do.
    """
    found = next(_sloping(function, start), None)
    if found is None:
        rule, variable = f"has a slope near {shown(start).text}", function.variable
        remedy = f"{function.name}({variable}) = {variable}**2"
        raise LessonError("function", rule, function.source, remedy)
    return found


def _sloping(function: Function, start: sp.Expr) -> Iterator[str]:
    for place in (start + 1, start - 1):
        with suppress(LessonError):
            if sign_of(function.derivative_at(place).value):
                yield shown(place).text
