"""One frame of a video as a picture: posters, stills, what stands for a clip."""

from __future__ import annotations

from pathlib import Path

import av
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from publish import pixels, video
from publish.colour import Colour
from record import Record


def write(movie: Path, number: int, target: Path, record: Record) -> None:
    """Write one frame of a movie as a PNG, with its alpha channel if it has one.

    Args:
        movie: The video.
        number: Which frame, counted from 0.
        target: The file to write.
        record: Who made the movie, and what others may do with it.

    Raises:
        IndexError: The video has fewer frames.
        OSError: The picture cannot be written.
    """
    save(video.frame(movie, number), target, record)


def save(picture: av.VideoFrame, target: Path, record: Record) -> None:
    """Write a decoded frame as a PNG, with its alpha channel if it has one."""
    about = PngInfo()
    for keyword, text in {"Author": record.author, "Copyright": record.licence}.items():
        if text:
            about.add_text(keyword, text)
    Image.fromarray(pixels.shown(picture)).save(target, format="PNG", pnginfo=about)


def opaque(movie: Path, number: int, behind: Colour) -> Image.Image:
    """Return one frame of a movie as a picture for paper and slides.

    Args:
        movie: The video.
        number: Which frame, counted from 0.
        behind: The colour behind what can be seen through.

    Raises:
        IndexError: The video has fewer frames.
    """
    return Image.fromarray(pixels.opaque(video.frame(movie, number), behind))
