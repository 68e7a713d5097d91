"""What there is to see at one moment: pieces with boxes, colours and an order.

Everything is read off the scene's objects, in the order in which the camera draws them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from manim import Mobject, VMobject
from numpy.typing import NDArray

from checks import foreign
from checks.formula import uncoloured
from scenes.look.text import Placed, Run
from scenes.look.theme import LAYER
from scenes.picture.layout import Box
from scenes.picture.meaning import Backdrop, Meaning, Passing, Ticks, claim_of
from scenes.picture.motion import lit

Points = NDArray[np.float64]
NEAR = 0.01  # Manim units that a thing may be off its place: a pixel and a third at 1080p
_FAINT = 0.02  # opacity below which nothing is seen
_STILL, _MOVING = 0.05, 0.501  # how strongly lit a thing counts as seen
_SAMPLES = 8  # straight pieces in which a curved piece is measured
_LABEL_GAP = 0.16  # between tick labels, at least, Manim units


@dataclass(frozen=True)
class Ink:
    """A colour and how much of what lies behind it covers.

    Attributes:
        colour: Red, green and blue, from 0 to 1.
        opacity: From 0 to 1.
    """

    colour: tuple[float, float, float]
    opacity: float


@dataclass(frozen=True, eq=False)
class Piece:
    """One thing to see, at one moment: nothing of it changes, and it equals nothing but itself.

    Attributes:
        kind: A text, something with an outline, or something filled.
        name: What to call it in a message.
        box: Its extent; of a text, that of its ink.
        outline: Control points of its curves, shape (4n, 3).
        inks: Its colours; several in a text of several colours.
        stroke: Width of its outline; 0 without one.
        layer: Its place from back to front.
        light: How strongly it is lit, from 0 to 1.
        size: Font size of a text.
        mobject: The object itself.
        claim: What it says it shows, or None.
        is_knocked_out: Whether it is text around which nothing behind it is seen.
    """

    kind: str
    name: str
    box: Box
    outline: Points = field(repr=False)
    inks: tuple[Ink, ...]
    stroke: float
    layer: int
    light: float
    size: float | None
    mobject: Any = field(repr=False)
    claim: Meaning | None
    is_knocked_out: bool = False

    @property
    def stands_back(self) -> bool:
        """Whether it is a grid or guide line or a faint area, which text may lie over."""
        return self.layer == LAYER["guide"] or isinstance(self.claim, Backdrop)

    @property
    def is_panel(self) -> bool:
        """Whether it is a filled area that hides what lies behind it."""
        return self.kind == "area" and self.inks[0].opacity > 0.5 * self.light

    @cached_property
    def pieces(self) -> tuple[Points, Points]:
        """Starts and ends of straight pieces along the outline, each of shape (m, 2)."""
        curves = self.outline.reshape(-1, 4, 3)[:, :, :2]
        if not len(curves):
            return np.zeros((0, 2)), np.zeros((0, 2))
        way = (curves[:, 3] - curves[:, 0]) / 3
        off = curves[:, 1] - curves[:, 0] - way, curves[:, 3] - curves[:, 2] - way
        if np.abs(off).max() < 1e-6:  # straight
            return curves[:, 0], curves[:, 3]
        t = np.linspace(0, 1, _SAMPLES + 1)[None, :, None]
        a, b, c, d = (curves[:, i, None] for i in range(4))
        way = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
        return way[:, :-1].reshape(-1, 2), way[:, 1:].reshape(-1, 2)

    @cached_property
    def glyphs(self) -> tuple[Box, ...]:
        """Extents of the closed outlines of a text."""
        points = self.outline.reshape(-1, 4, 3)
        if not len(points):
            return ()
        breaks = np.flatnonzero(np.abs(points[1:, 0] - points[:-1, 3]).max(axis=1) > 1e-6) + 1
        return tuple(box_of(part.reshape(-1, 3)) for part in np.split(points, breaks))


@dataclass(frozen=True)
class View:
    """Everything to see at one moment, from the back to the front.

    Attributes:
        pieces: All of it.
        still: Whether nothing moves.
        background: The colour behind everything.
    """

    pieces: tuple[Piece, ...]
    still: bool
    background: tuple[float, float, float]

    @cached_property
    def seen(self) -> tuple[Piece, ...]:
        """What counts: while things move, only what is lit by more than half."""
        return tuple(piece for piece in self.pieces if piece.light > self.least)

    @property
    def least(self) -> float:
        """How strongly lit a thing counts."""
        return _STILL if self.still else _MOVING

    @cached_property
    def order(self) -> dict[int, int]:
        """The place of every piece from back to front, by its identity."""
        return {id(piece): place for place, piece in enumerate(self.pieces)}


class Eye:
    """Looks at a scene's objects, and knows the pieces of one again until it has changed.

    Objects change in place, and nobody says so. So what is remembered of one is kept with the bytes
    of all that its pieces are made from, `_state`, and stands only while these are the same.
    """

    def __init__(self) -> None:
        self._known: dict[Any, tuple[Meaning | None, list[object], tuple[Piece, ...]]] = {}

    def view(self, mobjects: Sequence[Mobject], still: bool, background: Sequence[float]) -> View:
        """Look at objects."""
        pieces: list[Piece] = []
        seen: set[int] = set()
        for mobject in mobjects:
            self._look(mobject, seen, pieces)
        pieces.sort(key=lambda piece: piece.layer)  # stable: then by the order of adding
        red, green, blue = (float(part) for part in background[:3])
        return View(tuple(pieces), still, (red, green, blue))

    def large_areas(self, mobjects: Sequence[Mobject]) -> tuple[Piece, ...]:
        """Look only at filled shapes larger than a square unit, which is quick."""
        pieces = [
            piece
            for part in family(mobjects)
            if isinstance(part, VMobject)
            and not (isinstance(part, Run | Placed) or isinstance(claim_of(part), Ticks))
            and len(part.points)
            and part.fill_rgbas[0, 3] > _FAINT
            for piece in large(self._pieces(part, [part]))
        ]
        return tuple(sorted(pieces, key=lambda piece: piece.layer))

    def _look(self, mobject: Any, seen: set[int], pieces: list[Piece]) -> None:
        if id(mobject) in seen:
            return
        seen.add(id(mobject))
        claim = claim_of(mobject)
        if isinstance(claim, Passing):
            return
        parts = [mobject] if isinstance(mobject, VMobject) and len(mobject.points) else []
        is_text = isinstance(mobject, Placed) or foreign.is_text(mobject.__class__)
        if is_text or (parts and isinstance(claim, Ticks)):
            parts = [part for part in family([mobject]) if len(part.points)]
        if parts:
            pieces += self._pieces(mobject, parts)
        if is_text:
            seen.update(map(id, parts))
            return
        for part in mobject.submobjects:
            self._look(part, seen, pieces)

    def _pieces(self, mobject: Any, parts: Sequence[Any]) -> tuple[Piece, ...]:
        claim = claim_of(mobject)
        state = [vars(mobject).get("source"), *map(_state, parts)]
        known = self._known.get(mobject)
        if known is None or known[0] is not claim or known[1] != state:
            known = self._known[mobject] = claim, state, tuple(_made(mobject, parts))
        return known[2]


def view_of(mobjects: Sequence[Mobject], still: bool, background: Sequence[float]) -> View:
    """Look at a scene's objects, once."""
    return Eye().view(mobjects, still, background)


