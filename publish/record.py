"""What later stages read from a ``.beats.json`` file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Caption:
    """One caption.

    Attributes:
        start: Seconds from the start of the video.
        end: Seconds from the start of the video.
        text: One or two lines, separated by a newline.
    """

    start: float
    end: float
    text: str


@dataclass(frozen=True)
class Record:
    """The part of a scene's record that its video, poster and captions are made from.

    Attributes:
        title: Title of the video, plain text.
        frame_rate: Frames per second.
        duration: Seconds; a whole number of frames.
        poster: When the most telling picture stands, in seconds.
        captions: In order of time.
        transparent: Whether the video has an alpha channel.
    """

    title: str
    frame_rate: float
    duration: float
    poster: float
    captions: tuple[Caption, ...]
    transparent: bool = False

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Record:
        """Read the record as a scene makes it.

        Raises:
            KeyError: Something is missing.
        """
        return cls(
            title=data["title"],
            frame_rate=data["quality"]["frame_rate"],
            duration=data["duration"],
            poster=data["poster"],
            captions=tuple(
                Caption(cue["start"], cue["end"], cue["text"])
                for beat in data["beats"]
                for cue in beat["cues"]
            ),
            transparent=data["parameters"].get("background") == "transparent",
        )

    @property
    def frames(self) -> int:
        """How many frames the video has."""
        return round(self.duration * self.frame_rate)

    @property
    def suffix(self) -> str:
        """The ending of the video's name: MP4 knows no alpha channel."""
        return ".mov" if self.transparent else ".mp4"

    @property
    def poster_frame(self) -> int:
        """The frame that is the poster, counted from 0."""
        return min(round(self.poster * self.frame_rate), self.frames - 1)


def save(data: Mapping[str, Any], path: Path) -> None:
    """Write a scene's whole record as JSON: UTF-8, two spaces, one newline at the end."""
    text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def load(path: Path) -> Record:
    """Read a ``.beats.json`` file."""
    return Record.of(json.loads(path.read_text(encoding="utf-8")))
