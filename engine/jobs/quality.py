"""How large and how smooth a video is."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Encoding:
    """How frames are encoded.

    Attributes:
        codec: FFmpeg's name of the encoder.
        layout: FFmpeg's name of the pixel format.
        options: The encoder's own options, as (name, value).
    """

    codec: str
    layout: str
    options: tuple[tuple[str, str], ...] = ()


# One thread for each encoder: several parts are encoded at a time, and more threads gain nothing.
# For these pictures, flat and sharp, "superfast" keeps more than Manim's "medium" with a rate
# factor of 23, in a fifth of its processor time, without looking for motion in fractions of pixels
# ("subme") and without smoothing the edges of blocks. See benchmarks/encoders.py.
#
# A beat starts with an IDR frame ("forced-idr"), which no later frame looks behind: clips of
# beats are cut there without encoding anything again.
#
# Pictures come in the order in which they are shown, one as soon as the one before: between them
# stand repeats that are written without the encoder.
_ONE_BY_ONE = "bframes=0:rc-lookahead=0:sync-lookahead=0:mbtree=0:force-cfr=1"
_X264 = (("threads", "1"), ("forced-idr", "1"))
DRAFT = Encoding(
    "libx264",
    "yuv420p",
    (("preset", "ultrafast"), ("crf", "23"), *_X264, ("x264-params", _ONE_BY_ONE)),
)
DELIVERY = Encoding(
    "libx264",
    "yuv420p",
    (
        ("preset", "superfast"),
        ("crf", "24"),
        *_X264,
        ("x264-params", f"{_ONE_BY_ONE}:scenecut=0:weightp=0:subme=0:no-deblock=1"),
    ),
)
TRANSPARENT = Encoding("qtrle", "argb")


@dataclass(frozen=True)
class Quality:
    """Size and frame rate of a video.

    Attributes:
        name: What it is called on the command line.
        width: Pixels.
        height: Pixels.
        frame_rate: Frames per second.
        encoding: How frames are encoded; transparent ones have an encoding of their own.
    """

    name: str
    width: int
    height: int
    frame_rate: int
    encoding: Encoding = DELIVERY

    def shaped(self, aspect: str) -> Quality:
        """Return the quality for a frame of another shape, with the same shorter side.

        Args:
            aspect: One of `ASPECTS`.
        """
        across, up = ASPECTS[aspect]
        if (across, up) == ASPECTS["16:9"]:
            return self
        short = min(self.width, self.height)
        # Encoders want even numbers: colours are kept for squares of four pixels.
        width, height = (2 * round(short * side / min(across, up) / 2) for side in (across, up))
        return replace(self, width=width, height=height)

    def __str__(self) -> str:
        return f"{self.width}×{self.height} at {self.frame_rate} frames per second"


ASPECTS = {"16:9": (16, 9), "9:16": (9, 16), "1:1": (1, 1), "4:3": (4, 3)}

QUALITIES = {
    quality.name: quality
    for quality in (
        Quality("draft", 854, 480, 15, DRAFT),
        Quality("720p", 1280, 720, 30),
        Quality("1080p", 1920, 1080, 60),
        Quality("4k", 3840, 2160, 60),
    )
}
