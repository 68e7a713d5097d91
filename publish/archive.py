"""ZIP files that depend on nothing but names and contents: the same files are the same bytes."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

# The first moment that a ZIP file can name.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def pack(folder: Path, target: Path) -> None:
    """Put all files of a folder into a ZIP file, by name."""
    with zipfile.ZipFile(target, "w") as archive:
        for file in files_in(folder):
            # Stored: a video gets no smaller, and every zlib packs in its own way.
            info = zipfile.ZipInfo(file.relative_to(folder).as_posix(), _MOMENT)
            info.create_system, info.external_attr = 3, 0o644 << 16
            info.file_size = file.stat().st_size
            with file.open("rb") as source, archive.open(info, "w") as entry:
                shutil.copyfileobj(source, entry)


def files_in(folder: Path) -> list[Path]:
    """Return all files of a folder and its folders, by name."""
    return sorted(path for path in folder.rglob("*") if path.is_file())
