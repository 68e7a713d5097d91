"""Draws lists of objects with Manim's camera, and draws only what has changed.

Most of a lesson's picture stands still while a part of it moves. What lies behind everything
that changes is kept as a picture; a frame starts from it and draws the rest, in the same order
and with the same calls of Cairo as Manim, so that every pixel is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import cairo
import numpy as np
from manim import Camera, Mobject, VMobject

from engine.drawing.encoder import Pixels

Style = tuple[Any, ...]


class _Look:
    """What an object looked like when it was last drawn.

    Attributes:
        mobject: The object itself, so that no other can take its identity.
        points: Its points.
        style: Its colours and widths.
        path: Its outline as Cairo keeps it, once it has been drawn twice without a change.
    """

    __slots__ = ("mobject", "path", "points", "seen", "style")

    def __init__(self, mobject: VMobject) -> None:
        self.mobject = mobject
        self.points = np.array(mobject.points)
        self.style = _style(mobject)
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
        return changed


class Canvas:
    """Paints frames.

    Args:
        camera: Draws; its pixel array is the frame painted last.
        fresh: Gives a buffer for the next frame.
    """

    def __init__(self, camera: Camera, fresh: Callable[[], Pixels]) -> None:
        self._camera = camera
        self._fresh = fresh
        self._looks: dict[int, _Look] = {}
        self._last: list[Mobject] | None = None  # what the last frame shows
        self._background: Pixels = np.array(camera.background)
        self._base = self._background.copy()  # the first of them, drawn
        self._based = 0  # how many those are
        self._steady = 0  # how many were the same in the last frame

    def paint(self, mobjects: Sequence[Mobject]) -> bool:
        """Draw objects, from the back to the front.

        Returns:
            Whether the picture differs from the one before; if so it is a new buffer, which the
            camera has as its pixel array.
        """
        steady = self._unchanged(mobjects)
        if self._last is not None and steady == len(mobjects) == len(self._last):
            return False
        if steady < self._based:
            np.copyto(self._base, self._background)
            self._based = 0
        elif self._based < steady == self._steady:
            self._draw(mobjects[self._based : steady], self._base)
            self._based = steady
        self._steady = steady
        buffer = self._fresh()
        np.copyto(buffer, self._base)
        self._draw(mobjects[self._based :], buffer)
        self._camera.pixel_array = buffer
        self._last = list(mobjects)
        return True

    def _unchanged(self, mobjects: Sequence[Mobject]) -> int:
        """Return how many objects, from the back, are the same as in the last frame."""
        looks: dict[int, _Look] = {}
        changed: dict[int, bool] = {}
        last = self._last or []
        steady = len(mobjects)
        for place, mobject in enumerate(mobjects):
            identity = id(mobject)
            if identity not in changed:
                look = self._looks.get(identity)
                changed[identity] = look is None or look.update()
                if isinstance(mobject, VMobject):
                    looks[identity] = look or _Look(mobject)
            if changed[identity] or place >= len(last) or last[place] is not mobject:
                steady = min(steady, place)
        self._looks = looks
        return steady

    def _draw(self, mobjects: Sequence[Mobject], pixels: Pixels) -> None:
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
