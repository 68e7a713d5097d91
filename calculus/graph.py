"""Computation graphs: read from formulas, run forward, backward, and nudged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from calculus.backward import BackwardPass, BackwardStep, run_backward
from calculus.expression import variables
from calculus.forward import ForwardPass, ForwardStep, GraphNudge, run_forward, run_nudge
from calculus.grammar import NumberLike
from calculus.node import Edge, Node, input_node, step_node
from calculus.steps import read_steps
from calculus.wiring import Multiplications, Wiring

__all__ = [
    "BackwardPass",
    "BackwardStep",
    "Edge",
    "ForwardPass",
    "ForwardStep",
    "Graph",
    "GraphNudge",
    "Multiplications",
    "Node",
]


@dataclass(frozen=True)
class Graph(Wiring):
    """A computation graph as an author writes it.

    >>> graph = Graph.parse("J = 3*(a + b*c)")
    >>> [f"{node.name} = {node.typst}" for node in graph.steps]
    ['u = b c', 'v = a + u', 'J = 3 v']
    >>> forward = graph.forward({"a": 5, "b": 3, "c": 2})
    >>> {name: known.value for name, known in graph.backward(forward).gradients.items()}
    {'a': 3, 'b': 6, 'c': 9, 'u': 3, 'v': 3, 'J': 1}
    """

    @classmethod
    def parse(cls, *texts: str) -> Graph:
        """Read a graph from one formula, taken apart as written, or from its steps.

        Args:
            texts: "J = 3*(a + b*c)", or "u = b*c", "v = a + u", "J = 3*v" in any order.

        Raises:
            GraphError: if they form no graph with one output.
            ExpressionError: for a formula outside the grammar.
        """
        steps = [step_node(step.name, step.expression) for step in read_steps(texts)]
        formula = Wiring(tuple(steps)).formula
        return cls((*(input_node(name) for name in variables(formula)), *steps))

    def forward(self, inputs: Mapping[str, NumberLike]) -> ForwardPass:
        """Compute every node.

        Raises:
            GraphError: for an input that is missing or unknown.
            ExpressionError: for an input that is not a real number.
            DomainError: for a step without a value.
        """
        return run_forward(self, inputs)

    def backward(self, forward: ForwardPass) -> BackwardPass:
        """Compute the gradient of the output with respect to every node.

        Raises:
            DerivativeError: for a step without a derivative at its operands.
        """
        return run_backward(forward)

    def nudge(self, forward: ForwardPass, name: str, by: NumberLike) -> GraphNudge:
        """Nudge one node, an input or a step, and compute everything again.

        Raises:
            GraphError: for a node that does not exist, or a nudge of 0.
            DomainError: for a step without a value after the nudge.
        """
        return run_nudge(forward, name, by)
