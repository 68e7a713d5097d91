"""Makes one format, in a process of its own."""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import av
from filelock import FileLock

from calculus.errors import LessonError
from engine.jobs import refusals
from engine.jobs.job import Failure
from publish import files
from publish.formats import FORMATS
from publish.scene import Scene


@dataclass(frozen=True)
class FormatResult:
    """A format that is complete, in a folder for the time being.

    Attributes:
        folder: The folder.
        warnings: What is to be known of it, in a line each.
    """

    folder: Path
    warnings: tuple[str, ...]


def make(
    name: str, what: Scene | Sequence[Scene], room: Path, limit: int
) -> FormatResult | Failure:
    """Make a format, or say why that cannot be done.

    The process is changed for that: it keeps temporary files in the room, and logs nothing.

    Args:
        name: The format.
        what: The scene, or all of them.
        room: An empty folder for the time being.
        limit: Bytes that a GIF may have.
    """
    inside, own = room / "made", room / "own"
    inside.mkdir()
    own.mkdir()
    tempfile.tempdir = str(own)  # what is left there goes with the room
    notes = _Notes()
    logging.getLogger("publish").addHandler(notes)
    logging.root.handlers[:] = [logging.NullHandler()]  # what others say, nobody wants to know
    try:
        kind = FORMATS[name]
        table = partial(_table, shared=room.parent) if kind.is_figure or kind.has_figure else None
        needed = _said if kind.is_spoken else table
        given = needed(what, notes) if needed is not None and isinstance(what, Scene) else None
        if given or not (kind.is_figure or kind.is_spoken):
            kind.write(what, inside, limit, given)
        files.settle(inside)
    except av.error.InvalidDataError:
        return Failure("its video cannot be decoded; render it again", None)
    except OSError as error:
        return refused(error)
    return FormatResult(inside, tuple(notes.lines))


def _table(scene: Scene, notes: _Notes, shared: Path) -> Mapping[str, Any] | None:
    """Return all that the figure of a scene can show; None if it has none.

    None, with a note, if it cannot be made. Those who make other formats find it in a folder that
    is shared: that of a map takes ten seconds to work out.
    """
    if scene.record.figure is None:
        return None
    from explore.tables import table  # and with it SymPy, which no other format needs

    kept = shared / f"{hashlib.sha256(repr(scene.record.figure).encode()).hexdigest()}.json"
    try:
        with FileLock(f"{kept}.lock"):
            if not kept.exists():
                new = kept.with_suffix(".new")
                new.write_text(json.dumps(table(scene.record.figure)), encoding="utf-8")
                new.replace(kept)
        found: Mapping[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
        return found
    except LessonError as error:  # the scene is no worse without it
        notes.lines.append(f"{scene.name}: there is no figure to explore: {error}")
        return None


def _said(scene: Scene, notes: _Notes) -> Mapping[int, Any] | None:
    """Return what was said of a scene's descriptions; None, with a note, where nothing can be."""
    record = scene.record
    if not record.voice:  # all of them have the same line, which is told once
        notes.lines.append(
            "described: a scene without a voice is left out; --voice natural has one"
        )
        return None
    if not any(beat.description for beat in record.beats):
        notes.lines.append(f"{scene.name}: nothing is to be described: all that is shown is said")
        return None
    from engine.telling import describing  # and with it voices, which no other format needs

    try:
        return describing.said(record, Path(tempfile.gettempdir()))
    except LessonError as error:  # the video is no worse without it
        notes.lines.append(f"{scene.name}: is not described: {error}")
        return None


def refused(error: OSError) -> Failure:
    """Tell what the system refused, without a traceback: nobody's program is to blame."""
    return Failure(refusals.reason(error) or " ".join(str(error).split()), None)


class _Notes(logging.Handler):
    """Keeps what is said, to be told by the program itself."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.lines.append(record.getMessage())
