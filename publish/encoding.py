"""Pictures and sound of one video, encoded for another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import av
from av.container import OutputContainer
from av.video.frame import PictureType
from av.video.stream import VideoStream

from publish import sound, video
from publish.scene import Scene


def add_stream(
    result: OutputContainer,
    like: VideoStream,
    codec: str,
    layout: str,
    options: Mapping[str, str],
) -> VideoStream:
    """Add a stream of the size and the frame rate of another to a file.

    Args:
        result: The file; nothing is written in it yet.
        like: The other stream.
        codec: FFmpeg's name of the encoder.
        layout: FFmpeg's name of the pixel format.
        options: The encoder's own options.
    """
    stream = result.add_stream(codec, rate=like.average_rate, options=dict(options))
    assert isinstance(stream, VideoStream)
    stream.width, stream.height = like.width, like.height
    stream.pix_fmt = layout
    return stream


def encoded(pictures: Iterable[av.VideoFrame], stream: VideoStream) -> Iterator[av.Packet[Any]]:
    """Encode pictures one after the other, the first at time 0, a frame each."""
    step = 1 / stream.codec_context.rate
    for number, picture in enumerate(pictures):
        picture.pts, picture.time_base = number, step
        picture.pict_type = PictureType.NONE  # what it was before says nothing any more
        yield from stream.encode(picture)
    yield from stream.encode()


def again(
    scene: Scene,
    result: OutputContainer,
    codec: str,
    layout: str,
    options: Mapping[str, str],
    voice: str,
) -> list[video.Track]:
    """Add streams to a file for all pictures of a scene, encoded again, and for its sound, if any.

    Args:
        scene: The scene.
        result: As for `add_stream`; so are codec, layout and options.
        codec: For the pictures.
        layout: For the pictures.
        options: For the pictures.
        voice: FFmpeg's name of the encoder for the sound.
    """
    frames = scene.record.frames
    with video.video(scene.video) as (_, pictures):
        stream = add_stream(result, pictures, codec, layout, options)
    video.label_colours(stream)
    streams: list[video.Track] = [(stream, encoded(video.frames(scene.video, 0, frames), stream))]
    heard = sound.part(scene.video, 0, sound.position(scene.record, frames))
    if heard is not None:
        added = sound.add_stream(result, voice)
        streams.append((added, sound.encoded(heard, added)))
    return streams
