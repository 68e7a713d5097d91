"""What the story of a fit says, with what it claims."""

from __future__ import annotations

from typing import Literal

import sympy as sp

from calculus.digits import sign_of
from calculus.downhill import Downhill, Stop
from calculus.quantity import Quantity, quantity
from calculus.readable import Digits
from calculus.shown import Shown
from scenes.fit.facts import FitFacts
from scenes.landscape.distance import ALPHA
from scenes.landscape.on_maps import FALLS, HARDLY_MOVES, RISES, STAYS, landed, reached
from scenes.telling.answers import Answer
from scenes.telling.claims import Claim, Sentence, Size
from scenes.telling.claims_of_fits import Certain, Goes, Lowest, Parted, Pushed
from scenes.telling.claims_of_surfaces import Level
from scenes.words.wording import Term, Wordable

_NEAR = sp.Rational(1, 10**8)  # of the lowest cost: what is nearer has the same digits
_OPEN = {
    "parted": "The lines of equal cost stay open: a threshold parts the labels. "
    "So no place is lowest.",
    "touching": "The lines of equal cost stay open: a threshold parts all labels but those on it. "
    "So no place is lowest.",
    "same": "The lines of equal cost stay open: all labels are the same. So no place is lowest.",
}
_LEAPS = {
    RISES: "The first step leaps to {w} {a:equals} and {v} {b:equals}: "
    "the cost rises from {J} to {K}.",
    FALLS: "The first step leaps to {w} {a:equals} and {v} {b:equals}: "
    "the cost falls from {J} to {K}.",
    STAYS: "The first step leaps to {w} {a:equals} and {v} {b:equals}: the cost stays {K}.",
    HARDLY_MOVES: "The first step leaps to {w} {a:equals} and {v} {b:equals}: "
    "the cost hardly moves, it is {K}.",
}
"""For what is said where a step lands, the same of a longer one."""


