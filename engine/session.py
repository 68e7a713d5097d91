"""Checks and renders jobs, and keeps the details of what failed."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from engine import pool, progress
from engine.job import Checked, Failure, Job, Outcome, Rendered


def check(jobs: Sequence[Job], at_most: int, console: Console) -> list[Outcome[Checked]]:
    """Build every beat of every scene without drawing.

    Args:
        jobs: The scenes.
        at_most: How many processes run at a time.
        console: Where to show the progress.
    """
    from engine import worker  # here, because it imports Manim

    with progress.counting(console, "Checking", jobs) as watcher:
        return pool.run(worker.check, jobs, at_most, watcher)


def render(
    checks: Sequence[Outcome[Checked]], out: Path, at_most: int, console: Console
) -> list[Outcome[Rendered]]:
    """Draw the scenes that passed the check, and publish their files.

    The longest start first, so that no core is idle while the last one runs alone.

    Args:
        checks: What the check found.
        out: The folder for everything; temporary files go into a hidden folder in it.
        at_most: How many processes run at a time.
        console: Where to show the progress.

    Returns:
        An outcome for every scene, in the given order; a failed check stays failed.
    """
    from engine import worker  # here, because it imports Manim

    frames = {check.job: check.end.frames for check in checks if isinstance(check.end, Checked)}
    jobs = sorted(frames, key=lambda job: frames[job], reverse=True)
    out.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=".rendering-", dir=out) as scratch,
        progress.measuring(console, "Rendering", frames) as watcher,
    ):
        drawn = pool.run(partial(worker.draw, Path(scratch)), jobs, at_most, watcher)
    ends = {outcome.job: outcome for outcome in drawn}
    return [
        Outcome(check.job, check.end, check.seconds)
        if isinstance(check.end, Failure)
        else ends[check.job]
        for check in checks
    ]


def keep_log(outcome: Outcome[Any]) -> Path | None:
    """Write the details of a failure beside the scene's files; after a success, remove old ones.

    Returns:
        Where they are, or None when there is nothing to read or nowhere to write.
    """
    log = outcome.job.log
    with suppress(OSError):
        if isinstance(outcome.end, Failure) and outcome.end.details:
            log.parent.mkdir(parents=True, exist_ok=True)
            log.write_text(outcome.end.details, encoding="utf-8")
            return log
        log.unlink(missing_ok=True)
    return None
