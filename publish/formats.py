"""What a rendered scene, or a whole course of them, can be published as.

A format of a scene is made into the scene's own folder of its lesson, one of the course into the
folder of all videos. It is made from records and videos only, in an empty folder; what is there
is put in its place when all of it is complete.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from publish.errors import PublishError
from publish.files import place_tree
from publish.scene import Scene, find
from publish.workers import undisturbed, workers


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
        PublishError: Files of a scene are damaged or don't fit each other. What can be made of
            the other scenes has been made; nothing of the course.
    """
    wanted = set(names)
    chosen = {name: kind for name, kind in FORMATS.items() if name in wanted}
    made: list[Path] = []
    wrong: list[str] = []
    with workers(jobs) as pool:
        with undisturbed():
            waiting = {
                pool.submit(make, kind.maker, scene, _empty(scratch)): (name, kind, scene)
                for name, kind in chosen.items()
                if isinstance(kind, SceneFormat)
                for scene in scenes
            }
        for done in as_completed(waiting):
            name, kind, scene = waiting[done]
            try:
                with _named(f"{scene.name} as {name}"):
                    folder = done.result()
            except PublishError as error:
                wrong.append(str(error))
            else:
                made += place_tree(folder, scene.folder, kind.shared)
    if wrong:  # a site would offer what is broken
        raise PublishError("\n".join(sorted(wrong)))
    for name, course in chosen.items():
        if isinstance(course, CourseFormat):
            with _named(name):
                folder = make(course.maker, find(out), _empty(scratch))
            made += place_tree(folder, out)
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


@contextmanager
def _named(what: str) -> Iterator[None]:
    """Say what could not be made, where files that were rendered are to blame."""
    try:
        yield
    except BrokenProcessPool as error:
        raise PublishError(
            f"{what}: the process that made it was ended, as when there isn't enough memory; "
            "use fewer --jobs"
        ) from error
    except Exception as error:
        if not _is_about_a_file(error):
            raise
        why = getattr(error, "strerror", None) or error
        raise PublishError(
            f"{what}: its files are damaged or don't belong together ({why}); render it again"
        ) from error


def _is_about_a_file(error: Exception) -> bool:
    """Tell damaged files from what the system refuses, and from mistakes of the program."""
    from av import FFmpegError  # takes a moment, and hardly ever is there an error

    if isinstance(error, OSError | MemoryError | PublishError):
        return False
    return isinstance(error, FFmpegError | ValueError | IndexError)


def _empty(scratch: Path) -> Path:
    return Path(tempfile.mkdtemp(dir=scratch))
