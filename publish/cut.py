"""A beat cut out of a scene: a video of its own, or the same backwards.

Where a beat starts with a key frame, as those that are drawn here do, its pictures are copied:
that takes no time and loses nothing. Others are encoded again: H.264 with hardly a loss,
QuickTime Animation with none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import av
from av.video.stream import VideoStream

from publish import pixels, sound, video
from publish.encoding import add_stream, encoded
from publish.scene import Scene
from record import Record
from record.beats import Beat

# Encoding what is encoded already loses a little each time: a rate factor of 14 keeps that below
# what the first time lost.
_H264 = {"preset": "veryfast", "crf": "14"}

# How much of a beat is decoded at once when it is played backwards.
_CHUNK_BYTES = 256 * 2**20


def cut(scene: Scene, beat: Beat, target: Path, cover: Path | None = None) -> bool:
    """Write one beat as a video of its own, frame by frame what the whole video shows.

    It has the beat's captions and its sound.

    Args:
        scene: The scene.
        beat: One of its beats.
        target: The file to write, of the same kind as the scene's video.
        cover: A PNG that is to be the cover of an MP4.

    Returns:
        Whether the pictures were copied.
    """
    return _write(scene, beat, _part(scene, beat), target, cover)


def film(scene: Scene, beat: Beat, target: Path) -> bool:
    """Write one beat as slides and web pages show it: opaque, pictures and sound alone.

    Args:
        scene: The scene; a transparent one is laid on its background.
        beat: One of its beats.
        target: The MP4 to write.

    Returns:
        Whether the pictures were copied.
    """
    return _write(scene, beat, _bare(_part(scene, beat)), target)


def reverse(scene: Scene, beat: Beat, target: Path) -> None:
    """Write one beat as a video that plays backwards, opaque and silent.

    Args:
        scene: The scene.
        beat: One of its beats.
        target: The MP4 to write.
    """
    part = _bare(_part(scene, beat))
    with (
        video.video(scene.video) as (_, pictures),
        av.open(target, "w", options=video.FASTSTART) as result,
    ):
        backwards = _backwards(scene, beat, pictures)
        video.fill(result, [_encode(scene, part, backwards, result, pictures)], part)


def _part(scene: Scene, beat: Beat) -> Record:
    # The beat's sentence is long for a title, and it is in the captions.
    title = f"{scene.record.title} – {beat.number}"
    return replace(scene.record.excerpt(beat), title=title)


def _bare(part: Record) -> Record:
    """Leave out what a slide says itself."""
    beats = tuple(replace(beat, cues=(), chapter="") for beat in part.beats)
    return replace(part, beats=beats, parameters={**part.parameters, "background": "solid"})


def _write(scene: Scene, beat: Beat, part: Record, target: Path, cover: Path | None = None) -> bool:
    """Write a beat as its record says, and return whether the pictures were copied."""
    span = scene.record.span(beat)
    ends = (sound.position(scene.record, frame) for frame in (span.start, span.stop))
    heard = sound.part(scene.video, *ends)
    with (
        video.video(scene.video) as (source, pictures),
        av.open(target, "w", options=video.FASTSTART) as result,
    ):
        laid = part.transparent != scene.record.transparent
        copied = None if laid else video.stretch(source, pictures, span)
        if copied is None:
            again = video.frames(scene.video, span.start, span.stop)
            streams = [_encode(scene, part, again, result, pictures)]
        else:
            stream = result.add_stream_from_template(pictures)
            if not part.transparent:
                video.label_colours(stream)
            streams = [(stream, copied)]
        if heard is not None:
            voice = sound.add_stream(result)
            streams.append((voice, sound.encoded(sound.faded(heard), voice)))
        video.fill(result, streams, part, cover)
    return copied is not None


def _encode(
    scene: Scene,
    part: Record,
    pictures: Iterable[av.VideoFrame],
    result: av.container.OutputContainer,
    like: VideoStream,
) -> video.Track:
    """Add a stream to a file, for pictures that are encoded again."""
    if part.transparent:
        assert like.pix_fmt is not None
        stream = add_stream(result, like, "qtrle", like.pix_fmt, {})
        return stream, encoded(pictures, stream)
    stream = add_stream(result, like, "libx264", "yuv420p", _H264)
    video.label_colours(stream)
    if scene.record.transparent:
        pictures = _laid(pictures, scene)
    return stream, encoded(pictures, stream)


def _laid(pictures: Iterable[av.VideoFrame], scene: Scene) -> Iterator[av.VideoFrame]:
    """Put a transparent scene's background behind its pictures."""
    behind = pixels.background(scene)
    for picture in pictures:
        yield av.VideoFrame.from_ndarray(pixels.opaque(picture, behind), format="rgb24")


def _backwards(scene: Scene, beat: Beat, like: VideoStream) -> Iterator[av.VideoFrame]:
    """Decode a beat from its last frame to its first, with only some frames in memory."""
    bits = like.format.bits_per_pixel * like.width * like.height
    chunk = max(1, 8 * _CHUNK_BYTES // bits)
    span = scene.record.span(beat)
    for end in range(span.stop, span.start, -chunk):
        start = max(span.start, end - chunk)
        yield from reversed(list(video.frames(scene.video, start, end)))
