"""Random expressions, points and graphs, against arithmetic that shares no code with ours.

Each random formula is a nested tuple; from it come the text that we read, its value in
fractions, and the same formula built by hand in SymPy or mpmath.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import mpmath
import sympy as sp
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calculus.errors import DerivativeError, DomainError, LessonError
from calculus.evaluate import evaluate
from calculus.expression import source
from calculus.function import Function
from calculus.grammar import parse_expression, parse_number
from calculus.graph import Graph
from calculus.quantity import Quantity

Formula = tuple[Any, ...]

OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
TRANSCENDENTAL: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "sin": (sp.sin, mpmath.sin),
    "cos": (sp.cos, mpmath.cos),
    "exp": (sp.exp, mpmath.exp),
    "tanh": (sp.tanh, mpmath.tanh),
    "sigma": (lambda z: 1 / (1 + sp.exp(-z)), lambda z: 1 / (1 + mpmath.exp(-z))),
    "ln": (sp.log, mpmath.log),
    "sqrt": (sp.sqrt, mpmath.sqrt),
    "sinh": (sp.sinh, mpmath.sinh),
    "cosh": (sp.cosh, mpmath.cosh),
    "arcsin": (sp.asin, mpmath.asin),
    "arccos": (sp.acos, mpmath.acos),
    "arctan": (sp.atan, mpmath.atan),
    "erf": (sp.erf, mpmath.erf),
    "softplus": (lambda z: sp.log(1 + sp.exp(z)), lambda z: mpmath.log1p(mpmath.exp(z))),
    "log10": (lambda x: sp.log(x) / sp.log(10), lambda x: mpmath.log(x, 10)),
    "log2": (lambda x: sp.log(x) / sp.log(2), lambda x: mpmath.log(x, 2)),
    "cbrt": (lambda x: sp.real_root(x, 3), lambda x: mpmath.sign(x) * mpmath.cbrt(abs(x))),
    "relu": (lambda x: sp.Max(x, 0), lambda x: max(x, mpmath.mpf(0))),
    "floor": (sp.floor, mpmath.floor),
    "step": (sp.Heaviside, lambda x: (1 + mpmath.sign(x)) / 2),
}
SMOOTH = ("sin", "cos", "exp", "tanh", "sigma", "sinh", "cosh", "arctan", "erf", "softplus")
"""Functions with a derivative everywhere."""

POINTS = st.fractions(min_value=-3, max_value=3, max_denominator=20)
NUMBERS = st.sampled_from(["1", "2", "3", "0.5", "1.25"])


def formulas(names: str, functions: tuple[str, ...] = (), leaves: int = 8) -> Any:
    """Formulas in some variables."""
    atoms = st.one_of(
        st.tuples(st.just("name"), st.sampled_from(names)), st.tuples(st.just("number"), NUMBERS)
    )

    def larger(smaller: Any) -> Any:
        forms = [
            st.tuples(st.sampled_from("+-*/"), smaller, smaller),
            st.tuples(st.just("minus"), smaller),
            st.tuples(st.just("power"), smaller, st.integers(min_value=0, max_value=3)),
        ]
        if functions:
            forms.append(st.tuples(st.sampled_from(functions), smaller))
        return st.one_of(*forms)

    return st.recursive(atoms, larger, max_leaves=leaves)


def text_of(formula: Formula) -> str:
    """The formula as we read it, in many parentheses."""
    match formula:
        case ("name" | "number", written):
            return str(written)
        case ("minus", inner):
            return f"(-{text_of(inner)})"
        case ("power", inner, exponent):
            return f"({text_of(inner)}**{exponent})"
        case (function, inner):
            return f"{function}({text_of(inner)})"
        case (sign, left, right):
            return f"({text_of(left)} {sign} {text_of(right)})"
    raise AssertionError(formula)


def built(
    formula: Formula, values: Mapping[str, Any], number: Callable[[str], Any], kind: int = 0
) -> Any:
    """The formula computed with other numbers: fractions, SymPy's (kind 0) or mpmath's (1)."""
    match formula:
        case ("name", name):
            return values[name]
        case ("number", written):
            return number(written)
        case ("minus", inner):
            return -built(inner, values, number, kind)
        case ("power", inner, exponent):
            return built(inner, values, number, kind) ** exponent
        case (function, inner):
            return TRANSCENDENTAL[function][kind](built(inner, values, number, kind))
        case (sign, left, right):
            operands = built(left, values, number, kind), built(right, values, number, kind)
            return OPERATIONS[sign](*operands)
    raise AssertionError(formula)


def fraction(value: sp.Expr) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def close(ours: sp.Expr, truth: sp.Expr) -> bool:
    """Equal to thirty digits."""
    ours, truth = sp.N(ours, 60), sp.N(truth, 60)
    return bool(abs(ours - truth) <= sp.Float("1e-30", 60) * (1 + abs(truth)))


def is_reproducible(known: Quantity) -> bool:
    where = {name: parse_number(text) for name, text in known.where}
    return close(evaluate(known.formula, where), known.value)


@given(formulas("a"), POINTS)
@settings(max_examples=400, deadline=None, derandomize=True)
def test_values_are_those_of_fractions(formula: Formula, point: Fraction) -> None:
    function = Function.parse(f"f(a) = {text_of(formula)}") if _parses(formula) else None
    assume(function is not None)
    try:
        expected = built(formula, {"a": point}, Fraction)
    except ZeroDivisionError:
        assert not function.is_defined_at(point)
    else:
        assert fraction(function(point)) == expected


def _parses(formula: Formula) -> bool:
    """Whether the formula divides by no constant zero."""
    try:
        parse_expression(text_of(formula))
    except LessonError:
        return False
    return True


@given(formulas("ab", tuple(TRANSCENDENTAL), leaves=12))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_writing_and_reading_again_changes_nothing(formula: Formula) -> None:
    assume(_parses(formula))
    expression = parse_expression(text_of(formula))
    again = parse_expression(source(expression))
    assert source(again) == source(expression)


@given(formulas("a", tuple(TRANSCENDENTAL)), POINTS)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_slopes_are_those_of_central_differences(formula: Formula, point: Fraction) -> None:
    assume(_parses(formula))
    function = Function.parse(f"f(a) = {text_of(formula)}")
    try:
        slope = function.derivative_at(point)
    except DerivativeError:
        assume(False)
    with mpmath.workdps(120):
        at, step = mpmath.mpf(point.numerator) / point.denominator, mpmath.mpf(10) ** -30
        left, right = (built(formula, {"a": at + h}, mpmath.mpf, 1) for h in (-step, step))
        truth = (right - left) / (2 * step)
        ours = mpmath.mpf(sp.N(slope.value, 100))
        assert abs(ours - truth) <= mpmath.mpf(10) ** -20 * (1 + abs(truth)) ** 4
    assert is_reproducible(slope)


@given(formulas("a", SMOOTH), POINTS)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_derivatives_are_those_of_sympy(formula: Formula, point: Fraction) -> None:
    assume(_parses(formula))
    function = Function.parse(f"f(a) = {text_of(formula)}")
    assume(function.is_defined_at(point))
    a = sp.Symbol("a")
    truth = sp.diff(built(formula, {"a": a}, sp.Rational), a).subs(a, sp.Rational(point))
    assume(truth.is_finite)
    assert close(function.derivative_at(point).value, truth)


@given(formulas("abc", SMOOTH, leaves=10), st.tuples(POINTS, POINTS, POINTS))
@settings(max_examples=400, deadline=None, derandomize=True)
def test_gradients_of_a_formula_are_those_of_sympy(
    formula: Formula, points: tuple[Fraction, ...]
) -> None:
    graph = _graph(f"J = {text_of(formula)}")
    assume(graph is not None)
    assert source(graph.formula) == source(parse_expression(text_of(formula)))
    given_points = dict(zip("abc", points, strict=True))
    symbols = {name: sp.Symbol(name) for name in "abc"}
    _check_gradients(
        graph,
        {name: given_points[name] for name in graph.inputs},
        built(formula, symbols, sp.Rational),
    )


STEPS = st.lists(
    st.tuples(
        st.sampled_from("+-*"),
        st.integers(min_value=0, max_value=99),
        st.integers(min_value=0, max_value=99),
        st.sampled_from(["{0} {2} {1}", "({0} {2} {1})**2", "3*{0} {2} {1}", "sin({0} {2} {1})"]),
    ),
    min_size=2,
    max_size=5,
)


@given(STEPS, st.tuples(POINTS, POINTS))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_gradients_of_steps_that_share_their_operands_are_those_of_sympy(
    steps: list[tuple[str, int, int, str]], points: tuple[Fraction, ...]
) -> None:
    names = ["a", "b"]
    truth: dict[str, sp.Expr] = {name: sp.Symbol(name) for name in names}
    texts, unused = [], set()
    for index, (sign, one, other, form) in enumerate(steps):
        left, right = names[one % len(names)], names[-1 - other % min(2, len(names))]
        name = f"s{index}"
        texts.append(f"{name} = " + form.format(left, right, sign))
        truth[name] = _by_hand(form, OPERATIONS[sign], truth[left], truth[right])
        unused = (unused - {left, right}) | {name}
        names.append(name)
    ends = sorted(unused)
    texts.append("J = " + " + ".join(["1", *ends]))
    truth["J"] = 1 + sum(truth[name] for name in ends)
    graph = _graph(*texts[::-1])
    assume(graph is not None)
    given_points = dict(zip("ab", points, strict=True))
    _check_gradients(graph, {name: given_points[name] for name in graph.inputs}, truth["J"])


def _by_hand(form: str, operation: Callable[[Any, Any], Any], left: Any, right: Any) -> sp.Expr:
    if form.startswith("sin"):
        return sp.sin(operation(left, right))
    if form.endswith("**2"):
        return operation(left, right) ** 2
    return operation(3 * left if form.startswith("3") else left, right)


def _graph(*texts: str) -> Graph | None:
    try:
        return Graph.parse(*texts)
    except LessonError:
        return None


def _check_gradients(graph: Graph, point: Mapping[str, Fraction], formula: sp.Expr) -> None:
    try:
        there = graph.forward(point)
    except DomainError:
        assume(False)
    back = graph.backward(there)
    where = {sp.Symbol(name): sp.Rational(value) for name, value in point.items()}
    assert close(there.values[graph.output].value, formula.subs(where))
    for name in graph.inputs:
        truth = sp.diff(formula, sp.Symbol(name)).subs(where)
        assert close(back.gradients[name].value, truth)
    assert len(back.steps) == len(graph.edges)
    assert sum(step.is_last for step in back.steps) == len({e.source for e in graph.edges})
    assert all(is_reproducible(known) for known in back.gradients.values())
    for node in graph.nodes:
        arrived = sum(s.contribution.value for s in back.steps if s.edge.source == node.name)
        assert node.name == graph.output or close(arrived, back.gradients[node.name].value)
