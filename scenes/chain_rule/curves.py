"""A step as a curve: its value is a point of that, its local slope the tangent there."""

from __future__ import annotations

from collections.abc import Container, Sequence

import numpy as np
from manim import Animation, Mobject, VMobject

from calculus.function import Function
from calculus.graph import Node
from calculus.quantity import Quantity
from scenes.chain_rule.facts import ChainRuleFacts
from scenes.chain_rule.view import GraphView
from scenes.look.theme import Role, Theme
from scenes.picture.layout import Box
from scenes.picture.motion import Drive, Trace, appear
from scenes.picture.plot import Plot
from scenes.picture.window import Window

# Width and height, the best first, Manim units.
_SIZES = (4.0, 1.9), (4.0, 1.75), (4.0, 1.55), (3.3, 1.55), (2.6, 1.5), (1.9, 1.6)
_MOST = 2  # curves: with the graph and a calculation, no more can be taken in
_FAR = 3.0  # to both sides of the point, where it is at 1
_STRAIGHT, _BENT = 0.5, 0.25  # shares of the tangent's height and of the curve's that are seen
_LEVEL = 1e-4  # of a value, that the window is high at least
_FINE = 41  # points at which the curve is tried
_ANYWHERE = np.sinh(np.linspace(-10, 10, 401))  # where a node is tried of which no bound is known


class StepCurve(Plot):
    """The curve of a step; the state ``x`` is where on it a dot is, at first far from its place.

    Args:
        function: The step as a function of one operand.
        at: The value of that.
        slope: The local slope.
        box: Where.
        theme: The colours.
        ends: Between which values the operand stays.

    Attributes:
        graph: The curve.
        tangent: The tangent.
        bead: The dot.
        place: Where on the curve the value is.
        parts: All that is drawn, the tangent last.
    """

    def __init__(
        self,
        function: Function,
        at: Quantity,
        slope: Quantity,
        box: Box,
        theme: Theme,
        ends: tuple[float, float] = (-np.inf, np.inf),
    ) -> None:
        x, m = float(at.value), float(slope.value)
        y, far = function.sample_at(x), _FAR * max(1.0, abs(x))
        least, most = max(x - far, ends[0]), min(x + far, ends[1])
        xs, far = np.linspace(least, most, _FINE), (most - least) / 2
        heights = np.abs(function.sample(xs) - y)
        xs, heights = (some[np.isfinite(heights)] for some in (xs, heights))
        high = min(heights.max(), max(_STRAIGHT * abs(m) * far, _BENT * heights.max()))
        high = max(float(high), _LEVEL * max(1.0, abs(y)))
        start = float(xs[heights <= high][0])
        left, right = max(xs[0] - 0.1 * far, ends[0]), min(xs[-1] + 0.1 * far, ends[1])
        window = Window(float(left), y - 1.2 * high, float(right), y + 1.2 * high)
        super().__init__(box, window, None, theme, tick_labels="across", state={"x": start})
        self.place = x
        self.graph = self.curve(function)
        self.tangent = self.straight(lambda _: (x, y, m), Role.SLOPE, of=function)
        self.bead = self.dot(
            lambda plot: (plot["x"], function.sample_at(plot["x"])), Role.VALUE, on=function
        )
        self.parts: list[VMobject] = [self.axes, self.graph, self.bead, self.tangent]


class StepCurves:
    """The curves of the first steps of one operand that bend, where a graph has room for them.

    Args:
        facts: The graph.
        view: The graph on screen.
        chips: What stands on its edges in the end.
        theme: The colours.
    """

    def __init__(
        self, facts: ChainRuleFacts, view: GraphView, chips: Sequence[Mobject], theme: Theme
    ) -> None:
        self._curves: dict[str, StepCurve] = {}
        self._drawn: dict[str, list[VMobject]] = {}  # what is seen of each
        for step in facts.backward.steps[::-1]:
            node = facts.graph.node(step.edge.target)
            if len(self._curves) == _MOST:
                break
            if not facts.is_small or len(node.operands) > 1 or not step.local_formula.free_symbols:
                continue
            if box := view.picture_at(step.edge, _SIZES, chips):
                function = Function(node.name, step.edge.source, node.formula)
                operand = facts.graph.node(step.edge.source)
                at = facts.forward.values[operand.name]
                ends = _ends(operand, at)
                self._curves[node.name] = StepCurve(function, at, step.local, box, theme, ends)

    @property
    def outlines(self) -> list[VMobject]:
        """All curves with their axes, on which there is nothing yet."""
        return [part for curve in self._curves.values() for part in (curve.axes, curve.graph)]

    def draw(self, name: str) -> list[Animation]:
        """Return what draws the curve of a step, if it has one."""
        if (curve := self._curves.get(name)) is None:
            return []
        self._drawn[name] = [curve.axes, curve.graph]
        return [appear(curve.axes), Trace(curve.graph)]

    def lead(self, name: str) -> list[Animation]:
        """Return what leads a dot along the curve of a step, if that is seen, to its value."""
        if name not in self._drawn:
            return []
        curve = self._curves[name]
        self._drawn[name].append(curve.bead)
        return [appear(curve.bead), Drive(curve, x=curve.place)]

    def tangent(self, name: str) -> tuple[list[VMobject], list[Animation]]:
        """Return the tangent at the value of a step, if its curve is seen, and what draws it."""
        if name not in self._drawn:
            return [], []
        tangent, drawn = self._curves[name].tangent, self._drawn[name]
        if tangent in drawn:
            return [tangent], []
        drawn.append(tangent)
        return [tangent], [Trace(tangent)]

    def seen(self, names: Container[str] = ()) -> list[VMobject]:
        """Return what is seen of all curves, except those of some steps."""
        return [part for name in self._drawn if name not in names for part in self._drawn[name]]


def _ends(node: Node, at: Quantity) -> tuple[float, float]:
    """Return between which values a node stays, as far as trying it shows."""
    if len(node.operands) == 1:
        tried = Function(node.name, node.operands[0], node.formula).sample(_ANYWHERE)
        values = np.append(tried[np.isfinite(tried)], float(at.value))
        if np.ptp(values) > 0:
            return float(values.min()), float(values.max())
    return -np.inf, np.inf
