"""What the story of a cost says where facts decide, with what it claims."""

from __future__ import annotations

from calculus.digits import sign_of
from calculus.logistic import BIAS, WEIGHT
from calculus.quantity import quantity, size
from calculus.readable import Digits
from scenes.cross_entropy.facts import LINE, CrossEntropyFacts
from scenes.picture.meaning import Formula
from scenes.picture.meaning_of_maps import Heights
from scenes.telling.claims import Claim, Equal, Limit, Sentence, Sign, Times, is_near
from scenes.telling.claims_of_examples import Average, BothCases, Partial, Punishes
from scenes.telling.claims_of_fits import Lowest
from scenes.words import terms
from scenes.words.wording import Term, Wordable

W, B, J = terms.name(WEIGHT), terms.name(BIAS), terms.name("J")
GUESS = Term("ŷ", "hat(y)", lambda words: words.name("y"))
SUM, UP, DOWN = (
    Term(text, typst, lambda words: "")
    for text, typst in (("Σ", "sum"), ("↑", "arrow.t"), ("↓", "arrow.b"))
)
COSTS = Formula("p", "-ln(1 - p)"), Formula("p", "-ln(p)")
"""What a guess p costs, by the label."""


class Sentences:
    """What is said, chosen by the facts.

    Args:
        facts: What the story is about.
        digits: How numbers are written.
    """

    def __init__(self, facts: CrossEntropyFacts, digits: Digits) -> None:
        self._facts, self._digits = facts, digits

    def examples(self) -> Sentence:
        """Say what the data are."""
        n = self._facts.examples.count
        if self._facts.all_alike:
            labels = tuple(guess.label for guess in self._facts.guesses)
            template = "{n} examples, each with an input and a label. Here every label is {y}."
            fields: dict[str, Wordable] = {"n": n, "y": self._digits.shown(labels[0])}
            return Sentence(template, fields, (Equal(labels),))
        template = "{n} examples, each with an input and a label that is {zero} or {one}."
        return Sentence(template, {"n": n, "zero": 0, "one": 1})

    def model(self) -> Sentence:
        """Say what the model makes of them."""
        at = self._facts.model.at
        fields: dict[str, Wordable] = {
            "w": W, "v": self._digits.as_given(at[WEIGHT]),
            "b": B, "u": self._digits.as_given(at[BIAS]),
        }  # fmt: skip
        if not self._facts.all_half:
            template = "With {w} {v:equals} and {b} {u:equals}, the model gives each a probability."
            return Sentence(template, fields)
        half = quantity("1/2")
        probabilities = tuple(guess.probability for guess in self._facts.guesses)
        template = "With {w} {v:equals} and {b} {u:equals}, every probability is {half}."
        fields["half"] = self._digits.shown(half)
        return Sentence(template, fields, (Equal((half, *probabilities)),))

    def ends(self) -> Sentence:
        """Say what it costs to be sure."""
        label = int(self._facts.guesses[self._facts.lit].label.value)
        template = "To be sure and right costs almost nothing. To be sure and wrong costs a lot."
        return Sentence(template, {}, (Punishes(COSTS[label], label),))

    def line(self) -> Sentence:
        """Say that one formula does for both labels."""
        template = "One line says both cases: the label switches one of its terms off."
        zero, one = COSTS
        return Sentence(template, {}, (BothCases(Heights(("p", "y"), LINE), one, zero),))

    def average(self) -> Sentence:
        """Say what J is."""
        costs = tuple(guess.cost for guess in self._facts.guesses)
        template = "The cost {J} is the average over all examples: {c}."
        cost = self._facts.model.cost
        fields: dict[str, Wordable] = {"J": J, "c": self._digits.brief(cost)}
        return Sentence(template, fields, (Average(costs, cost),))

    def slope(self, name: str) -> Sentence:
        """Say how a derivative comes about."""
        model = self._facts.model
        parts = [guess.product if name == WEIGHT else guess.error for guess in self._facts.guesses]
        slope = model.slopes[name]
        template = (
            "The derivative by {w} is the average of error times input: {s}."
            if name == WEIGHT
            else "The derivative by {w} is the average error: {s}."
        )
        fields: dict[str, Wordable] = {"w": terms.name(name), "s": self._digits.brief(slope)}
        place = model.at[WEIGHT], model.at[BIAS]
        claims = Average(tuple(parts), slope), Partial(self._facts.heights, place, name, slope)
        return Sentence(template, fields, claims)

    def ways(self) -> Sentence:
        """Say which way both parameters have to go."""
        slopes = self._facts.model.slopes
        signs = {name: sign_of(slope.value) for name, slope in slopes.items()}
        claims: tuple[Claim, ...] = tuple(Sign(slopes[name], sign) for name, sign in signs.items())
        match signs[WEIGHT], signs[BIAS]:
            case -1, -1:
                return Sentence("Both are negative, so both parameters must grow.", {}, claims)
            case 1, 1:
                return Sentence("Both are positive, so both parameters must shrink.", {}, claims)
            case 0, 0:
                place = self._facts.model.at[WEIGHT], self._facts.model.at[BIAS]
                template = "Both slopes are {zero}: nowhere is the cost {J} lower."
                fields: dict[str, Wordable] = {"zero": self._digits.shown(0), "J": J}
                return Sentence(template, fields, (*claims, Lowest(self._facts.heights, place)))
            case (0, way) | (way, 0):
                still, moves = (W, B) if signs[WEIGHT] == 0 else (B, W)
                template = (
                    "The slope by {b} is {zero}, so {b} can stay. But {w} must grow."
                    if way < 0
                    else "The slope by {b} is {zero}, so {b} can stay. But {w} must shrink."
                )
                fields = {"w": moves, "b": still, "zero": self._digits.shown(0)}
                return Sentence(template, fields, claims)
            case first, _:
                up, down = (W, B) if first < 0 else (B, W)
                template = (
                    "One is negative, so {w} must grow. The other is positive: {b} must shrink."
                )
                return Sentence(template, {"w": up, "b": down}, claims)

    def nudge(self) -> Sentence:
        """Say what a nudge says to that."""
        facts, brief = self._facts, self._digits.brief
        slope, q, h = facts.model.slopes[WEIGHT], facts.ratio, facts.nudge
        grows, agrees = sign_of(h.value) > 0, is_near(q.value, slope.value, slope.value)
        agrees = agrees and bool(sign_of(q.value - slope.value))
        fields: dict[str, Wordable] = {
            "w": W, "h": self._digits.as_given(size(h)), "q": brief(q),
        }  # fmt: skip
        if agrees:
            template = (
                "A nudge agrees: raise {w} by {h}, and the ratio is {q}."
                if grows
                else "A nudge agrees: lower {w} by {h}, and the ratio is {q}."
            )
            return Sentence(template, fields, (Times(q, quantity(1), slope, exactly=False),))
        template = (
            "Raise {w} by {h}, and the ratio is {q}. Small nudges lead to {s}."
            if grows
            else "Lower {w} by {h}, and the ratio is {q}. Small nudges lead to {s}."
        )
        goes = Limit(Formula.of(facts.along), facts.model.at[WEIGHT], slope)
        return Sentence(template, fields | {"s": brief(slope)}, (goes,))
