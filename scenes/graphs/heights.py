"""How far from the middle of its layer each slot of a graph lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scenes.graphs.layers import Slot

_SWEEPS = 80
# How strongly an edge pulls its ends to one height: lanes are drawn straight.
_PULL = {0: 1.0, 1: 2.0, 2: 6.0}


def extent(column: Sequence[Slot], extents: Mapping[Slot, float], gap: float) -> float:
    """Return what a layer takes across, with a gap between neighbours."""
    return sum(extents[slot] for slot in column) + gap * (len(column) - 1)


def levelled(
    columns: Sequence[Sequence[Slot]],
    joined: Sequence[tuple[Slot, Slot]],
    extents: Mapping[Slot, float],
    breadth: float,
    least: float,
) -> dict[Slot, float]:
    """Return how far each slot lies from the middle, with edges as level as they can be.

    Minimises the weighted sum of squared differences along the edges; neighbours in a layer keep
    their order and their distance. One layer after the other is solved exactly, in turn.
    """
    nice = 3 * least  # the distance that neighbours keep where there is room
    gaps = []
    for column in columns:
        spare = breadth - extent(column, extents, 0.0)
        gaps.append(min(nice, spare / max(len(column) - 1, 1)))
    heights: dict[Slot, float] = {}
    for column, gap in zip(columns, gaps, strict=True):
        now = -extent(column, extents, gap) / 2
        for slot in column:
            heights[slot] = now + extents[slot] / 2
            now += extents[slot] + gap
    pulls: dict[Slot, list[tuple[Slot, float]]] = {slot: [] for slot in heights}
    for a, b in joined:
        if a not in heights or b not in heights:
            continue  # a piece that turns into another band
        weight = _PULL[a.is_lane + b.is_lane]
        pulls[a].append((b, weight))
        pulls[b].append((a, weight))
    order = [*range(len(columns)), *reversed(range(len(columns)))]
    for _ in range(_SWEEPS):
        for layer in order:
            _settle(columns[layer], gaps[layer], extents, pulls, heights, breadth)
    low = min(height - extents[slot] / 2 for slot, height in heights.items())
    high = max(height + extents[slot] / 2 for slot, height in heights.items())
    return {slot: height - (low + high) / 2 for slot, height in heights.items()}


def _settle(
    column: Sequence[Slot],
    gap: float,
    extents: Mapping[Slot, float],
    pulls: Mapping[Slot, Sequence[tuple[Slot, float]]],
    heights: dict[Slot, float],
    breadth: float,
) -> None:
    """Move the slots of one layer to where their edges pull them, as far as there is room.

    With the distances that must be kept taken off, this is isotonic regression: neighbours that
    would pass each other are pooled.
    """
    offsets, offset = [], 0.0
    pools: list[tuple[float, float, int]] = []  # weighted target, weight, members
    for slot in column:
        offsets.append(offset + extents[slot] / 2)
        offset += extents[slot] + gap
        weight = sum(pull for _, pull in pulls[slot]) or 1e-3
        target = sum(heights[other] * pull for other, pull in pulls[slot]) / weight
        pool = (weight * (target - offsets[-1]), weight, 1)
        while pools and pools[-1][0] / pools[-1][1] >= pool[0] / pool[1]:
            before = pools.pop()
            pool = (before[0] + pool[0], before[1] + pool[1], before[2] + pool[2])
        pools.append(pool)
    low, high = -breadth / 2, breadth / 2 - (offset - gap)
    starts = [pulled / weight for pulled, weight, members in pools for _ in range(members)]
    for slot, start, shift in zip(column, starts, offsets, strict=True):
        heights[slot] = min(max(start, low), high) + shift
