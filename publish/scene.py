"""A rendered scene: its video, its captions, its poster and its record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import av
from PIL import Image

from publish.files import RECORD
from record import Record

_MOST_BYTES = 20 * 10**6
"""Of a record; the longest of the course has a fiftieth of it, and more takes minutes to read."""


class Unusable(Exception):
    """A rendered scene from which nothing can be made.

    Attributes:
        file: The file that is not as it should be.
        rule: What it should be.
        got: What it is instead.
    """

    def __init__(self, file: Path, rule: str, got: str) -> None:
        super().__init__(file, rule, got)
        self.file = file
        self.rule = rule
        self.got = got


@dataclass(frozen=True)
class Scene:
    """The files of a scene, as rendering leaves them.

    Attributes:
        folder: Where they are: the lesson's folder of videos.
        record: What is known of the video.
    """

    folder: Path
    record: Record

    @property
    def name(self) -> str:
        """What its files are called, without their endings."""
        return self.record.name

    @property
    def video(self) -> Path:
        """The MP4, or the MOV of a transparent scene."""
        return self.folder / f"{self.name}{self.record.suffix}"

    @property
    def poster(self) -> Path:
        """The most telling picture, a PNG."""
        return self.folder / f"{self.name}.png"


def load(path: Path) -> Scene:
    """Return the scene that a record belongs to.

    Args:
        path: The record, beside the scene's other files.

    Raises:
        Unusable: The record or the video is damaged, or they don't belong together.
    """
    scene = Scene(path.parent, _read(path))
    name = path.name.removesuffix(RECORD)
    if scene.name != name:
        raise Unusable(path, f"is the record of {name}", f"that of {scene.name}")
    _check_video(scene)
    _check_poster(scene.poster)
    return scene


def in_order(scenes: Iterable[Scene]) -> tuple[Scene, ...]:
    """Return scenes in the order of the course.

    Lessons that don't say their place come last, by name; and so do scenes of a lesson.
    """
    return tuple(sorted(scenes, key=_order))


def _order(scene: Scene) -> tuple[object, ...]:
    lesson, place = scene.record.place
    return lesson, scene.folder.name, place, scene.record.scene, scene.record.variant


def _read(path: Path) -> Record:
    rule = "is the record of a rendered scene"
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise Unusable(path, rule, f"more than {_MOST_BYTES // 10**6} MB")
        return Record.read(path.read_text(encoding="utf-8-sig"))  # with the mark of a byte order
    except OSError as error:
        raise Unusable(path, rule, str(error.strerror)) from None
    except UnicodeError:
        raise Unusable(path, rule, "no text") from None
    except ValueError as error:
        raise Unusable(path, rule, str(error)) from None


def _check_video(scene: Scene) -> None:
    """Make sure that a video is there, whole, and the one that the record tells of."""
    path, record = scene.video, scene.record
    rule = f"is the video of {scene.name}{RECORD}, {record.frames} frames"
    rule += f" of {record.quality.width}×{record.quality.height}"
    try:
        with av.open(path) as container:
            if not container.streams.video:
                raise Unusable(path, rule, "a file without pictures")
            stream = container.streams.video[0]
            size = f"{stream.width}×{stream.height}"
            frames = 0
            for packet in container.demux(stream):
                if packet.is_corrupt:
                    raise Unusable(path, rule, f"one that breaks off after {frames} frames")
                frames += packet.size > 0
    except FileNotFoundError:
        raise Unusable(path, rule, "nothing") from None
    except (av.FFmpegError, OSError) as error:
        raise Unusable(path, rule, f"no video ({error.strerror})") from None
    if (size, frames) != (f"{record.quality.width}×{record.quality.height}", record.frames):
        raise Unusable(path, rule, f"{frames} of {size}")


def _check_poster(path: Path) -> None:
    """Make sure that a poster, if there is one, is a picture."""
    try:
        with Image.open(path, formats=["PNG"]):
            pass
    except FileNotFoundError:
        pass
    except (OSError, Image.DecompressionBombError):
        raise Unusable(path, "is a poster, a picture of a scene", "no PNG") from None
