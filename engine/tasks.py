"""What workers do.

Everything that needs Manim is imported in here, by a worker, or rather found imported; the
program that hands tasks out never imports it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.jobs.job import WHOLE, CheckResult, DrawingResult, Job, Part, Report, Stretch
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


@dataclass(frozen=True)
class Draw:
    """See `engine.telling.scene.draw`.

    Attributes:
        part: The beats that are drawn, or looked at.
    """

    part: Part = WHOLE

    def __call__(self, job: Job, scratch: Path, report: Report) -> DrawingResult:
        """Draw them."""
        from engine.telling import scene as telling

        return telling.draw(job, scratch, report, self.part)


@dataclass(frozen=True, eq=False)
class Join:
    """See `engine.drawing.parts.join`; it is done on the machine where everything is.

    Attributes:
        parts: What was left by those who drew.
        stretches: All pictures, in order.
        fingerprints: Of all beats.
    """

    parts: tuple[DrawingResult, ...]
    stretches: tuple[Stretch, ...]
    fingerprints: tuple[str, ...]

    def __call__(self, job: Job, scratch: Path, report: Report) -> DrawingResult:
        """Put them together."""
        from engine.drawing import parts

        return parts.join(self.parts, self.stretches, self.fingerprints, scratch)
