"""The video as people get it: it starts playing before it is loaded, and says what it is.

An opaque one is H.264 in an MP4; a transparent one is QuickTime Animation (RGBA) in a MOV.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
from av.video.stream import VideoStream

from publish.record import Record

# Manim converts colours by the BT.601 matrix and doesn't say so in the file; players take
# HD video without a label for BT.709 and show other colours than were drawn. The numbers
# are those of ITU-T H.273: BT.601 matrix, BT.709 primaries, sRGB transfer, studio range.
_MATRIX, _PRIMARIES, _TRANSFER, _RANGE = 6, 1, 13, 1


def publish(movie: Path, record: Record, target: Path) -> None:
    """Repack a movie, without encoding it again, for playing from the web.

    The index comes before the pictures (faststart), the title is in the metadata, the
    colours are labelled.

    Args:
        movie: The video as Manim writes it: H.264, yuv420p, or RGBA with an alpha channel.
        record: The scene's record.
        target: The file to write, an MP4 or a MOV.

    Raises:
        ValueError: The movie has another number of frames than the record says.
    """
    with (
        video(movie) as (source, pictures),
        av.open(target, "w", options={"movflags": "+faststart"}) as result,
    ):
        if pictures.frames != record.frames:
            raise ValueError(
                f"the movie has {pictures.frames} frames, the record says {record.frames}"
            )
        result.metadata["title"] = record.title
        stream = result.add_stream_from_template(pictures)
        if not record.transparent:
            _label_colours(stream)
        for packet in source.demux(pictures):
            if packet.dts is None:  # what demuxing yields at the end
                continue
            packet.stream = stream
            result.mux(packet)


def _label_colours(stream: VideoStream) -> None:
    colours = stream.codec_context
    colours.colorspace = _MATRIX
    colours.color_primaries = _PRIMARIES
    colours.color_trc = _TRANSFER
    colours.color_range = _RANGE


@contextmanager
def video(path: Path) -> Iterator[tuple[av.container.InputContainer, VideoStream]]:
    """Open a video file for reading and pick its video stream."""
    with av.open(path) as container:
        yield container, container.streams.video[0]
