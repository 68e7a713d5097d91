"""What somebody asks for on the command line: a frozen class for each command."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from calculus.errors import LessonFileError
from engine.jobs.quality import Quality
from voice.choice import Choice

Mode: TypeAlias = Literal["render", "watch", "list", "check", "schema"]


@dataclass(frozen=True)
class Publish:
    """Make more of what is rendered.

    Attributes:
        out: The folder of videos.
        formats: Names of formats.
        gif_size: Bytes that a GIF may have.
        jobs: How many things are done at a time.
    """

    out: Path
    formats: tuple[str, ...]
    gif_size: int
    jobs: int


@dataclass(frozen=True)
class Render(Publish):
    """Render scenes and publish formats of them, or what else a mode does with scenes.

    Attributes:
        mode: What to do with the scenes.
        targets: What names them; nothing for all.
        quality: How large and smooth.
        aspect: Shape of the picture.
        overrides: Parameters that replace those of every scene that has them, as (name, value).
        params: A file of parameters; `overrides` go before it.
        timeout: Seconds that a scene may take.
        voice: Who reads it out, or None for nobody.
        sounds: Whether motions are heard.
        force: Draw also what is finished and hasn't changed.
        beat: The only beat to draw, counted from 0, or None for all of them.
        cluster: Address of the Dask scheduler whose workers do it, or None for this machine.

    Raises:
        LessonFileError: One option leaves nothing to do for another.
    """

    mode: Mode
    targets: tuple[str, ...]
    quality: Quality
    aspect: str
    overrides: tuple[tuple[str, str], ...]
    params: Path | None
    timeout: float
    voice: Choice | None
    sounds: bool
    force: bool
    beat: int | None
    cluster: str | None

    def __post_init__(self) -> None:
        one, shows = "one of the two options", self.mode in ("list", "schema")
        if self.formats and self.beat is not None:
            rule, got = "are made of whole scenes", f"--beat {self.beat + 1}"
            raise LessonFileError("--formats", rule, got, one)
        if self.formats and (shows or self.mode == "check"):
            raise LessonFileError("--formats", "are made of what is drawn", f"--{self.mode}", one)
        if self.voice is not None and shows:
            rule = "reads out what is drawn or checked"
            raise LessonFileError("--voice", rule, f"--{self.mode}", one)
        if self.sounds and self.mode not in ("render", "watch"):
            raise LessonFileError("--sounds", "are heard in what is drawn", f"--{self.mode}", one)
        if self.cluster is not None and self.voice is not None and self.voice.folder is not None:
            rule = "takes a voice that every worker has by itself"
            raise LessonFileError("--cluster", rule, "--voice files", "--voice espeak")


@dataclass(frozen=True)
class New:
    """Write a lesson to start from.

    Attributes:
        file: The path of the lesson.
        like: The lesson that it is like.
    """

    file: str
    like: str


@dataclass(frozen=True)
class Clean:
    """Remove what is kept of finished scenes.

    Attributes:
        out: The folder of videos.
        limit: Bytes that may stay.
    """

    out: Path
    limit: int


@dataclass(frozen=True)
class Work:
    """Work for those who render on a cluster.

    Attributes:
        address: Where the Dask scheduler is.
        jobs: How many scenes at a time.
    """

    address: str
    jobs: int


Command: TypeAlias = Render | New | Publish | Clean | Work
