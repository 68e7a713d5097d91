"""What the chain rule story draws with: the graph, what stands at its nodes, and a strip."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Literal

from manim import AnimationGroup, MoveAlongPath, VGroup

from calculus.backward import BackwardStep
from calculus.errors import ParameterError
from calculus.expression import Binary, Expression, Name
from calculus.expression import source as written
from calculus.graph import Graph
from calculus.quantity import Quantity
from calculus.shown import Shown
from calculus.worked import operands
from scenes.base import LessonScene
from scenes.chain_rule.cards import SMALLEST, NodeNumbers, Plan, planned
from scenes.chain_rule.facts import steps_of
from scenes.chain_rule.view import GraphView
from scenes.look.text import Text, scale_to_fit
from scenes.look.theme import Role
from scenes.picture.layout import Box, Layout, layout
from scenes.picture.meaning import AtNode, claim
from scenes.picture.motion import Shade, appear, dim, light, vanish
from scenes.words import terms
from scenes.words.wording import Wordable

_STRIP = 1.1  # height of the strip for calculations, Manim units
_STRIP_GAP = 0.12  # between the graph and a strip under it
_SWELLING = 0.12  # in which a calculation can swell when it pulses, Manim units
_TITLE_SHARE = 0.39  # of the width that the title may take, where calculations stand beside it
_SHAPES = {"16:9": 16 / 9, "9:16": 9 / 16, "4:3": 4 / 3, "1:1": 1.0}


@dataclass(frozen=True)
class Calculation:
    """A calculation, before it is set.

    Attributes:
        template: Typst mathematics with fields.
        fields: What the fields hold.
        role: Colour of what the template leaves uncoloured.
    """

    template: str
    fields: Mapping[str, Wordable]
    role: Role = Role.TEXT


def line(template: str, role: Role = Role.TEXT, /, **fields: Wordable) -> Calculation:
    """Return a calculation."""
    return Calculation(template, fields, role)


def boxes(regions: Layout) -> tuple[Box, Box]:
    """Return where the graph goes, and the strip for calculations."""
    body, title = regions.body, regions.title
    if regions.is_wide:
        # The title leaves the right of its line free: calculations go there.
        middle = title.left + _TITLE_SHARE * title.width
        strip = Box(middle, title.top - _STRIP, title.right, title.top)
        return body.inset(top=_STRIP - title.height), strip
    return body.inset(bottom=_STRIP + _STRIP_GAP), Box(
        body.left, body.bottom, body.right, body.bottom + _STRIP
    )


def plan(scene: LessonScene, graph: Graph, numbers: Mapping[str, NodeNumbers]) -> Plan:
    """Return how a graph is drawn in the frame of a scene.

    Args:
        scene: The scene.
        graph: The graph.
        numbers: What will stand at its nodes.

    Raises:
        ParameterError: The text would be too small to be read; names the shapes that have room.
    """
    found = planned(graph, numbers, boxes(scene.regions)[0], scene.theme, scene.digits)
    if found is not None:
        return found
    roomy = [
        name
        for name, aspect in _SHAPES.items()
        if planned(graph, numbers, boxes(layout(aspect))[0], scene.theme, scene.digits)
    ]
    raise ParameterError(
        "graph",
        f"fits into a frame of this shape with text of {SMALLEST} points",
        "; ".join(f"{node.name} = {written(node.formula)}" for node in graph.steps),
        f"a frame of {' or '.join(roomy)}"
        if roomy
        else "fewer steps, shorter names, rounder inputs",
    )


def letters(index: int) -> str:
    """Name a field by letters: a digit has no place in a template."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(index))


