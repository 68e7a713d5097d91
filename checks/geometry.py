"""Whether what is drawn is where the mathematics has it, measured in axis coordinates.

Points are read off the drawn objects, and the scale off the drawn axis lines and the window they
frame. What should be there is computed anew from the text of the function.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import lru_cache, singledispatch

import numpy as np

from calculus.errors import LessonWarning
from checks import code, counts, curves, maps, nodes, roll
from checks.axes import AxisScale
from checks.digits import read_text
from checks.evaluator import UnknownError, real, settled, value
from checks.functions import angle, gradient_at, has_corner, height, quotient
from checks.moment import Moment
from checks.rules import Found, rule
from checks.view import NEAR, Piece, Points, View
from scenes.picture.meaning import (
    AtNode,
    Ball,
    Bar,
    Beads,
    Code,
    Countdown,
    Curve,
    Formula,
    Length,
    Link,
    Meaning,
    Reads,
    Side,
    SlopeArea,
    Span,
    Spokes,
    Spot,
    Stack,
    Step,
    Straight,
)
from scenes.picture.meaning_of_maps import Contour, Rose, Trail, Vector

_SLOPE = 0.004  # of the angle of a drawn line, in radians
_DROWNED = 1e-12  # of a window's height: rises so small are lost in the numbers of a drawing
_WHOLE = 1e-6  # of a rod, or of a quotient: it is lost in the numbers of a drawing
_AREA = 0.002  # of a unit square
_ANGLE = 0.06  # radians: a third of a degree for each of ten turns

# Where the drawing is the project's own, its parameters are what an author can change.
_OTHER_POINT = "choose another point, or another function"
_OTHER_START = "choose another start, another learning rate, or another function"


def measured(moment: Moment, view: View) -> Iterator[Found]:
    """Measure every figure that says what it shows."""
    for piece in view.seen:
        claim = piece.claim
        if claim is None or not len(piece.outline) or piece.light < 0.5:
            continue
        try:
            yield from _check(claim, piece, moment)
        except (UnknownError, ArithmeticError, ValueError):
            continue  # nothing to compare it with


@singledispatch
def _check(claim: Meaning, piece: Piece, moment: Moment) -> Iterator[Found]:
    kind = type(claim)
    if kind.__module__ != Meaning.__module__:
        message = (
            f"nothing measures {claim.name}, which claims {kind.__name__}: let it claim a meaning "
            "of scenes.kit, or give it a measurement in checks/geometry.py (see CONTRIBUTING.md)"
        )
        warnings.warn(message, LessonWarning, stacklevel=2)
    return iter(())


@_check.register
def _spot(claim: Spot, piece: Piece, moment: Moment) -> Iterator[Found]:
    x, y = claim.place()
    if claim.on is not None:
        y = height(claim.on, x)
    centre = np.array([*_centre(piece)])
    off = float(np.hypot(*(moment.scale(claim.plot).frame(x, y) - centre)))
    if off > NEAR:
        yield _away("a dot", off, f"({x:.6g}, {y:.6g})")


@_check.register
def _curve(claim: Curve, piece: Piece, moment: Moment) -> Iterator[Found]:
    return curves.curve(claim, piece, moment.scale(claim.plot), moment.still)


SLOPE = rule("geometry.slope", "tangents and secants have the slope of the function", untrue=True)


@_check.register
def _straight(claim: Straight, piece: Piece, moment: Moment) -> Iterator[Found]:
    scale, x, reach = moment.scale(claim.plot), claim.at(), claim.reach()
    start, end = piece.outline[0, :2], piece.outline[-1, :2]
    if float(np.hypot(*(end - start))) < 0.3:
        return  # it is still being drawn, or hardly in the picture
    if reach == 0 and has_corner(claim.of, x):
        yield (
            SLOPE,
            f"a tangent is drawn at {x:.6g}, where {claim.of.body} has no slope; {_OTHER_POINT}",
        )
        return
    drawn = float(np.arctan2(*(end - start)[::-1]))
    true = (
        angle(scale, claim.of, x)
        if reach == 0
        else float(np.arctan(scale.steepness(quotient(claim.of, x, reach))))
    )
    if abs(drawn - true) > _SLOPE:
        kind = "tangent" if reach == 0 else "secant"
        ratio = np.tan(drawn) / scale.steepness(1.0)
        yield (
            SLOPE,
            f"the {kind} at {x:.6g} is drawn with slope {ratio:.6g}, but {claim.of.body} has "
            f"{np.tan(true) / scale.steepness(1.0):.6g}; take the slope of a line of your own "
            f"from calculus, or {_OTHER_POINT}",
        )
    off = _distance(scale.frame(x, height(claim.of, x)), start, end)
    if off > NEAR:
        yield _away("a tangent or secant", off, f"the point at {x:.6g}")


@_check.register
def _side(claim: Side, piece: Piece, moment: Moment) -> Iterator[Found]:
    scale, x, by, share = moment.scale(claim.plot), claim.at(), claim.by(), claim.share()
    y, top = height(claim.of, x), height(claim.of, x + by)
    start, corner, end = scale.frame(x, y), scale.frame(x + by, y), scale.frame(x + by, top)
    if claim.part == "area":
        drawn = piece.outline[[0, 4, 8], :2]
        wanted = np.array([start, corner, end])
    else:
        ends = {"base": (start, corner), "height": (corner, end), "chord": (start, end)}
        begin, finish = ends[claim.part]
        drawn = piece.outline[[0, -1], :2]
        wanted = np.array([begin, begin + share * (finish - begin)])
    off = float(np.hypot(*(drawn - wanted).T).max())
    if off > NEAR:
        rule, message = _away(
            f"a corner of the triangle's {claim.part}", off, f"{x:.6g} nudged by {by:.6g}"
        )
        # Manim's ways to draw a line leave no word of how much of it is there.
        half = (
            "; or, if it is half drawn, drive the share of it that its meaning has, without Trace"
        )
        yield rule, message + ("" if moment.still else half)


STACK = rule(
    "stack.true",
    "rods are as long as the nudge, and rods times nudge with what is left over are the height",
    untrue=True,
)
_TAPE = 13 - _WHOLE  # so many rods, and more, are drawn as one


@_check.register
def _stack(claim: Stack, piece: Piece, moment: Moment) -> Iterator[Found]:
    if not moment.still:
        return  # a rod turns, or is on its way
    scale, x, by, count = moment.scale(claim.plot), claim.at(), claim.by(), claim.count()
    fit = quotient(claim.of, x, by)
    if abs(count - fit) > _WHOLE * max(1, abs(fit)) and (count % 1 or abs(count) > abs(fit)):
        yield STACK, f"{count:.6g} rods are stacked, but {fit:.6g} fit; {_OTHER_POINT}"
    rods = piece.outline[:, 1].reshape(-1, 16)
    ends = np.minimum(np.arange(1, len(rods) + 1), abs(count)) if abs(fit) < _TAPE else [abs(count)]
    foot = height(claim.of, x) if claim.foot is None else claim.foot()
    wanted = [scale.frame(x, foot + np.copysign(k, count) * by)[1] for k in (0, *ends)]
    drawn = np.sort([rods.min(axis=1), rods.max(axis=1)], axis=0)
    off = float(np.abs(drawn - np.sort([wanted[:-1], wanted[1:]], axis=0)).max())
    if off > NEAR or (len(rods) < abs(count) - _WHOLE and abs(fit) < _TAPE):
        yield (
            STACK,
            f"{len(rods)} rods end {off:.3f} units beside where they should; {_OTHER_POINT}",
        )


@_check.register
def _span(claim: Span, piece: Piece, moment: Moment) -> Iterator[Found]:
    scale, (x0, y0, x1, y1) = moment.scale(claim.plot), claim.ends()
    foot, end = scale.frame(x0, y0), scale.frame(x1, y1)
    corners = piece.outline[::4, :2]
    drawn = np.array([corners[:2].mean(axis=0), corners[2:].mean(axis=0)])
    off = float(np.hypot(*(drawn - [foot, foot + claim.factor() * (end - foot)]).T).max())
    if off > NEAR:
        yield _away("an end of a bar", off, f"{claim.factor():.6g} of its length")


BAR = rule("geometry.bar", "a bar is as long as its number", untrue=True)


@_check.register
def _length(claim: Length, piece: Piece, moment: Moment) -> Iterator[Found]:
    number = claim.number()
    if number is None:
        return
    axis = int(claim.upright)
    scale, xs = moment.scale(claim.plot), piece.outline[:, axis]
    true = float(real(settled(number.expression, dict(number.where))))
    foot, end = (float(scale.frame(x, x)[axis]) for x in (0.0, claim.share() * true))
    off = float(np.abs(np.sort([foot, end]) - [xs.min(), xs.max()]).max())
    if off > NEAR:
        yield (
            BAR,
            f"a bar ends {off:.3f} units beside {true:.6g}, its number; take the number of a bar "
            f"of your own from calculus, or {_OTHER_POINT}",
        )


@_check.register
def _slope_area(claim: SlopeArea, piece: Piece, moment: Moment) -> Iterator[Found]:
    window = moment.scale(claim.plot)
    unit = abs(np.subtract(window.frame(1, 1), window.frame(0, 0))).prod()
    x, y = piece.outline[::4, :2].reshape(-1, 4, 2).transpose(2, 0, 1)
    crossed = x * np.roll(y, -1, axis=1) - np.roll(x, -1, axis=1) * y
    drawn, wanted = abs(crossed.sum(axis=1) / 2).sum() / unit, gradient_at(claim.of, claim.at())
    if abs(drawn - wanted) > _AREA:
        yield _away("an area", float(abs(drawn - wanted)), f"the slope {wanted:.6g}")


BALL = rule(
    "geometry.ball", "a ball touches the curve at its iterate and turns as it rolls", untrue=True
)


@_check.register
def _bar(claim: Bar, piece: Piece, moment: Moment) -> Iterator[Found]:
    scale, box = moment.scale(claim.plot), piece.box
    meets = claim.left + claim.side() * (claim.right - claim.left)
    foot, top = scale.frame(claim.left, 0), scale.frame(claim.right, height(claim.of, meets))
    wanted = np.sort([foot, top], axis=0)
    off = float(np.abs(wanted - [[box.left, box.bottom], [box.right, box.top]]).max())
    if off > NEAR:
        yield _away("a side of a rectangle", off, f"the curve at {meets:.6g}")


@_check.register
def _ball(claim: Ball, piece: Piece, moment: Moment) -> Iterator[Found]:
    scale, x = moment.scale(claim.plot), claim.at()
    touch, turned = scale.frame(x, height(claim.of, x)), angle(scale, claim.of, x)
    wanted = touch + claim.radius() * np.array([-np.sin(turned), np.cos(turned)])
    off = float(np.hypot(*(wanted - _centre(piece))))
    if off > NEAR:
        yield (
            BALL,
            f"the ball at {x:.6g} is {off:.3f} units away from where it touches "
            f"{claim.of.body}; {_OTHER_START}",
        )
    if abs(piece.box.width / 2 - claim.radius()) > NEAR:
        yield (
            BALL,
            f"the ball has a radius of {piece.box.width / 2:.3f}, not {claim.radius():.3f}; "
            "leave its size as the hill has it",
        )


@_check.register
def _spokes(claim: Spokes, piece: Piece, moment: Moment) -> Iterator[Found]:
    if claim.at() == claim.start():
        return
    start, end = piece.outline[0, :2], piece.outline[3, :2]
    drawn = float(np.arctan2(*(end - start)[::-1]))
    scale = moment.scale(claim.plot)
    way, error = _rolled(claim.of, scale, claim.start(), claim.at())
    if error > _ANGLE * claim.radius():
        return  # so wild a way cannot be measured; nor could anybody see it
    wanted = -way / claim.radius()
    apart = np.pi / claim.count  # spokes look alike after so much of a turn
    off = abs((drawn - wanted + apart / 2) % apart - apart / 2)
    if off > _ANGLE:
        yield (
            BALL,
            f"the ball at {claim.at():.6g} is turned {np.degrees(off):.0f}° too far or too "
            f"little; {_OTHER_START}",
        )


@lru_cache(maxsize=512)
def _rolled(of: Formula, scale: AxisScale, start: float, end: float) -> tuple[float, float]:
    return roll.way(lambda x: height(of, x), scale, start, end)


STEP = rule("geometry.step", "the arrow of a step is as long as the update", untrue=True)


@_check.register
def _step(claim: Step, piece: Piece, moment: Moment) -> Iterator[Found]:
    scale, share = moment.scale(claim.plot), claim.share()
    xs = piece.outline[:, 0]
    begin, end = scale.frame(claim.start, 0)[0], scale.frame(claim.start + claim.length, 0)[0]
    end = begin + share * (end - begin)
    # What leaves the picture ends at its edge.
    begin, end = (min(max(x, scale.left), scale.right) for x in (begin, end))
    off = max(abs(xs.min() - min(begin, end)), abs(xs.max() - max(begin, end)))
    if off > NEAR:
        yield (
            STEP,
            f"the arrow of the step from {claim.start:.6g} is {off:.3f} units too long or short; "
            f"{_OTHER_START}",
        )
    slope = gradient_at(claim.of, claim.start)
    updates = [-float(real(value(rate))) * slope for rate in moment.subject.rates]
    if updates and not any(
        abs(update - claim.length) <= 1e-9 * max(1.0, abs(update)) for update in updates
    ):
        yield (
            STEP,
            f"the step from {claim.start:.6g} is {claim.length:.6g} long, but minus the "
            f"learning rate times the slope is {updates[0]:.6g}; {_OTHER_START}",
        )


@_check.register
def _link(claim: Link, piece: Piece, moment: Moment) -> Iterator[Found]:
    return nodes.link(claim, piece, moment.still)


@_check.register
def _at_node(claim: AtNode, piece: Piece, moment: Moment) -> Iterator[Found]:
    return nodes.number(claim, piece, moment.subject)


@_check.register
def _code(claim: Code, piece: Piece, moment: Moment) -> Iterator[Found]:
    return code.line(claim, piece)


@_check.register(Contour)
@_check.register(Rose)
@_check.register(Trail)
@_check.register(Vector)
def _on_a_map(
    claim: Contour | Rose | Trail | Vector, piece: Piece, moment: Moment
) -> Iterator[Found]:
    return maps.MEASURES[type(claim)](claim, piece, moment.scale(claim.plot))


@_check.register
def _reads(claim: Reads, piece: Piece, moment: Moment) -> Iterator[Found]:
    digits = read_text(piece.mobject.source.removeprefix("$display(").removesuffix(")$"))
    points = claim.line.points
    if digits is None or len(points) < 2:
        return
    scale = moment.scale(claim.plot)
    (x0, y0), (x1, y1) = scale.axis(points[0]), scale.axis(points[-1])
    drawn = (y1 - y0) / (x1 - x0)
    drowned = _DROWNED * (scale.window.top - scale.window.bottom) / abs(x1 - x0)
    room = float(digits.unit) / 2 + 1e-6 * max(1.0, abs(drawn)) + drowned
    if abs(drawn - float(digits.value)) > room:
        yield (
            SLOPE,
            f"the rolling number says {float(digits.value):g}, but its line has slope "
            f"{drawn:.6g}; {_OTHER_POINT}",
        )


@_check.register
def _countdown(claim: Countdown, piece: Piece, moment: Moment) -> Iterator[Found]:
    return counts.countdown(claim, piece)


@_check.register
def _beads(claim: Beads, piece: Piece, moment: Moment) -> Iterator[Found]:
    return counts.beads(claim, piece)


def _centre(piece: Piece) -> Points:
    box = piece.box
    return np.array(box.centre)


def _distance(point: Points, start: Points, end: Points) -> float:
    """Return the distance of a point from the line through two others."""
    way, off = end - start, point - start
    return float(abs(way[0] * off[1] - way[1] * off[0]) / np.hypot(*way))


def _away(what: str, off: float, where: str) -> Found:
    return curves.POINT, f"{what} is {off:.3f} units away from {where}; {_OTHER_POINT}"
