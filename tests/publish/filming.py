"""Small videos, with the records of scenes, that tests of publishing are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from publish import bundle, video
from publish.scene import Scene
from record import Record
from tests.publish.making import data_of

DARK = (16, 24, 40)


def grey(number: int) -> tuple[int, int, int]:
    """A colour that tells which frame it is, for some fifty frames."""
    level = 20 + 4 * number
    return level, level, level


def scene_of(
    folder: Path,
    beats: Iterable[Mapping[str, Any]],
    colour: Callable[[int], tuple[int, int, int]] = grey,
    corner: tuple[int, int, int] = DARK,
    sound: Path | None = None,
    **more: Any,
) -> Scene:
    """Film a scene: each frame has one colour, but for a corner that shows the background.

    Args:
        folder: Where its files go.
        beats: What is different about each beat.
        colour: The colour of each frame.
        corner: The background.
        sound: A WAV as long as the scene.
        more: What is different about the scene.
    """
    data = data_of(beats, **more)
    record = Record.of(data)
    movie = folder / "movie.mp4"
    rate = Fraction(record.quality.frame_rate)
    with av.open(movie, "w") as container:
        stream = container.add_stream("libx264", rate=rate, options={"crf": "12"})
        stream.width, stream.height = record.quality.width, record.quality.height
        stream.pix_fmt = "yuv420p"
        for number in range(record.frames):
            size = record.quality.height, record.quality.width, 3
            pixels = np.full(size, colour(number), dtype=np.uint8)
            pixels[:16, :16] = corner
            picture = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            picture.pts, picture.time_base = number, 1 / rate
            container.mux(stream.encode(picture))
        container.mux(stream.encode())
    bundle.write(record, movie, folder, sound)
    movie.unlink()
    return Scene(folder, record)


def levels(path: Path) -> list[int]:
    """How bright the middle of each frame of a video is."""
    with video.video(path) as (container, stream):
        pictures = [frame.to_ndarray(format="rgb24") for frame in container.decode(stream)]
    return [round(float(picture[40:, 40:].mean())) for picture in pictures]
