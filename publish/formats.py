"""What a rendered scene, or a whole course of them, can be published as.

A format of a scene is made into the scene's own folder of its lesson, one of the course into the
folder of all videos. It is made from records and videos only, in an empty folder; what is there
is put in its place when all of it is complete.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path

from publish.files import place_tree
from publish.scene import Scene, find


@dataclass(frozen=True)
class SceneFormat:
    """Something made of one scene.

    Attributes:
        says: What it is, in a line.
        maker: The function that writes it into an empty folder, ``module.function``; imported
            only when it is needed.
        shared: Folders at the top in which scenes put their files side by side.
    """

    says: str
    maker: str
    shared: tuple[str, ...] = ()


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
    "gif": SceneFormat("a GIF for each beat, at most 2 MB", "gif.make"),
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


def publish(
    out: Path, scenes: Sequence[Scene], names: Iterable[str], scratch: Path, jobs: int
) -> list[Path]:
    """Make formats of some scenes, several at a time.

    Args:
        out: The folder of videos.
        scenes: The scenes; what is made of a whole course is made of everything in the folder.
        names: Names of formats.
        scratch: A folder for the time being, on the same file system.
        jobs: How many processes work.

    Returns:
        What was made: the files and folders at the top.

    Raises:
        OSError: Something could not be written; what was there before is still there.
    """
    wanted = set(names)
    chosen = {name: kind for name, kind in FORMATS.items() if name in wanted}
    made: list[Path] = []
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as workers:
        waiting = {
            workers.submit(make, kind.maker, scene, _empty(scratch)): (scene, kind)
            for kind in chosen.values()
            if isinstance(kind, SceneFormat)
            for scene in scenes
        }
        try:
            for done in as_completed(waiting):
                scene, kind = waiting[done]
                made += place_tree(done.result(), scene.folder, kind.shared)
        except BaseException:
            workers.shutdown(cancel_futures=True)
            raise
    for course in chosen.values():
        if isinstance(course, CourseFormat):
            made += place_tree(make(course.maker, find(out), _empty(scratch)), out)
    return sorted(made)


def make(maker: str, what: Scene | Sequence[Scene], folder: Path) -> Path:
    """Make a format in an empty folder, and return the folder.

    Args:
        maker: The function that makes it.
        what: The scene, or all of them.
        folder: Where.
    """
    module, _, function = maker.partition(".")
    getattr(import_module(f"publish.{module}"), function)(what, folder)
    return folder


def _empty(scratch: Path) -> Path:
    return Path(tempfile.mkdtemp(dir=scratch))
