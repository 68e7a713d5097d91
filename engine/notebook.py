"""Shows a scene in a notebook: renders it unless it is there, and returns it for a cell to show."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate
from pathlib import Path

import platformdirs
from rich.console import Console

from calculus.errors import LessonError, LessonFileError
from calculus.names import unknown
from engine import report, session
from engine.jobs import keys, lessons
from engine.jobs.job import CheckResult, Failure, RenderResult
from engine.jobs.lessons import Target
from engine.jobs.quality import ASPECTS, QUALITIES
from engine.planning import catalogue
from engine.planning.request import Request
from engine.session import SceneOutcome
from engine.workers import pool
from publish import cell
from publish import scene as published
from publish.files import RECORD
from publish.templating import clock
from voice.choice import Choice

LIMIT = 5 * 10**9  # bytes of videos that stay after a new one is drawn


class NotDrawn(Exception):
    """A scene that cannot be shown because it was not drawn; the message says why."""


@dataclass(frozen=True)
class ShownScene:
    """A rendered scene, which notebooks show as a video with captions and chapters.

    Attributes:
        name: What it is called on the command line.
        duration: Its length in seconds.
        video: The MP4, or the MOV of a transparent scene.
        captions: The captions, as WebVTT.
        record: Every beat and number, as JSON.
        html: All of them in one piece, as the cell shows them.
    """

    name: str
    duration: float
    video: Path
    captions: Path
    record: Path
    html: str = field(repr=False)

    def __repr__(self) -> str:
        """Say in a sentence what there is, where no HTML is shown."""
        return f"{self.name}, {clock(self.duration)}: {self.video}"

    def _repr_html_(self) -> str:
        """Return what Jupyter and marimo show."""
        return self.html


def show(
    scene: str | type,
    parameters: Mapping[str, object],
    *,
    quality: str,
    aspect: str,
    voice: str | None,
    sounds: bool,
) -> ShownScene:
    """Render a scene, unless nothing has changed since it was; see `scenes.showing.show`."""
    try:
        request = _request(_word(scene), parameters, quality, aspect, voice, sounds)
        session.require_writable(request.out, "show", "a folder for caches that can be written to")
        (outcome,) = session.unchanged(request) or _drawn(request)
        os.utime(request.out)  # what was shown last is kept longest
        return _shown(outcome)
    except (LessonError, NotDrawn, OSError, KeyboardInterrupt) as error:
        raise error.with_traceback(None) from None  # the message says it all


def _word(scene: str | type) -> str:
    """Return what names a scene on the command line."""
    if isinstance(scene, str):
        return scene
    file = getattr(sys.modules.get(getattr(scene, "__module__", "")), "__file__", None)
    if not isinstance(scene, type) or scene.__module__ == "__main__" or file is None:
        rule = "takes a scene that stands in a file, from where other processes load it"
        name = getattr(scene, "__name__", "Mine")
        remedy = f'%%writefile mine.py above the class, and in the next cell show("mine.py:{name}")'
        raise LessonFileError("show", rule, str(scene), remedy)
    return f"{file}:{scene.__name__}"


def _request(
    word: str,
    parameters: Mapping[str, object],
    quality: str,
    aspect: str,
    voice: str | None,
    sounds: bool,
) -> Request:
    for thing, name, known in (("quality", quality, QUALITIES), ("aspect", aspect, ASPECTS)):
        if name not in known:
            raise unknown(LessonFileError, thing, str(name), known)
    # As a file of parameters would have them; what is neither text, number nor list, such as a
    # fraction or a SymPy expression, is taken as it is written.
    text = json.dumps(parameters, default=str, sort_keys=True)
    size = QUALITIES[quality].shaped(aspect)
    speaker = None if voice is None else Choice.of(voice)
    if speaker is not None:
        speaker.require_folder()
    targets = lessons.find([word])
    return Request(
        targets=targets,
        overrides=json.loads(text),
        quality=size,
        out=_home() / _digest(targets, text, size, speaker, sounds),
        voice=speaker,
        sounds=sounds,
    )


def _home() -> Path:
    """Return the folder for all that notebooks show; beside a notebook it would be in the way."""
    cache = platformdirs.user_cache_path("animated-calculus-lessons", appauthor=False)
    return cache / "notebooks"


def _digest(*asked: object) -> str:
    """Name a folder: what is asked for otherwise is another video, and takes no other's place."""
    return hashlib.sha256(repr(asked).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _drawn(request: Request) -> list[SceneOutcome]:
    """Draw what has changed."""
    if keys.of_program() != keys.of_program.__wrapped__():
        # What draws has been loaded, and would be taken for the new one.
        rule, got = "draws with the project as it is", "files of it that have changed since"
        raise LessonFileError("show", rule, got, "to restart the kernel")
    (target,) = request.targets
    name = target.lesson.name
    if target.scene is not None:
        name += f":{target.scene}"
    else:
        _require_one(target)
    print(f"Drawing {name} …", flush=True)
    workers = partial(pool.local, pool.default_jobs())
    outcomes = session.render(request, workers, Console(quiet=True))
    with suppress(OSError):  # what somebody else removes meanwhile needs no cleaning
        _clean(request.out)
    return outcomes


def _require_one(target: Target) -> None:
    """Make sure that a lesson has one scene, if nobody says which."""
    scenes = session.ask(partial(catalogue.describe, (target,)))
    if len(scenes) > 1:
        address = target.lesson.address
        names = (f'"{address}:{info.name.rpartition(":")[2]}"' for info in scenes)
        raise LessonFileError("show", "shows one scene", address, ", ".join(names))


def _clean(out: Path) -> None:
    """Remove what was shown longest ago, as far as all of it is more than the limit."""
    folders = sorted(out.parent.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
    sizes = (sum(file.stat().st_size for file in one.glob("[!.]*/*")) for one in folders)
    for folder, size in zip(folders, accumulate(sizes), strict=True):
        if size > LIMIT and folder != out:
            shutil.rmtree(folder, ignore_errors=True)


def _shown(outcome: SceneOutcome) -> ShownScene:
    """Tell what was found in a scene, as the command line does, and return it.

    Raises:
        NotDrawn: It was not drawn.
    """
    check, video = outcome.check, outcome.video
    for line in report.remarks(check):
        print(line, file=sys.stderr)
    if not isinstance(video.end, RenderResult):
        said = check.end.beats if isinstance(check.end, CheckResult) else ()
        message = report.failure(video, said, session.keep_log(video))
        raise NotDrawn(f"{message}{_traceback(video.end, video.job.lesson.path)}")
    job = video.job
    record = job.folder / f"{job.output}{RECORD}"
    found = published.load(record)
    captions = job.folder / f"{job.output}.vtt"
    html = cell.html(found)
    return ShownScene(job.name, video.end.duration, found.video, captions, record, html)


def _traceback(failure: Failure, lesson: Path) -> str:
    """Return the part of a traceback that begins in a lesson, if it goes through it."""
    _, place, own = failure.details.partition(f'  File "{lesson}"')
    return f"\n\nTraceback (most recent call last):\n{place}{own}".rstrip() if place else ""
