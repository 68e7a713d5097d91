"""Formulas for Typst and for the ear: as written, and always valid."""

from __future__ import annotations

import pytest
import sympy as sp
import typst as typesetter

from calculus.function import Function
from calculus.grammar import parse_expression
from calculus.plain import plain
from calculus.shown import shown
from calculus.spoken import spoken
from calculus.typst import typst, typst_name, typst_of

FORMULAS = {
    "3*a": ("3 a", "three A"),
    "a*3": ("a dot 3", "A times three"),
    "2*3*a": ("2 dot 3 a", "two times three A"),
    "a**2": ("a^2", "A squared"),
    "a**10": ("a^(10)", "A to the power ten"),
    "a**alpha": ("a^alpha", "A to the power alpha"),
    "2*a**3": ("2 a^3", "two A cubed"),
    "(a + 1)**2": ("(a + 1)^2", "the quantity A plus one, squared"),
    "3*(a + b*c)": ("3 (a + b c)", "three times the quantity A plus b c"),
    "(a + b)*(b + c)": (
        "(a + b) (b + c)",
        "the quantity A plus b, times the quantity b plus c",
    ),
    "1/w**2": ("1/w^2", "one over w squared"),
    "-1/w**2": ("-1/w^2", "minus one over w squared"),
    "(a + 1)/(2*b)": ("(a + 1)/(2 b)", "the quantity A plus one, over the quantity two b"),
    "a/b/c": ("(a/b)/c", "A over b over c"),
    "(a/b)**2": ("(a/b)^2", "the quantity A over b, squared"),
    "a - (b - c)": ("a - (b - c)", "A minus the quantity b minus c"),
    "a + (-b)": ("a + (-b)", "A plus the quantity minus b"),
    "ln(a)": ("ln(a)", "the natural logarithm of A"),
    "ln(a)**2": ("ln(a)^2", "the quantity the natural logarithm of A, squared"),
    "sqrt(a)/2": ("(sqrt(a))/2", "the square root of A, over two"),
    "exp(-a)": ("e^(-a)", "e to the power minus A"),
    "exp(a)**2": ("(e^a)^2", "the quantity e to the power A, squared"),
    "abs(a - 1)": ("abs(a - 1)", "the absolute value of the quantity A minus one"),
    "sigma(w*x + b)": ("sigma(w x + b)", "sigma of the quantity w x plus b"),
    "sigmoid(z)": ("sigma(z)", "sigma of z"),
    "w1*x_2": ("w_1 x_2", "w one x two"),
    "rate*w_12": ('"rate" dot w_(12)', "rate w twelve"),
    "2*pi*e": ("2 pi e", "two pi e"),
    "0.50*a": ("0.50 a", "zero point five zero A"),
    "2.5e3": ("2500", "two thousand five hundred"),
    "sign(a)": ('op("sign")(a)', "the sign of A"),
    "tan(a)*tanh(b)": ("tan(a) tanh(b)", "the tangent of A, times the hyperbolic tangent of b"),
}


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_set_and_said_as_written(text: str) -> None:
    expression = parse_expression(text)
    assert (typst(expression), spoken(expression)) == FORMULAS[text]


a, w, z = (sp.Symbol(name, real=True) for name in "awz")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (2 * a, "2 a"),
        (a**2, "a^2"),
        (a**10, "a^(10)"),
        (-1 / w**2, "-1/w^2"),
        (1 - w / 4, "1 - w/4"),
        (6 * w - 9, "6 w - 9"),
        (-6 * w - 9, "-6 w - 9"),
        (a / 2 - 1 + sp.log(2), "a/2 - 1 + ln(2)"),
        (sp.sqrt(2) / 2, "(sqrt(2))/2"),
        (sp.exp(-z) / (1 + sp.exp(-z)) ** 2, "(e^(-z))/(1 + e^(-z))^2"),
        (sp.Rational(-2, 3), "-2/3"),
        (sp.Abs(a - 1) / a, "(abs(a - 1))/a"),
        (3 * a**2 - 2, "3 a^2 - 2"),
        (sp.cot(a), "(cos(a))/(sin(a))"),
    ],
)
def test_sympy_expressions_are_set_as_a_teacher_writes_them(value: sp.Expr, expected: str) -> None:
    assert typst_of(value) == expected


def test_functions_read_as_a_whole() -> None:
    function = Function.parse("f(a) = a**2")
    assert (function.typst, function.speech) == ("f(a) = a^2", "f of A equals A squared")
    assert function.derivative.typst == "f'(a) = 2 a"
    assert function.derivative.speech == "f prime of A equals two A"
    assert function.source == "f(a) = a**2"


def test_everything_compiles() -> None:
    numbers = [shown(value, signed=True) for value in ("-0.005999", "ln(2)", "6.02*10**23", "1/7")]
    lines = [typst(parse_expression(text)) for text in FORMULAS]
    lines += [typst_name(name) for name in ("w", "alpha", "Omega", "w1", "x_ab", "cost", "f′")]
    lines += [form for number in numbers for form in (number.marked_typst, number.equals_typst)]
    lines += [Function.parse(f"J_1(x_2) = {body}").typst for body in ("x_2**2", "1/ln(x_2)")]
    document = "\n".join(f"$ {line} $" for line in lines)
    assert typesetter.compile(document.encode(), format="svg")


def test_grouping_parentheses_are_hidden_and_meant_ones_are_seen() -> None:
    def glyphs(formula: str) -> int:
        page = b"#set page(width: auto, height: auto)\n$ " + formula.encode() + b" $"
        return bytes(typesetter.compile(page, format="svg")).count(b"<use")

    assert glyphs("(ln(a))/(2 b)") == glyphs("ln(a)/frac(b, 2)")
    assert glyphs("a^(10)") == glyphs("a^10")
    assert glyphs("(a/b)^2") == glyphs("a/b^2") + 2


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("exp(a)**2", "(e^a)²"), ("sqrt(t)**2", "(√t)²"), ("cbrt(t)**2", "(∛t)²"),
        ("exp(a*b)**2", "(e^(ab))²"), ("2**a**b", "2^(a^b)"), ("exp(exp(a))", "e^(e^a)"),
        ("sqrt(exp(a))", "√(e^a)"), ("sqrt(a)*b", "√a · b"), ("sqrt(a)*(b + c)", "√a · (b + c)"),
        ("exp(a)*b", "e^a · b"), ("exp(a*b)*c", "e^(ab)c"), ("a*exp(b)", "ae^b"),
        ("2*sqrt(a)", "2√a"), ("sqrt(a)/b", "√a/b"), ("-sqrt(a)", "−√a"),
    ],
)  # fmt: skip
def test_nothing_is_drawn_into_a_root_or_an_exponent_by_what_stands_beside_it(
    text: str, written: str
) -> None:
    assert plain(parse_expression(text)) == written
