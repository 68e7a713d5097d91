"""Gradient descent: exact iterates, and verdicts that claim no more than is known."""

from __future__ import annotations

import time
from fractions import Fraction

import mpmath
import pytest
import sympy as sp

from calculus.descent import Descent, Verdict, descend, steps_to
from calculus.errors import DerivativeError, DomainError, ExpressionError, LessonError
from calculus.evaluate import evaluate
from calculus.function import Function
from calculus.grammar import parse_number
from calculus.quantity import Quantity
from calculus.shown import shown

SQUARE = Function.parse("J(w) = w**2")


def fraction(known: Quantity) -> Fraction:
    return Fraction(int(known.value.p), int(known.value.q))


def run(text: str, start: str | int, rate: str, steps: int = 30) -> Descent:
    return descend(Function.parse(text), start, rate, steps)


def test_the_ball_of_the_course() -> None:
    descent = descend(SQUARE, 3, "0.1", 4)
    expected = [Fraction(3) * Fraction(4, 5) ** k for k in range(5)]
    assert [fraction(iterate.w) for iterate in descent.iterates] == expected
    assert expected[1:] == [Fraction(text) for text in ("2.4", "1.92", "1.536", "1.2288")]
    values = [fraction(iterate.value) for iterate in descent.iterates]
    assert values[:3] == [9, Fraction("5.76"), Fraction("3.6864")]
    assert [fraction(iterate.update) for iterate in descent.iterates] == [
        Fraction(-1, 5) * w for w in expected
    ]
    assert (descent.verdict, descent.proven, descent.phrase) == (
        Verdict.CONVERGES,
        True,
        "converges",
    )
    assert (descent.factor, descent.minimum) == (Fraction(4, 5), 0)


@pytest.mark.parametrize(
    ("rate", "first", "verdict"),
    [
        ("0.01", "2.94", Verdict.CONVERGES),
        ("1/4", "1.5", Verdict.CONVERGES),
        ("1/2", "0", Verdict.ONE_STEP),
        ("0.9", "-2.4", Verdict.OSCILLATES),
        ("1", "-3", Verdict.CYCLES),
        ("1.1", "-3.6", Verdict.DIVERGES),
    ],
)
def test_the_learning_rates_of_the_course(rate: str, first: str, verdict: Verdict) -> None:
    descent = descend(SQUARE, 3, rate, 6)
    assert fraction(descent.iterates[1].w) == Fraction(first)
    assert (descent.verdict, descent.proven) == (verdict, True)
    assert descent.factor == 1 - 2 * Fraction(rate)


@pytest.mark.parametrize(
    ("start", "update"), [("0.1", "-0.02"), ("3", "-0.6"), ("2", "-0.4"), ("-3", "0.6")]
)
def test_the_same_rate_makes_different_steps(start: str, update: str) -> None:
    assert fraction(descend(SQUARE, start, "0.1", 1).iterates[0].update) == Fraction(update)


@pytest.mark.parametrize(
    ("text", "start", "rate", "verdict", "minimum"),
    [
        ("J(w) = 2*(w - 1)**2 + 3", "4", "1/4", Verdict.ONE_STEP, 1),
        ("J(w) = w**2 - w", "4", "0.1", Verdict.CONVERGES, Fraction(1, 2)),
        ("J(w) = w*(w + 1)*w - w**3", "4", "0.7", Verdict.OSCILLATES, 0),
        ("J(w) = -w**2", "1", "0.1", Verdict.DIVERGES, None),
        ("J(w) = -w**2", "0", "0.1", Verdict.STAYS, None),
        ("J(w) = 3*w - 1", "1", "0.1", Verdict.DIVERGES, None),
        ("J(w) = 7", "1", "0.1", Verdict.STAYS, None),
        ("J(w) = w**2", "0", "1.1", Verdict.STAYS, 0),
        ("J(w) = pi*w**2", "1", "1/pi", Verdict.CYCLES, 0),
    ],
)
def test_algebra_decides_where_the_update_is_affine(
    text: str, start: str, rate: str, verdict: Verdict, minimum: Fraction | None
) -> None:
    descent = run(text, start, rate, 3)
    assert (descent.verdict, descent.proven, descent.minimum) == (verdict, True, minimum)


