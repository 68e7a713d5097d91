"""What a training story is about: laps on a graph, and one nudge of what is trained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import sympy as sp

from calculus.carried import difference
from calculus.errors import DomainError, LessonError
from calculus.graph import Graph
from calculus.quantity import Quantity, quantity
from calculus.training import Lap, Trainer
from record.figure import Figure
from scenes.settings.drawable import require_small
from scenes.settings.kinds import number_text
from scenes.settings.parameters import Parameters
from scenes.telling.explorable import computing
from scenes.telling.subject import Subject

MOST_TRAINED, MOST_SHOWN = 12, 3
_TENTHS = 30  # times that a learning rate is made smaller in search of one that works
_NUDGE = sp.Rational(1, 1000)  # of an input, also where people try that themselves


@dataclass(frozen=True)
class TrainingFacts:
    """What the story is about.

    Attributes:
        trainer: The graph, what is trained, and the learning rate.
        laps: As it is at first, and after each update.
        nudge: A nudge of the first trained input.
        ratio: How many times that the cost moves.
    """

    trainer: Trainer
    laps: tuple[Lap, ...]
    nudge: Quantity
    ratio: Quantity

    @property
    def graph(self) -> Graph:
        return self.trainer.graph

    @property
    def trained(self) -> tuple[str, ...]:
        """The names of what is trained, as many as are shown."""
        return tuple(self.trainer.trained[:MOST_SHOWN])

    @property
    def data(self) -> Mapping[str, Quantity]:
        """The inputs that stay as they are."""
        first = self.laps[0].inputs
        return {name: first[name] for name in first if name not in self.trainer.trained}

    @property
    def is_level(self) -> bool:
        """Whether nothing is changed by the first update."""
        return self.laps[0].is_level

    def risen(self, k: int) -> Quantity:
        """Return by how much the cost has changed with an update; below 0 if it has fallen."""
        before, after = self.laps[k - 1].cost, self.laps[k].cost
        return difference(after, before, self.graph.output)

    def known(self) -> Subject:
        """Return what others may know of the story: inputs change, so none of their values."""
        whole = Subject.of_graph(self.graph, self.laps[0].inputs)
        return Subject(written=whole.written)

    def explorable(self, given: Parameters) -> Figure | None:
        """Return what people can explore."""
        return computing(self.graph, self.laps[0].inputs, _NUDGE)

    @classmethod
    def of(
        cls,
        graph: Graph,
        inputs: Mapping[str, sp.Expr],
        trained: Sequence[str],
        rate: sp.Expr,
        laps: int,
    ) -> TrainingFacts:
        """Train a graph.

        Raises:
            LessonError: What is trained is no input, there is too much of it, the graph has no
                value or no slope there, or no picture could show what comes out.
        """
        graph.forward(inputs)  # says what is wrong with the inputs
        known = ", ".join(graph.inputs)
        for name in trained:
            if name not in graph.inputs:
                rule = f"names inputs of the graph, which are {known}"
                raise LessonError("trained", rule, name, graph.inputs[0])
        if len(trained) > MOST_TRAINED:
            few = ", ".join(trained[:MOST_TRAINED])
            rule = f"names at most {MOST_TRAINED} inputs"
            raise LessonError("trained", rule, f"{len(trained)} of them", few)
        trainer = Trainer(graph, trained, rate)
        try:
            found = _laps(trainer, inputs, laps)
        except LessonError as error:
            if error.thing != "learning_rate":
                raise
            raise error.but(remedy=_slower(trainer, inputs, laps)) from None
        return cls(trainer, found, *_nudged(graph, inputs, trained[0]))


def _laps(trainer: Trainer, inputs: Mapping[str, sp.Expr], laps: int) -> tuple[Lap, ...]:
    found = trainer.laps(inputs, laps)
    for lap in found:
        numbers = [*lap.inputs.values(), lap.cost, *lap.gradients.values()]
        require_small("learning_rate" if lap.k else "inputs", numbers, "smaller numbers")
    return found


def _slower(trainer: Trainer, inputs: Mapping[str, sp.Expr], laps: int) -> str:
    """Return a learning rate that is not refused, the largest tenth of a tenth of this one."""
    for power in range(1, _TENTHS):
        slower = replace(trainer, rate=trainer.rate / 10**power)
        with suppress(LessonError):
            _laps(slower, inputs, laps)
            return number_text(slower.rate)
    return "other inputs"


def _nudged(graph: Graph, inputs: Mapping[str, sp.Expr], name: str) -> tuple[Quantity, Quantity]:
    """Nudge one input, downward where nothing is above it; return how far, and the ratio."""
    forward = graph.forward(inputs)
    with suppress(DomainError):
        return quantity(_NUDGE), graph.nudge(forward, name, _NUDGE).quotient
    return quantity(-_NUDGE), graph.nudge(forward, name, -_NUDGE).quotient