class Sentences:
    """What is said, chosen by the facts.

    Args:
        facts: What the story is about.
        names: Of the weight and the bias.
        digits: How numbers are written.
    """

    def __init__(self, facts: FitFacts, names: tuple[Term, Term], digits: Digits) -> None:
        self._facts, self._digits = facts, digits
        self._w, self._v = names

    def two_pictures(self) -> Sentence:
        """Say what is seen."""
        template = (
            "On the map, every point is a pair of {w} and {b}. Each pair makes one line."
            if self._facts.is_line
            else "On the map, every point is a pair of {w} and {b}. Each pair makes one curve."
        )
        return Sentence(template, {"w": self._w, "b": self._v})

    def start(self) -> Sentence:
        """Say what the cost is at the start."""
        first = self._facts.way.stops[0]
        template = "Where {w} {a:equals} and {v} {b:equals}, the cost is {J}."
        return Sentence(template, self._place(first, given=True) | {"J": self._brief(first.value)})

    def lowest(self) -> Sentence:
        """Say where the cost is least, or why it is nowhere."""
        bottom, how = self._facts.bottom, self._facts.parted
        if bottom is not None:
            template = (
                "Lines join pairs of equal cost. "
                "The lowest place is where {w} {a:equals} and {v} {b:equals}."
            )
            claim = Lowest(self._facts.heights, bottom.point)
            return Sentence(template, self._place(bottom), (claim,))
        assert how is not None
        examples = self._facts.examples
        inputs, labels = (tuple(map(quantity, some)) for some in (examples.inputs, examples.labels))
        return Sentence(_OPEN[how], {}, (Parted(inputs, labels, how),))

    def level(self) -> Sentence:
        """Say that it starts where the cost is least."""
        template = "Here all is level: no direction is down. This is the bottom of a bowl."
        claim = Level(self._facts.heights, self._facts.way.stops[0].point, "bottom")
        return Sentence(template, {}, (claim,))

    def question(self) -> Sentence:
        """Ask where the first step leads."""
        g, h = map(self._brief, self._facts.way.stops[0].gradient)
        fields: dict[str, Wordable] = {"g": g, "h": h, **self._rate(self._facts.way)}
        template = (
            "The derivatives are {g} and {h}. With {alpha} {a:equals}, where does the step lead?"
        )
        return Sentence(template, fields)

    def landed(self) -> Sentence:
        """Say where it leads."""
        way = self._facts.way
        return landed(way.stops, way.surface.name, self._w, self._v, self._digits)

    def reached(self, way: Downhill) -> Answer:
        """Return the same as an answer that can be asked for."""
        return reached(way.stops, self._w, self._v, self._digits)

    def again(self) -> Sentence:
        """Say how it goes on."""
        if self._facts.trend != "falls":
            return Sentence("Again and again: a step on the map, and the model follows.")
        template = (
            "Again and again: the point walks down, and the line turns to the data."
            if self._facts.is_line
            else "Again and again: the point walks down, and the curve turns to the data."
        )
        return Sentence(template, {}, (self._goes("falls"),))

    def end(self) -> Sentence:
        """Say where it stands in the end."""
        last, bottom = self._facts.way.stops[-1], self._facts.bottom
        fields: dict[str, Wordable] = {"n": last.k}
        if bottom is None:
            fields["J"] = self._brief(last.value)
            if not self.is_safe:
                return Sentence("After {n} steps the cost is {J}.", fields)
            template = "After {n} steps the cost is {J}, and it goes on falling."
            return Sentence(template, fields, (self._goes("falls"), self._certain))
        fields["J"], lowest = self.costs()
        claims: tuple[Claim, ...] = (Lowest(self._facts.heights, bottom.point),)
        if not sign_of(last.value.value - bottom.value.value):
            return Sentence("After {n} steps the cost is {J}: it is the lowest.", fields, claims)
        template = (
            "After {n} steps the cost is {J}. The lowest is {K}."
            if self._differ
            else "After {n} steps the cost is {J}. The lowest is {K}: the same in these digits."
        )
        return Sentence(template, fields | {"K": lowest}, claims)

    def trend(self) -> Sentence | None:
        """Say how the cost has gone; nothing where that is not proven."""
        found = self._facts.trend
        if found is None:
            return None
        template = {
            ("falls", True): "The cost fell at every step. "
            "With a learning rate below {safe} that is certain here.",
            ("falls", False): "The cost fell at every step.",
            ("never rises", True): "The cost never rose. "
            "With a learning rate below {safe} that is certain here.",
            ("never rises", False): "The cost never rose.",
            ("rises", False): "The cost did not fall at every step. "
            "With a learning rate below {safe} it would.",
        }[found, self.is_safe]
        claims, fields = (self._goes(found),), dict[str, Wordable]()
        if "{safe}" not in template:
            return Sentence(template, fields, claims)
        return Sentence(template, {"safe": self.safe}, (*claims, self._certain))

    def other_rate(self, other: Downhill) -> Sentence:
        """Ask about another learning rate."""
        return Sentence("And with {alpha} {a:equals}?", self._rate(other))

    def leap(self, other: Downhill) -> Sentence:
        """Say where its first step leads."""
        said = landed(other.stops, other.surface.name, self._w, self._v, self._digits)
        rates = other.learning_rate, self._facts.way.learning_rate
        if sign_of(rates[0].value - rates[1].value) <= 0:
            return said
        longer = Size(rates[0], ">", rates[1])
        return Sentence(_LEAPS[said.template], said.fields, (*said.claims, longer))

    def factor(self, other: Downhill, factor: Quantity, shown: Wordable) -> Sentence:
        """Say that the other descent does not settle."""
        assert self._facts.bottom is not None
        at = self._facts.bottom.point
        template = (
            "Now start near the lowest place: a step multiplies the offset from it by {f}, in the "
            "steepest direction. So it does not settle."
        )
        claim = Pushed(self._facts.heights, at, other.learning_rate, factor)
        return Sentence(template, {"f": shown}, (claim,))

    def costs(self) -> tuple[Shown, Shown]:
        """Return the last cost and the lowest, told apart by as many digits as can be read."""
        last, bottom = self._facts.way.stops[-1], self._facts.bottom
        assert bottom is not None
        if self._differ:
            one, other = self._digits.apart(last.value, bottom.value)
            return one, other
        return self._brief(last.value), self._brief(bottom.value)

    @property
    def safe(self) -> Shown:
        """The learning rate below which every step lowers the cost, as it is shown."""
        return self._brief(self._facts.safe)

    def _brief(self, number: Quantity) -> Shown:
        return self._digits.brief(number)

    def _place(self, stop: Stop, given: bool = False) -> dict[str, Wordable]:
        write = self._digits.as_given if given else self._digits.brief
        a, b = map(write, stop.point)
        return {"w": self._w, "a": a, "v": self._v, "b": b}

    def _rate(self, way: Downhill) -> dict[str, Wordable]:
        return {"alpha": ALPHA, "a": self._digits.as_given(way.learning_rate)}

    @property
    def _differ(self) -> bool:
        """Whether the last cost and the lowest can be told apart by their digits."""
        last, bottom = self._facts.way.stops[-1], self._facts.bottom
        assert bottom is not None
        apart = last.value.value - bottom.value.value
        return sign_of(abs(apart) - _NEAR * abs(bottom.value.value)) > 0

    @property
    def is_safe(self) -> bool:
        way = self._facts.way
        return sign_of(way.learning_rate.value - self._facts.safe.value) < 0

    def _goes(self, found: Literal["falls", "never rises", "rises"]) -> Goes:
        way = self._facts.way
        first, last = way.stops[0], way.stops[-1]
        return Goes(self._facts.heights, first.point, way.learning_rate, last.k, found)

    @property
    def _certain(self) -> Certain:
        inputs = tuple(map(quantity, self._facts.examples.inputs))
        return Certain(inputs, self._facts.safe, self._facts.is_line)
