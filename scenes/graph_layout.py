"""Where the nodes of a computation graph stand: inputs left, output right, few crossings."""

from __future__ import annotations

from dataclasses import dataclass

import igraph

from calculus.graph import Graph
from scenes.layout import Box

# Node cards, in Manim units, when there is room; they shrink together when there is not.
CARD_WIDTH, CARD_HEIGHT = 2.1, 0.7
_COLUMN, _ROW = 3.4, 1.5  # the distances from centre to centre that cards of full size need
_SMALLEST = 0.55  # below this share the words would be too small to read

Place = tuple[float, float]


@dataclass(frozen=True)
class GraphLayout:
    """A drawing of a graph.

    Attributes:
        places: Centre of each node's card, by name, in Manim units.
        bends: For each edge (source, target) the points it passes on its way, left to right.
        scale: Size of the cards, as a share of the full size.
    """

    places: dict[str, Place]
    bends: dict[tuple[str, str], tuple[Place, ...]]
    scale: float


def arrange(graph: Graph, box: Box) -> GraphLayout:
    """Lay a graph out in a box, in layers from left to right.

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
    # igraph's layers are rows; here they are columns, so x and y change places.
    drawn = drawing.layout_sugiyama(layers=[layers[name] for name in names])
    places, bends = drawn.coords, drawn.edge_routing
    rows = [row for row, _ in places] + [row for points in bends for row, _ in points]
    columns = max(layers.values())
    low, high = min(rows), max(rows)
    scale = min(
        1.0,
        box.width / (columns * _COLUMN + CARD_WIDTH),
        box.height / ((high - low) * _ROW + _ROW),
    )
    column = (box.width - CARD_WIDTH * scale) / max(columns, 1)
    row = min(_ROW * 1.15, (box.height - _ROW * scale) / max(high - low, 1e-9))

    def place(across: float, layer: float) -> Place:
        x = box.left + CARD_WIDTH * scale / 2 + layer * column
        return x, box.centre[1] + ((low + high) / 2 - across) * row

    return GraphLayout(
        {name: place(*at) for name, at in zip(names, places, strict=True)},
        {
            edge: tuple(place(*point) for point in points)
            for edge, points in zip(edges, bends, strict=True)
        },
        max(scale, _SMALLEST),
    )
