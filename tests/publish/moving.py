"""Small videos that tests of publishing are made of."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.frame import PictureType
from av.video.reformatter import Interpolation

from publish.scene import Scene
from record import Record
from tests.publish.making import data_of

RATE = 20
SIZE = (96, 64)


def picture(number: int, alpha: bool = False) -> np.ndarray:
    """A bright square on grey that moves a little with every frame."""
    pixels = np.full((SIZE[1], SIZE[0], 4), (90, 90, 90, 0 if alpha else 255), dtype=np.uint8)
    left = (3 * number) % (SIZE[0] - 16)
    pixels[24:40, left : left + 16] = (250, 220, 40, 255)
    return pixels


def draw(path: Path, pictures: list[np.ndarray], keys: Collection[int], transparent: bool) -> None:
    """Write a video as rendering does, with key frames at some frames and nowhere else."""
    with av.open(path, "w") as container:
        if transparent:
            stream = container.add_stream("qtrle", rate=RATE)
        else:
            options = {"preset": "superfast", "forced-idr": "1", "g": "1000", "sc_threshold": "0"}
            stream = container.add_stream("libx264", rate=RATE, options=options)
        stream.width, stream.height = SIZE
        stream.pix_fmt = "argb" if transparent else "yuv420p"
        for number, pixels in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgba").reformat(
                format=stream.pix_fmt
            )
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            frame.pict_type = PictureType.I if number in keys else PictureType.NONE
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def scene_of(
    folder: Path,
    beats: list[dict[str, Any]],
    *,
    keys: Collection[int] | None = None,
    pictures: list[np.ndarray] | None = None,
    transparent: bool = False,
    **more: Any,
) -> Scene:
    """Write the files of a small scene.

    Args:
        folder: Where to.
        beats: What is different about each beat.
        keys: Where key frames are; at the beginning of every beat by default.
        pictures: What is shown; a moving square by default.
        transparent: Whether there is an alpha channel.
        more: What is different about the record.
    """
    if transparent:
        more["parameters"] = {"background": "transparent"}
    data = data_of(beats, **more)
    data["quality"] = {"width": SIZE[0], "height": SIZE[1], "frame_rate": RATE}
    parsed = Record.of(data)
    if pictures is None:
        pictures = [picture(number, transparent) for number in range(parsed.frames)]
    if keys is None:
        keys = [parsed.span(beat).start for beat in parsed.beats]
    scene = Scene(folder, parsed)
    draw(scene.video, pictures, keys, transparent)
    return scene


def frames(path: Path, layout: str = "rgb24") -> list[np.ndarray]:
    """Decode a whole video; colours are converted by FFmpeg, rounded and not cut off."""
    how = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT
    with av.open(path) as container:
        return [
            frame.reformat(format=layout, interpolation=how).to_ndarray()
            for frame in container.decode(video=0)
        ]


def times(path: Path) -> Iterator[Fraction]:
    """When each frame of a video is shown."""
    with av.open(path) as container:
        for frame in container.decode(video=0):
            assert frame.pts is not None
            yield frame.pts * frame.time_base
