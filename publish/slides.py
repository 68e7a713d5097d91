"""A presentation for manim-slides, which presents it and converts it further.

It looks for ``slides/<Scene>.json`` in the folder it is started in, and for the videos named
there in the same folder. So ``manim-slides present NudgeLine`` works in a lesson's folder.
"""

from __future__ import annotations

import json
from pathlib import Path

from publish.colour import code
from publish.cut import film, reverse
from publish.formats import Format
from publish.pixels import background
from publish.scene import Scene

FOLDER = "slides"
"""Where manim-slides looks; the scenes of a lesson share it."""


def make(scene: Scene, folder: Path) -> None:
    """Write a scene's presentation, with a slide for each beat, and its videos.

    Args:
        scene: The scene.
        folder: Where ``slides/<Scene>.json`` and ``<Scene>.slides/`` go.
    """
    record = scene.record
    clips = folder / f"{scene.name}.slides"
    clips.mkdir()
    slides = []
    for beat in record.beats:
        forward = clips / f"{beat.slug}.mp4"
        backward = clips / f"{beat.slug}-reversed.mp4"
        film(scene, beat, forward)
        reverse(scene, beat, backward)
        slides.append(
            {
                # Relative to the folder that has slides/ in it.
                "file": forward.relative_to(folder).as_posix(),
                "rev_file": backward.relative_to(folder).as_posix(),
                "notes": beat.notes,
                "loop": False,
                "auto_next": False,
            }
        )
    presentation = {
        "slides": slides,
        "resolution": [record.quality.width, record.quality.height],
        "background_color": code(background(scene)),
    }
    text = json.dumps(presentation, ensure_ascii=True, indent=2)
    target = folder / FOLDER / f"{scene.name}.json"
    target.parent.mkdir()
    # Only ASCII: manim-slides reads the file in whatever encoding the system prefers.
    target.write_text(text + "\n", encoding="ascii", newline="\n")


FORMAT = Format(
    make,
    "a presentation for manim-slides",
    ("<Scene>.slides/", f"{FOLDER}/"),
    "`manim-slides present <Scene>` and `convert`, in `out/<lesson>`",
)
