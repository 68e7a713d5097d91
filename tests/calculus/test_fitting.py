"""Fits against fractions, long floats, SciPy and NumPy: paths, lowest places, rates, factors."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import mpmath
import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from calculus.downhill import Downhill
from calculus.fitting import (
    LinearExamples,
    descent,
    factor_at,
    is_pushed,
    lowest,
    parted,
    safe_rate,
    stop_at,
    trend,
)
from calculus.logistic import Examples

MP: Any = mpmath.mp.clone()
MP.dps = 50
FIVE = Examples.of([-2, -1, 0, 1, 2], [0, 1, 0, 1, 1])
PRICES = LinearExamples.of([1, 2], [300, 500])


def walk(examples: Examples, rate: Any, steps: int, start: tuple[int, int] = (0, 0)) -> Downhill:
    return descent(examples, (sp.Integer(start[0]), sp.Integer(start[1])), sp.S(rate), steps)


def by_hand(examples: Examples, w: Any, b: Any) -> tuple[Any, Any, Any]:
    """The cost and both slopes of a sigmoid, in long floats."""
    pairs = [*zip(map(MP.mpf, map(str, examples.inputs)), examples.labels, strict=True)]
    guesses = [1 / (1 + MP.exp(-(w * x + b))) for x, _ in pairs]
    cost = -sum(MP.log(p if y == 1 else 1 - p) for p, (_, y) in zip(guesses, pairs, strict=True))
    errors = [p - int(y) for p, (_, y) in zip(guesses, pairs, strict=True)]
    by_w = sum(e * x for e, (x, _) in zip(errors, pairs, strict=True))
    return cost / len(pairs), by_w / len(pairs), sum(errors) / len(pairs)


def digits(number: Any) -> Any:
    return MP.mpf(int(number.value.p)) / int(number.value.q)


@pytest.mark.parametrize(("rate", "steps"), [(1, 20), (10, 12), (4, 40)])
def test_the_path_of_the_course_in_fifty_digits(rate: int, steps: int) -> None:
    w, b = MP.mpf(0), MP.mpf(0)
    for stop in walk(FIVE, rate, steps).stops:
        cost, by_w, by_b = by_hand(FIVE, w, b)
        wanted = w, b, by_w, by_b
        for one, true in zip((*stop.point, *stop.gradient), wanted, strict=True):
            assert abs(digits(one) - true) < MP.mpf(10) ** -38
        assert abs(MP.mpf(str(sp.N(stop.value.value, 60))) - cost) < MP.mpf(10) ** -38
        w, b = w - rate * by_w, b - rate * by_b


def test_the_numbers_of_the_course() -> None:
    way = walk(FIVE, 1, 20)
    assert [one.value for one in way.stops[1].point] == [sp.Rational(2, 5), sp.Rational(1, 10)]
    assert way.stops[1].value.number == pytest.approx(0.563434, abs=5e-7)
    assert [one.number for one in way.stops[-1].point] == pytest.approx(
        [1.07170, 0.58803], abs=5e-6
    )
    assert way.minimum is not None
    assert [one.number for one in way.minimum] == pytest.approx([1.09043, 0.622690], abs=5e-6)
    assert stop_at(FIVE, way.minimum).value.number == pytest.approx(0.484393, abs=5e-7)
    assert safe_rate(FIVE).value == 4
    assert factor_at(FIVE, way.minimum, sp.Integer(10)).number == pytest.approx(-1.62777, abs=5e-6)
    assert walk(FIVE, 10, 1).stops[1].value.number == pytest.approx(0.873920, abs=5e-7)
    assert trend(way, safe_rate(FIVE)) == "falls"


def test_the_line_of_the_course_in_fractions() -> None:
    way = walk(PRICES, "4/5", 12)
    w, b = Fraction(0), Fraction(0)
    for stop in way.stops:
        errors = [w + b - 300, 2 * w + b - 500]
        assert [one.value for one in stop.point] == [sp.Rational(w), sp.Rational(b)]
        assert stop.value.value == sp.Rational(sum(e * e for e in errors) / 4)
        w -= Fraction(4, 5) * (errors[0] + 2 * errors[1]) / 2
        b -= Fraction(4, 5) * sum(errors) / 2
    assert lowest(PRICES) is not None
    assert [one.value for one in lowest(PRICES) or ()] == [200, 100]
    assert safe_rate(PRICES).number == pytest.approx(0.583592, abs=5e-7)
    assert trend(way, safe_rate(PRICES)) == "rises"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(0, 1)), min_size=3, max_size=8))
def test_lowest_places_against_scipy(pairs: list[tuple[int, int]]) -> None:
    inputs, labels = ([pair[i] for pair in pairs] for i in range(2))
    if len(set(inputs)) == 1:
        return
    examples, xs, ys = Examples.of(inputs, labels), np.array(inputs), np.array(labels)
    place = lowest(examples)
    if place is None:
        off, on = ([x for x, y in pairs if y == label] for label in (0, 1))
        assert not off or not on or max(off) <= min(on) or max(on) <= min(off)
        return

    def cost(at: np.ndarray) -> float:
        return float(np.mean(np.logaddexp(0, (1 - 2 * ys) * (at[0] * xs + at[1]))))

    found = minimize(cost, np.zeros(2), tol=1e-12)
    assert [one.number for one in place] == pytest.approx(list(found.x), rel=2e-3, abs=2e-3)
    assert stop_at(examples, place).value.number <= found.fun + 1e-12
    assert max(abs(one.number) for one in stop_at(examples, place).gradient) < 1e-50


@pytest.mark.parametrize("made", [Examples, LinearExamples])
def test_the_safe_rate_and_the_factor_against_eigenvalues(made: type[Examples]) -> None:
    examples = made.of([-3, 1, 2, 5], [0, 1, 0, 1])
    rows = np.array([[float(x), 1.0] for x in examples.inputs])
    weights = np.ones(4) if made is LinearExamples else np.full(4, 0.25)
    most = np.linalg.eigvalsh(rows.T @ (rows * weights[:, None]) / 4)[-1]
    assert safe_rate(examples).number == pytest.approx(2 / most)
    place = lowest(examples)
    assert place is not None
    if made is Examples:
        guesses = 1 / (1 + np.exp(-rows @ [one.number for one in place]))
        weights = guesses * (1 - guesses)
    bend = np.linalg.eigvalsh(rows.T @ (rows * weights[:, None]) / 4)[-1]
    assert factor_at(examples, place, sp.Integer(3)).number == pytest.approx(1 - 3 * bend)


@pytest.mark.parametrize(
    ("inputs", "labels", "how"),
    [
        ([1, 2], [0, 1], "parted"),
        ([3, 2, 1], [0, 1, 1], "parted"),
        ([1, 2, 2, 3], [0, 0, 1, 1], "touching"),
        ([1, 2, 3], [1, 1, 1], "same"),
        ([1, 2, 3], [0, 1, 0], None),
    ],
)
def test_thresholds(inputs: list[int], labels: list[int], how: str | None) -> None:
    examples = Examples.of(inputs, labels)
    assert parted(examples) == how
    assert (lowest(examples) is None) == (how is not None)


def test_a_mirror_makes_an_exact_zero() -> None:
    place = lowest(Examples.of([-2, -1, 1, 2], [0, 1, 0, 1]))
    assert place is not None
    assert (place[0].exact, place[1].value) == (False, 0)
    assert place[1].exact


def test_a_path_along_one_axis_is_not_pushed_off_it() -> None:
    """The data are their own mirror images: b stays 0, and J bends most along b."""
    examples = LinearExamples.of([sp.Rational(-1, 2), sp.Rational(1, 2)], [-1, 1])
    assert not is_pushed(examples, walk(examples, 3, 5))
    assert is_pushed(examples, walk(examples, 3, 5, (0, 1)))
    steep = LinearExamples.of([-2, 2], [-1, 1])
    assert is_pushed(steep, walk(steep, 3, 5))


def test_trends() -> None:
    line = LinearExamples.of(
        [-2, -1, 0, 1, 2], [0, 1, 0, 1, 1]
    )  # at its edge a step may lead to a mirror
    assert trend(walk(line, 1, 8), safe_rate(line)) == "never rises"
    arrived = LinearExamples.of([-1, 1], [-1, 1])
    assert trend(walk(arrived, 1, 5), safe_rate(arrived)) == "never rises"
    long = walk(FIVE, 1, 200)
    assert trend(long, safe_rate(FIVE)) == "falls"
    assert all(one.value.number >= other.value.number for one, other in pairwise(long.stops))


def test_errors_are_bounds_and_a_wild_path_ends() -> None:
    wild = Examples.of([1, 2, 3, 1000], [0, 1, 0, 1])
    way = walk(wild, 1, 40)
    assert way.stopped
    assert len(way.stops) < 41
    w, b = MP.mpf(0), MP.mpf(0)
    for stop in way.stops:
        for one, true in zip(stop.point, (w, b), strict=True):
            error = one.error or sp.Integer(0)
            bound = MP.mpf(int(error.p)) / int(error.q) + MP.mpf(10) ** -30
            assert abs(digits(one) - true) <= bound
        _, by_w, by_b = by_hand(wild, w, b)
        w, b = w - by_w, b - by_b
