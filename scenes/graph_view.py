"""The computation graph on screen: cards, edges, values above, gradients below."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from manim import RoundedRectangle, VGroup, VMobject

from calculus.graph import Graph, Node
from calculus.typst import typst_name
from scenes.graph_layout import CARD_HEIGHT, CARD_WIDTH, arrange
from scenes.layout import Box
from scenes.meaning import Link, claim, claim_of
from scenes.shapes import arrow, circle
from scenes.text import Text, math, scale_to_fit
from scenes.theme import LAYER, Role, Theme

_PULSE = 0.11  # radius of the dot that travels along an edge
_HEAD = 0.22  # length of an arrow head
_LABEL_GAP = 0.1  # between an edge and its label
_PADDING = 0.25  # between a card's label and its sides, Manim units


class Card(VGroup):
    """One node: its name, and for a step what it computes.

    Attributes:
        frame: The card's outline.
    """

    def __init__(
        self, label: Text, rounded: bool, width: float, scale: float, theme: Theme
    ) -> None:
        super().__init__()
        height = CARD_HEIGHT * scale
        self.frame = RoundedRectangle(
            width=width,
            height=height,
            corner_radius=height / 2 if rounded else 0.14 * scale,
            stroke_color=theme[Role.NEUTRAL],
            stroke_width=2.5,
            fill_color=theme.panel,
            fill_opacity=1,
        ).set_z_index(LAYER["dot"])
        scale_to_fit(label, width - _PADDING * scale, height - 0.12 * scale)
        self.add(self.frame, label.move_to(self.frame))


class GraphView:
    """A graph in a box of the frame.

    Attributes:
        cards: By node name.
        edges: Arrows, by (source, target).
    """

    def __init__(self, graph: Graph, box: Box, theme: Theme) -> None:
        self.theme = theme
        self._layout = arrange(graph, box)
        self.scale = self._layout.scale
        labels = {node.name: self._label(node) for node in graph.nodes}
        widest = max(labels[node.name].width for node in graph.steps)
        width = min(widest + 2 * _PADDING, CARD_WIDTH) * self.scale
        self.cards = {node.name: self._card(node, labels[node.name], width) for node in graph.nodes}
        self._ways = {
            (edge.source, edge.target): self._way(edge.source, edge.target) for edge in graph.edges
        }
        self.edges = {key: self._arrow(way, Role.NEUTRAL) for key, way in self._ways.items()}

    def way(self, source: str, target: str) -> VMobject:
        """Return the line of an edge, from source to target, for things to travel along."""
        return self._ways[source, target].copy()

    def lit(self, source: str, target: str, role: Role, backward: bool = False) -> VMobject:
        """Return a coloured line to be traced over an edge."""
        line = self.way(source, target)
        line.set_stroke(self.theme[role], width=6, opacity=1).set_z_index(LAYER["guide"])
        return line.reverse_direction() if backward else line

    def pulse(self, role: Role) -> VMobject:
        """Return a dot that travels along an edge."""
        dot = VMobject(stroke_width=0, fill_color=self.theme[role], fill_opacity=1)
        return dot.set_points(circle([0, 0, 0], _PULSE)).set_z_index(LAYER["line"])

    def above(self, name: str, text: Text) -> Text:
        """Place a value above a node."""
        return self._beside(name, text, 1)

    def below(self, name: str, text: Text) -> Text:
        """Place a gradient below a node."""
        return self._beside(name, text, -1)

    def room_on(self, source: str, target: str) -> float:
        """Return how wide a label beside an edge may be, in Manim units."""
        start, end = (self.cards[name].frame for name in (source, target))
        if self._layout.runs_down:
            return float(start.width)
        return float(end.get_left()[0] - start.get_right()[0])

    def on_edge(self, source: str, target: str, text: Text) -> Text:
        """Place a label beside the middle of an edge, off the line."""
        before, middle, after = (
            self._ways[source, target].point_from_proportion(share) for share in (0.4, 0.5, 0.6)
        )
        # Across the line, to the side where the graph comes from; as far as clears its box.
        along = (after - before) / np.linalg.norm(after - before)
        across = np.array([-along[1], along[0], 0.0])
        clear = abs(across[0]) * text.width / 2 + abs(across[1]) * text.height / 2 + _LABEL_GAP
        return text.move_to(middle + across * clear)

    def _beside(self, name: str, text: Text, side: int) -> Text:
        frame = self.cards[name].frame
        scale_to_fit(text, CARD_WIDTH * self.scale + 0.6)
        up = side * (frame.height / 2 + 0.11 + text.height / 2)
        # Where edges come from above and leave below, the numbers keep off them.
        aside = -side * (0.2 + text.width / 2) if self._layout.runs_down else 0.0
        return text.move_to(frame.get_center() + [aside, up, 0])

    def _label(self, node: Node) -> Text:
        name = typst_name(node.name)
        # A fraction would be too small in a card: write it in one line.
        source = f"{name} = {node.typst}".replace("/", r" \/ ") if node.kind == "step" else name
        return Text(math(source), self.theme.body - 4, Role.TEXT, self.theme)

    def _card(self, node: Node, label: Text, width: float) -> Card:
        is_input = node.kind == "input"
        own_width = max(CARD_HEIGHT * 1.25, label.width + 2 * _PADDING) * self.scale
        card = Card(label, is_input, own_width if is_input else width, self.scale, self.theme)
        x, y = self._layout.places[node.name]
        return card.move_to((x, y, 0))

    def _way(self, source: str, target: str) -> VMobject:
        """Return a smooth line from one card to another."""
        down = self._layout.runs_down
        begin, finish = self.cards[source].frame, self.cards[target].frame
        stops = [
            begin.get_bottom() if down else begin.get_right(),
            *(np.array([x, y, 0.0]) for x, y in self._layout.bends[source, target]),
            finish.get_top() if down else finish.get_left(),
        ]
        pieces = []
        for start, end in pairwise(stops):
            half = (end - start) / 2 * ([0, 1, 0] if down else [1, 0, 0])
            pieces.append([start, start + half, end - half, end])
        line = VMobject(stroke_color=self.theme[Role.NEUTRAL], stroke_width=3)
        claim(line, Link(self.cards[source].frame, self.cards[target].frame))
        return line.set_points(np.vstack(pieces)).set_fill(opacity=0)

    def _arrow(self, way: VMobject, role: Role) -> VGroup:
        end = way.get_end()
        head = VMobject(stroke_width=0, fill_color=self.theme[role], fill_opacity=1)
        back = [0, 2 * _HEAD, 0] if self._layout.runs_down else [-2 * _HEAD, 0, 0]
        head.set_points(arrow(end + back, end, width=0.0, head=_HEAD))
        claim(head, claim_of(way))
        return VGroup(way.copy(), head).set_z_index(LAYER["curve"])
