"""The backward pass: the chain rule from the output of a graph back to every node."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sympy as sp

from calculus.differentiate import slope_at
from calculus.errors import DerivativeError
from calculus.expression import substitute
from calculus.forward import ForwardPass, ForwardStep
from calculus.node import Edge
from calculus.quantity import Quantity, quantity, recorded
from calculus.symbolic import expression_of, symbolic
from calculus.typst import typst


@dataclass(frozen=True, slots=True)
class BackwardStep:
    """One edge walked against its direction.

    Attributes:
        edge: from the node that receives, `source`, to the node that gives, `target`.
        upstream: the gradient of the output with respect to `target`, which is complete.
        local: the derivative of `target` with respect to `source`.
        local_formula: the same as a formula in the operands of `target`.
        local_typst: the same for Typst.
        contribution: upstream times local.
        total: what has been added up at `source` so far, this contribution included.
        is_last: whether that completes the gradient of `source`.
    """

    edge: Edge
    upstream: Quantity
    local: Quantity
    local_formula: sp.Expr
    local_typst: str
    contribution: Quantity
    total: Quantity
    is_last: bool


@dataclass(frozen=True, slots=True)
class BackwardPass:
    """All gradients of the output of a graph.

    Attributes:
        steps: one for each edge; steps before inputs, each node's own edges together.
        gradients: of the output with respect to every node, by name, in topological order.
    """

    steps: tuple[BackwardStep, ...]
    gradients: Mapping[str, Quantity]


def run_backward(forward: ForwardPass) -> BackwardPass:
    """Walk all edges of a graph from the output to the inputs, starting from 1.

    Raises:
        DerivativeError: for a step without a derivative at its operands; names the step.
    """
    graph, point = forward.graph, forward.point
    formulas = graph.formulas()
    waiting = {node.name: graph.fan_out(node.name) for node in graph.nodes}
    gradients = {graph.output: quantity(1)}
    derivatives = {graph.output: sp.Integer(1)}
    steps: list[BackwardStep] = []
    for step in reversed(forward.steps):
        upstream = gradients[step.node.name]
        for source in step.node.operands:
            local = _local(step, source)
            inner = symbolic(substitute(local.formula, formulas))
            derivative = derivatives[step.node.name] * inner
            value = upstream.value * local.value
            earlier = gradients[source].value if source in gradients else 0
            derivatives[source] = derivatives.get(source, 0) + derivative
            gradients[source] = recorded(earlier + value, expression_of(derivatives[source]), point)
            waiting[source] -= 1
            steps.append(
                BackwardStep(
                    edge=Edge(source, step.node.name),
                    upstream=upstream,
                    local=local,
                    local_formula=symbolic(local.formula),
                    local_typst=typst(local.formula),
                    contribution=recorded(value, expression_of(derivative), point),
                    total=gradients[source],
                    is_last=waiting[source] == 0,
                )
            )
    return BackwardPass(tuple(steps), {node.name: gradients[node.name] for node in graph.nodes})


def _local(step: ForwardStep, source: str) -> Quantity:
    """The derivative of a step with respect to one of its operands."""
    operands = zip(step.node.operands, step.operand_values, strict=True)
    values = {name: operand.value for name, operand in operands}
    try:
        return slope_at(step.node.formula, source, values)
    except DerivativeError as error:
        rule = f"has a derivative, where the {error.thing} {error.rule}"
        raise DerivativeError(f"step {step.node.name}", rule, error.got, "other inputs") from error
