"""Draws again whatever a change affects."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import watchfiles
from rich.console import Console
from rich.text import Text

from engine.jobs import sources
from engine.workers.pool import Superseded


def watch(
    draw: Callable[[threading.Event], None], files: Sequence[Path], console: Console
) -> NoReturn:
    """Draw now, and again after every change, until the program is stopped.

    A change while something is being drawn ends that. After a change of the project itself the
    program starts anew, because what is loaded is out of date.

    Args:
        draw: Draws; the event it gets is set when that is out of date.
        files: Lessons and files of parameters; what lies beside them is watched, too.
        console: Where to say so.
    """
    changes = _Changes(files)
    while True:
        changes.forget()
        with suppress(Superseded):  # then there is nothing to wait for
            draw(changes.happened)
            names = ", ".join(file.name for file in files)
            console.print(Text(f"Watching {names}. Ctrl-C ends.", "dim"))
        changes.wait()


class _Changes:
    """Follows the files in some folders, in the background.

    Attributes:
        happened: Set when one of them has changed.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        self.happened = threading.Event()
        self._project = False  # whether a file of the project has changed
        own = sorted({file.parent for file in sources.project()})
        folders = sorted({file.parent for file in files} | set(own))
        threading.Thread(target=self._follow, args=(folders, own), daemon=True).start()

    def forget(self) -> None:
        """Take what has changed until now as known."""
        self.happened.clear()

    def wait(self) -> None:
        """Wait until something has changed; if it is the project, start the program anew."""
        while not self.happened.wait(1.0):  # so that a signal is heard on every system
            pass
        if self._project:
            os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])

    def _follow(self, folders: Sequence[Path], own: Sequence[Path]) -> None:
        for changed in watchfiles.watch(
            *folders, watch_filter=_matters, recursive=False, raise_interrupt=False, step=20
        ):
            self._project |= any(Path(path).parent in own for _, path in changed)
            self.happened.set()


def _matters(_: watchfiles.Change, path: str) -> bool:
    return path.endswith((".py", ".toml"))
