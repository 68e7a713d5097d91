"""From what somebody asked for to jobs that are known to make sense."""

from __future__ import annotations

import shlex
import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from calculus.errors import LessonError, LessonFileError, LessonWarning, ParameterError
from calculus.names import unknown
from engine.jobs import lessons, naming
from engine.jobs.job import Job
from engine.jobs.lessons import LessonFile
from engine.planning import params
from engine.planning.params import ParamsFile, Section
from engine.planning.request import Request
from engine.planning.takes import takes
from scenes.settings import parameters

if TYPE_CHECKING:
    from scenes.base import LessonScene


def plan(request: Request) -> tuple[Job, ...]:
    """Make a job for every scene and variant, after parsing and computing all of them.

    Raises:
        LessonError: The first mistake found; nothing has been drawn.
    """
    chosen = [
        (lesson, scene)
        for lesson, scenes in lessons.scenes(request.targets).items()
        for scene in scenes
    ]
    names = {scene: parameters.names(scene) for _, scene in chosen}
    known = dict.fromkeys(name for some in names.values() for name in some)
    for name in request.overrides:
        if name not in known:
            raise unknown(ParameterError, "parameter", name, known)
    sections: Sequence[Section] = ()
    if request.params is not None:
        sections = _sections(request.params, [lesson for lesson, _ in chosen])
    jobs = []
    for lesson, scene in chosen:
        whose = lesson.name, scene.__name__, names[scene]
        for take in takes(sections, request.overrides, *whose):
            job = request.job(lesson, scene.__name__, take.overrides.items(), take.variant)
            _require_name(job)
            _compute(job, scene, take.origins)
            jobs.append(job)
    if request.beat is not None and len(jobs) > 1:
        rule, got = "is a beat of one scene", f"{len(jobs)} scenes"
        one = shlex.quote(f"{jobs[0].lesson.address}:{jobs[0].scene}")
        remedy = f"{one} --beat {request.beat + 1}"
        raise LessonFileError("--beat", rule, got, remedy)
    return tuple(jobs)


def _sections(file: ParamsFile, chosen: Sequence[LessonFile]) -> tuple[Section, ...]:
    """Take a file apart; it may also speak of scenes of the project that aren't meant now."""
    known = {lesson.name: _names(lesson) for lesson in chosen}
    named = set(known).union(*known.values())
    for lesson in lessons.available() if set(file.tables) - named else ():
        with suppress(LessonFileError):  # a lesson nobody asked for may be broken
            known.setdefault(lesson.name, _names(lesson))
    return params.sections(file, known)


def _require_name(job: Job) -> None:
    """Make sure that files can be called like a scene and its variant."""
    rule = naming.complaint(job.told)
    if rule is not None:
        remedy = f"another name for the {'variant' if job.variant else 'scene'}"
        raise LessonFileError(job.name, rule, job.told, remedy)


def _names(lesson: LessonFile) -> dict[str, tuple[str, ...]]:
    return {scene.__name__: parameters.names(scene) for scene in lessons.load(lesson)}


def _compute(job: Job, scene: type[LessonScene], origins: Mapping[str, str]) -> None:
    """Parse a scene's parameters and compute its facts; an error names the scene.

    Args:
        job: The scene and its overrides.
        scene: The scene's class.
        origins: For parameters that come from a file, the place in it; an error names that.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", LessonWarning)  # the check tells them
            resolved, _, _ = scene.prepare(dict(job.overrides))
            if job.voice is not None:  # a voice that can't speak is told at once, too
                job.voice.speaker(job.lesson.name, job.told, resolved.language)
    except LessonError as error:
        where = origins.get(error.thing) or job.name
        raise error.but(thing=f"{where}: {error.thing}") from None
    except Exception:
        # Not a mistake in the lesson but in a story. The check comes upon it again, in a
        # worker, and tells scene and traceback.
        return
