"""Tells scenes without drawing, or draws single frames, for tests to measure."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np

from engine.telling.configuration import configured
from engine.telling.scene import BlindRenderer
from scenes.base import LessonScene
from scenes.picture.meaning import Grid, claim_of

Watch = Callable[[Any], None]


def tell(
    scene: type[LessonScene], watch: Watch | None = None, /, **overrides: object
) -> LessonScene:
    """Tell a scene from beginning to end without drawing; `watch` sees it after every play."""
    with configured({"dry_run": True, "progress_bar": "none", "frame_rate": 10}):
        told = scene(overrides, make_renderer=BlindRenderer)
        told.on_play = watch
        told.render()
    return told


_SAID: dict[tuple[type[LessonScene], str], tuple[str, ...]] = {}


def sentences(scene: type[LessonScene], **given: object) -> tuple[str, ...]:
    """What a story says, beat by beat; it is told once for all tests of a process that ask."""
    told = scene, repr(sorted(given.items()))
    if told not in _SAID:
        _SAID[told] = tuple(beat.text for beat in tell(scene, **given).beats)
    return _SAID[told]


class _Enough(Exception):
    """The frame that was wanted has been drawn."""


def picture(
    scene: type[LessonScene],
    beat: int,
    width: int = 640,
    height: int | None = None,
    keep: dict[str, Any] | None = None,
    **overrides: object,
) -> Any:
    """Draw the last frame of one beat: an array of shape (height, width, 3).

    `keep`, where given, gets the scene as it was then.
    """
    frames: list[np.ndarray] = []

    def watch(told: LessonScene) -> None:
        if len(told.beats) > beat:
            raise _Enough
        if told.current_beat == beat:
            told.camera.reset()
            told.camera.capture_mobjects(told.mobjects)
            frames.append(told.camera.pixel_array[:, :, :3].astype(int))
            if keep is not None:
                keep["scene"] = told

    size = {"pixel_width": width, "pixel_height": height or width * 9 // 16}
    with configured({"dry_run": True, "progress_bar": "none", "frame_rate": 10, **size}):
        told = scene(overrides, make_renderer=BlindRenderer)
        told.on_play = watch
        with suppress(_Enough):
            told.render()
    return frames[-1]


def measured(plot: Any, points: np.ndarray) -> np.ndarray:
    """Return axis coordinates of points in the frame, read off the drawn axes.

    The corners of the axis lines are the corners of the window, or the lines of a world's grid
    are at the values they stand for; what lies between is proportional. Nothing of the plot's own
    mapping is used.
    """
    lines = [
        (grid.axis, value, at)
        for part in plot.axes.get_family()
        if isinstance(grid := claim_of(part), Grid)
        for value, at in zip(grid.values(), part.points[::4], strict=True)
    ]
    if lines:
        known = [
            sorted((at[i], value) for axis, value, at in lines if axis == name)
            for i, name in enumerate(("across", "up"))
        ]
        ends = [(*found[0], *found[-1]) for found in known]
        return np.column_stack(
            [
                low + (points[:, i] - start) / (end - start) * (high - low)
                for i, (start, low, end, high) in enumerate(ends)
            ]
        )
    frame = plot.axes.submobjects[2].points
    left, bottom = frame[:, 0].min(), frame[:, 1].min()
    width, height = np.ptp(frame[:, 0]), np.ptp(frame[:, 1])
    window = plot.state["window"]
    x = window.left + (points[:, 0] - left) / width * (window.right - window.left)
    y = window.bottom + (points[:, 1] - bottom) / height * (window.top - window.bottom)
    return np.column_stack([x, y])
