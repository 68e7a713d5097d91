"""Whether what is shown can be read: nothing on top of each other, outside, small or crowded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from checks.memory import remembered
from checks.rules import Rule, rule
from checks.view import Piece, Points, View, area, box_of, common, meeting, windings, words_in
from scenes.look.text import NumberText, Text
from scenes.look.typesetting import EM_PER_FONT_SIZE
from scenes.picture.layout import Box, Layout
from scenes.picture.meaning import (
    AtNode,
    Backdrop,
    Ball,
    Code,
    Detail,
    Frame,
    Link,
    Screen,
    Sheet,
    Span,
    Spot,
    Stack,
    Ticks,
)
from scenes.picture.meaning_of_maps import Contour
from scenes.picture.motion import DIMMED
from scenes.picture.world import World

SMALLEST = 24.0  # font size; 24 points of a frame 8 units high are 34 of 1080 pixels
MOST_GROUPS = 4
MOST_WORDS = 8  # in the last picture, as on a poster
LEAST_HERO = 0.33  # of the frame's shorter side
_SHARE = 0.2  # of the smaller box that may be covered
_ALL = 0.9  # of a box: nearly all of it
_EACH = (np.arange(7) + 0.5) / 7  # places at which it is asked whether something covers a box,
_PLACES = np.stack(np.meshgrid(_EACH, _EACH), axis=-1).reshape(-1, 2)  # as shares of its sides
_DIGIT = 0.65  # of an em: how high a digit is, at least
_UNDER = 0.2  # of an em, from the foot of letters to the foot of their line
_SPECK = 3.0  # points: nobody takes it for text
_SLACK = 0.02  # Manim units: thinner than any line
# Things nearer than the columns of a table, or than lines of text, belong together, Manim units.
_BESIDE, _BELOW = 1.2, 0.5
_REMEDY = "the story draws it: fewer or shorter values, places=3 or another --aspect give room"

Found = tuple[Rule, str, str]  # a rule, what is wrong, and what its author can do


OVERLAP = rule(
    "layout.overlap",
    "text covers at most a fifth of other text, and no line crosses it but behind a knock-out",
    remedy=_REMEDY,
)


def overlaps(view: View) -> Iterator[Found]:
    """Find text that lies over other text, that a line crosses, or that is covered."""
    texts = [piece for piece in view.seen if piece.kind == "text"]
    order = view.order
    for text, other in meeting(texts, texts):
        if order[id(text)] >= order[id(other)]:
            continue
        if common(text.box, other.box) > _SHARE * min(area(text.box), area(other.box)):
            yield (
                OVERLAP,
                f"{text.name} and {other.name} lie over each other",
                "move one of them",
            )
    others = [piece for piece in view.seen if piece.kind != "text"]
    panels = [piece for piece in others if piece.is_panel]
    # Text may lie over the rest, and be hidden by none of it.
    others = [piece for piece in others if piece.is_panel or not _stands_back(piece)]
    grounds = dict.fromkeys(map(id, texts), -1)  # the panel that a text stands on hides the rest
    for text, panel in meeting(texts, panels):
        if order[id(panel)] < order[id(text)] and _hides(panel, text):
            grounds[id(text)] = max(grounds[id(text)], order[id(panel)])
    for text, piece in meeting(texts, others):
        place, ground = order[id(piece)], grounds[id(text)]
        if place > order[id(text)] and piece.is_panel and _hides(piece, text):
            yield (
                OVERLAP,
                f"{piece.name} hides {text.name}",
                "move one of them, or draw the text later",
            )
        elif piece.kind == "area" and not view.still:
            continue  # a dot on its way may pass a label
        elif place < order[id(text)] and text.is_knocked_out:
            continue
        elif place > ground and not _stands_back(piece) and _crosses(piece, text):
            yield (
                OVERLAP,
                f"{piece.name} crosses {text.name}",
                "move the text to where nothing is",
            )


OUTSIDE = rule(
    "layout.outside",
    "everything lies in the safe area, above the captions; only the lines and areas of a world "
    "that fills the frame go on, and a ball that leaves it",
    remedy=_REMEDY,
)


def outside(view: View, regions: Layout) -> Iterator[Found]:
    """Find what leaves the safe area."""
    safe = regions.safe
    for piece in view.seen:
        if _goes_on(piece, view.still):
            continue
        box = piece.box
        beyond = {
            "left": safe.left - box.left,
            "right": box.right - safe.right,
            "top": box.top - safe.top,
            "bottom": safe.bottom - box.bottom,
        }
        side = max(beyond, key=lambda side: beyond[side])
        if beyond[side] > _SLACK:
            where = "into the captions" if side == "bottom" else f"out of the safe area ({side})"
            yield (
                OUTSIDE,
                f"{piece.name} reaches {beyond[side]:.2f} units {where}",
                "move or shrink it",
            )


def _goes_on(piece: Piece, still: bool) -> bool:
    """Whether it is a line or an area of a world, rather than text, a dot or a rod that stands.

    A ball may roll out of the picture.
    """
    claim = piece.claim
    stays = (Ball, Spot, Span, Stack) if still else Spot
    return isinstance(getattr(claim, "plot", None), World) and not isinstance(claim, stays)


SMALL = rule(
    "layout.small",
    f"text is set in {SMALLEST:g} points or more, and numbers at axes and on rods are as high",
    remedy=_REMEDY,
)


def small(view: View) -> Iterator[Found]:
    """Find text that is set too small. Indices and exponents go with the text they stand at.

    One finding stands for all texts of a size, such as the cells of a table.
    """
    sizes = set()
    for piece in view.seen:
        if piece.size is None and not (view.still and piece.kind == "text"):
            continue  # a label on its way may come out of nothing
        size = round(piece.size or _size(piece), 1)
        if piece.size is None and size < _SPECK:
            continue  # a label that has shrunk with its world to a speck
        if size < SMALLEST and size not in sizes:
            sizes.add(size)
            yield (
                SMALL,
                f"{piece.name} is set in {size:.1f} points, less than {SMALLEST:.0f}",
                "give it more room, or say less",
            )


def _size(piece: Piece) -> float:
    """Return the font size of a label that does not say it, by its highest digit."""
    return max(glyph.height for glyph in piece.glyphs) / _DIGIT / EM_PER_FONT_SIZE


BLANK = rule(
    "layout.blank", "a story opens on a picture, and never takes all of it away", remedy=_REMEDY
)
CLOSING = rule(
    "layout.closing",
    f"the last picture of a story has {MOST_WORDS} words at most, and a number or a formula; "
    "what stands on cards of a deck is there to be read",
    remedy=_REMEDY,
)


def blank(view: View, regions: Layout, opens: bool) -> Iterator[Found]:
    """Find a picture of which nothing but a title can be seen, dim or not; the first is lit."""
    least = _FULL if opens else min(view.least, _DIM)
    if not any(p.light > least for p in view.pieces if not _in(p.box, regions.title)):
        yield BLANK, "there is nothing to see", "show a picture from the start, and let it change"


HERO = rule(
    "layout.hero",
    f"in a picture of a story something drawn is as long as {LEAST_HERO:.0%} of the frame's "
    "shorter side",
    remedy=_REMEDY,
)


def hero(view: View, regions: Layout) -> Iterator[Found]:
    """Find a picture in which everything that is drawn is small."""
    if (longest := longest_drawn(view, regions)) < LEAST_HERO:
        yield HERO, f"the longest thing drawn is {longest:.0%} of the shorter side", "enlarge it"


def longest_drawn(view: View, regions: Layout) -> float:
    """Return how long the longest thing is that shows something, as a share of the shorter side.

    Frames of one size, side by side, are one thing, and so is a graph with its nodes.
    """
    shows = [
        (piece, _extent(piece))
        for piece in view.seen
        if isinstance(claim := piece.claim, Screen | Contour)
        or not isinstance(claim, Backdrop | Detail | None | Ticks)
    ]
    frame = regions.frame
    boxes = _whole(shows, _size_or_graph)
    long = max((max(_within(box, frame)) for box in boxes), default=0.0)
    return long / min(frame.width, frame.height)


def _extent(piece: Piece) -> Box:
    """Return the box of a piece; of an edge, with the nodes that it joins."""
    match piece.claim:
        case Link(source=source, target=target):
            return Box.hull(piece.box, box_of(source.points), box_of(target.points))
    return piece.box


def _whole(pieces: Iterable[tuple[Piece, Box]], part_of: Callable[[Piece], object]) -> list[Box]:
    """Return boxes around pieces with boxes, one around all that are parts of the same."""
    found: dict[object, Box] = {}
    for piece, box in pieces:
        whole = part_of(piece) or id(piece)
        found[whole] = Box.hull(found.get(whole, box), box)
    return [*found.values()]


def _graph(piece: Piece) -> object:
    """Return the graph that a piece is a part of, if it is of one: there is one at most."""
    return isinstance(piece.claim, Link | AtNode) and "graph"


def _plot_or_graph(piece: Piece) -> object:
    """Return the plot of a dot, or the graph that a piece is a part of."""
    claim = piece.claim
    return id(claim.plot) if isinstance(claim, Spot) else _graph(piece)


def _size_or_graph(piece: Piece) -> object:
    """Return the graph that a piece is a part of, or the size of a frame."""
    if isinstance(piece.claim, Frame):
        return round(piece.box.width, 1), round(piece.box.height, 1)
    return _graph(piece)


def closing(view: View, regions: Layout) -> Iterator[Found]:
    """Find a last picture that has much to read, or nothing that was found out."""
    cards = [piece.box for piece in view.seen if isinstance(piece.claim, Sheet)]
    texts = [
        piece.mobject.source
        for piece in view.seen
        if isinstance(piece.mobject, Text | NumberText)
        and not (isinstance(piece.claim, Code | Ticks) or _in(piece.box, regions.title))
        and not any(card.holds(piece.box) for card in cards)
    ]
    words = [word for text in texts for word in words_in(text)]
    if len(words) > MOST_WORDS:
        yield CLOSING, f"the last picture has {len(words)} words: {' '.join(words)}", "say less"
    if not cards and all("$" not in text for text in texts):
        yield CLOSING, "the last picture has no number and no formula", "end on what was found"


CROWDED = rule(
    "layout.crowded", f"at most {MOST_GROUPS} groups are shown at a time", remedy=_REMEDY
)


def crowded(view: View, regions: Layout) -> Iterator[Found]:
    """Find pictures with more groups than can be taken in at once.

    A group is what stands together: everything that belongs to one plot, a computation graph,
    or text with no more than a line, or a column of a table, between its parts. The title is
    none, nor are numbers and names of axes; pictures of one size, side by side, are one.
    """
    lit = [
        piece
        for piece in view.seen
        if piece.light > _FULL and not piece.stands_back and not isinstance(piece.claim, Ticks)
    ]
    lines = [(piece, _line(piece)) for piece in lit]
    groups = _groups([box for box in _whole(lines, _plot_or_graph) if not _in(box, regions.title)])
    plots = [piece.box for piece in lit if isinstance(piece.claim, Frame)]
    alike: list[tuple[int, int, int]] = []
    count = 0
    for group in groups:
        inside = [plot for plot in plots if _holds(group, plot)]
        sizes = [(round(4 * p.width), round(4 * p.height), 0) for p in inside]
        if sizes and all(size in alike for size in sizes):
            continue
        alike += sizes
        count += 1
    if count > MOST_GROUPS:
        yield (
            CROWDED,
            f"{count} groups are shown at once, more than {MOST_GROUPS}",
            "take some away or dim them",
        )


@remembered
def _line(piece: Piece) -> Box:
    """Return the box of a piece; of a text the height of its line, whatever letters are in it."""
    if piece.size is None:
        return piece.box
    em = piece.size * EM_PER_FONT_SIZE
    low = piece.mobject.baseline - _UNDER * em
    return replace(piece.box, bottom=min(piece.box.bottom, low), top=max(piece.box.top, low + em))


_DIM = 0.9 * DIMMED
_FULL = 0.9  # dimmed groups don't ask for attention


def _stands_back(piece: Piece) -> bool:
    """Whether text may lie over it: grids, guides, faint areas, axes at their own labels."""
    return piece.stands_back or (piece.kind == "area" and not piece.is_panel)


@remembered
def _crosses(piece: Piece, text: Piece) -> bool:
    box = text.box
    room = _SHARE * min(box.width, box.height)
    if _length_inside(piece, box) <= room:
        return False
    # The box of a formula has empty corners: only its letters count.
    return sum(_length_inside(piece, glyph.inset(*[-_SLACK] * 4)) for glyph in text.glyphs) > room


def _length_inside(piece: Piece, box: Box) -> float:
    """Return the length of the part of an outline that lies in a box."""
    starts, ends = piece.pieces
    if not len(starts):
        return 0.0
    way = ends - starts
    low, high = np.array([box.left, box.bottom]), np.array([box.right, box.top])
    with np.errstate(divide="ignore", invalid="ignore"):
        one, two = (low - starts) / way, (high - starts) / way
    level = way == 0
    inside = (starts >= low) & (starts <= high)
    enter = np.where(level, np.where(inside, 0.0, 2.0), np.minimum(one, two))
    leave = np.where(level, np.where(inside, 1.0, -1.0), np.maximum(one, two))
    share = np.clip(leave.min(axis=1), 0, 1) - np.clip(enter.max(axis=1), 0, 1)
    lengths: Points = np.hypot(*way.T) * np.maximum(share, 0)
    return float(lengths.sum())


def _groups(boxes: Sequence[Box]) -> list[Box]:
    """Join boxes that are near each other, until all are apart."""
    joined: list[Box] = []
    for box in boxes:
        across, up = _BESIDE / 2, _BELOW / 2
        box = box.inset(-across, -up, -across, -up)
        while near := [other for other in joined if common(box, other) > 0]:
            joined = [other for other in joined if other not in near]
            box = Box.hull(box, *near)
        joined.append(box)
    return joined


def _within(box: Box, frame: Box) -> tuple[float, float]:
    """Return width and height of the part of a box that lies in the frame."""
    width = min(box.right, frame.right) - max(box.left, frame.left)
    return width, min(box.top, frame.top) - max(box.bottom, frame.bottom)


def _holds(outer: Box, inner: Box) -> bool:
    """Whether a box contains nearly all of another."""
    return common(outer, inner) > _ALL * max(area(inner), 1e-9)


@remembered
def _hides(panel: Piece, text: Piece) -> bool:
    """Whether nearly all of a text lies inside a filled outline, not only inside its box."""
    return _holds(panel.box, text.box) and _share_inside(panel, text.box) > _ALL


def _share_inside(panel: Piece, box: Box) -> float:
    """Return how much of a box lies inside an outline: what it winds around is filled."""
    places = np.array([box.left, box.bottom]) + _PLACES * np.array([box.width, box.height])
    return float((windings(places, panel) != 0).mean())


def _in(box: Box, strip: Box) -> bool:
    return strip.bottom <= (box.bottom + box.top) / 2 <= strip.top
