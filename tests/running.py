"""Runs the program in this process, where a process of its own is no part of what is tested.

Its workers are processes all the same; what they are forked from stays for the next run, so that
Manim, and what publishes, are imported once and not for every run.
"""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

import render
from engine.workers import worker
from publish import formats


@dataclass(frozen=True)
class Done:
    """A run of the program that has ended; its parts are those of `subprocess.CompletedProcess`."""

    returncode: int
    stdout: str
    stderr: str


def warm_up() -> None:
    """Start what workers are forked from; it imports what all tests need."""
    worker.warm_up("engine.telling.scene", *formats.modules(formats.FORMATS))


def run(*words: object, folder: Path) -> Done:
    """Run the program in a folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(sys, "argv", [render.__file__, *map(str, words)])
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
        with redirect_stdout(out), redirect_stderr(err):
            code = _code()
    return Done(code, _written(out), _written(err))


def _code() -> int:
    try:
        return render.main()
    except SystemExit as left:  # the command line is refused, or explained
        return int(left.code or 0)


def _written(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()
