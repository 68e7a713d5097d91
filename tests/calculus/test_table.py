"""The table of functions: every layer, the audit and the languages agree with mpmath."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import pytest
import sympy as sp
import typst as typesetter

from calculus.digits import digits_of, sign_of
from calculus.enclosure import enclosure
from calculus.errors import DerivativeError, DomainError, ExpressionError, LimitError
from calculus.evaluate import evaluate
from calculus.function import Function
from calculus.functions import ROWS, SYNONYMS
from calculus.grammar import parse_expression, parse_number
from calculus.plain import plain
from calculus.spoken import spoken
from calculus.symbolic import source_of
from calculus.typst import typst
from calculus.vocabulary import ENGLISH
from checks.evaluator import FUNCTIONS, real, value
from checks.formula import chains
from scenes.words.readable import readable

LANGUAGES = Path(__file__).parents[2] / "scenes" / "words" / "languages"
m = mpmath
TRUTH: dict[str, Callable[..., Any]] = {
    "ln": m.log,
    "log10": lambda x: m.log(x) / m.log(10),
    "log2": lambda x: m.log(x) / m.log(2),
    "exp": m.exp,
    "sqrt": m.sqrt,
    "cbrt": lambda x: m.sign(x) * m.cbrt(abs(x)),
    "sin": m.sin,
    "cos": m.cos,
    "tan": m.tan,
    "arcsin": m.asin,
    "arccos": m.acos,
    "arctan": m.atan,
    "sinh": m.sinh,
    "cosh": m.cosh,
    "tanh": m.tanh,
    "abs": abs,
    "sign": m.sign,
    "step": lambda x: (1 + m.sign(x)) / 2,
    "floor": m.floor,
    "max": max,
    "min": min,
    "relu": lambda x: max(x, 0 * x),
    "softplus": lambda x: m.log1p(m.exp(x)),
    "sigma": lambda x: 1 / (1 + m.exp(-x)),
    "erf": m.erf,
}
INSIDE = ["0.3", "-0.7", "0.999", "1/7", "sqrt(2)/3", "-pi/5"]
OUTSIDE = ["2.5", "-3.2", "40", "-40", "sqrt(2)", "1000", "-12345/678"]


def as_mpf(text: str) -> Any:
    return m.mpf(sp.N(sp.sympify(text, rational=True), 80))


def called(name: str) -> str:
    return f"{name}(a, 1/3, 2*a)" if ROWS[name].several else f"{name}(a)"


def truth_of(name: str, x: Any) -> Any:
    return TRUTH[name](x, m.mpf(1) / 3, 2 * x) if ROWS[name].several else TRUTH[name](x)


def test_the_grammar_the_audit_and_every_language_know_the_same_functions() -> None:
    assert set(TRUTH) == set(ROWS)
    assert set(SYNONYMS) <= FUNCTIONS
    assert set(ENGLISH.functions) == set(ROWS)
    for file in LANGUAGES.glob("*.toml"):
        patterns = tomllib.loads(file.read_text(encoding="utf-8"))["speech"]["functions"]
        assert set(patterns) == set(ROWS), file.name
        assert all(pattern.count("{}") == 1 for pattern in patterns.values())


def test_the_reference_lists_every_function() -> None:
    reference = (LANGUAGES.parents[2] / "docs" / "lessons.md").read_text(encoding="utf-8")
    listed = reference.partition("Functions are written with")[2].partition("##")[0]
    assert all(f"`{name}`" in listed for name in [*ROWS, "log"])


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("point", [*INSIDE, *OUTSIDE])
def test_every_layer_has_the_value_of_mpmath(name: str, point: str) -> None:
    expression, at = parse_expression(called(name)), parse_number(point)
    largest = ROWS[name].largest
    if largest is not None and abs(at) > largest:  # where its digits would take minutes
        with pytest.raises(LimitError, match=f"between -{largest} and {largest}"):
            evaluate(expression, {"a": at})
        return
    with m.workdps(80):
        truth = truth_of(name, as_mpf(point))
        if isinstance(truth, m.mpc):
            with pytest.raises(DomainError):
                evaluate(expression, {"a": at})
            assert enclosure(expression, {"a": at}) is None
            return
        known = evaluate(expression, {"a": at})
        ours = m.mpf(sp.N(digits_of(known, 60), 60))
        assert abs(ours - truth) <= m.mpf(10) ** -50 * abs(truth)
        recorded = value(source_of(known))
        again = value(called(name), {"a": value(point)})
        for audited in (recorded, again):
            assert abs(real(audited) - truth) <= m.mpf(10) ** -50 * abs(truth)
        bounds = enclosure(expression, {"a": at})
        if bounds is not None:
            low, high = (m.mpf(int(end.p)) / int(end.q) for end in bounds)
            slack = m.mpf(10) ** -70 * abs(truth)
            assert low - slack <= truth <= high + slack
            assert high - low <= m.mpf(10) ** -60 * (1 + abs(truth))
        drawn = Function("f", "a", expression).sample_at(float(as_mpf(point)))
        big = abs(truth) > 1e300
        assert np.isnan(drawn) if big else abs(drawn - truth) <= 1e-12 * (1 + abs(truth))


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("point", ["0.3", "1/7", "0.45", "-0.7"])
def test_every_slope_is_that_of_a_central_difference(name: str, point: str) -> None:
    function = Function.parse(f"f(a) = {called(name)}")
    with m.workdps(80):
        x, h = as_mpf(point), m.mpf(10) ** -20
        ends = truth_of(name, x - h), truth_of(name, x + h)
        if any(isinstance(end, m.mpc) for end in ends):
            with pytest.raises(DerivativeError):
                function.derivative_at(point)
            return
        slope = function.derivative_at(point).value
        assert abs(m.mpf(sp.N(slope, 60)) - (ends[1] - ends[0]) / (2 * h)) < m.mpf(10) ** -35
        derived = value(function.derivative.body_source, {"a": value(point)})
        assert abs(real(derived) - m.mpf(sp.N(slope, 60))) < m.mpf(10) ** -45


@pytest.mark.parametrize("name", ROWS)
def test_what_is_on_screen_is_read_by_the_audit_and_typeset(name: str) -> None:
    text = f"2*{called(name)}**2/3 + {called(name)}"
    shown = typst(parse_expression(text))
    (chain,) = chains(f"y = {shown}")
    tree = chain.sides[1].tree
    assert tree is not None
    at = {"a": Fraction(2, 7)}
    assert abs(real(value(tree, at)) - real(value(text, at))) < m.mpf(10) ** -60
    svg = typesetter.compile(f"$ {shown} $".encode(), format="svg")
    assert svg.startswith(b"<svg")
    assert "{}" not in plain(parse_expression(text)) + spoken(parse_expression(text))
    assert readable(f"${shown}$").count("(") == readable(f"${shown}$").count(")")


@pytest.mark.parametrize(
    ("text", "exact"),
    [("arctan(1)", "pi/4"), ("arcsin(1/2)", "pi/6"), ("arccos(-1)", "pi"), ("log10(1000)", "3"),
     ("log10(0.001)", "-3"), ("log10(sqrt(10))", "1/2"), ("log2(1/8)", "-3"), ("cbrt(-8)", "-2"),
     ("cbrt(27/8)", "3/2"), ("cbrt(2)**3", "2"), ("erf(0)", "0"), ("sinh(0)", "0"),
     ("cosh(0)", "1"), ("softplus(0)", "ln(2)"), ("floor(-1/2)", "-1"), ("floor(7)", "7"),
     ("floor(10**100)", "10**100"), ("floor((1 + sqrt(2))**2 - sqrt(8))", "3"),
     ("max(1, 2/3, -4)", "1"), ("max(sqrt(2), 1.4142)", "sqrt(2)"), ("min(1, 2/3, -4)", "-4"),
     ("relu(-2)", "0"), ("relu(5/3)", "5/3"), ("step(-1/2)", "0"), ("|1 - |3 - 5||", "1"),
     ("|-2| + |3|", "5"), ("floor(exp(100))", "26881171418161354484126255515800135873611118")],
)  # fmt: skip
def test_values_are_exact_where_they_can_be(text: str, exact: str) -> None:
    assert parse_number(text) == parse_number(exact)


@pytest.mark.parametrize(
    ("text", "at"),
    [("max(a, 1)", 1), ("min(a, 1, 2)", 1), ("max(a**2, a)", 0), ("relu(a)", 0),
     ("relu(a - 1/3)", "1/3"), ("floor(a)", 2), ("floor(2*a)", "1/2"), ("step(a)", 0),
     ("arcsin(a)", 1), ("arcsin(a)", -1), ("arccos(a/2)", 2), ("cbrt(a)", 0), ("cbrt(a - 1)", 1),
     ("cbrt(abs(a))", 0), ("arcsin(a)", 2), ("log10(a)", 0), ("abs(relu(a) - 1)", 0),
     ("max(0, min(a, 1))", 1), ("|a| - |a|**3", 0)],
)  # fmt: skip
def test_there_is_no_slope_at_a_tie_a_jump_or_an_end(text: str, at: int | str) -> None:
    with pytest.raises(DerivativeError):
        Function.parse(f"f(a) = {text}").derivative_at(at)


@pytest.mark.parametrize(
    ("text", "at", "slope"),
    [("max(a, 1)", 2, 1), ("max(a, 1)", 0, 0), ("max(a**2, 0)", 0, 0), ("relu(a)**2", 0, 0),
     ("max(a**3, -a**3)", 0, 0), ("floor(a)", "1/2", 0), ("floor(a**2)", 0, 0),
     ("a*cbrt(a)", 0, 0), ("cbrt(a)**3", 8, 1), ("max(a, a)", 3, 1), ("min(a, a**2)", 3, 1),
     ("max(a, a, a)", 3, 1), ("min(2*a, a + a, 3*a - a, 9)", 1, 2), ("max(a, a)*a", 0, 0),
     ("max(sin(2*a), 2*sin(a)*cos(a), a/9)", 1, None), ("max(2*a, 3*a, 5)", 2, 3),
     ("cbrt(a**2)**3", 0, 0), ("relu(a)*a", 0, 0)],
)  # fmt: skip
def test_there_is_a_slope_where_a_bend_is_smooth(
    text: str, at: int | str, slope: int | None
) -> None:
    known = Function.parse(f"f(a) = {text}").derivative_at(at).value
    truth = 2 * sp.cos(2) if slope is None else sp.Integer(slope)
    assert abs((known - truth).evalf(30)) < 1e-20


@pytest.mark.parametrize(
    ("text", "set_as", "in_plain_text", "said"),
    [("floor(a)", "floor(a)", "⌊a⌋", "the floor of A"),
     ("cbrt(a + 1)", "root(3, a + 1)", "∛(a + 1)", "the cube root of the quantity A plus one"),
     ("log10(a)", "log_10 (a)", "log₁₀(a)", "the decimal logarithm of A"),
     ("max(0, a)", "max(0, a)", "max(0, a)", "the maximum of zero and A"),
     ("min(a, b, c)", "min(a, b, c)", "min(a, b, c)", "the minimum of A, b and c"),
     ("relu(z)", 'op("ReLU")(z)', "ReLU(z)", "relu of z"),
     ("arctan(a)", "arctan(a)", "arctan(a)", "the inverse tangent of A")],
)  # fmt: skip
def test_functions_are_written_and_said_as_people_do(
    text: str, set_as: str, in_plain_text: str, said: str
) -> None:
    expression = parse_expression(text)
    assert typst(expression) == set_as
    assert plain(expression) == in_plain_text
    assert spoken(expression) == said
    assert readable(f"${set_as}$") == in_plain_text


def test_a_logarithm_is_natural_unless_its_base_is_named() -> None:
    assert parse_number("log(2)") == sp.log(2)
    assert parse_number("log10(2)") != parse_number("log(2)")
    with pytest.raises(ExpressionError, match=r"natural logarithm.*Try: log10\(100\)"):
        parse_number("log(100, 10)")


@pytest.mark.parametrize("text", ["max(a)", "min()", f"max({', '.join('a' * 11)})", "sin(a, b)"])
def test_a_function_has_as_many_arguments_as_it_takes(text: str) -> None:
    with pytest.raises(ExpressionError, match="argument"):
        parse_expression(text)


def test_the_sign_of_a_small_difference_of_functions_is_right() -> None:
    assert sign_of(parse_number("arctan(10**30) - pi/2")) == -1
    assert sign_of(parse_number("erf(3) - 1")) == -1
    assert sign_of(parse_number("softplus(-100)")) == 1
    assert sign_of(parse_number("cosh(1)**2 - sinh(1)**2 - 1")) == 0
    assert sign_of(abs(parse_number("tanh(500) - tanh(495)")) - parse_number("exp(-990)")) == 1
    nearly = parse_number("1500 - sigma(1500)*(1 - sigma(1500))/6")
    assert abs(digits_of(nearly, 30) - 1500) < sp.Rational(1, 10**90)
