"""What of a scene can be explored, as it goes on record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, runtime_checkable

import sympy as sp

from calculus.expression import source, walk
from calculus.fitting import LinearExamples
from calculus.function import Function
from calculus.graph import Graph
from calculus.logistic import Examples
from calculus.quantity import Quantity
from calculus.surface import Surface
from calculus.symbolic import source_of
from record.figure import Figure
from scenes.settings.parameters import Parameters

_MOST_STEPS, _MOST_EDGES = 8, 12  # of a graph
_MOST_PARTS = 60  # of the formulas of a surface and its slopes, which are worked out often
_MOST_EXAMPLES = 10
STEPS = 10
"""Of a descent, where a scene has no number of its own."""


@runtime_checkable
class Explorable(Protocol):
    """Facts of which people can move a figure themselves."""

    def explorable(self, given: Parameters) -> Figure | None:
        """Return what they can explore; None if that is too much for a figure.

        Args:
            given: The parameters that the facts were computed from.
        """
        ...


def figure_of(scene: Any) -> Figure | None:
    """Return what can be explored of a scene, in its looks; None if nothing can."""
    facts = scene.facts
    found = facts.explorable(scene.given) if isinstance(facts, Explorable) else None
    if found is None:
        return None
    theme, tongue = scene.theme, scene.tongue
    surfaces = {"background": theme.background, "panel": theme.panel, "rule": theme.rule}
    return replace(
        found,
        places=tongue.digits.places,
        decimal="," if tongue.decimal_comma else ".",
        colours=surfaces | {role.value: colour for role, colour in theme.colours.items()},
    )


def nudged(
    kind: str, function: Function, points: Iterable[sp.Expr], nudges: Iterable[sp.Expr], called: str
) -> Figure:
    """Return the figure of a function that is nudged at the points of a scene."""
    numbers = {"points": listed(points), "nudges": listed(nudges)}
    return Figure(kind, {"function": function.source, **numbers, "nudge": called})


def descending(
    function: Function, start: sp.Expr, rates: Iterable[sp.Expr], steps: int = STEPS
) -> Figure:
    """Return the figure of descents from a start."""
    parts = {"function": function.source, "start": source_of(start), "rates": listed(rates)}
    return Figure("descent", parts | {"steps": str(steps)})


def walking(
    surface: Surface,
    start: Sequence[sp.Expr],
    rate: sp.Expr,
    momentum: sp.Expr,
    steps: int,
) -> Figure | None:
    """Return the figure of descents on a surface; None if that takes too long to work out."""
    formulas = [surface.expression, *map(surface.partial, surface.variables)]
    if sum(1 for formula in formulas for _ in walk(formula)) > _MOST_PARTS:
        return None
    parts = {"function": surface.source, "start": listed(start), "rates": source_of(rate)}
    return Figure("surface", parts | {"momentum": source_of(momentum), "steps": str(steps)})


def learning(
    examples: Examples, start: Iterable[sp.Expr], rates: Iterable[sp.Expr], steps: int = STEPS
) -> Figure | None:
    """Return the figure of a model that learns from examples; None if there are too many."""
    if examples.count > _MOST_EXAMPLES:
        return None
    parts = {
        "model": "linear" if isinstance(examples, LinearExamples) else "logistic",
        "inputs": listed(examples.inputs),
        "labels": listed(examples.labels),
        "start": listed(start),
        "rates": listed(rates),
        "steps": str(steps),
    }
    return Figure("fit", parts)


def tabled(functions: Iterable[Function], at: sp.Expr) -> Figure:
    """Return the figure of several functions of one variable, looked at where a scene does."""
    sources = "; ".join(function.source for function in functions)
    return Figure("functions", {"functions": sources, "points": source_of(at)})


def computing(graph: Graph, inputs: Mapping[str, Quantity], nudge: sp.Expr) -> Figure | None:
    """Return the figure of a graph; None if it is too large to be moved about in."""
    if len(graph.steps) > _MOST_STEPS or len(graph.edges) > _MOST_EDGES:
        return None
    steps = "; ".join(f"{node.name} = {source(node.formula)}" for node in graph.steps)
    values = "; ".join(f"{name} = {source_of(known.value)}" for name, known in inputs.items())
    return Figure("chain", {"graph": steps, "inputs": values, "nudge": source_of(nudge)})


def listed(values: Iterable[sp.Expr]) -> str:
    """Return numbers as a figure is given them: "2; 1/3"."""
    return "; ".join(map(source_of, values))
