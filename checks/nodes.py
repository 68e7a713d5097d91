"""Whether edges end at their nodes, and nodes show their own values and gradients."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np

from checks.digits import read_text, rounded
from checks.evaluator import Value, mpf, real, settle, uses, value
from checks.known import gradient, inputs_of, nudges, run
from checks.rules import Found, rule
from checks.view import NEAR, Piece, Points, area, box_of, common
from scenes.picture.layout import Box
from scenes.picture.meaning import AtNode, Link
from scenes.picture.shapes import contours
from scenes.telling.subject import Subject

_EXACT = Fraction(1, 10**30)  # of a gradient, which is found by numbers
_MOST_SUMS = 100  # of the contributions that have come to a node so far


EDGE = rule("geometry.edge", "an edge leads from its source to its target", untrue=True)


def link(claim: Link, piece: Piece, still: bool) -> Iterator[Found]:
    """Check that an edge leads from the outline of one node to that of another."""
    if piece.kind == "area":  # the head, which has no ends
        return
    ends = piece.outline[[0, -1], :2]
    source, target = _box(claim.source), _box(claim.target)
    ways = [
        np.array([_to_side(end, box) for end, box in zip(ends, boxes, strict=True)])
        for boxes in ((source, target), (target, source))
    ]
    # While a line is being drawn, only its beginning is where it should be.
    off = float(min((way.max() if still else way[0]) for way in ways))
    if off > NEAR:
        yield EDGE, f"an edge ends {off:.2f} units away from its node; lay it out anew"


VALUE = rule("geometry.value", "a node shows its value and its gradient, at its place", untrue=True)


def number(claim: AtNode, piece: Piece, subject: Subject) -> Iterator[Found]:
    """Check what stands at a node, and where."""
    frame, box = _box(claim.frame), piece.box
    apart = max(
        frame.left - box.right,
        box.left - frame.right,
        frame.bottom - box.top,
        box.bottom - frame.top,
    )
    is_inside = apart < 0 and common(frame, box) > 0.99 * area(box)
    if not (is_inside or -NEAR <= apart < frame.height):
        yield VALUE, f"the {claim.what} of {claim.node} does not stand at its node"
    if claim.what == "rods" and len(contours(piece.outline)) - 1 != int(claim.shown):
        yield VALUE, f"there are not {claim.shown} rods at {claim.node}"
    digits = read_text(claim.shown)
    inputs = inputs_of(subject)
    if digits is None or not inputs:
        return
    true = _values(claim, inputs, subject)
    if not any(rounded(digits, t, _EXACT * abs(t)) for t in true):
        yield (
            VALUE,
            f"the {claim.what} {claim.shown} stands at {claim.node}, where it is "
            f"{' or '.join(f'{float(t):.6g}' for t in true[:2])}",
        )


def _values(claim: AtNode, inputs: dict[str, Value], subject: Subject) -> tuple[Value, ...]:
    """Return what may stand at a node: its value, or after a nudge; its gradient so far; rods."""
    if claim.what == "rods":
        return _counts(claim, inputs, subject)
    if claim.what == "value":
        every = (inputs, *nudges(subject))
        return tuple(_run(claim.steps, tuple(some.items()), claim.node) for some in every)
    return _gradients(claim.steps, tuple(inputs.items()), claim.node)


def _counts(claim: AtNode, inputs: dict[str, Value], subject: Subject) -> tuple[Value, ...]:
    """Return by how many nudges a node moves, for each input that is nudged; the output by one."""
    own = [Fraction(1)] if claim.node == claim.steps[-1][0] else []
    every = (inputs, *nudges(subject))
    before, *after = (_run(claim.steps, tuple(some.items()), claim.node) for some in every)
    by = value(subject.nudge) if after else Fraction(1)
    return (*own, *((real(one) - real(before)) / real(by) for one in after))


@lru_cache(maxsize=512)
def _run(
    steps: tuple[tuple[str, str], ...], inputs: tuple[tuple[str, Value], ...], node: str
) -> Value:
    return settle(lambda: run(steps, dict(inputs))[node])


@lru_cache(maxsize=512)
def _gradients(
    steps: tuple[tuple[str, str], ...], inputs: tuple[tuple[str, Value], ...], node: str
) -> tuple[Value, ...]:
    """Return the gradient of a node, and what has come over some of its edges so far."""
    known, output = dict(inputs), steps[-1][0]
    parts = [
        real(gradient(steps, known, output, target))
        * real(gradient(steps, known, target, node, direct=True))
        for target, formula in steps
        if uses(formula, node)
    ]
    some = [subset for n in range(1, len(parts)) for subset in combinations(parts, n)]
    whole = gradient(steps, known, output, node)
    return (whole, *(sum(subset, mpf(0)) for subset in some[:_MOST_SUMS]))


def _box(frame: Any) -> Box:
    return box_of(frame.points)


def _to_side(end: Points, box: Box) -> float:
    """Return the distance of a point from the outline of a node."""
    x, y = float(end[0]), float(end[1])
    beyond_x, beyond_y = max(box.left - x, x - box.right), max(box.bottom - y, y - box.top)
    if beyond_x <= 0 and beyond_y <= 0:
        return -max(beyond_x, beyond_y)
    return float(np.hypot(max(beyond_x, 0), max(beyond_y, 0)))
