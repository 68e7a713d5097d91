"""The forward pass: from the inputs of a computation graph to its output."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import sympy as sp

from calculus.errors import DomainError, GraphError
from calculus.evaluate import evaluate, sign_of
from calculus.expression import CONSTANTS, NUDGES, Binary, Expression, Name, fresh_name
from calculus.grammar import NumberLike, parse_number
from calculus.node import Node
from calculus.quantity import Quantity, evaluated, recorded
from calculus.wiring import Wiring


@dataclass(frozen=True, slots=True)
class ForwardStep:
    """One step computed.

    Attributes:
        node: the step.
        operand_values: the values of its operands, in their order.
        value: the result; its expression is a formula in the inputs.
    """

    node: Node
    operand_values: tuple[Quantity, ...]
    value: Quantity


@dataclass(frozen=True, slots=True)
class ForwardPass:
    """All values of a graph at some inputs.

    Attributes:
        graph: what was computed.
        inputs: the values given, by name.
        values: the value of every node, by name, in topological order.
        steps: how each of them came about, in topological order.
    """

    graph: Wiring
    inputs: Mapping[str, Quantity]
    values: Mapping[str, Quantity]
    steps: tuple[ForwardStep, ...]

    @property
    def point(self) -> dict[str, sp.Expr]:
        """The values of the inputs alone."""
        return {name: given.value for name, given in self.inputs.items()}


@dataclass(frozen=True, slots=True)
class GraphNudge:
    """One node nudged, and what that does to all that depend on it.

    Attributes:
        name: the node nudged.
        by: how far.
        before: the values without the nudge.
        after: the values with it.
        rises: after minus before for every node, by name; 0 where the nudge does not reach.
        quotient: the rise of the output over the nudge.
        reached: the node itself and all that depend on it, in topological order.
    """

    name: str
    by: Quantity
    before: ForwardPass
    after: ForwardPass
    rises: Mapping[str, Quantity]
    quotient: Quantity
    reached: tuple[str, ...]


def run_forward(graph: Wiring, inputs: Mapping[str, NumberLike]) -> ForwardPass:
    """Compute every node of a graph.

    Raises:
        GraphError: for an input that is missing or unknown.
        ExpressionError: for an input that is not a real number.
        DomainError: for a step without a value; names the step.
    """
    _check_inputs(graph.inputs, inputs)
    point = {name: parse_number(inputs[name], thing=f"input {name}") for name in graph.inputs}
    return _computed(graph, point, graph.formulas(), {}, point)


def run_nudge(forward: ForwardPass, name: str, by: NumberLike) -> GraphNudge:
    """Nudge one node, an input or a step, and compute everything again.

    Raises:
        GraphError: for a node that does not exist, or a nudge of 0.
        DomainError: for a step without a value after the nudge.
    """
    graph = forward.graph
    reached = graph.reached_from(name)
    change = parse_number(by, thing="nudge")
    if sign_of(change) == 0:
        raise GraphError("nudge", "is not 0", str(by), "0.001")
    symbol = Name(fresh_name(NUDGES, {node.name for node in graph.nodes}))
    values = {**forward.point, symbol.name: change}
    before, after = graph.formulas(), graph.formulas({name: symbol})
    moved = _computed(graph, forward.point, after, {name: change}, values)
    rises = {
        node: recorded(
            moved.values[node].value - value.value,
            Binary("-", after[node], before[node]),
            values,
        )
        for node, value in forward.values.items()
    }
    rise = Binary("-", after[graph.output], before[graph.output])
    return GraphNudge(
        name=name,
        by=evaluated(symbol, values),
        before=forward,
        after=moved,
        rises=rises,
        quotient=evaluated(Binary("/", rise, symbol), values),
        reached=reached,
    )


def _computed(
    graph: Wiring,
    inputs: Mapping[str, sp.Expr],
    formulas: Mapping[str, Expression],
    added: Mapping[str, sp.Expr],
    where: Mapping[str, sp.Expr],
) -> ForwardPass:
    """Every node in turn, plus what is added to it; recorded by its formula in `where`."""
    values: dict[str, Quantity] = {}
    steps: list[ForwardStep] = []
    for node in graph.nodes:
        operands = tuple(values[operand] for operand in node.operands)
        value = inputs[node.name] if node.expression is None else _step_value(node, operands)
        total = value + added.get(node.name, 0)
        values[node.name] = recorded(total, formulas[node.name], where)
        if node.kind == "step":
            steps.append(ForwardStep(node, operands, values[node.name]))
    given = {name: values[name] for name in graph.inputs}
    return ForwardPass(graph, given, values, tuple(steps))


def _step_value(node: Node, operands: Iterable[Quantity]) -> sp.Expr:
    values = {name: operand.value for name, operand in zip(node.operands, operands, strict=True)}
    try:
        return evaluate(node.formula, values)
    except DomainError as error:
        rule = f"has a value, where {error.thing} {error.rule}"
        raise DomainError(f"step {node.name}", rule, error.got, "other inputs") from error


def _check_inputs(names: tuple[str, ...], given: Mapping[str, NumberLike]) -> None:
    known = ", ".join(names)
    works = "inputs=" + ",".join(f"{name}={given.get(name, 2)}" for name in names)
    for name in given:
        if name in CONSTANTS and name not in names:
            rule = f"are the inputs of the graph: {known}; {name} is a number in its formulas"
            remedy = f"{name}1 in the graph and in the inputs"
            raise GraphError("inputs", rule, name, remedy)
        if name not in names:
            close = get_close_matches(name, names, 1)
            remedy = close[0] if close else works
            raise GraphError("inputs", f"are the inputs of the graph: {known}", name, remedy)
    if not given.keys() >= set(names):
        got = ", ".join(given) or "none"
        raise GraphError("inputs", f"give each of {known} a value", got, works)
