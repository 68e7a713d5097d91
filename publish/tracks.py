"""What a video file carries besides its pictures: labels, chapters, captions, a cover."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
from av.container import OutputContainer
from av.stream import Disposition, Stream
from av.subtitles.stream import SubtitleStream
from av.video.stream import VideoStream
from PIL import Image

from publish.direction import marked
from publish.languages import three_letters
from record import Record

if TYPE_CHECKING:
    from av.container.core import Chapter  # known to type checkers only

MILLISECOND = Fraction(1, 1000)

# How captions look where a player leaves that to the file: white, at the bottom. FFmpeg takes
# this in the form of a file of Advanced SubStation Alpha and makes of it what QuickTime reads.
_STYLE = b"""[Script Info]
ScriptType: v4.00+
PlayResX: 384
PlayResY: 288

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, \
Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, \
Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def describe(container: OutputContainer, record: Record) -> None:
    """Write title, author and licence into a file that is about to be written.

    What the record doesn't say is left out.
    """
    said = {"title": record.title, "artist": record.author, "copyright": record.licence}
    container.metadata.update({name: text for name, text in said.items() if text})


def mark_language(stream: Stream, record: Record) -> None:
    """Say which language a stream is in, with the three letters that video files use."""
    stream.metadata["language"] = three_letters(record.language)


def add_chapters(container: OutputContainer, record: Record) -> None:
    """Write the chapters into a file that is about to be written.

    A scene without chapters has none in its file either.
    """
    if not any(chapter.title for chapter in record.chapters):
        return
    chapters: list[Chapter] = [
        {
            "id": number,
            "start": record.span(chapter.beats[0]).start,
            "end": record.span(chapter.beats[-1]).stop,
            "time_base": 1 / record.exact_rate,
            # A player shows nothing at all for an empty title.
            "metadata": {"title": chapter.title or record.title},
        }
        for number, chapter in enumerate(record.chapters)
    ]
    container.set_chapters(chapters)


def add_captions(container: OutputContainer, record: Record) -> SubtitleStream | None:
    """Add a stream for captions, as MP4 and MOV have them.

    Returns:
        The stream, or nothing where there are no captions.
    """
    if not record.cues:
        return None
    stream = container.add_stream("mov_text")
    assert isinstance(stream, SubtitleStream)
    stream.codec_context.subtitle_header = _STYLE
    stream.time_base = MILLISECOND
    return stream


def caption_packets(record: Record, stream: SubtitleStream) -> list[av.Packet[Any]]:
    """Return the captions as packets of their stream, in order.

    Where nothing is said, FFmpeg puts the empty packets that MP4 wants.
    """
    packets = []
    for cue in record.cues:
        text = marked(cue.text).encode()
        # How many bytes the text has, in two bytes, and the text (3GPP TS 26.245).
        packet = av.Packet(len(text).to_bytes(2, "big") + text)
        start, end = round(cue.start * 1000), round(cue.end * 1000)
        _place(packet, stream, start, end - start, MILLISECOND)
        packets.append(packet)
    return packets


def add_cover(container: OutputContainer, picture: Path) -> av.Packet[Any]:
    """Add a picture that file managers and players show for the file.

    Args:
        container: An MP4 that is about to be written; MOV knows no cover.
        picture: A PNG without an alpha channel.

    Returns:
        The picture, to be put into the file.
    """
    stream = container.add_stream("png")
    assert isinstance(stream, VideoStream)
    with Image.open(picture) as image:
        stream.width, stream.height = image.size
    stream.pix_fmt = "rgb24"
    stream.disposition = Disposition.attached_pic
    stream.time_base = MILLISECOND
    packet = av.Packet(picture.read_bytes())
    _place(packet, stream, 0, 0, MILLISECOND)
    return packet


def _place(
    packet: av.Packet[Any], stream: Stream, start: int, duration: int, time_base: Fraction
) -> None:
    packet.stream = stream
    packet.time_base = time_base
    packet.pts = packet.dts = start
    packet.duration = duration
    packet.is_keyframe = True
