"""Arrows on the map: how steep a valley is, and what a memory of steps makes of the next one."""

from __future__ import annotations

from functools import partial

import numpy as np
from manim import VGroup, VMobject

from calculus.downhill import Downhill
from scenes.landscape.on_maps import place_of
from scenes.look.theme import Role
from scenes.picture.layout import px
from scenes.picture.terrain import Place, Terrain

_FAR_OUT = 0.8  # of the way from the lowest place to the picture's edge, and back
_DOT = px(12)  # radius


def down_the_valley(land: Terrain, way: Downhill) -> VGroup:
    """Return how steep it is equally far from the lowest place, across the valley and along.

    The longest of these arrows, straight against the gradient, nearly ends there; a dot is where
    each begins.
    """
    assert way.minimum is not None
    lowest, window = np.array([one.number for one in way.minimum]), land.window
    bends, axes = np.linalg.eigh(np.array(way.surface.gradients(*(lowest + np.eye(2)).T)))
    room = np.array([window.right, window.top]) - lowest
    room = np.minimum(room, lowest - [window.left, window.bottom])[:, None]
    far = _FAR_OUT * float((room / np.maximum(np.abs(axes), 1e-9)).min())
    found = VGroup()
    for bend, axis in zip(bends / bends[-1], axes.T, strict=True):
        for foot in (lowest + far * axis, lowest - far * axis):
            ends = *pair(foot), *pair(foot + _FAR_OUT * bend * (lowest - foot))
            drawn = partial(land.__getitem__, "valley")
            dot = land.ball(partial(pair, foot), Role.SLOPE, _DOT)
            found.add(dot, land.vector(partial(same, ends), Role.SLOPE, drawn, along=True))
    return found


def kept(land: Terrain, way: Downhill) -> tuple[VMobject, VMobject, VMobject]:
    """Return the arrows of what is kept of a step, at its tip of the new one, and of both.

    What is kept comes from where that step was, as it shrinks.
    """
    before, here = way.stops[:2]
    (x, y), start = place_of(here), np.array(place_of(before))
    old = np.array([one.number for one in before.step])
    whole = np.array([one.number for one in here.step])
    beta = way.momentum.number
    foot, tip = np.array([x, y]) + beta * old, np.array([x, y]) + whole

    def shrinking() -> tuple[float, float, float, float]:
        kept = land["kept"]
        here = start + (1 - kept) / (1 - beta) * old
        return *pair(here), *pair(here + kept * old)

    both = x, y, *pair(tip)
    return (
        land.vector(shrinking, Role.OUTPUT, lambda: float(land["old"])),
        land.vector(
            lambda: (*pair(foot), *pair(tip)), Role.GRADIENT, lambda: float(land["new"])
        ),
        land.vector(lambda: both, Role.VALUE, lambda: float(land["sum"])),
    )  # fmt: skip


def pair(point: np.ndarray) -> Place:
    """Return a place as two numbers."""
    return float(point[0]), float(point[1])


def same(ends: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return both ends of an arrow that stays where it is."""
    return ends
