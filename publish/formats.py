"""What a rendered scene, or a whole course of them, can be published as.

A format of a scene goes into the scene's own folder of its lesson, one of the course into the
folder of all videos. It is made from records and videos only, into an empty folder, so that all
of it can be put in its place when it is complete.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publish.scene import Scene


GIF_SIZE = 2_000_000
"""Bytes of a GIF; with more, mail and forums begin to refuse it."""


@dataclass(frozen=True)
class SceneFormat:
    """Something made of one scene.

    Attributes:
        says: What it is, in a line.
        maker: The function that writes it into an empty folder, ``module.function``; imported
            only when it is needed.
        shared: Folders at the top in which scenes put their files side by side.
        limit: Bytes that each file may have unless somebody says otherwise; None if the maker
            takes no limit.
    """

    says: str
    maker: str
    shared: tuple[str, ...] = ()
    limit: int | None = None


@dataclass(frozen=True)
class CourseFormat:
    """Something made of all scenes together.

    Attributes:
        says: What it is, in a line.
        maker: As for a scene's format.
    """

    says: str
    maker: str


# The pages come last: they offer for download what lies beside a video by then.
FORMATS: Mapping[str, SceneFormat | CourseFormat] = {
    "mp4": SceneFormat("MP4 with chapters, captions and cover, and YouTube's chapters", "mp4.make"),
    "clips": SceneFormat("a video for each beat, with captions, and a list of them", "clips.make"),
    "gif": SceneFormat("a GIF for each beat, of at most --gif-size", "gif.make", limit=GIF_SIZE),
    "webm": SceneFormat("WebM (VP9) for web pages, with alpha if transparent", "movies.write_webm"),
    "mov": SceneFormat(
        "ProRes for editors and slides, with alpha if transparent", "movies.write_mov"
    ),
    "stills": SceneFormat("a PNG for each beat: its last frame", "stills.make"),
    "handout": SceneFormat("a PDF with each beat's last picture and its text", "handout.make"),
    "pptx": SceneFormat("a PowerPoint presentation, a slide for each sentence", "pptx.make"),
    "slides": SceneFormat("a presentation for manim-slides", "slides.make", ("slides",)),
    "deck": SceneFormat("a presentation in one HTML file", "deck.make"),
    "transcript": SceneFormat("what is said and shown, as Markdown and HTML", "transcript.make"),
    "page": CourseFormat("a web site of the whole course, site/", "page.make"),
    "lms": CourseFormat("a SCORM 1.2 package of each lesson for learning systems", "lms.make"),
}
"""Every format by its name, in the order in which they are made."""


def modules() -> list[str]:
    """Return the modules that make formats."""
    return sorted({f"publish.{kind.maker.partition('.')[0]}" for kind in FORMATS.values()})


def make(name: str, what: Scene | Sequence[Scene], folder: Path, limit: int | None = None) -> None:
    """Make a format in an empty folder.

    Args:
        name: The format.
        what: The scene, or all of them.
        folder: Where.
        limit: Bytes that each file may have, where the format knows of that.
    """
    kind = FORMATS[name]
    module, _, function = kind.maker.partition(".")
    maker = getattr(import_module(f"publish.{module}"), function)
    if isinstance(kind, SceneFormat) and kind.limit is not None:
        maker(what, folder, limit or kind.limit)
    else:
        maker(what, folder)
