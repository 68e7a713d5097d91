"""Enclosures hold the exact value, are narrow, and leave what is unclear to exact arithmetic."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import assume, given, settings

from calculus.descent import MAX_EFFORT, check_effort
from calculus.enclosure import enclosure
from calculus.errors import DomainError, LessonError
from calculus.evaluate import digits_of, evaluate
from calculus.function import Function
from calculus.grammar import parse_expression
from tests.calculus.test_random import POINTS, TRANSCENDENTAL, Formula, _parses, formulas, text_of


@given(formulas("a", (*TRANSCENDENTAL, "tan", "abs")), POINTS)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_an_enclosure_holds_the_exact_value(formula: Formula, point: Fraction) -> None:
    assume(_parses(formula))
    expression = parse_expression(text_of(formula))
    at = {"a": sp.Rational(point.numerator, point.denominator)}
    bounds = enclosure(expression, at)
    try:
        value = digits_of(evaluate(expression, at), 150)
    except DomainError:
        assert bounds is None
    else:
        if bounds is not None:
            size = 1 + abs(value)
            low, high = bounds
            slack = size / sp.Integer(10) ** 140
            assert low - slack <= value <= high + slack
            assert high - low < size / sp.Integer(10) ** 100


@pytest.mark.parametrize(
    "text",
    ["1/(a - 2)", "ln(a - 2)", "sqrt(a - 2)", "ln(-a)", "tan(a*pi/4)", "abs(a - 2)", "sign(a - 2)",
     "(a - 2)**-1", "(-a)**0.5", "exp(3000*a)", "sin(6000*a)", "(a + 1/3)**900", "a**900*a**900"],
)  # fmt: skip
def test_what_is_unclear_or_too_long_has_no_enclosure(text: str) -> None:
    at = {"a": sp.Integer(10) ** 30 + 2 if "900" in text else sp.Integer(2)}
    assert enclosure(parse_expression(text), at) is None


def test_an_irrational_point_is_enclosed_too() -> None:
    for root in (sp.sqrt(2), -sp.sqrt(2)):
        low, high = enclosure(parse_expression("a*a"), {"a": root}) or (0, 0)
        assert low < 2 < high


def test_as_many_steps_are_allowed_as_can_be_worked_out_soon() -> None:
    short, long = (Function.parse(f"f(a) = {body}") for body in ("a**2", "sin(a)*exp(a)*ln(a)"))
    check_effort(short, steps=200, walks=2)
    check_effort(short, steps=60, walks=6)
    with pytest.raises(LessonError, match=r"steps: is at most \d+ for this function; got"):
        check_effort(long, steps=MAX_EFFORT, walks=1)
    with pytest.raises(LessonError, match="function: is short enough for 1000 descents"):
        check_effort(long, steps=1, walks=1000)
