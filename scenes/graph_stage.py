"""What the chain rule story draws with: the graph, what stands at its nodes, and a strip."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from manim import AnimationGroup, MoveAlongPath, VGroup

from calculus.backward import BackwardStep
from calculus.graph import Graph
from calculus.quantity import Quantity
from calculus.shown import Shown, shown
from scenes import terms
from scenes.base import LessonScene
from scenes.graph_view import GraphView
from scenes.layout import Box
from scenes.motion import Shade, appear, vanish
from scenes.text import Text, scale_to_fit
from scenes.theme import Role

_STRIP = 1.1  # height of the strip for calculations under the graph, Manim units
# A graph has many numbers in little room: rounded ones keep this many digits.
_SIGNIFICANT, _PLACES = 4, 6


def number(quantity: Quantity) -> Shown:
    """Return a number as it is shown at a node."""
    return shown(quantity, significant=_SIGNIFICANT, places=_PLACES)


class GraphStage:
    """A graph with values above its nodes, gradients below, and calculations underneath.

    Attributes:
        view: Cards and edges.
        values: What stands above each node now.
        gradients: What stands below each node now.
        locals: Local derivatives on the edges, each a patch and its text.
    """

    def __init__(self, scene: LessonScene, graph: Graph, steps: Iterable[BackwardStep]) -> None:
        self._scene = scene
        body = scene.regions.body
        self._strip = Box(body.left, body.bottom, body.right, body.bottom + _STRIP)
        self.view = GraphView(
            graph, Box(body.left, self._strip.top, body.right, body.top), scene.theme
        )
        self.values: dict[str, Text] = {}
        self.gradients: dict[str, Text] = {}
        self.locals = self._local_labels(list(steps))
        self._line: Text | None = None

    def value(self, name: str, value: Shown, role: Role = Role.VALUE) -> Text:
        """Return a value, placed above its node."""
        label = self._scene.formula("{v}", v=value, role=role, size=self._scene.theme.small)
        self.values[name] = self.view.above(name, label)
        return label

    def gradient(self, name: str, value: Shown) -> Text:
        """Return a gradient, placed below its node."""
        label = self._scene.formula(
            "dif {a} {g:equals}",
            a=terms.name(name), g=value, role=Role.GRADIENT, size=self._scene.theme.small,
        )  # fmt: skip
        self.gradients[name] = self.view.below(name, label)
        return label

    def change_value(self, name: str, value: Shown, role: Role) -> tuple[Shade, Shade]:
        """Return the animations that put another value above a node."""
        before = self.values[name]
        return vanish(before), appear(self.value(name, value, role))

    def others(self, path: tuple[str, ...], edges: list[tuple[str, str]]) -> list[VGroup]:
        """Return all that is drawn, except on a path."""
        labelled: tuple[Mapping[str, VGroup], ...] = self.view.cards, self.values, self.gradients
        off_path = [
            mobject for things in labelled for name, mobject in things.items() if name not in path
        ]
        return off_path + [edge for key, edge in self.view.edges.items() if key not in edges]

    def send(self, edges: Iterable[tuple[str, str]], role: Role, backward: bool = False) -> None:
        """Let a dot travel along each edge."""
        pulses, journeys = [], []
        for source, target in edges:
            way = self.view.way(source, target)
            pulses.append(self.view.pulse(role))
            journeys.append(
                MoveAlongPath(
                    pulses[-1], way.reverse_direction() if backward else way, run_time=0.8
                )
            )
        self._scene.play(AnimationGroup(*journeys))
        self._scene.remove(*pulses)

    def write(self, line: Text) -> None:
        """Write a calculation into the strip, in place of the one before."""
        self.clear()
        scale_to_fit(line, self._strip.width, self._strip.height)
        x, y = self._strip.centre
        line.move_to((x, y, 0))
        self._scene.play(appear(line), run_time=0.4)
        self._line = line

    def clear(self) -> None:
        """Empty the strip."""
        if self._line is not None:
            self._scene.play(vanish(self._line), run_time=0.2)
            self._line = None

    def _local_labels(self, steps: list[BackwardStep]) -> dict[tuple[str, str], VGroup]:
        """Label the edges: with the derivative's name where all have room for it."""
        forms = (r"dif {v} \/ dif {a} {local:equals}", "{local}")
        for form in forms:
            labels = {
                (step.edge.source, step.edge.target): self._scene.formula(
                    form,
                    v=terms.name(step.edge.target), a=terms.name(step.edge.source),
                    local=number(step.local), size=self._scene.theme.small,
                )
                for step in steps
            }  # fmt: skip
            if all(text.width <= self.view.room_on(*edge) for edge, text in labels.items()):
                break
        return {edge: self.view.on_edge(*edge, text) for edge, text in labels.items()}
