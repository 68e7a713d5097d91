"""The lessons that can be opened, and what is in them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from calculus.errors import LessonError
from engine import session
from engine.jobs.lessons import LessonFile, Target
from engine.planning import params
from studio import describing
from studio.describing import Described

_LIMIT = 60.0  # seconds in which a lesson says what is in it


class Shelf:
    """Some lessons.

    Args:
        params: A file with variants of their scenes.

    Attributes:
        params: The same; another may come to be it.
        scenes: What can be opened, as far as it is known.
        broken: Lessons that cannot be loaded, and why.
    """

    def __init__(self, params: Path | None = None) -> None:
        self.params = params
        self.scenes: list[Described] = []
        self.broken: dict[LessonFile, str] = {}

    def files(self, lesson: LessonFile) -> tuple[Path, ...]:
        """Return a lesson's file, and those that it imports, as far as they are known."""
        scenes = (one for one in self.scenes if one.lesson == lesson)
        return (lesson.path, *{path for one in scenes for path in one.neighbours})

    async def describe(self, targets: Sequence[Target]) -> None:
        """Find out what is in lessons, in a worker; what was known of them is forgotten."""
        lessons = [target.lesson for target in targets]
        try:
            read = None if self.params is None else params.read(self.params)
            work = partial(describing.describe, targets, read)
            found = await asyncio.to_thread(session.ask, work, _LIMIT)
        except (LessonError, ChildProcessError, RuntimeError) as error:
            for lesson in lessons:
                self.broken[lesson] = str(error).strip().splitlines()[-1]
            return
        for lesson in lessons:
            self.broken.pop(lesson, None)
        others = [one for one in self.scenes if one.lesson not in lessons]
        places = [at for at, one in enumerate(self.scenes) if one.lesson in lessons]
        place = places[0] if places else len(others)
        self.scenes = [*others[:place], *found, *others[place:]]

    def again(self, scene: Described) -> Described | None:
        """Return a scene as it is known by now, if it is still there."""
        if scene.lesson in self.broken:
            return None
        same = (one for one in self.scenes if one.lesson == scene.lesson)
        return next((one for one in same if one.told == scene.told), None)
