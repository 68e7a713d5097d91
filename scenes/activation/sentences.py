"""What the story of a neuron says of its activation, with what it claims."""

from __future__ import annotations

from calculus.digits import sign_of
from calculus.quantity import Quantity, quantity
from calculus.readable import Digits
from calculus.shown import Shown
from scenes.activation.facts import ActivationFacts
from scenes.picture.meaning import Formula
from scenes.telling.claims import (
    Claim,
    Derivative,
    Equal,
    Limit,
    NoSlope,
    Sentence,
    Times,
)
from scenes.telling.claims_of_neurons import Between, FarOut, Highest
from scenes.words import terms
from scenes.words.wording import Clause, Enumeration, Wordable

_FEW = 3  # digits of an output, that tell where it lies

_SQUEEZES = {
    "sigma": "The sigmoid squeezes every score between {low} and {high}.",
    "tanh": "The hyperbolic tangent squeezes every score between {low} and {high}.",
    "relu": "ReLU keeps what is positive, and makes everything else {low}.",
    "softplus": "Softplus bends the line: every output is positive, large scores hardly change.",
}
_STEEPEST = {
    "sigma": "In the middle: there the slope is {s}. Far out it is almost {low}.",
    "tanh": "In the middle: there the slope is {s}. Far out it is almost {low}.",
    "relu": "Its slope is {high} on the right and {low} on the left. At {corner} there is none.",
    "softplus": "Nowhere: the slope goes on rising, from almost {low} to almost {high}.",
}


class Sentences:
    """What is said, chosen by the facts.

    Args:
        facts: What the story is about.
        digits: How numbers are written.
    """

    def __init__(self, facts: ActivationFacts, digits: Digits) -> None:
        self._facts, self._digits = facts, digits
        self._of = Formula.of(facts.function)
        self._slope = Formula.of(facts.function.derivative)

    @property
    def score_and_output(self) -> tuple[Shown, Shown]:
        """The score and the output, in few digits."""
        few = Digits(min(_FEW, self._digits.places))
        score, output = few.apart(self._facts.score, self._facts.output)
        return score, output

    def few(self, output: Quantity) -> Shown:
        """Return an output in few digits, in more where these would be those of a bound."""
        shown, shape = self._digits.brief(output, significant=_FEW), self._facts.shape
        is_bound = not shown.exact and shown.digits in (shape.low, shape.high)
        return self._digits.brief(output) if is_bound else shown

    def question(self) -> str:
        """Ask what becomes of the score."""
        if self._facts.is_guess:
            return "A score can be any number. How does it become a probability?"
        return "A score can be any number. What does the neuron make of it?"

    def squeezes(self) -> Sentence:
        """Say what the activation does."""
        shape = self._facts.shape
        template = _SQUEEZES[self._facts.activation]
        fields: dict[str, Wordable] = {}
        if "{low}" in template and shape.low is not None:
            fields["low"] = self._digits.shown(shape.low)
        if "{high}" in template and shape.high is not None:
            fields["high"] = self._digits.shown(shape.high)
        return Sentence(template, fields, (Between(self._of, shape.low, shape.high),))

    def output(self) -> Sentence:
        """Say what becomes of the score."""
        z, p = self.score_and_output
        template = (
            "So the score {z} becomes {p}. That is the prediction."
            if self._facts.is_guess
            else "So the score {z} becomes {p}. That is the output of the neuron."
        )
        return Sentence(template, {"z": z, "p": p})

    def points(self) -> Sentence:
        """Say what becomes of other scores."""
        parts = tuple(
            Clause("{p} at {z}", {"p": self.few(value), "z": self._digits.as_given(at)})
            for at, value in self._facts.points
        )
        return Sentence("Other scores give {list}.", {"list": Enumeration(parts)})

    def where(self) -> str:
        """Ask about the slope."""
        if self._facts.shape.corner:
            return "And how steep is it?"
        return "Where is this curve steepest?"

    def steepest(self) -> Sentence:
        """Say where the slope is largest."""
        shape, (left, right) = self._facts.shape, self._facts.shape.ends
        fields: dict[str, Wordable] = {"low": self._digits.shown(left)}
        claims: tuple[Claim, ...] = (FarOut(self._slope, left, right),)
        if shape.steepest is not None:
            fields["s"] = self._digits.brief(self._facts.nudged.slope)
            claims += (Highest(self._slope, shape.steepest),)
        else:
            fields["high"] = self._digits.shown(right)
        if shape.corner:
            corner = quantity(0)
            fields["corner"] = self._digits.shown(corner)
            claims += (NoSlope(self._of, corner),)
        elif shape.steepest is None:
            claims += (Between(self._slope, left, right),)
        return Sentence(_STEEPEST[self._facts.activation], fields, claims)

    def law(self) -> Sentence:
        """Say the formula of calculus."""
        shape, (law, _) = self._facts.shape, self._facts.laws
        claims = (Derivative(self._of, self._facts.law(shape.law)),)
        fields = {"d": terms.formula(law)}
        if self._facts.activation == "softplus":
            return Sentence("Calculus has a formula for it: {d}, the sigmoid.", fields, claims)
        return Sentence("Calculus has a formula for it: {d}.", fields, claims)

    def area(self) -> Sentence:
        """Say that the slope is an area."""
        template = (
            "So the slope is the area of a box: sigma wide, and one minus sigma high."
            if self._facts.shape.area == "box"
            else "So the slope is a unit square, without a square as wide as the output."
        )
        return Sentence(template, {}, (self._by_output,))

    def factors(self) -> Sentence:
        """Say of what the formula is the product."""
        template = "Split it into two factors: the sigmoid, and one minus the sigmoid."
        return Sentence(template, {}, (self._by_output,))

    def nudge(self) -> Sentence:
        """Say what a nudge says to that."""
        row, slope = self._facts.nudged.rows[0], self._facts.nudged.slope
        q, s = row.quotient, slope
        fields: dict[str, Wordable] = {
            "h": self._digits.as_given(row.nudge), "z": terms.name(self._facts.function.variable),
            "at": self._digits.as_given(row.at), "q": self._digits.brief(q),
        }  # fmt: skip
        if sign_of(q.value - s.value) == 0:
            template = "A nudge of {h} where {z} {at:equals} agrees: the ratio is {q}."
            return Sentence(template, fields, (Equal((q, s)),))
        if self._facts.is_close:
            template = (
                "A nudge of {h} where {z} {at:equals} comes close to the slope: the ratio is {q}."
            )
            return Sentence(template, fields, (Times(q, quantity(1), s, exactly=False),))
        template = "Nudge by {h} where {z} {at:equals}: the ratio is {q}. Small nudges lead to {s}."
        goes = Limit(self._of, row.at, s)
        return Sentence(template, fields | {"s": self._digits.brief(s)}, (goes,))

    def last(self) -> Sentence:
        """Say what a backward pass needs."""
        template = "The output alone tells the slope. A backward pass uses just that."
        return Sentence(template, {}, (self._by_output,))

    @property
    def _by_output(self) -> Claim:
        return Derivative(self._of, self._facts.law(self._facts.shape.by_output))
