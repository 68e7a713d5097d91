"""Looks at files on the disk, and says which have become others since."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


class Glances:
    """Remembers what was in files when they were looked at last."""

    def __init__(self) -> None:
        self._seen: dict[Path, bytes | None] = {}

    def changed(self, paths: Iterable[Path]) -> list[Path]:
        """Return those that are not what they were; one that is seen first is as it was."""
        now = {path: _content(path) for path in paths}
        before = now | self._seen
        self._seen |= now
        return [path for path, data in now.items() if data != before[path]]


def _content(path: Path) -> bytes | None:
    """Return what is in a file, if there is one that can be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None
