"""What the story of a descent is about, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from calculus.descent import Descent, Iterate
from calculus.digits import magnitude, sign_of
from calculus.quantity import Quantity, quantity
from calculus.shown import Shown
from record.figure import Figure
from scenes.landscape.distance import ALPHA
from scenes.landscape.outcomes import claims, phrase
from scenes.picture.meaning import Formula
from scenes.settings.parameters import Parameters
from scenes.telling.claims import Arrives, Descending, NeverDescending, Sentence, Stationary
from scenes.telling.explorable import descending
from scenes.telling.subject import Subject
from scenes.words import terms
from scenes.words.wording import Wordable

NEAR = "0.01"  # how near to the minimum counts as arrived, in units of the input

# What follows from the size of the factor, compared with 1.
CONCLUSIONS = {
    -1: "In size that is below {one}, so it {phrase}: algebra, not luck.",
    0: "In size that is {one}, so it {phrase}: algebra, not luck.",
    1: "In size that is above {one}, so it {phrase}: algebra, not luck.",
}


@dataclass(frozen=True)
class DescentFacts:
    """What the story is about.

    Attributes:
        descent: The descent.
        mirrored: The descent from the opposite start; None where there is none to tell.
        arrival: Steps until the minimum is nearer than 0.01; None when that never happens.
        rest: The iterates after those of the descent, until it has arrived.
        valley: Where the curve is least, if it falls up to there and rises after it.
    """

    descent: Descent
    mirrored: Descent | None
    arrival: int | None
    rest: tuple[Iterate, ...]
    valley: Quantity | None

    def known(self) -> Subject:
        """Return what others may know of the story."""
        return Subject.of_functions(self.descent.function, rates=[self.descent.learning_rate])

    def explorable(self, given: Parameters) -> Figure:
        """Return what people can explore."""
        return descending(self.descent.function, given.start, [given.learning_rate], given.steps)


def ending(facts: DescentFacts, v: Shown) -> Sentence:
    """Return what is said of the last iterate, whose place is v."""
    descent = facts.descent
    if facts.arrival is None:
        last = descent.iterates[-1]
        template = (
            "After one step, {w} {v:equals}: it {phrase}."
            if last.k == 1
            else "After {n} steps, {w} {v:equals}: it {phrase}."
        )
        fields: dict[str, Wordable] = {
            "n": last.k, "w": terms.name(descent.function.variable), "v": v,
            "phrase": phrase(descent),
        }  # fmt: skip
        return Sentence(template, fields, claims(descent))
    assert descent.minimum is not None
    near, goal = quantity(NEAR), quantity(descent.minimum)
    if facts.arrival == 1:
        template = "A single step takes it closer than {near} to the minimum."
    elif facts.rest:
        template = "Go on, and it comes closer than {near} to the minimum after {n} steps."
    else:
        template = "After {n} steps, it is closer than {near} to the minimum."
    of, rate = Formula.of(descent.function), descent.learning_rate
    arrives = Arrives(of, descent.start, rate, goal, near, facts.arrival)
    least = Stationary(of, goal, "minimum")
    return Sentence(template, {"near": near, "n": facts.arrival}, (arrives, least))


def trend(updates: Sequence[Quantity]) -> Sentence:
    """Say how the steps of a descent go, compared with each other."""
    signs = {_shrinks(here, there) for here, there in pairwise(updates)}
    if signs == {1}:
        template = "As the slope shrinks, so does each step, with the same {alpha}."
        return Sentence(template, {"alpha": ALPHA}, (Descending(tuple(updates)),))
    if signs.isdisjoint({1, None}):
        template = "The slope does not shrink, so the steps do not either, with the same {alpha}."
        return Sentence(template, {"alpha": ALPHA}, (NeverDescending(tuple(updates)),))
    template = "The steeper the slope, the longer the step, with the same {alpha}."
    return Sentence(template, {"alpha": ALPHA})


def _shrinks(here: Quantity, there: Quantity) -> int | None:
    """Whether a step is shorter than the one before (1), as long (0) or longer (-1), if known."""
    gap = abs(here.value) - abs(there.value)
    unsure = (here.error or 0) + (there.error or 0)
    return None if unsure and magnitude(gap) <= unsure else sign_of(gap)
