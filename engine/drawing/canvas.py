"""Draws lists of objects with Manim's camera, and draws only what has changed.

Most of a lesson's picture stands still while a part of it moves. A frame is the one before, in
which the region that changed is drawn anew: from what lies behind everything that changes, which
is kept as a picture, with what reaches into that region, in the same order and with the same calls
of Cairo as Manim, so that every pixel is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, floor
from struct import pack
from typing import Any

import cairo
import numpy as np
from manim import Camera, Mobject, PMobject, VMobject
from manim.mobject.types.image_mobject import AbstractImageMobject

from engine.drawing.conversion import Pixels, Region
from engine.drawing.fingerprints import Fingerprints

_VISIBLE = VMobject, PMobject, AbstractImageMobject  # what Manim's camera draws; a tracker is not
_FAR = 2**30  # pixels, or Manim units: far from any picture
_NOTHING, _EVERYTHING = Region(_FAR, _FAR, -_FAR, -_FAR), Region(-_FAR, -_FAR, _FAR, _FAR)

_COLOURS = "fill_rgbas", "stroke_rgbas", "background_stroke_rgbas"

# How far a stroke reaches beyond its outline, in widths: Cairo draws corners up to ten times as
# long as the stroke is wide.
_BEYOND = 5.0


class _Look:
    """What an object looked like when it was last drawn.

    Attributes:
        mobject: The object itself, so that no other can take its identity.
        points: Its points, byte by byte.
        style: Its colours and widths.
        has_moved: Whether the points are others than when it was looked at before.
        has_faded: Whether the style is.
        reach: Where it is drawn, at most.
        path: Its outline as Cairo keeps it, once it has been drawn twice without a change.
    """

    __slots__ = ("has_faded", "has_moved", "mobject", "path", "points", "reach", "seen", "style")

    def __init__(self, mobject: VMobject, camera: Camera) -> None:
        self.mobject = mobject
        self.points = mobject.points.tobytes()
        self.style = _style(mobject)
        self.has_moved = self.has_faded = True
        self.reach = _reach(mobject, camera)
        self.path: cairo.Path | None = None
        self.seen = 0

    def update(self, camera: Camera) -> bool:
        """Look again; say whether anything has changed."""
        mobject = self.mobject
        points = mobject.points.tobytes()
        self.has_moved = points != self.points
        if self.has_moved:
            self.points = points
            self.path, self.seen = None, 0
        style = _style(mobject)
        self.has_faded = style != self.style
        self.style = style
        if self.has_moved or self.has_faded:
            self.reach = _reach(mobject, camera)
        return self.has_moved or self.has_faded


class Canvas:
    """Paints frames.

    Args:
        camera: Draws; its pixel array is the frame painted last.
        fingerprints: Take down what frames are painted from.
    """

    def __init__(self, camera: Camera, fingerprints: Fingerprints) -> None:
        self._camera = camera
        self._fingerprints = fingerprints
        self._looks: dict[int, _Look] = {}
        self._last: Sequence[Mobject] | None = None  # what the last frame shows
        self._is_behind = False  # whether that frame was only looked at
        self._background: Pixels = np.array(camera.background)
        self._base = self._background.copy()  # the first of them, drawn
        self._based = 0  # how many those are
        self._steady = 0  # how many were the same in the last frame
        self._sheet = self._background.copy()  # is drawn on
        self._frame = self._background.copy()

    def look(self, mobjects: Sequence[Mobject]) -> None:
        """Take the fingerprint of a frame without painting it."""
        self._compared([one for one in mobjects if isinstance(one, _VISIBLE)])
        self._is_behind = True

    def paint(self, mobjects: Sequence[Mobject]) -> Region | None:
        """Draw objects, from the back to the front.

        Returns:
            Where the frame differs from the one before, if it does.
        """
        mobjects = [one for one in mobjects if isinstance(one, _VISIBLE)]
        steady, damage = self._compared(mobjects)
        if self._is_behind:
            steady, damage, self._is_behind = 0, _EVERYTHING, False
        if steady < self._based:
            np.copyto(self._base, self._background)
            self._based = 0
        elif self._based < steady == self._steady:
            self._draw(mobjects[self._based : steady], self._base)
            self._based = steady
        self._steady = steady
        height, width = self._frame.shape[:2]
        region = Region(
            max(damage.left, 0), max(damage.top, 0),
            min(damage.right, width), min(damage.bottom, height),
        )  # fmt: skip
        if region.is_empty:
            return None
        # Cairo draws slanted edges a shade differently if they are cut off; so they are not, and
        # what comes to lie outside of the region is left there.
        here = region.slices
        np.copyto(self._sheet[here], self._base[here])
        front = (one for one in mobjects[self._based :] if self._reach_of(one).meets(region))
        self._draw(front, self._sheet)
        np.copyto(self._frame[here], self._sheet[here])
        self._camera.pixel_array = self._frame
        return region

    def _reach_of(self, mobject: Mobject) -> Region:
        look = self._looks.get(id(mobject))
        return _EVERYTHING if look is None else look.reach

    def _compared(self, mobjects: Sequence[Mobject]) -> tuple[int, Region]:
        """Return how many objects, from the back, are the same, and where others are or were."""
        looks: dict[int, _Look] = {}
        changed: dict[int, bool] = {}
        last = self._last or []
        steady, damage = len(mobjects), _EVERYTHING if self._last is None else _NOTHING
        for place, mobject in enumerate(mobjects):
            identity = id(mobject)
            if identity not in changed:
                look = self._looks.get(identity)
                before = _NOTHING if look is None else look.reach
                changed[identity] = look is None or look.update(self._camera)
                if isinstance(mobject, VMobject):
                    look = looks[identity] = look or _Look(mobject, self._camera)
                if changed[identity]:
                    damage |= before | (_EVERYTHING if look is None else look.reach)
            if changed[identity] or place >= len(last) or last[place] is not mobject:
                steady = min(steady, place)
        for mobject in last:
            if id(mobject) not in changed:  # it has gone
                damage |= self._reach_of(mobject)
        if not _in_order(last, mobjects):
            damage = _EVERYTHING
        self._looks, self._last = looks, mobjects
        self._fingerprints.frame((one, self._described(one)) for one in mobjects)
        return steady, damage

    def _described(self, mobject: Mobject) -> _Look | None:
        """Return the look of an object, if it says all that its picture depends on."""
        look = self._looks.get(id(mobject))
        return None if look is None or look.mobject.get_background_image() else look

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


def _reach(mobject: VMobject, camera: Camera) -> Region:
    """Where an object is drawn, at most."""
    places = mobject.points[:, :2]
    if not len(places):
        return _NOTHING
    ends = np.array([places.min(axis=0), places.max(axis=0)])
    if mobject.get_background_image() or not np.isfinite(ends).all():
        return _EVERYTHING
    ends = ends.clip(-_FAR, _FAR)
    widths = mobject.get_stroke_width(), mobject.get_stroke_width(True)
    beyond = _BEYOND * max(widths) * camera.cairo_line_width_multiple
    (left, low), (right, high) = ends - camera.frame_center[:2] + [[-beyond], [beyond]]
    across = camera.pixel_width / camera.frame_width
    up = camera.pixel_height / camera.frame_height
    middle, centre = camera.pixel_width / 2, camera.pixel_height / 2
    return Region(
        # A pixel more on every side: edges are drawn softly.
        floor(middle + left * across) - 1,
        floor(centre - high * up) - 1,
        ceil(middle + right * across) + 1,
        ceil(centre - low * up) + 1,
    )


def _in_order(last: Sequence[Mobject], now: Sequence[Mobject]) -> bool:
    """Whether those that are shown in both follow each other as they did."""
    before, after = {id(one) for one in last}, {id(one) for one in now}
    return [id(one) for one in last if id(one) in after] == [
        id(one) for one in now if id(one) in before
    ]


def _style(mobject: VMobject) -> bytes:
    """All that a shape's picture depends on besides its points and its place in the order."""
    state = vars(mobject)
    colours = [state[name].tobytes() if name in state else b"" for name in _COLOURS]
    rest = pack(
        "<3q5d2q",
        *map(len, colours),
        mobject.get_stroke_width(),
        mobject.background_stroke_width,
        *mobject.sheen_direction,
        mobject.joint_type.value,
        mobject.cap_style.value,
    )
    return b"".join([*colours, rest, repr(mobject.background_image).encode()])
