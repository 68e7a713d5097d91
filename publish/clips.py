"""A video for each beat: to be put into slides, or played one after the other."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

from publish import captions, poster, video
from publish.encoding import add_stream, encoded
from publish.record import Beat
from publish.scene import Scene

# Encoding what is encoded already loses a little each time: a rate factor of 14 keeps that below
# what the first time lost.
_H264 = {"preset": "veryfast", "crf": "14"}

_SIDE = 8  # pixels; squares of this size are compared
_TOLERANCE = 6.0  # of 255: what compression changes the mean of a square by, and nobody sees


def make(scene: Scene, folder: Path) -> None:
    """Write a folder with a clip for each beat, its poster, its captions, and an index.

    Args:
        scene: The scene.
        folder: Where the folder goes.
    """
    inside = folder / f"{scene.name}.clips"
    inside.mkdir()
    index = {
        "scene": scene.name,
        "title": scene.record.title,
        "language": scene.record.language,
        "width": scene.record.width,
        "height": scene.record.height,
        "frame_rate": scene.record.frame_rate,
        "clips": [_write(scene, beat, inside) for beat in scene.record.beats],
    }
    text = json.dumps(index, ensure_ascii=False, indent=2) + "\n"
    (inside / "index.json").write_text(text, encoding="utf-8", newline="\n")


def cut(scene: Scene, beat: Beat, target: Path, cover: Path | None = None) -> bool:
    """Write one beat as a video of its own, frame by frame what the whole video shows.

    Where the beat starts with a key frame, as those that are drawn here do, the pictures are
    copied. Others are encoded again: H.264 with hardly a loss, QuickTime Animation with none.

    Args:
        scene: The scene.
        beat: One of its beats.
        target: The file to write, of the same kind as the scene's video.
        cover: A PNG that is to be the cover of an MP4.

    Returns:
        Whether the pictures were copied.
    """
    part = scene.record.excerpt(beat)
    # The beat's sentence is long for a title, and it is in the captions.
    part = replace(part, title=f"{scene.record.title} – {beat.number}")
    with (
        video.video(scene.video) as (source, pictures),
        av.open(target, "w", options=video.FASTSTART) as result,
    ):
        copied = _packets(source, pictures, beat)
        if copied is not None:
            stream = result.add_stream_from_template(pictures)
            chosen: Iterable[av.Packet[Any]] = copied
        else:
            codec, options = ("qtrle", {}) if part.transparent else ("libx264", _H264)
            assert pictures.pix_fmt is not None
            stream = add_stream(result, pictures, codec, pictures.pix_fmt, options)
            chosen = encoded(video.frames(scene.video, beat.first, beat.end), stream)
        if not part.transparent:
            video.label_colours(stream)
        video.fill(result, stream, chosen, part, cover)
    return copied is not None


def _packets(
    source: av.container.InputContainer, pictures: VideoStream, beat: Beat
) -> list[av.Packet[Any]] | None:
    """Return the packets that are a beat and nothing else, from time 0 on.

    Returns:
        The packets; nothing, where the first needs one before, or one of them needs one after.
    """
    assert pictures.average_rate is not None
    assert pictures.time_base is not None
    step = 1 / (pictures.average_rate * pictures.time_base)  # a frame, in units of the file
    first, end = round(beat.first * step), round(beat.end * step)
    source.seek(first, stream=pictures)
    found: list[av.Packet[Any]] = []
    for packet in video.packets(source, pictures):
        assert packet.pts is not None
        # Whatever lies between two packets of the beat may be needed to decode the second.
        if (packet.pts != first or not packet.is_keyframe) if not found else packet.pts >= end:
            break
        found.append(packet)
    if len(found) != beat.frames or min(packet.pts or 0 for packet in found) < first:
        return None
    for packet in found:
        assert packet.pts is not None
        assert packet.dts is not None
        packet.pts -= first
        packet.dts -= first
    return found


def _write(scene: Scene, beat: Beat, folder: Path) -> dict[str, Any]:
    """Write the files of a clip and return what the index says of it."""
    name = folder / beat.slug
    clip, picture = (Path(f"{name}{suffix}") for suffix in (scene.record.suffix, ".png"))
    pictures = video.frames(scene.video, beat.first, beat.end)
    first = last = next(pictures)
    for last in pictures:  # noqa: B007 -- the last one is wanted
        pass
    poster.save(last, picture)
    cut(scene, beat, clip, picture)
    part = scene.record.excerpt(beat)
    captions.write_srt(part, Path(f"{name}.srt"))
    captions.write_vtt(part, Path(f"{name}.vtt"))
    return {
        "file": clip.name,
        "poster": picture.name,
        "captions": f"{name.name}.vtt",
        "first_frame": beat.first,
        "frames": beat.frames,
        "text": beat.text,
        "speech": beat.speech,
        "chapter": beat.chapter,
        "kind": beat.kind,
        # It can be played over and over without a jump, as when nothing moves in it.
        "loop": _are_alike(first, last),
    }


def _are_alike(one: av.VideoFrame, other: av.VideoFrame) -> bool:
    """Find out whether no part of a picture differs visibly from the same part of another."""
    return float(np.abs(_squares(one) - _squares(other)).max()) <= _TOLERANCE


def _squares(picture: av.VideoFrame) -> NDArray[np.float64]:
    """Return the mean colour and opacity of each square of a picture.

    Of a mean, compression changes little; of a single pixel beside an edge, a lot.
    """
    pixels = picture.to_ndarray(format="rgba")
    high, wide = (length // _SIDE * _SIDE for length in pixels.shape[:2])
    parts = pixels[:high, :wide].reshape(high // _SIDE, _SIDE, wide // _SIDE, _SIDE, 4)
    means: NDArray[np.float64] = parts.mean(axis=(1, 3))
    return means
