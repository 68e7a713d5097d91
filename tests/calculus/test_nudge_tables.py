"""Nudges: the exact values of the course, by the arithmetic of fractions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
import sympy as sp

from calculus.errors import DerivativeError, DomainError, LessonError
from calculus.evaluate import evaluate
from calculus.function import Function
from calculus.grammar import parse_number
from calculus.line import secant, tangent
from calculus.nudge import NudgeRow, nudge_table
from calculus.quantity import Quantity
from calculus.shown import shown

LINE, SQUARE, COST = "f(a) = 3*a", "f(a) = a**2", "J(w) = w**2"
ORACLES: dict[str, Callable[[Fraction], Fraction]] = {
    LINE: lambda a: 3 * a,
    SQUARE: lambda a: a * a,
    COST: lambda w: w * w,
    "f(a) = a**3": lambda a: a * a * a,
    "f(a) = a": lambda a: a,
    "f(a) = 1/a": lambda a: 1 / a,
    "f(a) = a**3 - 2*a": lambda a: a * a * a - 2 * a,
}


def fraction(known: Quantity) -> Fraction:
    return Fraction(int(known.value.p), int(known.value.q))


def row(text: str, at: int, nudge: str) -> NudgeRow:
    return nudge_table(Function.parse(text), at, [nudge]).rows[0]


@pytest.mark.parametrize(
    ("text", "at", "nudge", "nudged", "rise", "quotient", "slope"),
    [
        (LINE, 2, "0.001", Fraction(6003, 1000), Fraction(3, 1000), Fraction(3), 3),
        (LINE, 5, "0.001", Fraction(15003, 1000), Fraction(3, 1000), Fraction(3), 3),
        (LINE, 2, "0.000001", Fraction(6000003, 10**6), Fraction(3, 10**6), Fraction(3), 3),
        (SQUARE, 2, "0.001", Fraction(4004001, 10**6), Fraction(4001, 10**6),
         Fraction(4001, 1000), 4),
        (SQUARE, 5, "0.001", Fraction(25010001, 10**6), Fraction(10001, 10**6),
         Fraction(10001, 1000), 10),
        (COST, 3, "0.001", Fraction(9006001, 10**6), Fraction(6001, 10**6),
         Fraction(6001, 1000), 6),
        (COST, 3, "0.002", Fraction(2253001, 250000), Fraction(12004, 10**6),
         Fraction(6002, 1000), 6),
        (COST, 2, "0.001", Fraction(4004001, 10**6), Fraction(4001, 10**6),
         Fraction(4001, 1000), 4),
        (COST, -3, "0.001", Fraction(8994001, 10**6), Fraction(-5999, 10**6),
         Fraction(-5999, 1000), -6),
        ("f(a) = a**3", 2, "0.001", Fraction(8012006001, 10**9), Fraction(12006001, 10**9),
         Fraction(12006001, 10**6), 12),
        ("f(a) = 1/a", 2, "0.001", Fraction(1000, 2001), Fraction(-1, 4002),
         Fraction(-500, 2001), Fraction(-1, 4)),
    ],
)  # fmt: skip
def test_the_course_values_are_exact(
    text: str, at: int, nudge: str, nudged: Fraction, rise: Fraction, quotient: Fraction,
    slope: Fraction | int,
) -> None:  # fmt: skip
    known = row(text, at, nudge)
    assert fraction(known.nudged_value) == nudged
    assert fraction(known.rise) == rise
    assert fraction(known.quotient) == quotient
    assert fraction(known.excess) == quotient - slope
    assert fraction(nudge_table(Function.parse(text), at, []).slope) == slope


@pytest.mark.parametrize(
    ("nudge", "quotient"),
    [("1", "7"), ("0.1", "6.1"), ("0.01", "6.01"), ("0.001", "6.001"), ("0.002", "6.002")]
    + [("0.0001", "6.0001"), ("0.00001", "6.00001"), ("0.000001", "6.000001")]
    + [("-0.001", "5.999")],
)
def test_the_try_your_own_nudges(nudge: str, quotient: str) -> None:
    known = row(COST, 3, nudge)
    assert shown(known.quotient).equals == f"= {quotient}"
    assert fraction(known.excess) == Fraction(nudge)


@pytest.mark.parametrize("text", ORACLES)
@pytest.mark.parametrize("nudge", [Fraction(1, 10), Fraction(-1, 1000), Fraction(1, 3)])
@pytest.mark.parametrize("at", [Fraction(2), Fraction(-3), Fraction(1, 3)])
def test_every_row_is_the_arithmetic_of_fractions(text: str, at: Fraction, nudge: Fraction) -> None:
    if at + nudge == 0:
        return
    table = nudge_table(Function.parse(text), at, [nudge])
    oracle, known = ORACLES[text], table.rows[0]
    assert fraction(known.at) == at
    assert fraction(known.nudge) == nudge
    assert fraction(known.value) == oracle(at)
    assert fraction(known.nudged_at) == at + nudge
    assert fraction(known.nudged_value) == oracle(at + nudge)
    assert fraction(known.rise) == oracle(at + nudge) - oracle(at)
    assert fraction(known.quotient) == (oracle(at + nudge) - oracle(at)) / nudge
    formula = table.quotient_formula.subs(sp.Symbol("h", real=True), sp.Rational(nudge))
    assert formula == known.quotient.value


def test_what_algebra_proves_about_the_quotient() -> None:
    def flags(text: str) -> tuple[bool, bool]:
        table = nudge_table(Function.parse(text), 2, ["0.001"])
        return table.quotient_is_constant, table.excess_is_nudge

    assert flags(LINE) == (True, False)
    assert flags("f(a) = a*(a + 1) - a**2") == (True, False)
    assert flags("f(a) = 5") == (True, False)
    assert flags(SQUARE) == (False, True)
    assert flags("f(a) = a**2 - 7*a") == (False, True)
    assert flags("f(a) = 2*a**2") == (False, False)
    assert flags("f(a) = ln(a)") == (False, False)
    assert flags("f(a) = abs(a)") == (False, False)


def test_the_quotient_is_a_short_formula() -> None:
    h = sp.Symbol("h", real=True)
    assert nudge_table(Function.parse(SQUARE), 2, []).quotient_formula == h + 4
    assert nudge_table(Function.parse(LINE), 2, []).quotient_formula == 3


@pytest.mark.parametrize(
    ("text", "at", "line"),
    [
        (COST, 3, "6 w - 9"),
        (COST, 2, "4 w - 4"),
        (COST, -3, "-6 w - 9"),
        ("J(w) = w**3", 2, "12 w - 16"),
        ("J(w) = 1/w", 2, "1 - w/4"),
        ("J(a) = ln(a)", 2, "a/2 - 1 + ln(2)"),
        ("J(w) = 3*w", 2, "3 w"),
    ],
)
def test_tangents_touch_where_they_should(text: str, at: int, line: str) -> None:
    touching = tangent(Function.parse(text), at)
    assert touching.typst == line
    assert touching(at) == Function.parse(text)(at)
    assert [known.value for known in touching.touch] == [at, Function.parse(text)(at)]


def test_secants_go_through_both_points() -> None:
    function = Function.parse("f(a) = 1/a")
    cutting = secant(function, 2, "-0.5")
    assert cutting(2) == function(2)
    assert cutting("1.5") == function("1.5")
    assert fraction(cutting.slope) == Fraction(-1, 3)


def test_every_number_can_be_worked_out_again_from_what_is_recorded() -> None:
    table = nudge_table(Function.parse("f(h) = ln(h)/h**2"), 2, ["0.001"])
    numbers = [getattr(table.rows[0], name) for name in NudgeRow.__slots__]
    numbers += [table.at, table.slope, table.tangent.slope, table.tangent.intercept]
    for known in numbers:
        where = {name: parse_number(text) for name, text in known.where}
        assert evaluate(known.formula, where) == known.value


def test_bad_nudges_are_told() -> None:
    with pytest.raises(LessonError, match="nudge: is not 0"):
        row(SQUARE, 2, "0")
    with pytest.raises(LessonError, match="nudge"):
        secant(Function.parse(SQUARE), 2, 0)
    with pytest.raises(DomainError):
        row("f(a) = 1/a", 0, "0.1")
    with pytest.raises(DomainError):
        row("f(a) = 1/a", 1, "-1")
    with pytest.raises(DomainError):
        row("f(a) = ln(a)", 1, "-2")
    with pytest.raises(DerivativeError):
        row("f(a) = abs(a)", 0, "0.1")


@pytest.mark.parametrize(
    ("text", "at", "nudge", "remedy"),
    [
        ("f(a) = 1/a", 1, "-1", "-1/2"), ("f(a) = ln(a)", 1, "-2", "1"),
        ("f(a) = sqrt(a)", "0.01", "-0.3", "3/20"),
        ("f(a) = (a**2 - 1)/(a - 1)", "0.5", "0.5", "1/4"),
        ("f(a) = 1/(a - 1)/(a - 1/2)/(a + 1/2)", 0, "1", "1/10"),
    ],
)  # fmt: skip
def test_a_nudge_into_a_hole_is_told_with_one_that_works(
    text: str, at: str, nudge: str, remedy: str
) -> None:
    with pytest.raises(DomainError) as refused:
        row(text, at, nudge)
    assert refused.value.remedy == f"a nudge of {remedy}"
    row(text, at, remedy)


@pytest.mark.parametrize("body", ["2*(a/(a*2))", "(a + 1)/(2*a + 2)", "(a**2 - 1)/(a - 1) - a"])
@pytest.mark.parametrize("at", ["e", "pi", "sqrt(2)"])
def test_what_cancels_is_exact_at_irrational_points_too(body: str, at: str) -> None:
    found = row(f"f(a) = {body}", at, "0.1")
    assert (found.rise.value, found.quotient.value) == (0, 0)
