"""What the nodes of a graph look like, and the largest size at which a graph has room for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from manim import RoundedRectangle, VGroup

from calculus.digits import magnitude
from calculus.errors import ParameterError
from calculus.expression import source as written
from calculus.graph import Node
from calculus.quantity import Quantity
from calculus.readable import Digits
from calculus.shown import Shown
from scenes.base import LessonScene
from scenes.chain_rule.facts import ChainRuleFacts
from scenes.graphs.layout import Course, Gaps, GraphLayout, Size, arrange
from scenes.look.text import Text, math, outlines
from scenes.look.theme import LAYER, Role, Theme
from scenes.look.typesetting import EM_PER_FONT_SIZE
from scenes.picture.layout import Box, Layout, layout, pen
from scenes.picture.meaning import Detail, claim
from scenes.words import terms

SMALLEST, _READ = 24, 34  # points: text is never set smaller, and can be read at ease
CHIP = 0.8
"""Size of what stands on an edge, as a share of that at nodes."""
_SIGNIFICANT, _MOST_SIGNIFICANT = 4, 9
_PLACES, _FEW_PLACES = 6, 3
_TOLD = 4  # digits of what a nudge does that two values give, so that they agree with the quotient
_ROUND = 7  # digits at most that show how a value differs from a rounder one
_STRIP = 1.0  # height of the strip for calculations, Manim units
_STRIP_GAP = 0.12  # between the graph and a strip under it
_TITLE_SHARE = 0.39  # of the width that the formula may take, where calculations stand beside it
_SHAPES = {"16:9": 16 / 9, "9:16": 9 / 16, "4:3": 4 / 3, "1:1": 1.0}
# Lengths in the unit of a graph, which is 1 for text of the smallest size:
_LINE = 0.28  # from one line of text to the next
_BASELINE = 0.08  # of a line of text, below its middle
_PADDING = 0.17
_AWAY = 0.1  # from a card to what stands above it or below
_AROUND = 0.5  # a chip: its margins, and the heads of an edge
_AIR = 0.6, 0.3  # from one node to the next one under it, the best first
_BETWEEN = 0.2  # from a value to the gradient beside it


@dataclass(frozen=True)
class CardStyle:
    """A kind of card.

    Attributes:
        numbers: Where value and gradient stand: above and below the card, or in the card below
            the label side by side, right of it, or below it one under the other.
        formula: Whether the label of a step is its formula rather than its name.
        named: Whether a gradient says whose it is: dv = 3.
        places: Decimals up to which an exact number is written in full.
        sizes: Font sizes of the numbers, the largest and the smallest.
        gaps: The distances between cards.
        digits: How numbers are written.
    """

    numbers: Literal["outside", "below", "right", "stacked"]
    formula: bool
    named: bool
    places: int
    sizes: tuple[int, int]
    gaps: Gaps
    digits: Digits = field(default_factory=Digits)

    @property
    def label(self) -> float:
        """Size of the label, as a share of that of the numbers."""
        return 0.86 if self.numbers == "outside" else 1.0

    def number(self, quantity: Quantity, significant: int = _SIGNIFICANT) -> Shown:
        """Return a number as it is shown in a graph.

        Zeros at the end of a rounded number are left out: one close to 1 gets more digits, as
        far as these show that it isn't 1.
        """
        for digits in range(significant, max(significant, _ROUND) + 1):
            number = self.digits.shown(quantity, significant=digits, places=self.places)
            if number.exact or number.unit < abs(number.digits) / 10 ** (_SIGNIFICANT - 2):
                return number
        return self.digits.shown(quantity, significant=significant, places=self.places)

    def nudged(self, before: Quantity, *after: Quantity) -> tuple[Shown, ...]:
        """Return a value before and after nudges, with the digits that tell how far it moved."""
        rises = (one.value - before.value for one in after if one.value != before.value)
        least = min(map(magnitude, rises), default=None)
        for significant in range(_SIGNIFICANT, _MOST_SIGNIFICANT + 1):
            shown = tuple(self.number(one, significant) for one in (before, *after))
            if least is None or all(
                one.exact or one.unit * 10 ** (_TOLD - 1) <= least for one in shown
            ):
                break
        return shown

    def gradient_typst(self, name: str, value: Shown) -> str:
        """Return a gradient as Typst mathematics."""
        said = value.marked_typst
        return f"{terms.code(f'd{name}').typst} {value.equals_typst}" if self.named else said


_OPEN = CardStyle("outside", True, True, _PLACES, (50, 28), Gaps(0.8, 2.2, 0.1, 0.2))
_FULL = CardStyle("below", True, True, _PLACES, (46, 25), Gaps(0.75, 1.5, 0.16, 0.2))
_PLAIN = CardStyle("below", True, False, _FEW_PLACES, (36, SMALLEST), Gaps(0.5, 1.5, 0.11, 0.16))
_FLAT = replace(_PLAIN, numbers="right", formula=False)
_HIGH = replace(_PLAIN, numbers="stacked", formula=False)

_STRAIGHT = Course(), Course(runs_down=True)
_WINDING = tuple(Course(bands=bands) for bands in (2, 3, 4, 5))


# The first that fits is taken: from airy ones that say everything, in a size that is read at ease
# if one of them fits in that and runs straight on, to small ones.
_AIRY = (_OPEN, (Course(waits=False),)), (_OPEN, (Course(),)), (_FULL, _STRAIGHT)
FORMS: tuple[tuple[CardStyle, tuple[Course, ...]], ...] = (
    *((replace(style, sizes=(style.sizes[0], _READ)), courses) for style, courses in _AIRY),
    *((replace(style, sizes=(_READ - 1, style.sizes[1])), courses) for style, courses in _AIRY),
    (_OPEN, _WINDING),
    (replace(_FULL, sizes=(46, 26)), _WINDING),
    *((_PLAIN, courses) for courses in (_STRAIGHT, _WINDING)),
    *((style, courses) for courses in (_STRAIGHT, _WINDING) for style in (_FLAT, _HIGH)),
)


@dataclass(frozen=True)
class Plan:
    """How a graph is drawn.

    Attributes:
        style: The kind of its cards.
        size: Font size of the numbers.
        frames: Width and height of each card, by name, in Manim units.
        blocks: The same with the numbers around it.
        layout: Where they stand.
    """

    style: CardStyle
    size: float
    frames: Mapping[str, Size]
    blocks: Mapping[str, Size]
    layout: GraphLayout

    @property
    def unit(self) -> float:
        """The unit of a graph, in Manim units."""
        return self.size / SMALLEST


def planned(facts: ChainRuleFacts, box: Box, theme: Theme, digits: Digits) -> Plan | None:
    """Return the first style of cards for which there is room, at the largest size.

    Args:
        facts: The graph, and what will stand at its nodes.
        box: Where the graph goes.
        theme: How text is set.
        digits: How numbers are written.

    Returns:
        The plan; None if text would have to be smaller than `SMALLEST`.
    """
    is_high = box.height > box.width
    styles = [(replace(style, digits=digits), courses) for style, courses in FORMS]
    chip = _widest_chip(facts, styles[0][0], theme)
    # With room for what stands on edges first, where text can be read at ease then.
    roomy = [
        (replace(style, gaps=replace(style.gaps, along=max(style.gaps.along, chip))), courses)
        for style, courses in styles[: len(_AIRY)]
    ]
    for style, courses in (*roomy, *styles):
        if style.numbers == "outside" and is_high:
            continue  # numbers above and below a card stand in the way of edges that run down
        frames, blocks = _extents(facts, style, theme)
        for size, airs in _sizes(style):
            unit = size / SMALLEST
            gaps = Gaps(*(unit * gap for gap in vars(style.gaps).values()))
            sizes = {name: (unit * w, unit * h) for name, (w, h) in blocks.items()}
            # The way along the longer side of the box comes first.
            for course in sorted(courses, key=lambda c: c.runs_down != is_high):
                airy = (replace(gaps, across=unit * across) for across in airs)
                ways = (arrange(facts.graph, box, sizes, some, course) for some in airy)
                layout = next((way for way in ways if way is not None), None)
                if layout is not None:
                    outlines = {name: (unit * w, unit * h) for name, (w, h) in frames.items()}
                    return Plan(style, size, outlines, sizes, layout)
    return None


def _sizes(style: CardStyle) -> Iterator[tuple[int, tuple[float, ...]]]:
    """Give the sizes of a style with distances across, in its unit, in the order to try them.

    What stands at a node is nearer to it than to the next, where that can be read at ease.
    """
    largest, smallest = style.sizes
    yield from ((size, _AIR) for size in range(largest, max(smallest, _READ) - 1, -1))
    for size in range(largest, smallest - 1, -1):
        yield size, (style.gaps.across,) if size >= _READ else (*_AIR, style.gaps.across)


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


def plan(scene: LessonScene, facts: ChainRuleFacts) -> Plan:
    """Return how a graph is drawn in the frame of a scene.

    Args:
        scene: The scene.
        facts: The graph, and what will stand at its nodes.

    Raises:
        ParameterError: The text would be too small to be read; names the shapes that have room.
    """
    found = planned(facts, boxes(scene.regions)[0], scene.theme, scene.digits)
    if found is not None:
        return found
    roomy = [
        name
        for name, aspect in _SHAPES.items()
        if planned(facts, boxes(layout(aspect))[0], scene.theme, scene.digits)
    ]
    raise ParameterError(
        "graph",
        f"fits into a frame of this shape with text of {SMALLEST} points",
        "; ".join(f"{node.name} = {written(node.formula)}" for node in facts.graph.steps),
        f"a frame of {' or '.join(roomy)}"
        if roomy
        else "fewer steps, shorter names, rounder inputs",
    )


def label_of(node: Node, style: CardStyle) -> str:
    """Return what stands on a card, as Typst mathematics."""
    if node.expression is None or not style.formula:
        return terms.name(node.name).typst
    # A fraction would be too small in a card.
    return terms.in_line(terms.equation(node.name, node.expression)).typst


def _extents(
    facts: ChainRuleFacts, style: CardStyle, theme: Theme
) -> tuple[dict[str, Size], dict[str, Size]]:
    """Return the sizes of cards and of blocks in the unit of a graph, by name."""
    frames, blocks = {}, {}
    for node in facts.graph.nodes:
        measured = _measured(label_of(node, style), theme)
        label, label_height = (style.label * side for side in measured)
        at, total = facts.forward.values[node.name], facts.backward.gradients[node.name]
        finer = style.nudged(at, facts.nudged.after.values[node.name])
        said = style.gradient_typst(node.name, style.number(total))
        values = [_measured(one.marked_typst, theme) for one in (style.number(at), *finer)]
        value, high = map(max, zip(*values, strict=True))
        gradient, low = _measured(said, theme)
        high = max(high, low)
        first = max(_LINE, label_height + 0.06)
        match style.numbers:
            case "outside":
                height = max(0.36, label_height + 0.14)
                rounded = 1.25 * height if node.kind == "input" else 0.0
                frame = max(label + 0.4, rounded), height
                block = max(frame[0], value, gradient), height + 2 * (high + _AWAY)
            case "below":
                width = max(label, value + _BETWEEN + gradient)
                frame = block = width + 2 * _PADDING, first + _LINE + 0.16
            case "right":
                width = label + _BETWEEN + max(value, gradient)
                frame = block = width + 2 * _PADDING, max(first, 2 * _LINE) + 0.1
            case "stacked":
                frame = block = max(label, value, gradient) + 0.24, first + 2 * _LINE + 0.12
        frames[node.name], blocks[node.name] = frame, block
    return frames, blocks


def _widest_chip(facts: ChainRuleFacts, style: CardStyle, theme: Theme) -> float:
    """Return the length of an edge with the widest chip on it and both heads, in that unit."""
    chips = (
        f"times {terms.factor(style.number(step.local)).typst}" for step in facts.backward.steps
    )
    return CHIP * max(_measured(chip, theme)[0] for chip in chips) + _AROUND


def _measured(source: str, theme: Theme) -> Size:
    points = outlines(math(source), theme).points
    width, height, _ = np.ptp(points, axis=0) * SMALLEST * EM_PER_FONT_SIZE
    return float(width), float(height)


class Card(VGroup):
    """One node: its name, or for a step what it computes, and room for numbers.

    Args:
        node: The node.
        plan: How the graph is drawn.
        width: Width of the card, Manim units.
        theme: The colours.

    Attributes:
        frame: The card's outline.
    """

    def __init__(self, node: Node, plan: Plan, width: float, theme: Theme) -> None:
        super().__init__()
        self._plan, self._unit = plan, plan.unit
        height = plan.frames[node.name][1]
        style = plan.style
        pill = height / 2 if style.numbers == "outside" else 0.2 * self._unit
        self.frame = RoundedRectangle(
            width=width,
            height=height,
            corner_radius=pill if node.kind == "input" else 0.1 * self._unit,
            stroke_color=theme[Role.NEUTRAL],
            stroke_width=pen(4),
            fill_color=theme.panel,
            fill_opacity=1,
        ).set_z_index(LAYER["dot"])
        claim(self.frame, Detail())
        self.label = Text(math(label_of(node, style)), plan.size * style.label, Role.TEXT, theme)
        x, y = plan.layout.places[node.name]
        self.add(self.frame.move_to((x, y, 0)), self.label.move_to((x, y, 0)))
        if style.numbers in ("below", "stacked"):
            top = self.frame.get_top()[1] - 0.08 * self._unit
            first = max(_LINE * self._unit, self.label.height + 0.06 * self._unit)
            self.label.set_y(top - first / 2)
        elif style.numbers == "right":
            self.label.place(self._side(-1), self.label.baseline, anchor=-1)

    def put_value(self, text: Text) -> Text:
        """Place a value at the node."""
        is_below = self._plan.style.numbers == "below"
        return self._put(text, -1 if is_below else 1, 0 if is_below else 1)

    def put_gradient(self, text: Text) -> Text:
        """Place a gradient at the node."""
        return self._put(text, 1, 0)

    def _put(self, text: Text, side: int, line: int) -> Text:
        """Place a number at a side of the card, in a line from below; or below or above it."""
        match self._plan.style.numbers:
            case "outside":
                away = (self.frame.height + text.height) / 2 + _AWAY * self._unit
                return text.move_to(self.frame.get_center() + [0, away if line else -away, 0])
            case "stacked":
                return text.place(self.frame.get_x(), self._line(line))
        return text.place(self._side(side), self._line(line), anchor=side)

    def _side(self, side: int) -> float:
        """Return where lines start (-1) or end (1) in the card."""
        return float(self.frame.get_x() + side * (self.frame.width / 2 - _PADDING * self._unit))

    def _line(self, from_below: int) -> float:
        """Return the baseline of a line of numbers, the lowest being 0."""
        margin = 0.05 if self._plan.style.numbers == "right" else 0.07
        middle = margin + (from_below + 0.5) * _LINE
        return float(self.frame.get_bottom()[1] + (middle - _BASELINE) * self._unit)
