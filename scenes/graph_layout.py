"""Where the nodes of a computation graph stand: inputs first, output last, few crossings.

In a wide box the graph runs from left to right, in a high one from top to bottom.
"""

from __future__ import annotations

from dataclasses import dataclass

import igraph

from calculus.graph import Graph
from scenes.layout import Box

# Node cards, in Manim units, when there is room; they shrink together when there is not.
CARD_WIDTH, CARD_HEIGHT = 2.1, 0.7
# The distances from centre to centre that cards of full size need, from layer to layer and
# within a layer, in a graph that runs to the right and in one that runs down.
_RIGHT, _DOWN = (3.4, 1.5), (1.9, 2.4)
_SMALLEST = 0.55  # below this share the words would be too small to read

Place = tuple[float, float]


@dataclass(frozen=True)
class GraphLayout:
    """A drawing of a graph.

    Attributes:
        places: Centre of each node's card, by name, in Manim units.
        bends: For each edge (source, target) the points it passes on its way, in order.
        scale: Size of the cards, as a share of the full size.
        runs_down: Whether the graph runs from top to bottom rather than from left to right.
    """

    places: dict[str, Place]
    bends: dict[tuple[str, str], tuple[Place, ...]]
    scale: float
    runs_down: bool


def arrange(graph: Graph, box: Box) -> GraphLayout:
    """Lay a graph out in a box, in layers.

    A node's layer is its longest distance from an input; the order within the layers has
    few crossings (Sugiyama, Tagawa & Toda 1981).
    """
    names = [node.name for node in graph.nodes]
    index = {name: i for i, name in enumerate(names)}
    layers: dict[str, int] = {}
    for node in graph.nodes:
        layers[node.name] = 1 + max((layers[operand] for operand in node.operands), default=-1)
    edges = [(edge.source, edge.target) for edge in graph.edges]
    drawing = igraph.Graph(
        n=len(names), edges=[(index[a], index[b]) for a, b in edges], directed=True
    )
    drawn = drawing.layout_sugiyama(layers=[layers[name] for name in names])
    places, bends = drawn.coords, drawn.edge_routing
    rows = [row for row, _ in places] + [row for points in bends for row, _ in points]
    last, low, high = max(layers.values()), min(rows), max(rows)

    runs_down = box.height > box.width
    from_layer, within_layer = _DOWN if runs_down else _RIGHT
    length, breadth = (box.height, box.width) if runs_down else (box.width, box.height)
    # What the first and the last card take, with the numbers around them.
    ends, sides = (within_layer * 0.7, CARD_WIDTH) if runs_down else (CARD_WIDTH, within_layer)
    scale = min(
        1.0, length / (last * from_layer + ends), breadth / ((high - low) * within_layer + sides)
    )
    step = min((length - ends * scale) / max(last, 1), 1.4 * from_layer if runs_down else length)
    gap = min(within_layer * 1.15, (breadth - sides * scale) / max(high - low, 1e-9))
    x, y = box.centre

    def place(across: float, layer: float) -> Place:
        aside, along = (across - (low + high) / 2) * gap, (layer - last / 2) * step
        return (x + aside, y - along) if runs_down else (x + along, y - aside)

    return GraphLayout(
        {name: place(*at) for name, at in zip(names, places, strict=True)},
        {
            edge: tuple(place(*point) for point in points)
            for edge, points in zip(edges, bends, strict=True)
        },
        max(scale, _SMALLEST),
        runs_down,
    )
