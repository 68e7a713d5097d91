"""What the chain rule story draws with: the graph, what stands at its nodes, and a strip."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from itertools import product
from typing import Literal

import numpy as np
from manim import Animation, AnimationGroup, VGroup, VMobject

from calculus.backward import BackwardStep
from calculus.errors import LessonError
from calculus.expression import Binary, Expression, Name
from calculus.forward import GraphNudge
from calculus.quantity import Quantity
from calculus.shown import Shown, shown
from calculus.worked import operands
from scenes.base import LessonScene
from scenes.chain_rule.calculation import Calculation, bring_from
from scenes.chain_rule.cards import CHIP, SMALLEST, boxes, plan
from scenes.chain_rule.curves import StepCurves
from scenes.chain_rule.facts import ChainRuleFacts, steps_of
from scenes.chain_rule.travel import as_it_goes, with_the_token
from scenes.chain_rule.view import Edge, GraphView, Way
from scenes.graphs.layout import Place
from scenes.look.text import Text, scale_to_fit
from scenes.look.theme import Role
from scenes.picture.carrying import Merge
from scenes.picture.layout import Box, px
from scenes.picture.meaning import AtNode, Backdrop, Detail, LocalSlope, claim
from scenes.picture.motion import RunOut, Shade, Trace, appear, light, vanish
from scenes.picture.plot import filled
from scenes.picture.rolling import Roll
from scenes.picture.shapes import Points, circle, rounded
from scenes.words import terms
from scenes.words.wording import Wordable

_SWELLING = 0.12  # in which a calculation can swell when it pulses, Manim units
APART = 0.7  # from the formula to a calculation beside it, which must not read on from it
WRITTEN = 1.25  # size of a calculation in the strip, as a share of that of formulas elsewhere
_LARGE = 4  # of the sizes of a picture, that are so large that other things make room
READ = 31  # points: a longer form of a calculation isn't set smaller than that
_NEAR_SOURCE = (0.2, 0.15, 0.25, 0.1, 0.3, 0.05, 0.35)  # of an edge, where something can wait
# Length of a rod, its height, and what is not for rods where a value stands, in the graph's unit.
_ROD, _UP, _BESIDE = 0.19, 0.12, 0.5
_BEAD = 0.18  # a bead that sways, across
_RESTS = 0.75  # how lit a slope on an edge is that isn't told of now: it has to be read, too
_SWAY, _TRACK = 0.8, 0.25  # how far a bead sways, in that unit; opacity of where it does


class GraphStage:
    """A graph with values and gradients at its nodes, and a strip for calculations.

    Args:
        scene: The scene that is told with it.
        facts: What stands at the nodes and on the edges.

    Attributes:
        view: Cards and edges.
        strip: The strip for calculations; beside a long formula it begins after that.
        head: Where the formula stays.
        number: Says how a number is shown in this graph.
        nudged: Says how one is before a nudge and after it, to be compared.
        values: What stands at each node now.
        gradients: The gradients that stand at the nodes now.
        locals: Local derivatives on the edges, as far as they have been shown and have room.
        walked: The edges that gradients have gone back over, which have turned round.
        names: What the numbers at a node are called, while that is shown.
        lit: Lines over those that are being told.
        steps: What gradients do on each edge.
        formula: The formula of all steps, where that is seen.
        curves: The curves of steps that bend, where the picture has room for them.

    Raises:
        ParameterError: The graph has no room in the frame.
    """

    def __init__(self, scene: LessonScene, facts: ChainRuleFacts) -> None:
        self._scene, self._graph, self._facts = scene, facts.graph, facts
        self._formulas = steps_of(facts.graph)
        box, self.strip = boxes(scene.regions)
        title = scene.regions.title
        free = title.right - self.strip.left if scene.regions.is_wide else 0.0
        self.head = title.inset(right=free)
        self.plan = plan(scene, facts)
        self.number, self.nudged = self.plan.style.number, self.plan.style.nudged
        self.view = GraphView(facts.graph, self.plan, box, scene.theme)
        self.values: dict[str, Text] = {}
        self.gradients: dict[str, Text] = {}
        self.locals: dict[Way, VGroup] = {}
        self.walked: dict[Way, Edge] = {}
        self.lit: list[Edge] = []
        self.names: list[Text] = []
        self.steps: dict[Way, BackwardStep] = {step.edge: step for step in facts.backward.steps}
        self.formula: list[Text] = []
        self._line: Text | None = None
        chips = [chip for edge in facts.graph.edges if (chip := self._chip(edge))]
        self.curves = StepCurves(facts, self.view, chips, scene.theme)

    def set_apart(self, formula: Text) -> None:
        """Let calculations keep away from the formula, where they stand beside it."""
        self.formula = [formula]
        if self._scene.regions.is_wide:
            left = max(self.strip.left, formula.end + APART)
            self.strip = replace(self.strip, left=left)

    def joined(
        self, operator: Literal["+", "*"], values: Sequence[Quantity], result: Shown
    ) -> list[Shown] | None:
        """Return the summands or factors of a result with digits that give it, or None."""
        named = {f"p{i}": value for i, value in enumerate(values)}
        names: list[Expression] = [Name(name) for name in named]
        whole = reduce(lambda left, right: Binary(operator, left, right), names)
        taken = operands(whole, named, result, self.number)
        return None if taken is None else list(taken.values())

    def groups(self, names: Sequence[str]) -> list[list[str]]:
        """Return which nodes come on together: one by one in a small graph, else layer by layer.

        Args:
            names: Names of nodes, each after the ones that it depends on.
        """
        if self._facts.is_small:
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

    def name_numbers(self, name: str) -> list[Text]:
        """Return what the numbers at a node are called, beside them where there is room."""
        for words, number, role in (
            ("value", self.values[name], Role.VALUE),
            ("gradient", self.gradients[name], Role.GRADIENT),
        ):
            text = self._scene.label(words, self._scene.theme.small, role)
            is_outside = self.plan.style.numbers == "outside"
            if is_outside and self.view.put_beside(name, number, text, self.locals.values()):
                self.names.append(text)
        self.names = self.names if len(self.names) == 2 else []
        return self.names

    def change(self, name: str, value: Shown, role: Role) -> Animation:
        """Return the animation in which a value becomes another: its digits roll, if they can."""
        before, after = self.values[name], self.value(name, value, role)
        frame = self.view.cards[name].frame
        end = before.start + after.end - after.start
        if role is Role.INPUT and end < frame.get_x() + self.plan.blocks[name][0] / 2 - px(10):
            after.place(before.start, before.baseline, anchor=-1)
        safe = self._scene.regions.safe
        after.shift((min(0.0, safe.right - after.end) + max(0.0, safe.left - after.start), 0, 0))
        try:
            return Roll(before, after)
        except LessonError:
            return AnimationGroup(vanish(before), Merge(before, into=after, dims=1.0))

    def finer(self, *runs: GraphNudge) -> dict[str, Shown]:
        """Return the values that need more digits before nudges of a node, to be compared."""
        before = runs[0].before.values
        digits = {
            name: self.nudged(before[name], *(run.after.values[name] for run in runs))[0]
            for name in runs[0].reached
        }
        return {
            name: value
            for name, value in digits.items()
            if value.text != self.number(before[name]).text
        }

    def others(self, names: Sequence[str]) -> list[VMobject]:
        """Return all that is drawn, except some nodes and edges between them; of chips the text."""
        labelled: tuple[Mapping[str, VGroup], ...] = self.view.cards, self.values, self.gradients
        found: list[VMobject] = [
            mobject for things in labelled for name, mobject in things.items() if name not in names
        ]
        found += [edge for way, edge in self.walked.items() if not {*way} <= {*names}]
        found += self.curves.seen(names)
        return [*found, *_said(chip for way, chip in self.locals.items() if not {*way} <= {*names})]

    def reaches(self, name: str, quotient: float) -> dict[VMobject, float]:
        """Return beads at an input and at the output, and how far each sways beside the other."""
        nodes, safe = (name, self._graph.output), self._scene.regions.safe
        frames = [self.view.cards[node].frame for node in nodes]
        rooms = [min(frame.get_x() - safe.left, safe.right - frame.get_x()) for frame in frames]
        if self.plan.style.numbers != "outside":
            rooms = [frame.width / 2 for frame in frames]
        up = _BEAD * self.plan.unit / 2
        shares = [many / max(1.0, abs(quotient)) for many in (1.0, quotient)]
        free = [
            (room - 2 * up) / max(abs(many), 0.01) for room, many in zip(rooms, shares, strict=True)
        ]
        far = min(_SWAY * self.plan.unit, *free)
        found: dict[VMobject, float] = {}
        for node, frame, part in zip(nodes, frames, shares, strict=True):
            x, y = frame.get_x(), self._gradient(node, shown(1)).get_y()
            colour = self._scene.theme[Role.INPUT]
            track, bead = filled(colour, "card", _TRACK), filled(colour, "card")
            across = far * abs(part) + up
            claim(track.set_points(rounded(x - across, y - up, x + across, y + up, up)), Backdrop())
            claim(bead.set_points(circle([x, y, 0], up)), Detail())
            found |= {track: 0.0, bead: far * part}
        return found

    def rods(self, name: str, count: int) -> VMobject:
        """Return so many rods, each for one nudge, where the gradient of a node is to stand."""
        frame, slot = self.view.cards[name].frame, self._gradient(name, shown(1))
        is_inside = self.plan.style.numbers in ("below", "right")
        room = frame.width
        if is_inside:
            at, after = (
                run.values[name] for run in (self._facts.forward, self._facts.nudged.after)
            )
            value = self._scene.formula("{v}", self.plan.size, v=self.nudged(at, after)[1])
            room = min(0.6 * room, room - value.width - _BESIDE * self.plan.unit)
        length, up = min(_ROD * self.plan.unit, room / count), _UP * self.plan.unit / 2
        x, y, _ = slot.get_center()
        left = slot.get_right()[0] - count * length if is_inside else x - count * length / 2
        starts = [left + (i + 0.07) * length for i in range(count)]
        outlines = [rounded(x, y - up, x + 0.86 * length, y + up, px(5)) for x in starts]
        rods = filled(self._scene.theme[Role.INPUT], "dot").set_points(np.vstack(outlines))
        claim(rods, AtNode("rods", name, self._formulas, str(count), frame))
        return rods

    def make_room(self, sizes: Sequence[Place], edge: Way) -> tuple[Box | None, list[VMobject]]:
        """Return a box of one of some sizes near an edge, and what must go away for it."""
        cards, edges, chip = self.view.cards, self.view.edges, self._chip(edge)
        taken, rest = [chip] if chip else [], list[VMobject]()
        near = [edge[1], *self._graph.node(edge[1]).operands]
        for some, keep in product((sizes[:_LARGE], sizes[_LARGE:]), ([*cards], near, edge)):
            ways = [way for way in edges if way[0] in keep and way[1] in keep]
            rest = [mobject for name in cards if name not in keep for mobject in self._at(name)]
            rest += [line for way, line in edges.items() if way not in ways]
            rest += self.curves.seen()
            if box := self.view.free(some, edge, keep, ways, taken):
                return box, rest
        return None, rest

    def _at(self, name: str) -> list[VMobject]:
        """Return a node and its value, if it has one."""
        return [self.view.cards[name], *([self.values[name]] if name in self.values else [])]

    def waiting(self, step: BackwardStep, others: Iterable[VGroup]) -> VGroup | None:
        """Return a contribution that waits near its node, on its edge; None without room."""
        text = self.contribution(step)
        taken = [*self.locals.values(), *self.names, *others]
        return self.view.on_edge(step.edge, VGroup(text), taken, _NEAR_SOURCE)

    def gate(self, edge: Way) -> Points:
        """Return where the gate of an edge is: at its chip, or in the middle."""
        chip = self.locals.get(edge)
        return chip.get_center() if chip else self.view.middle(edge)

    def contribution(self, step: BackwardStep) -> Text:
        """Return what comes over an edge."""
        return self._on_edge("{p}", Role.GRADIENT, p=self.number(step.contribution))

    def _on_edge(self, template: str, role: Role, **fields: Wordable) -> Text:
        size = max(SMALLEST, CHIP * self.plan.size)
        return self._scene.formula(template, size, role, **fields)

    def show_local(self, *edges: Way, of: Mapping[Way, VMobject] | None = None) -> list[Animation]:
        """Return the animations in which local derivatives come to edges, and others stand back.

        Args:
            edges: The edges; those without room get none.
            of: Where some of them come from; others come from the values at the nodes.
        """
        back = _said(chip for key, chip in self.locals.items() if key not in edges)
        shades: list[Animation] = [Shade(*back, to=_RESTS, run_time=0.4)] if back else []
        for edge in edges:
            tangent, drawn = self.curves.tangent(edge[1])
            shades += drawn
            if edge in self.locals:
                shades.append(light(self.locals[edge]))
            elif (chip := self._chip(edge)) is not None:
                self.locals[edge] = chip
                *rest, text = chip
                names = sorted(map(str, self.steps[edge].local_formula.free_symbols))
                sources = tangent or [self.values[name] for name in names]
                sources = [of[edge]] if of and edge in of else sources
                shades += [appear(*rest), bring_from(sources, text)] if sources else [appear(chip)]
        return shades

    def local(self, edge: Way) -> list[VMobject]:
        """Return what the chip of an edge says, if it has one."""
        return [self.locals[edge][-1]] if edge in self.locals else []

    def walk_back(self, *edges: Way) -> list[Animation]:
        """Return the animations in which edges turn round: their heads go back with the pen."""
        motions: list[Animation] = [vanish(*self.lit)] if self.lit else []
        self.lit = [self.view.line([edge], Role.GRADIENT, backward=True) for edge in edges]
        for edge in edges:
            back = self.walked[edge] = self.view.line([edge], Role.GRADIENT, True, 9)
            motions.append(RunOut(self.view.edges[edge]).set_rate_func(as_it_goes))
            motions.append(Trace(back).set_rate_func(with_the_token))
        return [*motions, *(Trace(line).set_rate_func(with_the_token) for line in self.lit)]

    def _chip(self, edge: Way) -> VGroup | None:
        """Return what is to stand on an edge, in its place; None without room."""
        local, sign = self.number(self.steps[edge].local), self._on_edge("times", Role.NEUTRAL)
        factor = terms.factor(local) if local.exact else local
        text = self._on_edge("{local}", Role.SLOPE, local=factor)
        claim(text, LocalSlope())
        text.place(sign.end + 0.3 * sign.width, sign.baseline, anchor=-1)
        return self.view.on_edge(edge, VGroup(sign, text), [*self.locals.values(), *self.names])

    def write(
        self, *lines: Calculation, of: Sequence[VMobject], at: str = "", share: float = 0.25
    ) -> Text:
        """Write a calculation in place of the one before; it comes from what it is about.

        Args:
            lines: The calculation and shorter ones, of which the last may say less; the first is
                taken that can stand at a node, or else be read in the strip.
            of: The numbers that it is made of, or comes from.
            at: The node.
            share: Of the time of the sentence that it takes.

        Returns:
            The calculation.
        """
        gone = self.clear()
        text = (at and self._at_node(lines[:-1] or lines, at)) or self._in_strip(lines)
        self._scene.play(bring_from(of, text), *gone, share=share)
        self._line = text
        return text

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
            size = WRITTEN * self._scene.theme.body
            text = self._scene.formula(some.template, size, some.role, **some.fields)
            scale_to_fit(text, self.strip.width - _SWELLING, self.strip.height)
            if text.font_size >= READ:
                break
        return text.move_to((*self.strip.centre, 0))

    def clear(self) -> list[Shade]:
        """Return the animation in which the calculation goes, if there is one."""
        gone, self._line = self._line, None
        return [] if gone is None else [vanish(gone, run_time=0.3)]


def _said(chips: Iterable[VGroup]) -> list[VMobject]:
    """Return what chips say, without their plates."""
    return [part for chip in chips for part in chip[1:]]


class Part:
    """A part of the story.

    Args:
        scene: The scene that tells it.
        stage: The graph, as the part before has left it.
    """

    def __init__(self, scene: LessonScene[ChainRuleFacts], stage: GraphStage) -> None:
        self._scene, self._stage = scene, stage
        self._facts = facts = scene.facts
        self._graph, self._is_small = facts.graph, facts.is_small
        self._J = terms.name(facts.graph.output)
        self._is_cost = scene.given.purpose == "loss"
