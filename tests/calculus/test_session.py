"""Sessions: their code runs in another interpreter, too, and prints the same there."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest
from mpmath import diff, mp

from calculus.errors import ExpressionError
from calculus.expression import source
from calculus.grammar import parse_expression
from calculus.session import Session, code_of, free_name, read, written_out

FORMULAS = [
    "w**2", "w**3", "1/w", "1/3*w + 0.25", "2**-1*w", "ln(w)", "sqrt(w)", "exp(-w**2/2)",
    "sigma(w)", "softplus(2*w)", "log2(w) + log10(w)", "arctan(w)", "tan(w)", "pi*w + e**w",
    "(w + 1)/(w + 3)", "w**w", "-(w - 1)**3", "cosh(w)*sin(w)",
]  # fmt: skip


def test_another_interpreter_prints_the_same() -> None:
    session, lines = Session(), ["import sympy as sp", "w = sp.symbols('w')"]
    for formula in FORMULAS:
        code = code_of(parse_expression(formula))
        lines += [f"sp.diff({code}, w)", f"sp.diff({code}, w).subs(w, 2)"]
    here = [line.output for line in map(session.run, lines) if line.output is not None]
    script = "\n".join([*lines[:2], *(f"print(repr({line}))" for line in lines[2:])])
    asked = [sys.executable, "-c", script]
    there = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert here == there.splitlines()


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_is_printed_is_the_derivative(formula: str) -> None:
    """By finite differences of mpmath, from the text of the formula as Python reads it."""
    session = Session()
    for line in ("import sympy as sp", "w = sp.symbols('w')"):
        session.run(line)
    output = session.run(f"sp.diff({code_of(parse_expression(formula))}, w)").output
    assert output is not None
    names = {
        "ln": mp.ln, "log": mp.ln, "log2": lambda x: mp.log(x, 2), "log10": mp.log10,
        "sqrt": mp.sqrt, "exp": mp.exp, "arctan": mp.atan, "tan": mp.tan, "pi": mp.pi,
        "e": mp.e, "E": mp.e, "sigma": lambda x: 1 / (1 + mp.exp(-x)),
        "softplus": lambda x: mp.ln(1 + mp.exp(x)), "cosh": mp.cosh,
        "sinh": mp.sinh, "sin": mp.sin, "cos": mp.cos,
    }  # fmt: skip

    def at(text: str, x: object) -> object:
        return eval(text, names | {"w": x})

    with mp.workdps(30):
        for x in map(mp.mpf, ("0.7", "2", "3.1")):
            assert mp.almosteq(at(output, x), diff(lambda y: at(formula, y), x), 1e-9)


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_float_and_no_whole_number_comes_of_a_fraction(formula: str) -> None:
    tree = ast.parse(code_of(parse_expression(formula)))
    assert not any(isinstance(getattr(node, "value", None), float) for node in ast.walk(tree))


def test_what_is_printed_can_be_read() -> None:
    printed = "x*(log(x) + 1)/asin(x)"
    assert source(read(printed, {"x": "w"})) == "w*(ln(w) + 1)/arcsin(w)"
    assert source(written_out(parse_expression("sigma(2*w)"))) == "1/(1 + exp(-2*w))"


@pytest.mark.parametrize("formula", ["abs(w)", "relu(w)", "max(w, 1)", "floor(w)", "cbrt(w)"])
def test_what_sympy_differentiates_otherwise_is_refused(formula: str) -> None:
    with pytest.raises(ExpressionError, match="differentiates"):
        code_of(parse_expression(formula))


def test_names_are_free_and_no_words_of_python() -> None:
    assert [free_name(name, {"w"}) for name in ("J", "w", "lambda", "sp")] == [
        "J", "w1", "lambda1", "sp1",
    ]  # fmt: skip