def family(mobjects: Iterable[Any]) -> list[Any]:
    """Return objects with all their parts, each once: it is drawn where it comes last."""
    found: list[Any] = []
    _gather(mobjects, found)
    return [*dict.fromkeys(reversed(found))][::-1]


def _gather(mobjects: Iterable[Any], found: list[Any]) -> None:
    for mobject in mobjects:
        found.append(mobject)
        if mobject.submobjects:
            _gather(mobject.submobjects, found)


def large(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the filled shapes larger than a square unit."""
    return tuple(piece for piece in pieces if piece.kind == "area" and area(piece.box) > 1.0)


def box_of(points: Points) -> Box:
    """Return the extent of points."""
    low, high = points.min(axis=0), points.max(axis=0)
    return Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def windings(points: Points, piece: Piece) -> NDArray[np.int64]:
    """Return how often an outline goes around each of some points, shape (n, 2)."""
    box, (x, y) = piece.box, points.T
    near = (box.left <= x) & (x <= box.right) & (box.bottom <= y) & (y <= box.top)
    found = np.zeros(len(points), np.int64)
    (x, y), (starts, ends) = points[near].T, piece.pieces
    row, crossing = np.nonzero((starts[:, 1] > y[:, None]) != (ends[:, 1] > y[:, None]))
    (x0, y0), (x1, y1) = starts[crossing].T, ends[crossing].T
    beyond = x0 + (y[row] - y0) / (y1 - y0) * (x1 - x0) > x[row]
    ways = np.where(y1 > y0, 1, -1)[beyond]
    found[near] = np.bincount(row[beyond], ways, minlength=len(x)).astype(np.int64)
    return found


def common(a: Box, b: Box) -> float:
    """Return the area that two boxes share."""
    width = min(a.right, b.right) - max(a.left, b.left)
    height = min(a.top, b.top) - max(a.bottom, b.bottom)
    return max(width, 0.0) * max(height, 0.0)


def meet(a: Box, b: Box) -> bool:
    """Say whether two boxes touch each other."""
    return a.left <= b.right and b.left <= a.right and a.bottom <= b.top and b.bottom <= a.top


def meeting(some: Sequence[Piece], others: Sequence[Piece]) -> Iterator[tuple[Piece, Piece]]:
    """Give those of some pieces and of others whose boxes touch each other, in order."""
    left, bottom, right, top = _edges(some)[:, :, None]
    other_left, other_bottom, other_right, other_top = _edges(others)[:, None]
    touch = (left <= other_right) & (other_left <= right)
    touch &= (bottom <= other_top) & (other_bottom <= top)
    for one, other in np.argwhere(touch).tolist():
        yield some[one], others[other]


def _edges(pieces: Sequence[Piece]) -> Points:
    """Return where boxes begin and end, shape (4, n)."""
    boxes = [piece.box for piece in pieces]
    edges = [(box.left, box.bottom, box.right, box.top) for box in boxes]
    return np.array(edges).reshape(-1, 4).T


def area(box: Box) -> float:
    """Return the area of a box."""
    return box.width * box.height


def _state(part: Any) -> tuple[object, ...]:
    """Return what pieces are made from of an object that has points, as it is now."""
    return (
        part.points.tobytes(), part.get_fill_rgbas().tobytes(), part.get_stroke_rgbas().tobytes(),
        part.get_stroke_width(), part.get_stroke_width(background=True), part.z_index, lit(part),
    )  # fmt: skip


def _made(mobject: Any, parts: Sequence[Any]) -> Iterator[Piece]:
    if isinstance(mobject, Placed):
        return _text(mobject, parts, words_of(mobject), mobject.font_size)
    if (words := foreign.words(mobject)) is not None:
        return _text(mobject, parts, words, None)  # Manim's font sizes mean something else
    return _labels(mobject, parts) if isinstance(claim_of(mobject), Ticks) else _shape(mobject)


def _text(mobject: Any, parts: Sequence[Any], says: str, size: float | None) -> Iterator[Piece]:
    points = np.vstack([part.points for part in parts])
    inks = tuple(_ink(part.get_fill_rgbas()) for part in parts)
    opacity = max(ink.opacity for ink in inks)
    if opacity <= _FAINT:
        return
    yield Piece(
        "text", f"text “{says}”", box_of(points), points, inks, 0,
        max(part.z_index for part in parts), max(map(lit, parts)), size, mobject,
        claim_of(mobject), all(map(_has_rim, parts)),
    )  # fmt: skip


def _labels(mobject: Any, parts: Sequence[Any]) -> Iterator[Piece]:
    """Split the labels at an axis, which are one object, where there is a gap."""
    curves = mobject.points.reshape(-1, 4, 3)
    ink, is_knocked_out = _ink(mobject.get_fill_rgbas()), all(map(_has_rim, parts))
    if ink.opacity <= _FAINT:
        return
    boxes = np.column_stack([curves.min(axis=1)[:, :2], curves.max(axis=1)[:, :2]])
    for part in _clusters(boxes, _LABEL_GAP):
        points = curves[part].reshape(-1, 3)
        yield Piece(
            "text", "a tick label", box_of(points), points, (ink,), 0,
            mobject.z_index, lit(mobject), None, mobject, claim_of(mobject), is_knocked_out,
        )  # fmt: skip


def _shape(mobject: Any) -> Iterator[Piece]:
    fill, stroke = _ink(mobject.get_fill_rgbas()), _ink(mobject.get_stroke_rgbas())
    width = float(mobject.get_stroke_width())
    points, light = mobject.points.copy(), lit(mobject)
    box, claim = box_of(points), claim_of(mobject)
    if fill.opacity > _FAINT:
        yield Piece(
            "area", claim.name if claim else "a shape", box, points, (fill,), 0,
            mobject.z_index, light, None, mobject, claim,
        )  # fmt: skip
    if width and stroke.opacity > _FAINT:
        yield Piece(
            "line", claim.name if claim else "a line", box, points, (stroke,), width,
            mobject.z_index, light, None, mobject, claim,
        )  # fmt: skip


def _has_rim(part: Any) -> bool:
    return bool(part.get_stroke_width(background=True) > 0)


def _ink(rgbas: Points) -> Ink:
    """Return the first of an object's colours."""
    red, green, blue, opacity = rgbas[0].tolist()
    return Ink((red, green, blue), opacity)


def words_of(mobject: Any) -> str:
    """Return what a text says, in Typst's notation without its frame.

    Example:
        >>> words_of(type("T", (), {"source": "$display(cslope(dif a) = 3)$"}))
        'dif a = 3'
    """
    return _words(getattr(mobject, "source", ""))


@lru_cache(maxsize=4096)
def _words(source: str) -> str:
    source = uncoloured(source)
    source = re.sub(r"\$display\((.*)\)\$", r"\1", source).replace("$", "")
    source = re.sub(r'#raw\("([^"]*)"\)', r"\1", source)
    return " ".join(source.split())


def words_in(source: str) -> list[str]:
    """Return the words of a text in Typst's notation that are no part of a formula.

    Example:
        >>> words_in('$words("path by path:") 3 a$ and $x$')
        ['path', 'by', 'path', 'and']
    """
    inside = re.findall(r'words\("([^"]*)"\)', source)
    outside = re.sub(r"#\w+(\([^)]*\))?|\$[^$]*\$", " ", source)
    return re.findall(r"[^\W\d_]{2,}", " ".join([*inside, outside]))


def _clusters(boxes: Points, gap: float) -> list[list[int]]:
    """Gather boxes (left, bottom, right, top) that lie no further apart than a gap."""
    count = len(boxes)
    group = np.arange(count)
    near = (
        (boxes[:, None, 0] <= boxes[None, :, 2] + gap)
        & (boxes[None, :, 0] <= boxes[:, None, 2] + gap)
        & (boxes[:, None, 1] <= boxes[None, :, 3] + gap / 4)
        & (boxes[None, :, 1] <= boxes[:, None, 3] + gap / 4)
    )
    changed = True
    while changed:
        lowest = np.where(near, group[None, :], count).min(axis=1)
        changed = bool((lowest < group).any())
        group = np.minimum(group, lowest)
    return [list(np.flatnonzero(group == label)) for label in np.unique(group)]
