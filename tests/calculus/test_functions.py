"""Functions of one variable: values, slopes, domains, and where there are none."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from calculus.errors import DerivativeError, DomainError, ExpressionError
from calculus.evaluate import evaluate
from calculus.expression import Number, walk
from calculus.function import Function
from calculus.grammar import parse_number
from calculus.surface import Surface


def fraction(value: sp.Expr) -> Fraction:
    return Fraction(int(value.p), int(value.q))


@pytest.mark.parametrize(
    ("text", "point", "value", "slope"),
    [
        ("f(a) = 3*a", "2.001", Fraction(6003, 1000), Fraction(3)),
        ("f(a) = a**2", "5.001", Fraction(25010001, 10**6), Fraction(10002, 1000)),
        ("f(a) = a**3", 2, Fraction(8), Fraction(12)),
        ("f(w) = 1/w", 2, Fraction(1, 2), Fraction(-1, 4)),
        ("f(w) = 1/w", "2.001", Fraction(1000, 2001), Fraction(-1000000, 4004001)),
        ("f(a) = a**3 - 2*a", -1, Fraction(1), Fraction(1)),
        ("f(z) = sigma(z)", 0, Fraction(1, 2), Fraction(1, 4)),
        ("f(a) = abs(a - 1)", -2, Fraction(3), Fraction(-1)),
        ("f(a) = sqrt(a)", 4, Fraction(2), Fraction(1, 4)),
        ("f(a) = a**(3/2)", 4, Fraction(8), Fraction(3)),
        ("f(E) = E*e**0", 2, Fraction(2), Fraction(1)),
    ],
)
def test_values_and_slopes_are_exact(
    text: str, point: str | int, value: Fraction, slope: Fraction
) -> None:
    function = Function.parse(text)
    assert fraction(function(point)) == value
    assert fraction(function.derivative_at(point).value) == slope


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("f(a) = abs(a)*a", 0),
        ("f(a) = abs(a)**2", 0),
        ("f(a) = abs(a)**(3/2)", 0),
        ("f(a) = a*sqrt(abs(a))", 0),
        ("f(a) = (a - 1)*abs(a - 1)", 1),
        ("f(a) = sqrt((a - 1)**4)", 1),
        ("f(a) = abs(sin(a))*sin(a)", 0),
        ("f(a) = abs(abs(a) - a)*a", 0),
    ],
)
def test_a_bend_that_is_smooth_enough_has_slope_zero(text: str, at: int) -> None:
    assert Function.parse(text).derivative_at(at).value == 0


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("f(a) = abs(a)", 0),
        ("f(a) = abs(a - 1)", 1),
        ("f(a) = abs(ln(a))", 1),
        ("f(a) = sqrt(a)", 0),
        ("f(a) = sqrt(a)**2", 0),
        ("f(a) = a**(3/2)", 0),
        ("f(a) = sqrt(a**2)", 0),
        ("f(a) = a**2**(1/2)/abs(a)", 0),
        ("f(a) = abs(a)**(1/2)", 0),
        ("f(a) = 1/a", 0),
        ("f(a) = ln(a)", -1),
        ("f(a) = tan(a)", "pi/2"),
        ("f(a) = a/a", 0),
        ("f(a) = sign(a)", 0),
        ("f(a) = sqrt(-a**2)", 0),
        ("f(a) = (-2)**a", 2),
    ],
)
def test_where_there_is_no_slope_one_is_told(text: str, at: int | str) -> None:
    with pytest.raises(DerivativeError):
        Function.parse(text).derivative_at(at)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("f(a) = 1/a", 0),
        ("f(a) = a/a", 0),
        ("f(a) = ln(a)", 0),
        ("f(a) = ln(a)", -1),
        ("f(a) = sqrt(a)", "-0.001"),
        ("f(a) = sqrt(a)**2", -1),
        ("f(a) = (a)**(1/3)", -8),
        ("f(a) = tan(a)", "pi/2"),
        ("f(a) = 1/(a**2 - 2)", "sqrt(2)"),
        ("f(a) = ln(a - sqrt(2))", "sqrt(2)"),
        ("f(a) = 2**a", 10**9),
        ("f(a) = exp(exp(a))", 100),
    ],
)
def test_where_there_is_no_value_one_is_told(text: str, at: int | str) -> None:
    function = Function.parse(text)
    assert not function.is_defined_at(at)
    with pytest.raises(DomainError):
        function(at)


@pytest.mark.parametrize(
    "text",
    ["", "a**2", "f = a**2", "f(a) a**2", "f(a, b) = a", "f() = 2", "f(a) = b", "a(a) = a"]
    + ["f(a) =", "f(a) == a", "sin(a) = a", "f(pi) = 2", "f(2) = 2", "f(lambda) = 2", "= a"],
)
def test_what_is_no_function_of_one_variable_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        Function.parse(text, thing="cost")
    assert str(caught.value).startswith("cost")


SMOOTH = {
    "ln(a)": mpmath.log,
    "exp(-a**2)": lambda a: mpmath.exp(-(a**2)),
    "sin(a)*cos(3*a)": lambda a: mpmath.sin(a) * mpmath.cos(3 * a),
    "tan(a/2)": lambda a: mpmath.tan(a / 2),
    "tanh(2*a)": lambda a: mpmath.tanh(2 * a),
    "sigma(2*a - 1)": lambda a: 1 / (1 + mpmath.exp(1 - 2 * a)),
    "a**a": lambda a: a**a,
    "2**a": lambda a: mpmath.mpf(2) ** a,
    "sqrt(1 + a**2)/a": lambda a: mpmath.sqrt(1 + a**2) / a,
    "abs(a - 3)*log(a)": lambda a: abs(a - 3) * mpmath.log(a),
    "pi*a**e": lambda a: mpmath.pi * a**mpmath.e,
}


@pytest.mark.parametrize("body", SMOOTH)
@pytest.mark.parametrize("point", ["1/2", "1.7", "sqrt(2)"])
def test_slopes_are_those_of_central_differences_at_high_precision(body: str, point: str) -> None:
    function = Function.parse(f"f(a) = {body}")
    with mpmath.workdps(80):
        oracle = SMOOTH[body]
        at = mpmath.mpf(sp.N(sp.sympify(point, rational=True), 80))
        step = mpmath.mpf(10) ** -20
        slope = (oracle(at + step) - oracle(at - step)) / (2 * step)
        ours = mpmath.mpf(sp.N(function.derivative_at(point).value, 80))
        assert abs(ours - slope) < mpmath.mpf(10) ** -35
        assert abs(mpmath.mpf(sp.N(function(point), 80)) - oracle(at)) < mpmath.mpf(10) ** -70


@pytest.mark.parametrize("base", ["2", "12", "1.5", "123456789"])
@pytest.mark.parametrize("exponent", ["2.000001", "0.700001", "-1.2345678"])
def test_powers_with_long_exponents_are_worked_out_at_once(base: str, exponent: str) -> None:
    known = Function.parse(f"f(a) = {base}**a").at(exponent)
    with mpmath.workdps(80):
        truth = mpmath.mpf(base) ** mpmath.mpf(exponent)
        assert abs(mpmath.mpf(sp.N(known.value, 80)) - truth) < truth * mpmath.mpf(10) ** -70
    where = {name: parse_number(text) for name, text in known.where}
    assert evaluate(known.formula, where) == known.value


def test_the_logarithm_near_one_keeps_its_sign() -> None:
    tiny = Function.parse("f(h) = ln(1 + h)/h")
    assert abs(tiny(Fraction(1, 10**40)).evalf(50, maxn=200) - 1) < 1e-39


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("f(a) = a**2", [-5, 0, 5], []),
        ("f(a) = 1/(a**2 - 2)", [0, 2, -2], ["sqrt(2)", "-sqrt(2)"]),
        ("f(a) = ln(a*(a - 1))", [-1, 2], [0, 1, "1/2"]),
        ("f(a) = sqrt(a/(a + 2))", [0, 1, -3], [-2, -1]),
        ("f(a) = a**(1/2) + a**(-1/2)", [1], [0, -1]),
        ("f(a) = ln(a) + 1/(a - 2)", [1, 3], [2, 0, -1]),
        ("f(a) = sqrt(-a**2)", [0], [1, -1]),
        ("f(a) = tan(a)", [0, 1], ["pi/2"]),
        ("f(a) = ln(cos(a))", [0, 1], [2, "pi/2"]),
        ("f(a) = arcsin(a/2)", [0, 2, -2], [3, "-2.1"]),
        ("f(a) = log2(a - 1)", [2], [1, 0]),
        ("f(a) = cbrt(a)", [-5], []),
        ("f(a) = arccos(a**2)", [0, 1], ["1.1"]),
    ],
)
def test_the_domain_is_where_there_are_values(
    text: str, inside: list[int], outside: list[int | str]
) -> None:
    function = Function.parse(text)
    for point in inside:
        assert function.domain.contains(parse_number(point)) == sp.true
        assert function.is_defined_at(point)
    for point in outside:
        assert function.domain.contains(parse_number(point)) == sp.false
        assert not function.is_defined_at(point)


def test_samples_for_drawing_are_nan_outside_the_domain() -> None:
    xs = np.array([-1.0, 0.0, 1.0, 2.0])
    assert np.array_equal(
        Function.parse("f(a) = 1/a").sample(xs), [-1, np.nan, 1, 0.5], equal_nan=True
    )
    assert np.isnan(Function.parse("f(a) = ln(a)").sample(xs)).tolist() == [
        True,
        True,
        False,
        False,
    ]
    assert Function.parse("f(a) = 3").sample(xs).tolist() == [3, 3, 3, 3]
    assert np.isnan(Function.parse("f(a) = exp(a**9*9999)").sample(xs))[3]


def test_a_value_can_be_worked_out_again_from_what_is_recorded() -> None:
    known = Function.parse("f(a) = a**2 - ln(a)").derivative_at("1/3")
    where = {name: parse_number(text) for name, text in known.where}
    assert where == {"a": sp.Rational(1, 3)}
    assert evaluate(known.formula, where) == known.value


def test_the_second_derivative_is_the_derivative_of_the_first() -> None:
    cube = Function.parse("f(a) = a**3")
    assert cube.derivative.derivative.source == "f′′(a) = 6*a"
    assert Function.parse("f(a) = abs(a)").derivative.derivative(5) == 0


@pytest.mark.parametrize(
    ("body", "derivative"),
    [
        ("3.14159265358979*a**2 - 2.71828182845905*a", "6.28318530717958*a - 2.71828182845905"),
        ("0.5*a**2", "a"),
        ("0.25*a**2", "0.5*a"),
        ("a**2/3", "2*a/3"),
        ("a**2/4", "a/2"),
        ("0.1*a**2/3", "a/15"),
        ("1.50*a", "1.5"),
        ("0.1*exp(-0.5*a**2)", "-0.1*a*exp(-0.5*a**2)"),
        ("a**0.5", "0.5/sqrt(a)"),
        ("a**1.5", "1.5*sqrt(a)"),
        ("1e-9*a**2", "0.000000002*a"),
        ("0.3**a", "0.3**a*ln(0.3)"),
        ("1.0*a**3", "3*a**2"),
        ("0.001*sin(2.5*a)", "0.0025*cos(2.5*a)"),
        ("3.14159265358979323846*a**2", "6.28318530717958647692*a"),
    ],
)
def test_the_derivative_of_decimals_has_decimals(body: str, derivative: str) -> None:
    assert Function.parse(f"f(a) = {body}").derivative.body_source == derivative


@given(st.lists(st.decimals("-9", "9", places=5), min_size=1, max_size=4), st.integers(-9, 9))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_the_derivative_of_a_polynomial_with_decimals_is_exact_and_has_no_fractions(
    coefficients: list[Decimal], at: int
) -> None:
    body = " + ".join(f"({c:f})*a**{power}" for power, c in enumerate(coefficients, 1))
    derivative = Function.parse(f"f(a) = {body}").derivative
    truth = sum(power * Fraction(c) * at ** (power - 1) for power, c in enumerate(coefficients, 1))
    assert fraction(derivative(at)) == truth
    numbers = [part.text for part in walk(derivative.expression) if isinstance(part, Number)]
    assert "/" not in derivative.body_source
    assert not any("." in text and text.endswith("0") for text in numbers)


def test_a_function_of_two_variables_has_values_and_partial_derivatives() -> None:
    J = Surface.parse("J(w, b) = (w*2 + b - 5)**2 + max(w, b)")
    w, b = sp.symbols("w b")
    smooth = (2 * w + b - 5) ** 2
    for at in ((1, "1/2"), ("-1/3", 4)):
        point = dict(zip((w, b), map(sp.Rational, at), strict=True))
        here = {symbol.name: value for symbol, value in point.items()}
        larger = max(point.values())
        assert J.at(here).value == smooth.subs(point) + larger
        for symbol in (w, b):
            truth = sp.diff(smooth, symbol).subs(point) + int(point[symbol] == larger)
            known = J.partial_at(symbol.name, here)
            assert known.value == truth
            where = {name: parse_number(text) for name, text in known.where}
            assert evaluate(known.formula, where) == known.value
    assert J.source == "J(w, b) = (w*2 + b - 5)**2 + max(w, b)"
    with pytest.raises(DerivativeError):
        J.partial_at("w", {"w": sp.Integer(2), "b": sp.Integer(2)})


def test_where_one_variable_is_wanted_two_are_answered_with_what_works() -> None:
    with pytest.raises(ExpressionError, match=r"one variable, not 2.*a number for b"):
        Function.parse("J(w, b) = w**2 + b**2")
    for text in ("J(w) = w**2", "J(w, b, c) = w", "J(w, w) = w", "J(w, b) = c", "J(w, e) = w"):
        with pytest.raises(ExpressionError):
            Surface.parse(text)
