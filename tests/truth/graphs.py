"""Computation graphs: values, gradients and paths, by the oracle's own arithmetic."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from tests.truth.arithmetic import Real, Undefined, add, divide, equal
from tests.truth.jets import Jet, jet, parsed, value

_CONSTANTS = {"pi", "e"}


def used(formula: str | ast.expr, nodes: Collection[str] = ()) -> list[str]:
    """The variables of a formula, each once; constants aren't, unless nodes are called so."""
    parts = [*ast.walk(parsed(formula) if isinstance(formula, str) else formula)]
    calls = {id(part.func) for part in parts if isinstance(part, ast.Call)}
    names = [part for part in parts if isinstance(part, ast.Name) and id(part) not in calls]
    return list(
        dict.fromkeys(part.id for part in names if part.id in nodes or part.id not in _CONSTANTS)
    )


def operations(text: str, nodes: Collection[str]) -> int:
    """How many operations a step does; constants have been worked out before."""
    return _operations(parsed(text), nodes)


def _operations(node: ast.expr, nodes: Collection[str]) -> int:
    if isinstance(node, ast.Name) or not used(node, nodes):
        return 0
    match node:
        case ast.BinOp(left, _, right):
            return 1 + _operations(left, nodes) + _operations(right, nodes)
        case ast.UnaryOp(_, operand):
            return 1 + _operations(operand, nodes)
        case ast.Call(args=arguments):
            return 1 + sum(_operations(one, nodes) for one in arguments)
    raise ValueError(ast.unparse(node))


_TINY = [sign * Fraction(1, 10**power) for power in (6, 9, 12) for sign in (1, -1)]


@dataclass(frozen=True)
class Network:
    """Steps in order, each with its formula; the last is the output."""

    steps: Mapping[str, str]
    inputs: Mapping[str, Real]

    @property
    def output(self) -> str:
        return list(self.steps)[-1]

    @cached_property
    def formula(self) -> str:
        """The output as one formula in the inputs."""
        found: dict[str, str] = {}
        for name, text in self.steps.items():
            found[name] = re.sub(r"[A-Za-z]\w*", lambda match: found.get(match[0], match[0]), text)
            found[name] = f"({found[name]})"
        return found[self.output]

    @cached_property
    def values(self) -> dict[str, Real]:
        return self.run(self.inputs)

    def run(self, inputs: Mapping[str, Real]) -> dict[str, Real]:
        """The value of every node; one that is given is not computed.

        Raises:
            Undefined: One has none.
        """
        found = dict(inputs)
        for name, text in self.steps.items():
            if name not in found:
                found[name] = value(text, found)
        return found

    def users(self, name: str) -> list[str]:
        return [step for step, text in self.steps.items() if name in used(text, self.steps)]

    @cached_property
    def edges(self) -> list[tuple[str, str]]:
        return [
            (name, step) for step, text in self.steps.items() for name in used(text, self.steps)
        ]

    def local(self, source: str, target: str) -> Real | None:
        """The local slope along an edge."""
        at = {
            name: Jet(known, Fraction(int(name == source))) for name, known in self.values.items()
        }
        return jet(self.steps[target], at).slope

    @cached_property
    def gradients(self) -> dict[str, Real | None]:
        """The slope of the output with respect to every node: each by a run of its own."""
        return {name: self._gradient(name) for name in self.values}

    def _gradient(self, name: str) -> Real | None:
        if name == self.output:
            return Fraction(1)
        at = {known: Jet(real) for known, real in self.values.items() if known not in self.steps}
        if name in at:
            at[name] = Jet(self.values[name], Fraction(1))
        for step, text in self.steps.items():
            at[step] = jet(text, at)
            if step == name:
                at[step] = Jet(self.values[step], Fraction(1))
        slope = at[self.output].slope
        return Fraction(0) if slope is None and self._is_level(name) else slope

    def _is_level(self, name: str) -> bool:
        """Whether the output stays what it is where a node is nudged: a corner may not matter."""
        output = self.values[self.output]
        try:
            return all(equal(self.nudged(name, by)[self.output], output) for by in _TINY)
        except Undefined:
            return False

    def nudged(self, name: str, by: Real) -> dict[str, Real]:
        """The values after a nudge of a node."""
        return self.run({**self.inputs, name: add(self.values[name], by)})

    def quotient(self, name: str, by: Real) -> Real:
        after = self.nudged(name, by)[self.output]
        return divide(add(after, -self.values[self.output]), by)

    def paths(self, name: str) -> list[list[str]]:
        """Every way to the output."""
        if name == self.output:
            return [[name]]
        return [[name, *rest] for user in self.users(name) for rest in self.paths(user)]

    def walks(self) -> dict[tuple[str, str], int]:
        """How often each edge is walked when every path from an input is walked by itself."""
        counts = dict.fromkeys(self.edges, 0)
        for name in self.inputs:
            for path in self.paths(name):
                for edge in itertools.pairwise(path):
                    counts[edge] += 1
        return counts

    def agrees_with(self, formula: str) -> bool:
        """Whether the steps together are a formula, at the inputs and near by."""
        for shift in (Fraction(0), Fraction(1, 97), Fraction(-3, 89)):
            inputs = {name: add(known, shift) for name, known in self.inputs.items()}
            try:
                if not equal(self.run(inputs)[self.output], value(formula, inputs)):
                    return False
            except ArithmeticError:
                if not shift:
                    return False
        return True
