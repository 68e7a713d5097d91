"""What workers do.

Everything that needs Manim is imported in here, by a worker, or rather found imported; the
program that hands tasks out never imports it.
"""

from __future__ import annotations

from pathlib import Path

from engine.jobs.job import CheckResult, DrawingResult, Job, Report
from engine.jobs.lessons import LessonFile
from engine.planning.request import Request


def starter(lesson: LessonFile, path: Path) -> str:
    """See `engine.planning.starter.source`."""
    from engine.planning import starter

    return starter.source(lesson, path)


def plan(request: Request) -> tuple[Job, ...]:
    """See `engine.planning.plan.plan`."""
    from engine.planning import plan

    return plan.plan(request)


def check(job: Job, scratch: Path, report: Report) -> CheckResult:
    """See `engine.telling.scene.check`."""
    from engine.telling import scene as telling

    return telling.check(job, scratch, report)


def draw(job: Job, scratch: Path, report: Report) -> DrawingResult:
    """See `engine.telling.scene.draw`."""
    from engine.telling import scene as telling

    return telling.draw(job, scratch, report)
