"""The table of a computation graph: values, gradients, nudges, for a few values of each input."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import sympy as sp

from calculus.errors import DerivativeError, DomainError
from calculus.forward import ForwardPass, run_nudge
from calculus.grammar import parse_number
from calculus.graph import Graph
from calculus.plain import plain, plain_name, plain_of
from calculus.quantity import Quantity, to_float
from calculus.typst import typst, typst_name
from explore.grid import nice
from explore.labels import Formula, name, over
from explore.writing import Cell, Pen, drawn

_VALUES = {1: 9, 2: 9, 3: 5}  # of each input, by the number of inputs
_FEW = 3  # of each, if there are more
_VARIED = 4  # inputs at most that can be changed


def chain(given: Mapping[str, str], pen: Pen) -> dict[str, Any]:
    """Return the table of a computation graph.

    Args:
        given: "graph", its steps; "inputs": "a = 5; b = 3"; "nudge".
        pen: Writes its numbers.

    Raises:
        LessonError: It cannot be computed at these inputs.
    """
    graph = Graph.parse(*(step.strip() for step in given["graph"].split(";")))
    texts = (one.split("=") for one in given["inputs"].split(";"))
    inputs = {key.strip(): parse_number(text.strip()) for key, text in texts}
    nudge = parse_number(given["nudge"])
    many = _VALUES.get(len(graph.inputs), _FEW)
    varied = graph.inputs[:_VARIED]
    choices = {key: _around(inputs[key], many if key in varied else 1) for key in graph.inputs}
    points = (dict(zip(choices, some, strict=True)) for some in product(*choices.values()))
    start = [len(some) // 2 for some in choices.values()]
    _state(graph, inputs, nudge, pen, strictly=True)
    return {
        "start": start,
        "inputs": list(graph.inputs),
        "choices": [[pen.given(value) for value in some] for some in choices.values()],
        "places": [[drawn(value) for value in some] for some in choices.values()],
        "states": [_state(graph, point, nudge, pen) for point in points],
        "nudge": pen.given(nudge),
        "nodes": _nodes(graph),
        "edges": [list(step.edge) for step in graph.backward(graph.forward(inputs)).steps],
        "labels": _labels(graph, inputs),
    }


def _around(value: sp.Expr, many: int) -> list[sp.Expr]:
    """Return values at equal distances, with the one in the middle."""
    size = abs(to_float(value)) or 1.0
    step = nice(size, (1,)) / (1 if nice(size, (1,)) <= size else 10)
    return [value + (k - many // 2) * step for k in range(many)]


def _state(
    graph: Graph, inputs: Mapping[str, sp.Expr], nudge: sp.Expr, pen: Pen, strictly: bool = False
) -> dict[str, Any] | None:
    """Return everything at some inputs; None where something has no value or no derivative."""
    try:
        forward = graph.forward(inputs)
        backward = graph.backward(forward)
    except (DerivativeError, DomainError):
        if strictly:
            raise
        return None
    gradients = backward.gradients
    return {
        "values": [
            pen.given(inputs[name]) if name in inputs else pen.number(one)
            for name, one in forward.values.items()
        ],
        "gradients": [pen.number(one) for one in gradients.values()],
        "locals": [pen.number(step.local) for step in backward.steps],
        "contributions": [pen.number(step.contribution) for step in backward.steps],
        "nudges": [_nudged(forward, one, nudge, gradients[one], pen) for one in graph.inputs],
    }


def _nudged(
    forward: ForwardPass, of: str, nudge: sp.Expr, gradient: Quantity, pen: Pen
) -> list[Cell]:
    """Return how far the output moves if an input is nudged, and that over the nudge."""
    try:
        found = run_nudge(forward, of, nudge)
    except DomainError:
        return [None, None]
    return [pen.number(found.rises[forward.graph.output]), pen.beside(found.quotient, gradient)]


def _nodes(graph: Graph) -> list[dict[str, Any]]:
    """Return the nodes with their places: layer, row, and rows of the layer."""
    layers: dict[str, int] = {}
    for node in graph.nodes:
        layers[node.name] = max((layers[one] + 1 for one in node.operands), default=0)
    for node in graph.nodes:
        if node.kind == "input":  # just before it is needed
            layers[node.name] = (
                min(layers[e.target] for e in graph.edges if e.source == node.name) - 1
            )
    rows: dict[str, float] = {}
    by_layer: dict[int, list[str]] = {}
    for node in sorted(graph.nodes, key=lambda node: layers[node.name]):
        by_layer.setdefault(layers[node.name], []).append(node.name)
    for members in by_layer.values():
        members.sort(key=lambda one: _pull(graph, one, rows))
        rows |= {one: row / len(members) for row, one in enumerate(members)}
    return [
        {
            "name": node.name,
            "layer": layers[node.name],
            "row": by_layer[layers[node.name]].index(node.name),
            "rows": len(by_layer[layers[node.name]]),
            "operation": node.operation,
        }
        for node in graph.nodes
    ]


def _pull(graph: Graph, of: str, rows: Mapping[str, float]) -> float:
    """Return where a node would like to stand: as its operands do; an input as it is needed."""
    operands = [rows[one] for one in graph.node(of).operands if one in rows]
    return sum(operands) / len(operands) if operands else 0.0


def _labels(graph: Graph, inputs: Mapping[str, sp.Expr]) -> dict[str, Formula]:
    d = ("partial", "∂") if len(graph.inputs) > 1 else ("upright(d)", "d")
    labels: dict[str, Formula] = {
        "definition": {
            "typst": f"{typst_name(graph.output)} = {typst(graph.formula)}",
            "plain": f"{plain_name(graph.output)} = {plain(graph.formula)}",
        },
        "h": name("h"),
        "rise": {
            "typst": f"Delta {typst_name(graph.output)}",
            "plain": f"Δ{plain_name(graph.output)}",
        },
    }
    labels["quotient"] = {
        "typst": f"display(({labels['rise']['typst']})/h)",
        "plain": f"{labels['rise']['plain']}/h",
    }
    for node in graph.nodes:
        labels[f"node_{node.name}"] = name(node.name)
        labels[f"gradient_{node.name}"] = over(d, graph.output, node.name)
    backward = graph.backward(graph.forward(inputs))
    for i, step in enumerate(backward.steps):
        local = over(d, step.edge.target, step.edge.source)
        upstream = labels[f"gradient_{step.edge.target}"]
        labels[f"local_{i}"] = local
        if not step.local_formula.is_number:
            labels[f"local_{i}"] = {
                "typst": f"{local['typst']} = {step.local_typst}",
                "plain": f"{local['plain']} = {plain_of(step.local_formula)}",
            }
        labels[f"contribution_{i}"] = {
            "typst": f"{upstream['typst']} dot {local['typst']}",
            "plain": f"{upstream['plain']} · {local['plain']}",
        }
    return labels
