"""Parts of a scene's video: a beat, the same backwards, one frame, the colour behind it all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.video.reformatter import Interpolation
from PIL import Image

from publish import poster
from publish.colour import Colour
from publish.record import Beat
from publish.scene import Scene
from publish.video import label_colours, video

# 18 is where people no longer see a difference from what was encoded.
_QUALITY = {"crf": "18", "preset": "medium"}

# FFmpeg's usual conversion of colours cuts off what it should round: a still would be up to two
# levels darker than the video in a browser, and a page a shade off the video on it.
_ROUNDED = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT

# How much of a beat is decoded at once when it is played backwards.
_CHUNK_BYTES = 256 * 2**20


def background(scene: Scene) -> Colour:
    """Return the colour behind everything, as the video's first pixel has it.

    A transparent scene has none; it is shown on black, or on white when its colours are made
    for light paper.
    """
    if scene.record.transparent:
        light = scene.record.parameters.get("theme") == "light"
        return (255, 255, 255) if light else (0, 0, 0)
    pixel = _rgb(poster.frame(scene.video, 0))[0, 0]
    return int(pixel[0]), int(pixel[1]), int(pixel[2])


def cut(scene: Scene, beat: Beat, target: Path) -> None:
    """Write one beat as a video of its own: H.264, opaque, ready for the web.

    Args:
        scene: The scene.
        beat: One of its beats.
        target: The MP4 to write.
    """
    _write(scene, _frames(scene.video, beat.first, beat.end), target)


def reverse(scene: Scene, beat: Beat, target: Path) -> None:
    """Write one beat as a video that plays backwards.

    Args:
        scene: The scene.
        beat: One of its beats.
        target: The MP4 to write.
    """
    _write(scene, _backwards(scene, beat), target)


def still(scene: Scene, number: int, target: Path) -> None:
    """Write one frame as cut-out videos show it, opaque, as a picture.

    Args:
        scene: The scene.
        number: Which frame of the whole video, counted from 0.
        target: The picture; its ending says what kind it is.
    """
    picture = _opaque(poster.frame(scene.video, number), background(scene))
    # PNG has no quality and ignores it; WebP's 90 can't be told from the video.
    Image.fromarray(_rgb(picture)).save(target, quality=90)


def _frames(path: Path, first: int, end: int) -> Iterator[av.VideoFrame]:
    """Decode the frames from the first to the one before the end."""
    with video(path) as (container, stream):
        assert stream.average_rate is not None
        assert stream.time_base is not None
        tick = stream.average_rate * stream.time_base
        start, stop = round(first / tick), round(end / tick)
        container.seek(start, stream=stream)  # to the key frame at or before
        for picture in container.decode(stream):
            if picture.pts is None or picture.pts < start:
                continue
            if picture.pts >= stop:
                return
            yield picture


def _backwards(scene: Scene, beat: Beat) -> Iterator[av.VideoFrame]:
    """Decode a beat from its last frame to its first, with only some frames in memory."""
    pixels = scene.record.width * scene.record.height
    chunk = max(1, _CHUNK_BYTES // (4 * pixels))
    for end in range(beat.end, beat.first, -chunk):
        start = max(beat.first, end - chunk)
        yield from reversed(list(_frames(scene.video, start, end)))


def _write(scene: Scene, pictures: Iterable[av.VideoFrame], target: Path) -> None:
    behind = background(scene)
    with (
        video(scene.video) as (_, source),
        av.open(target, "w", options={"movflags": "+faststart"}) as result,
    ):
        rate = source.average_rate
        assert rate is not None
        stream = result.add_stream("libx264", rate=rate, options=_QUALITY)
        stream.width, stream.height = source.width, source.height
        stream.pix_fmt = "yuv420p"
        label_colours(stream)
        for number, picture in enumerate(pictures):
            shown = _opaque(picture, behind)
            shown.pts, shown.time_base = number, 1 / rate
            # What kind of frame it was in the source would be kept in the result.
            shown.pict_type = av.video.frame.PictureType.NONE
            result.mux(stream.encode(shown))
        result.mux(stream.encode())


def _rgb(picture: av.VideoFrame) -> npt.NDArray[np.uint8]:
    """Return the pixels of an opaque picture as players show them."""
    shown = picture.reformat(format="rgb24", interpolation=_ROUNDED)
    return shown.to_ndarray().astype(np.uint8, copy=False)


def _opaque(picture: av.VideoFrame, behind: Colour) -> av.VideoFrame:
    """Lay a transparent picture on a colour; an opaque one stays as it is."""
    if not any(part.is_alpha for part in picture.format.components):
        return picture
    pixels = picture.to_ndarray(format="rgba").astype(np.uint16)
    alpha = pixels[..., 3:]
    mixed = (pixels[..., :3] * alpha + np.array(behind, np.uint16) * (255 - alpha)) // 255
    return av.VideoFrame.from_ndarray(mixed.astype(np.uint8), format="rgb24")
