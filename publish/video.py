"""The video as people get it: it starts playing before it is loaded, and says what it is.

An opaque one is H.264 in an MP4; a transparent one is QuickTime Animation (RGBA) in a MOV.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from heapq import merge
from pathlib import Path
from typing import Any, TypeAlias

import av
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.stream import Stream
from av.video.stream import VideoStream

from publish import sound as sounds
from publish import tracks
from record import Record

# Manim converts colours by the BT.601 matrix and doesn't say so in the file; players take
# HD video without a label for BT.709 and show other colours than were drawn. The numbers
# are those of ITU-T H.273: BT.601 matrix, BT.709 primaries, sRGB transfer, studio range.
_MATRIX, _PRIMARIES, _TRANSFER, _RANGE = 6, 1, 13, 1


FASTSTART = {"movflags": "+faststart"}
"""Options of an MP4 or a MOV that starts playing before it is loaded."""


Track: TypeAlias = "tuple[Stream, Iterable[av.Packet[Any]]]"
"""A stream of a file that is written, and all that it is to have, in the order of decoding."""


def publish(
    movie: Path,
    record: Record,
    target: Path,
    cover: Path | None = None,
    sound: Path | None = None,
) -> None:
    """Repack a movie, without encoding it again, for playing from the web.

    The index comes before the pictures (faststart), the colours are labelled. Title, author and
    licence are in the metadata; chapters and captions are in the file, for players that show
    them. Sound is AAC; what a movie has already is copied.

    Args:
        movie: The video as Manim writes it: H.264, yuv420p, or RGBA with an alpha channel; or
            a video that was published before.
        record: The scene's record.
        target: The file to write, an MP4 or a MOV.
        cover: A PNG that is to be the cover of an MP4.
        sound: A WAV that lasts as long as the video: mono, 16 bits, 48 kHz. It takes the place
            of what the movie has.

    Raises:
        ValueError: The movie has another number of frames than the record says, or the sound
            isn't as it should be.
        OSError: Something cannot be read or written.
    """
    samples = None if sound is None else sounds.read(sound, record)
    with video(movie) as (source, pictures), sounds.sound(movie) as (beside, heard):
        if pictures.frames != record.frames:
            raise ValueError(
                f"the movie has {pictures.frames} frames, the record says {record.frames}"
            )
        with av.open(target, "w", options=FASTSTART) as result:
            stream = result.add_stream_from_template(pictures)
            if not record.transparent:
                label_colours(stream)
            streams: list[Track] = [(stream, packets(source, pictures))]
            if samples is not None:
                voice = sounds.add_stream(result)
                streams.append((voice, sounds.encoded(samples, voice)))
            elif heard is not None:
                streams.append((result.add_stream_from_template(heard), packets(beside, heard)))
            fill(result, streams, record, cover)


def fill(
    result: OutputContainer, streams: Sequence[Track], record: Record, cover: Path | None = None
) -> None:
    """Write encoded pictures and sound, and all that says what they are, into a file.

    Args:
        result: An MP4 or a MOV in which nothing is written yet.
        streams: Its streams.
        record: What they show and say.
        cover: A PNG that is to be the cover of an MP4.
    """
    captions = tracks.add_captions(result, record)
    if captions is not None:
        streams = [(captions, tracks.caption_packets(record, captions)), *streams]
    describe(result, streams, record)
    if cover is not None and result.format.name == "mp4":
        result.mux(tracks.add_cover(result, cover))
    mux(result, streams)


def describe(result: OutputContainer, streams: Iterable[Track], record: Record) -> None:
    """Say in a file what it is, in which language, and which chapters it has.

    Args:
        result: A file in which nothing is written yet.
        streams: Its streams.
        record: What they show and say.
    """
    tracks.describe(result, record)
    tracks.add_chapters(result, record)
    for stream, _ in streams:
        tracks.mark_language(stream, record)


def mux(result: OutputContainer, streams: Iterable[Track]) -> None:
    """Write packets into a file in the order of time: a player reads it from front to back.

    Args:
        result: The file.
        streams: Its streams.
    """
    for packet in merge(*(_of(stream, some) for stream, some in streams), key=_seconds):
        result.mux(packet)


def packets(source: InputContainer, stream: VideoStream | AudioStream) -> Iterator[av.Packet[Any]]:
    """Yield the packets of a stream, in the order of decoding."""
    for packet in source.demux(stream):
        if packet.dts is not None:  # what demuxing yields at the end has no time
            yield packet


def stretch(
    source: InputContainer, pictures: VideoStream, span: range
) -> list[av.Packet[Any]] | None:
    """Return the packets of some frames and nothing else, from time 0 on.

    Returns:
        The packets; nothing, where the first needs one before, or one of them needs one after.
    """
    step = step_of(pictures)
    first, end = round(span.start * step), round(span.stop * step)
    source.seek(first, stream=pictures)
    found: list[av.Packet[Any]] = []
    for packet in packets(source, pictures):
        assert packet.pts is not None
        # Whatever lies between two packets of the beat may be needed to decode the second.
        if (packet.pts != first or not packet.is_keyframe) if not found else packet.pts >= end:
            break
        found.append(packet)
    if len(found) != len(span) or min(packet.pts or 0 for packet in found) < first:
        return None
    return [later(packet, -first) for packet in found]


def step_of(pictures: VideoStream) -> Fraction:
    """Return how long a frame is, in units of its file."""
    assert pictures.average_rate is not None
    assert pictures.time_base is not None
    return 1 / (pictures.average_rate * pictures.time_base)


def later(packet: av.Packet[Any], units: int) -> av.Packet[Any]:
    """Move a packet in time, by units of its file."""
    assert packet.pts is not None
    assert packet.dts is not None
    packet.pts += units
    packet.dts += units
    return packet


def frames(path: Path, first: int, end: int) -> Iterator[av.VideoFrame]:
    """Decode a part of a video.

    Args:
        path: The video.
        first: Its first frame, counted from 0.
        end: The frame after the last one.

    Raises:
        IndexError: The video has fewer frames.
    """
    with video(path) as (container, stream):
        step = step_of(stream)
        container.seek(round(first * step), stream=stream)  # to the key frame at or before
        number = first
        for picture in container.decode(stream):
            if number == end:
                return
            if picture.pts is not None and picture.pts >= round(number * step):
                number += 1
                yield picture
    if number != end:
        raise IndexError(f"{path.name} has no frame {number}")


def frame(path: Path, number: int) -> av.VideoFrame:
    """Decode one frame of a video.

    Args:
        path: The video.
        number: Which frame, counted from 0.

    Raises:
        IndexError: The video has fewer frames.
    """
    (picture,) = frames(path, number, number + 1)
    return picture


def label_colours(stream: VideoStream) -> None:
    """Say in the file how its colours are meant."""
    colours = stream.codec_context
    colours.colorspace = _MATRIX
    colours.color_primaries = _PRIMARIES
    colours.color_trc = _TRANSFER
    colours.color_range = _RANGE


def _of(stream: Stream, some: Iterable[av.Packet[Any]]) -> Iterator[av.Packet[Any]]:
    for packet in some:
        packet.stream = stream
        yield packet


def _seconds(packet: av.Packet[Any]) -> float:
    assert packet.dts is not None
    return float(packet.dts * packet.time_base)


@contextmanager
def video(path: Path) -> Iterator[tuple[InputContainer, VideoStream]]:
    """Open a video file for reading and pick its video stream."""
    with av.open(path) as container:
        yield container, container.streams.video[0]