@pytest.mark.parametrize(
    ("text", "start", "rate", "phrase"),
    [
        ("J(w) = w**4", 3, "0.01", "appears to converge"),
        ("J(w) = w**4", -3, "0.001", "appears to converge"),
        ("J(w) = w**4", 3, "0.1", "appears to diverge"),
        ("J(w) = cos(w)", 3, "0.1", "appears to converge"),
        ("J(w) = cos(w)", 3, "1.5", "appears to overshoot but settle"),
        ("J(w) = exp(w) + exp(-w)", 1, "0.1", "appears to converge"),
        ("J(w) = w**3 - 3*w", 2, "0.01", "appears to converge"),
        ("J(w) = -ln(w)", 1, "0.1", "cannot be told from these steps"),
        ("J(w) = exp(-w)", 1, "0.5", "cannot be told from these steps"),
        ("J(w) = cos(w)", 3, "2.5", "cannot be told from these steps"),
        ("J(w) = ln(w)", 1, "0.3", "cannot be told from these steps"),
        ("J(w) = abs(w)", 3, "0.7", "cycles forever"),
        ("J(w) = cos(w)", 0, "0.5", "stays where it is"),
        ("J(w) = w**4", 1, "1/4", "arrives in one step"),
    ],
)
def test_elsewhere_the_words_say_that_it_only_appears_so(
    text: str, start: int, rate: str, phrase: str
) -> None:
    assert run(text, start, rate).phrase == phrase


@pytest.mark.parametrize(
    ("text", "start", "rate", "told"),
    [
        ("J(w) = w**4", 3, "0.1", "run away"),
        ("J(w) = ln(w)", 1, "0.3", "logarithm"),
        ("J(w) = abs(w)", 3, "1", "both sides"),
        ("J(w) = exp(w)", 9, "100", "argument"),
    ],
)
def test_a_descent_that_cannot_go_on_says_why(text: str, start: int, rate: str, told: str) -> None:
    descent = run(text, start, rate)
    assert descent.stopped is not None
    assert told in descent.stopped
    assert 1 <= len(descent.iterates) < 31


@pytest.mark.parametrize(
    ("text", "rate", "proven"),
    [
        ("J(w) = sqrt(w)**2", "0.1", False),  # it rolls down to 0, and there is nothing beyond
        ("J(w) = -sqrt(w)**2", "0.1", True),  # and upwards for ever
        ("J(w) = sqrt(w + 1)**4", "0.1", True),  # to -1
        ("J(w) = (w - 1)**2 + ln(w) - ln(w)", "0.9", True),  # across 1, but not as far as 0
        ("J(w) = (w - 1)**2*w/w", "0.9", False),  # what if it lands on 0?
        ("J(w) = w + sign(w + 1)", "0.1", False),  # or on -1
    ],
)
def test_algebra_decides_only_where_the_function_has_values(
    text: str, rate: str, proven: bool
) -> None:
    assert run(text, "3/2", rate, 3).proven == proven


def test_what_cannot_be_worked_out_is_not_taken_for_what_is_not_there() -> None:
    assert run("J(w) = ln(w)", 1, "0.3").blocked  # on the left of 0 there is no logarithm
    assert run("J(w) = abs(w)", 3, "1").blocked
    for text, start, rate in [
        ("J(w) = exp(w)", 9, "100"), ("J(w) = 1000*w**2 + w*sin(w)", 3, "1/6"),
        ("J(w) = -w**2*softplus(w)", 1, "0.05"),
    ]:  # fmt: skip
        descent = run(text, start, rate)
        assert (descent.stopped is not None, descent.blocked) == (True, False), text


ORACLES = {
    "J(w) = w**4": (lambda w: w**4, lambda w: 4 * w**3, 1, "0.01"),
    "J(w) = cos(w)": (mpmath.cos, lambda w: -mpmath.sin(w), 1, "0.3"),
    "J(w) = w**2": (lambda w: w**2, lambda w: 2 * w, 3, "0.1"),
    "J(w) = exp(w) - w": (lambda w: mpmath.exp(w) - w, lambda w: mpmath.exp(w) - 1, 1, "0.2"),
}


@pytest.mark.parametrize("text", ORACLES)
def test_beyond_the_budget_every_number_is_within_its_error(text: str) -> None:
    value, gradient, start, rate = ORACLES[text]
    descent = run(text, start, rate, 120)
    assert len(descent.iterates) == 121
    assert not descent.iterates[-1].w.exact
    with mpmath.workdps(150):
        w, alpha = mpmath.mpf(start), mpmath.mpf(rate)
        for iterate in descent.iterates:
            slope = gradient(w)
            truths = [w, value(w), slope, -alpha * slope]
            ours = [iterate.w, iterate.value, iterate.gradient, iterate.update]
            for truth, known in zip(truths, ours, strict=True):
                if known.error is None:
                    bound = mpmath.mpf(10) ** -70
                else:
                    bound = mpmath.mpf(known.error.p) / known.error.q
                    assert bound < mpmath.mpf(10) ** -50
                assert abs(mpmath.mpf(known.value.evalf(100)) - truth) <= bound
            w -= alpha * slope


