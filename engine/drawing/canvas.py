"""Draws lists of objects with Manim's camera, and draws only what has changed.

Most of a lesson's picture stands still while a part of it moves. A frame is the one before, in
which the rows that changed are drawn anew: from what lies behind everything that changes, which is
kept as a picture, with what reaches into those rows, in the same order and with the same calls of
Cairo as Manim, so that every pixel is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, floor, inf
from typing import Any

import cairo
import numpy as np
from manim import Camera, Mobject, PMobject, VMobject
from manim.mobject.types.image_mobject import AbstractImageMobject

from engine.drawing.conversion import Pixels

Style = tuple[Any, ...]
Reach = tuple[float, float]
"""From which height to which something is drawn, in Manim units."""

_VISIBLE = VMobject, PMobject, AbstractImageMobject  # what Manim's camera draws; a tracker is not
_NOTHING, _EVERYTHING = (inf, -inf), (-inf, inf)

# How far a stroke reaches beyond its outline, in widths: Cairo draws corners up to ten times as
# long as the stroke is wide.
_BEYOND = 5.0
_WIDTH = 0.01  # Manim units of a stroke of width 1, as Manim's camera draws it


class _Look:
    """What an object looked like when it was last drawn.

    Attributes:
        mobject: The object itself, so that no other can take its identity.
        points: Its points.
        style: Its colours and widths.
        reach: Where it is drawn.
        path: Its outline as Cairo keeps it, once it has been drawn twice without a change.
    """

    __slots__ = ("mobject", "path", "points", "reach", "seen", "style")

    def __init__(self, mobject: VMobject) -> None:
        self.mobject = mobject
        self.points = np.array(mobject.points)
        self.style = _style(mobject)
        self.reach = _reach(mobject)
        self.path: cairo.Path | None = None
        self.seen = 0

    def update(self) -> bool:
        """Look again; say whether anything has changed."""
        changed = False
        mobject = self.mobject
        if not np.array_equal(self.points, mobject.points):
            self.points = np.array(mobject.points)
            self.path, self.seen = None, 0
            changed = True
        if (style := _style(mobject)) != self.style:
            self.style = style
            changed = True
        if changed:
            self.reach = _reach(mobject)
        return changed


class Canvas:
    """Paints frames.

    Args:
        camera: Draws; its pixel array is the frame painted last.
    """

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self._looks: dict[int, _Look] = {}
        self._last: list[Mobject] | None = None  # what the last frame shows
        self._background: Pixels = np.array(camera.background)
        self._base = self._background.copy()  # the first of them, drawn
        self._based = 0  # how many those are
        self._steady = 0  # how many were the same in the last frame
        self._sheet = self._background.copy()  # is drawn on
        self._frame = self._background.copy()

    def paint(self, mobjects: Sequence[Mobject]) -> slice | None:
        """Draw objects, from the back to the front.

        Returns:
            The rows of the frame in which it differs from the one before; nothing if there are
            none.
        """
        mobjects = [one for one in mobjects if isinstance(one, _VISIBLE)]
        steady, damage = self._compared(mobjects)
        if steady < self._based:
            np.copyto(self._base, self._background)
            self._based = 0
        elif self._based < steady == self._steady:
            self._draw(mobjects[self._based : steady], self._base)
            self._based = steady
        self._steady = steady
        self._last = mobjects
        rows = self._rows(damage)
        if rows is None:
            return None
        # Cairo draws slanted edges a shade differently if they are cut off; so they are not, and
        # what comes to lie outside of these rows is left there.
        np.copyto(self._sheet[rows], self._base[rows])
        front = (one for one in mobjects[self._based :] if self._reaches(one, rows))
        self._draw(front, self._sheet)
        np.copyto(self._frame[rows], self._sheet[rows])
        self._camera.pixel_array = self._frame
        return rows

    def _compared(self, mobjects: Sequence[Mobject]) -> tuple[int, Reach]:
        """Return how many objects, from the back, are the same, and where others are or were."""
        looks: dict[int, _Look] = {}
        changed: dict[int, bool] = {}
        last = self._last
        steady, damage = len(mobjects), _NOTHING if last is not None else _EVERYTHING
        for place, mobject in enumerate(mobjects):
            identity = id(mobject)
            if identity not in changed:
                look = self._looks.get(identity)
                before = _NOTHING if look is None else look.reach
                changed[identity] = look is None or look.update()
                if isinstance(mobject, VMobject):
                    look = looks[identity] = look or _Look(mobject)
                if changed[identity]:
                    damage = _union(damage, before, _EVERYTHING if look is None else look.reach)
            if (
                changed[identity]
                or last is None
                or place >= len(last)
                or last[place] is not mobject
            ):
                steady = min(steady, place)
        for mobject in last or ():
            if id(mobject) not in changed:  # it has gone
                look = self._looks.get(id(mobject))
                damage = _union(damage, _EVERYTHING if look is None else look.reach)
        if last is not None and not _in_order(last, mobjects):
            damage = _EVERYTHING
        self._looks = looks
        return steady, damage

    def _reaches(self, mobject: Mobject, rows: slice) -> bool:
        look = self._looks.get(id(mobject))
        own = self._rows(_EVERYTHING if look is None else look.reach)
        return own is not None and own.start < rows.stop and rows.start < own.stop

    def _rows(self, reach: Reach) -> slice | None:
        """Return the rows of pixels in which something is drawn."""
        camera, rows = self._camera, len(self._frame)
        far = camera.frame_height  # beyond the frame, seen from its middle
        low, high = (min(max(end - camera.frame_center[1], -far), far) for end in reach)
        scale = rows / camera.frame_height
        # A row more on either side: edges are drawn softly.
        top = max(0, floor(rows / 2 - high * scale) - 1)
        end = min(rows, ceil(rows / 2 - low * scale) + 1)
        return slice(top, end) if low <= high and top < end else None

    def _draw(self, mobjects: Iterable[Mobject], pixels: Pixels) -> None:
        camera = self._camera
        context = camera.get_cairo_context(pixels)
        for mobject in mobjects:
            look = self._looks.get(id(mobject))
            if look is None or look.mobject.get_background_image():
                kind = camera.type_or_raise(mobject)
                camera.display_funcs[kind]([mobject], pixels)
                continue
            self._outline(look, context)
            camera.apply_stroke(context, look.mobject, background=True)
            camera.apply_fill(context, look.mobject)
            camera.apply_stroke(context, look.mobject)

    def _outline(self, look: _Look, context: cairo.Context[Any]) -> None:
        """Make an object's outline the current path."""
        if look.path is not None:
            context.new_path()
            context.append_path(look.path)
            return
        self._camera.set_cairo_context_path(context, look.mobject)
        look.seen += 1
        if look.seen > 1:
            look.path = context.copy_path()


