"""From what somebody asked for to jobs that are known to make sense."""

from __future__ import annotations

import shlex
import warnings
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calculus.errors import LessonError, LessonFileError, LessonWarning, ParameterError
from calculus.names import unknown
from engine.jobs import lessons, naming
from engine.jobs.job import Job
from engine.jobs.lessons import LessonFile, Target
from engine.planning import params
from engine.planning.params import ParamsFile, Section
from engine.planning.request import Request
from scenes.settings import parameters
from scenes.settings.parameters import ParameterInfo

if TYPE_CHECKING:
    from scenes.base import LessonScene


@dataclass(frozen=True)
class SceneInfo:
    """What there is to know about a scene before it is rendered.

    Attributes:
        name: What it is called on the command line.
        summary: What it is about, in a line.
        parameters: What can be changed.
    """

    name: str
    summary: str
    parameters: tuple[ParameterInfo, ...]


def describe(targets: Iterable[Target]) -> tuple[SceneInfo, ...]:
    """Describe every scene that is meant.

    Raises:
        LessonError: A lesson file, or a default in it, cannot be used.
    """
    return tuple(
        SceneInfo(
            f"{lesson.name}:{scene.__name__}",
            (scene.__doc__ or "").strip().partition("\n")[0],
            parameters.describe(scene),
        )
        for lesson, scenes in lessons.scenes(targets).items()
        for scene in scenes
    )


def plan(request: Request) -> tuple[Job, ...]:
    """Make a job for every scene and variant, after parsing and computing all of them.

    Raises:
        LessonError: The first mistake found; nothing has been drawn.
    """
    settings, file = request.settings, request.file
    chosen = [
        (lesson, scene)
        for lesson, scenes in lessons.scenes(request.targets).items()
        for scene in scenes
    ]
    names = {scene: parameters.names(scene) for _, scene in chosen}
    known = dict.fromkeys(name for some in names.values() for name in some)
    for name in settings:
        if name not in known:
            raise unknown(ParameterError, "parameter", name, known)
    given = _sections(file, [lesson for lesson, _ in chosen]) if file else ()
    jobs = []
    for lesson, scene in chosen:
        own = {name: settings[name] for name in names[scene] if name in settings}
        for take in params.takes(given, lesson.name, scene.__name__, names[scene]):
            job = Job(
                lesson=lesson,
                scene=scene.__name__,
                overrides=tuple((take.overrides | own).items()),
                quality=request.quality,
                folder=request.out / lesson.name,
                variant=take.variant,
                beat=request.beat,
                voice=request.voice,
            )
            _require_name(job)
            _compute(job, scene, {n: w for n, w in take.origins.items() if n not in own})
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
            given, _, _ = scene.prepare(dict(job.overrides))
            if job.voice is not None:  # a voice that can't speak is told at once, too
                job.voice.speaker(job.lesson.name, job.told, given.language)
    except LessonError as error:
        thing = f"{origins.get(error.thing, job.name)}: {error.thing}"
        raise type(error)(thing, error.rule, error.got, error.remedy) from None
    except Exception:
        # Not a mistake in the lesson but in a story. The check comes upon it again, in a
        # worker, and tells scene and traceback.
        return
