"""What workers do.

Everything that needs Manim is imported in here, by a worker, or rather found imported; the
program that hands tasks out never imports it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from calculus.errors import LessonError
from engine.jobs.job import Checked, Drawn, Job, Report
from engine.jobs.lessons import LessonFile, Target
from engine.planning.request import Request

if TYPE_CHECKING:
    from engine.planning.plan import SceneInfo


def describe(targets: Sequence[Target]) -> tuple[SceneInfo, ...] | LessonError:
    """Describe scenes and their parameters, or return the first mistake found."""
    from engine.planning import plan

    try:
        return plan.describe(targets)
    except LessonError as error:
        return error


def starter(lesson: LessonFile) -> str | LessonError:
    """Write a lesson to start from, like one of the project's, or say why it can't be."""
    from engine.planning import starter

    try:
        return starter.source(lesson)
    except LessonError as error:
        return error


def plan(request: Request) -> tuple[Job, ...] | LessonError:
    """Make jobs of what somebody asked for, or return the first mistake found."""
    from engine.planning import plan

    try:
        return plan.plan(request)
    except LessonError as error:
        return error


def check(job: Job, scratch: Path, report: Report) -> Checked:
    """See `engine.telling.scene.check`."""
    from engine.telling import scene as telling

    return telling.check(job, scratch, report)


def draw(job: Job, scratch: Path, report: Report) -> Drawn:
    """See `engine.telling.scene.draw`."""
    from engine.telling import scene as telling

    return telling.draw(job, scratch, report)
