"""Everything that is published for one scene."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from publish import captions, poster, record, video
from publish.files import output_name


def write(data: Mapping[str, Any], movie: Path, folder: Path, sound: Path | None = None) -> Path:
    """Write video, record, captions and poster of a scene into a folder.

    Args:
        data: The scene's record.
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
    name = folder / output_name(data["scene"], data.get("variant", ""))
    parsed = record.Record.of(data)
    clip = name.with_suffix(parsed.suffix)
    picture = name.with_suffix(".png")
    poster.write(movie, parsed.poster_frame, picture, parsed)
    video.publish(movie, parsed, clip, cover=picture, sound=sound)
    captions.write_srt(parsed, name.with_suffix(".srt"))
    captions.write_vtt(parsed, name.with_suffix(".vtt"))
    record.save(data, name.with_suffix(".beats.json"))
    return clip
