"""Where the nodes of a computation graph stand: inputs first, output last, few crossings.

A graph runs from left to right or from top to bottom, in layers; a deep one may wind through the
frame in several bands, to the right and back to the left. Every node is a block that takes its
room with all that stands at it; edges leave and reach a block in the middle of a side, and bend
only between the layers, so that they cross no block.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from manim import VMobject

from calculus.graph import Graph
from scenes.graphs.heights import extent, levelled
from scenes.graphs.layers import Slot, layered, links, ordered, route, slots
from scenes.picture.layout import Box
from scenes.picture.shapes import Points

_TURN = 1.2  # of the least distance between layers, kept free where a band turns into the next
_SWING = 0.8  # how much of that room the widest turn takes

Place = tuple[float, float]
Size = tuple[float, float]


@dataclass(frozen=True)
class Gaps:
    """Distances in a graph, in Manim units.

    Attributes:
        along: Between two layers, at least.
        most: Between two layers, at most.
        across: Between neighbours in a layer, at least; bands keep three times as much.
        lane: What an edge takes that passes through a layer.
    """

    along: float
    most: float
    across: float
    lane: float


@dataclass(frozen=True)
class Course:
    """How a graph runs through a box.

    Attributes:
        runs_down: From top to bottom rather than from left to right.
        bands: In how many bands it winds; 1 if it runs straight on.
        waits: Whether nodes may stand in later layers than the first after all they need.
    """

    runs_down: bool = False
    bands: int = 1
    waits: bool = True


@dataclass(frozen=True)
class Bend:
    """A point that an edge passes.

    Attributes:
        place: The point.
        heading: Direction of the edge there: (1, 0) to the right, (0, -1) down.
    """

    place: Place
    heading: Place


@dataclass(frozen=True)
class GraphLayout:
    """A drawing of a graph.

    Attributes:
        places: Centre of each node's block, by name, in Manim units.
        bends: For each edge (source, target) what it passes from the one block to the other.
        layers: Layer of each node, by name.
        course: How the graph runs.
    """

    places: dict[str, Place]
    bends: dict[tuple[str, str], tuple[Bend, ...]]
    layers: dict[str, int]
    course: Course


def side_of(block: VMobject, heading: Place) -> Points:
    """Return the middle of the side of a block that looks into a direction, shape (3,)."""
    half = np.array([block.width / 2, block.height / 2, 0])
    middle: Points = block.get_center() + np.array([*heading, 0]) * half
    return middle


def arrange(
    graph: Graph, box: Box, sizes: Mapping[str, Size], gaps: Gaps, course: Course
) -> GraphLayout | None:
    """Lay a graph out in a box, in layers.

    Args:
        graph: The graph.
        box: Where it goes.
        sizes: Width and height of every node's block.
        gaps: The distances to keep.
        course: How it runs.

    Returns:
        The layout; None if the blocks don't fit.
    """
    down = course.runs_down
    length, breadth = (box.height, box.width) if down else (box.width, box.height)
    along = {name: size[1 if down else 0] for name, size in sizes.items()}
    across = {name: size[0 if down else 1] for name, size in sizes.items()}
    turn = _TURN * gaps.along
    length -= turn * min(course.bands - 1, 2)
    between = 3 * gaps.across * (course.bands - 1)

    if not _may_fit(graph, along, across, (length, breadth - between), gaps, course.bands):
        return None
    room = (breadth - between) / course.bands + gaps.across if course.waits else None
    taken = {name: size + gaps.across for name, size in across.items()}
    layers = layered(graph, taken, gaps.lane + gaps.across, room)
    last = layers[graph.output]
    lengths = [max(along[n] for n in layers if layers[n] == layer) for layer in range(last + 1)]
    extents = {
        slot: gaps.lane if slot.is_lane else across[slot.node] for slot in slots(graph, layers)
    }
    filled = [[slot for slot in extents if slot.layer == layer] for layer in range(last + 1)]
    taken_by_layers = [extent(column, extents, gaps.across) for column in filled]
    bands = next(
        (
            bands
            for bands in _bands(lengths, gaps.along, course.bands)
            if all(_length(band, lengths, gaps.along) <= length for band in bands)
            and sum(max(taken_by_layers[i] for i in band) for band in bands) + between
            <= breadth + 1e-9
        ),
        None,
    )
    if bands is None:
        return None
    highest = [max(taken_by_layers[i] for i in band) for band in bands]
    spare = breadth - sum(highest) - between
    columns = ordered(graph, layers)
    joined = links(graph, layers)
    heights: dict[Slot, float] = {}
    taken_by_bands: list[float] = []
    for band, high in zip(bands, highest, strict=True):
        some = [columns[i] for i in band]
        own = levelled(some, joined, extents, high + spare / len(bands), gaps.across)
        taken_by_bands.append(2 * max(abs(at) + extents[slot] / 2 for slot, at in own.items()))
        heights |= own

    travel = [0.0] * (last + 1)
    for one, other in joined:
        travel[one.layer] += abs(heights[one] - heights[other])
    steps = [0.0] * (last + 1)  # from each layer to the next
    for i, band in enumerate(bands):
        # A band between two others reaches from one turn to the other.
        most = gaps.most if i in (0, len(bands) - 1) else length
        inner = slice(band.start, band.stop - 1)
        room = length - _length(band, lengths, 0.0)
        steps[inner] = _shared(room, travel[inner], gaps.along, most)
    x, y = box.centre
    over = (breadth - sum(taken_by_bands) - between) / max(len(bands) - 1, 1)
    starts, headings, middles = _positions(
        bands, lengths, steps, taken_by_bands, 3 * gaps.across + min(over, gaps.most), turn
    )
    ends = [starts[i] + headings[i] * lengths[i] for i in range(last + 1)]
    if max(starts + ends) - min(starts + ends) > length + 1e-6:
        return None  # the last band would stick out

    def place(slot: Slot, far: float) -> Bend:
        """Give the point so far into the slot's layer, at its height."""
        heading, layer = headings[slot.layer], slot.layer
        ahead = starts[layer] + heading * far
        # Where a band runs back, what was below comes above: so turning edges don't cross.
        aside = middles[layer] + heading * heights[slot]
        at = (x + aside, y - ahead) if down else (x + ahead, y - aside)
        return Bend(at, (0.0, -1.0) if down else (float(heading), 0.0))

    def bends(passed: Sequence[Slot]) -> Iterator[Bend]:
        """Give where an edge leaves and enters every layer; it starts and ends inside one."""
        for one, other in pairwise(passed):
            out, into = place(one, lengths[one.layer]), place(other, 0.0)
            yield out
            if out.heading != into.heading:
                (here, high), (_, low) = out.place, into.place
                far = _SWING * turn * (high - low) / widest * out.heading[0]
                yield Bend((here + far, (high + low) / 2), (0.0, -1.0))
            yield into

    widest = max(
        (
            abs(place(a, 0).place[1] - place(b, 0).place[1])
            for a, b in joined
            if headings[a.layer] != headings[b.layer]
        ),
        default=1.0,
    )
    return GraphLayout(
        {
            name: place(Slot(name, layer), lengths[layer] / 2).place
            for name, layer in layers.items()
        },
        {edge: tuple(bends(route(*edge, layers))) for edge in graph.edges},
        layers,
        course,
    )


