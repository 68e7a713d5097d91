"""Frames in a world, one in another: where it was dived into, and where it can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from math import log10
from typing import Any, Protocol

import numpy as np
from manim import VMobject

from scenes.look.colour import blend
from scenes.look.theme import LAYER, Role, Theme
from scenes.picture.layout import SAFE_MARGIN, Box, pen, px
from scenes.picture.meaning import Around, Axes, Ticks, claim
from scenes.picture.plot import knocked_out
from scenes.picture.shapes import NOTHING, Points, rounded, segments
from scenes.picture.ticks import edge_label
from scenes.picture.window import Window

_RADIUS, _PEN = px(14), pen(4)
_LEAST = px(5)  # a frame that is less wide cannot be seen
_ALL = 0.9995  # of the screen: a frame that is so wide has become the screen
_BESIDE = px(14)  # between a frame and how much it magnifies
_SMALL = 0.05  # of the screen: beside a frame that is less wide there is no label
_RAYS = 0.45  # strength of the lines from a frame to the edges of the screen, at most
_LEAVING = 1.0  # Manim units before the edge in which such a label shrinks to nothing


@dataclass(frozen=True)
class Nest:
    """Windows, one in another, of which frames are drawn.

    Attributes:
        windows: What the action box shows: first without magnification, then ever smaller.
        drawn: How many frames are drawn, those of the first windows; of the last a share.
    """

    windows: tuple[Window, ...] = ()
    drawn: float = 1.0

    def toward(self, other: Nest, alpha: float) -> Nest:
        """Return the nest while frames of another are drawn, or undrawn."""
        return replace(other, drawn=self.drawn + (other.drawn - self.drawn) * alpha)

    def magnified(self, window: Window) -> float:
        """Return how much a window magnifies."""
        return self.windows[0].width / window.width


class _World(Axes, Protocol):
    theme: Theme

    @property
    def area(self) -> Box: ...
    @property
    def frame(self) -> Box: ...
    def __getitem__(self, name: str) -> Any: ...
    def extended(self, window: Window) -> Window: ...
    def points(self, places: Any) -> Points: ...
    def derive(self, mobject: VMobject, rule: Callable[[Any], None]) -> VMobject: ...


def nest_figures(world: _World) -> tuple[VMobject, VMobject, VMobject]:
    """Return the frames of a world's nest, lines from one to the screen's edges, and labels."""
    theme = world.theme
    frames = VMobject(stroke_color=theme[Role.TEXT], stroke_width=_PEN)
    rays = VMobject(stroke_color=theme.background, stroke_width=pen(1.5))
    labels = VMobject(stroke_width=0, fill_color=theme[Role.TEXT], fill_opacity=1)
    knocked_out(labels, theme.background)
    figures = frames, rays, labels
    for figure, draw in zip(figures, (_draw_frames, _draw_rays, _draw_labels), strict=True):
        claim(figure, Ticks() if figure is labels else Around(world))
        world.derive(figure.set_z_index(LAYER["dot"]), partial(draw, world))
    return figures


def _boxes(world: _World) -> list[tuple[Box, float, Window]]:
    """Return the frames that are drawn now and seen, the share of each, and its window."""
    nest, screen, found = world["nest"], world.frame, []
    for place, window in enumerate(nest.windows):
        share, seen = min(nest.drawn - place, 1.0), world.extended(window)
        (left, bottom, _), (right, top, _) = world.points(
            [[seen.left, seen.bottom], [seen.right, seen.top]]
        )
        if place and share > 0 and _LEAST < right - left < _ALL * screen.width:
            found.append((Box(left, bottom, right, top), share, window))
    return found


def _draw_frames(world: _World, frames: VMobject) -> None:
    parts = [NOTHING]
    for box, share, _ in _boxes(world):
        radius = min(_RADIUS, 0.15 * box.height)
        whole = VMobject().set_points(rounded(box.left, box.bottom, box.right, box.top, radius))
        parts.append(VMobject().pointwise_become_partial(whole, 0, share).points)
    frames.set_points(np.vstack(parts))


def _draw_rays(world: _World, rays: VMobject) -> None:
    """Draw lines from the corners of the largest frame while it becomes the screen."""
    boxes, screen, theme = _boxes(world), world.frame, world.theme
    if not boxes:
        rays.set_points(NOTHING)
        return
    box = boxes[0][0]
    flown = 1 + log10(box.width / screen.width)  # 0 for a tenth of the screen, 1 for all of it
    strength = _RAYS * 4 * max(flown, 0) * max(1 - flown, 0)
    rays.set_stroke(blend(theme.background, theme[Role.NEUTRAL], strength), family=False)
    rays.set_points(segments(box.corners, screen.corners) if strength > 0.01 else NOTHING)


def _draw_labels(world: _World, labels: VMobject) -> None:
    """Write how much each frame magnifies beside its upper right corner, small at a small one."""
    parts, screen = [NOTHING], world.frame
    safe = min(screen.right - SAFE_MARGIN * screen.width, world.area.right)  # a card may be there
    for box, share, window in _boxes(world):
        points, width = edge_label(f"× {world['nest'].magnified(window):.0f}", world.theme)
        x = box.right + _BESIDE
        grown = min(share, box.width / screen.width / _SMALL - 1, (safe - x - width) / _LEAVING)
        if grown > 0:
            height = float(points[:, 1].max())
            label = Box(x, box.top - height * grown, x + width * grown, box.top)
            covers = any(label.meets(taken) for taken in world["taken"])
            if covers or label.top > world.area.top:
                continue
            parts.append(points * grown + np.array([x, box.top - height * grown, 0]))
    labels.set_points(np.vstack(parts))
