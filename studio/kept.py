"""Changes that are not saved yet, kept beside the videos: nothing is lost when the studio ends."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from engine.keeping import scratch
from studio.describing import Described
from studio.model import Changes

_NAME = ".studio.json"


class Kept:
    """The changes of all scenes, by the lessons' files.

    Args:
        out: The folder of videos.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._all: dict[str, Any] = {}
        with suppress(OSError, ValueError):  # whatever somebody else may have made of it
            read = json.loads((out / _NAME).read_text(encoding="utf-8"))
            self._all = read if isinstance(read, dict) else {}

    def of(self, scene: Described) -> Changes:
        """Return the changes of a scene, as far as it still has such parameters."""
        kept = self._all.get(_key(scene))
        changes = Changes()
        if isinstance(kept, Mapping):
            for name in {control.name for control in scene.controls} & kept.keys():
                changes = changes.with_value(scene, name, str(kept[name]))
        return changes

    def keep(self, scene: Described, changes: Changes) -> None:
        """Keep the changes of a scene, or that there are none."""
        self._all.pop(_key(scene), None)
        if changes.values:
            self._all[_key(scene)] = dict(changes.values)
        with suppress(OSError), scratch.folder(self._out) as room:  # it is kept in memory, too
            new = room / _NAME
            new.write_text(json.dumps(self._all, ensure_ascii=False), encoding="utf-8")
            new.replace(self._out / _NAME)


def _key(scene: Described) -> str:
    return f"{scene.lesson.path}:{scene.told}"
