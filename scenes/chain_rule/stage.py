"""What the chain rule story draws with: the graph, what stands at its nodes, and a strip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from typing import Any, Literal

import numpy as np
from manim import Animation, AnimationGroup, VGroup, VMobject

from calculus.backward import BackwardStep
from calculus.errors import LessonError, ParameterError
from calculus.expression import Binary, Expression, Name
from calculus.expression import source as written
from calculus.graph import Graph
from calculus.quantity import Quantity
from calculus.shown import Shown, shown
from calculus.worked import operands
from scenes.base import LessonScene
from scenes.chain_rule.calculation import Calculation, bring_from
from scenes.chain_rule.cards import SMALLEST, NodeNumbers, Plan, planned
from scenes.chain_rule.facts import steps_of
from scenes.chain_rule.view import GraphView
from scenes.look.text import Text, scale_to_fit
from scenes.look.theme import Role
from scenes.picture.carrying import Merge
from scenes.picture.layout import Box, Layout, layout, px
from scenes.picture.meaning import AtNode, claim
from scenes.picture.motion import Shade, appear, dim, light, vanish
from scenes.picture.plot import filled
from scenes.picture.rolling import Roll
from scenes.picture.shapes import Points, rounded
from scenes.words import terms
from scenes.words.wording import Wordable

Way = tuple[str, str]
"""An edge, from its source to its target."""

_STRIP = 1.0  # height of the strip for calculations, Manim units
_STRIP_GAP = 0.12  # between the graph and a strip under it
_SWELLING = 0.12  # in which a calculation can swell when it pulses, Manim units
_TITLE_SHARE = 0.39  # of the width that the formula may take, where calculations stand beside it
_WRITTEN = 1.25  # size of a calculation in the strip, as a share of that of formulas elsewhere
_CHIP = 0.75  # size of what stands on an edge, as a share of that at nodes
_NEAR_SOURCE = (0.2, 0.15, 0.25, 0.1, 0.3, 0.05, 0.35)  # of an edge, where something can wait
# Length of a rod, its height, and what is not for rods where a value stands, in the graph's unit.
_ROD, _UP, _BESIDE = 0.19, 0.12, 0.5
_SHAPES = {"16:9": 16 / 9, "9:16": 9 / 16, "4:3": 4 / 3, "1:1": 1.0}


def edge_of(step: BackwardStep) -> Way:
    """Return the edge that a gradient goes back over."""
    return step.edge.source, step.edge.target


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


class GraphStage:
    """A graph with values and gradients at its nodes, and a strip for calculations.

    Args:
        scene: The scene that is told with it.
        graph: The graph.
        steps: What the backward pass does, for the chips on the edges.
        numbers: What will stand at the nodes, which need room for it.

    Attributes:
        view: Cards and edges.
        strip: The strip for calculations.
        head: Where the formula stays.
        values: What stands at each node now.
        gradients: The gradients that stand at the nodes now.
        locals: Local derivatives on the edges, as far as they have been shown and have room.

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
        self._scene, self._graph = scene, graph
        self._formulas = steps_of(graph)
        box, self.strip = boxes(scene.regions)
        title = scene.regions.title
        free = title.right - self.strip.left if scene.regions.is_wide else 0.0
        self.head = title.inset(right=free)
        self.plan = plan(scene, graph, numbers)
        self.view = GraphView(graph, self.plan, box, scene.theme)
        self.values: dict[str, Text] = {}
        self.gradients: dict[str, Text] = {}
        self.locals: dict[Way, VGroup] = {}
        self._steps = {edge_of(step): step for step in steps}
        self._numbers = numbers
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
        label = self._gradient(name, value)
        self.gradients[name] = label
        self._claim(label, "gradient", name, value)
        return label

    def _gradient(self, name: str, value: Shown) -> Text:
        label = self._scene.formula(
            "{a} {g:equals}" if self.plan.style.named else "{g}",
            a=terms.code(f"d{name}"), g=value, role=Role.GRADIENT, size=self.plan.size,
        )  # fmt: skip
        return self.view.cards[name].put_gradient(label)

    def _claim(self, label: Text, what: str, name: str, value: Shown) -> None:
        """Let a number at a node say which one it is, for checks."""
        frame = self.view.cards[name].frame
        claim(label, AtNode(what, name, self._formulas, value.text, frame))

    def change(self, name: str, value: Shown, role: Role) -> Animation:
        """Return the animation in which a value becomes another: its digits roll, if they can."""
        before, after = self.values[name], self.value(name, value, role)
        frame = self.view.cards[name].frame
        end = before.start + after.end - after.start
        if role is Role.INPUT and end < frame.get_x() + self.plan.blocks[name][0] / 2 - px(10):
            after.place(before.start, before.baseline, anchor=-1)
        try:
            return Roll(before, after)
        except LessonError:
            return AnimationGroup(vanish(before), Merge(before, into=after, dims=1.0))

    def others(self, path: tuple[str, ...], edges: list[Way]) -> list[VMobject]:
        """Return all that is drawn, except on a path; of chips, what they say."""
        labelled: tuple[Mapping[str, VGroup], ...] = self.view.cards, self.values, self.gradients
        found: list[VMobject] = [
            mobject for things in labelled for name, mobject in things.items() if name not in path
        ]
        found += [edge for key, edge in self.view.edges.items() if key not in edges]
        chips = (chip for key, chip in self.locals.items() if key not in edges)
        return [*found, *(part for chip in chips for part in chip[1:])]

    def rods(self, name: str, count: int) -> VMobject:
        """Return so many rods, each for one nudge, where the gradient of a node is to stand."""
        frame, slot = self.view.cards[name].frame, self._gradient(name, shown(1))
        is_inside = self.plan.style.numbers in ("below", "right")
        room = frame.width
        if is_inside:
            at = self._numbers[name]
            value = self._scene.formula("{v}", self.plan.size, v=self.nudged(at.value, at.nudged))
            room = min(0.6 * room, room - value.width - _BESIDE * self.plan.unit)
        length, up = min(_ROD * self.plan.unit, room / count), _UP * self.plan.unit / 2
        x, y, _ = slot.get_center()
        left = slot.get_right()[0] - count * length if is_inside else x - count * length / 2
        starts = [left + (i + 0.07) * length for i in range(count)]
        outlines = [rounded(x, y - up, x + 0.86 * length, y + up, px(5)) for x in starts]
        rods = filled(self._scene.theme[Role.INPUT], "dot").set_points(np.vstack(outlines))
        claim(rods, AtNode("rods", name, self._formulas, str(count), frame))
        return rods

    def waiting(self, step: BackwardStep, others: Iterable[VGroup]) -> VGroup | None:
        """Return a contribution that waits near its node, on its edge; None without room."""
        text = self.contribution(step)
        taken = [*self.locals.values(), *others]
        return self.view.on_edge(*edge_of(step), [VGroup(text)], taken, _NEAR_SOURCE)

    def gate(self, edge: Way) -> Points:
        """Return where the gate of an edge is: at its chip, or in the middle."""
        chip: VMobject | None = self.locals.get(edge)
        middle: Points = self.view.way(*edge).point_from_proportion(0.5)
        return middle if chip is None else chip.get_center()

    def contribution(self, step: BackwardStep) -> Text:
        """Return what comes over an edge."""
        return self._on_edge("{p}", Role.GRADIENT, p=self.number(step.contribution))

    def _on_edge(self, template: str, role: Role, **fields: Wordable) -> Text:
        size = max(SMALLEST, _CHIP * self.plan.size)
        return self._scene.formula(template, size, role, **fields)

    def show_local(self, *edges: Way, all_or_none: bool = False) -> list[Animation]:
        """Return the animations that bring local derivatives to the edges that have room.

        Args:
            edges: The edges.
            all_or_none: Whether none comes unless all have room.
        """
        before, shades = dict(self.locals), list[Animation]()
        for edge in edges:
            if edge in before:
                shades.append(light(before[edge]))
                continue
            chip = self.view.on_edge(*edge, self._chips(self._steps[edge]), self.locals.values())
            if chip is not None:
                self.locals[edge] = chip
                *rest, text = chip
                names = sorted(map(str, self._steps[edge].local_formula.free_symbols))
                comes = bring_from([self.values[name] for name in names], text)
                shades += [appear(*rest), comes] if names else [appear(chip)]
        if all_or_none and any(edge not in self.locals for edge in edges):
            self.locals = before
            return []
        return shades

    def put_back_locals(self, keep: bool) -> list[Shade]:
        """Return the animations that dim the local derivatives, or take them away."""
        chips = [*self.locals.values()]
        if keep:
            return [dim(*(part for chip in chips for part in chip[1:]))] if chips else []
        self.locals.clear()
        return [vanish(*chips)] if chips else []

    def _chips(self, step: BackwardStep) -> Iterator[VGroup]:
        """Give what a gate can say: times the local derivative, with its formula, or alone."""
        local = self.number(step.local)
        fields: dict[str, Any] = {"local": terms.factor(local) if local.exact else local}
        forms = ["{local}"]
        if step.local_formula.free_symbols:
            fields |= {"f": terms.in_line(terms.formula(step.local.formula)), "local": local}
            forms = ["{f} {local:equals}", "{local}"]
        for form in forms:
            sign = self._on_edge("times", Role.NEUTRAL)
            text = self._on_edge(form, Role.SLOPE, **fields)
            text.place(sign.end + 0.3 * sign.width, sign.baseline, anchor=-1)
            yield VGroup(sign, text)

    def write(
        self, *lines: Calculation, of: Sequence[VMobject], at: str = "", share: float = 0.25
    ) -> None:
        """Write a calculation in place of the one before; it comes from what it is about.

        Args:
            lines: The calculation and shorter ones that say as much; the first is taken that can
                stand at a node, or else be read in the strip.
            of: The numbers that it comes from.
            at: The node.
            share: Of the time of the sentence that it takes.
        """
        gone = self.clear()
        text = self._at_node(lines, at) if at else None
        if text is None:
            text = self._in_strip(lines)
        comes = bring_from(of, text)
        self._scene.play(comes, *gone, share=share)
        self._line = text

    def _at_node(self, lines: Iterable[Calculation], name: str) -> Text | None:
        """Return the longest calculation that has room at a node."""
        standing = [*self.values.values(), *self.gradients.values(), *self.locals.values()]
        for some in lines:
            text = self._scene.formula(some.template, self.plan.size, some.role, **some.fields)
            if (place := self.view.clear_near(name, text, standing)) is not None:
                return text.move_to((*place, 0))
        return None

    def _in_strip(self, lines: Iterable[Calculation]) -> Text:
        for some in lines:
            size = _WRITTEN * self._scene.theme.body
            text = self._scene.formula(some.template, size, some.role, **some.fields)
            scale_to_fit(text, self.strip.width - _SWELLING, self.strip.height)
            if text.font_size >= SMALLEST:
                break
        return text.move_to((*self.strip.centre, 0))

    def clear(self) -> list[Shade]:
        """Return the animation in which the calculation goes, if there is one."""
        gone, self._line = self._line, None
        return [] if gone is None else [vanish(gone, run_time=0.3)]
