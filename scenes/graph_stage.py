"""What the chain rule story draws with: the graph, what stands at its nodes, and a strip."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from manim import AnimationGroup, MoveAlongPath, VGroup

from calculus.backward import BackwardStep
from calculus.expression import source as written
from calculus.graph import Graph
from calculus.quantity import Quantity
from calculus.shown import Shown, shown
from scenes import terms
from scenes.base import LessonScene
from scenes.graph_view import GraphView
from scenes.layout import Box
from scenes.meaning import AtNode, claim
from scenes.motion import Shade, appear, vanish
from scenes.text import Text, scale_to_fit
from scenes.theme import Role

_STRIP = 1.1  # height of the strip for calculations, Manim units
_TITLE_SHARE = 0.36  # of the width that the title may take, where calculations stand beside it
# A graph has many numbers in little room: rounded ones keep this many digits.
_SIGNIFICANT, _PLACES = 4, 6


def number(quantity: Quantity) -> Shown:
    """Return a number as it is shown at a node."""
    return shown(quantity, significant=_SIGNIFICANT, places=_PLACES)


def letters(index: int) -> str:
    """Name a field by letters: a digit has no place in a template."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(index))


class GraphStage:
    """A graph with values above its nodes, gradients below, and a strip for calculations.

    Attributes:
        view: Cards and edges.
        values: What stands above each node now.
        gradients: What stands below each node now.
        locals: Local derivatives beside the edges.
    """

    def __init__(self, scene: LessonScene, graph: Graph, steps: Iterable[BackwardStep]) -> None:
        self._scene = scene
        self._steps = tuple((node.name, written(node.formula)) for node in graph.steps)
        body, title = scene.regions.body, scene.regions.title
        if scene.regions.is_wide:
            # The title leaves the right of its line free: calculations go there.
            middle = title.left + _TITLE_SHARE * title.width
            self._strip = Box(middle, title.top - _STRIP, title.right, title.top)
            stage = body.inset(top=_STRIP - title.height)
        else:
            self._strip = Box(body.left, body.bottom, body.right, body.bottom + _STRIP)
            stage = body.inset(bottom=_STRIP)
        self.view = GraphView(graph, stage, scene.theme)
        self.values: dict[str, Text] = {}
        self.gradients: dict[str, Text] = {}
        self.locals = {
            (step.edge.source, step.edge.target): self._local_label(step) for step in steps
        }
        self._line: Text | None = None

    def value(self, name: str, value: Shown, role: Role = Role.VALUE) -> Text:
        """Return a value, placed above its node."""
        label = self._scene.formula("{v}", v=value, role=role, size=self._scene.theme.small)
        self.values[name] = self.view.above(name, label)
        self._claim(label, "value", name, value)
        return label

    def gradient(self, name: str, value: Shown) -> Text:
        """Return a gradient, placed below its node."""
        label = self._scene.formula(
            "{a} {g:equals}",
            a=terms.code(f"d{name}"), g=value, role=Role.GRADIENT, size=self._scene.theme.small,
        )  # fmt: skip
        self.gradients[name] = self.view.below(name, label)
        self._claim(label, "gradient", name, value)
        return label

    def _claim(self, label: Text, what: str, name: str, value: Shown) -> None:
        """Let a number at a node say which one it is, for checks."""
        frame = self.view.cards[name].frame
        claim(label, AtNode(what, name, self._steps, value.text, frame))

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

    def _local_label(self, step: BackwardStep) -> Text:
        """Return the label of an edge: the local derivative, with its formula if there is room."""
        size, edge = self._scene.theme.small, (step.edge.source, step.edge.target)
        if step.local_formula.free_symbols:
            formula = terms.sign(step.local_typst)
            label = self._scene.formula(
                "{f} {local:equals}", f=formula, local=number(step.local), size=size
            )
            if label.width <= self.view.room_on(*edge):
                return self.view.on_edge(*edge, label)
        label = self._scene.formula("{local}", local=number(step.local), size=size)
        return self.view.on_edge(*edge, label)
