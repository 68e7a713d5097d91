"""The video with captions in its pictures, for apps that show none or cover them.

Nothing that the picture shows is covered. A lesson keeps the lowest part of its picture free, and
captions stand there. Phone apps draw over the edges of a high video, which leaves a room about as
wide as it is high: a square video is set into it, and its captions below it.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path

import av
import numpy as np
import typst
from av.video.stream import VideoStream
from numpy.typing import NDArray
from PIL import Image

from publish import pixels, sound, video
from publish.colour import Colour
from publish.direction import runs_leftwards
from publish.encoding import encoded
from publish.formats import Format
from publish.scene import Scene
from record import Quality, Record
from record.beats import Cue

_log = logging.getLogger(__name__)

RAIL = 0.14
"""Share of the height of a lesson's picture, at the bottom, in which nothing stands."""
MARGIN = 0.05
"""Share of its width and height at the other sides of which the same is true."""
CLEAR = 120 / 1080, 288 / 1920, 888 / 1080, 1248 / 1920
"""What phone apps leave of a video of 9:16, left, top, right and bottom in shares of it; where the
numbers come from is said in docs/publishing.md."""

_SQUARE = 0.9, 1.15  # width over height
_LETTERS = 21  # ems that a line of 42 letters takes at most
_LINES = 3  # ems that two lines take, with what is around them
_SAID = 1.0  # seconds in which the last word of a caption has been said
_H264 = {"preset": "veryfast", "crf": "18"}
_TYPESET = """
#set page(width: auto, height: auto, margin: (x: 0.5em, y: 0.3em), fill: black)
#set text(size: {size}pt, font: "Source Sans Pro", weight: 600, fill: white, dir: {way})
#set par(leading: 0.45em)
#align(center)[{lines}]
"""

Planes = tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]


