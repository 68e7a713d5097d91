"""What a scene is about: its functions and graphs, as text, to be evaluated anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from functools import partial
from typing import Any

from calculus.backward import BackwardStep
from calculus.expression import source
from calculus.function import Function
from calculus.graph import Graph
from calculus.node import Node
from calculus.plain import plain
from calculus.symbolic import source_of
from checks.evaluator import UnknownError, Value, real, slope, value
from checks.formula import NUMBER
from scenes.base import LessonScene

_DEEP = 4  # parameters and facts are looked into so far
Environment = Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """What the formulas on screen may refer to.

    Attributes:
        functions: A function of one variable by name: its variable and its body.
        literals: Numbers that stand in formulas, as they are written.
        environments: Values of the names that may be used; a formula has to be true in one.
    """

    functions: Mapping[str, tuple[str, str]]
    literals: frozenset[str]
    environments: tuple[Environment, ...]


def known(scene: LessonScene) -> Known:
    """Look at a scene's parameters and facts."""
    functions: dict[str, tuple[str, str]] = {}
    written: list[str] = []
    graphs: list[Graph] = []
    for thing in _things((scene.given, scene.facts), _DEEP):
        if isinstance(thing, Function):
            functions[thing.name] = (thing.variable, thing.body_source)
            written += [thing.typst, plain(thing.expression)]
            try:
                written += [thing.derivative.body_typst, plain(thing.derivative.expression)]
            except Exception:  # no derivative, no formula of it
                continue
        elif isinstance(thing, Graph):
            graphs.append(thing)
            written += [part for node in thing.nodes for part in _writings(node)]
            written += [plain(thing.formula), source(thing.formula)]
        elif isinstance(thing, BackwardStep):
            written.append(thing.local_typst)
    called: dict[str, Callable[[Value], Value]] = {
        name: partial(_call, variable, body) for name, (variable, body) in functions.items()
    }
    environments: list[Environment] = [called]
    for graph in graphs[:1]:
        environments = [called | env for env in _of_graph(graph, scene.given)] or environments
    literals = frozenset(number for text in written for number in re.findall(NUMBER, text))
    return Known(functions, literals, tuple(environments))


def _things(thing: object, deep: int) -> Iterator[object]:
    """Yield a thing and what it is made of."""
    yield thing
    if deep == 0 or isinstance(thing, str | Function | Graph | BackwardStep):
        return
    parts: list[object] = []
    if isinstance(thing, Mapping):
        parts = list(thing.values())
    elif isinstance(thing, tuple | list):
        parts = list(thing)
    elif is_dataclass(thing) and not isinstance(thing, type):
        parts = [getattr(thing, field.name) for field in fields(thing)]
    elif hasattr(thing, "__dict__"):
        parts = list(vars(thing).values())
    for part in parts:
        yield from _things(part, deep - 1)


def _writings(node: Node) -> list[str]:
    return [node.typst, node.operation, plain(node.formula)]


def _call(variable: str, body: str, argument: Value) -> Value:
    return value(body, {variable: argument})


def steps_of(graph: Graph) -> tuple[tuple[str, str], ...]:
    """Return what every step of a graph computes, as text."""
    return tuple((node.name, source(node.formula)) for node in graph.steps)


def run(steps: tuple[tuple[str, str], ...], inputs: Environment) -> dict[str, Value]:
    """Compute all values of a graph; a node given among the inputs is not computed."""
    values = dict(inputs)
    for name, formula in steps:
        if name not in values:
            values[name] = value(formula, values)
    return values


def gradient(
    steps: tuple[tuple[str, str], ...], inputs: Environment, of: str, by: str, direct: bool = False
) -> Value:
    """Return how fast one node changes with another.

    Args:
        steps: The graph.
        inputs: Its inputs.
        of: The node that changes.
        by: The node that it changes with.
        direct: Whether only the direct edge between them counts, not other paths.
    """
    values = run(steps, inputs)
    names = [name for name, _ in steps]
    formula = dict(steps).get(of)

    def moved(x: Value) -> Value:
        if direct and formula is not None:
            return value(formula, {**values, by: x})
        return run(steps, {**inputs, by: x})[of]

    if of == by:
        return Fraction(1)
    if of not in names:
        return Fraction(0)
    return slope(moved, values[by])


def inputs_of(given: Any) -> dict[str, Value]:
    """Return the inputs of a graph as its author gave them; empty if there are none."""
    inputs = getattr(given, "inputs", None)
    if not isinstance(inputs, Mapping):
        return {}
    return {str(name): value(source_of(number)) for name, number in inputs.items()}


def nudges(given: Any) -> list[dict[str, Value]]:
    """Return the inputs with each of them nudged."""
    inputs, nudge = inputs_of(given), getattr(given, "nudge", None)
    if nudge is None:
        return []
    by = value(source_of(nudge))
    return [{**inputs, name: _sum(inputs[name], by)} for name in inputs]


def _sum(a: Value, b: Value) -> Value:
    both = isinstance(a, Fraction) and isinstance(b, Fraction)
    return a + b if both else real(a) + real(b)


def _of_graph(graph: Graph, given: Any) -> Iterator[dict[str, Any]]:
    """Yield what names mean: values and gradients as given, and values after each nudge."""
    steps, inputs = steps_of(graph), inputs_of(given)
    names = [node.name for node in graph.nodes]
    try:
        values = run(steps, inputs)
        pairs = [(of, by) for i, by in enumerate(names) for of in names[i:]]
        total = {f"∂{_bare(of)}/∂{_bare(by)}": gradient(steps, inputs, of, by) for of, by in pairs}
        local = {
            f"∂{_bare(edge.target)}/∂{_bare(edge.source)}": gradient(
                steps, inputs, edge.target, edge.source, direct=True
            )
            for edge in graph.edges
        }
        bare = {_bare(name): number for name, number in values.items()}
        yield bare | total
        yield bare | total | local
        for nudged in nudges(given):
            yield {_bare(name): number for name, number in run(steps, nudged).items()}
    except (UnknownError, ArithmeticError, KeyError):
        return


def _bare(name: str) -> str:
    return name.replace("_", "")
