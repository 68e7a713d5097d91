"""How large and how smooth a video is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Quality:
    """Size and frame rate of a video.

    Attributes:
        name: What it is called on the command line.
        width: Pixels.
        height: Pixels.
        frame_rate: Frames per second.
    """

    name: str
    width: int
    height: int
    frame_rate: int

    def __str__(self) -> str:
        return f"{self.width}×{self.height} at {self.frame_rate} frames per second"


QUALITIES = {
    quality.name: quality
    for quality in (
        Quality("draft", 854, 480, 15),
        Quality("720p", 1280, 720, 30),
        Quality("1080p", 1920, 1080, 60),
        Quality("4k", 3840, 2160, 60),
    )
}