@dataclass(frozen=True)
class Box:
    """A part of a picture in pixels, all of them even: colours are stored for two by two."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def of(cls, left: float, top: float, right: float, bottom: float) -> Box:
        """Return the box with even sides that is nearest to a part of a picture."""
        return cls(*(2 * round(side / 2) for side in (left, top, right, bottom)))


@dataclass(frozen=True)
class Places:
    """Where things are in a video with captions.

    Attributes:
        width: Pixels.
        height: Pixels.
        picture: Where the lesson's own picture is.
        strip: Where captions are; the picture shows nothing there.
    """

    width: int
    height: int
    picture: Box
    strip: Box


def places(quality: Quality) -> Places | None:
    """Return where things are; nothing for a high video, of which apps cover what captions need."""
    width, height = quality.width, quality.height
    if width / height < _SQUARE[0]:
        return None
    if width / height > _SQUARE[1]:
        foot = (1 - RAIL) * height
        strip = Box.of(MARGIN * width, foot, (1 - MARGIN) * width, foot + RAIL * height * 6 / 7)
        return Places(width, height, Box(0, 0, width, height), strip)
    tall = 2 * round(width * 8 / 9)
    left, top, right, bottom = (
        share * side for share, side in zip(CLEAR, (width, tall, width, tall), strict=True)
    )
    side = (right - left) / (1 - 2 * MARGIN)  # so that what is shown is in the room
    left_side, top_side = left - MARGIN * side, top - MARGIN * side
    picture = Box.of(left_side, top_side, left_side + side, top_side + side)
    return Places(width, tall, picture, Box.of(left, picture.bottom, right, bottom))


def make(scene: Scene, folder: Path) -> None:
    """Write an MP4 with captions in its pictures; of a square video, one of 9:16.

    Args:
        scene: The scene. Of a transparent one, or one of 9:16, nothing is made, which is told.
        folder: Where the file goes.
    """
    record = scene.record
    where = places(record.quality)
    if where is None or record.transparent:
        remedy = "--aspect 1:1, of which 9:16 is made" if where is None else "another background"
        _log.warning("%s: no captions can be put into it; render it with %s", scene.name, remedy)
        return
    bare = replace(record, beats=tuple(replace(beat, cues=()) for beat in record.beats))
    with (
        sound.sound(scene.video) as (beside, heard),
        av.open(folder / f"{scene.name}.burned.mp4", "w", options=video.FASTSTART) as result,
    ):
        stream = result.add_stream("libx264", rate=record.exact_rate, options=_H264)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = where.width, where.height, "yuv420p"
        video.label_colours(stream)
        streams: list[video.Track] = [(stream, encoded(_pictures(scene, where), stream))]
        if heard is not None:
            voice = result.add_stream_from_template(heard)
            streams.append((voice, video.packets(beside, heard)))
        video.fill(result, streams, bare)


FORMAT = Format(
    make,
    "the video with captions in its pictures, and the word that is said in another colour",
    ("<Scene>.burned.mp4",),
    "of a square one (`--aspect 1:1`), a video of 9:16 of which phone apps cover nothing",
)


def moments(cue: Cue) -> Iterator[tuple[float, int | None]]:
    """Yield from when on which word of a caption is being said; None when none is."""
    if not cue.words:
        yield cue.start, None
        return
    for number, time in enumerate((cue.start, *cue.words[1:])):
        yield time, number
    if cue.words[-1] + _SAID < cue.end:
        yield cue.words[-1] + _SAID, None


def _pictures(scene: Scene, where: Places) -> Iterator[av.VideoFrame]:
    """Yield the pictures of the whole video, with captions."""
    record, box = scene.record, where.picture
    size = box.right - box.left, box.bottom - box.top
    canvas = _canvas(where, pixels.background(scene))
    plates = _plates(record, where)
    shown = next(plates)
    for picture in video.frames(scene.video, 0, record.frames):
        fitting = picture.reformat(*size, format="yuv420p")
        whole = canvas.copy()
        _lay(whole, where, fitting, box.left, box.top)
        if shown is not None:
            left = (where.strip.left + where.strip.right - shown.width) // 4 * 2
            top = (where.strip.top + where.strip.bottom - shown.height) // 4 * 2
            _lay(whole, where, shown, left, top)
        yield av.VideoFrame.from_ndarray(whole, format="yuv420p")
        shown = next(plates)


def _plates(record: Record, where: Places) -> Iterator[av.VideoFrame | None]:
    """Yield the caption of each frame, and nothing after the last."""
    turns: list[tuple[float, Cue | None, int | None]] = []
    for cue in record.cues:
        turns += [(time, cue, word) for time, word in moments(cue)]
        turns.append((cue.end, None, None))
    turn, plate = -1, None
    for number in range(record.frames):
        before = turn
        while turn + 1 < len(turns) and turns[turn + 1][0] <= (number + 0.5) / record.exact_rate:
            turn += 1
        if turn != before:
            _, said, word = turns[turn]
            plate = None if said is None else _plate(said.text, word, where.strip)
        yield plate
    yield None


def _plate(text: str, word: int | None, strip: Box) -> av.VideoFrame:
    """Set a caption, in white on black, as large as there is room for it."""
    room = strip.right - strip.left, strip.bottom - strip.top
    size = min(room[0] / _LETTERS, room[1] / _LINES)
    image = _set(text, word, size)
    if (over := max(image.width / room[0], image.height / room[1])) > 1:
        image = _set(text, word, 0.98 * size / over)
    even = Image.new("RGB", (image.width // 2 * 2, image.height // 2 * 2))
    even.paste(image)
    plain = av.VideoFrame.from_ndarray(np.asarray(even), format="rgb24")
    return plain.reformat(format="yuv420p")


def _set(text: str, word: int | None, size: float) -> Image.Image:
    parts = re.split(r"(\s+)", text)  # words, and what is between them
    written = [f"#{json.dumps(part, ensure_ascii=False)}" for part in parts]
    if word is not None:
        written[2 * word] = f'#text(fill: rgb("#FFD54A"), {written[2 * word][1:]})'
    between = [" \\ " if "\n" in part else " " for part in parts]
    lines = "".join(between[place] if place % 2 else one + ";" for place, one in enumerate(written))
    way = "rtl" if runs_leftwards(text) else "ltr"
    document = _TYPESET.format(size=size, way=way, lines=lines)
    made = typst.compile(document.encode(), format="png", ppi=72, font_paths=_fonts())
    assert isinstance(made, bytes)
    return Image.open(BytesIO(made)).convert("RGB")


@cache
def _fonts() -> typst.Fonts:
    with as_file(files("font_source_sans_pro") / "files") as folder:
        return typst.Fonts(include_system_fonts=True, font_paths=[str(folder)])


def _canvas(where: Places, colour: Colour) -> NDArray[np.uint8]:
    """Return an empty picture, as its planes lie one after the other."""
    plain = np.full((where.height, where.width, 3), colour, np.uint8)
    return _data(av.VideoFrame.from_ndarray(plain, format="rgb24"))


def _data(picture: av.VideoFrame) -> NDArray[np.uint8]:
    """Return the planes of a picture, one after the other."""
    return picture.to_ndarray(format="yuv420p").astype(np.uint8, copy=False)


def _lay(whole: NDArray[np.uint8], where: Places, part: av.VideoFrame, left: int, top: int) -> None:
    """Put a picture into another, at an even place; both are planes of brightness and colours."""
    inner = _planes(_data(part), part.width, part.height)
    for plane, piece, step in zip(
        _planes(whole, where.width, where.height), inner, (1, 2, 2), strict=True
    ):
        high, wide = piece.shape
        plane[top // step :, left // step :][:high, :wide] = piece


def _planes(data: NDArray[np.uint8], width: int, height: int) -> Planes:
    """Return brightness and the two colours of a picture, as parts of it."""
    flat, count = data.reshape(-1), width * height
    ends = count, count + count // 4, count + count // 2
    small = height // 2, width // 2
    return (
        flat[: ends[0]].reshape(height, width),
        flat[ends[0] : ends[1]].reshape(small),
        flat[ends[1] : ends[2]].reshape(small),
    )