class GraphStage:
    """A graph with values and gradients at its nodes, and a strip for calculations.

    Args:
        scene: The scene that is told with it.
        graph: The graph.
        steps: What the backward pass does, for the labels of the edges.
        numbers: What will stand at the nodes, which need room for it.

    Attributes:
        view: Cards and edges.
        values: What stands at each node now.
        gradients: The gradients that stand at the nodes now.
        locals: Local derivatives at the edges, as far as they have been shown and have room.

    Raises:
        ParameterError: The graph has no room in the frame.
    """

    def __init__(
        self,
        scene: LessonScene,
        graph: Graph,
        steps: Iterable[BackwardStep],
        numbers: Mapping[str, NodeNumbers],
    ) -> None:
        self._scene = scene
        self._formulas = steps_of(graph)
        box, self._strip = boxes(scene.regions)
        self.plan = plan(scene, graph, numbers)
        self.view = GraphView(graph, self.plan, box, scene.theme)
        self.values: dict[str, Text] = {}
        self.gradients: dict[str, Text] = {}
        self.locals: dict[tuple[str, str], VGroup] = {}
        self._steps = {(step.edge.source, step.edge.target): step for step in steps}
        self._line: Text | None = None

    def number(self, quantity: Quantity) -> Shown:
        """Return a number as it is shown in this graph."""
        return self.plan.style.number(quantity)

    def operands(
        self, expression: Expression, values: Mapping[str, Quantity], result: Shown
    ) -> dict[str, Shown] | None:
        """Return the operands of a calculation with digits that give its result.

        None where too many would be needed: then names say what is computed.
        """
        return operands(expression, values, result, self.plan.style.number)

    def joined(
        self, operator: Literal["+", "*"], values: Sequence[Quantity], result: Shown
    ) -> list[Shown] | None:
        """Return the summands or factors of a result with digits that give it, or None."""
        named = {f"p{i}": value for i, value in enumerate(values)}
        names: list[Expression] = [Name(name) for name in named]
        whole = reduce(lambda left, right: Binary(operator, left, right), names)
        taken = self.operands(whole, named, result)
        return None if taken is None else list(taken.values())

    def nudged(self, before: Quantity, after: Quantity) -> Shown:
        """Return a value after a nudge, as it is shown in this graph."""
        return self.plan.style.nudged(before, after)

    def groups(self, names: Sequence[str], is_small: bool) -> list[list[str]]:
        """Return which nodes come on together: one by one in a small graph, else layer by layer.

        Args:
            names: Names of nodes, each after the ones that it depends on.
            is_small: Whether the graph is small.
        """
        if is_small:
            return [[name] for name in names]
        layers = self.view.layers
        order = sorted({layers[name] for name in names})
        return [[name for name in names if layers[name] == layer] for layer in order]

    def value(self, name: str, value: Shown, role: Role = Role.VALUE) -> Text:
        """Return a value, placed at its node."""
        label = self._scene.formula("{v}", v=value, role=role, size=self.plan.size)
        self.values[name] = self.view.cards[name].put_value(label)
        self._claim(label, "value", name, value)
        return label

    def gradient(self, name: str, value: Shown) -> Text:
        """Return a gradient, placed at its node."""
        label = self._scene.formula(
            "{a} {g:equals}" if self.plan.style.named else "{g}",
            a=terms.code(f"d{name}"), g=value, role=Role.GRADIENT, size=self.plan.size,
        )  # fmt: skip
        self.gradients[name] = self.view.cards[name].put_gradient(label)
        self._claim(label, "gradient", name, value)
        return label

    def _claim(self, label: Text, what: str, name: str, value: Shown) -> None:
        """Let a number at a node say which one it is, for checks."""
        frame = self.view.cards[name].frame
        claim(label, AtNode(what, name, self._formulas, value.text, frame))

    def change_value(self, name: str, value: Shown, role: Role) -> tuple[Shade, Shade]:
        """Return the animations that put another value at a node."""
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

    def show_local(self, *edges: tuple[str, str], all_or_none: bool = False) -> list[Shade]:
        """Return the animations that bring local derivatives to the edges that have room.

        Args:
            edges: The edges.
            all_or_none: Whether none comes unless all have room.
        """
        before, shades = dict(self.locals), []
        for edge in edges:
            if edge in before:
                shades.append(light(before[edge]))
                continue
            label = self.view.on_edge(*edge, self._labels(self._steps[edge]), self.locals.values())
            if label is not None:
                self.locals[edge] = label
                shades.append(appear(label))
        if all_or_none and len(shades) < len(edges):
            self.locals = before
            return []
        return shades

    def put_back_locals(self, keep: bool) -> list[Shade]:
        """Return the animations that dim the local derivatives, or take them away."""
        labels = [*self.locals.values()]
        if keep:
            return [dim(*(label[-1] for label in labels))] if labels else []  # plates keep hiding
        self.locals.clear()
        return [vanish(*labels)] if labels else []

    def _labels(self, step: BackwardStep) -> list[Text]:
        """Return what an edge can say: the local derivative with its formula, or alone."""
        fields: dict[str, Any] = {"local": self.number(step.local)}
        forms = ["{local}"]
        if step.local_formula.free_symbols:
            fields["f"] = terms.in_line(terms.formula(step.local.formula))
            forms.insert(0, "{f} {local:equals}")
        return [self._scene.formula(form, self.plan.size, **fields) for form in forms]

    def write(self, *lines: Calculation) -> None:
        """Write a calculation into the strip, in place of the one before.

        Args:
            lines: The calculation and shorter ones that say as much; the first that can be
                read in the strip is taken.
        """
        self.clear()
        for some in lines:
            text = self._set(some)
            if text.font_size >= SMALLEST:
                break
        x, y = self._strip.centre
        text.move_to((x, y, 0))
        self._scene.play(appear(text), run_time=0.4)
        self._line = text

    def _set(self, some: Calculation) -> Text:
        """Return a calculation as large as the strip allows."""
        text = self._scene.formula(some.template, None, some.role, **some.fields)
        scale_to_fit(text, self._strip.width - _SWELLING, self._strip.height)
        return text

    def clear(self) -> None:
        """Empty the strip."""
        if self._line is not None:
            self._scene.play(vanish(self._line), run_time=0.2)
            self._line = None
