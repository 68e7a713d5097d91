"""The last picture of every beat, without making a video."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import numpy as np
from manim import Camera
from numpy.typing import NDArray
from PIL import Image

from engine.jobs.job import CheckResult, Job, Report
from engine.telling import scene as telling
from scenes.base import LessonScene

Picture = NDArray[np.uint8]  # shape (height, width, 3)

_GAP = 4  # pixels between the pictures of a sheet
_BETWEEN = "#808080"


@dataclass(frozen=True)
class Stills:
    """A scene, checked and looked at.

    Attributes:
        checked: What the check found.
        pictures: One for each beat.
    """

    checked: CheckResult
    pictures: tuple[Picture, ...]


def take(job: Job, scratch: Path, report: Report) -> Stills:
    """Check a scene and draw the last picture of each of its beats.

    Args:
        job: The scene.
        scratch: A folder for the time being.
        report: Hears of every animation.

    Raises:
        BeatError: Something is wrong with the scene; the cause says what.
    """
    pictures: list[Picture] = []
    checked = telling.check(job, scratch, report, lambda scene: pictures.append(_drawn(scene)))
    return Stills(checked, tuple(pictures))


def sheet(pictures: Sequence[Picture], columns: int, width: int) -> Image.Image:
    """Lay pictures of one size out in rows.

    Args:
        pictures: In reading order; not empty.
        columns: How many stand side by side.
        width: Of each in the sheet, in pixels.
    """
    first = Image.fromarray(pictures[0])
    height = round(width * first.height / first.width)
    rows = ceil(len(pictures) / columns)
    size = columns * (width + _GAP) - _GAP, rows * (height + _GAP) - _GAP
    whole = Image.new("RGB", size, _BETWEEN)
    for place, picture in enumerate(pictures):
        row, column = divmod(place, columns)
        small = Image.fromarray(picture).resize((width, height), Image.Resampling.LANCZOS)
        whole.paste(small, (column * (width + _GAP), row * (height + _GAP)))
    return whole


def _drawn(scene: LessonScene) -> Picture:
    camera = scene.camera
    assert isinstance(camera, Camera), "lessons are drawn with Manim's Cairo renderer"
    camera.reset()
    camera.capture_mobjects(scene.mobjects)
    return np.array(camera.pixel_array[:, :, :3], np.uint8)
