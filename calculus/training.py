"""Training: laps of a forward pass, a backward pass and an update, on a computation graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sympy as sp

from calculus.carried import carried
from calculus.differentiate import derivative_formula, slope_at
from calculus.errors import LessonError
from calculus.evaluate import sign_of
from calculus.expression import Binary, Name, fresh_name
from calculus.graph import Graph
from calculus.quantity import Quantity, named
from calculus.walk import RATES, within_budget


@dataclass(frozen=True, slots=True)
class Lap:
    """The graph after some updates.

    Attributes:
        k: how many updates led here, from 0.
        inputs: the values of all inputs, by name.
        cost: the output there.
        gradients: its derivatives by the trained inputs, all taken there.
    """

    k: int
    inputs: Mapping[str, Quantity]
    cost: Quantity
    gradients: Mapping[str, Quantity]

    @property
    def is_level(self) -> bool:
        """Whether an update would change nothing."""
        return all(sign_of(one.value) == 0 for one in self.gradients.values())


@dataclass(frozen=True)
class Trainer:
    """A graph, the inputs that are trained, and the learning rate."""

    graph: Graph
    trained: Sequence[str]
    rate: sp.Expr

    @property
    def learning_rate(self) -> Quantity:
        """The learning rate, as it is called in formulas."""
        name = self._rate_name
        return named(name, self.rate)

    def laps(self, inputs: Mapping[str, sp.Expr], many: int) -> tuple[Lap, ...]:
        """Update the trained inputs so many times, all at once from the place before.

        Exact up to a budget of digits; after that rounded, each number with a bound on its error.

        Raises:
            LessonError: an update leads to where there is no value, or no slope; says which.

        >>> trainer = Trainer(Graph.parse("J = (w*x - y)**2"), ["w"], sp.Rational(1, 10))
        >>> laps = trainer.laps({"w": 1, "x": 2, "y": 6}, 2)
        >>> [(lap.inputs["w"].value, lap.cost.value, lap.gradients["w"].value) for lap in laps]
        [(1, 16, -16), (13/5, 16/25, -16/5), (73/25, 16/625, -16/25)]
        """
        values = {name: sp.sympify(value) for name, value in inputs.items()}
        found = [self._lap(0, {name: named(name, value) for name, value in values.items()})]
        for k in range(1, many + 1):
            try:
                found.append(self._lap(k, self._updated(found[-1])))
            except LessonError as error:
                rule = f"leads to where, after {k} of the updates, {error.thing} {error.rule}"
                raise LessonError(
                    "learning_rate", rule, str(self.rate), str(self.rate / 10)
                ) from error
        return tuple(found)

    @property
    def _rate_name(self) -> str:
        return fresh_name(RATES, {node.name for node in self.graph.nodes})

    def _lap(self, k: int, inputs: Mapping[str, Quantity]) -> Lap:
        gradients = {name: self._slope(name, inputs) for name in self.trained}
        return Lap(k, inputs, carried(self.graph.formula, inputs, self.graph.output), gradients)

    def _slope(self, name: str, inputs: Mapping[str, Quantity]) -> Quantity:
        formula = self.graph.formula
        if all(one.exact for one in inputs.values()):
            return slope_at(formula, name, {one: known.value for one, known in inputs.items()})
        return carried(derivative_formula(formula, name), inputs, f"slope by {name}")

    def _updated(self, lap: Lap) -> dict[str, Quantity]:
        known = {**lap.inputs, self._rate_name: self.learning_rate}
        after = dict(lap.inputs)
        for name, gradient in lap.gradients.items():
            step = Binary("*", Name(self._rate_name), gradient.formula)
            updated = Binary("-", Name(name), step)
            after[name] = within_budget(carried(updated, known, name))
        return after
