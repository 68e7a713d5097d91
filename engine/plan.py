"""From what somebody asked for to jobs that are known to make sense."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from calculus.errors import LessonError, ParameterError
from engine import lessons
from engine.job import Job
from engine.lessons import LessonFile, Target
from engine.quality import Quality
from scenes import parameters
from scenes.names import unknown
from scenes.parameters import ParameterInfo

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


def plan(
    targets: Iterable[Target], settings: Mapping[str, str], quality: Quality, out: Path
) -> tuple[Job, ...]:
    """Make a job for every scene that is meant, after parsing and computing all of them.

    Args:
        targets: The lessons and scenes.
        settings: Parameters that replace those of every scene that has them.
        quality: How large and smooth.
        out: The folder for the lessons' folders of videos.

    Raises:
        LessonError: The first mistake found; nothing has been drawn.
    """
    chosen = [
        (lesson, scene) for lesson, scenes in lessons.scenes(targets).items() for scene in scenes
    ]
    names = {scene: parameters.names(scene) for _, scene in chosen}
    known = dict.fromkeys(name for some in names.values() for name in some)
    for name in settings:
        if name not in known:
            raise unknown(ParameterError, "parameter", name, known)
    jobs = []
    for lesson, scene in chosen:
        overrides = {name: settings[name] for name in names[scene] if name in settings}
        _compute(lesson, scene, overrides)
        jobs.append(
            Job(lesson, scene.__name__, tuple(overrides.items()), quality, out / lesson.name)
        )
    return tuple(jobs)


def _compute(lesson: LessonFile, scene: type[LessonScene], overrides: Mapping[str, str]) -> None:
    """Parse a scene's parameters and compute its facts; an error names the scene."""
    try:
        scene.compute(parameters.resolve(scene, overrides))
    except LessonError as error:
        thing = f"{lesson.name}:{scene.__name__}: {error.thing}"
        raise type(error)(thing, error.rule, error.got, error.remedy) from None
    except Exception:
        # Not a mistake in the lesson but in a story. The check comes upon it again, in a
        # worker, and tells scene and traceback.
        return
