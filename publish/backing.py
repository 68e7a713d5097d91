"""Something behind transparent pictures, for what knows no half-transparent edges."""

from __future__ import annotations

import av
import numpy as np
from PIL import Image

from publish import poster
from publish.scene import Scene


class Backing:
    """Puts white behind a transparent scene, or black where what is drawn is light.

    It is the same for all pictures of a scene: its poster decides.

    Args:
        scene: A scene; pictures of an opaque one stay as they are.
    """

    def __init__(self, scene: Scene) -> None:
        self._colour: str | None = None
        if scene.record.transparent:
            pixels = poster.frame(scene.video, scene.record.poster_frame).to_ndarray(format="rgba")
            drawn = pixels[pixels[..., 3] > 128][:, :3]
            light = drawn.size > 0 and float(np.mean(drawn)) > 128
            self._colour = "black" if light else "white"

    def behind(self, picture: av.VideoFrame) -> Image.Image:
        """Return a decoded frame as an opaque picture."""
        if self._colour is None:
            return Image.fromarray(picture.to_ndarray(format="rgb24"))
        front = Image.fromarray(picture.to_ndarray(format="rgba"))
        back = Image.new("RGBA", front.size, self._colour)
        return Image.alpha_composite(back, front).convert("RGB")
