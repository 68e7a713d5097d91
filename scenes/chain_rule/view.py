"""The computation graph on screen: cards, edges, and labels beside the edges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from manim import Mobject, Rectangle, VGroup, VMobject
from numpy.typing import NDArray

from calculus.graph import Graph
from scenes.chain_rule.cards import Card, Plan
from scenes.chain_rule.layout import Bend, Place
from scenes.look.text import Text
from scenes.look.theme import LAYER, Role, Theme
from scenes.picture.layout import Box
from scenes.picture.meaning import Backdrop, Link, claim, claim_of
from scenes.picture.placing import Obstacles
from scenes.picture.shapes import NOTHING, QUARTER, arrow, circle

_PULSE = 0.1  # radius of the dot that travels along an edge
_HEAD = 0.15  # length of an arrow head, in the unit of the graph
_LABEL_GAP = 0.14  # between an edge and its label
_SHARES = (0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75, 0.2, 0.8)


class GraphView:
    """A graph in a box of the frame.

    Args:
        graph: The graph.
        plan: How it is drawn.
        box: Where it goes.
        theme: The colours.

    Attributes:
        cards: By node name.
        edges: Arrows, by (source, target).
        layers: Layer of each node, by name, from 0 at the first inputs.
    """

    def __init__(self, graph: Graph, plan: Plan, box: Box, theme: Theme) -> None:
        self.theme = theme
        self._plan, self._layout = plan, plan.layout
        self.layers = plan.layout.layers
        self.cards = dict(_cards(graph, plan, theme))
        self._ways = {
            (edge.source, edge.target): self._way(edge.source, edge.target) for edge in graph.edges
        }
        self.edges = {key: self._arrow(way, Role.NEUTRAL) for key, way in self._ways.items()}
        self._blocks = Obstacles.of(box).filling(
            _box(x, y, max(width, self.cards[name].frame.width), height)
            for name, (x, y) in plan.layout.places.items()
            for width, height in [plan.blocks[name]]
        )

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

    def on_edge(
        self, source: str, target: str, texts: Iterable[Text], others: Iterable[Mobject]
    ) -> VGroup | None:
        """Place a label at an edge: beside it where nothing is, else on it.

        It stands where no other edge runs along or across, so that nobody takes it for theirs.

        Args:
            source: Where the edge starts.
            target: Where it ends.
            texts: What the label may say, the best first.
            others: Labels that it must keep clear of.

        Returns:
            The label; None if there is no room for any.
        """
        texts = list(texts)
        way = self._ways[source, target]
        standing = self._blocks.adding(*others, *(head for _, head in self.edges.values()))
        clear = standing.adding(*self._ways.values())
        others_ways = Obstacles.of(
            clear.within, *(line for key, line in self._ways.items() if key != (source, target))
        )
        shares = [share for share in _SHARES if _is_alone(way, share, others_ways)]
        for text in texts:
            for at in _beside(way, shares, text):
                if clear.covered(_box(*at, text.width, text.height)) == 0:
                    return VGroup(text.move_to((*at, 0)))
        for text in texts:
            for share in shares:
                x, y = way.point_from_proportion(share)[:2]
                if standing.covered(_box(x, y, text.width, text.height)) == 0:
                    return self._plate(text.move_to((x, y, 0)))
        return None

    def _plate(self, text: Text) -> VGroup:
        """Return a text on a plate that hides the lines behind it."""
        plate = Rectangle(
            width=text.width + 0.1,
            height=text.height + 0.1,
            stroke_width=0,
            fill_color=self.theme.background,
            fill_opacity=1,
        )
        claim(plate, Backdrop())
        return VGroup(plate.move_to(text).set_z_index(LAYER["dot"]), text)

    def _way(self, source: str, target: str) -> VMobject:
        """Return a smooth line from one card to another."""
        bends = self._layout.bends[source, target]
        begin, finish = (self.cards[name].frame for name in (source, target))
        first = Bend(_side(begin, bends[0].heading), bends[0].heading)
        back = (-bends[-1].heading[0], -bends[-1].heading[1])
        last = Bend(_side(finish, back), bends[-1].heading)
        pieces = []
        for one, other in pairwise((first, *bends, last)):
            start, end = np.array([*one.place, 0.0]), np.array([*other.place, 0.0])
            if np.abs(end - start).max() > 1e-6:
                out, into = np.array([*one.heading, 0.0]), np.array([*other.heading, 0.0])
                # Half of the way where it goes on as it went; a quarter of a circle in a turn.
                share = 0.5 if (out == into).all() else QUARTER
                out, into = out * abs((end - start) @ out), into * abs((end - start) @ into)
                pieces.append([start, start + share * out, end - share * into, end])
        line = VMobject(stroke_color=self.theme[Role.NEUTRAL], stroke_width=3)
        claim(line, Link(self.cards[source].frame, self.cards[target].frame))
        return line.set_points(np.vstack(pieces)).set_fill(opacity=0)

    def _arrow(self, way: VMobject, role: Role) -> Edge:
        edge = Edge(way, _HEAD * self._plan.unit, self.theme[role])
        edge.set_z_index(LAYER["curve"])
        return edge


class Edge(VGroup):
    """A line with a head at its end; the head goes along while the line is drawn.

    Args:
        way: The line.
        length: Of the head.
        colour: Of the head.
    """

    def __init__(self, way: VMobject, length: float, colour: str) -> None:
        self._way, self._length = way, length
        self.head = VMobject(stroke_width=0, fill_color=colour, fill_opacity=1)
        claim(self.head, claim_of(way))
        self.line = way.copy()
        super().__init__(self.line, self.head)
        self.draw(1.0)

    def draw(self, share: float) -> None:
        """Draw a share of the line, with the head at the end of that."""
        self.line.pointwise_become_partial(self._way, 0, share)
        end = self.line.points[-1]
        ways = end - self.line.points
        apart = np.linalg.norm(ways, axis=1)
        behind = np.flatnonzero(apart > 1e-6)  # a piece may have no length yet
        if not len(behind):
            self.head.set_points(NOTHING)
            return
        ahead, length = ways[behind[-1]] / apart[behind[-1]], min(self._length, apart[0])
        self.head.set_points(arrow(end - 2 * self._length * ahead, end, width=0.0, head=length))


def _cards(graph: Graph, plan: Plan, theme: Theme) -> Iterator[tuple[str, Card]]:
    """Give every node its card: those of one kind, one above the other, are equally wide."""
    layers, widest = plan.layout.layers, dict[tuple[int, str], float]()
    for node in graph.nodes:
        kind, width = (layers[node.name], node.kind), plan.frames[node.name][0]
        widest[kind] = max(widest.get(kind, 0.0), width)
    for node in graph.nodes:
        width = widest[layers[node.name], node.kind]
        if plan.layout.course.runs_down:
            width = plan.frames[node.name][0]
        yield node.name, Card(node, plan, width, theme)


def _side(frame: VMobject, heading: Place) -> Place:
    """Return the middle of the side of a card that looks into a direction."""
    x, y, _ = frame.get_center() + np.array([*heading, 0]) * [frame.width / 2, frame.height / 2, 0]
    return float(x), float(y)


def _is_alone(way: VMobject, share: float, others: Obstacles) -> bool:
    """Whether no other line passes at this share of a line."""
    x, y, _ = way.point_from_proportion(share)
    return others.covered(_box(x, y, 0, 0)) == 0


def _beside(way: VMobject, shares: Sequence[float], text: Text) -> Iterator[tuple[float, float]]:
    """Give places beside a line, on both of its sides, the middle first."""
    for share in shares:
        before, middle, after = (
            way.point_from_proportion(at) for at in (share - 0.05, share, share + 0.05)
        )
        along: NDArray[np.float64] = (after - before) / np.linalg.norm(after - before)
        across = np.array([-along[1], along[0]])
        # As far across the line as clears the text's box.
        away = abs(across[0]) * text.width / 2 + abs(across[1]) * text.height / 2 + _LABEL_GAP
        for side in (1, -1):
            x, y = middle[:2] + side * away * across
            yield float(x), float(y)


def _box(x: float, y: float, width: float, height: float) -> Box:
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
