"""What a scene is about, evaluated anew: its functions and its graph, from their text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any

from checks.evaluator import UnknownError, Value, real, slope, uses, value
from checks.formula import NUMBER
from scenes.picture.meaning import Formula
from scenes.telling.subject import Subject

Environment = Mapping[str, Any]
Steps = tuple[tuple[str, str], ...]

_FEW = 6  # steps of a graph of which every node may be nudged


@dataclass(frozen=True)
class KnownNames:
    """What the formulas on screen may refer to.

    Attributes:
        functions: A function of one variable by name.
        literals: Numbers that stand in formulas, as they are written.
        environments: Values of the names that may be used; a formula has to be true in one.
    """

    functions: Mapping[str, Formula]
    literals: frozenset[str]
    environments: tuple[Environment, ...]


def known(subject: Subject) -> KnownNames:
    """Evaluate what a scene is about."""
    called = {name: partial(_call, of) for name, of in subject.functions.items()}
    environments = tuple(called | env for env in _of_graph(subject)) or (called,)
    literals = (number for text in subject.written for number in re.findall(NUMBER, text))
    return KnownNames(subject.functions, frozenset(literals), environments)


def _call(of: Formula, argument: Value) -> Value:
    return value(of.body, {of.variable: argument})


def run(steps: Steps, inputs: Environment) -> dict[str, Value]:
    """Compute all values of a graph; a node given among the inputs is not computed."""
    values = dict(inputs)
    for name, formula in steps:
        if name not in values:
            values[name] = value(formula, values)
    return values


def gradient(steps: Steps, inputs: Environment, of: str, by: str, direct: bool = False) -> Value:
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


@lru_cache(maxsize=64)
def inputs_of(subject: Subject) -> dict[str, Value]:
    """Return the inputs of a graph; empty if there are none."""
    return {name: value(text) for name, text in subject.inputs.items()}


@lru_cache(maxsize=64)
def nudges(subject: Subject) -> list[dict[str, Value]]:
    """Return the inputs with each of them nudged; of small graphs the steps, too, and down."""
    if not subject.nudge:
        return []
    inputs, by = inputs_of(subject), value(subject.nudge)
    ways = [(inputs[name], name, by) for name in inputs]
    if len(subject.steps) <= _FEW:
        ways += [(at, name, -by) for at, name, _ in ways]
        ways += [(at, name, by) for name, at in run(subject.steps, inputs).items()]
    return [{**inputs, name: _sum(at, by)} for at, name, by in ways]


def _sum(a: Value, b: Value) -> Value:
    both = isinstance(a, Fraction) and isinstance(b, Fraction)
    return a + b if both else real(a) + real(b)


def _of_graph(subject: Subject) -> Iterator[dict[str, Any]]:
    """Yield what names mean: values and gradients as given, and values after each nudge."""
    steps, inputs = subject.steps, inputs_of(subject)
    if not steps:
        return
    names = [*inputs, *(name for name, _ in steps)]
    edges = [(by, of) for of, formula in steps for by in names if uses(formula, by)]
    try:
        values = run(steps, inputs)
        pairs = [(by, of) for i, by in enumerate(names) for of in names[i:]]
        total = {_ratio(of, by): gradient(steps, inputs, of, by) for by, of in pairs}
        local = {_ratio(of, by): gradient(steps, inputs, of, by, direct=True) for by, of in edges}
        bare = {_bare(name): number for name, number in values.items()}
        yield bare | total
        yield bare | total | local
        for nudged in nudges(subject):
            yield {_bare(name): number for name, number in run(steps, nudged).items()}
    except (UnknownError, ArithmeticError, KeyError):
        return


def _ratio(of: str, by: str) -> str:
    return f"∂{_bare(of)}/∂{_bare(by)}"


def _bare(name: str) -> str:
    return name.replace("_", "")
