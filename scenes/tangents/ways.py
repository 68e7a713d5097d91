"""Whether a curve leads from one input to another, so that a point can ride along it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from calculus.edges import gaps
from calculus.function import Function
from scenes.picture.curves import Sight, graph
from scenes.picture.layout import Box
from scenes.picture.shapes import Points
from scenes.picture.window import Window

_PROBES = 481  # inputs at which is looked how large a slope usually is
_USUAL = 0.95  # share of them at which it is less
_GROWN = 2.0  # times as great as was seen from afar: beside a pole


def is_whole(function: Function, start: float, end: float, sight: Sight) -> bool:
    """Say whether a function has values between two inputs, without a jump, and all in sight."""
    left, right = sorted((start, end))
    window = sight.window
    _, ys = graph(function.sample, _between(left, right, window, sight.area), right)
    ys = np.concatenate([ys, function.sample(np.array([left, right]))])
    seen = bool(((window.bottom < ys) & (ys < window.top)).all())
    return seen and not _has_gap(function, left, right)


def has_slopes(function: Function, start: float, end: float, area: Box) -> bool:
    """Say whether a function has a slope everywhere between two inputs, where it is whole."""
    left, right = sorted((start, end))
    formula = function.derivative
    sizes = np.abs(formula.sample(np.linspace(left, right, _PROBES)))
    if not np.isfinite(sizes).all() or _has_gap(formula, left, right):
        return False
    usual = float(np.quantile(sizes, _USUAL)) or float(sizes.max()) or 1.0
    sight = _between(left, right, Window(left, -usual, right, usual), area)
    xs, ys = graph(formula.sample, sight, right)
    return bool(np.isfinite(ys).all()) and not _has_pole(formula, xs, ys)


def _has_pole(function: Function, xs: Points, ys: Points) -> bool:
    """Say whether the greatest of some values grows, the nearer one looks."""
    at = int(np.argmax(np.abs(ys)))
    near = np.linspace(xs[max(at - 1, 0)], xs[min(at + 1, len(xs) - 1)], _PROBES)
    return bool(np.abs(function.sample(near)).max() > _GROWN * abs(ys[at]))


def _has_gap(function: Function, left: float, right: float) -> bool:
    return any(left < gap < right for gap in gaps(function, left, right))


def _between(left: float, right: float, window: Window, area: Box) -> Sight:
    return Sight(replace(window, left=left, right=right), area)
