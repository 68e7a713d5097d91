"""The second way to a number agrees with mathematics, and reads what an audience reads."""

from __future__ import annotations

import math
import time
from fractions import Fraction

import pytest

from checks.digits import read_text, rounded
from checks.evaluator import UnknownError, parse, real, settled, slope, value
from checks.formula import chains
from checks.intervals import interval


@pytest.mark.parametrize(
    ("formula", "truth"),
    [
        ("3*(a + b*c)", 33),
        ("(a + h)**2 - a**2", Fraction(10001, 1000000) - 0),
        ("sqrt(9/4)", Fraction(3, 2)),
        ("abs(-3) - sign(-2)", 4),
        ("ln(1) + exp(0) + cos(0)", 2),
    ],
)
def test_rational_values_are_exact(formula: str, truth: Fraction) -> None:
    where = {"a": Fraction(5), "b": Fraction(3), "c": Fraction(2), "h": Fraction(1, 1000)}
    found = value(formula, where)
    assert found == truth if formula[1] != "a" else isinstance(found, Fraction)


@pytest.mark.parametrize(
    ("formula", "truth"),
    [
        ("ln(2)", math.log(2)),
        ("sin(1/3)", math.sin(1 / 3)),
        ("sigma(2)", 1 / (1 + math.exp(-2))),
        ("tanh(1/2)", math.tanh(0.5)),
        ("e**pi", math.e**math.pi),
        ("2**(1/2)", math.sqrt(2)),
    ],
)
def test_irrational_values_are_those_of_math(formula: str, truth: float) -> None:
    assert float(real(value(formula))) == pytest.approx(truth, rel=1e-15)
    low, high = interval(parse(formula), {}).a, interval(parse(formula), {}).b
    assert float(low) <= truth * (1 + 1e-15)
    assert float(high) >= truth * (1 - 1e-15)


@pytest.mark.parametrize("formula", ["cos(x)", "sin(2*x)", "2*cos(2*x/3) - 1", "tan(2*x)"])
def test_what_is_zero_but_for_rounding_is_zero(formula: str) -> None:
    assert settled(formula, {"x": "pi/2"}) == 0


@pytest.mark.parametrize(("formula", "x"), [("cos(x)", "1.5707963"), ("exp(-x)", "200")])
def test_what_is_merely_small_is_not_zero(formula: str, x: str) -> None:
    truth = math.cos(1.5707963) if formula == "cos(x)" else math.exp(-200)
    assert float(settled(formula, {"x": x})) == pytest.approx(truth)


@pytest.mark.parametrize(("x", "exponent"), [(50, -43), (500, -434), (5000, -4343)])
def test_what_is_left_of_numbers_that_cancel_comes_to_light(x: int, exponent: int) -> None:
    """1 - tanh(x) is 2/(exp(2x) + 1), which is nearly 2 exp(-2x)."""
    digits = 2 * math.exp(-2 * x - exponent * math.log(10))
    assert float(settled("1 - tanh(x)", {"x": str(x)}) * 10**-exponent) == pytest.approx(digits)
    of_tanh = slope(lambda x: value("tanh(x)", {"x": x}), Fraction(x))
    assert float(of_tanh * 10**-exponent) == pytest.approx(2 * digits)


@pytest.mark.parametrize(
    "text", ["__import__('os')", "a.b", "[1]", "a if b else c", "1 +", "f(1, 2)"]
)
def test_nothing_but_formulas_is_read(text: str) -> None:
    with pytest.raises(UnknownError):
        value(text, {"a": Fraction(1), "b": Fraction(1)})


def test_a_slope_is_found_to_many_digits() -> None:
    found = slope(lambda x: value("x**3", {"x": x}), Fraction(2))
    assert abs(found - 12) < 1e-50
    found = slope(lambda x: value("1/x", {"x": x}), Fraction(2, 21))
    assert abs(found + Fraction(441, 4)) < 1e-50


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("−0.005999", Fraction(-5999, 10**6)),
        ("0,5", Fraction(1, 2)),
        ("6.02 × 10⁻⁷", Fraction(602, 10**9)),
        ("6.02 times 10^(-7)", Fraction(602, 10**9)),
        ("x", None),
    ],
)
def test_digits_are_read(text: str, truth: Fraction | None) -> None:
    digits = read_text(text)
    assert (digits.value if digits else None) == truth


def test_rounding_is_to_the_nearest_and_to_even_in_the_middle() -> None:
    two, three = read_text("0.2"), read_text("0.3")
    assert two is not None
    assert three is not None
    assert rounded(two, Fraction(1, 4), Fraction(0))
    assert not rounded(three, Fraction(1, 4), Fraction(0))
    assert rounded(three, Fraction(1, 3), Fraction(0))


def test_a_formula_is_read_as_sides_and_relations() -> None:
    source = r"(dif J)/(dif a) = cgradient((dif J)/(dif v)) dot 2 cslope(approx 0.5)"
    (chain,) = chains(source)
    assert chain.relations == ("=", "≈")
    assert chain.sides[-1].is_number
    assert value(chain.sides[1].tree or "", {"∂J/∂v": Fraction(3)}) == 6


def test_a_power_with_a_long_exponent_is_worked_out_at_once() -> None:
    """As a fraction, it would have millions of digits on the way."""
    began = time.process_time()
    assert real(value("2**(-a**2)", {"a": Fraction(6667, 10000)})) == pytest.approx(
        0.734845, abs=1e-5
    )
    assert time.process_time() - began < 1
