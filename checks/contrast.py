"""Whether what is shown stands out, for every eye, and nothing flashes.

Exempt are dimmed things, which are meant to stand back (WCAG 1.4.3 calls them inactive), grid and
guide lines, which carry nothing that isn't said elsewhere, and areas, whose sides are lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from checks.colour import VISION, difference, over
from checks.memory import remembered
from checks.rules import Rule, rule
from checks.view import Piece, Points, View, area, meet, windings
from scenes.look.colour import Colour, contrast, luminance, rgb
from scenes.look.theme import LAYER, Theme
from scenes.picture.layout import Box
from scenes.picture.meaning import Frame

_OF_TEXT, _OF_LINE = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
DIFFERENT = 10.0  # CIE76: four times what is just noticeable
WIDER = 1.5  # strokes whose widths differ by this factor are told apart by it
MOST_FLASHES = 3  # in a second; WCAG 2.3.1
_FLASH = 0.1  # change of relative luminance
_FLASH_AREA = 0.1  # share of the frame
# Places at which the frame's brightness is measured, across and up, as shares of it.
_PLACES = np.array([((i + 0.5) / 16, (j + 0.5) / 10) for i in range(16) for j in range(10)])
_LIT = 0.99
_SPECK = 0.015  # Manim units: two pixels of 1080, in which nothing can be told apart
_PROBES = 5  # places at which a piece is compared with what lies behind it
_GROUND = 1.2  # times as large as what stands on it
_OPAQUE = 0.3  # a fainter fill is an area
_REMEDY = "the story draws it: change colours or theme"

Mask = NDArray[np.bool_]  # of some places, which of them

Found = tuple[Rule, str, str]  # a rule, what is wrong, and what its author can do


TEXT = rule(
    "contrast.text", f"text has a contrast of {_OF_TEXT:g}:1 to what lies behind it", remedy=_REMEDY
)
LINE = rule(
    "contrast.line",
    f"lines and dots have a contrast of {_OF_LINE:g}:1 to what lies behind them",
    remedy=_REMEDY,
)


def contrasts(view: View, theme: Theme) -> Iterator[Found]:
    """Compare every text, line and dot with what lies behind it."""
    fills = [piece for piece in view.pieces if piece.kind == "area"]
    hiding = {_rounded(rgb(theme.background)), _rounded(rgb(theme.panel))}
    for piece in view.pieces:
        if piece.light < _LIT or (piece.stands_back and piece.kind != "text"):
            continue
        if max(piece.box.width, piece.box.height) < _SPECK:
            continue
        if piece.kind == "area" and (
            piece.inks[0].opacity < _OPAQUE or _rounded(piece.inks[0].colour) in hiding
        ):
            continue
        below = [
            fill
            for fill in fills
            if view.order[id(fill)] < view.order[id(piece)] and fill.mobject is not piece.mobject
        ]
        least, broken = (_OF_TEXT, TEXT) if piece.kind == "text" else (_OF_LINE, LINE)
        ratio = min(
            contrast(over(ink.colour, ink.opacity, behind), behind)
            for behind in _behind(piece, below, view.background)
            for ink in piece.inks
        )
        if ratio < least - 0.005:
            yield (
                broken,
                f"{piece.name} has a contrast of {ratio:.1f}:1, less than {least:g}:1",
                "take a role's colour of the theme, or another background",
            )


def _behind(piece: Piece, below: Sequence[Piece], background: Colour) -> set[Colour]:
    """Return the colours that lie behind a piece."""
    if piece.is_knocked_out:
        return {_rim(piece)}
    near = [fill for fill in below if meet(fill.box, piece.box)]
    if not near:
        return {background}
    # A dot beside another is told from it by its outline; a ground reaches behind most of a piece.
    grounds = [
        (fill, inside)
        for fill in near
        if area(fill.box) > _GROUND * area(piece.box)
        and 2 * (inside := _reached(piece, fill)).sum() > len(inside)
    ]
    return {*_colours(grounds, background, len(grounds[0][1]))} if grounds else {background}


@remembered
def _reached(piece: Piece, fill: Piece) -> Mask:
    """Say at which of its probes a fill reaches behind a piece."""
    return _inside(_probes(piece), fill)


def _probes(piece: Piece) -> Points:
    """Return the places at which a piece is compared with what lies behind it."""
    if piece.kind == "line":
        starts, _ = piece.pieces
        return starts[:: max(1, len(starts) // _PROBES)]
    box = piece.box
    xs = np.linspace(box.left, box.right, _PROBES)
    ys = np.linspace(box.bottom, box.top, 3)
    return np.array([[x, y] for x in xs for y in ys])


def _rim(text: Piece) -> Colour:
    """Return the colour around the letters of a text that hides what is behind it."""
    red, green, blue, _ = text.mobject.family_members_with_points()[0].get_stroke_rgbas(True)[0]
    return float(red), float(green), float(blue)


ROLES = rule(
    "contrast.roles",
    "colours of different roles differ for every kind of colour vision",
    remedy=_REMEDY,
)


def roles(view: View) -> Iterator[Found]:
    """Find lines of one kind, or dots, whose colours some eyes take for the same.

    A line and a dot are told apart by their shapes, lines by widths that differ by half, and
    what is written by what it says; axes are known by their place.
    """
    marks: dict[tuple[str, float], dict[Colour, Piece]] = {}
    for piece in view.seen:
        if piece.light < _LIT or piece.kind == "text" or piece.stands_back:
            continue
        if isinstance(piece.claim, Frame):
            continue
        if piece.kind == "area" and (piece.inks[0].opacity < _OPAQUE or _is_large(piece)):
            continue
        ink = piece.inks[0]
        seen = over(ink.colour, ink.opacity, view.background)
        marks.setdefault((piece.kind, piece.stroke), {}).setdefault(seen, piece)
    flat = [(form, colour, piece) for form, some in marks.items() for colour, piece in some.items()]
    for (form, one, piece), (other_form, other, another) in combinations(flat, 2):
        if form[0] != other_form[0] or one == other or _widths_differ(form[1], other_form[1]):
            continue
        worst = min(VISION, key=lambda vision: difference(one, other, vision))
        apart = difference(one, other, worst)
        if apart < DIFFERENT:
            yield (
                ROLES,
                f"{piece.name} ({_hex(one)}) and {another.name} ({_hex(other)}) look alike to "
                f"{worst}",
                "take other colours, or let them differ in width or shape",
            )


@dataclass(frozen=True)
class Glimpse:
    """How bright the frame is at one time, on a coarse grid.

    Attributes:
        time: Seconds.
        light: Relative luminance at each point of the grid.
    """

    time: float
    light: Points


def glimpse(time: float, large: Sequence[Piece], background: Colour, frame: Box) -> Glimpse:
    """Look how bright the frame is.

    Args:
        time: When.
        large: The large areas; small ones cannot flash.
        background: The colour behind everything.
        frame: The whole frame.
    """
    return Glimpse(time, _light(tuple(large), background, frame))


@remembered
def _light(large: tuple[Piece, ...], background: Colour, frame: Box) -> Points:
    probes = np.array([frame.left, frame.bottom]) + _PLACES * np.array([frame.width, frame.height])
    seen = _colours([(fill, _inside(probes, fill)) for fill in large], background, len(probes))
    return np.array([luminance(colour) for colour in seen])


FLASH = rule("contrast.flash", f"nothing flashes more than {MOST_FLASHES} times a second")


def flashes(glimpses: Sequence[Glimpse]) -> Iterator[tuple[float, str]]:
    """Find seconds with more than three flashes: pairs of opposite changes of a large area."""
    if not glimpses:
        return
    turns: list[tuple[float, float]] = []  # when, and in which direction
    anchor = glimpses[0].light
    for now in glimpses[1:]:
        change = now.light - anchor
        for sign in (1, -1):
            if (sign * change > _FLASH).mean() > _FLASH_AREA:
                if not turns or turns[-1][1] != sign:
                    turns.append((now.time, sign))
                anchor = now.light
                break
    for i, (begin, _) in enumerate(turns):
        within = [time for time, _ in turns[i:] if time - begin <= 1.0]
        if len(within) > 2 * MOST_FLASHES:
            yield (
                begin,
                f"a large area flashes {len(within) // 2} times in a second, more than "
                f"{MOST_FLASHES}; change it slowly",
            )
            return


def _colours(fills: Sequence[tuple[Piece, Mask]], background: Colour, count: int) -> list[Colour]:
    """Return the colours at some places.

    Args:
        fills: What is painted over the background, from the back, each with the places it covers.
        background: The colour behind everything.
        count: How many places there are.
    """
    mixed: dict[tuple[bool, ...], Colour] = {}
    covered = zip(*(inside.tolist() for _, inside in fills), strict=True) if fills else [()] * count
    colours = []
    for covers in covered:
        if covers not in mixed:
            colour = background
            for (fill, _), is_covered in zip(fills, covers, strict=True):
                if is_covered:
                    colour = over(fill.inks[0].colour, fill.inks[0].opacity, colour)
            mixed[covers] = colour
        colours.append(mixed[covers])
    return colours


def _inside(points: Points, piece: Piece) -> Mask:
    """Say which points, shape (n, 2), lie in a filled shape (even-odd rule)."""
    found: Mask = windings(points, piece) % 2 == 1
    return found


def _is_large(piece: Piece) -> bool:
    return area(piece.box) > 1.0 and piece.layer < LAYER["label"]


def _widths_differ(one: float, other: float) -> bool:
    low, high = sorted((one, other))
    return high > WIDER * low - 1e-9 and high > low


def _rounded(colour: Colour) -> Colour:
    red, green, blue = (round(part, 3) for part in colour)
    return red, green, blue


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(255 * part):02X}" for part in colour)
