"""Every remedy works and means the same, or is an explanation; checked against mpmath."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import mpmath
import pytest
import sympy as sp

from calculus.definition import read_definition
from calculus.errors import ExpressionError, GraphError, LessonError
from calculus.evaluate import evaluate
from calculus.expression import variables
from calculus.function import Function
from calculus.grammar import check_name, parse_expression, parse_number
from calculus.graph import Graph

POINTS = {"x": "0.7", "y": "1.3", "r": "2.5", "a": "0.3", "b": "3", "w1": "0.4", "alpha": "1.1"}
POINTS |= {"lam": "0.6", "j": "1.7", "z": "0.2", "t": "0.9"}
AT = {name: mpmath.mpf(value) for name, value in POINTS.items()}


def value_of(text: str) -> Any:
    """What our own grammar makes of a text at the points above, as an mpf."""
    values = {name: parse_number(value) for name, value in POINTS.items()}
    return mpmath.mpf(sp.N(evaluate(parse_expression(text), values), 30))


def remedy_of(text: str) -> str:
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text, thing="cost")
    return caught.value.remedy


def is_formula(text: str) -> bool:
    try:
        parse_expression(text)
    except ExpressionError:
        return False
    return True


def close(one: Any, other: Any) -> bool:
    return bool(abs(one - other) <= mpmath.mpf(10) ** -10 * (1 + abs(other)))


m = mpmath
SLIPS: dict[str, Callable[..., Any]] = {
    "sin^2(x)": lambda x, **_: m.sin(x) ** 2,
    "sin**2(x)": lambda x, **_: m.sin(x) ** 2,
    "sin²(x)": lambda x, **_: m.sin(x) ** 2,
    "tanh^3(2x) - 1": lambda x, **_: m.tanh(2 * x) ** 3 - 1,
    "3x^2": lambda x, **_: 3 * x**2,
    "x^-2": lambda x, **_: x**-2,
    "3x^2y": lambda x, y, **_: 3 * x**2 * y,
    "e^2 x": lambda x, **_: m.exp(2) * x,
    "x⁻²y": lambda x, y, **_: x**-2 * y,
    "2(x+1)": lambda x, **_: 2 * (x + 1),
    "(x+1)(x-1)": lambda x, **_: (x + 1) * (x - 1),
    "x(x+1)": lambda x, **_: x * (x + 1),
    "w1(x + 1)": lambda x, w1, **_: w1 * (x + 1),
    "2pi r": lambda r, **_: 2 * m.pi * r,
    "2πr²": lambda r, **_: 2 * m.pi * r**2,
    "sin x": lambda x, **_: m.sin(x),
    "sin x + cos x": lambda x, **_: m.sin(x) + m.cos(x),
    "sin x cos x": lambda x, **_: m.sin(x) * m.cos(x),
    "sin 2x": lambda x, **_: m.sin(2 * x),
    "sin2x": lambda x, **_: m.sin(2 * x),
    "ln2": lambda **_: m.log(2),
    "ln x": lambda x, **_: m.log(x),
    "e^x": lambda x, **_: m.exp(x),
    "e^(2x)": lambda x, **_: m.exp(2 * x),
    "log(x, 10)": lambda x, **_: m.log(x, 10),
    "log(x, 2)": lambda x, **_: m.log(x, 2),
    "log(x, b)": lambda x, b, **_: m.log(x, b),
    "log(x + 1, 3)^2": lambda x, **_: m.log(x + 1, 3) ** 2,
    "1,5*x": lambda x, **_: 1.5 * x,
    "0,25x² − 1,5": lambda x, **_: 0.25 * x**2 - 1.5,
    "√x": lambda x, **_: m.sqrt(x),
    "2√(x+1)": lambda x, **_: 2 * m.sqrt(x + 1),
    "∛x": lambda x, **_: m.cbrt(x),
    "x²": lambda x, **_: x**2,
    "x⁴ + x¹²": lambda x, **_: x**4 + x**12,
    "½": lambda **_: m.mpf(1) / 2,
    "½x": lambda x, **_: x / 2,
    "3½": lambda **_: m.mpf(7) / 2,
    "π": lambda **_: m.pi,
    "2·x": lambda x, **_: 2 * x,
    "2×x÷3": lambda x, **_: 2 * x / 3,
    "x − 1": lambda x, **_: x - 1,
    "α + 1": lambda alpha, **_: alpha + 1,
    "λx": lambda x, lam, **_: lam * x,
    "lambda*x": lambda x, lam, **_: lam * x,
    "σ(z)": lambda z, **_: 1 / (1 + m.exp(-z)),
    "2|x - 1|": lambda x, **_: 2 * abs(x - 1),
    "|x - 1|y": lambda x, y, **_: abs(x - 1) * y,
    "|x - |y||^2": lambda x, y, **_: abs(x - abs(y)) ** 2,
    "[x+1]^2": lambda x, **_: (x + 1) ** 2,
    "2{x}": lambda x, **_: 2 * x,
    "⌊3x⌋": lambda x, **_: m.floor(3 * x),
    "x%2": lambda x, **_: m.fmod(x, 2),
    "7x % 2 + 1": lambda x, **_: m.fmod(7 * x, 2) + 1,
    "9x//2": lambda x, **_: m.floor(9 * x / 2),
    "5!": lambda **_: m.mpf(120),
    "1_000x": lambda x, **_: 1000 * x,
    "007x": lambda x, **_: 7 * x,
    "+x": lambda x, **_: x,
    "f(x) = x^2": lambda x, **_: x**2,
    "y = 2x": lambda x, **_: 2 * x,
    "np.sin(x)": lambda x, **_: m.sin(x),
    "math.exp(2*x)": lambda x, **_: m.exp(2 * x),
    "Sin(x)": lambda x, **_: m.sin(x),
    "𝑥²": lambda x, **_: x**2,
    "ｘ＋1": lambda x, **_: x + 1,
    "(-8)^(1/3) + x": lambda x, **_: x - 2,
    "(-8)**(2/3)": lambda **_: m.mpf(4),
    "3e2x": lambda x, **_: 300 * x,
    "x(x+1)(x-1)": lambda x, **_: x * (x + 1) * (x - 1),
    "max(2x, 1)": lambda x, **_: max(2 * x, 1),
    "exp(x)(x + 1)": lambda x, **_: m.exp(x) * (x + 1),
}


@pytest.mark.parametrize("text", SLIPS)
def test_a_slip_is_answered_with_the_whole_formula_repaired(text: str) -> None:
    assert close(value_of(remedy_of(text)), SLIPS[text](**AT))


@pytest.mark.parametrize(
    ("text", "named"),
    [("x^2", "^"), ("x²", "²"), ("1,5*x", "comma"), ("sec(x)", "sec"), ("x!", "factorial"),
     ("2 3", "between 2 and 3"), ("а**2", "а"), ("x ? 1", "?"), ("[x]", "["), ("lambda", "lambda"),
     ("x**2)", "( for every )"), ("2*(x", ") for every ("), ("|x", "|"), ("sin()", "( )"),
     ("max(1)", "max"), ("sin(x, y)", "sin"), ("π", "π"), ("x = y = 2", "equals sign"),
     ("f(x) + 1", "f"), ("rate(x)", "rate"), ("5%", "%"), ("0x10", "decimal digits"),
     ("x +", "complete"), ("Δx", "Δ"), ("if", "if")],
)  # fmt: skip
def test_a_message_names_the_character_or_the_word(text: str, named: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    assert named in caught.value.rule


@pytest.mark.parametrize(
    "text",
    ["1/2x", "x/y z", "1/2(x + 1)", "2^3x", "e^2x", "x^1/2", "y^n(x + 1)", "sin x^2", "sin x/2",
     "sin^-1(x)", "sin⁻¹(x)", "|x||y|", "|a|b|x|", "x 2", "x**2)", "2*(x", "a(b", "y(x)", "x!",
     "5%", "f(x) + 1", "g(x + 1)", "rate(x)", "gamma(x)", "sinc(x)", "sind(x)", "arccot(x)",
     "erfi(x)", "lg(x)", "zeta(x)", "J0(x)", "log(x, y, 2)", "max(x)", "sin(x, y)", "x ? y", "Δx",
     "é", "а**2", "x +", "", " ", "(", ")", "()", "||", "if", "x if y else 1", "a < b",
     "x = y = 2", "0x10", "a.b", "a[0]", "'a'", "ln", "a ** * b", "\\frac{1}{2}", "∑x",
     "x mod 2", "squrt(x)", "(-2)**0.5"],
)  # fmt: skip
def test_what_may_mean_several_things_is_explained(text: str) -> None:
    remedy = remedy_of(text)
    assert remedy
    assert not is_formula(remedy)


ELSEWHERE: dict[str, Callable[[Any], Any]] = {
    "sec": m.sec, "csc": m.csc, "cosec": m.csc, "cot": m.cot, "ctg": m.cot, "sech": m.sech,
    "csch": m.csch, "coth": m.coth, "asinh": m.asinh, "arcsinh": m.asinh, "atanh": m.atanh,
    "arctanh": m.atanh, "artanh": m.atanh, "arsinh": m.asinh, "sine": m.sin, "sen": m.sin,
    "cosine": m.cos, "tg": m.tan, "arctg": m.atan, "sh": m.sinh, "ch": m.cosh, "th": m.tanh,
    "logistic": lambda x: 1 / (1 + m.exp(-x)), "expit": lambda x: 1 / (1 + m.exp(-x)),
    "silu": lambda x: x / (1 + m.exp(-x)), "ceil": m.ceil, "log1p": m.log1p, "expm1": m.expm1,
    "exp2": lambda x: 2**x, "erfc": m.erfc, "logit": lambda x: m.log(x / (1 - x)),
    "square": lambda x: x**2, "cube": lambda x: x**3, "heaviside": lambda x: m.mpf(x > 0),
    "signum": m.sign, "fabs": abs, "reciprocal": lambda x: 1 / x, "relu6": lambda x: x,
}  # fmt: skip
"""Functions that the grammar lacks, with their values."""


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_function_of_another_name_is_written_in_those_that_are_known(name: str) -> None:
    x = AT["x"]
    assert close(value_of(remedy_of(f"{name}(x)")), ELSEWHERE[name](x))
    assert close(value_of(remedy_of(f"2*{name}(x)**2")), 2 * ELSEWHERE[name](x) ** 2)
    assert close(value_of(remedy_of(f"1/{name}(x/2 + 0.2)")), 1 / ELSEWHERE[name](x / 2 + 0.2))


def test_the_inverse_hyperbolic_cosine_and_functions_of_two_arguments_are_written_so_too() -> None:
    assert close(value_of(remedy_of("acosh(y)")), m.acosh(AT["y"]))
    assert close(value_of(remedy_of("pow(x + 1, y)")), (AT["x"] + 1) ** AT["y"])
    assert close(value_of(remedy_of("hypot(x, y)")), m.hypot(AT["x"], AT["y"]))


STRANGERS = [
    *("gamma", "beta", "zeta", "sinc", "sind", "cosd", "tand", "acot", "arccot", "asec", "arcsec"),
    *("acsc", "erfi", "erfcx", "lgamma", "digamma", "besselj", "airy", "hav", "versin", "gd", "li"),
    *("si", "ci", "ei", "W", "lambertw", "foo", "mean", "sum", "var", "norm", "sinhc", "round"),
    *("frac", "trunc", "mod", "gcd", "elu", "selu", "gelu", "mish", "softmax", "softsign", "lg"),
    *("lb", "log3", "arg", "re", "im", "det", "rank", "cis", "sqr", "root", "diff", "integral"),
]


@pytest.mark.parametrize("name", STRANGERS)
def test_no_remedy_names_another_function_for_an_unknown_one(name: str) -> None:
    remedy = remedy_of(f"{name}(x)")
    assert not is_formula(remedy)
    assert f"{name}*(…) for a product, or these functions: ln, " in remedy


# Formulas written by the rules, written again as people do.

Formula = tuple[Any, ...]
FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "sin": m.sin, "cos": m.cos, "exp": m.exp, "tanh": m.tanh, "arctan": m.atan, "abs": abs,
}  # fmt: skip
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def random_formula(dice: random.Random, depth: int) -> Formula:
    if depth == 0:
        return dice.choice(
            [("name", "x"), ("name", "y"), ("number", dice.choice(["2", "3", "0.5"]))]
        )
    smaller = [random_formula(dice, dice.randrange(depth)) for _ in range(2)]
    match dice.randrange(6):
        case 0:
            return ("power", smaller[0], dice.choice([2, 3]))
        case 1:
            return (dice.choice(list(FUNCTIONS)), smaller[0])
        case 2 | 3:
            return ("*", *smaller)
        case 4:
            return ("/", *smaller)
        case _:
            return (dice.choice("+-"), *smaller)


def truth(formula: Formula) -> Any:
    match formula:
        case ("name", name):
            return AT[name]
        case ("number", text):
            return m.mpf(text)
        case ("power", base, exponent):
            return truth(base) ** exponent
        case ("+", left, right):
            return truth(left) + truth(right)
        case ("-", left, right):
            return truth(left) - truth(right)
        case ("*", left, right):
            return truth(left) * truth(right)
        case ("/", left, right):
            return truth(left) / truth(right)
        case (function, argument):
            return FUNCTIONS[function](truth(argument))
    raise AssertionError(formula)


def as_people_write(formula: Formula, dice: random.Random) -> str:
    """The same with carets, raised digits, products without a sign, bars and decimal commas."""

    def held(part: Formula) -> str:
        text = as_people_write(part, dice)
        return text if part[0] in ("name", "number") or part[0] in FUNCTIONS else f"({text})"

    match formula:
        case ("name", name):
            return str(name)
        case ("number", text):
            return text.replace(".", dice.choice(".,"))
        case ("power", base, exponent):
            raised = str(exponent).translate(RAISED)
            if base[0] in FUNCTIONS and base[0] != "abs" and dice.random() < 0.5:
                inside = as_people_write(base[1], dice)
                return f"{base[0]}{dice.choice([raised, f'^{exponent}'])}({inside})"
            return held(base) + dice.choice([raised, f"^{exponent}"])
        case ("*", left, right):
            first, second = held(left), held(right)
            letters = first[-1].isalnum() and second[0].isalpha()
            number = second[0].isdigit()
            unseen = [] if number else [" "] if letters else [" ", ""]
            return first + dice.choice([*unseen, *unseen, "·", "×", "*"]) + second
        case ("/" | "+" | "-" as sign, left, right):
            written = {"-": dice.choice("-−"), "/": dice.choice("/÷")}.get(sign, sign)
            return f"{held(left)} {written} {held(right)}"
        case ("abs", inner):
            text = as_people_write(inner, dice)
            return dice.choice([f"abs({text})", f"|{text}|"])
        case (function, inner):
            return f"{function}({as_people_write(inner, dice)})"
    raise AssertionError(formula)


def test_formulas_as_people_write_them_are_read_or_repaired_without_changing_them() -> None:
    dice = random.Random(7)
    repaired = explained = 0
    for _ in range(1500):
        formula = random_formula(dice, 3)
        text = as_people_write(formula, dice)
        try:
            expected = truth(formula)
        except ZeroDivisionError:
            continue
        if abs(expected) > 10**6:
            continue
        if not is_formula(text):
            remedy = remedy_of(text)
            if not is_formula(remedy):
                explained += 1
                continue
            repaired += 1
            text = remedy
        assert close(value_of(text), expected), (formula, text)
    assert repaired > 4 * explained


# Names, definitions, steps and numbers.


@pytest.mark.parametrize(
    "name",
    ["sin", "log", "max", "e", "pi", "lambda", "if", "α", "β1", "λ", "w_in_1", "_a", "a_", "a__b",
     "2x", "höhe", "日本", "", "x y", "x-1", "x'", "x" * 30, "sigma", "ε", "π", "a.b", "É", "None"],
)  # fmt: skip
def test_the_remedy_of_a_name_is_a_name(name: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        check_name(name, thing="variable")
    check_name(caught.value.remedy, thing="variable")


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("f(x) = 3x^2", "f(x) = 3*x**2"),
        ("J(w) = (w − 1)²", "J(w) = (w - 1)**2"),
        ("f(x) = xsin(x)", None),
        ("f(x) = 2pi r", None),
        ("f(x) = 2sinx", "f(x) = 2*sin(x)"),
        ("f(x) = sinx", "f(x) = sin(x)"),
        ("f(x) = 2*xx", "f(x) = 2*(x*x)"),
        ("f(x) = f(x) = x**2", "f(x) = x**2"),
        ("y = x**2", "y(x) = x**2"),
        ("J(θ) = 3θ²", "J(theta) = 3*theta**2"),
        ("J(λ) = λ² + 1", "J(lam) = lam**2 + 1"),
        ("f(e) = e**2", "f(e1) = e1**2"),
        ("relu(x) = max(0, x)", "relu1(x) = max(0, x)"),
        ("f(lambda) = 2*lambda", "f(lam) = 2*lam"),
        ("a**2", "f(a) = a**2"),
        ("y = 3f²", "y(f) = 3*f**2"),
        ("2f", "g(f) = 2*f"),
        ("3x^2", "f(x) = 3*x**2"),
        ("f(x) = a*x", None),
        ("f(x, y) = x*y", None),
        ("f(x) = e^2x", None),
        ("f() = 2", None),
    ],
)
def test_the_remedy_of_a_definition_is_a_definition(text: str, remedy: str | None) -> None:
    with pytest.raises(ExpressionError) as caught:
        Function.parse(text)
    if remedy is None:
        with pytest.raises(ExpressionError):
            read_definition(caught.value.remedy, "function")
    else:
        assert caught.value.remedy == remedy
        assert variables(Function.parse(remedy).expression)


@pytest.mark.parametrize(
    ("steps", "remedy"),
    [
        (["J = 3(a + b)"], "J = 3*(a + b)"),
        (["u = a^2", "J = 2u"], "u = a**2"),
        (["J = a*b", "J = a + b"], None),
        (["J = a"], None),
        (["J"], None),
        (["u = a*b", "v = a + b"], None),
        (["u = v + 1", "v = u + 1"], None),
        (["e = a*b", "J = exp(e)"], None),
    ],
)
def test_the_remedy_of_a_step_is_a_step(steps: list[str], remedy: str | None) -> None:
    with pytest.raises(LessonError) as caught:
        Graph.parse(*steps)
    if remedy is None:
        with pytest.raises((ExpressionError, GraphError)):
            Graph.parse(caught.value.remedy)
    else:
        assert caught.value.remedy == remedy
        Graph.parse(remedy)


@pytest.mark.parametrize(
    ("text", "value"),
    [("0,5", "1/2"), ("½", "1/2"), ("−2", "-2"), ("2^3", "8"), ("√2", "sqrt(2)"), ("2π", "2*pi"),
     ("1e-3x", None), ("", None), ("a", None), ("1 000", None)],
)  # fmt: skip
def test_the_remedy_of_a_number_is_that_number(text: str, value: str | None) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_number(text)
    if value is None:
        assert "=" not in caught.value.remedy
    else:
        assert parse_number(caught.value.remedy) == parse_number(value)
