"""Which layer each node of a computation graph stands in, and in which order.

An edge that skips layers takes a lane through each of them; edges from one node share theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

import igraph

from calculus.graph import Graph

_STARTS = 24  # orders that the search for few crossings starts from


@dataclass(frozen=True)
class Slot:
    """A place in a layer: of a node, or of the lane for its edges to later layers.

    Attributes:
        node: Name of the node.
        layer: The layer, from 0 at the inputs.
        is_lane: Whether edges pass here.
    """

    node: str
    layer: int
    is_lane: bool = False


Columns = tuple[tuple[Slot, ...], ...]


def layered(
    graph: Graph, sizes: Mapping[str, float], lane: float, room: float | None
) -> dict[str, int]:
    """Return the layer of every node, so that no layer takes more room than there is, if possible.

    A node stands in the first layer after all that it needs; where a layer gets too full, nodes
    that can wait move to later ones.

    Args:
        graph: The graph.
        sizes: What each node takes of a layer's breadth, with the gap to the next.
        lane: What a lane takes.
        room: What there is; None to let every node stand in the first layer that it can.
    """
    layers: dict[str, int] = {}
    for node in graph.nodes:
        layers[node.name] = 1 + max((layers[operand] for operand in node.operands), default=-1)
    last = layers[graph.output]
    if room is None:
        return layers

    def cost(layers: Mapping[str, int]) -> tuple[float, int]:
        """Return how much does not fit, and how many lanes there are."""
        taken = [0.0] * (last + 1)
        for name, layer in layers.items():
            taken[layer] += sizes[name]
        lanes = 0
        for passed in _passed(graph, layers).values():
            lanes += len(passed)
            for layer in passed:
                taken[layer] += lane
        return round(sum(max(0.0, some - room) for some in taken), 6), lanes

    best = cost(layers)
    if sum(sizes.values()) > room * (last + 1):
        return layers  # nothing helps
    latest = _latest(graph, last)
    while best[0] > 0:
        moves = [
            _moved(graph, layers, name, layer)
            for name in layers
            for layer in range(layers[name] + 1, latest[name] + 1)
        ]
        if not moves:
            break
        found = min(moves, key=cost)
        if cost(found) >= best:
            break
        layers, best = found, cost(found)
    return layers


def _latest(graph: Graph, last: int) -> dict[str, int]:
    """Return the last layer that each node can stand in: all that needs it comes after it."""
    latest = {node.name: last for node in graph.nodes}
    for node in reversed(graph.nodes):
        for operand in node.operands:
            latest[operand] = min(latest[operand], latest[node.name] - 1)
    return latest


def _moved(graph: Graph, layers: Mapping[str, int], name: str, layer: int) -> dict[str, int]:
    """Return the layers with one node moved, and all that needs it pushed on."""
    moved = {**layers, name: layer}
    for node in graph.nodes:
        for operand in node.operands:
            if moved[operand] >= moved[node.name]:
                moved[node.name] = moved[operand] + 1
    return moved


def _passed(graph: Graph, layers: Mapping[str, int]) -> dict[str, range]:
    """Return the layers through which the edges of each node go."""
    reach: dict[str, int] = {}
    for edge in graph.edges:
        reach[edge.source] = max(reach.get(edge.source, 0), layers[edge.target])
    return {name: range(layers[name] + 1, end) for name, end in reach.items()}


def links(graph: Graph, layers: Mapping[str, int]) -> tuple[tuple[Slot, Slot], ...]:
    """Return what is joined from layer to layer: the pieces of all edges, each once."""
    found: dict[tuple[Slot, Slot], None] = {}
    for edge in graph.edges:
        found.update(dict.fromkeys(pairwise(route(*edge, layers))))
    return tuple(found)


def route(source: str, target: str, layers: Mapping[str, int]) -> tuple[Slot, ...]:
    """Return the slots that an edge passes, from its source to its target."""
    first, last = layers[source], layers[target]
    between = (Slot(source, layer, is_lane=True) for layer in range(first + 1, last))
    return Slot(source, first), *between, Slot(target, last)


def slots(graph: Graph, layers: Mapping[str, int]) -> list[Slot]:
    """Return all slots: those of the nodes, then the lanes."""
    nodes = (Slot(name, layer) for name, layer in layers.items())
    passed = _passed(graph, layers).items()
    return [*nodes, *(Slot(name, layer, is_lane=True) for name, some in passed for layer in some)]


def ordered(graph: Graph, layers: Mapping[str, int]) -> Columns:
    """Return the slots of every layer in an order with few crossings.

    The order is that of Sugiyama, Tagawa & Toda (1981), tried from several starts and improved
    by swapping neighbours; of equally good ones, one with the inputs in the order of the formula.
    """
    joined = links(graph, layers)
    every = slots(graph, layers)
    given = {name: i for i, name in enumerate(graph.inputs)}

    def score(columns: Columns) -> tuple[int, int]:
        inputs = [given[s.node] for c in columns for s in c if s.node in given and not s.is_lane]
        return _crossings(columns, joined), _inversions(inputs)

    found = []
    for start in range(_STARTS):
        numbered = list(every)
        if start:
            Random(start).shuffle(numbered)
        columns = _swapped(_sugiyama(numbered, joined), joined)
        found += [columns, tuple(column[::-1] for column in columns)]
    return min(found, key=score)


def _sugiyama(numbered: Sequence[Slot], joined: Sequence[tuple[Slot, Slot]]) -> Columns:
    index = {slot: i for i, slot in enumerate(numbered)}
    drawing = igraph.Graph(
        n=len(numbered), edges=[(index[a], index[b]) for a, b in joined], directed=True
    )
    drawn = drawing.layout_sugiyama(layers=[slot.layer for slot in numbered], maxiter=200)
    columns: list[list[tuple[float, int]]] = [[] for _ in range(1 + max(s.layer for s in numbered))]
    for i, (slot, (across, _)) in enumerate(zip(numbered, drawn.coords, strict=False)):
        columns[slot.layer].append((across, i))
    return tuple(tuple(numbered[i] for _, i in sorted(column)) for column in columns)


def _swapped(columns: Columns, joined: Sequence[tuple[Slot, Slot]]) -> Columns:
    """Swap neighbours in a layer as long as that makes crossings fewer."""
    fewest, better = _crossings(columns, joined), True
    while better and fewest:
        better = False
        for layer, column in enumerate(columns):
            for i in range(len(column) - 1):
                order = (*column[:i], column[i + 1], column[i], *column[i + 2 :])
                tried = (*columns[:layer], order, *columns[layer + 1 :])
                if (count := _crossings(tried, joined)) < fewest:
                    columns, column, fewest, better = tried, order, count, True
    return columns


def _crossings(columns: Columns, joined: Sequence[tuple[Slot, Slot]]) -> int:
    """Count the pairs of pieces of edges that cross."""
    place = {slot: i for column in columns for i, slot in enumerate(column)}
    count = 0
    for layer in range(len(columns) - 1):
        pieces = sorted((place[a], place[b]) for a, b in joined if a.layer == layer)
        count += sum(a < c and b > d for i, (a, b) in enumerate(pieces) for c, d in pieces[i + 1 :])
    return count


def _inversions(numbers: Sequence[int]) -> int:
    return sum(a > b for i, a in enumerate(numbers) for b in numbers[i + 1 :])