def _may_fit(
    graph: Graph,
    along: Mapping[str, float],
    across: Mapping[str, float],
    room: Size,
    gaps: Gaps,
    bands: int,
) -> bool:
    """Return whether the blocks have less area than the room, and no way through them is longer.

    That is known at once: most of what doesn't fit need not be laid out.
    """
    takes = {name: size + gaps.along for name, size in along.items()}
    longest: dict[str, float] = {}
    for node in graph.nodes:
        before = max((longest[operand] for operand in node.operands), default=0.0)
        longest[node.name] = before + takes[node.name]
    length, breadth = room[0] + gaps.along, room[1] + bands * gaps.across
    area = sum(takes[name] * (size + gaps.across) for name, size in across.items())
    is_short = max(longest.values()) <= bands * length + 1e-9
    return is_short and area <= length * breadth + 1e-9


def _length(band: range, lengths: Sequence[float], gap: float) -> float:
    return sum(lengths[i] for i in band) + gap * (len(band) - 1)


def _bands(lengths: Sequence[float], gap: float, count: int) -> list[list[range]]:
    """Return the ways to cut the layers into bands, that with the shortest bands first."""
    ways = [
        [range(start, end) for start, end in pairwise((0, *cuts, len(lengths)))]
        for cuts in combinations(range(1, len(lengths)), count - 1)
    ]
    return sorted(ways, key=lambda bands: max(_length(band, lengths, gap) for band in bands))


def _shared(room: float, travel: Sequence[float], least: float, most: float) -> list[float]:
    """Share the room between layers out: more where edges have further to go across."""
    if not travel:
        return []
    mean = sum(travel) / len(travel) or 1.0
    steps = [least] * len(travel)
    for _ in travel:  # what is over where a gap is large enough goes to the others
        open_ = [i for i, step in enumerate(steps) if step < most - 1e-9]
        spare = room - sum(steps)
        whole = sum(mean + travel[i] for i in open_)
        for i in open_:
            steps[i] = min(most, steps[i] + spare * (mean + travel[i]) / whole)
    return steps


def _positions(
    bands: Sequence[range],
    lengths: Sequence[float],
    steps: Sequence[float],
    highest: Sequence[float],
    apart: float,
    turn: float,
) -> tuple[list[float], list[int], list[float]]:
    """Return for every layer where it starts, its heading, and the middle of its band."""
    whole = sum(highest) + apart * (len(bands) - 1)
    starts: list[float] = []
    headings: list[int] = []
    middles: list[float] = []
    side, top, heading = 0.0, -whole / 2, 1
    for band, high in zip(bands, highest, strict=True):
        for layer in band:
            starts.append(side)
            headings.append(heading)
            middles.append(top + high / 2)
            side += heading * (lengths[layer] + steps[layer])
        heading, top = -heading, top + high + apart
    ends = [start + way * size for start, way, size in zip(starts, headings, lengths, strict=True)]
    low = min(*starts, *ends) - (turn if len(bands) > 2 else 0.0)
    high = max(*starts, *ends) + (turn if len(bands) > 1 else 0.0)
    return [start - (low + high) / 2 for start in starts], headings, middles
