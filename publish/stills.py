"""A picture of each beat: its last frame, where all that belongs to the beat stands."""

from __future__ import annotations

from pathlib import Path

from publish import poster
from publish.formats import Format
from publish.scene import Scene


def make(scene: Scene, folder: Path) -> None:
    """Write a folder with a PNG for each beat.

    Args:
        scene: The scene.
        folder: Where the folder goes.
    """
    inside = folder / f"{scene.name}.stills"
    inside.mkdir()
    for beat in scene.record.beats:
        last = scene.record.span(beat)[-1]
        poster.write(scene.video, last, inside / f"{beat.slug}.png", scene.record)


FORMAT = Format(
    make,
    "a PNG for each beat: its last frame",
    ("<Scene>.stills/",),
)
