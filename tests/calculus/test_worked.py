"""Operands get as many digits as their result needs, or none will do."""

from __future__ import annotations

import mpmath
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calculus.errors import LessonError
from calculus.expression import source
from calculus.grammar import parse_expression
from calculus.quantity import Quantity, evaluated, quantity
from calculus.readable import Digits
from calculus.shown import Shown, shown
from calculus.worked import DIGITS, operands

FORMS = [
    "a + b", "a - b", "1 - a", "a*b", "a/b", "a**2 - b**2", "ln(a)", "ln(1 - a)", "exp(a)",
    "1/(1 - a)", "sqrt(a - b)", "-(b*ln(a) + (1 - b)*ln(1 - a))", "2*a - 3*b", "sin(a)/b",
]  # fmt: skip
VALUES = [
    "sigma(2)", "sigma(9)", "sigma(20)", "exp(-12)", "1 + exp(-12)", "exp(40)", "-exp(-40)", "1/3",
    "2", "0.75", "pi", "1/7 + exp(-20)", "299792458",
]  # fmt: skip
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def rounded(value: Quantity, significant: int) -> Shown:
    return shown(value, significant=significant)


def read(number: Shown) -> tuple[mpmath.mpf, mpmath.mpf]:
    """The digits of a number, and what one in the last of them is worth."""
    mantissa, _, exponent = number.text.replace("−", "-").partition(" × 10")
    power = mpmath.mpf(10) ** int(exponent.translate(RAISED) or 0)
    return mpmath.mpf(mantissa) * power, power / 10 ** len(mantissa.partition(".")[2])


@given(st.sampled_from(FORMS), st.sampled_from(VALUES), st.sampled_from(VALUES))
@settings(max_examples=250, deadline=None, derandomize=True)
def test_the_digits_that_are_shown_give_the_result(form: str, a: str, b: str) -> None:
    formula, values = parse_expression(form), {"a": quantity(a), "b": quantity(b)}
    try:
        result = shown(evaluated(formula, {k: v.value for k, v in values.items()}), significant=4)
    except LessonError:
        assume(False)
    taken = operands(formula, values, result, rounded)
    if taken is None:
        assert not all(known.value.is_Rational and known.value.q == 1 for known in values.values())
        return
    with mpmath.workdps(60):
        names = {name: read(number)[0] for name, number in taken.items()}
        names |= {"ln": mpmath.log, "exp": mpmath.exp, "sqrt": mpmath.sqrt, "sin": mpmath.sin}
        worked = eval(form.replace("1 ", "mpf(1) ").replace("1/", "mpf(1)/"), {}, names | {
            "mpf": mpmath.mpf})  # fmt: skip
        digits, unit = read(result)
        assert mpmath.isfinite(worked)
        assert abs(worked - digits) <= unit / 2 * (1 + mpmath.mpf(10) ** -40)
    written = source(formula)
    for name, number in taken.items():
        if not number.exact:
            assert number.text not in written.replace("(", " ").replace(")", " ").split()
            assert len(number.text.partition(" ×")[0].replace(".", "").lstrip("0−")) <= DIGITS[-1]
            assert all(number.text != other.text or not other.exact for other in taken.values())
        assert name in written


@pytest.mark.parametrize(
    ("form", "value", "digits"),
    [
        ("2*a", "1/3", "0.33333"),
        ("1 - a", "sigma(9)", "0.9998766"),
        ("ln(a)", "1 + exp(-12)", "1.000006144"),
        ("1 - a", "sigma(20)", None),
        ("1 - a", "0.875", "0.875"),
    ],
)
def test_no_more_digits_than_needed(form: str, value: str, digits: str | None) -> None:
    formula, a = parse_expression(form), quantity(value)
    result = shown(evaluated(formula, {"a": a.value}), significant=4)
    taken = operands(formula, {"a": a}, result, rounded)
    assert (taken and taken["a"].text) == digits


def test_operands_keep_to_the_decimals_that_are_allowed() -> None:
    def show(value: Quantity, significant: int) -> Shown:
        return two.shown(value, significant=significant)

    two, three, a = Digits(2), parse_expression("3*a"), quantity("5.12345")
    assert operands(three, {"a": a}, two.shown("15.37035"), show) is None
    close = operands(three, {"a": quantity("5.1201")}, two.shown("15.3603"), show)
    assert close is not None
    assert close["a"].text == "5.12"
