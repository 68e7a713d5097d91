"""Every cell of the tables of computation graphs is what an oracle says."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any

import pytest
from mpmath import mpf

from calculus.errors import LessonError
from explore.tables import table
from record.figure import Figure
from tests.explore.oracle import CLOSE, exactly, real, says, worth

CHAINS = {
    "lesson": ("u = b*c; v = a + u; J = 3*v", "a = 5; b = 3; c = 2"),
    "training": ("u = w*x; v = u - y; J = v**2", "w = 1; x = 2; y = 6"),
    "loss": ("z = w*x + b; p = 1/(1 + exp(-z)); J = -ln(p)", "w = 1/2; x = 2; b = -1"),
    "shared": ("p = w_1*x; e = p - 3; J = e**2 + w_1", "w_1 = 1/2; x = 20"),
    # No value for some inputs, no derivative for others, names of constants in other alphabets.
    "edges": ("u = ln(x); v = abs(theta); J = u*v", "x = 2; theta = 1"),
    "many": ("u = a*b; v = c - d; s = u/v; J = s + g", "a = 1; b = 2; c = 3; d = 1; g = 1/3"),
}
H = mpf(10) ** -25


@cache
def made(which: str) -> dict[str, Any]:
    graph, inputs = CHAINS[which]
    return table(Figure("chain", {"graph": graph, "inputs": inputs, "nudge": "1/1000"}))


def forward(
    steps: dict[str, str], inputs: dict[str, mpf], added: dict[str, mpf]
) -> dict[str, mpf] | None:
    """The values of all nodes, to some of which something is added."""
    values = {name: value + added.get(name, 0) for name, value in inputs.items()}
    for name, formula in steps.items():
        value = worth(formula, **values)
        if value is None:
            return None
        values[name] = value + added.get(name, 0)
    return values


def slope(of: Any) -> mpf | None:
    """The slope of a function of what is added, from both sides."""
    before, here, after = of(-H), of(mpf(0)), of(H)
    if before is None or here is None or after is None:
        return None
    left, right = (here - before) / H, (after - here) / H
    return (left + right) / 2 if abs(left - right) < CLOSE else None


@pytest.mark.parametrize("which", CHAINS)
def test_every_cell_is_what_it_says(which: str) -> None:
    steps = dict(step.strip().split(" = ") for step in CHAINS[which][0].split(";"))
    figure = made(which)
    names = [node["name"] for node in figure["nodes"]]
    states = [*product(*figure["choices"])]
    assert len(states) == len(figure["states"])
    wrong, nowhere = [], 0
    for given, state in zip(states, figure["states"], strict=True):
        inputs = {
            name: real(exactly(text)) for name, text in zip(figure["inputs"], given, strict=True)
        }
        values = forward(steps, inputs, {})

        def output(of: str, by: mpf, inputs: dict[str, mpf] = inputs) -> mpf | None:
            there = forward(steps, inputs, {of: by})
            return there["J"] if there else None

        def local(edge: list[str], by: mpf, values: Any = values) -> mpf | None:
            operand = {edge[0]: values[edge[0]] + by}
            return worth(steps[edge[1]], **(values | operand))

        gradients = values and {
            name: slope(lambda by, name=name: output(name, by)) for name in names
        }
        locals_ = values and [
            slope(lambda by, edge=edge: local(edge, by)) for edge in figure["edges"]
        ]
        if state is None:
            nowhere += 1
            assert values is None or None in locals_
            continue
        truths = [values[name] for name in names] + [gradients[name] for name in names] + locals_
        truths += [
            gradients[edge[1]] * one for edge, one in zip(figure["edges"], locals_, strict=True)
        ]
        cells = state["values"] + state["gradients"] + state["locals"] + state["contributions"]
        for name, pair in zip(figure["inputs"], state["nudges"], strict=True):
            rise = output(name, mpf(1) / 1000) - values["J"]
            truths += [rise, rise * 1000]
            cells += pair
        wrong += [
            (given, cell, truth)
            for cell, truth in zip(cells, truths, strict=True)
            if not says(cell, truth, slack=CLOSE)
        ]
    assert wrong == []
    assert (nowhere > 0) == (which in ("edges", "many"))


def test_nodes_stand_after_what_they_are_computed_from() -> None:
    for which in CHAINS:
        nodes = {node["name"]: node for node in made(which)["nodes"]}
        assert all(
            nodes[source]["layer"] < nodes[target]["layer"]
            for source, target in made(which)["edges"]
        )
        assert len({(node["layer"], node["row"]) for node in nodes.values()}) == len(nodes)


def test_a_graph_without_a_value_at_its_inputs_is_refused() -> None:
    given = {"graph": "J = ln(x)", "inputs": "x = -1", "nudge": "1/1000"}
    with pytest.raises(LessonError, match="step J: has a value"):
        table(Figure("chain", given))
