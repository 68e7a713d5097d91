"""One moment as a picture, and what can be taken hold of in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO

import numpy as np
from manim import Camera, Mobject
from PIL import Image

from checks.view import view_of
from scenes.base import LessonScene
from scenes.picture.meaning import Ball, Spot, claim_of
from scenes.picture.plot import Plot
from studio.resident.messages import Bounds, Handle, Picture

_QUICK = 1  # of zlib's levels: a picture is looked at once
_NEAR = 1e-6  # of a number, to be taken for the one of a parameter


def picture(version: int, scene: LessonScene, time: float, names: bool) -> Picture:
    """Draw a scene as it is now.

    Args:
        version: Of which scene it is.
        scene: The scene, while it is told.
        time: Seconds from its start.
        names: Whether to tell where things are that findings may name.
    """
    camera = _camera(scene)
    camera.reset()
    camera.capture_mobjects(scene.mobjects)
    file = BytesIO()
    Image.fromarray(camera.pixel_array).convert("RGB").save(file, "PNG", compress_level=_QUICK)
    named = tuple(_named(scene)) if names else ()
    return Picture(version, time, file.getvalue(), tuple(_handles(scene)), named)


def _named(scene: LessonScene) -> Iterator[tuple[str, Bounds]]:
    """Yield what is seen, by the names that messages call it, and where it is."""
    camera = _camera(scene)
    view = view_of(scene.mobjects, True, camera.background_color.to_rgb().tolist())
    for piece in view.seen:
        box = piece.box
        yield piece.name, _shares([box.left, box.right], [box.bottom, box.top], camera)


def _handles(scene: LessonScene) -> Iterator[Handle]:
    """Yield what can be dragged: dots and balls where a parameter says."""
    found: set[tuple[str, int | None]] = set()
    camera = _camera(scene)
    for mobject in scene.get_mobject_family_members():
        match claim_of(mobject):
            case Spot(plot=Plot() as plot, place=place):
                x, y = place()
            case Ball(plot=Plot() as plot, at=at):
                x, y = at(), 0.0
            case _:
                continue
        unit = float((plot.point(x + 1, y) - plot.point(x, y))[0])
        if not len(mobject.points) or not mobject.get_fill_opacity() or not unit:
            continue
        left, top, right, bottom = bounds(mobject, camera)
        for name, index in {*_numbers_at(scene, x)} - found:
            found.add((name, index))
            across, down = (left + right) / 2, (top + bottom) / 2
            yield Handle(name, index, across, down, x, camera.frame_width / unit)


def _numbers_at(scene: LessonScene, x: float) -> Iterator[tuple[str, int | None]]:
    """Yield the parameters, or places in them, that have a number."""
    for name in ("points", "starts", "start"):
        value = getattr(scene.given, name, None)
        several = value if isinstance(value, tuple) else ()
        for index, one in enumerate(several):
            if abs(float(one) - x) <= _NEAR * max(1, abs(x)):
                yield name, index
        if value is not None and not several and abs(float(value) - x) <= _NEAR * max(1, abs(x)):
            yield name, None


def bounds(mobject: Mobject, camera: Camera) -> Bounds:
    """Return where an object is, as shares of the picture."""
    points = np.vstack([part.points for part in mobject.family_members_with_points()])
    return _shares(points[:, 0].tolist(), points[:, 1].tolist(), camera)


def _shares(across: Sequence[float], up: Sequence[float], camera: Camera) -> Bounds:
    """Return the extent of coordinates as shares of the picture."""
    x, y, _ = camera.frame_center
    width, height = camera.frame_width, camera.frame_height
    return (
        float((min(across) - x) / width + 0.5),
        float(0.5 - (max(up) - y) / height),
        float((max(across) - x) / width + 0.5),
        float(0.5 - (min(up) - y) / height),
    )


def _camera(scene: LessonScene) -> Camera:
    assert isinstance(scene.camera, Camera), "lessons are drawn with Manim's Cairo renderer"
    return scene.camera
