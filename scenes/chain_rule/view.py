"""The computation graph on screen: cards, edges, and labels beside the edges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from manim import Mobject, VGroup, VMobject

from calculus.graph import Graph
from scenes.chain_rule.cards import Card, Plan
from scenes.chain_rule.layout import Bend, Place
from scenes.look.text import Text
from scenes.look.theme import LAYER, Role, Theme
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Backdrop, Link, claim, claim_of
from scenes.picture.placing import Obstacles
from scenes.picture.shapes import NOTHING, QUARTER, Points, arrow, rounded

_HEAD = 0.13  # length of an arrow head, in the unit of the graph
_SHARES = (0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75, 0.2, 0.8)
_PROBES = np.linspace(0, 1, 40)  # of an edge, where points on it are taken
_AHEAD, _ABOVE, _CORNER = px(16), px(10), px(20)  # around the text of a chip
_APART = px(24)  # from a node to a calculation at it
_ASIDE = (0.0, 0.3, -0.3, 0.6, -0.6)  # of its width, that it may stand aside


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
        line.set_stroke(self.theme[role], width=pen(12), opacity=1).set_z_index(LAYER["guide"])
        return line.reverse_direction() if backward else line

    def along(
        self, path: Iterable[tuple[str, str]], role: Role, backward: bool = False
    ) -> VMobject:
        """Return one coloured line over the edges of a path."""
        first, *more = (self.lit(*edge, role, backward) for edge in path)
        return first.set_points(np.vstack([line.points for line in (first, *more)]))

    def road(
        self, source: str, target: str, start: Mobject, end: Mobject, backward: bool = False
    ) -> Points:
        """Return points on the way from what stands at one end of an edge to what at the other."""
        line = self._ways[source, target]
        along = np.array([line.point_from_proportion(share) for share in _PROBES])
        along = along[::-1] if backward else along
        return np.vstack([[start.get_center()], along, [end.get_center()]])

    def on_edge(
        self,
        source: str,
        target: str,
        texts: Iterable[VGroup],
        others: Iterable[Mobject],
        shares: Sequence[float] = _SHARES,
    ) -> VGroup | None:
        """Place a chip on an edge, where no other edge runs along or across.

        Args:
            source: Where the edge starts.
            target: Where it ends.
            texts: What the chip may say, the best first.
            others: What it must keep clear of.
            shares: Where on the edge, the best first.

        Returns:
            The chip, the text last; None if there is no room for any.
        """
        way = self._ways[source, target]
        heads = (edge.head for edge in self.edges.values())
        standing = self._blocks.adding(*others, *heads)
        ways = (line for key, line in self._ways.items() if key != (source, target))
        lines = Obstacles.of(standing.within, *ways)
        for text in texts:
            plate = self._plate(text)
            for share in shares:
                x, y = way.point_from_proportion(share)[:2]
                box = _box(x, y, plate.width, plate.height)
                if standing.covered(box) == 0 and lines.covered(box) == 0:
                    return VGroup(plate, *text).move_to((x, y, 0))
        return None

    def clear_near(self, name: str, text: Text, others: Iterable[Mobject]) -> Place | None:
        """Return a place for a text under or above a node, where nothing is; None without one."""
        (x, y), (_, height) = self._layout.places[name], self._plan.blocks[name]
        solid = self._blocks.adding(*others, *self._ways.values())
        away = (height + text.height) / 2 + _APART
        for across in _ASIDE:
            for side in (-1, 1):
                place = x + across * text.width, y + side * away
                if solid.covered(_box(*place, text.width, text.height)) == 0:
                    return place
        return None

    def _plate(self, text: VMobject) -> VMobject:
        """Return the outline of a chip, which hides the lines behind it."""
        plate = VMobject(
            fill_color=self.theme.panel,
            fill_opacity=1,
            stroke_color=self.theme.rule,
            stroke_width=pen(2),
        )
        across, up = text.width / 2 + _AHEAD, text.height / 2 + _ABOVE
        claim(plate, Backdrop())
        plate.set_points(rounded(-across, -up, across, up, _CORNER))
        return plate.move_to(text).set_z_index(LAYER["card"])

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
        line = VMobject(stroke_color=self.theme[Role.NEUTRAL], stroke_width=pen(6))
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


def _box(x: float, y: float, width: float, height: float) -> Box:
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
