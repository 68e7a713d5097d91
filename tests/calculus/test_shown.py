"""What is shown: the true digits, and a mark where they are not the whole truth."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

import mpmath
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from calculus.quantity import Quantity
from calculus.shown import shown
from calculus.words import spoken_integer

SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def read_back(text: str) -> Fraction:
    """The number that somebody reads off the screen."""
    mantissa, _, power = text.replace("−", "-").partition(" × 10")
    exponent = int(power.translate(SUPERSCRIPTS)) if power else 0
    return Fraction(mantissa) * Fraction(10) ** exponent


@pytest.mark.parametrize(
    ("value", "equals", "speech"),
    [
        ("4.001", "= 4.001", "four point zero zero one"),
        ("9.006001", "= 9.006001", "nine point zero zero six zero zero one"),
        ("-0.005999", "= −0.005999", "minus zero point zero zero five nine nine nine"),
        ("33", "= 33", "thirty-three"),
        ("120", "= 120", "one hundred twenty"),
        ("0", "= 0", "zero"),
        ("-0", "= 0", "zero"),
        ("1/4", "= 0.25", "zero point two five"),
        ("1/3", "≈ 0.333333", "about zero point three three three three three three"),
        ("-500/2001", "≈ −0.249875", "about minus zero point two four nine eight seven five"),
        ("1000/2001", "≈ 0.499750", "about zero point four nine nine seven five zero"),
        ("ln(2)", "≈ 0.693147", "about zero point six nine three one four seven"),
        ("6.000001", "= 6.000001", "six point zero zero zero zero zero one"),
        ("0.000000001", "= 0.000000001", None),
        ("0.0000000001", "= 1 × 10⁻¹⁰", "one times ten to the minus ten"),
        ("0.000000000125", "= 1.25 × 10⁻¹⁰", None),
        ("60200000000", "= 6.02 × 10¹⁰", "six point zero two times ten to the ten"),
        ("999999999", "= 999999999", None),
        ("1000000000", "= 1 × 10⁹", None),
        ("1234567890123", "≈ 1.23457 × 10¹²", None),
        ("9999999.5*10**6", "≈ 1 × 10¹³", None),
        ("0.99999999999", "≈ 1", None),
        ("1234567 + 1/3", "≈ 1234567", None),
    ],
)
def test_numbers_look_and_sound_like_this(value: str, equals: str, speech: str | None) -> None:
    seen = shown(value)
    assert seen.equals == equals
    assert speech is None or seen.marked_speech == speech


def test_every_form_carries_the_mark_of_rounding() -> None:
    rounded, exact = shown("ln(2001/2000)*1000"), shown("4.001")
    assert (rounded.relation, rounded.marked) == ("≈", "≈ 0.499875")
    assert (rounded.marked_typst, rounded.equals_typst) == ("approx 0.499875", "approx 0.499875")
    assert rounded.marked_speech.startswith("about zero point four")
    assert rounded.rounding == "6 significant digits"
    assert (exact.marked, exact.marked_typst, exact.equals_typst) == ("4.001", "4.001", "= 4.001")
    assert (exact.marked_speech, exact.rounding) == ("four point zero zero one", "none")


def test_fixed_decimals_are_for_labels_and_rolling_digits() -> None:
    assert shown(4, fixed=2).equals == "= 4.00"
    assert shown("-0.001", fixed=2).equals == "≈ 0.00"
    assert shown("0.125", fixed=2).equals == "≈ 0.12"
    assert shown("0.375", fixed=2).equals == "≈ 0.38"
    assert shown("0.5", fixed=0).text == "0"
    assert shown("pi", fixed=3).rounding == "3 decimals"
    assert shown(10**12, fixed=1).text == "1000000000000.0"


def test_a_sign_can_be_asked_for() -> None:
    assert [shown(value, signed=True).text for value in (3, -3, 0)] == ["+3", "−3", "0"]
    assert shown(3, signed=True).speech == "plus three"
    assert shown(3, signed=True).typst == "+3"


def test_a_quantity_with_an_error_is_never_exact() -> None:
    close = Quantity(sp.Rational(1, 4), "1/4", (), sp.Rational(1, 10**50))
    assert shown(close).equals.startswith("≈ 0.25")
    assert not shown(close).exact


def test_a_tie_hidden_in_a_formula_is_rounded_to_even() -> None:
    assert shown("sin(1)**2 + cos(1)**2 - 1/2", fixed=0).text == "0"
    assert shown("sin(1)**2 + cos(1)**2 + 1/2", fixed=0).text == "2"


@given(st.fractions(min_value=-(10**12), max_value=10**12, max_denominator=10**12))
@settings(max_examples=400, deadline=None, derandomize=True)
def test_shown_fractions_are_true_to_their_digits(value: Fraction) -> None:
    seen = shown(value)
    back = read_back(seen.text)
    assert seen.exact == (back == value)
    assert abs(back - value) <= abs(value) * Fraction(1, 2 * 10**5)
    assert "-" not in seen.text
    assert not seen.text.startswith("−0.0 ")
    assert seen.number == pytest.approx(float(value), rel=1e-15)


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(min_value=0, max_value=12))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_fixed_decimals_are_rounded_half_to_even(value: Fraction, decimals: int) -> None:
    with localcontext(prec=3000):
        expected = round(value, decimals)
        digits = Decimal(expected.numerator) / Decimal(expected.denominator)
        quantised = digits.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)
    seen = shown(value, fixed=decimals)
    assert Decimal(seen.text.replace("−", "-")) == quantised
    assert len(seen.text.partition(".")[2]) == decimals
    assert seen.exact == (expected == value)


@given(st.integers(min_value=2, max_value=10**9), st.integers(min_value=2, max_value=5))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_irrational_numbers_are_rounded_correctly(radicand: int, degree: int) -> None:
    seen = shown(f"{radicand}**(1/{degree})")
    with mpmath.workdps(60):
        error = abs(mpmath.root(radicand, degree) - mpmath.mpf(seen.text))
        assert error * 2 <= mpmath.mpf(10) ** -seen.places


@pytest.mark.parametrize("power", [10000, -10000, 700, 23])
def test_numbers_of_thousands_of_digits_are_shown(power: int) -> None:
    with localcontext(prec=50):
        digits, exponent = f"{Decimal(power).exp():.5e}".split("e")
    raised = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    mantissa, _, shown_exponent = shown(f"exp({power})").text.partition(" × 10")
    assert float(mantissa) == float(digits)
    assert int(shown_exponent.translate(raised)) == int(exponent)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (20, "twenty"),
        (99, "ninety-nine"),
        (100, "one hundred"),
        (1001, "one thousand one"),
        (-412_019, "minus four hundred twelve thousand nineteen"),
        (2_000_000, "two million"),
        (10**15, "one" + " zero" * 15),
    ],
)
def test_integers_are_spoken(number: int, words: str) -> None:
    assert spoken_integer(number) == words
