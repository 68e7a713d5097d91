"""Whether maps are true: lines of equal height, arrows along gradients, roses and paths."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

import numpy as np

from checks.axes import AxisScale
from checks.curves import POINT
from checks.evaluator import mpf, real, value
from checks.functions import slopes_at
from checks.memory import remembered
from checks.rules import Found, rule
from checks.view import NEAR, Piece, Points
from scenes.picture.meaning import Meaning
from scenes.picture.meaning_of_maps import Contour, Heights, Rose, Trail, Vector

_HIDDEN = 1e-4  # Manim units
_PLACES = 12  # of a line that are measured
_OFF = 0.03  # Manim units that a line may lie beside its level: as much as a curve
_EIGHTHS = np.pi / 4 * np.array([0, 4, 2, 6, 1, 5, 3, 7])  # of a turn: each before its opposite
_AROUND = np.column_stack([np.cos(_EIGHTHS), np.sin(_EIGHTHS)])
_ANGLE = 0.004  # radians
_SHORTEST = 0.1  # Manim units of an arrow whose direction can be read

CONTOUR = rule("geometry.contour", "a line of equal height lies at its level", untrue=True)
GRADIENT = rule(
    "geometry.gradient",
    "arrows along a gradient have its direction, in the units of the axes, and roses its size",
    untrue=True,
)


def contour(claim: Contour, piece: Piece, scale: AxisScale) -> Iterator[Found]:
    """Say where a line leaves its level: this is not found within a small circle there."""
    if wrong := _beside(claim.of, claim.level(), piece, scale):
        yield CONTOUR, wrong


@remembered
def _beside(of: Heights, level: float, piece: Piece, scale: AxisScale) -> str:
    places = piece.outline[::4, :2]
    for place in places[:: max(1, len(places) // _PLACES)]:
        found = []
        for away in (np.zeros(2), *_AROUND):  # mostly the first few tell
            found.append(_height(of, *scale.axis(place + _OFF * away)))
            if min(found) <= level <= max(found):
                break
        else:
            x, y = scale.axis(place)
            return (
                f"the line for {level:.6g} goes through ({x:.6g}, {y:.6g}), where {of.body} "
                f"is {found[0]:.6g}; take its places from scenes.picture.relief"
            )
    return ""


def vector(claim: Vector, piece: Piece, scale: AxisScale) -> Iterator[Found]:
    """Say whether an arrow is somewhere else, or points another way than the gradient."""
    x0, y0, x1, y1 = claim.ends()
    corners = piece.outline[::4, :2]
    foot, tip = corners[:2].mean(axis=0), corners[4]
    start, end = scale.frame(x0, y0), scale.frame(x1, y1)
    off = np.hypot(*(np.array([foot, tip]) - [start, start + claim.share() * (end - start)]).T)
    if off.max() > NEAR:
        yield POINT, f"an arrow is {off.max():.3f} units away from where it should start or end"
    if claim.along is None or np.hypot(*(tip - foot)) < _SHORTEST:
        return
    (ax, ay), (bx, by) = scale.axis(foot), scale.axis(tip)
    gx, gy = _gradient(claim.along, x0, y0)
    turned = np.arctan2((bx - ax) * gy - (by - ay) * gx, abs((bx - ax) * gx + (by - ay) * gy))
    if abs(turned) > _ANGLE:
        yield (
            GRADIENT,
            f"the arrow at ({x0:.6g}, {y0:.6g}) is {np.degrees(abs(turned)):.1f}° off the gradient "
            f"({gx:.6g}, {gy:.6g}) of {claim.along.body}; take its direction from calculus",
        )


def rose(claim: Rose, piece: Piece, scale: AxisScale) -> Iterator[Found]:
    """Say where a rose is longer or shorter than the function changes in that direction."""
    at, unit = np.array(claim.at()), claim.unit()
    gradient = np.array(_gradient(claim.of, *at))
    places = piece.outline[::4, :2]
    centre = np.array(scale.frame(*at))
    for place in places[:: max(1, len(places) // _PLACES)]:
        if np.hypot(*(place - centre)) < _HIDDEN:
            continue  # so near that rounding hides in which direction it lies
        way = np.array(scale.axis(place)) - at
        along = way / max(float(np.hypot(*way)), 1e-12)
        wanted = scale.frame(*(at + unit * abs(gradient @ along) * along))
        off = float(np.hypot(*(wanted - place)))
        if off > NEAR:
            yield (
                GRADIENT,
                f"the rose at ({at[0]:.6g}, {at[1]:.6g}) is {off:.3f} units too long or too short "
                f"for the gradient of {claim.of.body} there; take it from calculus",
            )
            return


def trail(claim: Trail, piece: Piece, scale: AxisScale) -> Iterator[Found]:
    """Say how far the corners of a path are from its places."""
    wanted: Points = np.array([scale.frame(x, y) for x, y in claim.places()])
    drawn = np.vstack([piece.outline[::4, :2], piece.outline[-1:, :2]])
    off = np.hypot(*(drawn - wanted).T).max() if len(drawn) == len(wanted) else np.inf
    if off > NEAR:
        yield POINT, f"a corner of a path is {off:.3f} units away from its place"


MEASURES: Mapping[type[Meaning], Callable[..., Iterator[Found]]] = {
    Contour: contour, Rose: rose, Trail: trail, Vector: vector,
}  # fmt: skip
"""What measures each kind of figure on a map."""


@lru_cache(maxsize=50_000)
def _height(of: Heights, x: float, y: float) -> float:
    return float(real(value(of.body, dict(zip(of.variables, map(mpf, (x, y)), strict=True)))))


@lru_cache(maxsize=5_000)
def _gradient(of: Heights, x: float, y: float) -> tuple[float, float]:
    first, second = slopes_at(of, mpf(x), mpf(y))
    return float(first), float(second)
