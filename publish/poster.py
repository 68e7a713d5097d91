"""The poster: one frame of the video as a picture."""

from __future__ import annotations

from pathlib import Path

import av
from PIL import Image

from publish.video import frames


def frame(path: Path, number: int) -> av.VideoFrame:
    """Decode one frame of a video.

    Args:
        path: The video.
        number: Which frame, counted from 0.

    Raises:
        IndexError: The video has fewer frames.
    """
    (picture,) = frames(path, number, number + 1)
    return picture


def write(movie: Path, number: int, target: Path) -> None:
    """Write one frame of a movie as a PNG."""
    save(frame(movie, number), target)


def save(picture: av.VideoFrame, target: Path) -> None:
    """Write a decoded frame as a PNG, with its alpha channel if it has one."""
    layout = "rgba" if any(part.is_alpha for part in picture.format.components) else "rgb24"
    Image.fromarray(picture.to_ndarray(format=layout)).save(target, format="PNG")
