"""Logistic regression on few examples: probabilities, costs and slopes at a weight and a bias.

The model gives an example with the input x the probability sigma(w*x + b). One guess costs minus
the logarithm of the probability that it gave to the true label; J is the average of that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Literal, TypeAlias

import sympy as sp

from calculus.carried import carried
from calculus.enclosure import enclosure
from calculus.evaluate import sign_of
from calculus.expression import Binary, Expression, Name, Negate, call, integer, substitute
from calculus.quantity import Quantity, named, recorded
from calculus.surface import Surface
from calculus.symbolic import expression_of
from calculus.walk import rounded

WEIGHT, BIAS, COST, NUDGE = "w", "b", "J", "h"
"""What the parameters, the cost and a nudge of one of them are called in formulas."""

Of: TypeAlias = Literal["sigma", "softplus"]
Terms: TypeAlias = Iterable[tuple[sp.Expr, sp.Expr]]


@dataclass(frozen=True)
class Examples:
    """Examples to learn from. All formulas are of `w` and `b`; the examples stand in them.

    Attributes:
        inputs: a real number each.
        labels: 0 or 1 each, as many.

    >>> from calculus.quantity import quantity
    >>> five = Examples.of([-2, -1, 0, 1, 2], [0, 1, 0, 1, 1])
    >>> at = five.predicted(quantity(0), quantity(0))
    >>> [guess.product.value for guess in at.guesses]
    [-1, 1/2, 0, -1/2, -1]
    >>> at.cost.value, at.slopes["w"].value, at.slopes["b"].value
    (log(2), -2/5, -1/10)
    >>> at.slopes["w"].expression[:47]
    '((sigma(w*(-2) + b) - 0)*(-2) + (sigma(w*(-1) +'
    """

    inputs: tuple[sp.Expr, ...]
    labels: tuple[sp.Expr, ...]

    @classmethod
    def of(cls, inputs: Iterable[sp.Expr | int], labels: Iterable[sp.Expr | int]) -> Examples:
        """Examples from numbers of any kind."""
        return cls(tuple(map(sp.sympify, inputs)), tuple(map(sp.sympify, labels)))

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.inputs)

    def score(self, i: int) -> Expression:
        """w*x + b."""
        product = Binary("*", Name(WEIGHT), expression_of(self.inputs[i]))
        return Binary("+", product, Name(BIAS))

    def probability(self, i: int) -> Expression:
        """sigma(w*x + b), that the label is 1."""
        return call("sigma", self.score(i))

    def cost(self, i: int) -> Expression:
        """Minus the logarithm of the probability of the true label.

        That of the label 0 is written sigma(-z): it keeps its digits where sigma(z) is nearly 1.
        """
        score = self.score(i)
        return Negate(call("ln", call("sigma", score if self.labels[i] == 1 else Negate(score))))

    def error(self, i: int) -> Expression:
        """Prediction minus label."""
        return Binary("-", self.probability(i), expression_of(self.labels[i]))

    def product(self, i: int) -> Expression:
        """Error times input."""
        return Binary("*", self.error(i), expression_of(self.inputs[i]))

    @cached_property
    def mean_cost(self) -> Expression:
        """The cost J, the average of all."""
        return _mean(map(self.cost, range(self.count)))

    def slope(self, name: str) -> Expression:
        """The derivative of the cost J by `w` or `b`: the average product, or error."""
        return _mean(map(self.product if name == WEIGHT else self.error, range(self.count)))

    def rise(self, name: str) -> Expression:
        """What the cost J moves by for a nudge `h` of `w` or `b`."""
        nudged = Binary("+", Name(name), Name(NUDGE))
        return Binary("-", substitute(self.mean_cost, {name: nudged}), self.mean_cost)

    def ratio(self, name: str) -> Expression:
        """What the cost J moves by, over the nudge `h` of `w` or `b` that moves it."""
        return Binary("/", self.rise(name), Name(NUDGE))

    @cached_property
    def surface(self) -> Surface:
        """J(w, b), written so that floats do for any score: softplus(z) is -ln(1 - sigma(z))."""
        signed = (
            Negate(score) if label == 1 else score
            for score, label in zip(map(self.score, range(self.count)), self.labels, strict=True)
        )
        return Surface(COST, (WEIGHT, BIAS), _mean(call("softplus", z) for z in signed))

    def predicted(self, weight: Quantity, bias: Quantity) -> Predicted:
        """All numbers of a model; where parameters are rounded, with bounds on the errors.

        Args:
            weight: w.
            bias: b.

        Raises:
            LimitError: if a score is too large, or an error.
        """
        return Predicted.by(self, {WEIGHT: weight, BIAS: bias})

    def costed(self, weight: Quantity, bias: Quantity) -> tuple[Quantity, dict[str, Quantity]]:
        """The cost J of a model and its slopes, by the names `w` and `b`, without the guesses.

        Args:
            weight: w.
            bias: b.

        Raises:
            LimitError: if a score is too large, or an error.
        """
        known = _Known(self, {WEIGHT: weight, BIAS: bias})
        return known.cost(), {name: known.slope(name) for name in (WEIGHT, BIAS)}


@dataclass(frozen=True, slots=True)
class Guess:
    """What a model makes of one example.

    Attributes:
        input: x.
        label: y, 0 or 1.
        score: w*x + b.
        probability: what it gives to the label 1.
        cost: minus the logarithm of what it gives to the true label.
        error: probability minus label.
        product: error times input.
    """

    input: Quantity
    label: Quantity
    score: Quantity
    probability: Quantity
    cost: Quantity
    error: Quantity
    product: Quantity


@dataclass(frozen=True)
class Predicted:
    """What a model makes of all examples.

    Attributes:
        examples: the examples.
        at: the weight and the bias, by the names `w` and `b`.
        guesses: one for each example.
        cost: J, their average cost.
        slopes: the derivatives of J, by the names `w` and `b`.
    """

    examples: Examples
    at: Mapping[str, Quantity]
    guesses: tuple[Guess, ...]
    cost: Quantity
    slopes: Mapping[str, Quantity]

    @classmethod
    def by(cls, examples: Examples, at: Mapping[str, Quantity]) -> Predicted:
        """All numbers at a weight and a bias; see `Examples.predicted`."""
        guesses = tuple(map(_Known(examples, at).guess, range(examples.count)))
        cost, slopes = examples.costed(at[WEIGHT], at[BIAS])
        return cls(examples=examples, at=at, guesses=guesses, cost=cost, slopes=slopes)

    def rise(self, name: str, nudge: sp.Expr) -> Quantity:
        """How far the cost J moves for a nudge of `w` or `b`."""
        return _Known(self.examples, self.at).moved(name, nudge)

    def ratio(self, name: str, nudge: sp.Expr) -> Quantity:
        """The same as a multiple of the nudge."""
        return _Known(self.examples, self.at).moved(name, nudge, over=nudge)


@dataclass(frozen=True)
class _Known:
    """What there is to know at a weight and a bias."""

    examples: Examples
    at: Mapping[str, Quantity]

    def guess(self, i: int) -> Guess:
        x, y = self.examples.inputs[i], self.examples.labels[i]
        score = carried(self.examples.score(i), self.at, "score")
        sigma = [(sp.Integer(1), i)]
        return Guess(
            input=named("x", x),
            label=named("y", y),
            score=score,
            probability=self._sigmas(self.examples.probability(i), sigma, sp.S.Zero),
            cost=self._number(self.examples.cost(i), self._exact("softplus", [self._paid(i)])),
            error=self._sigmas(self.examples.error(i), sigma, -y),
            product=self._sigmas(self.examples.product(i), [(x, i)], -x * y),
        )

    def cost(self) -> Quantity:
        n = self.examples.count
        terms = ((share / n, z) for share, z in map(self._paid, range(n)))
        return self._number(self.examples.mean_cost, self._exact("softplus", terms))

    def slope(self, name: str) -> Quantity:
        n, inputs = self.examples.count, self.examples.inputs
        shares = [(x if name == WEIGHT else sp.Integer(1)) / n for x in inputs]
        rest = -sum(share * y for share, y in zip(shares, self.examples.labels, strict=True))
        terms = [(share, i) for i, share in enumerate(shares)]
        return self._sigmas(self.examples.slope(name), terms, rest)

    def moved(self, name: str, nudge: sp.Expr, over: sp.Expr | None = None) -> Quantity:
        """What the cost moves by, or its ratio to the nudge."""
        n, h = self.examples.count, named(NUDGE, nudge)
        nudged = _Known(self.examples, {**self.at, name: _moved(self.at[name], nudge)})
        terms = [
            (side * share / (n * (1 if over is None else over)), z)
            for side, known in ((1, nudged), (-1, self))
            for share, z in map(known._paid, range(n))
        ]
        formula = self.examples.rise(name) if over is None else self.examples.ratio(name)
        return self._number(formula, self._exact("softplus", terms), {**self.at, NUDGE: h})

    def _score(self, i: int) -> sp.Expr:
        return self.at[WEIGHT].value * self.examples.inputs[i] + self.at[BIAS].value

    def _paid(self, i: int) -> tuple[sp.Expr, sp.Expr]:
        """The cost of an example as a softplus: its factor, and its argument."""
        return sp.Integer(1), self._score(i) * (-1 if self.examples.labels[i] == 1 else 1)

    def _sigmas(
        self, formula: Expression, terms: Iterable[tuple[sp.Expr, int]], rest: sp.Expr
    ) -> Quantity:
        """A sum of probabilities with factors, and a rest."""
        scored = ((share, self._score(i)) for share, i in terms)
        exact = self._exact("sigma", scored)
        return self._number(formula, None if exact is None else exact + rest)

    def _exact(self, of: Of, terms: Terms) -> sp.Expr | None:
        if not all(one.exact for one in self.at.values()):
            return None
        return _cancelled(of, terms)

    def _number(
        self,
        formula: Expression,
        exact: sp.Expr | None,
        known: Mapping[str, Quantity] | None = None,
    ) -> Quantity:
        """A number by its exact value, else by bounds: exact sums of many terms are slow."""
        known = known or self.at
        values = {name: one.value for name, one in known.items()}
        if exact is not None:
            return recorded(exact, formula, values)
        errors = {name: one.error for name, one in known.items() if one.error is not None}
        bounds = enclosure(formula, values, errors)
        if bounds is None:
            return carried(formula, known, COST)
        low, high = bounds
        return rounded(recorded((low + high) / 2, formula, values), (high - low) / 2)


def _mean(terms: Iterable[Expression]) -> Expression:
    terms = tuple(terms)
    return Binary(
        "/", reduce(lambda left, right: Binary("+", left, right), terms), integer(len(terms))
    )


def _moved(known: Quantity, nudge: sp.Expr) -> Quantity:
    """A parameter and a nudge: for its value alone."""
    return Quantity(known.value + nudge, known.expression, known.where, known.error)


def _cancelled(of: Of, terms: Terms) -> sp.Expr | None:
    """A sum of factors times sigma(z), or softplus(z), where that is known exactly; else None.

    It is where scores are 0, or two of opposite sign cancel:
    sigma(-z) = 1 - sigma(z), softplus(-z) = softplus(z) - z.
    """
    total, left = sp.Integer(0), dict[sp.Expr, sp.Expr]()
    for share, z in terms:
        size, sign = z, sign_of(z)
        if sign < 0:
            size = -z
            total += share if of == "sigma" else share * z
            share = -share if of == "sigma" else share
        elif sign == 0:
            size = sp.Integer(0)
        left[size] = left.get(size, sp.Integer(0)) + share
    total += left.pop(sp.Integer(0), sp.Integer(0)) * (
        sp.Rational(1, 2) if of == "sigma" else sp.log(2)
    )
    return None if any(sign_of(share) for share in left.values()) else total
