"""What a story is about, as text, so that others can compute it anew.

Formulas on screen hold names and numerals that are no numbers on record: f(3), the 2 of a².
The facts of a story say what these mean; checks ask for nothing else of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from calculus.backward import BackwardStep
from calculus.errors import LessonError
from calculus.expression import source
from calculus.function import Function
from calculus.graph import Graph
from calculus.nudge import NudgeTable
from calculus.plain import plain
from calculus.quantity import Quantity
from calculus.surface import Surface
from calculus.symbolic import source_of
from calculus.typst import typst
from scenes.picture.meaning import Formula
from scenes.settings.parameters import Parameters


@dataclass(frozen=True)
class Subject:
    """What a story is about.

    Attributes:
        functions: Its functions of one variable, by name.
        steps: What every step of its computation graph computes, by name, in order.
        inputs: The inputs of the graph, by name, as text.
        nudge: How far an input of the graph may be nudged, as text; empty where none is.
        rates: The learning rates, as text.
        written: Formulas as they are written, whose numerals need not be on record.
    """

    functions: Mapping[str, Formula] = field(default_factory=dict, hash=False)
    steps: tuple[tuple[str, str], ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict, hash=False)
    nudge: str = ""
    rates: tuple[str, ...] = ()
    written: tuple[str, ...] = ()

    @classmethod
    def of_functions(cls, *functions: Function, rates: Iterable[Quantity] = ()) -> Subject:
        """Return what a story about functions is about, perhaps about descents on them."""
        written = [text for function in functions for text in _writings(function)]
        named = {function.name: Formula.of(function) for function in functions}
        texts = tuple(source_of(rate.value) for rate in rates)
        return cls(functions=named, rates=texts, written=tuple(written))

    @classmethod
    def of_surface(cls, surface: Surface) -> Subject:
        """Return what a story about a function of two variables is about."""
        return cls(written=(typst(surface.expression), plain(surface.expression), surface.source))

    @classmethod
    def of_graph(
        cls,
        graph: Graph,
        inputs: Mapping[str, Quantity],
        nudge: Quantity | None = None,
        backward: Iterable[BackwardStep] = (),
    ) -> Subject:
        """Return what a story about a computation graph is about.

        Args:
            graph: The graph.
            inputs: Its inputs.
            nudge: How far one of them is nudged.
            backward: Steps of the backward pass, whose local derivatives are written.
        """
        written = [plain(graph.formula), source(graph.formula)]
        for node in graph.nodes:
            written += [node.typst, node.operation, plain(node.formula)]
        return cls(
            steps=tuple((node.name, source(node.formula)) for node in graph.steps),
            inputs={name: source_of(given.value) for name, given in inputs.items()},
            nudge="" if nudge is None else source_of(nudge.value),
            written=(*written, *(step.local_typst for step in backward)),
        )


@dataclass(frozen=True)
class NudgedFunction:
    """A function that is nudged.

    Attributes:
        function: The function.
        tables: One for each point, in the order given.
    """

    function: Function
    tables: tuple[NudgeTable, ...]

    def known(self) -> Subject:
        """Return what others may know of the story."""
        return Subject.of_functions(self.function)


@runtime_checkable
class Knowable(Protocol):
    """Facts that say what a story is about."""

    def known(self) -> Subject:
        """Return what others may know of the story."""
        ...


def subject_of(given: Parameters, facts: object) -> Subject:
    """Return what a story is about: what its facts say, or else the functions it was given.

    Args:
        given: The parameters.
        facts: What was computed from them.
    """
    if isinstance(facts, Knowable):
        return facts.known()
    return Subject.of_functions(*(value for _, value in given if isinstance(value, Function)))


def _writings(function: Function) -> list[str]:
    """Return how a function is written, and its derivative where it has one."""
    texts = [function.typst, plain(function.expression)]
    try:
        slope = function.derivative
    except LessonError:
        return texts
    return [*texts, slope.body_typst, plain(slope.expression)]
