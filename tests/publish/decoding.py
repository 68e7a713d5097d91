"""What is in published files, read with the libraries that players and editors use.

It shares no code with what is tested: what a scene should be is taken from the JSON of its record,
what is in a file from the file.
"""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.reformatter import Interpolation
from PIL import Image, ImageSequence

# Players round colours; FFmpeg's usual conversion cuts them off.
ROUNDED = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT


@dataclass(frozen=True)
class Cue:
    """A caption."""

    start: Fraction
    end: Fraction
    text: str


@dataclass(frozen=True)
class Whole:
    """A rendered scene as its record has it.

    Attributes:
        record: The record.
    """

    record: Path

    @property
    def data(self) -> dict[str, Any]:
        return _json(self.record)

    @property
    def folder(self) -> Path:
        return self.record.parent

    @property
    def name(self) -> str:
        return self.record.name.removesuffix(".beats.json")

    @property
    def is_clear(self) -> bool:
        return bool(self.data["parameters"]["background"] == "transparent")

    @property
    def video(self) -> Path:
        return self.file("mov" if self.is_clear else "mp4")

    @property
    def rate(self) -> int:
        return int(self.data["quality"]["frame_rate"])

    @property
    def frames(self) -> int:
        return self._frame(self.data["duration"])

    @property
    def beats(self) -> list[dict[str, Any]]:
        return list(self.data["beats"])

    @property
    def spans(self) -> list[tuple[int, int]]:
        """The first frame of each beat, and the frame after its last."""
        return [(self._frame(beat["start"]), self._frame(beat["end"])) for beat in self.beats]

    @property
    def chapters(self) -> list[tuple[Fraction, Fraction, str]]:
        """Start, end and title of each."""
        groups = groupby(
            zip(self.beats, self.spans, strict=True), key=lambda one: one[0]["chapter"]
        )
        parts = [(title, [span for _, span in members]) for title, members in groups]
        return [
            (Fraction(spans[0][0], self.rate), Fraction(spans[-1][1], self.rate), title)
            for title, spans in parts
        ]

    def cues(self, *beats: dict[str, Any], since: float = 0) -> list[Cue]:
        """The captions of some beats, of all by default."""
        return [
            Cue(exact(cue["start"] - since), exact(cue["end"] - since), cue["text"])
            for beat in beats or self.beats
            for cue in beat["cues"]
        ]

    def file(self, suffix: str) -> Path:
        return self.folder / f"{self.name}.{suffix}"

    def _frame(self, seconds: float) -> int:
        number = exact(seconds) * self.rate
        assert number.denominator == 1, f"{seconds} s is no whole number of frames"
        return int(number)


def exact(seconds: float) -> Fraction:
    """What a decimal of the record means: 0.2 is a fifth."""
    return Fraction(seconds).limit_denominator(10**6)


@lru_cache
def _json(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


@lru_cache(2)
def pictures(path: Path, layout: str = "rgb24") -> list[np.ndarray]:
    """Every frame of a video."""
    return decoded(path.read_bytes(), layout)


def decoded(content: bytes, layout: str = "rgb24") -> list[np.ndarray]:
    """Every frame of a video in memory."""
    with av.open(io.BytesIO(content)) as container:
        return [
            frame.reformat(format=layout, interpolation=ROUNDED).to_ndarray()
            for frame in container.decode(video=0)
        ]


def as_browsers_do(path: Path) -> list[np.ndarray]:
    """Every frame of a WebM, RGBA: FFmpeg's own decoder leaves the alpha channel out."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        decoder = av.CodecContext.create("libvpx-vp9", "r")
        decoder.extradata = stream.codec_context.extradata
        packets = [packet for packet in container.demux(stream) if packet.size]
        found = [frame for packet in packets for frame in decoder.decode(packet)]
        found += decoder.decode(None)
        return [frame.to_ndarray(format="rgba") for frame in found]


def times(path: Path) -> list[Fraction]:
    """When each frame is shown, in seconds."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        return [frame.pts * stream.time_base for frame in container.decode(stream)]


def chapters(path: Path) -> list[tuple[Fraction, Fraction, str]]:
    """Start, end and title of each chapter in a video file."""
    with av.open(str(path)) as container:
        return [
            (
                one["start"] * one["time_base"],
                one["end"] * one["time_base"],
                one["metadata"]["title"],
            )
            for one in container.chapters()
        ]


def inside(path: Path) -> list[Cue]:
    """The captions in an MP4 or MOV."""
    with av.open(str(path)) as container:
        (stream,) = container.streams.subtitles
        assert stream.codec_context.name == "mov_text"
        cues = []
        for packet in container.demux(stream):
            data = bytes(packet)
            size = int.from_bytes(data[:2], "big")
            if size:  # an empty one lasts while nothing is said
                start = packet.pts * stream.time_base
                end = start + packet.duration * stream.time_base
                cues.append(Cue(start, end, data[2 : 2 + size].decode("utf-8")))
        return cues


TIME = r"(?:(\d+):)?(\d\d):(\d\d)[.,](\d\d\d)"


def beside(path: Path) -> list[Cue]:
    """The captions in a file of SubRip or WebVTT."""
    text = path.read_text(encoding="utf-8")
    assert text.startswith("WEBVTT\n\n") == (path.suffix == ".vtt")
    cues = []
    for block in text.strip().split("\n\n"):
        found = re.search(rf"^{TIME} --> {TIME}$\n(.+)", block, re.MULTILINE | re.DOTALL)
        if found:
            numbers = [int(one or 0) for one in found.groups()[:8]]
            start, end = (
                ((h * 60 + m) * 60 + s) + Fraction(ms, 1000)
                for h, m, s, ms in (numbers[:4], numbers[4:])
            )
            said = found.group(9)
            cues.append(Cue(start, end, html.unescape(said) if path.suffix == ".vtt" else said))
    return cues


def in_sync(found: list[Cue], due: list[Cue], frame: Fraction) -> bool:
    """Whether captions say the same at the same time, to less than a frame."""
    return [one.text for one in found] == [one.text for one in due] and all(
        abs(one.start - other.start) < frame and abs(one.end - other.end) < frame
        for one, other in zip(found, due, strict=True)
    )


def gif(path: Path) -> tuple[list[np.ndarray], list[int]]:
    """The pictures of a GIF, and how long each stands, in hundredths of a second."""
    with Image.open(path) as whole:
        assert whole.info["loop"] == 0  # for ever
        found = [
            (np.asarray(one.convert("RGB")), round(one.info["duration"] / 10))
            for one in ImageSequence.Iterator(whole)
        ]
    return [picture for picture, _ in found], [duration for _, duration in found]


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """The mean difference of the colours of two pictures on black, of 255."""
    return float(np.abs(_on_black(one) - _on_black(other)).mean())


def _on_black(picture: np.ndarray) -> np.ndarray:
    return picture[..., :3] * (picture[..., 3:] / 255 if picture.shape[2] == 4 else 1.0)


def follow(spans: list[tuple[int, int]], end: int) -> bool:
    """Whether parts follow one another from the start to the end."""
    return [spans[0][0], spans[-1][1]] == [0, end] and all(
        before[1] == after[0] for before, after in pairwise(spans)
    )


def links(page: Path) -> Iterator[Path]:
    """The files on the disk that a page refers to."""
    text = page.read_text(encoding="utf-8")
    for address in re.findall(r'(?:src|href|poster)="([^"#?]*)', text):
        if address and not re.match(r"[a-z]+:", html.unescape(address)):
            target = page.parent / html.unescape(address)
            yield target / "index.html" if address.endswith("/") else target
