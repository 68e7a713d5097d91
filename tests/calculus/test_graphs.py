"""Computation graphs: as written, forward, backward, nudged, counted."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
import sympy as sp

from calculus.errors import DerivativeError, DomainError, ExpressionError, GraphError
from calculus.evaluate import evaluate
from calculus.expression import source
from calculus.grammar import parse_number
from calculus.graph import BackwardPass, ForwardPass, Graph
from calculus.quantity import Quantity
from calculus.typst import typst
from checks.evaluator import value as audited

TOY = "J = 3*(a + b*c)"
TOY_STEPS = ("u = b*c", "v = a + u", "J = 3*v")


def fraction(known: Quantity) -> Fraction:
    return Fraction(int(known.value.p), int(known.value.q))


def written(graph: Graph) -> list[str]:
    return [f"{node.name} = {source(node.formula)}" for node in graph.steps]


@pytest.fixture(name="toy")
def _toy() -> Graph:
    return Graph.parse(TOY)


@pytest.fixture(name="there")
def _there(toy: Graph) -> ForwardPass:
    return toy.forward({"a": 5, "b": 3, "c": 2})


@pytest.fixture(name="back")
def _back(toy: Graph, there: ForwardPass) -> BackwardPass:
    return toy.backward(there)


def test_the_toy_graph_is_the_same_from_one_formula_and_from_its_steps(toy: Graph) -> None:
    for texts in (TOY_STEPS, TOY_STEPS[::-1]):
        assert Graph.parse(*texts) == toy
    assert written(toy) == list(TOY_STEPS)
    assert [node.typst for node in toy.steps] == ["b c", "a + u", "3 v"]
    assert [node.operation for node in toy.steps] == ["×", "+", "×3"]
    assert (toy.inputs, toy.output) == (("a", "b", "c"), "J")
    assert typst(toy.formula) == "3 (a + b c)"


def test_the_toy_values_of_the_forward_pass(there: ForwardPass) -> None:
    values = {name: fraction(known) for name, known in there.values.items()}
    assert values == {"a": 5, "b": 3, "c": 2, "u": 6, "v": 11, "J": 33}
    assert [step.node.name for step in there.steps] == ["u", "v", "J"]
    assert [fraction(known) for known in there.steps[1].operand_values] == [5, 6]
    assert there.values["J"].expression == "3*(a + b*c)"


def test_the_toy_gradients_of_the_backward_pass(back: BackwardPass) -> None:
    gradients = {name: fraction(known) for name, known in back.gradients.items()}
    assert gradients == {"J": 1, "v": 3, "u": 3, "a": 3, "b": 6, "c": 9}
    locals_ = {(step.edge.source, step.edge.target): fraction(step.local) for step in back.steps}
    expected = {("v", "J"): 3, ("a", "v"): 1, ("u", "v"): 1, ("b", "u"): 2, ("c", "u"): 3}
    assert locals_ == expected
    assert list(locals_) == list(expected), "right to left"
    assert [step.local_typst for step in back.steps] == ["3", "1", "1", "c", "b"]
    assert [back.gradients[name].expression for name in "abc"] == ["3", "3*c", "3*b"]


@pytest.mark.parametrize(
    ("name", "after", "quotient"),
    [
        ("v", {"v": "11.001", "J": "33.003"}, 3),
        ("a", {"a": "5.001", "v": "11.001", "J": "33.003"}, 3),
        ("u", {"u": "6.001", "v": "11.001", "J": "33.003"}, 3),
        ("b", {"b": "3.001", "u": "6.002", "v": "11.002", "J": "33.006"}, 6),
        ("c", {"c": "2.001", "u": "6.003", "v": "11.003", "J": "33.009"}, 9),
    ],
)
def test_the_toy_nudges(
    toy: Graph, there: ForwardPass, name: str, after: dict[str, str], quotient: int
) -> None:
    nudged = toy.nudge(there, name, "0.001")
    assert nudged.reached == tuple(after)
    for node in there.values:
        moved = Fraction(after[node]) if node in after else fraction(there.values[node])
        assert fraction(nudged.after.values[node]) == moved
        assert fraction(nudged.rises[node]) == moved - fraction(there.values[node])
    assert fraction(nudged.quotient) == quotient
    assert fraction(nudged.by) == Fraction(1, 1000)


def test_the_toy_multiplications(toy: Graph) -> None:
    counted = toy.multiplications()
    assert (counted.local_derivatives, counted.reused, counted.path_by_path) == (5, 5, 8)
    assert toy.paths("b") == (("b", "u", "v", "J"),)
    assert toy.paths("J") == (("J",),)


def test_a_shared_input_collects_a_contribution_from_every_use() -> None:
    graph = Graph.parse("J = (a + b)*(b + c)")
    assert written(graph) == ["u = a + b", "v = b + c", "J = u*v"]
    assert graph.fan_out("b") == 2
    assert graph.paths("b") == (("b", "u", "J"), ("b", "v", "J"))
    there = graph.forward({"a": 1, "b": 2, "c": "1/3"})
    steps = [step for step in graph.backward(there).steps if step.edge.source == "b"]
    assert [fraction(step.contribution) for step in steps] == [3, Fraction(7, 3)]
    assert [fraction(step.total) for step in steps] == [3, Fraction(16, 3)]
    assert [step.is_last for step in steps] == [False, True]


def test_what_is_written_twice_is_computed_twice() -> None:
    graph = Graph.parse("J = a*b + a*b")
    assert written(graph) == ["u = a*b", "v = a*b", "J = u + v"]


def test_an_operand_used_twice_is_one_edge() -> None:
    graph = Graph.parse("J = 3*(b*b)")
    assert [(edge.source, edge.target) for edge in graph.edges] == [("b", "u"), ("u", "J")]
    there = graph.forward({"b": 5})
    assert fraction(graph.backward(there).gradients["b"]) == 30


@pytest.mark.parametrize(
    ("formula", "steps"),
    [
        ("J = a + 2", ["J = a + 2"]),
        ("J = 2*3*a", ["J = 2*3*a"]),
        ("J = a**2 - 1/2", ["u = a**2", "J = u - 1/2"]),
        ("J = -a*b", ["u = a*b", "J = -u"]),
        ("J = u*v + 1", ["s = u*v", "J = s + 1"]),
        ("J = ln(1 + exp(-z))", ["u = -z", "v = exp(u)", "s = 1 + v", "J = ln(s)"]),
        ("J = sqrt(2)*a/b", ["u = sqrt(2)*a", "J = u/b"]),
    ],
)
def test_one_formula_is_taken_apart_as_written(formula: str, steps: list[str]) -> None:
    graph = Graph.parse(formula)
    assert written(graph) == steps
    assert source(graph.formula) == formula.partition(" = ")[2]


def test_a_given_step_may_do_several_things() -> None:
    graph = Graph.parse("z = w*x + b", "J = (z - y)**2")
    assert [len(node.operands) for node in graph.steps] == [3, 2]
    there = graph.forward({"w": 2, "x": 3, "b": 1, "y": 5})
    gradients = graph.backward(there).gradients
    assert [fraction(gradients[name]) for name in "wxby"] == [12, 8, 4, -4]


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ((), "has a formula"),
        (("J",), "equals sign"),
        (("J = a",), "does something"),
        (("J = 3",), "does something"),
        (("J = J*2",), "own result"),
        (("u = v + 1", "v = u + 1"), "own result"),
        (("u = a*b", "u = a + b"), "defined once"),
        (("u = a*b", "v = a + b"), "one output"),
        (("sin = a*b",), "name"),
        (("J(a) = a*b",), "equals sign"),
        (("J = " + "+".join(f"a{i}" for i in range(60)),), "at most 40 steps"),
        (tuple(f"u{i + 1} = u{i}*u{i} + 1" for i in range(30)), "parts"),
    ],
)
def test_steps_that_form_no_graph_are_told(texts: tuple[str, ...], told: str) -> None:
    with pytest.raises(GraphError, match=told):
        Graph.parse(*texts)


def test_steps_outside_the_grammar_are_told() -> None:
    with pytest.raises(ExpressionError, match="step J"):
        Graph.parse("J = 3(a + b)")
    with pytest.raises(ExpressionError):
        Graph.parse(*(f"u{i + 1} = u{i}**900" for i in range(5)))
    with pytest.raises(ExpressionError):
        Graph.parse(*(f"u{i + 1} = sin(u{i})" for i in range(39)))


def test_wrong_inputs_are_told(toy: Graph, there: ForwardPass) -> None:
    with pytest.raises(GraphError, match="Try: inputs=a=1,b=1/2,c=2"):
        toy.forward({"a": 1, "b": "1/2"})
    with pytest.raises(GraphError, match=r"got 'd'. Try: inputs=a=1,b=2,c=3"):
        toy.forward({"a": 1, "b": 2, "c": 3, "d": 4})
    with pytest.raises(GraphError, match=r"got 'alfa'. Try: alpha"):
        Graph.parse("J = alpha*b").forward({"alfa": 1, "b": 2})
    with pytest.raises(ExpressionError, match="input a"):
        toy.forward({"a": "x", "b": 2, "c": 3})
    with pytest.raises(GraphError, match="got 'w'"):
        toy.nudge(there, "w", "0.001")
    with pytest.raises(GraphError, match="nudge"):
        toy.nudge(there, "a", 0)


def test_a_step_without_a_value_or_a_derivative_is_named() -> None:
    with pytest.raises(DomainError, match="step v"):
        Graph.parse("J = 2*(1/(a - b))").forward({"a": 1, "b": 1})
    graph = Graph.parse("J = 2*abs(a - b)")
    with pytest.raises(DerivativeError, match="step v"):
        graph.backward(graph.forward({"a": 1, "b": 1}))


def test_a_variable_called_h_does_not_clash_with_the_nudge() -> None:
    graph = Graph.parse("J = h*epsilon")
    nudged = graph.nudge(graph.forward({"h": 2, "epsilon": 3}), "h", "0.1")
    assert fraction(nudged.quotient) == 3
    assert dict(nudged.quotient.where) == {"h": "2", "epsilon": "3", "delta": "1/10"}


def test_every_number_can_be_worked_out_again_from_what_is_recorded() -> None:
    graph = Graph.parse("J = (a + b)*(b + c)**2 - ln(b)/2 + sigma(-c)")
    there = graph.forward({"a": "0.1", "b": "1/3", "c": -2})
    back, nudged = graph.backward(there), graph.nudge(there, "u", "0.001")
    numbers = [*there.values.values(), *back.gradients.values(), *nudged.rises.values()]
    numbers += [nudged.by, nudged.quotient, *nudged.after.values.values()]
    for step in back.steps:
        numbers += [step.upstream, step.local, step.contribution, step.total]
    for known in numbers:
        where = {name: parse_number(text) for name, text in known.where}
        assert abs((evaluate(known.formula, where) - known.value).evalf(60)) < 1e-50


@pytest.mark.parametrize(
    ("steps", "inputs", "value", "gradients"),
    [
        (
            ("e = a*b", "d = e + c", "L = d*f"),
            {"a": 2, "b": -3, "c": 10, "f": -2},
            -8,
            {"a": 6, "b": -4, "c": -2, "f": 4, "e": -2},
        ),
        (("c = a + b", "d = b + 1", "e = c*d"), {"a": 2, "b": 1}, 6, {"a": 2, "b": 5}),
        (("L = e*f", "e = a + 1"), {"a": 2, "f": 3}, 9, {"a": 3, "e": 3}),
        (("pi = a*b", "J = 2*pi + a"), {"a": 2, "b": 5}, 22, {"a": 11, "b": 4, "pi": 2}),
        (("w_1 = a*b_2", "J = w_1**2"), {"a": 2, "b_2": 5}, 100, {"a": 100, "w_1": 20}),
        (("e = a*b",), {"a": 2, "b": 5}, 10, {"a": 5, "b": 2}),
    ],
)
def test_a_name_that_is_assigned_is_a_node(
    steps: tuple[str, ...], inputs: dict[str, int], value: int, gradients: dict[str, int]
) -> None:
    graph = Graph.parse(*steps)
    assert set(graph.inputs) == set(inputs)
    there = graph.forward(inputs)
    back, nudged = graph.backward(there), graph.nudge(there, graph.inputs[0], "0.001")
    assert fraction(there.values[graph.output]) == value
    assert {name: fraction(back.gradients[name]) for name in gradients} == gradients
    numbers = [*there.values.values(), *back.gradients.values(), *nudged.rises.values()]
    for step in back.steps:
        numbers += [step.local, step.contribution, step.total]
    for known in numbers:
        where = {name: parse_number(text) for name, text in known.where}
        assert evaluate(known.formula, where) == known.value
        assert audited(known.expression, {n: audited(v) for n, v in known.where}) == fraction(known)


def test_a_constant_stays_one_where_nothing_is_called_so() -> None:
    there = Graph.parse("J = e*a").forward({"a": 2})
    assert there.values["J"].value == 2 * sp.E
    with pytest.raises(GraphError, match=r"e is a number.*Try: e1"):
        Graph.parse("J = e*a").forward({"a": 2, "e": 5})
    with pytest.raises(ExpressionError, match=r"has no exp\(…\) where e is a variable"):
        Graph.parse("e = a*b", "J = exp(e)")


def test_functions_of_several_arguments_are_steps() -> None:
    graph = Graph.parse("J = 2*(x*y + max(z, w))")
    assert written(graph) == ["u = x*y", "v = max(z, w)", "s = u + v", "J = 2*s"]
    assert [node.operation for node in graph.steps] == ["×", "max", "+", "×2"]
    there = graph.forward({"x": 3, "y": -4, "z": 2, "w": -1})
    back = graph.backward(there)
    assert fraction(there.values["J"]) == -20
    assert [fraction(back.gradients[name]) for name in "xyzw"] == [-8, 6, 2, 0]
    with pytest.raises(DerivativeError, match="step v"):
        graph.backward(graph.forward({"x": 3, "y": -4, "z": 2, "w": 2}))


@pytest.mark.parametrize(("x", "slope"), [(1, 2), (-1, 0)])
def test_the_rectified_linear_unit_of_cs231n(x: int, slope: int) -> None:
    graph = Graph.parse("J = relu(2*x + 1)")
    there = graph.forward({"x": x})
    assert fraction(there.values["J"]) == max(2 * x + 1, 0)
    assert fraction(graph.backward(there).gradients["x"]) == slope


def test_a_tiny_nudge_of_an_exponential_takes_no_time() -> None:
    """A quotient of sums of exp(1/10**9) has a common denominator of degree 10**9."""
    graph = Graph.parse("J = 1/(1 + exp(-z))")
    nudged = graph.nudge(graph.forward({"z": 3}), "z", "1e-9")
    true = math.exp(-3) / (1 + math.exp(-3)) ** 2
    assert nudged.quotient.number == pytest.approx(true, rel=1e-8)
