"""The computation graph on screen: cards, edges, and labels beside the edges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product

import numpy as np
from manim import Mobject, VGroup, VMobject

from calculus.graph import Graph
from scenes.chain_rule.cards import Card, Plan
from scenes.graphs.layout import Bend, Place, Size, side_of
from scenes.look.text import Text
from scenes.look.theme import LAYER, Role, Theme
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Backdrop, Link, claim
from scenes.picture.placing import Obstacles
from scenes.picture.shapes import NOTHING, QUARTER, Points, polyline, rounded

Way = tuple[str, str]
"""An edge, from its source to its target."""

_LIT = 12  # width of a line over an edge, pixels
_HEAD = 0.09  # length of an arrow head of a fine line, in the unit of the graph
_NARROW, _SPREAD = 0.04, 0.42  # length of the least head, and how far one reaches to a side
_SHARES = (0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75, 0.2, 0.8)
_PROBES = np.linspace(0, 1, 40)  # of an edge, where points on it are taken
_AHEAD, _ABOVE, _CORNER = px(16), px(10), px(20)  # around the text of a chip
_APART, _OWN = px(24), px(14)  # from a node to a calculation at it; from that to others, at least
_BESIDE = px(8)  # from an edge to a chip over or under it
_PACE = 0.2  # from one place that is tried to the next, Manim units
_UNDER = 0.2  # from what is written over a graph to a picture that stays
_REACH = 1.2  # from a node to such a picture, at most
_SIDES = -1, 1
_ASIDE = tuple(product((0.0, 0.3, -0.3, 0.6, -0.6), _SIDES))  # of its width; under or above


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
        self._ways: dict[Way, VMobject] = {edge: self._way(edge) for edge in graph.edges}
        self._roads: dict[Way, Points] = {}  # points along these, where they were asked for
        self._room = box
        self._pictures: list[Box] = []
        self.edges = {key: self.line([key], Role.NEUTRAL, width=6) for key in self._ways}
        back = (self.line([key], Role.NEUTRAL, backward=True, width=9) for key in self._ways)
        self._heads = [edge.head.copy() for edge in (*self.edges.values(), *back)]
        self._blocks = self._full(self.cards)

    def line(
        self, path: Sequence[Way], role: Role, backward: bool = False, width: float = _LIT
    ) -> Edge:
        """Return a coloured line over the edges of a path, with a head, to be traced."""
        way = self._ways[path[0]].copy().set_points(np.vstack([self._ways[e].points for e in path]))
        if backward:
            way.reverse_direction()
        way.set_stroke(self.theme[role], width=pen(width))
        beside = min(way.get_left()[0] - self._room.left, self._room.right - way.get_right()[0])
        head = _HEAD * (1 + width / (2 * _LIT)) * self._plan.unit
        head = min(head, max(_NARROW, beside / _SPREAD))  # it stays in the picture
        edge = Edge(way, head, self.theme[role])
        return edge.set_z_index(LAYER["curve" if width < _LIT else "guide"])

    def middle(self, edge: Way) -> Points:
        """Return the middle of an edge."""
        point: Points = self._ways[edge].point_from_proportion(0.5)
        return point

    def road(self, edge: Way, start: Mobject, end: Mobject, backward: bool = False) -> Points:
        """Return points on the way from what stands at one end of an edge to what at the other."""
        if edge not in self._roads:
            line = self._ways[edge]
            self._roads[edge] = np.array([line.point_from_proportion(at) for at in _PROBES])
        along = self._roads[edge][:: -1 if backward else 1]
        return np.vstack([[start.get_center()], along, [end.get_center()]])

    def on_edge(
        self,
        edge: Way,
        text: VGroup,
        others: Iterable[Mobject],
        shares: Sequence[float] = _SHARES,
    ) -> VGroup | None:
        """Place a chip on an edge, or beside it, where no other edge runs along or across.

        The heads of edges stay in view, on their way forward and back.

        Args:
            edge: The edge.
            text: What the chip says.
            others: What it must keep clear of.
            shares: Where on the edge, the best first.

        Returns:
            The chip, the text last; None if there is no room for it.
        """
        way = self._ways[edge]
        standing = self._blocks.adding(*others, *self._heads)
        ways = (line for key, line in self._ways.items() if key != edge)
        lines = Obstacles.of(standing.within, *ways)
        chip = VGroup(self._plate(text), *text)
        aside = chip.height / 2 + _BESIDE
        places = [tuple(way.point_from_proportion(share)[:2]) for share in shares]
        places += [(x, y + side * aside) for x, y in places for side in (1, -1)]
        place = _clear((chip.width, chip.height), places, standing, lines)
        return chip.move_to((*place, 0)) if place else None

    def clear_near(self, name: str, text: Text, others: Iterable[Mobject]) -> Place | None:
        """Return a place for a text under or above a node, where nothing is; None without one."""
        (x, y), (_, height) = self._layout.places[name], self._plan.blocks[name]
        solid = self._blocks.adding(*others, *self._ways.values())
        away = (height + text.height) / 2 + _APART
        places = ((x + across * text.width, y + side * away) for across, side in _ASIDE)
        # Another node's number must not be nearer, or it would seem to be about that.
        return _clear((text.width, text.height + 2 * _OWN), places, solid)

    def put_beside(
        self, name: str, number: Mobject, text: VMobject, others: Iterable[Mobject]
    ) -> bool:
        """Place a text left or right of a number at a node; return whether it has room."""
        solid = self._full(node for node in self.cards if node != name)
        solid = solid.adding(self.cards[name], *self._ways.values(), *others)
        solid = solid.filling(self._pictures)
        away = (number.width + text.width) / 2 + _APART
        x, y, _ = number.get_center()
        places = [(x + side * away, y) for side in _SIDES]
        place = _clear((text.width, text.height), places, solid)
        text.move_to((*(place or (x, y)), 0))
        return place is not None

    def _full(self, names: Iterable[str]) -> Obstacles:
        """Return the places of nodes, with their numbers, as obstacles."""
        return Obstacles.of(self._room).filling(
            _box(*self._layout.places[name], max(width, self.cards[name].frame.width), height)
            for name in names
            for width, height in [self._plan.blocks[name]]
        )

    def free(
        self,
        sizes: Iterable[Place],
        edge: Way,
        nodes: Iterable[str],
        edges: Iterable[Way],
        others: Iterable[Mobject],
        boxes: Iterable[Box] = (),
        target: bool = False,
    ) -> Box | None:
        """Return a box of one of some sizes near an edge, where no nodes, edges or others are.

        Args:
            sizes: Width and height, the best first.
            edge: The edge.
            nodes: Nodes that are seen.
            edges: Edges that are seen.
            others: What else it must keep clear of.
            boxes: The same, as boxes.
            target: Whether it is to be under or over that or beside it, not near the middle.
        """
        room = self._room.inset(top=_UNDER if target else 0.0)
        solid = self._full(nodes).adding(*others, *(self._ways[way] for way in edges))
        solid = solid.filling(boxes)
        middle = self._layout.places[edge[1]] if target else self.middle(edge)[:2]
        for width, height in sizes:
            xs = np.arange(room.left + width / 2, room.right - width / 2, _PACE)
            ys = np.arange(room.bottom + height / 2, room.top - height / 2, _PACE)
            places: list[Place] = [
                (x, y)
                for x, y in product(xs.tolist(), ys.tolist())
                if not target or self._is_at(edge[1], _box(x, y, width, height))
            ]
            places.sort(key=lambda place: np.hypot(*np.subtract(place, middle)))
            if place := _clear((width, height), places, solid):
                return _box(*place, width, height)
        return None

    def _is_at(self, name: str, box: Box) -> bool:
        """Say whether a box is under a node, over it or beside it, and taken for its own."""
        frame, (x, y) = self.cards[name].frame, self._layout.places[name]
        right, up = abs(box.centre[0] - x), abs(box.centre[1] - y)
        away = max(right - (box.width + frame.width) / 2, up - (box.height + frame.height) / 2)
        return away < _REACH and (right < box.width / 4 or up < box.height / 4)

    def picture_at(
        self, edge: Way, sizes: Iterable[Place], others: Iterable[Mobject]
    ) -> Box | None:
        """Return a box near the end of an edge for a picture that stays, if there is room.

        Args:
            edge: The edge.
            sizes: Width and height, the best first.
            others: What it must keep clear of, besides the graph and pictures that are there.
        """
        box = self.free(sizes, edge, self.cards, self._ways, others, self._pictures, target=True)
        if box is not None:
            self._pictures.append(box)
            self._blocks = self._blocks.filling([box])
        return box

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

    def _way(self, edge: Way) -> VMobject:
        """Return a smooth line from one card to another."""
        bends = self._layout.bends[edge]
        begin, finish = (self.cards[name].frame for name in edge)
        back = (-bends[-1].heading[0], -bends[-1].heading[1])
        (x, y, _), (u, v, _) = side_of(begin, bends[0].heading), side_of(finish, back)
        first, last = Bend((x, y), bends[0].heading), Bend((u, v), bends[-1].heading)
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
        claim(line, Link(begin, finish))
        return line.set_points(np.vstack(pieces)).set_fill(opacity=0)


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
        claim(self.head, Backdrop())
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
        neck, wide = end - length * ahead, _SPREAD * length * np.array([-ahead[1], ahead[0], 0])
        self.head.set_points(polyline([neck - wide, end, neck + wide], closed=True))


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


def _clear(size: Size, places: Iterable[Place], *solid: Obstacles) -> Place | None:
    """Return the first of some places where a box of a size covers nothing that is solid."""
    boxes = ((place, _box(*place, *size)) for place in places)
    return next((at for at, box in boxes if not any(one.covered(box) for one in solid)), None)


def _box(x: float, y: float, width: float, height: float) -> Box:
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
