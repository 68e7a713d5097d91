"""Colours as an encoder wants them, converted where a picture has changed."""

from __future__ import annotations

from typing import Any, NamedTuple

import av
import numpy as np
from av.video.reformatter import Interpolation, VideoReformatter
from numpy.typing import NDArray

Pixels = NDArray[Any]  # shape (height, width, 4), uint8: red, green, blue, alpha

_ROWS = 64  # of a strip: an even number, because colours are kept for squares of four pixels
_COLUMNS = 4  # how many parts across a picture is thought of as


class Region(NamedTuple):
    """A part of a picture, in pixels from its upper left corner; the other two ends are beyond it.

    >>> Region(0, 0, 8, 2) | Region(4, 6, 5, 8)
    Region(left=0, top=0, right=8, bottom=8)
    """

    left: int
    top: int
    right: int
    bottom: int

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return self.left >= self.right or self.top >= self.bottom

    @property
    def slices(self) -> tuple[slice, slice]:
        """Its rows and columns."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def __or__(self, other: Region) -> Region:
        """What both are in."""
        left, top, right, bottom = other
        return Region(
            min(self.left, left), min(self.top, top),
            max(self.right, right), max(self.bottom, bottom),
        )  # fmt: skip

    def meets(self, other: Region) -> bool:
        """Whether they have pixels in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


class Converter:
    """Makes frames for an encoder; they are its to keep unless it says that it copies them.

    A picture is cut into pieces, each of which is converted by itself; where it is the same as the
    last one, so is the frame.

    Args:
        size: Width and height in pixels.
        layout: FFmpeg's name of the pixel format.
        copied: Whether the encoder is done with a frame when it has taken it. Then there is one
            frame for all pictures.
    """

    def __init__(self, size: tuple[int, int], layout: str, copied: bool) -> None:
        self._size = size
        self._layout = layout
        self._copied = copied
        # One for each size: else it would make its tables anew with each change of sizes.
        self._scalers: dict[tuple[int, ...], VideoReformatter] = {}
        self._frame = av.VideoFrame(*size, layout)
        self._planes = _planes(self._frame)

    def needed(self, changed: Region) -> Region:
        """The part of a picture that is looked at, if it has changed in another."""
        width, height = self._size
        if not self._copied:
            return Region(0, 0, width, height)
        # An even number of pixels, whatever the width.
        across = -(-width // (2 * _COLUMNS)) * 2
        return Region(
            changed.left // across * across,
            changed.top // _ROWS * _ROWS,
            min(-(-changed.right // across) * across, width),
            min(-(-changed.bottom // _ROWS) * _ROWS, height),
        )

    def convert(self, pixels: Pixels, needed: Region) -> av.VideoFrame:
        """Convert a picture.

        Args:
            pixels: The picture; outside of what is needed it may be anything.
            needed: By `needed`.
        """
        if not self._copied:
            return self._scaled(pixels)
        across = slice(needed.left, needed.right)
        for top in range(needed.top, needed.bottom, _ROWS):
            piece = pixels[top : min(top + _ROWS, needed.bottom), across]
            for plane, part in zip(self._planes, _planes(self._scaled(piece)), strict=True):
                coarse = len(piece) // len(part)
                start, left = top // coarse, needed.left // coarse
                plane[start : start + part.shape[0], left : left + part.shape[1]] = part
        return self._frame

    def _scaled(self, pixels: Pixels) -> av.VideoFrame:
        scaler = self._scalers.setdefault(pixels.shape, VideoReformatter())
        # With areas, no pixel of a piece depends on the pieces beside it.
        return scaler.reformat(
            av.VideoFrame.from_numpy_buffer(pixels, format="rgba"),
            format=self._layout,
            interpolation=Interpolation.AREA,
            threads=1,
        )


def _planes(frame: av.VideoFrame) -> list[Pixels]:
    """The planes of a frame, as arrays that share their memory."""
    return [
        np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[
            : plane.height, : plane.width
        ]
        for plane in frame.planes
    ]
