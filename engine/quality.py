"""How large and how smooth a video is."""

from __future__ import annotations

from dataclasses import dataclass, replace


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

    def shaped(self, aspect: str) -> Quality:
        """Return the quality for a frame of another shape, with the same shorter side.

        Args:
            aspect: One of `ASPECTS`.
        """
        across, up = ASPECTS[aspect]
        if (across, up) == ASPECTS["16:9"]:
            return self
        short = min(self.width, self.height)
        width, height = (short * side // min(across, up) for side in (across, up))
        return replace(self, width=width, height=height)

    def __str__(self) -> str:
        return f"{self.width}×{self.height} at {self.frame_rate} frames per second"


ASPECTS = {"16:9": (16, 9), "9:16": (9, 16), "1:1": (1, 1), "4:3": (4, 3)}

QUALITIES = {
    quality.name: quality
    for quality in (
        Quality("draft", 854, 480, 15),
        Quality("720p", 1280, 720, 30),
        Quality("1080p", 1920, 1080, 60),
        Quality("4k", 3840, 2160, 60),
    )
}
