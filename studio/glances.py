"""Looks at files on the disk, and says which have become others since."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engine.jobs import sources


class Glances:
    """Remembers what was in files when they were looked at last."""

    def __init__(self) -> None:
        self._seen: dict[Path, str | None] = {}

    def changed(self, paths: Iterable[Path]) -> list[Path]:
        """Return those that are not what they were; one that is seen first is as it was."""
        now = {path: _state(path) for path in paths}
        before = now | self._seen
        self._seen |= now
        return [path for path, state in now.items() if state != before[path]]


def _state(path: Path) -> str | None:
    """Return a checksum of a file, if there is one that can be read."""
    try:
        return sources.state_of(path)
    except OSError:
        return None
