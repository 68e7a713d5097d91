"""What the pixels of a frame look like: one conversion of colours for everything that shows one."""

from __future__ import annotations

import re

import av
import numpy as np
from av.video.reformatter import Interpolation
from numpy.typing import NDArray

from publish import video
from publish.colour import Colour
from publish.scene import Scene

# FFmpeg's usual conversion of colours cuts off what it should round: a still would be up to two
# levels darker than the video in a browser, and a page a shade off the video on it.
_ROUNDED = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT

_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)
_BEHIND = re.compile(r"\bbackground\s*=\s*#([0-9a-fA-F]{6})")


def has_alpha(picture: av.VideoFrame) -> bool:
    """Tell whether a frame has an alpha channel."""
    return any(part.is_alpha for part in picture.format.components)


def shown(picture: av.VideoFrame) -> NDArray[np.uint8]:
    """Return a frame's pixels as players show them.

    Returns:
        Height × width × 3, or × 4 with an alpha channel where the frame has one; 0 to 255.
    """
    layout = "rgba" if has_alpha(picture) else "rgb24"
    pixels = picture.reformat(format=layout, interpolation=_ROUNDED).to_ndarray()
    return pixels.astype(np.uint8, copy=False)


def opaque(picture: av.VideoFrame, behind: Colour) -> NDArray[np.uint8]:
    """Return a frame's pixels, with a colour behind those that can be seen through.

    Args:
        picture: A decoded frame.
        behind: The colour; see `background`.

    Returns:
        Height × width × 3, from 0 to 255.
    """
    pixels = shown(picture)
    if pixels.shape[2] == 3:
        return pixels
    colours, alpha = pixels[..., :3].astype(np.uint16), pixels[..., 3:].astype(np.uint16)
    mixed = (colours * alpha + np.array(behind, np.uint16) * (255 - alpha) + 127) // 255
    return mixed.astype(np.uint8)


def background(scene: Scene) -> Colour:
    """Return the colour behind everything, as the video's first pixel has it.

    A transparent scene has none, and is shown on what its colours are made for: the background
    it was given; else black, or white in the light theme.

    Raises:
        OSError: The video cannot be read.
    """
    if not scene.record.transparent:
        red, green, blue = shown(video.frame(scene.video, 0))[0, 0]
        return int(red), int(green), int(blue)
    given = _BEHIND.search(scene.record.parameters.get("colours", ""))
    if given is not None:
        red, green, blue = bytes.fromhex(given[1])
        return red, green, blue
    return _WHITE if scene.record.parameters.get("theme") == "light" else _BLACK
