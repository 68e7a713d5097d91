"""Plans, checks and renders: every step runs in workers, and nothing here imports Manim."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from rich.console import Console

from calculus.errors import LessonError, LessonFileError
from engine import pool, progress
from engine.job import Checked, Failure, Job, Outcome, Rendered, Report
from engine.lessons import LessonFile, Target
from engine.params import ParamsFile
from engine.quality import Quality
from publish.files import check_writable

if TYPE_CHECKING:
    from engine.plan import SceneInfo

Result = TypeVar("Result")


def require_writable(folder: Path) -> None:
    """Make sure that videos can be written to a folder.

    Raises:
        LessonFileError: They can't.
    """
    try:
        check_writable(folder)
    except OSError as error:
        rule = f"is a folder to write to ({error.strerror})"
        raise LessonFileError("--out", rule, str(folder), "--out videos") from None


def describe(targets: Sequence[Target]) -> tuple[SceneInfo, ...]:
    """Describe scenes and their parameters.

    Raises:
        LessonError: The first mistake found.
    """
    return _asked(partial(_describe, targets))


def starter(lesson: LessonFile) -> str:
    """Write a lesson to start from, like one of the project's.

    Raises:
        LessonError: That lesson cannot be used.
    """
    return _asked(partial(_starter, lesson))


def plan(
    targets: Sequence[Target],
    settings: Mapping[str, str],
    quality: Quality,
    out: Path,
    file: ParamsFile | None = None,
) -> tuple[Job, ...]:
    """Make jobs of what somebody asked for; see `engine.plan.plan`.

    Raises:
        LessonError: The first mistake found.
    """
    return _asked(partial(_plan, targets, settings, quality, out, file))


def check(jobs: Sequence[Job], at_most: int, console: Console) -> list[Outcome[Checked]]:
    """Build every beat of every scene without drawing.

    Args:
        jobs: The scenes.
        at_most: How many processes run at a time.
        console: Where to show the progress.
    """
    with progress.counting(console, "Checking", jobs) as watcher:
        return pool.run(_check, jobs, at_most, watcher)


def render(
    checks: Sequence[Outcome[Checked]], out: Path, at_most: int, console: Console
) -> list[Outcome[Rendered]]:
    """Draw the scenes in which nothing is false, and publish their files.

    The longest start first, so that no core is idle while the last one runs alone.

    Args:
        checks: What the check found.
        out: The folder for everything; temporary files go into a hidden folder in it.
        at_most: How many processes run at a time.
        console: Where to show the progress.

    Returns:
        An outcome for every scene, in the given order; a failed check stays failed, and a scene
        that shows or says something false is not drawn.
    """
    frames = {
        check.job: check.end.frames
        for check in checks
        if isinstance(check.end, Checked) and check.end.is_true
    }
    jobs = sorted(frames, key=lambda job: frames[job], reverse=True)
    out.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=".rendering-", dir=out) as scratch,
        progress.measuring(console, "Rendering", frames) as watcher,
    ):
        drawn = pool.run(partial(_draw, Path(scratch)), jobs, at_most, watcher)
    ends = {outcome.job: outcome for outcome in drawn}
    return [
        ends[check.job] if check.job in ends else Outcome(check.job, _refusal(check), check.seconds)
        for check in checks
    ]


def _refusal(check: Outcome[Checked]) -> Failure:
    """Say why a scene isn't drawn."""
    if isinstance(check.end, Failure):
        return check.end
    count = sum(finding.is_untrue for finding in check.end.findings)
    return Failure(f"it breaks {count} rule{'s' * (count > 1)} of truth, listed above", None)


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


def _asked(work: Callable[[], Result | LessonError]) -> Result:
    """Let a worker answer a question; a mistake it finds is raised here."""
    end = pool.call(work)
    if isinstance(end, Failure) and end.details:
        raise RuntimeError(end.details)  # a bug of ours
    if isinstance(end, Failure):
        raise LessonFileError("lesson", "can be loaded", end.reason, "the scenes one by one")
    if isinstance(end, LessonError):
        raise end
    return end


# What workers do. They import Manim, or rather find it imported; this process never does.


def _describe(targets: Sequence[Target]) -> tuple[SceneInfo, ...] | LessonError:
    from engine import plan

    try:
        return plan.describe(targets)
    except LessonError as error:
        return error


def _starter(lesson: LessonFile) -> str | LessonError:
    from engine import starter

    try:
        return starter.source(lesson)
    except LessonError as error:
        return error


def _plan(
    targets: Sequence[Target],
    settings: Mapping[str, str],
    quality: Quality,
    out: Path,
    file: ParamsFile | None,
) -> tuple[Job, ...] | LessonError:
    from engine import plan

    try:
        return plan.plan(targets, settings, quality, out, file)
    except LessonError as error:
        return error


def _check(job: Job, report: Report) -> Checked:
    from engine import telling

    return telling.check(job, report)


def _draw(scratch: Path, job: Job, report: Report) -> Rendered:
    from engine import telling

    return telling.draw(scratch, job, report)