def test_a_rounded_number_is_marked_and_has_few_digits() -> None:
    last = descend(SQUARE, 3, "0.1", 200).iterates[-1]
    assert shown(last.w).relation == "≈"
    assert len(str(last.w.value.p)) <= 62
    where = {name: parse_number(text) for name, text in last.w.where}
    assert last.w.error is not None
    assert abs(evaluate(last.w.formula, where) - last.w.value) <= last.w.error


def test_how_many_steps_it_takes() -> None:
    counts = [steps_to(SQUARE, 3, rate, "0.01") for rate in ("0.01", "0.1", "1/4", "1/2", "0.9")]
    for rate, count in zip(("0.01", "0.1", "0.25", "0.5", "0.9"), counts, strict=True):
        w, k = Fraction(3), 0
        while abs(w) >= Fraction(1, 100):
            w, k = w - Fraction(rate) * 2 * w, k + 1
        assert count == k
    assert steps_to(SQUARE, 3, "1", "0.01") is None
    assert steps_to(SQUARE, 3, "1.1", "0.01") is None
    assert steps_to(SQUARE, "0.001", "1.1", "0.01") == 0
    assert steps_to(SQUARE, 3, "0.00001", "0.01") is None, "more than the limit"
    assert steps_to(SQUARE, 3, "0.00001", "0.01", limit=10**6) is not None
    assert steps_to(Function.parse("J(w) = w**4"), 3, "0.01", "0.01") is None
    assert steps_to(SQUARE, 8, "1/4", 1) == 4, "exactly at the tolerance is not within it"


@pytest.mark.parametrize(
    ("rate", "steps", "told"),
    [("0", 5, "learning rate"), ("-0.1", 5, "learning rate"), ("0.1", 0, "steps")]
    + [("0.1", 10**6, "steps")],
)
def test_settings_that_cannot_be_used_are_told(rate: str, steps: int, told: str) -> None:
    with pytest.raises(LessonError, match=told):
        descend(SQUARE, 3, rate, steps)


def test_a_start_that_cannot_be_used_is_told() -> None:
    with pytest.raises(ExpressionError, match="start"):
        descend(SQUARE, "x", "0.1", 5)
    with pytest.raises((DomainError, DerivativeError)):
        run("J(w) = ln(w)", -1, "0.1")
    with pytest.raises(DerivativeError):
        run("J(w) = abs(w)", 0, "0.1")
    with pytest.raises(LessonError, match="tolerance"):
        steps_to(SQUARE, 3, "0.1", 0)


def test_a_wild_descent_ends_soon() -> None:
    started = time.process_time()
    for text in ("J(w) = w**4", "J(w) = w**9 - w**6", "J(w) = exp(w**2)", "J(w) = w**100"):
        run(text, 3, "5", 100)
    assert time.process_time() - started < 5


def test_steps_that_grow_towards_a_cycle_do_not_seem_to_escape() -> None:
    """They grow, but the first steps were longer: 5, 2.40, 0.61, 0.33, 0.74, …"""
    descent = run("J(a) = a*ln(a) - a/4", 5, "1.1", 8)
    assert "diverge" not in descent.phrase


@pytest.mark.parametrize(
    ("text", "start", "rate", "steps"),
    [
        ("J(a) = sqrt(a**2 + 1)", 100, "10", 10),  # steps of 10, then back and forth
        ("J(a) = sqrt(a**2 + 1)", -55, "5", 10),
        ("J(a) = cosh(a)/10", 4, "0.2", 5),
    ],
)
def test_what_appears_is_what_comes(text: str, start: int, rate: str, steps: int) -> None:
    shown_first = run(text, start, rate, steps).phrase
    w, alpha = float(start), float(Fraction(rate))
    slope = sp.lambdify("a", sp.diff(text.partition("=")[2], "a"), "math")
    for _ in range(3000):
        w -= alpha * slope(w)
    comes_to_rest = abs(slope(w)) < 1e-6
    assert ("converge" in shown_first) <= comes_to_rest


def test_small_numbers_keep_their_digits_beyond_the_budget() -> None:
    """exp(2w) falls by a hundred and fifty powers of ten in the first step."""
    descent = run("J(a) = exp(a)**2", 3, "1/5", 3)
    with mpmath.workdps(400):
        w = mpmath.mpf(3)
        for iterate in descent.iterates:
            slope = 2 * mpmath.exp(2 * w)
            assert abs(mpmath.mpf(iterate.gradient.value.evalf(80)) / slope - 1) < 1e-50
            w -= slope / 5
