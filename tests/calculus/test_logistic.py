"""Logistic regression, against mpmath at two hundred digits, which knows nothing of the project."""

import random
from collections.abc import Iterator
from fractions import Fraction

import mpmath
import pytest
import sympy as sp

from calculus.logistic import Examples, Predicted
from calculus.quantity import Quantity, quantity
from checks.evaluator import settled

FIVE = [-2, -1, 0, 1, 2], [0, 1, 0, 1, 1]


@pytest.fixture(autouse=True)
def _digits() -> Iterator[None]:
    with mpmath.workdps(200):
        yield


def long(number: object) -> mpmath.mpf:
    """A long float; of a fraction, with all digits that there are at the time."""
    if isinstance(number, Fraction):
        return mpmath.mpf(number.numerator) / number.denominator
    return mpmath.mpf(number)


def by_hand(inputs: list, labels: list, w: object, b: object) -> dict[str, mpmath.mpf]:
    """The cost and both slopes, by their definitions."""
    xs, w, b = [long(x) for x in inputs], long(w), long(b)
    ps = [1 / (1 + mpmath.exp(-(w * x + b))) for x in xs]
    n = len(xs)
    costs = [-mpmath.log(p if y else 1 - p) for p, y in zip(ps, labels, strict=True)]
    errors = [p - y for p, y in zip(ps, labels, strict=True)]
    return {
        "J": sum(costs) / n,
        "w": sum(e * x for e, x in zip(errors, xs, strict=True)) / n,
        "b": sum(errors) / n,
    }


def near(one: Quantity, other: mpmath.mpf) -> bool:
    value = mpmath.mpf(str(sp.N(one.value, 60)))
    return abs(value - other) <= mpmath.mpf(10) ** -45 * (1 + abs(other))


def numbers(found: Predicted) -> list[Quantity]:
    own = [
        getattr(guess, name)
        for guess in found.guesses
        for name in ("input", "label", "score", "probability", "cost", "error", "product")
    ]
    return [found.cost, *found.slopes.values(), *own]


def test_one_half_each_is_exact() -> None:
    found = Examples.of(*FIVE).predicted(quantity(0), quantity(0))
    assert {guess.probability.value for guess in found.guesses} == {sp.Rational(1, 2)}
    assert found.cost.value == sp.log(2)
    assert found.slopes["w"].value == sp.Rational(-2, 5)
    assert found.slopes["b"].value == sp.Rational(-1, 10)
    assert all(one.exact for one in numbers(found))


def test_scores_of_opposite_sign_cancel_exactly() -> None:
    found = Examples.of([-1, 1], [0, 1]).predicted(quantity(3), quantity(0))
    assert found.slopes["b"].exact
    assert found.slopes["b"].value == 0
    assert not found.slopes["w"].exact
    turned = Examples.of([-1, 1], [0, 0]).predicted(quantity("-0.0005"), quantity(0))
    assert turned.ratio("w", sp.Rational(1, 1000)).value == 0  # as far below 0 as above it


@pytest.mark.parametrize("seed", range(25))
def test_everything_agrees_with_the_definitions(seed: int) -> None:
    rng = random.Random(seed)
    n = rng.randint(2, 24)
    inputs = [Fraction(rng.randint(-40, 40), rng.choice([1, 2, 3, 10])) for _ in range(n)]
    labels = [rng.randint(0, 1) for _ in range(n)]
    w, b = (Fraction(rng.randint(-50, 50), 10) for _ in range(2))
    examples = Examples.of([sp.Rational(x.numerator, x.denominator) for x in inputs], labels)
    found = examples.predicted(quantity(w), quantity(b))
    true = by_hand(inputs, labels, w, b)
    assert near(found.cost, true["J"])
    for name in ("w", "b"):
        assert near(found.slopes[name], true[name])
        h = Fraction(1, 1000)
        moved = by_hand(inputs, labels, w + h * (name == "w"), b + h * (name == "b"))
        quotient = (moved["J"] - true["J"]) / long(h)
        assert near(found.ratio(name, sp.Rational(1, 1000)), quotient)
    for number in numbers(found):  # the audit's evaluator has code of its own, too
        assert near(number, long(settled(number.expression, dict(number.where))))
    point = {"w": quantity(w).value, "b": quantity(b).value}
    if n < 6:
        assert near(examples.surface.at(point), true["J"])


def test_rounded_parameters_carry_their_errors() -> None:
    third = Quantity(sp.Rational(333, 1000), "w", (("w", "333/1000"),), sp.Rational(1, 1000))
    found = Examples.of(*FIVE).predicted(third, quantity(0))
    true = by_hand(*FIVE, Fraction(1, 3), 0)
    for number, name in ((found.cost, "J"), (found.slopes["w"], "w"), (found.slopes["b"], "b")):
        assert number.error is not None
        assert abs(float(number.value) - float(true[name])) <= float(number.error) < 0.01
