"""Everything that is published for one scene."""

from __future__ import annotations

from pathlib import Path

from publish import captions, poster, video
from publish.files import RECORD
from record import Record


def write(record: Record, movie: Path, folder: Path, sound: Path | None = None) -> Path:
    """Write video, record, captions and poster of a scene into a folder.

    Args:
        record: The scene's record.
        movie: The video as Manim wrote it.
        folder: Where the five files go; they are named after the scene and its variant.
        sound: A WAV that lasts as long as the video, mono, 16 bits, 48 kHz; nothing for a silent
            video.

    Returns:
        The video.

    Raises:
        ValueError: Movie or sound don't last as long as the record says.
        OSError: Something cannot be written.
    """
    name = folder / record.name
    clip = name.with_suffix(record.suffix)
    picture = name.with_suffix(".png")
    poster.write(movie, record.poster_frame, picture, record)
    video.publish(movie, record, clip, cover=picture, sound=sound)
    captions.write_srt(record, name.with_suffix(".srt"))
    captions.write_vtt(record, name.with_suffix(".vtt"))
    name.with_suffix(RECORD).write_text(record.text, encoding="utf-8", newline="\n")
    return clip
