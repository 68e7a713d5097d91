"""What a worker finds out about lessons: their scenes, and what can be changed in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from calculus.errors import LessonError
from engine.jobs import lessons, sources
from engine.jobs.lessons import LessonFile, Target
from engine.jobs.quality import QUALITIES
from engine.planning.params import ParamsFile
from engine.planning.request import Request
from record import output_name
from studio.controls import Control, control

if TYPE_CHECKING:
    from scenes.settings.parameters import ParameterInfo


@dataclass(frozen=True)
class Described:
    """What there is to know about a scene.

    Attributes:
        lesson: Its lesson.
        name: Its class.
        summary: What it is about, in a line.
        controls: What can be changed; what every scene has comes last.
        neighbours: Files beside the lesson that it imports.
        variant: What this way of telling it is called, or nothing for the scene itself.
        overrides: The parameters by which that differs from the lesson.
    """

    lesson: LessonFile
    name: str
    summary: str
    controls: tuple[Control, ...]
    neighbours: tuple[Path, ...] = ()
    variant: str = ""
    overrides: tuple[tuple[str, object], ...] = ()

    def control(self, name: str) -> Control:
        """Return the control of a parameter."""
        return next(one for one in self.controls if one.name == name)

    @property
    def told(self) -> str:
        """What is told: the scene's name, and that of the variant."""
        return output_name(self.name, self.variant)


def describe(targets: Sequence[Target], params: ParamsFile | None = None) -> tuple[Described, ...]:
    """Describe scenes, and their variants; only a worker does it, because it loads lessons.

    Args:
        targets: The lessons and scenes.
        params: A file of parameters and variants.

    Raises:
        LessonError: A lesson file, a value in it or in the file of parameters cannot be used.
    """
    from engine.planning import plan

    classes = lessons.scenes(targets)
    if params is None:
        return tuple(
            _described(lesson, scene) for lesson, scenes in classes.items() for scene in scenes
        )
    jobs = plan.plan(Request(targets, {}, QUALITIES["draft"], Path(), params))
    by_name = {(of, one.__name__): one for of, scenes in classes.items() for one in scenes}
    return tuple(
        _described(job.lesson, by_name[job.lesson, job.scene], job.variant, job.overrides)
        for job in jobs
    )


def _described(
    lesson: LessonFile,
    scene: type,
    variant: str = "",
    overrides: tuple[tuple[str, object], ...] = (),
) -> Described:
    from scenes.base import LessonScene
    from scenes.settings import parameters

    shared = parameters.names(LessonScene)
    infos = sorted(parameters.describe(scene), key=lambda info: info.name in shared)
    values = parameters.dump(parameters.resolve(scene, dict(overrides)))
    lesson_says = {info.name: info.default for info in infos}
    return Described(
        lesson,
        scene.__name__,
        (scene.__doc__ or "").strip().partition("\n")[0],
        tuple(
            control(
                replace(info, default=values[info.name]),
                lesson_says[info.name] if variant else _inherited(scene, info),
                info.name in shared,
            )
            for info in infos
        ),
        sources.neighbours(lesson),
        variant,
        overrides,
    )


def _inherited(scene: type, info: ParameterInfo) -> str:
    """Return what a parameter is where the scene's class does not say."""
    from scenes.settings import parameters

    if info.name not in vars(scene):
        return info.default
    values = [vars(base)[info.name] for base in scene.__mro__[1:] if info.name in vars(base)]
    if not values:
        return ""
    try:
        return parameters.dump(parameters.resolve(scene, {info.name: values[0]}))[info.name]
    except LessonError:  # it goes together with others that the class states
        return str(values[0])
