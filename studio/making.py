"""Renders the scene that is open and publishes formats of it, as the command line does."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from rich.console import Console

from calculus.errors import LessonError
from engine import report, session
from engine.commands import Publish
from engine.jobs.job import Failure, Job, Progress, RenderResult
from engine.jobs.refusals import sentence
from engine.planning.request import Request
from engine.publishing import session as publishing
from engine.workers import pool
from engine.workers.pool import Superseded, Watcher
from publish.files import RECORD
from publish.formats import FORMATS, GIF_SIZE
from publish.scene import Scene
from record import Record

_LIMIT = 3600.0  # seconds for a scene


@dataclass(frozen=True)
class Made:
    """How far it is.

    Attributes:
        share: From 0 to 1; 1 when all is done.
        what: What is being done, or has been.
        files: What was made.
        embeds: The HTML that shows a file of these inside another page.
        problems: What went wrong, in a line each.
    """

    share: float = 0.0
    what: str = ""
    files: tuple[Path, ...] = ()
    embeds: dict[Path, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether there is nothing more to wait for."""
        return self.share >= 1


class Maker:
    """Makes one thing at a time.

    Args:
        heard: Gets how far it is, in a thread of its own.
    """

    def __init__(self, heard: Callable[[Made], None]) -> None:
        self._heard = heard
        self._stop = threading.Event()

    def make(self, request: Request, formats: Sequence[str]) -> None:
        """Render a scene, unless it is rendered and unchanged, and publish formats of it."""
        self.cancel()
        stop = self._stop = threading.Event()
        work = partial(self._make, request, tuple(formats), stop)
        threading.Thread(target=work, daemon=True).start()

    def cancel(self) -> None:
        """Stop; what is finished stays."""
        self._stop.set()

    def _make(self, request: Request, formats: tuple[str, ...], stop: threading.Event) -> None:
        self._heard(Made(0.0, "Rendering"))
        try:
            self._heard(self._made(request, formats, stop))
        except Superseded:
            self._heard(Made(1.0, "Cancelled"))
        except (LessonError, OSError, RuntimeError) as error:
            self._heard(Made(1.0, "Failed", problems=(sentence(error),)))

    def _made(self, request: Request, formats: tuple[str, ...], stop: threading.Event) -> Made:
        console, jobs = Console(file=io.StringIO()), pool.default_jobs()
        workers = partial(pool.local, jobs, timeout=_LIMIT, superseded=stop)
        watcher = _Share(lambda share: self._heard(Made(0.95 * share, "Rendering")))
        outcomes = session.render(request, workers, console, _LIMIT, watcher=watcher)
        embeds: dict[Path, str] = {}
        files, problems = [], []
        for outcome in outcomes:
            problems += report.findings(outcome.check)
            match outcome.video.end:
                case RenderResult(file=file):
                    files.append(file)
                    if file.suffix == ".mp4":  # what else there is, no browser plays
                        embeds[file] = _embedded(file)
                case Failure() as failure:
                    problems.append(f"{outcome.video.job.name}: {failure.reason}")
        if not files or not formats:
            return Made(1.0, "Rendered" if files else "Failed", (*files,), embeds, (*problems,))
        self._heard(Made(0.95, "Publishing"))
        asked = Publish(out=request.out, formats=formats, gif_size=GIF_SIZE, jobs=jobs)
        done = publishing.publish(asked, console, outcomes, stop)
        problems += [*done.warnings, *done.failures]
        embeds |= done.embeds
        return Made(1.0, "Published", (*files, *done.made), embeds, (*problems,))


def _embedded(file: Path) -> str:
    """Return the HTML that shows a video that was rendered inside another page."""
    record = Record.read(file.with_suffix(RECORD).read_text(encoding="utf-8"))
    snippet = FORMATS["mp4"].embed
    assert snippet is not None
    return snippet(Scene(file.parent, record))


class _Share(Watcher):
    """Hears which share of all frames is drawn.

    Args:
        heard: Gets the share.
    """

    def __init__(self, heard: Callable[[float], None]) -> None:
        self._heard = heard
        self._frames: dict[Job, int] = {}
        self._drawn: dict[Job, int] = {}

    def measured(self, job: Job, frames: int) -> None:
        """Know how many there are."""
        self._frames[job] = frames

    def advanced(self, job: Job, progress: Progress) -> None:
        """Tell how many of them are drawn."""
        self._drawn[job] = progress.frames
        if job in self._frames:
            self._heard(min(1.0, sum(self._drawn.values()) / sum(self._frames.values())))
