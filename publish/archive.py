"""ZIP files that depend on nothing but names and contents: the same files are the same bytes."""

from __future__ import annotations

import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

MOMENT = datetime(1980, 1, 1, tzinfo=UTC)
"""When everything was made, as files say: the first moment that a ZIP file can name."""


def pack(folder: Path, target: Path) -> None:
    """Put all files of a folder into a ZIP file, by name."""
    with zipfile.ZipFile(target, "w") as archive:
        for file in files_in(folder):
            with file.open("rb") as source:
                name = file.relative_to(folder).as_posix()
                _add(archive, name, file.stat().st_size, source)


def pack_again(source: Path, target: Path) -> None:
    """Write what is in a ZIP file to another one, in the same order, without its times."""
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as archive:
        for entry in before.infolist():
            with before.open(entry) as file:
                _add(archive, entry.filename, entry.file_size, file)


def files_in(folder: Path) -> list[Path]:
    """Return all files of a folder and its folders, by name."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _add(archive: zipfile.ZipFile, name: str, size: int, source: IO[bytes]) -> None:
    # Stored: a video gets no smaller, and every zlib packs in its own way.
    info = zipfile.ZipInfo(name, MOMENT.timetuple()[:6])
    info.create_system, info.external_attr = 3, 0o644 << 16
    info.file_size = size
    with archive.open(info, "w") as entry:
        shutil.copyfileobj(source, entry)
