"""What there is to know about scenes before they are rendered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.jobs import lessons
from engine.jobs.lessons import Target

if TYPE_CHECKING:
    from scenes.settings.parameters import ParameterInfo


@dataclass(frozen=True)
class SceneInfo:
    """What there is to know about a scene.

    Attributes:
        name: What it is called on the command line.
        summary: What it is about, in a line.
        parameters: What can be changed.
    """

    name: str
    summary: str
    parameters: tuple[ParameterInfo, ...]


def describe(targets: Iterable[Target]) -> tuple[SceneInfo, ...]:
    """Describe every scene that is meant; only a worker does it, because it loads lessons.

    Raises:
        LessonError: A lesson file, or a default in it, cannot be used.
    """
    from scenes.settings import parameters

    return tuple(
        SceneInfo(
            f"{lesson.name}:{scene.__name__}",
            (scene.__doc__ or "").strip().partition("\n")[0],
            parameters.describe(scene),
        )
        for lesson, scenes in lessons.scenes(targets).items()
        for scene in scenes
    )
