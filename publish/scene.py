"""A rendered scene: its video, its captions, its poster and its record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from publish import record
from publish.record import Record

RECORD = ".beats.json"


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


def find(out: Path) -> tuple[Scene, ...]:
    """Return every scene that was rendered into a folder, in the order of the course.

    Lessons that don't say their place come last, by name; and so do scenes of a lesson.

    Args:
        out: The folder of videos, with a folder for each lesson.
    """
    records = sorted(out.glob(f"[!.]*/*{RECORD}"))
    scenes = (Scene(path.parent, record.load(path)) for path in records)
    return tuple(sorted((scene for scene in scenes if scene.video.is_file()), key=_order))


def _order(scene: Scene) -> tuple[object, ...]:
    lesson, place = scene.record.place
    return lesson, scene.folder.name, place, scene.record.scene, scene.record.variant
