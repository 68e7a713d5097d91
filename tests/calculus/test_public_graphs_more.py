"""Computation graphs from public material that need names and functions of a wider grammar."""

from __future__ import annotations

import pytest

from calculus.graph import Graph

PUBLIC = [
    # cs231n, "Backpropagation, Intuitions"
    ("f = 2*(x*y + max(z, w))", {"x": 3, "y": -4, "z": 2, "w": -1}, -20,
     {"x": -8, "y": 6, "z": 2, "w": 0}),
    # micrograd and colah, with the names they have there: e is a step, not the constant
    ("e = a*b; d = e + c; L = d*f", {"a": 2, "b": -3, "c": 10, "f": -2}, -8,
     {"a": 6, "b": -4, "c": -2, "f": 4, "e": -2, "d": -2}),
    ("c = a + b; d = b + 1; e = c*d", {"a": 2, "b": 1}, 6, {"a": 2, "b": 5}),
    ("y = relu(2*x + 1)", {"x": 1}, 3, {"x": 2}),
    ("y = relu(2*x + 1)", {"x": -2}, 0, {"x": 0}),
]  # fmt: skip


@pytest.mark.parametrize(("graph", "inputs", "value", "gradients"), PUBLIC)
def test_values_and_gradients_are_those_of_the_source(
    graph: str, inputs: dict[str, object], value: float, gradients: dict[str, float]
) -> None:
    known = Graph.parse(*graph.split(";"))
    forward = known.forward(inputs)
    assert forward.values[known.output].number == pytest.approx(value, abs=6e-7)
    back = known.backward(forward).gradients
    assert {name: back[name].number for name in gradients} == pytest.approx(gradients, abs=6e-7)
