"""Why a gate multiplies as it does: a picture of the first step that a nudge goes through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from manim import DOWN, LEFT, UP, Animation, GrowFromEdge, VMobject

from calculus.backward import BackwardStep
from calculus.evaluate import sign_of
from calculus.expression import Binary, Expression, Name, Number, substitute, variables
from calculus.function import Function
from calculus.graph import Node
from calculus.quantity import Quantity, quantity
from calculus.shown import Shown
from scenes.base import LessonScene
from scenes.chain_rule.curves import StepCurve
from scenes.chain_rule.facts import ChainRuleFacts
from scenes.chain_rule.stage import GraphStage
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.carrying import bring
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Backdrop, Detail, claim
from scenes.picture.motion import Trace, appear
from scenes.picture.plot import filled, stroke
from scenes.picture.shapes import polyline
from scenes.telling.claims import Claim, Equal, Sentence
from scenes.words import terms
from scenes.words.wording import Wordable

SIZES = (5.6, 4.4), (6.0, 3.0), (5.0, 2.6), (4.0, 2.2), (3.2, 1.9), (2.6, 1.5)
"""Width and height of the picture of a gate, the best first, Manim units."""

_LABEL = 34  # points, at least
_MOST = 6.0  # times as long as the other side that a side of a rectangle may be
_NUDGE = 0.32  # as how long a nudge is drawn, Manim units: it is far too short to be seen
_FLAT = px(70)  # height of a bar
_TINT = 0.4
_APART = 0.12  # from a figure to its label

Kind = Literal["rectangle", "bars", "curve"]


@dataclass(frozen=True)
class Gate:
    """An edge of the graph, and what can be seen of its local slope.

    Attributes:
        step: The edge.
        node: The step that the edge leads to.
        kind: A product is a rectangle, a sum two bars end to end; all else has a curve.
        part: What of the step is drawn: all of it, or the one product that the source is in.
        at: The value of the source.
        other: The other operand, and its value; of a rectangle or of bars.
        function: The step as a function of its source alone.
    """

    step: BackwardStep
    node: Node
    kind: Kind
    part: Expression
    at: Quantity
    other: tuple[Expression, Quantity] | None
    function: Function

    @classmethod
    def of(cls, facts: ChainRuleFacts) -> Gate:
        """Choose the gate that is looked at: the first of the nudge, if possible not times 1."""
        name, values = facts.nudged.name, facts.forward.values
        steps = [step for step in facts.backward.steps if step.edge.source == name][::-1]
        step = next((step for step in steps if step.local.value != 1), steps[0])
        node, at = facts.graph.node(step.edge.target), values[name]
        known = {
            operand: substitute(values[operand].formula, values[operand].inputs)
            for operand in node.operands
            if operand != name
        }
        function = Function(node.name, name, substitute(node.formula, known))
        part = _part(node.formula, name)
        found = _other(part, name)
        other = None
        if found is not None:
            worth = values[found.name] if isinstance(found, Name) else quantity(found.value)
            other = found, worth
        kind: Kind = "curve"
        if other is not None and _can_be_drawn(at, other[1]):
            kind = "rectangle" if part.operator == "*" else "bars"  # type: ignore[union-attr]
        return cls(step, node, kind, part, at, other, function)

    def sentence(self, k: Shown) -> Sentence:
        """Return what is said of it, with its local slope."""
        local, source = self.step.local, terms.name(self.step.edge.source)
        of = self.node.formula if self.kind == "curve" else self.part
        fields: dict[str, Wordable] = {"b": source, "f": terms.formula(of), "k": k}
        if self.kind == "curve" or self.other is None:
            template = "Now nudge {b}. The curve of {f} has the slope {k} here: a local slope."
            return Sentence(template, fields)
        expression, other = self.other
        if self.kind == "bars":
            template = "Now nudge {b}. The sum {f} gains just as much: a local slope of {k}."
            return Sentence(template, fields, (Equal((local, quantity(1))),))
        fields["c"] = terms.formula(expression)
        template = (
            "Now nudge {b}. The rectangle {f} gains a strip as long as {c}: a local slope of {k}."
        )
        claims: tuple[Claim, ...] = (Equal((local, other)),)
        return Sentence(template, fields, claims)


def _part(formula: Expression, name: str) -> Expression:
    """Return the product in a sum that a name is in, where it is in no other summand; or all."""
    part = formula
    while isinstance(part, Binary) and part.operator == "+":
        found = [side for side in (part.left, part.right) if name in variables(side)]
        if len(found) != 1:
            return formula
        part = found[0]
    return part if isinstance(part, Binary) and part.operator == "*" else formula


def _other(formula: Expression, name: str) -> Name | Number | None:
    """Return the other operand of a product or sum of two, one of which has a name."""
    match formula:
        case Binary("*" | "+", Name(left), Name() | Number() as other) if left == name:
            return other if other != Name(name) else None
        case Binary("*" | "+", Name() | Number() as other, Name(right)) if right == name:
            return other
    return None


def _can_be_drawn(*sides: Quantity) -> bool:
    """Whether lengths can be seen side by side: they are positive and not too unlike."""
    if not all(sign_of(side.value) > 0 for side in sides):
        return False
    short, long = sorted(float(side.value) for side in sides)
    return long <= _MOST * short


class GatePicture:
    """What is seen of a gate, in a box of the frame.

    Args:
        scene: The scene.
        stage: The graph.
        gate: The gate.
        box: Where.

    Attributes:
        all: All that is drawn.
        source: What shows the local slope.
    """

    def __init__(
        self, scene: LessonScene[ChainRuleFacts], stage: GraphStage, gate: Gate, box: Box
    ) -> None:
        self._scene, self._gate, self._box = scene, gate, box
        self._number, self._size = stage.number, max(_LABEL, stage.plan.size)
        self._first: list[Animation] = []
        self._then: list[Animation] = []
        self.all: list[VMobject] = []
        draw = {"rectangle": self._rectangle, "bars": self._bars, "curve": self._curve}
        self.source: VMobject = draw[gate.kind]()

    def show(self) -> None:
        """Play it: what there is, then what a nudge adds to it."""
        self._scene.play(*self._first, at=0.05, share=0.25)
        self._scene.play(*self._then, at=0.45, share=0.2)

    def _rectangle(self) -> VMobject:
        assert self._gate.other is not None
        box, (expression, other) = self._box, self._gate.other
        values = self._gate.at, other
        across = self._value(Name(self._gate.step.edge.source), values[0])
        up = self._value(expression, other)
        slope = self._label("{v}", Role.SLOPE, v=self._number(self._gate.step.local))
        gain = self._label("{b}", Role.INPUT, b=terms.change(self._gate.step.edge.source))
        foot, side = across.height + _APART, up.width + _APART
        beyond = max(_NUDGE + _APART + slope.width, (_NUDGE + gain.width) / 2) + _APART
        room = box.inset(side, foot, beyond, gain.height + _APART)
        scale = min(room.width / float(values[0].value), room.height / float(values[1].value))
        width, height = (scale * float(value.value) for value in values)
        left, bottom = room.centre[0] - width / 2, room.centre[1] - height / 2
        whole = self._block(left, bottom, width, height, Role.VALUE)
        strip = self._block(left + width, bottom, _NUDGE, height, Role.INPUT)
        across.next_to(whole, DOWN, buff=_APART)
        up.next_to(whole, LEFT, buff=_APART)
        slope.move_to((left + width + _NUDGE + _APART + slope.width / 2, up.get_y(), 0))
        gain.next_to(strip, UP, buff=_APART)
        self._first += [appear(whole, across, up, *self._name(whole))]
        self._then += [GrowFromEdge(strip, LEFT), appear(gain), bring(up, slope)]
        return slope

    def _name(self, whole: VMobject) -> list[Text]:
        """Return what a rectangle is of the graph, in it; nothing where that has no room."""
        node, part = self._gate.node, self._gate.part
        name = terms.name(node.name) if part == node.formula else terms.formula(part)
        text = self._label("{u}", Role.TEXT, u=name).move_to(whole)
        if text.width + 2 * _APART <= whole.width and text.height + 2 * _APART <= whole.height:
            return [text]
        self.all.remove(text)
        return []

    def _bars(self) -> VMobject:
        assert self._gate.other is not None
        expression, other = self._gate.other
        box, lengths = self._box, [float(other.value), float(self._gate.at.value)]
        scale = (box.width - _NUDGE) / sum(lengths)
        names = terms.formula(expression), terms.name(self._gate.step.edge.source)
        left, y = box.left, box.centre[1]
        strips = VMobject()
        for length, name in zip(lengths, names, strict=True):
            bar = self._block(left, y, scale * length, _FLAT, Role.VALUE)
            label = self._label("{v}", Role.TEXT, v=name).next_to(bar, UP, buff=_APART)
            self._first.append(appear(bar, label))
            left += scale * length
        total = self._block(box.left, y - _FLAT, left - box.left, _FLAT, Role.VALUE)
        label = self._label("{v}", Role.TEXT, v=terms.name(self._gate.node.name))
        self._first.append(appear(total, label.next_to(total, DOWN, buff=_APART)))
        for low in (y, y - _FLAT):
            strips.add(self._block(left, low, _NUDGE, _FLAT, Role.INPUT))
        self._then.append(GrowFromEdge(strips, LEFT))
        return strips

    def _curve(self) -> VMobject:
        gate = self._gate
        curve = StepCurve(gate.function, gate.at, gate.step.local, self._box, self._scene.theme)
        curve.set(x=curve.place)
        self.all += curve.parts
        self._first += [appear(curve.axes), Trace(curve.graph)]
        self._then += [appear(curve.bead), Trace(curve.tangent)]
        return curve.tangent

    def _value(self, expression: Expression, value: Quantity) -> Text:
        """Return a side as it is labelled: b = 3, or 3 for a number in the formula."""
        template = "{a} {v:equals}" if isinstance(expression, Name) else "{v}"
        fields: dict[str, Wordable] = {"a": terms.formula(expression), "v": self._number(value)}
        return self._label(template, Role.VALUE, **fields)

    def _label(self, template: str, role: Role, **fields: Wordable) -> Text:
        label = self._scene.formula(template, self._size, role, **fields)
        self.all.append(label)
        return label

    def _block(self, left: float, low: float, width: float, height: float, role: Role) -> VMobject:
        """Return a tinted rectangle."""
        colour = self._scene.theme[role]
        block, ground = stroke(colour, pen(4), "line"), filled(colour, "area", _TINT)
        outline = Box(left, low, left + width, low + height).outline
        for part, meaning in ((block, Detail()), (ground, Backdrop())):
            claim(part.set_points(polyline(outline, closed=True)), meaning)
        block.add(ground)
        self.all.append(block)
        return block
