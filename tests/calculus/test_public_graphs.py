"""Computation graphs from public teaching material: values and gradients as printed there."""

from __future__ import annotations

import pytest

from calculus.graph import Graph

PUBLIC = [
    # cs231n, "Backpropagation, Intuitions"
    ("f = (x + y)*z", {"x": -2, "y": 5, "z": -4}, -12, {"x": -4, "y": -4, "z": 3}),
    ("dot = w0*x0 + w1*x1 + w2; f = sigma(dot)",
     {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3}, 0.731059,
     {"dot": 0.196612, "w0": -0.196612, "x0": 0.393224, "w1": -0.393224, "x1": -0.589836,
      "w2": 0.196612}),
    ("f = (x + sigma(y))/(sigma(x) + (x + y)**2)", {"x": 3, "y": -4}, 1.545645,
     {"x": 2.059570, "y": 1.592233}),
    ("f = 2*(x*y + max(z, w))", {"x": 3, "y": -4, "z": 2, "w": -1}, -20,
     {"x": -8, "y": 6, "z": 2, "w": 0}),
    # colah, "Calculus on Computational Graphs"
    ("c = a + b; d = b + 1; e = c*d", {"a": 2, "b": 1}, 6, {"a": 2, "b": 5}),
    # micrograd: e is a step, not the constant
    ("e = a*b; d = e + c; L = d*f", {"a": 2, "b": -3, "c": 10, "f": -2}, -8,
     {"a": 6, "b": -4, "c": -2, "f": 4, "e": -2, "d": -2}),
    ("n = x1*w1 + x2*w2 + b; o = tanh(n)",
     {"x1": 2, "w1": -3, "x2": 0, "w2": 1, "b": "6.8813735870195432"}, 2**-0.5,
     {"x1": -1.5, "w1": 1, "x2": 0.5, "w2": 0}),
    # Wikipedia, "Automatic differentiation"; Baydin et al.
    ("f = ln(x1) + x1*x2 - sin(x2)", {"x1": 2, "x2": 5}, 11.652071,
     {"x1": 5.5, "x2": 1.716338}),
    ("y = relu(2*x + 1)", {"x": 1}, 3, {"x": 2}),
    ("y = relu(2*x + 1)", {"x": -2}, 0, {"x": 0}),
    ("f = (w*x + b - y)**2/2", {"w": 2, "x": -2, "b": 8, "y": 2}, 2, {"w": -4, "b": 2}),
    ("f = (1 - x)**2 + 100*(y - x**2)**2", {"x": -1.2, "y": 1}, 24.2, {"x": -215.6, "y": -88}),
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


# Matt Mazur, "A Step by Step Backpropagation Example"
MAZUR = (
    "p1 = w1*i1 + w2*i2 + b1", "h1 = sigma(p1)", "p2 = w3*i1 + w4*i2 + b1", "h2 = sigma(p2)",
    "q1 = w5*h1 + w6*h2 + b2", "o1 = sigma(q1)", "q2 = w7*h1 + w8*h2 + b2", "o2 = sigma(q2)",
    "E1 = (t1 - o1)**2/2", "E2 = (t2 - o2)**2/2", "E = E1 + E2",
)  # fmt: skip
WEIGHTS = dict(zip(("w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8"),
                   (0.15, 0.20, 0.25, 0.30, 0.40, 0.45, 0.50, 0.55), strict=True))  # fmt: skip
GIVEN = {"i1": 0.05, "i2": 0.10, "b1": 0.35, "b2": 0.60, "t1": 0.01, "t2": 0.99}


def test_a_network_learns_as_printed() -> None:
    network = Graph.parse(*MAZUR)
    forward = network.forward(GIVEN | WEIGHTS)
    assert forward.values["E"].number == pytest.approx(0.298371109, abs=1e-9)
    assert forward.values["o1"].number == pytest.approx(0.751365070, abs=1e-9)
    gradients = network.backward(forward).gradients
    assert gradients["w5"].number == pytest.approx(0.082167041, abs=1e-9)
    assert gradients["w1"].number == pytest.approx(0.000438568, abs=1e-9)
    moved = {name: WEIGHTS[name] - 0.5 * gradients[name].number for name in WEIGHTS}
    assert moved["w5"] == pytest.approx(0.35891648, abs=1e-8)
    assert moved["w1"] == pytest.approx(0.149780716, abs=1e-9)
    after = network.forward(GIVEN | moved).values["E"].number
    assert after == pytest.approx(0.291027774, abs=1e-9)
