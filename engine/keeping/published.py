"""Which video a published file was made of: those of an earlier one are no longer true."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from engine.keeping import records
from publish.files import RECORD, records_in
from publish.formats import GIF_SIZE

_FOLDER = "published"


class Ledger:
    """What was published in a folder of videos, and of which of them.

    Whoever writes it holds the cache's lock. Without it nothing counts as outdated.

    Args:
        out: The folder of videos.
        cache: The folder of its cache.
    """

    def __init__(self, out: Path, cache: Path) -> None:
        self._out = out
        self._folder = cache / _FOLDER

    def note(
        self,
        record: Path | None,
        stills: Mapping[Path, Path],
        format: str,
        made: Iterable[Path],
        scratch: Path,
        limit: int | None = None,
    ) -> None:
        """Keep of which scene a format was made.

        Args:
            record: The scene's record; None for all scenes in the folder.
            stills: What the record of each scene was then, by its place.
            format: Its name.
            made: Its files and folders.
            scratch: A folder on the same file system, for the time being.
            limit: Bytes that each file might have, if somebody could say so.

        Raises:
            OSError: It cannot be written.
        """
        path = self._path(record)
        own = () if record is None else _rendered(record)
        names = [file.relative_to(self._out).as_posix() for file in made if file not in own]
        entry = {"made": names, "of": _checksum(stills), "limit": limit}
        records.write(path, {**_read(path), format: entry}, scratch)

    def outdated(self, record: Path | None) -> dict[str, list[Path]]:
        """Return what is there of earlier videos, by the names of formats.

        Args:
            record: The scene's record; None for what was made of all scenes in the folder.
        """
        kept = _read(self._path(record))
        if not kept:
            return {}
        paths = records_in(self._out) if record is None else [record]
        now = _checksum({path: path for path in paths if path.exists()})
        found = {
            name: [path for path in map(self._out.joinpath, entry["made"]) if path.exists()]
            for name, entry in kept.items()
            if entry["of"] != now
        }
        return {name: paths for name, paths in found.items() if paths}

    def warning(self, rendered: Iterable[Path]) -> str | None:
        """Say what is there of earlier videos, and how to get it of these.

        Args:
            rendered: The records of scenes that have just been rendered.
        """
        found: dict[str, list[Path]] = {}
        limits = set()  # the smallest is good wherever a larger one was wanted
        for record in (*rendered, None):
            kept = _read(self._path(record))
            for name, paths in self.outdated(record).items():
                found.setdefault(name, []).extend(paths)
                limits |= {kept[name].get("limit")} - {None}
        paths = sorted(path for some in found.values() for path in some)
        if not paths:
            return None
        more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        again = ["render.py", "publish", str(self._out), "--formats", ",".join(sorted(found))]
        if limits - {GIF_SIZE}:
            again += ["--gif-size", str(min(limits))]
        return f"made of an earlier video: {paths[0]}{more}; make it anew: {shlex.join(again)}"

    def _path(self, record: Path | None) -> Path:
        if record is None:
            return self._folder / "course.json"
        return self._folder / record.parent.name / f"{record.name.removesuffix(RECORD)}.json"


def _checksum(stills: Mapping[Path, Path]) -> str:
    """Return one text for what is on record, given where it is kept, by its place."""
    digest = hashlib.sha256()
    for path, still in sorted(stills.items()):
        digest.update(path.parent.name.encode() + b"/" + path.name.encode() + b"\0")
        digest.update(hashlib.sha256(still.read_bytes()).digest())
    return digest.hexdigest()


def _rendered(record: Path) -> set[Path]:
    """Return what rendering puts beside a record, and so replaces by itself."""
    name = record.name.removesuffix(RECORD)
    return {record.with_name(f"{name}.{kind}") for kind in ("mp4", "mov", "srt", "vtt", "png")}


def _read(path: Path) -> dict[str, Any]:
    try:
        return dict(records.read(path))
    except (OSError, ValueError, TypeError):
        return {}
