"""The poster: one frame of the video as a picture."""

from __future__ import annotations

from pathlib import Path

import av
from PIL import Image

from publish.video import video


def frame(path: Path, number: int) -> av.VideoFrame:
    """Decode one frame of a video.

    Args:
        path: The video.
        number: Which frame, counted from 0.

    Raises:
        IndexError: The video has fewer frames.
    """
    with video(path) as (container, stream):
        assert stream.average_rate is not None
        assert stream.time_base is not None
        wanted = round(number / (stream.average_rate * stream.time_base))
        container.seek(wanted, stream=stream)  # to the key frame at or before
        for picture in container.decode(stream):
            if picture.pts is not None and picture.pts >= wanted:
                return picture
    raise IndexError(f"{path.name} has no frame {number}")


def write(movie: Path, number: int, target: Path) -> None:
    """Write one frame of a movie as a PNG."""
    picture = frame(movie, number)
    layout = "rgba" if any(part.is_alpha for part in picture.format.components) else "rgb24"
    Image.fromarray(picture.to_ndarray(format=layout)).save(target, format="PNG")
