"""Colours as an encoder wants them, converted where a picture has changed."""

from __future__ import annotations

from typing import Any

import av
import numpy as np
from av.video.reformatter import Interpolation, VideoReformatter
from numpy.typing import NDArray

Pixels = NDArray[Any]  # shape (height, width, 4), uint8: red, green, blue, alpha

_ROWS = 64  # of a strip: an even number, because colours are kept for squares of four pixels


class Converter:
    """Makes frames for an encoder; they are its to keep unless it says that it copies them.

    A picture is cut into strips, each of which is converted by itself; where it is the same as the
    last one, so is the frame.

    Args:
        size: Width and height in pixels.
        layout: FFmpeg's name of the pixel format.
        copied: Whether the encoder is done with a frame when it has taken it. Then there is one
            frame for all pictures.
    """

    def __init__(self, size: tuple[int, int], layout: str, copied: bool) -> None:
        self._height = size[1]
        self._layout = layout
        self._copied = copied
        # One for each height: else it would make its tables anew with each change of heights.
        self._scalers: dict[int, VideoReformatter] = {}
        self._frame = av.VideoFrame(*size, layout)
        self._planes = _planes(self._frame)

    def needed(self, rows: slice) -> slice:
        """The rows of a picture that are looked at, if it has changed in some."""
        if not self._copied:
            return slice(0, self._height)
        return slice(rows.start // _ROWS * _ROWS, min(-(-rows.stop // _ROWS) * _ROWS, self._height))

    def convert(self, pixels: Pixels, rows: slice) -> av.VideoFrame:
        """Convert a picture.

        Args:
            pixels: The picture; others than the needed rows may be anything.
            rows: Those needed, by `needed`.
        """
        if not self._copied:
            return self._scaled(pixels)
        for top in range(rows.start, rows.stop, _ROWS):
            part = pixels[top : min(top + _ROWS, self._height)]
            for plane, strip in zip(self._planes, _planes(self._scaled(part)), strict=True):
                start = top * len(strip) // len(part)
                plane[start : start + len(strip)] = strip
        return self._frame

    def _scaled(self, pixels: Pixels) -> av.VideoFrame:
        scaler = self._scalers.setdefault(len(pixels), VideoReformatter())
        # With areas, no row of a strip depends on the strips beside it.
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