def _reach(mobject: VMobject) -> Reach:
    heights = mobject.points[:, 1]
    if not len(heights):
        return _NOTHING
    low, high = float(heights.min()), float(heights.max())
    if mobject.get_background_image() or not np.isfinite((low, high)).all():
        return _EVERYTHING
    widths = mobject.get_stroke_width(), mobject.get_stroke_width(True)
    beyond = _BEYOND * max(widths) * _WIDTH
    return low - beyond, high + beyond


def _union(*reaches: Reach) -> Reach:
    return min(low for low, _ in reaches), max(high for _, high in reaches)


def _in_order(last: Sequence[Mobject], now: Sequence[Mobject]) -> bool:
    """Whether those that are shown in both follow each other as they did."""
    before, after = {id(one) for one in last}, {id(one) for one in now}
    return [id(one) for one in last if id(one) in after] == [
        id(one) for one in now if id(one) in before
    ]


def _style(mobject: VMobject) -> Style:
    return (
        mobject.get_fill_rgbas().tobytes(),
        mobject.get_stroke_rgbas().tobytes(),
        mobject.get_stroke_rgbas(True).tobytes(),
        mobject.get_stroke_width(),
        mobject.get_stroke_width(True),
        mobject.joint_type,
        mobject.cap_style,
        mobject.get_background_image(),
        tuple(mobject.sheen_direction),
    )
